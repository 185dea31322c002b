"""The real window with all its pages, every click counted, and an office above."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from counted_hands import CountedHands
from PySide6.QtGui import QDesktopServices
from upper_office import UpperOffice

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.ui.pages import PAGES
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from qnapp.ui.session import Session


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> CountedHands:
    made = CountedHands()

    def open_url(url: QUrl) -> bool:
        made.outside.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return made


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    made = MainWindow(session, PAGES)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[UpperOffice]:
    """The province's office, which takes the unit's packages in."""
    store = initialise(
        tmp_path / "VPTU", organisation=resolve_organisation("VPTU"), clerk="Văn thư", clock=clock
    )
    yield UpperOffice(store, tmp_path)
    store.close()
