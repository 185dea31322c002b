"""Table and editor side by side; on a narrow window the editor lies over the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

EDITOR = 408  # look, section 4
EDITOR_WIDE = 520
OVER_BELOW = 1100  # logical pixels of the window at 100 % font (look, section 4)
WIDE_FROM = 1920


class EditorSplit(QWidget):
    """Places two widgets itself: a layout could not put one over the other."""

    wide_changed = Signal(bool)

    def __init__(
        self,
        table: QWidget,
        editor: QWidget,
        *,
        widths: tuple[int, int] = (EDITOR, EDITOR_WIDE),
        least: tuple[int, int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``widths`` of the editor at 1366 and from 1920 on; ``least``: of table and editor.

        All in pixels at 100 % font. In larger letters the editor gives way down to its least before
        it covers the table.
        """
        super().__init__(parent)
        self._table, self._editor = table, editor
        self._widths = widths
        self._least = least
        self._open: bool | None = None  # None: open beside the table, closed over it
        self._wide: bool | None = None
        table.setParent(self)
        editor.setParent(self)
        theme().changed.connect(self._place)

    @property
    def covers(self) -> bool:
        """Whether the editor lies over the table; in larger letters both need more room."""
        if self._least is None:
            return self.window().width() < theme().px(OVER_BELOW)
        needed = sum(theme().px(width) for width in self._least)
        return self.window().width() < OVER_BELOW or self.width() < needed

    @property
    def is_open(self) -> bool:
        """Whether the editor is shown."""
        return not self.covers if self._open is None else self._open

    def set_open(self, is_open: bool) -> None:
        """Show or close the editor."""
        self._open = is_open
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def _place(self) -> None:
        wide = self.window().width() >= WIDE_FROM
        if wide != self._wide:
            self._wide = wide
            self.wide_changed.emit(wide)
        width = min(self._editor_width(wide=wide), self.width())
        shown = self.is_open
        self._editor.setVisible(shown)
        left = self.width() - width if shown and not self.covers else self.width()
        self._table.setGeometry(0, 0, left, self.height())
        self._editor.setGeometry(self.width() - width, 0, width, self.height())
        self._editor.raise_()

    def _editor_width(self, *, wide: bool) -> int:
        wanted = theme().px(self._widths[wide])
        if self._least is None or self.covers:
            return wanted
        table, editor = (theme().px(width) for width in self._least)
        return min(wanted, max(editor, self.width() - table))
