"""Moving to another PC: one file carries all, and the store that stays behind is only looked at.

Two stores that both go on would report one revision with different figures (design, section 5).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.journal import FieldChange
from qnapp.errors import InputError
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.db.archive import FullBackup
    from qnapp.db.store import Store

EVENT_MOVED, EVENT_BACK = "moved", "moved_back"

_NO_REASON = "Chưa nêu lý do dùng lại trên máy này. Chưa có gì bị thay đổi. Ghi lý do rồi thử lại."


def write_moving_file(
    store: Store,
    target: Path,
    password: str,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FullBackup:
    """Write the file that the other PC restores, the signing key in it; nothing changes here yet.

    Raises ``InputError`` for a password that is too short, and what ``backup_full`` does.
    """
    from qnapp.db.archive import backup_full  # every start asks whether the data was moved
    from qnapp.db.sealing import require_password

    require_password(password)
    return backup_full(store, target, password=password, progress=progress, cancelled=cancelled)


def leave(store: Store) -> list[FieldChange]:
    """From now on this store is only looked at; called once the moving file is whole."""
    now = store.clock().isoformat(timespec="seconds")
    with store.atomic():
        changes = fields.save(store, "setting", "moved_at", {"value": now}, event=EVENT_MOVED)
        journal.seal_all(store)  # closing writes nothing any more
        return changes


def take_back(store: Store, reason: str) -> list[FieldChange]:
    """Let the store be used here again, since the move failed.

    Raises ``InputError`` without a reason, which the history keeps.
    """
    if not clean(reason):
        raise InputError(_NO_REASON)
    why = FieldChange("setting", "moved_at", "", "lock_reason", "", clean(reason))
    with store.atomic(even_moved=True):
        changes = fields.save(store, "setting", "moved_at", {"value": ""}, event=EVENT_BACK)
        journal.record(store, [why], organisation=fields.own_code(store), event=EVENT_BACK)
        return changes


def moved_at(store: Store) -> datetime | None:
    """When the data was moved to another PC; None while it is used here."""
    text = store.moved
    return datetime.fromisoformat(text) if text else None
