"""The consolidated workbook: who has sent, the matrix of tasks, indicators, difficulties.

Numbers are numbers, codes and texts are text, and a text can never become a formula.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook

from qnapp.documents.consolidated_annexes import sender_notes
from qnapp.documents.consolidated_words import LETTERS, SILENT, hole_lines, rate_words
from qnapp.documents.files import write_atomically
from qnapp.documents.xlsx_list import open_sheet, write_table
from qnapp.domain.received import REPORT_STATE_WORDS, SENDER_WORDS
from qnapp.domain.reporting import Standing, Verdict
from qnapp.domain.standings import standing_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Cell
    from qnapp.domain.consolidated import Consolidation, IndicatorLine, Reporter

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
_VERDICTS = {
    Verdict.MET: "Đạt",
    Verdict.EXCEEDED: "Vượt",
    Verdict.UNMET: "Chưa đạt",
    Verdict.TO_ASSESS: "Cần đánh giá",
    Verdict.NO_VALUE: "Chưa có số liệu",
}
_MATRIX_PAGES = 3  # side by side


def write_consolidation(found: Consolidation, target: Path) -> None:
    """Write the workbook, whole or not at all; raises ``FileError`` where it cannot be written."""
    data = consolidation_bytes(found)
    write_atomically(target, lambda file: file.write(data))


def consolidation_bytes(found: Consolidation) -> bytes:
    """Give the bytes of the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    writers = (_write_reporters, _write_matrix, _write_indicators, _write_remarks)
    for name, write in zip(SHEETS, writers, strict=True):
        write(book.create_sheet(name), found)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_reporters(sheet: Sheet, found: Consolidation) -> None:
    heads = ("Mã", "Đơn vị", "Khối", "Tình hình", "Lần", "Nhận lần đầu", "Số báo cáo",
             "Nguồn gửi", "Ghi chú")  # fmt: skip
    widths = (9, 34, 13, 13, 6, 13, 17, 22, 34)
    sent = f"Đã gửi {rate_words(found.complete)}; đúng hạn {rate_words(found.timely)}"
    notes = [*hole_lines(found), sent]
    top = open_sheet(sheet, f"TÌNH HÌNH GỬI BÁO CÁO, {found.period.name}", notes, widths)
    rows = [_reporter_row(one) for one in found.reporters]
    write_table(sheet, top, heads, rows, frozen=2)


def _reporter_row(one: Reporter) -> tuple[Cell, ...]:
    return (
        one.code,
        one.name,
        one.group,
        REPORT_STATE_WORDS[one.state],
        one.revision or None,
        one.received_at.date() if one.received_at is not None else None,
        one.number,
        SENDER_WORDS[one.sender] if one.sender is not None else "",
        "; ".join(sender_notes(one)),
    )


def _write_matrix(sheet: Sheet, found: Consolidation) -> None:
    reporters = found.reporters
    kinds = list(Standing)
    heads = ("Mã", "Nhiệm vụ", *(standing_words(kind) for kind in kinds),
             *(one.name for one in reporters))  # fmt: skip
    widths = (9, 44, *(6 for _ in kinds), *(4 for _ in reporters))
    legend = "; ".join(f"{LETTERS[kind]}: {standing_words(kind).lower()}" for kind in kinds)
    notes = [*hole_lines(found), f"{legend}; {SILENT}: được giao, chưa có báo cáo; trống: "
             "không được giao"]  # fmt: skip
    top = open_sheet(sheet, f"MA TRẬN NHIỆM VỤ, {found.period.name}", notes, widths, wide=16)
    rows: list[tuple[Cell, ...]] = []
    for line in found.tasks:
        cells = [_letter(line.cells.get(one.code), one.code in line.silent) for one in reporters]
        rows.append((line.task.code, line.task.title, *line.counts.values(), *cells))
    colours = {LETTERS[kind]: colour for kind, colour in _COLOURS.items()}
    write_table(sheet, top, heads, rows, frozen=2, turned_from=3, colours=colours)
    # On one page nobody could read it: the task stands again on each.
    sheet.page_setup.fitToWidth = _MATRIX_PAGES
    sheet.print_title_cols = "A:B"


def _letter(standing: Standing | None, silent: bool) -> str:
    if standing is not None:
        return LETTERS[standing]
    return SILENT if silent else ""


def _write_indicators(sheet: Sheet, found: Consolidation) -> None:
    heads = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Đơn vị báo cáo", "Giá trị", "Loại số",
             "Kết quả bằng lời", "Mức của đơn vị", "Đánh giá")  # fmt: skip
    widths = (9, 38, 12, 30, 12, 11, 30, 17, 16)
    top = open_sheet(sheet, f"CHỈ TIÊU, {found.period.name}", hole_lines(found), widths)
    names = {one.code: one.name for one in found.reporters}
    rows = [row for line in found.indicators for row in _indicator_rows(line, names)]
    write_table(sheet, top, heads, rows, frozen=2)


def _indicator_rows(line: IndicatorLine, names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    for one in line.values:
        kind = ("ước" if one.estimated else "thực hiện") if one.value is not None else ""
        verdict = _VERDICTS[one.verdict] if one.verdict is not None else ""
        yield (line.indicator.code, line.indicator.title, one.unit, names[one.organisation],
               one.value, kind, one.words, one.target, verdict)  # fmt: skip


def _write_remarks(sheet: Sheet, found: Consolidation) -> None:
    heads = ("Đơn vị", "Mã", "Nhiệm vụ", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị")
    title = f"KHÓ KHĂN, VƯỚNG MẮC, ĐỀ XUẤT, KIẾN NGHỊ, {found.period.name}"
    top = open_sheet(sheet, title, hole_lines(found), (28, 9, 40, 45, 45))
    names = {one.code: one.name for one in found.reporters}
    rows = [
        (names[one.organisation], one.task_code, one.task_title, one.difficulty, one.proposal)
        for one in found.remarks
    ]
    write_table(sheet, top, heads, rows, frozen=1)
