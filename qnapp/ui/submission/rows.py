"""The rows of a received report: filters, table, and the chosen row in full beside it."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.domain.reporting import IndicatorRow, TaskRow
from qnapp.models.received_rows import APART, ReportRow, RowFilter
from qnapp.models.received_rows_model import ReceivedRowsModel, RowColumn, RowRole
from qnapp.ui.kit.buttons import paint_check
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.list_table import TickTable
from qnapp.ui.kit.paint import break_lines, paint_lines, paint_text, text_width
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import APART as APART_SIGN
from qnapp.ui.kit.signs import Sign, task_sign, verdict_sign
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.delegate import two_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.ui.submission.detail import RowDetail

    Index = QModelIndex | QPersistentModelIndex

CHIPS = {
    RowFilter.ALL: "Tất cả",
    RowFilter.OVERDUE: "Quá hạn",
    RowFilter.EVIDENCE: "Thiếu tệp",
    RowFilter.REMARKS: "Khó khăn, đề xuất",
    RowFilter.CHANGED: "Khác lần trước",
    RowFilter.FINDINGS: "Có điểm kiểm tra",
    RowFilter.SILENT: "Không báo cáo",
    RowFilter.MARKED: "Trả lại",
}
READING, UNREAD = "Đang đọc báo cáo.", "Chưa đọc được báo cáo này."
EMPTY = "Không có dòng nào như vậy trong báo cáo này."
WIDTHS = {
    RowColumn.MARK: 40,
    RowColumn.CODE: 72,
    RowColumn.STATE: 196,
    RowColumn.FIGURE: 104,
    RowColumn.FILES: 48,
}
DROPPED = (RowColumn.FILES,)
CHANGED_WORDS = "khác lần trước"
DETAIL = 390
MOST_DETAIL = 0.36  # of the width, at large fonts
_SIGN, _BOX = 16, 18
_SIDE = 8  # of a cell's words, at the left and at the right


def row_sign(line: ReportRow) -> Sign | None:
    """Shape and colour of a row's state, None where it has none."""
    if isinstance(line.row, TaskRow) and line.row.standing is not None and not line.silent:
        return task_sign(line.row)
    if isinstance(line.row, IndicatorRow) and line.row.verdict is not None:
        return verdict_sign(line.row.verdict)
    return None


class _Delegate(RowDelegate):
    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        rect = cell_rect(option)
        lines = max(rect.height() // theme().line("body"), 1)
        return break_lines(str(index.data() or ""), "body", rect.width() - 16, lines)[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ReportRow = index.data(RowRole)
        rect, column = cell_rect(option), RowColumn(index.column())
        painter.save()
        painter.setClipRect(rect)
        if line.row is None:
            self._paint_heading(painter, option, line)
        else:
            paint_row_background(
                painter,
                rect,
                selected=is_selected(option),
                hovered=is_hovered(option),
                first=column is RowColumn.MARK,
            )
            self._paint_cell(painter, QRectF(rect).adjusted(_SIDE, 0, -_SIDE, 0), column, line)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, line: ReportRow
    ) -> None:
        table, rect = option.widget, cell_rect(option)  # type: ignore[attr-defined] # no stub
        whole = QRect(0, rect.top(), table.viewport().width(), rect.height())
        paint_row_background(painter, whole, rest="raised")
        paint_text(painter, QRectF(whole).adjusted(14, 0, -14, 0), line.title, font="body_strong")

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, column: RowColumn, line: ReportRow
    ) -> None:
        if column is RowColumn.MARK:
            box = QRectF(cell.left() + 4, cell.center().y() - _BOX / 2, _BOX, _BOX)
            state = Qt.CheckState.Checked if line.marked else Qt.CheckState.Unchecked
            paint_check(painter, box, state)
        elif column is RowColumn.CODE:
            paint_text(painter, cell, line.code, font="body_strong")
        elif column is RowColumn.TITLE:
            tone = "text2" if line.silent else "text"
            lines = max(int(cell.height() // theme().line("body")), 1)
            paint_lines(painter, cell, line.title, color=tone, max_lines=lines, centred=True)
        elif column is RowColumn.STATE:
            _paint_state(painter, cell, line)
        else:
            words = line.figure if column is RowColumn.FIGURE else str(line.files or "")
            paint_lines(painter, cell, words, centred=True, align=Qt.AlignmentFlag.AlignRight)


def _paint_state(painter: QPainter, cell: QRectF, line: ReportRow) -> None:
    sign, square = row_sign(line), QRectF(cell.left(), cell.center().y() - 8, _SIGN, _SIGN)
    if line.state == APART:
        paint_shape(painter, square, APART_SIGN.shape, APART_SIGN.color)
    elif sign is not None:
        paint_shape(painter, square, sign.shape, sign.color)
    elif line.silent:
        paint_shape(painter, square, "hatching")
    words = cell.adjusted(_SIGN + 7, 0, 0, 0)
    first, below = _state_words(line)
    if not below:
        paint_lines(painter, words, first, max_lines=2, centred=True)
        return
    upper, lower = two_lines(words)
    paint_text(painter, upper, first)
    paint_text(painter, lower, below, font="small", color="text2")


def _state_words(line: ReportRow) -> tuple[str, str]:
    sign = row_sign(line) if line.state != APART else None
    first, second = (sign.first, sign.second) if sign is not None else (line.state, "")
    return first, " · ".join(filter(None, (second, CHANGED_WORDS * line.changed)))


def _state_width(line: ReportRow) -> float:
    """Width in pixels of the cell in which the state of a row stands whole."""
    first, below = _state_words(line)
    return max(text_width(first), text_width(below, "small")) + _SIGN + 7 + 2 * _SIDE + 2


class RowsTable(TickTable):
    """Headings are lower than rows; a row that is ticked is to be returned."""

    def __init__(self, model: ReceivedRowsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Các dòng của báo cáo", row=50, parent=parent)
        self._rows = model
        self.setItemDelegate(_Delegate(self))
        self.set_widths(WIDTHS, RowColumn.TITLE, drop=DROPPED)
        self.tick_wanted.connect(self._switch)
        model.rowsInserted.connect(self._size_headings)
        model.modelReset.connect(self._size_headings)

    def fit_states(self, rows: Iterable[ReportRow]) -> None:
        """Leave the titles what the states of all rows of the report do not need."""
        needed = max((_state_width(line) for line in rows if line.row is not None), default=0.0)
        state = min(ceil(needed / theme().px(100) * 100), WIDTHS[RowColumn.STATE])
        self.set_widths(WIDTHS | {RowColumn.STATE: state}, RowColumn.TITLE, drop=DROPPED)

    def current_uid(self) -> str:
        """Uid of the current row, "" for none."""
        index = self.currentIndex()
        line = self._rows.item(index.row()) if index.isValid() else None
        return line.key if line is not None and line.row is not None else ""

    def go_to(self, uid: str) -> bool:
        """Make a row the current one; False where it is not shown."""
        row = self._rows.row_of(uid)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row, RowColumn.TITLE))
            self.scrollTo(self.currentIndex())
        return row >= 0

    def _switch(self, row: int) -> None:
        line = self._rows.item(row)
        if line.row is not None:
            self._rows.mark_wanted.emit(line.key, not line.marked)

    def _size_headings(self, *_: object) -> None:
        for row in range(self._rows.rowCount()):
            heading = self._rows.item(row).row is None
            self.setRowHeight(row, theme().px(30 if heading else 50))


class RowsView(QWidget):
    """Table at the left, the chosen row in full at the right."""

    shown = Signal(str)  # uid of the row that the detail shows

    def __init__(self, detail: RowDetail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ReceivedRowsModel(self)
        self.table = RowsTable(self.model)
        self.detail = detail
        self.empty = EmptyState(READING)
        self.search = SearchField("Tìm trong báo cáo")
        self.chips = ChipBar()
        self.chips.setAccessibleName("Lọc dòng")
        for wanted, words in CHIPS.items():
            self.chips.add_chip(wanted, words, count=0)
        self._build()
        self.chips.chosen.connect(self._choose)
        self.search.searched.connect(self._search)
        self.empty.clicked.connect(self.clear)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)

    def _build(self) -> None:
        card = Card(padding=0)
        card.body.setSpacing(0)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 8, 12, 6)
        tools.addWidget(self.chips)
        card.body.addLayout(tools)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(card, 1)
        box.addWidget(self.detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setFixedWidth(min(theme().px(DETAIL), int(self.width() * MOST_DETAIL)))

    def load(self, rows: list[ReportRow]) -> None:
        """Show rows; the current one stays."""
        self.empty.set_text(EMPTY, "Bỏ lọc")
        uid = self.table.current_uid()
        self.model.load(rows)
        self.table.fit_states(rows)
        for wanted, count in self.model.counts().items():
            self.chips.set_count(wanted, count)
        self._after(uid)

    def tell_unread(self) -> None:
        """Say that there is nothing to show: the report could not be read."""
        self.empty.set_text(UNREAD)

    def go_to(self, uid: str) -> None:
        """Show a row, whatever filter hides it."""
        if not self.table.go_to(uid):
            self.clear()
            self.table.go_to(uid)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Show all rows again."""
        self.search.set_value("")
        self.chips.set_current(RowFilter.ALL)
        self._ask(replace(self.model.query, filter=RowFilter.ALL, needle=""))

    def _choose(self, key: str) -> None:
        self._ask(replace(self.model.query, filter=RowFilter(key)))

    def _search(self, text: str) -> None:
        self._ask(replace(self.model.query, needle=text))

    def _ask(self, query: object) -> None:
        uid = self.table.current_uid()
        self.model.ask(query)  # type: ignore[arg-type] # made of its own one
        self._after(uid)

    def _after(self, uid: str) -> None:
        found = self.model.shown()
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if found and not self.table.go_to(uid):
            self.table.go_to(found[0].key)
        self._tell()

    def _current_changed(self, *_: object) -> None:
        self._tell()

    def _tell(self) -> None:
        self.shown.emit(self.table.current_uid())
