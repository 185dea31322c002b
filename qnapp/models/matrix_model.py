"""The matrix of tasks and units as a Qt model: lines down, tasks across, three columns in front."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.documents.consolidated_words import letter_of
from qnapp.domain.matrix import (
    BY_DONE,
    BY_NAME,
    BY_RECEIVED,
    GROUP_WORDS,
    Gap,
    GroupLine,
    Line,
    Matrix,
    MatrixQuery,
    UnitLine,
    arrange,
    reporting_units,
    sort_by,
    totals,
    unit_lines,
)
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import standing_words
from qnapp.models.headed import INVALID, Index
from qnapp.models.matrix_lines import ReceivedNote, received_note
from qnapp.models.stepped import SteppedTableModel, runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QObject

    from qnapp.domain.consolidated import Consolidation, TaskLine
    from qnapp.domain.matrix import Mark, Total
    from qnapp.domain.received import ReportState

FIXED = 3  # columns in front of the tasks
GAP_WORDS = {
    Gap.SILENT: "được giao, báo cáo không nêu",
    Gap.NO_PACKAGE: "được giao, chưa có báo cáo được tính",
    Gap.RIVALS: "được giao, hai báo cáo xung đột nên chưa tính",
    Gap.APART: "báo cáo theo đường riêng",
}
_GROUP = "group:"  # no organisation's code begins so
_NOT_FOLLOWED = "không theo dõi"


class Column(IntEnum):
    """The columns in front."""

    NAME = 0
    RECEIVED = 1
    DONE = 2


HEADINGS = {Column.NAME: "Đơn vị", Column.RECEIVED: "Ngày nhận", Column.DONE: "Xong"}
_SORTS = {Column.NAME: BY_NAME, Column.RECEIVED: BY_RECEIVED, Column.DONE: BY_DONE}


class MatrixRole(IntEnum):
    """What else than text a cell hands out."""

    LINE = Qt.ItemDataRole.UserRole  # UnitLine or GroupLine
    NOTE = Qt.ItemDataRole.UserRole + 1  # ReceivedNote of a unit


class MatrixModel(SteppedTableModel[Line]):
    """A consolidation under one query. What is shown is worked out once for each query.

    Lines and columns come and go one by one; only another plan's tasks take the place of all.
    """

    arranged = Signal()  # once all has its place after a change

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_key_of, parent)
        self._columns: list[int] = []  # places of the tasks on show
        self._found: Consolidation | None = None
        self._today: date | None = None
        self._units: list[UnitLine] = []
        self._query = MatrixQuery()
        self._matrix = Matrix((), (), ())
        self._notes: dict[str, ReceivedNote] = {}

    # --- reading

    def columnCount(self, parent: Index = INVALID) -> int:
        return 0 if parent.isValid() else FIXED + len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._items[index.row()], index.column()
        if role == MatrixRole.LINE:
            return line
        if role == MatrixRole.NOTE:
            return self._notes[line.reporter.code] if isinstance(line, UnitLine) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(line, column)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if section < FIXED:
            return HEADINGS[Column(section)] if role == Qt.ItemDataRole.DisplayRole else None
        task = self.task_at(section).task
        if role == Qt.ItemDataRole.DisplayRole:
            return task.code
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{task.code}  {task.title}"
        return None

    def line(self, row: int) -> Line:
        """The line of a row. Raises IndexError."""
        return self._items[row]

    def task_at(self, column: int) -> TaskLine:
        """The task of a column behind the first three. Raises IndexError."""
        assert self._found is not None
        return self._found.tasks[self._columns[column - FIXED]]

    def mark_at(self, row: int, column: int) -> Mark:
        """What a cell holds; a role would turn it into plain text on its way through Qt."""
        return self._mark(self._items[row], column)

    def first_cell(self) -> tuple[int, int]:
        """The first cell of a task that says something, (-1, -1) where none does."""
        for row, line in enumerate(self._items):
            if isinstance(line, UnitLine):
                for place, at in enumerate(self._columns):
                    if isinstance(line.marks[at], Standing):
                        return row, FIXED + place
        return -1, -1

    def column_of(self, uid: str) -> int:
        """Column of a task, -1 where it is not shown."""
        for place, at in enumerate(self._columns):
            if self._found is not None and self._found.tasks[at].task.uid == uid:
                return FIXED + place
        return -1

    @property
    def query(self) -> MatrixQuery:
        """What is asked for now."""
        return self._query

    @property
    def found(self) -> Consolidation | None:
        """What the matrix is made from, None before ``load``."""
        return self._found

    def totals(self) -> list[Total]:
        """For each task's column, over the units that the query leaves."""
        return totals(self._matrix)

    def total_words(self) -> str:
        """Of how many reports the totals tell: those in force, one a unit."""
        count = reporting_units(self._matrix)
        return f"Đã hoàn thành ({count} báo cáo được tính)" if count else "Chưa có báo cáo để đếm"

    def sorted_column(self) -> int:
        """Column that the lines are sorted by; that of the names where it is not shown."""
        for column, sort in _SORTS.items():
            if sort == self._query.sort:
                return column
        return max(self.column_of(self._query.sort), 0)

    # --- changing

    def load(self, found: Consolidation, today: date) -> None:
        """Take over a consolidation; ``today`` tells how long a missing report is due."""
        self._today = today
        notes = {one.code: received_note(one, found.period, today) for one in found.reporters}
        self._arrange(found, unit_lines(found), notes)

    def clear(self) -> None:
        """Show nothing."""
        self._arrange(None, [], {})

    def ask(self, query: MatrixQuery) -> None:
        """Show what another query leaves."""
        if query != self._query:
            self._query = query
            self._arrange(self._found, self._units, self._notes)

    def sort_by_column(self, column: int) -> None:
        """Sort by a column; again turns the order round."""
        sort = _SORTS[Column(column)] if column < FIXED else self.task_at(column).task.uid
        self.ask(sort_by(self._query, sort))

    def _arrange(
        self,
        found: Consolidation | None,
        units: list[UnitLine],
        notes: dict[str, ReceivedNote],
    ) -> None:
        matrix = Matrix((), (), ()) if found is None else arrange(found, units, self._query)
        if _uids(found) != _uids(self._found):
            self._begin_anew()  # cells are known by the places of their tasks
        other = found is not self._found
        self._found, self._units = found or self._found, units
        self._notes |= notes  # those of lines that are about to go are still asked for
        self._step_columns(matrix.columns)
        self.replace_items(matrix.lines)
        self._found, self._notes, self._matrix = found, notes, matrix
        if other:
            self._tell_all()
        self.arranged.emit()

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._columns, self._items, self._keys, self._row_of = [], [], [], None
        self._found, self._matrix = None, Matrix((), (), ())
        self.endResetModel()

    def _step_columns(self, wanted: Sequence[int]) -> None:
        """Tasks keep their order, so columns only go and come."""
        new, old = set(wanted), set(self._columns)
        for first, last in reversed(list(runs_of(at not in new for at in self._columns))):
            self.beginRemoveColumns(INVALID, FIXED + first, FIXED + last)
            del self._columns[first : last + 1]
            self.endRemoveColumns()
        for first, last in runs_of(at not in old for at in wanted):
            self.beginInsertColumns(INVALID, FIXED + first, FIXED + last)
            self._columns[first:first] = wanted[first : last + 1]
            self.endInsertColumns()

    def _tell_all(self) -> None:
        """Another reading may say other things of the same lines: notes, letters, titles."""
        rows, columns = self.rowCount(), self.columnCount()
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)

    # --- words

    def _mark(self, line: Line, column: int) -> Mark:
        if column < FIXED or isinstance(line, GroupLine):
            return None
        return line.marks[self._columns[column - FIXED]]

    def _text(self, line: Line, column: int) -> str:
        if isinstance(line, GroupLine):
            return group_title(line.state, len(line.names)) if column == Column.NAME else ""
        if column >= FIXED:
            return letter_of(self.task_at(column), line.reporter)
        return (
            line.reporter.name,
            self._notes[line.reporter.code].text,
            f"{line.done}/{line.reported}" if line.reporter.revision else "",
        )[column]

    def _said(self, line: Line, column: int) -> str:
        if isinstance(line, GroupLine):
            return f"{group_title(line.state, len(line.names))}. {', '.join(line.names)}"
        if column < FIXED:
            note = self._notes[line.reporter.code]
            return line.reporter.name if column == Column.NAME else note.spoken
        task = self.task_at(column).task
        return f"{line.reporter.name}, {task.code}, {mark_words(self._mark(line, column))}"


def _key_of(line: Line) -> str:
    """Know a line by the code of who reports, a heading by what it stands over."""
    return line.reporter.code if isinstance(line, UnitLine) else f"{_GROUP}{line.state}"


def _uids(found: Consolidation | None) -> list[str]:
    return [] if found is None else [line.task.uid for line in found.tasks]


def group_title(state: ReportState, count: int) -> str:
    """What a heading says: "Chưa gửi: 7"."""
    return f"{GROUP_WORDS[state]}: {count}"


def mark_words(mark: Mark) -> str:
    """Say a cell in words."""
    if mark is None:
        return _NOT_FOLLOWED
    return GAP_WORDS[mark] if isinstance(mark, Gap) else standing_words(mark).lower()
