"""The plan desk of an office that collects reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from PySide6.QtGui import QDesktopServices

from qnapp.ui.plan_page.page import PlanPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    return make_store("VPTU", upper_office=True)


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> PlanPage:
    made = PlanPage(session)
    qtbot.addWidget(made)
    made.resize(1170, 608)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.ensure_fresh()
    return made


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was handed to the PC's own programs."""
    opened: list[str] = []

    def take(url: QUrl) -> bool:
        opened.append(url.fileName())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return opened


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)
