"""The columns of the table of indicators, and by what each orders the rows (no Qt)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from qnapp.domain.reporting import Verdict
from qnapp.models.indicator_lines import measured_number
from qnapp.text import collation_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.domain.reporting import Worksheet
    from qnapp.models.indicator_lines import IndicatorLine


class Column(IntEnum):
    """Columns of the table; the last three only where there is room."""

    CODE = 0
    TITLE = 1
    TARGET = 2
    PREVIOUS = 3
    CURRENT = 4
    VERDICT = 5
    UNIT = 6
    KIND = 7
    FILES = 8


RIGHT_ALIGNED = frozenset({Column.PREVIOUS, Column.CURRENT, Column.FILES})

# What asks for work comes first.
_VERDICTS = (
    Verdict.UNMET,
    Verdict.NO_VALUE,
    Verdict.TO_ASSESS,
    Verdict.MET,
    Verdict.EXCEEDED,
)


def headings(sheet: Worksheet, previous: str) -> tuple[str, ...]:
    """Words over the columns; ``previous`` is the short name of the period before, "" for none."""
    heads = {
        Column.CODE: "Mã",
        Column.TITLE: "Chỉ tiêu",
        Column.TARGET: f"Mức {sheet.plan.year}",
        Column.PREVIOUS: previous or "Kỳ trước",
        Column.CURRENT: sheet.period.short,
        Column.VERDICT: "So với mức năm",
        Column.UNIT: "Đơn vị tính",
        Column.KIND: "Số liệu",
        Column.FILES: "Tệp",
    }
    return tuple(heads[column] for column in Column)


def kind_words(line: IndicatorLine) -> str:
    """Say whether the figure of this period is an actual one or an estimate, "" for none."""
    estimated = line.row is not None and line.row.estimated
    return "ước" if estimated else "thực hiện" if line.current else ""


def _title(line: IndicatorLine) -> Any:
    return collation_key(line.title)


def _target(line: IndicatorLine) -> Any:
    """Order by the number in the words, the organisation's own targets before the province's."""
    target = (line.row.target or line.row.province_target) if line.row is not None else None
    if target is None:
        return None
    number = target.low if target.low is not None else target.high
    return None if number is None else (not line.own_target, number)


def _previous(line: IndicatorLine) -> Any:
    before = line.row.previous if line.row is not None else None
    return None if before is None else measured_number(before)


def _current(line: IndicatorLine) -> Any:
    return line.row.value if line.row is not None else None


def _verdict(line: IndicatorLine) -> Any:
    return None if line.verdict is None else _VERDICTS.index(line.verdict)


def _unit(line: IndicatorLine) -> Any:
    unit = line.row.indicator.unit if line.row is not None else ""
    return collation_key(unit) if unit else None


def _kind(line: IndicatorLine) -> Any:
    return kind_words(line) or None


def _files(line: IndicatorLine) -> Any:
    return line.files or None


KEYS: dict[Column, Callable[[IndicatorLine], Any]] = {
    Column.TITLE: _title,
    Column.TARGET: _target,
    Column.PREVIOUS: _previous,
    Column.CURRENT: _current,
    Column.VERDICT: _verdict,
    Column.UNIT: _unit,
    Column.KIND: _kind,
    Column.FILES: _files,
}
