"""One organisation of the roster: how it is reached, and its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.db.reporters import update_reporter
from qnapp.db.settings import mail_addresses
from qnapp.domain.packages import key_words
from qnapp.errors import InputError
from qnapp.text import clean, format_date
from qnapp.ui.inbox_page.key_dialog import KeyDialog, KeyQuestion
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.fields import FieldBox, LineEdit, TypedEdit
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.tasks_page.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.packages import SenderKey
    from qnapp.models.roster_model import RosterLine
    from qnapp.ui.session import Session

_NO_ADDRESS = (
    "Địa chỉ thư vừa gõ cho {name}, “{typed}”, chưa đúng. Địa chỉ cũ vẫn giữ nguyên. "
    "Chọn lại đơn vị rồi nhập địa chỉ dạng ten@coquan.vn."
)
NO_KEY = "Chưa nhận gói nào của đơn vị nên chưa có khóa."


class AddressEdit(TypedEdit):
    """One or more mail addresses, parted by commas."""

    def read(self, text: str) -> str:
        return mail_addresses(text)

    def value(self) -> str:
        """The addresses as they stand in a mail."""
        return clean(self.text())

    def set_value(self, value: str) -> None:
        """Change the text without a signal."""
        self.show_text(value)


class EntryForm(Card):
    """Saves a field when it is left; ``remove_wanted`` carries the code of an added one."""

    remove_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._line: RosterLine | None = None
        self.name = Label("", font="heading", wrap=True)
        self.about = Label("", color="text2", wrap=True)
        self.email = AddressEdit("ví dụ: danguy@donvi.gov.vn")
        self.phone = LineEdit("để đối chiếu khóa, nhắc gửi")
        self.keys = Stack(8)
        self.remove = LinkButton("Xóa khỏi danh bạ", "trash")
        self.email.committed.connect(self._save_email)
        self.phone.committed.connect(self._save_phone)
        self.remove.clicked.connect(self._want_remove)
        self.body.setSpacing(10)
        for widget in (
            self.name,
            self.about,
            FieldBox("Thư điện tử", self.email),
            FieldBox("Điện thoại", self.phone),
            Separator(),
            Label("Khóa của đơn vị", font="body_small_strong"),
            self.keys,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)

    def commit(self) -> None:
        """Write what is half typed, before it is left; an address that is none is told of."""
        self.email.commit()
        self.phone.commit()
        if self._line is not None and self.email.fault():
            told = _NO_ADDRESS.format(name=self._line.entry.name, typed=clean(self.email.text()))
            self._session.failed.emit(InputError(told))

    def show_line(self, line: RosterLine | None) -> None:
        """Show an organisation; what was typed of another one is written first."""
        other = line is None or self._line is None or line.code != self._line.code
        if other and self._line is not None:
            self.commit()
        before, self._line = self._line, line
        self.setEnabled(line is not None)
        if line is None or line == before:
            return
        entry = line.entry
        self.name.setText(entry.name)
        above = ". Cơ quan cấp trên, chỉ phải gửi về đây khi được đánh dấu." if entry.above else ""
        self.about.setText(f"Mã {entry.code}, {entry.group.lower()}{above}")
        if other or not self.email.hasFocus():
            self.email.set_value(entry.email)
        if other or not self.phone.hasFocus():
            self.phone.set_value(entry.phone)
        self.remove.setVisible(entry.added)
        self.keys.fill(self._key_lines(line))
        put_before(self.keys, *self.keys.findChildren(LinkButton))

    def _key_lines(self, line: RosterLine) -> Iterator[QWidget]:
        if not line.keys:
            yield Label(NO_KEY, color="text2", wrap=True)
        for key in reversed(line.keys):
            yield self._key(line, key)

    def _key(self, line: RosterLine, key: SenderKey) -> QWidget:
        used = line.in_force
        card = Card(padding=10)
        card.body.setSpacing(2)
        code = Label(key_words(key.key), font="body_strong" if key == used else "body", lines=2)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(code)
        card.body.addWidget(Label(_told(key), font="small", color="text2", wrap=True))
        if key != used:
            link = LinkButton("Đối chiếu và xác nhận…", "key", font="body_small")
            known = used.key if used is not None else ""
            question = KeyQuestion(line.code, line.entry.name, key.key, known)
            link.clicked.connect(partial(EntryForm._compare, self, question))
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            card.body.addLayout(row)
        return card

    def _compare(self, question: KeyQuestion, _checked: bool = False) -> None:
        KeyDialog.open_for(self._session, question, self.window())

    def _save_email(self) -> None:
        self._save(email=self.email.value())

    def _save_phone(self) -> None:
        self._save(phone=self.phone.value())

    def _save(self, **values: str) -> None:
        if self._line is not None:
            store, code = self._session.store, self._line.code
            self._session.write("Danh bạ", partial(update_reporter, store, code, **values))

    def _want_remove(self) -> None:
        if self._line is not None:
            self.remove_wanted.emit(self._line.code)


def _told(key: SenderKey) -> str:
    """When a key was first seen, who confirmed it, whether another took its place."""
    told = [f"Thấy lần đầu {format_date(key.first_seen_at.date())}"]
    if key.confirmed_at is not None:
        by = f" bởi {key.confirmed_by}" if key.confirmed_by else ""
        told.append(f"xác nhận {format_date(key.confirmed_at.date())}{by}")
    else:
        told.append("chưa xác nhận")
    if key.replaced_at is not None:
        told.append(f"thay bằng khóa khác {format_date(key.replaced_at.date())}")
    return ", ".join(told)
