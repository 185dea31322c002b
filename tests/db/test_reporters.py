"""The roster: who is expected below and how each is reached; every change can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qnapp.db.builtin import builtin_organisations
from qnapp.db.fields import own_code
from qnapp.db.history import history_of, revert
from qnapp.db.reporters import (
    RosterEntry,
    add_reporter,
    addresses,
    remove_reporter,
    roster,
    roster_entry,
    update_reporter,
    update_reporters,
)
from qnapp.db.roster import confirm_key
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Changes, Store

HA_TU = "06652"


@pytest.fixture
def other(store: Store) -> str:
    """A built-in organisation that is not the store's own."""
    return next(one.code for one in builtin_organisations() if one.code != own_code(store))


def codes(store: Store) -> list[str]:
    return [one.code for one in roster(store)]


def test_the_built_in_ones_are_expected_from_the_start_without_the_own(store: Store) -> None:
    found = roster(store)
    built_in = [one.code for one in builtin_organisations()]
    assert [one.code for one in found] == [code for code in built_in if code != own_code(store)]
    assert all(one.expected and not one.added and not one.email for one in found)
    assert {one.group for one in found} == {"Phường", "Xã", "Đặc khu", "Cơ quan"}


def test_who_stands_above_is_expected_only_where_somebody_says_so(store: Store, other: str) -> None:
    confirm_key(store, other, "Văn phòng cấp trên", "1" * 64)  # of its plan package
    entry = roster_entry(store, other)
    assert entry.above
    assert not entry.expected
    assert [one.code for one in roster(store) if not one.expected] == [other]
    update_reporter(store, other, email="a@x.vn")
    assert not roster_entry(store, other).expected
    changes = update_reporter(store, other, expected=True)
    assert roster_entry(store, other).expected
    revert(store, changes)
    assert not roster_entry(store, other).expected


def test_addresses_are_kept_as_a_mail_needs_them(store: Store, other: str) -> None:
    update_reporter(store, other, email=" a@x.vn ; b@y.gov.vn ", phone=" 0203 3 ")
    entry = roster_entry(store, other)
    assert (entry.email, entry.phone, entry.expected) == ("a@x.vn, b@y.gov.vn", "0203 3", True)
    assert addresses(store, [other, "K-LA"]) == {other: "a@x.vn, b@y.gov.vn", "K-LA": ""}


def test_what_is_no_address_changes_nothing_of_several(store: Store, other: str) -> None:
    last = roster(store)[-1].code
    rows: dict[str, dict[str, str | bool]] = {other: {"email": "a@x.vn"}, last: {"email": "nói gì"}}
    with pytest.raises(InputError, match="không phải địa chỉ"):
        update_reporters(store, rows)
    assert roster_entry(store, other).email == ""
    assert history_of(store, "reporter", other) == []


def test_who_is_not_expected_stays_in_the_roster(store: Store, other: str) -> None:
    changes = update_reporter(store, other, expected=False)
    assert not roster_entry(store, other).expected
    revert(store, changes)
    assert roster_entry(store, other).expected
    assert [entry.event for entry in history_of(store, "reporter", other)] == ["undo", ""]


def test_an_added_organisation_has_the_code_that_it_gets_at_home(store: Store) -> None:
    add_reporter(store, "  Trường Chính trị   tỉnh ")
    added = roster(store)[-1]
    assert added == RosterEntry(
        "K-TRUONG-CHINH-TRI-TINH", "Trường Chính trị tỉnh", "khác", added=True
    )
    assert added.group == "Đơn vị khác"


@pytest.mark.parametrize("name", ["Phường Hà Lầm", "phường hà lầm", "Trường Chính trị"])
def test_one_that_is_there_is_not_added_twice(store: Store, name: str) -> None:
    add_reporter(store, "Trường Chính trị")
    before = roster(store)
    with pytest.raises(InputError, match="đã có trong danh bạ"):
        add_reporter(store, name)
    assert roster(store) == before


def test_a_name_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(InputError):
        add_reporter(store, " … ")


def test_an_added_one_can_go_come_back_and_be_added_again(store: Store) -> None:
    add_reporter(store, "Trường Chính trị")
    code = roster(store)[-1].code
    update_reporter(store, code, email="a@x.vn", expected=False)
    removed = remove_reporter(store, code)
    assert code not in codes(store)
    revert(store, removed)
    assert roster_entry(store, code).email == "a@x.vn"
    assert not roster_entry(store, code).expected
    remove_reporter(store, code)
    add_reporter(store, "Trường Chính trị")
    again = roster_entry(store, code)
    assert (again.email, again.expected) == ("", True)  # nothing of the one before


def test_adding_is_taken_back_too(store: Store) -> None:
    before = roster(store)
    revert(store, add_reporter(store, "Trường Chính trị"))
    assert roster(store) == before


def test_a_built_in_one_is_never_removed_nor_renamed(store: Store, other: str) -> None:
    with pytest.raises(InputError, match="có sẵn"):
        remove_reporter(store, other)
    name = roster_entry(store, other).name
    update_reporter(store, other, name="Tên khác")
    assert roster_entry(store, other).name == name


def test_an_unknown_one_is_told(store: Store) -> None:
    with pytest.raises(NotFoundError, match="XYZ"):
        update_reporter(store, "XYZ", email="a@x.vn")


def test_a_change_is_announced_once(store: Store, other: str) -> None:
    told: list[Changes] = []
    store.on_change.append(told.append)
    update_reporters(store, {other: {"email": "a@x.vn", "phone": "1"}})
    update_reporters(store, {other: {"email": "a@x.vn"}})  # nothing new
    assert [one.settings for one in told] == [True]
