"""Tổng quan of an office that takes reports in: what to do next with those of the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import periods
from qnapp.db.issued import report_to_send
from qnapp.db.outbox import last_sending
from qnapp.db.reports import total_texts
from qnapp.domain.collecting import (
    Round,
    collecting_at,
    collecting_step,
    collecting_steps,
    round_summary,
)
from qnapp.domain.next_step import next_step
from qnapp.domain.periods import previous
from qnapp.exchange.reporters import arrivals_of, unit_reports
from qnapp.models.inbox_lines import count_filters, inbox_lines
from qnapp.ui.consolidation_page.loader import Loader
from qnapp.ui.overview.count_cards import PreviousCard, RightColumn
from qnapp.ui.overview.next_card import NextCard
from qnapp.ui.overview.upper_cards import OwnReportCard, ReportsCard, StandingsCard, UnitsCard

if TYPE_CHECKING:
    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.next_step import NextStep
    from qnapp.domain.periods import Period
    from qnapp.exchange.consolidation import Gathered
    from qnapp.ui.session import Session


class UpperView(QWidget):
    """``wanted`` is a page, a row or filter of it, and a field there.

    It reads the inbox, never the reports themselves: what those say comes from what was read for
    Tổng hợp.
    """

    wanted = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._before: Period | None = None
        self._read: tuple[str, Consolidation] | None = None  # period, what was read last of it
        self.loader = Loader.of(session)
        self.next = NextCard()
        self.units = UnitsCard()
        self.own = OwnReportCard()
        self.reports = ReportsCard()
        self.standings = StandingsCard()
        self.before = PreviousCard()
        self.right = RightColumn(self.reports, self.standings, self.before)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.units, 1)
        left.addWidget(self.own)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.next)
        box.addLayout(row, 1)
        self._connect()

    def _connect(self) -> None:
        self.next.wanted.connect(self.wanted)
        self.own.wanted.connect(self.wanted)
        for card in (self.units, self.reports, self.standings):
            card.wanted.connect(self._go)
        self.before.wanted.connect(self._go_before)
        self.standings.read_wanted.connect(self._read_reports)
        self.loader.loaded.connect(self._loaded)

    def set_wide(self, wide: bool) -> None:
        """Two columns of groups, a broader column at the right."""
        self.units.set_wide(wide)
        self.right.set_wide(wide)

    def reload(self) -> None:
        """Show the chosen period as the inbox has it now."""
        session = self._session
        store, period, today = session.store, session.period, session.today()
        arrivals = arrivals_of(store, period.code)
        fresh = self.loader.fresh(period.code)
        if fresh is not None:
            self._read = period.code, fresh.found
        written = sum(bool(text) for text in total_texts(store, period.code).values())
        found = Round(
            period,
            tuple(unit_reports(arrivals)),
            today,
            consolidated=fresh is not None or written > 0,
            written=written,
        )
        self.next.show_step(collecting_step(found), collecting_steps(found), collecting_at(found))
        self.units.show_round(found)
        self.reports.show_round(found, count_filters(inbox_lines(arrivals, period.due, today)))
        read = self._read[1] if self._read is not None and self._read[0] == period.code else None
        self.standings.show_found(read, found.counted, current=fresh is not None)
        self._show_before(period)
        self.own.show_step(self._own_step())

    def _show_before(self, period: Period) -> None:
        store = self._session.store
        calendar = [stored.period for stored in periods.periods(store)]
        self._before = previous(calendar, period.code)
        summary = None
        if self._before is not None:
            units = tuple(unit_reports(arrivals_of(store, self._before.code)))
            summary = round_summary(Round(self._before, units, self._session.today()))
        self.before.show_summary(summary)

    def _own_step(self) -> NextStep | None:
        session = self._session
        sheet = session.worksheet()
        if not sheet.own_tasks and not sheet.followed_indicators:
            return None
        store, code = session.store, sheet.period.code
        issued, sending = report_to_send(store, code), last_sending(store, code)
        return next_step(sheet, session.findings(), sheet.as_of, issued, sending)

    def _read_reports(self) -> None:
        self.loader.request(self._session.period_code)

    def _loaded(self, period: str, _gathered: Gathered) -> None:
        if period == self._session.period_code and self.isVisible():
            self.reload()

    def _go(self, page: str, uid: str) -> None:
        self.wanted.emit(page, uid, "")

    def _go_before(self) -> None:
        if self._before is not None:
            self._session.set_period(self._before.code)
