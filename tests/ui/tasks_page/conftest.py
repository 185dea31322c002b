"""The page in its real window, over a real store of Phường Hà Tu that follows nine tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qnapp.ui.resolution_page.page import ResolutionPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow

TAKEN = ("1.5", "1.14", "1.15", "1.18", "2.16.1", "2.16.3", "3.2", "3.4.20", "6.1")


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    return make_store(taken=[f"NQ05-2026/{code}" for code in TAKEN])


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(TasksPage, ResolutionPage)
    made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> TasksPage:
    made = window.page("tasks")
    assert isinstance(made, TasksPage)
    qtbot.waitUntil(made.table.hasFocus)
    return made
