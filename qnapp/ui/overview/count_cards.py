"""The cards at the right: tasks by standing, indicators by verdict, the period before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.domain.overview import (
    done_count,
    indicator_counts,
    is_overdue,
    section_counts,
    standing_counts,
)
from qnapp.domain.reporting import Standing, Status, Verdict
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.charts import Portion, StackedBar
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.signs import APART, RECORDED, standing_sign, verdict_sign
from qnapp.ui.kit.surfaces import Card, ClearArea
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from qnapp.domain.overview import IndicatorCounts, PeriodSummary, SectionCount
    from qnapp.domain.reporting import Worksheet

RIGHT = 329  # width of the right column
RIGHT_WIDE = 420
# Indicators with a figure and no verdict, where all of them have it for the same reason.
GROWING = "Tính lũy kế, đánh giá cuối năm"
NO_TARGET = "Không đánh giá, chưa giao mức"
# Shown with 0 too: a reader looks for them. The rest only where there are some.
_ALWAYS = (
    Standing.DONE_ON_TIME,
    Standing.DONE_LATE,
    Standing.IN_TIME,
    Standing.OVERDUE,
    Standing.NOT_STARTED,
)


class TasksCard(Card):
    """Followed tasks by standing. ``wanted`` is a page and a filter of it."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.bar = StackedBar()
        self.bar.chosen.connect(self._chosen)
        self._standings: list[Standing | None] = []  # None: reported apart
        self.body.addWidget(self.bar)

    def show_sheet(self, sheet: Worksheet) -> None:
        """Count the followed tasks."""
        counts = standing_counts(sheet)
        self._standings = [s for s, count in counts.items() if count or s in _ALWAYS]
        self.set_title(f"{len(sheet.own_tasks)} nhiệm vụ")
        self.set_note(f"{done_count(counts)} đã hoàn thành")
        tighten(self)
        self.bar.set_portions([_portion(sheet, s, counts[s]) for s in self._standings])

    def _chosen(self, number: int) -> None:
        self.wanted.emit("tasks", f"filter:{self._standings[number] or 'apart'}")


def _portion(sheet: Worksheet, standing: Standing | None, count: int) -> Portion:
    """One that was never started must not read as if somebody worked on it."""
    if standing is None:
        return Portion(APART, count)
    late = [row for row in sheet.own_tasks if is_overdue(row)]
    begun = all(row.progress.status is Status.IN_PROGRESS for row in late)
    label = "Quá hạn" if standing is Standing.OVERDUE and not begun else ""
    return Portion(standing_sign(standing), count, label)


def tighten(card: Card) -> None:
    """Three cards share the height of one page."""
    card.body.setContentsMargins(16, 2, 16, 10)


class RightColumn(ClearArea):
    """Cards one below the other; they scroll where a large font makes them too tall."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for card in cards:
            box.addWidget(card)
        box.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its links are what one goes to
        self.setWidget(column)
        column.setAutoFillBackground(False)  # ``setWidget`` switched it on

    def set_wide(self, wide: bool) -> None:
        """Take the width of a wide window, or the ordinary one, at the font in force."""
        self.setFixedWidth(theme().px(RIGHT_WIDE if wide else RIGHT))


class IndicatorsCard(Card):
    """Followed indicators by what can be said of them."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.bar = StackedBar()
        self.bar.chosen.connect(self._chosen)
        self._none = Label(
            "Đơn vị chưa theo dõi chỉ tiêu nào. Mức chỉ tiêu của tỉnh không tự chuyển cho đơn vị.",
            font="body_small",
            color="text2",
            wrap=True,
        )
        self.link = LinkButton("Chọn chỉ tiêu theo dõi")
        self.link.clicked.connect(self._choose)
        self._filters: list[str] = []
        self.body.addWidget(self.bar)
        self.body.addWidget(self._none)
        self.link.padding = 0  # flush with the words above it
        self.body.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_sheet(self, sheet: Worksheet) -> None:
        """Count the followed indicators."""
        counts = indicator_counts(sheet)
        portions = _indicator_portions(counts)
        self._filters = [name for name, _ in portions]
        self.bar.set_portions([portion for _, portion in portions])
        self.set_title(f"{counts.total} chỉ tiêu" if counts.total else "Chỉ tiêu")
        self.set_note("so với mức cả năm" if counts.total else "")
        tighten(self)
        self.bar.setVisible(bool(counts.total))
        for part in (self._none, self.link):
            part.setVisible(not counts.total)

    def _chosen(self, number: int) -> None:
        self.wanted.emit("indicators", f"filter:{self._filters[number]}")

    def _choose(self) -> None:
        self.wanted.emit("indicators", "filter:all")


def _indicator_portions(counts: IndicatorCounts) -> list[tuple[str, Portion]]:
    """Each with the filter that its number leads to; "đã có số liệu" only where there are some."""
    portions = [
        ("followed", Portion(verdict_sign(Verdict.MET), counts.good, "Đạt hoặc vượt")),
        ("unmet", Portion(verdict_sign(Verdict.UNMET), counts.unmet)),
        ("followed", Portion(verdict_sign(Verdict.TO_ASSESS), counts.to_assess)),
        ("no_value", Portion(verdict_sign(Verdict.NO_VALUE), counts.missing)),
    ]
    if counts.recorded:
        words = GROWING if counts.growing == counts.recorded else NO_TARGET * (not counts.growing)
        portions.insert(2, ("followed", Portion(RECORDED, counts.recorded, words)))
    return portions


class PreviousCard(Card):
    """What was said in the period before. ``wanted`` asks to go there."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._what = Label("", font="body_strong", lines=2)
        self._outcome = Label("", font="body_small", color="text2", wrap=True)
        self.link = LinkButton("")
        self.link.clicked.connect(self.wanted)
        self.body.setSpacing(2)
        self.body.setContentsMargins(16, 10, 16, 8)
        self.body.addWidget(self._what)
        self.body.addWidget(self._outcome)
        self.link.padding = 0  # flush with the words above it
        self.body.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_summary(self, summary: PeriodSummary | None) -> None:
        """Show it; None for the first period of the year, which has none before."""
        self.setVisible(summary is not None)
        if summary is not None:
            self._what.setText(summary.title)
            self._outcome.setText(summary.text)
            self.link.setText("Mở kỳ này" if summary.entered else "Nhập bổ sung")


class SectionsCard(Card):
    """Wide windows only: how far each section of the resolution is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Theo mục của Nghị quyết", "hoàn thành", parent=parent)
        self._lines: list[QWidget] = []
        self._sheet: Worksheet | None = None  # not listed yet

    def show_sheet(self, sheet: Worksheet) -> None:
        """List the sections that hold followed tasks, as soon as the card can be seen."""
        self._sheet = sheet
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._sheet is None:
            return
        sheet, self._sheet = self._sheet, None
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_section_line(count) for count in section_counts(sheet)]
        for line in self._lines:
            self.body.addWidget(line)


def _section_line(count: SectionCount) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    title = Label(count.title, lines=1)
    title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    row.addWidget(title, 1)
    if count.overdue:
        row.addWidget(Label(f"{count.overdue} quá hạn", font="body_strong", color="bad"))
    if count.apart:
        row.addWidget(Label(f"{count.apart} theo đường riêng", color="text2"))
    if count.told:
        row.addWidget(Label(f"{count.done}/{count.told}", color="text2"))
    return line
