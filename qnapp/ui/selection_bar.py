"""The bar under a table while several rows are chosen: what can be done with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QPushButton


class SelectionBar(QWidget):
    """Shown only while there is something chosen; it knows no store."""

    clear_wanted = Signal()

    def __init__(self, noun: str, *buttons: QPushButton, parent: QWidget | None = None) -> None:
        """``noun``: what the rows are, "nhiệm vụ"; ``buttons``: what can be done."""
        super().__init__(parent)
        self._noun = noun
        self.count = Label(font="body_strong")
        self.clear = LinkButton("Bỏ chọn")
        self.clear.setToolTip("Esc")
        self.clear.clicked.connect(self.clear_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(8)
        row.addWidget(self.count, 1)
        for button in (*buttons, self.clear):
            row.addWidget(button)
        self.setAccessibleName(f"Việc với các {noun} đã chọn")
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many rows are chosen; with fewer than one there is no bar."""
        self.count.setText(f"Đã chọn {count} {self._noun}")
        self.setVisible(count > 0)

    def open_over(self, button: QWidget, menu: QMenu) -> None:
        """Open a menu over its button; it frees itself when closed."""
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = button.mapToGlobal(button.rect().topLeft())
        corner.setY(corner.y() - menu.sizeHint().height())
        menu.popup(corner)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
