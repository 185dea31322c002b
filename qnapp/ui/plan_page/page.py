"""Kế hoạch năm as a page: build from the annexes, look through, correct, send out, choose."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.content import CANCELLED
from qnapp.db.plan_choice import choose_plan, stored_plans, stored_versions
from qnapp.db.plan_versions import known_uids
from qnapp.db.plans import current_plan
from qnapp.db.settings import set_view_state, view_state
from qnapp.domain.plan import Channel, Role, Task
from qnapp.domain.plan_changes import called, row_of
from qnapp.domain.plan_editing import (
    continued,
    proposed_assignments,
    same_row,
    with_assignment,
    with_channel,
    with_period,
    without_assignment,
)
from qnapp.domain.plan_review import review_plan
from qnapp.errors import UserError
from qnapp.models.record_model import Heading
from qnapp.text import safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.tabs import TabStrip
from qnapp.ui.page import Page
from qnapp.ui.plan_page.calendar_tab import CalendarTab
from qnapp.ui.plan_page.changes_tab import ChangesTab
from qnapp.ui.plan_page.desk import DraftDesk
from qnapp.ui.plan_page.lists import doubt_records, record_table, with_buttons
from qnapp.ui.plan_page.matters import matters_of
from qnapp.ui.plan_page.matters_tab import MattersTab
from qnapp.ui.plan_page.publish_question import ask_publishing
from qnapp.ui.plan_page.rows_tab import RowsTab
from qnapp.ui.plan_page.schedule import schedule_records
from qnapp.ui.plan_page.versions import HEADINGS, uid_of, version_records
from qnapp.ui.report_page.export import XLSX, Exporter, Outgoing
from qnapp.ui.store_work import announce, store_work, tell_failure

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Changes, Store
    from qnapp.domain.plan import Plan
    from qnapp.domain.plan_review import PlanReview
    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.plan_draft import Published
    from qnapp.exchange.plan_package import PlanContents, PlanExtension
    from qnapp.exchange.plan_publishing import BuiltContents
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

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
RECIPIENT = "plan.recipient"  # name of what the store remembers
WORKBOOKS = "Tệp Excel (*.xlsx);;Mọi tệp (*)"
PACKAGES = "Gói kế hoạch (*.qnkh *.zip);;Mọi tệp (*)"
DROP = "Bỏ bản đang soạn? Kế hoạch đang dùng vẫn giữ nguyên. Có thể lấy lại bằng Ctrl+Z."
USE = "Dùng kế hoạch này từ bây giờ cho báo cáo của cơ quan và phần tổng hợp?"


class PlanPage(Page):
    """The plan in use, or the one that is being prepared."""

    key = "plan"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.desk = DraftDesk(session, self)
        self._review: PlanReview | None = None
        self.state = Label("", font="heading", lines=2)
        self.about = Label("", color="text2", lines=2)
        self.main = PrimaryButton("")
        self.export = QuietButton("Xuất phụ lục Excel", "export")
        self.other = QuietButton("")
        self.exporter = Exporter(session, "phụ lục kế hoạch", self)
        self.tabs = TabStrip(TABS)
        self.rows = RowsTab()
        self.matters = MattersTab(session)
        self.changes = ChangesTab()
        self.doubt_model, self.doubts = record_table(
            "Điểm cần đối chiếu", (Heading("Mã", 84), Heading("Nội dung"), Heading("Nghi vấn", 420))
        )
        self.settle = QuietButton("Đã đối chiếu bản gốc", "check", size="tool")
        self.calendar = CalendarTab()
        self.version_model, self.versions = record_table("Kế hoạch đã có", HEADINGS, lines=1)
        self.use = QuietButton("Dùng kế hoạch này", "check", size="tool")
        self.against = QuietButton("Lập từ Excel, đối chiếu với gói khác…", "open", size="tool")
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
        for button in (self.export, self.other, self.main):
            head.addWidget(button)
        top = Card(padding=14)
        top.body.addLayout(head)
        self._pages = {
            ROWS: self.rows,
            MATTERS: self.matters,
            CHANGES: self.changes,
            DOUBTS: with_buttons(self.doubts, self.settle),
            CALENDAR: self.calendar,
            VERSIONS: with_buttons(self.versions, self.use, self.against),
        }
        for page in self._pages.values():
            self.stack.addWidget(page)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 14, 0)
        line.addWidget(self.tabs)
        line.addStretch(1)
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(line)
        card.body.addWidget(Separator())
        card.body.addWidget(self.stack, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 2, 16, 12)
        box.setSpacing(12)
        box.addWidget(top)
        box.addWidget(card, 1)

    def _connect(self) -> None:
        self.main.clicked.connect(self._main)
        self.other.clicked.connect(self._other)
        self.export.clicked.connect(self.export_annexes)
        self.tabs.chosen.connect(self.show_tab)
        self.rows.assign_wanted.connect(self._assign)
        self.rows.release_wanted.connect(self._release)
        self.rows.channel_wanted.connect(self._change_channel)
        self.rows.proposals_wanted.connect(self._propose)
        self.rows.extension_wanted.connect(self._extend)
        self.rows.extension_withdrawn.connect(self._withdraw_extension)
        self.desk.changed.connect(self._show)
        self.matters.pair_wanted.connect(self._pair)
        self.matters.settle_wanted.connect(self._keep_cell)
        self.matters.row_wanted.connect(self._show_row)
        self.changes.pair_wanted.connect(self._pair)
        self.settle.clicked.connect(self._settle)
        self.doubts.opened.connect(self._settle)
        self.calendar.change_wanted.connect(self._change_period)
        self.calendar.recipient.committed.connect(self._address_changed)
        self.against.clicked.connect(self.choose_older)
        self.use.clicked.connect(self._use)
        self.versions.opened.connect(self._use)

    # --------------------------------------------------------------------------------- hooks

    def subtitle(self) -> str:
        return "Đang soạn, chưa phát hành" if self.desk.draft is not None else "Đang dùng"

    def reload(self) -> None:
        if self.desk.draft is None:
            self.desk.read()
        self._show()

    def refresh(self, changes: Changes) -> None:
        if changes.plan or changes.periods or changes.settings:
            self._show()

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
        what = "Bản đang soạn: " if draft is not None else ""
        self.state.setText(f"{what}{plan.number} năm {plan.year}, phiên bản {plan.version}")
        given = len({one.organisation for one in plan.assignments})
        self.about.setText(
            f"{len(plan.tasks)} nhiệm vụ, {len(plan.indicators)} chỉ tiêu, "
            f"giao cho {given} đơn vị và nhóm. "
            + ("Chưa có gì thay đổi cho đến khi phát hành." if draft is not None else "")
        )
        self.main.setText("Phát hành cho các đơn vị…" if draft is not None else "Lập từ Excel…")
        self.main.set_icon_name("send" if draft is not None else "open")
        self.other.setText("Bỏ bản đang soạn…" if draft is not None else "Gửi lại gói đang dùng…")
        self.against.setEnabled(draft is None)
        contents = self.desk.contents
        self.rows.load(plan, contents.extensions)
        self._show_review(contents)
        self._show_lists(contents)
        self.count_changed.emit(self.subtitle())

    def _show_lists(self, contents: PlanContents) -> None:
        self.doubt_model.load(doubt_records(contents.plan))
        self.settle.setEnabled(self.doubt_model.total() > 0)
        self.calendar.load(contents.calendar)
        if not self.calendar.recipient.hasFocus():
            self.calendar.recipient.set_value(self._recipient())
        self.version_model.load(version_records(stored_versions(self.session.store)))

    def _show_review(self, contents: PlanContents) -> None:
        """Show what the units will see of the draft, and what a person has to settle before."""
        from qnapp.exchange.plan_draft import start_draft

        store, draft, older = self.session.store, self.desk.draft, self._older()
        self._review = review = (
            review_plan(older, contents.plan, known_uids(store)) if draft is not None else None
        )
        matters = matters_of(draft, review) if draft is not None and review is not None else []
        self.matters.load(matters, draft.annex if draft else "", draft=draft is not None)
        others = schedule_records(start_draft(store), contents) if draft is not None else []
        pairs = [one.pair for one in matters if one.pair is not None]
        self.changes.load(older, contents.plan, review, pairs=pairs, schedule=others)

    def _older(self) -> Plan:
        """The plan that the units have: what the annexes were compared with, else that in use."""
        draft = self.desk.draft
        return draft.older if draft is not None and draft.older is not None else self._in_use()

    def _recipient(self) -> str:
        """Where the units send their reports: as in the draft, else as it was last entered."""
        draft = self.desk.draft
        entered = str(view_state(self.session.store, RECIPIENT) or "")
        return (draft.contents.recipient if draft is not None else "") or entered

    # ---------------------------------------------------------------------------- the draft

    def _main(self) -> None:
        if self.desk.draft is None:
            self.choose_annex()
        else:
            self.publish()

    def _other(self) -> None:
        if self.desk.draft is None:
            self.publish()
        elif self.session.door.ask(DROP, "Bỏ bản đang soạn"):
            self.desk.put("bỏ bản đang soạn", None)

    def choose_older(self) -> None:
        """Ask for an older package and for the annexes that are compared with it."""
        package = file_dialogs.open_file(self, "Chọn gói kế hoạch trước đó", PACKAGES)
        if package is not None:
            self.choose_annex(package)

    def choose_annex(self, against: Path | None = None) -> None:
        """Ask for the workbook with the two annexes and read it, beside a plan that is older."""
        file = file_dialogs.open_file(self, "Chọn tệp Excel có các phụ lục", WORKBOOKS)
        if file is None:
            return
        work = store_work(self.session.store, partial(_built, file, against))
        self.session.tasks.run(
            f"Đang đọc {file.name}", work, partial(self._read, file), self._failed, reads=True
        )

    def _read(self, file: Path, done: Done) -> None:
        from qnapp.exchange.plan_draft import draft_of

        built: BuiltContents = done.result
        self.desk.put(f"lập từ {file.name}", draft_of(built, file))
        self.show_tab(MATTERS if self.matters.matters else CHANGES)
        if built.contents.plan == built.older:
            said = "kế hoạch đang dùng" if built.older == self._in_use() else "kế hoạch đối chiếu"
            self.session.said.emit(f"Phụ lục giống hệt {said}, không có gì để sửa.")
            return
        unread = len(built.built.unread)
        said = f", {unread} chỗ không đọc được" if unread else ""
        self.session.said.emit(
            f"Đã đọc {len(built.contents.plan.tasks)} nhiệm vụ, "
            f"{len(built.contents.plan.indicators)} chỉ tiêu{said}. Chưa phát hành."
        )

    def _in_use(self) -> Plan:
        return current_plan(self.session.store)

    def _code(self, uid: str) -> str:
        return next((one.code for one in self.plan.tasks if one.uid == uid), "")

    def _assign(self, uid: str, organisation: str, role: str) -> None:
        changed = with_assignment(self.plan, uid, organisation, Role(role))
        self.desk.change_plan(f"giao {self._code(uid)}", changed)

    def _release(self, uid: str, organisation: str) -> None:
        changed = without_assignment(self.plan, uid, organisation)
        self.desk.change_plan(f"bỏ giao {self._code(uid)}", changed)

    def _change_channel(self, uid: str, channel: str) -> None:
        changed = with_channel(self.plan, uid, Channel(channel))
        self.desk.change_plan(f"kênh báo cáo {self._code(uid)}", changed)

    def _extend(self, uid: str, organisation: str, due: date, document: str) -> None:
        """Put a deadline off for one or all who report on the task; the last word counts."""
        from qnapp.exchange.plan_package import PlanExtension

        new = PlanExtension(uid, organisation, due, document)
        given = (*self._other_extensions(uid, organisation), new)
        self._put_extensions(f"gia hạn {self._code(uid)}", given)

    def _withdraw_extension(self, uid: str, organisation: str) -> None:
        given = self._other_extensions(uid, organisation)
        self._put_extensions(f"bỏ gia hạn {self._code(uid)}", given)

    def _other_extensions(self, uid: str, organisation: str) -> tuple[PlanExtension, ...]:
        given = self.desk.contents.extensions
        return tuple(one for one in given if (one.uid, one.organisation) != (uid, organisation))

    def _put_extensions(self, label: str, given: tuple[PlanExtension, ...]) -> None:
        self.desk.change(label, replace(self.desk.contents, extensions=given))

    def _change_period(self, code: str, name: str, start: date, cutoff: date, due: date) -> None:
        contents = self.desk.contents
        try:
            calendar = with_period(
                contents.calendar, code, name=name, start=start, cutoff=cutoff, due=due
            )
        except UserError as error:
            self.calendar.refuse(str(error))
            return
        self.desk.change(f"lịch {name}", replace(contents, calendar=calendar))

    def _propose(self, uid: str) -> None:
        """Take over whom the words of the task name and nobody has been given it yet."""
        plan = self.plan
        found = proposed_assignments(plan, uid)
        if not found:
            self.session.said.emit("Lời văn không nêu thêm đơn vị nào.")
            return
        changed = replace(plan, assignments=(*plan.assignments, *found))
        self.desk.change_plan(f"giao {self._code(uid)} theo lời văn", changed)
        self.session.said.emit(f"Đã thêm {len(found)} đơn vị theo lời văn. Xem lại trước khi gửi.")

    # ------------------------------------------------------------------------------- matters

    def _pair(self, old_uid: str, new_uid: str) -> None:
        """Say that a row is the older plan's: it keeps its identity, or goes on from it."""
        older, plan = self._older(), self.plan
        old, new = row_of(older, old_uid), row_of(plan, new_uid)
        if plan.uid == older.uid:
            changed = same_row(plan, new.code, old)
        elif isinstance(old, Task):
            changed = continued(plan, new.code, old)
        else:
            return
        self.desk.change_plan(f"xác nhận {called(new)} là việc cũ", changed)

    def _keep_cell(self, remark: Remark) -> None:
        """A person has seen a cell that could not be read: it goes out as it is."""
        draft = self.desk.draft
        if draft is not None:
            unread = tuple(one for one in draft.unread if one != remark)
            self.desk.put(f"giữ như trong ô {remark.ref}", replace(draft, unread=unread))

    def _show_row(self, uid: str) -> None:
        """Show a task where it is given to units."""
        self.show_tab(ROWS)
        self.rows.go_to(uid)

    def _settle(self, _key: str = "") -> None:
        """A row was compared with the original: the doubt is gone from the next version."""
        from qnapp.domain.plan_changes import without_doubts

        key = self.doubts.current_key()
        if key:
            plan = self.plan
            changed = replace(without_doubts(plan, key), version=plan.version)
            self.desk.change_plan("đã đối chiếu bản gốc", changed)

    # ------------------------------------------------------------------------------ ways out

    def publish(self) -> None:
        """Ask, with what the units will see; then for a folder, where package and letters go."""
        from qnapp.exchange.plan_draft import publish

        if self._review is not None:
            answer = ask_publishing(
                self.session.door, self._review, self.matters.matters, self.changes.schedule
            )
            if answer.look:
                self.show_tab(MATTERS if self.matters.matters else CHANGES)
            if not answer.send:
                return
        folder = file_dialogs.open_folder(self, "Chọn thư mục ghi gói kế hoạch và thư")
        if folder is None:
            return
        store = self.session.store
        recipient = self.calendar.recipient.value().strip()
        contents = replace(self.desk.contents, recipient=recipient)
        use = contents.plan.uid == current_plan(store).uid or self.session.door.ask(
            USE, "Dùng từ bây giờ", "Chưa dùng"
        )

        def work(own: Store, job: Job) -> Published:
            return publish(
                own, contents, folder, use=use, progress=job.report, cancelled=job.cancelled
            )

        self.session.tasks.run(
            "Đang ghi gói kế hoạch và thư",
            store_work(store, work),
            self._published,
            self._failed,
        )

    def _published(self, done: Done) -> None:
        found: Published = done.result
        self.desk.sent()
        announce(self.session, done)
        missing = len(found.without_address)
        letters = f" và {len(found.letters)} thư" if found.letters else ""
        also = f" {missing} đơn vị chưa có địa chỉ thư trong danh bạ." if missing else ""
        self.session.said.emit(f"Đã ghi {found.package.name}{letters}.{also}")

    def export_annexes(self) -> None:
        """Write the plan as the workbook of its two annexes."""
        plan = self.plan
        name = safe_file_name(f"Phụ lục kế hoạch năm {plan.year}", ext=XLSX)
        self.exporter.export(Outgoing(name, XLSX, partial(_write_annexes, plan)))

    def _address_changed(self) -> None:
        address = self.calendar.recipient.value().strip()
        set_view_state(self.session.store, RECIPIENT, address)
        draft = self.desk.draft
        if draft is not None:
            self.desk.change("địa chỉ nhận", replace(draft.contents, recipient=address))

    def _use(self, _key: str = "") -> None:
        uid = uid_of(self.versions.current_key())
        if not uid or any(
            one.uid == uid and one.in_use for one in stored_plans(self.session.store)
        ):
            return
        if self.session.door.ask(USE, "Dùng kế hoạch này"):
            try:
                choose_plan(self.session.store, uid)
            except UserError as error:
                self.session.failed.emit(error)

    def _failed(self, error: Exception) -> None:
        tell_failure(self.session, error, CANCELLED)


def _built(file: Path, against: Path | None, store: Store, _job: Job) -> BuiltContents:
    from qnapp.exchange.plan_publishing import build_contents  # takes long to import

    return build_contents(store, file, against, recipient=str(view_state(store, RECIPIENT) or ""))


def _write_annexes(plan: Plan, target: Path, _job: Job) -> int:
    from qnapp.exchange.plan_workbook import export_plan_workbook  # takes long to import

    export_plan_workbook(plan, target)
    return 0
