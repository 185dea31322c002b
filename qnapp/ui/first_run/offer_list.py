"""The tasks that may be taken on: search, list with tick boxes, count. Also used by Thiết lập."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from qnapp.models.offer_model import HeadingRole, OfferModel, OfferRole
from qnapp.ui.kit.buttons import paint_check
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_focused,
    is_hovered,
    is_selected,
    paint_row_background,
    paint_section_row,
)
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.paint import lines_height, paint_lines, paint_ring, paint_text
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.models.offer_lines import Offer
    from qnapp.models.offer_model import Heading

Index = QModelIndex | QPersistentModelIndex
_BOX = 18
_LEFT = 12
_RIGHT = 16
_CODE = 58


class OfferDelegate(RowDelegate):
    """A heading of 30; an offer with tick, code, whole title and the reason below.

    What is ticked without its end being read is not chosen: nothing of an offer is cut.
    """

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        offer: Offer | None = index.data(OfferRole)
        if offer is None:
            return QSize(200, theme().px(30))
        return QSize(200, sum(self._heights(offer)) + 12)

    def _heights(self, offer: Offer) -> tuple[int, int]:
        """Heights of the title and of the reason below it."""
        width = row_width(self) - self._words_left() - _RIGHT
        title = lines_height(offer.title, width, max_lines=0)
        return title, lines_height(offer.note, width, font="small", max_lines=0)

    def is_cut(self, _option: QStyleOptionViewItem, index: Index) -> bool:
        return index.data(OfferRole) is None

    @staticmethod
    def _words_left() -> int:
        return _LEFT + _BOX + 10 + theme().px(_CODE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = cell_rect(option)
        heading: Heading | None = index.data(HeadingRole)
        if heading is not None:
            paint_section_row(
                painter,
                rect,
                title=heading.title,
                note=heading.note,
                is_open=heading.open,
                selected=is_selected(option),
            )
            return
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        self._paint_offer(painter, QRectF(rect), index)
        if is_focused(option):
            paint_ring(painter, rect, radius=2)

    def _paint_offer(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        offer: Offer = index.data(OfferRole)
        line = theme().line("body")
        box = QRectF(rect.left() + _LEFT, rect.top() + 6 + (line - _BOX) / 2, _BOX, _BOX)
        paint_check(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)))
        code = QRectF(box.right() + 10, rect.top() + 6, theme().px(_CODE) - 6, line)
        paint_text(painter, code, offer.code, font="body_strong", color="text2")
        words = rect.adjusted(self._words_left(), 6, -_RIGHT, -6)
        paint_lines(painter, words, offer.title, max_lines=0)
        words.setTop(words.top() + self._heights(offer)[0])
        paint_lines(painter, words, offer.note, font="small", color="text2", max_lines=0)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click anywhere on a row ticks it, anywhere on a heading folds it."""
        clicked = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and cell_rect(option).contains(event.position().toPoint())
        )
        if clicked and isinstance(model, OfferModel):
            model.switch(index.row())
            return True
        return False


class OfferView(RowList):
    """Space ticks or folds the current row, as a click does."""

    def __init__(self, model: OfferModel, parent: QWidget | None = None) -> None:
        super().__init__("Các nhiệm vụ có thể nhận theo dõi", parent)
        self._offers = model
        self.set_rows(model, OfferDelegate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self._offers.switch(index.row())
            self.setCurrentIndex(self._offers.index(index.row()))
            return
        super().keyPressEvent(event)


class OfferList(QWidget):
    """``changed`` after any tick."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, ground: str = "canvas") -> None:
        """``ground``: the colour token around the list."""
        super().__init__(parent)
        self.model = OfferModel(self)
        self.model.ticks_changed.connect(self.changed)
        self.search = SearchField("Tìm nhiệm vụ, gõ không cần dấu")
        self.search.searched.connect(self._search)
        self.search.installEventFilter(self)
        self.view = OfferView(self.model)
        self._empty = EmptyState("Không tìm thấy nhiệm vụ nào.", "Bỏ lọc")
        self._empty.clicked.connect(self.search.clear_search)
        card = Card(padding=0, ground=ground)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        card.body.addLayout(self._stack)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.search)
        box.addWidget(card, 1)
        self.setFocusProxy(self.search)

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show other offers; the search is taken back."""
        self.search.set_value("")
        self.model.set_needle("")
        self.model.set_offers(offers)
        self._stack.setCurrentWidget(self.view)
        self.view.scrollToTop()
        self.view.setCurrentIndex(self.model.index(1))  # below the first heading

    def ticked(self) -> list[str]:
        """Uids of what is ticked."""
        return self.model.ticked()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the search field goes on in the list, at the first task that was found."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.search.search_now()
            if self.model.rowCount():
                self.view.setCurrentIndex(self.model.index(min(1, self.model.rowCount() - 1)))
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.model.set_needle(text)
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._empty)
