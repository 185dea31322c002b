"""Plain read-only tables: headings, a text for every cell, sorted and searched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.models.headed import AT_LEFT, AT_RIGHT
from qnapp.models.stepped import SteppedTableModel
from qnapp.text import code_key, fold, matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.headed import Index


@dataclass(frozen=True, slots=True)
class Heading:
    """One column. ``width`` in pixels at 100 %, 0 for what takes the rest."""

    title: str
    width: int = 0
    right: bool = False
    spare: bool = False  # left out where the table is too narrow for its words
    signed: bool = False  # the shape of a row stands before its words, not before the first ones


@dataclass(frozen=True, slots=True)
class Record:
    """One row: what it is known by, and what its cells say."""

    key: str
    cells: tuple[str, ...]
    order: tuple[Any, ...] = ()  # what the columns are sorted by; () takes the texts
    sign: str = ""  # shape before the first cell, or that of the heading which is ``signed``
    tip: str = ""  # what the row cannot hold


class RecordRole(IntEnum):
    """What else than text a cell hands out."""

    SIGN = Qt.ItemDataRole.UserRole


class RecordModel(SteppedTableModel["Record"]):
    """Shows records under a search and an order; both leave the records themselves alone."""

    def __init__(self, headings: Sequence[Heading], parent: QObject | None = None) -> None:
        super().__init__(attrgetter("key"), parent)
        self.headings = tuple(headings)
        self.heads = tuple(one.title for one in headings)
        self.right = frozenset(at for at, one in enumerate(headings) if one.right)
        self._signed = next((at for at, one in enumerate(headings) if one.signed), 0)
        self._all: list[tuple[Record, str]] = []  # with the folded text that is searched
        self._needle = ""
        self._sorted = -1
        self._descending = False

    # --- reading

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._items[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return record.cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = record.cells[column]
            return cell if not record.tip or cell in record.tip else f"{cell}\n{record.tip}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[column]}: {record.cells[column]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return AT_RIGHT if column in self.right else AT_LEFT
        if role == RecordRole.SIGN:
            return record.sign if column == self._signed else ""
        return None

    def head(self, section: int) -> str:
        mark = (" ↓" if self._descending else " ↑") if section == self._sorted else ""
        return self.heads[section] + mark

    def shown(self) -> list[Record]:
        """Records that the search leaves, in their order."""
        return list(self._items)

    def total(self) -> int:
        """How many records there are, the search left out."""
        return len(self._all)

    # --- changing

    def load(self, records: Sequence[Record]) -> None:
        """Show other records."""
        self._all = [(one, fold(" ".join(one.cells))) for one in records]
        self._show()

    def narrow(self, needle: str) -> None:
        """Show those whose cells have what was typed."""
        if needle != self._needle:
            self._needle = needle
            self._show()

    def sort_by(self, column: int) -> None:
        """Sort by a column; again turns the order round, the third time back to the first order."""
        if column != self._sorted:
            self._sorted, self._descending = column, False
        elif not self._descending:
            self._descending = True
        else:
            self._sorted, self._descending = -1, False
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.headings) - 1)
        self._show()

    def _show(self) -> None:
        found = [one for one, folded in self._all if matches(self._needle, folded)]
        if self._sorted >= 0:
            found.sort(key=self._order, reverse=self._descending)
        self.replace_items(found)

    def _order(self, record: Record) -> Any:
        return record.order[self._sorted] if record.order else code_key(record.cells[self._sorted])
