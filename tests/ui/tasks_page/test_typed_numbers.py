"""Numbers that are typed without looking: they reach their own field and change nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from task_hands import PERIOD, uid

from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Progress
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage

CTRL = Qt.KeyboardModifier.ControlModifier


def stored(store: Store, code: str) -> Progress:
    return load_task_row(store, uid(code), PERIOD).progress


def type_on(text: str) -> None:
    """Type into whatever has the keyboard after each letter."""
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        type_text(focused, letter)


@pytest.fixture
def page(page: TasksPage, store: Store) -> TasksPage:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=60, result="Đã họp")
    page.show_item(uid("1.14"), "status")
    return page


@pytest.mark.parametrize(("typed", "percent"), [("100", 100), ("25", 25), ("70", 70), ("5", 5)])
def test_a_percentage_typed_over_the_status_goes_where_it_belongs(
    page: TasksPage, store: Store, typed: str, percent: int
) -> None:
    type_on(typed)
    assert page.editor.focused_field() == "percent"
    press(page.editor.form.fields["percent"], Qt.Key.Key_Return)
    assert stored(store, "1.14").status is Status.IN_PROGRESS
    assert stored(store, "1.14").percent == percent


def test_a_digit_points_and_enter_chooses(page: TasksPage, store: Store) -> None:
    status: Any = page.editor.form.fields["status"]
    type_on("3")
    assert status.value() == "in_progress"
    assert stored(store, "1.14").status is Status.IN_PROGRESS
    hint = page.editor.form.boxes["status"]._label.hint
    assert hint.isVisible()
    assert hint.text() == "Enter để chọn Hoàn thành"
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Return)
    assert stored(store, "1.14").status is Status.COMPLETED
    assert not hint.isVisible()
    assert page.editor.focused_field() == "completed_on"  # a share of 100 went there by itself


def test_enter_goes_on_from_the_status_as_from_any_field(page: TasksPage, store: Store) -> None:
    before = stored(store, "1.14").status
    for field in ("percent", "expected_on", "officer"):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Return)
        assert page.editor.focused_field() == field
    assert stored(store, "1.14").status is before


def test_what_was_only_pointed_at_is_left_by_tab(page: TasksPage, store: Store) -> None:
    type_on("4")
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Tab)
    assert page.editor.focused_field() == "percent"
    assert stored(store, "1.14").status is Status.IN_PROGRESS
    assert not page.editor.form.boxes["status"]._label.hint.isVisible()


def test_going_on_to_the_next_task_takes_the_word_pointed_at(page: TasksPage, store: Store) -> None:
    type_on("4")
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Return, CTRL)
    assert page.editor.uid == uid("1.15")
    assert stored(store, "1.14").status is Status.ON_HOLD


def test_the_next_tasks_number_is_selected_and_not_written_behind(
    page: TasksPage, store: Store
) -> None:
    set_progress(store, uid("1.15"), PERIOD, status="in_progress", percent=45)
    page.editor.focus_field("percent")
    field: Any = page.editor.form.fields["percent"]
    type_on("80")
    press(field, Qt.Key.Key_Return, CTRL)
    assert field.selectedText() == "45"
    type_on("50")
    press(field, Qt.Key.Key_Return)
    assert (stored(store, "1.14").percent, stored(store, "1.15").percent) == (80, 50)


def test_below_the_title_the_head_says_of_which_task_one_writes(page: TasksPage) -> None:
    head = page.editor.head
    assert head._role.text() == "Phối hợp"
    page.editor.focus_field("next_step")
    bar = page.editor.middle.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert head._role.text() == page.editor.facts._title.text()
    bar.setValue(0)
    assert head._role.text() == "Phối hợp"


def test_what_a_hidden_field_refuses_is_given_up_with_it(
    page: TasksPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    field: Any = page.editor.form.fields["expected_on"]
    page.editor.focus_field("expected_on")
    type_on("không rõ")
    press(field, Qt.Key.Key_Return)
    assert page.editor.foot.saved.text() == "Có ô cần sửa"
    with qtbot.waitSignal(session.said) as said:
        click(page.editor.form.fields["status"].findChildren(QAbstractButton)[2])
    assert said.args == ["Đã bỏ nội dung chưa ghi được ở ô Dự kiến xong."]
    assert stored(store, "1.14").status is Status.COMPLETED
    assert not page.editor.form.boxes["expected_on"].sentence.isVisible()
    assert page.editor.foot.saved.text() == "Đã lưu"
    assert session.open_texts() == []


def test_a_status_given_to_several_gives_up_what_its_field_refused(
    page: TasksPage, session: Session
) -> None:
    page.editor.focus_field("expected_on")
    type_on("không rõ")
    press(page.editor.form.fields["expected_on"], Qt.Key.Key_Return)
    assert len(session.open_texts()) == 1
    page.model.tick([uid("1.14"), uid("1.15")], ticked=True)
    page.several.set_status("completed")
    assert session.open_texts() == []
    assert page.editor.foot.saved.text() == "Đã lưu"
