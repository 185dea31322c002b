"""The tasks of a whole province in a year as one worksheet: 54 units, 4 periods, 164 tasks each."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice, product
from typing import TYPE_CHECKING

from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from qnapp.domain.plan import Task
    from qnapp.domain.reporting import TaskRow, Worksheet

UNITS, PERIODS, TASKS = 54, 4, 164
ROWS = UNITS * PERIODS * TASKS  # 35,424
SAID = (
    "Đã giải phóng mặt bằng {n}% diện tích, còn {m} hộ chưa nhận tiền.",
    "Giải ngân {n}/{m} tỷ đồng, đạt {n}% kế hoạch vốn.",
    "Khó khăn về nguồn nhân lực; đề nghị bố trí thêm {m} biên chế.",
    "Đã ban hành Kế hoạch số {n}-KH/ĐU, tổ chức {m} hội nghị quán triệt.",
    "Chuyển đổi số: {n}% hồ sơ trực tuyến, {m} cán bộ được tập huấn.",
)
STATUSES = tuple(Status)


def province_sheet(sheet: Worksheet, reports: int = UNITS * PERIODS) -> Worksheet:
    """Give a worksheet that holds a unit's rows as often as there are reports, all followed."""
    rows = list(islice(cycle(sheet.tasks), TASKS))
    copies = (
        _copy(row, f"{report:03d}.{place // len(sheet.tasks)}", report * TASKS + place)
        for (report, (place, row)) in product(range(reports), enumerate(rows))
    )
    return replace(sheet, tasks=tuple(copies))


def _copy(row: TaskRow, report: str, number: int) -> TaskRow:
    said = SAID[number % len(SAID)].format(n=number % 100, m=7 * number % 1000)
    status = STATUSES[number % len(STATUSES)]
    return replace(
        row,
        task=_task(row.task, report),
        parent=_task(row.parent, report) if row.parent else None,
        taken=not row.heading,
        officer=f"Người thứ {number % 300}",
        progress=replace(row.progress, status=status, percent=number % 101, result=said),
    )


def _task(task: Task, report: str) -> Task:
    return replace(task, uid=f"{task.uid}@{report}", code=f"{task.code}@{report}")
