"""What was typed into a dialog goes only when a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_hands import give_up, go_on
from hands import click, press, show_active, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.door import MessageBox
from qnapp.ui.kit.fields import LineEdit
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.typed_dialog import GO_ON, QUESTION, TypedDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


class Form(TypedDialog):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.text, self.search = LineEdit(), GrowingTextEdit(), SearchField("Tìm")
        self.name.set_value("Có sẵn")
        self.cancel = QuietButton("Hủy")
        self.cancel.clicked.connect(self.close)
        box = QVBoxLayout(self)
        for part in (self.name, self.text, self.search, self.cancel):
            box.addWidget(part)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    show_active(made)
    return made


WAYS: list[Callable[[Form], object]] = [
    lambda form: press(form.name, Qt.Key.Key_Escape),
    lambda form: click(form.cancel),
    lambda form: form.close(),  # what the window system sends for the cross
]


def question(form: Form) -> MessageBox | None:
    return next((one for one in form.findChildren(MessageBox) if one.isVisible()), None)


@pytest.mark.parametrize("leave", WAYS)
def test_without_typed_words_it_closes_at_once(form: Form, leave: Callable[[Form], object]) -> None:
    type_text(form.search, "nhà")
    leave(form)
    assert not form.isVisible()


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("field", ["name", "text"])
def test_typed_words_are_asked_about(
    form: Form, qtbot: QtBot, leave: Callable[[Form], object], field: str
) -> None:
    type_text(getattr(form, field), "x")
    leave(form)
    box = question(form)
    assert box is not None
    assert box.accessibleName() == QUESTION
    leave(form)  # once is enough
    assert len([one for one in form.findChildren(MessageBox) if one.isVisible()]) == 1
    go_on(form, qtbot)
    give_up(form)


def test_escape_over_the_question_goes_on_typing(form: Form) -> None:
    type_text(form.name, "x")
    press(form.name, Qt.Key.Key_Escape)
    box = question(form)
    assert box is not None
    assert next(one.text() for one in box.findChildren(QPushButton) if one.isVisible()) == GO_ON
    press(box, Qt.Key.Key_Escape)
    assert form.isVisible()
    give_up(form)


def test_words_typed_and_taken_back_are_none(form: Form) -> None:
    press(form.name, Qt.Key.Key_End)
    type_text(form.name, "x")
    press(form.name, Qt.Key.Key_Backspace)
    press(form.name, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_after_its_deed_nothing_is_asked(form: Form) -> None:
    type_text(form.name, "x")
    form.settle()
    press(form.name, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_what_is_typed_at_once_takes_the_place_of_what_the_first_line_held(form: Form) -> None:
    assert form.focusWidget() is form.name
    type_text(form.name, "Mới")
    assert form.name.value() == "Mới"
    give_up(form)
