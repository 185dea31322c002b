"""A unit's own rows that were read from a workbook, as lines of a difference (no Qt)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.models.difference_lines import Line, LineKind, section
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.local_rows import LocalIndicator, LocalRows, LocalTask

HEADS = ("Kết quả", "Ở dòng", "Nội dung", "Chủ trì hoặc đơn vị tính", "Phối hợp", "Thời hạn, mức")
_VERDICTS = ("Thêm", "Bỏ qua")
_THERE = "Đã có trong danh sách của đơn vị."


def local_row_lines(rows: LocalRows, known: Collection[str]) -> list[Line]:
    """Tasks, then indicators, then cells to look at; ``known``: folded titles that are there."""
    tasks = [_task(n, one, known) for n, one in enumerate(rows.tasks)]
    indicators = [_indicator(n, one, known) for n, one in enumerate(rows.indicators)]
    return [
        *section("Nhiệm vụ", tasks),
        *section("Chỉ tiêu", indicators),
        *section("Ô không đọc được", [_remark(one) for one in rows.unread]),
        *section("Ô cần xem lại", [_remark(one) for one in rows.second_look]),
    ]


def chosen_rows(rows: LocalRows, taken: Collection[Hashable]) -> LocalRows:
    """The rows whose lines are ticked."""
    return replace(
        rows,
        tasks=tuple(one for n, one in enumerate(rows.tasks) if ("task", n) in taken),
        indicators=tuple(one for n, one in enumerate(rows.indicators) if ("indicator", n) in taken),
    )


def _task(number: int, one: LocalTask, known: Collection[str]) -> Line:
    line = Line(
        LineKind.CHOICE,
        code=f"{one.row}",
        what=one.title,
        old="; ".join(one.lead),
        mine="; ".join(one.support),
        theirs=one.deadline_text,
        key=("task", number),
        verdicts=_VERDICTS,
        whole=True,
    )
    return _there(line) if fold(one.title) in known else line


def _indicator(number: int, one: LocalIndicator, known: Collection[str]) -> Line:
    line = Line(
        LineKind.CHOICE,
        code=f"{one.row}",
        what=one.title,
        old=one.unit,
        theirs=one.target_text,
        key=("indicator", number),
        verdicts=_VERDICTS,
        whole=True,
    )
    return _there(line) if fold(one.title) in known else line


def _there(line: Line) -> Line:
    return replace(line, kind=LineKind.NOTE, note=_THERE, key=None, never="Đã có")


def _remark(one: Remark) -> Line:
    what = one.typed or one.sheet
    return Line(LineKind.NOTE, code=one.ref, what=what, note=one.text, never="Xem lại")
