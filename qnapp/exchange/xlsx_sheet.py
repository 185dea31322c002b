"""The cells of one sheet, read as a stream: only what holds a value is kept."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from qnapp.exchange.cells import Cell, Merged, Sheet, Style, Value, plain
from qnapp.exchange.xlsx_xml import PartHandler, TooMuch, unescaped
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.sax.xmlreader import AttributesImpl

LAST_ROW = 10_000  # beyond, a cell with a value is refused and an empty one left out
LAST_COLUMN = 200
MOST_CELLS = 200_000  # with a value
MOST_MERGED = 20_000
MOST_CHARACTERS = 20_000_000

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PLAIN_STYLE = Style()


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets of a workbook refer to."""

    strings: Sequence[str]
    styles: Sequence[Style]
    since_1904: bool


class SheetPart(PartHandler):
    """A worksheet's part. Places come from the cells themselves, never from what it says of all."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[Merged] = []
        self._row = self._column = 0
        self._kind = self._taken = ""
        self._style = _PLAIN_STYLE
        self._texts: dict[str, list[str]] = {}
        self._spoken = False
        self._count = self._length = self._cells = 0

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """See ``PartHandler``."""
        if name == "row":
            self._row, self._column = int(attrs.get("r") or self._row + 1), 0
        elif name == "c":
            self._begin_cell(attrs)
        elif name in ("v", "f", "t"):
            self._taken = "" if self._spoken else name
            self._texts.setdefault(name, [])
        elif name == "rPh":
            self._spoken = True
        elif name == "mergeCell":
            self._merge(attrs["ref"])

    def characters(self, content: str) -> None:
        """See ``ContentHandler``."""
        if self._taken:
            self._length += len(content)
            if self._length > MOST_CHARACTERS:
                raise TooMuch
            self._texts[self._taken].append(content)

    def end(self, name: str) -> None:
        """See ``PartHandler``."""
        if name in ("v", "f", "t"):
            self._taken = ""
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            self._end_cell()

    def sheet(self, name: str, *, hidden: bool) -> Sheet:
        """What was found, rows and columns in their order."""
        rows = {row: dict(sorted(self.rows[row].items())) for row in sorted(self.rows)}
        return Sheet(name, hidden, rows, tuple(sorted(self.merged)))

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        self._column += 1
        if "r" in attrs:
            found = _REF.fullmatch(attrs["r"])
            if found is None:
                raise ValueError(f"no cell: {attrs['r']}")
            self._column, self._row = column_index_from_string(found[1]), int(found[2])
        self._kind = attrs.get("t", "n")
        number = int(attrs.get("s", "0"))
        styles = self._shared.styles
        self._style = styles[number] if 0 <= number < len(styles) else _PLAIN_STYLE
        self._texts = {}

    def _end_cell(self) -> None:
        cell = self._cell({name: "".join(parts) for name, parts in self._texts.items()})
        self._texts = {}
        if cell is None or (isinstance(cell.value, str) and not clean(cell.value)):
            return
        if self._row > LAST_ROW or self._column > LAST_COLUMN:
            raise TooMuch
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise TooMuch
        self.rows.setdefault(self._row, {})[self._column] = cell

    def _cell(self, texts: dict[str, str]) -> Cell | None:
        if "f" in texts:
            # A formula that others share has no words of its own.
            return self._made(unescaped(f"={texts['f']}"), formula=True)
        value = texts.get("v", "")
        if self._kind == "inlineStr":
            return self._made(unescaped(texts.get("t", "")))
        if not value:
            return None
        if self._kind == "s":
            number = int(value)
            if number < 0:
                raise ValueError(f"no string: {number}")
            return self._made(self._shared.strings[number])
        if self._kind == "str":
            return self._made(unescaped(value))
        if self._kind == "b":
            return self._made("TRUE" if value.strip() == "1" else "FALSE")
        return self._made(value, error=True) if self._kind == "e" else self._made(self._of(value))

    def _made(self, value: Value, *, formula: bool = False, error: bool = False) -> Cell:
        return Cell(self._row, self._column, value, formula, error, self._style)

    def _of(self, raw: str) -> Value:
        """A number or a day."""
        if self._kind == "d":
            return date.fromisoformat(raw.strip()[:10])
        number = float(raw)
        if not math.isfinite(number):
            raise ValueError(f"not a finite number: {raw}")
        # Excel itself shows fifteen digits; the rest is what floats leave behind.
        value = plain(Decimal(f"{number:.15g}"))
        return (self._day(number) if self._style.is_date else None) or value

    def _day(self, number: float) -> date | None:
        """The day of a date's number, None for a time of day and for what lies outside."""
        epoch = MAC_EPOCH if self._shared.since_1904 else WINDOWS_EPOCH
        try:
            found = from_excel(number, epoch)
        except (ValueError, OverflowError):
            return None
        return found.date() if isinstance(found, datetime) else None

    def _merge(self, ref: str) -> None:
        # (left, top, right, bottom); a whole column has no rows of its own.
        left, top, right, bottom = range_boundaries(ref)
        if not (left and top and right and bottom):
            return
        self.merged.append(Merged(top, left, bottom, right))
        if len(self.merged) > MOST_MERGED:
            raise TooMuch
