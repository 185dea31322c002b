"""The organisations below: who is expected to report, and how each is reached."""

from __future__ import annotations

_TEXT = "TEXT NOT NULL DEFAULT ''"

REMINDERS = (
    # Who was reminded of a period's report, when, and until which day it was then asked for.
    f"""CREATE TABLE reminder (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period INTEGER NOT NULL REFERENCES period(id),
        organisation TEXT NOT NULL, reminded_at TEXT NOT NULL, answer_by TEXT NOT NULL,
        clerk {_TEXT}
    ) STRICT""",
    "CREATE INDEX reminder_of_period ON reminder (period, organisation)",
    """CREATE TRIGGER reminder_keeps_content BEFORE UPDATE ON reminder
       BEGIN SELECT RAISE(ABORT, 'what was written to others stays as it was'); END""",
    """CREATE TRIGGER reminder_stays BEFORE DELETE ON reminder
       BEGIN SELECT RAISE(ABORT, 'what was written to others stays as it was'); END""",
)

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
