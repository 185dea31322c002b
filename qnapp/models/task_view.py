"""Which lines a table of tasks shows: one filter at a time, narrowed by a search (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from qnapp.domain.overview import TASK_FILTERS
from qnapp.domain.reporting import Standing, Status
from qnapp.models.task_lines import SECTION_PREFIX, LineKind, TaskLine
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from qnapp.domain.plan import Section


class TaskFilter(StrEnum):
    """The questions of the overview (``TASK_FILTERS``), and one more.

    The first ones have a chip of their own, those from WEEK on only while a link asks for them.
    """

    ALL = "all"  # what the organisation reports on
    OVERDUE = "overdue"
    SOON = "soon"
    STALE = "stale"
    PLAN = "plan"  # everything, to take on more
    RETURNED = "returned"  # has its chip, the first one, only while there are some
    WEEK = "week"
    MONTH = "month"
    EVIDENCE = "evidence"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE = "done"
    IN_TIME = "in_time"
    NOT_STARTED = "not_started"
    ON_HOLD = "on_hold"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True, slots=True)
class Query:
    """What the user asks to see."""

    filter: TaskFilter = TaskFilter.ALL
    needle: str = ""
    folded_sections: frozenset[str] = frozenset()  # left alone by a search: no hit is folded away
    kept: frozenset[str] = frozenset()  # stay although the filter lets them go


def passes(line: TaskLine, wanted: TaskFilter, today: date) -> bool:
    """Whether a task line answers a filter's question. Headings never do."""
    row = line.row
    if row is None or line.kind is not LineKind.TASK:
        return False
    if wanted is TaskFilter.PLAN:
        return True
    return line.own and TASK_FILTERS[wanted](row, today)


def count_filters(lines: Iterable[TaskLine], today: date) -> dict[TaskFilter, int]:
    """How many tasks answer each filter."""
    counts = dict.fromkeys(TaskFilter, 0)
    for line in lines:
        for wanted in TaskFilter:
            counts[wanted] += passes(line, wanted, today)
    return counts


def visible_lines(
    lines: Sequence[TaskLine],
    query: Query,
    today: date,
    titles: Mapping[str, Section],
) -> list[TaskLine]:
    """Section lines, parents and tasks that the query leaves, in printed order."""
    shown: list[TaskLine] = []
    for section, members in _by_section(_with_parents(lines, query, today)):
        counted = [line for line in members if line.kind is LineKind.TASK]
        is_open = bool(query.needle) or section not in query.folded_sections
        shown.append(_section_line(titles[section], counted, query.filter, is_open))
        shown += members if is_open else []
    return shown


def chosen_lines(lines: Sequence[TaskLine], query: Query, today: date) -> Iterator[TaskLine]:
    """Tasks that pass, without sections and parents, in printed order."""
    needle = fold(query.needle)
    for line in lines:
        if line.kind is LineKind.TASK and _wanted(line, query, needle, today):
            yield line


def _with_parents(lines: Sequence[TaskLine], query: Query, today: date) -> Iterator[TaskLine]:
    """Tasks that pass, each first one of a parent behind its parent."""
    parents = {line.code: line for line in lines if line.depth == 0}
    told: set[str] = set()
    for line in chosen_lines(lines, query, today):
        parent = parents.get(line.row.task.parent) if line.row and line.depth else None
        if parent is not None and parent.uid not in told:
            told.add(parent.uid)
            yield _as_heading(parent)
        if line.uid not in told:
            told.add(line.uid)
            yield line


def _wanted(line: TaskLine, query: Query, needle: str, today: date) -> bool:
    if needle and not matches(needle, line.folded):
        return False
    return (line.own and line.uid in query.kept) or passes(line, query.filter, today)


def _as_heading(parent: TaskLine) -> TaskLine:
    """Let a parent only give its sub-tasks their meaning, even where it is a task itself."""
    return parent if parent.kind is LineKind.HEADING else replace(parent, kind=LineKind.HEADING)


def _by_section(lines: Iterable[TaskLine]) -> Iterator[tuple[str, list[TaskLine]]]:
    for section, members in groupby(lines, key=attrgetter("section")):
        yield section, list(members)


def _section_line(
    title: Section, tasks: Sequence[TaskLine], wanted: TaskFilter, is_open: bool
) -> TaskLine:
    note = _section_note(tasks, wanted)
    return TaskLine(
        kind=LineKind.SECTION,
        uid=SECTION_PREFIX + title.code,
        section=title.code,
        code=title.code if title.code.isdigit() else "",
        title=title.title,
        note=note,
        open=is_open,
        spoken=f"Mục {title.title}, {note}" + ("" if is_open else ", đang thu gọn"),
    )


def _section_note(tasks: Sequence[TaskLine], wanted: TaskFilter) -> str:
    if wanted is TaskFilter.PLAN:
        return f"theo dõi {sum(line.own for line in tasks)}/{len(tasks)}"
    if wanted is not TaskFilter.ALL:
        return f"{len(tasks)} nhiệm vụ"
    rows = [line.row for line in tasks if line.row]
    done = sum(row.progress.status is Status.COMPLETED for row in rows)
    late = sum(row.standing is Standing.OVERDUE for row in rows)
    return f"{done}/{len(tasks)} xong" + (f", {late} quá hạn" if late else "")
