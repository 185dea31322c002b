"""The store: one folder with one SQLite file, and how it is opened, changed and announced."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from qnapp.db import journal
from qnapp.db.connection import connect, integrity_problems, is_ours
from qnapp.db.copies import copy_verified
from qnapp.db.failures import DAMAGED, translated
from qnapp.db.location import check_location
from qnapp.db.lock import StoreLock
from qnapp.db.migrations import migrate, pending
from qnapp.db.schema import STEPS
from qnapp.db.scratch import clear_leftovers, clear_scratch, clear_strays
from qnapp.errors import LockedError, StoreError, UserError
from qnapp.records import dataclass
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from qnapp.db.journal import FieldChange

    Parameters = Sequence[Any] | Mapping[str, Any]

DATABASE = "qnapp.db"
FOLDERS = ("evidence", "backups", "outbox", "inbox", "keys")

_MISSING = (
    "Không có dữ liệu QNApp trong “{folder}”. Chưa có gì bị thay đổi. "
    "Chọn đúng thư mục dữ liệu hoặc tạo dữ liệu mới."
)
_FOREIGN = (
    "Tệp dữ liệu trong “{folder}” không phải của QNApp. Chưa có gì bị thay đổi. "
    "Chọn đúng thư mục dữ liệu."
)
_VIEW_ONLY = (
    "Dữ liệu đang mở chỉ để xem nên không ghi được. Chưa có gì bị thay đổi. Đóng rồi mở lại để ghi."
)
_MOVED = (
    "Dữ liệu này đã chuyển sang máy khác ngày {day} nên ở đây chỉ để xem. Chưa có gì bị thay đổi. "
    "Ghi tiếp trên máy mới, hoặc chọn Dùng lại trên máy này."
)
_OLD_VIEW_ONLY = (
    "Dữ liệu này của phiên bản cũ, cần nâng cấp nên không mở chỉ để xem được. "
    "Chưa có gì bị thay đổi. Mở dữ liệu theo cách thường."
)


def local_now() -> datetime:
    """Return the wall clock with the machine's time zone: the only clock of the store."""
    return datetime.now().astimezone()


def default_folder() -> Path:
    """Return where the store lies unless another place is chosen (local application data)."""
    import platformdirs  # the system's rules: not needed where a folder was chosen

    return platformdirs.user_data_path("QNApp", appauthor=False) / "dulieu"


def store_exists(folder: Path) -> bool:
    """Whether ``folder`` holds a store, readable or not."""
    return (folder / DATABASE).exists()


def needs_upgrade(folder: Path) -> bool:
    """Whether the store in ``folder`` is of an older version, which cannot be opened to read only.

    False where there is none, or none that can be read: opening it tells what is wrong.
    """
    if not store_exists(folder):
        return False
    with contextlib.suppress(UserError), translated(folder):
        db = connect(folder / DATABASE, mode="ro")
        try:
            return is_ours(db) and bool(pending(db, STEPS))
        finally:
            db.close()
    return False


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

    @property
    def around_rows(self) -> bool:
        """Whether rows may look or open otherwise though nothing was typed in them.

        A setting says too that the data was moved away or taken back.
        """
        return self.evidence or self.plan or self.periods or self.settings

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.tasks | other.tasks,
            self.indicators | other.indicators,
            self.evidence or other.evidence,
            self.settings or other.settings,
            self.plan or other.plan,
            self.periods or other.periods,
            self.report or other.report,
        )


NOTHING = Changes()


class _TrialOver(Exception):
    """Ends a trial: never seen outside, it only carries the rollback."""


class Store:
    """An open store. Made by ``create``, ``open`` or ``worker``, never directly.

    Belongs to the thread that opened it. A write happens inside ``atomic()``; observers in
    ``on_change`` are called after the outermost commit.
    """

    def __init__(
        self,
        folder: Path,
        db: sqlite3.Connection,
        *,
        clock: Callable[[], datetime],
        lock: StoreLock | None,
        visit: str = "",
        read_only: bool = False,
    ) -> None:
        self.folder = folder
        self.db = db
        self.clock = clock
        self.visit = visit or os.urandom(8).hex()
        self.read_only = read_only
        self.on_change: list[Callable[[Changes], None]] = []
        self.cache: dict[str, Any] = {}  # what modules of db keep; emptied by a rollback
        self._lock = lock
        self._lists: list[list[FieldChange]] = []
        self._pending = NOTHING
        self._closed = False

    # --- opening and closing

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        fill: Callable[[Store], None] | None = None,
        purpose: str = "command",
    ) -> Store:
        """Make a store, whole or not at all, and open it; ``fill`` writes its first rows.

        Raises ``StoreError`` where the folder holds a store or anything else, or may not hold one.
        Most callers want ``qnapp.db.setup.initialise``.
        """
        from qnapp.db.creation import create_store  # it needs this class

        create_store(folder, clock=clock, fill=fill)
        return cls.open(folder, clock=clock, purpose=purpose)

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
        if not store_exists(folder):
            raise StoreError(_MISSING.format(folder=folder))
        check_location(folder)
        lock = None if read_only else StoreLock(folder)
        with translated(folder), contextlib.ExitStack() as undo:
            if lock is not None:
                lock.acquire(now=clock(), purpose=purpose)
                undo.callback(lock.release)
            db = connect(folder / DATABASE, mode="ro" if read_only else "rw")
            undo.callback(db.close)
            store = cls(folder, db, clock=clock, lock=lock, read_only=read_only)
            crashed = lock is not None and lock.unclean
            if crashed:
                clear_leftovers(folder)
            store._bring_up_to_date(check=crashed)
            if crashed:
                rows = store.rows("SELECT digest FROM outgoing_package")
                clear_strays(folder, {row["digest"] for row in rows})
            store._begin_visit()
            undo.pop_all()
        return store

    def _bring_up_to_date(self, *, check: bool) -> None:
        """Refuse what cannot be opened, then migrate; ``check`` after a visit that crashed."""
        if not is_ours(self.db):
            raise StoreError(_FOREIGN.format(folder=self.folder))
        waiting = pending(self.db, STEPS)
        if self.read_only:
            if waiting:
                raise StoreError(_OLD_VIEW_ONLY)
            return
        found = integrity_problems(self.db) if check else []
        if found:
            raise StoreError(DAMAGED.format(folder=self.folder), detail="\n".join(found))
        name = f"truoc-nang-cap-{self.clock():%Y%m%d-%H%M%S}.db"
        migrate(
            self.db, STEPS, backup=partial(copy_verified, self.db, self.folder / "backups" / name)
        )

    def _begin_visit(self) -> None:
        if not self.read_only and not self.moved:
            with self.atomic():
                journal.seal_others(self)

    def close(self) -> None:
        """Seal the history, release the lock. Twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            if not self.read_only and self._lock is not None:
                # What cannot be sealed now is sealed by the next opening.
                with contextlib.suppress(UserError), self.atomic():
                    journal.seal_all(self)
        finally:
            self.db.close()
            if self._lock is not None:
                clear_scratch(self.visit)
                self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def worker(self) -> Iterator[Store]:
        """Open a second connection to the same folder for the thread that enters this.

        Shares visit and clock; has its own, empty ``on_change``; takes no lock of its own.
        """
        with translated(self.folder):
            db = connect(self.folder / DATABASE, mode="ro" if self.read_only else "rw")
        other = Store(
            self.folder, db, clock=self.clock, lock=None, visit=self.visit, read_only=self.read_only
        )
        with other:
            yield other

    @property
    def clerk(self) -> str:
        """Who works here; stands beside every change."""
        if "clerk" not in self.cache:
            found = self.value("SELECT value FROM setting WHERE key = 'clerk'")
            self.cache["clerk"] = found or ""
        return str(self.cache["clerk"])

    def today(self) -> date:
        """Return the calendar date of ``clock``."""
        return self.clock().date()

    # --- changing

    @property
    def moved(self) -> str:
        """When the data was moved to another PC, in ISO form; "" while it is used here."""
        if "moved" not in self.cache:
            found = self.value("SELECT value FROM setting WHERE key = 'moved_at'")
            self.cache["moved"] = found or ""
        return str(self.cache["moved"])

    def require_here(self) -> None:
        """Raise ``LockedError`` where the data was moved to another PC."""
        if moved := self.moved:
            day = format_date(datetime.fromisoformat(moved).date())
            raise LockedError(_MOVED.format(day=day))

    @contextlib.contextmanager
    def atomic(self, *, even_moved: bool = False) -> Iterator[None]:
        """Do all writes inside or none; nested blocks are savepoints.

        Raises ``LockedError`` where the data was moved to another PC, unless ``even_moved``.
        """
        if self.read_only:
            raise StoreError(_VIEW_ONLY)
        if self.db.in_transaction:
            with self._savepoint():
                yield
            return
        if not even_moved:
            self.require_here()
        with translated(self.folder):
            # IMMEDIATE: a reader that turns writer would be refused while a worker writes.
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()  # harmless where an error has ended the transaction already
                self._pending = NOTHING
                self.cache.clear()
                raise
        self._announce()

    @contextlib.contextmanager
    def _savepoint(self) -> Iterator[None]:
        before, counts = self._pending, [len(changes) for changes in self._lists]
        self.db.execute("SAVEPOINT nested")
        try:
            yield
            self.db.execute("RELEASE nested")
        except BaseException:
            if self.db.in_transaction:  # a trigger may have ended it, savepoints included
                self.db.execute("ROLLBACK TO nested")
                self.db.execute("RELEASE nested")
            self._pending = before
            self.cache.clear()
            for changes, count in zip(self._lists, counts, strict=False):
                del changes[count:]
            raise

    @contextlib.contextmanager
    def trial(self) -> Iterator[None]:
        """Take writes back at the end, whatever happens: a dry run that meets every refusal."""
        with contextlib.suppress(_TrialOver), self.atomic():
            yield
            raise _TrialOver

    @contextlib.contextmanager
    def collected(self) -> Iterator[list[FieldChange]]:
        """Give the list of all field changes recorded inside: what an undo takes back."""
        changes: list[FieldChange] = []
        self._lists.append(changes)
        try:
            yield changes
        finally:
            self._lists = [one for one in self._lists if one is not changes]

    def note(self, changes: Sequence[FieldChange]) -> None:
        """Add to the lists of ``collected``; called where history is recorded."""
        for one in self._lists:
            one.extend(changes)

    def touch(self, changes: Changes) -> None:
        """Add to what the running transaction announces after its commit."""
        self._pending = self._pending | changes

    def _announce(self) -> None:
        changes, self._pending = self._pending, NOTHING
        if changes != NOTHING:
            for observer in list(self.on_change):
                observer(changes)

    # --- SQL, for the modules of db only

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; errors of the machine become ``StoreError``."""
        with translated(self.folder):
            cursor = self.db.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first value of a query's first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def insert(self, table: str, columns: Mapping[str, Any], conflict: str = "") -> int:
        """Insert a row inside ``atomic()``; its id. ``conflict`` is the ``ON CONFLICT`` clause."""
        marks = ", ".join("?" * len(columns))
        return self.run(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {conflict}",
            tuple(columns.values()),
        )

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute a write inside ``atomic()``; the id of the inserted row."""
        if not self.db.in_transaction:
            raise RuntimeError("a write outside atomic()")
        with translated(self.folder):
            return self.db.execute(sql, parameters).lastrowid or 0
