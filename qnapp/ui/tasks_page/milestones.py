"""When each dated point of a deadline was really reached; these dates hold for all periods."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import milestones
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.standings import BINDING
from qnapp.text import format_date, upper_first
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.keys import EnterGoesOn
from qnapp.ui.kit.labels import FieldLabel, IconText, Label
from qnapp.ui.kit.theme import theme
from qnapp.ui.refused import RefusedFields
from qnapp.ui.tasks_page.autosave import Autosave, SaveState
from qnapp.ui.tasks_page.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import MilestoneState, TaskRow
    from qnapp.ui.session import Session

DATE_WIDTH = 128
# The day holds for the year, and a period tells what was so by its own close.
_LATER = "Sau ngày {}: kỳ này tính là chưa đạt mốc."
MORE, LESS = "Mở ngày thực hiện từng mốc", "Thu gọn ngày thực hiện từng mốc"


class MilestoneFields(QWidget):
    """A date field for each milestone, where a task has more than its one finish."""

    state_changed = Signal(object)  # SaveState

    def __init__(
        self, session: Session, *, after: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        """``after``: the field that Tab leaves for the first date."""
        super().__init__(parent)
        self._session = session
        self._after = after
        self._uid = ""
        self._shape: tuple[MilestoneState, ...] = ()
        self._fields: dict[str, DateEdit] = {}
        self._enter = EnterGoesOn(self)
        self.autosave = Autosave(self._write, self)
        self.autosave.state_changed.connect(self.state_changed)
        self._points: dict[str, str] = {}  # what each date is called, by number
        self._sentences: dict[str, _Sentence] = {}
        self._refused = RefusedFields(
            session,
            self.autosave,
            "milestones",
            "tasks",
            named=self._name,
            prefix="milestones:",
        )
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        label = FieldLabel("Ngày thực hiện từng mốc")
        self._low = self._open = False
        self.fold = IconButton("chevron-down", MORE)
        self.fold.clicked.connect(self._toggle)
        self._reached = Label(font="small", color="text2")  # how many have their date
        label.row.insertWidget(1, self._reached)
        label.row.addWidget(self.fold)
        self._box.addWidget(label)
        self._lines = Stack(8)
        self._box.addWidget(self._lines)

    def show_row(self, row: TaskRow, as_of: date, doubts: Mapping[str, str]) -> None:
        """Show the milestones of a row; the fields stay when only their dates changed.

        ``as_of``: the day that the rows are judged by; ``doubts``: what is doubtful of a date, by
        the field's name ("milestones:2").
        """
        self._show_points(row, as_of)
        for point in wanted_milestones(row):
            doubt = doubts.get(f"milestones:{point.number}", "")
            later = _LATER.format(format_date(as_of)) if point.later_on else ""
            sentence = self._sentences[str(point.number)]
            if doubt:
                sentence.set_note(f"Xem lại: {doubt}.", "soon", "warning")
            else:
                sentence.set_note(later, "text2", "info")

    def _show_points(self, row: TaskRow, today: date) -> None:
        points = wanted_milestones(row)
        self.setVisible(bool(points))
        shape = tuple(_without_actual(point) for point in points)
        values = {str(point.number): point.recorded_on for point in points}
        self._reached.setText(f"đã ghi {sum(map(bool, values.values()))}/{len(values)}")
        if row.uid == self._uid and shape == self._shape:
            self.autosave.update(values)
            self._arrange()
            return
        self._open = self._open and row.uid == self._uid
        self._uid, self._shape = row.uid, shape
        self._rebuild(points, today)
        self._refused.load(row, "", values)
        self._arrange()

    def set_low(self, low: bool) -> None:
        """Fold the dates where the fields below would have no room to be seen."""
        if low != self._low:
            self._low = low
            self._open = self._open or bool(self.focused())
            self._arrange()

    def _toggle(self) -> None:
        self._open = not self._open
        self._arrange()

    def _arrange(self) -> None:
        # What has to be mended is never folded away.
        wrong = any(field.fault() for field in self._fields.values())
        folded = self._low and not self._open and not wrong
        self._lines.setVisible(bool(self._fields) and not folded)
        self._reached.setVisible(folded)
        self.fold.setVisible(self._low and not wrong)
        self.fold.set_icon_name("chevron-up" if self._open else "chevron-down")
        self.fold.set_tip(LESS if self._open else MORE)

    def set_locked(self, locked: bool) -> None:
        """Show the dates as plain text."""
        for field in self._fields.values():
            if field.isReadOnly() != locked:
                field.set_locked(locked)

    def focus(self, number: str = "") -> bool:
        """Put the cursor into a milestone's date, "": the first empty one; False without one."""
        empty = next((f for f in self._fields.values() if f.value() is None), None)
        field = self._fields.get(number) if number else empty
        if field is None or self.isHidden():
            return False
        if self._lines.isHidden():
            self._toggle()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def focused(self) -> str:
        """Number of the milestone whose date has the cursor, "" for none."""
        return next((number for number, f in self._fields.items() if f.hasFocus()), "")

    def _name(self, number: str) -> str:
        return f"Ngày thực hiện mốc “{self._points[number]}”"

    def _rebuild(self, points: Sequence[MilestoneState], today: date) -> None:
        self.autosave.release_all()
        self._fields.clear()
        self._sentences.clear()
        self._points = {str(point.number): milestone_words(point) for point in points}
        self._lines.fill([self._line(point, today) for point in points])
        before = self._after
        for field in self._fields.values():  # made late, they would be the window's last to reach
            if before is not None:
                QWidget.setTabOrder(before, field)
            before = field

    def _line(self, point: MilestoneState, today: date) -> QWidget:
        line, field = QWidget(), self._field(point, today)
        sentence = self._sentences[str(point.number)] = _Sentence(field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(milestone_words(point), wrap=True), 1)
        row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(sentence)
        return line

    def _field(self, point: MilestoneState, today: date) -> DateEdit:
        field = DateEdit(today.year, "chưa xong")
        field.setFixedWidth(theme().px(DATE_WIDTH))
        field.setAccessibleName(f"Ngày thực hiện: {milestone_words(point)}")
        self._fields[str(point.number)] = field
        self.autosave.bind(str(point.number), field)
        self._enter.watch(field)
        return field

    def _write(self, values: dict[str, Any]) -> bool:
        action = partial(_set_milestones, self._session.store, self._uid, values)
        return self._session.write("Ngày thực hiện mốc", action)

    @property
    def state(self) -> SaveState:
        """Whether every date typed is in the store."""
        return self.autosave.state


class _Sentence(IconText):
    """Below a date: why it is none, and what to do; else what is to be known of it."""

    def __init__(self, field: DateEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent, wrap=True)
        self._fault, self._note = field.fault(), ("", "", "")
        field.fault_changed.connect(self._show_fault)
        self._tell()

    def set_note(self, words: str, color: str, icon: str) -> None:
        """Say it for as long as the date is one; "" for nothing."""
        self._note = words, color, icon
        self._tell()

    def _show_fault(self, sentence: str) -> None:
        self._fault = sentence
        self._tell()

    def _tell(self) -> None:
        said = (self._fault, "bad", "warning") if self._fault else self._note
        self.set_text(*said)
        self.setVisible(bool(said[0]))


def wanted_milestones(row: TaskRow) -> tuple[MilestoneState, ...]:
    """Points that need a date of their own: several, or a start; a lone finish has its field."""
    points = tuple(point for point in row.milestones if point.kind in BINDING)
    if len(points) == 1 and points[0].kind is MilestoneKind.FINISH:
        return ()
    return points


def milestone_words(point: MilestoneState) -> str:
    """Say a milestone: "Khởi công 31/12/2025"."""
    label = upper_first(point.label) or "Hoàn thành"
    return f"{label} {format_date(point.due)}" if point.due else f"{label} (không rõ ngày)"


def _set_milestones(store: Store, uid: str, values: dict[str, Any]) -> list[FieldChange]:
    changes: list[FieldChange] = []
    with store.atomic():
        for number, day in values.items():
            changes += milestones.set_milestone(store, uid, int(number), day)
    return changes


def _without_actual(point: MilestoneState) -> MilestoneState:
    return replace(point, actual_on=None, later_on=None)
