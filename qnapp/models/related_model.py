"""Tasks and indicators that a paragraph of the resolution speaks of, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from qnapp.domain.concordance import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
RelatedRole = int(Qt.ItemDataRole.UserRole) + 1  # Related

FOUND_WORDS = {
    Found.NAMED: "nêu trong đoạn này",
    Found.WORDED: "cùng lời văn",
    Found.SECTION: "thuộc mục này",
}
NOT_FOLLOWED = "Đơn vị không theo dõi"


@dataclass(frozen=True, slots=True)
class Related:
    """One row of the list, ready to paint."""

    uid: str
    page: str  # "tasks" or "indicators"
    code: str
    title: str
    found: Found
    shape: str  # of the row's sign, "" where the organisation does not follow it
    state: str  # what the sign says in words


class RelatedModel(QAbstractListModel):
    """What ``Concordance`` found for one paragraph."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Related, ...] = ()

    def set_rows(self, rows: Sequence[Related]) -> None:
        """Show the rows of another paragraph; the same rows change nothing."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def related(self, row: int) -> Related:
        """The row's item. Raises IndexError."""
        return self._rows[row]

    def row_of(self, uid: str) -> int:
        """Row of an item, -1 where it is not there."""
        return next((at for at, row in enumerate(self._rows) if row.uid == uid), -1)

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RelatedRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = "Nhiệm vụ" if row.page == "tasks" else "Chỉ tiêu"
            return f"{kind} {row.code}, {FOUND_WORDS[row.found]}, {row.state}: {row.title}"
        return None
