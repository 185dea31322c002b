"""A dialog that does one piece of work at a time, on the worker, and stays until that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from qnapp.ui.tasks import Job


class WorkingDialog(QDialog):
    """Sub-classes keep what runs in ``_job``; closing asks it to stop before the dialog goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._job: Job | None = None

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
