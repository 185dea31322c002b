"""The table of tasks as a Qt model: flat, with section lines among the tasks."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.models.headed import AT_LEFT, AT_RIGHT
from qnapp.models.row_index import RowIndex
from qnapp.models.row_order import RowOrder
from qnapp.models.stepped import SteppedTableModel
from qnapp.models.task_columns import HEADINGS, KEYS, RIGHT_ALIGNED, Column
from qnapp.models.task_lines import LineKind, StandingWords, TaskLine, section_titles, task_lines
from qnapp.models.task_view import (
    Query,
    TaskFilter,
    chosen_bits,
    heading_lines,
    marks_of,
    under,
    visible_lines,
)
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from PySide6.QtCore import QObject

    from qnapp.domain.plan import Section
    from qnapp.domain.reporting import TaskRow, Worksheet
    from qnapp.models.headed import Index
    from qnapp.models.row_index import Order


class TaskRole(IntEnum):
    """What else than text a cell hands out."""

    LINE = Qt.ItemDataRole.UserRole  # TaskLine: everything a delegate paints
    ROW = Qt.ItemDataRole.UserRole + 1  # TaskRow, None for a section
    KIND = Qt.ItemDataRole.UserRole + 2  # LineKind
    UID = Qt.ItemDataRole.UserRole + 3


class TaskModel(SteppedTableModel["TaskLine"]):
    """Tasks of one worksheet under one query.

    All strings are worked out in ``load``; ``data`` only looks up. A save that changes one row
    ends in one ``dataChanged``; a filter inserts and removes rows, so selection and scroll stay.
    """

    heads = tuple(HEADINGS[one] for one in Column)
    right = RIGHT_ALIGNED
    ticks_changed = Signal()

    def __init__(self, words: StandingWords, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("uid"), parent)
        self._words = words
        self._index: RowIndex[TaskLine] = RowIndex()  # all tasks, in printed order
        self._headings: dict[str, TaskLine] = {}
        self._titles: dict[str, Section] = {}
        self._today: date | None = None
        self._query = Query()
        self._order: RowOrder[TaskLine] = RowOrder(KEYS)
        self._sequence: Order | None = None  # of all tasks, by what they are ordered
        self._settled = True  # no task has changed since the order was worked out
        self._ticked: set[str] = set()
        self._changed: frozenset[str] = frozenset()

    # reading

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        reader = _READERS.get(role)
        if reader is None or not index.isValid():
            return None
        line = self._items[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole and self._signs(line.uid):
            return f"{line.spoken}, {self._signs(line.uid)}"
        return reader(line, Column(index.column()))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line = self._items[index.row()]
        takes_files = line.kind is LineKind.TASK and line.own
        return flags | Qt.ItemFlag.ItemIsDropEnabled if takes_files else flags

    def task(self, uid: str) -> TaskRow | None:
        """Give the record of a task of the worksheet, shown or not."""
        line = self._index.get(uid)
        return line.row if line else None

    def section_of(self, uid: str) -> str:
        """Section a task stands under, "" for an unknown one."""
        line = self._index.get(uid)
        return line.section if line else ""

    def counts(self) -> dict[TaskFilter, int]:
        """How many tasks answer each filter, the search left out."""
        if self._today is None:
            return {}
        return {wanted: self._index.having(wanted).bit_count() for wanted in TaskFilter}

    def passes(self, uid: str, wanted: TaskFilter) -> bool:
        """Whether a task answers a filter; a parent does with any of its sub-tasks."""
        line = self._index.get(uid)
        is_heading = line is not None and line.kind is LineKind.HEADING
        asked = self._index.having(under(uid)) if is_heading else self._index.those([uid])
        return bool(asked & self._index.having(wanted))

    def neighbour(self, uid: str, step: int) -> str:
        """Next (1) or previous (-1) task that is shown, "" at the end. Sections are skipped."""
        row = self.row_of(uid) + step
        while 0 <= row < len(self._items):
            if self._items[row].kind is LineKind.TASK:
                return self._items[row].uid
            row += step
        return ""

    def first_task(self) -> str:
        """Uid of the first task that is shown, "" for none."""
        return next((line.uid for line in self._items if line.kind is LineKind.TASK), "")

    def all_shown(self) -> list[TaskLine]:
        """Tasks that the query leaves, in the order of the table, those folded away among them."""
        return self._index.chosen(chosen_bits(self._index, self._query), self._sequence)

    def shown_tasks(self) -> int:
        """How many tasks the query leaves."""
        return chosen_bits(self._index, self._query).bit_count()

    @property
    def order(self) -> tuple[IntEnum, bool] | None:
        """Column by which tasks are ordered, and whether downwards; None for the plan's order."""
        return self._order.chosen

    def _signs(self, uid: str) -> str:
        told = ["thay đổi theo kế hoạch mới"] * (uid in self._changed)
        return ", ".join(told + ["đã đánh dấu"] * (uid in self._ticked))

    def is_changed(self, uid: str) -> bool:
        """Whether a new plan version changed a task since it was last seen."""
        return uid in self._changed

    def set_changed(self, uids: Collection[str]) -> None:
        """Say which tasks a new plan version changed since they were last seen."""
        before, self._changed = self._changed, frozenset(uids)
        for uid in before ^ self._changed:
            row = self.row_of(uid)
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def is_ticked(self, uid: str) -> bool:
        """Whether a task carries a tick."""
        return uid in self._ticked

    def has_ticks(self) -> bool:
        """Whether any task carries a tick."""
        return bool(self._ticked)

    def ticked(self) -> list[str]:
        """Uids of the ticked tasks in the plan's order, also of those that are not shown now."""
        return [line.uid for line in self._index.chosen(self._index.those(self._ticked))]

    @property
    def query(self) -> Query:
        """What is asked for now."""
        return self._query

    # changing

    def load(self, sheet: Worksheet) -> None:
        """Take over a worksheet; only what differs from before is announced."""
        known = self._index.get if self._today == sheet.as_of else None
        self._titles = section_titles(sheet.plan)
        self._today = sheet.as_of
        lines = task_lines(sheet, self._words, known)
        if self._index.load(lines, partial(marks_of, today=sheet.as_of)):
            self._headings = heading_lines(self._index)
            self._settled = False
            self._put_in_order()
        gone = {uid for uid in self._ticked if not self._is_own(uid)}
        self._ticked -= gone
        self._show()
        if gone:
            self.ticks_changed.emit()

    def ask(self, query: Query) -> None:
        """Show what another query leaves."""
        if query != self._query:
            self._query = query
            if not self._settled:
                self._order.begin_anew()
                self._put_in_order()
                self._settled = True
            self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order tasks by a column, without sections; by the column of codes: as the plan has them.

        Rows keep their places while they are worked on, until an order is asked for again.
        """
        descending = order == Qt.SortOrder.DescendingOrder
        self._order.choose(Column(column), descending=descending)
        self._put_in_order()
        self._settled = True
        self._show()

    def tick(self, uids: Iterable[str], *, ticked: bool) -> None:
        """Put a tick on tasks, or take it off; headings and tasks not reported on take none."""
        wanted = set(filter(self._is_own, uids))
        changed = (wanted - self._ticked) if ticked else (wanted & self._ticked)
        self._ticked ^= changed
        for row in sorted(self.row_of(uid) for uid in changed):
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        if changed:
            self.ticks_changed.emit()

    def clear_ticks(self) -> None:
        """Take every tick off."""
        self.tick(list(self._ticked), ticked=False)

    def fold(self, section: str, folded: bool) -> None:
        """Fold a section's tasks away, or bring them back."""
        sections = self._query.folded_sections
        sections = sections | {section} if folded else sections - {section}
        self.ask(replace(self._query, folded_sections=sections))

    def keep(self, uid: str) -> None:
        """Let a task stay in view while it is worked on, although it may not pass any more."""
        if uid and uid not in self._query.kept:
            self._query = replace(self._query, kept=self._query.kept | {uid})

    def _is_own(self, uid: str) -> bool:
        line = self._index.get(uid)
        return line is not None and line.own

    def _put_in_order(self) -> None:
        ordered = self._order.chosen is not None
        lines = self._order.arrange(self._index.printed()) if ordered else ()
        self._sequence = self._index.order(lines) if ordered else None

    def _show(self) -> None:
        if self._order.chosen is None:
            self.replace_items(
                visible_lines(self._index, self._query, self._titles, self._headings)
            )
        else:
            self.replace_items(self.all_shown())


def _code(line: TaskLine) -> str:
    return line.code


def _title(line: TaskLine) -> str:
    return line.title


def _role(line: TaskLine) -> str:
    return line.role


def _deadline(line: TaskLine) -> str:
    return line.deadline


def _status(line: TaskLine) -> str:
    return " · ".join(filter(None, (line.first, line.second)))


def _percent(line: TaskLine) -> str:
    return line.percent


def _files(line: TaskLine) -> str:
    return str(line.files) if line.files else ""


def _officer(line: TaskLine) -> str:
    return line.officer


_WORDS = (_code, _title, _role, _deadline, _status, _percent, _files, _officer)


def _display(line: TaskLine, column: Column) -> str:
    return _WORDS[column](line)


def _tooltip(line: TaskLine, column: Column) -> str:
    """Say what the cell cannot hold: whole title, date behind the words, full phrase."""
    if line.kind is LineKind.SECTION or column in (Column.CODE, Column.TITLE):
        return line.title
    if column == Column.DEADLINE:
        return _deadline_tip(line)
    if column == Column.STATUS:
        return line.spoken
    return _display(line, column)


def _deadline_tip(line: TaskLine) -> str:
    """Give the words, the date they mean and how far away it is: the column may leave some out."""
    due = line.row.due if line.row is not None else None
    dated = f"{line.deadline} ({format_date(due)})" if due is not None else line.deadline
    note = line.distance.text if line.distance is not None else ""
    return ", ".join(filter(None, (dated, note)))


def _alignment(_line: TaskLine, column: Column) -> Qt.AlignmentFlag:
    return AT_RIGHT if column in RIGHT_ALIGNED else AT_LEFT


def _line(line: TaskLine, _column: Column) -> TaskLine:
    return line


def _row(line: TaskLine, _column: Column) -> TaskRow | None:
    return line.row


def _kind(line: TaskLine, _column: Column) -> LineKind:
    return line.kind


def _uid(line: TaskLine, _column: Column) -> str:
    return line.uid


def _spoken(line: TaskLine, _column: Column) -> str:
    return line.spoken


_READERS: dict[int, Callable[[TaskLine, Column], Any]] = {
    Qt.ItemDataRole.DisplayRole: _display,
    Qt.ItemDataRole.ToolTipRole: _tooltip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    TaskRole.LINE: _line,
    TaskRole.ROW: _row,
    TaskRole.KIND: _kind,
    TaskRole.UID: _uid,
}
