"""A task's row of the worksheet from what is stored of it."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.db.calendar import stored_period
from qnapp.db.carry import recorded
from qnapp.db.evidence_rows import evidence_by_row
from qnapp.db.fields import own_code
from qnapp.db.items import find_task, is_local, withdrawn_tasks
from qnapp.db.plans import current_plan, current_version
from qnapp.db.returned import open_returns
from qnapp.db.rows import extension_from
from qnapp.domain.assignments import propose
from qnapp.domain.deadlines import Deadline, parse_deadline
from qnapp.domain.plan import Certainty, Channel, Role
from qnapp.domain.reporting import Progress, Status, TaskRow
from qnapp.domain.standings import (
    apply_extension,
    inherit,
    is_heading,
    milestone_states,
    reached_by,
    standing_of,
)
from qnapp.errors import InputError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.assignments import Proposal
    from qnapp.domain.plan import Task
    from qnapp.domain.reporting import Evidence, Extension


_HEADING = (
    "{code} chỉ là đầu mục của các nhiệm vụ con nên không ghi kết quả riêng. "
    "Chưa có gì bị thay đổi. Ghi ở từng nhiệm vụ con."
)
_NOT_TAKEN = (
    "Đơn vị chưa nhận theo dõi nhiệm vụ {code} nên chưa ghi được. Chưa có gì bị thay đổi. "
    "Nhận theo dõi nhiệm vụ này rồi thử lại."
)
_WITHDRAWN = (
    "Nhiệm vụ {code} đã rút khỏi kế hoạch nên không ghi thêm. Những gì đã ghi vẫn giữ nguyên. "
    "Xem lại trong Nhật ký."
)


class TaskFacts:
    """What is stored of one task or all of the own organisation, read in one query a table."""

    def __init__(self, store: Store, period_code: str, uid: str | None = None) -> None:
        own = {"organisation": own_code(store), "uid": uid}
        which = "organisation = :organisation AND (:uid IS NULL OR uid = :uid)"
        self.period = period_code
        self.year = current_plan(store).year
        self.recorded = recorded(store, period_code, uid)
        self.proposals = proposals(store)
        self._evidence = evidence_by_row(store)
        self.returns = open_returns(store, period_code)
        self._assignments = {
            row["uid"]: row for row in store.rows(f"SELECT * FROM assignment WHERE {which}", own)
        }
        self._actuals: defaultdict[str, dict[int, date]] = defaultdict(dict)
        for row in store.rows(
            f"SELECT * FROM milestone_actual WHERE {which} AND actual_on <> ''", own
        ):
            self._actuals[row["uid"]][row["number"]] = date.fromisoformat(row["actual_on"])
        self._extensions: defaultdict[str, list[Extension]] = defaultdict(list)
        for row in store.rows(
            f"SELECT * FROM extension WHERE {which} AND removed = '' ORDER BY id", own
        ):
            self._extensions[row["uid"]].append(extension_from(row))

    def assignment(self, uid: str) -> sqlite3.Row | None:
        """The organisation's own part in a task, None where it never had one."""
        return self._assignments.get(uid)

    def concerns(self, uid: str) -> bool:
        """Whether anything is stored of a task."""
        return uid in self._assignments or bool(self.recorded.source(uid))

    def actuals(self, uid: str) -> Mapping[int, date]:
        """When milestones were reached, by number."""
        return self._actuals.get(uid, {})

    def extension(self, uid: str) -> Extension | None:
        """The last granted extension, else the last one asked."""
        known = self._extensions.get(uid, [])
        granted = [one for one in known if one.granted]
        return next(reversed(granted or known), None)

    def evidence(self, uid: str, progress: Progress) -> tuple[Evidence, ...]:
        """Evidence of the period; what was completed before keeps what proved it."""
        done = progress.status is Status.COMPLETED
        codes = self.recorded.since_completed(uid) if done else (self.period,)
        found = (one for code in codes for one in self._evidence.get((uid, code), ()))
        return tuple(dict.fromkeys(found))


def proposals(store: Store) -> Mapping[str, Proposal]:
    """What the plan proposes to the own organisation, by uid; worked out once a version."""
    key = (current_version(store), own_code(store))
    kept: tuple[tuple[int, str], Mapping[str, Proposal]] | None = store.cache.get("proposals")
    if kept is None or kept[0] != key:
        found = {one.uid: one for one in propose(current_plan(store), key[1])}
        kept = (key, found)
        store.cache["proposals"] = kept
    return kept[1]


@functools.lru_cache(maxsize=1024)
def deadline(text: str, year: int) -> Deadline:
    """The parsed words of a deadline; the same few hundred words are asked for all the time."""
    return parse_deadline(text, year)


def require_reportable(row: TaskRow) -> None:
    """Raise ``InputError`` for a row on which the organisation does not report."""
    if row.heading:
        raise InputError(_HEADING.format(code=row.code))
    if row.withdrawn:
        raise InputError(_WITHDRAWN.format(code=row.code))
    if not row.taken:
        raise InputError(_NOT_TAKEN.format(code=row.code))


def load_row(store: Store, uid: str, period_code: str, as_of: date | None = None) -> TaskRow:
    """One row of the worksheet by uid or typed code; raises ``NotFoundError``."""
    task = find_task(store, uid)
    day = as_of or stored_period(store, period_code).period.as_of
    plan = current_plan(store)
    siblings = (*plan.tasks, *withdrawn_tasks(store))
    return task_row(
        task,
        next((one for one in siblings if task.parent and one.code == task.parent), None),
        [one for one in siblings if one.parent == task.code],
        TaskFacts(store, period_code, task.uid),
        day,
        withdrawn=not is_local(task) and all(one.uid != task.uid for one in plan.tasks),
    )


def task_row(
    task: Task,
    parent: Task | None,
    children: Sequence[Task],
    facts: TaskFacts,
    as_of: date,
    *,
    withdrawn: bool,
) -> TaskRow:
    """Put together a row of the worksheet."""
    own_words = deadline(task.deadline_text, facts.year)
    heading = is_heading(task, children, own_words)
    inherited = inherit(task, parent)
    words = deadline(inherited.deadline_text, facts.year)
    extension = facts.extension(task.uid)
    states = reached_by(milestone_states(words, facts.actuals(task.uid)), as_of)
    milestones, due = apply_extension(states, words.due, extension)
    progress = facts.recorded.progress(task.uid) or Progress()
    given = facts.assignment(task.uid)
    role, certainty, reason = _part(given, facts.proposals.get(task.uid))
    return TaskRow(
        task=task,
        parent=parent,
        lead=inherited.lead,
        support=inherited.support,
        deadline=words,
        milestones=milestones,
        extension=extension,
        due=due,
        heading=heading,
        taken=given is not None and bool(given["taken"]),
        role=role,
        certainty=certainty,
        reason=reason,
        officer=given["officer"] if given is not None else "",
        progress=progress,
        previous=_before(task, facts.recorded.progress(task.uid, skip=1)),
        evidence=facts.evidence(task.uid, progress),
        standing=None if heading else standing_of(progress, milestones, due, as_of),
        withdrawn=withdrawn,
        returned=facts.returns.get(task.uid),
    )


def _before(task: Task, progress: Progress | None) -> Progress | None:
    """The period before; a restricted task's texts may be older than its channel, and stay out."""
    if progress is None or task.channel is not Channel.RESTRICTED:
        return progress
    return replace(progress, result="", delay_reason="", difficulty="", proposal="", next_step="")


def _part(
    given: sqlite3.Row | None, proposal: Proposal | None
) -> tuple[Role | None, Certainty | None, str]:
    """Role, certainty and reason: as taken on, else as the plan proposes."""
    if given is not None and given["taken"]:
        role = Role(given["role"]) if given["role"] else None
        certainty = Certainty(given["certainty"]) if given["certainty"] else None
        return role, certainty, given["reason"]
    if proposal is None:
        return None, None, ""
    return proposal.role, proposal.certainty, proposal.reason
