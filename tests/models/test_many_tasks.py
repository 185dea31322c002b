"""The tasks of a whole province, 35,424 rows, in the task model and in real views."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_tasks import PlainTasks
from province_rows import ROWS, province_sheet
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from qnapp.db.builtin import builtin_organisations
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.reporting import Status
from qnapp.models.task_columns import Column
from qnapp.models.task_model import TaskModel
from qnapp.models.task_view import Query, TaskFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.domain.reporting import TaskRow, Worksheet

TYPED = (
    "v", "vo", "von", "giai phong mat bang", "3.4.15", "cho 10", "thanh tra", "an ninh", "tinh cua",
    "quoc phong an ninh", "zzz", "",
)  # fmt: skip


def words(row: TaskRow) -> tuple[str, str, str]:
    return str(row.progress.status), str(row.standing), str(row.standing)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """A unit that follows every second task."""
    folder = tmp_path_factory.mktemp("unit") / "store"
    one = next(org for org in builtin_organisations() if org.code == "06652")
    with initialise(folder, organisation=one, clerk="X", first_period="2026-Q1", taken=[]) as made:
        sheet = load_worksheet(made, "2026-Q2")
    taken = count()
    rows = (replace(row, taken=next(taken) % 2 == 0 and not row.heading) for row in sheet.tasks)
    return replace(sheet, tasks=tuple(rows))


@pytest.fixture(scope="module")
def province(unit: Worksheet) -> TaskModel:
    model = TaskModel(words)
    model.load(province_sheet(unit))
    return model


@pytest.fixture
def everything(qapp: object, province: TaskModel) -> TaskModel:
    province.sort(Column.CODE)
    province.ask(Query())
    return province


def steps_of(act: Callable[[], object]) -> int:
    """How many instructions of Python an act takes."""
    steps = 0

    def trace(frame: Any, event: str, _arg: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return steps


# what a key costs


def test_the_province_is_there(everything: TaskModel) -> None:
    headings = sum(line.kind == "heading" for line in map(everything.item, range(ROWS)))
    assert everything.shown_tasks() + headings == ROWS
    assert everything.counts()[TaskFilter.ALL] == everything.shown_tasks()


@pytest.mark.parametrize("ordered", [False, True])
def test_no_key_goes_through_the_rows(everything: TaskModel, ordered: bool) -> None:
    """Fewer instructions than rows: nothing in Python looks at each."""
    if ordered:
        everything.sort(Column.TITLE)
    cost = {}
    for typed in TYPED:
        query = replace(everything.query, needle=typed)
        cost[typed] = steps_of(lambda query=query: everything.ask(query))  # type: ignore[misc]
    assert max(cost.values()) < ROWS, cost


def test_a_chip_goes_through_no_rows_either(everything: TaskModel) -> None:
    """About a thousand parents become headings, or tasks again: these do change."""
    chips = {one: steps_of(lambda one=one: everything.ask(Query(one))) for one in TaskFilter}  # type: ignore[misc]
    assert max(chips.values()) < 2 * ROWS, chips
    assert steps_of(everything.counts) < 1000
    assert steps_of(everything.shown_tasks) < 1000


# what views keep


def chosen(view: QTableView, model: TaskModel) -> set[str]:
    return {model.item(index.row()).uid for index in view.selectionModel().selectedRows()}


@pytest.fixture
def view(qtbot: QtBot, everything: TaskModel) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    made.setModel(everything)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.resize(800, 600)
    made.show()
    return made


def test_selection_and_current_row_stay_while_one_types(
    view: QTableView, everything: TaskModel
) -> None:
    resets: list[object] = []
    everything.modelReset.connect(lambda: resets.append(None))
    everything.ask(Query(needle="von"))
    flags = QItemSelectionModel.SelectionFlag
    for row in (5, 700, everything.rowCount() - 1):
        view.selectionModel().select(everything.index(row, 0), flags.Select | flags.Rows)
    view.selectionModel().setCurrentIndex(everything.index(700, 2), flags.NoUpdate)
    current, selected = everything.item(700).uid, chosen(view, everything)
    assert len(selected) == 3
    for typed in ("vo", "v", "", "von"):
        everything.ask(Query(needle=typed))
        assert chosen(view, everything) == selected
        assert everything.item(view.currentIndex().row()).uid == current
    everything.sort(Column.PERCENT, Qt.SortOrder.DescendingOrder)
    everything.sort(Column.CODE)
    assert chosen(view, everything) == selected
    assert view.currentIndex().column() == 2
    assert resets == []


# the same rows as worked out plainly, and signals that tell it all


class Shadow:
    """Follows a model by its signals alone."""

    def __init__(self, model: TaskModel) -> None:
        self.model = model
        self.rows: list[tuple[str, QPersistentModelIndex]] = []
        self.texts: list[str] = []
        self._inserted(QModelIndex(), 0, model.rowCount() - 1)
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.layoutChanged.connect(self._laid_out)
        model.dataChanged.connect(self._changed)
        model.modelReset.connect(self._reset)

    def _row(self, row: int) -> tuple[str, QPersistentModelIndex]:
        return self.model.item(row).uid, QPersistentModelIndex(self.model.index(row, 0))

    def _text(self, row: int) -> str:
        line = self.model.item(row)
        return f"{line.uid} {line.kind} {line.note} {line.percent}"

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = map(self._row, range(first, last + 1))
        self.texts[first:first] = map(self._text, range(first, last + 1))

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1], self.texts[first : last + 1]

    def _laid_out(self) -> None:
        """Rows went where their persistent indexes say."""
        texts = dict(zip((uid for uid, _ in self.rows), self.texts, strict=True))
        self.rows.sort(key=lambda row: row[1].row())
        self.texts = [texts[uid] for uid, _ in self.rows]

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self.texts[row] = self._text(row)

    def _reset(self) -> None:
        raise AssertionError("reset")

    def check(self) -> None:
        places = range(self.model.rowCount())
        assert [uid for uid, _ in self.rows] == [self.model.item(row).uid for row in places]
        assert [one.row() for _, one in self.rows] == list(places)
        assert self.texts == list(map(self._text, places))


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("filter"), st.sampled_from(list(TaskFilter))),
        st.tuples(st.just("type"), st.sampled_from((*TYPED, "1", "2.16", "-", "đ", "(", "a b"))),
        st.tuples(st.just("fold"), st.sampled_from(["1", "2", "3"])),
        st.tuples(st.just("sort"), st.tuples(st.sampled_from(list(Column)), st.booleans())),
        st.tuples(st.just("edit"), st.tuples(st.integers(0, 117), st.sampled_from(list(Status)))),
        st.tuples(st.just("take"), st.integers(0, 117)),
        st.tuples(st.just("lose"), st.integers(0, 117)),
        st.tuples(st.just("keep"), st.integers(0, 117)),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=12,
)


class Desk:
    """The model and the plain way, asked the same."""

    def __init__(self, sheet: Worksheet) -> None:
        self.model = TaskModel(words)
        self.model.load(sheet)
        self.plain = PlainTasks(sheet, words)
        self.before = [sheet]

    def act(self, what: str, how: Any) -> None:
        getattr(self, what)(how)

    def _ask(self, **changes: Any) -> None:
        asked = replace(self.model.query, **changes)
        if asked != self.model.query:
            self.model.ask(asked)
            self.plain.query = asked
            self.plain.put_in_order()

    def filter(self, wanted: TaskFilter) -> None:
        self._ask(filter=wanted)

    def type(self, needle: str) -> None:
        self._ask(needle=needle, kept=frozenset())

    def fold(self, section: str) -> None:
        self._ask(folded_sections=self.model.query.folded_sections ^ {section})

    def sort(self, how: tuple[Column, bool]) -> None:
        column, descending = how
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.model.sort(column, way)
        self.plain.column, self.plain.descending = column, descending
        self.plain.put_in_order()

    def keep(self, number: int) -> None:
        """Work on a task that is shown."""
        tasks = [uid for uid, kind, _ in self.shown() if kind == "task"]
        if tasks:
            self.model.keep(tasks[number % len(tasks)])
            self.plain.query = self.model.query

    def edit(self, how: tuple[int, Status]) -> None:
        number, status = how
        self._change(number, lambda row: replace(
            row, progress=replace(row.progress, status=status, percent=number % 101,
                                  result=f"Vốn {status}"),
        ))  # fmt: skip

    def take(self, number: int) -> None:
        self._change(number, lambda row: replace(row, taken=not row.taken and not row.heading))

    def lose(self, number: int) -> None:
        tasks = self.plain.sheet.tasks
        gone = tasks[number % len(tasks)].uid
        self._load(replace(self.plain.sheet, tasks=tuple(t for t in tasks if t.uid != gone)))

    def undo(self, _how: None) -> None:
        if len(self.before) > 1:
            self.before.pop()
            self._show(self.before[-1])

    def _change(self, number: int, change: Callable[[TaskRow], TaskRow]) -> None:
        tasks = list(self.plain.sheet.tasks)
        number %= len(tasks)
        tasks[number] = change(tasks[number])
        self._load(replace(self.plain.sheet, tasks=tuple(tasks)))

    def _load(self, sheet: Worksheet) -> None:
        self.before.append(sheet)
        self._show(sheet)

    def _show(self, sheet: Worksheet) -> None:
        self.model.load(sheet)
        self.plain.sheet = sheet

    def shown(self) -> list[tuple[str, str, str]]:
        lines = map(self.model.item, range(self.model.rowCount()))
        return [(line.uid, line.kind, line.note or line.percent) for line in lines]


@pytest.fixture(scope="module")
def make_desk(qapp: object, unit: Worksheet) -> Callable[[], Desk]:
    return lambda: Desk(unit)


@settings(deadline=None, max_examples=40)
@given(acts=ACTS)
def test_any_way_there_gives_the_rows_of_the_plain_way(
    make_desk: Callable[[], Desk], acts: list[tuple[str, Any]]
) -> None:
    desk = make_desk()
    shadow = Shadow(desk.model)
    for what, how in acts:
        desk.act(what, how)
        assert desk.shown() == desk.plain.rows()
        assert desk.model.shown_tasks() == len(desk.plain.found())
        shadow.check()
