"""A dialog that does one piece of work at a time, on the worker, and stays until that has ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from shiboken6 import isValid

from qnapp.db.content import CancelledError
from qnapp.errors import UserError
from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.door import detail_of
from qnapp.ui.kit.notices import RETRY, ErrorBand
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.store_work import announce, store_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job


class WorkingDialog(TypedDialog):
    """Sub-classes begin work with ``_run``; closing asks it to stop before the dialog goes.

    ``_tell`` is called whenever work begins or ends; ``_job`` is what runs then, or None. What was
    refused stands in ``band``.
    """

    stopped = ""  # what is said of work that a person has stopped

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session = session
        self._job: Job | None = None
        self.band, self.jobs = ErrorBand(), JobLine(session.tasks)

    def _tell(self) -> None:
        raise NotImplementedError

    def _run(
        self, title: str, work: Callable[[Store, Job], Any], done: Callable[[Any], None]
    ) -> None:
        """Do ``work``; ``done`` gets its result when the pages have heard what it changed."""
        on_worker = store_work(self._session.store, work)
        finish = partial(self._done, done)
        self._job = self._session.tasks.run(title, on_worker, finish, self._failed)
        self._tell()

    def _done(self, done: Callable[[Any], None], finished: Done) -> None:
        self._job = None
        announce(self._session, finished)
        done(finished.result)
        if isValid(self):
            self.settle()
            self._tell()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._tell()
        if isinstance(error, CancelledError):
            self._session.said.emit(self.stopped)
        elif isinstance(error, UserError):
            self._show_error(error)
        else:
            raise error

    def _show_error(self, error: UserError) -> None:
        self.band.show_error(str(error), detail_of(error), RETRY)

    def reject(self) -> None:
        """Esc: ask running work to stop; the dialog goes when nothing runs."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._job.cancel()
            event.ignore()
            return
        super().closeEvent(event)
