"""What the office sees of a plan before it sends it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qnapp.db.builtin import builtin_plan
from qnapp.domain.assignments import reportable_tasks
from qnapp.domain.plan import Plan, Role
from qnapp.domain.plan_changes import changes_for_units
from qnapp.domain.plan_editing import same_row, with_assignment, without_assignment
from qnapp.domain.plan_review import review_plan

PLAN = builtin_plan()


def _with(code: str, **words: Any) -> Plan:
    tasks = [replace(one, **words) if one.code == code else one for one in PLAN.tasks]
    return replace(PLAN, version=2, tasks=tuple(tasks))


def test_the_plan_in_use_shows_no_difference() -> None:
    review = review_plan(PLAN, PLAN)
    assert review.nothing
    assert review.unknown == ()
    given = {one.uid for one in PLAN.assignments}
    assert [one.uid for one in review.unassigned] == [
        one.uid for one in reportable_tasks(PLAN) if one.uid not in given
    ]


def test_emptied_cells_are_told_apart_from_changed_ones() -> None:
    review = review_plan(PLAN, _with("2.6", lead=(), deadline_text="Tháng 12/2026"))
    ((row, change),) = review.emptied
    assert (row.code, change.field, change.new) == ("2.6", "lead", "")
    assert {one.field for one in review.changes.changed[0].changes} == {"lead", "deadline_text"}


def test_a_name_that_nobody_knows_is_told_once_it_is_new() -> None:
    review = review_plan(PLAN, _with("2.5", lead=("Cơ quan không có thật",)))
    (one,) = review.unknown
    assert (one.code, one.field, one.name) == ("2.5", "lead", "Cơ quan không có thật")
    known = review_plan(PLAN, _with("2.5", lead=("Ban Tổ chức Tỉnh ủy",), support=()))
    assert known.unknown == ()
    everybody = review_plan(PLAN, _with("2.5", support=("Các cơ quan có liên quan",)))
    assert everybody.unknown == ()


def test_a_task_that_lost_everybody_is_counted() -> None:
    plan = PLAN
    uid = next(one.uid for one in PLAN.tasks if one.code == "2.5")
    for one in PLAN.assignments:
        if one.uid == uid:
            plan = without_assignment(plan, uid, one.organisation)
    before, review = review_plan(PLAN, PLAN), review_plan(PLAN, plan)
    assert len(review.unassigned) == len(before.unassigned) + 1
    assert "2.5" in {one.code for one in review.unassigned}
    assert {one.now for one in review.given if one.code == "2.5"} == {None}


def test_who_is_given_a_row_anew_is_told_by_name() -> None:
    uid = next(one.uid for one in PLAN.tasks if one.code == "2.5")
    (one,) = review_plan(PLAN, with_assignment(PLAN, uid, "06652", Role.SUPPORT)).given
    assert (one.code, one.name, one.before, one.now) == ("2.5", "Phường Hà Tu", None, Role.SUPPORT)


def test_of_another_plan_every_row_is_new() -> None:
    other = replace(PLAN, uid="NQ-khác", year=2027)
    review = review_plan(PLAN, other)
    assert len(review.changes.added) == len(PLAN.tasks) + len(PLAN.indicators)
    assert review.given == ()
    assert review.changes == changes_for_units(PLAN, other)


def test_an_indicator_is_paired_like_a_task() -> None:
    old = PLAN.indicators[0]
    new = replace(old, uid="khác/CT-1", title="Tỷ lệ viết lại")
    plan = replace(PLAN, indicators=(new, *PLAN.indicators[1:]))
    review = review_plan(PLAN, same_row(plan, new.code, old))
    assert not review.changes.added
    assert not review.changes.withdrawn
    assert review.changes.changed[0].uid == old.uid
