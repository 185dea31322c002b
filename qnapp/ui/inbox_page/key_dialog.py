"""Comparing a sender's key: 24 digits read out over the telephone, then confirmed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db.reporters import roster
from qnapp.db.roster import confirm_key, other_holders
from qnapp.domain.packages import key_words
from qnapp.errors import UserError
from qnapp.ui.inbox_page import jobs
from qnapp.ui.kit.buttons import CheckBox, PrimaryButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.theme import theme
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.ui.session import Session

WIDTH = 560
_FIRST = (
    "Gọi cho đơn vị, đề nghị đọc mã khóa trong mục Thiết lập hoặc trong thư gửi gói của họ, "
    "so từng nhóm với mã dưới đây."
)
_OTHER = (
    "Gói này ký bằng khóa khác với khóa đã xác nhận. Đơn vị có thể đã đổi máy, cũng có thể gói do "
    "người khác tạo. Chỉ xác nhận sau khi đã hỏi trực tiếp đơn vị."
)


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """Whose key is to be compared, and what is confirmed so far."""

    organisation: str  # code
    name: str
    key: str  # public, 64 hexadecimal digits
    known: str = ""  # the confirmed key, "" for none
    file: Path | None = None  # a package that is taken in with the confirmation


class KeyDialog(WorkingDialog):
    """Shows the code, and the one confirmed before; the deed waits for a tick."""

    stopped = "Đã dừng tiếp nhận. Gói chưa nhận, khóa chưa xác nhận."
    confirmed = Signal(object)  # ReceivedPackage that was taken in with it, else None

    def __init__(
        self, session: Session, question: KeyQuestion, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self.setWindowTitle(f"Đối chiếu khóa của {question.name}")
        self.setFixedWidth(theme().px(WIDTH))
        self._question = question
        self.same = CheckBox("Đã nghe đơn vị đọc đủ 24 ký tự, trùng với mã trên")
        self.confirm, self.cancel = PrimaryButton(self._deed()), QuietButton("Để sau")
        self.same.toggled.connect(self._tell)
        self.confirm.clicked.connect(self._confirm)
        self.band.retried.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self._build()
        self._tell()
        self.same.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def open_for(
        cls, session: Session, question: KeyQuestion, parent: QWidget | None = None
    ) -> KeyDialog:
        """Show the codes over the window; the dialog frees itself when closed."""
        dialog = cls(session, question, parent)
        dialog.open()
        return dialog

    def _deed(self) -> str:
        return "Xác nhận khóa và tiếp nhận" if self._question.file else "Xác nhận khóa"

    def _build(self) -> None:
        asked = self._question
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.band)
        box.addWidget(Label(_OTHER if asked.known else _FIRST, wrap=True))
        box.addWidget(self._code("Mã khóa mới" if asked.known else "Mã khóa", asked.key))
        if asked.known:
            box.addWidget(self._code("Mã khóa đã xác nhận trước đây", asked.known, quiet=True))
        box.addWidget(Label(self._phone(), color="text2", wrap=True))
        holders = other_holders(self._session.store, asked.organisation, asked.key)
        if holders:
            told = f"Khóa này cũng là khóa đã xác nhận của {', '.join(holders)}."
            box.addWidget(Notice("soon", told))
        box.addWidget(self.same)
        box.addLayout(foot_line(self.cancel, self.confirm, left=(self.jobs,)))

    def _code(self, words: str, key: str, *, quiet: bool = False) -> QWidget:
        card = Card(padding=12)
        shown = key_words(key)
        code = Label(shown, font="body" if quiet else "page", color="text2" if quiet else "text")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(f"{words}: {shown}")
        card.body.setSpacing(4)
        card.body.addWidget(Label(words, font="small", color="text2"))
        card.body.addWidget(code)
        return card

    def _phone(self) -> str:
        entries = roster(self._session.store)
        found = next((one for one in entries if one.code == self._question.organisation), None)
        if found is not None and found.phone:
            return f"Điện thoại của đơn vị: {found.phone}"
        return "Danh bạ chưa có điện thoại của đơn vị này."

    def _confirm(self) -> None:
        self.band.clear()
        asked = self._question
        if asked.file is not None:
            self._run(jobs.TAKING, partial(jobs.trust_and_take, asked.file), self._settled)
            return
        try:
            confirm_key(self._session.store, asked.organisation, asked.name, asked.key)
        except UserError as error:
            self._show_error(error)
            return
        self._settled(None)

    def _tell(self) -> None:
        idle = self._job is None
        self.same.setEnabled(idle)
        self.confirm.setEnabled(idle and self.same.isChecked())
        self.cancel.setText("Để sau" if idle else "Hủy")

    def _settled(self, package: object) -> None:
        self._session.said.emit(f"Đã xác nhận khóa của {self._question.name}.")
        self.confirmed.emit(package)
        self.accept()
