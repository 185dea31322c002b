"""Cells of a workbook: every value keeps its type, and text stays text whatever it begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side

from qnapp.documents.report import NBSP, Align
from qnapp.text import nfc

if TYPE_CHECKING:
    from decimal import Decimal

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Cell

FONT = "Times New Roman"
_LOCALE = "[$-42A]"  # Vietnamese: comma before decimals, where the program heeds it
MOST_CHARACTERS = 32_767  # a cell of Excel holds no more
FORMULA_SIGNS = ("=", "+", "-", "@")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = Side(style="thin", color="FF808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set."""

    font: Font
    alignment: Alignment
    border: Border | None = None


def look(
    style: TextStyle, align: Align | None = Align.LEFT, *, boxed: bool = False, top: bool = True
) -> Look:
    """Translate a style of the profile; without ``align`` the text is justified."""
    font = Font(
        name=FONT,
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        underline="single" if style.underline else None,
    )
    alignment = Alignment(
        horizontal=align.value if align is not None else "justify",
        vertical="top" if top else "center",
        wrap_text=True,
    )
    return Look(font, alignment, BOX if boxed else None)


def put(sheet: Sheet, row: int, column: int, value: Cell, how: Look) -> SheetCell:
    """Write one value with its type and look."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # cells are written before they are merged
    cell.font = how.font
    cell.alignment = how.alignment
    if how.border is not None:
        cell.border = how.border
    if isinstance(value, str):
        _put_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = number_format(value)
    return cell


def _put_text(cell: SheetCell, value: str) -> None:
    text = safe_text(value)
    if not text:
        return
    cell.value = text
    # The library takes "=1+1" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def number_pages(sheet: Sheet, size: float, *, restart: bool) -> None:
    """Print the page's number in the middle of the top margin, from page 2 on.

    With ``restart`` each sheet begins with 1; else a workbook printed whole is numbered through,
    and Excel takes a sheet's first page for no first one.
    """
    if restart:
        sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
    sheet.HeaderFooter.differentFirst = True
    header = sheet.oddHeader
    assert header is not None  # the library makes it when it is asked for it
    header.center.text = "&P"
    header.center.font = f"{FONT},Regular"
    header.center.size = int(size)


def safe_text(text: str) -> str:
    """Drop what a workbook cannot hold, and cap the length."""
    text = _CONTROL.sub("", nfc(text)).replace(NBSP, " ")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def number_format(value: int | Decimal | date) -> str:
    """Show as many decimals as were typed, in Vietnamese signs."""
    if isinstance(value, date):
        return "dd/mm/yyyy"
    if isinstance(value, int):
        return f"{_LOCALE}#,##0"
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return _LOCALE + "#,##0" + ("." + "0" * places if places else "")
