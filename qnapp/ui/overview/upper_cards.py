"""The cards of an office that takes reports in: units that wait, counts, standings, own report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from qnapp.domain.collecting import due_words, standing_totals, unit_groups, unit_note
from qnapp.domain.received import ReportState
from qnapp.models.inbox_lines import InboxFilter
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.charts import Portion, StackedBar
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.report_signs import report_sign
from qnapp.ui.kit.signs import APART, standing_sign
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.overview.count_cards import tighten
from qnapp.ui.overview.grouped_card import GroupedCard
from qnapp.ui.overview.todo_rows import TodoLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from qnapp.domain.collecting import Round, UnitGroup, UnitReport
    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.next_step import NextStep

_STATES = (
    *(ReportState.ON_TIME, ReportState.LATE, ReportState.RETURNED),
    *(ReportState.CONFLICT, ReportState.MISSING),
)
_LINKS = {
    InboxFilter.UNANSWERED: "Chưa trả lời",
    InboxFilter.UNCONFIRMED: "Chưa xác nhận nguồn",
}
NOT_READ = "Chưa đọc nội dung các báo cáo đã nhận."


class UnitsCard(GroupedCard):
    """Units that wait for this office, or that it waits for."""

    page = "inbox"
    pressing = frozenset({"conflict", "keys", "waiting"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Round | None = None

    def show_again(self) -> None:
        if self._shown is not None:
            self.show_round(self._shown)

    def show_round(self, found: Round) -> None:
        """Show which units wait."""
        self._shown = found
        groups = unit_groups(found)
        self.show_content(groups, None if groups else _nothing(found))

    def line_of(self, group: UnitGroup, row: UnitReport) -> TodoLine:
        del group
        assert self._shown is not None
        return TodoLine(self.uid_of(row), row.reporter.name, unit_note(self._shown, row))

    def uid_of(self, row: UnitReport) -> str:
        return f"code:{row.reporter.code}"


def _nothing(found: Round) -> EmptyState:
    if not found.sent:
        return EmptyState("Chưa có báo cáo nào, chưa đến ngày phải đôn đốc.")
    return EmptyState("Không còn đơn vị nào chờ xử lý ở kỳ này.", good=True)


class ReportsCard(Card):
    """How the reports of all units stand; every number leads into Tiếp nhận."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.sent = LinkButton("", font="body_small")
        self.sent.clicked.connect(partial(self._want, InboxFilter.SENT.value))
        self.add_to_head(self.sent)
        self.due = Label("", font="body_small", color="text2", lines=1)
        self.bar = StackedBar()
        self.bar.chosen.connect(self._chosen)
        self.links = {one: LinkButton("", font="body_small") for one in _LINKS}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for wanted, link in self.links.items():
            link.padding = 0
            link.clicked.connect(partial(self._want, wanted.value))
            row.addWidget(link)
        row.addStretch(1)
        self.body.setSpacing(4)
        self.body.addWidget(self.due)
        self.body.addWidget(self.bar)
        self.body.addLayout(row)

    def show_round(self, found: Round, counts: Mapping[InboxFilter, int]) -> None:
        """Count; ``counts`` are those of Tiếp nhận, so that each number is found again there."""
        self.set_title(f"{counts[InboxFilter.ALL]} đơn vị")
        self.sent.setText(f"{counts[InboxFilter.SENT]} đã gửi")
        self.due.setText(due_words(found.due, found.today))
        tighten(self)
        self.bar.set_portions(
            [
                Portion(
                    report_sign(one, timed=found.due is not None), counts[InboxFilter(one.value)]
                )
                for one in _STATES
            ]
        )
        for wanted, link in self.links.items():
            link.setText(f"{_LINKS[wanted]}: {counts[wanted]}")
            link.updateGeometry()

    def _chosen(self, number: int) -> None:
        self._want(_STATES[number].value)

    def _want(self, name: str, _checked: bool = False) -> None:
        self.wanted.emit("inbox", f"filter:{name}")


class StandingsCard(Card):
    """Standings of all tasks in the reports that were read; reading is asked for."""

    wanted = Signal(str, str)
    read_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Kết quả tổng hợp", parent=parent)
        self.bar = StackedBar()
        self.bar.chosen.connect(self._chosen)
        self.words = Label(NOT_READ, font="body_small", color="text2", wrap=True)
        self.link = LinkButton("", font="body_small")
        self.link.clicked.connect(self._act)
        self._current = False
        self.body.setSpacing(4)
        self.add_to_head(self.link)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.words)

    def show_found(self, found: Consolidation | None, counted: int, *, current: bool) -> None:
        """Show what was read last, None for nothing; ``current``: nothing has come since.

        ``counted``: how many reports there are to read.
        """
        tighten(self)
        self._current = current
        self.setVisible(bool(counted))
        self.bar.setVisible(found is not None)
        self.words.setText(NOT_READ if found is None else "Có thay đổi sau lần đọc này.")
        deed = "Đọc lại báo cáo" if found else "Đọc báo cáo"
        self.link.setText("Xem tổng hợp" if current else deed)
        self.link.updateGeometry()
        if found is not None:
            totals = {one: count for one, count in standing_totals(found).items() if count}
            read = sum(one.revision > 0 for one in found.reporters)
            if current:
                self.words.setText(f"Trong báo cáo của {read}/{len(found.reporters)} đơn vị.")
            self.bar.set_portions(
                [
                    Portion(standing_sign(one) if one is not None else APART, count)
                    for one, count in totals.items()
                ]
            )

    def _chosen(self, _number: int) -> None:
        self.wanted.emit("consolidation", "")

    def _act(self) -> None:
        if self._current:
            self.wanted.emit("consolidation", "")
        else:
            self.read_wanted.emit()


class OwnReportCard(Card):
    """One line: what the office's own report waits for."""

    wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._step: NextStep | None = None
        self.sentence = Label("", color="text2", lines=2)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.link = LinkButton("")
        self.link.clicked.connect(self._go)
        row = QHBoxLayout()
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(12)
        row.addWidget(Label("Báo cáo của cơ quan", font="body_strong", whole=True))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.link)
        self.body.addLayout(row)

    def show_step(self, step: NextStep | None) -> None:
        """Show it; None where the office reports on nothing itself."""
        self._step = step
        self.setVisible(step is not None)
        if step is not None:
            self.sentence.setText(step.sentence)
            self.link.setText(step.button)
            self.link.updateGeometry()

    def _go(self) -> None:
        if self._step is not None:
            self.wanted.emit(self._step.page, self._step.uid, self._step.field)
