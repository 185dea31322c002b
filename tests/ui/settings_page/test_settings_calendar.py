"""The calendar of Thiết lập: dates of the periods, and unscheduled ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt
from settings_hands import retype

from qnapp.db import periods
from qnapp.db.settings import set_settings
from qnapp.ui.refused_kept import kept
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def test_a_cut_off_is_moved(page: SettingsPage, store: Store, session: Session) -> None:
    cutoff, _ = page.calendar.dates_of("2026-Q2")
    retype(cutoff, "10/6")
    period = periods.stored_period(store, "2026-Q2").period
    assert (period.cutoff, period.as_of) == (date(2026, 6, 10), date(2026, 6, 10))
    assert session.period.cutoff == date(2026, 6, 10)


def test_a_day_that_there_is_not_is_said_below_the_table(page: SettingsPage) -> None:
    cutoff, _ = page.calendar.dates_of("2026-Q2")
    assert not page.calendar.fault.isVisible()
    retype(cutoff, "31/6/2026")
    assert page.calendar.fault.isVisible()
    said = page.calendar.fault.text()
    assert said.startswith("6 tháng năm 2026, chốt số liệu: Không có ngày 31/6/2026.")
    retype(cutoff, "12/6/2026")
    assert not page.calendar.fault.isVisible()


def test_undo_reaches_a_date_that_still_has_the_keyboard(
    page: SettingsPage, store: Store, session: Session
) -> None:
    cutoff, _ = page.calendar.dates_of("2026-Q2")
    retype(cutoff, "10/6")
    assert cutoff.hasFocus()
    session.undo_stack.undo()
    assert periods.stored_period(store, "2026-Q2").period.cutoff == date(2026, 6, 14)
    assert cutoff.text() == "14/6/2026"


def test_a_date_that_is_being_typed_stays(page: SettingsPage, store: Store) -> None:
    cutoff, _ = page.calendar.dates_of("2026-Q2")
    cutoff.setFocus()
    cutoff.selectAll()
    type_text(cutoff, "10/6")
    set_settings(store, signer="Lê Văn Thử")  # something else changes meanwhile
    page.reload()
    assert cutoff.text() == "10/6"


def test_dates_out_of_order_are_refused_and_come_back(
    page: SettingsPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    cutoff, due = page.calendar.dates_of("2026-Q2")
    with qtbot.waitSignal(session.failed) as failed:
        retype(cutoff, "25/6/2026")
    assert "theo thứ tự" in str(failed.args[0])
    assert cutoff.text() == "14/6/2026"
    assert due.text() == "20/6/2026"


def test_a_locked_period_shows_its_dates_as_text(page: SettingsPage, store: Store) -> None:
    periods.lock_period(store, "2026-Q1", "Đã gửi")
    cutoff, due = page.calendar.dates_of("2026-Q1")
    assert cutoff.isReadOnly()
    assert due.isReadOnly()
    assert not page.calendar.dates_of("2026-Q2")[0].isReadOnly()


def test_an_unscheduled_period_joins_the_calendar(
    page: SettingsPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    click(page.calendar.add)
    form = page.calendar.form
    type_text(form.name, "Báo cáo nhanh về giải ngân")
    retype(form.cutoff, "20/6/2026")
    retype(form.due, "25/6/2026")
    with qtbot.waitSignal(session.said):
        click(form.confirm)
    assert "2026-X01" in [one.period.code for one in periods.periods(store)]
    assert page.calendar.dates_of("2026-X01")[1].text() == "25/6/2026"
    assert not form.isVisible()


def test_an_incomplete_period_is_refused_beside_its_fields(
    page: SettingsPage, store: Store
) -> None:
    before = periods.periods(store)
    click(page.calendar.add)
    form = page.calendar.form
    type_text(form.name, "Báo cáo nhanh")
    click(form.confirm)
    assert form._refusal.text().startswith("Nhập đủ ba ngày")
    retype(form.cutoff, "20/6/2026")
    retype(form.due, "01/6/2026")
    click(form.confirm)
    assert form._refusal.isVisible()
    assert form.name.value() == "Báo cáo nhanh"
    assert periods.periods(store) == before
    click(form.cancel)
    assert not form.isVisible()


def test_no_period_begins_on_a_day_that_cannot_be_read(page: SettingsPage, store: Store) -> None:
    before = periods.periods(store)
    click(page.calendar.add)
    form = page.calendar.form
    type_text(form.name, "Báo cáo nhanh")
    retype(form.begin, "31/6/2026")  # its value is still the day that was proposed
    retype(form.cutoff, "20/7/2026")
    retype(form.due, "25/7/2026")
    click(form.confirm)
    assert periods.periods(store) == before
    assert form.begin.hasFocus()
    retype(form.begin, "01/7/2026")
    click(form.confirm)
    assert len(periods.periods(store)) == len(before) + 1


# what cannot be read


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(TasksPage, SettingsPage)
    made.activateWindow()
    made.show_page("settings")
    return made


def settings_of(window: MainWindow) -> SettingsPage:
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def test_a_date_that_cannot_be_read_is_asked_about_before_the_window_closes(
    window: MainWindow, store: Store, door: RecordingDoor
) -> None:
    cutoff, _ = settings_of(window).calendar.dates_of("2026-Q2")
    retype(cutoff, "31/6/2026")
    window.show_page("tasks")
    window.show_page("settings")
    assert cutoff.text() == "31/6/2026"  # no page in between has put the stored one there
    window.show_page("tasks")
    door.answers.append(0)  # stay
    window.close()
    assert window.isVisible()
    assert "Thiết lập, kỳ 6 tháng năm 2026: ô Chốt số liệu" in door.sentences()[-1]
    assert "“31/6/2026”" in door.sentences()[-1]
    assert window.current_page.key == "settings"
    assert cutoff.hasFocus()
    retype(cutoff, "12/6/2026")
    assert window.session.refused.all() == []
    assert periods.stored_period(store, "2026-Q2").period.cutoff == date(2026, 6, 12)


def test_a_date_that_is_still_being_typed_is_asked_about_too(
    window: MainWindow, door: RecordingDoor
) -> None:
    cutoff, _ = settings_of(window).calendar.dates_of("2026-Q2")
    cutoff.setFocus()
    cutoff.selectAll()
    type_text(cutoff, "31/6")
    door.answers.append(0)
    window.close()
    assert window.isVisible()
    type_text(cutoff, "x")  # what is typed in again stays under the fingers
    assert cutoff.text() == "31/6x"
    door.answers.append(1)
    window.close()
    assert not window.isVisible()


def test_no_report_waits_for_a_date_of_the_settings(window: MainWindow) -> None:
    cutoff, _ = settings_of(window).calendar.dates_of("2026-Q2")
    retype(cutoff, "31/6/2026")
    assert window.session.open_texts() == []
    assert [one.code for one in window.session.findings() if one.code == "GO01"] == []


def test_a_refused_date_outlives_the_program_and_an_emptied_one_comes_back(
    window: MainWindow, store: Store
) -> None:
    cutoff, due = settings_of(window).calendar.dates_of("2026-Q2")
    retype(cutoff, "31/6/2026")
    found = [one.text for texts in kept(store).values() for one in texts]
    assert found == ["31/6/2026"]
    due.setFocus()
    due.selectAll()
    press(due, Qt.Key.Key_Delete)
    press(due, Qt.Key.Key_Return)
    assert due.text() == "20/6/2026"  # a period has its day


def test_an_address_that_is_none_is_kept_and_asked_about(
    window: MainWindow, door: RecordingDoor
) -> None:
    address = settings_of(window).mail.address
    retype(address, "van phong")
    window.show_page("tasks")
    window.show_page("settings")
    assert address.text() == "van phong"
    door.answers.append(1)
    window.close()
    assert "Thiết lập: ô Địa chỉ nhận báo cáo" in door.sentences()[-1]
    assert not window.isVisible()


def test_a_period_that_was_typed_in_and_not_added_is_asked_about(
    window: MainWindow, door: RecordingDoor
) -> None:
    calendar = settings_of(window).calendar
    click(calendar.add)
    type_text(calendar.form.name, "Báo cáo nhanh")
    window.show_page("tasks")
    door.answers.append(1)  # stay
    window.close()
    assert window.isVisible()
    assert window.current_page.key == "settings"
    assert door.sentences()[-1].startswith("Thiết lập: kỳ đột xuất đang nhập chưa được thêm.")
    click(calendar.form.cancel)
    window.close()
    assert not window.isVisible()
    assert len(door.boxes) == 1
