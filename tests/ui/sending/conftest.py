"""A report that was sent for signature, and what opens files outside of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chosen_files import ChosenFiles
from hands import click
from PySide6.QtGui import QDesktopServices

from qnapp.db.evidence import add_evidence
from qnapp.db.settings import set_settings
from qnapp.documents.freeze import freeze_report
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.sending.dialog import SendDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.window import MainWindow

PERIOD, UID = "2026-Q2", "NQ05-2026/1.14"


@pytest.fixture
def store(make_store: Callable[..., Store], tmp_path: Path) -> Store:
    made = make_store(taken=[UID, "NQ05-2026/3.2"])
    set_settings(made, mail_to="th@quangninh.example", mail_limit_mb=2)
    file = tmp_path / "Biên bản.pdf"
    file.write_bytes(b"%PDF-1.7" + bytes(50_000))
    add_evidence(made, [file], UID, PERIOD)
    return made


@pytest.fixture
def report(store: Store) -> IssuedReport:
    return freeze_report(store, PERIOD, despite_errors=True)


@pytest.fixture
def desk(report: IssuedReport, make_window: Callable[..., MainWindow], qtbot: QtBot) -> PeriodDesk:
    window = make_window(ReportPage)
    page = window.page("report")
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page.report.preview.view.pages() > 0, timeout=30_000)
    return page.report


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were opened outside; the machine has a program for each."""
    found: list[str] = []

    def open_url(url: QUrl) -> bool:
        found.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


@pytest.fixture
def ask(desk: PeriodDesk, qtbot: QtBot) -> Callable[[], SendDialog]:
    """Open the dialog by the section's link, and wait until sizes are known."""

    def run() -> SendDialog:
        desk.parts.open_part("outbox")
        qtbot.waitUntil(lambda: desk.outbox.pack.visibleRegion().boundingRect().height() > 20)
        click(desk.outbox.pack)
        dialog = desk.window().findChildren(SendDialog)[-1]
        assert isinstance(dialog, SendDialog)
        qtbot.waitUntil(lambda: dialog.choices.preview is not None, timeout=30_000)
        return dialog

    return run
