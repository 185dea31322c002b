"""The headings of the resolution as a list, each with its depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from qnapp.domain.concordance import HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.domain.plan import Paragraph

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
DepthRole = int(Qt.ItemDataRole.UserRole) + 1  # 0 for the title, 1 for a part, …
DEEPEST = 3


def depth_of(paragraph: Paragraph) -> int:
    """How deep a heading lies: 0 the title, 1 "II", 2 "II.1", 3 "II.1.1" and below."""
    return min(len([part for part in paragraph.section.split(".") if part]), DEEPEST)


class HeadingModel(QAbstractListModel):
    """Headings in printed order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[Paragraph, ...] = ()
        self._row_of: dict[str, int] = {}

    def set_paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show the headings of another text."""
        self.beginResetModel()
        self._headings = tuple(p for p in paragraphs if p.kind == HEADING)
        self._row_of = {}
        row = -1
        for paragraph in paragraphs:
            row += paragraph.kind == HEADING
            self._row_of[paragraph.id] = row
        self.endResetModel()

    def paragraph_id(self, row: int) -> str:
        """Id of a heading's paragraph. Raises IndexError."""
        return self._headings[row].id

    def row_of(self, paragraph_id: str) -> int:
        """Row of the heading that a paragraph stands under, -1 for none."""
        return self._row_of.get(paragraph_id, -1)

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading = self._headings[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return heading.text
        return depth_of(heading) if role == DepthRole else None
