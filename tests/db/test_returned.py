"""A locked period opens its returned rows and nothing else, whatever tries to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from frozen import freeze
from stores import PLAN, indicator, task

from qnapp.db import evidence, issued, periods, replies, reports
from qnapp.db.history import recent, revert
from qnapp.db.measurements import set_measurement
from qnapp.db.outbox import add_packages
from qnapp.db.plan_versions import move_row
from qnapp.db.progress import set_progress
from qnapp.db.returned import open_returns, open_rows, require_row_open
from qnapp.domain.packages import Kind, OutgoingPackage
from qnapp.domain.replies import Answer, Reply, ReplyRow, ReturnedRow
from qnapp.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport

Q1, Q2 = "2026-Q1", "2026-Q2"
RETURNED, CLOSED = f"{PLAN}/3.2", f"{PLAN}/1.5"
MEASURED, CLOSED_MEASURE = f"{PLAN}/CT-2", f"{PLAN}/CT-3"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "Biên bản.txt"
    file.write_text("Biên bản", encoding="utf-8")
    return file


@pytest.fixture
def report(store: Store, proof: Path) -> IssuedReport:
    """Four rows are filled in and the period is frozen; one file proves both tasks."""
    for uid in (RETURNED, CLOSED):
        set_progress(store, uid, Q2, status="in_progress", percent=40, result="Đã làm")
        evidence.add_evidence(store, [proof], uid, Q2)
    for uid in (MEASURED, CLOSED_MEASURE):
        set_measurement(store, uid, Q2, actual="12,5")
    return freeze(store)


def answer(
    store: Store, revision: int = 1, *, returned: tuple[str, ...] = (RETURNED, MEASURED)
) -> Reply:
    """What the upper office says of a revision."""
    number = len(replies.replies_to(store, "0" * 63 + str(revision)))
    rows = [
        ReturnedRow(ReplyRow.INDICATOR if "/CT-" in uid else ReplyRow.TASK, uid, "Chưa rõ kết quả")
        for uid in returned
    ]
    reply = Reply(
        verdict=Answer.RETURNED if rows else Answer.ACCEPTED,
        submission="0" * 63 + str(revision),
        organisation="06652",
        organisation_name="Phường Hà Tu",
        plan=PLAN,
        period=Q2,
        revision=revision,
        replied_at=store.clock(),
        by="Người Nhận",
        office="VPTU",
        office_name="Văn phòng Tỉnh ủy",
        rows=tuple(rows),
        digest=f"{revision}{number}".ljust(64, "a"),
    )
    with store.atomic():
        replies.add_reply(store, reply, "b" * 64)
    return reply


def pack(store: Store, report: IssuedReport) -> None:
    """A package of a report, as if it had been made."""
    name = f"{report.id}".ljust(64, "c")
    package: dict[str, Any] = {
        **{"id": 0, "kind": Kind.SUBMISSION, "plan": PLAN, "period": Q2, "report": report.id},
        **{"addressee": "", "revision": report.revision, "part": 1, "parts": 1, "digest": name},
        **{"first": name, "previous": "", "contents": name, "name": "a.qnbc", "sha256": name},
        **{"size": 1, "made_at": store.clock(), "clerk": ""},
    }
    add_packages(store, [OutgoingPackage(**package)])


def writes(store: Store, uid: str, proof: Path) -> dict[str, Callable[[], object]]:
    """Every way to write to a row of a period, and to the evidence that proves it."""
    if "/CT-" in uid:
        return {
            "value": lambda: set_measurement(store, uid, Q2, actual="13"),
            "note": lambda: set_measurement(store, uid, Q2, note="Số chính thức"),
            "evidence": lambda: evidence.add_evidence(store, [proof], uid, Q2, number="9"),
            "later": lambda: evidence.defer(store, uid, Q2, title="Bảng số liệu"),
        }
    return {
        "progress": lambda: set_progress(store, uid, Q2, percent=55),
        "confirm": lambda: set_progress(store, uid, Q2, confirm=True, result="Đã làm xong"),
        "evidence": lambda: evidence.add_evidence(store, [proof], uid, Q2, number="9"),
        "later": lambda: evidence.defer(store, uid, Q2, title="Quyết định"),
    }


@pytest.mark.parametrize("uid", [RETURNED, MEASURED])
def test_a_returned_row_takes_every_change(
    store: Store, report: IssuedReport, proof: Path, uid: str
) -> None:
    for write in writes(store, uid, proof).values():
        with pytest.raises(LockedError, match="đã trình ký"):
            write()
    answer(store)
    for write in writes(store, uid, proof).values():
        write()
    assert open_rows(store, Q2) == {RETURNED, MEASURED}


@pytest.mark.parametrize("uid", [CLOSED, CLOSED_MEASURE])
def test_no_other_row_takes_any(store: Store, report: IssuedReport, proof: Path, uid: str) -> None:
    answer(store)
    before = task(store, "1.5"), indicator(store, "3")
    for write in writes(store, uid, proof).values():
        with pytest.raises(LockedError, match="chỉ mở các dòng bị trả lại"):
            write()
    assert (task(store, "1.5"), indicator(store, "3")) == before


def test_what_is_no_row_of_the_return_stays_closed(store: Store, report: IssuedReport) -> None:
    answer(store)
    with pytest.raises(LockedError):
        periods.set_period_dates(store, Q2, due=periods.stored_period(store, Q2).period.due)
    with pytest.raises(LockedError):
        periods.unlock_period(store, Q2, "Sửa cả kỳ")
    assert periods.stored_period(store, Q2).locked


def test_a_returned_row_is_mended_once_something_of_it_has_changed(
    store: Store, report: IssuedReport, proof: Path
) -> None:
    answer(store)
    assert not any(one.mended for one in open_returns(store, Q2).values())
    evidence.add_evidence(store, [proof], RETURNED, Q2, number="9")
    mended = {uid: one.mended for uid, one in open_returns(store, Q2).items()}
    assert mended == {RETURNED: True, MEASURED: False}
    set_measurement(store, MEASURED, Q2, note="Số chính thức")
    assert all(one.mended for one in open_returns(store, Q2).values())


def test_the_words_that_tell_of_returned_rows_are_open_with_them(
    store: Store, report: IssuedReport
) -> None:
    with pytest.raises(LockedError):
        reports.set_report_text(store, Q2, "tasks", "Nhiệm vụ 3.2 đạt 60%.")
    answer(store)
    changes = reports.set_report_text(store, Q2, "tasks", "Nhiệm vụ 3.2 đạt 60%.")
    assert reports.report_text(store, Q2, "tasks") == "Nhiệm vụ 3.2 đạt 60%."
    revert(store, changes)
    assert reports.report_texts(store, Q2) == {}
    again = reports.set_report_text(store, Q2, "tasks", "Nhiệm vụ 3.2 đạt 60%.")
    freeze(store)
    with pytest.raises(LockedError, match="đã trình ký lần 2"):
        revert(store, again)
    assert reports.report_text(store, Q2, "tasks") == "Nhiệm vụ 3.2 đạt 60%."


def test_evidence_that_proves_a_closed_row_too_is_only_unlinked(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    (piece,) = task(store, "3.2").evidence
    with pytest.raises(LockedError):
        evidence.remove(store, piece.id)
    with pytest.raises(LockedError):
        evidence.update(store, piece.id, number="12-BB")
    with pytest.raises(LockedError):
        evidence.remove(store, piece.id, uid=CLOSED, period_code=Q2)
    evidence.remove(store, piece.id, uid=RETURNED, period_code=Q2)
    assert task(store, "3.2").evidence == ()
    assert task(store, "1.5").evidence == (piece,)


def test_evidence_of_the_returned_row_alone_can_be_changed_and_removed(
    store: Store, report: IssuedReport, proof: Path
) -> None:
    answer(store)
    later = evidence.defer(store, RETURNED, Q2, title="Quyết định")
    proof.write_text("Quyết định", encoding="utf-8")
    evidence.update(store, later.id, number="12-QĐ")
    evidence.attach_later(store, later.id, proof)
    evidence.remove(store, later.id)
    evidence.restore(store, later.id)
    assert later.id in {one.id for one in task(store, "3.2").evidence}


def test_the_row_says_why_it_was_returned(
    store: Store, report: IssuedReport, clock: FixedClock
) -> None:
    answer(store)
    (first, second) = open_returns(store, Q2).values()
    assert task(store, "3.2").returned == first
    assert indicator(store, "2").returned == second
    assert task(store, "1.5").returned is None
    assert (first.reason, first.by, first.revision) == ("Chưa rõ kết quả", "Văn phòng Tỉnh ủy", 1)
    assert first.returned_on == clock.now.date()
    assert task(store, "3.2", Q1).returned is None


def test_the_next_revision_closes_them_and_takes_the_place_of_the_returned_one(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    set_progress(store, RETURNED, Q2, percent=60)
    again = freeze(store)
    assert (again.revision, issued.report_in_force(store, Q2)) == (2, again)
    before = issued.issued_report(store, report.id)
    assert before.withdraw_reason == "Cấp trên trả lại, thay bằng trình ký lần 2"
    assert before.sha256 == report.sha256
    assert open_rows(store, Q2) == frozenset()
    with pytest.raises(LockedError, match="đã trình ký lần 2"):
        set_progress(store, RETURNED, Q2, percent=70)
    assert open_returns(store, Q2) == {}
    assert task(store, "3.2").returned is None
    stored = periods.stored_period(store, Q2)
    assert (stored.locked, stored.revision) == (True, 2)


def test_rows_of_the_frozen_report_that_were_only_carried_over_stay(store: Store) -> None:
    """They were written out when the period was locked the first time, and not again."""
    set_progress(store, RETURNED, Q1, status="in_progress", percent=30, result="Quý I")
    freeze(store)
    answer(store)
    shown = task(store, "3.2").progress
    assert shown.carried
    set_progress(store, RETURNED, Q1, percent=35)
    assert task(store, "3.2").progress == shown
    set_progress(store, RETURNED, Q2, percent=50)
    freeze(store)
    assert task(store, "3.2").progress.percent == 50


def test_undo_reaches_returned_rows_until_they_close(store: Store, report: IssuedReport) -> None:
    answer(store)
    changes = set_progress(store, RETURNED, Q2, percent=60)
    value = set_measurement(store, MEASURED, Q2, actual="99")
    undone = revert(store, changes)
    assert task(store, "3.2").progress.percent == 40
    revert(store, undone)
    freeze(store)
    for one in (changes, value):
        with pytest.raises(LockedError):
            revert(store, one)
    assert task(store, "3.2").progress.percent == 60


def test_undo_does_not_reach_evidence_of_closed_rows(
    store: Store, report: IssuedReport, proof: Path
) -> None:
    proof.write_text("Mới", encoding="utf-8")
    answer(store)
    with store.collected() as changes:
        evidence.add_evidence(store, [proof], RETURNED, Q2)
    revert(store, list(changes))
    with store.collected() as changes:
        evidence.add_evidence(store, [proof], RETURNED, Q2)
    freeze(store)
    with pytest.raises(LockedError):
        revert(store, list(changes))
    assert len(task(store, "3.2").evidence) == 2


def test_an_acceptance_that_follows_closes_them(store: Store, report: IssuedReport) -> None:
    answer(store)
    answer(store, returned=())
    assert open_returns(store, Q2) == {}
    with pytest.raises(LockedError):
        set_progress(store, RETURNED, Q2, percent=60)


def test_another_return_opens_its_own_rows_instead(store: Store, report: IssuedReport) -> None:
    answer(store)
    answer(store, returned=(CLOSED,))
    assert open_rows(store, Q2) == {CLOSED}
    set_progress(store, CLOSED, Q2, percent=60)


def test_taken_back_whole_everything_is_open_and_the_reasons_stay(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    issued.withdraw(store, report.id, "Sửa cả báo cáo")
    set_progress(store, CLOSED, Q2, percent=60)
    assert task(store, "3.2").returned is not None
    assert open_rows(store, Q2) == frozenset()  # not these alone
    again = freeze(store)
    assert (again.revision, task(store, "3.2").returned) == (2, None)


def test_a_period_locked_for_another_reason_stays_closed(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    issued.withdraw(store, report.id, "Sửa")
    periods.lock_period(store, Q2, "Chốt tạm")
    with pytest.raises(LockedError):
        require_row_open(store, Q2, RETURNED)


def test_a_revision_that_was_never_sent_settles_only_while_it_stands(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    again = freeze(store)
    issued.withdraw(store, again.id, "Chưa đúng")
    assert task(store, "3.2").returned is not None


def test_a_revision_that_was_sent_settles_for_good(store: Store, report: IssuedReport) -> None:
    answer(store)
    again = freeze(store)
    pack(store, again)
    issued.withdraw(store, again.id, "Chưa đúng")
    assert task(store, "3.2").returned is None


def test_the_history_tells_each_row_with_its_reason(store: Store, report: IssuedReport) -> None:
    answer(store)
    told = {(one.entity, one.key, one.field, one.new) for one in recent(store)}
    assert ("returned", RETURNED, "reason", "Chưa rõ kết quả") in told
    assert any(one[0] == "reply" and one[2:] == ("verdict", "returned") for one in told)


def test_a_row_that_the_plan_calls_otherwise_keeps_its_return(
    store: Store, report: IssuedReport
) -> None:
    answer(store)
    with store.atomic():
        move_row(store, RETURNED, f"{PLAN}/6.1")
    assert open_rows(store, Q2) == {f"{PLAN}/6.1", MEASURED}
    assert replies.moved_rows(store) == {RETURNED: f"{PLAN}/6.1"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reply SET verdict = 'accepted'",
        "DELETE FROM reply",
        "UPDATE reply_row SET reason = 'khác'",
        "DELETE FROM reply_row",
    ],
)
def test_an_answer_stays_as_it_was(store: Store, report: IssuedReport, sql: str) -> None:
    answer(store)
    before = open_returns(store, Q2)
    with pytest.raises(Exception, match="stays as it was"), store.atomic():
        store.run(sql)
    assert open_returns(store, Q2) == before
