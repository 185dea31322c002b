"""The columns of the table of tasks, and by what each orders the rows (no Qt)."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qnapp.domain.plan import Role
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import pressing_day
from qnapp.text import collation_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.models.task_lines import TaskLine


class Column(IntEnum):
    """Columns in their first order; which are shown is the view's affair."""

    CODE = 0
    TITLE = 1
    ROLE = 2
    DEADLINE = 3
    STATUS = 4
    PERCENT = 5
    FILES = 6
    OFFICER = 7


HEADINGS = {
    Column.CODE: "Mã",
    Column.TITLE: "Nhiệm vụ",
    Column.ROLE: "Vai trò",
    Column.DEADLINE: "Thời hạn",
    Column.STATUS: "Tình trạng",
    Column.PERCENT: "Tỉ lệ",
    Column.FILES: "Tệp",
    Column.OFFICER: "Người theo dõi",
}

RIGHT_ALIGNED = frozenset({Column.PERCENT, Column.FILES})

# What presses comes first.
_STANDINGS = (
    Standing.OVERDUE,
    Standing.IN_TIME,
    Standing.NOT_STARTED,
    Standing.NO_DEADLINE,
    Standing.ON_HOLD,
    Standing.DONE_LATE,
    Standing.DONE,
    Standing.DONE_ON_TIME,
)


# The same titles and names stand in the rows of every unit and period.
_text_key = lru_cache(maxsize=4096)(collation_key)


def _title(line: TaskLine) -> Any:
    return _text_key(line.title)


def _role(line: TaskLine) -> Any:
    role = line.row.role if line.row is not None and line.role else None
    return None if role is None else list(Role).index(role)


def _deadline(line: TaskLine) -> Any:
    return pressing_day(line.row) if line.row is not None else None


def _status(line: TaskLine) -> Any:
    standing = line.row.standing if line.row is not None and line.own else None
    return None if standing is None else _STANDINGS.index(standing)


def _percent(line: TaskLine) -> Any:
    return line.row.progress.percent if line.row is not None else None


def _files(line: TaskLine) -> Any:
    return line.files or None


def _officer(line: TaskLine) -> Any:
    return _text_key(line.officer) if line.officer else None


KEYS: dict[Column, Callable[[TaskLine], Any]] = {
    Column.TITLE: _title,
    Column.ROLE: _role,
    Column.DEADLINE: _deadline,
    Column.STATUS: _status,
    Column.PERCENT: _percent,
    Column.FILES: _files,
    Column.OFFICER: _officer,
}
