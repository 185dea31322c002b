"""To Excel and back: the list as a workbook, cells pasted with their differences shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from hands import click, press, press_ctrl
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from task_hands import PERIOD, uid

from qnapp.db.history import history_of
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.domain.reporting import Status
from qnapp.models.paste_model import PasteColumn
from qnapp.models.task_columns import Column
from qnapp.ui import file_dialogs
from qnapp.ui.kit.paint import break_lines
from qnapp.ui.kit.theme import theme
from qnapp.ui.paste_dialog import MOST
from qnapp.ui.tasks_page.paste import TaskPasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.page import TasksPage


def stored(store: Store, code: str) -> TaskRow:
    return load_task_row(store, uid(code), PERIOD)


def paste(page: TasksPage, text: str, act: Callable[[TaskPasteDialog], None]) -> None:
    """Paste with Ctrl+V, and act in the dialog that comes."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TaskPasteDialog)
        act(dialog)
        if dialog.isVisible():
            dialog.reject()

    QGuiApplication.clipboard().setText(text)
    QTimer.singleShot(0, look)
    press_ctrl(page.table, Qt.Key.Key_V)


def test_a_block_with_headings_is_shown_first_then_written_as_one(
    page: TasksPage, store: Store, session: Session
) -> None:
    said: list[str] = []

    def accept(dialog: TaskPasteDialog) -> None:
        said.append(dialog.words.text())
        assert not dialog.field.isVisible()
        click(dialog.write)

    copied = "Mã\tTình trạng\tTỉ lệ (%)\n1.14\tđang triển khai\t60\n3.2\thoàn thành\t100\n9\tx\t1"
    paste(page, copied, accept)
    assert said == ["4 giá trị sẽ ghi, 2 không khớp dòng nào (9)."]
    assert stored(store, "1.14").progress.percent == 60
    assert stored(store, "3.2").progress.status is Status.COMPLETED
    assert history_of(store, "progress", uid("3.2"), PERIOD)[0].event == "paste"
    session.undo_stack.undo()
    assert stored(store, "1.14").progress.percent is None
    assert stored(store, "3.2").progress.status is Status.NOT_STARTED


def test_a_bare_column_goes_into_the_field_that_is_named(page: TasksPage, store: Store) -> None:
    page.table.go_to(uid("1.14"))

    def choose(dialog: TaskPasteDialog) -> None:
        assert dialog.field.value() == "result"  # what it looked like
        dialog.field.setFocus()
        for _ in range(2):  # Lý do chậm, Khó khăn
            press(dialog.field, Qt.Key.Key_Down)
        assert dialog.field.value() == "difficulty"
        click(dialog.write)

    paste(page, "Thiếu vốn\nVướng mặt bằng", choose)
    assert stored(store, "1.14").progress.difficulty == "Thiếu vốn"
    assert stored(store, "1.15").progress.difficulty == "Vướng mặt bằng"
    assert stored(store, "1.14").progress.result == ""


def test_what_is_not_accepted_changes_nothing(page: TasksPage, store: Store) -> None:
    paste(page, "Mã\tTỉ lệ (%)\n1.14\t60", lambda dialog: dialog.reject())
    assert stored(store, "1.14").progress.percent is None


def test_an_empty_clipboard_is_said(qtbot: QtBot, page: TasksPage, session: Session) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(session.said) as said:
        press_ctrl(page.table, Qt.Key.Key_V)
    assert said.args[0].startswith("Chưa có gì để dán.")


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "Danh sách.xlsx"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: file)
    return file


def test_ctrl_e_writes_what_the_table_shows_in_its_order(
    qtbot: QtBot, page: TasksPage, store: Store, session: Session, target: Path
) -> None:
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=60, result="=Đã họp")
    set_progress(store, uid("3.2"), PERIOD, status="in_progress", percent=80)
    page.ordering.sort_by(Column.PERCENT)
    with qtbot.waitSignal(session.said, timeout=10_000) as said:
        press_ctrl(page.table, Qt.Key.Key_E)
    assert said.args == ["Đã xuất Danh sách.xlsx."]
    sheet = openpyxl.load_workbook(target).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "Mã")
    table = {str(row[0]): dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]}
    assert list(table)[:2] == ["1.14", "3.2"]
    assert len(table) == 9
    assert table["1.14"]["Tỉ lệ (%)"] == 60
    assert table["1.14"]["Kết quả thực hiện"] == "=Đã họp"
    assert table["6.1"]["Kết quả thực hiện"] == "Báo cáo theo đường riêng"
    assert "Tất cả: 9 dòng" in str(rows[1][0])


def test_an_empty_list_is_not_written(
    qtbot: QtBot, page: TasksPage, session: Session, target: Path
) -> None:
    page.find("zzz")
    with qtbot.waitSignal(session.said) as said:
        page.export()
    assert "trống" in said.args[0]
    assert not target.exists()


def test_what_was_exported_can_be_pasted_back(page: TasksPage, store: Store) -> None:
    """The headings of the list are those that pasting knows."""
    from qnapp.models.task_paste import FIELDS
    from qnapp.ui.tasks_page.listing import COLUMNS

    assert {field.title for field in FIELDS} <= {heading for heading, _ in COLUMNS}


def test_what_would_be_written_is_read_whole_without_a_bar(page: TasksPage, store: Store) -> None:
    long = "Đã rà soát quy chế của các chi bộ, lấy ý kiến góp ý. " * 3
    set_progress(store, uid("1.14"), PERIOD, result="Đã có kết quả kỳ này")
    seen: list[bool] = []

    def look(dialog: TaskPasteDialog) -> None:
        table = dialog.table
        index = dialog.model.index(0, PasteColumn.NEW)
        room = table.columnWidth(PasteColumn.NEW) - 16
        lines, cut = break_lines(str(index.data()), "body", room, MOST)
        seen.append(not cut and table.rowHeight(0) >= len(lines) * theme().line("body"))
        seen.append(table.verticalScrollBar().maximum() == 0)
        seen.append(dialog.model.index(0, PasteColumn.NOTE).data() == "ghi đè")
        seen.append("1 giá trị sẽ ghi (1 ghi đè)" in dialog.words.text())

    page.show_item(uid("1.14"))
    page.table.setFocus()
    paste(page, f"Mã\tKết quả thực hiện\n1.14\t{long.strip()}", look)
    assert seen == [True, True, True, True]
