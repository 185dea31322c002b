"""The reporting calendar: cut-off and due date of each period, and unscheduled ones."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qnapp.db import periods
from qnapp.domain.periods import DEFAULT_NOTE
from qnapp.errors import UserError
from qnapp.text import upper_first
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.required import go_to_fault
from qnapp.ui.settings_page.section import Section, is_refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.periods import StoredPeriod
    from qnapp.ui.session import Session

UNFINISHED = "Thiết lập: kỳ đột xuất đang nhập chưa được thêm."
_DATE_WIDTH = 150


class CalendarSection(Section):
    """One line a period; locked ones cannot be changed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Kỳ báo cáo")
        self.set_note(DEFAULT_NOTE)
        self._lines: dict[str, tuple[DateEdit, DateEdit]] = {}
        self._typed: set[DateEdit] = set()  # typed in since they were last saved
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._table)
        self.fault = Label(font="small", color="bad", wrap=True)  # of the first such date
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.add = QuietButton("Thêm kỳ đột xuất…", "plus")
        self.add.clicked.connect(self._open_form)
        self.add_buttons(self.add)
        self.form = AdhocForm()
        self.form.hide()
        self.form.confirm.clicked.connect(self._create)
        self.form.cancel.clicked.connect(self._close_form)
        self.body.addWidget(self.form)

    def dates_of(self, code: str) -> tuple[DateEdit, DateEdit]:
        """The fields for cut-off and due date of a period. Raises KeyError."""
        return self._lines[code]

    # ---------------------------------------------------------------------------------- table

    def load(self) -> None:
        calendar = periods.periods(self.session.store)
        if [stored.period.code for stored in calendar] != list(self._lines):
            self._lay_out(calendar)
        for stored in calendar:
            days = (stored.period.cutoff, stored.period.due)
            for field, day in zip(self._lines[stored.period.code], days, strict=True):
                field.set_locked(stored.locked)
                typed_in = field.hasFocus() and field in self._typed
                if not typed_in and not is_refused(field):
                    field.set_value(day)
        self.unread.restore()

    def _lay_out(self, calendar: Sequence[StoredPeriod]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._lines = {}
        self._typed.clear()
        self.unread.forget_all()
        for column, words in enumerate(("Kỳ", "Chốt số liệu", "Hạn gửi")):
            self._grid.addWidget(Label(words, font="small_strong", color="text2"), 0, column)
        for number, stored in enumerate(calendar, start=1):
            self._add_line(number, stored)
        put_before(self, *(field for line in self._lines.values() for field in line))

    def _add_line(self, number: int, stored: StoredPeriod) -> None:
        period = stored.period
        words = period.name + ("  (nhập bổ sung)" if stored.backfilled else "")
        self._grid.addWidget(Label(words, lines=1), number, 0, Qt.AlignmentFlag.AlignVCenter)
        cutoff, due = DateEdit(period.cutoff.year), DateEdit(period.due.year)
        for column, (field, name) in enumerate(((cutoff, "chốt số liệu"), (due, "hạn gửi")), 1):
            field.setFixedWidth(_DATE_WIDTH)
            field.setAccessibleName(f"{period.name}, {name}")
            save = functools.partial(CalendarSection._save_line, self, period.code)
            field.edited.connect(functools.partial(self._typed.add, field))
            field.committed.connect(save)
            field.fault_changed.connect(functools.partial(CalendarSection._tell_fault, self, field))
            called = f"Thiết lập, kỳ {period.name}: ô {upper_first(name)}"
            show = functools.partial(CalendarSection._show_stored, self, period.code, column - 1)
            self.unread.watch(f"{period.code}, {name}", called, field, show)
            self._grid.addWidget(field, number, column)
        self._lines[period.code] = (cutoff, due)

    def _show_stored(self, code: str, place: int) -> None:
        period = periods.stored_period(self.session.store, code).period
        self._lines[code][place].set_value((period.cutoff, period.due)[place])

    def _tell_fault(self, field: DateEdit, _fault: str) -> None:
        self._typed.add(field)  # a refused text that is typed in again: told before ``edited``
        fields = [field for line in self._lines.values() for field in line if field.fault()]
        self.fault.setVisible(bool(fields))
        if fields:
            self.fault.setText(f"{fields[0].accessibleName()}: {fields[0].fault()}")

    def flush(self) -> None:
        super().flush()
        for code, dates in self._lines.items():
            if typed := self._typed.intersection(dates):
                for field in typed:
                    field.commit()
                self._save_line(code)

    def _save_line(self, code: str) -> None:
        dates = self._lines[code]
        self._typed.difference_update(field for field in dates if not field.fault())
        period = periods.stored_period(self.session.store, code).period
        stored = (period.cutoff, period.due)
        wanted = [field.value() or day for field, day in zip(dates, stored, strict=True)]
        action = functools.partial(self._write, code, *wanted)
        if tuple(wanted) != stored and not self.session.write("lịch báo cáo", action):
            wanted = list(stored)
        for field, day in zip(dates, wanted, strict=True):
            if not field.fault() and field.value() != day:  # refused, or a period without a day
                field.set_value(day)

    def _write(self, code: str, cutoff: date, due: date) -> Sequence[FieldChange]:
        return periods.set_period_dates(self.session.store, code, cutoff=cutoff, due=due)

    # ----------------------------------------------------------------------------- unscheduled

    def unfinished(self) -> str:
        """Name the unscheduled period that was typed in and not added; "" for none."""
        typed = not self.form.isHidden() and self.form.is_typed()
        return UNFINISHED if typed else ""

    def _open_form(self) -> None:
        self.form.start(self.session.today())
        self.form.show()
        self.add.setEnabled(False)

    def _close_form(self) -> None:
        self.form.hide()
        self.add.setEnabled(True)

    def _create(self) -> None:
        dates = self.form.dates()
        if dates is None:
            return
        start, cutoff, due = dates
        try:
            period = periods.add_adhoc_period(
                self.session.store, name=self.form.name.value(), start=start, cutoff=cutoff, due=due
            )
        except UserError as error:
            self.form.refuse(str(error))
            return
        self._close_form()
        self.session.said.emit(f"Đã thêm {period.name}.")
        self.load()


class AdhocForm(QWidget):
    """Name and dates of an unscheduled period."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = LineEdit("Ví dụ: Báo cáo đột xuất về giải ngân")
        self.begin, self.cutoff, self.due = DateEdit(), DateEdit(), DateEdit()
        self.confirm = QuietButton("Thêm kỳ này")
        self.cancel = QuietButton("Hủy")
        self._refusal = IconText(wrap=True)
        self._refusal.hide()
        grid = QGridLayout()
        grid.setSpacing(10)
        grid.addWidget(FieldBox("Tên kỳ báo cáo", self.name), 0, 0, 1, 3)
        for column, (label, field) in enumerate(
            (("Từ ngày", self.begin), ("Chốt số liệu", self.cutoff), ("Hạn gửi", self.due))
        ):
            grid.addWidget(FieldBox(label, field), 1, column)
        buttons = QGridLayout()
        buttons.addWidget(self.confirm, 0, 0)
        buttons.addWidget(self.cancel, 0, 1)
        buttons.setColumnStretch(2, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(grid)
        box.addWidget(self._refusal)
        box.addLayout(buttons)

    def start(self, today: date) -> None:
        """Begin anew with today's date."""
        self.name.set_value("")
        self.begin.set_value(today)
        self.cutoff.set_value(None)
        self.due.set_value(None)
        self._refusal.hide()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_typed(self) -> bool:
        """Whether anything was filled in."""
        return any(field.text().strip() for field in (self.name, self.cutoff, self.due))

    def dates(self) -> tuple[date, date, date] | None:
        """The three dates; None, with a sentence, while one is missing or cannot be read."""
        if go_to_fault((self.begin, self.cutoff, self.due)):  # it says what is wrong; the value
            return None  # of such a field is still the day before
        start, cutoff, due = self.begin.value(), self.cutoff.value(), self.due.value()
        if start is None or cutoff is None or due is None:
            self.refuse("Nhập đủ ba ngày: từ ngày, chốt số liệu, hạn gửi.")
            return None
        return start, cutoff, due

    def refuse(self, sentence: str) -> None:
        """Say why the period was not added; what was typed stays."""
        self._refusal.set_text(sentence, "bad", "warning")
        self._refusal.show()
