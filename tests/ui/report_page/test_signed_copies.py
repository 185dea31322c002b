"""What comes back of a report that was sent for signature, as the window takes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dialog_hands import give_up
from hands import click, press, type_text
from issued_desk import attach, dialog_of, freed, in_force, kept, opened_outside, retype
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas
from signing import signed

from qnapp.db.issued import issued_files, register_issue, withdraw
from qnapp.db.settings import get_settings, set_settings
from qnapp.domain.issued import FileKind
from qnapp.ui.report_page.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.locked_dialogs import ReasonDialog
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


# the signed copy


def test_a_scan_is_kept_and_told_apart(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    freeze()
    scan, right = tmp_path / "quét.pdf", tmp_path / "trình ký.pdf"
    right.write_bytes(signed(right.read_bytes()))
    canvas = Canvas(str(scan))
    canvas.rect(50, 50, 300, 300)
    canvas.save()
    attach(qtbot, desk, choose, scan, desk.foot.main)
    section = desk.issued_section
    assert section.head.source() == "lần 1, bản ký chưa đối chiếu được"
    assert "tự đối chiếu bằng mắt" in section.result.first.text()
    assert desk.stage is Stage.SIGNED  # nothing blocks
    assert section.copy.text() == "Thay bản ký…"
    attach(qtbot, desk, choose, right, section.copy)
    assert section.head.source() == "lần 1, bản ký đúng bản đã xuất"
    copies = [one for one in issued_files(store, in_force(store).id) if one.kind == FileKind.SIGNED]
    assert [one.name for one in copies] == ["quét.pdf", "trình ký.pdf"]  # both stay


def test_the_office_of_who_signed_is_proposed_as_the_paper_prints_it(
    desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    set_settings(store, signs_as_deputy=True)
    freeze()
    desk.enter_issue()
    dialog = dialog_of(desk)
    assert (dialog.signer.value(), dialog.title.value()) == ("Nguyễn Văn Mẫu", "Phó Bí thư")
    dialog.reject()


def test_an_unsigned_copy_is_asked_about_before_it_is_taken(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    door: RecordingDoor,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    freeze()
    door.boxes.clear()
    unsigned = tmp_path / "trình ký.pdf"  # that the program wrote itself
    choose(unsigned)
    click(desk.foot.main)
    qtbot.waitUntil(lambda: bool(door.boxes), timeout=60_000)
    box = door.boxes[-1]
    assert box.buttons == ("Chọn tệp khác", "Vẫn gắn tệp này", "Hủy")
    assert box.sentence.startswith("Đây là bản chưa ký: tệp không có chữ ký số")
    assert box.sentence.endswith("Tệp: trình ký.pdf.")
    assert in_force(store).signed_copy is None
    assert desk.stage is Stage.FROZEN
    door.answers = [0, 1]  # another file, and that one is taken
    with qtbot.waitSignal(desk.session.said, timeout=60_000) as said:
        choose(unsigned, unsigned)
        click(desk.foot.main)
        qtbot.waitUntil(lambda: not door.answers, timeout=60_000)
    assert said.args == ["Đã gắn bản ký: là bản chưa ký."]
    assert desk.issued_section.head.source() == "lần 1, bản ký là bản chưa ký"


def test_choosing_no_file_attaches_nothing(
    qtbot: QtBot,
    desk: PeriodDesk,
    session: Session,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
) -> None:
    freeze()
    choose()
    with qtbot.assertNotEmitted(session.tasks.started):
        click(desk.foot.main)


def test_a_file_that_is_gone_is_said(
    qtbot: QtBot,
    desk: PeriodDesk,
    session: Session,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    freeze()
    choose(tmp_path / "không có.pdf")
    with qtbot.waitSignal(session.failed, timeout=20_000):
        click(desk.foot.main)
    assert desk.foot.main.isEnabled()
    assert desk.stage is Stage.FROZEN


def test_kept_files_are_opened_as_copies(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    freeze: Callable[[], IssuedReport],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = opened_outside(monkeypatch)
    report = freeze()
    withdraw(store, report.id, "sửa")
    click(desk.issued_section.head)
    click(desk.issued_section.revisions.lines[0].open)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert Path(opened[0]).read_bytes() == kept(store, report, FileKind.PDF)
    assert store.folder not in Path(opened[0]).parents


def test_what_could_run_is_asked_first(
    qtbot: QtBot,
    desk: PeriodDesk,
    session: Session,
    door: RecordingDoor,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    freeze()
    file = tmp_path / "bản ký.exe"
    file.write_bytes(b"MZ")
    door.answers = [1]  # it is no document, and taken all the same
    attach(qtbot, desk, choose, file, desk.foot.main)
    with qtbot.assertNotEmitted(session.tasks.started):
        click(desk.issued_section.open)
    assert "có thể chạy chương trình" in door.sentences()[-1]


# number and date


def test_what_the_store_refuses_stays_typed(
    desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    freeze()
    click(desk.issued_section.issue)
    dialog = dialog_of(desk)
    type_text(dialog.number, "15")
    type_text(dialog.issued_on, "1/1")
    press(dialog.issued_on, Qt.Key.Key_Return)
    assert dialog.band.isVisible()
    assert "trước ngày bắt đầu kỳ" in dialog.band.words.text()
    assert dialog.number.value() == "15-BC/ĐU"
    retype(dialog.issued_on, "hôm qua")
    click(dialog.save)
    assert dialog.issued_on.fault() != ""
    give_up(dialog)
    assert freed(desk)
    assert not in_force(store).registered


def test_a_date_before_trinh_ky_is_asked_about(
    desk: PeriodDesk, store: Store, door: RecordingDoor, freeze: Callable[[], IssuedReport]
) -> None:
    freeze()
    click(desk.issued_section.issue)
    dialog = dialog_of(desk)
    type_text(dialog.number, "15")
    type_text(dialog.issued_on, "4/6")
    door.answers = [0]
    press(dialog.issued_on, Qt.Key.Key_Return)
    assert door.sentences()[-1] == (
        "Ngày văn bản 04/6/2026 trước ngày trình ký 05/6/2026. Vẫn ghi ngày này?"
    )
    assert door.boxes[-1].buttons == ("Sửa ngày", "Vẫn ghi")
    assert not in_force(store).registered
    door.answers = [1]
    click(dialog.save)
    assert freed(desk)
    assert in_force(store).issued_on == date(2026, 6, 4)


def test_a_number_that_an_earlier_report_has_is_asked_about(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    door: RecordingDoor,
    freeze: Callable[[], IssuedReport],
) -> None:
    """A văn thư gives it again only to what takes the place of the other paper."""
    first = freeze()
    register_issue(store, first.id, number="15-BC/ĐU", issued_on="5/6/2026", signer="Ng. V. Mẫu")
    withdraw(store, first.id, "Sai số liệu")
    desk.session.saved.emit()
    freeze()
    click(desk.issued_section.issue)
    dialog = dialog_of(desk)
    type_text(dialog.number, "15")
    type_text(dialog.issued_on, "5/6")
    door.answers = [0]
    press(dialog.issued_on, Qt.Key.Key_Return)
    assert door.sentences()[-1] == (
        "Số 15-BC/ĐU ngày 05/6/2026 đã ghi cho báo cáo lần 1. Vẫn ghi số này?"
    )
    assert door.boxes[-1].buttons == ("Sửa số", "Vẫn ghi")
    qtbot.waitUntil(dialog.number.hasFocus)
    assert not in_force(store).registered
    door.answers = [1]
    click(dialog.save)
    assert freed(desk)
    assert in_force(store).number == "15-BC/ĐU"
    asked = len(door.boxes)
    desk.enter_issue()  # it stands so now, and is not asked about again
    click(dialog_of(desk).save)
    assert len(door.boxes) == asked
    assert freed(desk)


def test_a_date_that_has_not_come_is_asked_about(
    desk: PeriodDesk, store: Store, door: RecordingDoor, freeze: Callable[[], IssuedReport]
) -> None:
    """The year mistyped: it would stand in the letter."""
    freeze()
    click(desk.issued_section.issue)
    dialog = dialog_of(desk)
    type_text(dialog.number, "15")
    type_text(dialog.issued_on, "5/6/2027")
    door.answers = [0]
    press(dialog.issued_on, Qt.Key.Key_Return)
    assert door.sentences()[-1] == "Ngày văn bản 05/6/2027 chưa đến. Vẫn ghi ngày này?"
    assert not in_force(store).registered
    retype(dialog.issued_on, "5/6")
    click(dialog.save)
    assert freed(desk)
    assert in_force(store).issued_on == date(2026, 6, 5)


def test_number_and_date_can_be_mended(
    desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    register_issue(
        store, report.id, number="14-BC/ĐU", issued_on=date(2026, 6, 11), signer="Trần Văn Mẫu"
    )
    assert desk.foot.main.text() == "Gắn bản đã ký…"  # the copy is still to come
    click(desk.issued_section.issue)
    dialog = dialog_of(desk)
    assert (dialog.number.value(), dialog.signer.value()) == ("14-BC/ĐU", "Trần Văn Mẫu")
    retype(dialog.number, "15-BC/ĐU")
    press(dialog.number, Qt.Key.Key_Return)
    assert freed(desk)
    assert in_force(store).number == "15-BC/ĐU"


# taking back


def test_a_withdrawal_needs_a_reason_and_can_be_left(
    qtbot: QtBot, window: MainWindow, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    click(window.locked.notice._button)
    dialog: ReasonDialog | None = window.locked.dialog
    assert dialog is not None
    click(dialog.deed)
    assert "Ghi lý do" in dialog.reason.fault()
    assert in_force(store) == report
    click(dialog.cancel)
    qtbot.waitUntil(lambda: window.locked.dialog is None)
    assert in_force(store) == report
    assert get_settings(store).letterhead == report.letterhead


def test_an_issued_report_is_named_before_it_is_taken_back(
    window: MainWindow, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    register_issue(
        store, report.id, number="14-BC/ĐU", issued_on=date(2026, 6, 11), signer="Trần Văn Mẫu"
    )
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    words = [label.text() for label in dialog.findChildren(type(window.locked.notice.words))]
    assert any("đã ban hành, số 14-BC/ĐU" in text for text in words)
    dialog.reject()
