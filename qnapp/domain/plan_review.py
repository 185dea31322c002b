"""What the office has to see of a plan before it sends it out: what the units will see, and slips.

Everything is derived from the two plans each time, so that what a person settles is gone at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.domain.assignments import names_nobody, reportable_tasks
from qnapp.domain.plan import Task
from qnapp.domain.plan_changes import called, changes_for_units, without_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qnapp.domain.plan import Indicator, Plan, Role
    from qnapp.domain.plan_changes import ChangedRow, PlanChanges, RowPair, WordChange

    Row = Task | Indicator


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a lead or support cell that is no organisation, group or kind of them."""

    uid: str
    code: str
    field: str  # lead, support
    name: str


@dataclass(frozen=True, slots=True)
class GivenAnew:
    """An organisation or group that a row is given to, or taken from; None: not at all."""

    uid: str
    code: str
    name: str  # of the organisation or group
    before: Role | None
    now: Role | None


@dataclass(frozen=True, slots=True)
class PlanReview:
    """A plan beside the one in use, as the units will see it; made by ``review_plan``."""

    changes: PlanChanges
    given: tuple[GivenAnew, ...]  # of rows that both have
    unknown: tuple[UnknownName, ...]  # that the plan in use does not have already
    unassigned: tuple[Task, ...]  # that somebody should report on, and nobody is given
    rows: int  # of the plan in use, whose units these are

    @property
    def withdraws_most(self) -> bool:
        """Whether more than half of the rows would go: more likely a wrong file than a new plan."""
        return 2 * len(self.changes.withdrawn) > self.rows

    @property
    def emptied(self) -> tuple[tuple[ChangedRow, WordChange], ...]:
        """Cells that said something before and are empty now."""
        rows = self.changes.changed
        return tuple((row, one) for row in rows for one in row.changes if one.emptied)

    @property
    def nothing(self) -> bool:
        """Whether the units would see no difference."""
        rows = self.changes
        return not (rows.added or rows.changed or rows.withdrawn or self.given)


def review_plan(
    current: Plan, new: Plan, known: Collection[str] = (), apart: Collection[RowPair] = ()
) -> PlanReview:
    """Compare a plan with the one that the units have.

    ``known``: uids that were used before, as for ``plan_changes``; ``apart``: pairs that a person
    has called two different things.
    """
    given = {one.uid for one in new.assignments}
    return PlanReview(
        changes=without_pairs(changes_for_units(current, new, known), apart),
        given=tuple(_given_anew(current, new)),
        unknown=tuple(_unknown(current, new)),
        unassigned=tuple(task for task in reportable_tasks(new) if task.uid not in given),
        rows=len(_rows(current)),
    )


def _given_anew(current: Plan, new: Plan) -> Iterator[GivenAnew]:
    before, now = _hands(current), _hands(new)
    if before == now or current.uid != new.uid:
        return
    names = {one.code: one.name for one in (*current.organisations, *new.organisations)}
    names |= {one.code: one.title for one in (*current.groups, *new.groups)}
    old = {row.uid for row in _rows(current)}
    for row in _rows(new):
        mine = [key for key in {**before, **now} if key[0] == row.uid] if row.uid in old else []
        for key in mine:
            if before.get(key) is not now.get(key):
                name = names.get(key[1], key[1])
                yield GivenAnew(row.uid, called(row), name, before.get(key), now.get(key))


def _hands(plan: Plan) -> dict[tuple[str, str], Role]:
    return {(one.uid, one.organisation): one.role for one in plan.assignments}


def _unknown(current: Plan, new: Plan) -> Iterator[UnknownName]:
    from qnapp.domain.mentions import Directory  # takes long to make; only an office needs it

    told = {name for row in _rows(current) for _, name in _names(row)}
    directory = Directory(new.organisations, new.groups)
    for row in _rows(new):
        for field, name in _names(row):
            if name not in told and not names_nobody(name) and not directory.in_cell(name):
                yield UnknownName(row.uid, called(row), field, name)


def _names(row: Row) -> Iterator[tuple[str, str]]:
    if isinstance(row, Task):
        yield from (("lead", name) for name in row.lead)
        yield from (("support", name) for name in row.support)
    elif row.lead:
        yield "lead", row.lead


def _rows(plan: Plan) -> list[Row]:
    return [*plan.tasks, *plan.indicators]
