from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hands import click, press, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox
from task_hands import PERIOD, open_task, stored, texts, uid

from qnapp.db import assignments, history, periods
from qnapp.db.progress import set_progress
from qnapp.domain.reporting import Standing, Status
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import IconText
from qnapp.ui.tasks_page.facts import FactName

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow


def type_into(qtbot: QtBot, page: TasksPage, field: str, text: str) -> None:
    page.editor.focus_field(field)
    where: Any = QApplication.focusWidget()
    line: Any = where.lineEdit() if isinstance(where, QComboBox) else where
    line.selectAll()
    type_text(where, text)


# writing


def test_the_clerk_types_and_it_is_in_the_store(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    field = open_task(page, "1.18", "status")
    press(field, Qt.Key.Key_2)
    press(field, Qt.Key.Key_Return)
    for name, typed in (
        ("percent", "80"),
        ("expected_on", "25/6"),
        ("officer", "Đỗ Thị Hậu"),
        ("result", "Đã họp dân"),
        ("delay_reason", "Chờ hướng dẫn"),
        ("difficulty", "Thiếu kinh phí"),
        ("proposal", "Bổ sung kinh phí"),
        ("next_step", "Trình HĐND"),
    ):
        type_into(qtbot, page, name, typed)
    with qtbot.waitSignal(session.saved, timeout=4000):  # 800 ms after the last key, by itself
        pass
    row = stored(store, "1.18")
    assert row.progress.status is Status.IN_PROGRESS
    assert row.progress.percent == 80
    assert row.progress.expected_on == date(2026, 6, 25)
    assert row.officer == "Đỗ Thị Hậu"
    assert row.progress.result == "Đã họp dân"
    assert row.progress.delay_reason == "Chờ hướng dẫn"
    assert row.progress.difficulty == "Thiếu kinh phí"
    assert row.progress.proposal == "Bổ sung kinh phí"
    assert row.progress.next_step == "Trình HĐND"
    assert page.editor.foot.saved.text() == "Đã lưu"


def test_a_day_by_which_the_period_before_said_otherwise_is_asked_about_below_it(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    set_progress(store, uid("1.18"), "2026-Q1", status="in_progress", percent=40)
    set_progress(store, uid("1.18"), PERIOD, status="completed", percent=100)
    open_task(page, "1.18")
    sentence = page.editor.form.boxes["completed_on"].sentence
    assert isinstance(sentence, IconText)
    for typed, shown in (("10/3", True), ("16/3", False)):
        type_into(qtbot, page, "completed_on", typed)
        page.flush()
        assert sentence.isVisibleTo(page) is shown
        assert stored(store, "1.18").progress.completed_on is not None
    type_into(qtbot, page, "completed_on", "14/3")
    page.flush()
    assert sentence.text() == (
        "Xem lại: kỳ trước báo chưa hoàn thành đến 14/3/2026, nay ghi hoàn thành ngày 14/3/2026."
    )


def test_only_what_was_typed_is_written(qtbot: QtBot, page: TasksPage, store: Store) -> None:
    set_progress(store, uid("1.18"), PERIOD, status="in_progress", percent=80)
    open_task(page, "1.18")
    type_into(qtbot, page, "result", "Đã họp")
    page.flush()
    entries = history.history_of(store, "progress", uid("1.18"), PERIOD)
    assert [entry.field for entry in entries if entry.new == "Đã họp"] == ["result"]
    assert {entry.field for entry in entries} == {"status", "percent", "result"}


def test_leaving_a_row_writes_what_was_typed_for_it(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    open_task(page, "1.14")
    type_into(qtbot, page, "result", "Kết quả 1.14")
    press(page.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.editor.uid == uid("1.15")
    assert stored(store, "1.14").progress.result == "Kết quả 1.14"
    assert page.editor.form.fields["result"].value() == ""  # type: ignore[attr-defined]


def test_leaving_the_period_writes_into_the_one_that_was_left(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    open_task(page, "1.14")
    type_into(qtbot, page, "result", "Của 6 tháng")
    session.set_period("2026-Q1")
    assert stored(store, "1.14").progress.result == "Của 6 tháng"
    assert stored(store, "1.14", "2026-Q1").progress.result == ""
    assert page.editor.form.fields["result"].value() == ""  # type: ignore[attr-defined]


def test_closing_the_window_writes_what_was_typed(
    qtbot: QtBot, page: TasksPage, store: Store, window: MainWindow
) -> None:
    open_task(page, "1.14")
    type_into(qtbot, page, "result", "Chưa kịp lưu")
    window.close()
    assert stored(store, "1.14").progress.result == "Chưa kịp lưu"


def test_undo_takes_a_save_back_and_the_field_follows(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    open_task(page, "1.14")
    type_into(qtbot, page, "result", "Đã họp")
    page.flush()
    session.undo_stack.undo()
    assert stored(store, "1.14").progress.result == ""
    assert page.editor.form.fields["result"].value() == ""  # type: ignore[attr-defined]
    session.undo_stack.redo()
    assert page.editor.form.fields["result"].value() == "Đã họp"  # type: ignore[attr-defined]


def test_what_is_no_percentage_stays_with_its_row(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    open_task(page, "1.14", "percent")
    type_into(qtbot, page, "percent", "rất nhiều")
    page.next_task()
    assert stored(store, "1.14").progress.percent is None
    assert page.editor.form.fields["percent"].text() == ""  # type: ignore[attr-defined]
    page.previous_task()
    field: Any = page.editor.form.fields["percent"]
    assert field.text() == "rất nhiều"
    assert "0 đến 100" in field.fault()
    assert page.editor.foot.saved.text() == "Có ô cần sửa"


def test_completed_means_a_hundred_percent_in_one_step_of_undo(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=60)
    field = open_task(page, "1.14", "status")
    press(field, Qt.Key.Key_3)
    press(field, Qt.Key.Key_Return)
    progress = stored(store, "1.14").progress
    assert (progress.status, progress.percent) == (Status.COMPLETED, 100)
    assert page.editor.form.boxes["completed_on"].isVisible()
    assert not page.editor.form.boxes["expected_on"].isVisible()
    session.undo_stack.undo()
    progress = stored(store, "1.14").progress
    assert (progress.status, progress.percent) == (Status.IN_PROGRESS, 60)


@pytest.mark.parametrize("before", [60, None])
def test_passing_completed_with_the_arrows_leaves_the_share_as_it_was(
    page: TasksPage, store: Store, before: int | None
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=before)
    open_task(page, "1.14", "status")
    for status, percent in ((Status.COMPLETED, 100), (Status.ON_HOLD, before)):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Right)
        progress = stored(store, "1.14").progress
        assert (progress.status, progress.percent) == (status, percent)


def test_a_share_typed_after_completed_stays(page: TasksPage, store: Store) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=60)
    status = open_task(page, "1.14", "status")
    press(QApplication.focusWidget() or status, Qt.Key.Key_Right)
    percent = open_task(page, "1.14", "percent")
    type_text(percent, "80")
    status = open_task(page, "1.14", "status")
    press(QApplication.focusWidget() or status, Qt.Key.Key_Right)
    progress = stored(store, "1.14").progress
    assert (progress.status, progress.percent) == (Status.ON_HOLD, 80)


@pytest.mark.parametrize(
    ("status", "field", "typed", "said"),
    [
        ("in_progress", "expected_on", "5/1", "Xem lại: ngày dự kiến xong 05/01/2026 đã qua."),
        ("in_progress", "expected_on", "31/12", ""),
        ("completed", "completed_on", "31/12", "Xem lại: ngày hoàn thành 31/12/2026 chưa đến."),
        ("in_progress", "officer", "30/11/26", "Xem lại: “30/11/26” không phải tên người."),
        ("in_progress", "officer", "Đỗ Thị Hậu", ""),
    ],
)
def test_what_is_hardly_true_is_said_at_the_field(
    page: TasksPage, store: Store, status: str, field: str, typed: str, said: str
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status=status, percent=100)
    edit = open_task(page, "1.14", field)
    type_text(edit.lineEdit() if isinstance(edit, QComboBox) else edit, typed)  # type: ignore[arg-type]
    press(edit, Qt.Key.Key_Return)
    page.flush()
    box = page.editor.form.boxes[field]
    assert box.sentence.isVisible() is bool(said)
    assert said in texts(box.sentence)


# what is shown


def test_reason_is_asked_for_only_when_late(qtbot: QtBot, page: TasksPage, store: Store) -> None:
    boxes = page.editor.form.boxes
    open_task(page, "1.18")
    assert stored(store, "1.18").standing is Standing.OVERDUE
    assert boxes["delay_reason"].isVisible()
    assert "cần ghi trước khi gửi" in texts(boxes["delay_reason"])
    type_into(qtbot, page, "delay_reason", "Chờ hướng dẫn")
    page.flush()
    assert "cần ghi trước khi gửi" not in texts(boxes["delay_reason"])
    open_task(page, "2.16.1")
    assert not boxes["delay_reason"].isVisible()


def test_facts_show_what_the_row_cuts_off(page: TasksPage) -> None:
    open_task(page, "1.14")
    words = texts(page.editor.facts)
    row = page.model.task(uid("1.14"))
    assert row is not None
    assert row.task.title in words
    assert "Tháng 6/2026 (30/6)" in words
    assert "Ban Tổ chức Tỉnh ủy" in words
    assert "Đảng ủy các xã, phường, đặc khu" in words


def test_doubts_repeats_and_the_parent_stand_beside_the_task(page: TasksPage) -> None:
    open_task(page, "1.15")
    assert "Cần đối chiếu bản gốc: Cột phối hợp ghi" in texts(page.editor.facts)
    open_task(page, "2.16.3")
    words = texts(page.editor.facts)
    assert "Nghị quyết cũng nêu: " in words
    assert "2.16  Tiến độ giải ngân vốn đầu tư công" in words


def test_the_last_result_is_offered_and_comes_as_if_typed(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session
) -> None:
    set_progress(store, uid("1.14"), "2026-Q1", status="in_progress", result="Đã ban hành kế hoạch")
    open_task(page, "1.14")
    link = page.editor.form.boxes["result"].findChild(LinkButton)
    assert isinstance(link, LinkButton)
    assert link.text() == "Lấy lại kết quả quý I"
    type_into(qtbot, page, "result", "Mới")
    click(link)
    page.flush()
    assert stored(store, "1.14").progress.result == "Mới\nĐã ban hành kế hoạch"
    assert not link.isVisible()


def test_the_offer_stands_in_nobodys_way_and_comes_by_its_own_key(
    qtbot: QtBot, page: TasksPage, store: Store
) -> None:
    set_progress(store, uid("1.14"), "2026-Q1", status="in_progress", result="Đã ban hành kế hoạch")
    officer = open_task(page, "1.14", "officer")
    result = page.editor.form.fields["result"]
    assert page.editor.form.boxes["result"].link.isVisible()
    press(officer, Qt.Key.Key_Tab)
    qtbot.waitUntil(result.hasFocus)
    assert result.value() == ""  # type: ignore[attr-defined]
    press(result, Qt.Key.Key_F4)
    assert result.value() == "Đã ban hành kế hoạch"  # type: ignore[attr-defined]


def test_carried_values_say_so_until_confirmed(qtbot: QtBot, page: TasksPage, store: Store) -> None:
    set_progress(store, uid("1.14"), "2026-Q1", status="in_progress", percent=40)
    open_task(page, "1.14")
    notice = page.editor.carried
    assert notice.isVisible()
    assert "Chuyển từ kỳ trước, chưa xác nhận." in texts(notice)
    assert page.editor.form.fields["percent"].value() == 40  # type: ignore[attr-defined]
    click(notice._button)
    assert not notice.isVisible()
    assert not stored(store, "1.14").progress.carried


def test_each_milestone_has_its_own_date(qtbot: QtBot, page: TasksPage, store: Store) -> None:
    open_task(page, "3.4.20")
    block = page.editor.milestones
    assert block.isVisible()
    assert "Khởi công 31/3/2026" in texts(block)
    assert "Giai đoạn 1 31/12/2028" in texts(block)
    assert stored(store, "3.4.20").standing is Standing.OVERDUE
    field = block._fields["1"]
    field.setFocus()
    type_text(field, "28/3")
    press(field, Qt.Key.Key_Tab)
    row = stored(store, "3.4.20")
    assert row.milestones[0].actual_on == date(2026, 3, 28)
    assert row.standing is not Standing.OVERDUE
    assert block._fields["1"] is field  # the form was not built anew under the cursor
    open_task(page, "1.14")
    assert not block.isVisible()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Xem lại: ngày thực hiện mốc khởi công 12/6/2026 chưa đến."),
        (5, "Xem lại: ngày thực hiện mốc khởi công 12/6/2026 chưa đến."),
        (7, ""),
    ],
)
def test_a_day_that_has_not_come_is_told_at_its_milestone(
    page: TasksPage, clock: FixedClock, days: int, said: str
) -> None:
    clock.move(days=days)
    open_task(page, "3.4.20")
    assert notes_after_typing(page, "12/6/2026") == ([said] if said else [])


def test_a_milestone_of_after_the_close_says_how_the_period_counts_it(
    page: TasksPage, clock: FixedClock, store: Store
) -> None:
    clock.move(days=30)
    open_task(page, "3.4.20")
    assert notes_after_typing(page, "15/6/2026") == [
        "Sau ngày 14/6/2026: kỳ này tính là chưa đạt mốc."
    ]
    assert stored(store, "3.4.20").standing is Standing.OVERDUE
    assert page.editor.milestones._fields["1"].value() == date(2026, 6, 15)
    assert notes_after_typing(page, "14/6/2026") == []


def notes_after_typing(page: TasksPage, day: str) -> list[str]:
    block = page.editor.milestones
    field = block._fields["1"]
    field.setFocus()
    field.selectAll()
    type_text(field, day)
    press(field, Qt.Key.Key_Tab)
    return [one.text() for one in block.findChildren(IconText) if one.isVisible()]


@pytest.mark.parametrize("percent", [100, 130])
def test_the_foot_says_to_its_end_what_is_wrong(
    qtbot: QtBot, page: TasksPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    type_text(open_task(page, "1.14", "percent"), "150")
    page.flush()
    saved = page.editor.foot.saved
    assert saved.text() == "Có ô cần sửa"
    qtbot.waitUntil(lambda: saved.width() >= saved.sizeHint().width())
    assert page.editor.foot.keys.isVisible() == (percent == 100)


def test_the_sentences_of_short_fields_stand_below_all_of_them(page: TasksPage) -> None:
    type_text(open_task(page, "1.18", "percent"), "150")
    page.flush()
    form = page.editor.form
    sentence, area = form.boxes["percent"].sentence, page.editor.middle
    assert sentence.isVisible()
    assert sentence.width() > 2 * form.boxes["percent"].width()
    bottom = sentence.mapTo(area.viewport(), QPoint(0, sentence.height())).y()
    assert bottom <= area.viewport().height()


def test_a_locked_text_begins_where_its_label_does(page: TasksPage, store: Store) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", result="Đã họp")
    open_task(page, "1.14")
    periods.lock_period(store, PERIOD, "Trình ký")
    field: Any = page.editor.form.fields["result"]
    assert field.viewport().x() <= 1
    assert field.document().documentMargin() == 0


def test_a_day_that_is_none_says_so_below_its_milestone(page: TasksPage, store: Store) -> None:
    open_task(page, "3.4.20")
    block = page.editor.milestones
    field = block._fields["1"]
    field.setFocus()
    type_text(field, "31/2/2026")
    press(field, Qt.Key.Key_Tab)
    shown = [one for one in block.findChildren(IconText) if one.isVisible() and one.text()]
    assert [one.text() for one in shown] == [field.fault()]
    assert field.fault().startswith("Không có ngày 31/2/2026.")
    top = shown[0].mapTo(block, QPoint(0, 0)).y()
    assert top >= field.mapTo(block, QPoint(0, field.height())).y()
    field.setFocus()
    type_text(field, "8")
    assert not [one for one in block.findChildren(IconText) if one.isVisible() and one.text()]


def test_the_names_of_the_facts_are_whole_after_the_letters_grew(
    page: TasksPage, dress_page: Callable[[str, int], None]
) -> None:
    open_task(page, "1.18")
    dress_page("light", 130)
    open_task(page, "1.14")
    open_task(page, "1.18")
    names = page.editor.facts.findChildren(FactName)
    assert {"Thời hạn", "Chủ trì"} <= {name.text() for name in names}
    assert not [name.text() for name in names if name.isVisible() and name.is_cut()]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_after_a_milestone_the_cursor_goes_on_within_the_editor(
    page: TasksPage, key: Qt.Key
) -> None:
    open_task(page, "1.14")  # the dates of another task are built after the other fields
    open_task(page, "3.4.20")
    first, second = page.editor.milestones._fields.values()
    first.setFocus()
    type_text(first, "28/3")
    press(first, key)
    assert second.hasFocus()
    press(second, key)
    assert page.editor.focused_field() == "status"
    press(page.window().focusWidget(), Qt.Key.Key_Backtab)
    assert second.hasFocus()


def test_a_finding_leads_to_the_place_that_mends_it(page: TasksPage, store: Store) -> None:
    own = assignments.add_local_task(store, title="Việc riêng", deadline_text="sớm nhất có thể")
    editor = page.editor
    page.show_item(uid("3.4.20"), "milestones")
    assert editor.milestones.focused() == "1"
    page.show_item(uid("1.14"), "completed_on")  # not asked for while the task runs
    assert editor.form.fields["result"].hasFocus()
    page.show_item(uid("1.14"), "evidence")
    where = QApplication.focusWidget()
    assert where is not None
    assert editor.strip.isAncestorOf(where)
    page.show_item(uid("1.14"), "deadline")
    assert editor.head.extend.hasFocus()
    page.show_item(own.uid, "deadline")
    assert editor.head.edit.hasFocus()
