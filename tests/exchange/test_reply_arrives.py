"""A reply arrives at the unit: what it opens there, what is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from answering import (
    INDICATOR,
    OTHER_INDICATOR,
    OTHER_TASK,
    TASK,
    Both,
    forged,
    opened,
    refused,
    stored,
)
from openpyxl import load_workbook
from packages import KEY
from reporting_units import OFFICE, Q1, Unit, make_unit, march_clock

from qnapp.db import inbox, outbox, replies, roster
from qnapp.db.evidence import add_evidence
from qnapp.db.issued import register_issue, report_in_force
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import set_milestone
from qnapp.db.progress import set_progress
from qnapp.db.returned import open_returns, open_rows
from qnapp.db.store import Store
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import freeze_report, read_issued
from qnapp.domain.packages import Kind, PackageState
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.errors import FileError, InputError, LockedError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.form import apply_form, export_form, read_form
from qnapp.exchange.keys import own_key, renew_key
from qnapp.exchange.outbox import take_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def both(both_master: Path, tmp_path: Path) -> Iterator[Both]:
    found = opened(both_master, tmp_path / "hai bên")
    with found.unit, found.office:
        yield found


def test_a_return_opens_its_rows_and_the_next_revision_closes_them(both: Both) -> None:
    unit, uid = both.unit, both.uid(TASK)
    arrival = look_at(unit, both.file(both.answer("returned", TASK, INDICATOR)))
    office = "Văn phòng Tỉnh ủy"
    assert arrival.title == f"Phiếu trả lại báo cáo quý I năm 2026, lần 1, của {office}"
    assert arrival.changes == 2
    assert "3.2: Đề nghị ghi rõ kết quả" in arrival.lines
    before = report_in_force(unit, Q1)
    assert before is not None
    assert arrival.accept(unit) == f"{arrival.title}: đã nhận."
    assert open_rows(unit, Q1) == {uid, both.uid(INDICATOR)}
    (sent,) = outbox.outgoing_packages(unit, kind=Kind.SUBMISSION)
    assert sent.state is PackageState.RETURNED
    assert report_in_force(unit, Q1) == before  # nothing that was frozen has changed

    set_progress(unit, uid, Q1, percent=55, result="Đã khởi công hạng mục chính")
    proof = both.folder / "Quyết định.txt"
    proof.write_text("Quyết định", encoding="utf-8")
    add_evidence(unit, [proof], uid, Q1)
    set_measurement(unit, both.uid(INDICATOR), Q1, actual="13,7")
    with pytest.raises(LockedError):
        set_progress(unit, both.uid(OTHER_TASK), Q1, percent=90)
    with pytest.raises(LockedError):
        set_measurement(unit, both.uid(OTHER_INDICATOR), Q1, actual="90")

    taken = both.send()
    assert (taken.revision, taken.previous) == (2, sent.digest)
    assert open_rows(unit, Q1) == frozenset()
    rows = {row.code: row for row in load_worksheet(unit, Q1).tasks}
    assert (rows[TASK].returned, rows[TASK].progress.percent) == (None, 55)
    assert open_returns(unit, Q1) == {}

    assert both.take(both.answer("accepted")).endswith("đã nhận.")
    newest, oldest = outbox.outgoing_packages(unit, kind=Kind.SUBMISSION)
    assert (newest.state, oldest.state) == (PackageState.ACCEPTED, PackageState.REPLACED)
    last = replies.last_answer(unit, Q1)
    assert last is not None
    assert (last.verdict, last.revision) == (Answer.ACCEPTED, 2)


def test_the_new_revision_says_nothing_of_the_return(both: Both) -> None:
    """A report that was corrected is a report like any other."""
    both.take(both.answer("returned", TASK))
    both.send()
    report = report_in_force(both.unit, Q1)
    assert report is not None
    sheet = read_issued(both.unit, report.id).source.sheet
    assert sheet.locked
    assert all(row.returned is None for row in sheet.tasks)
    assert all(row.returned is None for row in sheet.indicators)


def test_a_milestone_of_a_returned_row_can_be_told(both: Both) -> None:
    both.take(both.answer("returned", "1.5"))
    set_milestone(both.unit, both.uid("1.5"), 1, "15/3/2026")
    taken = both.send()
    assert taken.revision == 2


def test_looking_and_trying_write_nothing(both: Both) -> None:
    path = both.file(both.answer("returned", TASK))
    before = stored(both.unit)
    arrival = look_at(both.unit, path)
    assert arrival.accept(both.unit, dry_run=True).endswith("chưa ghi gì.")
    assert stored(both.unit) == before


def test_the_same_again_changes_nothing(both: Both) -> None:
    path = both.file(both.answer("returned", TASK))
    look_at(both.unit, path).accept(both.unit)
    before = stored(both.unit)
    arrival = look_at(both.unit, path)
    assert arrival.changes == 0
    assert arrival.accept(both.unit).endswith("đã nhận trước đó, không có gì thay đổi.")
    assert stored(both.unit) == before


def test_the_key_is_shown_confirmed_and_then_known(both: Both) -> None:
    first, second = both.answer("returned", TASK), both.answer("accepted")
    arrival = look_at(both.unit, both.file(first))
    assert any("xác nhận khi nhận phiếu" in line for line in arrival.lines)
    arrival.accept(both.unit)
    assert roster.confirmed_key(both.unit, OFFICE) == own_key(both.office).public
    again = look_at(both.unit, both.file(second))
    assert any("đúng khóa đã xác nhận" in line for line in again.lines)


def test_another_key_is_refused_until_a_person_has_confirmed_it(both: Both) -> None:
    both.take(both.answer("returned", TASK))
    renew_key(both.office)
    path = both.file(both.answer("accepted"))
    assert any("Chưa nhận được" in line for line in look_at(both.unit, path).lines)
    refused(both, path, "khóa khác với khóa đã xác nhận")
    roster.confirm_key(both.unit, OFFICE, "Văn phòng", own_key(both.office).public)
    look_at(both.unit, path).accept(both.unit)


def test_an_office_that_was_not_heard_of_is_told_beside_the_one_that_was(both: Both) -> None:
    roster.confirm_key(both.unit, "ĐUUBND", "Đảng ủy UBND tỉnh", "d" * 64)
    arrival = look_at(both.unit, both.file(both.answer("returned", TASK)))
    assert any("Trước đây nhận" in line and "Đảng ủy UBND tỉnh" in line for line in arrival.lines)


def test_another_units_answer_is_told(both: Both, tmp_path: Path) -> None:
    path = both.file(both.answer("returned", TASK))
    with Store.open(make_unit(tmp_path / "khác", "06706"), clock=march_clock()) as other:
        with pytest.raises(FileError, match="gửi Phường Hà Tu, không phải đơn vị này"):
            look_at(other, path)
        assert other.value("SELECT count(*) FROM reply") == 0


def test_ones_own_answer_is_told(both: Both) -> None:
    path = both.file(both.answer("returned", TASK))
    with pytest.raises(FileError, match="do chính đơn vị này lập"):
        look_at(both.office, path)


def test_an_answer_to_what_was_never_made_here_is_refused(both: Both) -> None:
    refused(both, forged(both, "lạ.qnph", submission="e" * 64), "không trả lời gói nào")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"plan": "NQ01-2025"}, "nghị quyết khác"),
        ({"period": "2026-Q2"}, "ghi kỳ hoặc lần báo cáo khác"),
        ({"revision": 2}, "ghi kỳ hoặc lần báo cáo khác"),
        ({"training": True}, "dữ liệu tập huấn"),
        ({"rows": (ReturnedRow(ReplyRow.TASK, "lạ/1", "Sai"),)}, "không có trong kế hoạch ở đây"),
    ],
)
def test_what_contradicts_what_is_here_is_refused(
    both: Both, more: dict[str, Any], words: str
) -> None:
    refused(both, forged(both, "trái.qnph", **more), words)


def test_an_answer_older_than_the_one_that_is_known_is_refused(both: Both) -> None:
    older, newer = both.answer("accepted"), both.answer("returned", TASK)
    both.take(newer)
    refused(both, both.file(older), "lập trước phiếu trả lời đã nhận")
    assert open_rows(both.unit, Q1) == {both.uid(TASK)}


def test_an_answer_to_a_revision_that_another_has_followed_is_refused(both: Both) -> None:
    late = both.file(both.answer("returned", TASK))
    take_back(both.unit, outbox.outgoing_packages(both.unit)[0].report or 0, "Sửa số liệu")
    both.send()
    refused(both, late, "trả lời báo cáo lần 1, đơn vị đã gửi lần 2 sau đó")


def test_packed_anew_with_its_number_it_still_takes_the_answer_to_what_was_sent(
    both: Both,
) -> None:
    """The first package was the one that was sent; the second may never have been."""
    report = report_in_force(both.unit, Q1)
    assert report is not None
    told_before = both.answer("accepted")
    register_issue(
        both.unit, report.id, number="5-BC/ĐU", issued_on="19/3/2026", signer="Nguyễn Văn A"
    )
    Unit(both.unit).send(both.folder / "lần nữa")
    both.take(told_before)


def test_a_unit_that_reports_here_cannot_answer(both: Both) -> None:
    """In a chain, what comes from below never opens a report that went up."""
    path = forged(both, "dưới.qnph", office="06706", office_name="Phường Tuần Châu", key=KEY)
    below = replace(both.received(), organisation="06706", key=KEY.public, id=0)
    inbox.add_received(both.unit, below, [])
    refused(both, path, "là đơn vị báo cáo cho đơn vị này")


def test_with_the_report_taken_back_the_reasons_are_known_and_all_is_open(both: Both) -> None:
    path = both.file(both.answer("returned", TASK))
    report = report_in_force(both.unit, Q1)
    assert report is not None
    take_back(both.unit, report.id, "Sửa số liệu")
    look_at(both.unit, path).accept(both.unit)
    set_progress(both.unit, both.uid(OTHER_TASK), Q1, percent=80)
    rows = {row.code: row for row in load_worksheet(both.unit, Q1).tasks}
    assert rows[TASK].returned is not None


def test_with_a_later_revision_frozen_and_not_sent_the_clerk_is_told_what_to_do(
    both: Both,
) -> None:
    path = both.file(both.answer("returned", TASK))
    report = report_in_force(both.unit, Q1)
    assert report is not None
    take_back(both.unit, report.id, "Sửa số liệu")
    freeze_report(both.unit, Q1, despite_errors=True)
    arrival = look_at(both.unit, path)
    assert any("Thu hồi trình ký để sửa" in line for line in arrival.lines)
    arrival.accept(both.unit)
    with pytest.raises(LockedError):
        set_progress(both.unit, both.uid(TASK), Q1, percent=80)


# --- forms, and what else takes rows of a period


def test_a_form_of_a_returned_report_has_the_returned_rows_alone(both: Both) -> None:
    target = both.folder / "biểu.xlsx"
    with pytest.raises(LockedError):
        export_form(both.unit, Q1, target)
    both.take(both.answer("returned", TASK, INDICATOR))
    assert export_form(both.unit, Q1, target) == 2
    changes = read_form(both.unit, target)
    assert apply_form(both.unit, changes) == []


def test_a_form_from_before_changes_no_row_that_was_not_returned(both: Both) -> None:
    report = report_in_force(both.unit, Q1)
    assert report is not None
    copy = both.folder / "trước"
    both.unit.close()
    shutil.copytree(both.unit.folder, copy)
    both.unit = Store.open(both.unit.folder, clock=both.clock)
    target = both.folder / "biểu.xlsx"
    with Store.open(copy, clock=both.clock) as before:
        take_back(before, report.id, "Sửa")
        export_form(before, Q1, target)
    book = load_workbook(target)
    filled = 0
    for cells in book["Nhiệm vụ"].iter_rows():
        for cell in cells:
            if cell.value == 40:
                cell.value = 66
                filled += 1
    book.save(target)
    assert filled == 2
    both.take(both.answer("returned", TASK))
    changes = read_form(both.unit, target)
    assert [cell.code for cell in changes.cells] == [TASK]
    assert len(changes.problems) == 1
    assert "chỉ mở các dòng bị trả lại" in changes.problems[0].text
    with pytest.raises(InputError):
        apply_form(both.unit, changes)
    apply_form(both.unit, changes, leave_out_bad=True)
    rows = {row.code: row.progress.percent for row in load_worksheet(both.unit, Q1).tasks}
    assert (rows[TASK], rows[OTHER_TASK]) == (66, 40)
