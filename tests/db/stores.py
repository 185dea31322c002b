"""Helpers of the tests of the store."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fixed_clock import HANOI, FixedClock

from qnapp.db.worksheet import load_worksheet

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow, TaskRow

PLAN = "NQ05-2026"


def morning() -> FixedClock:
    """A clock at 05/6/2026 09:00."""
    return FixedClock(datetime(2026, 6, 5, 9, tzinfo=HANOI))


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
