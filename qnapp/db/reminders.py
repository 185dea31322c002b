"""Who was reminded of a period's report, and when; kept for good."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.domain.received import Reminded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.db.store import Store

ENTITY = "reminder"  # in the history; the key is the organisation's code
REMIND = "remind"  # event of the history


def note_reminded(store: Store, period: str, codes: Iterable[str], answer_by: date) -> None:
    """Write down that letters to organisations were made now, asking for reports by a day.

    Raises ``NotFoundError`` for an unknown period.
    """
    before, day = reminded(store, period), answer_by.isoformat()
    now = store.clock().isoformat(timespec="seconds")
    row = {"period": fields.period_id(store, period), "reminded_at": now, "clerk": store.clerk}
    row["answer_by"] = day
    with store.atomic():
        changes = []
        for code in codes:
            store.insert("reminder", {**row, "organisation": code})
            old = before[code].answer_by.isoformat() if code in before else ""
            changes.append(FieldChange(ENTITY, code, period, "answer_by", old, day))
        journal.record(store, changes, organisation=fields.own_code(store), event=REMIND)
        store.touch(Changes(report=True))


def reminded(store: Store, period: str) -> dict[str, Reminded]:
    """When each organisation was reminded last and how often, by code; who never was is left out.

    Raises ``NotFoundError`` for an unknown period.
    """
    rows = store.rows(
        "SELECT organisation, reminded_at, answer_by, COUNT(*) OVER (PARTITION BY organisation) "
        "AS times FROM reminder WHERE period = ? ORDER BY id",
        (fields.period_id(store, period),),
    )
    return {
        row["organisation"]: Reminded(
            datetime.fromisoformat(row["reminded_at"]),
            date.fromisoformat(row["answer_by"]),
            row["times"],
        )
        for row in rows
    }
