"""Nothing goes from under the pointer when a value is written; nothing runs on after closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, show_active, type_text
from indicator_hands import uid
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.pages import PAGES
from qnapp.ui.session import Session
from qnapp.ui.tasks import Tasks
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """A unit that follows no indicator yet."""
    return make_store()


def cell(page: IndicatorsPage, code: str) -> QPoint:
    index = page.model.index(page.model.place_of(uid(code)), Column.CURRENT)
    return page.table.visualRect(index).center()


def click_slowly(widget: QWidget, place: QPoint) -> None:
    """Press and let go as a hand does: all that the press brings about comes in between."""
    handle = widget.window().windowHandle()
    at = widget.mapTo(widget.window(), place)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QApplication.processEvents()
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def type_into(page: IndicatorsPage, code: str, text: str) -> None:
    click(page.table.viewport(), cell(page, code))
    type_text(editor(), text)


def editor() -> CellEdit:
    found = QApplication.focusWidget()
    assert isinstance(found, CellEdit)
    return found


def settle() -> None:
    """Let layouts that wait for one another have their turns."""
    for _ in range(5):
        QApplication.processEvents()


# above the table


def test_the_first_figure_moves_no_row(page: IndicatorsPage, window: MainWindow) -> None:
    assert page.model.query.filter is IndicatorFilter.ALL
    assert "chưa theo dõi" in page.hint.words.text()
    type_into(page, "1", "91,3")
    there = cell(page, "3")
    click_slowly(page.table.viewport(), there)
    QApplication.processEvents()
    assert editor().uid == uid("3")
    assert cell(page, "3") == there
    assert "đã bắt đầu theo dõi" in page.hint.words.text()  # in the room that it had
    window.show_page("resolution")
    window.show_page("indicators")
    assert page.hint.isHidden()


def test_the_notice_says_again_what_is_true_once_the_figure_is_taken_back(
    page: IndicatorsPage, session: Session
) -> None:
    type_into(page, "1", "91,3")
    press(editor(), Qt.Key.Key_Return)
    height = page.hint.height()
    session.undo_stack.undo()
    QApplication.processEvents()
    assert "chưa theo dõi" in page.hint.words.text()
    assert page.hint.height() == height


def test_a_refused_figure_makes_its_row_taller_only_once_the_button_is_up(
    page: IndicatorsPage, qtbot: QtBot
) -> None:
    type_into(page, "4", "1.5")
    row = page.model.place_of(uid("4"))
    there = QPoint(cell(page, "5").x(), page.table.rowViewportPosition(row + 1) + 8)
    before = page.table.rowHeight(row)
    click_slowly(page.table.viewport(), there)
    assert editor().uid == uid("5")
    qtbot.waitUntil(lambda: page.table.rowHeight(row) > before)


# in the detail


def test_the_first_figure_moves_no_field_of_the_detail(page: IndicatorsPage) -> None:
    page.table.go_to(uid("4"))
    detail, fields = page.detail, page.detail.form.fields
    fields["actual"].setFocus()
    detail.area.verticalScrollBar().setValue(0)
    settle()
    there = fields["note"].mapTo(detail.area.widget(), QPoint(0, 0))
    type_text(fields["actual"], "12,9")
    press(fields["actual"], Qt.Key.Key_Tab)
    settle()
    assert fields["estimate"].hasFocus()
    assert detail.row is not None
    assert detail.row.followed
    assert fields["note"].mapTo(detail.area.widget(), QPoint(0, 0)) == there
    assert detail.unfollowed.words.text() == "Đơn vị đã theo dõi chỉ tiêu này."
    assert detail.follow.isHidden()
    for code in ("5", "4"):
        page.table.go_to(uid(code))
    assert detail.unfollowed.isHidden()
    assert detail.chart.isVisible()


def test_while_one_types_in_the_table_the_chart_comes_at_once(page: IndicatorsPage) -> None:
    type_into(page, "4", "12,9")
    press(editor(), Qt.Key.Key_Up)
    page.table.go_to(uid("4"))
    assert page.detail.chart.isVisible()
    assert page.detail.unfollowed.isHidden()


# after closing


def test_what_is_measured_late_asks_no_closed_store(
    store: Store,
    clock: FixedClock,
    door: RecordingDoor,
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
) -> None:
    session = Session(store, door, Tasks(), today=clock.today)
    window = MainWindow(session, [kind for kind in PAGES if kind.key == "indicators"])
    qtbot.addWidget(window)
    show_active(window)
    page = window.page("indicators")
    assert isinstance(page, IndicatorsPage)
    type_into(page, "1", "mười hai")
    press(editor(), Qt.Key.Key_Return)
    type_text(editor(), "92")
    page.table.setColumnWidth(Column.TARGET, 90)  # rows are measured once all is placed
    door.answers = [1]  # what could not be taken is given up
    window.close()
    session.forget_cache()  # the last backup of the day notes itself in the store
    session.close()
    dress_page("light", 130)  # as the window does that takes its place
    QApplication.processEvents()
    page.table.grab()
    session.deleteLater()
