"""The list of the inbox: a row an organisation, its state as shape and word; heads that sort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal

from qnapp.domain.received import Sender
from qnapp.models.inbox_lines import HEADINGS, WAITING, InboxColumn, InboxLine
from qnapp.models.inbox_model import InboxModel, InboxRole, cell_words
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
    paint_section_row,
)
from qnapp.ui.kit.list_table import ListTable
from qnapp.ui.kit.paint import paint_icon, paint_text, text_width
from qnapp.ui.kit.report_signs import REPORT_SIGNS
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.table_columns import ColumnLayout

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    Index = QModelIndex | QPersistentModelIndex

_ORDINARY = frozenset(InboxColumn) - {InboxColumn.NUMBER}
LAYOUT = ColumnLayout(
    name="inbox.columns",
    columns=InboxColumn,
    titles={column: HEADINGS[column] for column in InboxColumn},
    stretch=InboxColumn.NAME,
    always=frozenset({InboxColumn.NAME, InboxColumn.STATE}),
    narrow=_ORDINARY,
    wide=frozenset(InboxColumn),
    widths={
        InboxColumn.STATE: 216,  # "Chưa gửi · quá hạn 156 ngày"
        InboxColumn.RECEIVED: 92,
        InboxColumn.REVISION: 52,
        InboxColumn.NUMBER: 158,
        InboxColumn.FINDINGS: 150,  # "2 lỗi, 11 cảnh báo" after its sign
        InboxColumn.ORIGIN: 138,
        InboxColumn.ANSWER: 106,
        InboxColumn.REMINDED: 134,  # "22/6/2026, lần 2"
    },
    wide_widths={},
    spare=(InboxColumn.NUMBER, InboxColumn.REMINDED, InboxColumn.FINDINGS, InboxColumn.ORIGIN),
)
PAD = 8
ROW = 30  # of 54 units as many as can be are seen at once
_ORIGINS = {
    Sender.CONFIRMED: ("key", "text2", "Đã xác nhận"),
    Sender.UNCONFIRMED: ("help", "soon", "Chưa xác nhận"),
    Sender.UNSIGNED: ("report", "soon", "Tệp Excel"),
}
_SIGN = 16
_ICON = 14
_ARROW = 16  # of a head that orders the list
_QUIET = frozenset({InboxColumn.NUMBER, InboxColumn.RECEIVED, InboxColumn.REMINDED})


class InboxDelegate(RowDelegate):
    """Headings run over all columns; the word stays in the text's colour, the shape carries it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, 0)  # heights are the view's affair

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        column = InboxColumn(index.column())
        if column in (InboxColumn.REVISION, InboxColumn.STATE):
            return True
        room = cell_rect(option).width() - 2 * PAD
        line: InboxLine = index.data(InboxRole.LINE)
        if column is InboxColumn.FINDINGS and line.arrivals is not None:
            return cell_width(line, column) > room
        return text_width(str(index.data() or "")) > room

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: InboxLine = index.data(InboxRole.LINE)
        rect, column = cell_rect(option), InboxColumn(index.column())
        painter.save()
        painter.setClipRect(rect)
        if line.arrivals is None:
            table = option.widget  # type: ignore[attr-defined] # left out of the stubs
            whole = QRect(0, rect.top(), table.viewport().width(), rect.height())
            paint_section_row(painter, whole, title=line.name, note=line.note, is_open=line.open)
        else:
            first = column is InboxColumn.NAME
            paint_row_background(
                painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=first
            )
            cell = QRectF(rect).adjusted(14 if first else PAD, 0, -PAD, 0)
            self._paint_cell(painter, cell, column, line)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, column: InboxColumn, line: InboxLine
    ) -> None:
        if column is InboxColumn.STATE:
            _paint_state(painter, cell, line)
        elif column is InboxColumn.REVISION:
            _paint_revision(painter, cell, line)
        elif column is InboxColumn.ORIGIN:
            _paint_origin(painter, cell, line)
        elif column is InboxColumn.FINDINGS:
            _paint_findings(painter, cell, line)
        else:
            waits = column is InboxColumn.ANSWER and line.answer_words == WAITING
            quiet = waits or column in _QUIET
            paint_text(painter, cell, cell_words(line, column), color="text2" if quiet else "text")


def _paint_state(painter: QPainter, cell: QRectF, line: InboxLine) -> None:
    sign = REPORT_SIGNS[line.state]
    left = _mark(painter, cell, _SIGN, shape=sign.shape, color=sign.color)
    words = cell.adjusted(left, 0, 0, 0)
    paint_text(painter, words, line.state_words)
    if late := _late_words(line):
        words.setLeft(words.left() + text_width(line.state_words + " · "))
        paint_text(painter, words, late, font="body_strong", color="bad")


def _late_words(line: InboxLine) -> str:
    return f"quá hạn {line.days_late} ngày" if line.overdue else ""


def cell_width(line: InboxLine, column: InboxColumn) -> float:
    """Width of what is painted in a cell, without the air at its sides."""
    words = text_width(cell_words(line, column))
    if column is InboxColumn.STATE:
        late = _late_words(line)
        words += _SIGN + 7 + (text_width(" · ") + text_width(late, "body_strong") if late else 0)
    elif column is InboxColumn.REVISION and line.gap_words:
        words += 6 + _ICON
    elif column is InboxColumn.FINDINGS and line.errors:
        words += _ICON + 7
    elif column is InboxColumn.ORIGIN and line.package is not None:
        words = text_width(_ORIGINS[line.package.sender][2]) + _ICON + 7
    return words


def _paint_revision(painter: QPainter, cell: QRectF, line: InboxLine) -> None:
    paint_text(painter, cell, line.revision_words)
    if line.gap_words:
        left = text_width(line.revision_words) + 6
        _mark(painter, cell.adjusted(left, 0, 0, 0), _ICON, icon="warning", color="soon")


def _paint_origin(painter: QPainter, cell: QRectF, line: InboxLine) -> None:
    if line.package is None:
        return
    icon, color, words = _ORIGINS[line.package.sender]
    left = _mark(painter, cell, _ICON, icon=icon, color=color)
    quiet = line.package.sender is Sender.CONFIRMED
    paint_text(painter, cell.adjusted(left, 0, 0, 0), words, color="text2" if quiet else "text")


def _paint_findings(painter: QPainter, cell: QRectF, line: InboxLine) -> None:
    """What is wrong in red with its sign; warnings alone are plain, and nothing is quiet."""
    if line.errors:
        left = _mark(painter, cell, _ICON, icon="warning", color="bad")
        words, tone = cell.adjusted(left, 0, 0, 0), "bad"
    else:
        words, tone = cell, "text" if line.warnings else "text2"
    paint_text(painter, words, line.findings_words, color=tone)


def _mark(
    painter: QPainter, cell: QRectF, size: int, *, shape: str = "", icon: str = "", color: str
) -> int:
    """Paint a shape or icon at the left of a cell; gives the room that it takes."""
    square = QRectF(cell.left(), cell.center().y() - size / 2, size, size)
    if shape:
        paint_shape(painter, square, shape, color)
    else:
        paint_icon(painter, icon, color, square)
    return size + 7


class InboxTable(ListTable):
    """Shows an ``InboxModel``; several rows can be selected to be answered together."""

    chosen_changed = Signal()
    open_wanted = Signal(str)  # code: Enter or a double click

    def __init__(self, model: InboxModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Sổ tiếp nhận", row=ROW, several=True, parent=parent)
        self._inbox = model
        self.setItemDelegate(InboxDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across = self.horizontalHeader()
        across.setSectionsMovable(True)
        across.setFirstSectionMovable(False)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._sort)
        across.setToolTip(
            "Bấm để sắp xếp, lần thứ ba để về nhóm như cũ; kéo để đổi chỗ, đổi độ rộng"
        )
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)

    def least_width(self, column: InboxColumn) -> int:
        """Width at which no cell of any organisation is cut, whatever the list is narrowed to."""
        words = max((cell_width(line, column) for line in self._inbox.lines), default=0.0)
        arrow = _ARROW if self._inbox.query.sort is column else 0
        head = text_width(HEADINGS[column], "small_strong") + arrow
        return round(max(words, head)) + 2 * PAD + 2

    def codes(self) -> list[str]:
        """Codes of the selected organisations, from top to bottom."""
        lines = [self._inbox.item(row) for row in self.selected_rows()]
        return [line.key for line in lines if line.arrivals is not None]

    def current_line(self) -> InboxLine | None:
        """The organisation of the current row."""
        index = self.currentIndex()
        line = self._inbox.item(index.row()) if index.isValid() else None
        return line if line is not None and line.arrivals is not None else None

    def go_to(self, code: str) -> bool:
        """Select an organisation and bring it into view; False where it is not shown."""
        row = self._inbox.row_of(code)
        if row < 0:
            return False
        index = self._inbox.index(row, InboxColumn.NAME)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def select_codes(self, codes: list[str]) -> None:
        """Select several organisations, as far as they are shown."""
        flags = QItemSelectionModel.SelectionFlag
        for code in codes:
            row = self._inbox.row_of(code)
            if row >= 0:
                self.selectionModel().select(
                    self._inbox.index(row, InboxColumn.NAME), flags.Select | flags.Rows
                )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in view when a notice above takes some of the room."""
        current = self.currentIndex()
        seen = current.isValid() and 0 <= self.visualRect(current).top() < event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.scrollTo(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        if event.key() == Qt.Key.Key_Left and line is not None:
            self._inbox.fold(line.group, folded=self._inbox.query.sort is None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.open_wanted.emit(line.key)
        else:
            super().keyPressEvent(event)

    def _sort(self, section: int) -> None:
        """One click sorts, the next turns it round, the third goes back to the groups."""
        query, column = self._inbox.query, InboxColumn(section)
        if query.sort is not column:
            wanted = replace(query, sort=column, descending=False)
        elif not query.descending:
            wanted = replace(query, descending=True)
        else:
            wanted = replace(query, sort=None, descending=False)
        current, codes = self.current_line(), self.codes()
        self._inbox.ask(wanted)
        if current is not None:
            self.go_to(current.key)
        self.select_codes(codes)
        self._show_order()

    def _show_order(self) -> None:
        query, across = self._inbox.query, self.horizontalHeader()
        across.setSortIndicatorShown(query.sort is not None)
        if query.sort is not None:
            order = Qt.SortOrder
            down = order.DescendingOrder if query.descending else order.AscendingOrder
            across.setSortIndicator(query.sort, down)

    def _selection_changed(self, *_: object) -> None:
        self.chosen_changed.emit()

    def _clicked(self, index: QModelIndex) -> None:
        line = self._inbox.item(index.row())
        if line.arrivals is None:
            self._inbox.fold(line.group, folded=line.open)

    def _double_clicked(self, _index: QModelIndex) -> None:
        line = self.current_line()
        if line is not None:
            self.open_wanted.emit(line.key)
