"""Tables whose rows stand under headings that fold: one way of going through them.

The arrows go from row to row: a heading holds nothing to work on, so it is no stop while its rows
are shown. A folded one is: it stands for its rows, and who has no mouse must be able to open it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from qnapp.ui.kit.fitted_rows import FittedRows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_Move = QAbstractItemView.CursorAction
_UPWARDS = (_Move.MoveUp, _Move.MovePageUp, _Move.MovePrevious, _Move.MoveEnd)
_LEFT = Qt.MouseButton.LeftButton


class GroupedRows(FittedRows):
    """Sub-classes say which rows are headings, and fold them.

    A click on a heading folds it and leaves the current row alone, unless that goes out of view.
    """

    heading_reached = Signal()  # a person went onto a heading: what was worked on is left

    _pressed_heading = -1

    # what sub-classes say

    def is_open(self, row: int) -> bool | None:
        """Whether the rows of a heading are shown; None for a row that is no heading."""
        raise NotImplementedError

    def fold_at(self, row: int, *, folded: bool) -> None:
        """Fold a heading's rows away, or bring them back."""
        raise NotImplementedError

    # keys

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        found = super().moveCursor(action, modifiers)
        if not found.isValid():
            return found
        step = -1 if action in _UPWARDS else 1
        row = self._stop_from(found.row(), step)
        if row < 0:
            return self.currentIndex()
        if step < 0 and row and self.is_open(row - 1):
            self.scrollTo(self.model().index(row - 1, 0))  # whose first row is reached
        return found.siblingAtRow(row)

    def _stop_from(self, row: int, step: int) -> int:
        """The first row from ``row`` on, or else back from it, that is a stop; -1 for none."""
        count = self.model().rowCount()
        onwards = range(row, count) if step > 0 else range(row, -1, -1)
        back = range(row - 1, -1, -1) if step > 0 else range(row + 1, count)
        stops = (each for way in (onwards, back) for each in way if not self.is_open(each))
        return next(stops, -1)

    def go_to_end(self, *, last: bool) -> None:
        """Home and End move in the list, not along the row (look, section 11)."""
        row = self._stop_from(self.model().rowCount() - 1 if last else 0, -1 if last else 1)
        if row >= 0:
            self._go_to_row(row)
            self._tell_heading()

    def fold_by_key(self, *, folded: bool) -> None:
        """Left and Right fold and open the heading one is on; Left on a row goes to its heading."""
        row = self.currentIndex().row()
        if row < 0:
            return
        is_open = self.is_open(row)
        if is_open is None:
            row = self._heading_above(row) if folded else -1
            if row >= 0:
                self._go_to_row(row)
                self._tell_heading()
        elif is_open == folded:
            self.fold_at(row, folded=folded)

    def _heading_above(self, row: int) -> int:
        return next((each for each in range(row, -1, -1) if self.is_open(each) is not None), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self._tell_heading()

    def _go_to_row(self, row: int) -> None:
        index = self.model().index(row, max(self.currentIndex().column(), 0))
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _tell_heading(self) -> None:
        row = self.currentIndex().row()
        if row >= 0 and self.is_open(row) is not None:
            self.heading_reached.emit()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_heading = self._heading_under(event)
        if self._pressed_heading < 0:
            before = self.currentIndex().row()
            super().mousePressEvent(event)
            if self.currentIndex().row() != before:  # with Ctrl, or for its menu
                self._tell_heading()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed_heading = self._heading_under(event)
        if self._pressed_heading < 0:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_heading = self._pressed_heading, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif pressed == self._heading_under(event):
            self._fold_by_click(pressed)

    def _heading_under(self, event: QMouseEvent) -> int:
        """The heading under a plain press of the left button, -1 for none."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        left = event.button() == _LEFT or event.type() == QEvent.Type.MouseButtonRelease
        row = self.rowAt(event.position().toPoint().y())
        return row if plain and left and row >= 0 and self.is_open(row) is not None else -1

    def _fold_by_click(self, row: int) -> None:
        is_open, current = bool(self.is_open(row)), self.currentIndex().row()
        hides = is_open and row < current and self._heading_above(current) == row
        self.fold_at(row, folded=is_open)
        if hides or current < 0:
            self._go_to_row(row)
            self._tell_heading()
