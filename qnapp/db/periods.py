"""The reporting calendar in the store, and which periods are locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.periods import Period


@dataclass(frozen=True, slots=True)
class StoredPeriod:
    """A period with its state for one organisation."""

    period: Period
    locked_at: datetime | None = None
    lock_reason: str = ""
    backfilled: bool = False  # before the store's first period: "nhập bổ sung"

    @property
    def locked(self) -> bool:
        """Whether nothing may be changed in it."""
        return self.locked_at is not None


def periods(store: Store) -> list[StoredPeriod]:
    """The calendar of the current plan in order of time."""
    raise NotImplementedError


def stored_period(store: Store, code: str) -> StoredPeriod:
    """One period; ``code`` in any case. Raises ``NotFoundError`` naming the known codes."""
    raise NotImplementedError


def current_period(store: Store, today: date | None = None) -> Period:
    """The period that the clerk chose, else the one of the day."""
    raise NotImplementedError


def choose_period(store: Store, code: str) -> Period:
    """Make a period the current one (kept in the settings)."""
    raise NotImplementedError


def add_adhoc_period(store: Store, *, name: str, start: date, cutoff: date, due: date) -> Period:
    """Add a ``2026-X01`` period; raises ``InputError`` for dates out of order."""
    raise NotImplementedError


def lock_period(store: Store, code: str, reason: str) -> list[FieldChange]:
    """Close a period for changes; carried rows are written out first, so that they stay."""
    raise NotImplementedError


def unlock_period(store: Store, code: str, reason: str) -> list[FieldChange]:
    """Open a locked period; raises ``InputError`` without a reason."""
    raise NotImplementedError


def require_open(store: Store, code: str) -> None:
    """Raise ``LockedError`` where the period is locked."""
    raise NotImplementedError
