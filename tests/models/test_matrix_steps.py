"""The matrix changes line by line and column by column: what points at a cell goes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from consolidations import TODAY, consolidation, reporter
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from qnapp.domain.matrix import ALL, REPORTED, MatrixQuery, UnitLine, arrange, unit_lines
from qnapp.domain.received import ReportState
from qnapp.models.matrix_model import FIXED, Column, MatrixModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


_ACROSS = Qt.Orientation.Horizontal


@pytest.fixture
def model(qtbot: QtBot) -> MatrixModel:
    made = MatrixModel()
    made.load(consolidation(), TODAY)
    return made


def cell(index: QPersistentModelIndex, model: MatrixModel) -> tuple[str, str]:
    line = model.line(index.row())
    assert isinstance(line, UnitLine)
    return line.reporter.code, model.task_at(index.column()).task.code


def test_what_is_looked_at_goes_with_its_line_and_its_column(model: MatrixModel) -> None:
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    index = QPersistentModelIndex(model.index(model.row_of("A"), FIXED + 1))
    looked_at = cell(index, model)
    acts: tuple[Callable[[], object], ...] = (
        lambda: model.sort_by_column(Column.DONE),
        lambda: model.sort_by_column(FIXED),
        lambda: model.ask(replace(model.query, tasks=ALL)),
        lambda: model.ask(replace(model.query, tasks="1")),
        lambda: model.ask(MatrixQuery()),
        lambda: model.load(consolidation(), TODAY),
    )
    for act in acts:
        act()
        assert index.isValid()
        assert cell(index, model) == looked_at
    assert resets == []


def test_a_report_that_comes_in_changes_its_line_alone(model: MatrixModel) -> None:
    before = {code: model.row_of(code) for code in "ACDEF"}
    told: list[int] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.extend(range(first, last + 1)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.extend(range(first, last + 1)))
    found = model.found
    assert found is not None
    others = tuple(replace(one, revision=2) if one.code == "A" else one for one in found.reporters)
    model.load(replace(found, reporters=others), TODAY)
    assert told == []
    assert {code: model.row_of(code) for code in "ACDEF"} == before


def test_another_plan_takes_the_place_of_all(model: MatrixModel) -> None:
    found = model.found
    assert found is not None
    arranged: list[int] = []
    model.arranged.connect(lambda: arranged.append(model.columnCount()))
    model.load(replace(found, tasks=found.tasks[1:]), TODAY)
    assert arranged == [model.columnCount()]
    assert model.headerData(FIXED, _ACROSS) == "1.18"
    model.clear()
    assert (model.rowCount(), model.columnCount()) == (0, FIXED)


class Shadow:
    """Follows lines and columns by the signals alone."""

    def __init__(self, model: MatrixModel) -> None:
        self._model = model
        self.rows = [QPersistentModelIndex(model.index(n, 0)) for n in range(model.rowCount())]
        self.columns = model.columnCount()
        model.rowsInserted.connect(self._rows_came)
        model.rowsRemoved.connect(self._rows_went)
        model.columnsInserted.connect(self._columns_came)
        model.columnsRemoved.connect(self._columns_went)
        model.layoutChanged.connect(self._laid_out)

    def _rows_came(self, _parent: QModelIndex, first: int, last: int) -> None:
        come = [QPersistentModelIndex(self._model.index(n, 0)) for n in range(first, last + 1)]
        self.rows[first:first] = come

    def _rows_went(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def _columns_came(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.columns += last - first + 1

    def _columns_went(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.columns -= last - first + 1

    def _laid_out(self) -> None:
        self.rows.sort(key=QPersistentModelIndex.row)

    def check(self) -> None:
        assert [index.row() for index in self.rows] == list(range(self._model.rowCount()))
        assert self.columns == self._model.columnCount()


_STATES = ("", *ReportState)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("state"), st.sampled_from(_STATES)),
        st.tuples(st.just("tasks"), st.sampled_from((ALL, REPORTED, "1", "3"))),
        st.tuples(st.just("text"), st.sampled_from(("", "ha", "xa", "khong co", "1.18"))),
        st.tuples(st.just("sort"), st.integers(0, FIXED)),
        st.tuples(st.just("late"), st.sampled_from("ABCDE")),
    ),
    max_size=10,
)


def _do(model: MatrixModel, what: str, how: Any) -> None:
    found = model.found
    assert found is not None
    if what == "sort":
        if how < model.columnCount():
            model.sort_by_column(how)
    elif what == "late":
        one = reporter(how, f"Xã {how}", ReportState.LATE)
        others = [one if old.code == how else old for old in found.reporters]
        model.load(replace(found, reporters=tuple(others)), TODAY)
    else:
        model.ask(replace(model.query, **{what: how}))


@pytest.fixture(scope="module")
def make_model(qapp: object) -> Callable[[], MatrixModel]:
    return MatrixModel


@settings(deadline=None, max_examples=60)
@given(acts=ACTS)
def test_any_way_there_shows_what_the_query_leaves(
    make_model: Callable[[], MatrixModel], acts: list[tuple[str, Any]]
) -> None:
    model = make_model()
    model.load(consolidation(), TODAY)
    shadow = Shadow(model)
    for what, how in acts:
        _do(model, what, how)
        assert model.found is not None
        wanted = arrange(model.found, unit_lines(model.found), model.query)
        assert tuple(model.line(row) for row in range(model.rowCount())) == wanted.lines
        tasks = [model.task_at(at).task for at in range(FIXED, model.columnCount())]
        assert tasks == [model.found.tasks[at].task for at in wanted.columns]
        assert len(model.totals()) == len(tasks)
        shadow.check()
