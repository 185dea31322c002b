"""One process at a time: an operating system's lock that a crash releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the store open, as far as it could be written down."""

    pid: int
    host: str
    since: datetime
    purpose: str  # "window" or "command"


class StoreLock:
    """The lock of one store's folder."""

    def __init__(self, folder: Path) -> None:
        raise NotImplementedError

    def acquire(self, *, now: datetime, purpose: str = "command") -> None:
        """Take the lock at once or raise ``LockedError``; never waits."""
        raise NotImplementedError

    def release(self) -> None:
        """Give the lock back; twice is harmless."""
        raise NotImplementedError


def holder(folder: Path) -> Holder | None:
    """Who holds the lock of ``folder``; None where nobody does or it cannot be read."""
    raise NotImplementedError
