"""Tasks with a result, to be ticked: which results go into the report."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.models.headed import HeadedTableModel, Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.domain.reporting import TaskRow


class ResultColumn(IntEnum):
    """Columns of the table; the tick stands before the code."""

    CODE = 0
    TITLE = 1
    RESULT = 2


class ResultModel(HeadedTableModel["TaskRow"]):
    """Rows in printed order; ticking is the only change."""

    heads = ("Mã", "Nhiệm vụ", "Kết quả thực hiện")

    def __init__(self, rows: Sequence[TaskRow], parent: QObject | None = None) -> None:
        super().__init__(tuple(rows), parent)
        self._ticked: set[str] = set()

    def chosen(self) -> list[TaskRow]:
        """Ticked rows in printed order."""
        return [row for row in self._items if row.uid in self._ticked]

    def tick_all(self, ticked: bool) -> None:
        """Tick every row or none."""
        self._ticked = {row.uid for row in self._items} if ticked else set()
        if self._items:
            last = self.index(len(self._items) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def toggle(self, place: int) -> None:
        """Tick a row, or take its tick away."""
        self._ticked ^= {self._items[place].uid}
        index = self.index(place, 0)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        first = index.column() == ResultColumn.CODE
        return plain | Qt.ItemFlag.ItemIsUserCheckable if first else plain

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self._items[index.row()]
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
        if ticked != (self._items[index.row()].uid in self._ticked):
            self.toggle(index.row())
        return True
