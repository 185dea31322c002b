"""Packages on a stick: written there once more, byte for byte."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.content import CancelledError
from qnapp.errors import UserError
from qnapp.exchange.outbox import copy_packages
from qnapp.ui import file_dialogs
from qnapp.ui.store_work import store_work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
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
    """Ask for a folder, a stick's, and write the packages there; ``told`` gets a sentence."""
    folder = file_dialogs.open_folder(parent, CHOOSE)
    if folder is None:
        return
    work = store_work(session.store, partial(_copied, tuple(packages), folder))
    session.tasks.run(
        "Đang chép gói", work, partial(_done, folder, told), partial(_failed, told, failed)
    )


def _copied(packages: Sequence[OutgoingPackage], folder: Path, store: Store, job: Job) -> int:
    for number, package in enumerate(packages):
        if job.cancelled():
            raise CancelledError
        job.report(number, len(packages))
        copy_packages(store, [package], folder)
    return len(packages)


def _done(folder: Path, told: Callable[[str], object], done: Done) -> None:
    told(COPIED.format(count=done.result, folder=folder))


def _failed(
    told: Callable[[str], object], failed: Callable[[UserError], object], error: Exception
) -> None:
    if isinstance(error, CancelledError):
        told(STOPPED)
    elif isinstance(error, UserError):
        failed(error)
    else:
        raise error
