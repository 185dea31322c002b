"""Deadlines of a task that are put off by a document: for all who report on it, or for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.standings import deadline_of, extension_fault
from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.text import collation_key, format_date
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.theme import theme
from qnapp.ui.plan_page.edges import RedEdges
from qnapp.ui.plan_page.lists import names_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qnapp.domain.deadlines import Milestone
    from qnapp.domain.plan import Plan
    from qnapp.exchange.plan_package import PlanExtension

ALL = ""
_ALL_WORDS = "Mọi đơn vị có nhiệm vụ này"
_TOLD = "Các đơn vị đã nhận gia hạn này thấy việc thu hồi khi nhận gói phát hành lần tới."
_NOT_GIVEN = "chưa được giao việc này"
_MISSING = "Nhập ngày gia hạn và văn bản cho gia hạn."


class ExtensionsPanel(QWidget):
    """What was granted for the current task, and the fields for another one."""

    wanted = Signal(str, object, str)  # organisation or "", date, document
    withdrawn = Signal(str)  # organisation or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RecordModel(
            (Heading("Đơn vị"), Heading("Đến ngày", 88), Heading("Theo văn bản", 150))
        )
        self.table = RecordTable("Gia hạn đã cho", self.model)
        self.printed = Label("", color="text2", lines=2)
        self.who = ComboBox()
        self.who.setAccessibleName("Gia hạn cho")
        self.until = DateEdit(placeholder="ngày/tháng/năm")
        self.until.setAccessibleName("Gia hạn đến ngày")
        self.document = LineEdit("Ví dụ: 12-TB/TU")
        self.document.setAccessibleName("Số, ngày văn bản cho gia hạn")
        self.extend = QuietButton("Gia hạn", "calendar-plus", size="small")
        self.remove = QuietButton("Bỏ gia hạn", "close", size="small")
        self.refusal = IconText(wrap=True)
        self.refusal.hide()
        self._edges = RedEdges(self.until, self.document, parent=self)
        self._sent: set[str] = set()  # keys of records
        self._mine: list[PlanExtension] = []  # of the task that is shown
        self._milestones: tuple[Milestone, ...] = ()  # of the plan's own deadline
        self._build()
        self.table.installEventFilter(self)
        self.table.current_changed.connect(self._tell)
        self.extend.clicked.connect(self._ask)
        self.remove.clicked.connect(self._withdraw)

    def _build(self) -> None:
        for_whom = QHBoxLayout()
        for_whom.setSpacing(10)
        for_whom.addWidget(Label("Gia hạn cho", font="body_small_strong", whole=True))
        for_whom.addWidget(self.who, 1)
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(FieldBox("Đến ngày", self.until), 1)
        days.addWidget(FieldBox("Theo văn bản số, ngày", self.document), 1)
        below = QVBoxLayout()
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(8)
        below.addLayout(for_whom)
        below.addLayout(days)
        below.addWidget(self.refusal)
        below.addLayout(foot_line(self.remove, left=(self.extend,)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        printed = QVBoxLayout()
        printed.setContentsMargins(14, 3, 14, 3)
        printed.addWidget(self.printed)
        box.addLayout(printed)
        box.addWidget(self.table, 1)
        box.addLayout(below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the heads out while they would leave no room for a row."""
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._fit_head()
        return super().eventFilter(watched, event)

    def measure(self) -> None:
        """Keep room for one row in the letters in force."""
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize())
        self._fit_head()

    def _fit_head(self) -> None:
        room = self.table.height() - self.table.verticalHeader().defaultSectionSize()
        self.table.horizontalHeader().setVisible(room >= theme().px(32))

    def load(
        self,
        plan: Plan,
        uid: str,
        extensions: Sequence[PlanExtension],
        sent: Collection[PlanExtension],
    ) -> None:
        """Show what was granted for a task; ``sent``: that the units have been told already."""
        names = names_of(plan) | {ALL: _ALL_WORDS}
        deadline = deadline_of(plan, uid)
        self._milestones = deadline.milestones
        words = deadline.text.strip() or "không ghi"
        due = f" ({format_date(deadline.due)})" if deadline.due is not None else ""
        self._mine = mine = [one for one in extensions if one.uid == uid]
        put_off = "" if mine else ". Chưa gia hạn."
        self.printed.setText(f"Thời hạn theo kế hoạch: {words}{due}{put_off}")
        offered = [ALL, *_holders(plan, uid)]
        records = [
            _record(one, names.get(one.organisation, one.organisation), one.organisation in offered)
            for one in mine
        ]
        self.model.load(records)
        self.table.selectRow(0)
        self.remove.setEnabled(bool(records))
        self._sent = {f"{_KEY}{one.organisation}" for one in mine if one in sent}
        self._tell(self.table.current_key())
        chosen = self.who.value()
        self.who.set_choices([(code, names.get(code, code)) for code in offered])
        self.who.set_value(chosen if chosen in offered else ALL)

    def _tell(self, key: str = "") -> None:
        """Say what taking it back does: units that have it hear of it by the next package."""
        told = key in self._sent
        self.remove.setText("Thu hồi gia hạn" if told else "Bỏ gia hạn")
        self.remove.setToolTip(_TOLD if told else "")

    def empty(self) -> None:
        """Forget what was typed: another task is shown."""
        self.until.set_value(None)
        self.document.set_value("")
        self._edges.clear()
        self.who.set_value(ALL)
        self.refusal.hide()

    def _ask(self) -> None:
        day, document, fault = self.until.value(), self.document.value().strip(), self.until.fault()
        if day is not None and not fault:
            fault = extension_fault(day, self._milestones)
        if day is None or not document or fault:
            wrong = [self.until] * (day is None or bool(fault)) + [self.document] * (not document)
            self._edges.mark(wrong, fault or _MISSING)
            self.refusal.set_text(fault or _MISSING, "bad", "warning")
            self.refusal.show()
            return
        organisation = self.who.value()
        self.wanted.emit(organisation, day, document)
        granted = [(one.organisation, one.due, one.document) for one in self._mine]
        if (organisation, day, document) in granted:  # else it could not be kept: it can be again
            self.empty()

    def _withdraw(self) -> None:
        if self.table.currentIndex().isValid():
            self.withdrawn.emit(self.table.current_key().removeprefix(_KEY))


_KEY = "cho "  # "" would be no key of a record


def _record(one: PlanExtension, name: str, holds: bool) -> Record:
    """Make its row; ``holds``: the organisation has the task."""
    day = format_date(one.due)
    cells = (name if holds else f"{name}\n{_NOT_GIVEN}", day, one.document)
    return Record(
        f"{_KEY}{one.organisation}",
        cells,
        (collation_key(name), one.due, one.document),
        sign="" if holds else "triangle_mark",
        tip=f"{name}: gia hạn đến {day}, {one.document}" + ("" if holds else f" ({_NOT_GIVEN})"),
    )


def _holders(plan: Plan, uid: str) -> list[str]:
    """Who has the task: organisations, by themselves or in a group, then the groups."""
    given = {one.organisation for one in plan.assignments if one.uid == uid}
    groups = [one for one in plan.groups if one.code in given]
    given |= {code for group in groups for code in group.members}
    own = [one.code for one in plan.organisations if one.code in given]
    return [*own, *(one.code for one in groups)]
