"""Which row stands where, and in which words, while the clerk works on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import click, drop_files, press, type_text
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from task_hands import PERIOD, uid

from qnapp.db import assignments, fields, milestones, moving, periods
from qnapp.db.progress import set_progress
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.tasks_page.columns import LAYOUT
from qnapp.ui.tasks_page.delegate import PAD, SHAPE, TaskDelegate
from qnapp.ui.tasks_page.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.models.task_lines import TaskLine
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(page: TasksPage) -> list[str]:
    lines = [page.model.item(row) for row in range(page.model.rowCount())]
    return [line.code for line in lines if line.kind is LineKind.TASK]


def line_of(page: TasksPage, code: str) -> TaskLine:
    return page.model.item(page.model.row_of(uid(code)))


def in_sight(page: TasksPage, code: str) -> bool:
    rect = page.table.visualRect(page.model.index(page.model.row_of(uid(code)), Column.TITLE))
    return page.table.viewport().rect().contains(rect.center())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_in_work_stays_in_its_filter_whichever_it_is(
    page: TasksPage, store: Store, place: int
) -> None:
    """The first one too: it is the current row already when the filter is chosen."""
    page.table.go_to(uid("1.5"))
    click(page.chips._chips["stale"])
    code = shown(page)[place]
    page.table.go_to(uid(code))
    before = shown(page)
    set_progress(store, uid(code), PERIOD, status="in_progress", percent=10)
    assert shown(page) == before
    assert page.editor.uid == uid(code)
    page.show_item("filter:stale")
    assert code not in shown(page)


def test_work_without_a_date_ahead_is_said_to_go_on(page: TasksPage, store: Store) -> None:
    assignments.take_on(store, [uid("TC-1")])
    set_progress(store, uid("TC-1"), PERIOD, status="in_progress", percent=30)
    line = line_of(page, "TC-1")
    assert (line.first, line.second) == ("Đang triển khai", "không xác định thời hạn")
    assert "đang triển khai, không xác định thời hạn" in line.spoken
    delegate = page.table.itemDelegate()
    assert isinstance(delegate, TaskDelegate)
    assert delegate.below(line, 400) == "không xác định thời hạn · 30%"
    assert delegate.below(line, 120) == "không xác định · 30%"
    assert delegate.below(line, 60) == "30%"
    least = LAYOUT.widths[Column.STATUS] - PAD - SHAPE - 7
    assert delegate.below(replace(line, percent=""), least) == "không xác định thời hạn"


def test_completed_without_its_day_says_so_and_counts_as_the_report_counts_it(
    page: TasksPage, store: Store, qtbot: QtBot
) -> None:
    page.show_item(uid("1.18"), "status")  # its deadline has passed
    press(page.editor.form.fields["status"], Qt.Key.Key_3)
    press(page.editor.form.fields["status"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line_of(page, "1.18").first == "Hoàn thành")
    line = line_of(page, "1.18")
    assert line.second == "quá hạn, chưa ghi ngày"
    assert "hoàn thành quá hạn, chưa ghi ngày" in line.spoken
    delegate = page.table.itemDelegate()
    assert isinstance(delegate, TaskDelegate)
    assert delegate.below(line, 60) == "quá hạn"
    page.editor.focus_field("completed_on")
    type_text(page.editor.form.fields["completed_on"], "05/06/2026")
    press(page.editor.form.fields["completed_on"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line_of(page, "1.18").second == "quá hạn")


def test_fields_open_when_moved_data_is_taken_back(page: TasksPage, store: Store) -> None:
    page.show_item(uid("1.14"))
    moving.leave(store)
    before = page.editor.mode
    assert before is Mode.LOCKED
    status = page.editor.form.fields["status"]
    assert isinstance(status, SegmentedControl)
    moving.take_back(store, "Máy mới không đọc được tệp")
    assert page.editor.mode is Mode.OPEN
    press(status, Qt.Key.Key_2)
    press(status, Qt.Key.Key_Return)
    assert status.value() == "in_progress"
    assert page.editor.strip.add.isVisible()


def test_fields_open_when_the_period_is_unlocked(page: TasksPage, store: Store) -> None:
    page.show_item(uid("1.14"))
    periods.lock_period(store, PERIOD, "Chờ ý kiến")
    assert not page.editor.strip.add.isVisible()
    periods.unlock_period(store, PERIOD, "Bổ sung")
    assert page.editor.strip.add.isVisible()
    press(page.editor.form.fields["status"], Qt.Key.Key_2)
    press(page.editor.form.fields["status"], Qt.Key.Key_Return)
    assert page.model.task(uid("1.14")).progress.status == "in_progress"  # type: ignore[union-attr]


@pytest.mark.parametrize("wanted", ["all", "plan"])
def test_back_from_the_resolution_to_a_parent_row(
    page: TasksPage, window: MainWindow, store: Store, qtbot: QtBot, wanted: str
) -> None:
    assignments.take_on(store, [uid("5.6.1"), *(uid(f"1.{number}") for number in range(1, 15))])
    click(page.chips._chips[wanted])
    page.table.go_to(uid("5.6"))
    page.table.setFocus()
    qtbot.waitUntil(lambda: in_sight(page, "5.6"))
    press(page.table, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: window.current_page.key == "resolution")
    press(window.page("resolution").text, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.current_page.key == "tasks")
    assert page.chips.current() == wanted
    assert page.editor.uid == uid("5.6")
    assert in_sight(page, "5.6")


def test_a_sub_task_in_the_filter_keeps_its_parent_there(page: TasksPage, store: Store) -> None:
    assignments.take_on(store, [uid("5.6.1")])
    click(page.chips._chips["stale"])
    page.show_item(uid("5.6"))
    assert page.chips.current() == "stale"
    page.show_item(uid("3.10"))  # none of its sub-tasks is followed
    assert page.chips.current() == "plan"
    assert in_sight(page, "3.10")


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_larger_letters_leave_the_editor_beside_the_table(
    page: TasksPage,
    window: MainWindow,
    dress_page: Callable[[str, int], None],
    qtbot: QtBot,
    percent: int,
) -> None:
    dress_page("light", percent)
    page.show_item(uid("1.14"))
    side = page.table.parentWidget()
    assert side is not None
    qtbot.waitUntil(lambda: not page.split.covers)
    assert not page.editor.geometry().intersects(side.geometry())
    inside = page.editor.middle
    qtbot.waitUntil(lambda: inside.widget().width() <= inside.viewport().width())
    across = page.table.horizontalHeader()
    assert across.length() <= page.table.viewport().width()
    window.resize(1090, 640)
    qtbot.waitUntil(lambda: page.split.covers)


def test_a_finding_leads_to_its_own_milestone(page: TasksPage, store: Store) -> None:
    numbers = [point.number for point in page.model.task(uid("3.4.20")).milestones]  # type: ignore[union-attr]
    for number in numbers:
        milestones.set_milestone(store, uid("3.4.20"), number, None)
    page.show_item(uid("3.4.20"), f"milestones:{numbers[-1]}")
    assert page.editor.milestones.focused() == str(numbers[-1])


def test_what_a_restricted_row_may_not_hold_is_taken_away(
    page: TasksPage, store: Store, session: Session
) -> None:
    """As after a new plan version has made the task a restricted one."""
    held = {"status": "in_progress", "result": "Đã diễn tập", "touched": "1"}
    fields.save(store, "progress", uid("6.1"), held, period=PERIOD)
    (finding,) = [one for one in session.findings() if one.code == "NV05"]
    page.show_item(finding.where, finding.field)
    left = page.editor.restricted.left
    assert left.words.text() == (
        "Dòng này còn kết quả thực hiện ghi từ trước, không được để ở đây."
    )
    button = QApplication.focusWidget()
    assert button is not None
    assert left.isAncestorOf(button)
    press(button, Qt.Key.Key_Space)
    assert page.model.task(uid("6.1")).progress.result == ""  # type: ignore[union-attr]
    assert not left.isVisible()
    assert "NV05" not in [one.code for one in session.findings()]
    session.undo_stack.undo()
    assert left.isVisible()


def dragged(page: TasksPage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, left, plain)
    QApplication.sendEvent(page.editor, enter)
    assert enter.isAccepted()


def test_the_editor_is_marked_while_files_are_above_it(page: TasksPage, tmp_path: Path) -> None:
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF-1.7")
    page.show_item(uid("1.14"))
    dragged(page, file)
    assert page.editor.frame.isVisible()
    assert page.editor.frame.geometry() == page.editor.rect()
    QApplication.sendEvent(page.editor, QDragLeaveEvent())
    assert not page.editor.frame.isVisible()


def test_files_that_are_gone_are_told(
    page: TasksPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    page.show_item(uid("1.14"))
    with qtbot.waitSignal(session.failed) as failed:
        assert drop_files(page.editor, [tmp_path / "đã xóa.pdf"])
    assert "đã xóa.pdf" in str(failed.args[0])
    assert not page.editor.frame.isVisible()
    assert not page.model.task(uid("1.14")).evidence  # type: ignore[union-attr]
