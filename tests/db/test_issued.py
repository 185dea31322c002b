"""Reports that were sent for signature: numbered, frozen by the file itself, withdrawn, issued."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from frozen import bytes_of, freeze
from stores import files_of, table, task

from qnapp.db import history, periods
from qnapp.db.evidence import add_evidence
from qnapp.db.history import history_of, revert
from qnapp.db.issued import (
    issued_files,
    issued_report,
    issued_reports,
    register_issue,
    report_in_force,
    withdraw,
)
from qnapp.db.progress import set_progress
from qnapp.db.report_files import read_file
from qnapp.db.store import Changes, Store
from qnapp.domain.issued import FileKind
from qnapp.errors import InputError, LockedError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock

Q1, Q2, UID = "2026-Q1", "2026-Q2", "NQ05-2026/3.2"
ISSUE = {
    "number": "05-BC/ĐU",
    "issued_on": "18/6/2026",
    "signer": "Nguyễn Văn Mẫu",
    "signer_title": "Bí thư",
}


# --- freezing


def test_the_signed_words_stay_in_the_history(store: Store) -> None:
    """One letter more right after the report came back, and what was signed is still told."""
    set_progress(store, UID, Q2, result="Đã họp")
    made = freeze(store)
    withdraw(store, made.id, "thiếu chữ")
    set_progress(store, UID, Q2, result="Đã họp dân")
    told = history_of(store, "progress", UID, Q2, "result")
    assert [(one.old, one.new) for one in told] == [("Đã họp", "Đã họp dân"), ("", "Đã họp")]


def test_a_report_says_what_it_is_and_who_froze_it(store: Store, clock: FixedClock) -> None:
    made = freeze(store)
    assert (made.organisation, made.plan, made.plan_version) == ("06652", "NQ05-2026", 1)
    assert (made.period, made.revision, made.letterhead) == (Q2, 1, "dang")
    assert (made.frozen_at, made.clerk) == (clock.now, "Người Thử")
    assert (made.withdrawn, made.registered, made.signed_copy) == (False, False, None)
    snapshot = made.file(FileKind.SNAPSHOT)
    assert snapshot is not None
    assert snapshot.sha256 == made.sha256
    assert [read_file(store, one) for one in made.files] == [
        bytes_of(one.kind, 1) for one in made.files
    ]


def test_its_period_is_shut_and_says_why(store: Store, clock: FixedClock) -> None:
    freeze(store)
    stored = periods.stored_period(store, Q2)
    assert (stored.locked_at, stored.lock_reason) == (clock.now, "Trình ký lần 1")
    assert stored.revision == 1
    told = (
        r"^Kỳ 6 tháng năm 2026 đã trình ký lần 1 ngày 05/6/2026 nên không sửa được\. "
        r"Chưa có gì bị thay đổi\. Muốn sửa, thu hồi trình ký trước\.$"
    )
    with pytest.raises(LockedError, match=told):
        set_progress(store, UID, Q2, percent=50)
    assert periods.stored_period(store, Q1).revision == 0
    set_progress(store, UID, Q1, percent=5)


def test_only_withdrawing_opens_it(store: Store) -> None:
    freeze(store)
    with pytest.raises(LockedError, match="thu hồi trình ký"):
        periods.unlock_period(store, Q2, "Sửa nhầm")
    assert periods.stored_period(store, Q2).locked


def test_a_period_freezes_once_at_a_time(store: Store) -> None:
    freeze(store)
    before = table(store, "issued_report"), files_of(store.folder / "evidence")
    with pytest.raises(LockedError, match="đã trình ký lần 1"):
        freeze(store)
    assert (table(store, "issued_report"), files_of(store.folder / "evidence")) == before
    freeze(store, Q1)
    assert [one.period for one in issued_reports(store)] == [Q1, Q2]


def test_what_is_locked_by_hand_is_not_frozen(store: Store) -> None:
    periods.lock_period(store, Q2, "Đã gửi")
    with pytest.raises(LockedError, match="đã khóa ngày 05/6/2026"):
        freeze(store)
    assert issued_reports(store) == []


def test_a_store_open_for_viewing_is_left_alone(folder: Path, clock: FixedClock) -> None:
    before = files_of(folder / "evidence")
    with Store.open(folder, clock=clock, read_only=True) as viewed, pytest.raises(StoreError):
        freeze(viewed)
    assert files_of(folder / "evidence") == before


def test_freezing_is_announced_and_told_in_the_history(store: Store) -> None:
    seen: list[Changes] = []
    store.on_change.append(seen.append)
    made = freeze(store, despite="2 lỗi: 1.22, 3.2")
    assert seen == [Changes(periods=True, report=True)]
    told = {one.field: (one.new, one.event) for one in history_of(store, "issued", str(made.id))}
    assert told == {
        "revision": ("1", "freeze"),
        "despite_errors": ("2 lỗi: 1.22, 3.2", "freeze"),
    }
    assert {one.event for one in history_of(store, "period", Q2)} == {"freeze"}


def test_undo_does_not_reach_it(store: Store) -> None:
    typed = set_progress(store, UID, Q2, percent=45)
    opened = periods.lock_period(store, Q2, "nhầm")
    opened = revert(store, opened)
    with store.collected() as changes:
        freeze(store)
    for taken_back in (typed, opened, changes):
        with pytest.raises(LockedError, match="đã trình ký lần 1"):
            revert(store, taken_back)
    events = [
        history.FieldChange(one.entity, one.key, one.period, one.field, one.old, one.new)
        for one in history_of(store, "issued", "1")
    ]
    with pytest.raises(InputError, match="không lấy lại được"):
        revert(store, events)
    assert report_in_force(store, Q2) is not None
    assert task(store, "3.2").progress.percent == 45


def test_locking_keeps_what_proves_a_completion_that_was_carried_over(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "bb.txt").write_text("Biên bản")
    set_progress(store, UID, Q1, status="completed", completed_on="1/3/2026", result="Xong")
    add_evidence(store, [tmp_path / "bb.txt"], UID, Q1)
    before = task(store, "3.2")
    assert len(before.evidence) == 1
    freeze(store, Q2)
    assert task(store, "3.2") == before
    assert task(store, "3.2", "2026-Q3").evidence == before.evidence


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issued_report SET sha256 = replace(sha256, 'a', 'b')",
        "UPDATE issued_report SET revision = 7",
        "UPDATE issued_report SET frozen_at = ''",
        "DELETE FROM issued_report",
        "UPDATE report_file SET sha256 = replace(sha256, 'a', 'b')",
        "UPDATE report_file SET report = 2",
        "DELETE FROM report_file",
    ],
)
def test_the_file_itself_holds_it_frozen(store: Store, statement: str) -> None:
    freeze(store)
    with pytest.raises(sqlite3.IntegrityError, match="frozen"):
        store.db.execute(statement)


def test_the_file_itself_knows_one_report_in_force(store: Store) -> None:
    made = freeze(store)
    with pytest.raises(sqlite3.IntegrityError):
        store.db.execute(
            "INSERT INTO issued_report (organisation, period, revision, letterhead, plan_version, "
            "sha256, frozen_at) SELECT organisation, period, 2, letterhead, plan_version, sha256, "
            "frozen_at FROM issued_report WHERE id = ?",
            [made.id],
        )


# --- withdrawing


def test_withdrawing_opens_the_period_and_keeps_the_report(store: Store, clock: FixedClock) -> None:
    made = freeze(store)
    clock.move(hours=1)
    gone = withdraw(store, made.id, " Sai số liệu\nmục 3.2 ")
    assert (gone.withdrawn_at, gone.withdraw_reason) == (clock.now, "Sai số liệu mục 3.2")
    assert gone.files == made.files
    assert report_in_force(store, Q2) is None
    stored = periods.stored_period(store, Q2)
    assert (stored.locked, stored.lock_reason, stored.revision) == (False, "Sai số liệu mục 3.2", 0)
    set_progress(store, UID, Q2, percent=50)


def test_the_next_one_is_the_next_revision(store: Store) -> None:
    first = freeze(store)
    withdraw(store, first.id, "Sai")
    second = freeze(store)
    assert [(one.revision, one.withdrawn) for one in issued_reports(store, Q2)] == [
        (2, False),
        (1, True),
    ]
    assert report_in_force(store, Q2) == second
    assert [read_file(store, one) for one in first.files] == [
        bytes_of(one.kind, 1) for one in first.files
    ]


def test_withdrawing_is_told_as_two_facts_however_soon(store: Store) -> None:
    made = freeze(store)
    withdraw(store, made.id, "Sai")
    told = [(one.field, one.event) for one in history_of(store, "issued", str(made.id))]
    assert told == [("withdraw_reason", "withdraw"), ("revision", "freeze")]
    locks = [one.event for one in history_of(store, "period", Q2, field="locked_at")]
    assert locks == ["withdraw", "freeze"]


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_withdrawing_wants_a_reason(store: Store, reason: str) -> None:
    made = freeze(store)
    with pytest.raises(InputError, match=r"lý do thu hồi.*vẫn giữ nguyên"):
        withdraw(store, made.id, reason)
    assert report_in_force(store, Q2) == made


def test_what_was_withdrawn_stays_withdrawn(store: Store, clock: FixedClock) -> None:
    made = withdraw(store, freeze(store).id, "Sai")
    before = table(store, "issued_report")
    told = r"lần 1 đã thu hồi ngày 05/6/2026"
    with pytest.raises(LockedError, match=told):
        withdraw(store, made.id, "Nữa")
    with pytest.raises(LockedError, match=told):
        _issue(store, made.id)
    assert table(store, "issued_report") == before
    assert clock.now == made.withdrawn_at


# --- after issue


def _issue(store: Store, report_id: int, **other: Any) -> object:
    return register_issue(store, report_id, **{**ISSUE, **other})


def test_number_date_and_signer_are_entered_after_issue(store: Store) -> None:
    made = freeze(store)
    assert _issue(store, made.id) == issued_report(store, made.id)
    found = issued_report(store, made.id)
    assert found.registered
    assert (found.number, found.issued_on) == ("05-BC/ĐU", date(2026, 6, 18))
    assert (found.signer, found.signer_title) == ("Nguyễn Văn Mẫu", "Bí thư")
    assert found.files == made.files


def test_they_can_be_corrected_and_both_are_told(store: Store) -> None:
    made = freeze(store)
    _issue(store, made.id)
    _issue(store, made.id)
    _issue(store, made.id, number=" 06-BC/ĐU ", issued_on=date(2026, 6, 19))
    told = [(one.field, one.old, one.new) for one in history_of(store, "issued", str(made.id))]
    assert told[:2] == [
        ("issued_on", "2026-06-18", "2026-06-19"),
        ("number", "05-BC/ĐU", "06-BC/ĐU"),
    ]
    assert len(told) == 2 + len(ISSUE) + 1  # saying the same again is no event
    assert {one.event for one in history_of(store, "issued", str(made.id))} == {"issue", "freeze"}


def test_the_last_year_can_still_be_registered_in_the_next(store: Store) -> None:
    made = freeze(store)
    with store.atomic():
        store.run("INSERT INTO plan VALUES ('NQ-2027', 2027)")
        store.run("UPDATE setting SET value = 'NQ-2027' WHERE key = 'plan'")
    _issue(store, made.id, issued_on="5/1/2027")
    assert issued_report(store, made.id).issued_on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": " "}, r"^Chưa có số văn bản\. Chưa có gì"),
        ({"issued_on": ""}, r"^Chưa có ngày văn bản\. Chưa có gì"),
        ({"signer": ""}, r"^Chưa có người ký\. Chưa có gì"),
        ({"issued_on": "31/02/2026"}, "31/02/2026"),
        ({"issued_on": "14/3/2026"}, r"14/3/2026 trước ngày bắt đầu kỳ báo cáo \(15/3/2026\)"),
        ({"number": "5" * 30_001}, "quá mức"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    store: Store, wrong: dict[str, str], sentence: str
) -> None:
    made = freeze(store)
    with pytest.raises(InputError, match=sentence):
        _issue(store, made.id, **wrong)
    assert issued_report(store, made.id) == made


@pytest.mark.parametrize(
    "ask",
    [
        issued_report,
        issued_files,
        lambda store, one: withdraw(store, one, "Sai"),
        _issue,
    ],
)
def test_a_report_that_is_not_there(store: Store, ask: Callable[[Store, int], object]) -> None:
    freeze(store)
    with pytest.raises(NotFoundError, match="Không có báo cáo đã trình ký này"):
        ask(store, 99)


def test_reports_of_an_unknown_period(store: Store) -> None:
    with pytest.raises(NotFoundError):
        issued_reports(store, "2026-X09")
    assert issued_reports(store) == []
    assert report_in_force(store, Q2) is None
