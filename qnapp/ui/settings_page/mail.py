"""Sending and receiving: whereto reports go, how large a mail may be, whose keys are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from qnapp.db.roster import sender_keys
from qnapp.domain.packages import key_words
from qnapp.errors import UserError
from qnapp.text import format_date
from qnapp.ui.address_edit import AddressEdit
from qnapp.ui.kit.buttons import CheckBox, QuietButton
from qnapp.ui.kit.combos import SpinBox
from qnapp.ui.settings_page.section import Section

if TYPE_CHECKING:
    from qnapp.domain.packages import SenderKey
    from qnapp.ui.session import Session

LARGEST_MB = 100
HOW = (
    "Tệp kèm thư nặng thêm khoảng 37%. Vượt giới hạn thì chia nhiều thư; tệp lớn hơn một thư thì "
    "chép bằng USB. Hộp thư nào chặn tệp lạ thì đặt đuôi .zip; nơi nhận vẫn mở như thường."
)
NO_KEY = "Mã khóa của đơn vị: được tạo khi tạo gói lần đầu."
OWN_KEY = "Mã khóa của đơn vị: {key}. Nơi nhận đối chiếu mã này khi nhận gói lần đầu."
KNOWN_KEY = "Khóa của {name}: {key}, đã xác nhận ngày {day}."
COPIED = "Đã chép mã khóa của đơn vị."
RENEW, ASK_RENEW = "Tạo khóa mới", "Tạo khóa mới…"
WHEN_RENEWED = (
    "Chỉ tạo khóa mới khi tệp khóa bị mất, bị hỏng hoặc người khác có thể đã chép.\n"
    "Sau đó: các gói tạo từ nay ký bằng khóa mới; nơi nhận chỉ nhận sau khi gọi cho đơn vị và đối "
    "chiếu mã khóa mới, nên cần báo trước cho nơi nhận. Gói đã gửi và số liệu vẫn giữ nguyên. "
    "Không quay lại khóa cũ được."
)
RENEWED = "Đã tạo khóa mới, mã {key}. Báo mã này cho nơi nhận trước khi gửi gói."
_MOST_SHOWN = 5  # keys of others; an office that receives has a list of its own


class MailSection(Section):
    """Mail, and the keys that say who sent what."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Gửi và nhận gói")
        self.address = AddressEdit("Ví dụ: vanphong@quangninh.gov.vn")
        self.limit = SpinBox(1, LARGEST_MB, suffix="MB")
        self.as_zip = CheckBox("Đặt đuôi .zip cho gói gửi đi")
        self.copy = QuietButton("Chép mã khóa", "copy")
        self.renew = QuietButton(ASK_RENEW)
        self._key = ""
        self.add_row(
            self.box_for_setting("mail_to", "Địa chỉ nhận báo cáo", self.address),
            self.box_for_setting("mail_limit_mb", "Dung lượng tối đa của một thư", self.limit),
        )
        self.body.addWidget(self.as_zip)
        self.add_text(HOW)
        self.own = self.add_text("")
        self.known = self.add_text("")
        self.add_buttons(self.copy, self.renew)
        self.as_zip.clicked.connect(self._zip_changed)
        self.copy.clicked.connect(self._copy)
        self.renew.clicked.connect(self._renew)

    def load(self) -> None:
        super().load()
        self.as_zip.setChecked(self.setting("package_as_zip"))
        self._show_own()
        keys = [one for one in sender_keys(self.session.store) if _in_force(one)]
        self.known.setText("\n".join(map(_known_words, keys[:_MOST_SHOWN])))
        self.known.setVisible(bool(keys))

    def _show_own(self) -> None:
        from qnapp.exchange.keys import has_key, own_key  # takes long to import

        self._key, has_one = "", has_key(self.session.store)
        if not has_one:
            self.own.setText(NO_KEY)
        else:
            try:
                self._key = key_words(own_key(self.session.store).public)
                self.own.setText(OWN_KEY.format(key=self._key))
            except UserError as error:
                self.own.setText(str(error))
        self.copy.setVisible(bool(self._key))
        self.renew.setVisible(has_one and not self.session.store.moved)

    def _zip_changed(self) -> None:
        self.write_setting("đuôi tệp gói", package_as_zip=self.as_zip.isChecked())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self.session.said.emit(COPIED)

    def _renew(self) -> None:
        from qnapp.exchange.keys import renew_key  # takes long to import

        if not self.session.door.ask(WHEN_RENEWED, RENEW, loses=True):
            return
        try:
            made = renew_key(self.session.store)
        except UserError as error:
            self.session.failed.emit(error)
            return
        self.session.said.emit(RENEWED.format(key=key_words(made.public)))
        self.load()


def _in_force(one: SenderKey) -> bool:
    return one.confirmed_at is not None and one.replaced_at is None


def _known_words(one: SenderKey) -> str:
    assert one.confirmed_at is not None  # only those are told
    day = format_date(one.confirmed_at.date())
    return KNOWN_KEY.format(name=one.name, key=key_words(one.key), day=day)
