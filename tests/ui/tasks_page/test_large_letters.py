"""Nhiệm vụ and Chỉ tiêu at 130 % on the smallest screen: what is worked on is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hands import press, show_active, type_text
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog
from task_hands import texts, uid

from qnapp.db import assignments, milestones
from qnapp.db.periods import lock_period
from qnapp.models.indicator_columns import Column as IndicatorColumn
from qnapp.models.task_columns import Column
from qnapp.ui.indicators_page.facts import LABEL_WIDTH
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.modes import Mode
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow


@pytest.fixture
def window(
    make_window: Callable[..., MainWindow], dress_page: Callable[[str, int], None], qtbot: QtBot
) -> MainWindow:
    dress_page("light", 130)
    made = make_window(TasksPage, IndicatorsPage)
    made.activateWindow()
    qtbot.waitActive(made)
    return made


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


def test_titles_of_tasks_have_a_third_of_their_table(window: MainWindow) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    settle()
    assert not page.split.covers
    assert page.table.columnWidth(Column.TITLE) >= page.table.viewport().width() * 3 // 10
    words = text_width("quá hạn 156 ngày", "body_small_strong")
    assert page.table.columnWidth(Column.DEADLINE) >= words
    assert page.table.columnWidth(Column.STATUS) >= text_width("Đang triển khai") + 23


def test_beside_the_detail_the_column_that_is_typed_in_stays_in_sight(window: MainWindow) -> None:
    window.show_page("indicators")
    page: Any = window.current_page
    page.show_item("filter:all")
    settle()
    assert page.detail.isVisible()
    assert not page.split.covers
    right = page.table.columnViewportPosition(IndicatorColumn.CURRENT)
    right += page.table.columnWidth(IndicatorColumn.CURRENT)
    assert right <= page.table.viewport().width()
    assert page.table.geometry().right() < page.detail.geometry().left()


def test_buttons_of_a_line_are_of_one_height(window: MainWindow) -> None:
    window.show_page("indicators")
    page: Any = window.current_page
    settle()
    beside = (page.paste_button, page.columns_button, page.add_button, page.export_button)
    assert len({button.height() for button in beside if button.isVisible()}) == 1


def test_labels_of_short_fields_are_not_read_as_one(window: MainWindow) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item("NQ05-2026/1.14")
    form = page.editor.form
    press(form.fields["status"], Qt.Key.Key_3)
    press(form.fields["status"], Qt.Key.Key_Return)
    settle()
    day, person = form.boxes["completed_on"], form.boxes["officer"]
    assert day.isVisible()
    assert person.x() - (day.x() + round(text_width("Ngày hoàn thành", "body_small_strong"))) >= 13


def test_labels_beside_facts_grow_with_the_letters(
    window: MainWindow, dress_page: Callable[[str, int], None]
) -> None:
    window.show_page("indicators")
    page: Any = window.current_page
    for percent in (130, 100, 130):
        dress_page("light", percent)
        assert page.detail.facts._lines.columnMinimumWidth(0) == theme().px(LABEL_WIDTH)


def in_sight(page: Any, widget: QWidget) -> bool:
    area = page.editor.middle
    place = QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())
    return bool(area.viewport().rect().contains(place))


@pytest.mark.parametrize("code", ["1.14", "1.18", "1.22", "2.16.1", "3.4.20"])
def test_status_share_and_two_lines_of_the_result_are_in_sight_at_once(
    window: MainWindow, store: Store, code: str
) -> None:
    assignments.take_on(store, [uid("1.22")])
    paper = "Công văn số 41-CV/ĐU, ngày 05/5/2026"
    milestones.add_extension(store, uid("1.18"), due="30/6/2026", document=paper, granted=False)
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item(uid(code))
    settle()
    form = page.editor.form
    assert page.editor.middle.verticalScrollBar().value() == 0
    assert in_sight(page, form.fields["status"])
    assert in_sight(page, form.fields["percent"])
    result = form.fields["result"].mapTo(page.editor.middle.viewport(), QPoint(0, 0)).y()
    two_lines = 2 * theme().line("body")
    assert result + two_lines <= page.editor.middle.viewport().height()


def test_a_task_of_a_locked_period_is_folded_too(window: MainWindow, store: Store) -> None:
    assignments.take_on(store, [uid("1.22")])
    window.show_page("tasks")
    page: Any = window.current_page
    lock_period(store, page.session.period_code, "Đã gửi")
    page.show_item(uid("1.22"))
    settle()
    assert page.editor.mode is Mode.LOCKED
    assert page.editor.facts.fold.isVisible()
    assert in_sight(page, page.editor.form.boxes["status"])
    assert in_sight(page, page.editor.form.boxes["result"])


def test_a_doubt_of_the_source_is_a_sign_where_its_sentence_has_no_room(
    window: MainWindow, store: Store
) -> None:
    assignments.take_on(store, [uid("1.22")])
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item(uid("1.22"))
    settle()
    facts = page.editor.facts
    assert facts.doubt.isVisible()
    assert "nhiệm kỳ" not in notices(facts)
    press(facts.doubt, Qt.Key.Key_Space)
    settle()
    assert "nhiệm kỳ" in notices(facts)
    assert not facts.doubt.isVisible()
    page.show_item(uid("1.18"))
    settle()
    assert not facts.doubt.isVisible()


def test_dates_of_milestones_are_folded_until_they_are_wanted(
    window: MainWindow, store: Store
) -> None:
    milestones.set_milestone(store, uid("3.4.20"), 1, "28/3/2026")
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item(uid("3.4.20"))
    settle()
    dates = page.editor.milestones
    first = next(iter(dates._fields.values()))
    assert not first.isVisible()
    assert "đã ghi 1/2" in texts(dates)
    press(dates.fold, Qt.Key.Key_Space)
    assert first.isVisible()
    assert dates.fold.accessibleName() == "Thu gọn ngày thực hiện từng mốc"
    press(dates.fold, Qt.Key.Key_Space)
    page.show_item(uid("3.4.20"), "milestones:1")  # as a finding of Kiểm tra leads here
    assert first.isVisible()
    type_text(first, "31/2/2026")
    press(first, Qt.Key.Key_Return)
    page.show_item(uid("1.18"))
    page.show_item(uid("3.4.20"))
    settle()
    kept = next(iter(dates._fields.values()))
    assert kept.text() == "31/2/2026"
    assert kept.isVisible()  # what has to be mended is never folded away


def notices(facts: QWidget) -> str:
    return "".join(
        notice.words.text() for notice in facts.findChildren(Notice) if notice.isVisible()
    )


@pytest.mark.parametrize("task", ["NQ05-2026/1.14", "NQ05-2026/1.18"])
def test_how_a_task_stands_is_in_sight_below_its_words(window: MainWindow, task: str) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item(task)
    settle()
    facts, status = page.editor.facts, page.editor.form.boxes["status"]
    assert page.editor.middle.verticalScrollBar().value() == 0
    assert in_sight(page, status)
    assert facts.fold.accessibleName() == "Xem hết nội dung nhiệm vụ"
    folded = facts.height()
    press(facts.fold, Qt.Key.Key_Space)
    settle()
    assert facts.height() > folded
    assert not facts._title.is_cut()
    assert facts.fold.accessibleName() == "Thu gọn nội dung nhiệm vụ"
    press(facts.fold, Qt.Key.Key_Space)
    settle()
    assert facts.height() == folded


def test_words_of_a_task_are_folded_only_where_they_leave_no_room(
    window: MainWindow, dress_page: Callable[[str, int], None]
) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item("NQ05-2026/1.14")
    press(page.editor.facts.fold, Qt.Key.Key_Space)
    page.show_item("NQ05-2026/1.18")
    page.show_item("NQ05-2026/1.14")
    settle()
    assert page.editor.facts._title.is_cut()  # opened for that one look only
    dress_page("light", 100)
    settle()
    assert not page.editor.facts._title.is_cut()
    assert page.editor.facts.fold.isHidden()


def test_two_wrong_fields_of_a_line_are_read_with_both_sentences(window: MainWindow) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    page.show_item("NQ05-2026/1.18", "percent")
    form = page.editor.form
    type_text(form.fields["percent"], "150")
    press(form.fields["percent"], Qt.Key.Key_Tab)
    type_text(form.fields["expected_on"], "31/2/2026")
    press(form.fields["expected_on"], Qt.Key.Key_Return)
    settle()
    for name in ("percent", "expected_on"):
        assert form.fields[name].height() >= theme().px(30)
        assert in_sight(page, form.fields[name])
        assert in_sight(page, form.boxes[name].sentence)


def test_a_field_is_brought_into_view_although_a_dialog_has_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("tasks")
    page: Any = window.current_page
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    show_active(dialog)
    window.go("tasks", "NQ05-2026/1.18", "next_step")
    settle()
    assert not page.editor.form.fields["next_step"].hasFocus()
    assert in_sight(page, page.editor.form.fields["next_step"])
