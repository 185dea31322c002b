"""Who changed what and when: read it, and take changes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qnapp.db.store import Store


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field from one value to another, as text: ISO dates, "." decimals, "" for empty."""

    entity: str  # progress, measurement, milestone, extension, assignment, item, target,
    # evidence, link, report, period, setting, organisation
    key: str  # uid, id or name
    period: str  # code of the period, "" where it belongs to none
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change with who and when. ``id`` is negative while it can still merge with the next."""

    id: int
    at: datetime
    clerk: str
    entity: str
    key: str
    period: str
    field: str
    old: str
    new: str
    event: str  # "" for typing, else what brought it: "import:…", "undo"


def history_of(
    store: Store, entity: str, key: str, period: str | None = None, field: str | None = None
) -> list[HistoryEntry]:
    """Changes of one thing, newest first; ``None`` means any period or field."""
    raise NotImplementedError


def recent(store: Store, limit: int = 200) -> list[HistoryEntry]:
    """The last changes of all things, newest first."""
    raise NotImplementedError


def revert(store: Store, changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Take changes back, as new changes, all or none; gives what was done (revert it to redo).

    Raises ``LockedError`` where a period has been locked since, ``InputError`` where a value was
    changed again by someone else in the meantime.
    """
    raise NotImplementedError
