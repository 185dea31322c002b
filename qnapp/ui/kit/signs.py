"""Which shape, colour and words stand for a standing, a verdict or a status (look section 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.domain.distances import reached_words
from qnapp.domain.reporting import Standing, Status, Verdict
from qnapp.domain.standings import lacks_day
from qnapp.records import dataclass

if TYPE_CHECKING:
    from qnapp.domain.reporting import TaskRow


@dataclass(frozen=True, slots=True)
class Sign:
    """Three signs for one thing: shape, colour token, words."""

    shape: str  # of qnapp.ui.kit.shapes
    color: str
    first: str  # the row's first line
    second: str  # its second line, "" for none
    phrase: str  # in full: legends, tooltips, accessible names


def _sign(shape: str, color: str, first: str, second: str = "") -> Sign:
    return Sign(shape, color, first, second, f"{first} {second}".strip())


# In the order in which stacked bars and legends show them.
STANDING_SIGNS: dict[Standing, Sign] = {
    Standing.DONE_ON_TIME: _sign("circle_tick", "ok", "Hoàn thành", "đúng hạn"),
    Standing.DONE: _sign("ring_tick", "ok", "Hoàn thành"),  # no due date to be in time for
    Standing.DONE_LATE: _sign("square_tick", "late", "Hoàn thành", "quá hạn"),
    Standing.IN_TIME: _sign("circle_half", "doing", "Đang triển khai", "trong hạn"),
    Standing.OVERDUE: _sign("triangle_mark", "bad", "Đang triển khai", "quá hạn"),
    Standing.NOT_STARTED: _sign("circle", "none", "Chưa triển khai"),
    Standing.NO_DEADLINE: _sign("circle_dashed", "none", "Không xác định", "thời hạn"),
    Standing.ON_HOLD: _sign("circle_bars", "none", "Tạm dừng"),
}
VERDICT_SIGNS: dict[Verdict, Sign] = {
    Verdict.MET: _sign("circle_tick", "ok", "Đạt"),
    Verdict.EXCEEDED: _sign("circle_up", "ok", "Vượt"),
    Verdict.UNMET: _sign("diamond_dash", "soon", "Chưa đạt"),
    Verdict.TO_ASSESS: _sign("square_dots", "none", "Cần đánh giá"),
    Verdict.NO_VALUE: _sign("circle", "none", "Chưa có số liệu"),
}
STATUS_SIGNS: dict[Status, Sign] = {
    Status.NOT_STARTED: _sign("circle", "none", "Chưa triển khai"),
    Status.IN_PROGRESS: _sign("circle_half", "doing", "Đang triển khai"),
    Status.COMPLETED: _sign("circle_tick", "ok", "Hoàn thành"),
    Status.ON_HOLD: _sign("circle_bars", "none", "Tạm dừng"),
}
UNDATED = STANDING_SIGNS[Standing.NO_DEADLINE].phrase.lower()
DAYLESS = "chưa ghi ngày"
RETURNED = _sign("arrow_back", "soon", "Bị trả lại")
# Nothing to judge by: the unit holds no target, or the year is not over yet.
RECORDED = Sign("circle_half", "doing", "Đã có số liệu", "chưa so mức", "Có số liệu, chưa so mức")
APART = _sign("square_slash", "field", "Báo cáo theo", "đường riêng")
NO_PACKAGE = _sign("hatching", "field", "Chưa gửi")
RIVALS = _sign("square_cross", "bad", "Xung đột")
SILENT = _sign("question", "soon", "Báo cáo", "không nêu")


def standing_sign(standing: Standing, status: Status | None = None) -> Sign:
    """Sign of a standing; a row, whose ``status`` is known, says that first.

    One that was never started must not read as if somebody worked on it, and one without a date
    ahead not as if nobody knew how it goes.
    """
    sign = STANDING_SIGNS[standing]
    if standing is Standing.NO_DEADLINE and status is not None:
        first = STATUS_SIGNS[status].first
        return Sign(sign.shape, sign.color, first, UNDATED, f"{first}, {UNDATED}")
    if standing is Standing.OVERDUE and status in (Status.NOT_STARTED, Status.ON_HOLD):
        return _sign(sign.shape, sign.color, STATUS_SIGNS[status].first, "quá hạn")
    return sign


def task_sign(row: TaskRow) -> Sign | None:
    """Sign of a task that is being worked on, None for a heading.

    What was completed without a day counts as the report counts it, and says that the day is
    missing; where no milestone is ahead any more, the last one is told.
    """
    if row.standing is None:
        return None
    if lacks_day(row):
        sign = STANDING_SIGNS[row.standing]
        late = row.standing is Standing.DONE_LATE
        second = f"{sign.second}, {DAYLESS}" if late else DAYLESS
        return Sign(sign.shape, sign.color, sign.first, second, f"{sign.phrase}, {DAYLESS}")
    sign = standing_sign(row.standing, row.progress.status)
    reached = reached_words(row.milestones) if row.standing is Standing.NO_DEADLINE else ""
    if reached:
        return Sign(sign.shape, sign.color, sign.first, reached, f"{sign.first}, {reached}")
    return sign


def verdict_sign(verdict: Verdict, *, last_period: bool = False) -> Sign:
    """Sign of a verdict; a target not reached is wrong only in the year's last period."""
    sign = VERDICT_SIGNS[verdict]
    if verdict is Verdict.UNMET and last_period:
        return replace(sign, color="bad")
    return sign


def status_sign(status: Status) -> Sign:
    """Sign of what the clerk says of a task."""
    return STATUS_SIGNS[status]
