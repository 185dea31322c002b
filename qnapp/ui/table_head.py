"""A head of a table by which one orders: each word stands exactly over its column's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from qnapp.ui.kit.paint import paint_icon, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from enum import IntEnum

    from PySide6.QtGui import QPainter

_ARROW = 14
TIP = "Bấm để sắp xếp theo cột; bấm “Mã” để về thứ tự của Nghị quyết"


class TableHead(QHeaderView):
    """Words and their side are the model's; the line below is the sheet's, in one piece.

    ``left`` is the room before the first column's text, ``inner`` that before
    every other one's, ``right`` that behind each.
    """

    def __init__(
        self, left: int, right: int, *, inner: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left, self._right, self._inner = left, right, inner
        self._order: tuple[IntEnum, bool] | None = None
        self.setToolTip(TIP)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(40)

    def show_order(self, order: tuple[IntEnum, bool] | None) -> None:
        """Mark the column by which the rows are ordered; True: downwards."""
        self._order = order
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, theme().color("surface"))
        left = self._left if logical == 0 else self._inner
        room = QRectF(rect).adjusted(left, 0, -self._right, 0)
        self._paint_words(painter, room, logical)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRectF, column: int) -> None:
        told = self._told(column, Qt.ItemDataRole.TextAlignmentRole)
        right = bool(told and Qt.AlignmentFlag(told) & Qt.AlignmentFlag.AlignRight)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        words = str(self._told(column, Qt.ItemDataRole.DisplayRole) or "")
        if self._order is None or self._order[0] != column:
            paint_text(painter, room, words, font="small_strong", color="text2", align=align)
            return
        width = text_width(words, "small_strong")
        start = room.right() - width - _ARROW if right else room.left()
        start = max(start, room.left() - self._right)
        place = QRectF(start, room.top(), room.right() - start - _ARROW + 2, room.height())
        paint_text(painter, place, words, font="small_strong", color="accent")
        icon = "chevron-down" if self._order[1] else "chevron-up"
        at = min(start + width + 2, room.right() - _ARROW + self._right)
        paint_icon(
            painter, icon, "accent", QRectF(at, room.center().y() - _ARROW / 2, _ARROW, _ARROW)
        )

    def _told(self, column: int, role: Qt.ItemDataRole) -> Any:
        return self.model().headerData(column, Qt.Orientation.Horizontal, role)
