"""Replies: what the upper office says of a submission, and what it opens at the unit."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from answering import (
    INDICATOR,
    OTHER_INDICATOR,
    OTHER_TASK,
    TASK,
    Both,
    opened,
)
from openpyxl import load_workbook
from packages import KEY, OTHER_KEY, Part, forge, parts_of
from reporting_units import HA_TU, OFFICE, Q1, Unit, make_unit, march_clock

from qnapp.db import inbox, outbox, replies, roster
from qnapp.db.evidence import add_evidence
from qnapp.db.history import recent
from qnapp.db.issued import register_issue, report_in_force
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import set_milestone
from qnapp.db.periods import stored_period
from qnapp.db.progress import set_progress
from qnapp.db.returned import open_rows, returned_rows
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import freeze_report, read_issued
from qnapp.domain.packages import Kind, PackageState
from qnapp.domain.received import ReportState, report_state
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.errors import FileError, InputError, LockedError, NotFoundError, UserError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.container import open_package
from qnapp.exchange.form import apply_form, export_form, read_form
from qnapp.exchange.keys import own_key, renew_key
from qnapp.exchange.outbox import take_back
from qnapp.exchange.receive import take_in
from qnapp.exchange.refusals import PackageError
from qnapp.exchange.reply import make_reply
from qnapp.exchange.reply_package import read_reply, write_reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.domain.replies import Reply


@pytest.fixture
def both(both_master: Path, tmp_path: Path) -> Iterator[Both]:
    found = opened(both_master, tmp_path / "hai bên")
    with found.unit, found.office:
        yield found


def stored(store: Store) -> tuple[dict[str, list[tuple[object, ...]]], set[str]]:
    """All that a refusal must leave as it was."""
    names = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type='table'")]
    rows = {name: [tuple(row) for row in store.rows(f"SELECT * FROM {name}")] for name in names}
    return rows, {path.name for path in store.folder.rglob("*") if path.is_file()}


def refused(both: Both, path: Path, words: str) -> None:
    """The unit refuses a file in one sentence, and nothing of it is anywhere."""
    before = stored(both.unit)
    with pytest.raises(UserError, match=words) as error:
        look_at(both.unit, path).accept(both.unit)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")
    assert stored(both.unit) == before


def told(both: Both, package: Any) -> Reply:
    with open_package(both.file(package)) as opened_package:
        return read_reply(opened_package)


def forged(both: Both, name: str, *, key: Any = None, **more: Any) -> Path:
    """What somebody writes who may say anything, in the office's own hand."""
    reply = told(both, both.answer("returned", TASK))
    target = both.folder / name
    signed = key or own_key(both.office)
    training = more.pop("training", False)
    write_reply(
        target, replace(reply, **more), signed, plan_version=1, previous="", training=training
    )
    return target


# --- the office answers


def test_an_answer_is_a_signed_file_in_the_outbox(both: Both) -> None:
    package = both.answer("returned", TASK, INDICATOR, note="Xem lại hai dòng")
    assert (package.kind, package.addressee, package.revision) == (Kind.REPLY, HA_TU, 1)
    assert package.name == "phieu-tra-loi-06652-quy-1-2026-lan-1.qnph"
    with open_package(both.file(package), Kind.REPLY) as opened_package:
        head = opened_package.manifest.head
        assert opened_package.digest == package.digest
        assert opened_package.manifest.key == own_key(both.office).public
        assert (head.organisation, head.addressee) == (OFFICE, HA_TU)
        reply = read_reply(opened_package)
    assert reply.submission == both.received().digest
    assert reply.rows == (both.row(TASK), both.row(INDICATOR))
    assert (reply.verdict, reply.note, reply.by) == (
        Answer.RETURNED,
        "Xem lại hai dòng",
        "Người Thử",
    )


def test_the_inbox_and_the_history_say_it(both: Both) -> None:
    package = both.answer("returned", TASK)
    received = both.received()
    assert received.answer == "returned"
    due = stored_period(both.office, Q1).period.due
    assert report_state([received], due) is ReportState.RETURNED
    (kept,) = replies.replies_to(both.office, received.digest)
    assert kept == told(both, package)
    events = {(one.entity, one.field, one.new) for one in recent(both.office)}
    assert ("received", "answer", "returned") in events
    assert ("package", "made", package.name) in events


def test_the_same_answer_again_is_the_same_package(both: Both) -> None:
    first = both.answer("returned", TASK)
    again = both.answer("returned", TASK)
    assert again.digest == first.digest
    other = both.answer("accepted")
    assert other.digest != first.digest
    assert other.previous == first.digest
    states = [one.state for one in outbox.outgoing_packages(both.office, kind=Kind.REPLY)]
    assert states == [PackageState.MADE, PackageState.REPLACED]
    assert both.received().answer == "accepted"


@pytest.mark.parametrize(
    ("verdict", "rows", "words"),
    [
        ("returned", [], "Chưa nêu dòng nào"),
        ("accepted", [(ReplyRow.TASK, "NQ05-2026/3.2", "Sai")], "không nêu dòng trả lại"),
        ("returned", [(ReplyRow.TASK, "NQ05-2026/3.2", " \n")], "Chưa nêu lý do trả lại 3.2"),
        ("returned", [(ReplyRow.TASK, "NQ05-2026/9.9", "Sai")], "không có dòng “NQ05-2026/9.9”"),
        ("returned", [(ReplyRow.INDICATOR, "NQ05-2026/3.2", "Sai")], "không có dòng"),
        ("returned", [(ReplyRow.TASK, "NQ05-2026/2.16", "Đầu mục")], "không có dòng"),
        ("returned", [(ReplyRow.TASK, "NQ05-2026/3.2", "Sai")] * 2, "3.2 được nêu hai lần"),
        ("returned", [(ReplyRow.TASK, "NQ05-2026/3.2", "s" * 2001)], "quá 2000 ký tự"),
    ],
)
def test_an_answer_that_nobody_could_act_on_is_refused(
    both: Both, verdict: str, rows: list[tuple[ReplyRow, str, str]], words: str
) -> None:
    before = stored(both.office)
    with pytest.raises(InputError, match=words):
        make_reply(
            both.office, both.received().digest, verdict, [ReturnedRow(*one) for one in rows]
        )
    assert stored(both.office) == before


def test_what_never_arrived_cannot_be_answered(both: Both) -> None:
    with pytest.raises(NotFoundError):
        make_reply(both.office, "f" * 64, "accepted")


def test_a_row_that_should_have_been_reported_can_be_returned(both: Both) -> None:
    """The unit then takes it on: this is open at any time."""
    row = both.row("1.1", "Phường cũng phải báo cáo nhiệm vụ này")
    package = make_reply(both.office, both.received().digest, "returned", [row])
    assert told(both, package).rows == (row,)


def test_only_the_newest_revision_is_answered(both: Both) -> None:
    first = both.received().digest
    Unit(both.unit).take_back()
    set_progress(both.unit, both.uid(TASK), Q1, percent=70)
    both.send()
    with pytest.raises(LockedError, match="đã gửi báo cáo lần 2 sau lần 1"):
        make_reply(both.office, first, "accepted")


def test_of_several_in_conflict_a_person_chooses_first(both: Both, tmp_path: Path) -> None:
    copy = tmp_path / "máy khác"
    both.unit.close()
    shutil.copytree(both.unit.folder, copy)
    both.unit = Store.open(both.unit.folder, clock=both.clock)
    for folder, percent in ((copy, 61), (both.unit.folder, 62)):
        if folder == copy:
            with Store.open(copy, clock=both.clock) as other:
                Unit(other).take_back()
                set_progress(other, both.uid(TASK), Q1, percent=percent)
                for path in Unit(other).send(both.folder / "khác"):
                    rival = take_in(both.office, path)
        else:
            Unit(both.unit).take_back()
            set_progress(both.unit, both.uid(TASK), Q1, percent=percent)
            own = both.send()
    with pytest.raises(LockedError, match="có 2 gói khác số liệu của báo cáo lần 2"):
        make_reply(both.office, own.digest, "accepted")
    inbox.choose_received(both.office, own.digest)
    make_reply(both.office, own.digest, "accepted")
    with pytest.raises(LockedError, match="gói khác của báo cáo lần 2 thay cho gói này"):
        make_reply(both.office, rival.digest, "accepted")


# --- the unit takes it in


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
    assert all(one.settled for one in returned_rows(unit, Q1))

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


# --- the file itself


def _data(path: Path) -> dict[str, Any]:
    (raw,) = [part.data for part in parts_of(path) if part.name == "data.json"]
    found: dict[str, Any] = json.loads(raw)
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "accepted"},
        {"verdict": "perhaps"},
        {"rows": []},
        {"rows": [{"kind": "task", "uid": "NQ05-2026/3.2", "reason": ""}]},
        {"rows": [{"kind": "task", "uid": "NQ05-2026/3.2", "reason": "Sai"}] * 2},
        {"rows": [{"kind": "task", "uid": "NQ05-2026/3.2", "reason": "Sai\u202e"}]},
        {"rows": [{"kind": "word", "uid": "NQ05-2026/3.2", "reason": "Sai"}]},
        {"submission": "../../x"},
        {"note": "n" * 2001},
        {"by": "A\nB"},
        {"rows": None},
    ],
)
def test_an_answer_that_contradicts_itself_is_refused_as_altered(
    both: Both, change: dict[str, Any]
) -> None:
    """Somebody with the office's own key could sign anything; none of it may reach a row."""
    path = both.file(both.answer("returned", TASK))
    manifest = json.loads(next(p.data for p in parts_of(path) if p.name == "manifest.json"))
    raw = json.dumps(_data(path) | change).encode()
    manifest["entries"]["data.json"] |= {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
    forge(path, manifest, [Part("data.json", raw)], own_key(both.office))
    refused(both, path, "đã bị thay đổi ở “data.json”")


def test_every_byte_counts(both: Both) -> None:
    """Whatever stands where: the file is refused, or says the very same."""
    path = both.file(both.answer("returned", TASK))
    good = told(both, both.answer("returned", TASK))
    raw = path.read_bytes()
    spoiled = both.folder / "hỏng.qnph"
    for at in range(0, len(raw), 7):
        spoiled.write_bytes(raw[:at] + bytes([raw[at] ^ 0x5A]) + raw[at + 1 :])
        try:
            with open_package(spoiled) as package:
                assert read_reply(package) == good
        except PackageError:
            continue


def test_signed_by_another_hand_it_is_not_the_offices(both: Both) -> None:
    both.take(both.answer("returned", TASK))
    refused(both, forged(both, "giả.qnph", key=OTHER_KEY), "khóa khác với khóa đã xác nhận")


def test_it_is_written_as_a_zip_where_the_setting_says_so(both: Both) -> None:
    set_settings(both.office, package_as_zip=True)
    package = both.answer("accepted")
    assert package.name.endswith(".zip")
    both.take(package)
