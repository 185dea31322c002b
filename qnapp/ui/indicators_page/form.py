"""The fields of the detail: the values of an indicator in a period."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from qnapp.domain.indicator_checks import doubt_of
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Verdict
from qnapp.domain.targets import TargetKind
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.keys import EnterGoesOn, begin_number, select_line
from qnapp.ui.kit.numbers import NumberEdit
from qnapp.ui.kit.segments import SegmentedControl, say_pointed
from qnapp.ui.kit.signs import VERDICT_SIGNS
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.tasks_page.autosave import Autosave, Field

NUMBERS = (
    ("actual", "Thực hiện kỳ này"),
    ("estimate", "Ước cả kỳ"),
    ("cumulative", "Lũy kế từ đầu năm"),
    ("same_period_last_year", "Cùng kỳ năm trước"),
)
_LINES = 4  # of the grid for two numbers: fields, a sentence for each, air
MEASURED = (*(name for name, _label in NUMBERS), "words", "note")
CONTEST = ("contested", "contest_reason")
KINDS = (("actual", "Thực hiện", ""), ("estimate", "Ước cả kỳ", ""))
OWN_VERDICTS = (Verdict.MET, Verdict.EXCEEDED, Verdict.UNMET)


class MeasurementForm(QWidget):
    """Values in the order in which they are read; it knows no store."""

    kind_chosen = Signal(str)  # actual, estimate

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QWidget] = {}
        self.boxes: dict[str, FieldBox] = {}
        self._enter = EnterGoesOn(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._add("words", "Kết quả bằng lời", GrowingTextEdit(min_lines=3, max_lines=8))
        self._add_kind()
        self._add_numbers()
        example = "Nêu nguồn số liệu hoặc lý do chênh lệch"
        self._add("note", "Ghi chú", GrowingTextEdit(example, min_lines=2))
        self._add_contest()

    # ----------------------------------------------------------------------------- build

    def _add(self, name: str, label: str, field: QWidget) -> None:
        self._column.addWidget(self._make(name, label, field))

    def _make(self, name: str, label: str, field: QWidget) -> FieldBox:
        self.fields[name] = field
        self.boxes[name] = FieldBox(label, field)
        if isinstance(field, QLineEdit):
            self._enter.watch(field)
        return self.boxes[name]

    def _add_kind(self) -> None:
        self.kind = SegmentedControl(KINDS, careful=True)
        self.kind.left.connect(self.kind.focusNextChild)
        self.kind.committed.connect(self._tell_kind)
        self._add("kind", "Loại số liệu", self.kind)
        self.kind.pointed.connect(partial(say_pointed, self.boxes["kind"]))
        self.kind.number_typed.connect(self._begin_value)

    def _add_numbers(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, (name, label) in enumerate(NUMBERS):
            box, line = self._make(name, label, NumberEdit()), place // 2 * _LINES
            grid.addWidget(box, line, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(box.sentence, line + 1 + place % 2, 0, 1, 2)  # half is too narrow
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.setRowMinimumHeight(_LINES - 1, 4)
        self._column.addLayout(grid)

    def _add_contest(self) -> None:
        self.verdict = ComboBox()
        self.verdict.set_choices([("", ""), *_verdict_choices()])
        self.verdict.committed.connect(self._arrange_contest)
        self._add("contested", "Đánh giá so với mức năm", self.verdict)
        self.reason = GrowingTextEdit("Căn cứ để đánh giá khác với số liệu")
        self._add("contest_reason", "Lý do tự đánh giá", self.reason)

    # ----------------------------------------------------------------------------- rows

    def bind(self, autosave: Autosave, names: Sequence[str]) -> None:
        """Have some of the fields looked after."""
        for name in names:
            autosave.bind(name, cast("Field", self.fields[name]))

    def arrange(self, row: IndicatorRow) -> None:
        """Show the fields that this indicator needs."""
        words = row.nature is Nature.WORDS
        for name in ("kind", *(name for name, _label in NUMBERS)):
            self.boxes[name].setVisible(row.takes_numbers)
        in_words = row.target is not None and row.target.kind is TargetKind.TEXT
        self.boxes["words"].setVisible(words or in_words)
        self.boxes["contested"].setVisible(
            row.target is not None or bool(row.measurement.contested)
        )
        for name, _label in NUMBERS:
            doubt = doubt_of(row, name)
            self.boxes[name].set_warning(f"Xem lại: {doubt}." if doubt else "")
        computed = "Chưa đánh giá" if words else "Theo số liệu"
        chosen = self.verdict.value()
        self.verdict.set_choices([("", computed), *_verdict_choices()])
        self.verdict.set_value(chosen)
        self._arrange_contest()

    def set_locked(self, locked: bool) -> None:
        """Show plain text instead of fields."""
        for box in self.boxes.values():
            box.set_locked(locked)

    def contest_fault(self) -> str:
        """Sentence that keeps the clerk's own verdict from being written, "" for none."""
        needed = bool(self.verdict.value()) and not self.reason.value().strip()
        return "Ghi lý do thì đánh giá này mới được lưu." if needed else ""

    def say_contest_fault(self) -> None:
        """Put the sentence under the reason."""
        self.reason.set_fault(self.contest_fault())

    def focus(self, name: str) -> None:
        """Put the cursor into a field; into the first one to type in where that is not shown."""
        shown = [key for key, box in self.boxes.items() if not box.isHidden()]
        typed = (key for key in shown if key != "kind")
        target = name if name in shown else next(typed, "")
        if target:
            self.fields[target].setFocus(Qt.FocusReason.TabFocusReason)
            select_line(self.fields[target])

    def focused(self) -> str:
        """Name of the field that has the focus, "" for none."""
        return next((name for name, field in self.fields.items() if field.hasFocus()), "")

    def _begin_value(self, digits: str) -> None:
        """A number that was begun one field too early goes where the chosen kind has its own."""
        begin_number(self.fields[self.kind.value() or "actual"], digits)

    def _tell_kind(self) -> None:
        self.kind_chosen.emit(self.kind.value())

    def _arrange_contest(self) -> None:
        box, field = self.boxes["contested"], self.boxes["contest_reason"]
        field.setVisible(not box.isHidden() and bool(self.verdict.value()))


def measured_values(row: IndicatorRow) -> dict[str, Any]:
    """What the fields show of a row."""
    return {name: getattr(row.measurement, name) for name in MEASURED}


def contest_values(row: IndicatorRow) -> dict[str, Any]:
    """What the fields of the clerk's own verdict show."""
    verdict = row.measurement.contested
    return {
        "contested": verdict.value if verdict else "",
        "contest_reason": row.measurement.contest_reason,
    }


def _verdict_choices() -> list[tuple[str, str]]:
    return [(verdict.value, VERDICT_SIGNS[verdict].first) for verdict in OWN_VERDICTS]
