"""Many cells of few styles: each style is entered into the workbook once and then only named.

Setting font, border and alignment cell by cell takes ten times as long, since the library looks
each of them up among all that the workbook has.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import NamedStyle, PatternFill

from qnapp.documents.xlsx_cells import FORMULA_SIGNS, number_format, safe_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Cell
    from qnapp.documents.xlsx_cells import Look

_TEXT_FORMAT = "@"
# Names, letters and titles come back in thousands of cells.
_safe = functools.lru_cache(maxsize=8192)(safe_text)


class Styles:
    """The named styles of one workbook."""

    def __init__(self, sheet: Sheet) -> None:
        assert sheet.parent is not None  # every worksheet stands in a workbook
        self._book = sheet.parent
        self._names: dict[tuple[str, str, str], str] = {}

    def put(
        self,
        sheet: Sheet,
        row: int,
        column: int,
        value: Cell,
        look: tuple[str, Look],
        fill: str = "",
    ) -> None:
        """Write one value with its type; ``look`` has a name, ``fill`` is a colour (ARGB)."""
        cell = sheet.cell(row, column)
        assert isinstance(cell, SheetCell)  # cells are written before they are merged
        if isinstance(value, str):
            text = _safe(value)
            cell.style = self._named(look, _TEXT_FORMAT, fill)
            if text:
                cell.value = text
                if cell.data_type != "s":
                    cell.data_type = "s"  # "=1+1" is no formula here, "#N/A" no error
                if text.startswith(FORMULA_SIGNS):
                    cell.quotePrefix = True
        elif value is None:
            cell.style = self._named(look, "General", fill)
        else:
            form = number_format(value)
            cell.value = value
            # Last: a date brings a form of its own along.
            cell.style = self._named(look, form, fill)

    def _named(self, look: tuple[str, Look], form: str, fill: str) -> str:
        key = (look[0], form, fill)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._enter(look[1], form, fill)
        return name

    def _enter(self, look: Look, form: str, fill: str) -> str:
        known = set(self._book.named_styles)
        name = next(n for n in map("QNApp {}".format, range(1, 1000)) if n not in known)
        style = NamedStyle(name, font=look.font, alignment=look.alignment, number_format=form)
        if look.border is not None:
            style.border = look.border
        if fill:
            style.fill = PatternFill("solid", start_color=fill)
        self._book.add_named_style(style)
        return name
