"""Making a new store: under a provisional name until everything is in it."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from qnapp.db import journal
from qnapp.db.connection import connect
from qnapp.db.copies import sync_file, sync_folder
from qnapp.db.failures import translated
from qnapp.db.location import check_location
from qnapp.db.lock import HOLDER_FILE, LOCK_FILE, StoreLock
from qnapp.db.migrations import migrate
from qnapp.db.schema import STEPS
from qnapp.db.scratch import STAGE_PREFIX, clear_leftovers
from qnapp.db.store import DATABASE, FOLDERS, Store
from qnapp.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

_PROVISIONAL = DATABASE + ".moi"
_OURS = frozenset({_PROVISIONAL, _PROVISIONAL + "-journal", LOCK_FILE, HOLDER_FILE, *FOLDERS})

_EXISTS = (
    "Thư mục “{folder}” đã có dữ liệu QNApp. Dữ liệu đó được giữ nguyên. "
    "Mở dữ liệu đó hoặc chọn thư mục khác."
)
_NOT_EMPTY = "Thư mục “{folder}” đã có tệp khác. Các tệp đó được giữ nguyên. Chọn thư mục trống."
_FILE = "“{folder}” là một tệp, không phải thư mục. Tệp đó được giữ nguyên. Chọn thư mục khác."


def create_store(
    folder: Path, *, clock: Callable[[], datetime], fill: Callable[[Store], None] | None
) -> None:
    """Make the files of a store; the folder is as it was before when anything fails."""
    check_location(folder)
    with translated(folder), contextlib.ExitStack() as undo:
        for missing in _missing(folder):
            missing.mkdir()
            undo.callback(_remove_empty, missing)
        _refuse_taken(folder)
        lock = StoreLock(folder)
        undo.callback(_remove_traces, folder)
        lock.acquire(now=clock())
        undo.callback(lock.release)
        _refuse_taken(folder)
        _clear_interrupted(folder)
        _build(folder, clock, fill)
        undo.pop_all()
        lock.release()


def _build(
    folder: Path, clock: Callable[[], datetime], fill: Callable[[Store], None] | None
) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    provisional = folder / _PROVISIONAL
    db = connect(provisional, mode="rwc")
    with Store(folder, db, clock=clock, lock=None) as store:
        migrate(db, STEPS, backup=None)
        with store.atomic():
            if fill is not None:
                fill(store)
            journal.seal_all(store)
    sync_file(provisional)
    provisional.replace(folder / DATABASE)
    sync_folder(folder)


def _missing(folder: Path) -> list[Path]:
    """Return ``folder`` and those above it that do not exist, the outermost first."""
    found: list[Path] = []
    for candidate in (folder, *folder.parents):
        if candidate.exists():
            break
        found.insert(0, candidate)
    return found


def refuse_foreign(folder: Path) -> None:
    """Raise ``StoreError`` for a folder that holds anything but a store's own files."""
    if not folder.is_dir():
        raise StoreError(_FILE.format(folder=folder))
    names = {entry.name for entry in folder.iterdir() if entry.suffix != ".ini"}
    names -= {name for name in names if name.startswith(STAGE_PREFIX)}
    if names - _OURS - {DATABASE, f"{DATABASE}-journal"}:
        raise StoreError(_NOT_EMPTY.format(folder=folder))


def _refuse_taken(folder: Path) -> None:
    refuse_foreign(folder)
    if (folder / DATABASE).exists():
        raise StoreError(_EXISTS.format(folder=folder))
    if (folder / _PROVISIONAL).exists():
        return  # a creation that a crash interrupted: all that lies here is its own
    present = [folder / name for name in FOLDERS if (folder / name).exists()]
    if any(any(one.iterdir()) for one in present):
        raise StoreError(_NOT_EMPTY.format(folder=folder))


def _clear_interrupted(folder: Path) -> None:
    clear_leftovers(folder)
    if (folder / _PROVISIONAL).exists():
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
        # Last: it is what says that the rest may go.
        (folder / f"{_PROVISIONAL}-journal").unlink(missing_ok=True)
        (folder / _PROVISIONAL).unlink()


def _remove_traces(folder: Path) -> None:
    for name in sorted(_OURS - set(FOLDERS)):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    for name in FOLDERS:  # they were empty when we came
        shutil.rmtree(folder / name, ignore_errors=True)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
