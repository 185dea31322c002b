"""A unit's own rows from a workbook: seen, ticked, added as one change that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from chosen_files import ChosenFiles
from hands import click, press
from openpyxl import Workbook
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from qnapp.db.items import local_indicators, local_tasks
from qnapp.models.difference_lines import LineKind
from qnapp.models.difference_model import Column
from qnapp.ui.arrivals.dialog import ArrivalDialog
from qnapp.ui.arrivals.table import LEAST_FULL, LOW_ROW
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.local_rows.body import LocalRowsBody
    from qnapp.ui.window import MainWindow

ROWS = (
    ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"),
    (1, "Sửa chữa nhà văn hóa khu 5", "UBND phường", "Khu phố 5", "Quý III/2026"),
    (2, "Trồng 500 cây xanh", "Đoàn Thanh niên", "", "31/12/2026"),
    (3, "Tuyên truyền chuyển đổi số", "Công an phường", "", "Tháng 13/2026"),
)
TARGETS = (
    ("STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Chủ trì"),
    (1, "Tỷ lệ hộ dùng nước sạch", "%", "≥99", "UBND phường"),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    for name, rows in (("Nhiệm vụ", ROWS), ("Chỉ tiêu", TARGETS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    file = tmp_path / "Kế hoạch phường.xlsx"
    book.save(file)
    return file


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(TasksPage, IndicatorsPage)


@pytest.fixture
def ask(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Callable[[Path], ArrivalDialog]:
    """Choose it in the menu of the list of tasks, then a file."""
    choose = ChosenFiles(monkeypatch)

    def run(file: Path) -> ArrivalDialog:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # of the one before
        choose(file)
        page = window.page("tasks")
        assert isinstance(page, TasksPage)
        menu = page.more_menu()
        wanted = "Nhập nhiệm vụ riêng"
        next(one for one in menu.actions() if one.text().startswith(wanted)).trigger()
        menu.deleteLater()
        qtbot.waitUntil(lambda: bool(window.findChildren(ArrivalDialog)), timeout=30_000)
        dialog = window.findChildren(ArrivalDialog)[-1]
        assert isinstance(dialog, ArrivalDialog)
        return dialog

    return run


def body_of(dialog: ArrivalDialog) -> LocalRowsBody:
    return cast("LocalRowsBody", dialog.body)


def test_rows_are_seen_ticked_added_and_taken_back_as_one(
    window: MainWindow,
    store: Store,
    ask: Callable[[Path], ArrivalDialog],
    workbook: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask(workbook)
    body = body_of(dialog)
    assert body.words.text().startswith("Đọc được 3 nhiệm vụ, 1 chỉ tiêu")
    first = [body.model.index(1, column).data() for column in Column]
    assert first == ["Thêm", "2", ROWS[1][1], "UBND phường", "Khu phố 5", "Quý III/2026"]
    assert local_tasks(store) == []
    press(body.table, Qt.Key.Key_Down)
    press(body.table, Qt.Key.Key_Space)  # the second one is left out
    assert dialog.take.text() == "Thêm 2 dòng"
    press(body.table, Qt.Key.Key_Down)
    press(body.table, Qt.Key.Key_Space)  # the third one is added all the same
    assert dialog.take.text() == "Thêm 3 dòng"
    with qtbot.waitSignal(dialog.accepted_file, timeout=30_000):
        click(dialog.take)
    assert [one.title for one in local_tasks(store)] == [ROWS[1][1], ROWS[3][1]]
    assert [one.title for one in local_indicators(store)] == [TARGETS[1][1]]
    click(window.topbar.undo)
    assert local_tasks(store) == []
    assert local_indicators(store) == []


def test_what_cannot_be_read_is_listed_by_cell(
    ask: Callable[[Path], ArrivalDialog], workbook: Path
) -> None:
    dialog = ask(workbook)
    model = body_of(dialog).model
    lines = [model.line(row) for row in range(model.rowCount())]
    notes = [(one.code, one.what) for one in lines if one.note and one.code]
    assert ("E4", "Tháng 13/2026") in notes
    assert "1 ô không đọc được" in body_of(dialog).words.text()
    click(dialog.cancel)


def test_a_row_with_an_unread_cell_is_not_ticked_and_says_why(
    ask: Callable[[Path], ArrivalDialog], workbook: Path
) -> None:
    dialog = ask(workbook)
    model = body_of(dialog).model
    rows = {
        model.line(row).what: row
        for row in range(model.rowCount())
        if model.line(row).key is not None
    }
    told = {what: (model.is_taken(row), model.line(row).wrong) for what, row in rows.items()}
    assert told == {
        ROWS[1][1]: (True, False),
        ROWS[2][1]: (True, False),
        ROWS[3][1]: (False, True),
        TARGETS[1][1]: (True, False),
    }
    assert "Có ô không đọc được" in model.line(rows[ROWS[3][1]]).note
    click(dialog.cancel)


def test_the_list_has_the_room_that_short_words_leave(
    ask: Callable[[Path], ArrivalDialog], workbook: Path
) -> None:
    dialog = ask(workbook)
    body = body_of(dialog)
    heights = {
        body.table.rowHeight(row)
        for row in range(body.model.rowCount())
        if body.model.line(row).kind is not LineKind.SECTION
    }
    assert heights == {theme().px(LOW_ROW)}  # each of them has one line
    assert body.full.height() <= theme().px(LEAST_FULL) + theme().line("small") + 4
    row = next(n for n in range(body.model.rowCount()) if body.model.line(n).key == ("task", 0))
    body.table.selectRow(row)
    line = body.model.line(row)
    assert body.full.title.text() == f"Dòng {line.code}: {line.what}"
    click(dialog.cancel)


def test_what_is_there_already_is_not_offered_again(
    window: MainWindow,
    store: Store,
    ask: Callable[[Path], ArrivalDialog],
    workbook: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask(workbook)
    with qtbot.waitSignal(dialog.accepted_file, timeout=30_000):
        click(dialog.take)
    count = len(local_tasks(store))
    again = ask(workbook)
    assert not again.take.isVisible()
    assert again.cancel.text() == "Đóng"
    click(again.cancel)
    assert len(local_tasks(store)) == count


def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "rỗng.xlsx"
    Workbook().save(file)
    choose = ChosenFiles(monkeypatch)
    choose(file)
    page = window.page("tasks")
    assert isinstance(page, TasksPage)
    with qtbot.waitSignal(window.session.failed, timeout=30_000) as failed:
        page.import_local_rows()
    assert failed.args
    assert "không có bảng nhiệm vụ hoặc chỉ tiêu" in str(failed.args[0])
