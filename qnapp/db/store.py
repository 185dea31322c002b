"""The store: one folder with one SQLite file, and how it is opened, changed and announced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    import sqlite_utils

DATABASE = "qnapp.db"


def local_now() -> datetime:
    """Wall clock with the machine's time zone; the only clock of the store."""
    raise NotImplementedError


def default_folder() -> Path:
    """Where the store lies unless another place is chosen (local application data)."""
    raise NotImplementedError


def store_exists(folder: Path) -> bool:
    """Whether ``folder`` holds a store, readable or not."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Changes:
    """What one commit changed; every page decides itself what to refresh."""

    tasks: frozenset[str] = frozenset()  # uids
    indicators: frozenset[str] = frozenset()  # uids
    evidence: bool = False
    settings: bool = False
    plan: bool = False  # also local tasks and indicators, and what was taken on
    periods: bool = False
    report: bool = False
    initiator: object | None = None


class Store:
    """An open store. Made by ``create``, ``open`` or ``worker``, never directly.

    Belongs to the thread that opened it. A write happens inside ``atomic()``; observers in
    ``on_change`` are called after the outermost commit.
    """

    folder: Path
    db: sqlite_utils.Database
    clock: Callable[[], datetime]
    clerk: str
    visit: str
    read_only: bool
    on_change: list[Callable[[Changes], None]]

    @classmethod
    def create(cls, folder: Path, *, clock: Callable[[], datetime] = local_now) -> Store:
        """Make an empty store (schema, built-in plan and organisations) and open it.

        Raises ``StoreError`` where the folder holds a store or anything else, or may not hold one.
        Most callers want ``qnapp.db.setup.initialise``.
        """
        raise NotImplementedError

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        read_only: bool = False,
        purpose: str = "command",
    ) -> Store:
        """Open an existing store, bringing an older file up to date after a verified backup.

        Raises ``StoreError`` (missing, damaged, foreign, not writable), ``NewerStoreError`` or
        ``LockedError``. ``purpose`` is "window" or "command" and is told to whoever is refused.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Seal the history, release the lock. Twice is harmless."""
        raise NotImplementedError

    def __enter__(self) -> Store:
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        raise NotImplementedError

    def worker(self) -> AbstractContextManager[Store]:
        """A second connection to the same folder for the thread that enters it.

        Shares visit, clerk and clock; has its own, empty ``on_change``; takes no lock of its own.
        """
        raise NotImplementedError

    def today(self) -> date:
        """The calendar date of ``clock``."""
        raise NotImplementedError

    def atomic(self) -> AbstractContextManager[None]:
        """All writes inside happen or none; nested blocks are savepoints."""
        raise NotImplementedError

    def acting_for(self, initiator: object) -> AbstractContextManager[None]:
        """Changes announced inside carry ``initiator``, so that it can skip its own refresh."""
        raise NotImplementedError

    def touch(self, changes: Changes) -> None:
        """Add to what the running transaction announces after its commit."""
        raise NotImplementedError

    def rows(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[sqlite3.Row]:
        """Rows of a query; errors of the machine become ``StoreError``."""
        raise NotImplementedError

    def row(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> sqlite3.Row | None:
        """First row of a query, or None."""
        raise NotImplementedError

    def value(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """First value of a query's first row, or None."""
        raise NotImplementedError

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Execute a write inside ``atomic()``; the number of changed rows."""
        raise NotImplementedError
