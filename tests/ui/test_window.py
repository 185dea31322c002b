"""The frame: whose data it is, what is written before it closes, and that it comes back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from hands import click, press
from plain_pages import plain
from PySide6.QtCore import Qt

from qnapp.db.organisations import update_own
from qnapp.db.settings import set_settings
from qnapp.ui.pages import PAGES
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job


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


def test_an_office_that_takes_reports_in_is_told_so(window: MainWindow, store: Store) -> None:
    field = window.topbar.field
    assert field.accessibleName() == "Tìm nhiệm vụ, chỉ tiêu, minh chứng"
    set_settings(store, upper_office=True)
    assert "Hạn gửi 20/3" in window.statusbar.days.text()
    assert field.accessibleName() == "Tìm nhiệm vụ, nội dung báo cáo"
    set_settings(store, upper_office=False)
    assert "Gửi báo cáo" in window.statusbar.days.text()
    assert field.accessibleName() == "Tìm nhiệm vụ, chỉ tiêu, minh chứng"


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
