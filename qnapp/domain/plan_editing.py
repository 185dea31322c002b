"""Changes of a plan that is being prepared: channels, who does what, rows that are the same.

Nothing here counts versions: the one who sends the plan out does, once for all changes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qnapp.domain.assignments import match_assignments
from qnapp.domain.doubts import remaining_doubts
from qnapp.domain.periods import PeriodKind, find_period
from qnapp.domain.plan import Assignment, Certainty, Task
from qnapp.errors import InputError
from qnapp.text import clean, format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Channel, Indicator, Plan, Role

BY_HAND = "cơ quan tổng hợp giao"
_NO_NAME = "Kỳ báo cáo phải có tên. Chưa có gì bị thay đổi. Ghi tên kỳ rồi thử lại."
_ORDER = (
    "Ngày bắt đầu, ngày chốt số liệu, hạn gửi phải theo thứ tự thời gian. "
    "Chưa có gì bị thay đổi. Xem lại các ngày rồi thử lại."
)
_NEIGHBOURS = (
    "Ngày chốt số liệu của kỳ {later} ({day}) phải sau kỳ {earlier} ({before}). "
    "Chưa có gì bị thay đổi. Chọn ngày khác rồi thử lại."
)


def with_channel(plan: Plan, uid: str, channel: Channel) -> Plan:
    """Let a task travel by another channel."""
    return replace(
        plan,
        tasks=tuple(replace(one, channel=channel) if one.uid == uid else one for one in plan.tasks),
    )


def with_assignment(plan: Plan, uid: str, organisation: str, role: Role) -> Plan:
    """Give a row to an organisation or group; what was said of the two before gives way."""
    new = Assignment(uid, organisation, role, Certainty.SURE, BY_HAND)
    return replace(
        plan, assignments=(*without_assignment(plan, uid, organisation).assignments, new)
    )


def without_assignment(plan: Plan, uid: str, organisation: str) -> Plan:
    """Take a row from an organisation or group."""
    return replace(
        plan,
        assignments=tuple(
            one for one in plan.assignments if (one.uid, one.organisation) != (uid, organisation)
        ),
    )


def proposed_assignments(plan: Plan, uid: str) -> list[Assignment]:
    """Read from a task's own words, and its parent's, who it concerns and is not said yet."""
    tasks = [one for one in plan.tasks if one.uid == uid]
    parents = [one for one in plan.tasks if tasks and one.code == tasks[0].parent]
    part = replace(plan, tasks=(*parents, *tasks), indicators=(), assignments=())
    known = {one.organisation for one in plan.assignments if one.uid == uid}
    found = match_assignments(part, plan.organisations, plan.groups) if tasks else []
    return [one for one in found if one.uid == uid and one.organisation not in known]


def same_row(plan: Plan, code: str, old: Task | Indicator) -> Plan:
    """Say that the row of ``code`` is one of this plan's earlier version: it keeps its uid."""
    task = isinstance(old, Task)
    rows: Iterable[Task | Indicator] = plan.tasks if task else plan.indicators
    new = next(one for one in rows if one.code == code)
    given = tuple(
        replace(one, uid=old.uid) if one.uid == new.uid else one for one in plan.assignments
    )
    kept = _kept(new, old)
    tasks = tuple(kept if one is new else one for one in plan.tasks)
    indicators = tuple(kept if one is new else one for one in plan.indicators)
    return replace(plan, tasks=tasks, indicators=indicators, assignments=given)  # type: ignore[arg-type] # a row stays in its list


def _kept(new: Task | Indicator, old: Task | Indicator) -> Task | Indicator:
    """The words of the new row, and what annexes do not say from the old one."""
    paragraph, doubts = old.paragraph or new.paragraph, remaining_doubts(old, new)
    kept = replace(new, uid=old.uid, paragraph=paragraph, doubts=doubts)
    if isinstance(kept, Task) and isinstance(old, Task):
        return replace(kept, channel=old.channel, continues=old.continues)
    return kept


def continued(plan: Plan, code: str, old: Task) -> Plan:
    """Say that the row of ``code`` goes on from a task of an older plan."""
    return replace(
        plan,
        tasks=tuple(
            replace(one, continues=old.uid, channel=old.channel) if one.code == code else one
            for one in plan.tasks
        ),
    )


def with_period(
    calendar: Sequence[Period], code: str, *, name: str, start: date, cutoff: date, due: date
) -> tuple[Period, ...]:
    """Change name and days of a period; the day that figures speak of follows the cut-off.

    Raises ``InputError`` for no name, days out of order, and a cut-off of a regular period that
    is not after that of the regular one before; ``NotFoundError``.
    """
    if not clean(name):
        raise InputError(_NO_NAME)
    if not start <= cutoff <= due:
        raise InputError(_ORDER)
    old = find_period(calendar, code)
    as_of = cutoff if old.as_of == old.cutoff else old.as_of
    new = replace(old, name=clean(name), start=start, cutoff=cutoff, due=due, as_of=as_of)
    changed = tuple(new if one is old else one for one in calendar)
    kinds = list(PeriodKind)
    regular = [one for one in changed if one.kind is not PeriodKind.X]
    for earlier, later in pairwise(sorted(regular, key=lambda one: kinds.index(one.kind))):
        if not earlier.cutoff < later.cutoff:
            day, before = format_date(later.cutoff), format_date(earlier.cutoff)
            words = {"later": later.name, "earlier": earlier.name, "day": day, "before": before}
            raise InputError(_NEIGHBOURS.format(**words))
    return changed
