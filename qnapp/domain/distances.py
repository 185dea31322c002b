"""The second line of every deadline: how far away it is, in words (look, section 6)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from qnapp.domain.reporting import Status
from qnapp.domain.standings import BINDING, coming_milestone, missed_milestones
from qnapp.records import dataclass
from qnapp.text import format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from qnapp.domain.deadlines import Deadline
    from qnapp.domain.reporting import MilestoneState, Progress

SOON_DAYS = 15  # "1 to 15 days" carries the clock


class Sign(StrEnum):
    """What stands beside the words: triangle, clock, or nothing."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class DeadlineNote:
    """Words and sign of the second line; a heading's words are empty."""

    text: str
    sign: Sign


class RowLike(Protocol):
    """What is needed of a row; ``TaskRow`` has it."""

    @property
    def heading(self) -> bool:
        """Whether the row only heads its sub-tasks."""

    @property
    def deadline(self) -> Deadline:
        """The deadline's words, parsed."""

    @property
    def milestones(self) -> tuple[MilestoneState, ...]:
        """Its dated points, a granted extension applied."""

    @property
    def progress(self) -> Progress:
        """What was said of the task."""


def deadline_note(row: RowLike, today: date) -> DeadlineNote:
    """The second line of a row's deadline.

    Several missed milestones count from the first one missed; "từ tháng …" is no date to meet.
    """
    if row.heading:
        return DeadlineNote("", Sign.PLAIN)
    if row.progress.status is Status.COMPLETED:
        return _completed(row.progress.completed_on)
    missed = missed_milestones(row.milestones, today)
    if missed:
        return DeadlineNote(f"quá hạn {days_between(missed[0].due, today)} ngày", Sign.LATE)
    coming = coming_milestone(row.milestones, today)
    if coming is not None:
        return _coming(coming, _names_several(row.milestones), today)
    if not row.deadline.readable:
        return DeadlineNote("chưa hiểu thời hạn, hãy nhập ngày", Sign.SOON)
    return DeadlineNote(_nothing_ahead(row.milestones), Sign.PLAIN)


def days_between(due: date | None, today: date) -> int:
    """Days from ``due`` to ``today``, negative while it is ahead. ``due`` must be a date."""
    assert due is not None  # only dated milestones are missed or coming
    return (today - due).days


def due_within(row: RowLike, today: date, days: int) -> bool:
    """Whether an open row's next milestone falls between today and so many days ahead.

    A row with a missed milestone is overdue, not due soon.
    """
    if row.heading or row.progress.status is Status.COMPLETED:
        return False
    if missed_milestones(row.milestones, today):
        return False
    coming = coming_milestone(row.milestones, today)
    return coming is not None and -days_between(coming.due, today) <= days


def reached_words(milestones: Iterable[MilestoneState]) -> str:
    """Say that the last milestone was reached, and how late: "đã đạt mốc, chậm 15 ngày".

    "" where none was. What was missed is no matter of this: such a row is overdue.
    """
    point = _last_reached(milestones)
    return with_delay("đã đạt mốc", point) if point is not None else ""


def _last_reached(milestones: Iterable[MilestoneState]) -> MilestoneState | None:
    reached = [point for point in milestones if point.kind in BINDING and point.actual_on]
    return max(reached, key=_reached_on, default=None)


def _reached_on(point: MilestoneState) -> date:
    assert point.actual_on is not None  # only those that were reached are compared
    return point.actual_on


def with_delay(words: str, point: MilestoneState) -> str:
    """Add to words of a milestone that was reached by how many days that was late."""
    late = days_between(point.due, _reached_on(point)) if point.due is not None else 0
    return f"{words}, chậm {late} ngày" if late > 0 else words


def _completed(on: date | None) -> DeadlineNote:
    return DeadlineNote(f"xong {format_date(on)}" if on else "xong, chưa ghi ngày", Sign.PLAIN)


def _coming(point: MilestoneState, named: bool, today: date) -> DeadlineNote:
    days = -days_between(point.due, today)
    words = f"còn {days} ngày" if days else "đến hạn hôm nay"
    sign = Sign.SOON if days <= SOON_DAYS else Sign.PLAIN
    return DeadlineNote(f"mốc tới: {_label(point)}, {words}" if named else words, sign)


def _names_several(milestones: Iterable[MilestoneState]) -> bool:
    return sum(point.kind in BINDING for point in milestones) > 1


def _label(point: MilestoneState) -> str:
    return lower_first(point.label or "hoàn thành")


def _nothing_ahead(milestones: Iterable[MilestoneState]) -> str:
    point = _last_reached(milestones)
    if point is None:
        return "chưa có mốc ngày"
    return with_delay(f"xong mốc {format_date(_reached_on(point))}", point)
