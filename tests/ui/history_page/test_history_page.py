"""Nhật ký: seen, narrowed, taken back, followed to the cell, written out, by real hands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hands import click, press, press_ctrl, type_text
from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from qnapp.db.evidence import add_evidence
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.worksheet import load_task_row
from qnapp.documents.freeze import freeze_report
from qnapp.models.journal_model import JournalColumn
from qnapp.ui.evidence_page.page import EvidencePage
from qnapp.ui.history_page.page import HistoryPage
from qnapp.ui.session import Session
from qnapp.ui.tasks import Tasks
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.models.journal_lines import JournalLine
    from qnapp.ui.window import MainWindow

UID, OTHER = "NQ05-2026/1.14", "NQ05-2026/1.15"
Q1, Q2 = "2026-Q1", "2026-Q2"


@pytest.fixture
def worked(store: Store, clock: FixedClock) -> Store:
    """An afternoon: two changes of 1.14, an import, a setting."""
    clock.move(hours=1)
    set_progress(store, UID, Q2, percent=40)
    clock.move(minutes=30)
    set_progress(store, UID, Q2, percent=60)
    clock.move(minutes=30)
    set_progress(store, OTHER, Q2, event="import:form:1", percent=10, result="Đã họp")
    clock.move(minutes=30)
    set_settings(store, theme="dark")
    clock.move(minutes=5)
    return store


@pytest.fixture
def window(worked: Store, make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(HistoryPage, TasksPage, EvidencePage)


@pytest.fixture
def page(window: MainWindow) -> HistoryPage:
    window.show_page("history")
    page = window.page("history")
    assert isinstance(page, HistoryPage)
    return page


def shown(page: HistoryPage) -> list[JournalLine]:
    lines = [page.model.line(row) for row in range(page.model.rowCount())]
    return [line for line in lines if line is not None]


def choose(page: HistoryPage, code: str, new: str = "") -> None:
    """Click the newest line of a row."""
    row = next(
        at for at, line in enumerate(shown(page)) if line.where.code == code and new in line.new
    )
    index = page.model.index(row, JournalColumn.WHERE)
    page.table.scrollTo(index)
    click(page.table.viewport(), page.table.visualRect(index).center())


def percent(store: Store) -> int | None:
    return load_task_row(store, UID, Q2).progress.percent


def test_the_newest_change_stands_first_in_words(page: HistoryPage) -> None:
    first = shown(page)[0]
    assert (first.where.code, first.where.field, first.new) == ("Thiết lập", "Màu giao diện", "tối")
    codes = [line.where.code for line in shown(page)]
    assert codes[1].startswith("Nhận từ tệp: ")
    assert codes[2:4] == ["1.14", "1.14"]


def test_an_old_value_is_taken_back_and_undone_without_leaving(
    page: HistoryPage, store: Store, session: Session, window: MainWindow
) -> None:
    choose(page, "1.14", "60")
    assert page.detail.old.take.isVisible()
    assert not page.detail.new.take.isVisible()
    assert page.detail.new.now.isVisible()
    click(page.detail.old.take)
    assert percent(store) == 40
    newest = shown(page)[0]
    assert (newest.where.code, newest.new, newest.how) == ("1.14", "40", "hoàn tác")
    press_ctrl(page.table, Qt.Key.Key_Z)
    assert percent(store) == 60
    assert window.current_page is page
    assert session.period_code == Q2


def test_both_old_values_are_offered_where_neither_stands_any_more(
    page: HistoryPage, store: Store
) -> None:
    choose(page, "1.14", "40")
    assert page.detail.old.take.isVisible()
    assert page.detail.new.take.isVisible()
    click(page.detail.new.take)
    assert percent(store) == 40


def test_a_locked_period_refuses_and_says_so(
    page: HistoryPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    lock_period(store, Q2, "Đã gửi")
    choose(page, "1.14", "60")
    with qtbot.waitSignal(session.failed):
        click(page.detail.old.take)
    assert percent(store) == 60


def test_an_import_unfolds_by_click_and_by_keys(page: HistoryPage) -> None:
    before = page.model.rowCount()
    row = 1
    index = page.model.index(row, JournalColumn.WHERE)
    click(page.table.viewport(), page.table.visualRect(index).center())
    line = page.model.line(row)
    assert line is not None
    assert line.opened
    assert page.model.rowCount() == before + len(line.entries)
    press(page.table, Qt.Key.Key_Left)
    assert page.model.rowCount() == before
    press(page.table, Qt.Key.Key_Right)
    assert page.model.rowCount() == before + len(line.entries)
    press(page.table, Qt.Key.Key_Return)
    assert page.model.rowCount() == before


def test_an_import_is_taken_back_as_a_whole(page: HistoryPage, store: Store) -> None:
    page.table.selectRow(1)
    assert not page.detail.old.isVisible()
    assert not page.detail.cell.isVisible()
    click(page.detail.back)
    progress = load_task_row(store, OTHER, Q2).progress
    assert (progress.percent, progress.result) == (None, "")


def test_no_way_back_is_offered_from_a_report_that_was_sent_for_signature(
    page: HistoryPage, store: Store
) -> None:
    freeze_report(store, Q2, despite_errors=True)
    page.reload()
    events = [row for row, line in enumerate(shown(page)) if line.is_event]
    frozen = next(row for row in events if "trình ký" in shown(page)[row].how)
    page.table.selectRow(frozen)
    assert not page.detail.back.isVisible()
    assert page.make_menu(shown(page)[frozen]).isEmpty()
    page.table.selectRow(events[-1])  # the import
    assert page.detail.back.isVisible()


def test_enter_goes_to_the_cell_in_its_period(
    page: HistoryPage, session: Session, store: Store, clock: FixedClock, window: MainWindow
) -> None:
    clock.move(minutes=30)
    set_progress(store, UID, Q1, result="Quý I")
    choose(page, "1.14", "Quý I")
    press(page.table, Qt.Key.Key_Return)
    assert session.period_code == Q1
    tasks = window.current_page
    assert isinstance(tasks, TasksPage)
    assert tasks.editor.form.fields["result"].hasFocus()
    assert tasks.editor.form.fields["result"].property("plainText") == "Quý I"


def test_evidence_leads_to_its_register(
    page: HistoryPage, store: Store, tmp_path: Path, window: MainWindow
) -> None:
    file = tmp_path / "Biên bản.txt"
    file.write_text("x", encoding="utf-8")
    add_evidence(store, [file], UID, Q2)
    page.table.selectRow(0)
    click(page.detail.cell)
    register = window.current_page
    assert isinstance(register, EvidencePage)
    assert register.line is not None
    assert register.line.name == "Biên bản.txt"


def test_a_search_without_a_hit_names_its_word(
    page: HistoryPage, window: MainWindow, qtbot: QtBot
) -> None:
    press_ctrl(window, Qt.Key.Key_F)
    type_text(window.topbar.field, "xyzt")
    press(window.topbar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty._label.text() == "Không có thay đổi nào khớp “xyzt”."
    assert page.detail.nothing._label.text() == ""  # there is none to choose


def test_filters_narrow_and_are_taken_off(page: HistoryPage) -> None:
    everything = page.model.rowCount()
    page.tools.what.setCurrentIndex(page.tools.what.findData("settings"))
    page.tools.what.activated.emit(page.tools.what.currentIndex())
    assert {line.where.code for line in shown(page)} == {"Thiết lập"}
    click(page.tools.clear)
    assert page.model.rowCount() == everything
    type_text(page.tools.last, "01/01/2026")
    press(page.tools.last, Qt.Key.Key_Return)
    assert page.empty.isVisible()
    assert "Không có thay đổi nào khớp" in page.empty._label.text()
    assert not page.tools.clear.isVisible()  # the same button stands in the empty list
    click(page.empty._button)
    assert page.model.rowCount() == everything


def test_only_one_row_and_back_to_all(page: HistoryPage, window: MainWindow) -> None:
    choose(page, "1.14", "60")
    click(page.detail.row)
    assert not page.detail.row.isVisible()  # it is done already
    assert {line.where.code for line in shown(page)} == {"1.14"}
    assert page.tools.row.text() == "Chỉ nhiệm vụ 1.14"
    assert not page.tools.clear.isVisible()  # the row has its own cross
    click(page.tools.row)
    assert len({line.where.code for line in shown(page)}) > 1
    window.go("history", OTHER)
    assert {line.entry.key for line in shown(page)} == {OTHER}


def test_search_in_the_page(page: HistoryPage, window: MainWindow) -> None:
    press_ctrl(window, Qt.Key.Key_F)
    field = window.topbar.field
    type_text(field, "mau giao dien")
    press(field, Qt.Key.Key_Return)
    assert [line.where.field for line in shown(page)] == ["Màu giao diện"]


def test_a_change_elsewhere_appears_and_the_place_is_kept(
    page: HistoryPage, store: Store, clock: FixedClock
) -> None:
    choose(page, "1.14", "60")
    kept = page.line
    assert kept is not None
    clock.move(minutes=30)
    set_progress(store, OTHER, Q2, difficulty="Vướng")
    assert shown(page)[0].new == "Vướng"
    assert page.line is not None
    assert page.line.entry.field == kept.entry.field
    assert page.line.where.code == "1.14"


def test_scrolling_brings_older_changes(
    page: HistoryPage, store: Store, clock: FixedClock, qtbot: QtBot
) -> None:
    with store.atomic():
        for n in range(500):
            set_progress(store, UID, Q2, percent=n % 101)
            clock.move(minutes=11)
    first = page.model.rowCount()
    assert first < 500
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.model.rowCount() > first)


def test_the_list_goes_to_excel(
    page: HistoryPage,
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "nhat-ky.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    page.tools.what.setCurrentIndex(page.tools.what.findData("tasks"))
    page.tools.what.activated.emit(page.tools.what.currentIndex())
    set_settings(session.store, training=True)
    with qtbot.waitSignal(session.said) as said:
        press_ctrl(page.table, Qt.Key.Key_E)
    sheet = load_workbook(target).worksheets[0]
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "TẬP HUẤN, số liệu không có thật"
    at = next(n for n, row in enumerate(rows) if row[0] == "Ngày")
    told = rows[at + 1 :]
    assert said.args is not None
    assert said.args[0] == f"Đã xuất {len(told)} thay đổi ra nhat-ky.xlsx."
    imported = [row for row in told if row[3] == "nhận từ tệp"]
    assert {row[6] for row in imported} >= {"Tỉ lệ (%), 6 tháng", "Kết quả thực hiện, 6 tháng"}
    assert imported[0][0].date() == date(2026, 6, 5)


def test_cancelling_the_file_writes_nothing(
    page: HistoryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    click(page.tools.export)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_what_is_still_to_be_read_is_left_once_the_store_is_closed(
    worked: Store, door: RecordingDoor, clock: FixedClock, qtbot: QtBot
) -> None:
    with worked.atomic():  # more than is read at first
        for percent in range(300):
            set_progress(worked, UID, Q2, percent=percent % 101)
            clock.move(minutes=11)
    session = Session(worked, door, Tasks(), today=clock.today)
    page = HistoryPage(session)
    qtbot.addWidget(page)
    page.ensure_fresh()
    assert not page.model.done
    page.model.fetchMore(QModelIndex())
    session.close()
    QApplication.processEvents()
    session.deleteLater()
