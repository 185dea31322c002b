"""What the tests of trình ký in the window do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hands import click, type_text
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices

from qnapp.db.issued import report_in_force
from qnapp.db.report_files import read_file
from qnapp.ui.report_page.issue_dialog import IssueDialog

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from chosen_files import ChosenFiles
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.issued import FileKind, IssuedReport
    from qnapp.ui.report_page.period_desk import PeriodDesk

PERIOD = "2026-Q2"


def in_force(store: Store) -> IssuedReport:
    found = report_in_force(store, PERIOD)
    assert found is not None
    return found


def kept(store: Store, report: IssuedReport, kind: FileKind) -> bytes:
    file = report.file(kind)
    assert file is not None
    return read_file(store, file)


def attach(qtbot: QtBot, desk: PeriodDesk, choose: ChosenFiles, file: Path, button: Any) -> None:
    choose(file)
    with qtbot.waitSignal(desk.session.said, timeout=60_000, check_params_cb=_attached):
        click(button)


def _attached(sentence: str) -> bool:
    return sentence.startswith("Đã gắn bản ký")


def dialog_of(desk: PeriodDesk) -> IssueDialog:
    dialogs = desk.window().findChildren(IssueDialog)
    assert len(dialogs) == 1
    dialog = dialogs[0]
    assert isinstance(dialog, IssueDialog)
    return dialog


def freed(desk: PeriodDesk) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not desk.window().findChildren(IssueDialog)


def retype(field: Any, text: str) -> None:
    field.selectAll()
    type_text(field, text)


def opened_outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take down the files that are handed to other programs, in a list that grows."""
    opened: list[str] = []

    def take(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return opened
