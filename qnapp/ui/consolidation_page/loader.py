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
    """One consolidation at a time; what is asked for meanwhile follows it.

    Reports that were read once stay read, so that a new arrival costs one report.
    """

    loaded = Signal(str, object)  # code of the period, Gathered
    stopped = Signal()  # cancelled by the person

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, Worksheet] = {}  # touched by the worker alone
        self._running: Job | None = None
        self._next = ""

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._running is not None

    def request(self, period: str) -> None:
        """Consolidate a period; ``loaded`` tells when it is done."""
        if self._running is not None:
            self._next = period
            return
        self._running = self._session.tasks.run(
            TITLE,
            partial(_gathered, self._session.store, period, self._known),
            partial(self._done, period),
            self._failed,
            reads=True,
        )

    def _done(self, period: str, gathered: Gathered) -> None:
        self._running = None
        waiting, self._next = self._next, ""
        if waiting != "" and waiting != period:
            self.request(waiting)  # the period was changed meanwhile: this one is not wanted
            return
        self.loaded.emit(period, gathered)
        if waiting:
            self.request(waiting)

    def _failed(self, error: Exception) -> None:
        self._running = None
        waiting, self._next = self._next, ""
        if isinstance(error, CancelledError):
            self.stopped.emit()
        elif isinstance(error, UserError):
            self._session.failed.emit(error)
            self.stopped.emit()
        else:
            raise error
        if waiting:
            self.request(waiting)


def concerns(changes: Changes) -> bool:
    """Whether a change of the store may change a consolidation."""
    return changes.report or changes.settings or changes.plan or changes.periods


def _gathered(store: Store, period: str, known: dict[str, Worksheet], job: Job) -> Gathered:
    from qnapp.exchange.consolidation import gather  # takes long to import

    if len(known) > _MOST_KEPT:
        known.clear()
    with store.worker() as own:
        return gather(own, period, known=known, progress=job.report, cancelled=job.cancelled)
