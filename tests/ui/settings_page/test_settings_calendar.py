"""The calendar of Thiết lập: dates of the periods, and unscheduled ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hands import click, type_text
from settings_hands import retype

from qnapp.db import periods
from qnapp.db.settings import set_settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.page import SettingsPage


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
