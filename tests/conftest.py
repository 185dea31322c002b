"""What all tests share: no window on the screen, the program's own theme, and no window left."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from recording_door import RecordingDoor


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--onscreen", action="store_true", help="show windows on the screen instead of hiding them"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # What Qt's offscreen platform says of itself whenever a window opens: no fault of the program.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support ")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["qnapp-tests"]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Give the one application the program's theme, words and collector; ``qtbot`` asks for it."""
    from qnapp.ui.collector import Collector
    from qnapp.ui.kit.theme import apply_theme
    from qnapp.ui.kit.translation import install_translation

    apply_theme(qapp, "light", 100)
    install_translation(qapp)
    Collector(qapp)
    return qapp


@pytest.fixture
def door(qapp: QApplication) -> RecordingDoor:
    """Give a door that shows nothing, remembers what it said and answers as it was told."""
    from recording_door import RecordingDoor

    return RecordingDoor()


@pytest.fixture(autouse=True)
def _clean_desk() -> Iterator[None]:
    """No test may leave a window open, nor another theme in force than it found."""
    yield
    from PySide6.QtWidgets import QApplication

    from qnapp.ui.collector import Collector

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for collector in app.findChildren(Collector):
        collector.collect_due()
    _reset_theme()
    stray = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.windowTitle()!r}" for widget in stray]
    for widget in stray:
        widget.close()
    assert not names, f"left open: {names}"


def _reset_theme() -> None:
    from qnapp.ui.kit.theme import theme

    try:
        now = theme()
    except RuntimeError:  # no test has needed one yet
        return
    if now.dark or now.font_percent != 100:
        now.apply("light", 100)
