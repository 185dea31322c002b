"""Work on the store away from the window: on its own connection, what it changed told after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Changes, Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job


@dataclass(frozen=True, slots=True)
class Done:
    """What the worker's own connection did."""

    result: Any
    changes: tuple[Changes, ...]


def store_work(store: Store, work: Callable[[Store, Job], Any]) -> Callable[[Job], Done]:
    """Make ``work`` fit for ``Tasks.run``: it gets its own connection, the end is a ``Done``."""
    return partial(_with_worker, store, work)


def announce(session: Session, done: Done) -> None:
    """Tell the pages what the worker changed, as if the window's connection had done it."""
    for changes in done.changes:
        session.announce(changes)


def _with_worker(store: Store, work: Callable[[Store, Job], Any], job: Job) -> Done:
    changes: list[Changes] = []
    with store.worker() as own:
        own.on_change.append(changes.append)
        result = work(own, job)
    return Done(result, tuple(changes))
