"""What may wait until the window can be used, done bit by bit so that nobody notices."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BEGIN_MS = 300  # the window has been drawn by then, also on a slow PC
PAUSE_MS = 60  # between two steps: clicks and keys come first


class Afterwards(QObject):
    """Takes one step after another, each between two events of the window, until ``stop``."""

    def __init__(
        self, steps: Iterable[Callable[[], object]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._steps = deque(steps)
        self._timer = QTimer(self, interval=BEGIN_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    @property
    def left(self) -> int:
        """How many steps are still to be taken."""
        return len(self._steps)

    def stop(self) -> None:
        """Leave the rest undone: the window closes."""
        self._steps.clear()
        self._timer.stop()

    def _step(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        step = self._steps.popleft()
        if not self._steps:
            self._timer.stop()
        step()
