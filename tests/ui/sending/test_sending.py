"""Sending a report: seen beforehand, packed, its letters opened, noted, saved again, taken back."""

from __future__ import annotations

import errno
import os
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from dialog_hands import check_hands
from hands import click, press, type_text
from held_worker import held
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton

from qnapp.db.evidence import add_evidence
from qnapp.db.issued import report_in_force, withdraw
from qnapp.db.outbox import last_sending, outgoing_packages, record_answer
from qnapp.db.periods import stored_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import Changes
from qnapp.documents.freeze import attach_signed, export_file, freeze_report
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import PackageState, short_code
from qnapp.exchange.container import open_package
from qnapp.exchange.packing_preview import preview_packing
from qnapp.exchange.submission import make_submission
from qnapp.ui.kit.labels import IconText
from qnapp.ui.locked_dialogs import ReasonDialog
from qnapp.ui.report_page.stages import Stage
from qnapp.ui.sending.copying import COPIED, STOPPED
from qnapp.ui.sending.dialog import SendDialog
from qnapp.ui.sending.letters import NO_PROGRAM, OPEN
from qnapp.ui.sending.result import MARK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.tasks import Job

PERIOD, UID = "2026-Q2", "NQ05-2026/1.14"


def stage(desk: PeriodDesk) -> Stage:
    return desk.stage


def pack(qtbot: QtBot, dialog: SendDialog, folder: Path) -> None:
    dialog.choices.show_folder(folder)
    click(dialog.main)
    qtbot.waitUntil(lambda: dialog.is_packed, timeout=60_000)


def offered(dialog: SendDialog) -> list[str]:
    """What can be done with the letters, the loud button's words first."""
    buttons = [one.text() for one in dialog.made.findChildren(QAbstractButton) if one.isVisible()]
    return [dialog.main.text(), *(words for words in buttons if words in (OPEN, MARK))]


def test_a_report_is_packed_its_letter_opened_and_noted_as_sent(
    desk: PeriodDesk,
    store: Store,
    ask: Callable[[], SendDialog],
    opened: list[str],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    assert desk.outbox.head.source() == "chưa tạo gói"
    dialog = ask()
    assert dialog.choices.recipient.value() == "th@quangninh.example"
    assert "1 gói" in dialog.choices.parts.text()
    assert "1 minh chứng" in dialog.choices.parts.text()
    assert not dialog.choices.smaller.isVisible()
    assert outgoing_packages(store) == []  # seen beforehand, nothing is made
    pack(qtbot, dialog, tmp_path / "gửi" / "quý 2")
    (letter,) = (tmp_path / "gửi" / "quý 2").glob("*.eml")
    mail = message_from_bytes(letter.read_bytes(), policy=default)
    assert mail["To"] == "th@quangninh.example"
    assert dialog.main.text() == "Mở thư"
    qtbot.waitUntil(lambda: offered(dialog) == ["Mở thư", "Ghi là đã gửi"])  # each once
    click(dialog.main)
    assert opened == [str(letter)]
    assert dialog.main.text() == "Ghi là đã gửi"
    qtbot.waitUntil(lambda: offered(dialog) == ["Ghi là đã gửi", "Mở thư"])
    assert stage(desk) is Stage.PACKED
    click(dialog.main)
    assert last_sending(store, PERIOD).sent_at is not None
    assert stage(desk) is Stage.SENT
    assert not desk.foot.main.isVisible()
    assert desk.outbox.head.source() == "đã gửi"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not desk.window().findChildren(SendDialog)


def test_a_letter_that_was_not_opened_waits_on_the_page(
    desk: PeriodDesk,
    store: Store,
    ask: Callable[[], SendDialog],
    opened: list[str],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask()
    pack(qtbot, dialog, tmp_path / "gửi")
    click(dialog.cancel)
    (letter,) = (tmp_path / "gửi").glob("*.eml")
    assert (stage(desk), desk.foot.main.text()) == (Stage.PACKED, OPEN)
    click(desk.foot.main)
    assert opened == [str(letter)]
    assert last_sending(store, PERIOD).sent_at is None
    assert desk.foot.main.text() == MARK
    click(desk.foot.main)
    assert last_sending(store, PERIOD).sent_at is not None


def test_a_letter_that_is_gone_or_that_no_program_opens_keeps_nobody_from_noting(
    desk: PeriodDesk,
    ask: Callable[[], SendDialog],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog = ask()
    pack(qtbot, dialog, tmp_path / "gửi")
    click(dialog.cancel)
    with qtbot.waitSignal(desk.session.failed) as told:
        click(desk.foot.main)
    assert str(told.args[0]) == NO_PROGRAM
    assert desk.foot.main.text() == MARK


def test_another_recipient_is_kept_and_a_bad_one_stops_before_anything_is_made(
    store: Store, ask: Callable[[], SendDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ask()
    field = dialog.choices.recipient
    field.selectAll()
    type_text(field, "khong phai thu")
    click(dialog.main)
    assert "không phải địa chỉ thư" in field.fault()
    assert outgoing_packages(store) == []
    field.selectAll()
    type_text(field, "vp@tinh.example")
    pack(qtbot, dialog, tmp_path / "gửi")
    assert get_settings(store).mail_to == "vp@tinh.example"
    click(dialog.cancel)


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_full_disk_is_said_nothing_is_lost_and_a_retry_works(
    store: Store,
    report: IssuedReport,
    ask: Callable[[], SendDialog],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    written: int,
) -> None:
    """The disk is full after so many files: key, package, letter."""
    folder, left, sync = tmp_path / "gửi", [written], os.fsync

    def until_full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    dialog = ask()
    dialog.choices.show_folder(folder)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", until_full)
        click(dialog.main)
        qtbot.waitUntil(dialog.band.isVisible, timeout=60_000)
    said = dialog.band.words.text()
    assert "đầy" in said or "hết chỗ" in said
    assert not dialog.is_packed
    assert report_in_force(store, PERIOD) == report
    for place in (folder, store.folder):
        assert not [path for path in place.rglob("*") if path.suffix in (".part", ".tmp")]
    for package in folder.glob("*.qnbc"):
        open_package(package).close()  # what is there is whole
    click(dialog.band._retry)
    qtbot.waitUntil(lambda: dialog.is_packed, timeout=60_000)
    assert len(outgoing_packages(store)) == 1
    assert len(list(folder.glob("*.qnbc"))) == len(list(folder.glob("*.eml"))) == 1
    click(dialog.cancel)


def test_what_no_mail_carries_is_said_beforehand_and_goes_on_a_stick(
    desk: PeriodDesk,
    store: Store,
    report: IssuedReport,
    ask: Callable[[], SendDialog],
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    set_settings(store, mail_limit_mb=1)
    dialog = ask()
    dialog.reject()
    film = tmp_path / "phim.mp4"
    film.write_bytes(os.urandom(2_000_000))
    withdraw(store, report.id, "Thêm phim")
    add_evidence(store, [film], UID, PERIOD)
    freeze_report(store, PERIOD, despite_errors=True)
    dialog = ask()
    # The weight that is held against the limit: 2,000,000 bytes travel as 2,736,843 letters.
    weight = "thành thư khoảng 2,6 MB, lớn hơn giới hạn thư, chép bằng USB"
    assert f"khoảng 1,9 MB; {weight}." in dialog.choices.parts.text()
    pack(qtbot, dialog, tmp_path / "gửi")
    packages = last_sending(store, PERIOD).packages
    assert f"{packages[-1].name} lớn hơn giới hạn thư" in dialog.made.large.words.text()
    listed = [line.what.text() for line in desk.outbox.lines if line.package in packages]
    by_usb = [words.endswith(f"; {weight}") for words in listed]
    assert by_usb == [False] * (len(packages) - 1) + [True]
    assert len(list((tmp_path / "gửi").glob("*.eml"))) == len(packages) - 1
    stick = tmp_path / "usb"
    stick.mkdir()
    choose(stick)
    click(dialog.made.copy)
    told = f"Đã chép {len(packages)} gói"
    qtbot.waitUntil(lambda: told in dialog.made.told.words.text(), timeout=30_000)
    assert dialog.main.text() == "Ghi là đã gửi"  # what was carried is only to be noted
    for package in packages:
        with open_package(stick / package.name) as found:
            assert found.digest == package.digest
    click(dialog.cancel)


def test_photographs_made_smaller_are_shown_with_their_sizes(
    store: Store,
    report: IssuedReport,
    ask: Callable[[], SendDialog],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    photo = tmp_path / "ảnh.jpg"
    Image.effect_noise((2600, 1400), 70).convert("RGB").save(photo, quality=95)
    withdraw(store, report.id, "Thêm ảnh")
    add_evidence(store, [photo], UID, PERIOD)
    again = freeze_report(store, PERIOD, despite_errors=True)
    preview = preview_packing(store, again.id)
    assert preview.photos.count == 1
    assert preview.photos.before == photo.stat().st_size
    assert 0 < preview.photos.after < preview.photos.before
    dialog = ask()
    before = dialog.choices.parts.text()
    assert dialog.choices.smaller.text().startswith("Thu nhỏ 1 ảnh khi gửi: ")
    click(dialog.choices.smaller)
    assert dialog.choices.parts.text() != before
    pack(qtbot, dialog, tmp_path / "gửi")
    made = last_sending(store, PERIOD).packages
    assert sum(one.size for one in made) < preview.photos.before
    assert len(made) == len(preview.smaller)
    for package, expected in zip(made, preview.smaller, strict=True):
        assert expected.size == pytest.approx(package.size, rel=0.1)
    click(dialog.cancel)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_folder_that_takes_nothing_gives_a_sentence_and_another_try(
    store: Store,
    ask: Callable[[], SendDialog],
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    dialog = ask()
    blocked = tmp_path / "tệp"
    blocked.write_bytes(b"")
    dialog.choices.show_folder(blocked)
    click(dialog.main)
    qtbot.waitUntil(dialog.band.isVisible, timeout=60_000)
    assert "không phải thư mục" in dialog.band.words.text()
    assert not dialog.is_packed
    (made,) = outgoing_packages(store)  # kept, so that the next try is the same package
    choose(tmp_path / "usb")
    (tmp_path / "usb").mkdir()
    click(dialog.choices.change)
    click(dialog.band._retry)
    qtbot.waitUntil(lambda: dialog.is_packed, timeout=60_000)
    assert [one.digest for one in outgoing_packages(store)] == [made.digest]
    assert (tmp_path / "usb" / made.name).is_file()
    click(dialog.cancel)


def test_a_machine_without_a_mail_program_is_told_what_to_do(
    ask: Callable[[], SendDialog],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog = ask()
    pack(qtbot, dialog, tmp_path / "gửi")
    click(dialog.main)
    assert dialog.band.words.text() == NO_PROGRAM
    assert dialog.main.text() == "Mở thư"
    click(dialog.cancel)


def test_escape_closes_before_anything_is_made(store: Store, ask: Callable[[], SendDialog]) -> None:
    dialog = ask()
    press(dialog, Qt.Key.Key_Escape)
    assert outgoing_packages(store) == []


def test_the_list_of_packages_saves_marks_and_takes_back(
    desk: PeriodDesk,
    store: Store,
    report: IssuedReport,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    (package,) = make_submission(store, report.id).packages
    qtbot.waitUntil(lambda: len(desk.outbox.lines) == 1)
    assert stage(desk) is Stage.PACKED
    line = desk.outbox.lines[0]
    assert line.what.text().startswith("Lần 1, ")
    assert short_code(package.digest) in line.what.text()
    assert line.state.text() == "Tạo ngày 05/6/2026. Đã tạo, chưa gửi."
    choose(tmp_path)
    with qtbot.waitSignal(desk.session.said, timeout=30_000):
        click(line.save)
    assert (tmp_path / package.name).stat().st_size == package.size
    click(line.sent)
    assert desk.outbox.lines[0].state.text() == ("Tạo ngày 05/6/2026. Đã gửi ngày 05/6/2026.")
    click(desk.window().locked.notice._button)  # type: ignore[attr-defined]  # of the window
    dialog = desk.window().findChildren(ReasonDialog)[-1]
    assert dialog.windowTitle() == "Thu hồi để sửa"
    type_text(dialog.reason, "Sai số liệu")
    click(dialog.deed)
    assert not stored_period(store, PERIOD).locked
    assert outgoing_packages(store)[0].state is PackageState.WITHDRAWN
    assert "Đã thu hồi để sửa: Sai số liệu" in desk.outbox.lines[0].state.text()
    assert stage(desk) is Stage.WRITING


def test_a_returned_package_does_not_tell_the_reason_for_which_it_was_taken_back_later(
    desk: PeriodDesk, store: Store, report: IssuedReport
) -> None:
    make_submission(store, report.id)
    record_answer(store, outgoing_packages(store)[0].digest, "returned")
    withdraw(store, report.id, "Sửa lời phần II")
    desk.session.saved.emit()
    assert desk.outbox.lines[0].state.text().endswith("Bị trả lại ngày 05/6/2026.")


def test_the_band_over_the_page_takes_a_packed_report_back_too(
    desk: PeriodDesk, store: Store, report: IssuedReport, qtbot: QtBot
) -> None:
    band = desk.window().locked  # type: ignore[attr-defined]  # of the window
    assert band.notice._button.text() == "Thu hồi trình ký…"
    make_submission(store, report.id)
    assert band.notice._button.text() == "Thu hồi để sửa…"


def test_everything_is_named_and_reached_by_tab(
    ask: Callable[[], SendDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ask()
    check_hands(dialog, qtbot)
    pack(qtbot, dialog, tmp_path / "gửi")
    check_hands(dialog, qtbot)
    click(dialog.cancel)


@pytest.mark.parametrize("stopped", [False, True])
def test_a_copy_goes_on_when_the_dialog_is_closed_and_is_told_in_the_window(
    ask: Callable[[], SendDialog],
    desk: PeriodDesk,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
    stopped: bool,
) -> None:
    dialog, stick = ask(), tmp_path / "usb"
    pack(qtbot, dialog, tmp_path / "gửi")
    stick.mkdir()
    choose(stick)
    tasks = desk.session.tasks
    jobs: list[Job] = []
    tasks.started.connect(jobs.append)
    with qtbot.waitSignal(desk.session.said, timeout=20_000) as said, held(tasks):
        click(dialog.made.copy)
        press(dialog, Qt.Key.Key_Escape)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if stopped:
            jobs[-1].cancel()
    told = STOPPED if stopped else COPIED.format(count=1, folder=stick)
    assert said.args == [told]
    assert len(list(stick.iterdir())) == (0 if stopped else 1)


def test_a_signed_copy_of_another_report_goes_along_only_after_a_question(
    store: Store,
    desk: PeriodDesk,
    ask: Callable[[], SendDialog],
    door: RecordingDoor,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    first = report_in_force(store, PERIOD)
    assert first is not None
    old = tmp_path / "bao-cao-1.pdf"
    export_file(store, first.id, FileKind.PDF, old)
    withdraw(store, first.id, "Sai số liệu")
    set_progress(store, UID, PERIOD, percent=55)
    second = freeze_report(store, PERIOD, despite_errors=True)
    attach_signed(store, second.id, old, despite=True)
    desk.session.changed.emit(Changes())
    assert desk.issued_section.head.source() == "lần 2, bản ký là tệp khác"
    dialog = ask()
    (line,) = [one for one in dialog.choices.findChildren(IconText) if "bao-cao-1" in one.text()]
    assert "tệp này là báo cáo khác (kỳ 6 tháng đầu năm 2026, lần 1)" in line.text()
    dialog.choices.show_folder(tmp_path / "gửi")
    door.answers = [0, 1]  # Quay lại, then Vẫn gửi
    click(dialog.main)
    assert "Vẫn gửi kèm tệp này?" in door.sentences()[-1]
    assert outgoing_packages(store) == []
    click(dialog.main)
    qtbot.waitUntil(lambda: dialog.is_packed, timeout=60_000)
    click(dialog.cancel)
