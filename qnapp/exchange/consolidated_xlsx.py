"""The consolidated workbook: who has sent, the matrix of tasks, indicators, difficulties.

Numbers are numbers, codes and texts are text, and a text can never become a formula.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from qnapp.documents.files import write_atomically
from qnapp.documents.xlsx_cells import BOX, FONT, Look, put
from qnapp.domain.received import REPORT_STATE_WORDS, SENDER_WORDS
from qnapp.domain.reporting import Standing, Verdict
from qnapp.domain.standings import standing_words
from qnapp.exchange.consolidation import hole_lines, rate_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Cell
    from qnapp.domain.consolidated import Consolidation, IndicatorLine, Reporter

SHEETS = ("Tình hình gửi", "Ma trận nhiệm vụ", "Chỉ tiêu", "Khó khăn - kiến nghị")
# A letter and a colour: told apart in print and by whoever does not see colours.
LETTERS = {
    Standing.DONE_ON_TIME: "Đ",
    Standing.DONE_LATE: "M",
    Standing.DONE: "H",
    Standing.IN_TIME: "T",
    Standing.OVERDUE: "Q",
    Standing.NOT_STARTED: "C",
    Standing.ON_HOLD: "D",
    Standing.NO_DEADLINE: "K",
}
SILENT = "?"  # assigned by the plan, and nothing was reported of it
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
_TEXT = Look(Font(name=FONT, size=11), Alignment(vertical="top", wrap_text=True), BOX)
_MIDDLE = Look(Font(name=FONT, size=11), Alignment(horizontal="center", vertical="top"), BOX)
_HEAD = Look(
    Font(name=FONT, size=11, bold=True),
    Alignment(horizontal="center", vertical="center", wrap_text=True),
    BOX,
)
_TURNED = Look(
    Font(name=FONT, size=10, bold=True),
    Alignment(horizontal="center", vertical="bottom", text_rotation=90, wrap_text=True),
    BOX,
)
_TITLE = Look(Font(name=FONT, size=14, bold=True), Alignment(vertical="center"))
_NOTE = Look(Font(name=FONT, size=11), Alignment(vertical="top", wrap_text=True))
_HEAD_FILL = PatternFill("solid", start_color="FFEDEDED")
_MATRIX_PAGES = 3  # side by side
_HIGHEST = 400.0  # points; a row of Excel is no higher than 409
_LINE_HEIGHT = 15.0  # points, of 11 point text


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
    top = _open_sheet(sheet, f"TÌNH HÌNH GỬI BÁO CÁO, {found.period.name}", notes, widths)
    rows = [_reporter_row(one) for one in found.reporters]
    _table(sheet, top, heads, rows, frozen=2)


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
        "; ".join(_reporter_notes(one)),
    )


def _reporter_notes(one: Reporter) -> Iterator[str]:
    if one.gaps:
        yield f"thiếu lần {', '.join(map(str, one.gaps))}"
    if one.missing_parts:
        yield f"thiếu {one.missing_parts} gói minh chứng"


def _write_matrix(sheet: Sheet, found: Consolidation) -> None:
    reporters = found.reporters
    kinds = list(Standing)
    heads = ("Mã", "Nhiệm vụ", *(standing_words(kind) for kind in kinds),
             *(one.name for one in reporters))  # fmt: skip
    widths = (9, 44, *(6 for _ in kinds), *(4 for _ in reporters))
    legend = "; ".join(f"{LETTERS[kind]}: {standing_words(kind).lower()}" for kind in kinds)
    notes = [*hole_lines(found), f"{legend}; {SILENT}: được giao, chưa có báo cáo; trống: "
             "không được giao"]  # fmt: skip
    top = _open_sheet(sheet, f"MA TRẬN NHIỆM VỤ, {found.period.name}", notes, widths, wide=16)
    rows: list[tuple[Cell, ...]] = []
    for line in found.tasks:
        cells = [_letter(line.cells.get(one.code), one.code in line.silent) for one in reporters]
        rows.append((line.task.code, line.task.title, *line.counts.values(), *cells))
    _table(sheet, top, heads, rows, frozen=2, turned_from=3)
    _colour(sheet, top + 1, 3 + len(kinds))
    # On one page nobody could read it: the task stands again on each.
    sheet.page_setup.fitToWidth = _MATRIX_PAGES
    sheet.print_title_cols = "A:B"


def _letter(standing: Standing | None, silent: bool) -> str:
    if standing is not None:
        return LETTERS[standing]
    return SILENT if silent else ""


def _colour(sheet: Sheet, first_row: int, first_column: int) -> None:
    fills = {LETTERS[kind]: PatternFill("solid", start_color=c) for kind, c in _COLOURS.items()}
    for row in sheet.iter_rows(min_row=first_row, min_col=first_column):
        for cell in row:
            if isinstance(cell.value, str) and cell.value in fills:
                cell.fill = fills[cell.value]


def _write_indicators(sheet: Sheet, found: Consolidation) -> None:
    heads = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Đơn vị báo cáo", "Giá trị", "Loại số",
             "Kết quả bằng lời", "Mức của đơn vị", "Đánh giá")  # fmt: skip
    widths = (9, 38, 12, 30, 12, 11, 30, 17, 16)
    top = _open_sheet(sheet, f"CHỈ TIÊU, {found.period.name}", hole_lines(found), widths)
    names = {one.code: one.name for one in found.reporters}
    rows = [row for line in found.indicators for row in _indicator_rows(line, names)]
    _table(sheet, top, heads, rows, frozen=2)


def _indicator_rows(line: IndicatorLine, names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    for one in line.values:
        kind = ("ước" if one.estimated else "thực hiện") if one.value is not None else ""
        verdict = _VERDICTS[one.verdict] if one.verdict is not None else ""
        yield (line.indicator.code, line.indicator.title, one.unit, names[one.organisation],
               one.value, kind, one.words, one.target, verdict)  # fmt: skip


def _write_remarks(sheet: Sheet, found: Consolidation) -> None:
    heads = ("Đơn vị", "Mã", "Nhiệm vụ", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị")
    title = f"KHÓ KHĂN, VƯỚNG MẮC, ĐỀ XUẤT, KIẾN NGHỊ, {found.period.name}"
    top = _open_sheet(sheet, title, hole_lines(found), (28, 9, 40, 45, 45))
    names = {one.code: one.name for one in found.reporters}
    rows = [
        (names[one.organisation], one.task_code, one.task_title, one.difficulty, one.proposal)
        for one in found.remarks
    ]
    _table(sheet, top, heads, rows, frozen=1)


def _open_sheet(
    sheet: Sheet, title: str, notes: Iterable[str], widths: Sequence[float], *, wide: int = 0
) -> int:
    """Set page, title and notes; the row of the table's head. Notes span the first ``wide``."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    put(sheet, 1, 1, title, _TITLE)
    last = wide or len(widths)
    across = sum(widths[:last])
    row = 2
    for row, note in enumerate(notes, 2):
        put(sheet, row, 1, note, _NOTE)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        lines = -(-len(note) // max(1, int(across)))
        sheet.row_dimensions[row].height = min(_HIGHEST, lines * _LINE_HEIGHT + 3)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return row + 2


def _table(
    sheet: Sheet,
    top: int,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen: int,
    turned_from: int = 0,
) -> None:
    """Write a table with its filter; the head and the first ``frozen`` columns stay in sight."""
    turned = turned_from or len(heads) + 1
    for column, head in enumerate(heads, 1):
        put(sheet, top, column, head, _TURNED if column >= turned else _HEAD).fill = _HEAD_FILL
    sheet.row_dimensions[top].height = 170.0 if turned_from else 34.0
    row = top
    for row, values in enumerate(rows, top + 1):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, _MIDDLE if column >= turned else _TEXT)
        sheet.row_dimensions[row].height = _height(sheet, values)
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(heads))}{row}"
    sheet.print_title_rows = f"{top}:{top}"


def _height(sheet: Sheet, values: Sequence[Cell]) -> float:
    """Height of a row whose longest text is seen whole: a file that was written has none."""
    most = 1
    for column, value in enumerate(values, 1):
        if isinstance(value, str) and value:
            width = sheet.column_dimensions[get_column_letter(column)].width
            lines = (-(-len(part) // max(1, int(width * 0.95))) for part in value.split("\n"))
            most = max(most, sum(max(1, count) for count in lines))
    return min(_HIGHEST, most * _LINE_HEIGHT + 1)
