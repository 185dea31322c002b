"""Undo and redo over all pages; how a refusal, a success and long work are told."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hands import click, press_ctrl
from plain_pages import plain
from PySide6.QtCore import Qt

from qnapp.db import assignments, evidence, milestones, periods, targets
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.errors import InputError, StoreError
from qnapp.ui.places import Place, place_of
from qnapp.ui.statusbar import LOCAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.journal import FieldChange
    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job
    from qnapp.ui.window import MainWindow


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


def test_what_the_disk_refused_is_tried_again_by_the_band(
    window: MainWindow, session: Session, store: Store
) -> None:
    full = [True]

    def change() -> list[FieldChange]:
        if full[0]:
            raise StoreError("Ổ đĩa đã hết chỗ trống nên chưa lưu được. Thử lại.")
        return set_settings(store, clerk="Lê Văn Thử")

    window.show_page("checks")
    assert not session.write("người làm", change)
    band = window._frames["checks"].band
    foot = window.statusbar.text
    click(band._retry)
    assert band.isVisible()  # it is still full
    assert foot.text() == "Lần sửa vừa rồi chưa lưu được."  # no tick contradicts the band
    window.show_page("tasks")
    assert foot.text() == "Lần sửa vừa rồi chưa lưu được."
    window.show_page("checks")
    full[0] = False
    click(band._retry)
    assert not band.isVisible()
    assert foot.text().startswith("Đã lưu lúc ")
    assert get_settings(store).clerk == "Lê Văn Thử"
    assert session.undo_stack.undoText() == "người làm"


def test_a_success_is_said_with_the_time_of_the_store(
    window: MainWindow, session: Session, store: Store
) -> None:
    session.write("người làm", lambda: set_settings(store, clerk="Lê Văn Thử"))
    expected = "Đã lưu lúc 14:32. Dữ liệu chỉ nằm trên máy này."
    assert window.statusbar.text.text() == expected
    session.said.emit("Đã xuất báo cáo 6 trang.")
    assert window.statusbar.text.text() == "Đã xuất báo cáo 6 trang."


def test_what_was_said_goes_with_the_page_but_not_what_led_to_another(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    foot = window.statusbar
    session.said.emit("Đã tạo 3 gói và 1 thư. Chưa gửi đi đâu.")
    session.go("checks")
    assert foot.text.text() == "Đã tạo 3 gói và 1 thư. Chưa gửi đi đâu."
    qtbot.waitUntil(lambda: not foot._just_said.isActive())
    session.go("tasks")
    assert foot.text.text() == LOCAL_WORDS


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


def test_a_sentence_too_long_for_the_foot_keeps_its_end(
    window: MainWindow, session: Session
) -> None:
    long = "Ngày thực hiện mốc “Khởi công” của nhiệm vụ 5.6.1 " * 4 + "chưa ghi được “31/2/2026”."
    session.said.emit(long)
    foot = window.statusbar.text
    assert foot.is_cut()
    assert foot.toolTip() == long
    (shown,) = foot._broken(foot.width())[0]
    assert shown.startswith("Ngày thực hiện")
    assert shown.endswith("“31/2/2026”.")
    session.said.emit("Đã lưu.")
    assert not foot.is_cut()
