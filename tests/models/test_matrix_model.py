"""The matrix as a Qt model: what cells say, what sorting and filtering announce, how fast."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from consolidations import TODAY, consolidation, reporter
from PySide6.QtCore import Qt

from qnapp.db.builtin import builtin_plan
from qnapp.domain.assignments import reportable_tasks
from qnapp.domain.consolidated import TaskLine
from qnapp.domain.matrix import ALL, GroupLine, fold_group
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.reporting import Standing
from qnapp.models.matrix_model import FIXED, Column, MatrixModel, MatrixRole

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.domain.consolidated import Consolidation

ACROSS = Qt.Orientation.Horizontal
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def model(qtbot: QtBot) -> MatrixModel:
    made = MatrixModel()
    made.load(consolidation(), TODAY)
    return made


def text(model: MatrixModel, code: str, column: int) -> str:
    return str(model.index(model.row_of(code), column).data())


def test_the_head_has_codes_with_their_titles_behind(model: MatrixModel) -> None:
    heads = [model.headerData(at, ACROSS) for at in range(model.columnCount())]
    assert heads == ["Đơn vị", "Ngày nhận", "Xong", "1.5", "1.18", "3.2"]
    assert model.headerData(FIXED + 1, ACROSS, TIP) == "1.18  Sắp xếp các thôn, khu phố"


def test_the_front_says_who_when_and_how_much(model: MatrixModel) -> None:
    assert [text(model, "A", at) for at in Column] == ["Phường Hà Tu", "17/6", "1/2"]
    assert text(model, "E", Column.RECEIVED) == "22/6, muộn 2 ngày"
    assert text(model, "C", Column.RECEIVED) == "18/6, đã trả lại"
    assert text(model, "D", Column.RECEIVED) == "19/6, xung đột"
    model.ask(fold_group(model.query, ReportState.MISSING, folded=False))
    assert [text(model, "B", at) for at in Column] == ["Phường Hà Lầm", "quá hạn 4 ngày", ""]


def test_a_missing_report_is_not_late_before_its_day(model: MatrixModel) -> None:
    model.load(consolidation(), TODAY.replace(day=1))
    model.ask(fold_group(model.query, ReportState.MISSING, folded=False))
    assert text(model, "B", Column.RECEIVED) == "chưa gửi"


def test_cells_have_letters_for_copies_and_words_for_ears(model: MatrixModel) -> None:
    index = model.index(model.row_of("A"), FIXED + 1)
    assert index.data() == "Q"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Phường Hà Tu, 1.18, quá hạn"
    assert text(model, "A", FIXED + 2) == ""
    assert text(model, "D", FIXED) == "X"
    assert text(model, "E", FIXED + 1) == "?"
    assert model.mark_at(model.row_of("A"), FIXED) is Standing.DONE_ON_TIME


def test_a_heading_names_its_members(model: MatrixModel) -> None:
    line = model.line(2)
    assert isinstance(line, GroupLine)
    assert model.index(2, 0).data() == "Chưa gửi: 1"
    assert model.index(2, 5).data() == ""
    assert "Phường Hà Lầm" in model.index(2, 0).data(TIP)


def test_a_doubted_sender_is_said(qtbot: QtBot) -> None:
    one = reporter("A", "Phường Hà Tu", ReportState.ON_TIME, sender=Sender.UNCONFIRMED, gaps=(1,))
    model = MatrixModel()
    model.load(consolidation(replace(one, missing_parts=2)), TODAY)
    note = model.index(1, 0).data(MatrixRole.NOTE)
    assert note.doubted
    for words in ("Chưa xác nhận nguồn gửi", "Thiếu báo cáo lần 1", "Thiếu 2 gói minh chứng"):
        assert words in note.spoken


def test_sorting_says_which_column(model: MatrixModel) -> None:
    assert model.sorted_column() == Column.NAME
    model.sort_by_column(FIXED + 1)
    assert model.sorted_column() == FIXED + 1
    model.sort_by_column(Column.DONE)
    assert model.sorted_column() == Column.DONE


def test_it_keeps_what_qt_asks_of_a_model(
    model: MatrixModel, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    model.ask(replace(model.query, tasks=ALL, folded=frozenset()))
    model.sort_by_column(FIXED)
    model.ask(replace(model.query, text="không có"))
    assert model.rowCount() == 0
    model.clear()
    assert model.columnCount() == FIXED


def whole_province() -> Consolidation:
    """64 reporters, and every task reported by each of them."""
    kinds = list(Standing)
    some = [reporter(f"U{n}", f"Xã {n}", ReportState.ON_TIME, group="Xã") for n in range(64)]
    tasks = reportable_tasks(builtin_plan())
    lines = tuple(
        TaskLine(task, {one.code: kinds[(at + n) % 8] for n, one in enumerate(some)}, frozenset())
        for at, task in enumerate(tasks)
    )
    return replace(consolidation(*some), plan=builtin_plan(), tasks=lines)


def test_every_query_of_a_whole_province_is_answered_at_once(qtbot: QtBot) -> None:
    model, found = MatrixModel(), whole_province()
    model.load(found, TODAY)
    began = time.process_time()
    for words in ("x", "xã", "xã 1", "xã 12", ""):
        model.ask(replace(model.query, text=words))
    for column in range(FIXED, FIXED + 5):
        model.sort_by_column(column)
    spent = time.process_time() - began
    assert model.columnCount() == FIXED + 114
    # 64 x 114 cells, ten queries: 0.05 s here; a model of the wrong order needs seconds.
    assert spent < 1.0
