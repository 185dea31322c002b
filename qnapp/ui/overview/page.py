"""Tổng quan as a page: the cards side by side, and where their numbers lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import periods
from qnapp.db.issued import report_to_send
from qnapp.db.outbox import last_sending
from qnapp.db.settings import get_settings
from qnapp.domain.next_step import next_step
from qnapp.domain.overview import previous_summary, report_steps
from qnapp.domain.periods import previous
from qnapp.text import format_date, weekday_name
from qnapp.ui.kit.theme import theme
from qnapp.ui.overview.count_cards import (
    IndicatorsCard,
    PreviousCard,
    RightColumn,
    SectionsCard,
    TasksCard,
)
from qnapp.ui.overview.next_card import NextCard
from qnapp.ui.overview.todo_card import TodoCard
from qnapp.ui.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qnapp.domain.periods import Period
    from qnapp.domain.reporting import Worksheet
    from qnapp.ui.overview.upper_view import UpperView
    from qnapp.ui.session import Session

WIDE_FROM = 1600  # width of the page, a window of about 1800


class OverviewPage(Page):
    """What to do next, first; then what waits; then how it stands."""

    key = "overview"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._before: Period | None = None
        self._build()
        self._connect()
        self._arrange()
        theme().changed.connect(self._arrange)

    def _build(self) -> None:
        self.next = NextCard()
        self.todo = TodoCard()
        self.tasks = TasksCard()
        self.indicators = IndicatorsCard()
        self.before = PreviousCard()
        self.sections = SectionsCard()
        self._right = RightColumn(self.tasks, self.indicators, self.before, self.sections)
        self.upper: UpperView | None = None  # made when it is first needed
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.todo, 1)
        row.addWidget(self._right)
        self.unit = QWidget()
        inside = QVBoxLayout(self.unit)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.next)
        inside.addLayout(row, 1)  # the card above keeps to its own height
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.addWidget(self.unit)

    def _connect(self) -> None:
        self.next.wanted.connect(self._go)
        for card in (self.todo, self.tasks, self.indicators):
            card.wanted.connect(self._go)
        self.before.wanted.connect(self._go_before)

    def _arrange(self) -> None:
        wide = self.width() >= WIDE_FROM
        self._right.set_wide(wide)
        self.todo.set_wide(wide)
        if self.upper is not None:
            self.upper.set_wide(wide)
        self.sections.setVisible(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # ----------------------------------------------------------------------------------- hooks

    def focus_first(self) -> QWidget:
        """Enter does the next thing."""
        upper = self.upper if self._collects() else None
        return (upper or self).next.button

    def subtitle(self) -> str:
        today = self.session.today()
        return f"{weekday_name(today)}, ngày {format_date(today)}"

    def reload(self) -> None:
        collects = self._collects()
        self.unit.setVisible(not collects)
        if collects:
            self._upper_view().reload()
        else:
            self._reload_unit()
        if self.upper is not None:
            self.upper.setVisible(collects)

    def _collects(self) -> bool:
        return get_settings(self.session.store).upper_office

    def _upper_view(self) -> UpperView:
        if self.upper is None:
            from qnapp.ui.overview.upper_view import UpperView  # a unit never needs it

            self.upper = UpperView(self.session)
            self.upper.wanted.connect(self._go)
            box = self.layout()
            assert box is not None
            box.addWidget(self.upper)
            self._arrange()
        return self.upper

    def _reload_unit(self) -> None:
        sheet = self.session.worksheet()
        day = sheet.as_of
        findings = self.session.findings()
        store, code = self.session.store, sheet.period.code
        issued, sending = report_to_send(store, code), last_sending(store, code)
        self.next.show_step(
            next_step(sheet, findings, day, issued, sending),
            report_steps(sheet, findings, issued, sending),
        )
        self.todo.show_sheet(sheet, day)
        self.tasks.show_sheet(sheet)
        self.indicators.show_sheet(sheet)
        self.sections.show_sheet(sheet)
        self._show_before(sheet)

    def _show_before(self, sheet: Worksheet) -> None:
        calendar = {one.period.code: one for one in periods.periods(self.session.store)}
        self._before = previous([one.period for one in calendar.values()], sheet.period.code)
        summary = None
        if self._before is not None:
            backfilled = calendar[self._before.code].backfilled
            summary = previous_summary(sheet, self._before, backfilled=backfilled)
        self.before.show_summary(summary)

    # ---------------------------------------------------------------------------------- events

    def _go(self, page: str, uid: str = "", field: str = "") -> None:
        if field:
            self.session.go_to_field(page, uid, field)
        else:
            self.session.go(page, uid)

    def _go_before(self) -> None:
        if self._before is not None:
            self.session.set_period(self._before.code)
