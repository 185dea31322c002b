"""A unit's own rows that were read from a workbook, as lines of a difference (no Qt)."""

from __future__ import annotations

import re
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
_UNREAD = "Có ô không đọc được. Sửa tệp rồi nhập lại, hoặc thêm dòng này rồi sửa trong bảng."
_ROW = re.compile(r"\D+")  # what stands before the row in the name of a cell
_THERE = "Đã có trong danh sách của đơn vị."


def local_row_lines(rows: LocalRows, known: Collection[str]) -> list[Line]:
    """Tasks, then indicators, then cells to look at; ``known``: folded titles that are there."""
    bad = {(one.sheet, _ROW.sub("", one.ref)) for one in rows.unread}
    tasks = [_doubted(_task(n, one, known), one, bad) for n, one in enumerate(rows.tasks)]
    indicators = [
        _doubted(_indicator(n, one, known), one, bad) for n, one in enumerate(rows.indicators)
    ]
    return [
        *section("Nhiệm vụ", tasks),
        *section("Chỉ tiêu", indicators),
        *section("Ô không đọc được", [_remark(one, wrong=True) for one in rows.unread]),
        *section("Ô cần xem lại", [_remark(one, wrong=False) for one in rows.second_look]),
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


def _doubted(line: Line, one: LocalTask | LocalIndicator, bad: Collection[tuple[str, str]]) -> Line:
    """Leave a row out at first that has a cell nobody could read; a person may add it so."""
    if line.kind is not LineKind.CHOICE or (one.sheet, str(one.row)) not in bad:
        return line
    return replace(line, taken=False, wrong=True, note=_UNREAD)


def _there(line: Line) -> Line:
    return replace(line, kind=LineKind.NOTE, note=_THERE, key=None, never="Đã có")


def _remark(one: Remark, *, wrong: bool) -> Line:
    what = one.typed or one.sheet
    return Line(LineKind.NOTE, code=one.ref, what=what, note=one.text, never="Xem lại", wrong=wrong)
