"""Who may be reminded, as a table with tick boxes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.domain.received import REPORT_STATE_WORDS
from qnapp.models.headed import HeadedTableModel, Index

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtCore import QObject

    from qnapp.domain.consolidated import Reporter

ReporterRole = int(Qt.ItemDataRole.UserRole)  # Reporter
TickRole = ReporterRole + 1  # whether it is ticked


class ReminderColumn(IntEnum):
    """Columns of the table."""

    TICK = 0
    NAME = 1
    STATE = 2
    EMAIL = 3


NO_ADDRESS = "chưa có địa chỉ"


class ReminderModel(HeadedTableModel["Reporter"]):
    """Who has to be reminded is ticked at first; ``ticks_changed`` after any tick."""

    heads = ("", "Đơn vị", "Tình hình", "Thư điện tử")
    ticks_changed = Signal()

    def __init__(
        self,
        reporters: Sequence[Reporter],
        addresses: Mapping[str, str],
        ticked: Collection[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tuple(reporters), parent)
        self._addresses = dict(addresses)
        self._ticked = {one.code for one in reporters if one.code in ticked}

    def ticked(self) -> tuple[str, ...]:
        """Codes of those that are ticked, in order."""
        return tuple(one.code for one in self._items if one.code in self._ticked)

    def nameless(self) -> list[str]:
        """Names of those ticked that have no address."""
        chosen = (one for one in self._items if one.code in self._ticked)
        return [one.name for one in chosen if not self._addresses.get(one.code)]

    def switch(self, row: int) -> None:
        """Tick or untick one."""
        self._ticked ^= {self._items[row].code}
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.heads) - 1))
        self.ticks_changed.emit()

    def tick_all(self, ticked: bool) -> None:
        """Tick or untick everybody."""
        self._ticked = {one.code for one in self._items} if ticked else set()
        self._tell_all()
        self.ticks_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        tick = index.isValid() and index.column() == ReminderColumn.TICK
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tick else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._items[index.row()]
        ticked, email = one.code in self._ticked, self._addresses.get(one.code, "")
        if role == ReporterRole:
            return one
        if role == TickRole:
            return ticked
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == ReminderColumn.TICK:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        words = (None, one.name, REPORT_STATE_WORDS[one.state], email or NO_ADDRESS)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([*filter(None, words), "đôn đốc" if ticked else "không đôn đốc"])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        if wanted != (self._items[index.row()].code in self._ticked):
            self.switch(index.row())
        return True

    def _tell_all(self) -> None:
        if self._items:
            last = self.index(len(self._items) - 1, len(self.heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
