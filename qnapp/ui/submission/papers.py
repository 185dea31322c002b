"""The printed report and how the signed copy stands to it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.inbox import read_received
from qnapp.documents.signed_copy import Outcome
from qnapp.exchange.received_report import examine_signed
from qnapp.text import format_date
from qnapp.ui.kit.notices import Kind, Notice
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.preview_panel import PreviewPanel
from qnapp.ui.report_page.render import Paper
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.documents.signed_copy import SignedCopy
    from qnapp.exchange.received_report import ReceivedReport
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

WIDEST = 860  # a page that fills a wide window is too large to read
NO_COPY = "Gói không kèm bản đã ký."
PRINTED = "Bản in dưới đây là bản xuất để trình ký nên để trống số, ngày; đơn vị ghi {issued}."
WAITING = "Đang đối chiếu bản đã ký với báo cáo."
_KINDS: dict[Outcome, Kind] = {
    Outcome.SAME_FILE: "ok",
    Outcome.SAME_DATA: "ok",
    Outcome.NOT_MATCHED: "soon",
}


class Papers(QWidget):
    """The outcome above, the pages below. Nothing is drawn before it is looked at."""

    file_wanted = Signal(object)  # ReceivedFile: the signed copy

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: ReceivedReport | None = None
        self._kept: bytes | None = None
        self._looked = False
        self.signed = Notice("none", NO_COPY, icon="sign")
        self.signed.clicked.connect(self._open)
        self.preview = PreviewPanel(session, self._paper)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.signed)
        self.preview.setMaximumWidth(theme().px(WIDEST))
        row = QHBoxLayout()
        row.addWidget(self.preview)
        box.addLayout(row, 1)

    def set_report(self, report: ReceivedReport) -> None:
        """Show this report from now on."""
        self._report, self._looked = report, False
        self.signed.set_text(unsigned_words(report))

    def look(self) -> None:
        """Draw the pages and compare the signed copy, once."""
        if self._report is None or self._looked:
            return
        self._looked = True
        read = partial(_read, self._report)
        run_on_store(self._session, WAITING, read, self._show, quiet=True, owner=self)
        if self._report.signed is not None:
            self.signed.set_text(WAITING)
            self.signed.set_button("Mở bản đã ký")
            work = partial(_examine, self._report)
            run_on_store(self._session, WAITING, work, self._tell, quiet=True, owner=self)

    def _paper(self) -> Paper:
        assert self._report is not None
        return Paper(self._report.content, self._kept)

    def _show(self, data: bytes | None) -> None:
        self._kept = data
        self.preview.refresh()

    def _tell(self, found: SignedCopy | None) -> None:
        if found is not None:
            self.signed.set_kind(_KINDS[found.outcome], "sign")
            self.signed.set_text(" ".join(found.sentences))

    def _open(self) -> None:
        if self._report is not None and self._report.signed is not None:
            self.file_wanted.emit(self._report.signed)


def unsigned_words(report: ReceivedReport) -> str:
    """Say why the pages have no number although the package has one: they went to be signed."""
    package = report.package
    day = f"ngày {format_date(date.fromisoformat(package.issued_on))}" if package.issued_on else ""
    issued = ", ".join(filter(None, (f"số {package.number}" if package.number else "", day)))
    return f"{NO_COPY} {PRINTED.format(issued=issued)}" if issued else NO_COPY


def _read(report: ReceivedReport, store: Store, _job: Job) -> bytes | None:
    return read_received(store, report.printed) if report.printed is not None else None


def _examine(report: ReceivedReport, store: Store, _job: Job) -> SignedCopy | None:
    return examine_signed(store, report)
