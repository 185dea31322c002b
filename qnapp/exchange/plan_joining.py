"""Joins the rows of a new annex to those of an older plan: who is whom, in words and number.

Within one plan a row keeps its uid by number and words, by words alone where it moved, and by
number where its words were only corrected. What is less than sure is told, for a person to look at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CORRECTED = 0.6  # alike enough to be the same row under the same number
_ALIKE = 0.85  # alike enough to ask a person about another number


class LinkKind(StrEnum):
    """How a row of the new annex goes with one of the older plan."""

    MOVED = "moved"  # the same words under another number
    REWORDED = "reworded"  # the same number, words corrected
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CONTINUES = "continues"  # a long task of last year's plan goes on
    PERHAPS = "perhaps"  # resembles one: a person has to say


@dataclass(frozen=True, slots=True)
class Link:
    """Something about a row that is not plainly the same as before."""

    kind: LinkKind
    code: str  # in the new annex, "" for one that was withdrawn
    old_uid: str  # "" for an added one
    old_code: str
    title: str


class Titled(Protocol):
    """What is needed of a task or an indicator."""

    @property
    def uid(self) -> str:
        """Identity, "" for a new row."""

    @property
    def code(self) -> str:
        """The number."""

    @property
    def title(self) -> str:
        """The words."""


T = TypeVar("T", bound=Titled)


@dataclass(frozen=True, slots=True)
class Joined(Generic[T]):
    """Which old row each new row is, by the new one's code, and what is to be told of it."""

    old: dict[str, T]
    links: list[Link]


def join(new: Sequence[T], old: Sequence[T]) -> Joined[T]:
    """Join two lists of one plan; every old row is used once at most."""
    joining = _Joining(new, old)
    joining.by_number_and_words()
    joining.by_words()
    joining.by_number()
    joining.remark()
    return Joined(joining.found, joining.links)


def same_words(new: Sequence[T], old: Sequence[T]) -> dict[str, T]:
    """Old rows that have the very words of a new one, by the new one's code; doubles left out."""
    known: defaultdict[str, list[T]] = defaultdict(list)
    for one in old:
        known[_words(one)].append(one)
    wanted: defaultdict[str, list[T]] = defaultdict(list)
    for one in new:
        wanted[_words(one)].append(one)
    return {
        rows[0].code: known[words][0]
        for words, rows in wanted.items()
        if len(rows) == 1 and len(known[words]) == 1
    }


def nearest(one: Titled, old: Iterable[T]) -> T | None:
    """The old row whose words resemble most, None where none does enough."""
    scored = [(_likeness(one, other, _ALIKE), other) for other in old]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] else None


class _Joining(Generic[T]):
    def __init__(self, new: Sequence[T], old: Sequence[T]) -> None:
        self._new = new
        self._old = old
        self._free = {one.uid: one for one in old}
        self.found: dict[str, T] = {}
        self.links: list[Link] = []

    def by_number_and_words(self) -> None:
        """Rows that are plainly the same."""
        codes = {one.code: one for one in self._old}
        for one in self._new:
            other = codes.get(one.code)
            if other is not None and _words(one) == _words(other):
                self._join(one, other)

    def by_words(self) -> None:
        """Rows that moved to another number."""
        left = [one for one in self._new if one.code not in self.found]
        for code, other in same_words(left, list(self._free.values())).items():
            one = next(row for row in left if row.code == code)
            self._join(one, other, LinkKind.MOVED)

    def by_number(self) -> None:
        """Rows whose words were corrected."""
        codes = {one.code: one for one in self._free.values()}
        for one in self._new:
            other = codes.get(one.code)
            if one.code in self.found or other is None or other.uid not in self._free:
                continue
            if _likeness(one, other, _CORRECTED):
                self._join(one, other, LinkKind.REWORDED)

    def remark(self) -> None:
        """Tell what is new, what is gone, and what of it might be the same."""
        for one in self._new:
            if one.code in self.found:
                continue
            other = nearest(one, self._free.values())
            kind = LinkKind.ADDED if other is None else LinkKind.PERHAPS
            self.links.append(link_of(kind, one, other))
        for other in self._free.values():
            link = Link(LinkKind.WITHDRAWN, "", other.uid, other.code, other.title)
            self.links.append(link)

    def _join(self, one: T, other: T, kind: LinkKind | None = None) -> None:
        self.found[one.code] = other
        del self._free[other.uid]
        if kind is not None:
            self.links.append(link_of(kind, one, other))


def link_of(kind: LinkKind, one: Titled, other: Titled | None) -> Link:
    """Say something of a new row and perhaps an old one."""
    uid, code = (other.uid, other.code) if other is not None else ("", "")
    return Link(kind, one.code, uid, code, one.title)


def _words(one: Titled) -> str:
    return fold(one.title).rstrip(" .;:,")


def _likeness(one: Titled, other: Titled, least: float) -> float:
    """How alike the words of two rows are, 0 where it is less than ``least``."""
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    # The quick answers are upper bounds, and most pairs have nothing in common.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    found = matcher.ratio()
    return found if found >= least else 0.0
