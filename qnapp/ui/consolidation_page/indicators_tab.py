"""Indicators side by side: who reports what, judged where a target is held, summed when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.documents.consolidated_rows import verdict_counts
from qnapp.documents.consolidated_words import verdict_clause
from qnapp.documents.words import VERDICT_WORDS
from qnapp.domain.consolidated import add_up, mixes_estimates
from qnapp.errors import InputError
from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.text import code_key, collation_key, format_number
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.signs import VERDICT_SIGNS
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qnapp.domain.consolidated import Consolidation, IndicatorLine, IndicatorValue

_PANEL, _PANEL_WIDE, _WIDE_FROM = 480, 640, 1500
_VERDICT = 4  # column of the values
_NONE = "-"  # an empty cell would look forgotten
_NBSP = "\N{NO-BREAK SPACE}"
_ADD, _ADD_ACTUAL, _ADD_ESTIMATES = "Cộng chỉ tiêu này", "Cộng số thực hiện", "Cộng số ước"


class IndicatorsTab(QWidget):
    """The list at the left, the values of the current indicator at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Consolidation | None = None
        self._line: IndicatorLine | None = None
        self.model = RecordModel(
            (Heading("Mã", 64), Heading("Chỉ tiêu"), Heading("Đơn vị tính", 96, spare=True),
             Heading("Có số liệu", 84, right=True), Heading("Đánh giá", 150, spare=True))
        )  # fmt: skip
        self.table = RecordTable("Chỉ tiêu", self.model)
        self.values = RecordModel(
            (Heading("Đơn vị"), Heading("Giá trị", 68, right=True), Heading("Loại số", 88),
             Heading("Mức", 56, spare=True), Heading("Đánh giá", 88))
        )  # fmt: skip
        self.value_table = RecordTable("Giá trị của các đơn vị", self.values, lines=1)
        self.search = SearchField("Lọc chỉ tiêu")
        self.title = Label("", font="heading", lines=3)
        self.add = QuietButton(_ADD, size="tool")
        self.add_estimates = QuietButton(_ADD_ESTIMATES, size="tool")
        self.result = Notice("none", icon="info")
        self.empty = EmptyState("Chọn một chỉ tiêu để xem giá trị của các đơn vị.")
        self._panel = QWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 8, 14, 8)
        tools.addWidget(self.search)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(tools)
        left.addWidget(self.table, 1)
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.add_estimates):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head.addLayout(buttons)
        head.addWidget(self.result)
        right = QVBoxLayout(self._panel)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.value_table, 1)
        right.addWidget(self.empty, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(Separator(vertical=True))
        row.addWidget(self._panel)
        self.result.hide()
        self._show_chosen(False)

    def _show_chosen(self, chosen: bool) -> None:
        """Without an indicator there is one sentence at the right, and nothing to press."""
        for part in (self.title, self.add, self.add_estimates, self.value_table):
            part.setVisible(chosen)
        self.empty.setVisible(not chosen)

    def _connect(self) -> None:
        self.search.searched.connect(self.model.narrow)
        self.table.current_changed.connect(self._show)
        self.add.clicked.connect(self._add)
        self.add_estimates.clicked.connect(self._add_estimates)

    def load(self, found: Consolidation) -> None:
        """Show a consolidation; the indicator that was looked at stays."""
        self._found = found
        kept = self.table.current_key()
        self.model.load([_indicator(line) for line in found.indicators])
        told = next((one for one in found.indicators if one.values), None)
        first = told.indicator.uid if told is not None else ""
        self._show(kept or first)
        self.table.go_to(kept or first)

    def narrow(self, text: str) -> None:
        """Narrow the list of indicators."""
        self.search.set_value(text)
        self.model.narrow(text)

    def _show(self, uid: str) -> None:
        found = self._found
        if found is None:
            return
        self._line = next((one for one in found.indicators if one.indicator.uid == uid), None)
        self.result.hide()
        line = self._line
        self._show_chosen(line is not None)
        if line is None:
            return
        names = {one.code: one.name for one in found.reporters}
        self.title.setText(f"{line.indicator.code}. {line.indicator.title}")
        self.values.load([_value(one, names[one.organisation]) for one in line.values])
        judged = any(one.verdict is not None for one in line.values)
        self.value_table.setColumnHidden(_VERDICT, not judged)  # names need the room: Móng Cái 1, 2
        mixed = mixes_estimates(line)
        self.add.setText(_ADD_ACTUAL if mixed else _ADD)
        self.add_estimates.setVisible(mixed)
        self.add.setEnabled(any(one.value is not None for one in line.values))

    def _add(self) -> None:
        line = self._line
        if line is not None:
            self._tell_sum(False if mixes_estimates(line) else None)

    def _add_estimates(self) -> None:
        self._tell_sum(True)

    def _tell_sum(self, estimated: bool | None) -> None:
        """Say the sum with its unit, its kind and of how many; or why there is none."""
        if self._line is None or self._found is None:
            return
        try:
            found = add_up(self._line, estimated=estimated)
        except InputError as error:
            self.result.set_kind("soon")
            self.result.set_text(str(error))
        else:
            kind = "số ước" if found.estimated else "số thực hiện"
            total = f"{format_number(found.total)}{_NBSP}{found.unit}".strip()
            self.result.set_kind("ok")
            left = sum(one.value is not None for one in self._line.values) - found.count
            others = f" {left} đơn vị báo cáo loại số khác, không cộng vào đây." if left else ""
            self.result.set_text(
                f"Tổng {kind}: {total}, của {found.count} đơn vị báo cáo {kind} "
                f"trong {len(self._found.reporters)} đơn vị phải báo cáo.{others}"
            )
        self.result.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE_FROM
        wanted = theme().px(_PANEL_WIDE if wide else _PANEL)
        self._panel.setFixedWidth(min(wanted, round(self.width() * 0.45)))


def _indicator(line: IndicatorLine) -> Record:
    told = sum(one.value is not None or bool(one.words) for one in line.values)
    clause = verdict_clause(verdict_counts(line))
    one = line.indicator
    return Record(
        one.uid,
        (one.code, one.title, one.unit, str(told) if told else _NONE, clause or _NONE),
        (code_key(one.code), collation_key(one.title), collation_key(one.unit), told, clause),
    )


def _value(one: IndicatorValue, name: str) -> Record:
    value = format_number(one.value) if one.value is not None else one.words or "chưa có"
    kind = "" if one.value is None else ("số ước" if one.estimated else "thực hiện")
    verdict = VERDICT_WORDS[one.verdict] if one.verdict is not None else ""
    sign = VERDICT_SIGNS[one.verdict].shape if one.verdict is not None else ""
    return Record(
        one.organisation,
        (name, value, kind, one.target, verdict),
        (collation_key(name), one.value if one.value is not None else -1, kind, one.target,
         verdict),
        sign=sign,
    )  # fmt: skip
