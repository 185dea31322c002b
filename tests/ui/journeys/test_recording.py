"""A clerk records: one task from the overview in a few actions, twenty without the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from counted_hands import CTRL, CountedHands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from qnapp.db.worksheet import load_worksheet
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Standing, Status
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_rows import TodoRow
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
TWENTY = 20
MOST_KEYS, MOST_ACTIONS = 100, 4


def ordinary(store: Store) -> list[str]:
    rows = load_worksheet(store, PERIOD).tasks
    return [r.uid for r in rows if not r.heading and r.task.channel is Channel.ORDINARY]


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Phường Hà Tu that follows twenty tasks of the plan."""
    return make_store(taken=ordinary(make_store(taken=[]))[:TWENTY])


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(OverviewPage, TasksPage, IndicatorsPage)
    made.activateWindow()
    return made


def test_one_task_from_the_overview_in_four_actions(
    qtbot: QtBot, window: MainWindow, store: Store, session: Session
) -> None:
    hands = CountedHands()
    line = window.findChildren(TodoRow)[0]
    uid = line.uid
    hands.click(line)
    page = window.current_page
    assert isinstance(page, TasksPage)
    status = page.editor.form.fields["status"]
    words = STATUS_SIGNS[Status.IN_PROGRESS].first
    hands.click(next(one for one in status.findChildren(QRadioButton) if one.text() == words))
    result = page.editor.form.fields["result"]
    page.editor.middle.ensureWidgetVisible(result)
    hands.click(result)
    hands.type("Đã ban hành kế hoạch, giao từng khu phố.")
    with qtbot.waitSignal(session.saved, timeout=4000):  # by itself, after the last key
        pass
    row = next(row for row in load_worksheet(store, PERIOD).tasks if row.uid == uid)
    assert row.progress.status is Status.IN_PROGRESS
    assert row.progress.result == "Đã ban hành kế hoạch, giao từng khu phố."
    assert hands.actions <= MOST_ACTIONS


def test_twenty_tasks_without_the_mouse(
    qtbot: QtBot, window: MainWindow, store: Store, session: Session
) -> None:
    hands = CountedHands()
    hands.press(Qt.Key.Key_2, CTRL)  # Nhiệm vụ
    page = window.current_page
    assert isinstance(page, TasksPage)
    qtbot.waitUntil(page.table.hasFocus)
    hands.press(Qt.Key.Key_Home)  # the first task; its section is no stop
    hands.press(Qt.Key.Key_Return)  # into the first field
    while page.editor.focused_field() != "result":
        hands.press(Qt.Key.Key_Tab)
    for number in range(TWENTY):  # results, one below the other
        hands.type(f"Kết quả thứ {number + 1}")
        hands.press(Qt.Key.Key_Return, CTRL)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_Return)
    for number in range(TWENTY):  # then how each stands
        hands.press(Qt.Key.Key_3 if number % 4 == 0 else Qt.Key.Key_2)
        hands.press(Qt.Key.Key_Return, CTRL)
    window.flush()
    rows = load_worksheet(store, PERIOD).own_tasks
    assert [row.progress.result for row in rows] == [
        f"Kết quả thứ {number + 1}" for number in range(TWENTY)
    ]
    done = [row.progress.status is Status.COMPLETED for row in rows]
    assert done == [number % 4 == 0 for number in range(TWENTY)]
    assert all(row.progress.status is not Status.NOT_STARTED for row in rows)
    assert hands.clicks == 0
    assert hands.keys <= MOST_KEYS


def test_the_fields_of_a_task_are_reached_in_the_order_they_are_read(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    own = session.worksheet().own_tasks
    plain = next(row for row in own if row.standing is Standing.NOT_STARTED)
    hands = CountedHands()
    hands.press(Qt.Key.Key_2, CTRL)
    page = window.current_page
    assert isinstance(page, TasksPage)
    qtbot.waitUntil(page.table.hasFocus)
    page.show_item(plain.uid)
    hands.press(Qt.Key.Key_Return)
    passed: list[str] = []
    while page.editor.form.isAncestorOf(hands.focused()):
        passed.append(page.editor.focused_field())
        hands.press(Qt.Key.Key_Tab)
    assert passed == [
        "status", "percent", "expected_on", "officer",
        "result", "difficulty", "proposal", "next_step",
    ]  # fmt: skip
    assert page.editor.strip.isAncestorOf(hands.focused())
