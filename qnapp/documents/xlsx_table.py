"""Annexes and the plain table as worksheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qnapp.documents.columns import fit_widths, shown
from qnapp.documents.fonts import load_fonts
from qnapp.documents.report import Align, RowKind
from qnapp.documents.xlsx_cells import BOX, look, put
from qnapp.documents.xlsx_page import (
    PageFiller,
    chunks,
    lines_of,
    row_height,
    set_page,
    set_widths,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.profiles import AnnexRules, TextStyle
    from qnapp.documents.report import Annex, Cell, Column, Report, Row

_EMPTY = 15.0  # pt, a row that nobody set
_HEAD_ROW = 5  # three lines of heading and an empty one stand above


def write_annex(sheet: Sheet, annex: Annex, report: Report) -> None:
    """Write one annex; its header row stays in view and is printed on every page."""
    set_page(sheet, report, wide=annex.wide)
    rules = report.profile.annex
    page = report.profile.page
    total = float(A4[1] if annex.wide else A4[0]) - (page.left + page.right) * mm
    face = load_fonts().of(rules.cell)
    widths = fit_widths(annex.table, total, face, rules.cell.size)
    set_widths(sheet, widths)
    last = len(widths)
    for n, (text, style) in enumerate(
        ((annex.name, rules.name), (annex.title, rules.title), (annex.note, rules.note)), 1
    ):
        _across(sheet, n, last, text, style, total)
    if annex.legend:
        _across(sheet, _HEAD_ROW - 1, last, annex.legend, rules.cell, total)
    if not annex.table.rows:
        _across(sheet, _HEAD_ROW, last, annex.empty, report.profile.body.style, total)
        return
    repeated = _head(sheet, annex.table.columns, rules.head, widths)
    filler = PageFiller(sheet, report, wide=annex.wide, repeated=repeated)
    for n in range(1, _HEAD_ROW + 1):
        filler.add(n, sheet.row_dimensions[n].height or _EMPTY, keep=True)
    writer = _Rows(sheet, annex.table.columns, widths, rules, filler)
    at = _HEAD_ROW + 1
    for row in annex.table.rows:
        at = writer.write(row, at)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"


def write_data(sheet: Sheet, report: Report) -> None:
    """Write the plain table: one header, one row each, filters, nothing merged."""
    set_page(sheet, report, wide=True)
    columns, rules = report.data.columns, report.profile.annex
    set_widths(sheet, [column.width * mm for column in columns])
    for n, column in enumerate(columns, 1):
        put(sheet, 1, n, column.title, look(rules.head, Align.CENTER, boxed=True, top=False))
    how = [look(rules.cell, column.align, boxed=True) for column in columns]
    for at, row in enumerate(report.data.rows, 2):
        for n, value in enumerate(row.cells):
            put(sheet, at, n + 1, value, how[n])
        # One line a row: the table is for filters and sums, the annexes are for reading.
        sheet.row_dimensions[at].height = row_height(1, rules.cell)
    titles = (lines_of(column.title, rules.head, column.width * mm) for column in columns)
    sheet.row_dimensions[1].height = row_height(max(map(len, titles)), rules.head)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    end = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{end}{len(report.data.rows) + 1}"


def _across(sheet: Sheet, at: int, last: int, text: str, style: TextStyle, width: float) -> None:
    put(sheet, at, 1, text, look(style, Align.CENTER, top=False))
    sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=last)
    sheet.row_dimensions[at].height = row_height(len(lines_of(text, style, width)), style)


def _head(
    sheet: Sheet, columns: Sequence[Column], style: TextStyle, widths: Sequence[float]
) -> float:
    """Write the header row; gives its height."""
    tallest = 1
    for n, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        put(sheet, _HEAD_ROW, n, column.title, look(style, Align.CENTER, boxed=True, top=False))
        tallest = max(tallest, len(lines_of(column.title, style, width)))
    height = row_height(tallest, style)
    sheet.row_dimensions[_HEAD_ROW].height = height
    return height


class _Rows:
    """Writes the rows of an annex; a row taller than Excel allows goes on in the next one."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        widths: Sequence[float],
        rules: AnnexRules,
        filler: PageFiller,
    ) -> None:
        self._sheet = sheet
        self._widths = widths
        self._head = rules.head
        self._cell = rules.cell
        self._filler = filler
        self._looks = [look(rules.cell, column.align, boxed=True) for column in columns]

    def write(self, row: Row, at: int) -> int:
        """Write a row; gives the number of the next free one."""
        if row.kind is not RowKind.ROW:
            return self._span(row, at)
        style = self._cell
        cells = list(zip(row.cells, self._widths, strict=True))
        tallest = max(len(lines_of(shown(value), style, width)) for value, width in cells)
        first = self._filler.first_lines(tallest, style)
        parts = [self._parts(value, style, width, first) for value, width in cells]
        count = max(map(len, parts))
        for n in range(count):
            values = [part[n] if n < len(part) else None for part in parts]
            self._line(at + n, values, style, first=n == 0, last=n == count - 1)
        return at + count

    def _parts(self, value: Cell, style: TextStyle, width: float, first: int) -> list[Cell]:
        if not isinstance(value, str):
            return [value]
        return list(chunks(value, style, width, first))

    def _line(
        self, at: int, values: Sequence[Cell], style: TextStyle, *, first: bool, last: bool
    ) -> None:
        tallest = 1
        for n, (value, how) in enumerate(zip(values, self._looks, strict=True)):
            written = put(self._sheet, at, n + 1, value, how)
            if not (first and last):
                written.border = _open_box(first=first, last=last)
            tallest = max(tallest, len(lines_of(shown(value), style, self._widths[n])))
        self._end(at, row_height(tallest, style))

    def _end(self, at: int, height: float, *, keep: bool = False) -> None:
        self._sheet.row_dimensions[at].height = height
        self._filler.add(at, height, keep=keep)

    def _span(self, row: Row, at: int) -> int:
        """Write a group or heading: its last cell goes on to the right edge."""
        texts, last = row.cells, len(self._widths)
        for n in range(last):
            align = Align.CENTER if n + 1 < len(texts) else Align.LEFT
            value = texts[n] if n < len(texts) else None
            put(self._sheet, at, n + 1, value, look(self._head, align, boxed=True))
        start = len(texts)
        self._sheet.merge_cells(start_row=at, start_column=start, end_row=at, end_column=last)
        lines = lines_of(shown(texts[-1]), self._head, sum(self._widths[start - 1 :]))
        self._end(at, row_height(len(lines), self._head), keep=True)
        return at + 1


def _open_box(*, first: bool, last: bool) -> Border:
    return Border(
        left=BOX.left,
        right=BOX.right,
        top=BOX.top if first else None,
        bottom=BOX.bottom if last else None,
    )
