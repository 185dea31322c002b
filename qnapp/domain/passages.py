"""Looking for words in a long text that is shown as it is: where they stand, letter by letter."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


class Passage:
    """A text that can be searched without diacritics, case and signs between the words."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters, places = [], []
        for place, char in enumerate(text):
            for letter in _folded(char):
                letters.append(letter)
                places.append(place)
        self._letters = "".join(letters)
        self._places = places

    def find(self, needle: str) -> Iterator[tuple[int, int]]:
        """Start and end, in characters of ``text``, of each place where the words stand in a row.

        The first word must begin a word of the text, as everywhere (``text.matches``); between the
        words any signs may stand. A blank needle is nowhere.
        """
        pattern = _pattern(needle)
        for hit in pattern.finditer(self._letters) if pattern is not None else ():
            yield self._places[hit.start()], self._places[hit.end() - 1] + 1


@functools.lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return " " if char.isspace() else fold(char)


@functools.lru_cache(maxsize=16)
def _pattern(needle: str) -> re.Pattern[str] | None:
    words = re.findall(r"[^\W_]+", fold(needle))
    if not words:
        return None
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words))
