"""From the first start to the overview: at most eight clicks, or no mouse at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from counted_hands import CountedHands
from hands import type_text
from PySide6.QtCore import Qt

from qnapp.app import make_window
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.ui.first_run.dialog import FirstRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.window import MainWindow

MOST_CLICKS = 8
MOST_KEYS = 12  # beside what is typed as text
UNIT, CLERK, SIGNER = "ha tu", "Trần Thị Mẫu", "Nguyễn Văn Mẫu"


@pytest.fixture
def run(tmp_path: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot) -> FirstRun:
    dialog = FirstRun(tmp_path / "QNApp" / "dulieu", clock=clock, door=door)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.activateWindow()
    return dialog


@pytest.fixture
def window(
    run: FirstRun, clock: FixedClock, door: RecordingDoor, qtbot: QtBot
) -> Iterator[list[MainWindow]]:
    """Where the window is put that opens after the first run; it is closed with its store."""
    made: list[MainWindow] = []
    yield made
    for one in made:
        qtbot.addWidget(one)
        one.close()
        one.session.close()


def open_window(run: FirstRun, clock: FixedClock, door: RecordingDoor) -> MainWindow:
    """What the program does with the store that a first run gives."""
    assert run.store is not None
    made = make_window(run.store, clock=clock, door=door)
    made.show()
    return made


def require_ready(window: MainWindow) -> None:
    """Hold that the clerk's work can begin: the unit, its tasks, and the next thing to do."""
    store = window.session.store
    assert own_organisation(store).name == "Phường Hà Tu"
    settings = get_settings(store)
    assert (settings.clerk, settings.signer, settings.first_period) == (CLERK, SIGNER, "2026-Q2")
    proposed = load_worksheet(store, "2026-Q2").own_tasks
    assert proposed
    assert all(row.reason for row in proposed)
    assert window.current_page.key == "overview"


def test_by_mouse(
    run: FirstRun,
    window: list[MainWindow],
    hands: CountedHands,
    clock: FixedClock,
    door: RecordingDoor,
) -> None:
    hands.click(run.organisation_step.search)
    type_text(run.organisation_step.search, UNIT)
    hands.click(run.next)
    hands.click(run.clerk_step.clerk)
    type_text(run.clerk_step.clerk, CLERK)
    hands.click(run.clerk_step.signer)
    type_text(run.clerk_step.signer, SIGNER)
    hands.click(run.next)
    hands.click(run.next)
    assert hands.clicks <= MOST_CLICKS
    window.append(open_window(run, clock, door))
    require_ready(window[0])


def test_by_keyboard_alone(
    run: FirstRun, window: list[MainWindow], clock: FixedClock, door: RecordingDoor
) -> None:
    hands = CountedHands()
    hands.type(UNIT)
    hands.press(Qt.Key.Key_Return)
    assert run.clerk_step.clerk.hasFocus()
    hands.type(CLERK)
    while not run.clerk_step.signer.hasFocus():
        hands.press(Qt.Key.Key_Tab)
        assert hands.keys <= MOST_KEYS
    hands.type(SIGNER)
    while run.store is None:
        hands.press(Qt.Key.Key_Return)
        assert hands.keys <= MOST_KEYS
    window.append(open_window(run, clock, door))
    require_ready(window[0])
