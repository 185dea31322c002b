from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from dialog_hands import check_freed, give_up, go_on
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from task_hands import PERIOD, texts, uid

from qnapp.db import assignments, history, milestones, periods
from qnapp.db.assignments import add_local_task
from qnapp.db.worksheet import load_task_row
from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.plan import Role
from qnapp.domain.reporting import Standing
from qnapp.ui.frozen_note import OF_THE_YEAR
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.tasks_page.extension_dialog import ExtensionDialog
from qnapp.ui.tasks_page.local_dialog import LocalTaskDialog, describe_deadline

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage

Dialog = TypeVar("Dialog", bound=QDialog)


def stored(store: Store, one: str) -> TaskRow:
    return load_task_row(store, one, PERIOD)


def opened(page: TasksPage, kind: type[Dialog]) -> Dialog:
    """The dialog that the page has just opened."""
    found = page.window().findChild(kind)
    assert isinstance(found, kind)
    return found


# extensions


@pytest.fixture
def extension(page: TasksPage) -> ExtensionDialog:
    page.show_item(uid("1.18"))
    click(page.editor.head.extend)
    return opened(page, ExtensionDialog)


def fill(dialog: ExtensionDialog, due: str, document: str) -> None:
    dialog.due.setFocus()
    type_text(dialog.due, due)
    dialog.document.setFocus()
    type_text(dialog.document, document)


def test_an_extension_asked_for_changes_nothing_but_is_shown(
    page: TasksPage, store: Store, extension: ExtensionDialog
) -> None:
    fill(extension, "30/9/2026", "Công văn số 41-CV/ĐU ngày 05/5/2026")
    click(extension.save_button)
    one = milestones.extensions(store, uid("1.18"))[0]
    assert (one.due, one.granted) == (date(2026, 9, 30), False)
    assert stored(store, uid("1.18")).standing is Standing.OVERDUE
    words = [str(w.property("text")) for w in page.editor.facts.findChildren(QWidget)]
    assert "đến 30/9/2026, đã đề nghị, Công văn số 41-CV/ĐU ngày 05/5/2026" in words
    assert "Tháng 4/2026 (30/4)" in words
    assert extension.due.text() == ""  # ready for the next one
    extension.close()


def test_a_granted_extension_moves_the_due_date(
    store: Store, session: Session, extension: ExtensionDialog
) -> None:
    press(extension.state, Qt.Key.Key_2)
    fill(extension, "30/9", "Thông báo số 7-TB/TU")
    click(extension.save_button)
    row = stored(store, uid("1.18"))
    assert row.due == date(2026, 9, 30)
    assert row.standing is not Standing.OVERDUE
    assert row.deadline.text == "Tháng 4/2026"
    session.undo_stack.undo()
    assert milestones.extensions(store, uid("1.18")) == []
    assert stored(store, uid("1.18")).due == date(2026, 4, 30)
    extension.close()


def test_an_extension_is_changed_and_taken_away(
    store: Store, session: Session, door: RecordingDoor, extension: ExtensionDialog
) -> None:
    fill(extension, "30/9/2026", "Công văn số 41-CV/ĐU")
    click(extension.save_button)
    edit, remove = extension._list.findChildren(IconButton)
    click(edit)
    assert extension.due.text() == "30/9/2026"
    press(extension.state, Qt.Key.Key_2)
    click(extension.save_button)
    assert milestones.extensions(store, uid("1.18"))[0].granted
    edit, remove = (b for b in extension._list.findChildren(IconButton) if b.isVisible())
    click(remove)
    assert len(milestones.extensions(store, uid("1.18"))) == 1  # not confirmed
    door.answers.append(0)
    click(remove)
    assert milestones.extensions(store, uid("1.18")) == []
    session.undo_stack.undo()
    assert len(milestones.extensions(store, uid("1.18"))) == 1
    extension.close()


@pytest.mark.parametrize(
    ("due", "document", "wrong"),
    [("", "Công văn 1", "due"), ("30/9/2026", "  ", "document"), ("31/02/2026", "CV", "due")],
)
def test_an_extension_needs_a_day_and_a_document(
    store: Store, extension: ExtensionDialog, due: str, document: str, wrong: str
) -> None:
    fill(extension, due, document)
    click(extension.save_button)
    assert getattr(extension, wrong).fault()
    assert milestones.extensions(store, uid("1.18")) == []
    assert extension.due.text() == due
    give_up(extension)


@pytest.mark.parametrize("percent", [100, 130])
def test_the_sentences_below_the_fields_of_an_extension_stand_in_full(
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
    extension: ExtensionDialog,
    store: Store,
    percent: int,
) -> None:
    dress_page("light", percent)
    words = "Công văn số 41-CV/ĐU của Ban Thường vụ Đảng ủy phường ngày 05/5/2026"  # two lines
    milestones.add_extension(
        store, uid("1.18"), due=date(2026, 6, 30), document=words, granted=False
    )
    click(extension.save_button)
    below = [one for one in extension.findChildren(IconText) if one.isVisible() and one.text()]
    assert [one.text() for one in below] == [extension.due.fault(), extension.document.fault()]

    def in_full() -> bool:
        labels = [one.findChild(Label) for one in below]
        return all(one and one.height() >= one.heightForWidth(one.width()) for one in labels)

    qtbot.waitUntil(in_full)
    assert extension.due.height() >= extension.due.sizeHint().height()
    extension.close()


# tasks of the organisation's own


def test_a_task_of_its_own_is_added_with_a_code(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    assert dialog.code.placeholderText() == "HT.01 nếu để trống"
    qtbot.waitUntil(dialog.title.hasFocus)
    type_text(dialog.title, "Chỉnh trang hẻm 4 khu phố 7")
    dialog.deadline.setFocus()
    type_text(dialog.deadline, "Quý III/2026")
    dialog.support.setFocus()
    type_text(dialog.support, "Hội Phụ nữ; Đoàn Thanh niên")
    press(dialog.role, Qt.Key.Key_2)
    dialog.section.set_value("3")
    click(dialog.save_button)
    task = next(row for row in session.worksheet().tasks if row.code == "HT.01")
    assert task.task.title == "Chỉnh trang hẻm 4 khu phố 7"
    assert task.task.section == "3"
    assert task.due == date(2026, 9, 30)
    assert task.support == ("Hội Phụ nữ", "Đoàn Thanh niên")
    assert task.role is Role.SUPPORT
    assert page.model.row_of(task.uid) > page.model.row_of(uid("3.2"))
    assert page.editor.uid == task.uid  # the clerk goes on with it
    session.undo_stack.undo()
    assert page.model.row_of(task.uid) == -1


def test_what_the_deadline_is_understood_as_stands_below_it(qtbot: QtBot, page: TasksPage) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    dialog.deadline.setFocus()
    type_text(dialog.deadline, "Khởi công quý I/2026; hoàn thành năm 2027")
    said = "Hiểu là khởi công 31/3/2026; hoàn thành 31/12/2027."
    qtbot.waitUntil(lambda: dialog.understood.text() == said)
    give_up(dialog)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Chưa ghi thời hạn, nên không tính quá hạn."),
        ("30/6/2026", "Hiểu là hoàn thành 30/6/2026."),
        ("Thường xuyên", "Hiểu là không xác định thời hạn, nên không tính quá hạn."),
        ("sớm nhất có thể", "Chưa hiểu thời hạn này."),
        ("31/02/2026", "Chưa hiểu thời hạn này."),
    ],
)
def test_deadlines_are_read_aloud(words: str, said: str) -> None:
    assert describe_deadline(parse_deadline(words, 2026))[0].startswith(said)


def test_a_task_without_a_title_is_not_added(page: TasksPage, session: Session) -> None:
    before = len(session.worksheet().tasks)
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    click(dialog.save_button)
    assert dialog.isVisible()
    assert dialog.title.fault() == "Nhập tên nhiệm vụ."
    assert len(session.worksheet().tasks) == before
    give_up(dialog)


def test_a_code_in_use_is_refused_and_the_words_stay(page: TasksPage, store: Store) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    type_text(dialog.title, "Trùng mã")
    dialog.code.setFocus()
    type_text(dialog.code, "3.2")
    click(dialog.save_button)
    assert dialog.isVisible()
    assert dialog.band.isVisible()
    assert "3.2" in dialog.band.words.text()
    assert dialog.title.value() == "Trùng mã"
    give_up(dialog)


@pytest.mark.parametrize("field", ["due", "document"])
def test_enter_in_a_field_of_an_extension_records_it(
    store: Store, extension: ExtensionDialog, field: str
) -> None:
    fill(extension, "30/9/2026", "Công văn 1")
    press(getattr(extension, field), Qt.Key.Key_Return)
    assert len(milestones.extensions(store, uid("1.18"))) == 1
    press(extension, Qt.Key.Key_Escape)  # what was recorded is no longer typed
    assert not extension.isVisible()


def test_escape_asks_before_a_typed_extension_is_gone(
    qtbot: QtBot, store: Store, extension: ExtensionDialog
) -> None:
    type_text(extension.due, "30/9/2026")
    press(extension.due, Qt.Key.Key_Escape)
    go_on(extension, qtbot)
    assert extension.due.text() == "30/9/2026"
    give_up(extension)
    assert milestones.extensions(store, uid("1.18")) == []


def test_one_refusal_is_said_in_one_place(page: TasksPage) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    type_text(dialog.title, "Trùng mã")
    dialog.code.setFocus()
    type_text(dialog.code, "3.2")
    press(dialog.code, Qt.Key.Key_Return)
    assert dialog.band.isVisible()
    give_up(dialog)
    behind = page.window().findChildren(ErrorBand)
    assert not [one for one in behind if one.isVisible()]


def test_enter_adds_the_task_from_its_title_too(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    qtbot.waitUntil(dialog.title.hasFocus)
    press(dialog.title, Qt.Key.Key_Return)
    assert dialog.title.fault() == "Nhập tên nhiệm vụ."
    type_text(dialog.title, "Dọn kho lưu trữ")
    press(dialog.title, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert "Dọn kho lưu trữ" in {row.task.title for row in session.worksheet().tasks}


def test_a_task_of_its_own_can_be_removed_where_it_is_seen(
    page: TasksPage, store: Store, session: Session, door: RecordingDoor
) -> None:
    task = assignments.add_local_task(store, title="Dọn kho lưu trữ")
    page.show_item(uid("1.18"))
    assert not page.editor.head.remove.isVisible()
    page.show_item(task.uid)
    assert page.editor.head.remove.isVisible()
    click(page.editor.head.remove)
    assert page.model.row_of(task.uid) >= 0  # not confirmed
    assert door.boxes[0].mood == "lose"  # Enter alone takes nothing away
    door.answers.append(0)
    click(page.editor.head.remove)
    assert page.model.row_of(task.uid) == -1
    session.undo_stack.undo()
    assert page.model.row_of(task.uid) >= 0


def test_a_day_that_does_not_exist_is_refused_and_free_words_are_not(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    type_text(dialog.title, "Dọn kho lưu trữ")
    dialog.deadline.setFocus()
    type_text(dialog.deadline, "31/2/2026")
    press(dialog.deadline, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.deadline.fault().startswith("Trên lịch không có “31/2/2026”.")
    qtbot.waitUntil(dialog.deadline.hasFocus)
    dialog.deadline.selectAll()
    type_text(dialog.deadline, "Khi có kinh phí")
    press(dialog.deadline, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    added = next(row for row in session.worksheet().tasks if row.task.title == "Dọn kho lưu trữ")
    assert added.task.deadline_text == "Khi có kinh phí"


def test_a_task_of_its_own_is_changed(page: TasksPage, store: Store, session: Session) -> None:
    task = assignments.add_local_task(store, title="Cũ", deadline_text="30/6/2026")
    page.edit_task(task.uid)
    dialog = opened(page, LocalTaskDialog)
    assert dialog.deadline.value() == "30/6/2026"
    dialog.title.selectAll()
    type_text(dialog.title, "Mới")
    click(dialog.save_button)
    assert stored(store, task.uid).task.title == "Mới"
    entries = history.history_of(store, "task", task.uid)
    assert [(e.field, e.old, e.new) for e in entries] == [("title", "Cũ", "Mới")]
    session.undo_stack.undo()
    assert stored(store, task.uid).task.title == "Cũ"


def test_a_row_of_the_whole_year_says_that_a_locked_period_does_not_hold_it(
    page: TasksPage, store: Store
) -> None:
    click(page.add_button)
    dialog = opened(page, LocalTaskDialog)
    assert OF_THE_YEAR not in texts(dialog)
    dialog.close()
    periods.lock_period(store, PERIOD, "đã gửi")
    dialog = LocalTaskDialog.open_for(page.session, None, page.window())
    assert OF_THE_YEAR in texts(dialog)
    type_text(dialog.title, "Dọn kho lưu trữ")
    click(dialog.save_button)
    assert not dialog.isVisible()


def test_a_task_of_the_plan_has_no_words_to_change(page: TasksPage) -> None:
    page.edit_task(uid("1.14"))
    assert page.window().findChild(LocalTaskDialog) is None


# the resolution's paragraph


def test_the_keys_and_the_menu_go_to_the_resolution(page: TasksPage, qtbot: QtBot) -> None:
    page.show_item(uid("2.16.3"), "result")
    assert page.editor.head.paragraph.isVisible()
    field = page.editor.form.fields["result"]
    with qtbot.waitSignal(page.session.wanted) as asked:
        press(field, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["resolution", uid("2.16.3")]


def test_a_task_of_the_unit_itself_stands_in_no_resolution(
    page: TasksPage, store: Store, qtbot: QtBot
) -> None:
    task = add_local_task(store, title="Dọn kho lưu trữ")
    page.show_item(task.uid, "result")
    assert not page.editor.head.paragraph.isVisible()
    with qtbot.assertNotEmitted(page.session.wanted):
        field = page.editor.form.fields["result"]
        press(field, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)


# memory


@pytest.mark.parametrize("kind", ["extension", "local"])
def test_a_dialog_is_freed_when_it_is_closed(page: TasksPage, kind: str) -> None:
    row = page.model.task(uid("2.16.3"))
    assert row is not None
    if kind == "extension":
        check_freed(lambda: ExtensionDialog.open_for(page.session, row, page.window()))
    else:
        check_freed(lambda: LocalTaskDialog.open_for(page.session, None, page.window()))
