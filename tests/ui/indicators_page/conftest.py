"""The page in its real window, over a real store of Phường Hà Tu with targets of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.resolution_page.page import ResolutionPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow

OWN_TARGETS = {
    "CT-1": "≥90",
    "CT-2": "≥90",
    "CT-3": "3-3,5",
    "CT-15a": "88",
    "CT-15b": "44",
    "CT-20": "Không còn hộ nghèo",
}


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store()
    for code, words in OWN_TARGETS.items():
        targets.set_own_target(made, code, words)
    targets.follow(made, "CT-12")
    set_measurement(made, "CT-3", "2026-Q1", actual="0,8")
    set_measurement(made, "CT-15a", "2026-Q2", estimate="86,9")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(IndicatorsPage, ResolutionPage)
    made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> IndicatorsPage:
    made = window.page("indicators")
    assert isinstance(made, IndicatorsPage)
    made.table.setFocus()
    qtbot.waitUntil(made.table.hasFocus)
    return made
