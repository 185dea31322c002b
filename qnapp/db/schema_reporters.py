"""The organisations below: who is expected to report, and how each is reached."""

from __future__ import annotations

_TEXT = "TEXT NOT NULL DEFAULT ''"

REPORTERS = (
    # A built-in organisation has a row only once somebody has entered something of it; its name
    # and kind stay ''. One that was added has both; removed, its name is '' again.
    f"""CREATE TABLE reporter (
        code TEXT PRIMARY KEY, name {_TEXT}, kind {_TEXT}, email {_TEXT}, phone {_TEXT},
        expected INTEGER NOT NULL DEFAULT 1 CHECK (expected IN (0, 1))
    ) STRICT""",
    # What the checks said when a submission was made (JSON), '' where that was not kept yet.
    f"ALTER TABLE received_package ADD COLUMN findings {_TEXT}",
    """CREATE TRIGGER received_package_keeps_findings BEFORE UPDATE OF findings ON received_package
       BEGIN SELECT RAISE(ABORT, 'what arrived stays as it was'); END""",
)
