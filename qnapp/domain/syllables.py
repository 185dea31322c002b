"""Vietnamese text as a row of syllables that can be compared.

Syllables are compared whole and with their marks, so that "Hà Tu" is not found inside another word
and Quảng Hà, Quang Hanh and Quảng La stay three names. Case, Unicode form and the place of the
tone mark ("hoà", "hòa") do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Keys = tuple[str, ...]

_WORD = re.compile(r"\w+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "btv": "ban thường vụ",
    "kkt": "khu kinh tế",
    "kcn": "khu công nghiệp",
    "tp": "thành phố",
}


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable, figure or part of an abbreviation, and where it stands."""

    key: str
    start: int
    end: int
    capital: bool

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, as in "Móng Cái 1"."""
        return self.key.isdecimal()


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text and its syllables. Positions are numbers of syllables, ends exclusive."""

    words: str
    syllables: tuple[Syllable, ...]
    joined: str  # every key with a blank on each side, to be searched as a string

    def keys(self, start: int, end: int) -> Keys:
        """Keys of some syllables."""
        return tuple(syllable.key for syllable in self.syllables[start:end])

    def between(self, left: int, right: int) -> str:
        """What stands between two syllables, without blanks around it; "" for blanks alone."""
        return self.words[self.syllables[left].end : self.syllables[right].start].strip()

    def adjoins(self, left: int) -> bool:
        """Whether a syllable has a next one, parted from it by blanks alone."""
        return 0 <= left < len(self.syllables) - 1 and not self.between(left, left + 1)

    def is_name(self, start: int, end: int) -> bool:
        """Whether the syllables stand together and each has a capital or is a figure."""
        together = all(self.adjoins(at) for at in range(start, end - 1))
        return together and all(s.capital or s.is_figure for s in self.syllables[start:end])

    def quote(self, start: int, end: int) -> str:
        """The words from one syllable to another, as written."""
        return self.words[self.syllables[start].start : self.syllables[end - 1].end]

    def phrase_before(self, end: int, phrases: Iterable[Keys]) -> Keys:
        """The longest of some phrases that ends directly before a syllable; () for none."""
        fitting = (keys for keys in phrases if self.keys(max(end - len(keys), 0), end) == keys)
        return max(fitting, key=len, default=())

    def find(self, start: int, phrase: Keys) -> bool:
        """Whether a phrase begins at a syllable, whatever stands between its parts."""
        return self.keys(start, start + len(phrase)) == phrase


def read(words: str) -> Text:
    """Split a text. Abbreviations such as "UBND" are read as the words they stand for."""
    cleaned = clean(words)
    syllables = tuple(_split(cleaned))
    return Text(cleaned, syllables, "".join(f" {s.key} " for s in syllables))


def keys_of(words: str) -> Keys:
    """The keys of a name or phrase."""
    return tuple(syllable.key for syllable in _split(clean(words)))


def _split(words: str) -> Iterator[Syllable]:
    for match in _WORD.finditer(words):
        word = match.group()
        meaning = _ABBREVIATIONS.get(word.casefold(), word)
        for part in meaning.split():
            yield Syllable(_key(part), match.start(), match.end(), word[0].isupper())


def _key(word: str) -> str:
    """A syllable in one form: lower case, the tone mark last wherever it was written."""
    marks = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(mark for mark in marks if mark in _TONES)
    return "".join(mark for mark in marks if mark not in _TONES) + tones
