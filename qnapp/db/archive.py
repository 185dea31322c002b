"""One file with all of a store, and a store made again from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.store import local_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.plan import Organisation


def backup_full(
    store: Store,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Write database, evidence, keys and outbox into one file; whole or not at all.

    ``progress`` is told (bytes done, bytes in all). Raises ``FileError`` where the target cannot be
    written, ``StoreError`` where the store itself is damaged.
    """
    raise NotImplementedError


def backup_owner(file: Path) -> tuple[Organisation, datetime]:
    """Whose backup a file is and when it was made, to ask before restoring.

    Raises ``FileError`` where it is none.
    """
    raise NotImplementedError


def restore_full(
    file: Path,
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], datetime] = local_now,
) -> None:
    """Make the store of ``folder`` what the file holds; what it replaces is kept in ``backups/``.

    All is verified before anything is replaced. The store must be closed. Raises ``FileError``
    (not a backup, altered, newer), ``LockedError``, ``StoreError``; then nothing has changed.
    """
    raise NotImplementedError
