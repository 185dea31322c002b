"""Small consolidations: a plan of four tasks in two sections and a handful of reporters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fixed_clock import HANOI

from qnapp.domain.consolidated import Consolidation, Reporter, TaskLine
from qnapp.domain.periods import Period, PeriodKind
from qnapp.domain.plan import Plan, Section, Task
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.reporting import Standing

if TYPE_CHECKING:
    from qnapp.domain.matrix import Mark

PLAN = Plan(
    "NQ05-2026", 2026, 1, "05-NQ/TU", date(2025, 12, 9), "", "", "", "", task_sections=(),
    tasks=(), indicator_groups=(), indicators=(),
)  # fmt: skip
HALF_YEAR = Period(
    "2026-Q2", PeriodKind.Q2, 2026, "6 tháng năm 2026", "6 tháng",
    date(2026, 3, 15), date(2026, 6, 14), date(2026, 6, 20), date(2026, 6, 14),
)  # fmt: skip


def make_task(code: str, title: str, section: str = "1") -> Task:
    """A task of the plan."""
    return Task(f"NQ05-2026/{code}", code, code, section, title)


TASKS = (
    make_task("1.5", "Ứng dụng phòng họp không giấy"),
    make_task("1.18", "Sắp xếp các thôn, khu phố"),
    make_task("3.2", "Giải phóng mặt bằng", section="3"),
    make_task("3.4.1", "Khởi công cảng", section="3"),
)


def reporter(code: str, name: str, state: ReportState, **changes: Any) -> Reporter:
    """A reporter whose report stands so."""
    days = {ReportState.LATE: 2, ReportState.CONFLICT: -1, ReportState.RETURNED: -2}
    one = Reporter(code, name, changes.pop("group", "Phường"), state)
    if state is not ReportState.MISSING:
        arrived = datetime(2026, 6, 20, 9, tzinfo=HANOI) + timedelta(days=days.get(state, -3))
        one = replace(one, received_at=arrived, late=state is ReportState.LATE)
    if state not in (ReportState.MISSING, ReportState.CONFLICT):
        one = replace(one, revision=1, sender=Sender.CONFIRMED, number="12-BC/ĐU")
    return replace(one, **changes)


HA_TU = reporter("A", "Phường Hà Tu", ReportState.ON_TIME)
HA_LAM = reporter("B", "Phường Hà Lầm", ReportState.MISSING)
DAM_HA = reporter("C", "Xã Đầm Hà", ReportState.RETURNED, group="Xã")
AN_SINH = reporter("D", "Phường An Sinh", ReportState.CONFLICT)
CO_TO = reporter("E", "Đặc khu Cô Tô", ReportState.LATE, group="Đặc khu")
BODY = reporter("F", "Ban Nội chính Tỉnh ủy", ReportState.ON_TIME, group="Cơ quan")
ALL = (HA_TU, HA_LAM, DAM_HA, AN_SINH, CO_TO, BODY)

_CELLS: dict[str, dict[str, Standing]] = {
    "1.5": {"A": Standing.DONE_ON_TIME, "C": Standing.OVERDUE, "E": Standing.IN_TIME},
    "1.18": {"A": Standing.OVERDUE, "C": Standing.DONE_LATE},
    "3.2": {"F": Standing.NOT_STARTED},
    "3.4.1": {},
}
_SILENT = {"1.5": {"B", "D"}, "1.18": {"B", "E"}, "3.2": set(), "3.4.1": set()}


def consolidation(*reporters: Reporter, **changes: Any) -> Consolidation:
    """Reports of ``ALL``, or of some, side by side."""
    chosen = reporters or ALL
    codes = {one.code for one in chosen}
    lines = tuple(
        TaskLine(
            task,
            {code: mark for code, mark in _CELLS[task.code].items() if code in codes},
            frozenset(_SILENT[task.code] & codes),
        )
        for task in TASKS
    )
    sections = (Section("1", "Xây dựng Đảng"), Section("3", "Kinh tế"))
    plan = replace(PLAN, task_sections=sections, tasks=TASKS)
    made = Consolidation(plan, HALF_YEAR, tuple(chosen), lines, (), (), {})
    return replace(made, **changes)


def marks(found: Consolidation, code: str) -> dict[str, Mark]:
    """Cells of one reporter by the task's code."""
    from qnapp.domain.matrix import unit_lines

    line = next(one for one in unit_lines(found) if one.reporter.code == code)
    return dict(zip((task.task.code for task in found.tasks), line.marks, strict=True))


TODAY = date(2026, 6, 24)
