from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from report_sheets import few_rows

from qnapp.models.result_model import ResultColumn, ResultModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

TICK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def model(qapp: object, qtmodeltester: ModelTester) -> ResultModel:
    made = ResultModel(few_rows().own_tasks)
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]
    return made


def codes(model: ResultModel) -> list[str]:
    return [row.code for row in model.chosen()]


def test_rows_are_chosen_in_printed_order(model: ResultModel) -> None:
    for place in (3, 0):
        model.toggle(place)
    first, fourth = (str(model.index(n, ResultColumn.CODE).data()) for n in (0, 3))
    assert codes(model) == [first, fourth]
    model.toggle(0)
    assert codes(model) == [fourth]


def test_all_or_none(model: ResultModel) -> None:
    model.tick_all(ticked=True)
    assert len(codes(model)) == model.rowCount()
    model.tick_all(ticked=False)
    assert codes(model) == []


def test_a_tick_is_set_as_qt_sets_it(model: ResultModel) -> None:
    index = model.index(1, ResultColumn.CODE)
    assert model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
    assert not model.flags(model.index(1, ResultColumn.TITLE)) & Qt.ItemFlag.ItemIsUserCheckable
    assert model.setData(index, Qt.CheckState.Checked.value, TICK)
    assert model.setData(index, Qt.CheckState.Checked.value, TICK)  # twice is once
    assert Qt.CheckState(index.data(TICK)) == Qt.CheckState.Checked
    assert codes(model) == [str(index.data())]
    assert not model.setData(index, "x")


def test_a_row_is_read_out_with_its_tick(model: ResultModel) -> None:
    index = model.index(0, 0)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert str(index.data(spoken)).endswith("chưa chọn")
    model.toggle(0)
    assert str(index.data(spoken)).endswith("đã chọn")


def test_an_empty_list_stands_still(qapp: object, qtmodeltester: ModelTester) -> None:
    model = ResultModel(())
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.tick_all(ticked=True)
    assert codes(model) == []
