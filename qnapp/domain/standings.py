"""How a task stands at a date, and which rows are counted at all (design, section 2).

A date given as ``as_of`` is the day the question is asked about: a report asks about its period's,
the overview about today.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from qnapp.domain.deadlines import MilestoneKind, parse_deadline
from qnapp.domain.reporting import MilestoneState, Standing, Status
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from qnapp.domain.deadlines import Deadline, Milestone
    from qnapp.domain.plan import Plan, Task
    from qnapp.domain.reporting import Extension, Progress, TaskRow

# "Từ tháng 01/2026" says when work may begin, not when anything has to be ready.
BINDING = (MilestoneKind.START, MilestoneKind.PHASE, MilestoneKind.FINISH)

STANDING_WORDS = {
    Standing.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Standing.DONE_LATE: "Hoàn thành quá hạn",
    Standing.DONE: "Hoàn thành",
    Standing.IN_TIME: "Đang triển khai trong hạn",
    Standing.OVERDUE: "Quá hạn",
    Standing.NOT_STARTED: "Chưa triển khai",
    Standing.ON_HOLD: "Tạm dừng",
    Standing.NO_DEADLINE: "Không xác định thời hạn",
}


def standing_words(standing: Standing) -> str:
    """The words of a standing where rows are counted (design, section 2)."""
    return STANDING_WORDS[standing]


def standing_of(
    progress: Progress, milestones: Sequence[MilestoneState], due: date | None, as_of: date
) -> Standing:
    """Standing at ``as_of`` of a task that is not a mere heading.

    ``milestones`` and ``due`` are those that count, a granted extension applied. A completed task
    without a date of completion is taken as completed on ``as_of``.
    """
    if progress.status is Status.COMPLETED:
        return _completed(progress.completed_on or as_of, due)
    if missed_milestones(milestones, as_of):
        return Standing.OVERDUE
    if progress.status is Status.ON_HOLD:
        return Standing.ON_HOLD
    if progress.status is Status.NOT_STARTED:
        return Standing.NOT_STARTED
    ahead = any(point.due is not None and point.due >= as_of for point in milestones)
    return Standing.IN_TIME if ahead else Standing.NO_DEADLINE


def lacks_day(row: TaskRow) -> bool:
    """Whether a task is called completed and the day is still to be typed.

    The day that is asked about then counts, in documents and on screens alike: after the deadline
    the row is late until its day is typed, and every place that says so says what is missing.
    """
    return row.progress.status is Status.COMPLETED and row.progress.completed_on is None


def _completed(on: date, due: date | None) -> Standing:
    if due is None:
        return Standing.DONE
    return Standing.DONE_ON_TIME if on <= due else Standing.DONE_LATE


def missed_milestones(
    milestones: Iterable[MilestoneState], as_of: date
) -> tuple[MilestoneState, ...]:
    """Start, phase and finish milestones dated before ``as_of`` and not reached, earliest first.

    The due day itself is still in time.
    """
    missed = [
        point
        for point in milestones
        if point.kind in BINDING
        and point.due is not None
        and point.due < as_of
        and point.actual_on is None
    ]
    return tuple(sorted(missed, key=_when))


def coming_milestone(milestones: Iterable[MilestoneState], today: date) -> MilestoneState | None:
    """The next start, phase or finish milestone not reached yet, today's included; None if none."""
    coming = [
        point
        for point in milestones
        if point.kind in BINDING
        and point.due is not None
        and point.due >= today
        and point.actual_on is None
    ]
    return min(coming, key=_when, default=None)


def pressing_day(row: TaskRow) -> date | None:
    """The day that a list by deadline puts a task at, None for one without any.

    It is the first that is to be met and was not: a start that was missed presses more than an end
    years ahead. Of what is completed, and where all are met, it is the last.
    """
    dated = [
        (point.due, point.actual_on)
        for point in row.milestones
        if point.kind in BINDING and point.due is not None
    ]
    unmet = [due for due, met in dated if met is None]
    if unmet and row.progress.status is not Status.COMPLETED:
        return min(unmet)
    return row.due or max((due for due, _met in dated), default=None)


def _when(point: MilestoneState) -> tuple[date, int]:
    assert point.due is not None  # callers pass dated milestones only
    return point.due, point.number


def milestone_states(deadline: Deadline, actuals: Mapping[int, date]) -> tuple[MilestoneState, ...]:
    """Milestones of a deadline with the day on which each was reached.

    They are numbered from 1 in the order of the words; a number in ``actuals`` that the deadline
    does not have is left out.
    """
    return tuple(
        MilestoneState(number, point.label, point.kind, point.due, actuals.get(number))
        for number, point in enumerate(deadline.milestones, start=1)
    )


def reached_by(milestones: Iterable[MilestoneState], day: date) -> tuple[MilestoneState, ...]:
    """Milestones as they stood at the end of ``day``: what was reached later was not reached yet.

    The recorded days belong to the year (design, section 3), so that a period that is entered
    afterwards would otherwise tell what came after its own close.
    """
    return tuple(
        replace(point, actual_on=None, later_on=point.actual_on)
        if point.actual_on is not None and point.actual_on > day
        else point
        for point in milestones
    )


def apply_extension(
    milestones: Sequence[MilestoneState], due: date | None, extension: Extension | None
) -> tuple[tuple[MilestoneState, ...], date | None]:
    """Milestones and due date that count, once an extension is granted.

    The latest dated start, phase or finish milestone takes the new date; where none is dated, a
    finish is added. The due date follows unless what was put off is a start: a later start says
    nothing of when the work must be ready. One that is only asked for changes nothing.
    """
    if extension is None or not extension.granted:
        return tuple(milestones), due
    dated = [m for m in milestones if m.kind in BINDING and m.due is not None]
    if not dated:
        number = max((point.number for point in milestones), default=0) + 1
        added = MilestoneState(number, "hoàn thành", MilestoneKind.FINISH, extension.due)
        return (*milestones, added), extension.due
    last = max(dated, key=_when)
    moved = tuple(replace(m, due=extension.due) if m is last else m for m in milestones)
    return moved, due if last.kind is MilestoneKind.START else extension.due


def extension_fault(due: date, milestones: Iterable[Milestone | MilestoneState]) -> str:
    """Say why a deadline cannot be put off to ``due``, "" where it can.

    ``milestones`` are those in force; putting off never brings the last of them forward.
    """
    dated = [m.due for m in milestones if m.kind in BINDING and m.due is not None]
    last = max(dated, default=due)
    if due >= last:
        return ""
    return (
        f"Hạn mới {format_date(due)} sớm hơn thời hạn đang áp dụng ({format_date(last)}). "
        "Chưa có gì bị thay đổi. Nhập ngày muộn hơn."
    )


def count_standings(rows: Iterable[TaskRow]) -> dict[Standing, int]:
    """How many rows have each standing, every standing present; headings are not counted."""
    counts = dict.fromkeys(Standing, 0)
    for row in rows:
        if not row.heading and row.standing is not None:
            counts[row.standing] += 1
    return counts


def is_heading(task: Task, children: Iterable[Task], deadline: Deadline) -> bool:
    """Whether a row only heads its sub-tasks: it has some, and no deadline words of its own.

    ``children`` may hold other tasks too, only those whose parent is ``task`` are looked at;
    ``deadline`` is the task's own, not an inherited one. In the 2026 plan: 2.16, 3.4, 3.10, 5.6.
    """
    if deadline.text.strip():
        return False
    return any(child.parent == task.code for child in children)


def deadline_of(plan: Plan, uid: str) -> Deadline:
    """The deadline of a task of a plan, its parent's where its own cell is empty."""
    task = next((one for one in plan.tasks if one.uid == uid), None)
    if task is None:
        return parse_deadline("", plan.year)
    parent = next((one for one in plan.tasks if one.code == task.parent), None)
    return parse_deadline(inherit(task, parent).deadline_text, plan.year)


class Inherited(NamedTuple):
    """What holds for a task once empty cells are filled from its parent's."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline_text: str


def inherit(task: Task, parent: Task | None) -> Inherited:
    """Lead, support and deadline words of a task; each empty cell takes the parent's."""
    if parent is None:
        return Inherited(task.lead, task.support, task.deadline_text)
    own_words = bool(task.deadline_text.strip())
    return Inherited(
        task.lead or parent.lead,
        task.support or parent.support,
        task.deadline_text if own_words else parent.deadline_text,
    )
