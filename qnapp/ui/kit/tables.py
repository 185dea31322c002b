"""Tables of dialogs: whole rows, no grid, one row height, reached and left by Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QResizeEvent


def dress_table(table: QTableView, name: str) -> None:
    """Give a table what all of ours have: whole rows, no grid, no frame for its row numbers.

    ``name`` is what a screen reader says. Tab leaves the table; only one row is chosen.
    """
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


class RowTable(QTableView):
    """A table whose rows are chosen as a whole. ``toggled`` carries a row: a click, or Space."""

    toggled = Signal(int)

    def __init__(self, name: str, row_height: int, parent: QWidget | None = None) -> None:
        """``name``: what a screen reader says; ``row_height`` in pixels at 100 %."""
        super().__init__(parent)
        dress_table(self, name)
        self.verticalHeader().setDefaultSectionSize(theme().px(row_height))
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        dress(across, font="small_strong", color="text2")
        self.clicked.connect(self._click)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view; what had to move for it begins with a whole row."""
        bar = self.verticalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if bar.value() != before:
            top = self.rowAt(0)
            cut = -self.rowViewportPosition(top)
            if cut > 0 and top < index.row():
                bar.setValue(bar.value() + self.rowHeight(top) - cut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is worked on stays in view, whole."""
        current = self.currentIndex()
        seen = current.isValid() and 0 <= self.visualRect(current).top() < event.oldSize().height()
        super().resizeEvent(event)
        self.fit_columns()
        if seen:
            self.scrollTo(current)

    def fit_columns(self) -> None:
        """Do what the width in force asks for, before the current row is brought into view."""

    def _click(self, index: QModelIndex) -> None:
        self.toggled.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
