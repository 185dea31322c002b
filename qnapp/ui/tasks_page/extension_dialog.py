"""Gia hạn: a new due date for one organisation's task, and by which document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import milestones
from qnapp.ui.kit.buttons import IconButton, PrimaryButton, QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import FieldLabel, Label, Separator
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.session_band import SessionBand
from qnapp.ui.tasks_page import actions
from qnapp.ui.tasks_page.facts import deadline_words, extension_words
from qnapp.ui.tasks_page.stack import Stack

if TYPE_CHECKING:
    from datetime import date

    from qnapp.domain.reporting import Extension, TaskRow
    from qnapp.ui.session import Session

WIDTH = 520
ASKED, GRANTED = "asked", "granted"
CHOICES = ((ASKED, "Đã đề nghị", ""), (GRANTED, "Được đồng ý", ""))
NO_DAY = "Nhập hạn mới, ví dụ 30/9/2026."
NO_DOCUMENT = "Nhập văn bản đề nghị hoặc đồng ý gia hạn."
EXAMPLE = "Ví dụ: Công văn số 12-CV/ĐU ngày 05/6/2026"


class ExtensionDialog(TypedDialog):
    """The extensions of a task: add, change, take away. The original deadline always stays."""

    def __init__(self, session: Session, row: TaskRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._uid = row.uid
        self._edited: Extension | None = None
        self.setWindowTitle(f"Gia hạn nhiệm vụ {row.code}")
        self.setMinimumWidth(theme().px(WIDTH))
        self._build(row)
        GrowsWithWords(self)
        session.changed.connect(self._fill)
        self._fill()
        self._start(None)

    @classmethod
    def open_for(
        cls, session: Session, row: TaskRow, parent: QWidget | None = None
    ) -> ExtensionDialog:
        """Show the extensions over the window; the dialog frees itself when closed."""
        dialog = cls(session, row, parent)
        dialog.open()
        return dialog

    # build

    def _build(self, row: TaskRow) -> None:
        self.band = SessionBand(self._session)
        self._list = Stack(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.band)
        words = deadline_words(row, self._session.worksheet().plan.year)
        box.addWidget(Label(f"Thời hạn theo kế hoạch: {words}", wrap=True))
        box.addWidget(self._list)
        box.addWidget(Separator())
        self._heading = FieldLabel("")
        box.addWidget(self._heading)
        self._build_fields(row, box)
        self._build_foot(box)

    def _build_fields(self, row: TaskRow, box: QVBoxLayout) -> None:
        year = row.due.year if row.due else self._session.today().year
        self.due = DateEdit(year, "ngày/tháng/năm")
        self.state = SegmentedControl(CHOICES)
        self.document = LineEdit(EXAMPLE)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(FieldBox("Hạn mới", self.due), 2)
        line.addWidget(FieldBox("Tình trạng gia hạn", self.state), 3)
        box.addLayout(line)
        box.addWidget(FieldBox("Văn bản đề nghị hoặc đồng ý", self.document))

    def _build_foot(self, box: QVBoxLayout) -> None:
        self.save_button = PrimaryButton("")
        self.new_button = QuietButton("Ghi gia hạn khác")
        self.close_button = QuietButton("Đóng")
        self.save_button.setDefault(True)  # Enter in any field
        self.save_button.clicked.connect(self.save)
        self.new_button.clicked.connect(self._start_new)
        self.close_button.clicked.connect(self.close)
        box.addLayout(foot_line(self.close_button, self.save_button, left=(self.new_button,)))

    # load

    def _fill(self) -> None:
        """List what is recorded, the oldest first."""
        recorded = milestones.extensions(self._session.store, self._uid)
        self._list.fill([self._line(extension) for extension in recorded])

    def _line(self, extension: Extension) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(f"Gia hạn {extension_words(extension)}", wrap=True), 1)
        edit = IconButton("edit", "Sửa lần gia hạn này")
        remove = IconButton("trash", "Xóa lần gia hạn này")
        edit.clicked.connect(partial(ExtensionDialog._start, self, extension))
        remove.clicked.connect(partial(ExtensionDialog._remove, self, extension))
        row.addWidget(edit)
        row.addWidget(remove)
        return line

    def _start_new(self) -> None:
        self._start(None)

    def _start(self, extension: Extension | None, _checked: bool = False) -> None:
        """Fill the fields with an extension to be changed, or empty them for a new one."""
        self._edited = extension
        self._heading.label.setText("Sửa gia hạn" if extension else "Ghi lần gia hạn mới")
        self.save_button.setText("Lưu sửa đổi" if extension else "Ghi gia hạn")
        self.new_button.setVisible(extension is not None)
        self.due.set_value(extension.due if extension else None)
        self.document.set_value(extension.document if extension else "")
        self.state.set_value(GRANTED if extension and extension.granted else ASKED)
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle()

    # events

    def save(self) -> None:
        """Record what stands in the fields, if both date and document are there."""
        self.due.commit()
        needed = (self.due, NO_DAY), (self.document, NO_DOCUMENT)
        if not all_given(*needed):
            return
        due = self.due.value()
        assert due is not None  # it was given
        if self._write(due, self.document.value().strip()):
            self._start(None)

    def _write(self, due: date, document: str) -> bool:
        store, edited = self._session.store, self._edited
        write = (
            partial(actions.add_extension, store, self._uid)
            if edited is None
            else partial(milestones.edit_extension, store, edited.id)
        )
        granted = self.state.value() == GRANTED
        action = partial(write, due=due, document=document, granted=granted)
        self.band.clear()
        return self._session.write("Gia hạn", action)

    def _remove(self, extension: Extension, _checked: bool = False) -> None:
        question = f"Xóa lần gia hạn {extension_words(extension)}? Có thể lấy lại bằng Ctrl+Z."
        if self._session.door.ask(question, "Xóa", loses=True):
            action = partial(milestones.remove_extension, self._session.store, extension.id)
            if self._session.write("Xóa gia hạn", action) and self._edited == extension:
                self._start(None)
