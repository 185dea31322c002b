"""The matrix of tasks and those who report on them: which cells there are, which lines are shown.

A cell is a standing, or why there is none: nothing arrived, nothing was said of the task, or it was
reported apart. Where nothing is assigned the cell is blank, and blank counts nowhere (design,
section 3.8).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qnapp.domain.received import REPORT_STATE_WORDS, ReportState
from qnapp.domain.reporting import Standing
from qnapp.text import collation_key, fold, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from qnapp.domain.consolidated import Consolidation, Reporter, TaskLine
    from qnapp.text import SortKey


class Gap(StrEnum):
    """Why a cell has no standing though the task is assigned."""

    SILENT = "silent"  # a report is there and says nothing of the task
    NO_PACKAGE = "no_package"  # none arrived
    RIVALS = "rivals"  # two arrived that contradict each other, and none counts
    APART = "apart"  # reported by the separate channel: how it stands is told nowhere


Mark = Standing | Gap | None
DONE = frozenset({Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE})

# What asks for something stands first.
GROUPS = (
    ReportState.CONFLICT,
    ReportState.MISSING,
    ReportState.RETURNED,
    ReportState.LATE,
    ReportState.ON_TIME,
)
GROUP_WORDS = {
    **REPORT_STATE_WORDS,
    ReportState.RETURNED: f"{REPORT_STATE_WORDS[ReportState.RETURNED]}, chờ gửi lại",
}
UNITS = "units"  # the group of all xã, phường, đặc khu
UNIT_GROUPS = ("Phường", "Xã", "Đặc khu")
REPORTED, ALL = "reported", "all"  # which tasks are columns; else the code of a section
BY_NAME, BY_RECEIVED, BY_DONE = "name", "received", "done"  # orders; else the uid of a task
# In a sorted column what asks for attention comes first.
_RANKS: dict[Mark, int] = {
    mark: place
    for place, mark in enumerate(
        (
            Standing.OVERDUE,
            Gap.SILENT,
            Standing.NOT_STARTED,
            Standing.ON_HOLD,
            Standing.NO_DEADLINE,
            Standing.IN_TIME,
            Standing.DONE_LATE,
            Standing.DONE,
            Standing.DONE_ON_TIME,
            Gap.APART,
            Gap.RIVALS,
            Gap.NO_PACKAGE,
            None,
        )
    )
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One who reports, with a cell for every task of the plan, in the plan's order."""

    reporter: Reporter
    marks: tuple[Mark, ...]
    done: int  # tasks that are done
    reported: int  # tasks that it reports on


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A heading over those whose reports stand alike."""

    state: ReportState
    names: tuple[str, ...]
    is_open: bool


Line = UnitLine | GroupLine


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """What of the matrix is asked for."""

    text: str = ""  # narrows the units; where none has it, the tasks
    tasks: str = REPORTED
    group: str = ""  # ``UNITS``, "Phường", "Xã", ...; "" for all
    state: str = ""  # value of a ``ReportState``, "" for all
    mark: str = ""  # value of a standing or gap that units and tasks must show, "" for all
    folded: frozenset[ReportState] = field(default_factory=lambda: frozenset({ReportState.MISSING}))
    sort: str = BY_NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a query leaves."""

    lines: tuple[Line, ...]
    columns: tuple[int, ...]  # places of the tasks that are shown
    units: tuple[UnitLine, ...]  # that the query leaves, folded ones too


@dataclass(frozen=True, slots=True)
class Total:
    """How many have done a task, of how many that report on it."""

    done: int
    of: int


def unit_lines(found: Consolidation) -> list[UnitLine]:
    """Lines of all who are expected to report, in their order."""
    return [_unit_line(found.tasks, one) for one in found.reporters]


def mark_of(line: TaskLine, one: Reporter) -> Mark:
    """Give the cell of a task and an organisation; in no count where it is reported apart."""
    if one.code in line.cells:
        return Gap.APART if line.apart else line.cells[one.code]
    return _gap_of(one) if one.code in line.silent else None


def _gap_of(one: Reporter) -> Gap:
    """Why an organisation says nothing of a task that it was given."""
    if one.state is ReportState.CONFLICT:
        return Gap.RIVALS
    return Gap.SILENT if one.revision else Gap.NO_PACKAGE  # none in force has no revision


def _unit_line(tasks: Sequence[TaskLine], one: Reporter) -> UnitLine:
    marks = tuple(mark_of(task, one) for task in tasks)
    known = [mark for mark in marks if isinstance(mark, Standing)]
    return UnitLine(one, marks, sum(mark in DONE for mark in known), len(known))


def arrange(found: Consolidation, units: Sequence[UnitLine], query: MatrixQuery) -> Matrix:
    """Show what a query leaves of all ``units``, under their headings."""
    kept = [one for one in units if _wanted(one, query)]
    columns = [
        place
        for place, line in enumerate(found.tasks)
        if query.tasks == ALL or line.task.section == query.tasks or query.tasks == REPORTED
    ]
    kept, columns = _narrow(found, kept, columns, query.text)
    if query.tasks == REPORTED:
        columns = [place for place in columns if any(one.marks[place] is not None for one in kept)]
    if query.mark:
        columns = [at for at in columns if any(_shows(one, at, query.mark) for one in kept)]
        kept = [one for one in kept if any(_shows(one, at, query.mark) for at in columns)]
    ordered = _sorted(found, kept, query)
    return Matrix(tuple(_lines(ordered, query)), tuple(columns), tuple(ordered))


def totals(matrix: Matrix) -> list[Total]:
    """For each column that is shown, over the units that the query leaves."""
    found = []
    for place in matrix.columns:
        known = [m for one in matrix.units if isinstance(m := one.marks[place], Standing)]
        found.append(Total(sum(mark in DONE for mark in known), len(known)))
    return found


def reporting_units(matrix: Matrix) -> int:
    """Of how many units the totals tell."""
    return sum(bool(one.reporter.revision) for one in matrix.units)


def _wanted(one: UnitLine, query: MatrixQuery) -> bool:
    reporter = one.reporter
    groups = UNIT_GROUPS if query.group == UNITS else (query.group,)
    return (not query.group or reporter.group in groups) and (
        not query.state or reporter.state == query.state
    )


def _narrow(
    found: Consolidation, units: list[UnitLine], columns: list[int], text: str
) -> tuple[list[UnitLine], list[int]]:
    if not text.strip():
        return units, columns
    named = [one for one in units if matches(text, fold(one.reporter.name))]
    if named:
        return named, columns
    tasks = found.tasks
    told = [
        at for at in columns if matches(text, fold(f"{tasks[at].task.code} {tasks[at].task.title}"))
    ]
    return (units, told) if told else ([], [])


def _shows(one: UnitLine, place: int, mark: str) -> bool:
    return one.marks[place] is not None and str(one.marks[place]) == mark


def _sorted(found: Consolidation, units: Sequence[UnitLine], query: MatrixQuery) -> list[UnitLine]:
    by_name = sorted(units, key=_name_order)
    ordered = sorted(by_name, key=_order(found, query.sort), reverse=query.descending)
    return [one for state in GROUPS for one in ordered if one.reporter.state is state]


def _order(found: Consolidation, sort: str) -> Callable[[UnitLine], Any]:
    if sort == BY_RECEIVED:
        return lambda one: _moment(one.reporter.received_at)
    if sort == BY_DONE:
        return lambda one: one.done / one.reported if one.reported else -1.0
    places = [at for at, line in enumerate(found.tasks) if line.task.uid == sort]
    if places:
        return lambda one: _RANKS[one.marks[places[0]]]
    return _name_order


def _name_order(one: UnitLine) -> tuple[bool, SortKey]:
    """The communes first, then bodies and others; each by name."""
    return one.reporter.group not in UNIT_GROUPS, collation_key(one.reporter.name)


def _moment(received: datetime | None) -> str:
    return received.isoformat() if received is not None else ""


def _lines(units: Sequence[UnitLine], query: MatrixQuery) -> list[Line]:
    lines: list[Line] = []
    for state in GROUPS:
        members = [one for one in units if one.reporter.state is state]
        if not members:
            continue
        is_open = state not in query.folded
        names = tuple(one.reporter.name for one in members)
        lines.append(GroupLine(state, names, is_open))
        lines += members if is_open else []
    return lines


def fold_group(query: MatrixQuery, state: ReportState, folded: bool) -> MatrixQuery:
    """Fold a group away, or bring it back."""
    groups = query.folded | {state} if folded else query.folded - {state}
    return replace(query, folded=groups)


def sort_by(query: MatrixQuery, sort: str) -> MatrixQuery:
    """Sort by something; the same again turns the order round, the third time back to names."""
    if query.sort != sort:
        return replace(query, sort=sort, descending=False)
    if not query.descending:
        return replace(query, descending=True)
    return replace(query, sort=BY_NAME, descending=False)
