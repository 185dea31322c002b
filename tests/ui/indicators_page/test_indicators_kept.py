"""What stays while rows change under one's hands: open field, selection, current row, scroll."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pytest
from hands import click, press, show_active, type_text
from indicator_hands import PERIOD, uid
from province_rows import ROWS
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import lock_period
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.models.indicator_model import IndicatorModel
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage, verdict_words
from qnapp.ui.indicators_page.table import IndicatorTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow, Worksheet
    from qnapp.ui.session import Session

SHIFT = Qt.KeyboardModifier.ShiftModifier


def editor() -> CellEdit:
    found = QApplication.focusWidget()
    assert isinstance(found, CellEdit)
    return found


# a whole province's rows


def _copy(row: IndicatorRow, number: int) -> IndicatorRow:
    indicator = replace(row.indicator, uid=f"{row.uid}@{number}", code=f"{row.code}@{number}")
    return replace(row, indicator=indicator)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    folder = tmp_path_factory.mktemp("unit") / "store"
    unit = resolve_organisation("06652")
    with initialise(folder, organisation=unit, clerk="X", first_period="2026-Q1") as made:
        one = load_worksheet(made, PERIOD)
    rows = islice(cycle(one.indicators), ROWS)
    return replace(one, indicators=tuple(_copy(row, n) for n, row in enumerate(rows)))


def _write(_uid: str, _field: str, _value: object) -> bool:
    return True


def _writable(_uid: str) -> bool:
    return True


class CountingTable(IndicatorTable):
    """Notes which rows are measured."""

    def __init__(self, model: IndicatorModel) -> None:
        self.measured: set[int] = set()
        super().__init__(model)

    def height_of_row(self, row: int) -> int:
        self.measured.add(row)
        return super().height_of_row(row)


@pytest.fixture
def table(qtbot: QtBot, sheet: Worksheet) -> CountingTable:
    model = IndicatorModel(verdict_words, _write, _writable)
    made = CountingTable(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 600)
    model.ask(IndicatorFilter.ALL)
    model.show(sheet)
    show_active(made)
    return made


def model_of(table: IndicatorTable) -> IndicatorModel:
    model = table.model()
    assert isinstance(model, IndicatorModel)
    return model


def _named(sheet: Worksheet, row: IndicatorRow, words: str) -> Worksheet:
    """The worksheet with other words in one row."""
    rows = list(sheet.indicators)
    place = next(n for n, one in enumerate(rows) if one.uid == row.uid)
    rows[place] = replace(row, indicator=replace(row.indicator, title=words))
    return replace(sheet, indicators=tuple(rows))


def test_a_half_typed_figure_stays_in_its_field_whatever_changes(
    table: CountingTable, sheet: Worksheet
) -> None:
    model = model_of(table)
    there = next(n for n in range(20_000, ROWS) if model.next_item(n - 1, 1) == n)
    table.go_to(model.uid_at(there))
    flags = QItemSelectionModel.SelectionFlag
    other = model.index(there + 2, Column.TITLE)
    table.selectionModel().select(other, flags.Select | flags.Rows)
    QTest.qWait(0)
    press(table, Qt.Key.Key_9)
    type_text(editor(), "1,")
    field, edited = editor(), model.uid_at(there)
    edge = table.rowViewportPosition(there)
    chosen = {line.uid for line in table.selected_lines()}
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    table.measured.clear()

    above, inside = (model.row(model.uid_at(model.next_item(n, 1))) for n in (3, there))
    assert above is not None
    assert inside is not None
    changed = _named(_named(sheet, above, "Tên khác"), inside, "Tên khác")
    for now in (changed, replace(changed, indicators=changed.indicators[500:]), sheet):
        model.update(now)
        QTest.qWait(0)
        assert editor() is field
        assert field.text() == "91,"
        assert model.uid_at(table.currentIndex().row()) == edited
        assert table.rowViewportPosition(table.currentIndex().row()) == edge
        assert {line.uid for line in table.selected_lines()} == chosen
    assert resets == []
    assert len(table.measured) < ROWS // 40


# on the page


def test_what_another_writes_leaves_selection_and_the_half_typed_figure(
    page: IndicatorsPage, store: Store
) -> None:
    page.table.go_to(uid("1"))
    press(page.table, Qt.Key.Key_Down, SHIFT)
    press(page.table, Qt.Key.Key_Down, SHIFT)
    chosen = {line.uid for line in page.table.selected_lines()}
    press(page.table, Qt.Key.Key_4)
    type_text(editor(), "1,")
    set_measurement(store, uid("15a"), PERIOD, actual="80")
    assert editor().text() == "41,"
    assert {line.uid for line in page.table.selected_lines()} == chosen
    assert len(chosen) == 3


def test_a_search_and_back_keeps_the_chosen_rows(page: IndicatorsPage) -> None:
    page.table.go_to(uid("1"))
    press(page.table, Qt.Key.Key_Down, SHIFT)
    chosen = {line.uid for line in page.table.selected_lines()}
    assert chosen == {uid("1"), uid("2")}
    page.find("tỷ lệ")
    page.find("")
    assert {line.uid for line in page.table.selected_lines()} == chosen


def test_another_period_keeps_row_and_scroll(page: IndicatorsPage, session: Session) -> None:
    page.show_item("filter:all")
    page.table.go_to(uid("24"))
    bar = page.table.verticalScrollBar()
    place = bar.value()
    assert place > 0
    session.set_period("2026-Q1")
    assert page.table.current_line() is not None
    assert page.model.uid_at(page.table.currentIndex().row()) == uid("24")
    assert bar.value() == place
    heads = page.table.head.model()
    words = heads.headerData(Column.CURRENT, Qt.Orientation.Horizontal)
    assert words == "Quý I"


def test_the_field_of_a_row_that_is_locked_goes(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    page.show_item(uid("2"))
    click(editor())
    lock_period(store, PERIOD, "Đã gửi")
    assert not session.writable(uid("2"))
    assert not isinstance(QApplication.focusWidget(), CellEdit)
