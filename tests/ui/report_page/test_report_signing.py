"""Trình ký in the window: from the draft to the signed copy, and back by taking it back."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import signing
from dialog_hands import give_up
from hands import click, press, type_text
from issued_desk import PERIOD, attach, dialog_of, freed, in_force, kept, retype
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.db.assignments import add_local_task, let_go
from qnapp.db.content import find_content
from qnapp.db.history import recent
from qnapp.db.issued import issued_reports, register_issue
from qnapp.db.periods import lock_period, stored_period
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import set_settings
from qnapp.db.worksheet import load_reported
from qnapp.documents.content import PartId
from qnapp.documents.freeze import freeze_report
from qnapp.domain.checks import check_worksheet
from qnapp.domain.issued import FileKind
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.before_signing import CANCEL, GO_ON, SEE, SIGN
from qnapp.ui.report_page.frozen import OUTSIDE
from qnapp.ui.report_page.issued_section import NAME as ISSUED
from qnapp.ui.report_page.issued_section import NO_COPY
from qnapp.ui.report_page.period_desk import TO_SIGN, PeriodDesk
from qnapp.ui.report_page.signing import STOPPED
from qnapp.ui.report_page.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def make_an_error(store: Store) -> None:
    """Complete a task that says nothing of its result and has no evidence."""
    set_progress(store, "NQ05-2026/1.5", PERIOD, result="")


def take_back(window: MainWindow, reason: str) -> None:
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    type_text(dialog.reason, reason)
    click(dialog.deed)


def finding_texts(page: ReportPage) -> list[str]:
    return [f"{step.title}: {step.words}" for step in page._steps]


# the whole way


def test_the_way_from_draft_to_signed_copy_and_back(
    qtbot: QtBot,
    window: MainWindow,
    page: ReportPage,
    desk: PeriodDesk,
    store: Store,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    assert (desk.foot.main.text(), desk.subtitle()) == (
        "Xuất PDF để trình ký",
        "Lần 1, bản đang soạn",
    )
    report = freeze()
    assert choose.proposals[-1].name == "Báo cáo 6 tháng năm 2026 - Phường Hà Tu - lần 1.pdf"
    exported = (tmp_path / "trình ký.pdf").read_bytes()
    assert exported == kept(store, report, FileKind.PDF)
    pages = len(pypdfium2.PdfDocument(exported))
    assert desk.foot.exported.words.text() == (
        f"Đã xuất báo cáo {pages} trang. Số và ngày để trống cho văn thư."
    )
    assert desk.subtitle() == "Lần 1, đã trình ký ngày 05/6/2026"
    assert window.locked.notice.words.text().startswith("6 tháng năm 2026 đã trình ký lần 1")
    assert desk.foot.main.text() == "Gắn bản đã ký…"
    assert "Xuất báo cáo: trình ký lần 1" in finding_texts(page)

    signed = tmp_path / "đã ký.pdf"
    signed.write_bytes(signing.signed(exported))
    attach(qtbot, desk, choose, signed, desk.foot.main)
    section = desk.issued_section
    assert section.file.text() == "đã ký.pdf"
    assert section.result.first.text().startswith("Đúng bản đã xuất")
    assert f"Chữ ký số của {signing.LEADER}" in section.result.rest.text()
    assert section.head.source() == "lần 1, bản ký đúng bản đã xuất"

    assert desk.foot.main.text() == "Ghi số, ngày ban hành…"
    click(desk.foot.main)
    dialog = dialog_of(desk)
    assert (dialog.signer.value(), dialog.title.value()) == ("Nguyễn Văn Mẫu", "Bí thư")
    press(dialog.signer, Qt.Key.Key_Return)
    assert dialog.number.fault() == "Nhập số, ký hiệu, ví dụ 15-BC/ĐU."
    assert dialog.issued_on.fault()
    assert not dialog.signer.fault()
    qtbot.waitUntil(dialog.number.hasFocus)
    type_text(dialog.number, "15")
    press(dialog.number, Qt.Key.Key_Tab)
    assert dialog.number.text() == "15-BC/ĐU"  # the symbol is the report's own
    type_text(dialog.issued_on, "5/6")
    click(dialog.save)
    assert freed(desk)
    assert desk.foot.main.text() == "Tạo gói và soạn thư…"
    assert desk.subtitle() == "Lần 1, số 15-BC/ĐU ngày 05/6/2026"
    assert section.number.text() == "15-BC/ĐU, ngày 05/6/2026, Bí thư Nguyễn Văn Mẫu ký"
    assert "Ký: đã ký, ngày 05/6" in finding_texts(page)

    take_back(window, "Sai số liệu Biểu số 1")
    assert not stored_period(store, PERIOD).locked
    assert not window.locked.isVisible()
    assert desk.foot.main.text() == "Xuất PDF để trình ký"
    assert desk.subtitle() == "Lần 2, bản đang soạn"
    line = section.revisions.lines[0]
    assert line.was.text() == "Lần 1, 14:32 ngày 05/6/2026, số 15-BC/ĐU ngày 05/6/2026"
    assert not line.open_signed.isHidden()
    assert line.why.text() == "Thu hồi ngày 05/6/2026: Sai số liệu Biểu số 1"
    assert not desk.foot.exported.isVisible()
    assert freeze().revision == 2
    assert [one.revision for one in issued_reports(store, PERIOD)] == [2, 1]


# before freezing


def test_errors_are_listed_and_asked_about_once(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    door: RecordingDoor,
    freeze: Callable[[], IssuedReport],
) -> None:
    make_an_error(store)
    door.answers = [1]
    report = freeze()
    assert report.revision == 1
    assert len(door.boxes) == 1
    assert door.boxes[0].buttons == (SEE, GO_ON, CANCEL)
    assert "1 lỗi:\n- 1.5: ghi hoàn thành" in door.sentences()[0]
    told = [entry for entry in recent(store) if entry.field == "despite_errors"]
    assert [entry.new for entry in told] == ["1 lỗi: 1.5"]


def test_before_it_locks_it_says_so_and_what_is_lacking(
    page: ReportPage,
    store: Store,
    door: RecordingDoor,
    choose: ChosenFiles,
    freeze: Callable[[], IssuedReport],
) -> None:
    freeze()
    (box,) = door.boxes
    warnings = len(check_worksheet(load_reported(store, PERIOD), store.today()))
    assert box.sentence == (
        "Trình ký khóa kỳ 6 tháng năm 2026; sửa tiếp được sau khi thu hồi.\n"
        f"Còn 1/4 nhiệm vụ chưa cập nhật, {warnings + 1} cảnh báo.\n"
        "Chưa viết phần “V. Nhiệm vụ trọng tâm 6 tháng cuối năm 2026”."
    )
    assert box.buttons == (SIGN, SEE, CANCEL)
    assert choose.titles[-1] == TO_SIGN
    first, *others = page._steps
    (checks,) = (step for step in others if step.title == "Kiểm tra")
    assert (first.words, first.done, first.lacking) == ("3/4 khi trình ký", True, True)
    # What was accepted is what is said from now on.
    assert len(page.session.findings()) == warnings + 1
    assert checks.words == f"{warnings + 1} cảnh báo"
    assert page.report.parts.sections[PartId.NEXT].head.source() == "chưa viết"
    add_local_task(store, title="Việc đến sau")  # of the year: the report told of four
    assert page._steps[0].words == "3/4 khi trình ký"
    let_go(store, [row.uid for row in load_reported(store, PERIOD).own_tasks])
    assert page._steps[0].words == "3/4 khi trình ký"


@pytest.mark.parametrize(("answer", "shown"), [(0, ["checks"]), (2, []), (-1, [])])
@pytest.mark.parametrize("wrong", [True, False])
def test_what_is_lacking_can_be_looked_at_first(
    desk: PeriodDesk,
    store: Store,
    session: Session,
    door: RecordingDoor,
    choose: ChosenFiles,
    answer: int,
    shown: list[str],
    wrong: bool,
) -> None:
    if wrong:
        make_an_error(store)
    session.wanted.disconnect()  # this window holds no page of checks
    went: list[str] = []
    session.wanted.connect(lambda key, _uid: went.append(key))
    door.answers = [answer if wrong or answer else 1]  # Xem comes second where nothing is wrong
    click(desk.foot.main)
    assert went == shown
    assert choose.proposals == []  # no file was asked for
    assert issued_reports(store) == []
    assert not stored_period(store, PERIOD).locked


def test_without_a_file_nothing_is_frozen(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    session: Session,
    choose: ChosenFiles,
    door: RecordingDoor,
) -> None:
    choose()
    door.answers = [0]
    with qtbot.assertNotEmitted(session.tasks.started):
        click(desk.foot.main)
    assert issued_reports(store) == []


def test_freezing_can_be_stopped(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    session: Session,
    choose: ChosenFiles,
    door: RecordingDoor,
    tmp_path: Path,
) -> None:
    choose(tmp_path / "a.pdf")
    door.answers = [0]
    session.tasks.started.connect(lambda job: job.cancel())
    with qtbot.waitSignal(session.said, check_params_cb=lambda text: text == STOPPED):
        click(desk.foot.main)
    assert issued_reports(store) == []
    assert not stored_period(store, PERIOD).locked
    assert not (tmp_path / "a.pdf").exists()
    assert desk.foot.main.isEnabled()


def test_it_runs_once_at_a_time(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    choose: ChosenFiles,
    door: RecordingDoor,
    tmp_path: Path,
) -> None:
    choose(tmp_path / "a.pdf", tmp_path / "b.pdf")
    door.answers = [0]
    with qtbot.waitSignal(desk.exporter.exported, timeout=60_000):
        click(desk.foot.main)
        assert not desk.foot.main.isEnabled()
        click(desk.foot.main)
    assert len(choose.proposals) == 1
    assert desk.foot.main.isEnabled()


def test_a_target_in_use_loses_nothing(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    door: RecordingDoor,
    choose: ChosenFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken, later = tmp_path / "a.pdf", tmp_path / "b.pdf"
    choose(taken, later)
    real = os.replace

    def replace(source: str, target: str | Path) -> None:
        if os.fspath(target) == os.fspath(taken):
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    door.answers = [0, 2]  # sign; leave the file for now
    click(desk.foot.main)
    qtbot.waitUntil(lambda: len(door.boxes) == 2, timeout=60_000)
    report = in_force(store)  # sent for signature all the same
    with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
        click(desk.foot.pdf)
    assert later.read_bytes() == kept(store, report, FileKind.PDF)


# frozen


def test_what_changes_afterwards_is_not_seen(
    qtbot: QtBot, desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    set_report_text(store, PERIOD, "next", "Việc kỳ tới.")
    report = freeze()
    qtbot.waitUntil(lambda: _shows(desk, kept(store, report, FileKind.PDF)), timeout=20_000)
    before = desk.paper()
    set_settings(store, signer="Người Khác", letterhead="nha-nuoc", duplex=True)
    desk.reload()
    assert desk.paper() == before
    assert desk.signature.head.source() == "Nguyễn Văn Mẫu"
    assert desk.content._note.text() == "Thể thức Đảng"
    assert not desk.change_form.isVisible()
    assert not desk.options.isVisible()
    desk.parts.open_part(PartId.NEXT)
    field = desk.parts.sections[PartId.NEXT].text
    assert field.value() == "Việc kỳ tới."
    type_text(field, "x")
    assert field.value() == "Việc kỳ tới."
    assert _shows(desk, kept(store, report, FileKind.PDF))


def _shows(desk: PeriodDesk, data: bytes) -> bool:
    drawn = desk.preview.view.drawn
    return drawn is not None and drawn.data == data


def test_an_open_part_is_still_marked_in_the_frozen_pages(
    qtbot: QtBot, desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    qtbot.waitUntil(lambda: _shows(desk, kept(store, report, FileKind.PDF)), timeout=20_000)
    drawn = desk.preview.view.drawn
    assert drawn is not None
    assert PartId.TASKS in {mark.part for mark in drawn.marks}


def test_the_kept_files_leave_byte_for_byte(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    freeze: Callable[[], IssuedReport],
    choose: ChosenFiles,
    tmp_path: Path,
) -> None:
    report = freeze()
    for button, ending, kind in (
        (desk.foot.word, ".docx", FileKind.DOCX),
        (desk.foot.excel, ".xlsx", FileKind.XLSX),
    ):
        target = tmp_path / f"ra{ending}"
        choose(target)
        with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
            click(button)
        assert target.read_bytes() == kept(store, report, kind)
        assert choose.proposals[-1].name.endswith(f"lần 1{ending}")
        assert desk.foot.exported.words.text().endswith(OUTSIDE) == (kind is FileKind.DOCX)
    assert "mã đối chiếu" in desk.foot.note.text()


def test_empty_fields_for_signing_come_by_choice(
    desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    click(desk.options.head)
    click(desk.options.boxes["signature_fields"])
    report = freeze()
    reader = PdfFileReader(io.BytesIO(kept(store, report, FileKind.PDF)))
    assert [field[0] for field in enumerate_sig_fields(reader)] == ["ChuKy", "Dau"]


def test_a_new_window_shows_what_was_frozen(
    qtbot: QtBot, store: Store, desk: PeriodDesk, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    other = PeriodDesk(desk.session)
    qtbot.addWidget(other)
    other.reload()
    assert other.stage is Stage.FROZEN
    assert other.paper().kept == kept(store, report, FileKind.PDF)
    assert other.parts.current() == ISSUED
    assert other.issued_section.file.text() == NO_COPY


def test_damaged_files_are_said_and_stop_nothing(
    qtbot: QtBot, desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    report = freeze()
    path = find_content(store.folder, report.sha256)
    assert path is not None
    path.chmod(0o600)
    path.write_bytes(b"{}")
    other = PeriodDesk(desk.session)
    qtbot.addWidget(other)
    with qtbot.waitSignal(desk.session.failed) as failed:
        other.reload()
    assert "bị thay đổi" in str(failed.args[0])
    assert other.stage is Stage.FROZEN
    with qtbot.waitSignal(desk.session.failed):
        other.enter_issue()


def test_undo_does_not_reach_it(
    desk: PeriodDesk, store: Store, session: Session, freeze: Callable[[], IssuedReport]
) -> None:
    desk.parts.open_part(PartId.NEXT)
    retype(desk.parts.sections[PartId.NEXT].text, "Việc kỳ tới")
    report = freeze()
    failed: list[str] = []
    session.failed.connect(lambda error: failed.append(str(error)))
    session.undo_stack.undo()
    assert "Muốn sửa, thu hồi trình ký trước" in failed[0]
    assert in_force(store) == report


def test_other_periods_are_free(
    desk: PeriodDesk, session: Session, freeze: Callable[[], IssuedReport]
) -> None:
    freeze()
    session.set_period("2026-Q1")
    assert desk.subtitle() == "Lần 1, bản đang soạn"
    assert desk.foot.main.text() == "Xuất PDF để trình ký"
    assert not desk.issued_section.isVisible()
    assert not desk.foot.exported.isVisible()
    session.set_period(PERIOD)
    assert desk.foot.main.text() == "Gắn bản đã ký…"
    assert desk.parts.current() == ISSUED


def test_a_period_locked_otherwise_has_nothing_to_send(
    window: MainWindow, desk: PeriodDesk, store: Store
) -> None:
    lock_period(store, PERIOD, "đã gửi")
    assert desk.stage is Stage.LOCKED
    assert not desk.foot.main.isVisible()
    assert window.locked.notice._button.text() == "Mở khóa…"


def test_tab_goes_through_a_question_for_a_reason_as_one_reads(
    window: MainWindow, freeze: Callable[[], IssuedReport], store: Store
) -> None:
    freeze()
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    type_text(dialog.reason, "Sai số liệu")
    order = (dialog.reason, dialog.cancel, dialog.deed)
    for here, after in zip(order, (*order[1:], dialog.reason), strict=True):
        press(here, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is after
    press(dialog.deed, Qt.Key.Key_Return)
    assert not stored_period(store, PERIOD).locked


def test_a_question_for_a_reason_has_room_for_what_is_missing(
    window: MainWindow, desk: PeriodDesk, store: Store, freeze: Callable[[], IssuedReport]
) -> None:
    """What it says of the report stays in sight when it refuses to go on without a reason."""
    report = freeze()
    register_issue(store, report.id, number="15-BC/ĐU", issued_on="5/6/2026", signer="Ng. V. Mẫu")
    desk.session.saved.emit()
    click(window.locked.notice._button)
    dialog = window.locked.dialog
    assert dialog is not None
    (words,) = (one for one in dialog.findChildren(Label) if "đã ban hành" in one.text())
    low = dialog.height()
    click(dialog.deed)
    assert dialog.reason.fault()
    assert dialog.height() > low
    assert words.height() >= words.heightForWidth(words.width())
    type_text(dialog.reason, "s")
    assert dialog.height() == low
    give_up(dialog)


@pytest.mark.parametrize("percent", [100, 130])
def test_words_stand_as_high_as_the_links_beside_them(
    qtbot: QtBot,
    desk: PeriodDesk,
    store: Store,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("light", percent)
    freeze_report(store, PERIOD, despite_errors=True)
    section = desk.issued_section
    qtbot.waitUntil(section.issue.isVisible)
    QApplication.processEvents()
    for words, link in ((section.number, section.issue), (section.file, section.copy)):
        first_line = words.mapTo(section, words.rect().topLeft()).y() + theme().line("body") // 2
        assert abs(first_line - link.mapTo(section, link.rect().center()).y()) <= 1
