"""Ctrl+Z and Ctrl+Y while the cursor is in a field, and fields that stay in view at 1366 x 768."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.db.worksheet import load_indicator_row, load_task_row
from qnapp.models.task_view import TaskFilter
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.keys import UndoKeys
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.kit.scrolling import FormArea
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
TASK = "NQ05-2026/1.18"
POINTS = "NQ05-2026/5.6.1"
CT_2 = "NQ05-2026/CT-2"
CT_3 = "NQ05-2026/CT-3"
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[TASK, "NQ05-2026/1.14", "NQ05-2026/1.15", POINTS])
    targets.set_own_target(made, "CT-2", "≥90")
    targets.set_own_target(made, "CT-3", "3-3,5")
    set_measurement(made, "CT-2", PERIOD, actual="91,5")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(TasksPage, IndicatorsPage, ChecksPage)
    made.activateWindow()
    return made


def focused() -> Any:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def result(store: Store) -> str:
    return load_task_row(store, TASK, PERIOD).progress.result


def tasks(window: MainWindow) -> TasksPage:
    return cast("TasksPage", window.page("tasks"))


# ---------------------------------------------------------------------------------------- undo


@pytest.mark.parametrize("again", ["Ctrl+Y", "Ctrl+Shift+Z", "arrow"])
def test_the_last_typing_goes_and_comes_back(window: MainWindow, store: Store, again: str) -> None:
    window.go("tasks", TASK, "result")
    field = focused()
    type_text(field, "Đã họp dân.")
    tasks(window).flush()  # as after a pause
    type_text(field, " Còn ba hộ.")
    press_ctrl(field, Qt.Key.Key_Z)
    assert field.value() == result(store) == "Đã họp dân."
    assert field.hasFocus()
    assert field.textCursor().position() == len("Đã họp dân.")
    press_ctrl(field, Qt.Key.Key_Z)
    assert field.value() == result(store) == ""
    for _ in range(2):
        if again == "arrow":
            click(window.topbar.redo)
        elif again == "Ctrl+Y":
            press_ctrl(field, Qt.Key.Key_Y)
        else:
            press(field, Qt.Key.Key_Z, CTRL_SHIFT)
    assert field.value() == result(store) == "Đã họp dân. Còn ba hộ."


def test_the_very_first_typing_can_be_taken_back_at_once(
    window: MainWindow, session: Session, store: Store
) -> None:
    assert not session.undo_stack.canUndo()
    window.go("tasks", TASK, "percent")
    type_text(focused(), "40")
    press_ctrl(focused(), Qt.Key.Key_Z)
    assert load_task_row(store, TASK, PERIOD).progress.percent is None
    assert focused().text() == ""
    press_ctrl(focused(), Qt.Key.Key_Y)
    assert load_task_row(store, TASK, PERIOD).progress.percent == 40


@pytest.mark.parametrize("field", ["result", "percent", "officer"])
def test_the_menu_of_a_field_takes_back_what_ctrl_z_does(
    window: MainWindow, session: Session, field: str
) -> None:
    window.go("tasks", TASK, field)
    edit = focused()
    type_text(edit, "40")
    entry(edit, "Hoàn tác").trigger()
    assert not session.undo_stack.canUndo()
    assert session.undo_stack.canRedo()
    entry(edit, "Làm lại").trigger()
    assert session.undo_stack.canUndo()


def test_the_menu_takes_back_in_the_field_what_is_not_stored(
    window: MainWindow, session: Session
) -> None:
    window.go("tasks", TASK, "percent")
    edit = focused()
    type_text(edit, "abc")
    entry(edit, "Hoàn tác").trigger()
    assert edit.text() == ""
    assert not session.undo_stack.canRedo()


def test_the_way_back_leads_through_the_name_of_a_person(
    window: MainWindow, session: Session, store: Store
) -> None:
    for name, typed in (("percent", "40"), ("officer", "Người Thử"), ("result", "Đã họp.")):
        window.go("tasks", TASK, name)
        type_text(focused(), typed)
    tasks(window).flush()
    for _ in range(3):
        press_ctrl(focused(), Qt.Key.Key_Z)
    row = load_task_row(store, TASK, PERIOD)
    assert (row.progress.result, row.officer, row.progress.percent) == ("", "", None)
    for _ in range(3):
        press_ctrl(focused(), Qt.Key.Key_Y)
    row = load_task_row(store, TASK, PERIOD)
    assert (row.progress.result, row.officer, row.progress.percent) == ("Đã họp.", "Người Thử", 40)


def entry(edit: QWidget, words: str) -> QAction:
    """Give an entry of the menu that a right click on a field opens."""
    found = edit.findChild(UndoKeys)
    assert found is not None
    menu = found.make_menu()
    return next(action for action in menu.actions() if action.text().startswith(words))


def test_a_right_click_opens_that_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.go("tasks", TASK, "result")
    view = focused().viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][:2] == [
        "Hoàn tác\tCtrl+Z",
        "Làm lại\tCtrl+Y",
    ]
    menu.close()


def test_what_cannot_be_stored_is_taken_back_in_its_field(
    window: MainWindow, session: Session, store: Store
) -> None:
    window.go("tasks", TASK, "result")
    type_text(focused(), "Đã họp.")
    window.go("tasks", TASK, "percent")
    type_text(focused(), "abc")
    press_ctrl(focused(), Qt.Key.Key_Z)
    assert focused().text() == ""
    assert result(store) == "Đã họp."
    press_ctrl(focused(), Qt.Key.Key_Y)
    assert focused().text() == "abc"


def test_a_number_in_its_cell(window: MainWindow, store: Store) -> None:
    window.go("indicators", CT_2)
    type_text(focused(), "93")
    press_ctrl(focused(), Qt.Key.Key_Z)
    assert str(load_indicator_row(store, CT_2, PERIOD).measurement.actual) == "91.5"
    cell = focused()
    assert isinstance(cell, CellEdit)
    assert cell.text() == "91,5"
    press_ctrl(cell, Qt.Key.Key_Y)
    assert str(load_indicator_row(store, CT_2, PERIOD).measurement.actual) == "93"
    press(focused(), Qt.Key.Key_Return)
    assert str(load_indicator_row(store, CT_2, PERIOD).measurement.actual) == "93"


def test_undo_keeps_a_filter_that_shows_the_row(window: MainWindow) -> None:
    page = tasks(window)
    window.go("tasks", "filter:stale")
    before = page.model.query.filter
    assert before is not TaskFilter.ALL
    window.go("tasks", TASK, "result")
    type_text(focused(), "Đã họp dân.")
    page.flush()
    click(window.topbar.undo)
    assert page.model.query.filter is before


# ------------------------------------------------------------------------------------- in view


def whole(area: FormArea) -> bool:
    """Whether the field with the keyboard, its label and its sentence stand within the view."""
    part: QWidget = focused()
    inside = area.widget()
    assert inside.isAncestorOf(part)
    parent: QWidget | None = part
    while parent is not None and parent is not inside:
        if isinstance(parent, FieldBox):
            part = parent
        parent = parent.parentWidget()
    place = QRect(part.mapTo(area.viewport(), QPoint(0, 0)), part.size())
    return area.viewport().rect().contains(place)


@pytest.mark.parametrize("uid", [TASK, POINTS])
def test_tab_never_rests_on_a_hidden_field(window: MainWindow, qtbot: QtBot, uid: str) -> None:
    window.go("tasks", uid, "status")
    area = tasks(window).editor.middle
    seen = 0
    while area.widget().isAncestorOf(focused()):
        qtbot.waitUntil(lambda: whole(area))
        seen += 1
        press(focused(), Qt.Key.Key_Tab)
    assert seen >= 6


@pytest.mark.parametrize("field", ["status", "percent", "result", "next_step", "expected_on"])
def test_a_jump_shows_the_field_whole(window: MainWindow, qtbot: QtBot, field: str) -> None:
    window.go("tasks", POINTS, field)
    qtbot.waitUntil(lambda: whole(tasks(window).editor.middle))


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier),
    ],
)
@pytest.mark.parametrize("field", ["result", "next_step"])
def test_the_same_field_of_the_next_task_is_in_view(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, field: str
) -> None:
    window.go("tasks", "NQ05-2026/1.15", field)
    press(focused(), key, modifier)
    page = tasks(window)
    assert page.editor.uid != "NQ05-2026/1.15"
    assert page.editor.focused_field() == field
    qtbot.waitUntil(lambda: whole(page.editor.middle))


def test_fields_of_an_indicator_are_in_view(window: MainWindow, qtbot: QtBot) -> None:
    window.go("indicators", CT_3, "note")
    area = cast("IndicatorsPage", window.page("indicators")).detail.area
    qtbot.waitUntil(lambda: whole(area))
    press(focused(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: whole(area))


# ------------------------------------------------------------------------------------ the status


def test_tab_from_either_side_rests_on_the_chosen_status(window: MainWindow) -> None:
    window.go("tasks", TASK, "status")
    press(focused(), Qt.Key.Key_2)
    press(focused(), Qt.Key.Key_Space)
    chosen = focused()
    assert isinstance(chosen, QAbstractButton)
    assert chosen.isChecked()
    press(chosen, Qt.Key.Key_Tab)
    assert focused() is not chosen
    press(focused(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert focused() is chosen
