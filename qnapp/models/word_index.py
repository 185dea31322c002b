"""Finds the rows whose words begin as somebody types, without looking at the rows (no Qt).

A search meets rows exactly as ``qnapp.text.matches`` does. What it costs goes with the words that
begin like the typed ones, not with the rows: 35,424 rows of the province's year have 12,000.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, insort
from functools import reduce
from itertools import chain
from operator import itemgetter, or_
from typing import TYPE_CHECKING

from qnapp.models.bits import bits_of
from qnapp.text import search_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.models.bits import Bits

# Where a typed word may begin inside of one between two spaces: "4.15" is found in "3.4.15".
_BEGINNINGS = re.compile(r"[^\W_]+|[\W_]")
_LISTED = 64  # rows of a word; more of them are met sooner as bits than one by one


class WordIndex:
    """Which rows, known by their places, have a word."""

    def __init__(self) -> None:
        self._few: dict[str, list[int]] = {}  # rows of a word, listed
        self._many: dict[str, Bits] = {}  # the same of a word that stands in many
        self._beginnings: list[tuple[str, str]] = []  # sorted: what may be typed, and the word

    def load(self, texts: Mapping[int, str]) -> None:
        """Take in folded texts by place, instead of all there were."""
        rows: dict[str, list[int]] = {}
        for place, text in texts.items():
            for word in set(text.split()):
                rows.setdefault(word, []).append(place)
        size = max(texts, default=-1) + 1
        self._few = {word: places for word, places in rows.items() if len(places) <= _LISTED}
        self._many = {word: bits_of(rows[word], size) for word in rows.keys() - self._few.keys()}
        self._beginnings = sorted(pair for word in rows for pair in _beginnings(word))

    def change(self, place: int, before: str, after: str) -> None:
        """Take in another text of one row; "" is that of a row that is not there."""
        old, new = set(before.split()), set(after.split())
        for word in old - new:
            self._take_out(word, place)
        for word in new - old:
            self._put_in(word, place)

    def find(self, needle: str, among: Bits, size: int) -> Bits:
        """Give the rows among these in which every typed word begins a word.

        ``size``: how many places there are. A blank needle leaves all.
        """
        for typed in search_words(needle):
            among &= self._having(typed, size)
        return among

    def _having(self, typed: str, size: int) -> Bits:
        first = bisect_left(self._beginnings, (typed, ""))
        behind = bisect_left(self._beginnings, (typed + chr(sys.maxunicode), ""))
        words = set(map(itemgetter(1), self._beginnings[first:behind]))
        few = map(self._few.__getitem__, self._few.keys() & words)
        many = map(self._many.__getitem__, self._many.keys() & words)
        return reduce(or_, many, bits_of(chain.from_iterable(few), size))

    def _put_in(self, word: str, place: int) -> None:
        if word in self._many:
            self._many[word] |= 1 << place
        elif word in self._few:
            self._few[word].append(place)
        else:
            self._few[word] = [place]
            for pair in _beginnings(word):
                insort(self._beginnings, pair)

    def _take_out(self, word: str, place: int) -> None:
        if word in self._many:
            self._many[word] &= ~(1 << place)
        else:
            self._few[word].remove(place)  # a word that no row has any more costs nothing


def _beginnings(word: str) -> set[tuple[str, str]]:
    return {(word[found.start() :], word) for found in _BEGINNINGS.finditer(word)}
