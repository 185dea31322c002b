"""Kiểm tra: faults and warnings as sentences; a click jumps to the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from qnapp.documents.part_findings import finding_titles
from qnapp.domain.check_rules import shown_code
from qnapp.domain.finding_words import without_advice
from qnapp.domain.overview import describe_findings, must_be_mended, returned_count
from qnapp.domain.report_checks import part_of
from qnapp.domain.reporting import Finding, Level
from qnapp.models.finding_model import (
    RETURNED,
    FindingModel,
    FindingRole,
    LevelRole,
    OpenRole,
    TitleRole,
)
from qnapp.ui.kit.delegates import (
    PADDING,
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.paint import (
    lines_height,
    paint_box,
    paint_icon,
    paint_lines,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import RETURNED as RETURNED_SIGN
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.kit.theme import theme
from qnapp.ui.page import Page
from qnapp.ui.refused import PIECE

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet
    from qnapp.ui.session import Session

GOOD = "Không còn lỗi. Có thể xuất báo cáo để trình ký."
CLOSED_GOOD = "Kỳ đã khóa. Không có lỗi, không có cảnh báo."
NOTHING = "Đơn vị chưa theo dõi nhiệm vụ, chỉ tiêu nào nên chưa có gì để kiểm tra."
JUMP, JUMP_PART = "Đến ô này", "Đến phần này"
SHOW_ROW = "Xem dòng này"  # there is nothing to write in
_CODE = 76
_SIDE = 16  # left and right of a row
_GAP = 20  # between words and link
Index = QModelIndex | QPersistentModelIndex


class FindingDelegate(RowDelegate):
    """A head of 30; a finding of 50 or more: code, sentence, title of the row, the link."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(FindingRole) is None:
            return QSize(400, theme().px(30))
        return QSize(400, max(theme().px(50), sum(self._heights(index)) + 2 * PADDING))

    def _heights(self, index: Index) -> tuple[int, int]:
        """Heights of the sentence and of the title below it, in as many lines as they need."""
        width = row_width(self) - 2 * _SIDE - self._beside()
        sentence = lines_height(str(index.data()), width, max_lines=0)
        title = index.data(TitleRole)
        below = lines_height(title, width, font="small", max_lines=0) if title else 0
        return sentence, below

    def is_cut(self, _option: QStyleOptionViewItem, _index: Index) -> bool:
        return False

    @staticmethod
    def _beside() -> float:
        """Width of what stands left and right of the words."""
        return theme().px(_CODE) + _link_width() + _GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding | None = index.data(FindingRole)
        if finding is None:
            self._paint_head(painter, cell_rect(option), str(index.data()), index.data(LevelRole))
            return
        rect = cell_rect(option)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        self._paint_finding(painter, rect, index)

    def _paint_head(self, painter: QPainter, rect: QRect, words: str, level: str) -> None:
        paint_box(painter, rect, fill="raised", radius=0)
        box = QRectF(rect.left() + 16, rect.center().y() - 7.5, 16, 16)
        _paint_level(painter, box, level)
        paint_text(painter, QRectF(rect.adjusted(42, 0, -16, 0)), words, font="body_strong")

    def _paint_finding(self, painter: QPainter, rect: QRect, index: Index) -> None:
        finding: Finding = index.data(FindingRole)
        area = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        code = QRectF(area.left(), area.top(), theme().px(_CODE) - 8, area.height())
        paint_text(painter, code, finding.row_code, font="body_strong", color="text2")
        jump = JUMP_PART if part_of(finding) else JUMP if index.data(OpenRole) else SHOW_ROW
        above, below = self._heights(index)
        top = area.top() + (area.height() - above - below) / 2
        left, width = area.left() + theme().px(_CODE), area.width() - self._beside()
        words = QRectF(left, top, width, above)
        paint_lines(painter, words, str(index.data()), max_lines=0)
        words.translate(0, above)
        title = index.data(TitleRole)
        paint_lines(painter, words, title, font="small", color="text2", max_lines=0)
        link = _link_width() + 1
        right = QRectF(area.right() - link, area.top(), link, area.height())
        paint_text(painter, right, jump, color="accent", align=Qt.AlignmentFlag.AlignRight)


def _link_width() -> float:
    return max(map(text_width, (JUMP, JUMP_PART, SHOW_ROW)))


def _paint_level(painter: QPainter, box: QRectF, level: str) -> None:
    if level == Level.ERROR:  # Qt hands a plain str back
        paint_shape(painter, box, "triangle_mark")
    elif level == RETURNED:
        paint_shape(painter, box, RETURNED_SIGN.shape)
    else:
        paint_icon(painter, "warning", "soon", box)


class ChecksPage(Page):
    """The list of what the checks found in this period."""

    key = "checks"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = FindingModel(self)
        self.view = RowList("Lỗi và cảnh báo")
        self.view.set_rows(self.model, FindingDelegate)
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.view.clicked.connect(self._jump)
        self.view.activated.connect(self._jump)
        self.empty = EmptyState(GOOD, "Đến báo cáo", good=True)
        self.empty.clicked.connect(self._go_on)
        card = Card(padding=0)
        self._stack = QStackedLayout()
        card.body.addLayout(self._stack)  # first: what it shows before would be a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.addWidget(card)

    def subtitle(self) -> str:
        sheet = self.session.worksheet()
        if not sheet.own_tasks and not sheet.followed_indicators and not self.session.findings():
            return ""  # what the page says instead stands in its middle
        returned = returned_count(sheet)
        before = f"{returned} dòng bị trả lại, " if returned else ""
        return before + describe_findings(self.session.findings())

    def focus_first(self) -> QWidget:
        return self.view

    def reload(self) -> None:
        self.session.read_texts()
        index = self.view.currentIndex()
        kept = self.model.finding(index.row()) if index.isValid() else None
        sheet = self.session.worksheet()
        titles = finding_titles(sheet)
        returned = _returned(sheet)
        found = self.session.findings()
        if sheet.locked:  # what only a person who unlocks the period can mend is no advice
            open_rows = {one.where for one in returned}
            found = [one if one.where in open_rows else without_advice(one) for one in found]
        self.model.set_findings(found, titles, returned=returned, closed=sheet.locked)
        if sheet.own_tasks or sheet.followed_indicators:
            words = CLOSED_GOOD if sheet.locked else GOOD
            self.empty.set_text(words, "Đến báo cáo", good=True)
        else:
            self.empty.set_text(NOTHING, "Đến nhiệm vụ")
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self.empty)
        row = self.model.row_of(kept) if kept is not None else -1
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def _jump(self, index: QModelIndex) -> None:
        finding = self.model.finding(index.row()) if index.isValid() else None
        if finding is not None and (part := part_of(finding)):
            self.session.go("report", part)
        elif finding is not None:
            tasks = {row.uid for row in self.session.worksheet().tasks}
            page = "tasks" if finding.where in tasks else "indicators"
            if finding.where.startswith(PIECE):
                page = "evidence"
            if finding.field:
                self.session.go_to_field(page, finding.where, finding.field)
            else:
                self.session.go(page, finding.where)

    def _go_on(self) -> None:
        sheet = self.session.worksheet()
        self.session.go("report" if sheet.own_tasks or sheet.followed_indicators else "tasks")


def _returned(sheet: Worksheet) -> list[Finding]:
    """Rows that came back from above, each with the reason as its sentence."""
    rows: list[TaskRow | IndicatorRow] = [*sheet.tasks, *sheet.indicators]
    return [
        Finding(RETURNED, _level(row), f"{code}: {row.returned.reason}", row.uid, code, "")
        for row, code in ((row, shown_code(row)) for row in rows)
        if row.returned is not None
    ]


def _level(row: TaskRow | IndicatorRow) -> Level:
    return Level.ERROR if must_be_mended(row) else Level.WARNING
