"""What the units will see of the plan that is being prepared, and rows that a person calls one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.plan_changes import called
from qnapp.exchange.plan_arrival import FIELD_WORDS, value_words
from qnapp.exchange.plan_review_words import change_counts
from qnapp.models.record_model import Heading, Record
from qnapp.text import code_key, short_line, upper_first
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.whole_row import WholeRow
from qnapp.ui.plan_page.lists import record_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.domain.plan import Indicator, Plan, Task
    from qnapp.domain.plan_changes import RowPair, WordChange
    from qnapp.domain.plan_review import GivenAnew, PlanReview

    Row = Task | Indicator

_EMPTY = "(trống)"
NO_DRAFT = "Chưa có bản đang soạn. Lập từ Excel hoặc sửa phân công, thay đổi sẽ hiện ở đây."
NOTHING = "Không có gì khác với kế hoạch đang dùng. Các đơn vị sẽ không thấy thay đổi nào."
_HEADINGS = (
    Heading("Việc", 84),
    Heading("Mã", 74),
    Heading("Mục", 120),
    Heading("Trước đây"),
    Heading("Nay là"),
)
_TITLE = 240  # letters of a row's title: as many as the widest screen shows in a line
_ADDED, _WITHDRAWN = "added ", "withdrawn "


class ChangesTab(QWidget):
    """Every difference in a row of its own; an added row and a withdrawn one can be called one."""

    pair_wanted = Signal(str, str)  # uid of the older plan's row, uid of the new one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._old: dict[str, Row] = {}  # that the plan has no more, or that may go on
        self._new: dict[str, Row] = {}  # that the older plan has not
        self._proposed: dict[str, str] = {}
        self.schedule = 0  # days and extensions that differ
        self.told = Label("", font="body_strong", lines=2)
        self.model, self.table = record_table("Thay đổi các đơn vị sẽ thấy", _HEADINGS)
        self.whole = WholeRow(self.table, self.model, (3, 4))
        self.other = ComboBox()
        self.other.setAccessibleName("Cùng một việc với dòng")
        self.join = QuietButton("Xác nhận là một việc", "check", size="tool")
        self.empty = EmptyState(NO_DRAFT)
        self._list = QWidget()
        self._stack = QStackedLayout(self)
        self._build()
        self.table.current_changed.connect(self._offer)
        self.join.clicked.connect(self._join)

    def _build(self) -> None:
        # As wide as the line leaves it: the longest title would ask for more than any page has.
        self.other.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.other.setMinimumWidth(360)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.addWidget(self.told, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(14, 8, 14, 10)
        foot.setSpacing(8)
        foot.addWidget(Label("Cùng một việc với dòng", color="text2", whole=True))
        foot.addWidget(self.other, 1)
        foot.addWidget(self.join)
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(self.whole)
        self._line = Separator()
        box.addWidget(self._line)
        box.addWidget(self._foot)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.empty)

    def load(
        self,
        older: Plan,
        plan: Plan,
        review: PlanReview | None,
        *,
        pairs: Sequence[RowPair],
        schedule: Sequence[Record],
    ) -> None:
        """Show the differences of a plan to the older one; ``review`` is None without a draft.

        ``pairs``: rows that are likely one; ``schedule``: days and extensions that differ.
        """
        self.schedule = len(schedule)
        shown = review is not None and (bool(schedule) or not review.nothing)
        self._stack.setCurrentWidget(self._list if shown else self.empty)
        self.empty.set_text(NO_DRAFT if review is None else NOTHING, good=review is not None)
        if review is None:
            self.model.load([])
            return
        added = {one.uid for one in review.changes.added}
        self._new = {row.uid: row for row in _rows(plan) if row.uid in added}
        self._old = _open_rows(older, plan, review)
        self._proposed = {}
        for one in pairs:
            self._proposed |= {one.new: one.old, one.old: one.new}
        self.told.setText(f"Các đơn vị sẽ thấy: {change_counts(review, len(schedule))}.")
        kept = self.table.current_key()
        self.model.load([*_records(review, plan.year), *schedule])
        if not self.table.go_to(kept):
            self.table.selectRow(0)
        self._offer(self.table.current_key())

    def _offer(self, key: str) -> None:
        """Offer rows of the other side for the current one, the likely one first."""
        mine, others = self._sides(key)
        row = mine.get(_uid(key))
        alike = [one for one in others.values() if type(one) is type(row)]
        proposed = self._proposed.get(_uid(key), "")
        alike.sort(key=lambda one: one.uid != proposed)
        self.other.set_choices(
            [(one.uid, f"{called(one)}  {short_line(one.title, _TITLE)}") for one in alike]
        )
        if alike:
            self.other.set_value(alike[0].uid)
        for part in (self._line, self._foot):
            part.setVisible(bool(alike))

    def _join(self) -> None:
        key, other = self.table.current_key(), self.other.value()
        if not other:
            return
        if key.startswith(_ADDED):
            self.pair_wanted.emit(other, _uid(key))
        elif key.startswith(_WITHDRAWN):
            self.pair_wanted.emit(_uid(key), other)

    def _sides(self, key: str) -> tuple[dict[str, Row], dict[str, Row]]:
        if key.startswith(_ADDED):
            return self._new, self._old
        return (self._old, self._new) if key.startswith(_WITHDRAWN) else ({}, {})


def _rows(plan: Plan) -> list[Row]:
    return [*plan.tasks, *plan.indicators]


def _open_rows(older: Plan, plan: Plan, review: PlanReview) -> dict[str, Row]:
    """Rows of the older plan that one of the new rows may be: withdrawn, or last year's tasks."""
    if older.uid == plan.uid:
        gone = {one.uid for one in review.changes.withdrawn}
        return {one.uid: one for one in _rows(older) if one.uid in gone}
    taken = {one.continues for one in plan.tasks}
    return {one.uid: one for one in older.tasks if one.uid not in taken}


def _uid(key: str) -> str:
    return key.partition(" ")[2]


def _records(review: PlanReview, year: int) -> Iterator[Record]:
    rows = review.changes
    unknown = {(one.uid, one.field) for one in review.unknown}  # as Cần xem marks them
    for one in rows.added:
        cells = ("Thêm", one.code, "", "", one.title)
        yield _record(_ADDED + one.uid, cells, "")
    for gone in rows.withdrawn:
        yield _record(_WITHDRAWN + gone.uid, ("Rút", gone.code, "", gone.title, ""), "")
    for row in rows.changed:
        for change in row.changes:
            nobody = (row.uid, change.field) in unknown
            yield _changed(row.uid, row.code, change, year, nobody=nobody)
    yield from map(_given, review.given)


def _changed(uid: str, code: str, change: WordChange, year: int, *, nobody: bool) -> Record:
    """Make its row; ``nobody``: it names what is no organisation."""
    field = upper_first(FIELD_WORDS[change.field])
    old, new = (value_words(change, text) or _EMPTY for text in (change.old, change.new))
    unread = change.field == "deadline_text" and not parse_deadline(change.new, year).readable
    sign = "triangle_mark" if change.emptied or unread or nobody else ""
    return _record(f"changed {uid} {change.field}", ("Sửa", code, field, old, new), sign)


def _given(one: GivenAnew) -> Record:
    old, new = (
        ROLE_WORDS[role].lower() if role is not None else "" for role in (one.before, one.now)
    )
    what = "Bỏ giao" if one.now is None else "Giao"
    before, now = (f"{one.name}: {role}" if role else "" for role in (old, new))
    return _record(f"given {one.uid} {one.name}", (what, one.code, "Phân công", before, now), "")


def _record(key: str, cells: tuple[str, ...], sign: str) -> Record:
    what, code, *rest = cells
    return Record(key, cells, (what, code_key(code), *rest), sign)
