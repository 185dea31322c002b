"""Writes a document to a file chosen by the clerk, away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal

from qnapp.db.content import CancelledError
from qnapp.db.settings import set_view_state, view_state
from qnapp.errors import UserError
from qnapp.ui import file_dialogs
from qnapp.ui.kit.notices import RETRY

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

FOLDER = "export_folder"  # name of what the store remembers
PDF, XLSX, DOCX = ".pdf", ".xlsx", ".docx"
KINDS = {
    PDF: ("PDF", "Tệp PDF (*.pdf)"),
    XLSX: ("Excel", "Tệp Excel (*.xlsx)"),
    DOCX: ("Word", "Tệp Word (*.docx)"),
}
OTHER_NAME = "Lưu tên khác…"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that can be written; ``write`` gives its pages, 0 where there are none to count."""

    name: str  # that is proposed
    kind: str  # one of ``KINDS``
    write: Callable[[Path, Job], int]
    told: str = ""  # what the clerk should know besides
    draft: bool = False  # every page of it says so


class Exporter(QObject):
    """One way out for PDF, Excel and Word: ask where, write, say what became of it."""

    exported = Signal(object, str)  # Path, what is said of it

    def __init__(self, session: Session, word: str, parent: QWidget) -> None:
        """``word``: what the document is called, "báo cáo"."""
        super().__init__(parent)
        self._session = session
        self._word = word
        self._parent = parent

    def export(self, outgoing: Outgoing) -> None:
        """Ask for a file and write it."""
        target = self.ask(outgoing.name, outgoing.kind)
        if target is not None:
            self.write(outgoing, target)

    def ask(self, name: str, kind: str, title: str = "") -> Path | None:
        """Ask where a file is to go; None when it was cancelled."""
        program, filters = KINDS[kind]
        title = title or f"Xuất {self._word} {program}"
        target = file_dialogs.save_file(
            self._parent, title, str(last_folder(self._session.store) / name), filters
        )
        return None if target is None else with_suffix(target, kind)

    def write(self, outgoing: Outgoing, target: Path) -> None:
        """Write a file; where it is in use, the clerk tries again or names another one."""
        self._session.tasks.run(
            f"Đang xuất {target.name}",
            partial(outgoing.write, target),
            partial(self._done, outgoing, target),
            partial(self._failed, outgoing, target),
        )

    def _done(self, outgoing: Outgoing, target: Path, pages: int) -> None:
        set_view_state(self._session.store, FOLDER, str(target.parent))
        words = exported_words(target, pages, self._word, draft=outgoing.draft)
        sentence = f"{words} {outgoing.told}".strip()
        self._session.said.emit(sentence)
        self.exported.emit(target, sentence)

    def _failed(self, outgoing: Outgoing, target: Path, error: Exception) -> None:
        if isinstance(error, CancelledError):
            self._session.said.emit(stopped_words(self._word))
        elif isinstance(error, UserError):
            self._ask_again(outgoing, target, error)
        else:
            raise error

    def _ask_again(self, outgoing: Outgoing, target: Path, error: UserError) -> None:
        answer = self._session.door.choose(
            str(error), (RETRY, OTHER_NAME, "Thôi"), detail=error.detail
        )
        if answer == 0:
            self.write(outgoing, target)
        elif answer == 1:
            other = self.ask(target.name, outgoing.kind)
            if other is not None:
                self.write(outgoing, other)


def last_folder(store: Store) -> Path:
    """The folder that something was exported to last, else the one for documents."""
    kept = view_state(store, FOLDER)
    if isinstance(kept, str) and Path(kept).is_dir():
        return Path(kept)
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place))


def draft_named(name: str) -> str:
    """Give the name of a file that is only a draft: "Kế hoạch - dự thảo.pdf"."""
    path = Path(name)
    return f"{path.stem} - dự thảo{path.suffix}"


def live_file(name: str, kind: str, report: Report, *, signature_fields: bool) -> Outgoing:
    """Make a document as it stands now into a file; the empty fields are for a PDF alone."""
    writers: dict[str, Callable[[Path, Job], int]] = {
        PDF: partial(_write_pdf, report, signature_fields),
        XLSX: partial(_write_xlsx, report),
        DOCX: partial(_write_docx, report),
    }
    return Outgoing(name, kind, writers[kind], draft=report.draft)


def with_suffix(target: Path, kind: str) -> Path:
    """Give the name its ending where the clerk typed none."""
    named = target.suffix.lower() == kind
    return target if named else target.with_name(target.name + kind)


def exported_words(target: Path, pages: int, word: str, *, draft: bool = False) -> str:
    """Say what was written."""
    if pages and draft:
        return f"Đã xuất bản dự thảo {word} {pages} trang, không dùng để ký."
    if pages:
        return f"Đã xuất {word} {pages} trang. Số và ngày để trống cho văn thư."
    return f"Đã xuất {target.name}."


def stopped_words(word: str) -> str:
    """Say that nothing was written."""
    return f"Đã dừng xuất {word}. Chưa ghi tệp nào."


def _write_pdf(report: Report, signature_fields: bool, target: Path, job: Job) -> int:
    from qnapp.documents.pdf import write_pdf  # takes long to import; the window opens elsewhere

    return write_pdf(
        report,
        target,
        progress=job.report,
        cancelled=job.cancelled,
        signature_fields=signature_fields,
    )


def _write_xlsx(report: Report, target: Path, _job: Job) -> int:
    from qnapp.documents.xlsx import write_xlsx  # as above

    write_xlsx(report, target)
    return 0


def _write_docx(report: Report, target: Path, job: Job) -> int:
    from qnapp.documents.docx import write_docx  # as above

    write_docx(report, target, progress=job.report, cancelled=job.cancelled)
    return 0
