"""Search over everything, and in the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click, press, press_ctrl, type_text
from plain_pages import plain
from PySide6.QtCore import Qt

from qnapp.db.progress import set_progress
from qnapp.ui.hit_list import NOTHING, cut_before, places_of
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


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


def test_escape_closes_the_results_and_takes_the_words_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "vốn")
    qtbot.waitUntil(list_of(window).isVisible)
    press(window.topbar.field, Qt.Key.Key_Escape)
    assert not list_of(window).isVisible()
    assert window.topbar.field.value() == ""


def test_on_another_page_no_word_stands_that_narrows_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("tasks")
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "vốn")
    qtbot.waitUntil(list_of(window).isVisible)
    press_ctrl(window, Qt.Key.Key_3)
    assert window.topbar.field.value() == ""
    assert not list_of(window).isVisible()


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


def test_what_was_looked_for_is_marked_in_a_row_or_word_by_word() -> None:
    text = "Toàn tỉnh có 50% trường học, học viên"
    assert [text[a:b] for a, b in places_of("truong hoc", text)] == ["trường học"]
    assert [text[a:b] for a, b in places_of("vien tinh", text)] == ["viên", "tỉnh"]
    assert places_of("5.6.1", text) == ()


def test_a_line_begins_so_that_the_hit_is_seen_and_no_room_is_left(window: MainWindow) -> None:
    text = "Triển khai hiệu quả Chương trình công tác của Ban Chỉ đạo về phát triển khoa học"
    first, room = text.index("khoa"), 300.0
    cut = cut_before(text, first, room)
    assert cut.startswith("… ")
    assert cut.endswith("khoa học")
    assert room - 80 < text_width(cut) <= room
    assert cut_before(text, first, 2 * text_width(text)) == text


def test_the_list_marks_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "khoa hoc")
    qtbot.waitUntil(list_of(window).isVisible)
    picture = list_of(window).grab().toImage()
    mark = theme().color("mark").rgb()
    places = range(0, picture.width(), 2)
    rows = range(0, picture.height(), 4)
    assert any(picture.pixel(x, y) == mark for x in places for y in rows)
