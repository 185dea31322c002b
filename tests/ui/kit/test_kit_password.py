"""The box that asks for a password, by real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from qnapp.ui.kit.door import Door
from qnapp.ui.kit.password import PasswordBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

SECRET = "chìa khóa"


@pytest.fixture
def make(qtbot: QtBot) -> Callable[..., PasswordBox]:
    def box(*, twice: bool = False, needed: bool = False) -> PasswordBox:
        made = PasswordBox("Gõ mật khẩu.", "Khôi phục", twice=twice, needed=needed)
        qtbot.addWidget(made)
        made.show()
        return made

    return box


def test_what_is_typed_is_not_shown(make: Callable[..., PasswordBox]) -> None:
    box = make(twice=True)
    assert {field.echoMode() for field in box.findChildren(QLineEdit)} == {
        QLineEdit.EchoMode.Password
    }


def test_enter_gives_the_password(make: Callable[..., PasswordBox]) -> None:
    box = make()
    box.first.setText(SECRET)
    press(box.first, Qt.Key.Key_Return)
    assert (box.result(), box.password) == (1, SECRET)


def test_blank_goes_on_where_none_is_needed(make: Callable[..., PasswordBox]) -> None:
    box = make(twice=True)
    click(box.go_on)
    assert (box.result(), box.password) == (1, "")


def test_one_that_is_needed_is_asked_for_at_its_field(make: Callable[..., PasswordBox]) -> None:
    box = make(needed=True)
    click(box.go_on)
    assert box.isVisible()
    assert box.first.fault() == "Gõ mật khẩu."
    QTest.keyClicks(box.first, "a")
    assert not box.first.fault()


def test_a_new_one_is_long_enough_and_typed_twice(make: Callable[..., PasswordBox]) -> None:
    box = make(twice=True)
    assert box.second is not None
    QTest.keyClicks(box.first, "1234567")
    click(box.go_on)
    assert "ít nhất 8 ký tự" in box.first.fault()
    QTest.keyClicks(box.first, "8")
    assert not box.first.fault()
    QTest.keyClicks(box.second, "12345679")
    click(box.go_on)
    assert "không giống nhau" in box.second.fault()
    assert box.isVisible()
    box.second.clear()
    QTest.keyClicks(box.second, "12345678")
    click(box.go_on)
    assert (box.result(), box.password) == (1, "12345678")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_Return, SECRET), (Qt.Key.Key_Escape, None)]
)
def test_the_door_gives_it_or_none(key: Qt.Key, answer: str | None) -> None:
    def visit() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, PasswordBox)
        box.first.setText(SECRET)
        press(box.first, key)

    QTimer.singleShot(0, visit)
    assert Door().ask_password("Gõ mật khẩu.", "Khôi phục") == answer


def test_enter_says_what_a_click_says(make: Callable[..., PasswordBox]) -> None:
    box = make(twice=True)
    assert box.second is not None
    QTest.keyClicks(box.first, "12345678")
    QTest.keyClicks(box.second, "12345679")
    press(box.second, Qt.Key.Key_Return)
    assert "không giống nhau" in box.second.fault()
    assert box.isVisible()
    press(box.second, Qt.Key.Key_Backspace)
    QTest.keyClicks(box.second, "8")
    press(box.second, Qt.Key.Key_Return)
    assert (box.result(), box.password) == (1, "12345678")
