"""What may be typed for a task, and the sentence that says why nothing may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.overview import short_date
from qnapp.domain.plan import Channel

if TYPE_CHECKING:
    from qnapp.domain.replies import RowReturn
    from qnapp.domain.reporting import TaskRow


class Mode(StrEnum):
    """How the editor shows a row."""

    OPEN = "open"
    LOCKED = "locked"  # the period is: plain text
    RESTRICTED = "restricted"  # only number and date of the separate report
    RESTRICTED_LOCKED = "restricted_locked"
    NOT_TAKEN = "not_taken"
    HEADING = "heading"


def mode_of(row: TaskRow, *, closed: bool) -> Mode:
    """Say what may be typed for a row; ``closed``: its period is locked and it was not returned."""
    if row.heading:
        return Mode.HEADING
    if not row.taken:
        return Mode.NOT_TAKEN
    if row.task.channel is Channel.RESTRICTED:
        return Mode.RESTRICTED_LOCKED if closed else Mode.RESTRICTED
    return Mode.LOCKED if closed or row.withdrawn else Mode.OPEN


def returned_sentence(returned: RowReturn) -> str:
    """Say who sent a row back, when and why: "Văn phòng Tỉnh ủy trả lại ngày 18/3: thiếu …"."""
    reason = returned.reason.rstrip(".")
    day = short_date(returned.returned_on)
    return f"{returned.by} trả lại ngày {day}: {reason}. Bổ sung rồi gửi lại."


def mode_sentence(row: TaskRow) -> str:
    """Say why a row of its kind cannot be typed in, "" where it can.

    That the period is locked is said by the band over every page, and only there.
    """
    mode = mode_of(row, closed=False)
    if mode is Mode.HEADING:
        return "Dòng này chỉ nêu tên chung. Kết quả ghi ở từng nhiệm vụ con."
    if mode is Mode.NOT_TAKEN:
        reason = f" Kế hoạch ghi: {row.reason}." if row.reason else ""
        return f"Đơn vị không theo dõi nhiệm vụ này.{reason}"
    return ""
