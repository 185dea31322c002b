"""Rows that the checks look at, and what they say of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from builders import (
    HALF_YEAR,
    TODAY,
    make_evidence,
    make_row,
    make_sheet,
    with_progress,
)

from qnapp.domain.checks import check_worksheet
from qnapp.domain.reporting import (
    Finding,
    IndicatorRow,
    Level,
    Status,
    TaskRow,
)

if TYPE_CHECKING:
    from qnapp.domain.periods import Period


ERROR, WARNING = Level.ERROR, Level.WARNING
LATE = date(2026, 4, 30)
AHEAD = date(2026, 12, 31)
DONE: dict[str, Any] = {
    "status": Status.COMPLETED,
    "percent": 100,
    "completed_on": date(2026, 4, 2),
}


def found(*rows: TaskRow | IndicatorRow, period: Period = HALF_YEAR) -> list[Finding]:
    return check_worksheet(make_sheet(*rows, period=period), TODAY)


def told(*rows: TaskRow | IndicatorRow, period: Period = HALF_YEAR) -> list[tuple[str, str, str]]:
    """Code, field and sentence of each finding."""
    return [(f.code, f.field, f.text) for f in found(*rows, period=period)]


def completed(**changes: Any) -> TaskRow:
    return with_progress(make_row(evidence=(make_evidence(),)), **{**DONE, **changes})
