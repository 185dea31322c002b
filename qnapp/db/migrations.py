"""Bringing a file up to date: one path for new files and old ones (design, section 5).

Wraps ``sqlite_utils.Migrations``, which runs each step with its record in one transaction, with
what it leaves out: a newer file is refused, an older one is backed up, and foreign keys are off
outside any transaction, where the switch works (style, E2).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import sqlite_utils

from qnapp.errors import NewerStoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Migrations

    Step = Callable[[sqlite_utils.Database], None]

_NEWER = (
    "Dữ liệu này do phiên bản QNApp mới hơn tạo ra nên phiên bản này không mở được. "
    "Chưa có gì bị thay đổi. Cài phiên bản mới rồi mở lại."
)


class DanglingReferenceError(Exception):
    """A step left rows whose parents are gone; it is rolled back."""


def step(steps: Migrations) -> Callable[[Step], Step]:
    """Register a step that ends with ``foreign_key_check`` inside its own transaction."""

    def register(function: Step) -> Step:
        @functools.wraps(function)
        def checked(db: sqlite_utils.Database, /) -> None:
            function(db)
            dangling = db.execute("PRAGMA foreign_key_check").fetchall()
            if dangling:
                raise DanglingReferenceError(f"{function.__name__}: {dangling[:10]}")

        steps()(checked)
        return function

    return register


def pending(db: sqlite_utils.Database, steps: Migrations) -> list[str]:
    """Name the steps that ``db`` still needs; raises ``NewerStoreError`` for one not known here."""
    known = _names(steps)
    applied = [migration.name for migration in steps.applied(db)]
    unknown = [name for name in applied if name not in known]
    if unknown:
        raise NewerStoreError(_NEWER, detail=", ".join(unknown))
    return [name for name in known if name not in applied]


def migrate(
    db: sqlite_utils.Database, steps: Migrations, *, backup: Callable[[], None] | None
) -> list[str]:
    """Apply what is pending and name it; ``backup`` runs before, None for a file just made.

    A failing step leaves the file as the step before it left it, and stays pending.
    """
    waiting = pending(db, steps)
    if not waiting:
        return []
    if backup is not None:
        backup()
    if db.conn.in_transaction:
        raise RuntimeError("foreign_keys cannot be switched inside a transaction")
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        steps.apply(db)
    finally:
        db.execute("PRAGMA foreign_keys=ON")
    return waiting


def _names(steps: Migrations) -> list[str]:
    # A database with nothing applied needs them all.
    empty = sqlite_utils.Database(memory=True, execute_plugins=False)
    try:
        return [migration.name for migration in steps.pending(empty)]
    finally:
        empty.close()
