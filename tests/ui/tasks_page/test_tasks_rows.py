from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import press
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from task_hands import PERIOD, uid

from qnapp.db import assignments
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.documents.freeze import freeze_report
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage


def shown(page: TasksPage) -> list[str]:
    """Codes of the tasks in the table, headings and sections left out."""
    lines = [page.model.item(row) for row in range(page.model.rowCount())]
    return [line.code for line in lines if line.kind is LineKind.TASK]


def place_of(page: TasksPage, wanted: str, column: Column = Column.TITLE) -> QPoint:
    """Where in the table a row's cell is to be clicked."""
    index = page.model.index(page.model.row_of(wanted), column)
    page.table.scrollTo(index)
    return page.table.visualRect(index).center()


# the menu of a row


def entries(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def choose(menu: QMenu, text: str) -> None:
    next(one for one in menu.actions() if one.text().startswith(text)).trigger()


@pytest.fixture
def menu_of(page: TasksPage) -> Callable[[str], QMenu]:
    def make(code: str) -> QMenu:
        row = page.model.task(code if "/" in code else uid(code))
        assert row is not None
        return page.menus.make(row)

    return make


def test_the_menu_offers_what_the_row_allows(menu_of: Callable[[str], QMenu]) -> None:
    assert entries(menu_of("1.14")) == [
        "Ghi kết quả", "Thêm tệp minh chứng…", "Gia hạn…", "Lịch sử",
        "Xem đoạn trong Nghị quyết", "Thôi theo dõi",
    ]  # fmt: skip
    assert entries(menu_of("6.1")) == [
        "Ghi kết quả", "Lịch sử", "Xem đoạn trong Nghị quyết", "Thôi theo dõi",
    ]  # fmt: skip
    assert entries(menu_of("2.1")) == ["Xem đoạn trong Nghị quyết", "Nhận theo dõi"]
    assert entries(menu_of("3.4")) == ["Xem đoạn trong Nghị quyết"]


def test_several_rows_are_taken_on_and_let_go_at_once(
    page: TasksPage, store: Store, session: Session
) -> None:
    page.show_item("filter:plan")
    page.table.go_to(uid("1.1"))
    for _ in range(5):  # down to 1.6
        press(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    rows = [line.row for line in page.table.selected_lines() if line.row]
    menu = page.menus.make_for(rows)
    assert entries(menu) == ["Nhận theo dõi 5 nhiệm vụ", "Thôi theo dõi 1 nhiệm vụ"]
    choose(menu, "Nhận theo dõi")
    assert page.subtitle() == "14 nhiệm vụ đơn vị theo dõi"
    session.undo_stack.undo()
    assert page.subtitle() == "9 nhiệm vụ đơn vị theo dõi"


def test_a_task_withdrawn_by_a_new_plan_keeps_what_was_typed(
    page: TasksPage, store: Store, session: Session
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", result="Đã họp")
    plan = current_plan(store)
    without = tuple(task for task in plan.tasks if task.code != "1.14")
    install_plan(store, replace(plan, version=2, tasks=without))
    page.show_item(uid("1.14"))
    line = page.model.item(page.model.row_of(uid("1.14")))
    assert (line.first, line.second) == ("Đã rút", "khỏi kế hoạch")
    field = page.editor.form.fields["result"]
    assert isinstance(field, GrowingTextEdit)
    assert field.value() == "Đã họp"
    assert field.isReadOnly()
    before = page.table.viewport().grab().toImage()
    assert not before.isNull()  # the struck title is painted


def test_letting_go_keeps_what_was_typed(
    page: TasksPage, store: Store, session: Session, menu_of: Callable[[str], QMenu]
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", result="Đã họp")
    choose(menu_of("1.14"), "Thôi theo dõi")
    assert "1.14" not in shown(page)
    assert not load_task_row(store, uid("1.14"), PERIOD).taken
    session.undo_stack.undo()
    row = load_task_row(store, uid("1.14"), PERIOD)
    assert row.taken
    assert row.progress.result == "Đã họp"


def test_a_local_task_is_removed_after_asking_and_comes_back(
    page: TasksPage,
    store: Store,
    session: Session,
    door: RecordingDoor,
    menu_of: Callable[[str], QMenu],
) -> None:
    task = assignments.add_local_task(store, title="Chỉnh trang khu phố 4")
    assert entries(menu_of(task.uid))[-2:] == ["Sửa nhiệm vụ…", "Xóa nhiệm vụ…"]
    choose(menu_of(task.uid), "Xóa")
    assert "HT.01" in shown(page)  # nobody said yes
    door.answers.append(0)
    choose(menu_of(task.uid), "Xóa")
    assert "HT.01" not in shown(page)
    assert "HT.01" in door.sentences()[0]
    session.undo_stack.undo()
    assert "HT.01" in shown(page)


def test_removing_names_the_reports_that_keep_the_task(
    page: TasksPage, store: Store, door: RecordingDoor, menu_of: Callable[[str], QMenu]
) -> None:
    task = assignments.add_local_task(store, title="Chỉnh trang khu phố 4")
    freeze_report(store, "2026-Q4", despite_errors=True)
    later = assignments.add_local_task(store, title="Họp thôn")
    choose(menu_of(task.uid), "Xóa")
    assert door.sentences()[-1].endswith(
        "Báo cáo đã trình ký (năm 2026) vẫn giữ dòng này; muốn bỏ thì thu hồi trình ký."
    )
    choose(menu_of(later.uid), "Xóa")  # which no report knows
    assert "trình ký" not in door.sentences()[-1]


# files on a row


def test_files_dropped_on_a_row_belong_to_that_row(
    qtbot: QtBot, page: TasksPage, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "Kế hoạch.docx"
    file.write_bytes(b"PK ke hoach")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/x")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, view = Qt.DropAction.CopyAction, page.table.viewport()
    page.table.go_to(uid("1.14"))
    refused = place_of(page, "section:1")
    wanted = place_of(page, uid("1.18"))
    QApplication.sendEvent(view, QDragEnterEvent(wanted, copy, data, buttons, keys))
    move = QDragMoveEvent(refused, copy, data, buttons, keys)
    QApplication.sendEvent(view, move)
    assert not move.isAccepted()
    QApplication.sendEvent(view, QDragMoveEvent(wanted, copy, data, buttons, keys))
    assert page.table.drop_uid() == uid("1.18")
    QApplication.sendEvent(view, QDropEvent(QPointF(wanted), copy, data, buttons, keys))

    def names() -> list[str]:
        return [item.name for item in load_task_row(store, uid("1.18"), PERIOD).evidence]

    qtbot.waitUntil(lambda: bool(names()), timeout=5000)
    assert names() == ["Kế hoạch.docx"]
    assert page.table.drop_uid() == ""
    assert page.editor.uid == uid("1.14")
