"""The table over a whole province's year: only what is seen is measured, and nothing jumps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import press
from province_rows import ROWS, province_sheet
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.reporting import Status
from qnapp.models.task_columns import Column
from qnapp.models.task_model import TaskModel
from qnapp.models.task_view import Query
from qnapp.ui.tasks_page.page import standing_words
from qnapp.ui.tasks_page.table import TaskTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.domain.reporting import Worksheet

MOST = ROWS // 40  # a view holds twelve rows, and may go over several others until it stands


class CountingTable(TaskTable):
    """Notes which rows are measured."""

    def __init__(self, model: TaskModel) -> None:
        self.measured: set[int] = set()
        super().__init__(model)

    def height_of_row(self, row: int) -> int:
        self.measured.add(row)
        return super().height_of_row(row)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    folder = tmp_path_factory.mktemp("unit") / "store"
    unit = resolve_organisation("06652")
    with initialise(folder, organisation=unit, clerk="X", first_period="2026-Q1") as made:
        return province_sheet(load_worksheet(made, "2026-Q2"))


@pytest.fixture
def table(qtbot: QtBot, sheet: Worksheet) -> CountingTable:
    model = TaskModel(standing_words)
    made = CountingTable(model)
    qtbot.addWidget(made)
    model.setParent(made)
    made.setColumnWidth(Column.DEADLINE, 140)
    made.resize(900, 600)
    made.show()
    model.load(sheet)
    return made


def model_of(table: TaskTable) -> TaskModel:
    model = table.model()
    assert isinstance(model, TaskModel)
    return model


def in_view(table: TaskTable) -> list[tuple[str, int]]:
    """Uids and upper edges of the rows on show."""
    model, first = model_of(table), table.rowAt(0)
    last = table.rowAt(table.viewport().height() - 1)
    rows = range(first, last + 1)
    return [(model.item(row).uid, table.rowViewportPosition(row)) for row in rows]


def check_heights(table: TaskTable) -> None:
    model = model_of(table)
    for uid, _place in in_view(table):
        row = model.row_of(uid)
        assert table.rowHeight(row) == table.row_height(model.item(row))


def counted(table: CountingTable, act: Callable[[], object]) -> int:
    table.measured.clear()
    act()
    QTest.qWait(0)
    return len(table.measured)


def test_only_rows_in_view_are_measured(
    table: CountingTable, sheet: Worksheet, dress_page: Callable[[str, int], None]
) -> None:
    model, bar = model_of(table), table.verticalScrollBar()
    assert model.rowCount() > ROWS
    for act in (
        lambda: model.load(sheet),
        lambda: table.set_tall(True),
        lambda: table.set_tall(False),
        lambda: dress_page("light", 130),
        lambda: dress_page("light", 100),
        lambda: table.setColumnWidth(Column.DEADLINE, 120),
        lambda: bar.setValue(bar.maximum() // 2),
        lambda: bar.setValue(bar.value() - table.viewport().height()),
        lambda: model.ask(Query(needle="von")),
        lambda: model.ask(Query()),
        lambda: model.sort(Column.PERCENT),
        lambda: model.sort(Column.CODE),
        lambda: table.go_to(model.item(20_000).uid),
        lambda: press(table, Qt.Key.Key_End),
    ):
        assert counted(table, act) < MOST
        check_heights(table)


def test_whoever_goes_up_by_the_wheel_sees_no_row_jump(table: CountingTable) -> None:
    model, bar = model_of(table), table.verticalScrollBar()
    table.go_to(model.item(20_000).uid)
    for _ in range(60):
        before, value = dict(in_view(table)), bar.value()
        bar.setValue(value - 60)
        moved = {now - before[uid] for uid, now in in_view(table) if uid in before}
        assert moved == {60}


@pytest.mark.parametrize("place", [17, 20_000, ROWS - 40])
def test_a_row_that_is_gone_to_stands_whole_in_view(table: CountingTable, place: int) -> None:
    model = model_of(table)
    table.go_to(model.item(place).uid)
    QTest.qWait(0)
    shown = table.visualRect(table.currentIndex())
    assert table.currentIndex().row() == place
    assert shown.height() == table.row_height(model.item(place))
    assert shown.top() >= 0
    assert shown.bottom() < table.viewport().height()


def test_a_save_leaves_scroll_selection_and_current_row(
    table: CountingTable, sheet: Worksheet
) -> None:
    model = model_of(table)
    table.go_to(model.item(20_000).uid)
    flags = QItemSelectionModel.SelectionFlag
    for row in (20_003, 5):
        table.selectionModel().select(model.index(row, 0), flags.Select | flags.Rows)
    chosen = {line.uid for line in table.selected_lines()}
    current, before = table.currentIndex().data(Qt.ItemDataRole.DisplayRole), in_view(table)
    tasks = list(sheet.tasks)
    for place in (3, 19_000, 20_001):
        progress = replace(tasks[place].progress, status=Status.COMPLETED, percent=100)
        tasks[place] = replace(tasks[place], progress=progress)
    assert counted(table, lambda: model.load(replace(sheet, tasks=tuple(tasks)))) < MOST
    assert in_view(table) == before
    assert {line.uid for line in table.selected_lines()} == chosen
    assert table.currentIndex().data(Qt.ItemDataRole.DisplayRole) == current


def test_rows_that_come_or_go_above_leave_those_in_view_where_they_are(
    table: CountingTable, sheet: Worksheet
) -> None:
    model = model_of(table)
    table.go_to(model.item(20_000).uid)
    before = in_view(table)
    model.load(replace(sheet, tasks=sheet.tasks[700:]))
    QTest.qWait(0)
    assert in_view(table) == before
    model.load(sheet)
    QTest.qWait(0)
    assert in_view(table) == before
