"""What may wait until the window can be used, done bit by bit so that nobody notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BEGIN_MS = 300  # the window has been drawn by then, also on a slow PC
PAUSE_MS = 30  # between two steps: clicks and keys come first


class Afterwards(QObject):
    """Takes one step after another, each between two events of the window, until ``stop``."""

    def __init__(
        self, steps: Iterable[Callable[[], object]], parent: QObject | None = None
    ) -> None:
        """``steps`` may be a generator: a step is asked for when its turn has come."""
        super().__init__(parent)
        self._steps = iter(steps)
        self.done = False
        self._timer = QTimer(self, interval=BEGIN_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest undone: the window closes."""
        self.done = True
        self._timer.stop()

    def _step(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        step = next(self._steps, None)
        if step is None:
            self.stop()
        else:
            step()
