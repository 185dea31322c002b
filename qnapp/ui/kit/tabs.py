"""A row of tabs: words with a line under the one that is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from qnapp.ui.kit.paint import paint_ring, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 44
_PADDING = 10
_LINE = 2


class _Tab(QAbstractButton):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        # The semibold width always, so that nothing moves when another tab opens.
        return QSize(
            round(text_width(self.text(), "body_strong")) + 2 * _PADDING + 1, theme().px(HEIGHT)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room = QPainter(self), QRectF(self.rect())
        chosen = self.isChecked()
        if chosen:
            line = QRectF(2, room.height() - _LINE, room.width() - 4, _LINE)
            painter.fillRect(line, theme().color("accent"))
        paint_text(
            painter,
            room,
            self.text(),
            font="body_strong" if chosen else "body",
            color="text" if chosen or self.underMouse() else "text2",
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        if self.hasFocus():
            paint_ring(painter, room.adjusted(1, 6, -1, -6))


class TabStrip(QWidget):
    """Exactly one tab is open. Left and Right move; ``chosen`` carries the key."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``tabs``: key and words, the first one is open."""
        super().__init__(parent)
        self._tabs: dict[str, _Tab] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, words in tabs:
            tab = _Tab(words)
            tab.clicked.connect(partial(self._choose, key))
            self._tabs[key] = tab
            row.addWidget(tab)
        self._current = ""
        self.set_current(tabs[0][0])

    def current(self) -> str:
        """Key of the tab that is open."""
        return self._current

    def set_current(self, key: str) -> None:
        """Open a tab without a signal. Raises KeyError for an unknown one."""
        self._tabs[key].setChecked(True)
        for other, tab in self._tabs.items():
            tab.setChecked(other == key)
            # One stop for the tab key, as in every row of tabs.
            only = Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus
            tab.setFocusPolicy(only)
        self._current = key

    def tab(self, key: str) -> QAbstractButton:
        """The button of a tab. Raises KeyError."""
        return self._tabs[key]

    def set_words(self, key: str, words: str) -> None:
        """Call a tab otherwise, as with a count. Raises KeyError."""
        self._tabs[key].setText(words)
        self._tabs[key].setAccessibleName(words)
        self._tabs[key].updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._tabs)
        at = (keys.index(self._current) + step) % len(keys)
        self._choose(keys[at])
        self._tabs[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, key: str, _checked: bool = False) -> None:
        changed = key != self._current
        self.set_current(key)
        if changed:
            self.chosen.emit(key)
