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
