"""What the editor of a task shows: rows that are not typed in, history, files; nothing cut off."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hands import click, press, type_text
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from task_hands import PERIOD, open_task, stored, texts, uid

from qnapp.db import assignments, milestones, periods
from qnapp.db.progress import set_progress
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.tasks_page.modes import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage


def mode_of(page: TasksPage) -> Mode:
    return page.editor.mode


# rows that are not typed in


def test_a_restricted_row_has_number_date_and_status_only(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    page.show_item(uid("6.1"), "restricted_number")
    editor = page.editor
    assert mode_of(page) is Mode.RESTRICTED
    shown = {name for name, box in editor.form.boxes.items() if box.isVisible()}
    assert shown == {"status"}
    assert not editor.strip.isVisible()
    assert "Nhiệm vụ báo cáo theo đường riêng." in texts(editor.restricted)
    type_text(editor.restricted.number, "15-BC/ĐU")
    press(editor.restricted.number, Qt.Key.Key_Return)  # goes on, as in all other tasks
    assert editor.restricted.date.hasFocus()
    type_text(editor.restricted.date, "20/5")
    press(editor.restricted.date, Qt.Key.Key_Return)
    assert editor.form.fields["status"].isAncestorOf(QApplication.focusWidget() or page)
    progress = stored(store, "6.1").progress
    assert progress.restricted_number == "15-BC/ĐU"
    assert progress.restricted_on == date(2026, 5, 20)  # of the plan's year
    set_progress(store, uid("6.1"), PERIOD, status="completed")
    page.show_item(uid("6.1"), "completed_on")  # from Kiểm tra, where the day is missed
    assert editor.form.focused() == "completed_on"
    open_task(page, "1.14")
    assert editor.form.boxes["result"].isVisible()


def test_a_locked_period_is_plain_text(qtbot: QtBot, page: TasksPage, store: Store) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", result="Đã họp")
    open_task(page, "1.14")
    periods.lock_period(store, PERIOD, "Trình ký")
    editor = page.editor
    assert mode_of(page) is Mode.LOCKED
    assert not editor.mode_notice.isVisible()  # the band over the page says it
    assert editor.strip.words.text() == "Không có tệp nào"
    field: Any = editor.form.fields["result"]
    assert field.isReadOnly()
    assert field.value() == "Đã họp"
    assert not editor.form.boxes["difficulty"].isVisible()  # nothing stands there
    type_text(field, "x")
    assert field.value() == "Đã họp"
    assert editor.foot.saved.text() == ""
    assert not editor.strip.add.isVisible()
    periods.unlock_period(store, PERIOD, "Sửa")
    assert not field.isReadOnly()
    assert editor.form.boxes["difficulty"].isVisible()


def test_a_task_is_read_from_its_head_when_its_period_is_locked(
    page: TasksPage, store: Store
) -> None:
    page.window().resize(1366, 560)
    open_task(page, "1.14", "next_step")
    QApplication.processEvents()
    bar = page.editor.middle.verticalScrollBar()
    assert bar.value() > 0
    page.table.setFocus()
    periods.lock_period(store, PERIOD, "Trình ký")
    QApplication.processEvents()
    assert bar.value() == 0
    periods.unlock_period(store, PERIOD, "Sửa")
    page.show_item(uid("1.14"), "next_step")
    QApplication.processEvents()
    assert bar.value() > 0


def test_a_task_not_followed_offers_to_be_taken_on(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    page.show_item(uid("1.1"))
    editor = page.editor
    assert mode_of(page) is Mode.NOT_TAKEN
    assert not editor.form.isVisible()
    click(editor.mode_notice._button)
    assert stored(store, "1.1").taken
    assert mode_of(page) is Mode.OPEN
    assert editor.form.isVisible()
    session.undo_stack.undo()
    assert mode_of(page) is Mode.NOT_TAKEN


def test_a_heading_says_where_results_go(page: TasksPage) -> None:
    page.table.go_to(uid("2.16"))
    assert mode_of(page) is Mode.HEADING
    assert "Kết quả ghi ở từng nhiệm vụ con." in texts(page.editor.mode_notice)


# history, files


def test_typing_a_name_is_not_disturbed_by_its_own_save(page: TasksPage, store: Store) -> None:
    open_task(page, "1.14", "officer")
    field: Any = page.editor.form.fields["officer"]
    type_text(field, "Đỗ Hậu")
    for _ in range(4):
        press(field, Qt.Key.Key_Left)
    page.editor.autosave.save()
    assert stored(store, "1.14").officer == "Đỗ Hậu"
    assert field.lineEdit().cursorPosition() == 2
    type_text(field, " Thị")
    page.flush()
    assert stored(store, "1.14").officer == "Đỗ Thị Hậu"
    assert field.findText("Đỗ Thị Hậu") < 0  # the list waits until the field is left
    open_task(page, "1.15", "officer")
    page.editor.focus_field("result")
    open_task(page, "1.18", "result")
    assert field.findText("Đỗ Thị Hậu") >= 0


def test_history_opens_for_the_field_with_the_cursor(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=40)
    open_task(page, "1.14", "percent")
    key = Qt.Key.Key_H
    press(page.editor.form.fields["percent"], key, Qt.KeyboardModifier.ControlModifier)
    dialog = page.window().findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    assert "Tỉ lệ" in dialog.windowTitle()
    assert "1.14" in dialog.windowTitle()
    assert dialog.model.rowCount() == 1
    dialog.close()


def drop(widget: QWidget, files: list[Path], place: QPoint) -> bool:
    """What a file manager sends; False when the widget does not want the files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, event)
    return True


def test_files_dropped_on_the_editor_become_evidence(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF-1.7 bien ban")
    open_task(page, "1.14")
    assert drop(page.editor, [file], QPoint(50, 50))
    qtbot.waitUntil(lambda: bool(stored(store, "1.14").evidence), timeout=5000)
    assert stored(store, "1.14").evidence[0].name == "Biên bản.pdf"
    qtbot.waitUntil(lambda: page.model.item(page.model.row_of(uid("1.14"))).files == 1)


def test_a_restricted_row_takes_no_files(page: TasksPage, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"a")
    page.show_item(uid("6.1"))
    assert not drop(page.editor, [file], QPoint(50, 50))


# room


def fits(view: QScrollArea) -> bool:
    return view.widget().width() <= view.viewport().width()


@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_in_the_editor_is_wider_than_its_view(
    qtbot: QtBot, qapp: QApplication, page: TasksPage, store: Store, percent: int
) -> None:
    from qnapp.ui.kit.theme import apply_theme

    milestones.add_extension(
        store, uid("1.18"), due="30/9/2026", document="Công văn số 41-CV/ĐU", granted=False
    )
    assignments.set_officer(store, uid("1.18"), "Nguyễn Thị Hoàng Phương Thảo")
    apply_theme(qapp, "light", percent)
    for code in ("1.18", "1.14", "3.4.20", "6.1", "1.1"):
        page.show_item(uid(code))
        view = page.editor.middle
        qtbot.waitUntil(partial(fits, view))
        assert view.widget().minimumSizeHint().width() <= view.viewport().width(), code
