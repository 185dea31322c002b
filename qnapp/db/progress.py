"""What the clerk says of a task in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Progress, Status


class ProgressFields(TypedDict, total=False):
    """Fields of ``Progress`` as typed values or as what a person types."""

    status: Status | str
    percent: int | str | None
    result: str
    delay_reason: str
    difficulty: str
    proposal: str
    next_step: str
    completed_on: date | str | None
    expected_on: date | str | None
    restricted_number: str
    restricted_on: date | str | None


def parse_status(text: str) -> Status:
    """``in_progress`` or "đang triển khai", without diacritics too; raises ``InputError``."""
    raise NotImplementedError


def set_progress(
    store: Store,
    task_uid: str,
    period_code: str,
    *,
    event: str = "",
    confirm: bool = False,
    **fields: Unpack[ProgressFields],
) -> list[FieldChange]:
    """Record fields of one task in one period; gives what really changed.

    A row that was carried over becomes this period's own. Nothing different changes nothing,
    unless ``confirm`` says that the carried values were looked at and hold.
    Raises ``InputError`` (bad value, heading row, task not taken on, text in a restricted row),
    ``LockedError`` (locked period), ``NotFoundError``.
    """
    raise NotImplementedError


def carried(previous: Progress) -> Progress:
    """What a period begins with: status, percent, dates, difficulty and proposal of the one before.

    A completed task keeps its result as well, since nothing will be added to it.
    """
    raise NotImplementedError


def carry_forward(store: Store, period_code: str) -> int:
    """Write out what is only carried over; the number of rows. Harmless when repeated."""
    raise NotImplementedError
