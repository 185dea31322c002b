"""The free text of the report, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.calendar import require_open, stored_period
from qnapp.db.values import text_value

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

_TEXTS = """
    SELECT part, text FROM report_text
    WHERE organisation = ? AND period = ? AND text <> '' ORDER BY part
"""


def report_texts(store: Store, period_code: str) -> dict[str, str]:
    """All written parts of a period's report by the name of the part."""
    period = fields.period_id(store, stored_period(store, period_code).period.code)
    rows = store.rows(_TEXTS, (fields.own_code(store), period))
    return {row["part"]: row["text"] for row in rows}


def report_text(store: Store, period_code: str, part: str) -> str:
    """One part, "" where nothing is written."""
    return report_texts(store, period_code).get(part, "")


def set_report_text(store: Store, period_code: str, part: str, text: str) -> list[FieldChange]:
    """Write one part (several paragraphs, one a line); raises ``LockedError``."""
    require_open(store, period_code)
    return fields.save(store, "report", part, {"text": text_value(text)}, period=period_code)
