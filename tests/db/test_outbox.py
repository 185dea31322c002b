"""What was sent: kept as it was, and where it stands follows from what happened to it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from frozen import freeze
from stores import PLAN, files_of, table

from qnapp.db.archive import backup_full, restore_full
from qnapp.db.history import history_of
from qnapp.db.issued import withdraw
from qnapp.db.outbox import (
    add_packages,
    checked_file,
    kept_place,
    mark_sent,
    outgoing_package,
    outgoing_packages,
    parts_of,
    record_answer,
)
from qnapp.db.store import Changes, Store
from qnapp.domain.packages import STATE_WORDS, Kind, OutgoingPackage, PackageState
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.domain.issued import IssuedReport

Q1, Q2 = "2026-Q1", "2026-Q2"


def digest(text: str) -> str:
    """Some digest."""
    return sha256(text.encode()).hexdigest()


def row(clock: FixedClock, report: IssuedReport, text: str = "a", **more: Any) -> OutgoingPackage:
    """A package of a report as it is handed over; ``text`` makes it another one."""
    return OutgoingPackage(
        **{
            "id": 0,
            "kind": Kind.SUBMISSION,
            "plan": PLAN,
            "period": report.period,
            "report": report.id,
            "addressee": "",
            "revision": report.revision,
            "part": 1,
            "parts": 1,
            "digest": digest(text),
            "first": digest(text),
            "previous": "",
            "contents": digest("contents"),
            "name": f"bao-cao-{text}.qnbc",
            "sha256": digest("file " + text),
            "size": 10,
            "made_at": clock.now,
            "clerk": "Người Thử",
            **more,
        }
    )


def two_parts(clock: FixedClock, report: IssuedReport) -> list[OutgoingPackage]:
    """A package and its second part."""
    first = row(clock, report, parts=2)
    return [first, row(clock, report, "b", part=2, parts=2, first=first.digest)]


def test_what_was_made_is_listed_as_it_was_handed_over(store: Store, clock: FixedClock) -> None:
    given = two_parts(clock, freeze(store))
    made = add_packages(store, given)
    assert [replace(one, id=0) for one in made] == given
    assert outgoing_packages(store) == made[::-1]
    assert parts_of(store, given[0].digest) == made
    assert parts_of(store, given[1].digest) == []
    assert [one.state for one in made] == [PackageState.MADE] * 2


def test_packages_are_found_by_period_and_kind(store: Store, clock: FixedClock) -> None:
    add_packages(store, [row(clock, freeze(store, Q1)), row(clock, freeze(store, Q2), "b")])
    (found,) = outgoing_packages(store, Q1)
    assert found.name == "bao-cao-a.qnbc"
    assert outgoing_packages(store, Q1, kind=Kind.PLAN) == []
    with pytest.raises(NotFoundError):
        outgoing_packages(store, "2027-Q1")


def test_a_plan_package_belongs_to_no_period(store: Store, clock: FixedClock) -> None:
    given = replace(
        row(clock, freeze(store)), kind=Kind.PLAN, period="", report=None, addressee="06706"
    )
    (made,) = add_packages(store, [given])
    assert (made.period, made.report, made.addressee) == ("", None, "06706")
    assert outgoing_packages(store, kind=Kind.PLAN) == [made]


def test_a_report_of_another_plan_than_the_one_in_use_keeps_its_period(
    store: Store, clock: FixedClock
) -> None:
    report = freeze(store)
    with store.atomic():
        store.run("INSERT INTO plan (uid, year) VALUES ('NQ-2027', 2027)")
        store.run("UPDATE setting SET value = 'NQ-2027' WHERE key = 'plan'")
    (made,) = add_packages(store, [row(clock, report)])
    assert (made.plan, made.period) == (PLAN, Q2)


def test_all_parts_or_none(store: Store, clock: FixedClock) -> None:
    first, second = two_parts(clock, freeze(store))
    before = table(store, "history")
    with pytest.raises(sqlite3.IntegrityError):
        add_packages(store, [first, replace(second, part=3)])
    assert outgoing_packages(store) == []
    assert table(store, "history") == before


def test_sending_is_a_persons_word(store: Store, clock: FixedClock) -> None:
    (made,) = add_packages(store, [row(clock, freeze(store))])
    clock.move(hours=1)
    sent = mark_sent(store, made.id)
    assert (sent.state, sent.sent_at) == (PackageState.SENT, clock.now)
    clock.move(hours=1)
    assert mark_sent(store, made.id) == sent


@pytest.mark.parametrize("answer", ["accepted", "returned"])
def test_an_answer_is_for_all_parts(store: Store, clock: FixedClock, answer: str) -> None:
    made = add_packages(store, two_parts(clock, freeze(store)))
    clock.move(days=2)
    record_answer(store, made[0].digest, answer)
    found = parts_of(store, made[0].digest)
    assert {one.state for one in found} == {PackageState(answer)}
    assert {one.answered_at for one in found} == {clock.now}


def test_an_answer_to_a_package_of_nobody_here(store: Store, clock: FixedClock) -> None:
    add_packages(store, [row(clock, freeze(store))])
    with pytest.raises(NotFoundError):
        record_answer(store, digest("other"), "accepted")
    with pytest.raises(NotFoundError):
        mark_sent(store, 99)
    with pytest.raises(sqlite3.IntegrityError):
        record_answer(store, digest("a"), "perhaps")
    assert {one.state for one in outgoing_packages(store)} == {PackageState.MADE}


def test_a_later_package_of_the_report_replaces_the_one_before(
    store: Store, clock: FixedClock
) -> None:
    report = freeze(store)
    first = add_packages(store, two_parts(clock, report))
    mark_sent(store, first[0].id)
    (later,) = add_packages(store, [row(clock, report, "c", previous=first[0].digest)])
    states = {one.name: one.state for one in outgoing_packages(store)}
    assert states == {
        first[0].name: PackageState.REPLACED,
        first[1].name: PackageState.REPLACED,
        later.name: PackageState.MADE,
    }


def test_packages_for_others_replace_nothing(store: Store, clock: FixedClock) -> None:
    report = freeze(store)
    one = replace(row(clock, report), kind=Kind.REPLY, report=None, addressee="06706")
    two = replace(row(clock, report, "b"), kind=Kind.REPLY, report=None, addressee="06733")
    made = add_packages(store, [one, two])
    assert {outgoing_package(store, p.id).state for p in made} == {PackageState.MADE}


def test_taking_the_report_back_takes_its_packages_back(store: Store, clock: FixedClock) -> None:
    report = freeze(store)
    (made,) = add_packages(store, [row(clock, report)])
    record_answer(store, made.digest, "accepted")
    withdraw(store, report.id, "Sai số liệu")
    found = outgoing_package(store, made.id)
    assert (found.state, found.withdraw_reason) == (PackageState.WITHDRAWN, "Sai số liệu")


def test_every_state_has_its_words() -> None:
    assert set(STATE_WORDS) == set(PackageState)


def test_the_history_tells_of_each_step(store: Store, clock: FixedClock) -> None:
    (made,) = add_packages(store, [row(clock, freeze(store))])
    mark_sent(store, made.id)
    record_answer(store, made.digest, "returned")
    told = [(one.field, one.new, one.event) for one in history_of(store, "package", str(made.id))]
    assert told == [
        ("answer", "returned", "answer"),
        ("sent", made.name, "send"),
        ("made", made.name, "package"),
    ]
    assert {one.period for one in history_of(store, "package", str(made.id))} == {Q2}


def test_pages_are_told(store: Store, clock: FixedClock) -> None:
    report = freeze(store)
    told: list[Changes] = []
    store.on_change.append(told.append)
    add_packages(store, [row(clock, report)])
    assert [change.report for change in told] == [True]


@pytest.mark.parametrize("column", ["name", "digest", "sha256", "made_at", "report", "revision"])
def test_the_file_itself_keeps_what_was_sent(store: Store, clock: FixedClock, column: str) -> None:
    add_packages(store, [row(clock, freeze(store))])
    with pytest.raises(sqlite3.IntegrityError, match="stays as it was"), store.atomic():
        store.db.execute(f"UPDATE outgoing_package SET {column} = NULL")
    with pytest.raises(sqlite3.IntegrityError, match="stays as it was"), store.atomic():
        store.db.execute("DELETE FROM outgoing_package")


def test_no_package_is_written_down_twice(store: Store, clock: FixedClock) -> None:
    report = freeze(store)
    add_packages(store, [row(clock, report)])
    with pytest.raises(sqlite3.IntegrityError):
        add_packages(store, [row(clock, report)])


def test_the_kept_file_is_checked_before_it_goes(store: Store, clock: FixedClock) -> None:
    content = b"a package"
    given = replace(row(clock, freeze(store)), sha256=sha256(content).hexdigest())
    place = kept_place(store, given.digest, given.name)
    place.write_bytes(content)
    (made,) = add_packages(store, [given])
    assert checked_file(store, made) == place
    place.write_bytes(b"a packagE")
    with pytest.raises(FileError, match="đã bị thay đổi"):
        checked_file(store, made)
    place.unlink()
    with pytest.raises(FileError, match="Không tìm thấy"):
        checked_file(store, made)


def test_a_full_backup_brings_the_outbox_along(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    given = row(clock, freeze(store))
    kept_place(store, given.digest, given.name).write_bytes(b"a package")
    made = add_packages(store, [given])
    backup_full(store, tmp_path / "sao lưu.zip")
    other = tmp_path / "máy khác"
    restore_full(tmp_path / "sao lưu.zip", other, clock=clock)
    assert b"a package" in files_of(other / "outbox").values()
    with Store.open(other, clock=clock) as restored:
        assert outgoing_packages(restored) == made
