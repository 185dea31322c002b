"""Esc while the office's dialogs work: nothing is made behind a closed dialog, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press
from held_worker import held
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFileDialog
from reporting_units import HA_TU, Q1
from shiboken6 import isValid

from qnapp.db.inbox import received_packages
from qnapp.db.replies import replies_to
from qnapp.db.roster import confirm_key, confirmed_key
from qnapp.exchange.receiving import Taken, take_in_many
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.submission.dialog import PAPERS, SubmissionDialog
from qnapp.ui.submission.return_dialog import ReturnDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.inbox_page.page import InboxPage

PLAN = "NQ05-2026"


@pytest.fixture
def report(page: InboxPage, sent: dict[str, Path], store: Store, qtbot: QtBot) -> SubmissionDialog:
    """The opened report of Hà Tu, whose key is confirmed."""
    take_in_many(store, [sent["first"]])
    (first,) = received_packages(store, PLAN, Q1, HA_TU)
    confirm_key(store, HA_TU, first.name, first.key)
    page.reload()
    page.show_code(HA_TU)
    click(page.foot.read)
    found = page.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(found.rows.model.rows()))
    return found


def test_a_key_is_confirmed_with_its_package_or_not_at_all(
    page: InboxPage, sent: dict[str, Path], store: Store, qtbot: QtBot
) -> None:
    take_in_many(store, [sent["first"]])
    (first,) = received_packages(store, PLAN, Q1)
    confirm_key(store, HA_TU, first.name, first.key)
    files = take_in_many(store, [sent["other key"]])
    taken = TakenDialog.open_for(page.session, files, page.window())
    click(taken.settle)
    key = taken.findChildren(KeyDialog)[-1]
    click(key.same)
    with qtbot.waitSignal(page.session.said) as said, held(page.session.tasks):
        click(key.confirm)
        press(key, Qt.Key.Key_Escape)
        assert key.isVisible()  # it stays until the work has ended
        assert not key.confirm.isEnabled()
    assert said.args == [KeyDialog.stopped]
    assert confirmed_key(store, HA_TU) == first.key
    assert len(received_packages(store, PLAN, Q1)) == 1
    with qtbot.waitSignal(key.confirmed):
        click(key.confirm)
    assert taken.model.file(0).outcome is Taken.TAKEN
    click(taken.close_button)


def test_what_was_accepted_is_said_and_undone_though_the_dialog_is_gone(
    page: InboxPage, report: SubmissionDialog, store: Store, qtbot: QtBot
) -> None:
    digest = report._package.digest
    with qtbot.waitSignal(page.session.said) as said, held(page.session.tasks):
        click(report.accept_button)
        press(report, Qt.Key.Key_Escape)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not page.window().findChildren(SubmissionDialog)
    assert said.args is not None
    assert said.args[0].startswith("Đã tiếp nhận báo cáo của Phường Hà Tu.")
    assert len(replies_to(store, digest)) == 1
    page.session.undo_stack.undo()
    (package,) = received_packages(store, PLAN, Q1)
    assert package.answer == ""


def test_the_reasons_stay_on_the_screen_until_the_answer_is_made(
    page: InboxPage, report: SubmissionDialog, store: Store, qtbot: QtBot
) -> None:
    line = report.rows.model.shown()[0]
    report.marks.mark(line.kind, line.key, "Chưa rõ")
    click(report.send_back)
    asked = report.findChildren(ReturnDialog)[-1]
    with qtbot.waitSignal(report.answered), held(page.session.tasks):
        click(asked.deed)
        press(asked, Qt.Key.Key_Escape)
        assert asked.isVisible()
        asked.close()
        assert asked.isVisible()
    assert len(replies_to(store, report._package.digest)) == 1
    assert report.marks.reasons == {}


def test_pages_that_are_drawn_for_a_closed_report_are_dropped(
    page: InboxPage, report: SubmissionDialog, qtbot: QtBot
) -> None:
    preview = report.papers.preview
    report.show_view(PAPERS)
    qtbot.waitUntil(lambda: preview._job is not None, timeout=20_000)
    click(report.close_button)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(preview)
    qtbot.waitUntil(lambda: not page.session.tasks._ends, timeout=30_000)


def test_a_reminder_that_is_stopped_reminds_nobody(
    page: InboxPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qnapp.ui.inbox_page.reminder_dialog.open_outside", lambda _folder: True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click(page.heading.remind)
    dialog = page.window().findChildren(ReminderDialog)[-1]
    assert HA_TU in dialog.model.ticked()
    with qtbot.waitSignal(page.session.said) as said, held(page.session.tasks):
        click(dialog.save)
        press(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
    assert said.args == [ReminderDialog.stopped]
    assert page.model.line(HA_TU).reminded_words == ""  # type: ignore[union-attr]
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        click(dialog.save)
    assert page.model.line(HA_TU).reminded_words == "19/3/2026"  # type: ignore[union-attr]
