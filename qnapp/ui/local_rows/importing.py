"""Asks for a workbook, reads it on the worker, shows what it holds, adds what is ticked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.plans import current_plan
from qnapp.ui import file_dialogs
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.local_rows import LocalRows
    from qnapp.ui.arrivals.body import Accepted
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

CHOOSE = "Chọn tệp Excel có nhiệm vụ, chỉ tiêu của đơn vị"
WORKBOOKS = "Tệp Excel (*.xlsx)"


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What a workbook holds, and folded titles that are in the store already."""

    path: Path
    rows: LocalRows
    known: frozenset[str]
    origin: None = None  # a workbook is signed by nobody

    @property
    def title(self) -> str:
        """What the dialog is about."""
        return "Nhập nhiệm vụ, chỉ tiêu riêng của đơn vị"


def open_local_rows(session: Session, parent: QWidget) -> None:
    """Ask for a workbook and show its rows before any is added; refusals are told in a sentence."""
    path = file_dialogs.open_file(parent, CHOOSE, WORKBOOKS)
    if path is None:
        return
    session.leaving.emit()
    show = partial(_show, session, parent)
    run_on_store(session, f"Đang đọc {path.name}", partial(_read, path), show)


def _read(path: Path, store: Store, _job: Job) -> ReadRows:
    from qnapp.exchange.local_rows import known_titles, read_local_tasks  # takes long to import

    rows = read_local_tasks(path, current_plan(store).year)
    return ReadRows(path, rows, known_titles(store))


def _show(session: Session, parent: QWidget, read: ReadRows) -> None:
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.local_rows.body import LocalRowsBody

    body = LocalRowsBody(read.rows, read.known)
    dialog = ArrivalDialog(session, read.path, read, body, parent=parent)
    dialog.setWindowTitle("Nhập từ Excel")
    dialog.accepted_file.connect(partial(_added, session))
    dialog.open()


def _added(session: Session, accepted: Accepted) -> None:
    session.remember(accepted.label, accepted.changes)
    session.said.emit(accepted.sentence)
    if accepted.uid:
        session.go(accepted.page, accepted.uid)
