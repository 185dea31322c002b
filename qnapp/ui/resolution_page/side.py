"""What stands beside the text: the way back, doubts of the paragraph, its tasks and indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.models.related_model import FOUND_WORDS, RelatedModel, RelatedRole
from qnapp.text import curled
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.delegates import (
    PADDING,
    RowDelegate,
    cell_rect,
    is_focused,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.paint import (
    break_lines,
    lines_height,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.surfaces import ScrollColumn
from qnapp.ui.kit.theme import theme
from qnapp.ui.resolution_page.text_view import DOUBT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.domain.plan import Paragraph
    from qnapp.models.related_model import Related

Index = QModelIndex | QPersistentModelIndex
_SIDE = 14
_AROUND = 8  # above and below the doubts
_LINES = 3
_SHAPE = 14
NOTHING = "Đoạn này không nêu riêng nhiệm vụ, chỉ tiêu nào."


class RelatedDelegate(RowDelegate):
    """Code and how it was found; the title; the sign and what it says."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = row_width(self)
        row: Related = index.data(RelatedRole)
        title = lines_height(row.title, width - 2 * _SIDE, max_lines=_LINES)
        height = theme().line("body") + title + theme().line("small") + 4 + 2 * (PADDING + 3)
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Related = index.data(RelatedRole)
        rect = cell_rect(option)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        area = QRectF(rect).adjusted(_SIDE, PADDING + 3, -_SIDE, -PADDING - 3)
        line, small = theme().line("body"), theme().line("small")
        code = QRectF(area.left(), area.top(), area.width(), line)
        paint_text(painter, code, row.code, font="body_strong", color="accent")
        code.setLeft(code.left() + text_width(row.code, "body_strong") + 8)
        paint_text(painter, code, FOUND_WORDS[row.found], font="small", color="text2")
        title = area.adjusted(0, line, 0, -small - 4)
        paint_lines(painter, title, row.title, max_lines=_LINES)
        self._paint_state(painter, area, row)
        painter.fillRect(
            QRectF(rect.left() + _SIDE, rect.bottom(), rect.width() - 2 * _SIDE, 1),
            theme().color("border"),
        )
        if is_focused(option):
            paint_ring(painter, QRectF(rect).adjusted(1, 1, -1, -1))

    def _paint_state(self, painter: QPainter, area: QRectF, row: Related) -> None:
        small = theme().line("small")
        foot = QRectF(area.left(), area.bottom() - small, area.width(), small)
        if row.shape:
            top = foot.top() + (small - _SHAPE) / 2
            paint_shape(painter, QRectF(foot.left(), top, _SHAPE, _SHAPE), row.shape)
            foot.setLeft(foot.left() + _SHAPE + 6)
        paint_text(painter, foot, row.state, font="small", color="text2")

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        room = cell_rect(option).width() - 2 * _SIDE
        return break_lines(str(index.data()), "body", room, _LINES)[1]


class RelatedList(RowList):
    """``chosen`` carries a ``Related``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nhiệm vụ, chỉ tiêu của đoạn", parent)
        self.rows = RelatedModel(self)
        self.set_rows(self.rows, RelatedDelegate)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_rows(self, rows: Sequence[Related]) -> None:
        """Show the rows of a paragraph, from the top where they are others than before."""
        before = [self.rows.related(at).uid for at in range(self.rows.rowCount())]
        self.rows.set_rows(rows)
        if before != [row.uid for row in rows]:
            self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():  # the doubts below may have taken its place
            self.scrollTo(self.currentIndex())

    def current(self) -> Related | None:
        """The row that Ctrl+G goes to: the current one, else the first."""
        if not self.rows.rowCount():
            return None
        return self.rows.related(max(self.currentIndex().row(), 0))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.rows.related(index.row()))


class Side(QWidget):
    """Follows the paragraph that is being read. ``back_wanted``: to where the reader came from."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = QuietButton("", "chevron-left", size="small")
        self.back.clicked.connect(self.back_wanted)
        self.title = Label("Nhiệm vụ, chỉ tiêu", font="heading")
        self.note = Label(font="small", color="text2", wrap=True)
        self.list = RelatedList()
        self._doubts: list[Notice] = []
        self._build()
        self.back.hide()

    def _build(self) -> None:
        self.doubts = ScrollColumn(margins=(0, 0, _SIDE, 0))  # its bar below that of the list
        self.doubts.setAccessibleName("Chỗ cần đối chiếu bản gốc")
        self.doubts.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.doubts.body.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(_SIDE, 10, _SIDE, 8)
        head.setSpacing(6)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self.title)
        head.addWidget(self.note)
        inset = QVBoxLayout()
        inset.setContentsMargins(_SIDE, _AROUND, 0, _AROUND)
        inset.addWidget(self.doubts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(Separator())
        box.addWidget(self.list, 1)
        box.addLayout(inset)
        theme().changed.connect(self._fit_doubts)

    def show_paragraph(self, paragraph: Paragraph, rows: Sequence[Related], where: str) -> None:
        """Show what belongs to a paragraph; ``where`` is the section it stands in."""
        self.list.show_rows(rows)
        self.note.setText(where if rows else f"{where}. {NOTHING}" if where else NOTHING)
        self._show_doubts(paragraph)

    def set_back(self, words: str) -> None:
        """Offer the way back to where the reader came from; "" takes it away."""
        self.back.setText(words)
        self.back.setVisible(bool(words))

    def _show_doubts(self, paragraph: Paragraph) -> None:
        for notice in self._doubts:
            self.doubts.body.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self._doubts = [
            Notice("soon", DOUBT.format(doubt=curled(doubt)), icon="note")
            for doubt in paragraph.doubts
        ]
        for at, notice in enumerate(self._doubts):
            self.doubts.body.insertWidget(at, notice)
            notice.show()  # else it counts for nothing before the next turn
        self.doubts.setVisible(bool(self._doubts))
        self._fit_doubts()

    def _fit_doubts(self) -> None:
        """Give the doubts the height that they need: two fifths, or what the list leaves."""
        inside = self.doubts.widget().layout()
        assert inside is not None
        needed = inside.totalHeightForWidth(self.width() - _SIDE)
        rows = sum(self.list.sizeHintForRow(at) for at in range(self.list.rows.rowCount()))
        left = self.height() - self.list.y() - rows - 2 * _AROUND
        height = min(needed, max(left, self.height() * 2 // 5))
        self.doubts.setFixedHeight(max(height, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_doubts()
