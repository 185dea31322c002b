"""The first run before anything is made, and the system's file dialogs answered beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qnapp.ui import file_dialogs
from qnapp.ui.first_run.dialog import FirstRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "QNApp" / "dulieu"


@pytest.fixture
def run(folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot) -> Iterator[FirstRun]:
    dialog = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    yield dialog
    door.answers = [1]  # what was answered is given up
    dialog.reject()
    if dialog.store is not None:
        dialog.store.close()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    def choose(path: Path | None) -> None:
        for name in ("open_file", "open_folder"):
            monkeypatch.setattr(file_dialogs, name, lambda *_: path)

    return choose
