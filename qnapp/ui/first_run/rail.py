"""The left side of the first run: where one is, and the two ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.paint import paint_text
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH = 270
STEPS = (
    ("Đơn vị", "Bạn báo cáo cho đơn vị nào"),
    ("Người làm và thể thức", "Tên bạn, văn bản Đảng hay Nhà nước"),
    ("Nhiệm vụ của đơn vị", "Xem và xác nhận danh sách gợi ý"),
)
_DISC = 27


class _Disc(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.state = number, "ahead"
        self.setFixedSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        disc = QRectF(self.rect())
        if self.state == "done":
            paint_shape(painter, disc, "circle_tick")
            return
        current = self.state == "current"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent" if current else "field"), 1.8))
        painter.setBrush(theme().color("accent") if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        color = "on_accent" if current else "text2"
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_text(
            painter, disc, str(self.number), font="body_small_strong", color=color, align=middle
        )


class RailStep(QWidget):
    """One of the steps: done, current or ahead."""

    def __init__(self, number: int, title: str, hint: str) -> None:
        super().__init__()
        self._words = title
        self._disc = _Disc(number)
        self._title = Label(title)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(Label(hint, font="small", color="text2", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(11)
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def set_state(self, state: str) -> None:
        """Say how far one is: done, current or ahead."""
        self._disc.state = state
        self._disc.update()
        self._title.set_font_role("body_strong" if state == "current" else "body")
        told = {"done": "đã xong", "current": "đang làm", "ahead": "chưa làm"}[state]
        self.setAccessibleName(f"Bước {self._disc.number}: {self._words}, {told}")


class Rail(QWidget):
    """Lists all steps always; ``restore`` and ``training`` are the two ways out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme().px(WIDTH))
        self.restore = LinkButton("Khôi phục từ bản sao lưu…", "folder")
        self.training = LinkButton("Dùng thử với dữ liệu tập huấn…", "resolution")
        intro = "Ba bước, khoảng 2 phút. Có thể sửa lại trong Thiết lập."
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 26, 20, 18)
        box.setSpacing(0)
        box.addWidget(Label("Bắt đầu", font="page"))
        box.addSpacing(2)
        box.addWidget(Label(intro, font="body_small", color="text2", wrap=True))
        box.addSpacing(20)
        self._steps = [RailStep(at, *words) for at, words in enumerate(STEPS, start=1)]
        for step in self._steps:
            box.addWidget(step)
            box.addSpacing(18)
        box.addStretch(1)
        box.addWidget(Separator())
        box.addSpacing(10)
        for link in (self.restore, self.training):
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            box.addSpacing(4)

    def set_current(self, step: int) -> None:
        """Mark a step (from 0) as the current one."""
        for at, shown in enumerate(self._steps):
            shown.set_state("done" if at < step else "current" if at == step else "ahead")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("border"))
