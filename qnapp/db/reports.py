"""The free text of a period's report, of the consolidated one and of the unit's own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.calendar import periods, stored_period
from qnapp.db.journal import seal_figures
from qnapp.db.returned import require_some_open
from qnapp.db.values import text_value
from qnapp.domain.periods import regular_periods
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

PLAN_PART = "plan:"  # how the names of the plan's parts begin
TOTAL_PART = "total:"  # and those of the consolidated report's
_TEXTS = """
    SELECT part, text FROM report_text
    WHERE organisation = ? AND period = ? AND text <> '' ORDER BY part
"""
_NO_CALENDAR = (
    "Kế hoạch này không có kỳ báo cáo thường kỳ nào. Dữ liệu hiện có vẫn giữ nguyên. "
    "Đề nghị cấp trên gửi lại kế hoạch có lịch báo cáo."
)
_BASES = """
    SELECT part, basis FROM report_text
    WHERE organisation = ? AND period = ? AND text <> '' AND basis <> ''
"""
_SET_BASIS = "UPDATE report_text SET basis = ? WHERE organisation = ? AND period = ? AND part = ?"


def report_texts(store: Store, period_code: str) -> dict[str, str]:
    """All written parts of a period's report by the name of the part."""
    texts = _texts(store, stored_period(store, period_code).period.code)
    apart = (PLAN_PART, TOTAL_PART)
    return {part: text for part, text in texts.items() if not part.startswith(apart)}


def report_text(store: Store, period_code: str, part: str) -> str:
    """One part, "" where nothing is written."""
    return report_texts(store, period_code).get(part, "")


def set_report_text(store: Store, period_code: str, part: str, text: str) -> list[FieldChange]:
    """Write one part (several paragraphs, one a line); raises ``LockedError``.

    Where the upper office has returned rows, the words that tell of them are open with them.
    """
    require_some_open(store, period_code)
    with store.atomic():
        seal_figures(store, period_code)
        return fields.save(store, "report", part, {"text": text_value(text)}, period=period_code)


def text_bases(store: Store, period_code: str) -> dict[str, str]:
    """What each written text of a period began from, by part; also "plan:…" and "total:…"."""
    period = fields.period_id(store, stored_period(store, period_code).period.code)
    rows = store.rows(_BASES, (fields.own_code(store), period))
    return {row["part"]: row["basis"] for row in rows}


def set_basis(store: Store, period_code: str, part: str, basis: str) -> None:
    """Keep what a text that was written began from. No history: it is nobody's word."""
    period = fields.period_id(store, stored_period(store, period_code).period.code)
    with store.atomic():
        store.run(_SET_BASIS, (basis, fields.own_code(store), period, part))


def plan_period(store: Store) -> str:
    """Code of the plan's first regular period: where what is said of the whole year is kept.

    Raises ``NotFoundError`` for a calendar without one.
    """
    regular = regular_periods(one.period for one in periods(store))
    if not regular:
        raise NotFoundError(_NO_CALENDAR)
    return regular[0].code


def plan_texts(store: Store) -> dict[str, str]:
    """All written parts of the unit's own plan (kế hoạch triển khai), by name: "plan:purpose"."""
    texts = _texts(store, plan_period(store))
    return {part: text for part, text in texts.items() if part.startswith(PLAN_PART)}


def set_plan_text(store: Store, part: str, text: str) -> list[FieldChange]:
    """Write one part of the unit's own plan; its name begins with ``PLAN_PART``.

    The plan is no part of a period's report, so a locked period does not hold it.
    """
    if not part.startswith(PLAN_PART):
        raise ValueError(f"not a part of the plan: {part}")
    values = {"text": text_value(text)}
    return fields.save(store, "report", part, values, period=plan_period(store))


def total_texts(store: Store, period_code: str) -> dict[str, str]:
    """All written parts of a period's consolidated report, by name: "total:opening"."""
    texts = _texts(store, stored_period(store, period_code).period.code)
    return {part: text for part, text in texts.items() if part.startswith(TOTAL_PART)}


def set_total_text(store: Store, period_code: str, part: str, text: str) -> list[FieldChange]:
    """Write one part of the consolidated report; its name begins with ``TOTAL_PART``.

    It is about what others reported: the lock of the own report's period does not hold it.
    """
    if not part.startswith(TOTAL_PART):
        raise ValueError(f"not a part of the consolidated report: {part}")
    period = stored_period(store, period_code).period.code
    return fields.save(store, "report", part, {"text": text_value(text)}, period=period)


def _texts(store: Store, period_code: str) -> dict[str, str]:
    period = fields.period_id(store, period_code)
    rows = store.rows(_TEXTS, (fields.own_code(store), period))
    return {row["part"]: row["text"] for row in rows}
