"""The section Trình ký after a return: what went up stays in sight until the next trình ký."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hands import click, type_text
from issued_desk import PERIOD, opened_outside
from returning import send_back

from qnapp.db.issued import issued_report, register_issue
from qnapp.db.progress import set_progress
from qnapp.db.reports import report_text, set_report_text
from qnapp.db.worksheet import load_reported
from qnapp.documents.freeze import attach_signed, freeze_report, read_issued
from qnapp.documents.period_findings import period_findings
from qnapp.documents.report import PartId
from qnapp.domain.overview import describe_findings
from qnapp.ui.report_page.before_signing import before_signing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.ui.report_page.period_desk import PeriodDesk

UID = "NQ05-2026/3.2"
SCAN = b"\xff\xd8\xff\xe0 scan"


def returned(desk: PeriodDesk, folder: Path) -> IssuedReport:
    """Sign the report of the period, number it, and let a row of it come back."""
    store = desk.session.store
    report = freeze_report(store, PERIOD, despite_errors=True)
    scan = folder / "bản ký.jpg"
    scan.write_bytes(SCAN)
    attach_signed(store, report.id, scan)
    register_issue(store, report.id, number="15-BC/ĐU", issued_on="5/6/2026", signer="Ng. V. Mẫu")
    send_back(store, PERIOD, {UID: "Thiếu số liệu"}, issued_report(store, report.id))
    desk.session.saved.emit()
    return issued_report(store, report.id)


def test_what_was_returned_is_shown_with_its_number_and_state(
    desk: PeriodDesk, tmp_path: Path
) -> None:
    returned(desk, tmp_path)
    section = desk.issued_section
    assert section.isVisible()
    assert section.head.source() == "lần 1 bị trả lại"
    click(section.head)
    (line,) = section.returned.lines
    assert line.was.text() == "Lần 1, 14:32 ngày 05/6/2026, số 15-BC/ĐU ngày 05/6/2026"
    assert line.why.text() == "Đã bị trả lại ngày 05/6/2026; trình ký lần sau thay bản này."
    assert line.open.isVisible()
    assert line.open_signed.isVisible()
    assert not section.revisions.isVisible()
    assert not section.frozen.isVisible()  # it is not the one to be sent


def test_its_signed_copy_can_be_opened(
    qtbot: QtBot, desk: PeriodDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_outside(monkeypatch)
    returned(desk, tmp_path)
    click(desk.issued_section.head)
    click(desk.issued_section.returned.lines[0].open_signed)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert Path(opened[0]).read_bytes() == SCAN


def test_its_words_are_mended_with_the_row_and_go_up_again(
    qtbot: QtBot, desk: PeriodDesk, store: Store, tmp_path: Path, freeze: Callable[[], IssuedReport]
) -> None:
    set_report_text(store, PERIOD, PartId.TASKS, "Nhiệm vụ 3.2 đạt 40%.")
    returned(desk, tmp_path)
    section = desk.parts.sections[PartId.TASKS]
    click(section.head)
    assert not section.text.isReadOnly()
    section.text.setFocus()
    section.text.selectAll()
    type_text(section.text, "Nhiệm vụ 3.2 đạt 60%.")
    qtbot.waitUntil(lambda: report_text(store, PERIOD, PartId.TASKS).endswith("60%."))
    set_progress(store, UID, PERIOD, status="in_progress", percent=60)
    frozen = read_issued(store, freeze().id)
    assert frozen.source.words.of(PartId.TASKS) == "Nhiệm vụ 3.2 đạt 60%."


def test_the_question_counts_what_every_other_place_counts(
    desk: PeriodDesk, store: Store, tmp_path: Path
) -> None:
    returned(desk, tmp_path)
    sheet = load_reported(store, PERIOD)
    told = describe_findings(period_findings(store, sheet, store.today()))
    before = before_signing(store, sheet)
    assert before.closed  # other rows lack something that nobody can mend now
    assert f"{told}, " in before.question
    assert "1/1 dòng bị trả lại chưa sửa." in before.question.splitlines()
    set_progress(store, UID, PERIOD, status="in_progress", percent=60)
    before = before_signing(store, load_reported(store, PERIOD))
    assert "chưa sửa" not in before.question


def test_what_the_answer_says_of_the_whole_stays_in_sight(desk: PeriodDesk, store: Store) -> None:
    report = freeze_report(store, PERIOD, despite_errors=True)
    send_back(store, PERIOD, {UID: "Thiếu số liệu"}, report, note="Gửi lại trước 25/6")
    desk.session.saved.emit()
    (line,) = desk.issued_section.returned.lines
    assert line.why.text().endswith("Ghi chú của cơ quan nhận: Gửi lại trước 25/6")


def test_after_the_next_trinh_ky_it_stands_among_those_taken_back(
    desk: PeriodDesk, store: Store, tmp_path: Path, freeze: Callable[[], IssuedReport]
) -> None:
    returned(desk, tmp_path)
    set_progress(store, UID, PERIOD, status="in_progress", percent=60)
    assert freeze().revision == 2
    section = desk.issued_section
    assert section.returned.lines == []
    (line,) = section.revisions.lines
    assert line.was.text().endswith("số 15-BC/ĐU ngày 05/6/2026")
    assert line.why.text().endswith("Cấp trên trả lại, thay bằng trình ký lần 2")
    assert line.open_signed.isVisible()
