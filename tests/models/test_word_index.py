from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from qnapp.models.bits import bits_of, flags
from qnapp.models.word_index import WordIndex
from qnapp.text import fold, matches

WORDS = ("giải", "ngân", "3.4.15", "4.15", "12/2026-nq/tu,", "(15)", "m²", "%", "a_b", "-", "đường")
LETTERS = st.text("aăbdđ145.,/-(%_ ", max_size=6)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), LETTERS), max_size=6).map(" ".join).map(fold)
TYPED = st.one_of(TEXTS, LETTERS, st.sampled_from(["4", "4.1", "15)", "2026-", "nq", "_", "a b"]))
CHANGES = st.lists(st.tuples(st.integers(0, 9), TEXTS), max_size=6)


@given(st.lists(TEXTS, max_size=80), CHANGES, TYPED)
@example(["3.4.15"] * 70, [(0, "3.4.1")], "4.15")  # a word of so many rows is kept as bits
def test_a_search_meets_what_looking_through_all_rows_does(
    texts: list[str], changes: list[tuple[int, str]], typed: str
) -> None:
    index = WordIndex()
    index.load(dict(enumerate(texts)))
    rows = dict(enumerate(texts))
    for place, text in changes:
        index.change(place, rows.get(place, ""), text)
        rows[place] = text
    size = max(rows, default=-1) + 1
    found = index.find(typed, bits_of(rows, size), size)
    assert found == bits_of((place for place in rows if matches(typed, rows[place])), size)


@given(st.sets(st.integers(0, 99)))
def test_bits_are_flags(places: set[int]) -> None:
    bits = bits_of(places, 100)
    assert [place for place, flag in enumerate(flags(bits, 100)) if flag] == sorted(places)
    assert bits.bit_count() == len(places)


def test_no_places_are_no_flags() -> None:
    assert flags(0, 0) == b""
    assert bits_of((), 0) == 0
