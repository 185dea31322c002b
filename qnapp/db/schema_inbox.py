"""Tables of what arrived from other copies of the program, kept as it arrived."""

from __future__ import annotations

_DIGEST = "TEXT NOT NULL CHECK (length({name}) = 64)"
_TEXT = "TEXT NOT NULL DEFAULT ''"

INBOX = (
    # Anybody may send: the organisation is as the package says, and refers to nothing here.
    # ``data`` is the SHA-256 of data.json, '' in a part that only brings more evidence.
    f"""CREATE TABLE received_package (
        id INTEGER PRIMARY KEY AUTOINCREMENT, organisation TEXT NOT NULL, name {_TEXT},
        plan TEXT NOT NULL REFERENCES plan(uid), plan_version INTEGER NOT NULL,
        period INTEGER NOT NULL REFERENCES period(id),
        revision INTEGER NOT NULL CHECK (revision > 0),
        part INTEGER NOT NULL, parts INTEGER NOT NULL,
        digest {_DIGEST.format(name="digest")} UNIQUE, first {_DIGEST.format(name="first")},
        previous {_TEXT}, key {_DIGEST.format(name="key")}, data {_TEXT},
        made_at TEXT NOT NULL, received_at TEXT NOT NULL, clerk {_TEXT}, file_name {_TEXT},
        number {_TEXT}, issued_on {_TEXT}, signer {_TEXT},
        set_aside_at {_TEXT}, answered_at {_TEXT},
        answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'accepted', 'returned')),
        CHECK (part BETWEEN 1 AND parts), CHECK ((part = 1) = (first = digest)),
        CHECK ((part = 1) = (data <> ''))
    ) STRICT""",
    "CREATE INDEX received_package_of_period ON received_package (period, organisation)",
    """CREATE TRIGGER received_package_keeps_content
       BEFORE UPDATE OF id, organisation, name, plan, plan_version, period, revision, part, parts,
           digest, first, previous, key, data, made_at, received_at, clerk, file_name, number,
           issued_on, signer
       ON received_package
       BEGIN SELECT RAISE(ABORT, 'what arrived stays as it was'); END""",
    """CREATE TRIGGER received_package_stays BEFORE DELETE ON received_package
       BEGIN SELECT RAISE(ABORT, 'what arrived stays as it was'); END""",
    # The content lies under its hash with all other content of the store.
    f"""CREATE TABLE received_file (
        package INTEGER NOT NULL REFERENCES received_package(id), entry TEXT NOT NULL,
        name {_TEXT}, sha256 {_DIGEST.format(name="sha256")},
        size INTEGER NOT NULL CHECK (size >= 0), original {_TEXT},
        PRIMARY KEY (package, entry)
    ) STRICT""",
    "CREATE INDEX received_file_by_content ON received_file (sha256)",
    """CREATE TRIGGER received_file_keeps_content BEFORE UPDATE ON received_file
       BEGIN SELECT RAISE(ABORT, 'what arrived stays as it was'); END""",
    """CREATE TRIGGER received_file_stays BEFORE DELETE ON received_file
       BEGIN SELECT RAISE(ABORT, 'what arrived stays as it was'); END""",
)
