"""Lists as worksheets: title, notes, and a table with its filter that prints on A4.

Numbers are numbers, dates are dates, and a text can never become a formula.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from qnapp.documents.files import write_atomically
from qnapp.documents.xlsx_cells import BOX, FONT, Look, number_pages
from qnapp.documents.xlsx_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.cell import Cell as SheetCell

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
_TITLE = Look(Font(name=FONT, size=14, bold=True), Alignment(vertical="center"))
_NOTE = Look(Font(name=FONT, size=11), Alignment(vertical="top", wrap_text=True))
_HEAD_FILL = "FFEDEDED"
_HIGHEST = 400.0  # points; a row of Excel is no higher than 409
_NUMBER = 12  # size of a page's number
_LINE_HEIGHT = 15.0  # points, of 11 point text


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list as it stands on the screen; ``widths`` in digits, one a column.

    Heads from column ``turned_from`` on stand upright and their cells are centred; ``colours``
    (ARGB) fill those of them that hold such a text. Where a list is so wide that it is printed on
    several ``pages`` side by side, the frozen columns stand again on each.
    """

    name: str  # of the worksheet
    title: str
    notes: Sequence[str]
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Cell]]
    frozen: int = 1  # columns that stay in sight
    wide: int = 0  # columns that the notes span, 0 for all
    turned_from: int = 0  # 1 for the first column, 0 for none
    colours: Mapping[str, str] = field(default_factory=dict)
    pages: int = 1


def write_list(found: ListSheet, target: Path) -> None:
    """Write one list as a workbook, whole or not at all; raises ``FileError``."""
    data = lists_bytes([found])
    write_atomically(target, lambda file: file.write(data))


def lists_bytes(lists: Iterable[ListSheet]) -> bytes:
    """Give the bytes of a workbook with a worksheet for each list.

    It is written row by row, so that the cells of a large list are never all in memory.
    """
    book = Workbook(write_only=True)
    for one in lists:
        _write(book.create_sheet(one.name), one)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(sheet: Sheet, found: ListSheet) -> None:
    top = len(found.notes) + 3  # title, notes, a free line
    _set_page(sheet, found, top)
    styles = Styles(sheet)
    sheet.append([styles.cell(found.title, _TITLE)])
    _write_notes(sheet, found, styles)
    sheet.append([])
    sheet.row_dimensions[top].height = 170.0 if found.turned_from else 34.0
    _append(sheet, _head_cells(found, styles))
    digits = [max(1, int(width * 0.95)) for width in found.widths]
    row = top
    for row, values in enumerate(found.rows, top + 1):
        sheet.row_dimensions[row].height = _height(digits, values)
        _append(sheet, _cells(found, values, styles))
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(found.heads))}{row}"


def _append(sheet: Sheet, cells: Iterator[SheetCell]) -> None:
    """Write a row cell by cell: they are few that carry one value after the other."""
    sheet.append(cells)  # type: ignore[arg-type] # the stubs know of no generators of its kind


def _set_page(sheet: Sheet, found: ListSheet, top: int) -> None:
    """Say everything that stands in the file before the first row, and how the list is printed."""
    for column, width in enumerate(found.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"{get_column_letter(found.frozen + 1)}{top + 1}"
    sheet.page_setup.paperSize = Sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = found.pages, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top}"
    number_pages(sheet, _NUMBER, restart=True)
    if found.pages > 1:
        sheet.print_title_cols = f"A:{get_column_letter(found.frozen)}"


def _write_notes(sheet: Sheet, found: ListSheet, styles: Styles) -> None:
    last = found.wide or len(found.widths)
    across = max(1, int(sum(found.widths[:last])))
    for row, note in enumerate(found.notes, 2):
        lines = -(-len(note) // across)
        sheet.row_dimensions[row].height = min(_HIGHEST, lines * _LINE_HEIGHT + 3)
        sheet.merged_cells.add(f"A{row}:{get_column_letter(last)}{row}")
        sheet.append([styles.cell(note, _NOTE)])


def _head_cells(found: ListSheet, styles: Styles) -> Iterator[SheetCell]:
    turned = found.turned_from or len(found.heads) + 1
    for column, head in enumerate(found.heads, 1):
        yield styles.cell(head, _TURNED if column >= turned else _HEAD, _HEAD_FILL)


def _cells(found: ListSheet, values: Sequence[Cell], styles: Styles) -> Iterator[SheetCell]:
    turned = found.turned_from or len(found.heads) + 1
    for column, value in enumerate(values, 1):
        if column < turned:
            yield styles.cell(value, _TEXT)
        else:
            fill = found.colours.get(value, "") if isinstance(value, str) else ""
            yield styles.cell(value, _MIDDLE, fill)


def _height(digits: Sequence[int], values: Sequence[Cell]) -> float:
    """Height of a row whose longest text is seen whole: a file that was written has none."""
    most = 1
    for width, value in zip(digits, values, strict=True):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = (-(-len(part) // width) for part in value.split("\n"))
            most = max(most, sum(max(1, count) for count in lines))
    return min(_HIGHEST, most * _LINE_HEIGHT + 1)
