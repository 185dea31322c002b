"""A form as an officer has it open: cells by code and title, filled in and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet


class FilledForm:
    """Opens an exported form; ``save`` writes it where it was."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book = load_workbook(file)

    def sheet(self, name: str = "Nhiệm vụ") -> Sheet:
        found: Sheet = self.book[name]
        return found

    def head_row(self, sheet: Sheet) -> int:
        rows = range(1, sheet.max_row + 1)
        return next(row for row in rows if any(cell.value == "Mã" for cell in sheet[row]))

    def column(self, sheet: Sheet, title: str) -> int:
        head = sheet[self.head_row(sheet)]
        return next(int(cell.column) for cell in head if cell.value == title)

    def row(self, sheet: Sheet, code: str) -> int:
        column = self.column(sheet, "Mã")
        rows = range(self.head_row(sheet) + 1, sheet.max_row + 1)
        return next(row for row in rows if sheet.cell(row, column).value == code)

    def cell(self, code: str, title: str, sheet: str = "Nhiệm vụ") -> Any:
        where = self.sheet(sheet)
        return where.cell(self.row(where, code), self.column(where, title))

    def fill(self, code: str, title: str, value: object, sheet: str = "Nhiệm vụ") -> None:
        cell = self.cell(code, title, sheet)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    def codes(self, sheet: str = "Nhiệm vụ") -> list[str]:
        where = self.sheet(sheet)
        column = self.column(where, "Mã")
        rows = range(self.head_row(where) + 1, where.max_row + 1)
        return [str(where.cell(row, column).value) for row in rows]

    def save(self, file: Path | None = None) -> Path:
        target = file or self.file
        self.book.save(target)
        return target
