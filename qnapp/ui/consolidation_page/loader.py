"""Reads and consolidates away from the window, again whenever something arrives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.content import CancelledError
from qnapp.errors import UserError

if TYPE_CHECKING:
    from qnapp.db.store import Changes, Store
    from qnapp.domain.reporting import Worksheet
    from qnapp.exchange.consolidation import Gathered
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

TITLE = "Đang đọc các báo cáo đã nhận"
_MOST_KEPT = 400  # reports that stay read: those of a year


class Loader(QObject):
    """One for all pages of a session; what is asked for meanwhile waits its turn.

    Reports that were read once stay read, so that a new arrival costs one report.
    """

    loaded = Signal(str, object)  # code of the period, Gathered
    stopped = Signal(str)  # code of the period: cancelled by the person, or refused

    @classmethod
    def of(cls, session: Session) -> Loader:
        """The session's loader, made when it is first asked for."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[str, Worksheet] = {}  # touched by the worker alone
        self._fresh: dict[str, Gathered] = {}
        self._running = ""
        self._waiting: list[str] = []
        session.changed.connect(self._store_changed)

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return bool(self._running)

    def fresh(self, period: str) -> Gathered | None:
        """What was read of a period and still holds, None where nothing was."""
        return self._fresh.get(period)

    def request(self, period: str) -> None:
        """Consolidate a period; ``loaded`` tells when it is done, at once where nothing changed."""
        if period in self._fresh:
            self.loaded.emit(period, self._fresh[period])
        elif self._running:
            if period not in self._waiting:
                self._waiting.append(period)
        else:
            self._run(period)

    def _run(self, period: str) -> None:
        self._running = period
        self._session.tasks.run(
            TITLE,
            partial(_gathered, self._session.store, period, self._known),
            partial(self._done, period),
            partial(self._failed, period),
            reads=True,
        )

    def _done(self, period: str, gathered: Gathered) -> None:
        self._running = ""
        if period not in self._waiting:
            self._fresh[period] = gathered
        self.loaded.emit(period, gathered)
        self._go_on()

    def _failed(self, period: str, error: Exception) -> None:
        self._running = ""
        if isinstance(error, UserError) and not isinstance(error, CancelledError):
            self._session.failed.emit(error)
        elif not isinstance(error, CancelledError):
            raise error
        self.stopped.emit(period)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._running:
            self._run(self._waiting.pop(0))

    def forget(self) -> None:
        """Something arrived: read anew, also what is being read right now."""
        self._fresh.clear()
        if self._running and self._running not in self._waiting:
            self._waiting.insert(0, self._running)

    def _store_changed(self, changes: Changes) -> None:
        if concerns(changes):
            self.forget()


def concerns(changes: Changes) -> bool:
    """Whether a change of the store may change a consolidation."""
    return changes.report or changes.settings or changes.plan or changes.periods


def _gathered(store: Store, period: str, known: dict[str, Worksheet], job: Job) -> Gathered:
    from qnapp.exchange.consolidation import gather  # takes long to import

    if len(known) > _MOST_KEPT:
        known.clear()
    with store.worker() as own:
        return gather(own, period, known=known, progress=job.report, cancelled=job.cancelled)
