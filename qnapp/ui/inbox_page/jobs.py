"""What the worker does for the inbox, and how it is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.inbox import copy_received
from qnapp.exchange.receive import trust_sender
from qnapp.exchange.receiving import files_in, take_in_many
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedFile, ReceivedPackage
    from qnapp.errors import UserError
    from qnapp.exchange.receiving import TakenFile
    from qnapp.ui.session import Session
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
    return run_on_store(session, TAKING, partial(_take_in, list(paths)), done, owner=owner)


def copy_out(
    session: Session,
    file: ReceivedFile,
    done: Callable[[Path], None],
    failed: Callable[[UserError], None],
    *,
    owner: QObject,
) -> Job:
    """Copy a received file for the PC's own program."""
    return run_on_store(
        session, "Đang mở tệp của gói", partial(_copy, file), done, failed, owner=owner
    )


def _take_in(paths: Sequence[Path], store: Store, job: Job) -> list[TakenFile]:
    return take_in_many(store, files_in(paths), progress=job.report, cancelled=job.cancelled)


def trust_and_take(path: Path, store: Store, job: Job) -> ReceivedPackage:
    """Confirm the key of a package that was refused for it, and take the package in."""
    return trust_sender(store, path, progress=job.report, cancelled=job.cancelled)


def _copy(file: ReceivedFile, store: Store, _job: Job) -> Path:
    return copy_received(store, file)
