"""Rings of objects that nobody holds any more are freed on the window's thread, on no other.

Python looks for such rings on whichever thread has just made enough objects. A closed page is such
a ring, and Qt allows its widgets to be freed by the thread that made them only: the worker, which
makes many objects when it reads a workbook, would bring the program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds


class Collector(QObject):
    """Takes the place of Python's own collecting, for good: it must live as long as the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect_due)
        timer.start(_EVERY)

    def collect_due(self) -> None:
        """Free what Python itself would by now have looked through, by its own thresholds."""
        young, middle, old = (
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if young:
            gc.collect(2 if old else 1 if middle else 0)
