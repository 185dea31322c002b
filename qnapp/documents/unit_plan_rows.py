"""What the unit's own plan is made from: what it took on, who follows it, when it reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qnapp.documents.groups import task_groups
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Origin
from qnapp.domain.target_words import level_with_unit
from qnapp.text import clean, collation_key, fold, lower_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.documents.groups import TaskGroup
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

# Section III of the resolution asks every unit for such a plan and says how to carry it out. The
# first is answered by the document itself, the second stands among its demands.
_PLANNING = "xay dung ke hoach trien khai"
_DEMAND = "gan ket qua voi trach nhiem"


def target_with_unit(text: str, unit: str) -> str:
    """Write a target with its unit: "≥90%", "18 bác sĩ"; words stay as they are."""
    return level_with_unit(clean(text), lower_first(unit)).rstrip(" .;")


def province_words(row: IndicatorRow) -> str:
    """Give the province's target where it is not the unit's own, else ""."""
    text = clean(row.indicator.target_text)
    same = row.target is not None and clean(row.target.text) == text
    return "" if same else target_with_unit(text, row.indicator.unit)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The year of one unit. Only what does not change with a period is read from ``sheet``."""

    sheet: Worksheet
    calendar: tuple[Period, ...]  # regular periods in order of time
    followers: Mapping[str, str] = field(default_factory=dict)  # of indicators, by uid

    @property
    def plan(self) -> Plan:
        """The resolution."""
        return self.sheet.plan

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """All tasks that the unit took on and that the resolution still has."""
        return tuple(row for row in self.sheet.own_tasks if not row.withdrawn)

    @property
    def duties(self) -> tuple[TaskRow, ...]:
        """Tasks of section III: how the resolution is to be carried out."""
        return tuple(row for row in self.tasks if row.origin is Origin.DUTY)

    @property
    def work(self) -> tuple[TaskRow, ...]:
        """All other tasks."""
        return tuple(row for row in self.tasks if row.origin is not Origin.DUTY)

    @property
    def targets(self) -> tuple[IndicatorRow, ...]:
        """Indicators for which the unit has a target of its own."""
        return tuple(row for row in self.sheet.followed_indicators if row.target is not None)

    @property
    def untargeted(self) -> tuple[IndicatorRow, ...]:
        """Indicators that it follows beside the province's target."""
        return tuple(row for row in self.sheet.followed_indicators if row.target is None)

    @property
    def has_references(self) -> bool:
        """Whether some target of the province differs from the unit's, or stands alone."""
        return bool(self.untargeted) or any(province_words(row) for row in self.targets)

    @property
    def demands(self) -> tuple[str, ...]:
        """How the resolution asks the unit to work, in its own words."""
        return tuple(row.task.title for row in self.duties if _DEMAND in fold(row.task.title))

    @property
    def orders(self) -> tuple[TaskRow, ...]:
        """Duties that are still to be done once this plan exists."""
        said = (_PLANNING, _DEMAND)
        return tuple(
            row for row in self.duties if not any(words in fold(row.task.title) for words in said)
        )

    @property
    def default_dates(self) -> bool:
        """Whether the calendar is the program's own, which no office has confirmed."""
        return self.calendar == default_calendar(self.plan.year, self.plan.issued_on)

    def groups(self, rows: tuple[TaskRow, ...]) -> list[TaskGroup]:
        """Split rows by section of the resolution, in printed order."""
        return task_groups(replace(self.sheet, tasks=rows))

    def by_officer(self) -> list[tuple[str, list[TaskRow], list[IndicatorRow]]]:
        """Tell who follows what, by name in Vietnamese order."""
        found: defaultdict[str, tuple[list[TaskRow], list[IndicatorRow]]] = defaultdict(
            lambda: ([], [])
        )
        for row in self.tasks:
            found[row.officer][0].append(row)
        for one in self.sheet.followed_indicators:
            found[self.followers.get(one.uid, "")][1].append(one)
        found.pop("", None)
        return [(name, *found[name]) for name in sorted(found, key=collation_key)]

    def unassigned(self) -> int:
        """How many tasks nobody follows; of the separate channel nobody is named here."""
        return sum(not row.officer and not is_restricted(row) for row in self.tasks)
