from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.db.builtin import builtin_plan
from qnapp.domain.plan import Indicator, Plan, Task
from qnapp.domain.plan_changes import (
    Likeness,
    PlanChanges,
    WordChange,
    check_plan,
    plan_changes,
    without_doubts,
)

PLAN = replace(builtin_plan(), assignments=(), repeats=())
TASKS = PLAN.tasks
LEAVES = [one for one in TASKS if one.code not in {task.parent for task in TASKS}]


def _with(*tasks: Task) -> Plan:
    return replace(PLAN, version=2, tasks=tasks)


@given(
    gone=st.sets(st.sampled_from([one.uid for one in LEAVES]), max_size=5),
    worded=st.sets(st.sampled_from([one.uid for one in LEAVES]), max_size=5),
    count=st.integers(0, 3),
)
def test_every_row_is_found_once_under_what_happened_to_it(
    gone: set[str], worded: set[str], count: int
) -> None:
    kept = [
        replace(one, title=one.title + " (mới)") if one.uid in worded else one
        for one in TASKS
        if one.uid not in gone
    ]
    fresh = [Task(f"mới/{n}", f"M.{n}", "", "1", f"Việc mới {n}") for n in range(count)]
    changes = plan_changes(PLAN, _with(*kept, *fresh))
    assert {one.uid for one in changes.withdrawn} == gone
    assert {one.uid for one in changes.changed} == worded - gone
    assert [one.uid for one in changes.added] == [one.uid for one in fresh]
    assert changes.matches == ()


def test_the_same_plan_changes_nothing() -> None:
    assert plan_changes(PLAN, replace(PLAN, version=2)) == PlanChanges()


def test_old_and_new_words_stand_side_by_side() -> None:
    first = replace(TASKS[0], deadline_text="Quý IV/2026", lead=("Công an tỉnh", "Sở Y tế"))
    changes = plan_changes(PLAN, _with(first, *TASKS[1:]))
    assert changes.changed[0].changes == (
        WordChange("lead", "; ".join(TASKS[0].lead), "Công an tỉnh; Sở Y tế"),
        WordChange("deadline_text", TASKS[0].deadline_text, "Quý IV/2026"),
    )


@pytest.mark.parametrize(
    ("words", "likeness"),
    [
        ({}, Likeness.BOTH),
        ({"title": TASKS[-1].title.upper()}, Likeness.BOTH),
        ({"code": "TC-99"}, Likeness.WORDS),
        ({"title": "Lời văn khác hẳn"}, Likeness.CODE),
    ],
)
def test_a_row_under_another_uid_may_be_the_same(words: dict[str, str], likeness: Likeness) -> None:
    again = replace(TASKS[-1], uid="khác/1", **words)  # type: ignore[arg-type]
    (match,) = plan_changes(PLAN, _with(*TASKS[:-1], again)).matches
    assert (match.old.uid, match.new.uid, match.likeness) == (TASKS[-1].uid, "khác/1", likeness)


def test_a_uid_that_was_used_before_is_no_other_row() -> None:
    again = replace(TASKS[-1], uid="khác/1")
    assert plan_changes(PLAN, _with(*TASKS[:-1], again), {"khác/1"}).matches == ()


def test_rows_that_nothing_tells_apart_are_not_paired() -> None:
    twins = [Task(f"cũ/{n}", f"A.{n}", "", "1", "Cùng lời văn") for n in (1, 2)]
    one = Task("mới/1", "B.1", "", "1", "Cùng lời văn")
    assert plan_changes(_with(*TASKS, *twins), _with(*TASKS, one)).matches == ()


def test_a_settled_doubt_makes_the_next_version() -> None:
    rows: list[Task | Indicator] = [*PLAN.tasks, *PLAN.indicators]
    doubtful = next(one for one in rows if one.doubts)
    settled = without_doubts(PLAN, doubtful.uid)
    assert settled.version == PLAN.version + 1
    (change,) = plan_changes(PLAN, settled).changed
    assert change.uid == doubtful.uid
    assert change.changes == (WordChange("doubts", "; ".join(doubtful.doubts), ""),)
    with pytest.raises(ValueError, match="no doubt"):
        without_doubts(settled, doubtful.uid)


def test_the_built_in_plan_holds_together() -> None:
    check_plan(builtin_plan())
