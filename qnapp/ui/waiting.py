"""A box for work that nothing else may happen beside: the store itself is being replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout

from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.labels import Label
from qnapp.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from qnapp.ui.tasks import Job

_WIDTH = 440


class WaitingDialog(QDialog):
    """Shows one piece of work until it ends; closing the box asks the work to stop."""

    @classmethod
    def run(cls, title: str, work: Callable[[Job], Any], parent: QWidget | None = None) -> Any:
        """Do ``work`` and give back its result; raises what it raised."""
        dialog = cls(title, work, parent)
        dialog.exec()
        dialog.tasks.shutdown()
        error, result = dialog.error, dialog.result_value
        dialog.deleteLater()
        if error is not None:
            raise error
        return result

    def __init__(
        self, title: str, work: Callable[[Job], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("QNApp")
        self.tasks = Tasks(self)
        self.error: Exception | None = None
        self.result_value: Any = None
        self._title, self._work = title, work
        self._job: Job | None = None
        self.jobs = JobLine(self.tasks, under_heading=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        box.addWidget(Label(title, font="body_strong", wrap=True))
        box.addWidget(self.jobs)
        self.setMinimumWidth(_WIDTH)
        QTimer.singleShot(0, self._start)

    def _start(self) -> None:
        self._job = self.tasks.run(self._title, self._work, self._done, self._failed)

    def _done(self, result: Any) -> None:
        self.result_value = result
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.error = error
        self.accept()

    def reject(self) -> None:
        """Esc: only ask the work to stop; the box goes when the work has ended."""
        if self._job is not None:
            self._job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()
