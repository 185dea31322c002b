"""What a search over everything has found, as a list for Qt's views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.domain.lookup import Hit

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
HitRole = int(Qt.ItemDataRole.UserRole) + 1
NeedleRole = HitRole + 1  # the words that were looked for

_KINDS = {"task": "Nhiệm vụ", "indicator": "Chỉ tiêu", "evidence": "Minh chứng của"}


class HitModel(QAbstractListModel):
    """The hits of one search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._needle = ""

    def set_hits(self, hits: Sequence[Hit], needle: str = "") -> None:
        """Show the hits of a new search; ``needle`` is what was looked for."""
        self.beginResetModel()
        self._hits, self._needle = tuple(hits), needle
        self.endResetModel()

    def hit(self, row: int) -> Hit:
        """The hit of a row. Raises IndexError."""
        return self._hits[row]

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HitRole:
            return hit
        if role == NeedleRole:
            return self._needle
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return hit.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            whose = f", {hit.origin}" if hit.origin else ""
            return f"{_KINDS[hit.kind]} {hit.code}{whose}: {hit.text}"
        return None
