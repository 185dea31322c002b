"""Work that must not hold up the window: one worker, results back on the window's thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor


@dataclass(slots=True, eq=False)
class Job:
    """A running piece of work; ``report`` and ``cancelled`` are what the work itself is given."""

    title: str
    _progress: Callable[[Job, int, int], None]
    quiet: bool = False  # nobody waits for it: no bar, and the window closes without asking
    reads: bool = False  # it has a bar, but nothing is lost when the window closes
    _cancel: threading.Event = field(default_factory=threading.Event)

    def report(self, step: int, of: int) -> None:
        """Tell how far the work is; may be called from the worker."""
        self._progress(self, step, of)

    def cancelled(self) -> bool:
        """Whether the user asked to stop; the work looks at it between steps."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancel.set()


class Tasks(QObject):
    """One queue for work away from the window's thread.

    The work gets plain values and returns plain values; it never touches a widget. ``done`` and
    ``failed`` run on the window's thread, and never after ``shutdown``. They stay on it, too: often
    they belong to a widget, which the worker must not be the last to let go.
    """

    started = Signal(object)  # Job
    progressed = Signal(object, int, int)  # Job, step, of
    ended = Signal(object)  # Job
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False
        self._ends: dict[Job, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        title: str,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        quiet: bool = False,
        reads: bool = False,
    ) -> Job:
        """Queue ``work``. ``title`` is the sentence that the status bar shows meanwhile.

        A ``quiet`` job is one that nobody waits for, such as a preview: the signals leave it out.
        One that only ``reads`` is stopped without a question when the window closes.
        """
        job = Job(title, self._report, quiet, reads)
        self._ends[job] = done, failed
        if not quiet:
            self.started.emit(job)
        future = self._worker().submit(work, job)

        def hand_over(finished: Future[Any]) -> None:
            if not self._closed:
                self._finished.emit(job, finished)

        future.add_done_callback(hand_over)
        return job

    def _worker(self) -> ThreadPoolExecutor:
        """Give the one worker, made for the first job: the first comes after the window."""
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qnapp")
            if self._closed:
                self._pool.shutdown()
        return self._pool

    def _report(self, job: Job, step: int, of: int) -> None:
        if not self._closed and not job.quiet:
            self.progressed.emit(job, step, of)

    @Slot(object, object)
    def _deliver(self, job: Job, future: Future[Any]) -> None:
        if self._closed:
            return
        done, failed = self._ends.pop(job)
        if not job.quiet:
            self.ended.emit(job)
        error = None if future.cancelled() else future.exception()
        if error is None:
            if not future.cancelled():
                done(future.result())
        elif isinstance(error, Exception):
            failed(error)
        else:
            raise error

    def shutdown(self) -> None:
        """Take nothing new, wait for what runs, deliver nothing more."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._ends.clear()
