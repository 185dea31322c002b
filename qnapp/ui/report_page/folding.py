"""A head that folds what stands under it: the list of a document is made of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qnapp.ui.kit.paint import (
    RADIUS_SEGMENT,
    lines_height,
    paint_icon,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from qnapp.ui.kit.fonts import FontRole

HEAD = 38
SIDE = 14
ICON = 16
_GAP = 8  # between title and source
_AIR = 6  # above and below a title of several lines
INDENT = 36  # of title and text: past the chevron


class FoldingHead(QAbstractButton):
    """Chevron, title, and at the right where the text comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._lacking = False
        self._open = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_state(self, title: str, source: str, *, lacking: bool) -> None:
        """Change what is said."""
        self.setText(title)
        self._source, self._lacking = source, lacking
        self.setAccessibleName(f"{title}, {source}")
        self.updateGeometry()
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Turn the chevron."""
        self._open = is_open
        self.setAccessibleDescription("đang mở" if is_open else "đang thu")
        self.updateGeometry()  # strong letters are wider
        self.update()

    def source(self) -> str:
        """Words at the right."""
        return self._source

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        room = self._source_left(width) - INDENT - _GAP
        title = lines_height(self.text(), room, font=self._font_role(), max_lines=0)
        return max(theme().px(HEAD), title + 2 * _AIR)

    def _font_role(self) -> FontRole:
        return "body_strong" if self._open else "body"

    def _source_font(self) -> FontRole:
        return "body_small_strong" if self._lacking else "body_small"

    def _source_left(self, width: int) -> float:
        """Where the words at the right begin, with their sign."""
        sign = ICON + 5 if self._lacking else 0
        return width - SIDE - text_width(self._source, self._source_font()) - 1 - sign

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if (event.key() == Qt.Key.Key_Right) != self._open:
                self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("hover" if self.underMouse() else "surface"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
        top = (self.height() - ICON) / 2
        chevron = "chevron-down" if self._open else "chevron-right"
        paint_icon(painter, chevron, "text2", QRectF(SIDE, top, ICON, ICON))
        self._paint_source(painter, top)
        room = self._source_left(self.width()) - INDENT - _GAP
        title = QRectF(INDENT, 0, room, self.height())
        role = self._font_role()
        paint_lines(painter, title, self.text(), font=role, max_lines=0, centred=True)
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)

    def _paint_source(self, painter: QPainter, top: float) -> None:
        left, color = self._source_left(self.width()), "text2"
        if self._lacking:
            paint_icon(painter, "sign", "soon", QRectF(left, top, ICON, ICON))
            left, color = left + ICON + 5, "soon"
        words = QRectF(left, 0, self.width() - SIDE - left, self.height())
        paint_text(painter, words, self._source, font=self._source_font(), color=color)


class FoldingSection(QWidget):
    """Head and body; ``inside`` takes what stands in the body. Folded at first."""

    toggled = Signal(str)  # its name

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.head = FoldingHead()
        self.head.clicked.connect(self._toggle)
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(INDENT, 0, SIDE, 14)
        self.inside.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.body.hide()

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body."""
        self.body.setVisible(is_open)
        self.head.set_open(is_open)

    def _toggle(self) -> None:
        self.toggled.emit(self.name)
