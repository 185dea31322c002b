"""How many rows of each group are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qnapp.ui.overview.grouped_card import shown_rows

GROUPS = st.lists(st.lists(st.sampled_from("abcdefghij"), unique=True), max_size=4)


@given(GROUPS, st.integers(0, 5), st.integers(-3, 30))
def test_rows_are_shown_once_in_order_and_no_more_than_there_is_room_for(
    groups: list[list[str]], least: int, room: int
) -> None:
    shown = shown_rows(groups, least, room)
    uids = [group[place] for group, places in zip(groups, shown, strict=True) for place in places]
    assert len(uids) == len(set(uids))
    assert all(places == sorted(places) for places in shown)
    assert len(uids) <= max(room, sum(min(least, len(places)) for places in shown))


@given(GROUPS, st.integers(0, 5))
def test_with_room_enough_every_row_is_there(groups: list[list[str]], least: int) -> None:
    shown = shown_rows(groups, least, 40)
    uids = {group[place] for group, places in zip(groups, shown, strict=True) for place in places}
    assert uids == {uid for group in groups for uid in group}


def test_the_first_group_grows_first_and_gives_no_row_away() -> None:
    late, stale = ["a", "b", "c", "d"], ["a", "b", "e", "f"]
    assert shown_rows([late, stale], 1, 2) == [[0], [1]]
    assert shown_rows([late, stale], 1, 4) == [[0, 1, 2], [2]]
    assert shown_rows([late, stale], 1, 6) == [[0, 1, 2, 3], [2, 3]]
