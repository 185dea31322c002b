"""Kế hoạch năm as a page: build from the annexes, look through, correct, send out, choose."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.content import CANCELLED
from qnapp.db.plan_choice import choose_plan, stored_plans
from qnapp.db.plans import current_plan
from qnapp.db.settings import set_view_state, view_state
from qnapp.domain.plan import Channel, Role
from qnapp.domain.plan_editing import (
    continued,
    proposed_assignments,
    same_row,
    with_assignment,
    with_channel,
    without_assignment,
)
from qnapp.errors import UserError
from qnapp.models.record_model import Heading, Record
from qnapp.text import format_date, safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.kit.tabs import TabStrip
from qnapp.ui.page import Page
from qnapp.ui.plan_page.lists import doubt_records, record_table, with_buttons
from qnapp.ui.plan_page.matters import HEADINGS, matters_of
from qnapp.ui.plan_page.rows_tab import RowsTab
from qnapp.ui.report_page.export import XLSX, Exporter, Outgoing
from qnapp.ui.store_work import announce, store_work, tell_failure

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Changes, Store
    from qnapp.domain.plan import Plan
    from qnapp.exchange.plan_draft import Published
    from qnapp.exchange.plan_package import PlanContents
    from qnapp.exchange.plan_publishing import BuiltContents
    from qnapp.ui.plan_page.matters import Matter
    from qnapp.ui.session import Session
    from qnapp.ui.store_work import Done
    from qnapp.ui.tasks import Job

MATTERS, ROWS, DOUBTS, CALENDAR, VERSIONS = "matters", "rows", "doubts", "calendar", "versions"
TABS = (
    (ROWS, "Nhiệm vụ và phân công"),
    (MATTERS, "Cần xem"),
    (DOUBTS, "Cần đối chiếu"),
    (CALENDAR, "Kỳ báo cáo"),
    (VERSIONS, "Kế hoạch đã có"),
)
RECIPIENT = "plan.recipient"  # name of what the store remembers
WORKBOOKS = "Tệp Excel (*.xlsx);;Mọi tệp (*)"
DROP = "Bỏ bản đang soạn? Kế hoạch đang dùng vẫn giữ nguyên."
USE = "Dùng kế hoạch này từ bây giờ cho báo cáo của cơ quan và phần tổng hợp?"


class PlanPage(Page):
    """The plan in use, or the one that is being prepared."""

    key = "plan"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._draft: PlanContents | None = None
        self._older: Plan | None = None  # that the draft was built against
        self._annex: Path | None = None
        self._matters: dict[str, Matter] = {}
        self.state = Label("", font="heading", lines=2)
        self.about = Label("", color="text2", lines=2)
        self.main = PrimaryButton("")
        self.export = QuietButton("Xuất phụ lục Excel", "export")
        self.other = QuietButton("")
        self.recipient = LineEdit("Địa chỉ thư nhận báo cáo")
        self.exporter = Exporter(session, "phụ lục kế hoạch", self)
        self.tabs = TabStrip(TABS)
        self.rows = RowsTab()
        self.matter_model, self.matters = record_table("Điều cần xem", HEADINGS)
        self.open_cell = QuietButton("Mở tệp phụ lục", "open", size="tool")
        self.confirm = QuietButton("Xác nhận là một việc", "check", size="tool")
        self.doubt_model, self.doubts = record_table(
            "Điểm cần đối chiếu", (Heading("Mã", 84), Heading("Nội dung"), Heading("Nghi vấn", 420))
        )
        self.settle = QuietButton("Đã đối chiếu bản gốc", "check", size="tool")
        self.period_model, self.calendar = record_table(
            "Kỳ báo cáo",
            (Heading("Kỳ"), Heading("Chốt số liệu", 140), Heading("Hạn gửi", 140)),
            lines=1,
        )
        self.edit_calendar = QuietButton("Sửa lịch ở Thiết lập", "calendar", size="tool")
        self.version_model, self.versions = record_table(
            "Kế hoạch đã có",
            (Heading("Năm", 70), Heading("Số", 130), Heading("Tên"), Heading("Phiên bản", 90),
             Heading("Đang dùng", 100)),
        )  # fmt: skip
        self.use = QuietButton("Dùng kế hoạch này", "check", size="tool")
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
            MATTERS: with_buttons(self.matters, self.open_cell, self.confirm),
            DOUBTS: with_buttons(self.doubts, self.settle),
            CALENDAR: with_buttons(self.calendar, self.edit_calendar, self._address()),
            VERSIONS: with_buttons(self.versions, self.use),
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

    def _address(self) -> QWidget:
        box = FieldBox("Địa chỉ thư nhận báo cáo, ghi trong gói", self.recipient)
        box.setMinimumWidth(380)
        return box

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
        self.matters.current_changed.connect(self._tell_matter)
        self.matters.opened.connect(self._open_cell)
        self.open_cell.clicked.connect(self._open_cell)
        self.confirm.clicked.connect(self._confirm)
        self.settle.clicked.connect(self._settle)
        self.doubts.opened.connect(self._settle)
        self.edit_calendar.clicked.connect(self._go_to_settings)
        self.recipient.committed.connect(self._address_changed)
        self.use.clicked.connect(self._use)
        self.versions.opened.connect(self._use)

    # --------------------------------------------------------------------------------- hooks

    def subtitle(self) -> str:
        return "Đang soạn, chưa phát hành" if self._draft is not None else "Đang dùng"

    def reload(self) -> None:
        from qnapp.exchange.plan_draft import load_draft

        if self._draft is None:
            self._draft = load_draft(self.session.store)
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
        return self._draft.plan if self._draft is not None else current_plan(self.session.store)

    def _show(self) -> None:
        plan, draft = self.plan, self._draft
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
        self.rows.load(plan, draft.extensions if draft is not None else ())
        self._show_lists(plan)
        self.count_changed.emit(self.subtitle())

    def _show_lists(self, plan: Plan) -> None:
        self.matter_model.load([one.record for one in self._matters.values()])
        self._tell_matter()
        self.doubt_model.load(doubt_records(plan))
        self.settle.setEnabled(self.doubt_model.total() > 0)
        self.period_model.load(self._periods())
        self.edit_calendar.setVisible(self._draft is None)
        if not self.recipient.hasFocus():
            self.recipient.set_value(self._recipient())
        self.version_model.load(
            [
                Record(
                    one.uid,
                    (str(one.year), one.number, one.title, str(one.version),
                     "đang dùng" if one.in_use else ""),
                    sign="circle_tick" if one.in_use else "",
                )
                for one in stored_plans(self.session.store)
            ]
        )  # fmt: skip

    def _recipient(self) -> str:
        """Where the units send their reports: as in the draft, else as it was last entered."""
        entered = str(view_state(self.session.store, RECIPIENT) or "")
        return (self._draft.recipient if self._draft is not None else "") or entered

    def _periods(self) -> list[Record]:
        from qnapp.db.periods import periods

        if self._draft is not None:
            calendar = list(self._draft.calendar)
        else:
            calendar = [stored.period for stored in periods(self.session.store)]
        return [
            Record(
                one.code,
                (one.name, format_date(one.cutoff), format_date(one.due)),
                (one.code, one.cutoff, one.due),
            )
            for one in calendar
        ]

    # ---------------------------------------------------------------------------- the draft

    def _main(self) -> None:
        if self._draft is None:
            self.choose_annex()
        else:
            self.publish()

    def _other(self) -> None:
        if self._draft is None:
            self.publish()
        elif self.session.door.ask(DROP, "Bỏ bản đang soạn"):
            from qnapp.exchange.plan_draft import drop_draft

            drop_draft(self.session.store)
            self._draft, self._matters = None, {}
            self._show()

    def choose_annex(self) -> None:
        """Ask for the workbook with the two annexes and read it."""
        file = file_dialogs.open_file(self, "Chọn tệp Excel có các phụ lục", WORKBOOKS)
        if file is None:
            return
        work = store_work(self.session.store, partial(_built, file))
        self.session.tasks.run(
            f"Đang đọc {file.name}", work, partial(self._read, file), self._failed, reads=True
        )

    def _read(self, file: Path, done: Done) -> None:
        built: BuiltContents = done.result
        self._annex = file
        self._older = current_plan(self.session.store)
        self._matters = {one.record.key: one for one in matters_of(built.built)}
        self._keep(built.contents)
        self.show_tab(MATTERS if self._matters else ROWS)
        if built.contents.plan == self._older:
            self.session.said.emit("Phụ lục giống hệt kế hoạch đang dùng, không có gì để sửa.")
            return
        unread = len(built.built.unread)
        said = f", {unread} chỗ không đọc được" if unread else ""
        self.session.said.emit(
            f"Đã đọc {len(built.contents.plan.tasks)} nhiệm vụ, "
            f"{len(built.contents.plan.indicators)} chỉ tiêu{said}. Chưa phát hành."
        )

    def _keep(self, contents: PlanContents) -> None:
        """Take over what is being prepared, and keep it on the disk at once."""
        from qnapp.exchange.plan_draft import save_draft

        try:
            save_draft(self.session.store, contents)
        except UserError as error:
            self.session.failed.emit(error)
        self._draft = contents
        self._show()

    def _change(self, plan: Plan) -> None:
        """Change the plan that is being prepared; one in use becomes a draft by it."""
        from qnapp.exchange.plan_draft import start_draft

        contents = self._draft or start_draft(self.session.store)
        self._keep(replace(contents, plan=plan))

    def _assign(self, uid: str, organisation: str, role: str) -> None:
        self._change(with_assignment(self.plan, uid, organisation, Role(role)))

    def _release(self, uid: str, organisation: str) -> None:
        self._change(without_assignment(self.plan, uid, organisation))

    def _change_channel(self, uid: str, channel: str) -> None:
        self._change(with_channel(self.plan, uid, Channel(channel)))

    def _extend(self, uid: str, due: date, document: str) -> None:
        """Put a deadline off for all who report on the task; the last word counts."""
        from qnapp.exchange.plan_draft import start_draft
        from qnapp.exchange.plan_package import PlanExtension

        contents = self._draft or start_draft(self.session.store)
        others = tuple(one for one in contents.extensions if one.uid != uid)
        new = PlanExtension(uid, "", due, document)
        self._keep(replace(contents, extensions=(*others, new)))

    def _propose(self, uid: str) -> None:
        """Take over whom the words of the task name and nobody has been given it yet."""
        plan = self.plan
        found = proposed_assignments(plan, uid)
        if not found:
            self.session.said.emit("Lời văn không nêu thêm đơn vị nào.")
            return
        self._change(replace(plan, assignments=(*plan.assignments, *found)))
        self.session.said.emit(f"Đã thêm {len(found)} đơn vị theo lời văn. Xem lại trước khi gửi.")

    # ------------------------------------------------------------------------------- matters

    def _matter(self) -> Matter | None:
        return self._matters.get(self.matters.current_key())

    def _tell_matter(self, _key: str = "") -> None:
        one = self._matter()
        self.confirm.setEnabled(one is not None and one.asks)
        self.open_cell.setEnabled(self._annex is not None)

    def _open_cell(self, _key: str = "") -> None:
        one = self._matter()
        if self._annex is None:
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._annex)))
        if one is not None and one.ref:
            self.session.said.emit(f"Xem {one.record.cells[1]} trong {self._annex.name}.")

    def _confirm(self) -> None:
        """Say that a row is the older plan's: it keeps its identity, or goes on from it."""
        one, older = self._matter(), self._older
        if one is None or one.link is None or older is None:
            return
        old = next((task for task in older.tasks if task.uid == one.link.old_uid), None)
        if old is None:
            return
        plan = self.plan
        same = plan.uid == older.uid
        changed = (same_row if same else continued)(plan, one.link.code, old)
        del self._matters[one.record.key]
        self._change(changed)

    def _settle(self, _key: str = "") -> None:
        """A row was compared with the original: the doubt is gone from the next version."""
        from qnapp.domain.plan_changes import without_doubts

        key = self.doubts.current_key()
        if key:
            plan = self.plan
            self._change(replace(without_doubts(plan, key), version=plan.version))

    # ------------------------------------------------------------------------------ ways out

    def publish(self) -> None:
        """Ask for a folder; there the package goes, and a letter to each unit."""
        from qnapp.exchange.plan_draft import publish, start_draft

        folder = file_dialogs.open_folder(self, "Chọn thư mục ghi gói kế hoạch và thư")
        if folder is None:
            return
        store = self.session.store
        contents = self._draft or start_draft(store)
        contents = replace(contents, recipient=self.recipient.value().strip())
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
        self._draft, self._matters = None, {}
        announce(self.session, done)
        self._show()
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
        address = self.recipient.value().strip()
        set_view_state(self.session.store, RECIPIENT, address)
        if self._draft is not None:
            self._keep(replace(self._draft, recipient=address))

    def _use(self, _key: str = "") -> None:
        uid = self.versions.current_key()
        if not uid or any(
            one.uid == uid and one.in_use for one in stored_plans(self.session.store)
        ):
            return
        if self.session.door.ask(USE, "Dùng kế hoạch này"):
            try:
                choose_plan(self.session.store, uid)
            except UserError as error:
                self.session.failed.emit(error)

    def _go_to_settings(self) -> None:
        self.session.go("settings")

    def _failed(self, error: Exception) -> None:
        tell_failure(self.session, error, CANCELLED)


def _built(file: Path, store: Store, _job: Job) -> BuiltContents:
    from qnapp.exchange.plan_publishing import build_contents  # takes long to import

    return build_contents(store, file, recipient=str(view_state(store, RECIPIENT) or ""))


def _write_annexes(plan: Plan, target: Path, _job: Job) -> int:
    from qnapp.exchange.plan_workbook import export_plan_workbook  # takes long to import

    export_plan_workbook(plan, target)
    return 0
