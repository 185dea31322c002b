"""The search field: a magnifier, a cross that clears, and a pause before it searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent

from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.fields import LineEdit
from qnapp.ui.kit.paint import paint_icon, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DEBOUNCE_MS = 200
_ICON = 16  # the magnifier
_AFTER = 8  # from it to the words
_SIDES = 24  # the sheet's padding, and Qt's own 2 px at each side


class SearchField(LineEdit):
    """Says what to look for 200 ms after the last key, at once on Enter and when cleared."""

    searched = Signal(str)

    def __init__(self, placeholder: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        """``shortcut``: words such as "(Ctrl+K)" that are dropped first where room is short."""
        super().__init__("", parent)
        self._sentence, self._shortcut = placeholder, shortcut
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self.search_now)
        self._cross = IconButton("close", "Xóa từ tìm", parent=self)
        self._cross.icon_size = 14
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(self.clear_search)
        self._cross.hide()
        self.setAccessibleName(placeholder)
        self._leave_room()
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self.search_now)

    def set_placeholder(self, placeholder: str, shortcut: str = "") -> None:
        """Say that something else is searched from now on."""
        self._sentence, self._shortcut = placeholder, shortcut
        self.setAccessibleName(placeholder)
        self._choose_placeholder()

    def whole_width(self) -> int:
        """Width in pixels at which the placeholder is read whole, its shortcut left out."""
        return round(text_width(self._sentence)) + 1 + self._beside

    def search_now(self) -> None:
        """Say the text without waiting; nothing when it was said already."""
        self._timer.stop()
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    def clear_search(self) -> None:
        """Empty the field and say so at once."""
        self.clear()
        self.search_now()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_value(self, value: str) -> None:
        """Change the text without a signal."""
        super().set_value(value)
        self._timer.stop()
        self._said = value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_search()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(28, self.height() - 6)
        self._cross.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)
        self._choose_placeholder()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme().px(_ICON)
        top = (self.height() - size) / 2
        paint_icon(QPainter(self), "search", "text2", QRectF(11, top, size, size))

    @property
    def _beside(self) -> int:
        return theme().px(_ICON) + _AFTER + _SIDES

    def _leave_room(self) -> None:
        """Keep the words clear of the magnifier and of the cross."""
        self.setTextMargins(theme().px(_ICON) + _AFTER, 0, 24 if self.text() else 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._leave_room()

    def _choose_placeholder(self) -> None:
        both = f"{self._sentence}   {self._shortcut}" if self._shortcut else self._sentence
        room = self.width() - self._beside
        whole = text_width(self._sentence) <= room
        self.setPlaceholderText(both if text_width(both) <= room else self._fitting(room))
        if self.toolTip() in ("", self._sentence):
            self.setToolTip("" if whole else self._sentence)

    def _fitting(self, room: int) -> str:
        """Say of a list of things only those first ones that are read whole; the tip says all."""
        words = self._sentence
        while text_width(words) > room and ", " in words:
            words = words.rpartition(", ")[0]
        return words if text_width(words) <= room else self._sentence

    def _on_text(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._leave_room()
        self._timer.start()
