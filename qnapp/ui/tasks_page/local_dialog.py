"""A task of the organisation's own: add it, or change its words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.assignments import next_local_code
from qnapp.db.items import LOCAL_SECTION_CODE
from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.deadlines import impossible_date, parse_deadline
from qnapp.domain.plan import Role
from qnapp.models.task_lines import section_titles
from qnapp.text import format_date
from qnapp.ui.frozen_note import year_note
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.session_band import SessionBand
from qnapp.ui.tasks_page import actions

if TYPE_CHECKING:
    from qnapp.db.assignments import LocalTaskFields
    from qnapp.domain.deadlines import Deadline, Milestone
    from qnapp.domain.plan import Section
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session

WIDTH = 560
NO_SUCH_DAY = (
    "Trên lịch không có “{words}”. Sửa ngày, tháng, năm (bốn chữ số), ví dụ 30/6/2026, "
    "hoặc ghi thời hạn bằng lời."
)
READ_DELAY_MS = 200  # words are read after a pause, not at every key


class LocalTaskDialog(TypedDialog):
    """Words of a local task. What the deadline is understood as stands below it while typing."""

    added = Signal(str)  # uid of the new task

    def __init__(
        self, session: Session, row: TaskRow | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._row = row
        self.setWindowTitle(f"Sửa nhiệm vụ {row.code}" if row else "Thêm nhiệm vụ của đơn vị")
        self.setMinimumWidth(theme().px(WIDTH))
        self._timer = QTimer(self, singleShot=True, interval=READ_DELAY_MS)
        self._timer.timeout.connect(self._read_deadline)
        self._build()
        GrowsWithWords(self)
        self._load()

    @classmethod
    def open_for(
        cls, session: Session, row: TaskRow | None = None, parent: QWidget | None = None
    ) -> LocalTaskDialog:
        """Show the words of a local task, or an empty form; the dialog frees itself when closed."""
        dialog = cls(session, row, parent)
        dialog.open()
        return dialog

    # build

    def _build(self) -> None:
        self.band = SessionBand(self._session)
        self.title = GrowingTextEdit(min_lines=2, max_lines=6, one_paragraph=True)
        self.code = LineEdit(f"{next_local_code(self._session.store)} nếu để trống")
        self.section = ComboBox()
        sections = section_titles(self._session.worksheet().plan).values()
        self.section.set_choices([(s.code, _section_words(s)) for s in sections])
        self.role = SegmentedControl([(r.value, words, "") for r, words in ROLE_WORDS.items()])
        self.deadline = LineEdit("Ví dụ: Quý III/2026, 30/6/2026")
        self.understood = IconText(wrap=True)
        self.lead = LineEdit("Nhiều cơ quan thì cách nhau bằng dấu chấm phẩy")
        self.support = LineEdit("Nhiều cơ quan thì cách nhau bằng dấu chấm phẩy")
        self.deadline.edited.connect(self._timer.start)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.band)
        if told := year_note(self._session.worksheet()):
            box.addWidget(Label(told, color="text2", wrap=True))
        box.addWidget(FieldBox("Tên nhiệm vụ", self.title))
        box.addLayout(self._pair())
        box.addWidget(FieldBox("Thuộc mục", self.section))
        box.addLayout(self._deadline())
        box.addWidget(FieldBox("Chủ trì", self.lead))
        box.addWidget(FieldBox("Phối hợp", self.support))
        box.addLayout(self._foot())

    def _pair(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(FieldBox("Mã", self.code), 2)
        line.addWidget(FieldBox("Vai trò của đơn vị", self.role), 3)
        return line

    def _deadline(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(FieldBox("Thời hạn", self.deadline))
        column.addWidget(self.understood)
        return column

    def _foot(self) -> QHBoxLayout:
        self.save_button = PrimaryButton("Lưu sửa đổi" if self._row else "Thêm nhiệm vụ")
        self.cancel_button = QuietButton("Hủy")
        self.save_button.setDefault(True)  # Enter in any field
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close)
        return foot_line(self.cancel_button, self.save_button)

    # load

    def _load(self) -> None:
        row = self._row
        self.role.set_value((row.role if row and row.role else Role.LEAD).value)
        self.section.set_value(row.task.section if row else LOCAL_SECTION_CODE)
        if row is not None:
            self.title.set_value(row.task.title)
            self.code.set_value(row.code)
            self.deadline.set_value(row.task.deadline_text)
            self.lead.set_value("; ".join(row.task.lead))
            self.support.set_value("; ".join(row.task.support))
        self._read_deadline()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> LocalTaskFields:
        """Give the words as typed; an empty code lets the store number the task."""
        fields: LocalTaskFields = {
            "title": self.title.value(),
            "section": self.section.value(),
            "deadline_text": self.deadline.value(),
            "lead": _names(self.lead.value()),
            "support": _names(self.support.value()),
        }
        if self.code.value().strip():
            fields["code"] = self.code.value()
        return fields

    # events

    def save(self) -> None:
        """Write the task and close; without a title, or where the store refuses, stay open."""
        none = impossible_date(self.deadline.value(), self._session.worksheet().plan.year)
        self.deadline.set_fault(NO_SUCH_DAY.format(words=none) if none else "")
        needed = (self.title, "Nhập tên nhiệm vụ."), (self.deadline, "")
        if not all_given(*needed):
            return
        self.band.clear()
        if self._add() if self._row is None else self._change(self._row):
            self.accept()

    def _add(self) -> bool:
        before = {row.uid for row in self._session.worksheet().tasks}
        store, role = self._session.store, Role(self.role.value())
        action = partial(actions.add_task, store, self.fields(), role)
        if not self._session.write("Thêm nhiệm vụ của đơn vị", action):
            return False
        new = (row.uid for row in self._session.worksheet().tasks if row.uid not in before)
        self.added.emit(next(new, ""))
        return True

    def _change(self, row: TaskRow) -> bool:
        store, role = self._session.store, Role(self.role.value())
        action = partial(actions.edit_task, store, row.uid, self.fields(), role)
        return self._session.write(f"Sửa nhiệm vụ {row.code}", action)

    def _read_deadline(self) -> None:
        year = self._session.worksheet().plan.year
        text = self.deadline.value().strip()
        words, color, icon = describe_deadline(parse_deadline(text, year))
        self.understood.set_text(words, color, icon)


def describe_deadline(deadline: Deadline) -> tuple[str, str, str]:
    """Say what a deadline's words are understood as: sentence, colour token, icon."""
    if not deadline.text.strip():
        return "Chưa ghi thời hạn, nên không tính quá hạn.", "text2", "info"
    if not deadline.readable:
        return "Chưa hiểu thời hạn này. Ghi ngày, tháng hoặc quý, ví dụ 30/6/2026.", "soon", "clock"
    if not any(point.due for point in deadline.milestones):
        return "Hiểu là không xác định thời hạn, nên không tính quá hạn.", "text2", "tick"
    points = [_point(point) for point in deadline.milestones if point.due]
    return f"Hiểu là {'; '.join(points)}.", "text2", "tick"


def _point(point: Milestone) -> str:
    assert point.due is not None
    return f"{point.label} {format_date(point.due)}".strip()


def _section_words(section: Section) -> str:
    return f"{section.code}. {section.title}" if section.code.isdigit() else section.title


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]
