"""The calendar in the store: what is locked, what was entered afterwards, what comes in between."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from stores import task

from qnapp.db.evidence import add_evidence, defer
from qnapp.db.evidence import remove as remove_evidence
from qnapp.db.evidence import update as update_evidence
from qnapp.db.history import history_of, revert
from qnapp.db.measurements import set_measurement
from qnapp.db.periods import (
    add_adhoc_period,
    choose_period,
    current_period,
    lock_period,
    periods,
    require_open,
    set_period_dates,
    stored_period,
    unlock_period,
)
from qnapp.db.progress import carry_forward, set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.errors import InputError, LockedError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.db.store import Store

UID = "NQ05-2026/3.2"
Q1, Q2 = "2026-Q1", "2026-Q2"


def test_the_built_in_calendar(store: Store) -> None:
    found = periods(store)
    assert [one.period.code for one in found] == [Q1, Q2, "2026-Q3", "2026-Q4", "2026-QT"]
    assert found[1].period.name == "6 tháng năm 2026"
    assert (found[1].period.cutoff, found[1].period.due) == (date(2026, 6, 14), date(2026, 6, 20))
    assert not any(one.locked or one.backfilled for one in found)


def test_a_period_is_found_however_it_is_typed(store: Store) -> None:
    assert stored_period(store, "2026-q2").period.code == Q2
    with pytest.raises(NotFoundError, match="2026-Q1, 2026-Q2"):
        stored_period(store, "2027-Q1")
    with pytest.raises(InputError):
        stored_period(store, "quý hai")


def test_an_office_that_collects_stays_with_what_has_closed_unless_one_is_chosen(
    store: Store, clock: FixedClock
) -> None:
    set_settings(store, upper_office=True)
    assert current_period(store).code == Q1
    clock.move(days=9)  # the day of the cut-off
    assert current_period(store).code == Q1
    clock.move(days=1)
    assert current_period(store).code == Q2
    clock.move(days=30)  # long after it was due
    assert current_period(store).code == Q2
    choose_period(store, "2026-Q3")
    assert current_period(store).code == "2026-Q3"


def test_the_current_period_is_the_one_of_the_day_until_one_is_chosen(
    store: Store, clock: FixedClock
) -> None:
    assert current_period(store).code == Q2
    assert current_period(store, date(2026, 3, 20)).code == Q1
    clock.move(days=16)
    assert current_period(store).code == "2026-Q3"
    assert choose_period(store, "2026-q1").code == Q1
    assert current_period(store).code == Q1
    assert get_settings(store).current_period == Q1


def test_periods_before_the_first_are_entered_afterwards(store: Store) -> None:
    set_settings(store, first_period="2026-Q3")
    assert [one.backfilled for one in periods(store)] == [True, True, False, False, False]
    set_progress(store, UID, Q1, percent=10)  # and can be entered


def test_an_unscheduled_period_within_the_first_is_not_entered_afterwards(
    store: Store, clock: FixedClock
) -> None:
    set_settings(store, first_period=Q2)
    day, due = clock().date(), date(2026, 6, 10)  # both before the cut-off of the first
    now = add_adhoc_period(store, name="Đột xuất", start=day, cutoff=day, due=due)
    assert not stored_period(store, now.code).backfilled
    old = date(2026, 2, 1)
    past = add_adhoc_period(store, name="Đột xuất cũ", start=old, cutoff=old, due=old)
    assert stored_period(store, past.code).backfilled


# --- locking


def _every_change(store: Store, file: Path, evidence_id: int) -> list[object]:
    return [
        lambda: set_progress(store, UID, Q2, percent=50),
        lambda: set_measurement(store, "CT-22a", Q2, actual="1"),
        lambda: set_report_text(store, Q2, "opening", "x"),
        lambda: add_evidence(store, [file], UID, Q2),
        lambda: defer(store, UID, Q2, title="x"),
        lambda: update_evidence(store, evidence_id, title="x"),
        lambda: remove_evidence(store, evidence_id),
        lambda: remove_evidence(store, evidence_id, uid=UID, period_code=Q2),
        lambda: lock_period(store, Q2, "lần nữa"),
        lambda: set_period_dates(store, Q2, due=date(2026, 6, 25)),
        lambda: carry_forward(store, Q2),
        lambda: require_open(store, Q2),
    ]


def test_nothing_changes_in_a_locked_period(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    kept = add_evidence(store, [file], UID, Q2)[0]
    lock_period(store, Q2, "đã gửi")
    before = task(store, "3.2")
    for change in _every_change(store, file, kept.id):
        assert callable(change)
        with pytest.raises(LockedError, match=r"6 tháng năm 2026 đã khóa ngày 05/6/2026"):
            change()
    assert task(store, "3.2") == before
    set_progress(store, UID, Q1, percent=5)  # others stay open


def test_a_lock_says_when_and_why_and_can_be_opened_with_a_reason(store: Store) -> None:
    lock_period(store, Q2, " Đã gửi gói lần 1 ")
    found = stored_period(store, Q2)
    assert found.locked
    assert found.locked_at == store.clock()
    assert found.lock_reason == "Đã gửi gói lần 1"
    with pytest.raises(InputError, match="lý do"):
        unlock_period(store, Q2, " ")
    unlock_period(store, Q2, "Sửa số liệu")
    assert not stored_period(store, Q2).locked
    set_progress(store, UID, Q2, percent=50)
    assert unlock_period(store, Q2, "lần nữa") == []
    assert history_of(store, "period", Q2, Q2, "lock_reason")[0].new == "Sửa số liệu"


def test_locking_can_be_undone(store: Store) -> None:
    changes = lock_period(store, Q2, "nhầm")
    revert(store, changes)
    assert not stored_period(store, Q2).locked


def test_locking_writes_out_what_was_only_carried_over(store: Store) -> None:
    set_progress(store, UID, Q1, status="in_progress", percent=40)
    lock_period(store, Q2, "đã gửi")
    set_progress(store, UID, Q1, percent=90)  # entered later, in the period before
    assert task(store, "3.2", Q2).progress.percent == 40
    assert task(store, "3.2", Q2).progress.carried
    unlock_period(store, Q2, "sửa")
    assert task(store, "3.2", Q2).progress.percent == 90


# --- other dates


def test_cut_off_and_due_can_be_changed(store: Store) -> None:
    set_period_dates(store, Q2, cutoff=date(2026, 6, 15), due=date(2026, 6, 22))
    period = stored_period(store, Q2).period
    assert (period.cutoff, period.due, period.as_of) == (
        date(2026, 6, 15),
        date(2026, 6, 22),
        date(2026, 6, 15),
    )
    set_period_dates(store, "2026-Q4", cutoff=date(2026, 12, 10))
    assert stored_period(store, "2026-Q4").period.as_of == date(2026, 12, 31)  # figures are ước


def test_dates_out_of_order_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match="thứ tự thời gian"):
        set_period_dates(store, Q2, due=date(2026, 6, 1))
    with pytest.raises(InputError, match="thứ tự thời gian"):
        set_period_dates(store, Q2, cutoff=date(2025, 6, 1))
    assert stored_period(store, Q2).period.due == date(2026, 6, 20)


def test_a_changed_calendar_can_be_taken_back(store: Store) -> None:
    before = periods(store)
    revert(store, set_period_dates(store, Q2, due=date(2026, 6, 22)))
    assert periods(store) == before


def test_an_ad_hoc_period_comes_in_between(store: Store) -> None:
    days = {"start": date(2026, 7, 1), "cutoff": date(2026, 7, 31), "due": date(2026, 8, 3)}
    first = add_adhoc_period(store, name="Đột xuất tháng 7", **days)
    second = add_adhoc_period(store, name="Đột xuất khác", **days)
    assert (first.code, second.code) == ("2026-X01", "2026-X02")
    codes = [one.period.code for one in periods(store)]
    assert codes.index("2026-X01") == codes.index(Q2) + 1
    set_progress(store, UID, Q2, status="in_progress", percent=45)
    assert task(store, "3.2", "2026-X01").progress.percent == 45  # carried from the regular one
    with pytest.raises(InputError):
        add_adhoc_period(store, name=" ", **days)
    assert len(periods(store)) == 7
