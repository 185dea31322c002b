"""Lists as worksheets: title, notes, and a table with its filter that prints on A4.

Numbers are numbers, dates are dates, and a text can never become a formula.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from qnapp.documents.files import write_atomically
from qnapp.documents.xlsx_cells import BOX, FONT, Look, put
from qnapp.documents.xlsx_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Cell

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
_NAMED_TEXT, _NAMED_MIDDLE = ("text", _TEXT), ("middle", _MIDDLE)
_TITLE = Look(Font(name=FONT, size=14, bold=True), Alignment(vertical="center"))
_NOTE = Look(Font(name=FONT, size=11), Alignment(vertical="top", wrap_text=True))
_HEAD_FILL = PatternFill("solid", start_color="FFEDEDED")
_HIGHEST = 400.0  # points; a row of Excel is no higher than 409
_LINE_HEIGHT = 15.0  # points, of 11 point text


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list as it stands on the screen; ``widths`` in digits, one a column."""

    name: str  # of the worksheet
    title: str
    notes: Sequence[str]
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 1  # columns that stay in sight


def write_list(found: ListSheet, target: Path) -> None:
    """Write one list as a workbook, whole or not at all; raises ``FileError``."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = found.name
    top = open_sheet(sheet, found.title, found.notes, found.widths)
    write_table(sheet, top, found.heads, found.rows, frozen=found.frozen)
    buffer = io.BytesIO()
    book.save(buffer)
    write_atomically(target, lambda file: file.write(buffer.getvalue()))


def open_sheet(
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


def write_table(
    sheet: Sheet,
    top: int,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen: int,
    turned_from: int = 0,
    colours: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write a table with its filter; the head and the first ``frozen`` columns stay in sight.

    Heads from column ``turned_from`` on stand upright and their cells are centred; ``colours``
    (ARGB) fill those that hold such a text.
    """
    turned = turned_from or len(heads) + 1
    for column, head in enumerate(heads, 1):
        put(sheet, top, column, head, _TURNED if column >= turned else _HEAD).fill = _HEAD_FILL
    sheet.row_dimensions[top].height = 170.0 if turned_from else 34.0
    letters = [get_column_letter(column) for column in range(1, len(heads) + 1)]
    digits = [max(1, int(sheet.column_dimensions[one].width * 0.95)) for one in letters]
    styles = Styles(sheet)
    row = top
    for row, values in enumerate(rows, top + 1):
        for column, value in enumerate(values, 1):
            middle = column >= turned
            fill = colours.get(value, "") if middle and isinstance(value, str) else ""
            styles.put(sheet, row, column, value, _NAMED_MIDDLE if middle else _NAMED_TEXT, fill)
        sheet.row_dimensions[row].height = _height(digits, values)
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{letters[-1]}{row}"
    sheet.print_title_rows = f"{top}:{top}"


def _height(digits: Sequence[int], values: Sequence[Cell]) -> float:
    """Height of a row whose longest text is seen whole: a file that was written has none."""
    most = 1
    for width, value in zip(digits, values, strict=True):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = (-(-len(part) // width) for part in value.split("\n"))
            most = max(most, sum(max(1, count) for count in lines))
    return min(_HIGHEST, most * _LINE_HEIGHT + 1)
