"""A window whose store has rows for an officer, and files that come in for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from chosen_files import ChosenFiles
from filled_form import FilledForm
from plain_pages import ReportLike

from qnapp.db.organisations import resolve_organisation
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.setup import initialise
from qnapp.exchange.form import export_form
from qnapp.exchange.plan_package import plan_contents, write_plan_package
from qnapp.ui.arrivals.dialog import ArrivalDialog
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
CODES = ("1.5", "1.14", "1.15", "3.2")


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[f"NQ05-2026/{code}" for code in CODES])
    set_progress(made, "NQ05-2026/1.14", PERIOD, status="in_progress", percent=40)
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(TasksPage, IndicatorsPage, ReportLike)
    made.activateWindow()
    return made


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


@pytest.fixture
def form(store: Store, tmp_path: Path) -> FilledForm:
    """A form of all rows as it was sent to the officers."""
    file = tmp_path / "Biểu nhập.xlsx"
    export_form(store, PERIOD, file)
    return FilledForm(file)


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Callable[..., ArrivalDialog]:
    """Open files by the window's door; gives the dialog of the first of them."""

    def run(*paths: Path) -> ArrivalDialog:
        with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000) as shown:
            window.arrivals.open(paths)
        return dialog_in(shown.args)

    return run


def dialog_in(arguments: list[Any] | None) -> ArrivalDialog:
    assert arguments
    dialog = arguments[0]
    assert isinstance(dialog, ArrivalDialog)
    return dialog


@pytest.fixture
def make_plan(
    tmp_path: Path, clock: FixedClock
) -> Iterator[Callable[[Callable[[Plan], Plan]], Path]]:
    """Plan packages of the province's office: ``make_plan(change)``."""
    office = initialise(
        tmp_path / "VPTU", organisation=resolve_organisation("VPTU"), clerk="Văn thư", clock=clock
    )
    made: list[Path] = []

    def make(change: Callable[[Plan], Plan], **more: Any) -> Path:
        plan = replace(change(current_plan(office)), version=2 + len(made))
        made.append(tmp_path / f"kế hoạch {len(made)}.qnkh")
        write_plan_package(office, made[-1], plan_contents(office, plan=plan, **more))
        return made[-1]

    yield make
    office.close()
