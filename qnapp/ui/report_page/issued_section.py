"""What became of a report that was sent for signature: its signed copy, number, date, revisions.

What the check of a signed copy found is said here; what is hardly one was asked about before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.documents.freeze import fingerprint_of_issued
from qnapp.documents.signed_copy import Doubt, Outcome
from qnapp.domain.issued import FileKind
from qnapp.text import format_date
from qnapp.ui.kit.buttons import LinkButton, link_height
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.folding import FoldingSection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QPaintEvent

    from qnapp.domain.issued import IssuedFile, IssuedReport
    from qnapp.domain.replies import RowReturn

NAME = "issued"
TITLE = "Trình ký"
SHAPE = 16
NO_COPY = "Chưa có. Ký xong, gắn tệp đã ký hoặc bản chụp vào đây."
_NO_NUMBER = "Chưa ghi"
# A shape of its own each: the outline tells them apart, the sentence beside it says what it means.
SHAPES = {
    Outcome.SAME_FILE: "circle_tick",
    Outcome.SAME_DATA: "square_tick",
    Outcome.NOT_MATCHED: "circle_dashed",
}
OUTCOME_WORDS = {
    Outcome.SAME_FILE: "đúng bản đã xuất",
    Outcome.SAME_DATA: "cùng số liệu",
    Outcome.NOT_MATCHED: "chưa đối chiếu được",
}
DOUBT_WORDS = {
    Doubt.OTHER: "là báo cáo khác",
    Doubt.UNREADABLE: "không đọc được",
    Doubt.DRAFT: "là bản dự thảo",
    Doubt.UNSIGNED: "là bản chưa ký",
    Doubt.DIFFERENT: "có nội dung khác báo cáo",
}


class IssuedSection(FoldingSection):
    """The report in force line by line, below it those that came back or were withdrawn."""

    issue_wanted = Signal()
    copy_wanted = Signal()  # attach the signed copy, or another one in its place
    file_wanted = Signal(int, str)  # id of a report, kind of its file: open it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NAME, parent)
        self._issued: IssuedReport | None = None
        self.frozen, self.code, self.number = Label(wrap=True), Label(wrap=True), Label(wrap=True)
        self.file = Label(wrap=True)
        self.issue, self.copy = LinkButton(""), LinkButton("")
        self.open = LinkButton("Mở bản ký")
        self.result = CopyResult()
        self.returned, self.revisions = Revisions(), Revisions()
        self._build()
        self.issue.clicked.connect(self.issue_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.open.clicked.connect(self._open_copy)
        for before in (self.returned, self.revisions):
            before.file_wanted.connect(self.file_wanted)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._lines = [
            _add_line(grid, 0, "Trình ký", self.frozen),
            _add_line(grid, 1, "Mã đối chiếu", self.code),
            _add_line(grid, 2, "Số, ngày", self.number, self.issue),
            _add_line(grid, 3, "Bản ký", self.file, self.open, self.copy),
            _add_line(grid, 5, "Bị trả lại", self.returned),
            _add_line(grid, 6, "Đã thu hồi", self.revisions),
        ]
        grid.addWidget(self.result, 4, 1, 1, 2)
        self.inside.addLayout(grid)

    def show_issued(
        self,
        issued: IssuedReport | None,
        reports: Sequence[IssuedReport],
        came_back: RowReturn | None = None,
    ) -> None:
        """Show the report that is to be sent (None for none) and, of ``reports``, those before it.

        ``came_back``: a row of the one that stands that came back from above, None for no return.
        """
        self._issued = issued
        withdrawn = [report for report in reports if report.withdrawn]
        returned = [one for one in reports if came_back is not None and not one.withdrawn]
        self.setVisible(bool(reports))
        words = _head_words(issued, returned, withdrawn)
        self.head.show_state(TITLE, words, lacking=_is_mistaken(issued) or bool(returned))
        self.returned.show_reports([(one, _returned_words(came_back)) for one in returned])
        self.revisions.show_reports([(one, _withdrawn_words(one)) for one in withdrawn])
        *of_issued, of_returned, of_withdrawn = self._lines
        for line in of_issued:
            _show_line(line, shown=issued is not None)
        _show_line(of_returned, shown=bool(returned))
        _show_line(of_withdrawn, shown=bool(withdrawn))
        copy = issued.signed_copy if issued is not None else None
        for widget in (self.open, self.result):
            widget.setVisible(copy is not None)
        if issued is not None:
            self._show_report(issued)

    def _show_report(self, issued: IssuedReport) -> None:
        said = (f"Lần {issued.revision}", _moment(issued.frozen_at), issued.clerk)
        self.frozen.setText(", ".join(filter(None, said)))
        self.code.setText(fingerprint_of_issued(issued).short)
        self.number.setText(_issue_words(issued))
        self.issue.setText("Sửa số, ngày…" if issued.registered else "Ghi số, ngày ban hành…")
        copy = issued.signed_copy
        self.file.setText(copy.name if copy is not None else NO_COPY)
        if copy is not None:
            self.result.show_copy(copy)
        self.copy.setText("Thay bản ký…" if copy is not None else "Gắn bản đã ký…")

    def _open_copy(self) -> None:
        if self._issued is not None:
            self.file_wanted.emit(self._issued.id, FileKind.SIGNED.value)


class CopyResult(QWidget):
    """The outcome of the check as a shape and a sentence, then a line for each other finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = ""
        self.first, self.rest = Label(font="body_strong", wrap=True), Label(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SHAPE + 8, 0, 0, 6)
        column.setSpacing(4)
        column.addWidget(self.first)
        column.addWidget(self.rest)

    def show_copy(self, copy: IssuedFile) -> None:
        """Show what the check of a signed copy found."""
        known = copy.outcome in set(Outcome)
        self._shape = SHAPES[Outcome(copy.outcome)] if known else ""
        if copy.mistaken:
            self._shape = "triangle_mark"
        first, *rest = copy.sentences or ("",)
        self.first.setText(first)
        self.rest.setText("\n".join(rest))
        self.rest.setVisible(bool(rest))
        self.setAccessibleName(" ".join((first, *rest)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shape:
            top = self.first.y() + self.first.text_top() + 2
            paint_shape(QPainter(self), QRectF(0, top, SHAPE, SHAPE), self._shape)


class Revisions(QWidget):
    """Reports that are sent no more, newest first, each with its files."""

    file_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[tuple[IssuedReport, str], ...] = ()
        self.lines: list[RevisionLine] = []

    def show_reports(self, reports: Sequence[tuple[IssuedReport, str]]) -> None:
        """Show these, each with what became of it; lines that stay the same are left alone."""
        if tuple(reports) == self._shown:
            return
        self._shown = tuple(reports)
        for line in self.lines:
            line.hide()  # it is freed later, and must not be seen until then
            line.deleteLater()
        self.lines = [RevisionLine(*report) for report in reports]
        for line in self.lines:
            line.file_wanted.connect(self.file_wanted)
            self._column.addWidget(line)


class RevisionLine(QWidget):
    """One such report: what it was, what became of it, its files."""

    file_wanted = Signal(int, str)

    def __init__(self, report: IssuedReport, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = report.id
        was = f"Lần {report.revision}, {_moment(report.frozen_at)}"
        self.was = Label(was + _number_words(report), wrap=True)
        self.was.set_struck(report.withdrawn)
        self.why = Label(why, color="text2", wrap=True)
        self.open, self.open_signed = LinkButton("Mở tệp"), LinkButton("Mở bản ký")
        state = "đã thu hồi" if report.withdrawn else "bị trả lại"
        for link in (self.open, self.open_signed):
            link.setAccessibleName(f"{link.text()} lần {report.revision}, {state}")
        self.open.clicked.connect(self._open)
        self.open_signed.clicked.connect(self._open_signed)
        self.open_signed.setVisible(report.signed_copy is not None)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.was, 0, 0)
        grid.addWidget(self.why, 1, 0, 1, 3)
        grid.addWidget(self.open, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.open_signed, 0, 2, Qt.AlignmentFlag.AlignTop)

    def _open(self) -> None:
        self.file_wanted.emit(self._id, FileKind.PDF.value)

    def _open_signed(self) -> None:
        self.file_wanted.emit(self._id, FileKind.SIGNED.value)


def _add_line(
    grid: QGridLayout, place: int, name: str, value: QWidget, *links: LinkButton
) -> tuple[QWidget, ...]:
    """Add a line and give its widgets; words stand as high as those of the links beside them."""
    label = _BesideLink(Label(name, color="text2", whole=True))
    # The lines of earlier reports hold links of their own.
    words = value if isinstance(value, Revisions) else _BesideLink(value)
    grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(words, place, 1, 1, 1 if links else 2)
    side = QHBoxLayout()
    side.setSpacing(0)
    side.addStretch(1)
    for link in links:
        side.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    grid.addLayout(side, place, 2)
    return label, words, *links


class _BesideLink(QWidget):
    """Words at the height of those of a link beside them, in letters of any size."""

    def __init__(self, words: QWidget) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        above = (link_height() - theme().line("body")) // 2
        self._column.setContentsMargins(0, above, 0, above)


def _show_line(line: Sequence[QWidget], *, shown: bool) -> None:
    for widget in line:
        widget.setVisible(shown)


def _is_mistaken(issued: IssuedReport | None) -> bool:
    copy = issued.signed_copy if issued is not None else None
    return copy is not None and copy.mistaken


def _head_words(
    issued: IssuedReport | None,
    returned: Sequence[IssuedReport],
    withdrawn: Sequence[IssuedReport],
) -> str:
    if issued is None and returned:
        return f"lần {returned[0].revision} bị trả lại"
    if issued is None:
        return f"lần {withdrawn[0].revision} đã thu hồi" if withdrawn else ""
    copy = issued.signed_copy
    if copy is None:
        waits = "chưa gắn bản ký" if issued.registered else "chờ bản ký"
        return f"lần {issued.revision}, {waits}"
    if copy.mistaken:
        return f"lần {issued.revision}, bản ký {copy.mistake}"
    words = OUTCOME_WORDS[Outcome(copy.outcome)] if copy.outcome in set(Outcome) else "đã có"
    return f"lần {issued.revision}, bản ký {words}"


def _issue_words(issued: IssuedReport) -> str:
    if not issued.registered or issued.issued_on is None:
        return _NO_NUMBER
    who = f"{issued.signer_title} {issued.signer}".strip()
    return f"{issued.number}, ngày {format_date(issued.issued_on)}, {who} ký"


def _returned_words(came_back: RowReturn | None) -> str:
    day = format_date(came_back.returned_on) if came_back is not None else ""
    said = f"Đã bị trả lại ngày {day}; trình ký lần sau thay bản này."
    note = came_back.note if came_back is not None else ""
    return f"{said} Ghi chú của cơ quan nhận: {note}" if note else said


def _withdrawn_words(report: IssuedReport) -> str:
    day = format_date(report.withdrawn_at.date()) if report.withdrawn_at is not None else ""
    return f"Thu hồi ngày {day}: {report.withdraw_reason}"


def _number_words(report: IssuedReport) -> str:
    if not report.registered or report.issued_on is None:
        return ""
    return f", số {report.number} ngày {format_date(report.issued_on)}"


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} ngày {format_date(moment.date())}"
