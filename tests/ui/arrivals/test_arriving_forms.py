"""A form that comes back: every difference is seen, chosen and undone by real clicks and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dialog_hands import check_freed, check_hands
from hands import click, drop_files, press, press_ctrl
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_worksheet
from qnapp.models.difference_model import Column
from qnapp.ui.arrivals.dialog import ArrivalDialog
from qnapp.ui.arrivals.table import LEAST_FULL
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from chosen_files import ChosenFiles
    from filled_form import FilledForm
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.arrivals.form_body import FormBody
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
RESULT, PERCENT = "Kết quả thực hiện", "Tỉ lệ (%)"


def row(store: Store, code: str) -> TaskRow:
    return next(one for one in load_worksheet(store, PERIOD).tasks if one.code == code)


def body_of(dialog: ArrivalDialog) -> FormBody:
    return cast("FormBody", dialog.body)


def place_of(dialog: ArrivalDialog, code: str, what: str) -> int:
    model = body_of(dialog).model
    rows = range(model.rowCount())
    return next(n for n in rows if (model.line(n).code, model.line(n).what) == (code, what))


def click_row(dialog: ArrivalDialog, place: int) -> None:
    table = body_of(dialog).table
    index = table.model().index(place, Column.TAKE)
    table.scrollTo(index)
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        table.visualRect(index).center(),
    )


def take(qtbot: QtBot, window: MainWindow, dialog: ArrivalDialog) -> str:
    said: list[str] = []
    window.session.said.connect(said.append)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    return said[0]


def test_what_is_wrong_is_in_sight_before_lines_that_stay_empty(
    window: MainWindow,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    dress_page: Callable[[str, int], None],
) -> None:
    dress_page("light", 130)
    form.fill("1.14", RESULT, "Đã họp 3 khu phố, có 412 ý kiến góp ý của nhân dân. " * 4)
    form.fill("1.15", RESULT, "Đã họp 3 khu phố, có 412 ý kiến góp ý của nhân dân. " * 4)
    form.fill("3.2", PERCENT, "150")
    dialog = opened(form.save())
    body = body_of(dialog)
    table, full, heights = body.table, body.full, set()
    for height in range(dialog.minimumHeight(), dialog.height() + 300, 7):
        dialog.resize(dialog.width(), height)
        QCoreApplication.processEvents()
        left = full.height() + table.height() - table.whole_height()  # for the row in full
        if left >= theme().px(LEAST_FULL) + theme().line("body"):  # its title may have two lines
            assert table.verticalScrollBar().maximum() == 0, height
            heights.add(full.height())
    assert len(heights) > 1  # its boxes were lower than they would like
    click(dialog.cancel)


def test_changes_are_shown_taken_in_and_undone_as_one(
    window: MainWindow,
    store: Store,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    form.fill("1.14", RESULT, "Đã họp 3 khu phố.")
    form.fill("1.15", PERCENT, 55)
    dialog = opened(form.save())
    assert body_of(dialog).words.text().startswith("Tệp có 2 ô thay đổi.")
    assert row(store, "1.14").progress.result == ""  # nothing happens before the button
    assert dialog.take.text() == "Nhận 2 ô"
    told = take(qtbot, window, dialog)
    assert told == "Biểu nhập 6 tháng năm 2026: đã nhận 2 ô."
    assert row(store, "1.14").progress.result == "Đã họp 3 khu phố."
    assert row(store, "1.15").progress.percent == 55
    assert window.current_page.key == "tasks"
    click(window.topbar.undo)
    assert row(store, "1.14").progress.result == ""
    assert row(store, "1.15").progress.percent is None


def test_a_long_name_of_a_file_stands_in_full(
    form: FilledForm, opened: Callable[..., ArrivalDialog]
) -> None:
    form.fill("1.14", PERCENT, 55)
    file = form.save()
    name = "bieu-nhap-06652-2026-Q2-nguyen-thi-hoang-phuong-thao-gui-lai-lan-thu-hai.xlsx"
    dialog = opened(file.rename(file.with_name(name)))
    (label,) = [one for one in dialog.findChildren(Label) if one.text() == name]
    assert not label.is_cut()
    assert label.width() >= text_width(name, "small")
    dialog.reject()


def test_what_was_typed_here_meanwhile_stays_unless_a_person_says_otherwise(
    window: MainWindow,
    store: Store,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    form.fill("1.14", PERCENT, 85)
    form.fill("1.5", PERCENT, 20)
    form.fill("3.2", PERCENT, 30)
    file = form.save()
    set_progress(store, "NQ05-2026/1.14", PERIOD, percent=70)
    set_progress(store, "NQ05-2026/3.2", PERIOD, percent=60)
    dialog = opened(file)
    model = body_of(dialog).model
    first = place_of(dialog, "1.14", PERCENT)
    shown = [model.index(first, column).data() for column in Column]
    assert shown == ["Giữ ở đây", "1.14", PERCENT, "40%", "70%", "85%"]
    click_row(dialog, first)
    assert model.index(first, Column.TAKE).data() == "Nhận"
    click_row(dialog, place_of(dialog, "1.5", PERCENT))  # what nobody else has touched
    told = take(qtbot, window, dialog)
    assert "đã nhận 1 ô. Giữ giá trị đang có ở 2 ô." in told
    assert row(store, "1.14").progress.percent == 85
    assert row(store, "3.2").progress.percent == 60
    assert row(store, "1.5").progress.percent is None


def test_a_choice_is_made_by_the_keyboard(
    window: MainWindow, store: Store, form: FilledForm, opened: Callable[..., ArrivalDialog]
) -> None:
    form.fill("1.14", PERCENT, 85)
    file = form.save()
    set_progress(store, "NQ05-2026/1.14", PERIOD, percent=70)
    dialog = opened(file)
    table = body_of(dialog).table
    assert not dialog.take.isVisible()  # nothing is ticked, so nothing would happen
    press(table, Qt.Key.Key_Space)
    assert dialog.take.text() == "Nhận 1 ô"
    click(body_of(dialog).none)
    assert not dialog.take.isVisible()
    click(body_of(dialog).all)
    assert dialog.take.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert row(store, "1.14").progress.percent == 70


def test_bad_cells_are_named_and_left_out_by_the_button_that_says_so(
    window: MainWindow,
    store: Store,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    form.fill("1.14", PERCENT, "nhiều")
    form.fill("1.5", PERCENT, 30)
    dialog = opened(form.save())
    model = body_of(dialog).model
    notes = [model.line(n) for n in range(model.rowCount()) if model.line(n).note]
    assert [(one.code, one.theirs) for one in notes] == [("1.14", "nhiều")]
    assert dialog.take.text() == "Nhận 1 ô, bỏ qua 1 ô chưa đúng"
    take(qtbot, window, dialog)
    assert row(store, "1.14").progress.percent == 40
    assert row(store, "1.5").progress.percent == 30


def test_nothing_new_offers_nothing(form: FilledForm, opened: Callable[..., ArrivalDialog]) -> None:
    dialog = opened(form.save())
    assert body_of(dialog).words.text() == "Không có gì khác với dữ liệu hiện có."
    assert not dialog.take.isVisible()
    assert dialog.cancel.text() == "Đóng"
    click(dialog.cancel)


def test_what_changed_while_it_was_shown_is_refused_and_nothing_is_lost(
    window: MainWindow,
    store: Store,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    form.fill("1.14", PERCENT, 85)
    dialog = opened(form.save())
    set_progress(store, "NQ05-2026/1.14", PERIOD, percent=71)
    click(dialog.take)
    qtbot.waitUntil(dialog.band.isVisible, timeout=30_000)
    assert "vừa được sửa" in dialog.band.words.text()
    assert row(store, "1.14").progress.percent == 71
    assert dialog.take.isEnabled()
    click(dialog.cancel)


def test_ctrl_o_and_the_button_ask_for_files(
    window: MainWindow, form: FilledForm, choose: ChosenFiles, qtbot: QtBot
) -> None:
    file = form.save()
    for by_key in (True, False):
        choose(file)
        with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000):
            press_ctrl(window, Qt.Key.Key_O) if by_key else click(window.navigation.door)
        dialog = window.arrivals.dialog
        assert dialog is not None
        click(dialog.cancel)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not window.findChildren(ArrivalDialog)


def test_files_dropped_on_the_window_are_opened(
    window: MainWindow, form: FilledForm, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000):
        assert drop_files(window.navigation, [form.save()])
    dialog = window.arrivals.dialog
    assert dialog is not None
    click(dialog.cancel)
    picture = form.file.with_suffix(".jpg")
    picture.write_bytes(b"JFIF")
    assert not drop_files(window.navigation, [picture])  # evidence has its own places


def test_a_package_dropped_on_a_row_is_no_evidence(
    window: MainWindow,
    form: FilledForm,
    make_plan: Callable[..., Path],
    qtbot: QtBot,
) -> None:
    page = cast("TasksPage", window.page("tasks"))
    page.show_item("NQ05-2026/1.14")
    with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000):
        assert drop_files(page.editor, [make_plan(lambda plan: plan)])
    dialog = window.arrivals.dialog
    assert dialog is not None
    click(dialog.cancel)


def test_files_are_shown_one_after_the_other_and_looked_at_again(
    window: MainWindow,
    store: Store,
    form: FilledForm,
    opened: Callable[..., ArrivalDialog],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    form.fill("1.14", PERCENT, 85)
    one = form.save(tmp_path / "một.xlsx")
    form.fill("1.14", PERCENT, 90)
    two = form.save(tmp_path / "hai.xlsx")
    dialog = opened(one, two)
    assert dialog.windowTitle() == "Mở tệp nhận được (1/2)"
    with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000) as shown:
        click(dialog.take)
    assert shown.args
    second = cast("ArrivalDialog", shown.args[0])
    place = place_of(second, "1.14", PERCENT)  # by now both sides have changed it
    assert body_of(second).model.index(place, Column.MINE).data() == "85%"
    assert not body_of(second).model.is_taken(place)
    click(second.cancel)
    assert row(store, "1.14").progress.percent == 85


def test_a_file_that_is_nothing_of_ours_is_refused_in_a_sentence(
    window: MainWindow, tmp_path: Path, door: RecordingDoor, qtbot: QtBot
) -> None:
    file = tmp_path / "thư.txt"
    file.write_text("Kính gửi", encoding="utf-8")
    with qtbot.waitSignal(window.session.failed, timeout=30_000) as failed:
        window.arrivals.open([file])
    assert failed.args
    assert "Không rõ tệp “thư.txt”" in str(failed.args[0])
    missing = tmp_path / "không có.qnph"
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        window.arrivals.open([file, missing])
    assert door.boxes[-1].sentence.startswith("2 tệp không nhận được:")


def test_a_file_that_comes_while_a_refusal_is_read_waits_for_its_turn(
    window: MainWindow,
    form: FilledForm,
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form.fill("1.14", PERCENT, 85)
    good, late = form.save(tmp_path / "một.xlsx"), form.save(tmp_path / "hai.xlsx")
    begun: list[str] = []
    window.session.tasks.started.connect(lambda job: begun.append(job.title))
    during: list[list[str]] = []

    def read_the_box(*said: Any) -> int:
        before = len(begun)
        window.arrivals.open([late])  # a second start hands it over
        during.append(begun[before:])
        return -1

    monkeypatch.setattr(door, "_show", read_the_box)
    with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000):
        window.arrivals.open([tmp_path / "a.qnph", tmp_path / "b.qnph", good])
    assert during == [[]]
    for name in ("một.xlsx", "hai.xlsx"):
        dialog = window.arrivals.dialog
        assert dialog is not None
        assert name in [label.text() for label in dialog.findChildren(Label)]
        signal = window.arrivals.dialog_opened if name == "một.xlsx" else window.arrivals.ended
        with qtbot.waitSignal(signal, timeout=30_000):
            click(dialog.cancel)


def test_what_is_half_typed_counts_as_what_is_here(
    window: MainWindow, form: FilledForm, opened: Callable[..., ArrivalDialog], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.leaving):
        dialog = opened(form.save())
    click(dialog.cancel)


def test_everything_is_named_and_reached_by_tab(
    form: FilledForm, opened: Callable[..., ArrivalDialog], qtbot: QtBot
) -> None:
    form.fill("1.14", PERCENT, 85)
    form.fill("1.15", PERCENT, "nhiều")
    dialog = opened(form.save())
    check_hands(dialog, qtbot)
    dialog.reject()


def test_the_dialog_is_freed_when_it_is_closed(
    form: FilledForm, opened: Callable[..., ArrivalDialog]
) -> None:
    form.fill("1.14", PERCENT, 85)
    file = form.save()
    check_freed(lambda: opened(file))
