"""An office that takes reports in: its pages come and go with one setting, its own fold away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl
from plain_pages import IndicatorsLike, PlainPage, ReportLike, TasksLike
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.db.settings import get_settings, set_settings, view_state
from qnapp.ui.kit.theme import theme
from qnapp.ui.navigation import NavFold, Navigation
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.page import PageKind
from qnapp.ui.pages import PAGES
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session


class ConsolidationLike(PlainPage):
    key = "consolidation"


UPPER = PageKind(
    "consolidation", "Tổng hợp", "consolidation", ConsolidationLike, lambda _session: "", upper=True
)


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> MainWindow:
    classes = (OverviewPage, TasksLike, IndicatorsLike, ReportLike, SettingsPage)
    by_key = {kind.key: kind for kind in PAGES}
    unit = [replace(by_key[page.key], make=page) for page in classes]
    window = MainWindow(session, [*unit, UPPER])
    qtbot.addWidget(window)
    window.resize(1366, 688)
    with qtbot.waitExposed(window):
        window.show()
    return window


def fold_of(window: MainWindow) -> NavFold:
    (fold,) = window.navigation.findChildren(NavFold)
    assert isinstance(fold, NavFold)
    return fold


UNIT_KEYS = ["overview", "tasks", "indicators", "report", "settings"]


def test_a_unit_is_not_offered_the_pages_of_an_upper_office(window: MainWindow) -> None:
    assert window.navigation.page_keys() == UNIT_KEYS
    assert not window.navigation.findChildren(NavFold)


def test_the_setting_brings_the_pages_at_once_and_takes_them_away(
    window: MainWindow, store: Store
) -> None:
    set_settings(store, upper_office=True)
    assert window.navigation.page_keys() == ["overview", "consolidation", *UNIT_KEYS[1:]]
    press_ctrl(window, Qt.Key.Key_2)
    assert window.current_page.key == "consolidation"
    set_settings(store, upper_office=False)
    assert window.navigation.page_keys() == UNIT_KEYS
    assert window.current_page.key == "overview"
    assert window.navigation.item("overview").isChecked()


def test_an_office_that_begins_to_collect_works_on_what_has_closed(
    window: MainWindow, store: Store, session: Session
) -> None:
    assert session.period_code == "2026-Q2"
    set_settings(store, upper_office=True)
    assert session.period_code == "2026-Q1"
    assert window.windowTitle().endswith("Quý I năm 2026")
    session.set_period("2026-Q3")
    set_settings(store, upper_office=False)
    assert session.period_code == "2026-Q3"  # chosen by hand


def test_pages_of_the_own_report_lie_folded_until_they_are_wanted(
    window: MainWindow, store: Store, session: Session
) -> None:
    set_settings(store, upper_office=True)
    assert not window.navigation.item("tasks").isVisible()
    click(fold_of(window))
    assert window.navigation.item("tasks").isVisible()
    assert view_state(store, "navigation.own") is True
    click(fold_of(window))
    assert not window.navigation.item("tasks").isVisible()
    session.go("tasks", "")
    assert window.navigation.item("tasks").isVisible()
    assert window.navigation.item("tasks").isChecked()


def test_an_open_fold_is_open_again_the_next_time(window: MainWindow, store: Store) -> None:
    set_settings(store, upper_office=True)
    click(fold_of(window))
    set_settings(store, upper_office=False)
    set_settings(store, upper_office=True)
    assert fold_of(window).isChecked()
    assert window.navigation.item("report").isVisible()


def test_a_narrow_fold_is_a_sign_with_a_tooltip(window: MainWindow, store: Store) -> None:
    set_settings(store, upper_office=True)
    window.resize(1200, 640)
    assert window.navigation.item("overview").width() <= window.navigation.width() - 16
    assert fold_of(window).toolTip() == "Báo cáo của cơ quan"
    assert fold_of(window).width() <= window.navigation.width()
    press(fold_of(window), Qt.Key.Key_Space)
    assert window.navigation.item("tasks").isVisible()
    assert fold_of(window).accessibleName() == "Báo cáo của cơ quan, đang mở"


def test_large_letters_cut_no_name_of_a_page(
    window: MainWindow, store: Store, dress_page: Callable[[str, int], None]
) -> None:
    set_settings(store, upper_office=True)
    narrow = window.navigation.width()
    dress_page("light", 130)
    QApplication.processEvents()
    assert window.navigation.width() > narrow
    assert fold_of(window).width_wanted() <= fold_of(window).width()
    for key in window.navigation.page_keys():
        item = window.navigation.item(key)
        assert item.width_wanted() <= window.navigation.width() - 16
    dress_page("light", 100)
    QApplication.processEvents()
    assert window.navigation.width() == narrow


def test_pages_draw_together_before_the_list_has_to_be_scrolled(
    session: Session, qtbot: QtBot, dress_page: Callable[[str, int], None]
) -> None:
    dress_page("light", 130)
    column = Navigation(session, PAGES)
    qtbot.addWidget(column)
    column.resize(column.width(), 600)
    with qtbot.waitExposed(column):
        column.show()
    items = [column.item(key) for key in column.page_keys()[:-1]]
    assert all(28 <= item.height() < theme().px(34) for item in items)
    assert all(item.visibleRegion().boundingRect().height() == item.height() for item in items)


@pytest.mark.parametrize("percent", [100, 130])
def test_whatever_is_open_the_window_stays_as_low_as_a_screen(
    window: MainWindow, store: Store, percent: int, dress_page: Callable[[str, int], None]
) -> None:
    dress_page("light", percent)
    set_settings(store, upper_office=True)
    click(fold_of(window))
    QApplication.processEvents()
    assert window.minimumSizeHint().height() <= 640


def test_the_setting_is_switched_in_settings_and_can_be_undone(
    window: MainWindow, store: Store
) -> None:
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    assert page.upper.receives.value() == "no"
    page.area.ensureWidgetVisible(page.upper)
    page.upper.receives.setFocus()
    press(page.upper.receives, Qt.Key.Key_2)
    assert get_settings(store).upper_office
    assert "consolidation" in window.navigation.page_keys()
    assert window.current_page is page
    press_ctrl(window, Qt.Key.Key_Z)
    assert not get_settings(store).upper_office
    assert page.upper.receives.value() == "no"
