"""The consolidated workbook: who has sent, the matrix of tasks, indicators, difficulties.

Numbers are numbers, codes and texts are text, and a text can never become a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.consolidated_annexes import sender_notes
from qnapp.documents.consolidated_rows import standing_counts
from qnapp.documents.consolidated_words import (
    APART_WORDS,
    LETTERS,
    hole_lines,
    letter_meanings,
    letter_of,
    printed_state,
    rate_words,
)
from qnapp.documents.files import write_atomically
from qnapp.documents.words import counted_words, verdict_words
from qnapp.documents.xlsx_list import ListSheet, lists_bytes
from qnapp.domain.received import SENDER_WORDS
from qnapp.domain.reporting import Standing
from qnapp.text import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qnapp.documents.report import Cell
    from qnapp.domain.consolidated import Consolidation, IndicatorLine, Reporter, TaskLine

SHEETS = ("Tình hình gửi", "Ma trận nhiệm vụ", "Chỉ tiêu", "Khó khăn - kiến nghị")
_COLOURS = {
    Standing.DONE_ON_TIME: "FFC9E7CF",
    Standing.DONE_LATE: "FFE3EDC4",
    Standing.DONE: "FFD5EBD9",
    Standing.IN_TIME: "FFD3E3F5",
    Standing.OVERDUE: "FFF6CFCB",
    Standing.NOT_STARTED: "FFE4E4E4",
    Standing.ON_HOLD: "FFF7E6BE",
    Standing.NO_DEADLINE: "FFE9E1F3",
}
_MATRIX_PAGES = 3  # side by side


def write_consolidation(found: Consolidation, target: Path) -> None:
    """Write the workbook, whole or not at all; raises ``FileError`` where it cannot be written."""
    data = consolidation_bytes(found)
    write_atomically(target, lambda file: file.write(data))


def consolidation_bytes(found: Consolidation) -> bytes:
    """Give the bytes of the workbook."""
    return lists_bytes(
        [_reporter_list(found), _matrix(found), _indicator_list(found), _remark_list(found)]
    )


def _reporter_list(found: Consolidation) -> ListSheet:
    sent = f"Đã gửi {rate_words(found.complete)}"
    if found.due is not None:
        sent += f"; gửi lần đầu đúng hạn {rate_words(found.timely)}"
    return ListSheet(
        name=SHEETS[0],
        title=f"TÌNH HÌNH GỬI BÁO CÁO, {found.period.name}",
        notes=[*hole_lines(found), sent],
        heads=("Mã", "Đơn vị", "Khối", "Tình hình", "Lần", "Nhận lần đầu", "Số báo cáo",
               "Nguồn gửi", "Ghi chú"),
        widths=(9, 34, 13, 13, 6, 13, 17, 22, 34),
        rows=[_reporter_row(one) for one in found.reporters],
        frozen=2,
    )  # fmt: skip


def _reporter_row(one: Reporter) -> tuple[Cell, ...]:
    return (
        one.code,
        one.name,
        one.group,
        printed_state(one),
        one.revision or None,
        one.received_at.date() if one.received_at is not None else None,
        one.number,
        upper_first(SENDER_WORDS[one.sender]) if one.sender is not None else "",
        upper_first("; ".join(sender_notes(one))),
    )


def _matrix(found: Consolidation) -> ListSheet:
    reporters = found.reporters
    counted = [*(counted_words(kind) for kind in Standing), APART_WORDS]
    return ListSheet(
        name=SHEETS[1],
        title=f"MA TRẬN NHIỆM VỤ, {found.period.name}",
        notes=[*hole_lines(found), f"{letter_meanings()}; ô trống: không được giao."],
        heads=("Mã", "Nhiệm vụ", *counted, *(one.name for one in reporters)),
        widths=(9, 44, *(6 for _ in counted), *(4 for _ in reporters)),
        rows=[_matrix_row(line, reporters) for line in found.tasks],
        frozen=2,
        wide=16,
        turned_from=3,
        colours={LETTERS[kind]: colour for kind, colour in _COLOURS.items()},
        pages=_MATRIX_PAGES,  # on one page nobody could read it
    )


def _matrix_row(line: TaskLine, reporters: Sequence[Reporter]) -> tuple[Cell, ...]:
    """Count and show as on paper: of a task that is reported apart only that it was."""
    count = standing_counts([line])
    counts = [count[kind] for kind in (*Standing, None)]
    letters = (letter_of(line, one) for one in reporters)
    return (line.task.code, line.task.title, *counts, *letters)


def _indicator_list(found: Consolidation) -> ListSheet:
    names = {one.code: one.name for one in found.reporters}
    return ListSheet(
        name=SHEETS[2],
        title=f"CHỈ TIÊU, {found.period.name}",
        notes=hole_lines(found),
        heads=("Mã", "Chỉ tiêu", "Đơn vị tính", "Đơn vị báo cáo", "Giá trị", "Loại số",
               "Kết quả bằng lời", "Mức của đơn vị", "Đánh giá", "Lý do tự đánh giá"),
        widths=(9, 38, 12, 30, 12, 11, 30, 17, 16, 30),
        rows=[row for line in found.indicators for row in _indicator_rows(line, names)],
        frozen=2,
    )  # fmt: skip


def _indicator_rows(line: IndicatorLine, names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    for one in line.values:
        kind = ("ước" if one.estimated else "thực hiện") if one.value is not None else ""
        own = one.own_verdict
        verdict = verdict_words(one.verdict, own=own) if one.verdict is not None else ""
        yield (line.indicator.code, line.indicator.title, one.unit, names[one.organisation],
               one.value, kind, one.words, one.target, verdict, one.reason)  # fmt: skip


def _remark_list(found: Consolidation) -> ListSheet:
    names = {one.code: one.name for one in found.reporters}
    return ListSheet(
        name=SHEETS[3],
        title=f"KHÓ KHĂN, VƯỚNG MẮC, ĐỀ XUẤT, KIẾN NGHỊ, {found.period.name}",
        notes=hole_lines(found),
        heads=("Đơn vị", "Mã", "Nhiệm vụ", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị"),
        widths=(28, 9, 40, 45, 45),
        rows=[
            (names[one.organisation], one.task_code, one.task_title, one.difficulty, one.proposal)
            for one in found.remarks
        ],
    )
