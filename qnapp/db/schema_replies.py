"""Tables of what was answered to submissions: here to others, and by the upper office to us."""

from __future__ import annotations

_DIGEST = "TEXT NOT NULL CHECK (length({name}) = 64)"
_TEXT = "TEXT NOT NULL DEFAULT ''"

REPLIES = (
    # Who reported and who answered are as the package says, and refer to nothing here.
    f"""CREATE TABLE reply (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest {_DIGEST.format(name="digest")} UNIQUE,
        submission {_DIGEST.format(name="submission")},
        organisation TEXT NOT NULL, organisation_name {_TEXT},
        office TEXT NOT NULL, office_name {_TEXT}, key {_DIGEST.format(name="key")},
        plan TEXT NOT NULL REFERENCES plan(uid), period INTEGER NOT NULL REFERENCES period(id),
        revision INTEGER NOT NULL CHECK (revision > 0),
        verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'returned')), note {_TEXT},
        replied_at TEXT NOT NULL, replied_by {_TEXT}, noted_at TEXT NOT NULL, clerk {_TEXT}
    ) STRICT""",
    "CREATE INDEX reply_of_period ON reply (period, organisation)",
    "CREATE INDEX reply_of_submission ON reply (submission)",
    """CREATE TRIGGER reply_keeps_content BEFORE UPDATE ON reply
       BEGIN SELECT RAISE(ABORT, 'what was answered stays as it was'); END""",
    """CREATE TRIGGER reply_stays BEFORE DELETE ON reply
       BEGIN SELECT RAISE(ABORT, 'what was answered stays as it was'); END""",
    # ``uid`` may follow a row that a later plan version calls otherwise, and nothing else changes.
    """CREATE TABLE reply_row (
        reply INTEGER NOT NULL REFERENCES reply(id),
        kind TEXT NOT NULL CHECK (kind IN ('task', 'indicator')), uid TEXT NOT NULL,
        position INTEGER NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''),
        PRIMARY KEY (reply, kind, uid)
    ) STRICT""",
    """CREATE TRIGGER reply_row_keeps_content
       BEFORE UPDATE OF reply, kind, position, reason ON reply_row
       BEGIN SELECT RAISE(ABORT, 'what was answered stays as it was'); END""",
    """CREATE TRIGGER reply_row_stays BEFORE DELETE ON reply_row
       BEGIN SELECT RAISE(ABORT, 'what was answered stays as it was'); END""",
)
