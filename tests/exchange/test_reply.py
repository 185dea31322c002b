"""Replies: what the upper office says of a submission."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from answering import (
    INDICATOR,
    TASK,
    Both,
    forged,
    opened,
    refused,
    stored,
    told,
)
from packages import OTHER_KEY, Part, forge, parts_of
from reporting_units import HA_TU, OFFICE, Q1, Unit

from qnapp.db import inbox, outbox, replies
from qnapp.db.history import recent
from qnapp.db.periods import stored_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.domain.packages import Kind, PackageState
from qnapp.domain.received import ReportState, report_state
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.errors import InputError, LockedError, NotFoundError
from qnapp.exchange.container import open_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.receive import take_in
from qnapp.exchange.refusals import PackageError
from qnapp.exchange.reply import make_reply, take_back_answers
from qnapp.exchange.reply_letters import write_replies
from qnapp.exchange.reply_package import read_reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def both(both_master: Path, tmp_path: Path) -> Iterator[Both]:
    found = opened(both_master, tmp_path / "hai bên")
    with found.unit, found.office:
        yield found


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


def test_an_answer_that_nobody_has_seen_is_taken_back(both: Both) -> None:
    first = both.answer("accepted")
    take_back_answers(both.office, [both.received().digest])
    assert both.received().answer == ""
    events = [(one.entity, one.old, one.new) for one in recent(both.office)]
    assert ("received", "accepted", "") in events
    assert both.answer("accepted").digest == first.digest  # the same answer, and it counts again
    assert both.received().answer == "accepted"


def test_what_was_saved_to_be_sent_stays_answered(both: Both, tmp_path: Path) -> None:
    both.answer("accepted")
    write_replies(both.office, [both.received().digest], tmp_path)
    with pytest.raises(LockedError, match="đã lưu ra để gửi"):
        take_back_answers(both.office, [both.received().digest])
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
