"""Puts a plan together from its annexes, its document and an older plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.db.builtin import builtin_plan
from qnapp.domain.assignments import match_assignments
from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.doubts import remaining_doubts
from qnapp.domain.plan import Indicator, Nature, Origin, Plan, Section, Task
from qnapp.domain.standings import inherit
from qnapp.exchange.annex_indicators import guessed_remark
from qnapp.exchange.plan_head import same_plan
from qnapp.exchange.plan_joining import LinkKind, join, link_of, nearest, same_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from qnapp.domain.plan import Assignment
    from qnapp.exchange.annex_indicators import IndicatorAnnex
    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.annex_tasks import TaskAnnex
    from qnapp.exchange.plan_head import PlanHead
    from qnapp.exchange.plan_joining import Link


class PlanBuilder:
    """Builds one plan; ``links`` and ``second_look`` tell what a person should see."""

    def __init__(self, head: PlanHead, against: Plan | None) -> None:
        self._head = head
        self._older = against
        same = against is not None and same_plan(head, against)
        self._uid = against.uid if same and against is not None else head.uid
        self._before = against if same else None  # an earlier version of this very plan
        self._used = _uids(against) if against is not None else set()
        self.links: list[Link] = []
        self.second_look: list[Remark] = []

    def build(self, tasks: TaskAnnex, indicators: IndicatorAnnex) -> Plan:
        """Give the plan: the older one itself where nothing is different."""
        rows = self._tasks([draft.task for draft in tasks.drafts])
        measured = self._indicators(indicators)
        before = self._before
        plan = self._framed(
            Plan(
                uid=self._uid,
                year=self._head.year,
                version=before.version if before else 1,
                number=self._head.number,
                issued_on=self._issued_on(),
                issuer=self._head.issuer,
                title=self._head.title,
                signer=self._head.signer,
                theme=self._head.theme,
                task_sections=tuple(tasks.sections),
                tasks=tuple(rows),
                indicator_groups=tuple(indicators.groups),
                indicators=tuple(measured),
            )
        )
        plan = replace(plan, assignments=self._assignments(plan))
        if before is not None and plan != before:
            plan = replace(plan, version=before.version + 1)
        return plan

    def _issued_on(self) -> date:
        # Somebody is told that it is missing; the store needs a day.
        return self._head.issued_on or date(self._head.year, 1, 1)

    def _framed(self, plan: Plan) -> Plan:
        """Add what the annexes do not say: from this plan's earlier version, else from any."""
        known = self._older or builtin_plan()
        plan = replace(plan, groups=known.groups, organisations=known.organisations)
        if self._before is None:
            return plan
        before = self._before
        return replace(
            plan,
            task_sections=_with_more(plan.task_sections, before.task_sections, before.tasks),
            tasks=(*plan.tasks, *(one for one in before.tasks if one.origin is not Origin.PLAN)),
            indicator_groups=_with_more(
                plan.indicator_groups, before.indicator_groups, before.indicators
            ),
            indicators=(
                *plan.indicators,
                *(one for one in before.indicators if one.origin is not Origin.PLAN),
            ),
            paragraphs=before.paragraphs,
            repeats=before.repeats,
        )

    def _fresh(self, code: str) -> str:
        """A uid that no row ever had."""
        uid, number = f"{self._uid}/{code}", 1
        while uid in self._used:
            number += 1
            uid = f"{self._uid}/{code}~{number}"
        self._used.add(uid)
        return uid

    # --- tasks

    def _tasks(self, new: Sequence[Task]) -> list[Task]:
        if self._before is None:
            return self._continued(new)
        old = [one for one in self._before.tasks if one.origin is Origin.PLAN]
        joined = join(new, old)
        self.links += joined.links
        return [self._kept_task(one, joined.old.get(one.code)) for one in new]

    def _kept_task(self, one: Task, old: Task | None) -> Task:
        if old is None:
            return replace(one, uid=self._fresh(one.code))
        kept = replace(
            one,
            uid=old.uid,
            channel=old.channel,
            continues=old.continues,
            paragraph=old.paragraph,
        )
        return replace(kept, doubts=remaining_doubts(old, kept))

    def _continued(self, new: Sequence[Task]) -> list[Task]:
        """Tasks of a new plan; those that last longer than a year go on from the older one."""
        if self._older is None:
            return [replace(one, uid=self._fresh(one.code)) for one in new]
        old = [one for one in self._older.tasks if one.origin is Origin.PLAN]
        parents = {one.code: one for one in old}
        same, found = same_words(new, old), []
        for one in new:
            uid, before = self._fresh(one.code), same.get(one.code)
            if before is not None and _outlasts(
                before, parents.get(before.parent), self._older.year
            ):
                self.links.append(link_of(LinkKind.CONTINUES, one, before))
                found.append(replace(one, uid=uid, continues=before.uid, channel=before.channel))
                continue
            before = before or nearest(one, old)
            if before is not None:
                self.links.append(link_of(LinkKind.PERHAPS, one, before))
            found.append(replace(one, uid=uid))
        return found

    # --- indicators

    def _indicators(self, annex: IndicatorAnnex) -> list[Indicator]:
        new = [draft.indicator for draft in annex.drafts]
        old = list(self._older.indicators) if self._older else []
        if self._before is not None:
            joined = join(new, [one for one in old if one.origin is Origin.PLAN])
            self.links += joined.links
            known = joined.old
        else:
            known = same_words(new, old)
        found = []
        for draft in annex.drafts:
            before = known.get(draft.indicator.code)
            one = self._kept_indicator(draft.indicator, before if self._before else None)
            alike = before is not None and before.unit == one.unit
            if draft.guessed and alike and before is not None:
                one = replace(one, nature=before.nature)
            elif draft.guessed and one.unit != "%" and one.nature is not Nature.WORDS:
                self.second_look.append(guessed_remark(draft))
            found.append(one)
        return found

    def _kept_indicator(self, one: Indicator, old: Indicator | None) -> Indicator:
        if old is None:
            return replace(one, uid=self._fresh(f"CT-{one.code}"))
        kept = replace(one, uid=old.uid, paragraph=old.paragraph)
        return replace(kept, doubts=remaining_doubts(old, kept))

    # --- assignments

    def _assignments(self, plan: Plan) -> tuple[Assignment, ...]:
        """Who does what: as before for rows with the same words, read from them for the others."""
        if self._before is None:
            return tuple(match_assignments(plan, plan.organisations, plan.groups))
        same = _unchanged(plan, self._before)
        kept = [one for one in self._before.assignments if one.uid in same]
        return (*kept, *_matched(plan, same))


def _matched(plan: Plan, known: Collection[str]) -> Iterator[Assignment]:
    """Assignments read from the words of rows that are not ``known``."""
    wanted = {one.code for one in plan.tasks if one.uid not in known}
    parents = {one.parent for one in plan.tasks if one.code in wanted}
    tasks = tuple(one for one in plan.tasks if one.code in wanted | parents)
    indicators = tuple(one for one in plan.indicators if one.uid not in known)
    part = replace(plan, tasks=tasks, indicators=indicators)
    if tasks or indicators:
        found = match_assignments(part, plan.organisations, plan.groups)
        yield from (one for one in found if one.uid not in known)


def _uids(plan: Plan) -> set[str]:
    return {one.uid for one in plan.tasks} | {one.uid for one in plan.indicators}


def _with_more(
    read: tuple[Section, ...], before: Iterable[Section], rows: Iterable[Task | Indicator]
) -> tuple[Section, ...]:
    """Sections of the annex, then those that only rows from elsewhere stand in."""
    own = {one.code for one in read}
    elsewhere = {
        one.section if isinstance(one, Task) else one.group
        for one in rows
        if one.origin is not Origin.PLAN
    }
    return (*read, *(one for one in before if one.code in elsewhere - own))


def _outlasts(task: Task, parent: Task | None, year: int) -> bool:
    """Whether a task goes on after its plan's year: due later, or begun without a dated end."""
    words = parse_deadline(inherit(task, parent).deadline_text, year)
    if words.recurring is not None or words.open:
        return False
    return words.due is None or words.due.year > year


def _task_words(one: Task) -> tuple[object, ...]:
    return one.title, one.lead, one.support, one.deadline_text


def _unchanged(plan: Plan, before: Plan) -> set[str]:
    """Uids of rows whose words, and whose parent's words, are those of the version before."""
    old = {one.uid: _with_parent(one, before) for one in before.tasks}
    same = {one.uid for one in plan.tasks if old.get(one.uid) == _with_parent(one, plan)}
    measured = {one.uid: (one.title, one.lead) for one in before.indicators}
    return same | {
        one.uid for one in plan.indicators if measured.get(one.uid) == (one.title, one.lead)
    }


def _with_parent(one: Task, plan: Plan) -> tuple[object, ...]:
    parent = next((other for other in plan.tasks if one.parent and other.code == one.parent), None)
    return _task_words(one), parent and _task_words(parent)
