"""Tổng hợp as a page: what is missing first, with the button that mends it, then what came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.periods import periods
from qnapp.domain.next_gap import gap_steps
from qnapp.domain.periods import previous
from qnapp.domain.received import REPORT_STATE_WORDS, ReportState
from qnapp.ui.consolidation_page.exports import paper, workbook
from qnapp.ui.consolidation_page.gap_card import GapCard
from qnapp.ui.consolidation_page.indicators_tab import IndicatorsTab
from qnapp.ui.consolidation_page.lists_tabs import ChangesTab, RemarksTab
from qnapp.ui.consolidation_page.loader import Loader, concerns
from qnapp.ui.consolidation_page.matrix_tab import MatrixTab
from qnapp.ui.consolidation_page.rates_tab import RatesTab
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.chips import Chip
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.report_signs import REPORT_SIGNS
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.tabs import TabStrip
from qnapp.ui.kit.theme import theme
from qnapp.ui.list_export import ListExporter
from qnapp.ui.page import Page
from qnapp.ui.report_page.export import Exporter

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qnapp.db.store import Changes
    from qnapp.domain.consolidated import Consolidation
    from qnapp.exchange.consolidation import Gathered
    from qnapp.ui.session import Session

MATRIX, INDICATORS, REMARKS = "matrix", "indicators", "remarks"
CHANGES, RATES = "changes", "rates"
TABS = (
    (MATRIX, "Ma trận nhiệm vụ"),
    (INDICATORS, "Chỉ tiêu"),
    (REMARKS, "Khó khăn, kiến nghị"),
    (CHANGES, "So với kỳ trước"),
    (RATES, "Tỉ lệ, biểu đồ"),
)
TIGHT_BELOW = 580  # height of the page at 100 % font: below it rows of the matrix are scarce
FIRST_PERIOD = "Đây là kỳ đầu tiên của năm nên chưa có kỳ trước để so sánh."
COMPARING = "Đang đọc các báo cáo của kỳ trước."
UNCOMPARED = "Chưa đọc xong các báo cáo của kỳ trước. Mở lại mục này để đọc tiếp."
# Words behind the count, and what a click shows.
_STATES = (ReportState.MISSING, ReportState.LATE, ReportState.RETURNED)


class ConsolidationPage(Page):
    """One consolidation of the chosen period, shown by its holes, its matrix and its lists."""

    key = "consolidation"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._gathered: Gathered | None = None
        self._period = ""
        self.loader = Loader.of(session)
        self.gaps = GapCard()
        self.tabs = TabStrip(TABS)
        self.matrix = MatrixTab()
        self.indicators = IndicatorsTab()
        self.remarks = RemarksTab()
        self.changes = ChangesTab()
        self.rates = RatesTab()
        self._tabs: dict[str, QWidget] = {
            MATRIX: self.matrix,
            INDICATORS: self.indicators,
            REMARKS: self.remarks,
            CHANGES: self.changes,
            RATES: self.rates,
        }
        self._before: Consolidation | None = None
        self.stack = QStackedWidget()
        self.sent = Label("", font="body_strong")
        self.counts: dict[ReportState, Chip] = {}
        self.exporter = Exporter(session, "bản tổng hợp", self)
        self.lists = ListExporter(session, self)
        self.excel = QuietButton("Excel", "export")
        self.excel.setToolTip("Xuất bảng tổng hợp ra Excel (Ctrl+E)")
        self.pdf = QuietButton("PDF", "export")
        self.pdf.setToolTip("Xuất báo cáo tổng hợp kèm các biểu ra PDF")
        self.matrix.add_tools(self.excel, self.pdf)
        self._build()
        self._connect()
        theme().changed.connect(self._fit_head)

    def _build(self) -> None:
        self._head = head = QHBoxLayout()
        head.setContentsMargins(8, 0, 14, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.sent)
        for state in _STATES:
            chip = Chip(REPORT_STATE_WORDS[state].lower(), shape=REPORT_SIGNS[state].shape)
            chip.clicked.connect(partial(self._toggle_state, state))
            self.counts[state] = chip
            head.addWidget(chip)
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(Separator())
        card.body.addWidget(self.stack, 1)
        for tab in self._tabs.values():
            self.stack.addWidget(tab)
        for chip in self.counts.values():
            chip.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.gaps)
        box.addWidget(card, 1)

    def focus_first(self) -> QWidget:
        return self.matrix.table

    def _connect(self) -> None:
        self.loader.loaded.connect(self._loaded)
        self.loader.stopped.connect(self._stopped)
        self.gaps.wanted.connect(self.session.go)
        self.matrix.package_wanted.connect(self._open_package)
        self.matrix.return_wanted.connect(self._send_back)
        self.matrix.filter_cleared.connect(self._uncheck_states)
        self.excel.clicked.connect(self.export_workbook)
        self.pdf.clicked.connect(self.export_paper)
        self.remarks.excel.clicked.connect(self.export_remarks)
        self.tabs.chosen.connect(self.show_tab)
        for tab in (self.remarks, self.changes):
            tab.cell_wanted.connect(self._show_cell)
        QShortcut(
            QKeySequence("Ctrl+E"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.export_workbook)

    # --------------------------------------------------------------------------------- hooks

    def subtitle(self) -> str:
        if self._gathered is None:
            return ""
        sent = self._gathered.found.complete
        return f"{sent.count}/{sent.of} đơn vị đã gửi"

    def reload(self) -> None:
        period = self.session.period_code
        if period != self._period:
            self._period = period
            self._gathered = self._before = None
            self.matrix.model.clear()
            self.gaps.show_busy("Đang đọc các báo cáo đã nhận.")
        self.loader.request(period)

    def refresh(self, changes: Changes) -> None:
        if concerns(changes):
            self.loader.forget()  # a page may hear of it before the loader does
            self.reload()

    def show_item(self, uid: str, field: str = "") -> None:
        """``uid`` is a task's; ``field`` the code of an organisation."""
        self._show_cell(field, uid)

    def find(self, text: str) -> None:  # type: ignore[override] # as in Page
        for tab in (self.matrix, self.indicators, self.remarks, self.changes):
            if tab is self.stack.currentWidget():
                tab.narrow(text)

    def show_tab(self, key: str) -> None:
        """Open a tab; the period before is read when somebody wants to compare with it."""
        self.tabs.set_current(key)
        self.stack.setCurrentWidget(self._tabs[key])
        if key == CHANGES:
            self._compare()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """In larger letters the count gives way, and what stands around the matrix gets lower."""
        parts = [self.tabs, self.sent, *(c for c in self.counts.values() if not c.isHidden())]
        needed = sum(part.sizeHint().width() + 12 for part in parts)
        roomy = needed + 60 <= self.width()
        self.sent.setVisible(roomy)
        self._head.setSpacing(10 if roomy else 4)
        tight = self.height() < theme().px(TIGHT_BELOW)
        self.gaps.set_tight(tight)
        self.matrix.set_tight(tight)

    # --------------------------------------------------------------------------------- events

    def _loaded(self, period: str, gathered: Gathered) -> None:
        if period == self._previous() and self._gathered is not None:
            self._before = gathered.found
            self._compare()
        if period != self.session.period_code or period != self._period:
            return
        self._gathered = gathered
        found, today = gathered.found, self.session.today()
        self.gaps.show_steps(gap_steps(found, today))
        self._tell_counts(found)
        self.matrix.load(found, gathered.sheets, today)
        self.indicators.load(found)
        self.remarks.load(found)
        self.rates.load(found)
        if self.stack.currentWidget() is self.changes:
            self._compare()
        self.count_changed.emit(self.subtitle())

    def _previous(self) -> str:
        """Code of the period before, "" for the first one."""
        calendar = [stored.period for stored in periods(self.session.store)]
        found = previous(calendar, self.session.period_code)
        return found.code if found is not None else ""

    def _compare(self) -> None:
        before = self._previous()
        if self._gathered is None:
            return
        if not before:
            self.changes.show_waiting(FIRST_PERIOD)
        elif self._before is not None and self._before.period.code == before:
            self.changes.load(self._before, self._gathered.found)
        else:
            self.changes.show_waiting(COMPARING)
            self.loader.request(before)

    def _show_cell(self, code: str, uid: str) -> None:
        self.show_tab(MATRIX)
        if not self.matrix.table.go_to(code, uid):
            self.matrix.clear_filter()
            self.matrix.table.go_to(code, uid)
        self.matrix.table.cells.setFocus(Qt.FocusReason.OtherFocusReason)

    def export_paper(self) -> None:
        """Write the consolidated report with its tables as PDF."""
        if self._gathered is not None:
            self.exporter.export(paper(self.session.store, self._gathered.found))

    def export_remarks(self) -> None:
        """Write the remarks that are shown as a workbook."""
        if self._gathered is not None:
            self.lists.export_list(self.remarks.listing())

    def export_workbook(self) -> None:
        """Write the consolidated workbook to a file that the person names."""
        if self._gathered is not None:
            self.exporter.export(workbook(self._gathered.found))

    def _stopped(self, period: str) -> None:
        if self._gathered is None and period == self._period:
            self.gaps.show_busy("Chưa đọc xong các báo cáo đã nhận.")
            self._stale = True  # the next look tries again
        elif self._gathered is not None and period == self._previous() and self._before is None:
            self.changes.show_waiting(UNCOMPARED)

    def _tell_counts(self, found: Consolidation) -> None:
        sent = found.complete
        self.sent.setText(f"{sent.count}/{sent.of} đã gửi")
        for state, chip in self.counts.items():
            count = len(found.in_state(state))
            chip.set_count(count)
            chip.setVisible(count > 0 or chip.isChecked())
        self._fit_head()

    def _uncheck_states(self) -> None:
        for chip in self.counts.values():
            chip.setChecked(False)

    def _toggle_state(self, state: ReportState) -> None:
        wanted = self.counts[state].isChecked()
        for other, chip in self.counts.items():
            chip.setChecked(wanted and other is state)
        self.show_tab(MATRIX)
        self.matrix.show_state(state if wanted else None)

    def _open_package(self, code: str, uid: str) -> None:
        self.session.go_to_field("inbox", f"code:{code}", uid)

    def _send_back(self, code: str, uid: str) -> None:
        self.session.go_to_field("inbox", f"return:{code}", uid)
