"""Where packages are let go: a strip as wide as the page, with the two buttons that do the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import RADIUS_CARD, paint_icon
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QPaintEvent

WORDS = "Kéo thả các gói báo cáo hoặc cả thư mục vào đây"
FEW_WORDS = "Kéo thả gói, thư mục vào đây"
LET_GO = "Thả ra để tiếp nhận"
_ICON = 18


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders of something dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.exists()]


class DropArea(QWidget):
    """Says that packages can be let go here; the page itself takes the drop."""

    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hot = False
        self.words = Label(WORDS, color="text2", lines=1)
        self.files = QuietButton("Chọn tệp…", "open", size="tool")
        self.folder = QuietButton("Chọn thư mục…", "folder", size="tool")
        self.files.clicked.connect(self.files_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16 + _ICON + 10, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.files)
        row.addWidget(self.folder)
        self._row, self._words = row, WORDS

    def take_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Hold the buttons of the page too, where there is no room for a line of their own."""
        for button in buttons:
            self._row.addWidget(button)

    def set_tight(self, tight: bool) -> None:
        """Say it in fewer words."""
        self._words = FEW_WORDS if tight else WORDS
        self.words.setText(LET_GO if self._hot else self._words)

    def set_hot(self, hot: bool) -> None:
        """Whether something is being dragged over the page."""
        if hot != self._hot:
            self._hot = hot
            self.words.setText(LET_GO if hot else self._words)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "accent" if self._hot else "field"
        pen = QPen(theme().color(token), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme().color("sel" if self._hot else "surface"))
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, RADIUS_CARD, RADIUS_CARD)
        top = (self.height() - _ICON) / 2
        paint_icon(
            painter, "import", "accent" if self._hot else "text2", QRectF(16, top, _ICON, _ICON)
        )
