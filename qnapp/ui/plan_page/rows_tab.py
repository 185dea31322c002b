"""Tasks of the plan and who does what: looked at and corrected, one organisation at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.assignments import reportable_tasks
from qnapp.domain.plan import COMMUNE_KINDS, Channel, Role
from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.text import code_key, collation_key
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.surfaces import ScrollColumn
from qnapp.ui.kit.tabs import TabStrip
from qnapp.ui.kit.theme import theme
from qnapp.ui.plan_page.extensions import ExtensionsPanel
from qnapp.ui.plan_page.lists import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from qnapp.domain.plan import Assignment, Plan, Task
    from qnapp.exchange.plan_package import PlanExtension

_CHANNELS = (
    (Channel.ORDINARY.value, "Thường", ""),
    (Channel.RESTRICTED.value, "Đường mật", ""),
)
_APART = "Đơn vị chỉ ghi đã báo cáo theo đường riêng, số và ngày của báo cáo đó."
HANDS, EXTENSIONS = "hands", "extensions"
VIEWS = ((HANDS, "Đơn vị được giao"), (EXTENSIONS, "Gia hạn"))
_PANEL = 460
_TITLE = 7  # lines: the longest title of 2026 has six at this width
EVERYBODY = ""


class RowsTab(QWidget):
    """The list of tasks, narrowed to an organisation, and the hands of the current one."""

    assign_wanted = Signal(str, str, str)  # uid, organisation, role
    release_wanted = Signal(str, str)  # uid, organisation
    channel_wanted = Signal(str, str)  # uid, channel
    proposals_wanted = Signal(str)  # uid
    extension_wanted = Signal(str, str, object, str)  # uid, organisation or "", date, document
    extension_withdrawn = Signal(str, str)  # uid, organisation or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._names: dict[str, str] = {}  # of whom a task can be given to
        self._uid = ""
        self.model = RecordModel(
            (Heading("Mã", 70), Heading("Nhiệm vụ"), Heading("Giao cho", 190),
             Heading("Kênh", 92, spare=True))
        )  # fmt: skip
        self.table = RecordTable("Nhiệm vụ của kế hoạch", self.model)
        self.search = SearchField("Lọc nhiệm vụ")
        self.organisation = ComboBox()
        self.organisation.setAccessibleName("Đơn vị")
        self.title = Label("", font="body_strong", lines=_TITLE)
        self.channel = SegmentedControl(_CHANNELS)
        self.hands = RecordModel((Heading("Đơn vị"), Heading("Vai trò", 92)))
        self.hand_table = RecordTable("Đơn vị được giao", self.hands)
        self.apart = Label(_APART, color="text2", lines=2)
        self.who = ComboBox()
        self.role = ComboBox()
        self.add = QuietButton("Giao", "plus")
        self.remove = QuietButton("Bỏ giao", "close", size="small")
        self.propose = QuietButton("Đề nghị theo lời văn", "search", size="small")
        self.extensions = ExtensionsPanel()
        self._extensions: tuple[PlanExtension, ...] = ()
        self._sent: tuple[PlanExtension, ...] = ()
        self.views = TabStrip(VIEWS)
        self.panel = QWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 8, 14, 8)
        tools.setSpacing(8)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.organisation, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(tools)
        left.addWidget(self.table, 1)
        self._build_panel()
        self._measure()
        theme().changed.connect(self._measure)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(Separator(vertical=True))
        row.addWidget(self.panel)

    def _build_panel(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 0)
        head.addWidget(self.title)
        hands = self._build_hands()
        self._views = {HANDS: hands, EXTENSIONS: self.extensions}
        self.extensions.hide()
        strip = QHBoxLayout()
        strip.setContentsMargins(8, 0, 8, 0)
        strip.addWidget(self.views)
        strip.addStretch(1)
        for table in (self.hand_table, self.extensions.table):
            # What it would like best counts for a minimum beside wrapped words.
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = ScrollColumn(margins=(0, 0, 0, 0))  # a low window is shorter than its fields
        right = column.body
        right.setSpacing(0)
        right.addLayout(head)
        right.addLayout(strip)
        right.addWidget(Separator())
        right.addWidget(hands, 1)
        right.addWidget(self.extensions, 1)
        whole = QVBoxLayout(self.panel)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def _build_hands(self) -> QWidget:
        self.role.set_choices([(role.value, words) for role, words in ROLE_WORDS.items()])
        self.role.set_value(Role.CONCERNED.value)
        self.who.setAccessibleName("Đơn vị giao thêm")
        self.who.setPlaceholderText("Chọn đơn vị")
        self.role.setAccessibleName("Vai trò")
        self.channel.setAccessibleName("Kênh báo cáo")
        channel = QHBoxLayout()
        channel.setSpacing(10)
        channel.addWidget(Label("Kênh báo cáo", font="body_small_strong", whole=True))
        channel.addWidget(self.channel, 1)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.who, 3)
        adding.addWidget(self.role, 2)
        adding.addWidget(self.add)
        below = QVBoxLayout()
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(8)
        below.addLayout(adding)
        below.addLayout(foot_line(self.remove, left=(self.propose,)))
        below.addLayout(channel)
        below.addWidget(self.apart)
        hands = QWidget()
        box = QVBoxLayout(hands)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.hand_table, 1)
        box.addLayout(below)
        return hands

    def _connect(self) -> None:
        self.search.searched.connect(self.model.narrow)
        self.organisation.committed.connect(self._list)
        self.table.current_changed.connect(self._show)
        self.channel.committed.connect(self._change_channel)
        self.add.clicked.connect(self._assign)
        self.remove.clicked.connect(self._release)
        self.propose.clicked.connect(self._propose)
        self.extensions.wanted.connect(self._extend)
        self.extensions.withdrawn.connect(self._withdraw)
        self.views.chosen.connect(self.show_view)

    def _measure(self) -> None:
        # In larger letters the list keeps more than half: its titles say what is given.
        row = self.hand_table.verticalHeader().defaultSectionSize()
        self.hand_table.setMinimumHeight(theme().px(32) + row)
        self.extensions.measure()
        self.panel.setFixedWidth(min(theme().px(_PANEL), round(self.width() * 0.42)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def set_tight(self, tight: bool) -> None:
        """In little room the title has one line."""
        self.title.set_lines(1 if tight else _TITLE)  # all of it: in the list, and in the tip
        self._measure()

    def load(
        self,
        plan: Plan,
        extensions: tuple[PlanExtension, ...] = (),
        sent: tuple[PlanExtension, ...] = (),
    ) -> None:
        """Show a plan; the task and the organisation that were looked at stay.

        ``extensions``: what is put off; ``sent``: that the units have been told already.
        """
        kept = self._uid
        self._extensions, self._sent = extensions, sent
        self._plan = plan
        self._names = names_of(plan)
        self.organisation.set_choices([(EVERYBODY, "Mọi đơn vị"), *self._names.items()])
        if not self.organisation.value():
            self.organisation.set_value(EVERYBODY)
        self.who.set_choices([*self._names.items()])
        self._list()
        if not self.table.go_to(kept):
            self.table.selectRow(0)
        self._show(self.table.current_key())

    def show_view(self, key: str) -> None:
        """Show who does the current task, or how its deadline was put off."""
        self.views.set_current(key)
        for name, view in self._views.items():
            view.setVisible(name == key)

    def go_to(self, uid: str) -> None:
        """Show a task, whatever the list was narrowed to."""
        if not self.table.go_to(uid):
            self.search.set_value("")
            self.model.narrow("")
            self.organisation.set_value(EVERYBODY)
            self._list()
            self.table.go_to(uid)
        self.table.setFocus()

    def _list(self) -> None:
        if self._plan is None:
            return
        plan, wanted = self._plan, self.organisation.value()
        codes = {wanted, *(one.code for one in plan.groups if wanted in one.members)}
        given: dict[str, list[Assignment]] = {}
        for one in plan.assignments:
            given.setdefault(one.uid, []).append(one)
        tasks = [
            task
            for task in reportable_tasks(plan)
            if wanted == EVERYBODY
            or any(one.organisation in codes for one in given.get(task.uid, ()))
        ]
        names = self._names
        self.model.load([_record(task, given.get(task.uid, []), plan, names) for task in tasks])

    def _show(self, uid: str) -> None:
        if self._plan is None:
            return
        if uid != self._uid:
            self.extensions.empty()
        self._uid = uid
        task = next((one for one in self._plan.tasks if one.uid == uid), None)
        self.panel.setEnabled(task is not None)
        self.title.setText(f"{task.code}  {task.title}" if task is not None else "")
        if task is not None:
            self.channel.set_value(task.channel.value)
        self.apart.setVisible(task is not None and task.channel is Channel.RESTRICTED)
        self.extensions.load(self._plan, uid, self._extensions, self._sent)
        mine = [one for one in self._plan.assignments if one.uid == uid]
        names = self._names
        self.hands.load([_hand(one, names.get(one.organisation, one.organisation)) for one in mine])

    def _change_channel(self) -> None:
        if self._uid:
            self.channel_wanted.emit(self._uid, self.channel.value())

    def _assign(self) -> None:
        if self._uid and self.who.value():
            self.assign_wanted.emit(self._uid, self.who.value(), self.role.value())

    def _release(self) -> None:
        if self._uid and self.hand_table.current_key():
            self.release_wanted.emit(self._uid, self.hand_table.current_key())

    def _extend(self, organisation: str, day: date, document: str) -> None:
        if self._uid:
            self.extension_wanted.emit(self._uid, organisation, day, document)

    def _withdraw(self, organisation: str) -> None:
        if self._uid:
            self.extension_withdrawn.emit(self._uid, organisation)

    def _propose(self) -> None:
        if self._uid:
            self.proposals_wanted.emit(self._uid)


def _others(codes: list[str], plan: Plan) -> str:
    """How many more there are besides the first: a group counts as those who are in it."""
    members = {one.code: one.members for one in plan.groups}
    kinds = {one.code: one.kind for one in plan.organisations}
    first, *rest = [set(members.get(code, (code,))) for code in codes]
    others = set().union(*rest) - first
    if not others:
        return ""
    communes = len(others) > 1 and all(kinds.get(one) in COMMUNE_KINDS for one in others)
    return f" và {len(others)} {'xã, phường, đặc khu' if communes else 'đơn vị khác'}"


def _record(task: Task, given: list[Assignment], plan: Plan, names: Mapping[str, str]) -> Record:
    """Name who leads it, else the first in the order of the roles, and how many more there are."""
    hands = [one.organisation for role in Role for one in given if one.role is role]
    channel = "Đường mật" if task.channel is Channel.RESTRICTED else "Thường"
    words = "chưa giao đơn vị nào"
    if hands:
        words = f"{names.get(hands[0], hands[0])}{_others(hands, plan)}"
    return Record(
        task.uid,
        (task.code, task.title, words, channel),
        (code_key(task.code), collation_key(task.title), collation_key(words), channel),
        sign="" if given else "question",
    )


def _hand(one: Assignment, name: str) -> Record:
    role = ROLE_WORDS[one.role]
    if one.certainty != "sure":
        role += "\nđề nghị"
    return Record(
        one.organisation,
        (name, role),
        (collation_key(name), role),
        tip=f"{name}: {one.reason}" if one.reason else "",
    )
