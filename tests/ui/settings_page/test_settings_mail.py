"""Mail and keys in Thiết lập."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from settings_hands import retype

from qnapp.db.roster import confirm_key
from qnapp.db.settings import get_settings
from qnapp.domain.packages import key_words
from qnapp.exchange.keys import own_key
from qnapp.ui.settings_page.mail import NO_KEY

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.page import SettingsPage


def test_mail_is_set_and_a_bad_address_is_told_while_the_text_stays(
    page: SettingsPage, store: Store
) -> None:
    field = page.mail.address
    retype(field, "vp@quangninh.example; th@quangninh.example")
    field.commit()
    assert get_settings(store).mail_to == "vp@quangninh.example, th@quangninh.example"
    retype(field, "khong phai")
    field.commit()
    assert "không phải địa chỉ thư" in field.fault()
    assert field.text() == "khong phai"
    assert get_settings(store).mail_to == "vp@quangninh.example, th@quangninh.example"
    page.mail.limit.setFocus()
    page.mail.limit.selectAll()
    type_text(page.mail.limit, "8")
    press(page.mail.limit, Qt.Key.Key_Return)
    click(page.mail.as_zip)
    settings = get_settings(store)
    assert (settings.mail_limit_mb, settings.package_as_zip) == (8, True)


def test_keys_are_told_once_there_are_some(page: SettingsPage, store: Store) -> None:
    assert page.mail.own.text() == NO_KEY
    assert not page.mail.copy.isVisible()
    assert not page.mail.known.isVisible()
    key = own_key(store).public
    confirm_key(store, "VPTU", "Văn phòng Tỉnh ủy", "ab" * 32)
    page.reload()
    assert key_words(key) in page.mail.own.text()
    assert page.mail.known.text() == (
        f"Khóa của Văn phòng Tỉnh ủy: {key_words('ab' * 32)}, đã xác nhận ngày 05/6/2026."
    )
    click(page.mail.copy)
    assert QApplication.clipboard().text() == key_words(key)


def test_a_new_key_is_made_once_it_is_said_what_follows(
    page: SettingsPage, store: Store, session: Session, door: RecordingDoor, qtbot: QtBot
) -> None:
    assert not page.mail.renew.isVisible()  # there is none yet
    before = own_key(store).public
    page.reload()
    door.answers = [1]
    click(page.mail.renew)
    assert own_key(store).public == before
    door.answers = [0]
    with qtbot.waitSignal(session.said) as said:
        click(page.mail.renew)
    now = own_key(store).public
    assert now != before
    assert said.args is not None
    assert key_words(now) in said.args[0]
    assert key_words(now) in page.mail.own.text()
    assert door.boxes[-1].buttons == ("Tạo khóa mới", "Hủy")
    assert "đối chiếu mã khóa mới" in door.boxes[-1].sentence


def test_a_damaged_key_can_be_made_anew(
    page: SettingsPage, store: Store, door: RecordingDoor
) -> None:
    own_key(store)
    (store.folder / "keys" / "khoa-ky-goi.pem").write_bytes(b"key")
    page.reload()
    assert "bị hỏng" in page.mail.own.text()
    door.answers = [0]
    click(page.mail.renew)
    assert key_words(own_key(store).public) in page.mail.own.text()
