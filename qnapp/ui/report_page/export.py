"""Writes the report to a file chosen by the clerk, away from the window's thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal

from qnapp.db.settings import set_view_state, view_state
from qnapp.documents.files import Cancelled
from qnapp.errors import UserError
from qnapp.ui import file_dialogs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qnapp.documents.report import Report
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

FOLDER = "export_folder"  # name of what the store remembers
PDF, XLSX, DOCX = ".pdf", ".xlsx", ".docx"
KINDS = {
    PDF: ("Xuất báo cáo PDF", "Tệp PDF (*.pdf)"),
    XLSX: ("Xuất báo cáo Excel", "Tệp Excel (*.xlsx)"),
    DOCX: ("Xuất báo cáo Word", "Tệp Word (*.docx)"),
}
RETRY, OTHER_NAME = "Thử lại", "Lưu tên khác…"
STOPPED = "Đã dừng xuất báo cáo. Chưa ghi tệp nào."


class Exporter(QObject):
    """One way out for PDF, Excel and Word: ask where, write, say what became of it."""

    exported = Signal(object, int)  # Path, pages (0 where there are none to count)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent

    def export(self, report: Report, name: str, kind: str) -> None:
        """Ask for a file and write ``report`` to it. ``kind``: one of ``KINDS``."""
        title, filters = KINDS[kind]
        proposal = str(self._folder() / name)
        target = file_dialogs.save_file(self._parent, title, proposal, filters)
        if target is not None:
            self._write(report, with_suffix(target, kind), kind)

    def _write(self, report: Report, target: Path, kind: str) -> None:
        self._session.tasks.run(
            f"Đang xuất {target.name}",
            partial(_WRITERS[kind], report, target),
            partial(self._done, target),
            partial(self._failed, report, target, kind),
        )

    def _done(self, target: Path, pages: int) -> None:
        set_view_state(self._session.store, FOLDER, str(target.parent))
        self._session.said.emit(exported_words(target, pages))
        self.exported.emit(target, pages)

    def _failed(self, report: Report, target: Path, kind: str, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._session.said.emit(STOPPED)
        elif isinstance(error, UserError):
            self._ask_again(report, target, kind, error)
        else:
            raise error

    def _ask_again(self, report: Report, target: Path, kind: str, error: UserError) -> None:
        answer = self._session.door.choose(
            str(error), (RETRY, OTHER_NAME, "Thôi"), detail=error.detail
        )
        if answer == 0:
            self._write(report, target, kind)
        elif answer == 1:
            self.export(report, target.name, kind)

    def _folder(self) -> Path:
        kept = view_state(self._session.store, FOLDER)
        if isinstance(kept, str) and Path(kept).is_dir():
            return Path(kept)
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(place))


def with_suffix(target: Path, kind: str) -> Path:
    """Give the name its ending where the clerk typed none."""
    named = target.suffix.lower() == kind
    return target if named else target.with_name(target.name + kind)


def exported_words(target: Path, pages: int) -> str:
    """Say what was written."""
    if pages:
        return f"Đã xuất báo cáo {pages} trang. Số và ngày để trống cho văn thư."
    return f"Đã xuất {target.name}."


def _write_pdf(report: Report, target: Path, job: Job) -> int:
    from qnapp.documents.pdf import write_pdf  # takes long to import; the window opens elsewhere

    return write_pdf(report, target, progress=job.report, cancelled=job.cancelled)


def _write_xlsx(report: Report, target: Path, _job: Job) -> int:
    from qnapp.documents.xlsx import write_xlsx  # as above

    write_xlsx(report, target)
    return 0


def _write_docx(report: Report, target: Path, job: Job) -> int:
    from qnapp.documents.docx import write_docx  # as above

    write_docx(report, target, progress=job.report, cancelled=job.cancelled)
    return 0


_WRITERS: dict[str, Callable[[Report, Path, Job], int]] = {
    PDF: _write_pdf,
    XLSX: _write_xlsx,
    DOCX: _write_docx,
}
