"""Kiểm tra phiên bản: an installer file is looked at, compared and never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from hands import click
from program_files import installer_file
from shown_pages import show_page

from qnapp.ui.settings_page.page import SettingsPage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.errors import UserError
    from qnapp.ui.session import Session


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> SettingsPage:
    return show_page(SettingsPage(session), qtbot)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


def test_a_newer_installer_is_told_with_its_sum_and_signature(
    page: SettingsPage, chosen: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "QNApp-9.1.0-setup.exe"
    file.write_bytes(installer_file())
    assert not page.about.version.isVisible()
    chosen(file)
    click(page.about.check)
    qtbot.waitUntil(page.about.version.isVisible)
    assert "9.1.0. Bộ cài này mới hơn bản đang dùng" in page.about.version.text()
    assert page.about.sum.text().startswith("SHA-256: ")
    assert "không có chữ ký số" in page.about.signature.text()


def test_another_file_is_refused_and_shows_nothing(
    page: SettingsPage, session: Session, chosen: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "khác.exe"
    file.write_bytes(b"MZ")
    told: list[UserError] = []
    session.failed.connect(told.append)
    chosen(file)
    click(page.about.check)
    qtbot.waitUntil(lambda: bool(told))
    assert "không phải bộ cài QNApp" in str(told[0])
    assert not page.about.version.isVisible()


def test_a_cancelled_choice_changes_nothing(page: SettingsPage, chosen: ChosenFiles) -> None:
    chosen()
    click(page.about.check)
    assert not page.about.version.isVisible()
