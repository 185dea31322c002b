"""Plain tables: searched without diacritics, sorted as people sort, changed without a reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qnapp.models.record_model import Heading, Record, RecordModel, RecordRole

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

ROWS = (
    Record("a", ("1.10", "Đường Hoa", "3"), ("1.10", "Đường Hoa", 3), sign="circle"),
    Record("b", ("1.9", "Cái Chiên", "12"), ("1.9", "Cái Chiên", 12), tip="mười hai"),
    Record("c", ("2.1", "Ba Chẽ", ""), ("2.1", "Ba Chẽ", -1)),
)


@pytest.fixture
def model(qtbot: QtBot) -> RecordModel:
    made = RecordModel((Heading("Mã", 60), Heading("Tên"), Heading("Số", 60, right=True)))
    made.load(ROWS)
    return made


def keys(model: RecordModel) -> list[str]:
    return [record.key for record in model.shown()]


@pytest.mark.parametrize(
    ("needle", "found"), [("duong", ["a"]), ("CHE", ["c"]), ("1.", ["a", "b"]), ("zzz", [])]
)
def test_a_search_ignores_diacritics_and_case(
    model: RecordModel, needle: str, found: list[str]
) -> None:
    model.narrow(needle)
    assert keys(model) == found
    assert model.total() == 3


def test_a_click_sorts_again_turns_round_and_the_third_gives_the_first_order_back(
    model: RecordModel,
) -> None:
    model.sort_by(2)
    assert keys(model) == ["c", "a", "b"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Số ↑"
    model.sort_by(2)
    assert keys(model) == ["b", "a", "c"]
    model.sort_by(2)
    assert keys(model) == ["a", "b", "c"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Số"


def test_codes_without_an_order_sort_by_their_numbers(qtbot: QtBot) -> None:
    model = RecordModel((Heading("Mã"),))
    model.load([Record("a", ("1.10",)), Record("b", ("1.9",))])
    model.sort_by(0)
    assert keys(model) == ["b", "a"]


def test_a_cell_is_read_out_with_its_heading(model: RecordModel) -> None:
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Tên: Đường Hoa"
    cell = model.index(1, 0)
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == f"{cell.data()}\nmười hai"
    assert model.index(0, 0).data(RecordRole.SIGN) == "circle"
    assert model.index(0, 1).data(RecordRole.SIGN) == ""


def test_it_keeps_what_qt_asks_of_a_model(model: RecordModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    model.narrow("1.")
    model.load(ROWS[1:])
    model.narrow("")
    model.sort_by(0)
    assert keys(model) == ["b", "c"]
