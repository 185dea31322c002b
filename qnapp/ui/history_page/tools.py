"""What the history is narrowed to: who, what, which period, from which day to which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.history_pages import HistoryFilter
from qnapp.models.journal_words import KINDS
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.dates import DateEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERYBODY, EVERYTHING, EVER = "Mọi người", "Mọi nội dung", "Mọi kỳ"
NO_NAME = "Chưa ghi tên"
_PERSON = "who:"  # before a name, so that nobody is called like "all"


class Tools(QWidget):
    """``changed`` when another choice was made; ``wanted`` gives it."""

    changed = Signal()
    row_left = Signal()  # the one row that was asked for is no longer

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.uid = ""
        self._offered = False
        self.who, self.what, self.period = ComboBox(), ComboBox(), ComboBox()
        self.first, self.last = DateEdit(year, "Từ ngày"), DateEdit(year, "Đến ngày")
        self.export = QuietButton("Excel", "export")
        self.export.setAccessibleName("Xuất nhật ký ra Excel")
        self.export.setToolTip("Xuất nhật ký ra Excel… (Ctrl+E)")
        self.row = QuietButton("", "close", size="small")
        self.clear = QuietButton("Bỏ lọc", size="small")
        names = ((self.who, "Người sửa"), (self.what, "Nội dung"), (self.period, "Kỳ"))
        for combo, name in names:
            combo.setAccessibleName(name)
            combo.committed.connect(self._changed)
        for field, name in ((self.first, "Từ ngày"), (self.last, "Đến ngày")):
            field.setAccessibleName(name)
            field.committed.connect(self._changed)
            field.setFixedWidth(128)
        kinds = [(key, words) for key, (words, _entities) in KINDS.items()]
        self.what.set_choices([("all", EVERYTHING), *kinds])
        self._build()
        self.reset()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for combo in (self.who, self.what, self.period):
            line.addWidget(combo)
        line.addWidget(self.first)
        line.addWidget(self.last)
        line.addStretch(1)
        line.addWidget(self.export)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.row)
        second.addWidget(self.clear)
        second.addStretch(1)
        self._second = QWidget()
        self._second.setLayout(second)
        second.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 12, 8)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self._second)
        self.row.clicked.connect(self.row_left)
        self.clear.clicked.connect(self._clear)

    def set_people(self, names: Sequence[str]) -> None:
        """Offer everybody who ever changed something; "" gave no name."""
        people = [(_PERSON + name, name or NO_NAME) for name in names]
        self.who.set_choices([("all", EVERYBODY), *people])
        if not self.who.value():
            self.who.set_value("all")

    def set_periods(self, periods: Sequence[tuple[str, str]]) -> None:
        """Offer the periods of the plan by code and name."""
        self.period.set_choices([("all", EVER), *periods])
        if not self.period.value():
            self.period.set_value("all")

    def show_row(self, uid: str, words: str) -> None:
        """Show only one row; "" all of them again."""
        self.uid = uid
        self.row.setText(words)
        self.row.setAccessibleName(f"Thôi chỉ xem {words}")
        self._arrange()

    def reset(self) -> None:
        """Leave nothing out, without a signal."""
        for combo in (self.who, self.what, self.period):
            combo.set_value("all")
        for field in (self.first, self.last):
            field.set_value(None)
        self.show_row("", "")

    def narrowed(self) -> bool:
        """Whether something is left out."""
        return self.wanted() != HistoryFilter()

    def leave_clearing(self, elsewhere: bool) -> None:
        """Do without "Bỏ lọc" while the same button stands ``elsewhere``, in the empty list."""
        self._offered = elsewhere
        self._arrange()

    def wanted(self) -> HistoryFilter:
        """What is chosen."""
        who, what, period = self.who.value(), self.what.value(), self.period.value()
        return HistoryFilter(
            clerk=who.removeprefix(_PERSON) if who.startswith(_PERSON) else None,
            entities=KINDS[what][1] if what in KINDS else frozenset(),
            period=period if period != "all" else "",
            uid=self.uid,
            first=self.first.value(),
            last=self.last.value(),
        )

    def _changed(self) -> None:
        self._arrange()
        self.changed.emit()

    def _clear(self) -> None:
        self.reset()
        self.changed.emit()

    def _arrange(self) -> None:
        self.row.setVisible(bool(self.uid))
        more = replace(self.wanted(), uid="") != HistoryFilter()  # the row has its own cross
        self.clear.setVisible(more and not self._offered)
        self._second.setVisible(self.narrowed() and (bool(self.uid) or not self._offered))
