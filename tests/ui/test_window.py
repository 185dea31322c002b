"""The frame: whose data it is, where the keys lead, what is written before anything closes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from hands import click, press, press_ctrl, type_text
from plain_pages import IndicatorsLike, PlainPage, ReportLike, TasksLike
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qnapp.db import assignments, evidence, milestones, moving, periods, targets
from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import update_own
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import set_settings
from qnapp.errors import InputError
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.hit_list import NOTHING
from qnapp.ui.navigation import NARROW_WIDTH
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.pages import PAGES
from qnapp.ui.places import Place, place_of
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.page import Page, PageKind
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The frame with every kind of page."""
    return make_window(
        OverviewPage, TasksLike, IndicatorsLike, ChecksPage, ReportLike, SettingsPage
    )


def plain(window: MainWindow, key: str) -> PlainPage:
    return cast("PlainPage", window.page(key))


# --------------------------------------------------------------------------- whose data, when


def test_the_title_names_unit_and_period(window: MainWindow) -> None:
    assert window.windowTitle() == "QNApp - Phường Hà Tu - 6 tháng năm 2026"


def test_a_new_name_reaches_the_frame_at_once(window: MainWindow, store: Store) -> None:
    update_own(store, name="Phường Hà Tu mới")
    assert "Phường Hà Tu mới" in window.windowTitle()


def test_training_data_says_so_in_title_and_band(window: MainWindow, store: Store) -> None:
    assert not window.training.isVisible()
    set_settings(store, training=True)
    assert window.windowTitle().endswith("(dữ liệu tập huấn)")
    assert window.training.isVisible()


def test_the_band_leads_back_to_the_real_data(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    set_settings(store, training=True)
    with qtbot.waitSignal(window.store_wanted) as asked:
        click(window.training.button)
    assert asked.args == [None]


def test_the_days_that_are_left_always_stand_at_the_right(
    window: MainWindow, clock: FixedClock, session: Session
) -> None:
    expected = "Chốt số liệu 14/6, còn 9 ngày   ·   Gửi báo cáo 20/6, còn 15 ngày"
    assert window.statusbar.days.text() == expected
    clock.move(days=10)
    window.check_day()
    assert window.statusbar.days.text().startswith("Chốt số liệu 14/6, đã qua 1 ngày")


def test_on_the_day_itself_it_says_today(window: MainWindow, clock: FixedClock) -> None:
    clock.move(days=9)
    window.check_day()
    assert window.statusbar.days.text().startswith("Chốt số liệu 14/6, hôm nay")


def test_a_new_day_is_noticed_once_and_pages_read_anew(
    window: MainWindow, clock: FixedClock, qtbot: QtBot
) -> None:
    window.show_page("tasks")
    before = plain(window, "tasks").reloads
    window.check_day()
    assert plain(window, "tasks").reloads == before
    clock.move(days=1)
    window.check_day()
    assert plain(window, "tasks").reloads == before + 1


# ----------------------------------------------------------------------------------- navigation


def test_ctrl_and_a_number_opens_the_pages_from_the_top(window: MainWindow) -> None:
    for number, key in enumerate(
        ("overview", "tasks", "indicators", "checks", "report", "settings"), start=1
    ):
        press_ctrl(window, Qt.Key(Qt.Key.Key_0 + number))
        assert window.current_page.key == key
        assert window.navigation.item(key).isChecked()


def test_a_click_on_the_current_page_keeps_its_mark(window: MainWindow) -> None:
    click(window.navigation.item("tasks"))
    click(window.navigation.item("tasks"))
    assert window.navigation.item("tasks").isChecked()
    assert window.current_page.key == "tasks"


def test_the_page_that_is_left_writes_what_is_half_typed(window: MainWindow) -> None:
    window.show_page("tasks")
    click(window.navigation.item("report"))
    assert plain(window, "tasks").flushes == 1


def test_a_page_is_built_when_it_is_first_shown(session: Session, qtbot: QtBot) -> None:
    built: list[str] = []

    def recording(kind: PageKind) -> PageKind:
        def make(session: Session) -> Page:
            built.append(kind.key)
            return kind.make(session)

        return replace(kind, make=make)

    window = MainWindow(session, [recording(kind) for kind in PAGES])
    qtbot.addWidget(window)
    assert built == ["overview"]
    assert window.navigation.item("tasks").accessibleName() == "Nhiệm vụ (9)"
    session.leaving.emit()  # nothing is half typed in a page that nobody has seen
    window.flush()
    for _ in range(2):
        window.show_page("tasks")
        window.show_page("overview")
    assert built == ["overview", "tasks"]
    assert window.page("tasks").accessibleName() == "Nhiệm vụ"


def test_a_page_reads_when_it_is_shown_and_not_before(window: MainWindow) -> None:
    assert plain(window, "report").reloads == 0
    window.show_page("report")
    window.show_page("tasks")
    window.show_page("report")
    assert plain(window, "report").reloads == 1


def test_a_hidden_page_reads_anew_after_a_change(
    window: MainWindow, store: Store, session: Session
) -> None:
    window.show_page("report")
    window.show_page("overview")
    uid = session.worksheet().own_tasks[0].uid
    set_progress(store, uid, session.period_code, percent=10)
    assert plain(window, "report").reloads == 1
    window.show_page("report")
    assert plain(window, "report").reloads == 2


def test_a_period_entered_afterwards_counts_no_days(
    window: MainWindow, session: Session, store: Store
) -> None:
    set_settings(store, first_period="2026-Q2")
    session.set_period("2026-Q1")
    assert window.statusbar.days.text() == "Kỳ nhập bổ sung, không tính chậm"
    session.set_period("2026-Q2")
    assert window.statusbar.days.text().startswith("Chốt số liệu 14/6")


def test_counts_stand_in_navigation_and_top_bar(window: MainWindow, session: Session) -> None:
    count = len(session.worksheet().own_tasks)
    assert window.navigation.item("tasks").accessibleName() == f"Nhiệm vụ ({count})"
    window.show_page("tasks")
    assert window.topbar._count.text() == f"{count} nhiệm vụ đơn vị theo dõi"


def test_below_1300_the_navigation_shows_icons_with_tooltips(window: MainWindow) -> None:
    assert window.navigation.width() == 196
    window.resize(1280, 672)
    assert window.navigation.width() == 52
    assert window.navigation.item("tasks").toolTip().startswith("Nhiệm vụ")
    window.resize(1366, 688)
    assert window.navigation.width() == 196
    assert window.navigation.item("tasks").toolTip() == ""


def test_going_to_a_row_and_its_field(window: MainWindow, session: Session) -> None:
    session.go("tasks", "filter:overdue")
    session.go_to_field("indicators", "NQ05-2026/CT-3", "actual")
    assert plain(window, "tasks").asked == [("filter:overdue", "")]
    assert plain(window, "indicators").asked == [("NQ05-2026/CT-3", "actual")]
    assert window.current_page.key == "indicators"


# ---------------------------------------------------------------------------------- the period


def test_the_period_is_chosen_from_its_menu(window: MainWindow, session: Session) -> None:
    menu = window.topbar.period.menu_for_periods()
    texts = [action.text() for action in menu.actions()]
    assert texts[0].startswith("Quý I năm 2026")
    assert [action.isChecked() for action in menu.actions()].index(True) == 1
    menu.actions()[0].trigger()
    assert session.period_code == "2026-Q1"
    assert window.topbar.period.text() == "Quý I năm 2026"
    assert window.windowTitle().endswith("Quý I năm 2026")
    menu.deleteLater()


def test_alt_p_opens_the_periods(window: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication, QMenu

    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_a_locked_period_is_said_beside_its_name(window: MainWindow, store: Store) -> None:
    periods.lock_period(store, "2026-Q2", "Đã gửi")
    assert window.topbar.period.accessibleName().endswith("đang khóa")


def test_a_locked_period_says_since_when_and_why_over_every_page(
    window: MainWindow, store: Store, session: Session
) -> None:
    assert not window.locked.isVisible()
    periods.lock_period(store, "2026-Q2", "đã gửi Tỉnh ủy")
    assert window.locked.notice.words.text() == (
        "6 tháng năm 2026 đã khóa ngày 05/6 (đã gửi Tỉnh ủy). Nội dung của kỳ chỉ để xem."
    )
    window.show_page("tasks")
    assert window.locked.isVisible()
    session.set_period("2026-Q1")
    assert not window.locked.isVisible()


def test_it_opens_only_with_a_reason(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    periods.lock_period(store, "2026-Q2", "đã gửi")
    assert window.locked.notice._button.text() == "Mở khóa…"
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    press(dialog.reason, Qt.Key.Key_Return)
    assert not dialog.deed.isEnabled()
    assert periods.stored_period(store, "2026-Q2").locked
    type_text(dialog.reason, "bổ sung minh chứng")
    click(dialog.deed)
    assert not periods.stored_period(store, "2026-Q2").locked
    assert not window.locked.isVisible()
    qtbot.waitUntil(lambda: window.locked.dialog is None)


def test_data_that_was_moved_says_so_and_can_be_taken_back(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    moving.leave(store)
    assert window.locked.notice.words.text() == (
        "Dữ liệu này đã chuyển sang máy khác ngày 05/6, ở đây chỉ để xem."
    )
    for key in window.navigation.page_keys():
        window.show_page(key)  # nothing writes by itself
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    type_text(dialog.reason, "máy mới chưa dùng được")
    click(dialog.deed)
    assert moving.moved_at(store) is None
    assert not window.locked.isVisible()
    qtbot.waitUntil(lambda: window.locked.dialog is None)


def test_after_a_week_a_copy_on_a_stick_is_asked_for(
    window: MainWindow, store: Store, session: Session, clock: FixedClock
) -> None:
    assert not window.reminder.isVisible()
    clock.move(days=8)
    session.period_changed.emit(session.period_code)
    assert window.reminder.isVisible()
    assert "Đã 8 ngày" in window.reminder.notice.words.text()
    click(window.reminder.cross)
    assert not window.reminder.isVisible()
    clock.move(days=7)
    session.period_changed.emit(session.period_code)
    assert window.reminder.isVisible()
    set_settings(store, saved_whole_on=clock.today().isoformat())
    assert not window.reminder.isVisible()


def test_the_reminder_leads_to_the_full_backup(
    window: MainWindow, session: Session, clock: FixedClock, door: RecordingDoor
) -> None:
    clock.move(days=8)
    session.period_changed.emit(session.period_code)
    click(window.reminder.notice._button)
    assert window.current_page.key == "settings"
    assert "Sao lưu toàn bộ" in door.sentences()[-1]


# -------------------------------------------------------------------------------------- search


def list_of(window: MainWindow) -> QWidget:
    return window.topbar.everything.list


def test_ctrl_k_searches_everything_and_enter_goes_there(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    assert window.topbar.field.hasFocus()
    type_text(window.topbar.field, "neo dau")
    qtbot.waitUntil(list_of(window).isVisible)
    press(window.topbar.field, Qt.Key.Key_Return)
    (asked,) = plain(window, "tasks").asked
    assert asked[0].endswith("/5.6.1")
    assert not list_of(window).isVisible()
    assert window.topbar.field.value() == ""


def test_enter_does_not_wait_for_the_pause_after_typing(window: MainWindow) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "1.14")
    press(window.topbar.field, Qt.Key.Key_Return)
    assert plain(window, "tasks").asked == [("NQ05-2026/1.14", "")]


def test_arrows_choose_among_the_results(window: MainWindow, qtbot: QtBot) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "giai ngan")
    qtbot.waitUntil(list_of(window).isVisible)
    press(window.topbar.field, Qt.Key.Key_Down)
    press(window.topbar.field, Qt.Key.Key_Return)
    first = window.topbar.everything.list.model.hit(0)
    (asked,) = plain(window, "tasks").asked
    assert asked[0] != first.uid


def test_escape_closes_the_results_and_keeps_the_words(window: MainWindow, qtbot: QtBot) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "vốn")
    qtbot.waitUntil(list_of(window).isVisible)
    press(window.topbar.field, Qt.Key.Key_Escape)
    assert not list_of(window).isVisible()
    assert window.topbar.field.value() == "vốn"


def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "zzz")
    qtbot.waitUntil(list_of(window).isVisible)
    assert window.topbar.everything.list._words.text() == NOTHING


def test_a_click_on_a_result_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "5.6.1")
    qtbot.waitUntil(list_of(window).isVisible)
    view = window.topbar.everything.list.view
    click(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    assert plain(window, "tasks").asked == [("NQ05-2026/5.6.1", "")]


def test_ctrl_f_narrows_the_page_until_it_is_left(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("tasks")
    press_ctrl(window, Qt.Key.Key_F)
    assert "trang Nhiệm vụ" in window.topbar.field.placeholderText()
    type_text(window.topbar.field, "von")
    qtbot.waitUntil(lambda: plain(window, "tasks").searched == ["von"])
    assert not list_of(window).isVisible()
    press_ctrl(window, Qt.Key.Key_5)
    assert plain(window, "tasks").searched == ["von", ""]
    assert window.topbar.field.value() == ""


def test_ctrl_f_searches_everything_where_a_page_has_nothing_to_narrow(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("report")
    press_ctrl(window, Qt.Key.Key_F)
    type_text(window.topbar.field, "von")
    qtbot.waitUntil(list_of(window).isVisible)


# ------------------------------------------------------------------------ undo, errors, status


def test_undo_and_redo_from_keys(window: MainWindow, session: Session, store: Store) -> None:
    uid = session.worksheet().own_tasks[0].uid

    def percent() -> int | None:
        row = next(row for row in session.worksheet().tasks if row.uid == uid)
        return row.progress.percent

    session.write("tỉ lệ", lambda: set_progress(store, uid, session.period_code, percent=40))
    assert window.topbar.undo.toolTip() == "Hoàn tác: tỉ lệ (Ctrl+Z)"
    press_ctrl(window, Qt.Key.Key_Z)
    assert percent() is None
    press_ctrl(window, Qt.Key.Key_Y)
    assert percent() == 40


CT_3 = "NQ05-2026/CT-3"


def test_undo_shows_the_row_and_field_it_changed(
    window: MainWindow, session: Session, store: Store
) -> None:
    uid = session.worksheet().own_tasks[0].uid
    session.write("tỉ lệ", lambda: set_progress(store, uid, "2026-Q1", percent=40))
    session.write("ước", lambda: set_measurement(store, "CT-3", "2026-Q2", estimate="1,4"))
    window.show_page("overview")
    press_ctrl(window, Qt.Key.Key_Z)
    assert window.current_page.key == "indicators"
    assert plain(window, "indicators").asked == [(CT_3, "estimate")]
    press_ctrl(window, Qt.Key.Key_Z)
    assert session.period_code == "2026-Q1"  # the change was of another period than the one shown
    assert plain(window, "tasks").asked == [(uid, "percent")]
    press_ctrl(window, Qt.Key.Key_Y)
    assert plain(window, "tasks").asked == [(uid, "percent")] * 2


@pytest.mark.parametrize(
    ("make", "place"),
    [
        ("milestone", Place("tasks", "NQ05-2026/5.6.1", "milestones:1")),
        ("extension", Place("tasks", "NQ05-2026/5.6.1", "deadline")),
        ("officer", Place("tasks", "NQ05-2026/5.6.1", "officer")),
        ("evidence", Place("tasks", "NQ05-2026/5.6.1", "evidence")),
        ("target", Place("indicators", CT_3, "target")),
        ("words", Place("report", "difficulties", period="2026-Q2")),
        ("clerk", Place("settings")),
        ("lock", None),
    ],
)
def test_every_kind_of_change_has_its_place(store: Store, make: str, place: Place | None) -> None:
    task = "NQ05-2026/5.6.1"
    day, later = date(2026, 3, 20), date(2026, 9, 30)
    makers: dict[str, Callable[[], object]] = {
        "milestone": lambda: milestones.set_milestone(store, task, 1, day),
        "extension": lambda: milestones.edit_extension(
            store,
            milestones.add_extension(store, task, due=later, document="CV", granted=False).id,
            due=later,
            document="CV",
            granted=True,
        ),
        "officer": lambda: assignments.set_officer(store, task, "Đỗ Thị Hậu"),
        "evidence": lambda: evidence.defer(store, task, "2026-Q2", title="Biên bản"),
        "target": lambda: targets.set_own_target(store, "CT-3", "4"),
        "words": lambda: set_report_text(store, "2026-Q2", "difficulties", "Thiếu vốn"),
        "clerk": lambda: set_settings(store, clerk="Lê Văn Thử"),
        "lock": lambda: periods.lock_period(store, "2026-Q2", "đã gửi"),
    }
    with store.collected() as made:
        makers[make]()
    assert place_of(store, made) == place


def test_undo_first_writes_what_is_half_typed(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot
) -> None:
    session.write("người làm", lambda: set_settings(store, clerk="Lê Văn Thử"))
    with qtbot.waitSignal(session.leaving):
        click(window.topbar.undo)


def test_a_refusal_is_a_band_over_the_page_and_goes_with_the_next_success(
    window: MainWindow, session: Session, store: Store
) -> None:
    def refuse() -> list[object]:
        raise InputError("Ngày không hợp lệ.")

    window.show_page("tasks")
    session.write("ngày", refuse)  # type: ignore[arg-type]
    band = window._frames["tasks"].band
    assert band.isVisible()
    assert band.words.text() == "Ngày không hợp lệ."
    session.write("người làm", lambda: set_settings(store, clerk="Lê Văn Thử"))
    assert not band.isVisible()


def test_a_success_is_said_with_the_time_of_the_store(
    window: MainWindow, session: Session, store: Store
) -> None:
    session.write("người làm", lambda: set_settings(store, clerk="Lê Văn Thử"))
    expected = "Đã lưu lúc 14:32. Dữ liệu chỉ nằm trên máy này."
    assert window.statusbar.text.text() == expected
    session.said.emit("Đã xuất báo cáo 6 trang.")
    assert window.statusbar.text.text() == "Đã xuất báo cáo 6 trang."


def test_long_work_shows_words_progress_and_a_way_to_stop_it(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    stopped = threading.Event()

    def work(job: Job) -> str:
        job.report(3, 10)
        while not job.cancelled():
            stopped.wait(0.01)
        return "thôi"

    ended: list[str] = []
    session.tasks.run("Đang xuất báo cáo", work, ended.append, lambda error: None)
    line = window.statusbar.jobs
    assert line.busy
    qtbot.waitUntil(line.isVisible, timeout=3000)
    assert line.words.text() == "Đang xuất báo cáo (3/10)"
    click(line.cancel_link)
    qtbot.waitUntil(lambda: ended == ["thôi"])
    assert not line.isVisible()


# ----------------------------------------------------------------------------- help and closing


def test_f1_opens_the_help_of_the_page_that_is_shown(window: MainWindow) -> None:
    window.show_page("tasks")
    press(window, Qt.Key.Key_F1)
    assert window._help is not None
    assert window._help.browser.toPlainText().startswith("Nhiệm vụ")
    window.show_page("report")
    press(window, Qt.Key.Key_F1)
    assert window._help.browser.toPlainText().startswith("Báo cáo")
    assert "Ctrl+K" in window._help.browser.toPlainText()
    window._help.close()


def test_a_closed_help_is_freed_and_opens_again(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F1)
    assert window._help is not None
    window._help.close()
    qtbot.waitUntil(lambda: window._help is None)
    click(window.navigation._help)
    assert window._help is not None
    window._help.close()


def test_closing_writes_what_is_half_typed_and_keeps_the_size(
    window: MainWindow, session: Session, make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window.show_page("tasks")
    window.resize(1400, 700)
    with qtbot.waitSignals([session.leaving, window.closed]):
        window.close()
    assert plain(window, "tasks").flushes == 1
    assert (session.store.folder / "window.ini").is_file()


def test_closing_during_long_work_asks_first(
    window: MainWindow, session: Session, door: RecordingDoor, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    seen: list[bool] = []

    def work(job: Job) -> bool:
        go_on.wait(5)
        return job.cancelled()

    session.tasks.run("Đang sao lưu", work, seen.append, lambda error: None)
    door.answers = [1]
    assert not window.close()
    assert window.isVisible()
    door.answers = [0]
    assert window.close()
    go_on.set()
    qtbot.waitUntil(lambda: seen == [True])


def test_the_size_comes_back(session: Session) -> None:
    first = MainWindow(session, PAGES)
    first.resize(1200, 640)  # the hidden screen is 800 wide: only the height can come back
    first.show()
    first.close()
    second = MainWindow(session, PAGES)
    assert second.height() == 640
    for window in (first, second):
        window.deleteLater()


def test_ctrl_k_finds_what_was_reported_in_another_quarter_and_goes_there(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot
) -> None:
    uid = session.worksheet().own_tasks[0].uid
    set_progress(store, uid, "2026-Q1", status="in_progress", result="Đã mua 54 bộ thiết bị họp")
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "54 bo thiet bi")
    found = window.topbar.everything.list.model
    qtbot.waitUntil(lambda: found.rowCount() == 1)  # a quiet worker has read the other quarters
    hit = found.hit(0)
    assert (hit.text, hit.origin) == ("Đã mua 54 bộ thiết bị họp", "Quý I")
    heard = found.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == f"Nhiệm vụ {hit.code}, Quý I: Đã mua 54 bộ thiết bị họp"
    press(window.topbar.field, Qt.Key.Key_Return)
    assert session.period_code == "2026-Q1"
    assert plain(window, "tasks").asked == [(uid, "")]


def test_what_is_said_in_the_shown_quarter_is_found_at_once(
    window: MainWindow, session: Session, store: Store
) -> None:
    uid = session.worksheet().own_tasks[0].uid
    set_progress(store, uid, "2026-Q2", status="in_progress", difficulty="Vướng mặt bằng")
    found = window.topbar.everything.find("vuong mat bang")
    assert [(hit.uid, hit.origin) for hit in found] == [(uid, "")]


def test_icons_of_a_narrow_navigation_stand_whole_in_it(session: Session, qtbot: QtBot) -> None:
    window = MainWindow(session, [kind for kind in PAGES if not kind.upper])
    qtbot.addWidget(window)
    window.resize(1280, 640)  # before it is shown, as a small screen opens it
    with qtbot.waitExposed(window):
        window.show()

    def whole() -> bool:
        keys = window.navigation.page_keys()
        return all(window.navigation.item(key).width() <= NARROW_WIDTH - 16 for key in keys)

    qtbot.waitUntil(whole)
