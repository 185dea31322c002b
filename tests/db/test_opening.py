"""In which period the window opens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from frozen_stores import Q1, Q2, opened

from qnapp.db.opening import Opening, open_period
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import add_adhoc_period, choose_period, current_period, period_of_the_day
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.documents.freeze import freeze_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


Q3 = "2026-Q3"
IN_JUNE, AFTER_Q2 = date(2026, 6, 5), date(2026, 6, 22)  # Q2 is due on the 20th


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "store") as found, found.trial():
        set_settings(found, training=False)
        yield found


def said(opening: Opening) -> tuple[str, str]:
    return opening.period.code, opening.words


def test_the_period_of_the_day_needs_no_word(store: Store) -> None:
    choose_period(store, Q2)
    assert said(open_period(store, IN_JUNE)) == (Q2, "")


def test_the_first_period_that_was_chosen_is_named_once_where_the_day_has_another(
    tmp_path: Path,
) -> None:
    initialise(
        tmp_path / "new", organisation=resolve_organisation("06652"), first_period=Q1
    ).close()
    with Store.open(tmp_path / "new") as new:
        assert said(open_period(new, IN_JUNE)) == (
            Q2,
            "Mở kỳ của hôm nay, 6 tháng năm 2026. Kỳ đầu tiên, Quý I năm 2026, chọn ở nút kỳ "
            "phía trên.",
        )
        assert said(open_period(new, IN_JUNE)) == (Q2, "")
        set_settings(new, upper_office=True)  # nobody chose the day's period: it follows the office
        assert current_period(new, IN_JUNE).code == Q1


def test_another_period_that_was_looked_at_is_left_and_named(store: Store) -> None:
    choose_period(store, Q1)
    assert said(open_period(store, date(2026, 6, 5))) == (
        Q2,
        "Mở kỳ của hôm nay, 6 tháng năm 2026. Lần trước đang xem Quý I năm 2026.",
    )
    assert current_period(store).code == Q2  # the commands follow
    assert said(open_period(store, IN_JUNE)) == (Q2, "")  # said once
    choose_period(store, Q3)
    assert open_period(store, IN_JUNE).period.code == Q2  # a look ahead is over, too


def test_a_period_that_was_due_just_now_is_kept_until_it_is_sent(store: Store) -> None:
    choose_period(store, Q2)
    assert said(open_period(store, AFTER_Q2)) == (
        Q2,
        "Đang mở 6 tháng năm 2026. Kỳ của hôm nay là 9 tháng năm 2026.",
    )
    freeze_report(store, Q2, despite_errors=True)
    assert open_period(store, AFTER_Q2).period.code == Q2  # its signed copy is waited for
    assert open_period(store, date(2026, 7, 21)).period.code == Q3


def test_what_could_not_be_written_keeps_its_period(store: Store) -> None:
    choose_period(store, Q1)
    assert open_period(store, IN_JUNE, held=True).period.code == Q1


def test_an_unscheduled_period_is_kept_while_it_is_open(store: Store) -> None:
    added = add_adhoc_period(
        store, name="Báo cáo đột xuất", start=IN_JUNE, cutoff=IN_JUNE, due=date(2026, 6, 10)
    )
    choose_period(store, added.code)
    assert open_period(store, IN_JUNE).period.code == added.code
    assert open_period(store, date(2026, 8, 1)).period.code == Q3


def test_a_period_entered_afterwards_is_not_the_one_to_open_with(store: Store) -> None:
    set_settings(store, first_period=Q3)
    choose_period(store, Q2)
    assert open_period(store, AFTER_Q2).period.code == Q3


def test_an_upper_office_opens_with_the_one_that_closed_last(store: Store) -> None:
    set_settings(store, upper_office=True)
    day = IN_JUNE
    assert period_of_the_day(store, day).code == Q1
    choose_period(store, Q3)
    assert open_period(store, day).period.code == Q1
    choose_period(store, Q2)  # running: its own report may be written already
    assert open_period(store, day).period.code == Q2


def test_training_data_stay_in_the_period_they_are_made_for(store: Store) -> None:
    set_settings(store, training=True)
    choose_period(store, Q2)
    assert said(open_period(store, date(2026, 11, 28))) == (Q2, "")
