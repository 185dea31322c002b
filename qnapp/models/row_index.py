"""Lines of a table that are found by words and marks and put in order, none looked at alone.

Every line has a place that it keeps. What can be asked of a line is answered when it comes or
changes; a search or a filter then only meets sets of places (``bits``), so that a key costs
about the same in 164 lines and in 35,424. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, compress, repeat
from operator import attrgetter, contains, gt, itemgetter
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from qnapp.models.bits import bits_of, flags
from qnapp.models.word_index import WordIndex
from qnapp.text import row_of_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from qnapp.models.bits import Bits


class Indexed(Protocol):
    """A line: known by its uid, found by its folded text."""

    @property
    def uid(self) -> str: ...

    @property
    def folded(self) -> str: ...


Line = TypeVar("Line", bound=Indexed)
MOST_READ = 4000  # lines whose words are looked at again
_text_of = attrgetter("folded")
Order = Callable[[Sequence[Any]], Sequence[Any]]
"""Puts what is kept by place into an order."""


class RowIndex(Generic[Line]):
    """All lines of a table in printed order, shown or not."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}  # by uid, in printed order
        self._lines: list[Line | None] = []  # by place
        self._free: list[int] = []
        self._marks: dict[int, frozenset[Hashable]] = {}  # of the line in a place
        self._marked: dict[Hashable, Bits] = {}
        self._words = WordIndex()
        self._printed: Order = _as_it_is
        self._asked: tuple[str, Bits, Bits] = ("", -1, 0)  # the last search, and what it gave

    # --- content

    def load(self, lines: Iterable[Line], marks_of: Callable[[Line], frozenset[Hashable]]) -> bool:
        """Take over lines in printed order; whether any is another one than before.

        ``marks_of`` gives what a line is found by besides its words; it is asked only of lines
        that are other objects than before.
        """
        before, now = self._places, {line.uid: line for line in lines}
        gone = [before[uid] for uid in before.keys() - now.keys()]
        self._free += gone
        news: dict[int, Line | None] = dict.fromkeys(gone)
        self._places = {}
        for uid, line in now.items():
            place = before[uid] if uid in before else self._take_place()
            self._places[uid] = place
            if self._lines[place] is not line:
                news[place] = line
        self._take_words(news)
        for place, new in news.items():
            self._mark(place, frozenset() if new is None else marks_of(new))
            self._lines[place] = new
        self._asked = ("", -1, 0)
        moved = list(before) != list(now)
        if moved:
            self._printed = _order(list(self._places.values()), len(self._lines))
        return bool(news) or moved

    def _take_place(self) -> int:
        if self._free:
            return self._free.pop()
        self._lines.append(None)
        return len(self._lines) - 1

    def _take_words(self, news: Mapping[int, Line | None]) -> None:
        if not self._marks:  # nothing was here: all at once
            self._words.load({place: line.folded for place, line in news.items() if line})
            return
        for place, line in news.items():
            old = self._lines[place]
            self._words.change(place, old.folded if old else "", line.folded if line else "")

    def _mark(self, place: int, marks: frozenset[Hashable]) -> None:
        before = self._marks.pop(place, frozenset())
        for mark in before ^ marks:
            self._marked[mark] = self._marked.get(mark, 0) ^ (1 << place)
        if marks:
            self._marks[place] = marks

    # --- lines

    def get(self, uid: str) -> Line | None:
        """Give a line, None for an unknown uid."""
        place = self._places.get(uid)
        return None if place is None else self._lines[place]

    def printed(self) -> list[Line]:
        """Give all lines in printed order."""
        return list(map(self._lines.__getitem__, self._places.values()))  # type: ignore[arg-type]

    # --- sets

    def having(self, mark: Hashable) -> Bits:
        """Give the lines with a mark."""
        return self._marked.get(mark, 0)

    def those(self, uids: Iterable[str]) -> Bits:
        """Give the lines with these uids, unknown ones left out."""
        known = filter(self._places.__contains__, uids)
        return bits_of(map(self._places.__getitem__, known), len(self._lines))

    def matching(self, needle: str, among: Bits) -> Bits:
        """Give the lines among these that have every typed word; all of them for a blank one.

        Where some have the words in a row (``text.row_of_words``), these alone; of very many
        nobody reads the first, so that typing stays as quick there as it was.
        """
        if self._asked[:2] != (needle, among):
            self._asked = (needle, among, self._nearest(needle, among))
        return self._asked[2]

    def _nearest(self, needle: str, among: Bits) -> Bits:
        size = len(self._lines)
        found, in_a_row = self._words.find(needle, among, size), row_of_words(needle)
        if in_a_row is None or not 0 < found.bit_count() <= MOST_READ:
            return found
        # Nothing here is done in Python for each line: a key may find thousands of them.
        here = flags(found, size)
        texts = list(map(_text_of, compress(self._lines, here)))
        nearest = list(map(contains, texts, repeat(in_a_row.plain)))
        paired = list(map(gt, map(contains, texts, repeat(in_a_row.pair)), nearest))
        places = list(compress(range(size), here))
        between_signs = map(in_a_row.pattern.search, compress(texts, paired))
        more = compress(compress(places, paired), between_signs)
        return bits_of(chain(compress(places, nearest), more), size) or found

    def order(self, lines: Iterable[Line]) -> Order:
        """Give the order in which these, which are all lines, stand: to see some of them in."""
        return _order([self._places[line.uid] for line in lines], len(self._lines))

    def chosen(
        self, bits: Bits, order: Order | None = None, instead: Mapping[str, Line] | None = None
    ) -> list[Line]:
        """Give the lines of a set in printed order, or in another one.

        ``instead`` holds what stands for some of the lines, by uid.
        """
        here: Sequence[int] = flags(bits, len(self._lines))
        lines: Sequence[Any] = self._lines
        if instead:
            lines = list(lines)
            for uid, line in instead.items():
                lines[self._places[uid]] = line
        pick = order or self._printed
        return list(compress(pick(lines), pick(here)))


def _order(places: list[int], size: int) -> Order:
    if places == list(range(size)):
        return _as_it_is
    if len(places) < 2:
        return lambda kept: [kept[place] for place in places]
    return itemgetter(*places)


def _as_it_is(kept: Sequence[Any]) -> Sequence[Any]:
    return kept
