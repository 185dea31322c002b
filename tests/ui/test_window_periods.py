"""The period that is shown: its menu, what a lock says and how it opens, the reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qnapp.db import moving, periods, targets
from qnapp.db.settings import set_settings
from qnapp.documents.freeze import freeze_report

if TYPE_CHECKING:
    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def test_the_period_is_chosen_from_its_menu(window: MainWindow, session: Session) -> None:
    menu = window.topbar.period.menu_for_periods()
    texts = [action.text() for action in menu.actions()]
    assert texts[0].startswith("Quý I năm 2026")
    assert [action.isChecked() for action in menu.actions()].index(True) == 1
    assert texts[1].endswith("(chốt 14/6)")
    assert texts[-1] == "Quyết toán năm 2026  (chốt 31/01/2027)"  # in another year than its name
    menu.actions()[0].trigger()
    assert session.period_code == "2026-Q1"
    assert window.topbar.period.text() == "Quý I năm 2026"
    assert window.windowTitle().endswith("Quý I năm 2026")
    menu.deleteLater()


def test_alt_p_opens_the_periods_at_the_one_that_is_shown(
    window: MainWindow, session: Session
) -> None:
    from PySide6.QtWidgets import QApplication, QMenu

    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    press(menu, Qt.Key.Key_Up)  # from the shown one, the second of the year
    press(menu, Qt.Key.Key_Return)
    assert session.period_code == "2026-Q1"


def test_a_locked_period_is_said_beside_its_name(window: MainWindow, store: Store) -> None:
    periods.lock_period(store, "2026-Q2", "Đã gửi")
    assert window.topbar.period.accessibleName().endswith("đang khóa")


def test_a_signed_period_says_what_it_shows_otherwise_than_its_report(
    window: MainWindow, store: Store, session: Session
) -> None:
    targets.set_own_target(store, "CT-2", "≥90")
    freeze_report(store, session.period_code, despite_errors=True)
    before = window.locked.notice.words.text()
    window.locked.look_closer()  # as after each start
    assert window.locked.notice.words.text() == before
    targets.set_own_target(store, "CT-2", "≥95")
    assert window.locked.notice.words.text() == (
        f"{before} Sau khi trình ký đã đổi ở nội dung của cả năm: Chỉ tiêu 2; "
        "báo cáo đã trình ký giữ nguyên."
    )
    targets.set_own_target(store, "CT-2", "≥90")
    assert window.locked.notice.words.text() == before


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
    assert dialog.reason.fault() == "Ghi lý do mở khóa."
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


def test_a_period_entered_afterwards_counts_no_days(
    window: MainWindow, session: Session, store: Store
) -> None:
    set_settings(store, first_period="2026-Q2")
    session.set_period("2026-Q1")
    assert window.statusbar.days.text() == "Kỳ nhập bổ sung, không tính chậm"
    session.set_period("2026-Q2")
    assert window.statusbar.days.text().startswith("Chốt số liệu 14/6")


def test_the_menu_ticks_the_period_that_is_shown_and_names_the_lock(
    window: MainWindow, store: Store
) -> None:
    periods.lock_period(store, "2026-Q2", "Đã gửi")
    menu = window.topbar.period.menu_for_periods()
    first, second = menu.actions()[:2]
    assert (first.icon().isNull(), second.icon().isNull()) == (True, False)
    assert "đang khóa" not in first.text()
    assert second.text().endswith("đang khóa)")
    menu.deleteLater()
