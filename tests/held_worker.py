"""A worker that begins nothing new until it is let go: what a person does meanwhile is no race."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.ui.tasks import Job, Tasks

LONGEST_S = 20


@contextlib.contextmanager
def held(tasks: Tasks) -> Iterator[None]:
    """Hold the worker inside of the block; what was asked for begins when it ends."""
    go_on = threading.Event()

    def wait(_job: Job) -> bool:
        return go_on.wait(LONGEST_S)

    tasks.run("", wait, _ignore, _ignore, quiet=True)
    try:
        yield
    finally:
        go_on.set()


def _ignore(_end: object) -> None:
    """Nobody waits for it."""
