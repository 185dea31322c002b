"""The faults and warnings of a period's work (design, section 6 "Checks"; words: look, section 12).

Each rule is a small function that yields the cell it points to and a sentence; tables give it its
code and level. A fault blocks the report, a warning does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.check_rules import Scene, shown_code
from qnapp.domain.indicator_checks import INDICATOR_RULES
from qnapp.domain.reporting import Finding, Level
from qnapp.domain.task_checks import TASK_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qnapp.domain.check_rules import Row, Rule
    from qnapp.domain.reporting import Worksheet


def check_worksheet(sheet: Worksheet, today: date) -> list[Finding]:
    """Everything the checks find in a period, errors first, then in printed order.

    Looks at the tasks the organisation reports on and the indicators it follows; what was
    withdrawn from the plan is left alone. ``today`` is the day on which a person looks, also at a
    period that is long over: it tells which dates have not come yet.
    """
    scene = Scene(sheet, today)
    tasks = [row for row in sheet.own_tasks if not row.withdrawn]
    found = [finding for row in tasks for finding in _check(row, TASK_RULES, scene)]
    found += [
        finding
        for row in sheet.followed_indicators
        for finding in _check(row, INDICATOR_RULES, scene)
    ]
    return sorted(found, key=_errors_first)


def _check(row: Row, rules: tuple[Rule[Row], ...], scene: Scene) -> Iterator[Finding]:
    for rule in rules:
        for field, text in rule.find(row, scene):
            yield Finding(rule.code, rule.level, text, row.uid, shown_code(row), field)


def _errors_first(finding: Finding) -> bool:
    return finding.level is not Level.ERROR
