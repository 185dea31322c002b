"""The daily pages for every eye and hand: all is named, Tab goes as the eye does, dialogs go."""

from __future__ import annotations

import weakref
from datetime import date
from typing import TYPE_CHECKING

import pytest
from accessible import nameless, reachable, way_of_tab
from hands import show_active
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qnapp.db import targets
from qnapp.db.milestones import add_extension
from qnapp.db.progress import set_progress
from qnapp.models.paste_lines import Paste, PasteKind, PasteLine
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.paste_dialog import PasteDialog
from qnapp.ui.tasks_page.extension_dialog import ExtensionDialog
from qnapp.ui.tasks_page.local_dialog import LocalTaskDialog
from qnapp.ui.tasks_page.officer_dialog import OfficerDialog
from qnapp.ui.tasks_page.page import TasksPage
from qnapp.ui.tasks_page.paste import TaskPasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
TASK, INDICATOR = "NQ05-2026/1.18", "NQ05-2026/CT-1"
PAGES = ("overview", "tasks", "indicators", "checks")


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[TASK, "NQ05-2026/1.14", "NQ05-2026/5.6.1"])
    set_progress(made, TASK, PERIOD, status="in_progress", percent=40, result="Đã họp")
    targets.set_own_target(made, INDICATOR, "≥90")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(OverviewPage, TasksPage, IndicatorsPage, ChecksPage)
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


@pytest.mark.parametrize("key", PAGES)
def test_everything_that_can_be_reached_on_a_page_is_named(window: MainWindow, key: str) -> None:
    window.show_page(key)
    assert len(list(reachable(window.current_page))) >= 1
    assert nameless(window) == []


@pytest.mark.parametrize("key", ["overview", "tasks", "indicators"])
def test_tab_reaches_everything_on_a_page(window: MainWindow, key: str) -> None:
    window.show_page(key)
    first = window.current_page.focus_first()
    assert first is not None
    passed = way_of_tab(first, most=200)
    grouped = {type(one).__name__ for one in passed if type(one).__name__ in ("Chip", "_Segment")}
    missed = [
        type(one).__name__
        for one in reachable(window.current_page)
        if one not in passed and type(one).__name__ not in grouped
    ]
    assert missed == []


def test_tab_goes_down_the_editor(window: MainWindow) -> None:
    window.show_page("tasks")
    page = window.current_page
    assert isinstance(page, TasksPage)
    page.show_item(TASK)
    passed = way_of_tab(page.table)
    inside = [one for one in passed if page.editor.middle.isAncestorOf(one)]
    tops = [one.mapTo(page.editor, QPoint(0, 0)).y() for one in inside]
    assert len(inside) >= 6
    assert tops == sorted(tops)


def make_dialogs(session: Session) -> dict[str, Callable[[QWidget], QDialog]]:
    sheet = session.worksheet()
    row = next(row for row in sheet.tasks if row.uid == TASK)
    one = next(row for row in sheet.indicators if row.uid == INDICATOR)
    line = PasteLine(PasteKind.CHANGE, TASK, "1.18", row.task.title, "result", "", "Đã xong", "x")
    paste = Paste((line,))
    return {
        "extension": lambda parent: ExtensionDialog.open_for(session, row, parent),
        "own task": lambda parent: LocalTaskDialog.open_for(session, None, parent),
        "officer": lambda parent: OfficerDialog.open_for(2, ["Đỗ Thị Hậu"], parent),
        "history": lambda parent: HistoryDialog.open_for(
            session, "progress", TASK, PERIOD, title="nhiệm vụ 1.18", parent=parent
        ),
        "own indicator": lambda parent: LocalIndicatorDialog.open_for(session, parent=parent),
        "target": lambda parent: TargetDialog(one, parent),
        "paste": lambda parent: PasteDialog(paste, "Dán", "Chỉ tiêu", parent),
        "paste tasks": lambda parent: TaskPasteDialog(lambda _: paste, "result", "Quý I", parent),
    }


def let_go(dialog: QDialog) -> None:
    """Close as a person does; what was asked and answered is let go by whoever asked."""
    dialog.close()
    if not dialog.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose):
        dialog.deleteLater()


NAMES = (
    "extension", "own task", "officer", "history", "own indicator", "target", "paste",
    "paste tasks",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_a_dialog_is_named_and_has_the_keyboard_at_once(
    window: MainWindow, session: Session, store: Store, qtbot: QtBot, name: str
) -> None:

    due = date(2026, 9, 30)
    add_extension(store, TASK, due=due, document="Công văn số 1", granted=False)
    dialog = make_dialogs(session)[name](window)
    show_active(dialog)
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or window))
    passed = way_of_tab(QApplication.focusWidget() or window)
    missed = [
        type(one).__name__
        for one in reachable(dialog)
        if one not in passed and type(one).__name__ != "_Segment"
    ]
    let_go(dialog)
    assert missed == []


@pytest.mark.parametrize("name", NAMES)
def test_a_dialog_is_freed_when_it_is_closed(
    window: MainWindow, session: Session, name: str
) -> None:
    dialog = make_dialogs(session)[name](window)
    gone = weakref.ref(dialog)
    dialog.show()
    let_go(dialog)
    del dialog
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None
