"""How complete and how timely the reports are, and how the tasks stand in them, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.documents.consolidated_rows import line_groups, standing_counts
from qnapp.documents.consolidated_words import rate_words
from qnapp.domain.collecting import UNTIMED
from qnapp.domain.consolidated import Rate
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.ui.consolidation_page.matrix_tab import MARKS
from qnapp.ui.kit.charts import Portion, StackedBar
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.signs import APART, STANDING_SIGNS
from qnapp.ui.kit.surfaces import EmptyState, ScrollColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.domain.consolidated import Consolidation, Reporter, TaskLine
_TIMELY = 3  # column
NO_REPORTS = "Chưa có báo cáo nào để tính. Biểu đồ hiện ở đây khi nhận được báo cáo đầu tiên."


class RatesTab(QWidget):
    """Rates by group at the left, bars by section at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RecordModel(
            (Heading("Khối đơn vị"), Heading("Phải gửi", 78, right=True),
             Heading("Đã gửi", 104, right=True), Heading("Lần đầu đúng hạn", 136, right=True))
        )  # fmt: skip
        self.table = RecordTable("Tỉ lệ gửi báo cáo", self.model, lines=1)
        self.said = Label("", wrap=True, color="text2")
        self.column = ScrollColumn()
        left = QVBoxLayout()
        left.setContentsMargins(0, 12, 0, 0)
        left.setSpacing(8)
        words = QVBoxLayout()
        words.setContentsMargins(14, 0, 14, 0)
        words.addWidget(Label("Gửi báo cáo", font="heading"))
        words.addWidget(self.said)
        left.addLayout(words)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(Separator(vertical=True))
        row.addWidget(self.column, 1)

    def load(self, found: Consolidation) -> None:
        """Show a consolidation."""
        first = (
            f"gửi lần đầu đúng hạn {rate_words(found.timely)}, "
            "tính theo ngày nhận gói đầu tiên của kỳ."
        )
        told = first if found.due is not None else f"{UNTIMED}."
        self.said.setText(f"Đã gửi {rate_words(found.complete, 'đơn vị')}; {told}")
        self.table.setColumnHidden(_TIMELY, found.due is None)
        groups: dict[str, list[Reporter]] = {}
        for one in found.reporters:
            groups.setdefault(one.group, []).append(one)
        records = [_rates(name, members) for name, members in groups.items()]
        self.model.load([_rates("Tất cả", found.reporters), *records])
        self._show_bars(found)

    def _show_bars(self, found: Consolidation) -> None:
        while (item := self.column.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it is freed later, and must not be painted until then
                widget.deleteLater()
        units = sum(bool(one.revision) for one in found.reporters)
        if not units:
            self.column.body.addWidget(EmptyState(NO_REPORTS), 1)
            return
        self._add_bar(f"Tất cả nhiệm vụ, trong báo cáo của {units} đơn vị", found.tasks)
        for group in line_groups(found):
            if any(line.cells for line in group.lines):
                self._add_bar(group.short, group.lines)
        self.column.body.addStretch(1)

    def _add_bar(self, title: str, lines: Iterable[TaskLine]) -> None:
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 6)
        inside.setSpacing(6)
        inside.addWidget(Label(title, font="body_strong", wrap=True))
        bar = StackedBar()
        bar.set_portions(_portions(lines))
        inside.addWidget(bar)
        self.column.body.addWidget(box)


def _portions(lines: Iterable[TaskLine]) -> list[Portion]:
    """Standings in the order of every bar; tasks of the separate channel only as such."""
    count = standing_counts(lines)
    kinds = [one for one in MARKS if isinstance(one, Standing)]  # as in the matrix's legend
    portions = [Portion(STANDING_SIGNS[kind], count[kind]) for kind in kinds]
    portions.append(Portion(APART, count[None]))
    return [one for one in portions if one.count]


def _rates(name: str, members: Iterable[Reporter]) -> Record:
    all_of = list(members)
    sent = [one for one in all_of if one.state is not ReportState.MISSING]
    timely = Rate(sum(not one.late for one in sent), len(all_of))
    complete = Rate(len(sent), len(all_of))
    return Record(
        name,
        (name, str(len(all_of)), rate_words(complete), rate_words(timely)),
        (name, len(all_of), complete.percent or 0, timely.percent or 0),
    )
