"""The plan that ships with the program: Nghị quyết số 05-NQ/TU for 2026."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qnapp.domain.plan import Organisation, Plan

PROVINCE = "QN"  # code of the organisation whose targets are the plan's


@functools.cache
def builtin_plan() -> Plan:
    """The 2026 plan from ``resources/plan-2026``: 108 tasks, 34 indicators, TC-1 to TC-10,
    CT-NQ1 to CT-NQ3, with doubts, repeats, assignments and organisations.
    """
    raise NotImplementedError


@functools.cache
def builtin_organisations() -> tuple[Organisation, ...]:
    """54 units, then the provincial bodies that the resolution names."""
    raise NotImplementedError
