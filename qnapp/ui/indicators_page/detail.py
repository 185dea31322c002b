"""Everything of one indicator that its row cannot hold: beside the table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.measurements import set_measurement
from qnapp.domain.concordance import may_speak_of
from qnapp.ui.evidence.strip import NONE_KEPT, EvidenceStrip
from qnapp.ui.indicators_page.facts import IndicatorFacts
from qnapp.ui.indicators_page.form import (
    CONTEST,
    MEASURED,
    MeasurementForm,
    contest_values,
    measured_values,
)
from qnapp.ui.indicators_page.steady import SteadyNotice, hide_in_place
from qnapp.ui.indicators_page.year import has_chart, show_year
from qnapp.ui.kit.buttons import IconButton, QuietButton
from qnapp.ui.kit.charts import BarChart
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.scrolling import FormArea
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.theme import theme
from qnapp.ui.plan_change import PlanChangePanel
from qnapp.ui.refused import RefusedFields
from qnapp.ui.tasks_page.autosave import Autosave
from qnapp.ui.tasks_page.modes import returned_sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.session import Session

CHOOSE = "Chọn một chỉ tiêu để xem mức giao, diễn biến trong năm và ghi chú."
NOT_FOLLOWED = "Đơn vị chưa theo dõi chỉ tiêu này. Nhập số liệu là bắt đầu theo dõi."
NOW_FOLLOWED = "Đơn vị đã theo dõi chỉ tiêu này."  # in the room of the sentence above
NO_YEAR = "Chưa có số liệu kỳ nào trong năm."
CHART_LATER = "Biểu đồ hiện khi mở lại chỉ tiêu."  # in the room of the sentence above


class IndicatorDetail(QWidget):
    """Facts, the year as bars, the fields and the evidence of one indicator."""

    history_wanted = Signal(str)  # name of the field, "" for the whole row
    paragraph_wanted = Signal()
    target_wanted = Signal()
    follow_wanted = Signal()
    menu_wanted = Signal(object)  # the button below which it opens
    kind_chosen = Signal(str, str)  # uid; "actual" or "estimate", while the row is empty
    closed = Signal()  # Esc, or the cross where it lies over the table

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._row: IndicatorRow | None = None
        self._locked = False
        self._measures = Autosave(self._save, self)
        self._contest = Autosave(self._save_contest, self)
        self._refused = tuple(
            RefusedFields(session, autosave, source, "indicators")
            for source, autosave in (("measures", self._measures), ("contest", self._contest))
        )
        self._build()
        self._connect()
        self.show_row(None)

    # ----------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.facts = IndicatorFacts()
        self.chart = BarChart()
        self.form = MeasurementForm()
        self.strip = EvidenceStrip(self.session)
        self.unfollowed = SteadyNotice("none", icon="info")
        self.follow = QuietButton("Theo dõi chỉ tiêu này", size="small")
        self.fault = Notice("bad")
        self.returned = Notice("soon", icon="return")
        self.plan_change = PlanChangePanel(self.session)
        self.form.bind(self._measures, MEASURED)
        self.form.bind(self._contest, CONTEST)
        self.empty = EmptyState(CHOOSE)
        self.filled = QWidget()
        column = QVBoxLayout(self.filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(self._build_scroll(), 1)
        column.addWidget(self.strip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.empty, 1)
        outer.addWidget(self.filled, 1)

    def _build_head(self) -> QWidget:
        head = QWidget()
        self.name = Label(font="heading", color="accent")
        self.history = IconButton("history", "Lịch sử thay đổi (Ctrl+H)")
        self.paragraph = IconButton("resolution", "Đoạn trong Nghị quyết (Ctrl+G)")
        self.more = IconButton("more", "Việc khác với chỉ tiêu này")
        self.cross = IconButton("close", "Đóng phần chi tiết (Esc)")
        self.cross.hide()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        for button in (self.history, self.paragraph, self.more, self.cross):
            row.addWidget(button)
        return head

    def _build_scroll(self) -> FormArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 0, 14, 12)
        column.setSpacing(12)
        self.year_head = Label("Diễn biến trong năm", font="body_small_strong")
        self.year_line = Separator()
        self.no_year = Label(NO_YEAR, color="text2", wrap=True)
        for part in (
            self.returned,
            self.plan_change,
            self.fault,
            self.unfollowed,
            self.follow,
            self.facts,
            self.year_line,
            self.year_head,
            self.chart,
            self.no_year,
            self.form,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.area = FormArea()
        self.area.setWidget(inside)
        return self.area

    def _connect(self) -> None:
        self.history.clicked.connect(self._want_history)
        self.paragraph.clicked.connect(self.paragraph_wanted)
        self.more.clicked.connect(self._want_menu)
        self.cross.clicked.connect(self.closed)
        self.follow.clicked.connect(self.follow_wanted)
        self.facts.target_wanted.connect(self.target_wanted)
        self.form.kind_chosen.connect(self._choose_kind)

    # ----------------------------------------------------------------------------- the row

    @property
    def row(self) -> IndicatorRow | None:
        """The indicator that is shown."""
        return self._row

    def show_row(self, row: IndicatorRow | None, kind: str = "actual") -> None:
        """Show another indicator; what is typed for the one before is written first."""
        self.flush()
        self._row = row
        self.empty.setVisible(row is None)
        self.filled.setVisible(row is not None)
        self.strip.set_target(row.uid if row else "")
        if row is None:
            return
        for fields, values in zip(
            self._refused, (measured_values(row), contest_values(row)), strict=True
        ):
            fields.load(row, self.session.period_code, values)
        self.area.verticalScrollBar().setValue(0)
        self._arrange(row, kind, anew=True)

    def update_row(self, row: IndicatorRow, kind: str = "actual") -> None:
        """Take over what changed; what is being typed stays as it is."""
        self._row = row
        self._measures.update(measured_values(row))
        self._contest.update(contest_values(row))
        self._arrange(row, kind)

    def _arrange(self, row: IndicatorRow, kind: str, *, anew: bool = False) -> None:
        locked, self._locked = self._locked, not self.session.writable(row.uid)
        # What stands above a field must not move it while one works in the fields.
        still = not anew and locked == self._locked and self._is_worked_in()
        self.plan_change.show_row(row.uid)
        self.returned.setVisible(row.returned is not None)
        self.returned.set_text(returned_sentence(row.returned) if row.returned else "")
        self.name.setText(f"Chỉ tiêu {row.short_code}")
        self.paragraph.setVisible(may_speak_of(self.session.worksheet().plan, row.indicator))
        self._arrange_following(row, still=still)
        self.facts.show_row(row, self.session.worksheet())
        self.form.kind.set_value(kind if kind in ("actual", "estimate") else "actual")
        self.form.arrange(row)
        self.form.set_locked(self._locked)
        self._arrange_evidence(row)
        self._show_year(row, still=still)

    def _is_worked_in(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _arrange_following(self, row: IndicatorRow, *, still: bool) -> None:
        """Offer to follow the indicator, where it can be followed."""
        offered = not row.followed and not self._locked
        if still and not offered and not self.unfollowed.isHidden():
            self.unfollowed.go_on(NOW_FOLLOWED)
            hide_in_place(self.follow, hidden=True)
            return
        self.unfollowed.begin(NOT_FOLLOWED if offered else "")
        hide_in_place(self.follow, hidden=False)
        self.follow.setVisible(offered)

    def _arrange_evidence(self, row: IndicatorRow) -> None:
        reason = NONE_KEPT if self._locked else ""
        if not reason and not row.followed:
            reason = "Theo dõi chỉ tiêu rồi mới gắn được tệp"
        self.strip.set_allowed(not reason, reason)

    def _show_year(self, row: IndicatorRow, *, still: bool) -> None:
        shown = has_chart(row)
        found = shown and show_year(self.chart, self.session.store, row, self.session.period_code)
        for widget in (self.year_line, self.year_head):
            widget.setVisible(shown)
        if still and not self.no_year.isHidden():
            self.no_year.setText(CHART_LATER if found else NO_YEAR)
        elif not still or self.chart.isHidden():
            self.no_year.setText(NO_YEAR)
            self.no_year.setVisible(shown and not found)
            self.chart.setVisible(found)

    def show_fault(self, sentence: str) -> None:
        """Say in full why what was typed into the row's cell was not taken; "" for nothing."""
        self.fault.set_text(sentence)
        self.fault.setVisible(bool(sentence))

    def set_overlay(self, overlay: bool) -> None:
        """Say whether the detail lies over the table and can be closed."""
        self.cross.setVisible(overlay)

    # ----------------------------------------------------------------------------- saving

    def flush(self) -> None:
        """Write what is half typed."""
        if self._row is not None and not self._locked:
            self._measures.flush()
            self._contest.flush()

    def _save(self, values: dict[str, Any]) -> bool:
        row = self._row
        if row is None:
            return False
        action = partial(
            set_measurement, self.session.store, row.uid, self.session.period_code, **values
        )
        return self.session.write(f"Sửa số liệu chỉ tiêu {row.short_code}", action)

    def _save_contest(self, _values: dict[str, Any]) -> bool:
        """Write verdict and reason together; a verdict without a reason waits for it."""
        fault = self.form.contest_fault()
        self.form.say_contest_fault()
        if fault:
            return False
        verdict = self.form.verdict.value()
        reason = self.form.reason.value() if verdict else ""
        return self._save({"contested": verdict or None, "contest_reason": reason})

    def _choose_kind(self, kind: str) -> None:
        """Move the row's number into the other field, or remember where the next one goes."""
        row = self._row
        if row is None:
            return
        m = row.measurement
        if m.actual is not None and m.estimate is not None:
            self.form.kind.set_value("actual")  # with both, the figure of the row is the actual one
        elif m.actual is None and m.estimate is None:
            self.kind_chosen.emit(row.uid, kind)
        else:
            number = m.actual if m.actual is not None else m.estimate
            other = "estimate" if kind == "actual" else "actual"
            self._save({kind: number, other: None})

    # ----------------------------------------------------------------------------- wishes

    def focus(self, field: str = "") -> None:
        """Put the cursor into a field, the first one for ""."""
        if field == "evidence":
            self.strip.words.setFocus()
        elif field == "target":
            self.facts.set_target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.form.focus(field)
        self.area.follow()  # the same field of another row had the cursor already

    def refuses(self, field: str) -> bool:
        """Whether what stands in a field of the detail could not be written."""
        return any(fields.refuses(field) for fields in self._refused)

    def focused(self) -> str:
        """Name of the field that has the focus, "" for none."""
        return self.form.focused()

    def _want_history(self) -> None:
        self.history_wanted.emit("")

    def _want_menu(self) -> None:
        self.menu_wanted.emit(self.more)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme().color("border"))
