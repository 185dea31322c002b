"""Many cells of few styles: each look is set once, on one cell that carries value after value.

Setting font, border and alignment cell by cell takes ten times as long, since the library looks
each of them up among all that the workbook has.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill

from qnapp.documents.xlsx_cells import FORMULA_SIGNS, number_format, safe_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Cell
    from qnapp.documents.xlsx_cells import Look

_TEXT_FORMAT = "@"
# Names, letters and titles come back in thousands of cells.
_safe = functools.lru_cache(maxsize=8192)(safe_text)


class Styles:
    """The styled cells of one worksheet that is written row by row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._cells: dict[tuple[int, str, str, bool], SheetCell] = {}

    def cell(self, value: Cell, look: Look, fill: str = "") -> SheetCell:
        """Give one value with its type; ``fill`` is a colour (ARGB).

        The cell has to be written before the next one is asked for: it is the same again.
        """
        if isinstance(value, str):
            text = _safe(value)
            cell = self._styled(look, _TEXT_FORMAT, fill, quoted=text.startswith(FORMULA_SIGNS))
            cell.value = text or None
            if text:
                cell.data_type = "s"  # "=1+1" is no formula here, "#N/A" no error
        else:
            form = "General" if value is None else number_format(value)
            cell = self._styled(look, form, fill)
            cell.value = value
        return cell

    def _styled(self, look: Look, form: str, fill: str, *, quoted: bool = False) -> SheetCell:
        key = (id(look), form, fill, quoted)  # looks are made once, with their module
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = WriteOnlyCell(self._sheet)
            cell.font, cell.alignment, cell.number_format = look.font, look.alignment, form
            if look.border is not None:
                cell.border = look.border
            if fill:
                cell.fill = PatternFill("solid", start_color=fill)
            if quoted:
                cell.quotePrefix = True
        return cell
