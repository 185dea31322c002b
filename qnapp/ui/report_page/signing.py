"""Trình ký from the window: freezing, the signed copy, what is entered after issue, taking back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.db.scratch import scratch_folder
from qnapp.documents.freeze import attach_signed, export_file, freeze_report
from qnapp.documents.signed_copy import SignedCopy
from qnapp.domain.issued import CHOOSE_AGAIN, FileKind, IssuedReport
from qnapp.errors import DoubtfulCopyError
from qnapp.ui import file_dialogs
from qnapp.ui.outside import may_open, not_openable, open_outside
from qnapp.ui.report_page.before_signing import CANCEL, GO_ON, SEE, SIGN
from qnapp.ui.report_page.issued_section import DOUBT_WORDS, OUTCOME_WORDS
from qnapp.ui.store_work import announce, store_work, tell_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.ui.report_page.before_signing import BeforeSigning
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

SIGNED_FILES = "Tệp PDF (*.pdf);;Ảnh chụp, quét (*.jpg *.jpeg *.png *.tif *.tiff);;Mọi tệp (*)"
OTHER_FILE, ATTACH = "Chọn tệp khác", "Vẫn gắn tệp này"
STOPPED = "Đã dừng trình ký. Chưa có gì bị thay đổi."


class Signing(QObject):
    """Runs one such work at a time; each ends with a sentence in the status bar or a band."""

    busy_changed = Signal(bool)
    frozen = Signal(object, object)  # IssuedReport, Path that its PDF is to go to

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._busy = False

    def may_freeze(self, before: BeforeSigning) -> bool:
        """Say once what trình ký does and what the report still lacks, and ask; or go and see."""
        buttons = before.buttons
        answer = self._session.door.choose(before.question, buttons, detail=before.detail)
        chosen = CANCEL if answer is None else buttons[answer]
        if chosen == SEE:
            self._session.go(*before.place)
        return chosen in (SIGN, GO_ON)

    def freeze(self, period: str, target: Path, *, despite_errors: bool) -> None:
        """Freeze the report of a period; ``frozen`` follows."""
        work = partial(_freeze, period, despite_errors)
        self._run("Đang trình ký báo cáo", work, partial(self._frozen, target))

    def attach(self, issued: IssuedReport) -> None:
        """Ask for the signed copy, keep it, and say how it stands to the report."""
        file = file_dialogs.open_file(self._parent, "Chọn bản đã ký", SIGNED_FILES)
        if file is not None:
            self._attach(issued, file, despite=False)

    def _attach(self, issued: IssuedReport, file: Path, *, despite: bool) -> None:
        work = partial(_attach, issued.id, file, issued.signed_copy is not None, despite)
        doubted = partial(self._ask_of_copy, issued, file)
        self._run("Đang đối chiếu bản đã ký", work, self._attached, doubted)

    def _ask_of_copy(self, issued: IssuedReport, file: Path, doubt: DoubtfulCopyError) -> None:
        """Ask before a file is taken that is hardly the signed copy; Enter chooses another one."""
        question = f"{str(doubt).removesuffix(CHOOSE_AGAIN)}Tệp: {file.name}."
        answer = self._session.door.choose(question, (OTHER_FILE, ATTACH, CANCEL))
        if answer == 0:
            self.attach(issued)
        elif answer == 1:
            self._attach(issued, file, despite=True)

    def open_file(self, report_id: int, kind: str, name: str) -> None:
        """Open a copy of a kept file; what could run something is asked first."""
        if not may_open(self._session.door, name):
            return
        work = partial(_copy, report_id, FileKind(kind), name)
        self._run("Đang mở tệp", work, self._opened)

    def _run(
        self,
        title: str,
        work: Callable[[Store, Job], object],
        done: Callable[[Done], None],
        doubted: Callable[[DoubtfulCopyError], None] | None = None,
    ) -> None:
        """``doubted`` takes the refusal of a file that a person may insist on."""
        if self._busy:
            return
        self._set_busy(True)
        on_worker = store_work(self._session.store, work)
        self._session.tasks.run(
            title, on_worker, partial(self._done, done), partial(self._failed, doubted)
        )

    def _done(self, done: Callable[[Done], None], result: Done) -> None:
        self._set_busy(False)
        announce(self._session, result)
        done(result)

    def _frozen(self, target: Path, done: Done) -> None:
        assert isinstance(done.result, IssuedReport)
        self.frozen.emit(done.result, target)

    def _attached(self, done: Done) -> None:
        assert isinstance(done.result, SignedCopy)
        copy = done.result
        words = DOUBT_WORDS[copy.doubt] if copy.doubt else OUTCOME_WORDS[copy.outcome]
        self._session.said.emit(f"Đã gắn bản ký: {words}.")

    def _opened(self, done: Done) -> None:
        if isinstance(done.result, Path) and not open_outside(done.result):
            self._session.failed.emit(not_openable(done.result.name))

    def _failed(
        self, doubted: Callable[[DoubtfulCopyError], None] | None, error: Exception
    ) -> None:
        self._set_busy(False)
        if doubted is not None and isinstance(error, DoubtfulCopyError):
            doubted(error)
            return
        tell_failure(self._session, error, STOPPED)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def _freeze(period: str, despite: bool, store: Store, job: Job) -> IssuedReport:
    return freeze_report(
        store, period, despite_errors=despite, progress=job.report, cancelled=job.cancelled
    )


def _attach(
    report_id: int, file: Path, replacing: bool, despite: bool, store: Store, job: Job
) -> SignedCopy:
    return attach_signed(
        store, report_id, file, replacing=replacing, despite=despite, progress=job.report
    )


def _copy(report_id: int, kind: FileKind, name: str, store: Store, _job: Job) -> Path:
    copy = scratch_folder(store.visit) / name
    export_file(store, report_id, kind, copy)
    return copy
