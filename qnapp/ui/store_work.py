"""Work on the store away from the window: on its own connection, what it changed told after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from qnapp.db.content import CancelledError
from qnapp.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

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
    """Tell the pages what the worker changed, as if the window's connection had done it.

    All of it at once: a round of 54 answers must not make every page read itself anew 54 times.
    """
    if done.changes:
        session.announce(reduce(or_, done.changes))


def run_on_store(
    session: Session,
    title: str,
    work: Callable[[Store, Job], Any],
    done: Callable[[Any], None],
    failed: Callable[[UserError], None] | None = None,
    *,
    quiet: bool = False,
    owner: QObject | None = None,
) -> Job:
    """Do ``work`` on a connection of its own; the pages hear what it changed, then ``done``.

    Without ``failed`` a refusal reaches the page's band, and also where the ``owner`` of both, a
    dialog, is gone by then.
    """
    finish = partial(_finish, session, owner, done)
    fail = partial(_fail, session, owner, failed)
    return session.tasks.run(title, store_work(session.store, work), finish, fail, quiet=quiet)


def tell_failure(session: Session, error: Exception, stopped: str = "") -> None:
    """Hand a refusal to the page's band; anything else is a fault of the program and goes on.

    With the sentence ``stopped``, work that a person has stopped ends with that sentence instead.
    """
    if stopped and isinstance(error, CancelledError):
        session.said.emit(stopped)
    elif isinstance(error, UserError):
        session.failed.emit(error)
    else:
        raise error


def _finish(
    session: Session, owner: QObject | None, done: Callable[[Any], None], finished: Done
) -> None:
    announce(session, finished)
    if owner is None or isValid(owner):
        done(finished.result)


def _fail(
    session: Session,
    owner: QObject | None,
    failed: Callable[[UserError], None] | None,
    error: Exception,
) -> None:
    if isinstance(error, UserError) and failed is not None and (owner is None or isValid(owner)):
        failed(error)
    else:
        tell_failure(session, error)


def _with_worker(store: Store, work: Callable[[Store, Job], Any], job: Job) -> Done:
    changes: list[Changes] = []
    with store.worker() as own:
        own.on_change.append(changes.append)
        result = work(own, job)
    return Done(result, tuple(changes))
