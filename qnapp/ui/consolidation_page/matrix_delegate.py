"""Paints the matrix: shapes in cells, headings over the whole width, codes at the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip

from qnapp.domain.matrix import Gap, GroupLine, UnitLine
from qnapp.models.matrix_model import FIXED, Column, MatrixRole, group_title
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_selected,
    paint_row_background,
    wrap_tip,
)
from qnapp.ui.kit.paint import paint_icon, paint_ring, paint_text, text_width
from qnapp.ui.kit.shapes import shape_pixmap
from qnapp.ui.kit.signs import APART, NO_PACKAGE, RIVALS, SILENT, STANDING_SIGNS
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from qnapp.domain.matrix import Mark
    from qnapp.models.headed import Index
    from qnapp.models.matrix_lines import ReceivedNote
    from qnapp.models.matrix_model import MatrixModel
    from qnapp.ui.consolidation_page.matrix_table import MatrixTable
    from qnapp.ui.kit.signs import Sign

SHAPE = 16
LEFT = 14  # before the first column's words
INDENT = 32  # of a unit's name under its heading
HEAD = 32
_LATE_ICON = 14
_ARROW, _LINE_END = 14, 10  # of the sorted column's head
_GAP_SIGNS = {
    Gap.SILENT: SILENT,
    Gap.RIVALS: RIVALS,
    Gap.NO_PACKAGE: NO_PACKAGE,
    Gap.APART: APART,
}


def mark_sign(mark: Mark) -> Sign | None:
    """Sign of a cell, None where nothing is assigned."""
    if mark is None:
        return None
    if isinstance(mark, Gap):
        return _GAP_SIGNS[mark]
    return STANDING_SIGNS[mark]


class MatrixDelegate(RowDelegate):
    """Paints the cells of both halves of the matrix."""

    def __init__(self, model: MatrixModel, table: MatrixTable) -> None:
        super().__init__(table)
        self._model = model
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, line = cell_rect(option), index.data(MatrixRole.LINE)
        if isinstance(line, GroupLine):
            self._paint_group(painter, rect, line, index)
            return
        paint_row_background(
            painter,
            rect,
            selected=is_selected(option),
            hovered=self._table.hovered_row() == index.row(),
            first=index.column() == Column.NAME,
        )
        if index.column() >= FIXED:
            self._paint_mark(painter, rect, index)
        elif isinstance(line, UnitLine):
            self._paint_front(painter, rect, line, index)

    def paint_rest(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Let a heading run on over what lies to the right of the last column."""
        line = index.data(MatrixRole.LINE)
        if isinstance(line, GroupLine) and rect.width() > 0:
            self._paint_group(painter, rect, line, index)

    def _paint_group(self, painter: QPainter, rect: QRect, line: GroupLine, index: Index) -> None:
        """Each cell shows its part of one line that runs over both halves."""
        # Who comes by a chip above chose a state, not this line; with the keyboard it is chosen.
        current = self._table.current_row() == index.row() and self._table.has_keyboard()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, theme().color("sel" if current else "raised"))
        area = self._table.line_rect(rect, front=index.column() < FIXED)
        box = QRectF(area.left() + 10, area.center().y() - 6, 14, 14)
        paint_icon(painter, "chevron-down" if line.is_open else "chevron-right", "text2", box)
        title = group_title(line.state, len(line.names))
        words = QRectF(area).adjusted(INDENT, 0, -12, 0)
        paint_text(painter, words, title, font="body_strong")
        if not line.is_open:
            words.setLeft(words.left() + text_width(title, "body_strong") + 14)
            paint_text(painter, words, ", ".join(line.names), color="text2")
        if current:
            paint_ring(painter, area)
        painter.restore()

    def _paint_front(self, painter: QPainter, rect: QRect, line: UnitLine, index: Index) -> None:
        area, note = QRectF(rect), index.data(MatrixRole.NOTE)
        if index.column() == Column.NAME:
            room = area.adjusted(INDENT, 0, -4, 0)
            if note.doubted:
                room.setRight(room.right() - 18)
                key = QRectF(area.right() - 20, area.center().y() - 7, 14, 14)
                paint_icon(painter, "key", "soon", key)
            paint_text(painter, room, line.reporter.name)
        elif index.column() == Column.RECEIVED:
            _paint_note(painter, area, note)
        else:
            room = area.adjusted(0, 0, -10, 0)
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, room, str(index.data()), font="small", color="text2", align=right)
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme().color("field"))

    def _paint_mark(self, painter: QPainter, rect: QRect, index: Index) -> None:
        sign = mark_sign(self._model.mark_at(index.row(), index.column()))
        if sign is not None:
            ratio = painter.device().devicePixelRatio()
            pixmap = shape_pixmap(sign.shape, SHAPE, ratio, sign.color)
            left = round((rect.left() + (rect.width() - SHAPE) / 2) * ratio) / ratio
            top = round((rect.top() + (rect.height() - SHAPE) / 2) * ratio) / ratio
            painter.drawPixmap(QRectF(left, top, SHAPE, SHAPE).topLeft(), pixmap)
        if self._table.is_current(index.row(), index.column()):
            paint_ring(painter, QRectF(rect).adjusted(1, 1, -1, -1))

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        if index.column() != Column.NAME or isinstance(index.data(MatrixRole.LINE), GroupLine):
            return True
        width = cell_rect(option).width() - INDENT - 4
        return text_width(str(index.data())) > width


def _paint_note(painter: QPainter, area: QRectF, note: ReceivedNote) -> None:
    if note.icon:
        box = QRectF(area.left(), area.center().y() - _LATE_ICON / 2, _LATE_ICON, _LATE_ICON)
        paint_icon(painter, note.icon, "ok" if note.icon == "tick" else note.color, box)
    words = area.adjusted(_LATE_ICON + 6 if note.icon else 0, 0, -4, 0)
    strong = note.color in ("soon", "bad")
    paint_text(
        painter, words, note.text, font="small_strong" if strong else "small", color=note.color
    )


class MatrixHeader(QHeaderView):
    """Words over the front, codes over the tasks; the sorted column says so."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._matrix = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, theme().color("surface"))
        is_sorted = self._matrix.sorted_column() == logical
        text = str(self._matrix.headerData(logical, Qt.Orientation.Horizontal) or "")
        color = "accent" if is_sorted else "text2"
        area = QRectF(rect)
        if logical >= FIXED:
            # Half of a code would be another task's: "1.17" without its end reads as 1.1.
            air = (area.width() - text_width(text, "matrix")) / 2
            if area.left() + air >= 0 and area.right() - air <= self.viewport().width():
                middle = Qt.AlignmentFlag.AlignHCenter
                paint_text(
                    painter, area, text, font="matrix", color=color, align=middle, elide=False
                )
        else:
            left = LEFT if logical == Column.NAME else 0
            right = logical == Column.DONE
            align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            words = area.adjusted(left, 0, -10 if right else -4, 0)
            paint_text(painter, words, text, font="small_strong", color=color, align=align)
            if is_sorted and not right:
                self._paint_order(painter, words, text)
        if is_sorted:
            end = rect.right() - (_LINE_END if logical < FIXED else 0)  # short of the next words
            line = QRect(rect.left(), rect.bottom() - 1, end - rect.left() + 1, 2)
            painter.fillRect(line, theme().color(color))
        if logical == Column.DONE:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme().color("field"))
        painter.restore()

    def _paint_order(self, painter: QPainter, words: QRectF, text: str) -> None:
        icon = "chevron-down" if self._matrix.query.descending else "chevron-up"
        left = words.left() + text_width(text, "small_strong") + 2
        box = QRectF(left, words.center().y() - _ARROW / 2, _ARROW, _ARROW)
        paint_icon(painter, icon, "accent", box)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        logical = self.logicalIndexAt(event.pos())
        role = Qt.ItemDataRole.ToolTipRole
        tip = self._matrix.headerData(logical, Qt.Orientation.Horizontal, role)
        QToolTip.showText(event.globalPos(), wrap_tip(str(tip or "")), self)
        return True
