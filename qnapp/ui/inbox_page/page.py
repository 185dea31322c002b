"""Tiếp nhận: who has sent and who has not, packages dropped in, and what is done with each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qnapp.domain.consolidated import due_day
from qnapp.domain.received import ReportState
from qnapp.exchange.reporters import arrivals_of
from qnapp.models.inbox_lines import InboxFilter, InboxLine, inbox_lines, rates
from qnapp.models.inbox_model import InboxModel
from qnapp.models.taken_model import NEED_A_PERSON, summary_words
from qnapp.ui.file_dialogs import open_files, open_folder
from qnapp.ui.inbox_page import jobs
from qnapp.ui.inbox_page.answering import (
    answer_all,
    answered_words,
    may_accept,
    save_replies,
)
from qnapp.ui.inbox_page.conflict_dialog import ConflictDialog
from qnapp.ui.inbox_page.drop_area import DropArea, dropped_paths
from qnapp.ui.inbox_page.filters import (
    ASKED,
    CHIPS,
    EMPTY,
    GOOD_WHEN_EMPTY,
    LINKED_CHIPS,
    on_time_words,
)
from qnapp.ui.inbox_page.foot import InboxFoot, answered_reports, waiting_reports
from qnapp.ui.inbox_page.heading import InboxHeading
from qnapp.ui.inbox_page.key_dialog import KeyDialog, KeyQuestion
from qnapp.ui.inbox_page.listing import export_list
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog
from qnapp.ui.inbox_page.table import LAYOUT, InboxTable
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.chips import ChipBar
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.kit.theme import theme
from qnapp.ui.page import Page
from qnapp.ui.roster.dialog import RosterDialog
from qnapp.ui.submission.dialog import SubmissionDialog
from qnapp.ui.table_columns import TableColumns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent, QShowEvent

    from qnapp.db.store import Changes
    from qnapp.domain.received import ReceivedPackage
    from qnapp.exchange.receiving import TakenFile
    from qnapp.ui.session import Session

WIDE_FROM = 1500  # width of the page, a window of about 1700
TIGHT_BELOW = 570  # height of the page at 100 %
PACKAGES = "Gói báo cáo (*.qnbc *.zip);;Mọi tệp (*)"


class InboxPage(Page):
    """Figures and drop area above, the list, and below it what can be done with what is chosen."""

    key = "inbox"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._code = ""
        self._tight = False
        self._taken: list[TakenFile] = []
        self._replied: list[ReceivedPackage] = []
        self.model = InboxModel(self)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        export = QShortcut(QKeySequence("Ctrl+E"), self)
        export.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        export.activated.connect(self.export)

    # build

    def _build(self) -> None:
        self.heading = InboxHeading()
        self.drop = DropArea()
        self.taken = Notice("ok", button="Xem từng tệp")
        self.taken.add_cross()
        self.taken.hide()
        self.replied = Notice("ok", button="Lưu phiếu, thư…")
        self.replied.add_cross()
        self.replied.hide()
        self.table = InboxTable(self.model)
        self.columns = TableColumns(
            self.table, self.session.store, LAYOUT, self, least=self.table.least_width
        )
        self.columns_button = IconButton("columns", "Chọn cột", edge=True)
        self.empty = EmptyState()
        self.foot = InboxFoot()
        self.chips = ChipBar()
        self.chips.setAccessibleName("Lọc đơn vị")
        for wanted, (words, shape) in CHIPS.items():
            self.chips.add_chip(wanted, words, shape=shape, count=0)
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 8, 8, 6)
        tools.setSpacing(8)
        tools.addWidget(self.chips, 1)
        tools.addWidget(self.columns_button)
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(tools)
        for part in (self.table, self.empty):
            card.body.addWidget(part, 1)
        card.body.addWidget(self.foot)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 10)
        box.setSpacing(8)
        for widget in (self.heading, self.drop, self.taken, self.replied):
            box.addWidget(widget)
        box.addWidget(card, 1)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._choose_filter)
        self.heading.filter_wanted.connect(self.show_filter)
        self.heading.export_wanted.connect(self.export)
        self.heading.roster_wanted.connect(self.open_roster)
        self.heading.remind_wanted.connect(self.remind)
        self.drop.files_wanted.connect(self.choose_files)
        self.drop.folder_wanted.connect(self.choose_folder)
        self.taken.clicked.connect(self.show_taken)
        self.replied.clicked.connect(self._save_replied)
        self.session.period_changed.connect(self._other_period)
        self.table.chosen_changed.connect(self._tell_chosen)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.columns_button.clicked.connect(self._open_columns)
        across = self.table.horizontalHeader()
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(self._open_columns)
        self.empty.clicked.connect(self._clear_filter)
        theme().changed.connect(self._fit)
        self.table.open_wanted.connect(self.open_report)
        self.foot.key_wanted.connect(self.compare_key)
        self.foot.open_wanted.connect(self.open_report)
        self.foot.return_wanted.connect(self.return_report)
        self.foot.accept_wanted.connect(self.accept_reports)
        self.foot.letters_wanted.connect(self.save_letters)
        self.foot.choose_wanted.connect(self.choose_report)

    # the contract of a page

    def subtitle(self) -> str:
        sent, _timely = rates(self.model.lines)
        if self.model.query.needle:
            return f"{len(self.model.shown())} đơn vị khớp “{self.model.query.needle}”"
        return f"{sent.count}/{sent.of} đơn vị đã gửi"

    def reload(self) -> None:
        store, period = self.session.store, self.session.period
        found = arrivals_of(store, period.code)
        lines = inbox_lines(found, period.due, self.session.today())
        current, codes = self._code, self.table.codes()
        self.model.load(lines)
        self.columns.fit()  # other words, other widths
        due = due_day(period, (one.reporter for one in found))
        self._count(timed=due is not None)
        self.heading.show_rates(rates(lines), due, self.session.today())
        self._show_empty()
        if codes != self.table.codes():  # the order changed, and with it all rows
            self.table.go_to(current)
            self.table.select_codes(codes)
        self._choose_row()
        self._tell_chosen()
        answered = {one.package.digest for one in lines if one.package and one.package.answer}
        if any(one.digest not in answered for one in self._replied):  # it was taken back
            self.replied.hide()

    def refresh(self, changes: Changes) -> None:
        if changes.report or changes.settings or changes.periods or changes.plan:
            self.reload()

    def show_item(self, uid: str, field: str = "") -> None:
        """``code:ORG`` goes to an organisation, ``filter:NAME`` puts a filter in force.

        ``row:ORG`` opens its report at the row ``field``; ``return:ORG`` opens it to be returned,
        that row marked; ``remind`` shows who is late, ``roster`` who is to report.
        """
        kind, _, name = uid.partition(":")
        if kind == "filter":
            self.show_filter(name)
        elif kind in ("code", "row", "return"):
            self.show_code(name)
        if kind == "row":
            self.show_report_row(field)
        elif kind == "return":
            self.return_report(field)
        elif kind == "remind":
            self.remind()
        elif kind == "roster":
            self.open_roster()

    def find(self, text: str) -> None:  # type: ignore[override] # see Page
        self.model.ask(replace(self.model.query, needle=text))
        self._show_empty()
        self._choose_row()
        self.count_changed.emit(self.subtitle())

    def flush(self) -> None:
        self.columns.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.set_wide(self.width() >= WIDE_FROM)
        self._fit()

    def _fit(self) -> None:
        """In little room the line of figures gives way to rows: chips and status bar say them."""
        tight = self.height() < theme().px(TIGHT_BELOW)
        if tight == self._tight:
            return
        self._tight = tight
        self.drop.set_tight(tight)
        if tight:
            self.drop.take_buttons(self.heading.buttons)
        else:
            self.heading.take_buttons()
        self.heading.setVisible(not tight)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # filters

    def show_filter(self, name: str) -> None:
        """Put a filter in force, by its name."""
        if name not in {wanted.value for wanted in InboxFilter}:
            return
        wanted = InboxFilter(name)
        if wanted in LINKED_CHIPS and not self.chips.has_chip(wanted):
            words, shape = LINKED_CHIPS[wanted]
            self.chips.add_chip(wanted, words, shape=shape, count=self.model.counts()[wanted])
        self._ask(wanted, needle="")

    def show_code(self, code: str) -> None:
        """Go to an organisation, whatever filter hides it."""
        if self.model.row_of(code) < 0:
            self.model.ask(replace(self.model.query, folded=frozenset()))
        if self.model.row_of(code) < 0:
            self._ask(InboxFilter.ALL, needle="")
        self._code = code
        self.table.go_to(code)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_filter(self, key: str) -> None:
        self._ask(InboxFilter(key), needle=self.model.query.needle)

    def _clear_filter(self) -> None:
        self._ask(InboxFilter.ALL, needle="")
        self.count_changed.emit(self.subtitle())

    def _ask(self, wanted: InboxFilter, *, needle: str) -> None:
        for linked in LINKED_CHIPS:
            if linked is not wanted and self.chips.has_chip(linked):
                self.chips.remove_chip(linked)
        self.chips.set_current(wanted)
        self.model.ask(replace(self.model.query, filter=wanted, needle=needle))
        self.columns.prefer(ASKED.get(wanted))
        self._show_empty()
        self._choose_row()

    def _count(self, *, timed: bool) -> None:
        self.chips.set_text(InboxFilter.ON_TIME, on_time_words(timed=timed))
        for wanted, count in self.model.counts().items():
            if self.chips.has_chip(wanted):
                self.chips.set_count(wanted, count)

    def _show_empty(self) -> None:
        nothing = not self.model.shown()
        self.table.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.foot.setVisible(not nothing)  # it speaks of what is chosen
        query = self.model.query
        if nothing and query.needle:
            self.empty.set_text(f"Không có đơn vị nào khớp “{query.needle}”.", "Bỏ lọc")
        elif nothing:
            button = "" if query.filter is InboxFilter.ALL else "Bỏ lọc"
            good = query.filter in GOOD_WHEN_EMPTY
            self.empty.set_text(EMPTY[query.filter], button, good=good)

    # what is chosen

    def _choose_row(self) -> None:
        """Keep the current organisation where it is shown, else take the first one."""
        if self.table.current_line() is not None and self.table.codes():
            return
        shown = self.model.shown()
        if shown and not self.table.go_to(self._code):
            self.table.go_to(shown[0].key)

    def _tell_chosen(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self._code = line.key
        self.foot.show_lines(self.chosen())

    def chosen(self) -> list[InboxLine]:
        """Lines of the selected organisations."""
        found = (self.model.line(code) for code in self.table.codes())
        return [line for line in found if line is not None]

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self.foot.deeds():
            menu.addAction(words).triggered.connect(act)
        if menu.actions():
            menu.popup(self.table.viewport().mapToGlobal(place))

    def _open_columns(self, _place: object = None) -> None:
        menu = self.columns.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def open_roster(self) -> None:
        """Show the roster at the current organisation."""
        RosterDialog.open_for(self.session, self.window(), code=self._code)

    def remind(self) -> None:
        """Show who is late or missing, to write to them."""
        ReminderDialog.open_for(self.session, self.window())

    def export(self) -> None:
        """Write what the list shows as a workbook (Ctrl+E)."""
        export_list(self.session, self.model.shown(), self)

    # one report, or several

    def compare_key(self) -> None:
        """Show the code of the key that signed the chosen report."""
        line = self.table.current_line()
        if line is not None and line.package is not None:
            found = line.package
            question = KeyQuestion(found.organisation, found.name, found.key)
            KeyDialog.open_for(self.session, question, self.window())

    def choose_report(self) -> None:
        """Show the reports of one revision, to choose between them or to choose again."""
        line = self.table.current_line()
        found = line.arrivals if line is not None else None
        rivals = (*found.rivals, *found.passed_over) if found is not None else ()
        if len(rivals) > 1:
            ConflictDialog.open_for(self.session, rivals, self.window())

    def open_report(self) -> SubmissionDialog | None:
        """Open the current organisation's report, read only; None where there is none to open."""
        line = self.table.current_line()
        if line is not None and line.state is ReportState.CONFLICT:
            self.choose_report()
            return None
        if line is None or line.package is None:
            return None
        dialog = SubmissionDialog.open_for(self.session, line.package, self.window())
        dialog.answered.connect(self._answered)
        return dialog

    def show_report_row(self, uid: str) -> None:
        """Open the current organisation's report at a row."""
        dialog = self.open_report()
        if dialog is not None:
            dialog.show_row(uid)

    def return_report(self, uid: str = "") -> None:
        """Open the report to mark rows; ``uid`` is marked at once."""
        dialog = self.open_report()
        if dialog is not None and uid:
            dialog.show_row(uid, mark=True)

    def accept_reports(self) -> None:
        """Accept the chosen reports that nobody has answered."""
        waiting = waiting_reports(self.chosen())
        if waiting and may_accept(self.session, waiting):
            answer_all(self.session, waiting, self._answered)

    def _answered(self, packages: list[ReceivedPackage]) -> None:
        """Say what was answered, and offer what goes back to the units."""
        self._replied = packages
        self.replied.set_text(answered_words(packages))
        self.replied.setVisible(bool(packages))
        if self._tight:  # the rows need the room of one of the two
            self.taken.hide()

    def _save_replied(self) -> None:
        # Once they are saved, nothing is left to be said of them here.
        save_replies(self.session, self._replied, self, self.replied.hide)

    def _other_period(self) -> None:
        """What was told of one period says nothing of another."""
        for notice in (self.taken, self.replied):
            notice.hide()

    def save_letters(self) -> None:
        """Write the answers of the chosen reports, slips and letters, into a folder."""
        save_replies(self.session, answered_reports(self.chosen()), self)

    # taking in

    def choose_files(self) -> None:
        """Ask for packages and take them in."""
        self.take_in(open_files(self, "Chọn gói báo cáo", PACKAGES))

    def choose_folder(self) -> None:
        """Ask for a folder and take in the packages that lie in it."""
        folder = open_folder(self, "Chọn thư mục có gói báo cáo")
        self.take_in([folder] if folder is not None else [])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files and folders; the list tells what became of each."""
        if paths:
            jobs.take_in_paths(self.session, paths, self._took_in)

    def _took_in(self, files: list[TakenFile]) -> None:
        self._tell_taken(files)
        self.taken.show()
        if any(file.outcome in NEED_A_PERSON for file in files):
            self.show_taken()

    def _tell_taken(self, files: list[TakenFile]) -> None:
        self._taken = files
        waiting = any(file.outcome in NEED_A_PERSON for file in files)
        self.taken.set_kind("soon" if waiting or not files else "ok", "warning" if waiting else "")
        self.taken.set_text(summary_words(files))
        self.taken.set_button("Xem từng tệp" if files else "")

    def show_taken(self) -> None:
        """Open the list of what became of the last files."""
        dialog = TakenDialog.open_for(self.session, self._taken, self.window())
        dialog.conflict_wanted.connect(self._settle_conflict)
        dialog.settled.connect(self._tell_taken)

    def _settle_conflict(self, code: str) -> None:
        self.show_code(code)
        self.choose_report()

    # dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.drop.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.set_hot(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_in(dropped_paths(event.mimeData()))
