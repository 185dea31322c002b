"""Making a store again from a full backup; what it replaces is kept."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.db import content
from qnapp.db.archive_reading import KEYS, SEALED, Archive, DailyCopy, opened
from qnapp.db.connection import connect
from qnapp.db.content import Meter
from qnapp.db.copies import copy_verified, require_sound, sync_file, sync_folder
from qnapp.db.creation import refuse_foreign
from qnapp.db.failures import translated
from qnapp.db.location import check_location
from qnapp.db.lock import StoreLock
from qnapp.db.migrations import pending
from qnapp.db.schema import STEPS
from qnapp.db.scratch import STAGE_PREFIX, clear_leftovers
from qnapp.db.sealing import unseal
from qnapp.db.store import DATABASE, FOLDERS, local_now, store_exists
from qnapp.errors import NewerStoreError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_SWAPPED = ("keys", "outbox")
_BACKED_UP = """
    INSERT INTO setting (key, value) VALUES ('saved_whole_on', ?)
    ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)
"""


def restore_full(
    file: Path,
    folder: Path,
    *,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], datetime] = local_now,
) -> Path | None:
    """Make the store of ``folder`` what the file holds: a full backup, or a daily copy.

    A daily copy is the database alone; evidence, keys and outbox stay what they are. Keys that sign
    packages come back with the ``password`` they were sealed under; without it, those that are here
    stay. Gives the folder that keeps what was replaced, None where there was nothing. All is
    verified before anything is replaced. The store must be closed. Raises ``FileError`` (not a
    backup, altered, newer, another password), ``LockedError``, ``StoreError``, ``CancelledError``;
    then nothing has changed.
    """
    check_location(folder)
    with opened(file) as archive, translated(folder), contextlib.ExitStack() as undo:
        if not folder.exists():
            folder.mkdir(parents=True)
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
        if not store_exists(folder):
            refuse_foreign(folder)
        lock = StoreLock(folder)
        lock.acquire(now=clock())
        undo.callback(lock.release)
        clear_leftovers(folder)
        with tempfile.TemporaryDirectory(prefix=STAGE_PREFIX, dir=folder) as stage:
            archive.extract(Path(stage), Meter(archive.size, progress, cancelled))
            _require_usable(archive, Path(stage) / DATABASE)
            if archive.whole:
                _note_backup(archive, Path(stage) / DATABASE)
                _settle_keys(Path(stage), folder, password)
            kept = _take_over(Path(stage), folder, clock(), _SWAPPED if archive.whole else ())
        undo.pop_all()
        lock.release()
    return kept


def _settle_keys(stage: Path, folder: Path, password: str) -> None:
    """Unseal the staged keys, or keep those that are here; raises ``FileError``."""
    keys = stage / KEYS
    keys.mkdir(exist_ok=True)
    if password:
        for sealed in sorted((stage / SEALED).glob("*")):
            (keys / sealed.name).write_bytes(unseal(sealed.read_bytes(), password, sealed.name))
            (keys / sealed.name).chmod(0o600)
            sync_file(keys / sealed.name)
    if not any(path.is_file() for path in keys.glob("*")):
        for own in (folder / KEYS).glob("*"):
            if own.is_file():
                shutil.copy2(own, keys / own.name)


def _note_backup(archive: Archive | DailyCopy, database: Path) -> None:
    """Let the store know of the full backup that it comes from, which was noted after it."""
    day = archive.created.date().isoformat()
    with contextlib.closing(connect(database)) as db:
        db.execute(_BACKED_UP, (day,))


def _require_usable(archive: Archive | DailyCopy, database: Path) -> None:
    """Raise ``FileError`` or ``NewerStoreError`` unless the database is whole and known."""
    try:
        require_sound(database)
        with contextlib.closing(connect(database, mode="ro")) as db:
            pending(db, STEPS)
    except NewerStoreError:
        raise
    except (StoreError, sqlite3.Error) as error:
        raise archive.altered(str(error)) from error


def _take_over(stage: Path, folder: Path, now: datetime, swapped: Sequence[str]) -> Path | None:
    """Put the staged files into place; the rename of the database comes last and decides.

    Until then the old database stands with all its evidence, since content is only added.
    """
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    for sha256, path in content.stored_hashes(stage):
        target = content.content_path(folder, sha256)
        if not target.is_file() or content.hash_of(target) != sha256:
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
    with contextlib.ExitStack() as undo:
        kept = _keep_old(folder, now, undo)
        for name in swapped:
            _swap(stage / name, folder / name, kept and kept / name, undo)
        sync_file(stage / DATABASE)
        _set_journal_aside(folder, kept, undo)
        (stage / DATABASE).replace(folder / DATABASE)
        undo.pop_all()
    sync_folder(folder)
    (folder / "backups" / "last.json").unlink(missing_ok=True)
    return kept


def _keep_old(folder: Path, now: datetime, undo: contextlib.ExitStack) -> Path | None:
    """Copy the old database away, sound or as it is; gives the folder for all that is replaced."""
    old = folder / DATABASE
    if not old.exists() and not any(any((folder / name).iterdir()) for name in _SWAPPED):
        return None
    stamp = f"truoc-khoi-phuc-{now:%Y%m%d-%H%M%S}"
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    kept = next(path for name in names if not (path := folder / "backups" / name).exists())
    kept.mkdir()
    undo.callback(shutil.rmtree, kept, ignore_errors=True)
    if not old.exists():
        return kept
    try:
        with contextlib.closing(connect(old)) as db:
            copy_verified(db, kept / DATABASE)
    except (StoreError, sqlite3.Error):
        # The reason to restore may be that it is damaged.
        shutil.copyfile(old, kept / DATABASE)
    return kept


def _set_journal_aside(folder: Path, kept: Path | None, undo: contextlib.ExitStack) -> None:
    """Move a journal of the old database away: one that stayed would be played into the new."""
    journal = folder / f"{DATABASE}-journal"
    if kept is not None and journal.exists():
        journal.replace(kept / journal.name)
        undo.callback((kept / journal.name).replace, journal)


def _swap(new: Path, old: Path, kept: Path | None, undo: contextlib.ExitStack) -> None:
    """Put a staged folder in the place of the old one, which goes to ``kept``."""
    if kept is not None and any(old.iterdir()):
        old.replace(kept)
        undo.callback(kept.replace, old)
    if not new.is_dir():
        old.mkdir(exist_ok=True)
        return
    if old.exists():
        old.rmdir()
    new.replace(old)
    undo.callback(shutil.rmtree, old, ignore_errors=True)
