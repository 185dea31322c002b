"""The bar under the table while several tasks are chosen: what can be done with all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from qnapp.domain.reporting import Status
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.kit.theme import theme


class SelectionBar(QWidget):
    """Shown only while there is something chosen; it knows no store."""

    status_wanted = Signal(str)
    officer_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = Label(font="body_strong")
        self.status = QuietButton("Ghi tình trạng…", size="tool")
        self.officer = QuietButton("Giao người theo dõi…", size="tool")
        self.clear = LinkButton("Bỏ chọn")
        self.clear.setToolTip("Esc")
        self.status.clicked.connect(self.open_statuses)
        self.officer.clicked.connect(self.officer_wanted)
        self.clear.clicked.connect(self.clear_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(8)
        row.addWidget(self.count, 1)
        for button in (self.status, self.officer, self.clear):
            row.addWidget(button)
        self.setAccessibleName("Việc với các nhiệm vụ đã chọn")
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many tasks are chosen; with fewer than one there is no bar."""
        self.count.setText(f"Đã chọn {count} nhiệm vụ")
        self.setVisible(count > 0)

    def statuses(self, parent: QWidget) -> QMenu:
        """Make a menu of the four statuses."""
        menu = QMenu("Ghi tình trạng", parent)
        for status in Status:
            menu.addAction(STATUS_SIGNS[status].first, partial(self.status_wanted.emit, status))
        return menu

    def open_statuses(self) -> None:
        """Open that menu over its button."""
        menu = self.statuses(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.status.mapToGlobal(self.status.rect().topLeft())
        corner.setY(corner.y() - menu.sizeHint().height())
        menu.popup(corner)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
