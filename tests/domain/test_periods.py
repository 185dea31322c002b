from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.assets import asset_json
from qnapp.domain.periods import (
    Period,
    PeriodKind,
    adhoc,
    collecting_period,
    default_calendar,
    find_period,
    next_period_phrase,
    order_key,
    parse_period_code,
    period_for,
    period_stem,
    previous,
    regular_periods,
)
from qnapp.errors import InputError, NotFoundError

ISSUED = date.fromisoformat(asset_json("plan-2026", "plan.json")["document"]["date"])
CALENDAR = default_calendar(2026, ISSUED)
Q1, Q2, Q3, Q4, QT = CALENDAR

years = st.integers(2020, 2090)
days = st.dates(date(2025, 11, 1), date(2027, 4, 30))


def day(text: str) -> date:
    return date.fromisoformat(text)


def extra(number: int, start: str, cutoff: str) -> Period:
    end = day(cutoff)
    return adhoc(CALENDAR, number, day(start), end, end + timedelta(days=3), "Báo cáo bão số 3")


def test_the_built_in_calendar_of_2026() -> None:
    rows = [
        "2026-Q1|Quý I năm 2026|Quý I|2025-12-09|2026-03-14|2026-03-20|2026-03-14",
        "2026-Q2|6 tháng năm 2026|6 tháng|2026-03-15|2026-06-14|2026-06-20|2026-06-14",
        "2026-Q3|9 tháng năm 2026|9 tháng|2026-06-15|2026-09-14|2026-09-20|2026-09-14",
        "2026-Q4|Năm 2026|Năm|2026-09-15|2026-12-14|2026-12-20|2026-12-31",
        "2026-QT|Quyết toán năm 2026|Quyết toán|2026-12-15|2027-01-31|2027-01-31|2026-12-31",
    ]
    found = [
        "|".join([p.code, p.name, p.short, *map(str, (p.start, p.cutoff, p.due, p.as_of))])
        for p in CALENDAR
    ]
    assert found == rows
    assert {p.year for p in CALENDAR} == {2026}


@given(years, st.integers(-60, 60))
def test_no_day_is_left_out_between_resolution_and_closing(year: int, shift: int) -> None:
    issued = date(year, 1, 1) + timedelta(days=shift)
    calendar = default_calendar(year, issued)
    assert calendar[0].start == issued
    for earlier, later in pairwise(calendar):
        assert later.start == earlier.cutoff + timedelta(days=1)
    assert all(p.start <= p.cutoff <= p.due for p in calendar)
    assert calendar[-1].due == date(year + 1, 1, 31)


def test_periods_that_closed_before_the_resolution_are_left_out() -> None:
    late = default_calendar(2026, date(2026, 7, 1))
    assert [(p.code, p.start) for p in late][:2] == [
        ("2026-Q3", date(2026, 7, 1)),
        ("2026-Q4", date(2026, 9, 15)),
    ]
    with pytest.raises(ValueError, match="2026"):
        default_calendar(2026, date(2027, 2, 1))


# Codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-Q1", "2026-Q1"),
        (" 2026-q4 ", "2026-Q4"),
        ("2026/Q2", "2026-Q2"),
        ("2026 Q2", "2026-Q2"),
        ("2026q3", "2026-Q3"),
        ("2026-qt", "2026-QT"),
        ("2026–Q1", "2026-Q1"),
        ("2026-X1", "2026-X01"),
        ("2026-x07", "2026-X07"),
        ("2026-X12", "2026-X12"),
    ],
)
def test_codes_as_people_type_them(typed: str, code: str) -> None:
    assert parse_period_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "Q1", "2026", "2026-Q5", "2026-Q", "26-Q1", "2026-X0", "2026-X100", "2026-Q11"]
)
def test_other_codes_are_refused_with_the_form(typed: str) -> None:
    with pytest.raises(InputError, match="dạng 2026-Q1"):
        parse_period_code(typed)


@given(st.sampled_from(CALENDAR))
def test_every_period_is_found_by_its_code(period: Period) -> None:
    assert find_period(CALENDAR, period.code.lower()) is period


def test_a_period_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(NotFoundError, match="2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4, 2026-QT"):
        find_period(reversed(CALENDAR), "2026-X01")


# Ad hoc periods


def test_an_adhoc_period() -> None:
    period = adhoc(
        CALENDAR, 1, day("2026-04-01"), day("2026-04-30"), day("2026-05-02"), " Bão  số 3 "
    )
    assert (period.code, period.kind, period.year) == ("2026-X01", PeriodKind.X, 2026)
    assert (period.name, period.short, period.as_of) == (
        "Bão số 3",
        "Đột xuất 1",
        day("2026-04-30"),
    )


@pytest.mark.parametrize(
    ("number", "dates", "name", "said"),
    [
        (0, ("2026-04-01", "2026-04-30", "2026-05-02"), "Bão", "từ 1 đến 99"),
        (100, ("2026-04-01", "2026-04-30", "2026-05-02"), "Bão", "từ 1 đến 99"),
        (2, ("2026-04-01", "2026-04-30", "2026-05-02"), "Bão", "Đã có kỳ 2026-X02"),
        (1, ("2026-04-30", "2026-04-01", "2026-05-02"), "Bão", "thứ tự thời gian"),
        (1, ("2026-04-01", "2026-04-30", "2026-04-29"), "Bão", "thứ tự thời gian"),
        (1, ("2026-04-01", "2026-04-30", "2026-05-02"), " \u200b ", "phải có tên"),
    ],
)
def test_a_wrong_adhoc_period_is_refused(
    number: int, dates: tuple[str, str, str], name: str, said: str
) -> None:
    calendar = [*CALENDAR, extra(2, "2026-04-01", "2026-04-10")]
    start, cutoff, due = map(day, dates)
    with pytest.raises(InputError, match=said):
        adhoc(calendar, number, start, cutoff, due, name)


# Order, before, now, next


def test_adhoc_periods_stand_where_they_close_and_behind_a_regular_one() -> None:
    between = extra(1, "2026-04-01", "2026-04-30")
    same_day = extra(2, "2026-04-01", "2026-06-14")
    following_year = default_calendar(2027, date(2026, 12, 9))
    shuffled = [*following_year, same_day, QT, between, *CALENDAR[:4]]
    ordered = [Q1, between, Q2, same_day, Q3, Q4, QT, *following_year]
    assert sorted(shuffled, key=order_key) == ordered
    assert regular_periods([same_day, Q2, Q1]) == (Q1, Q2)


def test_what_is_carried_forward_comes_from_the_regular_period_before() -> None:
    before = {period.code: previous(CALENDAR, period.code) for period in CALENDAR}
    assert before == {
        "2026-Q1": None, "2026-Q2": Q1, "2026-Q3": Q2, "2026-Q4": Q3, "2026-QT": Q4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "cutoff", "expected"),
    [
        ("2025-12-10", "2026-02-01", None),
        ("2026-04-01", "2026-04-30", Q1),
        ("2025-12-09", "2026-04-30", Q1),  # begins before Q1 does, yet knows all of it
        ("2026-05-01", "2026-06-14", Q1),  # Q2 closes the same day, not before
        ("2026-05-01", "2026-06-15", Q2),
        ("2027-02-01", "2027-03-01", QT),
    ],
)
def test_an_adhoc_period_takes_what_had_closed(
    start: str, cutoff: str, expected: Period | None
) -> None:
    calendar = [extra(1, start, cutoff), extra(2, "2026-01-01", "2026-01-02"), *CALENDAR]
    assert previous(calendar, "2026-x1") == expected
    assert previous(calendar, "2026-Q3") == Q2


def test_previous_of_an_unknown_period_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        previous(CALENDAR, "2027-Q1")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-11-01", Q1),
        ("2025-12-09", Q1),
        ("2026-03-14", Q1),
        ("2026-03-20", Q1),
        ("2026-03-21", Q2),
        ("2026-12-20", Q4),
        ("2026-12-21", QT),
        ("2027-01-31", QT),
        ("2028-01-01", QT),
    ],
)
def test_a_period_is_worked_on_until_it_is_due(today: str, expected: Period) -> None:
    calendar = [extra(1, "2026-03-15", "2026-03-20"), *reversed(CALENDAR)]
    assert period_for(calendar, day(today)) is expected


def test_a_calendar_without_regular_periods_has_no_current_one() -> None:
    with pytest.raises(ValueError, match="regular"):
        period_for([extra(1, "2026-03-15", "2026-03-20")], day("2026-03-16"))


@given(days)
def test_time_only_moves_on(today: date) -> None:
    tomorrow = today + timedelta(days=1)
    now, later = period_for(CALENDAR, today), period_for(CALENDAR, tomorrow)
    assert order_key(now) <= order_key(later)
    assert now.due >= today or now is QT


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-12-09", Q1),
        ("2026-03-14", Q1),
        ("2026-03-21", Q1),
        ("2026-06-14", Q1),
        ("2026-06-15", Q2),
        ("2027-01-31", Q4),
        ("2027-02-01", QT),
        ("2028-01-01", QT),
    ],
)
def test_a_period_is_collected_until_the_next_one_has_closed(today: str, expected: Period) -> None:
    calendar = [extra(1, "2026-03-15", "2026-03-20"), *reversed(CALENDAR)]
    assert collecting_period(calendar, day(today)) is expected


@given(days)
def test_who_collects_is_never_ahead_of_who_reports(today: date) -> None:
    collected, reported = collecting_period(CALENDAR, today), period_for(CALENDAR, today)
    assert order_key(collected) <= order_key(reported)
    # What has closed and is not due yet is on both desks.
    if reported.cutoff < today <= reported.due:
        assert collected is reported
    # Nothing that has closed since is passed over.
    later = [one for one in CALENDAR if order_key(one) > order_key(collected)]
    assert all(today <= one.cutoff for one in later)
    assert collected.cutoff < today or collected is Q1


def test_nothing_is_collected_by_a_calendar_without_regular_periods() -> None:
    with pytest.raises(ValueError, match="regular"):
        collecting_period([extra(1, "2026-03-15", "2026-03-20")], day("2026-03-16"))


def test_what_the_last_part_of_a_report_looks_ahead_to() -> None:
    assert [next_period_phrase(period) for period in CALENDAR] == [
        "quý II năm 2026",
        "6 tháng cuối năm 2026",
        "quý IV năm 2026",
        "năm 2027",
        "năm 2027",
    ]
    assert next_period_phrase(replace(Q1, kind=PeriodKind.X)) == "thời gian tới"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-Q1", "quy-1-2026"),
        ("2026-Q2", "6-thang-2026"),
        ("2026-Q3", "9-thang-2026"),
        ("2026-Q4", "nam-2026"),
        ("2026-QT", "quyet-toan-2026"),
        ("2026-X01", "dot-xuat-01-2026"),
    ],
)
def test_a_file_names_its_period_in_words(code: str, words: str) -> None:
    assert period_stem(code) == words
