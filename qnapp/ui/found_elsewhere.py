"""What a search finds outside of the shown period: other periods, and reports that arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.fields import own_code
from qnapp.db.periods import periods
from qnapp.db.search_index import open_index
from qnapp.domain.lookup import Hit
from qnapp.ui.store_work import store_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.search_index import Entry
    from qnapp.db.store import Changes, Store
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

AT_ONCE = 4  # sources a job reads: others wait in the same queue
_PAGES = {"task": "tasks", "indicator": "indicators"}


class FoundElsewhere(QObject):
    """Reads the index of words; a quiet worker keeps it up to date once it is asked for."""

    refreshed = Signal()  # more can be found than before

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._working = False
        self._names: Mapping[str, str] = {}
        session.changed.connect(self._store_changed)

    def find(self, typed: str, most: int) -> list[Hit]:
        """Give the newest hits; asking begins to bring the index up to date."""
        self.refresh()
        index = self._session.search_index
        if index is None or most <= 0:
            return []
        own = own_code(self._session.store)
        found = index.find(typed, most, besides=(own, self._session.period_code))
        return [self._hit(entry, line, own) for entry, line in found]

    def hold(self) -> None:
        """Leave the index as it is, for a measurement."""
        self._stale = False

    def refresh(self) -> None:
        """Let the worker read what has changed since the last time."""
        if self._stale and not self._working and not self._session.store.read_only:
            self._names = {
                one.period.code: one.period.short for one in periods(self._session.store)
            }
            self._stale, self._working = False, True
            work = store_work(self._session.store, _refresh)
            self._session.tasks.run("", work, self._done, self._failed, quiet=True)

    def _done(self, done: Done) -> None:
        self._working = False
        self._stale = self._stale or not done.result
        self.refreshed.emit()
        self.refresh()

    def _failed(self, _error: Exception) -> None:
        self._working = False  # what is found without the index is found all the same

    def _store_changed(self, changes: Changes) -> None:
        self._stale = True
        if changes.plan or changes.periods:
            self._names = {}

    def _hit(self, one: Entry, line: str, own: str) -> Hit:
        mine = one.organisation == own
        when = self._names.get(one.period, one.period)
        page, uid = (_PAGES[one.kind], one.uid) if mine else ("inbox", f"row:{one.organisation}")
        return Hit(
            kind=one.kind,
            page=page,
            uid=uid,
            code=one.code,
            text=line or one.title,
            folded="",
            organisation="" if mine else one.organisation,
            period=one.period,
            row="" if mine else one.uid,
            origin=when if mine else f"{one.name}, {when}",
        )


def _refresh(store: Store, job: Job) -> bool:
    from qnapp.exchange.searching import refresh  # reads packages: not before it is needed

    index = open_index(store.folder)
    if index is None:
        return True
    try:
        return refresh(store, index, most=AT_ONCE, cancelled=job.cancelled)
    finally:
        index.close()
