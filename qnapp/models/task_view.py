"""Which lines a table of tasks shows: one filter at a time, narrowed by a search (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from qnapp.domain.check_rules import is_restricted
from qnapp.domain.overview import TASK_FILTERS, is_done
from qnapp.models.task_lines import SECTION_PREFIX, LineKind, TaskLine

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    from qnapp.domain.plan import Section
    from qnapp.models.bits import Bits
    from qnapp.models.row_index import RowIndex


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
    APART = "apart"


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


# Marks of the lines in a ``RowIndex``, besides the filters that they pass.
DONE = "told as completed"
SUB_TASK = "stands under a parent"


def in_section(code: str) -> Hashable:
    """Mark of the lines of a section."""
    return "section", code


def under(uid: str) -> Hashable:
    """Mark of the sub-tasks of a parent."""
    return "parent", uid


def marks_of(line: TaskLine, today: date) -> frozenset[Hashable]:
    """Answer all that can be asked of a line without its words."""
    marks: set[Hashable] = {one for one in TaskFilter if passes(line, one, today)}
    marks.add(in_section(line.section))
    row = line.row
    if row is not None and is_done(row) and not is_restricted(row):
        marks.add(DONE)
    if row is not None and row.parent is not None:
        marks |= {SUB_TASK, under(row.parent.uid)}
    return frozenset(marks)


def chosen_bits(index: RowIndex[TaskLine], query: Query) -> Bits:
    """Tasks that pass, without sections and parents."""
    kept = index.those(query.kept) & index.having(TaskFilter.ALL)
    return index.matching(query.needle, index.having(query.filter) | kept)


def heading_lines(index: RowIndex[TaskLine]) -> dict[str, TaskLine]:
    """How tasks with sub-tasks look, by uid, where they only give these their meaning."""
    parents = index.chosen(_parents(index, index.having(SUB_TASK)))
    tasks = (line for line in parents if line.kind is LineKind.TASK)
    return {line.uid: replace(line, kind=LineKind.HEADING) for line in tasks}


def visible_lines(
    index: RowIndex[TaskLine],
    query: Query,
    titles: Mapping[str, Section],
    headings: Mapping[str, TaskLine],
) -> list[TaskLine]:
    """Section lines, parents and tasks that the query leaves, in printed order.

    ``headings`` are those of ``heading_lines``.
    """
    found = chosen_bits(index, query)
    parents = _parents(index, found)
    tasks = map(attrgetter("uid"), index.chosen(parents & index.having(TaskFilter.PLAN)))
    instead = {uid: headings[uid] for uid in tasks}
    all_bits = found | parents
    lines = iter(index.chosen(all_bits, instead=instead))
    shown: list[TaskLine] = []
    for code, title in titles.items():
        here = index.having(in_section(code))
        members = list(islice(lines, (all_bits & here).bit_count()))
        if members:
            is_open = bool(query.needle) or code not in query.folded_sections
            note = _section_note(index, found & here, query.filter)
            shown.append(_section_line(title, note, is_open))
            shown += members if is_open else []
    return shown


def _parents(index: RowIndex[TaskLine], found: Bits) -> Bits:
    """Parents of tasks that were found, as far as they were not found themselves."""
    subs = index.chosen(found & index.having(SUB_TASK))
    return index.those(set(map(attrgetter("row.parent.uid"), subs))) & ~found


def _section_line(title: Section, note: str, is_open: bool) -> TaskLine:
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


def _section_note(index: RowIndex[TaskLine], tasks: Bits, wanted: TaskFilter) -> str:
    count = tasks.bit_count()
    if wanted is TaskFilter.PLAN:
        return f"theo dõi {(tasks & index.having(TaskFilter.ALL)).bit_count()}/{count}"
    if wanted is not TaskFilter.ALL:
        return f"{count} nhiệm vụ"
    done = (tasks & index.having(DONE)).bit_count()
    late = (tasks & index.having(TaskFilter.OVERDUE)).bit_count()
    apart = (tasks & index.having(TaskFilter.APART)).bit_count()
    parts = [f"{done}/{count - apart} xong"] * (count > apart)
    parts += [f"{late} quá hạn"] * bool(late) + [f"{apart} báo cáo riêng"] * bool(apart)
    return ", ".join(parts)
