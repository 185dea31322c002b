"""The fields of the editor: what the clerk says of a task in a period."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qnapp.domain.reporting import Standing, Status
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.keys import EnterGoesOn, begin_number, select_line
from qnapp.ui.kit.numbers import PercentEdit
from qnapp.ui.kit.segments import SegmentedControl, say_pointed
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.tasks_page.autosave import Autosave, Field

TEXTS = (
    ("delay_reason", "Lý do chậm", "Ví dụ: chờ hướng dẫn của cấp trên"),
    ("difficulty", "Khó khăn, vướng mắc", "Không có thì để trống"),
    ("proposal", "Đề xuất, kiến nghị", "Không có thì để trống"),
    ("next_step", "Việc tiếp theo", "Việc sẽ làm trong kỳ tới"),
)


class ProgressForm(QWidget):
    """Progress fields in the order in which they are read; it knows no store."""

    status_chosen = Signal()
    recall_wanted = Signal()  # take over the result of the period before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QWidget] = {}
        self.boxes: dict[str, FieldBox] = {}
        self._overdue = False
        self._reason_asked = False
        self._locked = False
        self._restricted = False
        self._spacious = self._low = False
        self._examples = {name: example for name, _label, example in TEXTS}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self._add_status()
        self._add_line()
        self._add_result()
        for name, label, example in TEXTS:
            self._box.addWidget(self._make(name, label, GrowingTextEdit(example)))
        self._enter = EnterGoesOn(self)
        for field in self.fields.values():
            if isinstance(field, ComboBox | QLineEdit):
                self._enter.watch(field)

    def _add_status(self) -> None:
        choices = [(s.value, sign.first, sign.shape) for s, sign in STATUS_SIGNS.items()]
        status = SegmentedControl(choices, careful=True)
        box = self._make("status", "Tình trạng kỳ này", status)
        status.committed.connect(self._status_changed)
        status.pointed.connect(partial(say_pointed, box))
        status.number_typed.connect(self._begin_percent)
        status.left.connect(self._leave_status)
        self._box.addWidget(box)

    def _add_line(self) -> None:
        """Lay short fields beside each other, a name the widest; their sentences stand below."""
        line, below = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(14)  # two labels side by side are not read as one
        below.setSpacing(4)
        below.addLayout(line)
        parts: tuple[tuple[str, str, QWidget, int], ...] = (
            ("percent", "Tỉ lệ (%)", PercentEdit(), 3),
            ("expected_on", "Dự kiến xong", DateEdit(), 6),
            ("completed_on", "Ngày hoàn thành", DateEdit(), 6),
            ("officer", "Người theo dõi", ComboBox(editable=True), 7),
        )
        for name, label, field, share in parts:
            box = self._make(name, label, field)
            line.addWidget(box, share, Qt.AlignmentFlag.AlignTop)
            below.addWidget(box.sentence)
        self._box.addLayout(below)

    def _add_result(self) -> None:
        field = GrowingTextEdit(min_lines=3, max_lines=12)
        box = self._make("result", "Kết quả thực hiện", field)
        box.link_clicked.connect(self.recall_wanted)
        self._box.addWidget(box)

    def _make(self, name: str, label: str, field: QWidget) -> FieldBox:
        self.fields[name] = field
        self.boxes[name] = FieldBox(label, field)
        return self.boxes[name]

    def bind(self, autosave: Autosave, names: Sequence[str]) -> None:
        """Have some of the fields looked after."""
        for name in names:
            autosave.bind(name, cast("Field", self.fields[name]))

    def set_year(self, year: int) -> None:
        """Let "25/6" mean a day of the plan's year."""
        for name in ("expected_on", "completed_on"):
            cast("DateEdit", self.fields[name]).year = year

    def set_officers(self, names: Sequence[str]) -> None:
        """Offer the names in use; never while one is being typed."""
        field = cast("ComboBox", self.fields["officer"])
        offered = [field.itemText(place) for place in range(field.count())]
        if offered != list(names) and self.focused() != "officer":
            field.set_choices([(name, name) for name in names])

    def set_recall(self, words: str) -> None:
        """Offer the result of the period before; "" offers none."""
        self.boxes["result"].set_link(words)

    def set_locked(self, locked: bool) -> None:
        """Show everything as plain text; what was left empty is left out."""
        if locked == self._locked:
            return
        self._locked = locked
        for name, box in self.boxes.items():
            box.set_locked(locked)
            field = self.fields[name]
            if isinstance(field, GrowingTextEdit):
                field.setPlaceholderText("" if locked else self._examples.get(name, ""))

    def set_restricted(self, restricted: bool) -> None:
        """Leave only how the task stands: what is done of it is reported another way."""
        if restricted != self._restricted:
            self._restricted = restricted
            self.arrange()

    def set_spacious(self, spacious: bool) -> None:
        """Let the result take more lines on a wide screen."""
        self._spacious = spacious
        self._make_room()

    def set_low(self, low: bool) -> None:
        """Draw the fields together where the screen is low for letters of this size."""
        self._low = low
        self._make_room()

    def _make_room(self) -> None:
        least, most = (5, 16) if self._spacious else (2 if self._low else 3, 12)
        cast("GrowingTextEdit", self.fields["result"]).set_lines(least, most)
        self._box.setSpacing(8 if self._low else 12)

    def show_row(self, row: TaskRow, *, fresh: bool) -> None:
        """Show the fields that this row needs; ``fresh``: another row than before."""
        self._reason_asked = self._reason_asked and not fresh
        self._overdue = row.standing is Standing.OVERDUE
        lacks_reason = self._overdue and not row.progress.delay_reason
        self.boxes["delay_reason"].set_hint("cần ghi trước khi gửi" if lacks_reason else "")
        self.arrange()

    def arrange(self) -> None:
        """Show the date that the status asks for, and the reason where there is a delay."""
        status = cast("SegmentedControl", self.fields["status"]).value()
        done = status == Status.COMPLETED
        self.boxes["completed_on"].setVisible(done)
        self.boxes["expected_on"].setVisible(not done)
        reason = cast("GrowingTextEdit", self.fields["delay_reason"])
        wanted = (self._overdue and not done) or bool(reason.value())
        # Emptied by the clerk it stays where it is: a field must not vanish under the cursor.
        wanted = wanted or (self._reason_asked and reason.hasFocus())
        self._reason_asked = wanted
        self.boxes["delay_reason"].setVisible(wanted and not self._left_out("delay_reason"))
        for name in ("result", "difficulty", "proposal", "next_step", "percent", "officer"):
            self.boxes[name].setVisible(not self._left_out(name))
        if self._restricted:
            for name in ("delay_reason", "expected_on"):
                self.boxes[name].hide()

    def _left_out(self, name: str) -> bool:
        if self._restricted:
            return True
        if name == "result":  # also empty and locked it says that nothing was reported
            return False
        return self._locked and cast("Field", self.fields[name]).value() in ("", None)

    def append_result(self, text: str) -> None:
        """Put a text into the result as if it were typed, below what stands there."""
        field = cast("GrowingTextEdit", self.fields["result"])
        cursor = field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"\n{text}" if field.value().strip() else text)
        field.setTextCursor(cursor)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focused(self) -> str:
        """Name of the field that has the focus, "" for none."""
        where = QApplication.focusWidget()
        for name, field in self.fields.items():
            if where is not None and (field is where or field.isAncestorOf(where)):
                return name
        return ""

    def focus(self, name: str) -> None:
        """Put the cursor into a field, into the result where that one is not shown."""
        box = self.boxes.get(name)
        usable = box is not None and not box.isHidden()
        field = self.fields[name] if usable else self.fields["result"]
        if isinstance(field, GrowingTextEdit) and not field.hasFocus():
            field.moveCursor(QTextCursor.MoveOperation.End)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        select_line(field)

    def set_value(self, name: str, value: Any) -> None:
        """Show a value that the program fills in."""
        cast("Field", self.fields[name]).set_value(value)

    def _begin_percent(self, digits: str) -> None:
        """A number that was begun one field too early is a percentage."""
        if not self.boxes["percent"].isHidden():
            begin_number(self.fields["percent"], digits)

    def _leave_status(self) -> None:
        """Go on to what the status asks for: what is done is done to 100 %, its day is wanted."""
        status = cast("SegmentedControl", self.fields["status"])
        name = "completed_on" if status.value() == Status.COMPLETED else "percent"
        if self.boxes[name].isHidden():
            status.focusNextChild()
        else:
            self.focus(name)

    def _status_changed(self) -> None:
        self.arrange()
        self.status_chosen.emit()
