"""The page Báo cáo tổng hợp: what is missing first, then the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.reports import TOTAL_PART
from qnapp.domain.next_gap import gap_steps
from qnapp.ui.consolidated_report_page.desk import ConsolidatedDesk
from qnapp.ui.consolidation_page.loader import Loader, concerns
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.page import Page

if TYPE_CHECKING:
    from qnapp.db.store import Changes
    from qnapp.exchange.consolidation import Gathered
    from qnapp.ui.session import Session

READING = "Đang đọc các báo cáo đã nhận."
UNREAD = "Chưa đọc xong các báo cáo đã nhận."
HOLES = "Báo cáo này nêu rõ: {holes}."


class ConsolidatedReportPage(Page):
    """One document of the chosen period, made from what was taken in."""

    key = "consolidated_report"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._period = ""
        self._shown = ""  # period of what the desk shows
        self.loader = Loader.of(session)
        self.notice = Notice("soon", button="Xem ở Tổng hợp")
        self.notice.hide()
        self.desk = ConsolidatedDesk(session)
        self.waiting = EmptyState(READING)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.stack.addWidget(self.desk)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 10)
        box.setSpacing(10)
        box.addWidget(self.notice)
        box.addWidget(self.stack, 1)
        self.loader.loaded.connect(self._loaded)
        self.loader.stopped.connect(self._stopped)
        self.notice.clicked.connect(self._show_holes)
        self.waiting.clicked.connect(self._try_again)
        self.desk.changed.connect(self._tell)

    # ----------------------------------------------------------------------------- contract

    def subtitle(self) -> str:
        return self.desk.subtitle()

    def reload(self) -> None:
        if self._period != self.session.period_code:
            self.desk.flush()
            self._period = self.session.period_code
            self.waiting.set_text(READING)
            self.stack.setCurrentWidget(self.waiting)
            self.notice.hide()
        self.loader.request(self._period)

    def refresh(self, changes: Changes) -> None:
        if self._shown == self.session.period_code:
            self.desk.refresh()  # its own words change at once, figures when they are read
        if concerns(changes):
            self.loader.forget()  # a page may hear of it before the loader does
            self.reload()

    def show_item(self, uid: str, field: str = "") -> None:
        """``uid`` names a part."""
        del field
        name = uid.removeprefix(TOTAL_PART)
        if name in self.desk.parts.sections:
            self.desk.parts.open_part(name)

    def flush(self) -> None:
        if self._shown:
            self.desk.flush()

    # ----------------------------------------------------------------------------- events

    def _loaded(self, period: str, gathered: Gathered) -> None:
        if period != self._period or period != self.session.period_code:
            return
        fresh = self._shown != period
        self._shown = period
        self.desk.show_found(gathered.found, fresh=fresh)
        steps = [step.short for step in gap_steps(gathered.found, self.session.today())]
        holes = "; ".join(filter(None, steps))
        self.notice.set_text(HOLES.format(holes=holes))
        self.notice.setVisible(bool(holes))
        self.stack.setCurrentWidget(self.desk)
        self.count_changed.emit(self.subtitle())

    def _stopped(self, period: str) -> None:
        if period == self._period and self._shown != period:
            self.waiting.set_text(UNREAD, "Đọc lại")

    def _try_again(self) -> None:
        self.waiting.set_text(READING)
        self.loader.request(self._period)

    def _show_holes(self) -> None:
        self.session.go("consolidation")

    def _tell(self) -> None:
        self.count_changed.emit(self.subtitle())
