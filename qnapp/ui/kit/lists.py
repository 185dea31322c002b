"""The list that pages show rows in: painted by a delegate, never sideways, heights by its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListView, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyledItemDelegate


class RowList(QListView):
    """A flat list whose rows follow the pointer; a delegate asks ``row_width`` for the room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader calls the list."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def set_rows(self, model: QAbstractItemModel, painted_by: type[QStyledItemDelegate]) -> None:
        """Show a model's rows, painted by a delegate of this kind, which the list owns."""
        self.setModel(model)
        self.setItemDelegate(painted_by(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # heights follow the width


def row_width(delegate: QStyledItemDelegate) -> int:
    """Width of the rows of the list that a delegate paints, before Qt has laid them out."""
    view = delegate.parent()
    return view.viewport().width() if isinstance(view, QListView) else 200
