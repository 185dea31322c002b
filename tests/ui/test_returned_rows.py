"""Rows that were sent back: said first, open alone in their locked period, found in one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from returning import send_back

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_indicator_row, load_task_row
from qnapp.models.task_lines import LineKind
from qnapp.models.task_view import TaskFilter
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_card import MENDED
from qnapp.ui.overview.todo_rows import TodoRow
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
TASK, CLOSED_TASK = "NQ05-2026/1.14", "NQ05-2026/1.15"
INDICATOR, CLOSED_INDICATOR = "NQ05-2026/CT-1", "NQ05-2026/CT-2"
WHY = "Chưa rõ kết quả"
NOTICE = "Văn phòng Tỉnh ủy trả lại ngày 05/6: Chưa rõ kết quả. Bổ sung rồi gửi lại."


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Two tasks and two indicators were reported; one of each came back."""
    made = make_store(taken=[TASK, CLOSED_TASK])
    for uid in (TASK, CLOSED_TASK):
        set_progress(made, uid, PERIOD, status="in_progress", percent=40, result="Đã làm")
    for uid in (INDICATOR, CLOSED_INDICATOR):
        targets.set_own_target(made, uid, "≥90")
        set_measurement(made, uid, PERIOD, actual="91,3")
    send_back(made, PERIOD, {TASK: WHY, INDICATOR: WHY})
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(OverviewPage, TasksPage, IndicatorsPage, ReportPage)
    made.activateWindow()
    return made


def tasks(window: MainWindow) -> TasksPage:
    window.show_page("tasks")
    page = window.page("tasks")
    assert isinstance(page, TasksPage)
    return page


def indicators(window: MainWindow) -> IndicatorsPage:
    window.show_page("indicators")
    page = window.page("indicators")
    assert isinstance(page, IndicatorsPage)
    return page


def test_the_overview_names_them_first_and_leads_there(window: MainWindow) -> None:
    page = window.current_page
    assert isinstance(page, OverviewPage)
    assert page.next.sentence.text() == "Sửa nhiệm vụ 1.14 bị trả lại"
    assert page.todo.returned.text() == "Chỉ tiêu bị trả lại: 1"
    click(page.todo.returned)
    assert window.current_page.key == "indicators"
    window.show_page("overview")
    click(page.next.button)
    assert window.current_page.key == "tasks"
    assert tasks(window).editor.uid == TASK


def test_what_was_mended_is_asked_for_no_longer(window: MainWindow, store: Store) -> None:
    page = window.current_page
    assert isinstance(page, OverviewPage)
    assert page.todo.findChildren(TodoRow)[0].accessibleName().endswith(WHY)
    set_progress(store, TASK, PERIOD, percent=60)
    assert page.todo.findChildren(TodoRow)[0].accessibleName().endswith(MENDED)
    assert page.next.sentence.text() == "Sửa số liệu chỉ tiêu 1 bị trả lại"
    set_measurement(store, INDICATOR, PERIOD, actual="92")
    assert page.next.sentence.text() == "Trình ký lại báo cáo: các dòng bị trả lại đã sửa"
    click(page.next.button)
    assert window.current_page.key == "report"


def test_the_band_says_what_is_open(window: MainWindow) -> None:
    assert window.locked.notice.words.text().endswith(
        "Chỉ sửa được 2 dòng bị trả lại và lời báo cáo."
    )


def test_the_chip_stands_in_front_and_is_chosen_where_nothing_else_is_open(
    window: MainWindow,
) -> None:
    page = tasks(window)
    assert next(iter(page.chips._chips)) == TaskFilter.RETURNED
    assert page.chips.current() == TaskFilter.RETURNED
    assert [one.row() for one in page.table.selectionModel().selectedRows()] == [
        page.model.row_of(TASK)
    ]
    lines = [page.model.item(row) for row in range(page.model.rowCount())]
    shown = [line for line in lines if line.kind is LineKind.TASK]
    assert [line.uid for line in shown] == [TASK]
    assert (shown[0].first, shown[0].second) == ("Bị trả lại", "đang triển khai, trong hạn")
    assert f"bị trả lại: {WHY}" in shown[0].spoken
    board = indicators(window)
    assert [line.uid for line in board.model.shown() if line.row is not None] == [INDICATOR]


def test_only_a_returned_task_has_fields_and_says_why_above_its_title(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    page = tasks(window)
    editor = page.editor
    assert editor.mode.value == "open"
    assert editor.returned.isVisible()
    assert editor.returned.words.text() == NOTICE
    assert editor.returned.y() < editor.facts.y()
    editor.focus_field("result")
    type_text(editor.form.fields["result"], " Số liệu kèm theo.")
    editor.flush()
    assert load_task_row(store, TASK, PERIOD).progress.result == "Đã làm Số liệu kèm theo."
    fields = editor.form.fields["status"], editor.form.fields["percent"]
    area = editor.middle
    area.verticalScrollBar().setValue(0)
    bottom = max(one.mapTo(area.viewport(), QPoint(0, one.height())).y() for one in fields)
    assert bottom <= area.viewport().height()  # the long title folds below the reason
    assert editor.facts.fold.isVisible()
    page.show_item(CLOSED_TASK)
    assert editor.facts.fold.isHidden()
    assert editor.mode.value == "locked"
    assert not editor.returned.isVisible()


def test_only_a_returned_indicator_has_a_field(window: MainWindow, store: Store) -> None:
    page = indicators(window)
    page.show_item(INDICATOR)
    cell = QApplication.focusWidget()
    assert isinstance(cell, CellEdit)
    type_text(cell, "95")
    press(cell, Qt.Key.Key_Return)
    assert load_indicator_row(store, INDICATOR, PERIOD).measurement.actual == 95
    assert page.detail.returned.words.text() == NOTICE
    page.show_item(CLOSED_INDICATOR)
    assert not isinstance(QApplication.focusWidget(), CellEdit)
    number = page.detail.form.fields["actual"]
    assert isinstance(number, QLineEdit)
    assert number.isReadOnly()
    assert not page.detail.returned.isVisible()
