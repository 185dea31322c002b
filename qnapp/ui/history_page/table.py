"""The table of the history: a change in two lines, an event with a chevron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal

from qnapp.models.journal_model import JournalColumn, JournalModel, LineRole
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.list_table import ListTable
from qnapp.ui.kit.paint import break_lines, paint_icon, paint_lines, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from qnapp.models.journal_lines import JournalLine

Index = QModelIndex | QPersistentModelIndex
ROW = 50
WIDTHS = {
    JournalColumn.WHEN: 104,
    JournalColumn.WHO: 142,
    JournalColumn.OLD: 150,
    JournalColumn.NEW: 170,
}
_CHILD = 18  # a change of an unfolded event stands further in


class JournalDelegate(RowDelegate):
    """Two lines a cell: day and time, person and what brought it, row and field; the values."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: JournalLine = index.data(LineRole)
        column = JournalColumn(index.column())
        rect = cell_rect(option)
        rest = "raised" if line.is_event else "surface"
        paint_row_background(
            painter,
            rect,
            selected=is_selected(option),
            hovered=is_hovered(option),
            first=column is JournalColumn.WHEN,
            rest=rest,
        )
        painter.fillRect(
            QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme().color("border")
        )
        area = QRectF(rect).adjusted(14 if column is JournalColumn.WHEN else 8, 0, -6, 0)
        if line.child and column is JournalColumn.WHEN:
            area.setLeft(area.left() + _CHILD)
        if column in (JournalColumn.OLD, JournalColumn.NEW):
            color = "text2" if column is JournalColumn.OLD else "text"
            words = line.old if column is JournalColumn.OLD else line.new
            paint_lines(painter, area, words, color=color, centred=True)
        elif line.is_event and column is JournalColumn.WHERE:
            self._paint_event(painter, area, line)
        else:
            first, second, strong = _words(line, column)
            self._paint_two(painter, area, first, second, strong=strong)

    def _paint_two(
        self, painter: QPainter, area: QRectF, first: str, second: str, *, strong: str = ""
    ) -> None:
        body, small = theme().line("body"), theme().line("small")
        height = body + (small if second else 0)
        top = area.top() + (area.height() - height) / 2
        line = QRectF(area.left(), top, area.width(), body)
        if strong:
            paint_text(painter, line, strong, font="body_strong")
            line.setLeft(line.left() + text_width(strong, "body_strong") + 6)
        paint_text(painter, line, first)
        below = QRectF(area.left(), top + body, area.width(), small)
        paint_text(painter, below, second, font="small", color="text2")

    def _paint_event(self, painter: QPainter, area: QRectF, line: JournalLine) -> None:
        mark = QRectF(area.left(), area.center().y() - 8, 16, 16)
        paint_icon(painter, "chevron-down" if line.opened else "chevron-right", "text2", mark)
        room = area.adjusted(22, 0, 0, 0)
        self._paint_two(painter, room, "", line.where.field, strong=line.where.code)

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        column = JournalColumn(index.column())
        if column in (JournalColumn.OLD, JournalColumn.NEW):
            width = cell_rect(option).width() - 14
            return break_lines(str(index.data()), "body", width, 2)[1]
        return column is JournalColumn.WHERE


def _words(line: JournalLine, column: JournalColumn) -> tuple[str, str, str]:
    """First line, second line, and what stands strong before the first."""
    if column is JournalColumn.WHEN:
        return (line.time, "", "") if line.child else (line.day, line.time, "")
    if column is JournalColumn.WHO:
        return line.who, line.how, ""
    return line.where.title, line.where.field, line.where.code


class JournalTable(ListTable):
    """``toggled`` asks to fold or unfold an event; ``opened`` is Enter or a double click."""

    toggled = Signal(int)
    opened = Signal()

    def __init__(self, model: JournalModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Nhật ký", row=ROW, parent=parent)
        self.setItemDelegate(JournalDelegate(self))
        self.set_widths(WIDTHS, JournalColumn.WHERE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(LineRole).is_event:
            self.toggled.emit(index.row())

    def _double_clicked(self, index: QModelIndex) -> None:
        if not index.data(LineRole).is_event:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        line: JournalLine | None = index.data(LineRole) if index.isValid() else None
        if line is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if line.is_event:
                self.toggled.emit(index.row())
            else:
                self.opened.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and line.is_event:
            if line.opened == (event.key() == Qt.Key.Key_Left):
                self.toggled.emit(index.row())
        else:
            super().keyPressEvent(event)
