"""The rows of a report in the order and under the headings of the resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.words import ORIGIN_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qnapp.domain.plan import Section, Task
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The rows of one section. ``code`` is empty where the section has no printed number."""

    code: str
    title: str
    rows: tuple[TaskRow, ...]

    @property
    def heading(self) -> str:
        """The section's title as it stands over its rows."""
        return f"{self.code}. {self.title}" if self.code else self.title

    @property
    def short(self) -> str:
        """The first clause of a title that may run to 300 letters."""
        return self.heading.split(";")[0].strip()


def task_groups(sheet: Worksheet) -> list[TaskGroup]:
    """Split the rows that are reported on by section, in printed order; empty ones are left out."""
    sections = {section.code: section for section in sheet.plan.task_sections}
    found: dict[tuple[str, str], list[TaskRow]] = {}
    for row in sheet.own_tasks:
        found.setdefault(heading_of(row.task, sections), []).append(row)
    return [TaskGroup(code, title, tuple(rows)) for (code, title), rows in found.items()]


def heading_of(task: Task, sections: Mapping[str, Section]) -> tuple[str, str]:
    """Give printed number ("" for none) and title of the section that a task stands in."""
    section = sections.get(task.section)
    if section is not None:
        return (section.code if section.code[:1].isdigit() else ""), section.title
    return "", ORIGIN_TITLES.get(task.origin, "Nhiệm vụ khác")


def indicator_groups(sheet: Worksheet) -> list[tuple[str, tuple[IndicatorRow, ...]]]:
    """Split the followed indicators by group: its heading, then its rows."""
    groups = {section.code: section for section in sheet.plan.indicator_groups}
    found: dict[str, list[IndicatorRow]] = {}
    for row in sheet.followed_indicators:
        group = groups.get(row.indicator.group)
        heading = f"{group.code}. {group.title}" if group else "Chỉ tiêu khác"
        found.setdefault(heading, []).append(row)
    return [(heading, tuple(rows)) for heading, rows in found.items()]


def with_parents(rows: Iterable[TaskRow]) -> Iterator[tuple[Task | None, TaskRow]]:
    """Pair each row with the parent that has to be printed above it, None where none is missing.

    A parent is printed once over its sub-tasks, and not again where it is a row of its own.
    """
    shown: set[str] = set()
    for row in rows:
        shown.add(row.uid)
        parent = row.parent
        missing = parent if parent is not None and parent.uid not in shown else None
        if missing is not None:
            shown.add(missing.uid)
        yield missing, row
