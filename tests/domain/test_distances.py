from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import TODAY, make_deadline, make_row, point, with_progress
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.distances import Sign, deadline_note, due_within, reached_words
from qnapp.domain.reporting import MilestoneState, Status, TaskRow

START, FINISH, FROM = MilestoneKind.START, MilestoneKind.FINISH, MilestoneKind.FROM


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def note(row: TaskRow) -> tuple[str, Sign]:
    result = deadline_note(row, TODAY)
    return result.text, result.sign


@pytest.mark.parametrize(
    ("days", "text", "sign"),
    [
        (-36, "quá hạn 36 ngày", Sign.LATE),
        (-1, "quá hạn 1 ngày", Sign.LATE),
        (0, "đến hạn hôm nay", Sign.SOON),
        (1, "còn 1 ngày", Sign.SOON),
        (5, "còn 5 ngày", Sign.SOON),
        (15, "còn 15 ngày", Sign.SOON),
        (16, "còn 16 ngày", Sign.PLAIN),
        (117, "còn 117 ngày", Sign.PLAIN),
    ],
)
def test_distance_to_one_date(days: int, text: str, sign: Sign) -> None:
    assert note(make_row(point(in_days(days)))) == (text, sign)


def test_completed() -> None:
    row = make_row(point(in_days(-36)))
    done = with_progress(row, status=Status.COMPLETED, completed_on=date(2026, 3, 25))
    assert note(done) == ("xong 25/3/2026", Sign.PLAIN)
    assert note(with_progress(done, completed_on=None)) == ("xong, chưa ghi ngày", Sign.PLAIN)


def test_several_milestones_name_the_next() -> None:
    row = make_row(point(in_days(25), START), point(in_days(900)))
    assert note(row) == ("mốc tới: khởi công, còn 25 ngày", Sign.PLAIN)
    begun = make_row(point(in_days(25), START, actual_on=TODAY), point(in_days(3)))
    assert note(begun) == ("mốc tới: hoàn thành, còn 3 ngày", Sign.SOON)
    today = make_row(point(TODAY, START), point(in_days(900)))
    assert note(today) == ("mốc tới: khởi công, đến hạn hôm nay", Sign.SOON)


def test_several_missed_milestones_count_from_the_first() -> None:
    row = make_row(point(in_days(-10)), point(in_days(-66), START), point(in_days(20)))
    assert note(row) == ("quá hạn 66 ngày", Sign.LATE)


def test_no_date_in_the_words() -> None:
    assert note(make_row()) == ("chưa có mốc ngày", Sign.PLAIN)
    assert note(make_row(point(in_days(-90), FROM))) == ("chưa có mốc ngày", Sign.PLAIN)
    assert note(make_row(point(None))) == ("chưa có mốc ngày", Sign.PLAIN)


def test_words_that_were_not_understood() -> None:
    unreadable = make_deadline(text="sớm nhất có thể", readable=False)
    row = make_row(deadline=unreadable)
    assert note(row) == ("chưa hiểu thời hạn, hãy nhập ngày", Sign.SOON)
    extended = replace(row, milestones=(point(in_days(5)),))
    assert note(extended) == ("còn 5 ngày", Sign.SOON)


def test_all_dated_milestones_reached() -> None:
    row = make_row(point(in_days(-60), START, actual_on=date(2026, 4, 1)), point(None))
    assert note(row) == ("xong mốc 01/4/2026", Sign.PLAIN)


def test_a_milestone_that_was_reached_late_says_by_how_much() -> None:
    late = point(date(2026, 3, 31), START, actual_on=date(2026, 4, 15))
    assert note(make_row(late)) == ("xong mốc 15/4/2026, chậm 15 ngày", Sign.PLAIN)
    assert reached_words((late,)) == "đã đạt mốc, chậm 15 ngày"
    assert reached_words((replace(late, actual_on=late.due),)) == "đã đạt mốc"
    later = point(date(2026, 5, 31), actual_on=date(2026, 5, 20))
    assert reached_words((late, later)) == "đã đạt mốc"
    assert reached_words((point(None, actual_on=TODAY),)) == "đã đạt mốc"
    assert reached_words((point(in_days(3)), point(in_days(-90), FROM))) == ""


def test_a_heading_has_no_second_line() -> None:
    assert note(make_row(heading=True)) == ("", Sign.PLAIN)


def test_due_within_counts_both_ends() -> None:
    row = make_row(point(in_days(7)))
    assert due_within(row, TODAY, 7)
    assert not due_within(row, TODAY, 6)
    assert due_within(make_row(point(TODAY)), TODAY, 0)


def test_due_soon_is_neither_overdue_nor_done_nor_a_heading() -> None:
    soon = point(in_days(5))
    assert not due_within(make_row(point(in_days(-1)), soon), TODAY, 15)
    assert not due_within(make_row(soon, heading=True), TODAY, 15)
    done = with_progress(make_row(soon), status=Status.COMPLETED)
    assert not due_within(done, TODAY, 15)


@given(
    st.lists(
        st.builds(
            point,
            st.none() | st.dates(date(2025, 12, 1), date(2027, 1, 31)),
            st.sampled_from(MilestoneKind),
            st.none() | st.just(TODAY),
        ),
        max_size=3,
    )
)
def test_the_clock_means_due_within_fifteen_days(points: list[MilestoneState]) -> None:
    row = make_row(*points)
    text, sign = note(row)
    assert text
    assert "-" not in text
    assert (sign is Sign.SOON) == due_within(row, TODAY, 15)
    assert (sign is Sign.LATE) == text.startswith("quá hạn")
