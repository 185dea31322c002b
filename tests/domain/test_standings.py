from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import make_deadline, make_row, make_task, point, real_plan
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.deadlines import MilestoneKind, parse_deadline
from qnapp.domain.reporting import Extension, MilestoneState, Progress, Standing, Status
from qnapp.domain.standings import (
    BINDING,
    apply_extension,
    coming_milestone,
    count_standings,
    inherit,
    is_heading,
    milestone_states,
    missed_milestones,
    pressing_day,
    reached_by,
    standing_of,
    standing_words,
)

DUE = date(2026, 4, 30)
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)
START, PHASE, FINISH, FROM = (
    MilestoneKind.START,
    MilestoneKind.PHASE,
    MilestoneKind.FINISH,
    MilestoneKind.FROM,
)

days = st.dates(date(2025, 12, 1), date(2027, 3, 31))
points = st.lists(
    st.builds(
        MilestoneState,
        number=st.integers(1, 9),
        label=st.just("mốc"),
        kind=st.sampled_from(MilestoneKind),
        due=st.none() | days,
        actual_on=st.none() | days,
    ),
    max_size=4,
    unique_by=lambda state: state.number,
)


def progress(status: Status, completed_on: date | None = None) -> Progress:
    return Progress(status, completed_on=completed_on)


@pytest.mark.parametrize(
    ("completed_on", "due", "as_of", "expected"),
    [
        (BEFORE, DUE, AFTER, Standing.DONE_ON_TIME),
        (DUE, DUE, AFTER, Standing.DONE_ON_TIME),
        (AFTER, DUE, AFTER, Standing.DONE_LATE),
        (AFTER, None, AFTER, Standing.DONE),
        (None, DUE, DUE, Standing.DONE_ON_TIME),
        (None, DUE, AFTER, Standing.DONE_LATE),
        (None, None, AFTER, Standing.DONE),
    ],
)
def test_a_completed_task_is_judged_by_its_day(
    completed_on: date | None, due: date | None, as_of: date, expected: Standing
) -> None:
    said = progress(Status.COMPLETED, completed_on)
    assert standing_of(said, [point(DUE)], due, as_of) is expected


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.IN_PROGRESS, Status.ON_HOLD])
@pytest.mark.parametrize("kind", [START, PHASE, FINISH])
def test_a_missed_milestone_is_overdue_whatever_the_status(
    status: Status, kind: MilestoneKind
) -> None:
    missed = [point(DUE, kind)]
    assert standing_of(progress(status), missed, None, AFTER) is Standing.OVERDUE
    assert standing_of(progress(status), missed, None, DUE) is not Standing.OVERDUE
    reached = [point(DUE, kind, actual_on=DUE)]
    assert standing_of(progress(status), reached, None, AFTER) is not Standing.OVERDUE


def test_the_day_from_which_work_may_begin_is_never_missed() -> None:
    begins = [point(DUE, FROM)]
    assert standing_of(progress(Status.IN_PROGRESS), begins, None, AFTER) is Standing.NO_DEADLINE


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        (Status.ON_HOLD, AFTER, Standing.ON_HOLD),
        (Status.NOT_STARTED, AFTER, Standing.NOT_STARTED),
        (Status.IN_PROGRESS, AFTER, Standing.IN_TIME),
        (Status.ON_HOLD, None, Standing.ON_HOLD),
        (Status.NOT_STARTED, None, Standing.NOT_STARTED),
        (Status.IN_PROGRESS, None, Standing.NO_DEADLINE),
    ],
)
def test_nothing_missed(status: Status, due: date | None, expected: Standing) -> None:
    assert standing_of(progress(status), [point(due)], due, DUE) is expected


def test_started_in_time_with_an_end_that_no_date_tells() -> None:
    """3.4.14: "Khởi công tháng 12/2025; hoàn thành ngoài năm 2040"."""
    states = (point(date(2025, 12, 31), START, date(2025, 12, 19)), point(None, number=2))
    assert standing_of(progress(Status.IN_PROGRESS), states, None, DUE) is Standing.NO_DEADLINE


@given(st.sampled_from(Status), st.none() | days, points, st.none() | days, days)
def test_every_task_has_exactly_the_standing_its_milestones_allow(
    status: Status,
    completed_on: date | None,
    states: list[MilestoneState],
    due: date | None,
    as_of: date,
) -> None:
    standing = standing_of(progress(status, completed_on), states, due, as_of)
    done = standing in (Standing.DONE, Standing.DONE_LATE, Standing.DONE_ON_TIME)
    assert done == (status is Status.COMPLETED)
    missed = missed_milestones(states, as_of)
    if not done:
        assert (standing is Standing.OVERDUE) == bool(missed)
    coming = coming_milestone(states, as_of)
    assert coming is None or coming not in missed
    assert all(state.kind is not FROM for state in missed)


@given(st.sampled_from([Status.NOT_STARTED, Status.IN_PROGRESS, Status.ON_HOLD]), points, days)
def test_time_alone_never_mends_what_is_overdue(
    status: Status, states: list[MilestoneState], as_of: date
) -> None:
    if standing_of(progress(status), states, None, as_of) is Standing.OVERDUE:
        later = standing_of(progress(status), states, None, as_of + timedelta(days=40))
        assert later is Standing.OVERDUE


def test_missed_and_coming_milestones_come_by_date() -> None:
    late = point(DUE, number=2)
    earlier = point(BEFORE, START, number=3)
    ahead = point(date(2026, 12, 31), number=1)
    states = [ahead, late, earlier]
    assert missed_milestones(states, AFTER) == (earlier, late)
    assert coming_milestone(states, AFTER) == ahead
    assert coming_milestone(states, date(2026, 12, 31)) == ahead
    assert coming_milestone(states, date(2027, 1, 1)) is None


def test_a_list_by_deadline_goes_by_the_first_day_that_was_not_met() -> None:
    start, finish = point(BEFORE, START, number=1), point(AFTER, number=2)
    assert pressing_day(make_row(start, finish)) == BEFORE
    begun = replace(start, actual_on=BEFORE)
    assert pressing_day(make_row(begun, finish)) == AFTER
    assert pressing_day(make_row(start)) == BEFORE  # an end that no date tells
    assert pressing_day(make_row(begun)) == BEFORE
    assert pressing_day(make_row()) is None


@given(points)
def test_what_is_completed_stands_at_its_last_day(states: list[MilestoneState]) -> None:
    row = replace(make_row(*states), progress=progress(Status.COMPLETED), due=None)
    dated = [one.due for one in states if one.due is not None and one.kind in BINDING]
    assert pressing_day(row) == max(dated, default=None)
    assert pressing_day(replace(row, due=DUE)) == DUE


# -------------------------------------------------------------------------------- extensions


def granted(due: date) -> Extension:
    return Extension(1, due, "Công văn số 12-CV/TU", granted=True)


def test_an_extension_that_is_only_asked_for_changes_nothing() -> None:
    asked = Extension(1, AFTER, "Công văn số 12-CV/TU", granted=False)
    states = (point(DUE),)
    assert apply_extension(states, DUE, asked) == (states, DUE)
    assert apply_extension(states, DUE, None) == (states, DUE)


def test_a_granted_extension_moves_the_last_dated_milestone() -> None:
    start, finish = point(BEFORE, START), point(DUE, number=2)
    states, due = apply_extension((start, finish), DUE, granted(AFTER))
    assert states[0] == start
    assert (states[1].due, states[1].label, due) == (AFTER, "hoàn thành", AFTER)


def test_the_last_milestone_is_the_latest_not_the_last_named() -> None:
    finish, start = point(DUE), point(BEFORE, START, number=2)
    states, due = apply_extension((finish, start), DUE, granted(AFTER))
    assert [state.due for state in states] == [AFTER, BEFORE]
    assert due == AFTER


def test_a_later_start_says_nothing_of_the_end() -> None:
    start, endless = point(BEFORE, START), point(None, number=2)
    states, due = apply_extension((start, endless), None, granted(AFTER))
    assert [state.due for state in states] == [AFTER, None]
    assert due is None


@pytest.mark.parametrize("states", [(), (point(BEFORE, FROM),), (point(None, number=3),)])
def test_where_no_date_is_to_be_met_an_extension_adds_one(
    states: tuple[MilestoneState, ...],
) -> None:
    moved, due = apply_extension(states, None, granted(AFTER))
    assert moved[:-1] == states
    assert (moved[-1].kind, moved[-1].due, due) == (FINISH, AFTER, AFTER)
    assert moved[-1].number not in {state.number for state in states}


@given(points, st.none() | days, days)
def test_an_extension_changes_one_date_and_nothing_else(
    states: list[MilestoneState], due: date | None, new: date
) -> None:
    moved, _due = apply_extension(states, due, granted(new))
    changed = [a for a, b in zip(moved, states, strict=False) if a != b]
    assert len(changed) + len(moved) - len(states) <= 1
    assert all(state.due == new for state in changed)
    assert any(state.due == new for state in moved)
    assert [s.label for s in moved[: len(states)]] == [s.label for s in states]


def test_an_extension_makes_an_overdue_task_in_time_again() -> None:
    row = progress(Status.IN_PROGRESS)
    assert standing_of(row, [point(DUE)], DUE, AFTER) is Standing.OVERDUE
    states, due = apply_extension([point(DUE)], DUE, granted(AFTER))
    assert standing_of(row, states, due, AFTER) is Standing.IN_TIME
    done = progress(Status.COMPLETED, AFTER)
    assert standing_of(done, states, due, AFTER) is Standing.DONE_ON_TIME


# ---------------------------------------------------------------------------- rows that count


def test_milestones_are_numbered_in_the_order_of_the_words() -> None:
    deadline = parse_deadline("Khởi công tháng 12/2025; hoàn thành năm 2028", 2026)
    begun = date(2025, 12, 19)
    states = milestone_states(deadline, {1: begun, 7: begun})
    assert [(s.number, s.kind, s.due, s.actual_on) for s in states] == [
        (1, START, date(2025, 12, 31), begun),
        (2, FINISH, date(2028, 12, 31), None),
    ]


def test_104_of_the_108_rows_of_2026_count() -> None:
    tasks = real_plan().tasks
    headings = [
        task.code
        for task in tasks
        if is_heading(task, tasks, parse_deadline(task.deadline_text, 2026))
    ]
    assert headings == ["2.16", "3.4", "3.10", "5.6"]
    assert len(tasks) == 108


def test_a_row_without_deadline_counts_when_it_has_no_sub_tasks() -> None:
    alone, other = make_task("3.9"), make_task("3.10.1", parent="3.10")
    assert not is_heading(alone, [alone, other], make_deadline(text=" "))
    assert not is_heading(make_task("5.2"), [make_task("5.2.1", parent="5.2")], make_deadline())


def test_counts_name_every_standing_and_leave_headings_out() -> None:
    late = make_row(point(BEFORE))
    heading = replace(late, heading=True)
    counts = count_standings([late, late, make_row(), heading, make_row(heading=True)])
    assert set(counts) == set(Standing)
    assert counts[Standing.OVERDUE] == 2
    assert sum(counts.values()) == 3


def test_an_empty_cell_takes_the_parents() -> None:
    parent = make_task("2.16", lead=("A",), support=("B",), deadline_text="Năm 2026")
    bare = make_task("2.16.1", parent="2.16", deadline_text=" ")
    assert inherit(bare, parent) == (("A",), ("B",), "Năm 2026")
    own = make_task("2.16.2", lead=("C",), support=("D",), deadline_text="30/6/2026")
    assert inherit(own, parent) == (("C",), ("D",), "30/6/2026")
    assert inherit(bare, None) == ((), (), " ")


def test_sub_tasks_of_disbursement_take_lead_and_support_from_2_16() -> None:
    tasks = {task.code: task for task in real_plan().tasks}
    holds = inherit(tasks["2.16.1"], tasks["2.16"])
    assert holds.lead == ("Đảng ủy Ủy ban nhân dân tỉnh",)
    assert holds.support == ("Các cơ quan, địa phương có liên quan",)
    assert holds.deadline_text == "30/6/2026"


def test_every_standing_has_its_own_words() -> None:
    assert len({standing_words(standing) for standing in Standing}) == len(Standing)


@given(points, days)
def test_what_was_reached_after_a_day_was_not_reached_yet(
    milestones: list[MilestoneState], day: date
) -> None:
    by_then = reached_by(milestones, day)
    for before, after in zip(milestones, by_then, strict=True):
        assert after.recorded_on == before.actual_on  # nothing that was typed is lost
        assert replace(after, actual_on=None, later_on=None) == replace(before, actual_on=None)
        reached = before.actual_on is not None and before.actual_on <= day
        assert after.actual_on == (before.actual_on if reached else None)
    assert reached_by(by_then, day) == by_then


@given(points, days, days)
def test_a_later_day_never_takes_a_milestone_back(
    milestones: list[MilestoneState], one: date, other: date
) -> None:
    first, then = sorted((one, other))
    early, late = reached_by(milestones, first), reached_by(milestones, then)
    for before, after in zip(early, late, strict=True):
        assert before.actual_on in (None, after.actual_on)


def test_a_start_in_october_is_ahead_for_nine_months() -> None:
    due, close = date(2026, 10, 31), date(2026, 9, 14)
    begun = [point(due, START, due)]
    assert coming_milestone(begun, close) is None
    assert coming_milestone(reached_by(begun, close), close) == replace(
        begun[0], actual_on=None, later_on=due
    )
