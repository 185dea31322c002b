"""Returned rows: the reply comes in, its row is mended, trình ký again, the next package leaves."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, cast

import pytest
from hands import type_text
from issued_desk import PERIOD

from qnapp.db.inbox import received_packages
from qnapp.db.issued import report_in_force
from qnapp.db.outbox import checked_file, last_sending, mark_all_sent, outgoing_packages
from qnapp.db.progress import set_progress
from qnapp.db.returned import open_rows
from qnapp.documents.freeze import freeze_report
from qnapp.domain.packages import PackageState
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.submission import make_submission
from qnapp.ui.report_page.before_signing import SIGN
from qnapp.ui.report_page.stages import Stage
from qnapp.ui.sending.dialog import SendDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chosen_files import ChosenFiles
    from counted_hands import CountedHands
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor
    from upper_office import UpperOffice

    from qnapp.db.store import Store
    from qnapp.ui.kit.texts import GrowingTextEdit
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow

UID, OTHER, LEFT = "NQ05-2026/1.14", "NQ05-2026/3.2", "NQ05-2026/1.5"
REASON, MENDED = "Chưa nêu số hộ đã bàn giao.", "Đã bàn giao 12/14 hộ."


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[UID, OTHER, LEFT])
    for uid in (UID, OTHER):
        set_progress(made, uid, PERIOD, status="in_progress", percent=60, result="Đã họp.")
    # An error that went up with the first report; while the row is closed nobody can mend it.
    set_progress(made, LEFT, PERIOD, status="completed", completed_on="20/5/2026", percent=100)
    return made


@pytest.fixture
def reply(store: Store, office: UpperOffice, tmp_path: Path) -> Path:
    """The first report was sent, taken in above, and one of its rows came back."""
    report = freeze_report(store, PERIOD, despite_errors=True)
    package = make_submission(store, report.id).packages[0]
    mark_all_sent(store, package.first)
    shutil.copy(checked_file(store, package), tmp_path / package.name)
    return office.give_back(office.take_in([tmp_path / package.name]), {UID: REASON})


def stage(desk: PeriodDesk) -> Stage:
    return desk.stage


def test_a_returned_row_is_mended_and_sent_again(
    window: MainWindow,
    store: Store,
    reply: Path,
    office: UpperOffice,
    hands: CountedHands,
    choose: ChosenFiles,
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    choose(reply)
    with qtbot.waitSignal(window.arrivals.dialog_opened, timeout=30_000):
        hands.click(window.navigation.door)
    dialog = window.arrivals.dialog
    assert dialog is not None
    hands.click(dialog.origin.compared)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        hands.click(dialog.take)

    # At once on the row that came back, with its reason; the others stay closed.
    page = cast("TasksPage", window.current_page)
    assert page.key == "tasks"
    assert REASON.rstrip(".") in page.editor.returned.words.text()
    assert open_rows(store, PERIOD) == {UID}
    field = cast("GrowingTextEdit", page.editor.form.fields["result"])
    field.setFocus()
    field.selectAll()
    type_text(field, MENDED)
    hands.click(window.navigation.item("report"))

    desk = cast("ReportPage", window.page("report")).report
    qtbot.waitUntil(lambda: desk.preview.view.pages() > 0, timeout=30_000)
    assert desk.subtitle() == "Lần 2, sửa các dòng bị trả lại"
    assert any(one.where == LEFT for one in window.session.findings())
    choose(tmp_path / "lần 2.pdf")
    door.answers = [0]
    with qtbot.waitSignal(desk.exporter.exported, timeout=60_000):
        hands.click(desk.foot.main)
    (box,) = door.boxes
    assert box.buttons[0] == SIGN  # an error in a row that is closed stops nobody
    assert stage(desk) is Stage.FROZEN
    assert open_rows(store, PERIOD) == frozenset()

    desk.parts.open_part("outbox")
    qtbot.waitUntil(desk.outbox.pack.isVisible)
    hands.click(desk.outbox.pack)
    sending = window.findChildren(SendDialog)[-1]
    assert isinstance(sending, SendDialog)
    qtbot.waitUntil(lambda: sending.choices.preview is not None, timeout=30_000)
    sending.choices.show_folder(tmp_path / "gửi")
    hands.click(sending.main)
    qtbot.waitUntil(lambda: sending.is_packed, timeout=60_000)
    hands.click(sending.main)  # the letter
    hands.click(sending.main)  # it was sent
    assert stage(desk) is Stage.SENT

    (package,) = last_sending(store, PERIOD).packages
    assert package.revision == 2
    assert [one.state for one in outgoing_packages(store)] == [
        PackageState.SENT,
        PackageState.REPLACED,
    ]
    office.take_in([tmp_path / "gửi" / package.name])
    newest = received_packages(office.store, package.plan, PERIOD, "06652")[-1]
    assert newest.revision == 2
    rows = {row.uid: row for row in received_sheet(office.store, newest).own_tasks}
    assert rows[UID].progress.result == MENDED
    assert rows[OTHER].progress.result == "Đã họp."
    report = report_in_force(store, PERIOD)
    assert report is not None
    assert report.revision == 2
