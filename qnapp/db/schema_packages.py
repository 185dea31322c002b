"""Tables of what is sent to other copies of the program, and of the keys of those who send."""

from __future__ import annotations

_DIGEST = "TEXT NOT NULL CHECK (length({name}) = 64)"
_TEXT = "TEXT NOT NULL DEFAULT ''"

PACKAGES = (
    # The file lies in ``outbox/`` under its digest. ``contents`` is the same for packages that
    # differ only in when they were made.
    f"""CREATE TABLE outgoing_package (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        organisation TEXT NOT NULL REFERENCES organisation(code),
        plan TEXT NOT NULL REFERENCES plan(uid), period INTEGER REFERENCES period(id),
        report INTEGER REFERENCES issued_report(id),
        kind TEXT NOT NULL CHECK (kind IN ('submission', 'plan', 'reply')),
        addressee {_TEXT}, revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
        part INTEGER NOT NULL DEFAULT 1, parts INTEGER NOT NULL DEFAULT 1,
        digest {_DIGEST.format(name="digest")} UNIQUE, first {_DIGEST.format(name="first")},
        previous {_TEXT}, contents {_DIGEST.format(name="contents")},
        name TEXT NOT NULL, sha256 {_DIGEST.format(name="sha256")},
        size INTEGER NOT NULL CHECK (size > 0), made_at TEXT NOT NULL, clerk {_TEXT},
        sent_at {_TEXT}, answered_at {_TEXT},
        answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'accepted', 'returned')),
        CHECK (part BETWEEN 1 AND parts), CHECK ((part = 1) = (first = digest))
    ) STRICT""",
    "CREATE INDEX outgoing_package_of_report ON outgoing_package (report)",
    """CREATE TRIGGER outgoing_package_keeps_content
       BEFORE UPDATE OF id, organisation, plan, period, report, kind, addressee, revision, part,
           parts, digest, first, previous, contents, name, sha256, size, made_at, clerk
       ON outgoing_package
       BEGIN SELECT RAISE(ABORT, 'what was sent stays as it was'); END""",
    """CREATE TRIGGER outgoing_package_stays BEFORE DELETE ON outgoing_package
       BEGIN SELECT RAISE(ABORT, 'what was sent stays as it was'); END""",
    # Anybody may send: the organisation is as the package says, and refers to nothing here.
    f"""CREATE TABLE sender_key (
        id INTEGER PRIMARY KEY AUTOINCREMENT, organisation TEXT NOT NULL, name {_TEXT},
        key {_DIGEST.format(name="key")}, first_seen_at TEXT NOT NULL,
        confirmed_at {_TEXT}, confirmed_by {_TEXT}, replaced_at {_TEXT},
        UNIQUE (organisation, key)
    ) STRICT""",
    """CREATE UNIQUE INDEX sender_key_in_force ON sender_key (organisation)
       WHERE confirmed_at <> '' AND replaced_at = ''""",
)
