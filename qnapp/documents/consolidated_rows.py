"""What a consolidated report counts, before it is worded or set into tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.groups import heading_of
from qnapp.domain.received import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qnapp.domain.consolidated import Consolidation, IndicatorLine, Reporter, TaskLine
    from qnapp.domain.plan import Task
    from qnapp.domain.reporting import Standing, Verdict


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The tasks of one section of the resolution."""

    heading: str
    lines: tuple[TaskLine, ...]

    @property
    def short(self) -> str:
        """The first clause of a title that may run to 300 letters."""
        return self.heading.split(";")[0].strip()


@dataclass(frozen=True, slots=True)
class SenderGroup:
    """Those of one sort who are expected to report."""

    name: str
    reporters: tuple[Reporter, ...]

    @property
    def sent(self) -> int:
        """How many have reported at all."""
        return sum(one.state is not ReportState.MISSING for one in self.reporters)

    @property
    def timely(self) -> int:
        """How many have first reported by the due day."""
        there = (one for one in self.reporters if one.state is not ReportState.MISSING)
        return sum(not one.late for one in there)


def line_groups(found: Consolidation) -> list[LineGroup]:
    """Split the tasks by section, in printed order."""
    sections = {section.code: section for section in found.plan.task_sections}
    groups: dict[str, list[TaskLine]] = {}
    for line in found.tasks:
        code, title = heading_of(line.task, sections)
        groups.setdefault(f"{code}. {title}" if code else title, []).append(line)
    return [LineGroup(heading, tuple(lines)) for heading, lines in groups.items()]


def sender_groups(found: Consolidation) -> list[SenderGroup]:
    """Split the reporters by sort, in printed order."""
    groups: dict[str, list[Reporter]] = {}
    for one in found.reporters:
        groups.setdefault(one.group, []).append(one)
    return [SenderGroup(name, tuple(members)) for name, members in groups.items()]


def names_by_sort(found: Consolidation) -> dict[str, str]:
    """Name the organisations by code, sort by sort as in the list of who has sent."""
    return {one.code: one.name for group in sender_groups(found) for one in group.reporters}


def standing_counts(lines: Iterable[TaskLine]) -> Counter[Standing | None]:
    """Count reports on tasks by standing; None: reported apart, and how it stands is not told."""
    count: Counter[Standing | None] = Counter()
    for line in lines:
        count.update(line.counts)
    return count


def silent_count(lines: Iterable[TaskLine]) -> int:
    """Count what is assigned and nothing was reported of."""
    return sum(len(line.silent) for line in lines)


def verdict_counts(line: IndicatorLine) -> Counter[Verdict]:
    """Count the judged values of an indicator; only who holds a target and gives one is judged."""
    return Counter(v.verdict for v in line.values if v.told and v.verdict is not None)


def own_count(line: IndicatorLine) -> int:
    """Count those among ``verdict_counts`` that the organisations gave themselves."""
    return sum(v.own_verdict for v in line.values if v.told and v.verdict is not None)


def with_headings(found: Consolidation, lines: Iterable[TaskLine]) -> Iterator[Task | TaskLine]:
    """Give tasks with the parents that have to be printed above them, each parent once."""
    by_code = {task.code: task for task in found.plan.tasks}
    shown: set[str] = set()
    for line in lines:
        shown.add(line.task.uid)
        parent = by_code.get(line.task.parent or "")
        if parent is not None and parent.uid not in shown:
            shown.add(parent.uid)
            yield parent
        yield line
