"""The page Báo cáo: the report of the period, and behind a switch the unit's own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.reports import PLAN_PART
from qnapp.domain.overview import current_step, report_steps
from qnapp.ui.kit.steps import Step, StepBar
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.page import Page
from qnapp.ui.report_page.desk import PLAN, REPORT
from qnapp.ui.report_page.issued_section import NAME as ISSUED
from qnapp.ui.report_page.options_section import CHARTS, DOUBTS, DUPLEX, FIELDS
from qnapp.ui.report_page.outbox_section import NAME as OUTBOX
from qnapp.ui.report_page.period_desk import PeriodDesk
from qnapp.ui.unit_plan_page.desk import PlanDesk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Changes
    from qnapp.domain.overview import StepState
    from qnapp.ui.report_page.desk import DocumentDesk
    from qnapp.ui.session import Session


# Settings that this page changes itself.
CHOSEN_HERE = frozenset({"letterhead", "addressees", CHARTS, DOUBTS, DUPLEX, FIELDS})


class ReportPage(Page):
    """Two desks of which one is shown; the steps belong to the report of the period."""

    key = "report"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._steps: tuple[StepState, ...] = ()
        self._period = ""
        self.report = PeriodDesk(session)
        self._plan: PlanDesk | None = None  # made when it is first wanted
        self.steps = StepBar(compact=True)
        self.steps_card = Card(padding=4)
        self.steps_card.body.addWidget(self.steps)
        self.stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 10)
        box.setSpacing(12)
        box.addWidget(self.steps_card)
        box.addWidget(self.stack, 1)
        self._add(self.report)
        self.steps.chosen.connect(self._go_to_step)

    def _add(self, desk: DocumentDesk) -> None:
        self.stack.addWidget(desk)
        # Once Qt is done with the key that chose: it still moves the focus then.
        desk.chosen.connect(self.show_document, Qt.ConnectionType.QueuedConnection)
        desk.changed.connect(self._tell)

    @property
    def desk(self) -> DocumentDesk:
        """The document that is shown."""
        return self.report if self.stack.currentWidget() is self.report else self.plan

    @property
    def plan(self) -> PlanDesk:
        """The unit's own plan."""
        if self._plan is None:
            self._plan = PlanDesk(self.session)
            self._add(self._plan)
        return self._plan

    def show_document(self, key: str) -> None:
        """Show the report of the period (``REPORT``) or the unit's own plan (``PLAN``)."""
        desk = self.plan if key == PLAN else self.report
        if desk is self.stack.currentWidget():
            return
        self.desk.flush()
        at_switch = self.desk.switch.has_focus()
        self.stack.setCurrentWidget(desk)
        self.steps_card.setVisible(key == REPORT)
        desk.reload()
        self._show_steps()
        self._tell()
        if at_switch:  # who came by arrow keys goes on from there
            desk.switch.setFocus()

    # ----------------------------------------------------------------------------- contract

    def subtitle(self) -> str:
        return self.desk.subtitle()

    def heeds_lock(self) -> bool:
        return self.desk is self.report  # no period's lock holds the unit's own plan

    def reload(self) -> None:
        fresh = self._period != self.session.period_code
        self._period = self.session.period_code
        if fresh:
            self.desk.reload()
        else:
            self.desk.read(fresh=False)
            self.desk.preview.refresh()
        self._show_steps()

    def refresh(self, changes: Changes) -> None:
        if self._period != self.session.period_code:
            self.reload()
            return
        del changes  # every one of them may stand in the document
        self.desk.refresh()
        self._show_steps()

    def show_item(self, uid: str, field: str = "") -> None:
        """``uid`` names a part; "plan" shows the unit's own plan."""
        del field
        self.show_document(PLAN if uid == PLAN or uid.startswith(PLAN_PART) else REPORT)
        if uid in self.desk.parts.sections:
            self.desk.parts.open_part(uid)

    def show_changes(self, changes: Sequence[FieldChange]) -> bool:
        """What was chosen on this page is taken back on it, though it is kept as a setting."""
        return all(one.entity == "setting" and one.key in CHOSEN_HERE for one in changes)

    def flush(self) -> None:
        self.desk.flush()

    def _tell(self) -> None:
        self.count_changed.emit(self.subtitle())

    # ----------------------------------------------------------------------------- steps

    def _show_steps(self) -> None:
        sheet = self.session.worksheet()
        findings, desk = self.session.findings(), self.report
        self._steps = report_steps(sheet, findings, desk.issued, desk.sending)
        steps = [Step(s.title, s.words, s.done, lacking=s.lacking) for s in self._steps]
        self.steps.set_steps(steps, current_step(self._steps))

    def _go_to_step(self, at: int) -> None:
        step = self._steps[at]
        if step.key == "sign" and step.page:
            self.report.parts.open_part(ISSUED)
        elif step.key in ("send", "receive") and step.page:
            self.report.parts.open_part(OUTBOX)
        elif step.page and step.page != self.key:
            self.session.go(step.page, step.uid)
