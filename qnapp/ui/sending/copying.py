"""Packages on a stick: written there once more, byte for byte."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from qnapp.db.content import CancelledError
from qnapp.exchange.outbox import copy_packages
from qnapp.ui import file_dialogs
from qnapp.ui.store_work import run_on_store, tell_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage
    from qnapp.errors import UserError
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

CHOOSE = "Chọn USB hoặc thư mục để chép gói"
COPIED = "Đã chép {count} gói vào {folder}."
STOPPED = "Đã dừng chép gói."


def copy_to_stick(
    session: Session,
    packages: Sequence[OutgoingPackage],
    parent: QWidget,
    told: Callable[[str], object],
    failed: Callable[[UserError], object],
) -> None:
    """Ask for a folder, a stick's, and write the packages there; ``told`` gets a sentence.

    Where ``parent`` is gone by then, both are said in the window.
    """
    folder = file_dialogs.open_folder(parent, CHOOSE)
    if folder is None:
        return
    work = partial(_copied, tuple(packages), folder)
    done = partial(_done, session, parent, folder, told)
    run_on_store(
        session, "Đang chép gói", work, done, partial(_failed, session, parent, told, failed)
    )


def _copied(packages: Sequence[OutgoingPackage], folder: Path, store: Store, job: Job) -> int:
    for number, package in enumerate(packages):
        if job.cancelled():
            raise CancelledError
        job.report(number, len(packages))
        copy_packages(store, [package], folder)
    return len(packages)


def _done(
    session: Session, parent: QWidget, folder: Path, told: Callable[[str], object], count: int
) -> None:
    sentence = COPIED.format(count=count, folder=folder)
    if isValid(parent):
        told(sentence)
    else:
        session.said.emit(sentence)


def _failed(
    session: Session,
    parent: QWidget,
    told: Callable[[str], object],
    failed: Callable[[UserError], object],
    error: UserError,
) -> None:
    if not isValid(parent):
        tell_failure(session, error, STOPPED)
    elif isinstance(error, CancelledError):
        told(STOPPED)
    else:
        failed(error)
