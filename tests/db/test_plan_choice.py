"""Two plans lie in one store: what was typed of each stays with it while the other is in use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from stores import PLAN, task

from qnapp.db.history import recent
from qnapp.db.periods import periods
from qnapp.db.plan_choice import choose_plan, stored_plans, stored_versions
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.progress import set_progress
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Changes, Store

NEXT = "NQ07-2027"


@pytest.fixture
def two(store: Store) -> Store:
    """The next year's plan came and is in use; something was typed of this year's."""
    set_progress(store, f"{PLAN}/3.2", "2026-Q1", percent=40)
    plan = current_plan(store)
    tasks = tuple(
        replace(one, uid=one.uid.replace(PLAN, NEXT), continues=one.uid) for one in plan.tasks
    )
    install_plan(
        store,
        replace(
            plan,
            uid=NEXT,
            year=2027,
            number="07-NQ/TU",
            version=1,
            issued_on=plan.issued_on.replace(year=2026),
            tasks=tasks,
            indicators=(),
            assignments=(),
        ),
    )
    return store


def test_the_newest_is_in_use_and_both_are_listed(two: Store) -> None:
    found = [(one.uid, one.year, one.version, one.in_use) for one in stored_plans(two)]
    assert found == [(NEXT, 2027, 1, True), (PLAN, 2026, 1, False)]


def test_every_version_is_listed_with_what_it_changed(two: Store) -> None:
    plan = current_plan(two)
    tasks = (replace(plan.tasks[0], title="Lời văn sửa"), *plan.tasks[2:])
    install_plan(two, replace(plan, version=2, tasks=tasks))
    install_plan(two, replace(plan, version=4, tasks=tasks))
    found = [(one.uid, one.version, one.changes, one.in_use) for one in stored_versions(two)]
    assert found == [
        (NEXT, 4, 0, True),
        (NEXT, 2, 2, False),
        (NEXT, 1, None, False),
        (PLAN, 1, None, False),
    ]
    assert {one.day for one in stored_versions(two)} == {two.clock().date()}


@pytest.mark.parametrize("name", [PLAN, "2026", "05-NQ/TU", " 05-nq/tu "])
def test_another_is_used_by_year_or_number(two: Store, name: str) -> None:
    assert choose_plan(two, name).uid == PLAN
    assert current_plan(two).uid == PLAN
    assert {one.period.code[:4] for one in periods(two)} == {"2026"}
    assert task(two, "3.2", "2026-Q1").progress.percent == 40
    choose_plan(two, "2027")
    assert {one.period.code[:4] for one in periods(two)} == {"2027"}
    told = {(one.entity, one.field, one.old, one.new) for one in recent(two)}
    assert ("plan", "use", NEXT, PLAN) in told


def test_typing_goes_to_the_plan_in_use_alone(two: Store) -> None:
    with pytest.raises((InputError, NotFoundError)):
        set_progress(two, f"{PLAN}/3.2", "2026-Q1", percent=50)
    choose_plan(two, "2026")
    set_progress(two, f"{PLAN}/3.2", "2026-Q1", percent=50)


def test_the_one_in_use_stays_without_a_trace(two: Store) -> None:
    before = recent(two)
    assert choose_plan(two, "2027").in_use
    assert recent(two) == before


@pytest.mark.parametrize("name", ["", "2025", "không có", "9" * 500])
def test_what_is_not_here_is_told_with_what_is(two: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="Có kế hoạch năm 2027") as error:
        choose_plan(two, name)
    assert len(str(error.value)) < 300
    assert current_plan(two).uid == NEXT


def test_observers_read_everything_anew(two: Store) -> None:
    seen: list[Changes] = []
    two.on_change.append(seen.append)
    choose_plan(two, "2026")
    (change,) = seen
    assert change.plan
    assert change.periods
