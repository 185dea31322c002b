"""The line above the list: how many have sent, how many in time, the due day; what concerns all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.documents.consolidated_words import rate_words
from qnapp.domain.collecting import due_words
from qnapp.models.inbox_lines import InboxFilter
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.labels import Label

if TYPE_CHECKING:
    from datetime import date

    from qnapp.domain.consolidated import Rate


class InboxHeading(QWidget):
    """Two figures that filter the list, the due day, and the buttons of the whole list."""

    filter_wanted = Signal(str)
    export_wanted = Signal()
    roster_wanted = Signal()
    remind_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sent, self.timely = LinkButton("", "inbox"), LinkButton("", "tick")
        for link, wanted in ((self.sent, InboxFilter.SENT), (self.timely, InboxFilter.TIMELY)):
            link.clicked.connect(partial(self._want, wanted.value))
        self.due = Label("", color="text2", lines=1)
        self.export = QuietButton("Xuất Excel", "export", size="tool")
        self.export.setToolTip("Xuất danh sách đang hiện ra Excel (Ctrl+E)")
        self.export.clicked.connect(self.export_wanted)
        self.roster = QuietButton("Danh bạ…", "person", size="tool")
        self.roster.setToolTip("Địa chỉ, khóa của từng đơn vị; đơn vị nào phải gửi báo cáo")
        self.roster.clicked.connect(self.roster_wanted)
        self.remind = QuietButton("Đôn đốc…", "send", size="tool")
        self.remind.setToolTip("Một công văn cho các đơn vị chưa gửi, gửi muộn; một thư mỗi đơn vị")
        self.remind.clicked.connect(self.remind_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sent)
        row.addWidget(self.timely)
        row.addWidget(self.due, 1)
        self._row = row
        self.take_buttons()

    @property
    def buttons(self) -> tuple[QuietButton, ...]:
        """The buttons of the whole list."""
        return self.remind, self.roster, self.export

    def take_buttons(self) -> None:
        """Show the buttons here."""
        for button in self.buttons:
            self._row.addWidget(button)

    def show_rates(self, rates: tuple[Rate, Rate], due: date | None, today: date) -> None:
        """Say how the period stands; ``due`` is None where lateness does not count."""
        sent, timely = rates
        self.sent.setText(f"Đã gửi {rate_words(sent)}")
        self.timely.setText(f"Gửi lần đầu đúng hạn {rate_words(timely)}")
        self.timely.setVisible(due is not None)
        self.due.setText(due_words(due, today))

    def _want(self, name: str, _checked: bool = False) -> None:
        self.filter_wanted.emit(name)
