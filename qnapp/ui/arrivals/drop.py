"""What the window says while files are dragged over it that no page takes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from qnapp.ui.kit.paint import paint_box, paint_icon, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WORDS = "Thả tệp vào cửa sổ để mở: biểu nhập, phiếu trả lời, gói kế hoạch, gói báo cáo"
_ICON = 18
_HEIGHT = 44


class DropHint(QWidget):
    """A band over the window's top while files are above it; it stands in nobody's way."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(WORDS)
        self.hide()

    def show_over(self, left: int) -> None:
        """Show it from ``left`` on, in pixels of the window."""
        width = self._window.width() - left
        self.setGeometry(left + 8, 4, width - 16, theme().px(_HEIGHT))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = QRectF(self.rect())
        paint_box(painter, room, fill="sel", edge="accent", width=2)
        width = _ICON + 8 + text_width(WORDS, "body_strong")
        left = max((room.width() - width) / 2, 12)
        mark = QRectF(left, (room.height() - _ICON) / 2, _ICON, _ICON)
        paint_icon(painter, "import", "accent", mark)
        paint_text(painter, room.adjusted(left + _ICON + 8, 0, -8, 0), WORDS, font="body_strong")
