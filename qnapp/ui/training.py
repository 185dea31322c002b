"""Training data: a store beside the real one, to try everything in, and no part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.store import store_exists
from qnapp.ui.waiting import WaitingDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.ui.kit.door import Door
    from qnapp.ui.tasks import Job

_UNIT = "06652"
_ROLE = (
    "Tập huấn với vai nào? Dữ liệu tập huấn nằm riêng, mọi văn bản đều ghi rõ là tập huấn; "
    "trở về bằng “Về dữ liệu thật”."
)
_ROLES = ("Đơn vị gửi báo cáo", "Cơ quan nhận báo cáo", "Hủy")
_MAKING = "Đang tạo báo cáo tập huấn của các đơn vị"


def ask_role(door: Door) -> bool | None:
    """Ask as whom to train: True for an office that takes reports in, None for not at all."""
    chosen = door.choose(_ROLE, _ROLES)
    return None if chosen not in (0, 1) else chosen == 1


def training_folder(folder: Path, *, upper: bool = False) -> Path:
    """Where the training data of a store's folder lies: beside it, never inside."""
    role = "-tiep-nhan" if upper else ""
    return folder.with_name(f"{folder.name}-tap-huan{role}")


def make_training(
    folder: Path, *, upper: bool, clock: Callable[[], datetime], parent: QWidget | None = None
) -> None:
    """Make the training store where there is none; raises as ``setup.initialise`` does.

    That of an office takes some seconds, shown in a box that can be cancelled (``CancelledError``).
    """
    if store_exists(folder):
        return
    if upper:
        WaitingDialog.run(_MAKING, partial(_make_office, folder, clock), parent)
        return
    unit = resolve_organisation(_UNIT)
    initialise(folder, organisation=unit, sample=True, clock=clock).close()


def _make_office(folder: Path, clock: Callable[[], datetime], job: Job) -> None:
    from qnapp.exchange.training_reports import make_training_office  # takes long to import

    make_training_office(folder, clock=clock, progress=job.report, cancelled=job.cancelled)
