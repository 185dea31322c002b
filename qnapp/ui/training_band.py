"""The band that says that nothing on the screen is real (look, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_ground, paint_icon
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

HEIGHT = 28
_BELOW = 6  # air between the band and the page
_WORDS = "Dữ liệu tập huấn: mọi kết quả, con số và tên người đều là ví dụ."


class TrainingBand(QWidget):
    """``button`` leads back to the real data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = LinkButton("Về dữ liệu thật", font="small_strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 0, 14, _BELOW)
        row.addWidget(Label(_WORDS, font="small", lines=1), 1)
        row.addWidget(self.button)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT) + _BELOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        band = QRectF(0, 0, self.width(), self.height() - _BELOW)
        paint_ground(painter, band, "soon_t")
        paint_icon(painter, "note", "soon", QRectF(18, (band.height() - 16) / 2, 16, 16))
