"""Nhiệm vụ and Chỉ tiêu at 130 % on the smallest screen: what is worked on is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hands import press, show_active, type_text
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog

from qnapp.models.indicator_columns import Column as IndicatorColumn
from qnapp.models.task_columns import Column
from qnapp.ui.indicators_page.facts import LABEL_WIDTH
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

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
