"""Tasks with a result, to be ticked: which results go into the report."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.reporting import TaskRow

Index = QModelIndex | QPersistentModelIndex
HEADERS = ("Mã", "Nhiệm vụ", "Kết quả thực hiện")


class ResultColumn(IntEnum):
    """Columns of the table; the tick stands before the code."""

    CODE = 0
    TITLE = 1
    RESULT = 2


class ResultModel(QAbstractTableModel):
    """Rows in printed order; ticking is the only change."""

    def __init__(self, rows: Sequence[TaskRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = tuple(rows)
        self._ticked: set[str] = set()

    def chosen(self) -> list[TaskRow]:
        """Ticked rows in printed order."""
        return [row for row in self._rows if row.uid in self._ticked]

    def tick_all(self, ticked: bool) -> None:
        """Tick every row or none."""
        self._ticked = {row.uid for row in self._rows} if ticked else set()
        if self._rows:
            last = self.index(len(self._rows) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def toggle(self, place: int) -> None:
        """Tick a row, or take its tick away."""
        self._ticked ^= {self._rows[place].uid}
        index = self.index(place, 0)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(ResultColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        first = index.column() == ResultColumn.CODE
        return plain | Qt.ItemFlag.ItemIsUserCheckable if first else plain

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == ResultColumn.CODE:
            ticked = row.uid in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (row.code, row.task.title, row.progress.result)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "đã chọn" if row.uid in self._ticked else "chưa chọn"
            return f"{row.code}, {row.task.title}, {state}"
        return None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        if ticked != (self._rows[index.row()].uid in self._ticked):
            self.toggle(index.row())
        return True
