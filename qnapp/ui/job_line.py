"""Work that runs longer than a second, told in one line: words, a thin bar, Hủy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label

if TYPE_CHECKING:
    from qnapp.ui.tasks import Job, Tasks

SHOWN_AFTER_MS = 1000  # look, section 10: nothing for what is over before a person wonders
_COUNTABLE = 10_000  # more steps are bytes, which tell a person nothing


class JobLine(QWidget):
    """Follows the jobs of one ``Tasks``, the first one while several run."""

    def __init__(
        self, tasks: Tasks, parent: QWidget | None = None, *, under_heading: bool = False
    ) -> None:
        """``under_heading``: the work is named above the line, which only counts."""
        super().__init__(parent)
        self._under_heading = under_heading
        self._job: Job | None = None
        self.words = Label("", font="small", color="text2")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(140, 6)
        self.cancel_link = LinkButton("Hủy", font="small")
        self.cancel_link.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.words, self.bar, self.cancel_link):
            row.addWidget(part)
        if under_heading:  # a few figures, or none: the bar and the link stay at the edge
            row.setStretch(0, 1)
        self.hide()
        self._wait = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._wait.timeout.connect(self.show)
        tasks.started.connect(self._started)
        tasks.progressed.connect(self._progressed)
        tasks.ended.connect(self._ended)

    @property
    def busy(self) -> bool:
        """Whether work is running that would be lost if it were stopped."""
        return self._job is not None and not self._job.reads

    def cancel(self) -> None:
        """Ask the running work to stop."""
        if self._job is not None:
            self.cancel_link.setEnabled(False)
            self._job.cancel()

    @Slot(object)
    def _started(self, job: Job) -> None:
        if self._job is None:
            self._job = job
            self.bar.setRange(0, 0)
            self.words.setText("" if self._under_heading else job.title)
            self.cancel_link.setEnabled(True)
            self._wait.start()

    @Slot(object, int, int)
    def _progressed(self, job: Job, step: int, of: int) -> None:
        if job is self._job:
            # A bar counts in 32 bits, files in more bytes than that.
            self.bar.setRange(0, 1000)
            self.bar.setValue(1000 * step // max(of, 1))
            if 0 < of <= _COUNTABLE:
                count = f"{step}/{of}"
                told = f"Đã xong {count}" if self._under_heading else f"{job.title} ({count})"
                self.words.setText(told)

    @Slot(object)
    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._wait.stop()
            self.hide()
