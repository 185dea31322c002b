"""What was typed and refused: it counts as an error, and nobody leaves it behind unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from chosen_files import ChosenFiles
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.db.periods import lock_period, stored_period
from qnapp.db.worksheet import load_indicator_row, load_task_row
from qnapp.errors import StoreError
from qnapp.models.finding_model import FindingRole
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.journal import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
CT_2 = "NQ05-2026/CT-2"
CT_3 = "NQ05-2026/CT-3"
TASK = "NQ05-2026/1.18"
POINTS = "NQ05-2026/5.6.1"


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[TASK, "NQ05-2026/1.14", POINTS])
    targets.set_own_target(made, "CT-2", "≥90")
    targets.set_own_target(made, "CT-3", "3-3,5")
    set_measurement(made, "CT-2", PERIOD, actual="91,5")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(TasksPage, IndicatorsPage, ChecksPage, ReportPage)
    made.activateWindow()
    return made


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_cell(window: MainWindow, uid: str, text: str) -> None:
    """Type a text into the cell of an indicator and go on by Enter."""
    window.go("indicators", uid)
    cell = focused()
    assert isinstance(cell, CellEdit)
    cell.selectAll()
    type_text(cell, text)
    press(cell, Qt.Key.Key_Return)


def type_field(window: MainWindow, page: str, uid: str, field: str, text: str) -> QWidget:
    """Type a text into a field of a row's editor and leave it by Tab."""
    window.go(page, uid, field)
    where = focused()
    press_ctrl(where, Qt.Key.Key_A)
    type_text(where, text)
    press(where, Qt.Key.Key_Tab)
    return where


def refused_lines(session: Session) -> list[str]:
    return [one.text for one in session.findings() if one.code == "GO01"]


def checks(window: MainWindow) -> ChecksPage:
    window.show_page("checks")
    page = window.current_page
    assert isinstance(page, ChecksPage)
    return page


def jump(page: ChecksPage, code: str) -> None:
    """Choose the finding of a row and press Enter."""
    model = page.model
    found = [model.index(row) for row in range(model.rowCount())]
    refused = (index for index in found if _finding_code(index.data(FindingRole)) == code)
    page.view.setCurrentIndex(next(refused))
    press(page.view, Qt.Key.Key_Return)


def _finding_code(finding: Finding | None) -> str:
    return finding.row_code if finding is not None and finding.code == "GO01" else ""


# ---------------------------------------------------------------------------------- the checks


def test_a_refused_number_is_an_error_until_it_is_mended(
    window: MainWindow, session: Session, store: Store
) -> None:
    type_cell(window, CT_2, "9.9.9")
    assert refused_lines(session) == [
        "Chỉ tiêu 2: ô Số liệu kỳ này có nội dung chưa ghi được “9.9.9”, cần sửa lại."
    ]
    page = checks(window)
    assert page.subtitle() == "3 lỗi, 6 cảnh báo"  # two of them were there before
    jump(page, "2")
    assert window.current_page.key == "indicators"
    cell = focused()
    assert isinstance(cell, CellEdit)
    assert cell.text() == "9.9.9"
    cell.selectAll()
    type_text(cell, "92")
    press(cell, Qt.Key.Key_Return)
    assert refused_lines(session) == []
    assert str(load_indicator_row(store, CT_2, PERIOD).measurement.actual) == "92"


@pytest.mark.parametrize(
    ("page", "uid", "field", "name"),
    [
        ("tasks", TASK, "percent", "1.18: ô Tỉ lệ (%)"),
        ("tasks", TASK, "expected_on", "1.18: ô Dự kiến xong"),
        ("tasks", POINTS, "milestones:1", "5.6.1: ô Ngày thực hiện mốc “"),
        ("indicators", CT_3, "cumulative", "Chỉ tiêu 3: ô Lũy kế từ đầu năm"),
    ],
)
def test_each_refused_field_is_named_and_found_again(
    window: MainWindow, session: Session, page: str, uid: str, field: str, name: str
) -> None:
    where = type_field(window, page, uid, field, "abc")
    (line,) = refused_lines(session)
    assert line.startswith(name)
    assert "“abc”" in line
    window.go(page, CT_2 if page == "indicators" else "NQ05-2026/1.14")  # another row in between
    assert refused_lines(session) == [line]
    jump(checks(window), name.split(":", maxsplit=1)[0].removeprefix("Chỉ tiêu "))
    back = focused()
    assert back.property("text") == "abc"
    assert back.property("fault") == "true"
    assert type(back) is type(where)


# ---------------------------------------------------------------------------------- going on


def test_who_sends_for_signature_is_asked_and_what_is_given_up_is_gone(
    window: MainWindow,
    session: Session,
    store: Store,
    door: RecordingDoor,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    type_cell(window, CT_2, "9.9.9")
    window.show_page("report")
    desk = cast("ReportPage", window.current_page).report
    door.answers = [0]
    click(desk.foot.main)
    assert "Chỉ tiêu 2: ô Số liệu kỳ này" in door.sentences()[0]
    assert door.boxes[0].buttons == ("Ở lại sửa", "Bỏ và trình ký")
    assert window.current_page.key == "indicators"
    assert focused().property("text") == "9.9.9"

    window.show_page("report")
    ChosenFiles(monkeypatch)(tmp_path / "trình ký.pdf")
    door.answers = [1, 1]  # give up; sign in spite of the other errors
    with qtbot.waitSignal(desk.exporter.exported, timeout=60_000):
        click(desk.foot.main)
    assert stored_period(store, PERIOD).locked
    assert refused_lines(session) == []
    window.go("indicators", CT_2)
    page = cast("IndicatorsPage", window.current_page)
    assert page.model.draft(CT_2) is None


def test_a_locked_cell_shows_what_is_stored(
    window: MainWindow, session: Session, store: Store
) -> None:
    type_cell(window, CT_2, "9.9.9")
    lock_period(store, PERIOD, "đã gửi")
    page = cast("IndicatorsPage", window.page("indicators"))
    assert page.model.draft(CT_2) is None
    assert refused_lines(session) == []


def test_leaving_the_period_asks_and_keeps_what_was_typed(
    window: MainWindow, session: Session, door: RecordingDoor
) -> None:
    type_field(window, "tasks", TASK, "percent", "abc")
    door.answers = [0]
    assert not session.set_period("2026-Q1")
    assert session.period_code == PERIOD
    assert "1.18: ô Tỉ lệ (%)" in door.sentences()[0]
    assert focused().property("text") == "abc"
    door.answers = [1]
    assert session.set_period("2026-Q1")
    assert refused_lines(session) == []
    session.set_period(PERIOD)
    assert len(refused_lines(session)) == 1
    window.go("tasks", TASK, "percent")
    assert focused().property("text") == "abc"


def test_closing_asks_and_leads_back_to_the_field(
    window: MainWindow, session: Session, store: Store, door: RecordingDoor
) -> None:
    window.go("tasks", TASK, "percent")
    type_text(focused(), "abc")  # the field still has the cursor
    door.answers = [0]
    assert not window.close()
    assert door.boxes[0].buttons == ("Ở lại sửa", "Đóng và bỏ")
    assert door.sentences()[0].startswith("1.18: ô Tỉ lệ (%) có nội dung chưa ghi được “abc”.")
    assert window.isVisible()
    assert focused().property("text") == "abc"
    door.answers = [1]
    assert window.close()
    assert load_task_row(store, TASK, PERIOD).progress.percent is None


# ------------------------------------------------------------------------------------ the disk


def test_what_the_disk_refused_in_a_field_is_written_by_the_band_once(
    window: MainWindow, session: Session, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr("qnapp.ui.tasks_page.actions.set_progress", refuse_disk)
        type_field(window, "tasks", TASK, "percent", "40")
        cast("TasksPage", window.current_page).flush()
    band = window._frames["tasks"].band
    assert band._retry.isVisible()
    assert load_task_row(store, TASK, PERIOD).progress.percent is None
    click(band._retry)
    assert not band.isVisible()
    assert load_task_row(store, TASK, PERIOD).progress.percent == 40
    assert session.refused.all() == []
    assert session.undo_stack.count() == 1


def refuse_disk(*_args: object, **_fields: object) -> list[FieldChange]:
    raise StoreError("Ổ đĩa đã hết chỗ trống nên chưa lưu được. Giải phóng chỗ trống rồi thử lại.")


# ---------------------------------------------------------------------------------- status bar


def test_nothing_is_called_saved_while_something_stands_refused(
    window: MainWindow, session: Session
) -> None:
    type_cell(window, CT_2, "9.9.9")
    said = window.statusbar.text
    assert said.text() == "Chỉ tiêu 2: ô Số liệu kỳ này có nội dung chưa ghi được “9.9.9”."
    type_field(window, "tasks", TASK, "percent", "40")
    cast("TasksPage", window.current_page).flush()
    assert "Đã lưu" not in said.text()
    type_field(window, "tasks", TASK, "percent", "abc")
    cast("TasksPage", window.current_page).flush()
    assert said.text() == "2 ô có nội dung chưa ghi được: Chỉ tiêu 2, 1.18."
    type_field(window, "tasks", TASK, "percent", "40")
    cast("TasksPage", window.current_page).flush()
    type_cell(window, CT_2, "92")
    assert said.text().startswith("Đã lưu lúc 14:32.")


def test_the_sign_at_the_foot_is_that_of_the_sentence_beside_it(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    def sign() -> QImage:
        return window.statusbar.grab(QRect(0, 0, 34, window.statusbar.height())).toImage()

    good = sign()
    type_cell(window, CT_2, "9.9.9")
    warning = sign()
    assert warning != good
    session.said.emit("Đã kiểm tra 2 tệp: đủ và nguyên vẹn.")
    assert sign() == good
    qtbot.waitUntil(lambda: not window.statusbar._just_said.isActive())
    window.show_page("checks")  # what was said goes with the page, what is refused is told again
    assert sign() == warning


def test_a_verdict_without_its_reason_is_named_by_its_word(
    window: MainWindow, session: Session
) -> None:
    set_to = "Đạt"
    window.go("indicators", CT_2, "contested")
    press(focused(), Qt.Key.Key_Down)
    cast("IndicatorsPage", window.current_page).flush()
    (line,) = refused_lines(session)
    assert line.startswith("Chỉ tiêu 2: ô Tự đánh giá có nội dung chưa ghi được")
    assert f"“{set_to}”" in line
    type_field(window, "indicators", CT_2, "contest_reason", "Theo kết quả khảo sát")
    cast("IndicatorsPage", window.current_page).flush()
    assert refused_lines(session) == []
