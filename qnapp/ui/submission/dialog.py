"""A received report, read only: its rows, words, checks and papers; accepted or returned here."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qnapp.documents.part_findings import finding_titles
from qnapp.domain.replies import Answer
from qnapp.domain.report_checks import part_of
from qnapp.domain.reporting import Level
from qnapp.models.compared_model import compared_rows
from qnapp.models.finding_model import FindingModel
from qnapp.models.inbox_lines import ANSWER_WORDS
from qnapp.models.received_rows import RowFacts, report_rows
from qnapp.ui.checks_page import FindingDelegate
from qnapp.ui.inbox_page import jobs
from qnapp.ui.inbox_page.answering import answer_all, may_accept, may_replace
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.lists import RowList
from qnapp.ui.kit.notices import ErrorBand
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.signs import standing_sign, verdict_sign
from qnapp.ui.kit.surfaces import Card, EmptyState, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.outside import may_open, not_openable, open_outside
from qnapp.ui.store_work import run_on_store
from qnapp.ui.submission.compared import ComparedView
from qnapp.ui.submission.detail import RowDetail
from qnapp.ui.submission.marks import ReturnMarks
from qnapp.ui.submission.opening import Opened, open_report, package_words
from qnapp.ui.submission.papers import Papers
from qnapp.ui.submission.return_dialog import ReturnDialog
from qnapp.ui.submission.rows import RowsView
from qnapp.ui.submission.words_view import WordsView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qnapp.domain.received import ReceivedFile, ReceivedPackage
    from qnapp.domain.reporting import Finding, Standing, Status, Verdict
    from qnapp.errors import UserError
    from qnapp.exchange.differences import Differences
    from qnapp.exchange.received_report import ReceivedReport
    from qnapp.ui.session import Session

SIZE = (1240, 630)
ROWS, WORDS, CHECKS, BEFORE, PAPERS = "rows", "words", "checks", "before", "papers"
VIEWS = (
    (ROWS, "Kết quả", ""),
    (WORDS, "Lời văn", ""),
    (CHECKS, "Kiểm tra", ""),
    (BEFORE, "So với lần trước", ""),
    (PAPERS, "Bản in, bản ký", ""),
)
FIRST = "Chưa nhận báo cáo nào trước báo cáo này."
NO_FINDINGS = "Kiểm tra không thấy lỗi nào trong báo cáo này."
OPENING = "Đang mở báo cáo"
ACCEPT = "Tiếp nhận báo cáo"


class SubmissionDialog(QDialog):
    """``answered`` carries the answers that were made."""

    answered = Signal(list)  # list[ReceivedPackage]

    def __init__(
        self,
        session: Session,
        package: ReceivedPackage,
        parent: QWidget | None = None,
        *,
        answerable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(f"Báo cáo của {package.name}")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session, self._package = session, package
        self._answerable = answerable
        self._report: ReceivedReport | None = None
        self._changes: dict[str, list[str]] = {}  # sentences by uid
        self._findings: Sequence[Finding] = ()
        self._reasons_before: Mapping[str, str] = {}
        self._wanted, self._to_mark = "", False
        self.marks = ReturnMarks(session.store, package, self)
        self._build()
        self._connect()
        self._tell()
        work = partial(open_report, package.digest)
        run_on_store(session, OPENING, work, self._opened, self._failed, owner=self)

    @classmethod
    def open_for(
        cls,
        session: Session,
        package: ReceivedPackage,
        parent: QWidget | None = None,
        *,
        answerable: bool = True,
    ) -> SubmissionDialog:
        """Show a report, by its first part, over the window; frees itself when closed.

        One that is not ``answerable`` (of several in conflict) can only be read.
        """
        dialog = cls(session, package, parent, answerable=answerable)
        dialog.open()
        return dialog

    # build

    def _build(self) -> None:
        self.band = ErrorBand()
        self.facts = Label(package_words(self._package), color="text2", lines=1)
        self.views = SegmentedControl(VIEWS)
        self.views.set_value(ROWS)
        self.rows = RowsView(RowDetail())
        self.words, self.papers = WordsView(), Papers(self._session)
        self.before = ComparedView("Chỗ khác với báo cáo lần trước")
        self.findings = FindingModel(self)
        self.stack = QStackedWidget()
        for view in (self.rows, self.words, self._build_checks(), self.before, self.papers):
            self.stack.addWidget(view)
        self.marked = Label("", color="text2", lines=1)
        self.close_button = QuietButton("Đóng")
        self.send_back, self.accept_button = (
            PrimaryButton("Trả lại…", "return"),
            PrimaryButton(ACCEPT),
        )
        head = QHBoxLayout()
        head.setSpacing(16)
        self.rows.search.setMinimumWidth(theme().px(190))
        self.views.setMinimumWidth(theme().px(520))
        head.addWidget(self.views)
        head.addStretch(1)
        head.addWidget(self.rows.search)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.marked, 1)
        for button in (self.close_button, self.send_back, self.accept_button):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.band)
        box.addWidget(self.facts)  # beside the choice of views it would be cut
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        box.addLayout(foot)

    def _build_checks(self) -> QWidget:
        self.check_list = RowList("Lỗi và cảnh báo của gói")
        self.check_list.setModel(self.findings)
        self.check_list.setItemDelegate(FindingDelegate(self.check_list))
        self.no_findings = EmptyState(NO_FINDINGS, good=True)
        card = Card(padding=0)
        card.body.addWidget(self.check_list)
        card.body.addWidget(self.no_findings)
        return card

    def _connect(self) -> None:
        self.views.committed.connect(self._choose_view)
        self.marks.changed.connect(self._show_rows)
        self.rows.shown.connect(self._show_row)
        self.rows.model.mark_wanted.connect(self._mark)
        self.rows.detail.marked.connect(self._reason)
        self.rows.detail.file_wanted.connect(self.open_file)
        self.papers.file_wanted.connect(self.open_file)
        self.before.row_wanted.connect(self._go_to)
        self.check_list.clicked.connect(self._jump)
        self.check_list.activated.connect(self._jump)
        self.close_button.clicked.connect(self.accept)
        self.send_back.clicked.connect(self.ask_return)
        self.accept_button.clicked.connect(self.accept_report)

    # content

    def show_row(self, uid: str, *, mark: bool = False) -> None:
        """Show a row as soon as the report is open; ``mark`` it to be returned."""
        self._wanted, self._to_mark = uid, mark
        if self.rows.model.row(uid) is not None:
            self._wanted = ""
            self._go_to(uid)
            if mark:
                self._mark(uid, True)

    def _opened(self, opened: Opened) -> None:
        self._report = report = opened.report
        self._reasons_before = opened.returned
        self._show_before(opened.differences)
        self.words.set_report(report.snapshot.report)
        self.papers.set_report(report)
        self._findings = opened.findings
        self.findings.set_findings(self._findings, finding_titles(report.sheet), closed=True)
        self.check_list.setVisible(bool(self._findings))
        self.no_findings.setVisible(not self._findings)
        self._show_rows()
        self._tell()
        self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._wanted:
            self.show_row(self._wanted, mark=self._to_mark)

    def _show_before(self, found: Differences | None) -> None:
        if found is None:
            self.before.show_nothing(FIRST)
            return
        rows, revision = compared_rows(found), found.before.revision
        for row in rows:
            self._changes.setdefault(row.uid, []).append(row.sentence)
        old, new = f"Lần {revision}", f"Lần {found.after.revision}"
        same = f"Không có gì khác với báo cáo lần {revision}."
        self.before.show_rows(rows, old, new, same=same)

    def _failed(self, error: UserError) -> None:
        if self._report is None:
            self.rows.tell_unread()
        self.band.show_error(str(error), error.detail)

    def _show_rows(self) -> None:
        if self._report is not None:
            counts = Counter(one.where for one in self._findings)
            changed = frozenset(self._changes)
            facts = RowFacts(changed, counts, self.marks.reasons)
            self.rows.load(report_rows(self._report.sheet, facts, _standing, _verdict))
        self._tell()

    def _show_row(self, uid: str) -> None:
        line = self.rows.model.row(uid)
        before = self._reasons_before
        said = [(Level.WARNING, before[uid])] if uid in before else []
        said += [(one.level, one.text) for one in self._findings if uid and one.where == uid]
        files = self._report.evidence if self._report is not None else {}
        changes = self._changes.get(uid, ()) if uid else ()
        self.rows.detail.show_line(line, files, said, changes)

    def show_view(self, view: str) -> None:
        """Show rows, words, checks, differences or papers, by the names of ``VIEWS``."""
        self.views.set_value(view)
        self._choose_view()

    def _choose_view(self) -> None:
        view = self.views.value()
        self.stack.setCurrentIndex([key for key, *_ in VIEWS].index(view))
        self.rows.search.setVisible(view == ROWS)
        if view == PAPERS:
            self.papers.look()

    def _jump(self, index: QModelIndex) -> None:
        finding: Finding | None = self.findings.finding(index.row()) if index.isValid() else None
        if finding is not None and part_of(finding):
            self.show_view(WORDS)
        elif finding is not None:
            self._go_to(finding.where)

    def _go_to(self, uid: str) -> None:
        self.show_view(ROWS)
        self.rows.go_to(uid)

    # marks

    def _mark(self, uid: str, wanted: bool) -> None:
        self._reason(uid, (self.marks.reasons.get(uid) or "") if wanted else None)

    def _reason(self, uid: str, reason: str | None) -> None:
        line = self.rows.model.row(uid)
        if line is not None:
            self.marks.mark(line.kind, uid, reason)

    def _tell(self) -> None:
        count, opened = len(self.marks.reasons), self._report is not None
        answer = ANSWER_WORDS.get(self._package.answer, "")
        told = f"Đã đánh dấu {count} dòng để trả lại." if count else ""
        self.marked.setText(told or (f"Báo cáo này {answer.lower()}." if answer else ""))
        for button in (self.send_back, self.accept_button):
            button.setVisible(self._answerable)
        self.send_back.setText(f"Trả lại {count} dòng…" if count else "Trả lại…")
        self.send_back.setEnabled(opened)
        self.send_back.set_loud(bool(count))  # what was marked says which of the two comes next
        self.accept_button.set_loud(not count)
        self.accept_button.setEnabled(opened and not count)
        tip = "Đã đánh dấu dòng để trả lại; bỏ đánh dấu nếu muốn tiếp nhận." if count else ""
        self.accept_button.setToolTip(tip)

    # files

    def open_file(self, file: ReceivedFile) -> None:
        """Open a checked copy with the PC's own program; what could run is asked about first."""
        if not may_open(self._session.door, file.name or file.entry):
            return
        jobs.copy_out(self._session, file, self._open_copy, self._failed, owner=self)

    def _open_copy(self, copy: Path) -> None:
        if not open_outside(copy):
            self._failed(not_openable(copy.name))

    # answering

    def accept_report(self) -> None:
        """Answer that the report is accepted."""
        session, packages = self._session, [self._package]
        if may_replace(session, packages, Answer.ACCEPTED) and may_accept(session, packages):
            self.accept_button.setEnabled(False)
            answer_all(
                self._session, [self._package], self._answered, self._not_answered, owner=self
            )

    def ask_return(self) -> None:
        """Show the marked rows with their reasons; without any, mark the current one."""
        if not self.marks.reasons:
            uid = self.rows.table.current_uid()
            if not uid:
                return
            self._mark(uid, True)
        lines = [line for line in self.rows.model.rows() if line.marked]
        dialog = ReturnDialog(self._package.name, lines, self.marks, self)
        dialog.confirmed.connect(partial(SubmissionDialog._return, self, dialog))
        dialog.open()

    def _return(self, dialog: ReturnDialog, note: str) -> None:
        if not may_replace(self._session, [self._package], Answer.RETURNED):
            dialog.set_busy(busy=False)
            return
        answer_all(
            self._session,
            [self._package],
            partial(SubmissionDialog._returned, self, dialog),
            dialog.show_error,
            rows=self.marks.rows(),
            note=note,
            owner=dialog,
        )

    def _returned(self, dialog: ReturnDialog, packages: list[ReceivedPackage]) -> None:
        dialog.accept()
        self.marks.clear()
        self._answered(packages)

    def _answered(self, packages: list[ReceivedPackage]) -> None:
        self.answered.emit(packages)
        self.accept()

    def _not_answered(self, error: UserError) -> None:
        self._tell()
        self._failed(error)


def _standing(standing: Standing, status: Status) -> str:
    return standing_sign(standing, status).phrase


def _verdict(verdict: Verdict) -> str:
    return verdict_sign(verdict).phrase
