"""A finished period to package and mail draft: counted, with real clicks in the real window."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import signing
from hands import type_text
from issued_desk import PERIOD, dialog_of, in_force, kept

from qnapp.db.outbox import last_sending
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings, set_view_state
from qnapp.domain.issued import FileKind
from qnapp.exchange.container import open_package
from qnapp.ui.sending.dialog import SendDialog
from qnapp.ui.sending.folder import proposed_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from chosen_files import ChosenFiles
    from counted_hands import CountedHands
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor
    from upper_office import UpperOffice

    from qnapp.db.store import Store
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.window import MainWindow

CODES = ("1.14", "3.2")
MOST_CLICKS = 12


@pytest.fixture
def store(make_store: Callable[..., Store], tmp_path: Path) -> Store:
    """A period whose rows are all told."""
    made = make_store(taken=[f"NQ05-2026/{code}" for code in CODES])
    for code in CODES:
        set_progress(
            made,
            f"NQ05-2026/{code}",
            PERIOD,
            status="in_progress",
            percent=60,
            result="Đã họp dân.",
        )
    folder = tmp_path / "gửi"
    set_settings(made, mail_to="th@quangninh.example")
    folder.mkdir()
    set_view_state(made, "send_folder", str(folder))
    return made


def test_a_finished_period_becomes_a_package_and_a_letter_in_at_most_twelve_clicks(
    window: MainWindow,
    store: Store,
    hands: CountedHands,
    choose: ChosenFiles,
    door: RecordingDoor,
    office: UpperOffice,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    hands.click(window.navigation.item("report"))
    desk = cast("ReportPage", window.page("report")).report
    qtbot.waitUntil(lambda: desk.preview.view.pages() > 0, timeout=30_000)

    choose(tmp_path / "báo cáo.pdf")
    hands.systems += 1
    door.answers = [0]  # Trình ký, in the one question before it locks
    hands.clicks += 1
    with qtbot.waitSignal(desk.exporter.exported, timeout=60_000):
        hands.click(desk.foot.main)

    signed = tmp_path / "đã ký.pdf"
    signed.write_bytes(signing.signed(kept(store, in_force(store), FileKind.PDF)))
    choose(signed)
    hands.systems += 1
    hands.click(desk.foot.main)
    qtbot.waitUntil(lambda: desk.foot.main.text() == "Ghi số, ngày ban hành…", timeout=60_000)

    hands.click(desk.foot.main)
    issue = dialog_of(desk)
    type_text(issue.number, "15-BC/ĐU")
    type_text(issue.issued_on, "5/6")
    hands.click(issue.save)

    hands.click(desk.foot.main)
    dialog = window.findChildren(SendDialog)[-1]
    assert isinstance(dialog, SendDialog)
    qtbot.waitUntil(lambda: dialog.choices.preview is not None, timeout=30_000)
    hands.click(dialog.main)
    qtbot.waitUntil(lambda: dialog.is_packed, timeout=60_000)
    hands.click(dialog.main)
    assert hands.clicks + hands.systems <= MOST_CLICKS, f"{hands.clicks} + {hands.systems}"

    (letter,) = hands.outside
    mail = message_from_bytes(Path(letter).read_bytes(), policy=default)
    assert (mail["To"], mail["X-Unsent"]) == ("th@quangninh.example", "1")
    (package,) = last_sending(store, PERIOD).packages
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    arrived = tmp_path / "đến" / package.name
    arrived.parent.mkdir()
    arrived.write_bytes(attached[package.name])
    with open_package(arrived) as found:
        assert found.manifest.head.issue is not None
        assert found.manifest.head.issue.number == "15-BC/ĐU"
    assert office.take_in([arrived]) == package.digest

    assert len(door.boxes) == 1
    hands.click(dialog.main)
    assert last_sending(store, PERIOD).sent_at is not None
    assert not desk.foot.main.isVisible()
    steps = [step.words for step in cast("ReportPage", window.page("report"))._steps]
    assert steps[4:] == ["đã ký, ngày 05/6", "đã gửi 05/6", "chờ trả lời"]


def test_the_folder_is_that_of_last_time_or_one_of_its_own(store: Store, tmp_path: Path) -> None:
    assert proposed_folder(store, "6 tháng năm 2026", 1) == tmp_path / "gửi"
    shutil.rmtree(tmp_path / "gửi")
    own = proposed_folder(store, "6 tháng năm 2026", 2)
    assert own.name == "Gửi báo cáo 6 tháng năm 2026 lần 2"
