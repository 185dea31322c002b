"""The head of the table of tasks: each word stands exactly over its column's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from qnapp.models.task_columns import HEADINGS, RIGHT_ALIGNED, Column
from qnapp.ui.kit.paint import paint_icon, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_ARROW = 14


class TaskHeader(QHeaderView):
    """Paints words and the line below them; ``left`` is the room before the first column's text."""

    def __init__(self, left: int, right: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left, self._right = left, right
        self._order: tuple[Column, bool] | None = None
        self.setToolTip("Bấm để sắp xếp theo cột; bấm “Mã” để về thứ tự của Nghị quyết")

    def show_order(self, order: tuple[Column, bool] | None) -> None:
        """Mark the column by which the rows are ordered; True: downwards."""
        self._order = order
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        column = Column(logical)
        painter.fillRect(rect, theme().color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme().color("field"))
        left = self._left if column == Column.CODE else 0
        room = QRectF(rect).adjusted(left, 0, -self._right, 0)
        self._paint_words(painter, room, column)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRectF, column: Column) -> None:
        right = column in RIGHT_ALIGNED
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if self._order is None or self._order[0] is not column:
            font, color = ("small_strong", "text2")
            paint_text(painter, room, HEADINGS[column], font=font, color=color, align=align)  # type: ignore[arg-type]
            return
        words = text_width(HEADINGS[column], "small_strong")
        start = room.right() - words - _ARROW if right else room.left()
        start = max(start, room.left() - self._right)
        place = QRectF(start, room.top(), room.right() - start - _ARROW + 2, room.height())
        paint_text(painter, place, HEADINGS[column], font="small_strong", color="accent")
        icon = "chevron-down" if self._order[1] else "chevron-up"
        at = min(start + words + 2, room.right() - _ARROW + self._right)
        paint_icon(
            painter, icon, "accent", QRectF(at, room.center().y() - _ARROW / 2, _ARROW, _ARROW)
        )
