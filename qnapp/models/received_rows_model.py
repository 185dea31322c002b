"""The rows of a received report as a Qt model; a tick marks a row to be returned."""

from __future__ import annotations

from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.models.received_rows import (
    ReportRow,
    RowFilter,
    RowQuery,
    count_filters,
    visible_rows,
)
from qnapp.models.stepped import SteppedTableModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.headed import Index

RowRole = int(Qt.ItemDataRole.UserRole)  # ReportRow


class RowColumn(IntEnum):
    """Columns of a received report."""

    MARK = 0
    CODE = 1
    TITLE = 2
    STATE = 3
    FIGURE = 4
    FILES = 5


class ReceivedRowsModel(SteppedTableModel["ReportRow"]):
    """``mark_wanted`` carries a uid and whether it is to be returned; the marks are another's."""

    heads = ("", "Mã", "Nội dung", "Tình trạng", "Mức đạt", "Tệp")
    right = frozenset({RowColumn.FIGURE, RowColumn.FILES})
    mark_wanted = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("key"), parent)
        self._rows: Sequence[ReportRow] = ()
        self._query = RowQuery()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        if self._items[index.row()].row is None:
            return Qt.ItemFlag.ItemIsEnabled
        mark = index.column() == RowColumn.MARK
        return flags | Qt.ItemFlag.ItemIsUserCheckable if mark else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._items[index.row()], RowColumn(index.column())
        if role == RowRole:
            return line
        if role == Qt.ItemDataRole.CheckStateRole and column is RowColumn.MARK:
            checked = Qt.CheckState.Checked if line.marked else Qt.CheckState.Unchecked
            return checked if line.row is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            files = str(line.files) if line.files else ""
            words = ("", line.code, line.title, line.state, line.figure, files)
            return words[column] or None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        line = self._items[index.row()]
        if line.row is None:
            return False
        self.mark_wanted.emit(line.key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    @property
    def query(self) -> RowQuery:
        """What is asked for now."""
        return self._query

    def row(self, uid: str) -> ReportRow | None:
        """A row of the report, shown or not."""
        return next((one for one in self._rows if one.key == uid), None)

    def rows(self) -> Sequence[ReportRow]:
        """All rows of the report, shown or not."""
        return self._rows

    def shown(self) -> list[ReportRow]:
        """Rows that the query leaves."""
        return [line for line in self._items if line.row is not None]

    def counts(self) -> dict[RowFilter, int]:
        """How many rows answer each filter."""
        return count_filters(self._rows)

    def load(self, rows: Sequence[ReportRow]) -> None:
        """Take over other rows; only what differs is announced."""
        self._rows = rows
        self.replace_items(visible_rows(rows, self._query))

    def ask(self, query: RowQuery) -> None:
        """Show what another query leaves."""
        if query != self._query:
            self._query = query
            self.replace_items(visible_rows(self._rows, query))
