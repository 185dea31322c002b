"""The whole history as a table that grows while it is read; events unfold into their changes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal

from qnapp.models.headed import INVALID, HeadedTableModel, Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from qnapp.models.journal_lines import JournalLine, JournalReader

LineRole = int(Qt.ItemDataRole.UserRole) + 1  # JournalLine
_SCREENFUL = 100


class JournalColumn(IntEnum):
    """Columns of the table."""

    WHEN = 0
    WHO = 1
    WHERE = 2
    OLD = 3
    NEW = 4


class JournalModel(HeadedTableModel["JournalLine"]):
    """Lines that have been read so far. ``grown`` tells that more came, or that nothing is left.

    Looking for few hits in ten years takes a while: it goes on between two events of the window,
    so that the window stays alive and another search can begin at once.
    """

    heads = ("Lúc", "Người sửa", "Ở đâu", "Trước khi sửa", "Sau khi sửa")
    grown = Signal()

    def __init__(
        self, may_read: Callable[[], bool] | None = None, parent: QObject | None = None
    ) -> None:
        """``may_read`` is asked before what is read between two events: the store may be closed."""
        super().__init__((), parent)
        self._may_read = may_read
        self._reader: JournalReader | None = None
        self._items: list[JournalLine] = []
        self._target = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)

    def set_reader(self, reader: JournalReader) -> None:
        """Show another history from its newest line."""
        self._soon.stop()
        self.beginResetModel()
        self._reader = reader
        self._items = reader.more(_SCREENFUL)
        self._target = _SCREENFUL
        self.endResetModel()
        self._go_on()

    @property
    def done(self) -> bool:
        """Whether everything has been read."""
        return self._reader is None or self._reader.done

    def line(self, row: int) -> JournalLine | None:
        """The line of a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, key: tuple[int, bool]) -> int:
        """Row of a line by its key, -1 where it is not there."""
        return next((at for at, line in enumerate(self._items) if line.key == key), -1)

    def toggle(self, row: int) -> None:
        """Unfold an event, or fold it."""
        line = self.line(row)
        if line is None or not line.is_event or self._reader is None:
            return
        if line.opened:
            last = row + len(line.entries)
            self.beginRemoveRows(INVALID, row + 1, last)
            del self._items[row + 1 : last + 1]
            self.endRemoveRows()
        else:
            children = self._reader.children(line)
            self.beginInsertRows(INVALID, row + 1, row + len(children))
            self._items[row + 1 : row + 1] = children
            self.endInsertRows()
        self._items[row] = line.turned()
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self.done

    def fetchMore(self, parent: Index) -> None:
        if not parent.isValid():
            self._target = max(self._target, len(self._items) + _SCREENFUL)
            self._soon.start()  # not at once: a view may ask in the middle of another change

    def _read(self) -> None:
        if self._reader is None or self._reader.done:
            return
        if self._may_read is not None and not self._may_read():
            return
        found = self._reader.more(_SCREENFUL)
        if found:
            first = len(self._items)
            self.beginInsertRows(INVALID, first, first + len(found) - 1)
            self._items += found
            self.endInsertRows()
        self._go_on()

    def _go_on(self) -> None:
        if not self.done and len(self._items) < self._target:
            self._soon.start()
        self.grown.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cell(line, JournalColumn(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {_cell(line, JournalColumn(index.column()))}"
        return None


def _cell(line: JournalLine, column: JournalColumn) -> str:
    where = " ".join(part for part in (line.where.code, line.where.title) if part)
    return {
        JournalColumn.WHEN: f"{line.day} {line.time}",
        JournalColumn.WHO: f"{line.who} ({line.how})" if line.how else line.who,
        JournalColumn.WHERE: f"{where}\n{line.where.field}",
        JournalColumn.OLD: line.old,
        JournalColumn.NEW: line.new,
    }[column]
