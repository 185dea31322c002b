"""Thiết lập alone, and the system's file dialogs answered beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shown_pages import show_page

from qnapp.ui import file_dialogs
from qnapp.ui.settings_page.page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.ui.session import Session


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> SettingsPage:
    return show_page(SettingsPage(session), qtbot)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answer every file dialog with one path."""

    def choose(path: Path | None) -> None:
        for name in ("open_file", "save_file", "open_folder"):
            monkeypatch.setattr(file_dialogs, name, lambda *_: path)

    return choose
