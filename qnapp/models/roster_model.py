"""The roster as a Qt model: who is expected, how each is reached, whose key is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.models.stepped import SteppedTableModel
from qnapp.text import fold, format_date, matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.db.reporters import RosterEntry
    from qnapp.domain.packages import SenderKey
    from qnapp.models.headed import Index

LineRole = int(Qt.ItemDataRole.UserRole)  # RosterLine


class RosterColumn(IntEnum):
    """Columns of the roster."""

    EXPECTED = 0
    NAME = 1
    EMAIL = 2
    PHONE = 3
    KEY = 4


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One organisation with its keys, oldest first."""

    entry: RosterEntry
    keys: tuple[SenderKey, ...] = ()

    @property
    def code(self) -> str:
        """Code of the organisation."""
        return self.entry.code

    @property
    def in_force(self) -> SenderKey | None:
        """The key that is confirmed and was not replaced."""
        good = (one for one in self.keys if one.confirmed_at and not one.replaced_at)
        return next(good, None)

    @property
    def key_words(self) -> str:
        """How the organisation's key stands."""
        if self.in_force is not None and self.in_force.confirmed_at is not None:
            return f"Đã xác nhận {format_date(self.in_force.confirmed_at.date())}"
        return "Chưa xác nhận" if self.keys else "Chưa có"


class RosterModel(SteppedTableModel["RosterLine"]):
    """A tick says who is expected; ``expected_wanted`` carries code and wish."""

    heads = ("Phải gửi", "Đơn vị", "Thư điện tử", "Điện thoại", "Khóa")
    expected_wanted = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("code"), parent)
        self._lines: Sequence[RosterLine] = ()
        self._needle = ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        tick = index.isValid() and index.column() == RosterColumn.EXPECTED
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tick else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._items[index.row()], RosterColumn(index.column())
        entry = line.entry
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.CheckStateRole and column is RosterColumn.EXPECTED:
            return Qt.CheckState.Checked if entry.expected else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (None, entry.name, entry.email, entry.phone, line.key_words)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sends = "phải gửi báo cáo" if entry.expected else "không phải gửi báo cáo"
            told = (entry.name, sends, entry.email, entry.phone, f"khóa {line.key_words.lower()}")
            return ", ".join(filter(None, told))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.expected_wanted.emit(self._items[index.row()].code, wanted)
        return True

    def line(self, code: str) -> RosterLine | None:
        """The line of an organisation, shown or not."""
        return next((one for one in self._lines if one.code == code), None)

    def lines(self) -> Sequence[RosterLine]:
        """All lines, shown or not."""
        return self._lines

    def load(self, lines: Sequence[RosterLine]) -> None:
        """Take over other lines; only what differs is announced."""
        self._lines = lines
        self._show()

    def find(self, needle: str) -> None:
        """Show those whose name or address holds some words."""
        self._needle = needle
        self._show()

    def _show(self) -> None:
        needle = fold(self._needle)
        self.replace_items(
            [
                one
                for one in self._lines
                if not needle or matches(needle, fold(f"{one.entry.name} {one.entry.email}"))
            ]
        )
