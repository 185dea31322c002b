"""Fields of a task whose report travels another way: its number and date, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.check_rules import TEXT_FIELDS
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.keys import EnterGoesOn
from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.tasks_page.autosave import Autosave

SENTENCE = (
    "Nhiệm vụ báo cáo theo đường riêng. Ở đây chỉ ghi số, ngày của báo cáo đã gửi và tình trạng; "
    "không ghi nội dung, không kèm tệp."
)


LEFT = "Dòng này còn {what} ghi từ trước, không được để ở đây."


class RestrictedForm(QWidget):
    """Number and date of the separate report under a fixed sentence.

    A task may have become restricted after something was written: that is named, not shown, and
    one button takes it away.
    """

    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = LineEdit("Ví dụ: 15-BC/ĐU")
        self.date = DateEdit()
        self.left = Notice("bad")
        self.left.set_button("Xóa khỏi dòng này")
        self.left.clicked.connect(self.clear_wanted)
        self.boxes = (FieldBox("Số báo cáo riêng", self.number), FieldBox("Ngày", self.date))
        line = QHBoxLayout()
        line.setSpacing(8)
        for box, share in zip(self.boxes, (3, 2), strict=True):
            line.addWidget(box, share, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Notice("none", SENTENCE, icon="info"))
        column.addWidget(self.left)
        column.addLayout(line)
        self._enter = EnterGoesOn(self)
        for field in (self.number, self.date):
            self._enter.watch(field)

    def set_year(self, year: int) -> None:
        """Let "25/6" mean a day of the plan's year."""
        self.date.year = year

    def bind(self, autosave: Autosave) -> None:
        """Have both fields looked after."""
        autosave.bind("restricted_number", self.number)
        autosave.bind("restricted_on", self.date)

    def show_row(self, row: TaskRow, *, writable: bool) -> None:
        """Name what the row still holds and may not."""
        held = [name for field, name in TEXT_FIELDS.items() if getattr(row.progress, field)]
        held += ["minh chứng"] * bool(row.evidence)
        self.left.setVisible(bool(held) and writable)
        self.left.set_text(LEFT.format(what=", ".join(held)))

    def set_locked(self, locked: bool) -> None:
        """Show both as plain text."""
        if locked == self.number.isReadOnly():
            return
        for box in self.boxes:
            box.set_locked(locked)

    def focused(self) -> str:
        """Name of the field that has the cursor, "" for none."""
        if self.number.hasFocus():
            return "restricted_number"
        return "restricted_on" if self.date.hasFocus() else ""

    def focus(self, name: str) -> None:
        """Put the cursor into the date if that is meant, else into the number.

        What may not be written here leads to the button that takes it away.
        """
        if not self.left.isHidden() and (name in TEXT_FIELDS or name == "evidence"):
            self.left.focus_button()
            return
        field = self.date if name == "restricted_on" else self.number
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
