"""How far a long piece of writing is, and whether it shall go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.content import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.documents.report import Report


@dataclass(slots=True)
class Pace:
    """Counts what is written, tells how far it is, and stops where it is asked to."""

    total: int
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    done: int = 0

    def step(self) -> None:
        """Count one piece more. Raises CancelledError where the user has stopped the work."""
        self.done += 1
        if self.cancelled is not None and self.cancelled():
            raise CancelledError
        if self.progress is not None:
            self.progress(self.done, self.total)


def steps_of(report: Report) -> int:
    """Count the pieces of a report: its parts and the rows of its annexes."""
    return len(report.parts) + sum(len(annex.table.rows) for annex in report.annexes)
