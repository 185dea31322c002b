"""A task or indicator as the list beside a paragraph shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.reporting import TaskRow
from qnapp.models.related_model import NOT_FOLLOWED, Related
from qnapp.ui.kit.signs import task_sign, verdict_sign

if TYPE_CHECKING:
    from qnapp.domain.concordance import Found
    from qnapp.domain.reporting import IndicatorRow, Worksheet


def rows_by_uid(sheet: Worksheet) -> dict[str, TaskRow | IndicatorRow]:
    """All rows of a worksheet."""
    rows: dict[str, TaskRow | IndicatorRow] = {row.uid: row for row in sheet.tasks}
    return rows | {row.uid: row for row in sheet.indicators}


def related_of(row: TaskRow | IndicatorRow, found: Found) -> Related:
    """What the list shows of a row that was found in this way."""
    if isinstance(row, TaskRow):
        shape, state = _task_state(row)
        return Related(row.uid, "tasks", row.code, row.task.title, found, shape, state)
    shape, state = _indicator_state(row)
    code = row.code if row.code.startswith("CT") else f"CT-{row.code}"
    return Related(row.uid, "indicators", code, row.indicator.title, found, shape, state)


def _task_state(row: TaskRow) -> tuple[str, str]:
    if row.heading:
        return "", "Nhiệm vụ có các nhiệm vụ con"
    sign = task_sign(row) if row.taken else None
    return (sign.shape, sign.phrase) if sign else ("", NOT_FOLLOWED)


def _indicator_state(row: IndicatorRow) -> tuple[str, str]:
    if not row.followed:
        return "", NOT_FOLLOWED
    if row.verdict is None:
        return "", "Chưa xét so với mức năm"
    sign = verdict_sign(row.verdict)
    return sign.shape, sign.phrase
