"""Milestones reached and extensions: dates that hold for all periods."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from stores import task

from qnapp.db.assignments import take_on
from qnapp.db.history import history_of, revert
from qnapp.db.milestones import edit_extension, extensions
from qnapp.db.progress import (
    add_extension,
    grant_extension,
    remove_extension,
    set_milestone,
    set_progress,
)
from qnapp.documents.annexes import milestone_words
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

ANCHORAGE = "NQ05-2026/5.6.1"  # Khởi công tháng 3/2026


def test_a_milestone_reached_ends_being_overdue_in_every_period(store: Store) -> None:
    assert task(store, "5.6.1").standing == "overdue"
    set_progress(store, ANCHORAGE, "2026-Q1", status="in_progress")
    set_milestone(store, ANCHORAGE, 1, "20/4/2026")
    for code in ("2026-Q2", "2026-Q3"):
        row = task(store, "5.6.1", code)
        assert row.milestones[0].actual_on == date(2026, 4, 20)
        assert row.standing == "no_deadline"


def test_a_period_tells_only_what_was_reached_by_its_close(store: Store) -> None:
    set_progress(store, ANCHORAGE, "2026-Q1", status="in_progress")
    set_milestone(store, ANCHORAGE, 1, "20/4/2026")
    row = task(store, "5.6.1", "2026-Q1")  # it speaks of 14/3
    assert (row.milestones[0].actual_on, row.milestones[0].recorded_on) == (
        None,
        date(2026, 4, 20),
    )
    assert row.standing == "in_time"  # its end is March
    assert milestone_words(row) == ""
    assert milestone_words(task(store, "5.6.1")).startswith("Mốc khởi công: xong 20/4/2026")


def test_a_date_can_be_corrected_and_taken_back(store: Store) -> None:
    set_milestone(store, ANCHORAGE, 1, date(2026, 4, 20))
    set_milestone(store, ANCHORAGE, 1, date(2026, 4, 22))
    assert [one.new for one in history_of(store, "milestone", ANCHORAGE)] == [
        "2026-04-22",
        "2026-04-20",
    ]
    set_milestone(store, ANCHORAGE, 1, None)
    assert task(store, "5.6.1").milestones[0].actual_on is None


def test_milestones_are_counted_in_the_order_of_the_words(store: Store) -> None:
    take_on(store, ["3.4.1"])  # Khởi công tháng 12/2025; hoàn thành năm 2028
    set_milestone(store, "3.4.1", 2, "1/2/2028")
    found = task(store, "3.4.1").milestones
    assert [one.recorded_on for one in found] == [None, date(2028, 2, 1)]


@pytest.mark.parametrize(("number", "known"), [(0, "Các mốc: 1"), (2, "Các mốc: 1"), (-1, "")])
def test_a_milestone_that_is_not_there_is_refused(store: Store, number: int, known: str) -> None:
    with pytest.raises(InputError, match=f"không có mốc thứ {number}.*{known}"):
        set_milestone(store, ANCHORAGE, number, "1/1/2026")


def test_a_task_without_dated_words_has_no_milestones(store: Store) -> None:
    with pytest.raises(InputError, match="không có mốc"):
        set_milestone(store, "TC-1", 1, "1/1/2026")
    with pytest.raises(InputError, match="chưa nhận theo dõi"):
        set_milestone(store, "2.1", 1, "1/1/2026")


# --- extensions


def test_only_a_granted_extension_counts(store: Store) -> None:
    assert task(store, "1.5").standing == "overdue"  # Tháng 01/2026
    asked = add_extension(store, "1.5", due="31/7/2026", document="41-CV/ĐU", granted=False)
    row = task(store, "1.5")
    assert (row.due, row.standing) == (date(2026, 1, 31), "overdue")
    assert row.extension == asked
    grant_extension(store, asked.id, "05-TB/TU ngày 01/6/2026")
    row = task(store, "1.5")
    assert (row.due, row.standing) == (date(2026, 7, 31), "not_started")
    assert row.extension is not None
    assert row.extension.document == "05-TB/TU ngày 01/6/2026"
    assert row.deadline.due == date(2026, 1, 31)  # the original stays


def test_the_last_granted_one_counts_even_when_another_is_asked(store: Store) -> None:
    first = add_extension(store, "1.5", due="31/7/2026", document="1", granted=True)
    add_extension(store, "1.5", due="31/8/2026", document="2", granted=False)
    assert task(store, "1.5").extension == first
    third = add_extension(store, "1.5", due="30/9/2026", document="3", granted=True)
    assert task(store, "1.5").extension == third
    assert [one.document for one in extensions(store, "NQ05-2026/1.5")] == ["1", "2", "3"]


def test_an_extension_can_be_corrected_removed_and_brought_back(store: Store) -> None:
    one = add_extension(store, "1.5", due="31/7/2026", document="1", granted=True)
    edit_extension(store, one.id, due="15/8/2026", document="1 (sửa)", granted=True)
    assert task(store, "1.5").due == date(2026, 8, 15)
    changes = remove_extension(store, one.id)
    assert extensions(store, "NQ05-2026/1.5") == []
    assert task(store, "1.5").due == date(2026, 1, 31)
    with pytest.raises(NotFoundError):
        remove_extension(store, one.id)
    revert(store, changes)
    assert task(store, "1.5").due == date(2026, 8, 15)


@pytest.mark.parametrize(
    ("due", "document"), [("", "1-CV"), ("31/7/2026", " "), ("31/02/2026", "1-CV")]
)
def test_an_extension_needs_a_day_and_a_document(store: Store, due: str, document: str) -> None:
    with pytest.raises(InputError):
        add_extension(store, "1.5", due=due, document=document, granted=True)
    assert extensions(store, "NQ05-2026/1.5") == []


def test_an_extension_never_brings_a_deadline_forward(store: Store) -> None:
    early = r"Hạn mới 30/01/2026 sớm hơn thời hạn đang áp dụng \(31/01/2026\)"
    with pytest.raises(InputError, match=early):
        add_extension(store, "1.5", due="30/1/2026", document="1-CV", granted=False)
    assert extensions(store, "NQ05-2026/1.5") == []
    first = add_extension(store, "1.5", due="31/8/2026", document="1-CV", granted=True)
    with pytest.raises(InputError, match=r"đang áp dụng \(31/8/2026\)"):
        add_extension(store, "1.5", due="31/7/2026", document="2-CV", granted=True)
    add_extension(store, "1.5", due="30/9/2026", document="2-CV", granted=True)
    edit_extension(store, first.id, due="31/7/2026", document="1-CV", granted=True)
    with pytest.raises(InputError, match=early):
        edit_extension(store, first.id, due="30/1/2026", document="1-CV", granted=True)
    assert extensions(store, "NQ05-2026/1.5")[0].due == date(2026, 7, 31)


def test_an_id_is_never_used_again(store: Store) -> None:
    first = add_extension(store, "1.5", due="31/7/2026", document="1", granted=True)
    remove_extension(store, first.id)
    assert add_extension(store, "1.5", due="31/7/2026", document="1", granted=True).id > first.id
