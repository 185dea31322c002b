"""What was found in a workbook, as plain data: cells by place, each as a person would type it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.utils import get_column_letter

from qnapp.text import clean, format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's format says of its value."""

    is_date: bool = False
    has_day: bool = True  # False: a date that shows month and year only
    percent: bool = False  # 0.4 is shown as 40%
    decimals: int = 0  # that are shown whatever the value: "0.00" shows 1.1 as 1.10
    legacy_font: bool = False  # .VnTime, VNI: the letters are not what they look like


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty."""

    row: int
    column: int
    value: Value
    formula: bool = False  # ``value`` is the formula's own text: nothing is ever computed
    error: bool = False  # ``value`` is what Excel shows instead: "#N/A"
    style: Style = Style()

    @property
    def ref(self) -> str:
        """The cell's name: "C12"."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def number(self) -> Decimal | None:
        """The number as a person typed it: 40 where Excel keeps 0.4 and shows 40%."""
        if not isinstance(self.value, Decimal):
            return None
        return plain(self.value * 100) if self.style.percent else self.value

    @property
    def text(self) -> str:
        """The value as a person would type it, in lines: "96,4", "05/6/2026"."""
        if isinstance(self.value, str):
            return clean(self.value, multiline=True)
        if isinstance(self.value, date):
            return format_date(self.value)
        number = self.number
        assert number is not None  # neither text nor date
        return format_number(number)

    @property
    def line(self) -> str:
        """The same in one line."""
        return clean(self.text)


class Merged(NamedTuple):
    """A block of cells that were made one; its value stands in the first."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    hidden: bool = False
    rows: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)  # in order, not empty
    merged: tuple[Merged, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place, None for an empty one."""
        return self.rows.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        """Its text in one line, "" for an empty cell."""
        found = self.cell(row, column)
        return found.line if found else ""

    def cells(self) -> Iterator[Cell]:
        """All cells, row by row."""
        for row in self.rows.values():
            yield from row.values()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was read."""

    name: str  # of the file, for sentences only
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name, in any case."""
        return next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)


def plain(number: Decimal) -> Decimal:
    """The same number without an exponent and without zeros behind the last decimal."""
    return Decimal(format(number.normalize(), "f"))
