"""Before a report goes back: every marked row with its reason, and a note for the whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import IconButton, PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.surfaces import ScrollColumn, beside_bar, resize_on_screen
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.submission.detail import reason_menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent

    from qnapp.errors import UserError
    from qnapp.models.received_rows import ReportRow
    from qnapp.ui.submission.marks import ReturnMarks

SIZE = (680, 560)
_BAR = 12  # room of the scroll bar, and some air
NO_REASON = "Ghi lý do trả lại dòng này."
ABOUT = "Đơn vị chỉ sửa được những dòng dưới đây; các dòng khác vẫn khóa."


class _Entry(QWidget):
    """One row: what it is, its reason, a cross that leaves it out."""

    def __init__(self, line: ReportRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.reason = GrowingTextEdit("Ghi rõ cần sửa gì", min_lines=2, max_lines=5)
        self.reason.set_value(line.reason or "")
        self.box = FieldBox(f"Lý do trả lại {line.code}", self.reason, link="Lý do thường dùng")
        self.box.link_clicked.connect(self._offer)
        self.leave_out = IconButton("close", f"Không trả lại {line.code}")
        head = QHBoxLayout()
        head.addWidget(Label(f"{line.code}  {line.title}", font="body_strong", wrap=True), 1)
        head.addWidget(self.leave_out, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.box)
        column.addWidget(Separator())

    def _offer(self) -> None:
        link = self.box.link
        reason_menu(self.reason, self).popup(link.mapToGlobal(link.rect().bottomLeft()))


class ReturnDialog(TypedDialog):
    """``confirmed`` carries the note; the reasons stand in the marks by then."""

    confirmed = Signal(str)

    def __init__(
        self,
        name: str,
        lines: Sequence[ReportRow],
        marks: ReturnMarks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Trả lại báo cáo của {name}")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._marks = marks
        self._busy = False
        self.band = ErrorBand()
        self.column = ScrollColumn(margins=(0, 0, _BAR, 0))
        self.entries = [_Entry(line) for line in lines]
        self.note = GrowingTextEdit("Ví dụ: gửi lại trước ngày 25/6", min_lines=1, max_lines=4)
        self.deed, self.cancel = PrimaryButton(""), QuietButton("Để sau")
        self.deed.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self._build()
        self._count()
        first = next((one for one in self.entries if not one.reason.value()), None)
        (first.reason if first else self.note).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        for entry in self.entries:
            self.column.body.addWidget(entry)
            entry.reason.edited.connect(partial(ReturnDialog._say, self, entry))
            entry.leave_out.clicked.connect(partial(ReturnDialog._leave_out, self, entry))
        self.column.body.addStretch(1)
        above, below = beside_bar(_BAR), beside_bar(_BAR)
        above.addWidget(self.band)
        above.addWidget(Label(ABOUT, color="text2", wrap=True))
        below.addWidget(FieldBox("Ghi chú chung (không bắt buộc)", self.note))
        below.addLayout(foot_line(self.cancel, self.deed))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20 - _BAR, 16)
        box.setSpacing(12)
        box.addLayout(above)
        box.addWidget(self.column, 1)
        box.addLayout(below)
        self.setMinimumWidth(theme().px(520))

    def _count(self) -> None:
        self.deed.setText(f"Trả lại {len(self.entries)} dòng")
        self.deed.setEnabled(bool(self.entries))

    def _say(self, entry: _Entry) -> None:
        self._marks.mark(entry.line.kind, entry.line.key, entry.reason.value())

    def _leave_out(self, entry: _Entry, _checked: bool = False) -> None:
        self._marks.mark(entry.line.kind, entry.line.key, None)
        self.entries.remove(entry)
        entry.hide()
        entry.deleteLater()
        self._count()

    def _confirm(self) -> None:
        empty = [one for one in self.entries if not one.reason.value().strip()]
        for entry in empty:
            entry.reason.set_fault(NO_REASON)
        if empty:
            self.column.keep_in_view(empty[0])
            empty[0].reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for entry in self.entries:
            self._say(entry)
        self.set_busy(busy=True)
        self.confirmed.emit(self.note.value())

    def typed_fields(self) -> Sequence[GrowingTextEdit]:
        """The reasons are kept beside their rows as they are typed."""
        return (self.note,)

    def set_busy(self, *, busy: bool) -> None:
        """While the answer is being made nothing can be pressed twice, and the dialog stays."""
        self._busy = busy
        self.deed.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    def reject(self) -> None:
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def show_error(self, error: UserError) -> None:
        """Say why the answer was not made; everything typed stays."""
        self.set_busy(busy=False)
        self.band.show_error(str(error), error.detail)
