"""What the plan says of an indicator: the upper part of the detail, nothing of it typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qnapp.domain.plan import Origin
from qnapp.domain.target_words import explain_target, target_with_unit
from qnapp.text import curled
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.facts import repeat_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.reporting import IndicatorRow, Worksheet

LABEL_WIDTH = 78


class IndicatorFacts(QWidget):
    """Full title, the unit's target and the province's, who leads, doubts of the source."""

    target_wanted = Signal()  # give the organisation its own target, or change it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(font="body_strong", wrap=True)
        self.own = Label(font="body_strong", wrap=True)
        self.province = Label(wrap=True)
        self.lead = Label(wrap=True)
        self.set_target = LinkButton("Đặt mức…")
        self.set_target.clicked.connect(self.target_wanted)
        self._names = [Label(name, color="text2") for name in ("Mức đơn vị", "Mức tỉnh", "Chủ trì")]
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        self._lines = self._build_lines()
        column.addLayout(self._lines)
        column.addLayout(self._notices)
        theme().changed.connect(self._size_names)
        self._size_names()

    def _size_names(self) -> None:
        self._lines.setColumnMinimumWidth(0, theme().px(LABEL_WIDTH))

    def _build_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top, middle = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
        for place, (name, value) in enumerate(
            zip(self._names, (self.own, self.province, self.lead), strict=True)
        ):
            grid.addWidget(name, place, 0, top if place else middle)
            grid.addWidget(value, place, 1, 1, 2 if place else 1, top if place else middle)
        grid.addWidget(self.set_target, 0, 2)
        return grid

    def show_row(self, row: IndicatorRow, sheet: Worksheet) -> None:
        """Show an indicator as it stands in the worksheet."""
        unit = row.indicator.unit
        self.title.setText(row.indicator.title)
        held = row.target is not None
        self.own.setText(target_with_unit(row.target, unit) if row.target else "chưa giao")
        self.own.setToolTip(explain_target(row.target, unit) if row.target else "")
        self.own.set_font_role("body_strong" if held else "body")
        self.own.set_color("text" if held else "text2")
        self.set_target.setText("Sửa…" if held else "Đặt mức…")
        self.province.setText(target_with_unit(row.province_target, unit))
        self.lead.setText(row.indicator.lead)
        local = row.indicator.origin is Origin.LOCAL
        for widget in (self._names[1], self.province):
            widget.setVisible(not local)
        for widget in (self._names[2], self.lead):
            widget.setVisible(bool(row.indicator.lead))
        self._show_notices(row, sheet)

    def _show_notices(self, row: IndicatorRow, sheet: Worksheet) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for notice in notices_of(row, sheet):
            self._notices.addWidget(notice)


def notices_of(row: IndicatorRow, sheet: Worksheet) -> Iterator[Notice]:
    """Give the doubts of the source, and the targets of the prose that repeat this indicator."""
    for doubt in row.indicator.doubts:
        words = curled(doubt)
        ended = words if words.endswith((".", "”", ")")) else f"{words}."
        yield Notice("soon", f"Cần đối chiếu bản gốc: {ended}", icon="note")
    for repeat in sheet.plan.repeats:
        if repeat.code in (row.code, f"CT-{row.code}"):
            yield Notice("none", repeat_words(repeat), icon="resolution")
