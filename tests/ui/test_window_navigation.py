"""Where the keys and the column at the left lead, and when a page is built and read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hands import click, press_ctrl
from plain_pages import TasksLike, plain
from PySide6.QtCore import Qt

from qnapp.db.progress import set_progress
from qnapp.ui.navigation import NARROW_WIDTH
from qnapp.ui.pages import PAGES
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.page import Page, PageKind
    from qnapp.ui.session import Session


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


def test_the_door_for_files_keeps_room_behind_its_words_in_large_letters(
    make_window: Callable[..., MainWindow], dress_page: Callable[[str, int], None]
) -> None:
    window = make_window(TasksLike)
    dress_page("light", 130)
    door = window.navigation.door
    assert door.width_wanted() <= door.width()
