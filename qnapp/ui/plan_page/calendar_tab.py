"""Periods of the plan that is being prepared: seen, and corrected one at a time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.models.record_model import Heading, Record
from qnapp.text import format_date
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import IconText, Label, Separator
from qnapp.ui.plan_page.edges import RedEdges
from qnapp.ui.plan_page.lists import record_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.periods import Period
    from qnapp.ui.kit.fields import TypedEdit

KEEP, KEEP_FIRST = "Ghi vào bản đang soạn", "Ghi vào bản đang soạn mới"
UNFINISHED = "Kế hoạch năm: ngày, tên của {name} đã sửa mà chưa ghi vào bản đang soạn."
_MISSING = "Nhập đủ tên kỳ và ba ngày: từ ngày, chốt số liệu, hạn gửi."


class CalendarTab(QWidget):
    """The list of periods over the fields of the current one, and the address of the package."""

    change_wanted = Signal(str, str, object, object, object)  # code, name, start, cut-off, due

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: dict[str, Period] = {}
        self._code = ""
        self.model, self.table = record_table(
            "Kỳ báo cáo",
            (Heading("Kỳ"), Heading("Từ ngày", 120), Heading("Chốt số liệu", 120),
             Heading("Hạn gửi", 120)),
            lines=1,
        )  # fmt: skip
        self.name = LineEdit()
        self.begin, self.cutoff, self.due = DateEdit(), DateEdit(), DateEdit()
        self.keep = QuietButton(KEEP, "check")
        self.refusal = IconText(wrap=True)
        self.refusal.hide()
        self._edges = RedEdges(self.name, self.begin, self.cutoff, self.due, parent=self)
        self.recipient = LineEdit("Ví dụ: nhanbaocao@donvi.vn")
        self.recipient.setAccessibleName("Địa chỉ thư nhận báo cáo, ghi trong gói")
        self._typing = False  # in the address
        self._build()
        self.recipient.edited.connect(self._types)
        self.recipient.committed.connect(self._typed)
        self.table.current_changed.connect(self._show)
        self.keep.clicked.connect(self._ask)

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(10)
        for label, field, share in (
            ("Tên kỳ báo cáo", self.name, 3),
            ("Từ ngày", self.begin, 2),
            ("Chốt số liệu", self.cutoff, 2),
            ("Hạn gửi", self.due, 2),
        ):
            fields.addWidget(FieldBox(label, field), share)
        fields.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(Label("Địa chỉ thư nhận báo cáo, ghi trong gói", font="body_small_strong"))
        foot.addWidget(self.recipient, 1)
        below = QVBoxLayout()
        below.setContentsMargins(14, 10, 14, 10)
        below.setSpacing(10)
        below.addLayout(fields)
        below.addWidget(self.refusal)
        below.addWidget(Separator())
        below.addLayout(foot)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(Separator())
        box.addLayout(below)

    def load(self, calendar: Sequence[Period], *, draft: bool) -> None:
        """Show a calendar; the period that was looked at stays the current one.

        ``draft``: it is a draft's; without one, the first change begins one. What is being typed
        stays while the period says what it said.
        """
        kept, before = self._code, self._calendar.get(self._code)
        self.keep.setText(KEEP if draft else KEEP_FIRST)
        self._calendar = {one.code: one for one in calendar}
        self.model.load(
            [
                Record(
                    one.code,
                    (one.name, *(format_date(day) for day in (one.start, one.cutoff, one.due))),
                    (one.code, one.start, one.cutoff, one.due),
                )
                for one in calendar
            ]
        )
        if not self.table.go_to(kept):
            self.table.selectRow(0)
        code = self.table.current_key()
        if before is None or self._calendar.get(code) != before:
            self._show(code)

    def show_recipient(self, address: str) -> None:
        """Show the address of the package; what is being typed there is left alone."""
        if not (self.recipient.hasFocus() and self._typing):
            self.recipient.set_value(address)
            self._typing = False

    def _types(self) -> None:
        self._typing = True

    def _typed(self) -> None:
        self._typing = False

    def unfinished(self) -> str:
        """Name the period that was changed here and not kept; "" for none."""
        period = self._calendar.get(self._code)
        if period is None:
            return ""
        days = (period.start, period.cutoff, period.due)
        kept = [period.name, *map(format_date, days)]
        fields = (self.name, self.begin, self.cutoff, self.due)
        changed = kept != [field.text().strip() for field in fields]
        return UNFINISHED.format(name=period.name) if changed else ""

    def refuse(self, sentence: str) -> None:
        """Say why the period was not changed, and where; what was typed stays."""
        self._edges.mark(self._wrong(), sentence)
        self.refusal.set_text(sentence, "bad", "warning")
        self.refusal.show()

    def _wrong(self) -> list[TypedEdit]:
        """Fields that are empty or unreadable, else the first day that is too early."""
        dates = (self.begin, self.cutoff, self.due)
        empty: list[TypedEdit] = [self.name] * (not self.name.value().strip())
        empty += [field for field in dates if field.value() is None or field.fault()]
        if empty:
            return empty
        for before, field in pairwise(dates):
            if field.value() < before.value():  # type: ignore[operator]  # none is empty
                return [field]
        return [self.cutoff]  # in order, so it is the period before that it does not follow

    def _show(self, code: str) -> None:
        period = self._calendar.get(code)
        self._code = code
        self.refusal.hide()
        self._edges.clear()
        self.keep.setEnabled(period is not None)
        if period is not None:
            self.name.set_value(period.name)
            self.begin.set_value(period.start)
            self.cutoff.set_value(period.cutoff)
            self.due.set_value(period.due)

    def _ask(self) -> None:
        dates = (self.begin, self.cutoff, self.due)
        name, days = self.name.value().strip(), [field.value() for field in dates]
        faults = [field.fault() for field in dates if field.fault()]
        if not name or None in days or faults:
            self.refuse(faults[0] if faults else _MISSING)
            return
        self._edges.clear()
        self.refusal.hide()
        self.change_wanted.emit(self._code, name, *days)
