"""Copies of the database that are made without anybody asking, and which of them stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store


def backup_now(store: Store) -> Path | None:
    """Copy the database into ``backups/``, one a day, if it changed since the last; None if not.

    The copy is verified before it takes its name; a damaged file never replaces a good copy
    (raises ``StoreError``). Older copies are thinned.
    """
    raise NotImplementedError


def thin(dates: Iterable[date], today: date) -> set[date]:
    """Dates whose copies stay: each of the last 7 days, then one a week, then one a month."""
    raise NotImplementedError
