"""Who was reminded and when: kept for good, counted, and told in the history."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qnapp.db.history import history_of
from qnapp.db.reminders import note_reminded, reminded
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from fixed_clock import FixedClock

    from qnapp.db.store import Store

Q1, Q2 = "2026-Q1", "2026-Q2"
A, B = "06652", "06706"
FIRST, SECOND = date(2026, 6, 24), date(2026, 6, 29)


def test_the_last_reminder_counts_and_how_many_there_were(store: Store, clock: FixedClock) -> None:
    note_reminded(store, Q2, [A, B], FIRST)
    first = clock.today()
    clock.move(days=4)
    note_reminded(store, Q2, [B], SECOND)
    found = reminded(store, Q2)
    assert (found[A].at.date(), found[A].answer_by, found[A].times) == (first, FIRST, 1)
    assert (found[B].at.date(), found[B].answer_by, found[B].times) == (clock.today(), SECOND, 2)
    assert reminded(store, Q1) == {}


def test_the_history_says_who_was_reminded(store: Store) -> None:
    note_reminded(store, Q2, [A], FIRST)
    note_reminded(store, Q2, [A], SECOND)
    entries = history_of(store, "reminder", A)
    assert entries[0].new == "2026-06-29"
    assert {one.event for one in entries} == {"remind"}


def test_an_unknown_period_changes_nothing(store: Store) -> None:
    with pytest.raises(NotFoundError):
        note_reminded(store, "2030-Q1", [A], FIRST)
    assert store.value("SELECT COUNT(*) FROM reminder") == 0


def test_what_was_written_to_others_cannot_be_changed(store: Store) -> None:
    note_reminded(store, Q2, [A], FIRST)
    for sql in ("UPDATE reminder SET answer_by = ''", "DELETE FROM reminder"):
        with pytest.raises(sqlite3.IntegrityError, match="stays as it was"), store.atomic():
            store.run(sql)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=st.lists(st.sets(st.sampled_from([A, B, "06676"])), max_size=5))
def test_each_is_told_of_its_own_rounds_alone(store: Store, rounds: list[set[str]]) -> None:
    before = {code: one.times for code, one in reminded(store, Q2).items()}
    for codes in rounds:
        note_reminded(store, Q2, codes, FIRST)
    found = reminded(store, Q2)
    for code in (A, B, "06676"):
        times = before.get(code, 0) + sum(code in codes for codes in rounds)
        assert (found[code].times if code in found else 0) == times
