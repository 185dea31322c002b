"""A copy of the database that is known to be good before it takes its name."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from qnapp.db.connection import connect, integrity_problems, is_ours
from qnapp.db.failures import DAMAGED
from qnapp.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def copy_verified(source: sqlite3.Connection, target: Path) -> None:
    """Copy an open database to ``target`` through a temporary name, and verify the copy.

    SQLite's online backup sees what a file copy misses (style, E1). Raises ``StoreError`` where the
    source is damaged: then ``target`` stays what it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".tmp")
    temporary.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
        require_sound(temporary)
        sync_file(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def require_sound(path: Path) -> None:
    """Raise ``StoreError`` unless ``path`` is a whole, undamaged store file."""
    with contextlib.closing(connect(path, mode="ro")) as db:
        found = integrity_problems(db) if is_ours(db) else ["application_id"]
    if found:
        raise StoreError(DAMAGED.format(folder=path.parent), detail="\n".join(found))


def sync_file(path: Path) -> None:
    """Make sure that a written file survives a power cut."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder survives a power cut, where the system lets us."""
    if os.name == "nt":
        return  # a folder cannot be opened there; the file system logs names itself
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
