"""The headings at the left; a click brings the text there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Signal

from qnapp.models.heading_model import DepthRole, HeadingModel
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_focused,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.paint import break_lines, lines_height, paint_lines, paint_ring
from qnapp.ui.kit.scrolling import ScrolledEdge

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from qnapp.ui.kit.fonts import FontRole

Index = QModelIndex | QPersistentModelIndex
_LINES = 2
_STEP = 12  # of a deeper heading


class HeadingDelegate(RowDelegate):
    """One heading in at most two lines, deeper ones further in."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = row_width(self)
        depth = int(index.data(DepthRole))
        room = width - _left(depth) - 10
        height = lines_height(str(index.data()), room, font=_font(depth), max_lines=_LINES)
        return QSize(width, height + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, depth = cell_rect(option), int(index.data(DepthRole))
        selected = is_selected(option)
        paint_row_background(
            painter, rect, selected=selected, hovered=is_hovered(option), first=True
        )
        room = QRectF(rect).adjusted(_left(depth), 0, -10, 0)
        font = _font(depth)
        paint_lines(painter, room, str(index.data()), font=font, max_lines=_LINES, centred=True)
        if is_focused(option):
            paint_ring(painter, QRectF(rect).adjusted(1, 1, -1, -1))

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        depth = int(index.data(DepthRole))
        room = cell_rect(option).width() - _left(depth) - 10
        return break_lines(str(index.data()), _font(depth), room, _LINES)[1]


def _left(depth: int) -> int:
    return 14 + max(depth - 1, 0) * _STEP


def _font(depth: int) -> FontRole:
    return "body_strong" if depth < 2 else "body_small"


class Contents(RowList):
    """``chosen`` carries the id of a heading's paragraph."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Các mục của Nghị quyết", parent)
        self.headings = HeadingModel(self)
        self.set_rows(self.headings, HeadingDelegate)
        self._edge = ScrolledEdge(self)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def follow(self, paragraph_id: str) -> None:
        """Mark the heading that the reader is under."""
        row = self.headings.row_of(paragraph_id)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self.headings.index(row))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.headings.paragraph_id(index.row()))
