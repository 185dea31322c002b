"""Bringing a file up to date: one path for new files and old ones (design, section 5).

Wraps ``sqlite_utils.Migrations``, which runs each step with its record in one transaction, with
what it leaves out: a newer file is refused, an older one is backed up, and foreign keys are off
outside any transaction, where the switch works (style, E2). It is loaded only where a step waits:
an opening that finds nothing to do reads the record alone.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from qnapp.errors import NewerStoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    import sqlite_utils

    Step = Callable[[sqlite_utils.Database], None]

_NEWER = (
    "Dữ liệu này do phiên bản QNApp mới hơn tạo ra nên phiên bản này không mở được. "
    "Chưa có gì bị thay đổi. Cài phiên bản mới rồi mở lại."
)
_RECORD = "_sqlite_migrations"  # where sqlite_utils writes down what was applied


class DanglingReferenceError(Exception):
    """A step left rows whose parents are gone; it is rolled back."""


class Steps:
    """The steps of one set, in order; each is recorded under its function's name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._functions: list[Step] = []

    def add(self, function: Step) -> None:
        """Append a step."""
        self._functions.append(function)

    @property
    def names(self) -> list[str]:
        """The names, in order."""
        return [function.__name__ for function in self._functions]

    def apply(self, db: sqlite3.Connection) -> None:
        """Run what is not recorded yet; raises what a step raises."""
        import sqlite_utils  # takes longer to load than all else that an opening does

        migrations = sqlite_utils.Migrations(self.name)
        for function in self._functions:
            migrations()(function)
        migrations.apply(sqlite_utils.Database(db, execute_plugins=False))


def step(steps: Steps) -> Callable[[Step], Step]:
    """Register a step that ends with ``foreign_key_check`` inside its own transaction."""

    def register(function: Step) -> Step:
        @functools.wraps(function)
        def checked(db: sqlite_utils.Database, /) -> None:
            function(db)
            dangling = db.execute("PRAGMA foreign_key_check").fetchall()
            if dangling:
                raise DanglingReferenceError(f"{function.__name__}: {dangling[:10]}")

        steps.add(checked)
        return function

    return register


def pending(db: sqlite3.Connection, steps: Steps) -> list[str]:
    """Name the steps that ``db`` still needs; raises ``NewerStoreError`` for one not known here."""
    applied = _applied(db, steps.name)
    unknown = [name for name in applied if name not in steps.names]
    if unknown:
        raise NewerStoreError(_NEWER, detail=", ".join(unknown))
    return [name for name in steps.names if name not in applied]


def migrate(
    db: sqlite3.Connection, steps: Steps, *, backup: Callable[[], None] | None
) -> list[str]:
    """Apply what is pending and name it; ``backup`` runs before, None for a file just made.

    A failing step leaves the file as the step before it left it, and stays pending.
    """
    waiting = pending(db, steps)
    if not waiting:
        return []
    if backup is not None:
        backup()
    if db.in_transaction:
        raise RuntimeError("foreign_keys cannot be switched inside a transaction")
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        steps.apply(db)
    finally:
        db.execute("PRAGMA foreign_keys=ON")
    return waiting


def _applied(db: sqlite3.Connection, name: str) -> list[str]:
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if db.execute(there, (_RECORD,)).fetchone() is None:
        return []
    sql = f"SELECT name FROM {_RECORD} WHERE migration_set = ? ORDER BY rowid"
    return [str(row[0]) for row in db.execute(sql, (name,))]
