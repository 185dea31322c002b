"""Helpers of the tests of the store."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from qnapp.db.worksheet import load_worksheet

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow, TaskRow

HANOI = timezone(timedelta(hours=7))
PLAN = "NQ05-2026"


class Clock:
    """The only time that a test knows: 05/6/2026 09:00 until the test moves it."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 6, 5, 9, tzinfo=HANOI)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **more: float) -> None:
        self.now += timedelta(**more)

    def today(self) -> date:
        return self.now.date()


def task(store: Store, code: str, period: str = "2026-Q2") -> TaskRow:
    """A row of the worksheet by its code."""
    return next(row for row in load_worksheet(store, period).tasks if row.code == code)


def indicator(store: Store, code: str, period: str = "2026-Q2") -> IndicatorRow:
    """A row of the worksheet by its code."""
    return next(row for row in load_worksheet(store, period).indicators if row.code == code)


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, for comparing before and after."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def table(store: Store, name: str) -> list[tuple[object, ...]]:
    """All rows of a table."""
    return [tuple(row) for row in store.rows(f"SELECT * FROM {name}")]
