"""How much of one mail the period's evidence takes: "12,4 / 20 MB giới hạn thư"."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qnapp.exchange.limits import MB
from qnapp.text import format_number
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_box

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

TIP = (
    "Tính mọi minh chứng mà báo cáo kỳ này gửi kèm. Tệp gửi kèm thư nặng thêm khoảng 37%. "
    "Vượt giới hạn thì minh chứng đi trong các gói tiếp theo; gói lớn hơn một thư thì chép bằng "
    "USB."
)


def mail_words(taken: int, limit_mb: int, packages: int, by_usb: int = 0) -> str:
    """Say it in words; ``taken`` in bytes of mail, ``by_usb`` packages that no mail carries."""
    value = (Decimal(taken) / MB).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    size = format_number(value).removesuffix(",0")
    if packages < 2:
        return f"{size} / {limit_mb} MB giới hạn thư"
    words = f"{size} MB khi gửi thư, giới hạn {limit_mb} MB: {packages} gói"
    return f"{words}, {by_usb} gói chép bằng USB" if by_usb else words


class MailBar(QWidget):
    """Words and a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", font="small", color="text2", whole=False)
        self.bar = _Bar()
        self.setToolTip(TIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addWidget(self.words)

    def show_size(self, taken: int, limit_mb: int, packages: int, by_usb: int) -> None:
        """Show bytes of mail beside the limit, and how many packages they need."""
        words = mail_words(taken, limit_mb, packages, by_usb)
        self.words.setText(words)
        self.words.set_color("soon" if packages > 1 else "text2")
        self.bar.setAccessibleName(words)
        self.bar.show_share(taken / (limit_mb * MB))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), fill="raised", edge="border", radius=4)
        width = self.width() * min(self._share, 1.0)
        if width >= 2:
            fill = "soon" if self._share > 1 else "doing"
            paint_box(painter, QRectF(0, 0, max(width, 8), self.height()), fill=fill, radius=4)
