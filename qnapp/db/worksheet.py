"""Everything that one organisation has of one period, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qnapp.db import items
from qnapp.db.calendar import stored_period
from qnapp.db.indicator_rows import indicator_rows
from qnapp.db.items import (
    LOCAL_SECTION_CODE,
    find_indicator,
    find_item,
    find_task,
    local_group,
    local_section,
)
from qnapp.db.organisations import own_organisation
from qnapp.db.plans import current_plan
from qnapp.db.task_rows import TaskFacts, task_row
from qnapp.db.task_rows import load_row as load_task_row
from qnapp.domain.reporting import Worksheet
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.plan import Task
    from qnapp.domain.reporting import IndicatorRow, TaskRow

__all__ = [
    "LOCAL_SECTION_CODE",
    "find_indicator",
    "find_item",
    "find_task",
    "load_indicator_row",
    "load_reported",
    "load_task_row",
    "load_worksheet",
    "local_group",
    "local_section",
]


def load_worksheet(store: Store, period_code: str, as_of: date | None = None) -> Worksheet:
    """The worksheet of the store's own organisation; ``as_of`` defaults to the period's.

    A task without a row in this period shows what the period before carries over.
    """
    stored = stored_period(store, period_code)
    return Worksheet(
        organisation=own_organisation(store),
        plan=current_plan(store),
        period=stored.period,
        as_of=as_of or stored.period.as_of,
        locked=stored.locked,
        tasks=_task_rows(store, stored.period.code, as_of or stored.period.as_of),
        indicators=indicator_rows(store, stored.period),
    )


def load_reported(store: Store, period_code: str) -> Worksheet:
    """Give what a report speaks of: judged by the period's own day, or by today before that.

    The year's report speaks of 31/12 and leaves on the 20th: what is due in between is not overdue
    yet, and no day may be counted that has not come. Raises ``NotFoundError``.
    """
    day = stored_period(store, period_code).period.as_of
    return load_worksheet(store, period_code, min(day, store.today()))


def load_indicator_row(store: Store, uid: str, period_code: str) -> IndicatorRow:
    """One row of the worksheet; raises ``NotFoundError``."""
    for row in indicator_rows(store, stored_period(store, period_code).period):
        if row.uid == uid:
            return row
    raise NotFoundError(
        f"Không có chỉ tiêu “{uid}” trong dữ liệu này. Chưa có gì bị thay đổi. "
        "Xem mã ở danh sách chỉ tiêu."
    )


def _task_rows(store: Store, period_code: str, as_of: date) -> tuple[TaskRow, ...]:
    facts = TaskFacts(store, period_code)
    plan = current_plan(store)
    by_section: defaultdict[str, list[Task]] = defaultdict(list)
    for task in (*plan.tasks, *_touched(items.withdrawn_tasks(store), facts)):
        by_section[task.section].append(task)
    for task in items.local_tasks(store):
        by_section[task.section].append(task)
    present = {task.uid for task in plan.tasks}
    printed = [section.code for section in plan.task_sections]
    order = [*printed, *(code for code in by_section if code not in printed)]
    tasks = [task for code in order for task in by_section[code]]
    children: defaultdict[str, list[Task]] = defaultdict(list)
    parents = {task.code: task for task in tasks}
    for task in tasks:
        children[task.parent].append(task)
    return tuple(
        task_row(
            task,
            parents.get(task.parent) if task.parent else None,
            children[task.code],
            facts,
            as_of,
            withdrawn=not items.is_local(task) and task.uid not in present,
        )
        for task in tasks
    )


def _touched(tasks: Sequence[Task], facts: TaskFacts) -> list[Task]:
    """Withdrawn tasks matter only where the organisation had to do with them."""
    return [task for task in tasks if facts.concerns(task.uid)]
