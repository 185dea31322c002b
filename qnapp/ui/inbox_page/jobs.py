"""What the worker does for the inbox, and how it is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from qnapp.db.inbox import copy_received
from qnapp.errors import UserError
from qnapp.exchange.receive import trust_sender
from qnapp.exchange.receiving import files_in, take_in_many
from qnapp.ui.store_work import announce, store_work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedFile, ReceivedPackage
    from qnapp.exchange.receiving import TakenFile
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

TAKING = "Đang tiếp nhận gói"


def take_in_paths(
    session: Session,
    paths: Sequence[Path],
    done: Callable[[list[TakenFile]], None],
    *,
    owner: QObject | None = None,
) -> Job:
    """Take in files and folders; ``done`` gets what became of each file, also after Hủy."""
    return run(session, TAKING, partial(_take_in, list(paths)), done, owner=owner)


def trust_and_take(
    session: Session,
    path: Path,
    done: Callable[[ReceivedPackage], None],
    failed: Callable[[UserError], None],
    *,
    owner: QObject,
) -> Job:
    """Confirm the key of a package that was refused for it, and take the package in."""
    return run(session, TAKING, partial(_trust, path), done, failed, owner=owner)


def copy_out(
    session: Session,
    file: ReceivedFile,
    done: Callable[[Path], None],
    failed: Callable[[UserError], None],
    *,
    owner: QObject,
) -> Job:
    """Copy a received file for the PC's own program."""
    return run(session, "Đang mở tệp của gói", partial(_copy, file), done, failed, owner=owner)


def run(
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
    on_worker = store_work(session.store, work)
    return session.tasks.run(title, on_worker, finish, fail, quiet=quiet)


def _take_in(paths: Sequence[Path], store: Store, job: Job) -> list[TakenFile]:
    return take_in_many(store, files_in(paths), progress=job.report, cancelled=job.cancelled)


def _trust(path: Path, store: Store, _job: Job) -> ReceivedPackage:
    return trust_sender(store, path)


def _copy(file: ReceivedFile, store: Store, _job: Job) -> Path:
    return copy_received(store, file)


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
    if not isinstance(error, UserError):
        raise error
    if failed is not None and (owner is None or isValid(owner)):
        failed(error)
    else:
        session.failed.emit(error)
