"""The page Báo cáo in its real window, switched to the unit's own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles

from qnapp.db import targets
from qnapp.ui.report_page.page import ReportPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.unit_plan_page.desk import PlanDesk


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    codes = ("1.5", "1.14", "3.2")
    made = make_store(taken=[f"NQ05-2026/{code}" for code in codes])
    targets.set_own_target(made, "CT-1", "≥90")
    return made


@pytest.fixture
def page(make_window: Callable[..., object], qtbot: QtBot) -> ReportPage:
    window = make_window(ReportPage)
    made = window.page("report")
    assert isinstance(made, ReportPage)
    return made


@pytest.fixture
def desk(page: ReportPage, qtbot: QtBot) -> PlanDesk:
    page.show_document("plan")
    qtbot.waitUntil(lambda: page.plan.preview.view.pages() > 0, timeout=20_000)
    return page.plan


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)
