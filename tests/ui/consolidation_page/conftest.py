"""Tổng hợp over a real store of the upper office with a few received reports."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from fixed_clock import HANOI, FixedClock

from qnapp.assets import asset_json
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import choose_period
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.exchange.training_reports import fill_received
from qnapp.ui.consolidation_page.page import ConsolidationPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.ui.session import Session

Q1, Q2 = "2026-Q1", "2026-Q2"
CASES = asset_json("sample", "received.json")["periods"][Q2]
ON_TIME = ("06652", "06673")  # the second one has difficulties and asks for something
LATE, RETURNED = next(iter(CASES["late"])), CASES["returned"][0]
CONFLICT, DOUBTED = CASES["conflict"][0], CASES["unconfirmed"][0]


@pytest.fixture
def clock() -> FixedClock:
    """Four days after the second quarter's reports were due."""
    made = FixedClock()
    made.now = datetime(2026, 6, 24, 14, 32, tzinfo=HANOI)
    return made


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store that six units have reported to, two of them in the first quarter too."""
    folder = tmp_path_factory.mktemp("trên") / "store"
    office = resolve_organisation("VPTU")
    with initialise(
        folder,
        organisation=office,
        clerk="Trần Thị Mẫu",
        first_period=Q1,
        upper_office=True,
        clock=lambda: datetime(2026, 6, 24, 14, 32, tzinfo=HANOI),
    ) as store:
        fill_received(store, Q1, [*ON_TIME, DOUBTED])
        fill_received(store, Q2, [*ON_TIME, LATE, RETURNED, CONFLICT, DOUBTED])
        choose_period(store, Q2)
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A copy of the filled store."""
    folder = tmp_path / "store"
    shutil.copytree(filled, folder)
    with Store.open(folder, clock=clock, purpose="window") as made:
        yield made


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ConsolidationPage:
    """The page, shown and loaded."""
    made = ConsolidationPage(session)
    qtbot.addWidget(made)
    made.resize(1170, 608)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.loader.loaded, timeout=20_000):
        made.ensure_fresh()
    return made


@pytest.fixture
def wait_loaded(page: ConsolidationPage, qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Do something and wait until the consolidation was made anew."""

    def wait(act: Callable[[], object]) -> None:
        with qtbot.waitSignal(page.loader.loaded, timeout=20_000):
            act()
        # What was being read meanwhile is read anew: only the last of it counts.
        qtbot.waitUntil(lambda: not page.loader.busy, timeout=20_000)

    return wait
