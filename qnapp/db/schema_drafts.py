"""What an upper office prepares for the units, and what it has put off for them."""

from __future__ import annotations

DRAFTS = (
    # One at most: JSON of ``exchange.plan_draft``. No plan before it is sent out.
    """CREATE TABLE plan_draft (
        id INTEGER PRIMARY KEY CHECK (id = 1), contents TEXT NOT NULL
    ) STRICT""",
    # Goes into every later package of the plan. ``organisation`` may be a group, '' is all.
    """CREATE TABLE sent_extension (
        id INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL REFERENCES plan(uid),
        uid TEXT NOT NULL, organisation TEXT NOT NULL DEFAULT '', due TEXT NOT NULL,
        document TEXT NOT NULL, UNIQUE (plan, uid, organisation)
    ) STRICT""",
)
# Both go into every later package too: a unit may take in only the last.
SAID_TO_UNITS = (
    # Extensions that a package had granted and a later one takes back.
    """CREATE TABLE withdrawn_extension (
        id INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL REFERENCES plan(uid),
        uid TEXT NOT NULL, organisation TEXT NOT NULL DEFAULT '', due TEXT NOT NULL,
        document TEXT NOT NULL, UNIQUE (plan, uid, organisation, due, document)
    ) STRICT""",
    # Rows of two versions that are alike and are two different things all the same.
    """CREATE TABLE rows_apart (
        plan TEXT NOT NULL REFERENCES plan(uid), old TEXT NOT NULL, new TEXT NOT NULL,
        PRIMARY KEY (plan, old, new)
    ) STRICT, WITHOUT ROWID""",
)
