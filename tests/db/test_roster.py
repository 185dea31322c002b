"""Whose key signed what: shown once, confirmed by a person, doubted when it changes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import morning, table

from qnapp.db.history import history_of, revert
from qnapp.db.journal import FieldChange
from qnapp.db.roster import (
    confirm_key,
    confirmed_key,
    key_standing,
    note_key,
    other_holders,
    sender_keys,
)
from qnapp.db.store import Changes, Store
from qnapp.domain.packages import KeyStanding, key_words
from qnapp.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

SENDER, NAME = "06706", "Phường Tuần Châu"
ONE, TWO = "1" * 64, "2" * 64


def test_the_first_key_of_a_sender_waits_for_a_person(store: Store) -> None:
    assert key_standing(store, SENDER, ONE) is KeyStanding.NEW
    note_key(store, SENDER, NAME, ONE)
    note_key(store, SENDER, NAME, TWO)
    # Seeing a key, however often, is no confirmation of it.
    assert key_standing(store, SENDER, ONE) is KeyStanding.NEW
    assert key_standing(store, SENDER, TWO) is KeyStanding.NEW
    assert confirmed_key(store, SENDER) == ""


def test_a_confirmed_key_is_known_and_another_one_is_not(store: Store) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    assert key_standing(store, SENDER, ONE) is KeyStanding.CONFIRMED
    assert key_standing(store, SENDER, TWO) is KeyStanding.OTHER
    note_key(store, SENDER, NAME, TWO)
    assert key_standing(store, SENDER, TWO) is KeyStanding.OTHER
    assert key_standing(store, "06652", ONE) is KeyStanding.NEW


def test_another_key_takes_the_place_of_the_first_once_it_is_confirmed(
    store: Store, clock: FixedClock
) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    clock.move(days=3)
    confirm_key(store, SENDER, NAME, TWO)
    assert key_standing(store, SENDER, TWO) is KeyStanding.CONFIRMED
    assert key_standing(store, SENDER, ONE) is KeyStanding.OTHER
    old, new = sender_keys(store, SENDER)
    assert (old.key, old.replaced_at, new.replaced_at) == (ONE, clock.now, None)
    assert (new.confirmed_at, new.confirmed_by) == (clock.now, "Người Thử")


def test_a_key_can_come_back(store: Store) -> None:
    for key in (ONE, TWO, ONE):
        confirm_key(store, SENDER, NAME, key)
    assert confirmed_key(store, SENDER) == ONE
    assert [one.replaced_at is None for one in sender_keys(store, SENDER)] == [True, False]


def test_when_a_key_first_came_is_remembered(store: Store, clock: FixedClock) -> None:
    first = clock.now
    note_key(store, SENDER, NAME, ONE)
    clock.move(days=1)
    note_key(store, SENDER, "Tên khác", ONE)
    confirm_key(store, SENDER, "Phường Tuần Châu mới", ONE)
    (found,) = sender_keys(store)
    assert (found.first_seen_at, found.confirmed_at) == (first, clock.now)
    assert found.name == "Phường Tuần Châu mới"


def test_one_hand_that_sends_for_several_is_named(store: Store) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    assert other_holders(store, "06652", ONE) == [NAME]
    assert other_holders(store, SENDER, ONE) == []
    confirm_key(store, SENDER, NAME, TWO)
    assert other_holders(store, "06652", ONE) == []


def test_a_sender_that_is_typed_in_elsewhere_needs_no_row_here(store: Store) -> None:
    confirm_key(store, "K-so-noi-vu", "Sở Nội vụ", ONE)
    assert [one.organisation for one in sender_keys(store)] == ["K-so-noi-vu"]


def test_the_history_says_which_key_gave_way_to_which(store: Store) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    confirm_key(store, SENDER, NAME, ONE)
    confirm_key(store, SENDER, NAME, TWO)
    told = [(one.old, one.new, one.event) for one in history_of(store, "sender_key", SENDER)]
    assert told == [
        (key_words(ONE), key_words(TWO), "confirm"),
        ("", key_words(ONE), "confirm"),
    ]


def test_undo_does_not_reach_a_confirmation(store: Store) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    with pytest.raises(InputError, match="không lấy lại được"):
        revert(store, [FieldChange("sender_key", SENDER, "", "key", "", key_words(ONE))])
    assert confirmed_key(store, SENDER) == ONE


def test_pages_are_told(store: Store) -> None:
    told: list[Changes] = []
    store.on_change.append(told.append)
    confirm_key(store, SENDER, NAME, ONE)
    confirm_key(store, SENDER, NAME, ONE)
    assert [change.settings for change in told] == [True]


def test_the_file_itself_holds_one_key_in_force(store: Store) -> None:
    confirm_key(store, SENDER, NAME, ONE)
    sql = (
        "INSERT INTO sender_key (organisation, key, first_seen_at, confirmed_at) "
        "VALUES (?, ?, 'x', 'x')"
    )
    with pytest.raises(sqlite3.IntegrityError), store.atomic():
        store.db.execute(sql, (SENDER, TWO))
    for key in ("", "1" * 63):
        with pytest.raises(sqlite3.IntegrityError), store.atomic():
            store.db.execute(sql, ("06652", key))
    assert len(table(store, "sender_key")) == 1


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([ONE, TWO, "3" * 64])), max_size=8))
def test_whatever_arrives_only_a_person_changes_what_is_trusted(
    folder: Path, steps: list[tuple[bool, str]]
) -> None:
    trusted = ""
    with Store.open(folder, clock=morning()) as store, store.trial():
        for confirmed, key in steps:
            if confirmed:
                confirm_key(store, SENDER, NAME, key)
                trusted = key
            else:
                note_key(store, SENDER, NAME, key)
            assert confirmed_key(store, SENDER) == trusted
        in_force = [
            one for one in sender_keys(store) if one.confirmed_at and one.replaced_at is None
        ]
        assert [one.key for one in in_force] == ([trusted] if trusted else [])
