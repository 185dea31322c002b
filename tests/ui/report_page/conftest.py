"""The page in its real window, over a real store with results, difficulties and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from hands import click
from issued_desk import in_force

from qnapp.db import targets
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.ui.report_page.page import ReportPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    codes = ("1.5", "1.14", "1.15", "3.2")
    made = make_store(taken=[f"NQ05-2026/{code}" for code in codes])
    say = {
        "1.5": {"status": "completed", "completed_on": "20/5/2026", "result": "Đã ban hành."},
        "1.14": {"status": "in_progress", "percent": 60, "result": "Đã họp dân đạt 96,4%."},
        "1.15": {"status": "in_progress", "difficulty": "Vướng mặt bằng."},
    }
    for code, fields in say.items():
        set_progress(made, f"NQ05-2026/{code}", PERIOD, **fields)  # type: ignore[arg-type]
    targets.set_own_target(made, "CT-1", "≥90")
    set_measurement(made, "CT-1", PERIOD, actual="91,3")
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(ReportPage)
    made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ReportPage:
    made = window.page("report")
    assert isinstance(made, ReportPage)
    qtbot.waitUntil(lambda: made.report.preview.view.pages() > 0, timeout=20_000)
    return made


@pytest.fixture
def desk(page: ReportPage) -> PeriodDesk:
    return page.report


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    """Answer the file dialogs: ``choose(target)``."""
    return ChosenFiles(monkeypatch)


@pytest.fixture
def freeze(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    choose: ChosenFiles,
    door: RecordingDoor,
    tmp_path: Path,
) -> Callable[[], IssuedReport]:
    """Send the report for signature as a clerk does; its PDF goes to ``tmp_path``."""

    def run() -> IssuedReport:
        choose(tmp_path / "trình ký.pdf")
        door.answers = door.answers or [0]  # Trình ký
        with qtbot.waitSignal(desk.exporter.exported, timeout=60_000):
            click(desk.foot.main)
        return in_force(store)

    return run
