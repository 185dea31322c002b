"""Kế hoạch năm as a page: build from the annexes, look through, correct, send out, choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.plan_choice import choose_plan, stored_versions
from qnapp.db.plan_versions import known_uids, newest_version
from qnapp.domain.plan_review import review_plan
from qnapp.errors import UserError
from qnapp.models.record_model import Heading
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.tabs import TabStrip
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.whole_row import WholeRow
from qnapp.ui.page import Page
from qnapp.ui.plan_page.annexes import Annexes
from qnapp.ui.plan_page.calendar_tab import CalendarTab
from qnapp.ui.plan_page.changes_tab import ChangesTab
from qnapp.ui.plan_page.deeds import PlanDeeds
from qnapp.ui.plan_page.desk import DraftDesk
from qnapp.ui.plan_page.lists import doubt_records, record_table, with_buttons
from qnapp.ui.plan_page.matters import matters_of
from qnapp.ui.plan_page.matters_tab import MattersTab
from qnapp.ui.plan_page.publish_question import ask_publishing
from qnapp.ui.plan_page.publishing import USE, Publishing
from qnapp.ui.plan_page.rows_tab import RowsTab
from qnapp.ui.plan_page.schedule import schedule_records
from qnapp.ui.plan_page.versions import (
    HEADINGS,
    about_words,
    head_words,
    uid_of,
    version_records,
    why_grey,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from qnapp.db.store import Changes
    from qnapp.domain.plan import Plan
    from qnapp.domain.plan_review import PlanReview
    from qnapp.exchange.plan_package import PlanContents
    from qnapp.ui.session import Session

MATTERS, CHANGES, ROWS = "matters", "changes", "rows"
DOUBTS, CALENDAR, VERSIONS = "doubts", "calendar", "versions"
TABS = (
    (ROWS, "Nhiệm vụ và phân công"),
    (MATTERS, "Cần xem"),
    (CHANGES, "Thay đổi"),
    (DOUBTS, "Cần đối chiếu"),
    (CALENDAR, "Kỳ báo cáo"),
    (VERSIONS, "Kế hoạch đã có"),
)
TIGHT_BELOW = 580  # height of the page at 100 %
DROP = "Bỏ bản đang soạn? Kế hoạch đang dùng vẫn giữ nguyên. Có thể lấy lại bằng Ctrl+Z."


class PlanPage(Page):
    """The plan in use, or the one that is being prepared."""

    key = "plan"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.desk = DraftDesk(session, self)
        self.deeds = PlanDeeds(session, self.desk, self)
        self.annexes = Annexes(session, self.desk, self)
        self.publishing = Publishing(session, self.desk, self)
        self._review: PlanReview | None = None
        self.state = Label("", font="heading", lines=2)
        self.about = Label("", color="text2", lines=2)
        self.main = PrimaryButton("")
        self.export = QuietButton("Xuất phụ lục Excel", "export", size="small")
        self.other = QuietButton("")
        self.tabs = TabStrip(TABS)
        self.rows = RowsTab()
        self.matters = MattersTab(session)
        self.changes = ChangesTab()
        self.doubt_model, self.doubts = record_table(
            "Điểm cần đối chiếu", (Heading("Mã", 84), Heading("Nội dung"), Heading("Nghi vấn", 420))
        )
        self.whole_doubt = WholeRow(self.doubts, self.doubt_model, (1, 2))
        self.settle = QuietButton("Đã đối chiếu bản gốc", "check", size="tool")
        self.calendar = CalendarTab()
        self.version_model, self.versions = record_table("Kế hoạch đã có", HEADINGS, lines=1)
        self.use = QuietButton("Dùng kế hoạch này", "check", size="tool")
        self.against = QuietButton("Lập từ Excel, đối chiếu với gói khác…", "open", size="tool")
        self.why = Label("", color="text2", wrap=True)
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    # --------------------------------------------------------------------------------- build

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.state)
        words.addWidget(self.about)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addLayout(words, 1)
        for button in (self.other, self.main):
            head.addWidget(button)
        self._top = Card(padding=14)
        self._top.body.addLayout(head)
        self._pages = {
            ROWS: self.rows,
            MATTERS: self.matters,
            CHANGES: self.changes,
            DOUBTS: with_buttons(self.doubts, self.settle, whole=self.whole_doubt),
            CALENDAR: self.calendar,
            VERSIONS: with_buttons(self.versions, self.use, self.against, said=self.why),
        }
        for page in self._pages.values():
            self.stack.addWidget(page)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 14, 0)
        line.addWidget(self.tabs)
        line.addStretch(1)
        line.addWidget(self.export)
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(line)
        card.body.addWidget(Separator())
        card.body.addWidget(self.stack, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 2, 16, 12)
        self._box.addWidget(self._top)
        self._box.addWidget(card, 1)
        self._fit_head()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """In little room the card names the plan alone, and the lists get the rest."""
        tight = self.height() < theme().px(TIGHT_BELOW)
        self.about.setVisible(not tight)
        self.rows.set_tight(tight)
        self.state.setToolTip(self.about.text() if tight else "")
        above = 7 if tight else 14
        self._top.body.setContentsMargins(14, above, 14, above)
        self._box.setSpacing(8 if tight else 12)

    def _connect(self) -> None:
        theme().changed.connect(self._fit_head)
        deeds = self.deeds
        self.main.clicked.connect(self._main)
        self.other.clicked.connect(self._other)
        self.export.clicked.connect(self.annexes.export)
        self.annexes.read.connect(self._was_read)
        self.tabs.chosen.connect(self.show_tab)
        self.desk.changed.connect(self._show)
        self.rows.assign_wanted.connect(deeds.assign)
        self.rows.release_wanted.connect(deeds.release)
        self.rows.channel_wanted.connect(deeds.change_channel)
        self.rows.proposals_wanted.connect(deeds.propose)
        self.rows.extension_wanted.connect(deeds.extend)
        self.rows.extension_withdrawn.connect(deeds.take_back_extension)
        self.matters.pair_wanted.connect(deeds.pair)
        self.matters.part_wanted.connect(deeds.part)
        self.matters.settle_wanted.connect(deeds.keep_cell)
        self.matters.row_wanted.connect(self._show_row)
        self.changes.pair_wanted.connect(deeds.pair)
        self.settle.clicked.connect(self._settle)
        self.doubts.opened.connect(self._settle)
        self.calendar.change_wanted.connect(deeds.change_period)
        deeds.period_refused.connect(self.calendar.refuse)
        self.calendar.recipient.committed.connect(self._address_changed)
        self.against.clicked.connect(self.annexes.choose_against)
        self.use.clicked.connect(self._use)
        self.versions.opened.connect(self._use)
        self.versions.current_changed.connect(self._tell_version)

    # --------------------------------------------------------------------------------- hooks

    def subtitle(self) -> str:
        return "Bản đang soạn" if self.desk.draft is not None else "Đang dùng"

    def reload(self) -> None:
        if self.desk.draft is None:
            self.desk.read()
        self._show()

    def refresh(self, changes: Changes) -> None:
        if changes.plan or changes.periods or changes.settings:
            self._show()

    def flush(self) -> None:
        self.calendar.recipient.commit()  # the window may close over it

    def unfinished(self) -> str:
        return self.calendar.unfinished()

    def show_tab(self, key: str) -> None:
        """Open a tab."""
        self.tabs.set_current(key)
        self.stack.setCurrentWidget(self._pages[key])

    def find(self, text: str) -> None:  # type: ignore[override] # as in Page
        self.show_tab(ROWS)
        self.rows.search.set_value(text)
        self.rows.model.narrow(text)

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self.desk.plan

    def _show(self) -> None:
        plan, draft = self.plan, self.desk.draft
        self.state.setText(head_words(plan, self.desk.number, self._newest(), draft is not None))
        self.about.setText(about_words(plan, self.desk.number > self._newest(), draft is not None))
        self._fit_head()
        self.main.setText("Phát hành cho các đơn vị…" if draft is not None else "Lập từ Excel…")
        self.main.set_icon_name("send" if draft is not None else "open")
        self.other.setText("Bỏ bản đang soạn…" if draft is not None else "Gửi lại gói đang dùng…")
        contents = self.desk.contents
        self.rows.load(plan, contents.extensions, self.desk.sent_extensions)
        self._show_review(contents)
        self._show_lists(contents)
        self.count_changed.emit(self.subtitle())

    def _newest(self) -> int:
        return newest_version(self.session.store, self.plan.uid)

    def _show_lists(self, contents: PlanContents) -> None:
        doubt = self.doubts.current_key()
        self.doubt_model.load(doubt_records(contents.plan))
        if not self.doubts.go_to(doubt):
            self.doubts.selectRow(0)
        self.settle.setEnabled(self.doubt_model.total() > 0)
        self.calendar.load(contents.calendar, draft=self.desk.draft is not None)
        self.calendar.show_recipient(self.desk.recipient)
        self.version_model.load(version_records(stored_versions(self.session.store)))
        self._tell_version()

    def _show_review(self, contents: PlanContents) -> None:
        """Show what the units will see of the draft, and what a person has to settle before."""
        from qnapp.exchange.plan_draft import start_draft

        store, draft, older = self.session.store, self.desk.draft, self.desk.older
        self._review = review = (
            review_plan(older, contents.plan, known_uids(store), contents.apart)
            if draft is not None
            else None
        )
        matters = matters_of(draft, review) if draft is not None and review is not None else []
        self.matters.load(matters, draft.annex if draft else "", draft=draft is not None)
        count = f" ({len(matters)})" if matters else ""
        self.tabs.set_words(MATTERS, dict(TABS)[MATTERS] + count)
        others = schedule_records(start_draft(store), contents) if draft is not None else []
        pairs = [one.pair for one in matters if one.pair is not None]
        self.changes.load(older, contents.plan, review, pairs=pairs, schedule=others)

    # ---------------------------------------------------------------------------- what is done

    def _main(self) -> None:
        if self.desk.draft is None:
            self.annexes.choose()
        else:
            self.publish()

    def _other(self) -> None:
        if self.desk.draft is None:
            self.publish()
        elif self.session.door.ask(DROP, "Bỏ bản đang soạn", loses=True):
            self.desk.put("bỏ bản đang soạn", None)

    def _was_read(self) -> None:
        self.show_tab(MATTERS if self.matters.matters else CHANGES)

    def _show_row(self, uid: str) -> None:
        """Show a task where it is given to units."""
        self.show_tab(ROWS)
        self.rows.go_to(uid)

    def _settle(self, _key: str = "") -> None:
        self.deeds.settle_doubt(self.doubts.current_key())

    def _address_changed(self) -> None:
        self.desk.keep_recipient(self.calendar.recipient.value().strip())

    def publish(self) -> None:
        """Ask, with what the units will see; then send it out."""
        if self._review is not None:
            answer = ask_publishing(
                self.session.door, self._review, self.matters.matters, self.changes.schedule
            )
            if answer.look:
                self._was_read()
            if not answer.send:
                return
        self.publishing.send(self.calendar.recipient.value().strip())

    def _tell_version(self, key: str = "") -> None:
        """Only a plan that is not in use can be put to use, and annexes wait for the draft."""
        chosen, drafting = uid_of(key or self.versions.current_key()), self.desk.draft is not None
        self.use.setEnabled(bool(chosen) and chosen != self.desk.in_use.uid)
        self.against.setEnabled(not drafting)
        self.why.setText(why_grey(used=not self.use.isEnabled(), drafting=drafting))

    def _use(self, _key: str = "") -> None:
        uid = uid_of(self.versions.current_key())
        if not uid or uid == self.desk.in_use.uid:
            return
        if self.session.door.ask(USE, "Dùng kế hoạch này"):
            try:
                choose_plan(self.session.store, uid)
            except UserError as error:
                self.session.failed.emit(error)
