"""The list of indicators: what is asked, locked, cut off by nothing, and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, type_text
from indicator_hands import PERIOD, editor, open_cell, rect_middle, shown, uid
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.db.periods import lock_period
from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.ui.indicators_page.delegate import (
    ICON,
    MOST,
    MOST_OF_FAULT,
    MOST_OF_TITLE,
    PAD,
    SHAPE,
    CellEdit,
)
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.numbers import NumberEdit
from qnapp.ui.kit.paint import break_lines
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


# the list


def test_chips_ask_and_tell_how_many(page: IndicatorsPage) -> None:
    assert shown(page) == ["1", "2", "3", "12", "15a", "15b", "20"]
    page.show_item("filter:unmet")
    assert shown(page) == ["15a"]
    page.show_item("filter:all")
    assert len(shown(page)) == 37


def test_a_row_stays_while_its_answer_changes(page: IndicatorsPage) -> None:
    page.show_item("filter:no_value")
    assert "2" in shown(page)
    field = open_cell(page, "2")
    type_text(field, "95")
    press(field, Qt.Key.Key_Return)
    assert "2" in shown(page)
    page.show_item("filter:no_value")
    assert "2" not in shown(page)


def test_nothing_left_is_said_as_good_news(page: IndicatorsPage) -> None:
    page.show_item("filter:unmet")
    field = open_cell(page, "15a")
    type_text(field, "88")
    press(field, Qt.Key.Key_Escape)
    page.show_item("filter:unmet")
    assert page.empty.isVisible()
    assert page.detail.empty._label.text() == ""  # there is none to choose
    page.empty.clicked.emit()
    assert page.model.query.filter is IndicatorFilter.FOLLOWED
    assert page.table.isVisible()


def test_search_of_the_top_bar_narrows_the_list(page: IndicatorsPage) -> None:
    page.find("ket nap")
    assert shown(page) == ["3"]
    assert page.subtitle() == "1 chỉ tiêu khớp “ket nap”"
    page.find("")
    assert len(shown(page)) == 7


def test_left_and_right_fold_and_unfold(page: IndicatorsPage) -> None:
    page.table.go_to(uid("2"))
    press(page.table, Qt.Key.Key_Left)
    assert page.table.current_line() is not None
    press(page.table, Qt.Key.Key_Left)
    assert "2" not in shown(page)
    press(page.table, Qt.Key.Key_Right)
    assert "2" in shown(page)


def test_arrows_step_over_the_heading_of_a_group(page: IndicatorsPage) -> None:
    before, after = _around_a_group(page)
    page.table.go_to(before)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Down)
    assert page.current_row() is not None
    assert page.detail.row is not None
    assert page.detail.row.uid == after
    type_text(page.table, "7")  # a digit begins the field of the row that is shown
    assert editor().text() == "7"
    press(editor(), Qt.Key.Key_Escape)
    press(page.table, Qt.Key.Key_Up)
    assert page.detail.row.uid == before
    press(page.table, Qt.Key.Key_Home)
    assert page.detail.row.uid == uid("1")


def test_on_the_heading_of_a_group_no_indicator_is_worked_on(page: IndicatorsPage) -> None:
    page.table.go_to(uid("2"))
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Left)
    assert page.detail.empty.isVisible()
    press_ctrl(page.table, Qt.Key.Key_H)
    assert QApplication.activeModalWidget() is None
    press(page.table, Qt.Key.Key_Down)
    assert page.detail.row is not None
    assert page.detail.row.uid == uid("1")


def _around_a_group(page: IndicatorsPage) -> tuple[str, str]:
    """The last indicator above the second heading, and the first one below it."""
    uids = [page.model.uid_at(place) for place in range(page.model.rowCount())]
    heading = [place for place, one in enumerate(uids) if one.startswith("group:")][1]
    return uids[heading - 1], uids[heading + 1]


def test_a_click_on_a_group_folds_it(page: IndicatorsPage) -> None:
    place = page.table.visualRect(page.model.index(0, Column.TITLE)).center()
    click(page.table.viewport(), place)
    assert "1" not in shown(page)


def test_where_nothing_is_followed_the_whole_plan_is_shown_and_explained(
    make_store: Callable[[], Store], make_session: Callable[[Store], Session], qtbot: QtBot
) -> None:
    session = make_session(make_store())
    page = IndicatorsPage(session)
    qtbot.addWidget(page)
    page.resize(1170, 608)
    page.show()
    page.ensure_fresh()
    assert page.model.query.filter is IndicatorFilter.ALL
    assert page.hint.isVisible()
    assert page.subtitle() == "37 chỉ tiêu của Nghị quyết"


# locked


@pytest.fixture
def locked(page: IndicatorsPage, store: Store) -> IndicatorsPage:
    lock_period(store, PERIOD, "Đã gửi")
    return page


def test_a_locked_period_shows_text_instead_of_fields(locked: IndicatorsPage) -> None:
    locked.show_item(uid("2"))
    assert not isinstance(QApplication.focusWidget(), CellEdit)
    press(locked.table, Qt.Key.Key_4)
    assert not isinstance(QApplication.focusWidget(), CellEdit)
    assert not locked.table.is_writable(uid("2"))
    number = locked.detail.form.fields["actual"]
    assert isinstance(number, NumberEdit)
    assert number.isReadOnly()
    assert locked.detail.strip.add.isHidden()


# what was never cut off


@pytest.mark.parametrize("percent", [100, 130])
def test_every_target_of_the_plan_is_shown_in_full(
    page: IndicatorsPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    page.show_item("filter:all")
    room = page.table.columnWidth(Column.TARGET) - 2 * PAD
    for line in page.model.lines():
        lines, cut = break_lines(line.target, "body_strong", room, MOST)
        assert not cut, line.target
        assert lines


@pytest.mark.parametrize("percent", [100, 130])
def test_a_refused_value_says_to_its_end_what_to_do(
    page: IndicatorsPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    field = open_cell(page, "2")
    before = page.table.rowHeight(page.model.place_of(uid("2")))
    type_text(field, "1.5")
    press(field, Qt.Key.Key_Return)
    fault = page.model.draft(uid("2"))
    assert fault is not None
    assert fault.fault.endswith("dùng dấu phẩy: 1,5.")
    room = page.table.columnWidth(Column.VERDICT) - 2 * PAD - SHAPE - 8
    lines, cut = break_lines(fault.fault, "small", room, MOST_OF_FAULT)
    assert not cut
    row = page.model.place_of(uid("2"))
    assert page.table.rowHeight(row) >= len(lines) * theme().line("small")
    mended = open_cell(page, "2")
    mended.selectAll()
    type_text(mended, "1,5")
    press(mended, Qt.Key.Key_Return)
    assert page.table.rowHeight(row) == before


def test_the_window_needs_no_sideways_scroll(page: IndicatorsPage, window: MainWindow) -> None:
    page.show_item(uid("3"))
    assert window.width() == 1366
    assert page.table.horizontalHeader().length() <= page.table.viewport().width()
    area = page.detail.area
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


# columns


def test_columns_are_chosen_and_remembered(
    page: IndicatorsPage,
    window: MainWindow,
    make_window: Callable[..., MainWindow],
) -> None:
    assert page.table.isColumnHidden(Column.UNIT)
    menu = page.columns.make_menu()
    unit = next(action for action in menu.actions() if action.text() == "Đơn vị tính")
    assert not unit.isChecked()
    unit.trigger()
    page.table.horizontalHeader().resizeSection(Column.VERDICT, 170)
    page.flush()
    window.close()
    again = make_window(IndicatorsPage).page("indicators")
    assert isinstance(again, IndicatorsPage)
    assert not again.table.isColumnHidden(Column.UNIT)
    assert again.table.columnWidth(Column.VERDICT) == 170
    again.columns.reset()
    assert again.table.isColumnHidden(Column.UNIT)
    assert again.table.columnWidth(Column.VERDICT) == 148


def test_a_wide_screen_shows_unit_kind_and_files(page: IndicatorsPage, window: MainWindow) -> None:
    window.resize(1920, 1000)
    shown = [
        c for c in (Column.UNIT, Column.KIND, Column.FILES) if not page.table.isColumnHidden(c)
    ]
    assert shown == [Column.UNIT, Column.KIND, Column.FILES]
    assert page.detail.width() == 420


def test_a_narrow_window_opens_the_detail_over_the_table(
    page: IndicatorsPage, window: MainWindow
) -> None:
    window.resize(1040, 640)
    page.table.go_to(uid("2"))
    page.table.setFocus()
    assert not page.detail.isVisible()
    click(page.table.viewport(), rect_middle(page, "2", Column.TITLE))
    assert page.detail.isVisible()
    assert page.detail.cross.isVisible()
    page.detail.focus()
    press(QApplication.focusWidget() or page, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    assert page.table.hasFocus()


def test_the_filter_comes_back_the_next_time(
    page: IndicatorsPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page.chips.choose(IndicatorFilter.NO_VALUE)
    window.flush()
    again = IndicatorsPage(session)
    qtbot.addWidget(again)
    again.ensure_fresh()
    assert again.chips.current() == IndicatorFilter.NO_VALUE
    assert shown(again) == shown(page)


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_titles_have_the_lines_they_need(
    qtbot: QtBot,
    page: IndicatorsPage,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("light", percent)
    page.show_item("filter:all")

    def in_full() -> bool:
        width = page.table.columnWidth(Column.TITLE) - 2 * PAD
        for place in range(page.model.rowCount()):
            line = page.model.line(page.model.index(place, 0))
            if line is None or line.row is None:
                continue
            room = width - (ICON + 8 if line.doubtful else 0)
            lines = break_lines(line.title, "body", room, MOST_OF_TITLE)[0]
            if page.table.rowHeight(place) < len(lines) * theme().line("body"):
                return False
        return True

    qtbot.waitUntil(in_full)
