"""What may be typed for a task, and the sentence that says why nothing may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.plan import Channel

if TYPE_CHECKING:
    from qnapp.domain.reporting import TaskRow, Worksheet


class Mode(StrEnum):
    """How the editor shows a row."""

    OPEN = "open"
    LOCKED = "locked"  # the period is: plain text
    RESTRICTED = "restricted"  # only number and date of the separate report
    RESTRICTED_LOCKED = "restricted_locked"
    NOT_TAKEN = "not_taken"
    HEADING = "heading"


def mode_of(row: TaskRow, sheet: Worksheet) -> Mode:
    """Say what may be typed for a row."""
    if row.heading:
        return Mode.HEADING
    if not row.taken:
        return Mode.NOT_TAKEN
    if row.task.channel is Channel.RESTRICTED:
        return Mode.RESTRICTED_LOCKED if sheet.locked else Mode.RESTRICTED
    return Mode.LOCKED if sheet.locked or row.withdrawn else Mode.OPEN


def mode_sentence(row: TaskRow, sheet: Worksheet) -> str:
    """Say why a row of its kind cannot be typed in, "" where it can.

    That the period is locked is said by the band over every page, and only there.
    """
    mode = mode_of(row, sheet)
    if mode is Mode.HEADING:
        return "Dòng này chỉ nêu tên chung. Kết quả ghi ở từng nhiệm vụ con."
    if mode is Mode.NOT_TAKEN:
        reason = f" Kế hoạch ghi: {row.reason}." if row.reason else ""
        return f"Đơn vị không theo dõi nhiệm vụ này.{reason}"
    return ""
