"""Paper, margins, column widths and row heights of a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qnapp.documents.fonts import Face, load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.xlsx_cells import number_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Report

_MM_PER_INCH = 25.4
_POINTS_PER_PIXEL = 0.75
_DIGIT = 7  # px, of the workbook's own font (Times New Roman 11): columns are counted in digits
_COLUMN_EDGE = 5  # px
_CELL_PAD = 6.0  # pt, left and right together
_ROW_PAD = 4.0
_SAFE = 0.97  # a row's height is rounded up to whole pixels
_LINE = 1.32  # of the size: what Excel takes for a line of Times New Roman
TALLEST = 400.0  # pt; Excel ends at 409
_FEWEST = 4  # lines of a parted row that may stand at a page's foot


def set_page(sheet: Sheet, report: Report, *, wide: bool) -> None:
    """A4 with the profile's margins, one page wide, number on top from page 2 on."""
    margins = report.profile.page
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.top = margins.top / _MM_PER_INCH
    sheet.page_margins.bottom = margins.bottom / _MM_PER_INCH
    sheet.page_margins.left = margins.left / _MM_PER_INCH
    sheet.page_margins.right = margins.right / _MM_PER_INCH
    sheet.page_margins.header = report.profile.page_number.from_edge / _MM_PER_INCH
    sheet.print_options.horizontalCentered = True
    rules = report.profile.page_number
    number_pages(sheet, rules.style.size, restart=rules.annexes == "restart")
    odd, first = sheet.oddHeader, sheet.firstHeader
    assert odd is not None  # the library makes both when it is asked for them
    assert first is not None
    if report.stamp:
        odd.right.text = first.right.text = report.stamp


def set_widths(sheet: Sheet, widths: Sequence[float]) -> None:
    """Set the columns' widths, given in pt."""
    for n, width in enumerate(widths, 1):
        pixels = width / _POINTS_PER_PIXEL
        digits = max(1.0, (pixels - _COLUMN_EDGE) / _DIGIT)
        sheet.column_dimensions[get_column_letter(n)].width = round(digits, 2)


class PageFiller:
    """Counts how full a printed page is and breaks it where rows that belong together would part.

    Excel itself parts anywhere: a group from its rows, a signer's title from the name.
    """

    def __init__(self, sheet: Sheet, report: Report, *, wide: bool, repeated: float = 0) -> None:
        page = report.profile.page
        paper = float(A4[0] if wide else A4[1])
        self._sheet = sheet
        self._room = (paper - (page.top + page.bottom) * mm) * _SAFE
        self._repeated = repeated  # height of the header row on every page but the first
        self._used = 0.0
        self._held: list[tuple[int, float]] = []

    def add(self, row: int, height: float, *, keep: bool = False) -> None:
        """Take a row of so many pt; with ``keep`` it stays on the page of the row after it."""
        self._held.append((row, height))
        if keep:
            return
        need = sum(height for _, height in self._held)
        if self._used + need > self._room and self._used > self._repeated:
            self._sheet.row_breaks.append(Break(id=self._held[0][0] - 1))
            self._used = self._repeated
        self._used += need
        self._held = []

    def first_lines(self, lines: int, style: TextStyle) -> int:
        """Tell how many of a row's lines to write first: all, or what a page has room for.

        A row that has to be parted begins where the page is, below the titles that wait for it.
        """
        held = sum(height for _, height in self._held)
        above = self._repeated if self._used else 0.0
        fresh = min(most_lines(style), _fitting(self._room - above - held, style))
        if lines <= fresh or fresh < _FEWEST:
            return min(lines, most_lines(style))
        here = min(fresh, _fitting(self._room - self._used - held, style))
        return here if here >= _FEWEST else fresh


def line_height(style: TextStyle) -> float:
    """Height of one line in pt."""
    return style.size * _LINE


def row_height(lines: int, style: TextStyle) -> float:
    """Height of a row with so many lines in pt."""
    return max(1, lines) * line_height(style) + _ROW_PAD


def most_lines(style: TextStyle) -> int:
    """Tell how many lines the tallest possible row shows."""
    return _fitting(TALLEST, style)


def _fitting(room: float, style: TextStyle) -> int:
    return int((room - _ROW_PAD) // line_height(style))


def lines_of(text: str, style: TextStyle, width: float) -> list[str]:
    """Break text as the cell will, a little narrower so that nothing is cut off."""
    face: Face = load_fonts().of(style)
    broken = break_lines(text, face, style.size * 1.03, max(20.0, width - _CELL_PAD))
    return [line.text for line in broken]


def chunks(text: str, style: TextStyle, width: float, first: int = 0) -> list[str]:
    """Part a text that is taller than the tallest row; joined again it is the same text.

    ``first``: lines of the first part, 0 for as many as a row shows.
    """
    most = most_lines(style)
    whole = lines_of(text, style, width)
    first = first or most
    if len(whole) <= first:
        return [text]
    ends = [*range(first, len(whole), most), len(whole)]
    marks = [sum(map(_solid, whole[:end])) for end in ends]
    parts, start = [], 0
    for mark in marks:
        end = _after(text, mark)
        parts.append(text[start:end])
        start = end
    return parts


def _solid(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _after(text: str, count: int) -> int:
    """Find the place behind so many signs that are no spaces, and behind the spaces there."""
    place = 0
    while place < len(text) and (count or text[place].isspace()):
        count -= not text[place].isspace()
        place += 1
    return place
