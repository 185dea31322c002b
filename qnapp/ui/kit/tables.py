"""Tables of dialogs: whole rows, no grid, one row height, reached and left by Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class RowTable(QTableView):
    """A table whose rows are chosen as a whole. ``toggled`` carries a row: a click, or Space."""

    toggled = Signal(int)

    def __init__(self, name: str, row_height: int, parent: QWidget | None = None) -> None:
        """``name``: what a screen reader says; ``row_height`` in pixels at 100 %."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(row_height))
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        dress(across, font="small_strong", color="text2")
        self.clicked.connect(self._click)

    def _click(self, index: QModelIndex) -> None:
        self.toggled.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
