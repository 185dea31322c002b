"""The whole history in pieces: each entry once, in order, and only what is asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qnapp.db import history, milestones
from qnapp.db.evidence import add_evidence
from qnapp.db.history_pages import (
    HistoryFilter,
    clerks,
    history_page,
    restore_value,
    revert_all,
    value_now,
)
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.worksheet import load_task_row
from qnapp.errors import InputError, LockedError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.db.history import HistoryEntry
    from qnapp.db.store import Store

UID, OTHER = "NQ05-2026/1.14", "NQ05-2026/3.2"
Q1, Q2 = "2026-Q1", "2026-Q2"


def all_of(store: Store, wanted: HistoryFilter, limit: int = 7) -> list[HistoryEntry]:
    found: list[HistoryEntry] = []
    before: int | None = None
    while True:
        page = history_page(store, wanted, before=before, limit=limit)
        found += page
        sealed = [entry.id for entry in page if entry.id > 0]
        if len(sealed) < limit:
            return found
        before = min(sealed)


@pytest.fixture
def busy(store: Store, clock: FixedClock) -> Store:
    """Some days of work by two people."""
    for day in range(12):
        set_progress(store, UID, Q2, percent=day, result=f"Ngày {day}")
        clock.move(minutes=20)
        set_progress(store, OTHER, Q1, percent=day)
        clock.move(days=1)
    set_settings(store, clerk="Lê Văn Thử")
    set_progress(store, OTHER, Q2, difficulty="Vướng")
    return store


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_pages_give_every_entry_once_newest_first(busy: Store, limit: int) -> None:
    found = all_of(busy, HistoryFilter(), limit)
    assert found == history.recent(busy, 10_000)
    assert len({entry.id for entry in found}) == len(found)


def test_what_can_still_merge_comes_first_and_only_once(busy: Store) -> None:
    first = history_page(busy, HistoryFilter(), limit=2)
    assert first[0].id < 0
    rest = history_page(busy, HistoryFilter(), before=min(e.id for e in first if e.id > 0), limit=5)
    assert all(entry.id > 0 for entry in rest)


def test_filters(busy: Store) -> None:
    assert {e.clerk for e in all_of(busy, HistoryFilter(clerk="Lê Văn Thử"))} == {"Lê Văn Thử"}
    assert {e.period for e in all_of(busy, HistoryFilter(period=Q1))} == {Q1}
    only = all_of(busy, HistoryFilter(entities=frozenset({"setting"})))
    assert {e.entity for e in only} == {"setting"}
    day = date(2026, 6, 8)
    some = all_of(busy, HistoryFilter(first=day, last=day))
    assert {e.at.date() for e in some} == {day}
    both = HistoryFilter(period=Q2, uid=UID, first=day)
    assert {(e.key, e.period) for e in all_of(busy, both)} == {(UID, Q2)}
    assert all(e.at.date() >= day for e in all_of(busy, both))
    assert clerks(busy) == sorted({e.clerk for e in history.recent(busy, 10_000)})


def test_the_history_of_a_row_holds_what_belongs_to_it(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x", encoding="utf-8")
    piece = add_evidence(store, [file], UID, Q2)[0]
    add_evidence(store, [file], OTHER, Q2, number="9")
    milestones.add_extension(store, UID, due="30/9/2026", document="Công văn số 1", granted=True)
    found = all_of(store, HistoryFilter(uid=UID))
    named = {(e.entity, e.key) for e in found}
    assert ("evidence", str(piece.id)) in named
    assert any(entity == "extension" for entity, _ in named)
    assert not any(key == OTHER for _, key in named)


def test_a_value_is_given_back_as_a_new_change(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, percent=40)
    clock.move(minutes=20)
    set_progress(store, UID, Q2, percent=60)
    clock.move(minutes=20)
    entry = next(e for e in history.recent(store) if e.field == "percent" and e.new == "60")
    assert value_now(store, entry) == "60"
    assert restore_value(store, entry, entry.new) == []  # it stands there already
    changes = restore_value(store, entry, entry.old)
    assert load_task_row(store, UID, Q2).progress.percent == 40
    history.revert(store, changes)
    assert load_task_row(store, UID, Q2).progress.percent == 60


def test_a_locked_period_refuses_to_give_back(store: Store) -> None:
    set_progress(store, UID, Q2, percent=40)
    entry = next(e for e in history.recent(store) if e.field == "percent")
    lock_period(store, Q2, "Đã gửi")
    with pytest.raises(LockedError):
        restore_value(store, entry, entry.old)
    assert load_task_row(store, UID, Q2).progress.percent == 40


def test_what_has_no_way_back_says_so(store: Store) -> None:
    plan = next(e for e in history.recent(store, 5000) if e.entity == "plan")
    assert value_now(store, plan) is None
    assert restore_value(store, plan, plan.old) == []


def test_what_holds_together_with_others_does_not_come_back_alone(store: Store) -> None:
    lock_period(store, Q2, "Đã gửi")
    set_settings(store, theme="dark")
    by_key = {(e.entity, e.key): value_now(store, e) for e in history.recent(store, 5000)}
    assert by_key["period", Q2] is None
    assert by_key["setting", "organisation"] is None
    assert by_key["setting", "theme"] == "dark"


def test_an_event_is_taken_back_whole_or_not_at_all(store: Store, clock: FixedClock) -> None:
    set_progress(store, UID, Q2, event="import:x", percent=40, result="Đã họp")
    entries = [e for e in history.recent(store) if e.event == "import:x"]
    assert len(entries) >= 2
    clock.move(minutes=20)
    set_progress(store, UID, Q2, result="Sửa tay")
    with pytest.raises(InputError, match="đã được sửa lại"):
        revert_all(store, entries)
    assert load_task_row(store, UID, Q2).progress.percent == 40
    set_progress(store, UID, Q2, result="Đã họp")
    revert_all(store, entries)
    progress = load_task_row(store, UID, Q2).progress
    assert (progress.percent, progress.result) == (None, "")
