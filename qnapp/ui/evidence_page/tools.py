"""The line above the register: filters, this period or all, cards or list, the rest in a menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qnapp.models.evidence_lines import EvidenceFilter, EvidenceOrder
from qnapp.ui.kit.buttons import IconButton, QuietButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.table_columns import tick

if TYPE_CHECKING:
    from collections import Counter

CHIPS = {
    EvidenceFilter.ALL: "Tất cả",
    EvidenceFilter.NO_NUMBER: "Chưa có số",
    EvidenceFilter.LATER: "Nộp sau",
    EvidenceFilter.UNUSED: "Chưa dùng",
    EvidenceFilter.TWICE: "Trùng tệp",
    EvidenceFilter.BAD: "Mất, bị sửa",
}
ORDERS = {
    EvidenceOrder.NEWEST: "Mới thêm trước",
    EvidenceOrder.NAME: "Theo tên",
    EvidenceOrder.DATE: "Theo ngày ban hành",
    EvidenceOrder.SIZE: "Theo cỡ tệp",
}


class Tools(QWidget):
    """Chips in one line, the choices of how it is shown at their right."""

    filter_chosen = Signal(object)  # EvidenceFilter
    order_chosen = Signal(object)  # EvidenceOrder
    cards_chosen = Signal(bool)
    every_period_chosen = Signal(bool)
    export_wanted = Signal()
    verify_wanted = Signal()
    trash_wanted = Signal()
    promise_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = EvidenceOrder.NEWEST
        self._promises = True
        self.chips = ChipBar()
        self.chips.setAccessibleName("Lọc minh chứng")
        for wanted, words in CHIPS.items():
            self.chips.add_chip(wanted, words, count=0)
        self.scope = SegmentedControl((("period", "Kỳ này", ""), ("all", "Mọi kỳ", "")))
        self.scope.setAccessibleName("Kỳ của minh chứng")
        self.scope.setMinimumWidth(150)
        self.cards = IconButton("consolidation", "Xem dạng thẻ", edge=True)
        self.list = IconButton("list", "Xem dạng danh sách", edge=True)
        for button in (self.cards, self.list):
            button.setCheckable(True)
        self.more = QuietButton("Việc khác", chevron=True, size="small")
        self._arrange()
        self.chips.chosen.connect(self._chip_chosen)
        self.scope.committed.connect(self._scope_chosen)
        self.cards.clicked.connect(partial(self._way_chosen, True))
        self.list.clicked.connect(partial(self._way_chosen, False))
        self.more.clicked.connect(self._open_menu)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.scope)
        first.addStretch(1)
        for part in (self.cards, self.list, self.more):
            first.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 12, 8)
        box.setSpacing(8)
        box.addLayout(first)
        box.addWidget(self.chips)

    def show_state(self, *, cards: bool, every_period: bool) -> None:
        """Show what is chosen, without a signal."""
        self.scope.set_value("all" if every_period else "period")
        self.cards.setChecked(cards)
        self.list.setChecked(not cards)

    def show_counts(self, counts: Counter[EvidenceFilter]) -> None:
        """Say how many pieces each filter would show."""
        for wanted in CHIPS:
            self.chips.set_count(wanted, counts[wanted])

    def set_promises(self, allowed: bool) -> None:
        """Whether a document can be noted that is handed in later."""
        self._promises = allowed

    def current_filter(self) -> EvidenceFilter:
        """Which pieces are shown."""
        return EvidenceFilter(self.chips.current())

    def choose(self, wanted: EvidenceFilter) -> None:
        """Choose a filter as a click does."""
        self.chips.choose(wanted)

    def _chip_chosen(self, key: str) -> None:
        self.filter_chosen.emit(EvidenceFilter(key))

    def _scope_chosen(self) -> None:
        self.every_period_chosen.emit(self.scope.value() == "all")

    def _way_chosen(self, cards: bool, _checked: bool = False) -> None:
        self.cards.setChecked(cards)
        self.list.setChecked(not cards)
        self.cards_chosen.emit(cards)

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """Make the menu of what is rarely needed; it frees itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._promises:
            menu.addAction("Ghi văn bản nộp sau…", self.promise_wanted.emit)
            menu.addSeparator()
        for order, words in ORDERS.items():
            action = QAction(words, menu)
            tick(action, ticked=order is self._order)
            action.triggered.connect(partial(self._choose_order, order))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Kiểm tra mọi tệp", self.verify_wanted.emit)
        menu.addAction("Xuất danh sách ra Excel…\tCtrl+E", self.export_wanted.emit)
        menu.addAction("Thùng rác…", self.trash_wanted.emit)
        return menu

    def _choose_order(self, order: EvidenceOrder, _checked: bool = False) -> None:
        self._order = order
        self.order_chosen.emit(order)
