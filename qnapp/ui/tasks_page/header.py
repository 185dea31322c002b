"""The head of the table of tasks: each word stands exactly over its column's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from qnapp.models.task_model import HEADINGS, RIGHT_ALIGNED, Column
from qnapp.ui.kit.paint import paint_text
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class TaskHeader(QHeaderView):
    """Paints words and the line below them; ``left`` is the room before the first column's text."""

    def __init__(self, left: int, right: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left, self._right = left, right

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        column = Column(logical)
        painter.fillRect(rect, theme().color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme().color("field"))
        left = self._left if column == Column.CODE else 0
        right = column in RIGHT_ALIGNED
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        words = QRectF(rect).adjusted(left, 0, -self._right, 0)
        paint_text(
            painter, words, HEADINGS[column], font="small_strong", color="text2", align=align
        )
        painter.restore()
