"""The report of a period: written, sent for signature, and what comes back from it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.issued import issued_reports, next_revision, report_to_send
from qnapp.db.outbox import last_sending, mark_sent, outgoing_packages
from qnapp.db.periods import periods
from qnapp.db.reports import report_texts, set_basis, set_report_text
from qnapp.db.returned import open_returns, open_rows
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_reported
from qnapp.documents.assemble import assemble_report, profile_of, report_file_name
from qnapp.documents.content import PartId, results_of
from qnapp.documents.letterhead import number_and_symbol, signer_title
from qnapp.documents.part_findings import kept_states
from qnapp.domain.packages import Kind, Sending
from qnapp.domain.periods import previous
from qnapp.errors import UserError
from qnapp.text import lower_first
from qnapp.ui.outside import open_outside
from qnapp.ui.report_page.before_signing import before_signing
from qnapp.ui.report_page.desk import REPORT, DocumentDesk
from qnapp.ui.report_page.export import PDF, live_file
from qnapp.ui.report_page.frozen import kept_file, read_frozen
from qnapp.ui.report_page.issue_dialog import IssueDialog
from qnapp.ui.report_page.issued_section import NAME as ISSUED
from qnapp.ui.report_page.issued_section import IssuedSection
from qnapp.ui.report_page.options_section import CHARTS, DOUBTS, DUPLEX, FIELDS
from qnapp.ui.report_page.outbox_section import NAME as OUTBOX
from qnapp.ui.report_page.outbox_section import OutboxSection
from qnapp.ui.report_page.render import Paper
from qnapp.ui.report_page.results_dialog import ResultsDialog
from qnapp.ui.report_page.signing import Signing
from qnapp.ui.report_page.stages import BUTTONS, SENT, Stage, stage_of, stage_words
from qnapp.ui.sending.letters import (
    NO_PROGRAM,
    OPEN,
    no_longer_waiting,
    waiting_letters,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.packages import OutgoingPackage
    from qnapp.domain.replies import RowReturn
    from qnapp.domain.reporting import TaskRow, Worksheet
    from qnapp.ui.report_page.export import Outgoing
    from qnapp.ui.report_page.frozen import Frozen
    from qnapp.ui.session import Session

TO_SIGN = "Xuất báo cáo PDF để trình ký"
REPLACE = "Thay nội dung đang có bằng văn bản kỳ trước? Có thể lấy lại bằng Hoàn tác."
GIVE_UP = "Báo cáo in giá trị đã ghi trước đó. Bỏ nội dung này và trình ký?"
WORD_NOTE = "Bản Word sửa được: nội dung sửa trên đó không thuộc mã đối chiếu."


class PeriodDesk(DocumentDesk):
    """Live data while it is written; after trình ký the frozen words and the exact pages."""

    key = REPORT
    word = "báo cáo"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.issued_section, self.outbox = IssuedSection(), OutboxSection()
        above = (self.issued_section, self.outbox)
        super().__init__(session, [part.value for part in PartId], before=above, parent=parent)
        self._period = ""
        self._sheet: Worksheet | None = None
        self._previous: dict[str, str] = {}
        self._frozen: Frozen | None = None
        self.issued: IssuedReport | None = None  # that is to be sent
        self._came_back: RowReturn | None = None  # the first row of the report that stands
        self.sending = Sending()
        self.stage = Stage.WRITING
        self.signing = Signing(session, self)
        self._connect_signing()

    def _connect_signing(self) -> None:
        for section in self.parts.sections.values():
            section.results_wanted.connect(self.take_results)
            section.previous_wanted.connect(self.take_previous)
        self.issued_section.issue_wanted.connect(self.enter_issue)
        self.issued_section.copy_wanted.connect(self.attach)
        self.issued_section.file_wanted.connect(self._open_file)
        self.outbox.pack_wanted.connect(self.send)
        self.outbox.sent_wanted.connect(self._mark_sent)
        self.outbox.save_wanted.connect(self._save_again)
        self.signing.frozen.connect(self._export_frozen)
        self.signing.busy_changed.connect(self.foot.main.setDisabled)

    # ----------------------------------------------------------------------------- reading

    def subtitle(self) -> str:
        revision = next_revision(self.session.store, self.session.period_code)
        return stage_words(self.stage, self.issued, revision)

    def read(self, *, fresh: bool) -> None:
        store, code = self.session.store, self.session.period_code
        reports = issued_reports(store, code)
        before = self._place()
        self.issued = report_to_send(store, code)
        self.sending = last_sending(store, code)
        self._frozen = self._read_frozen()
        self._sheet = None if self._frozen is not None else self._read_sheet()
        locked = self._sheet is not None and self._sheet.locked
        rows = open_rows(store, code)
        returns = open_returns(store, code) if rows else {}
        self._came_back = next((one for uid, one in returns.items() if uid in rows), None)
        self.stage = stage_of(self.issued, self.sending, locked=locked, returned=bool(rows))
        moved = before != self._place()
        if self._frozen is not None:
            self._show_frozen(self._frozen, fresh=fresh or moved)
        elif self._sheet is not None:
            self._show_live(self._sheet, fresh=fresh or moved)
        self._arrange(reports)
        if moved:
            self._settle()
        self.changed.emit()

    def _place(self) -> tuple[str, Stage, int]:
        """Tell of which period which report is shown, and how far it is."""
        return self._period, self.stage, self.issued.id if self.issued is not None else 0

    def _read_sheet(self) -> Worksheet:
        self._period = self.session.period_code
        return load_reported(self.session.store, self._period)

    def _read_frozen(self) -> Frozen | None:
        """Read the report in force, once; None where there is none."""
        issued, known = self.issued, self._frozen
        if issued is None:
            return None
        self._period = issued.period
        if known is not None and (known.issued.id, known.issued.sha256) == (
            issued.id,
            issued.sha256,
        ):
            return replace(known, issued=issued)
        try:
            return read_frozen(self.session.store, issued)
        except UserError as error:  # its kept files are damaged: said, and the period's data shown
            self.session.failed.emit(error)
            return None

    def _settle(self) -> None:
        """Open what is to be done next from the letter's head, and forget what was exported."""
        self.preview.view.go_to_page(1)
        self.foot.exported.hide()
        if self.stage.frozen:
            self.parts.open_part(OUTBOX if self.stage.sending else ISSUED)
        else:
            for section in (self.issued_section, self.outbox):
                section.set_open(is_open=False)

    def _show_live(self, sheet: Worksheet, *, fresh: bool) -> None:
        store = self.session.store
        settings, texts = get_settings(store), report_texts(store, sheet.period.code)
        profile = profile_of(store, settings.letterhead)
        self._previous = self._previous_texts()
        self.parts.show_states(
            kept_states(store, sheet, texts, profile),
            fresh=fresh,
            locked=self.stage is Stage.LOCKED,
            has_results=bool(self._rows_with_results()),
            previous=self._previous,
        )
        self.signature.show_report(self.paper().report, settings.addressees, locked=False)
        offered = {CHARTS, DOUBTS, FIELDS} | ({DUPLEX} if profile.names == "party" else set())
        self.options.show_settings(settings, offered)
        self.show_form(settings.letterhead, locked=False)

    def _show_frozen(self, frozen: Frozen, *, fresh: bool) -> None:
        self.parts.show_states(
            frozen.states, fresh=fresh, locked=True, has_results=False, previous=()
        )
        self.signature.show_report(frozen.report, "", locked=True)
        self.show_form(frozen.issued.letterhead, locked=True)

    def _arrange(self, reports: Sequence[IssuedReport]) -> None:
        """Show what belongs to the stage."""
        self.issued_section.show_issued(self.issued, reports, self._came_back)
        packages = outgoing_packages(self.session.store, self._period, kind=Kind.SUBMISSION)
        limit = get_settings(self.session.store).mail_limit_mb
        self.outbox.show_packages(packages, self.issued, limit)
        self._show_deed()
        self.foot.set_note(WORD_NOTE if self.stage.frozen else "")
        self.options.setVisible(not self.stage.frozen)
        if self.stage.frozen:
            self.options.set_open(is_open=False)

    def _show_deed(self) -> None:
        words, icon = BUTTONS.get(self.stage, ("", ""))
        letters = self._letters()
        if letters:
            words = OPEN if len(letters) == 1 else f"{OPEN}, còn {len(letters)}"
        self.foot.set_main(words, icon)

    def _letters(self) -> list[Path]:
        """Give those that were written and not opened yet: before that, nothing was sent."""
        if self.stage is not Stage.PACKED:
            return []
        return waiting_letters(self.session.store, self.sending.packages)

    def _previous_texts(self) -> dict[str, str]:
        store = self.session.store
        calendar = [stored.period for stored in periods(store)]
        before = previous(calendar, self.session.period_code)
        return report_texts(store, before.code) if before else {}

    def _rows_with_results(self) -> list[TaskRow]:
        rows = self._sheet.own_tasks if self._sheet else ()
        return [row for row in rows if results_of([row])]

    def paper(self) -> Paper:
        if self._frozen is not None:
            return self._frozen.paper
        assert self._sheet is not None  # one of the two was read before anything is shown
        code = self._sheet.period.code
        texts = self.parts.texts()
        return Paper(assemble_report(self.session.store, code, sheet=self._sheet, texts=texts))

    # ----------------------------------------------------------------------------- texts

    def write_texts(self, texts: dict[str, str]) -> bool:
        store, code = self.session.store, self.session.period_code
        action = partial(_write_texts, store, code, texts, self.parts.bases(texts))
        return self.session.write("Sửa nội dung báo cáo", action)

    def take_results(self, name: str) -> None:
        """Let the clerk choose tasks and add their results to the part."""
        rows = ResultsDialog.ask(self._rows_with_results(), self.window())
        if rows:
            self.parts.sections[name].append(results_of(rows))

    def take_previous(self, name: str) -> None:
        """Start from what the report of the period before said."""
        door = self.session.door
        if name not in self.parts.texts() or door.ask(REPLACE, "Thay", loses=True):
            self.parts.sections[name].replace(self._previous[name])
            self.flush()

    # ----------------------------------------------------------------------------- trình ký

    def go_on(self) -> None:
        if self.stage in (Stage.WRITING, Stage.RETURNED):
            self.freeze()
        elif self.stage is Stage.FROZEN:
            self.attach()
        elif self.stage is Stage.SIGNED:
            self.enter_issue()
        elif self.stage is Stage.ISSUED:
            self.send()
        elif letters := self._letters():
            self._open_letter(letters[0])
        elif self.stage is Stage.PACKED:
            self.mark_sent()

    def freeze(self) -> None:
        """Say what it does, ask where the PDF goes, freeze; the PDF is written after that."""
        self.flush()
        if self._sheet is None or not self.session.may_give_up(GIVE_UP, "Bỏ và trình ký"):
            return
        signer = bool(self.paper().report.signature.name.strip())
        before = before_signing(self.session.store, self._sheet, signer=signer)
        if not self.signing.may_freeze(before):
            return
        code = self._sheet.period.code
        revision = next_revision(self.session.store, code)
        name = report_file_name(self._sheet, PDF, revision=revision)
        target = self.exporter.ask(name, PDF, TO_SIGN)
        if target is not None:
            self.signing.freeze(code, target, despite_errors=bool(before.errors))

    def _export_frozen(self, issued: IssuedReport, target: Path) -> None:
        self.exporter.write(kept_file(self.session.store, issued, PDF), target)

    def attach(self) -> None:
        """Take the signed copy that came back, or another one in its place."""
        if self.issued is not None:
            self.signing.attach(self.issued)

    def enter_issue(self) -> None:
        """Enter number, date and signer of the signed report."""
        frozen = self._frozen or self._read_frozen()  # where it cannot be read, that is said
        if self.issued is None or frozen is None:
            return
        source = frozen.snapshot.source
        IssueDialog(
            self.session,
            self.issued,
            signer=source.office.signer,
            signer_title=signer_title(source.office, source.profile),
            example=number_and_symbol(source.office, source.profile, "15"),
            parent=self.window(),
        ).open()

    # ----------------------------------------------------------------------------- sending

    def send(self) -> None:
        """Show what would be packed, and pack it."""
        from qnapp.ui.sending.dialog import SendDialog  # takes long to import

        if self.issued is not None:
            period = lower_first(self.session.period.name)
            dialog = SendDialog(self.session, self.issued, period, self.window())
            dialog.finished.connect(self._show_deed)  # letters were opened there
            dialog.open()

    def _open_letter(self, letter: Path) -> None:
        """Hand it to the mail program; where there is none, what is left is to note it as sent."""
        no_longer_waiting(self.session.store, letter)
        if not open_outside(letter):
            self.session.failed.emit(UserError(NO_PROGRAM))
        self._show_deed()

    def mark_sent(self) -> None:
        """Note that all packages made last were sent."""
        self._mark(self.sending.packages)

    def _mark_sent(self, package: OutgoingPackage) -> None:
        self._mark([package])

    def _mark(self, packages: Sequence[OutgoingPackage]) -> None:
        for package in packages:
            mark_sent(self.session.store, package.id)
        self.session.saved.emit()
        self.session.said.emit(SENT)

    def _save_again(self, package: OutgoingPackage) -> None:
        from qnapp.ui.sending.copying import copy_to_stick  # as above

        session = self.session
        copy_to_stick(session, [package], self.window(), session.said.emit, session.failed.emit)

    # ----------------------------------------------------------------------------- files

    def _open_file(self, report_id: int, kind: str) -> None:
        for report in issued_reports(self.session.store, self.session.period_code):
            file = next((one for one in report.files if one.kind == kind), None)
            if report.id == report_id and file is not None:
                self.signing.open_file(report_id, kind, file.name)

    # ----------------------------------------------------------------------------- ways out

    def outgoing(self, kind: str) -> Outgoing:
        store = self.session.store
        if self.issued is not None:
            return kept_file(store, self.issued, kind)
        assert self._sheet is not None
        name = report_file_name(self._sheet, kind, draft=True)
        return live_file(name, kind, self.paper().report, signature_fields=False)


def _write_texts(
    store: Store, period: str, texts: dict[str, str], bases: dict[str, str]
) -> list[FieldChange]:
    changes: list[FieldChange] = []
    with store.atomic():
        for part, text in texts.items():
            changes += set_report_text(store, period, part, text)
            set_basis(store, period, part, bases[part])
    return changes
