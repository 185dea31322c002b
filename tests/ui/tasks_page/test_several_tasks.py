"""Several tasks at once, and the order of the rows: by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid
from task_hands import PERIOD, uid

from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.domain.reporting import Status
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind
from qnapp.models.task_view import TaskFilter
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.officer_dialog import OfficerDialog
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


def stored(store: Store, code: str) -> TaskRow:
    return load_task_row(store, uid(code), PERIOD)


def shown(page: TasksPage) -> list[str]:
    lines = [page.model.item(row) for row in range(page.model.rowCount())]
    return [line.code for line in lines if line.kind is LineKind.TASK]


def choose_status(page: TasksPage, words: str) -> None:
    menu = page.bar.statuses(page)
    next(action for action in menu.actions() if action.text() == words).trigger()


def head(page: TasksPage, column: Column) -> None:
    """Click on the head of a column."""
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )


def test_selected_tasks_get_one_status_in_one_step_of_undo(
    page: TasksPage, store: Store, session: Session
) -> None:
    page.table.go_to(uid("1.14"))
    assert not page.bar.isVisible()
    for _ in range(2):
        press(page.table, Qt.Key.Key_Down, SHIFT)
    assert page.bar.count.text() == "Đã chọn 3 nhiệm vụ"
    choose_status(page, "Hoàn thành")
    for code in ("1.14", "1.15", "1.18"):
        assert stored(store, code).progress.status is Status.COMPLETED
        assert stored(store, code).progress.percent == 100
    assert stored(store, "1.5").progress.status is Status.NOT_STARTED
    session.undo_stack.undo()
    assert stored(store, "1.18").progress.status is Status.NOT_STARTED
    assert stored(store, "1.18").progress.percent is None


def test_space_ticks_and_a_name_is_given_to_all_that_are_ticked(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    for code in ("1.5", "3.2"):
        page.table.go_to(uid(code))
        press(page.table, Qt.Key.Key_Space)
    page.table.go_to(uid("1.14"))  # ticks are not lost by going elsewhere
    assert page.bar.count.text() == "Đã chọn 2 nhiệm vụ"
    click(page.bar.officer)
    dialog = page.window().findChild(OfficerDialog)
    assert isinstance(dialog, OfficerDialog)
    assert dialog.assign.text() == "Giao 2 nhiệm vụ"
    line = dialog.name.lineEdit()
    assert line is not None
    type_text(line, "Đỗ Thị Hậu")
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert stored(store, "1.5").officer == stored(store, "3.2").officer == "Đỗ Thị Hậu"
    assert stored(store, "1.14").officer == ""
    session.undo_stack.undo()
    assert stored(store, "3.2").officer == ""
    press(page.table, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()
    assert page.model.ticked() == []


def ground(page: TasksPage, code: str, left: int) -> str:
    """Colour of a row's ground, so many pixels from the left."""
    rect = page.table.visualRect(page.model.index(page.model.row_of(uid(code)), Column.CODE))
    picture = page.table.viewport().grab().toImage()
    return picture.pixelColor(left, rect.top() + 2).name()


def test_beside_ticked_tasks_the_current_one_does_not_look_chosen(page: TasksPage) -> None:
    page.table.go_to(uid("1.5"))
    press(page.table, Qt.Key.Key_Space)
    page.table.go_to(uid("1.14"))
    chosen, plain, bar = (theme().color(name).name() for name in ("sel", "surface", "accent"))
    assert [ground(page, "1.5", at) for at in (1, 9)] == [chosen, chosen]
    assert [ground(page, "1.14", at) for at in (1, 9)] == [bar, plain]
    press(page.table, Qt.Key.Key_Escape)
    assert [ground(page, "1.14", at) for at in (1, 9)] == [bar, chosen]
    assert ground(page, "1.5", 9) == plain


def test_ctrl_a_takes_all_in_the_filter(page: TasksPage) -> None:
    press_ctrl(page.table, Qt.Key.Key_A)
    assert page.bar.count.text() == "Đã chọn 9 nhiệm vụ"
    press(page.table, Qt.Key.Key_Space)
    assert len(page.model.ticked()) == 9
    press(page.table, Qt.Key.Key_Space)
    assert page.model.ticked() == []


def test_what_is_closed_is_left_out_and_said(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    lock_period(store, PERIOD, "Đã gửi")
    press_ctrl(page.table, Qt.Key.Key_A)
    with qtbot.waitSignal(session.said) as said:
        choose_status(page, "Tạm dừng")
    assert said.args == ["Chưa ghi gì. Bỏ qua 9 nhiệm vụ đang khóa hoặc đã rút khỏi kế hoạch."]
    assert stored(store, "1.5").progress.status is Status.NOT_STARTED


def complete(page: TasksPage, *codes: str) -> None:
    """Call tasks completed by the page itself, several at once or one."""
    for code in codes:
        page.table.go_to(uid(code))
        press(page.table, Qt.Key.Key_Space)
    choose_status(page, "Hoàn thành")
    press(page.table, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("answers", "written"),
    [
        ([0], "in_progress completed in_progress"),
        ([1], "in_progress in_progress in_progress"),
        ([2], "not_started completed not_started"),
        ([], "not_started completed not_started"),
    ],
)
def test_several_tasks_are_not_taken_back_from_completed_without_a_question(
    page: TasksPage, store: Store, session: Session, door: RecordingDoor, answers: list[int],
    written: str,
) -> None:  # fmt: skip
    complete(page, "1.15")
    page.table.go_to(uid("1.14"))
    for _ in range(2):
        press(page.table, Qt.Key.Key_Down, SHIFT)
    door.answers = list(answers)
    choose_status(page, "Đang triển khai")
    assert door.sentences() == ["Nhiệm vụ 1.15 đang ghi Hoàn thành. Ghi Đang triển khai thay vào?"]
    codes = ("1.14", "1.15", "1.18")
    assert [stored(store, code).progress.status for code in codes] == written.split()
    if written.startswith("in_progress"):
        session.undo_stack.undo()
        assert stored(store, "1.15").progress.status is Status.COMPLETED


def test_a_question_over_completed_tasks_alone_begins_at_its_way_back(
    page: TasksPage, store: Store, door: RecordingDoor
) -> None:
    complete(page, "1.14", "1.15")
    page.table.go_to(uid("1.14"))
    press(page.table, Qt.Key.Key_Down, SHIFT)
    choose_status(page, "Tạm dừng")
    choose_status(page, "Hoàn thành")  # takes nothing away
    assert [(one.mood, one.buttons) for one in door.boxes] == [("lose", ("Ghi cho tất cả", "Hủy"))]
    assert stored(store, "1.14").progress.status is Status.COMPLETED


def test_the_menu_of_several_rows_offers_both(page: TasksPage) -> None:
    press_ctrl(page.table, Qt.Key.Key_A)
    rows = page.several.chosen()
    assert len(rows) == 9
    words = [action.text() for action in page.bar.statuses(page).actions()]
    assert words == ["Chưa triển khai", "Đang triển khai", "Hoàn thành", "Tạm dừng"]


def test_a_head_orders_turns_round_and_leads_back(page: TasksPage, store: Store) -> None:
    set_progress(store, uid("3.2"), PERIOD, status="in_progress", percent=40)
    set_progress(store, uid("1.18"), PERIOD, status="in_progress", percent=80)
    plan = shown(page)
    page.table.go_to(uid("1.15"))
    head(page, Column.DEADLINE)
    by_day = shown(page)
    assert by_day != plan
    assert page.model.item(0).kind is LineKind.TASK
    assert page.editor.uid == uid("1.15")  # who works on a task stays there
    head(page, Column.DEADLINE)
    dated = [code for code in by_day if stored(store, code).due is not None]
    assert shown(page)[: len(dated)] != dated
    head(page, Column.DEADLINE)
    assert shown(page) == plan
    head(page, Column.TITLE)
    head(page, Column.CODE)
    assert shown(page) == plan


def test_the_same_by_keyboard_from_the_menu(page: TasksPage) -> None:
    menu = page.ordering.menu(page.columns.menu(tall=False))
    words = [action.text() for action in menu.actions()]
    assert words[0] == "Theo thứ tự của Nghị quyết"
    assert [action.isChecked() for action in menu.actions()].index(True) == 0
    menu.actions()[words.index("Thời hạn")].trigger()
    assert page.model.order == (Column.DEADLINE, False)
    assert page.table.currentIndex().isValid()


def test_order_and_filter_come_back_the_next_time(
    page: TasksPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page.chips.choose(TaskFilter.STALE)
    head(page, Column.DEADLINE)
    head(page, Column.DEADLINE)
    window.flush()
    again = TasksPage(session)
    qtbot.addWidget(again)
    again.ensure_fresh()
    assert again.model.order == (Column.DEADLINE, True)
    assert again.chips.current() == TaskFilter.STALE
    assert shown(again) == shown(page)


def test_a_filter_that_a_link_asked_for_is_not_kept(
    page: TasksPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page.show_item("filter:evidence")
    window.flush()
    again = TasksPage(session)
    qtbot.addWidget(again)
    assert again.chips.current() == TaskFilter.ALL


def test_painting_ticks_and_an_order_in_both_themes(
    page: TasksPage, dress_page: Callable[[str, int], None]
) -> None:
    page.model.tick([uid("1.5")], ticked=True)
    plain = page.grab().toImage()
    head(page, Column.STATUS)
    assert page.grab().toImage() != plain
    dress_page("dark", 130)
    page.grab()
