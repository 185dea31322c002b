"""Words of a person that tell of a row what it says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qnapp.domain.distances import deadline_note
from qnapp.domain.reporting import Standing, Status
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.reporting import TaskRow


def true_words(row: TaskRow, as_of: date = date(2026, 6, 14)) -> Iterator[str]:
    """What the row says, in words that are read; ``as_of`` is the day of its standing."""
    progress, name = row.progress, f"Nhiệm vụ {row.code}"
    if progress.percent is not None:
        yield f"{name} mới đạt {progress.percent}%"
        yield f"Tiến độ nhiệm vụ {row.code} là {progress.percent} %"
    if progress.completed_on:
        yield f"{name} đã hoàn thành ngày {format_date(progress.completed_on)}"
    if progress.expected_on:
        yield f"{name} dự kiến xong ngày {format_date(progress.expected_on)}"
    yield {
        Status.NOT_STARTED: f"{name} chưa triển khai",
        Status.IN_PROGRESS: f"{name} đang triển khai",
        Status.ON_HOLD: f"{name} đang tạm dừng",
        Status.COMPLETED: f"{name} đã hoàn thành",
    }[progress.status]
    if progress.status is not Status.COMPLETED:
        yield f"{name} chưa hoàn thành"
    if row.standing is Standing.OVERDUE:
        yield f"{name} đang quá hạn"
        yield f"{name} {deadline_note(row, as_of).text}"
    if row.standing is Standing.DONE_LATE:
        yield f"{name} hoàn thành quá hạn"
