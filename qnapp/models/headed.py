"""What every table with words above its columns owes to Qt, for models that are lists of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Item = TypeVar("Item")
Index = QModelIndex | QPersistentModelIndex
INVALID = QModelIndex()
AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HeadedTableModel(QAbstractTableModel, Generic[Item]):
    """A row for each of ``_items``, a column for each of ``heads``.

    Heads stand at the left, those of the columns ``right`` at the right, as their cells do.
    """

    heads: Sequence[str] = ()
    right: Collection[int] = ()

    def __init__(self, items: Sequence[Item] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = items

    def rowCount(self, parent: Index = INVALID) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = INVALID) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return AT_RIGHT if section in self.right else AT_LEFT
        return self.head(section) if role == Qt.ItemDataRole.DisplayRole else None

    def head(self, section: int) -> str:
        """Words above a column."""
        return self.heads[section]
