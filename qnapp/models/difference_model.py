"""The table of what a file would change; a choice is ticked or not."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.models.difference_lines import LineKind
from qnapp.models.headed import HeadedTableModel, Index

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.difference_lines import Line


class Column(IntEnum):
    """Columns of the table."""

    TAKE = 0
    CODE = 1
    WHAT = 2
    OLD = 3
    MINE = 4
    THEIRS = 5


class DifferenceModel(HeadedTableModel["Line"]):
    """Lines of a difference. ``heads``: the words above ``Column``, in order."""

    def __init__(
        self, lines: Sequence[Line], heads: Sequence[str], parent: QObject | None = None
    ) -> None:
        super().__init__(tuple(lines), parent)
        self.heads = tuple(heads)
        self._taken = [line.taken for line in lines]

    def line(self, row: int) -> Line:
        """The line of a row."""
        return self._items[row]

    def is_taken(self, row: int) -> bool:
        """Whether what the file says is to stand."""
        return self._taken[row] and self._items[row].kind is not LineKind.NOTE

    def taken_keys(self) -> frozenset[Hashable]:
        """Keys of the choices that are ticked."""
        pairs = zip(self._items, self._taken, strict=True)
        return frozenset(
            line.key for line, taken in pairs if taken and line.kind is LineKind.CHOICE
        )

    def toggle(self, row: int) -> None:
        """Turn a choice round; a line that leaves none stays as it is. Equal keys go together."""
        line = self._items[row]
        if line.kind is LineKind.CHOICE:
            self._set({line.key}, taken=not self._taken[row])

    def choose_all(self, *, taken: bool) -> None:
        """Give all choices one answer."""
        keys = {one.key for one in self._items if one.kind is LineKind.CHOICE}
        self._set(keys, taken=taken)

    def _set(self, keys: Collection[Hashable], *, taken: bool) -> None:
        """Give choices one answer, told as one change: whoever counts them does so once."""
        rows = [
            row
            for row, line in enumerate(self._items)
            if line.kind is LineKind.CHOICE and line.key in keys and self._taken[row] != taken
        ]
        for row in rows:
            self._taken[row] = taken
        if rows:
            last = self.index(rows[-1], len(Column) - 1)
            self.dataChanged.emit(self.index(rows[0], 0), last)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._items[index.row()].kind is LineKind.SECTION:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), Column(index.column())
        line = self._items[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.note or self._text(row, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TAKE:
            return self._check_state(row)
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.TAKE:
            return self.sentence(row)
        return None

    def sentence(self, row: int) -> str:
        """All of a line, as a screen reader says it."""
        line = self._items[row]
        if line.kind is LineKind.SECTION:
            return f"{line.what}. {line.note}".strip()
        names = self.heads[Column.OLD :]
        values = (line.old, line.mine, line.theirs)
        told = [f"{name}: {value}" for name, value in zip(names, values, strict=True) if value]
        parts = [self._verdict(row), line.code, line.what, *told, line.note]
        return ", ".join(part for part in parts if part)

    def _text(self, row: int, column: Column) -> str:
        line = self._items[row]
        if line.kind is LineKind.SECTION:
            return line.what if column is Column.TAKE else ""
        return {
            Column.TAKE: self._verdict(row),
            Column.CODE: line.code,
            Column.WHAT: line.what,
            Column.OLD: line.old,
            Column.MINE: line.mine,
            Column.THEIRS: line.theirs,
        }[column]

    def _verdict(self, row: int) -> str:
        line = self._items[row]
        if line.kind is LineKind.NOTE:
            return line.never
        return line.verdicts[not self._taken[row]]

    def _check_state(self, row: int) -> Qt.CheckState | None:
        if self._items[row].kind is not LineKind.CHOICE:
            return None
        return Qt.CheckState.Checked if self._taken[row] else Qt.CheckState.Unchecked
