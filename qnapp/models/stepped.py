"""A table model whose rows change step by step, so that views keep selection and scroll."""

from __future__ import annotations

import re
from itertools import compress, count
from operator import is_not, not_
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from qnapp.models.headed import HeadedTableModel, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from PySide6.QtCore import QObject

Run = tuple[int, int]  # first and last place, both counted

MOST_RUNS = 64  # more separate insertions and removals than this cost views more than a new layout


class SteppedTableModel(HeadedTableModel[Item]):
    """Keeps ``_items``, one per row, and replaces them with the fewest signals that tell it all.

    Items must compare by value; ``key_of`` gives what stays the same when an item changes. There is
    no reset: what stays keeps its persistent indexes, and with them selection, current row, height
    and editor. Nothing here goes through the rows one by one in Python but those that change.
    """

    def __init__(self, key_of: Callable[[Item], str], parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._key_of = key_of
        self._items: list[Item] = []
        self._keys: list[str] = []
        self._row_of: dict[str, int] | None = {}  # by key; None until asked for again

    def item(self, row: int) -> Item:
        """Give the item in a row. Raises IndexError for a row that is not there."""
        return self._items[row]

    def row_of(self, key: str) -> int:
        """Row of a key, -1 when it is not shown."""
        return self._places().get(key, -1)

    def replace_items(self, wanted: Sequence[Item]) -> None:
        """Show other items: removals, insertions, moves and changed cells are announced."""
        wanted = list(wanted)
        keys = list(map(self._key_of, wanted))
        old, new = self._places(), _numbered(keys)
        gone, come = _absent(self._keys, new), _absent(keys, old)
        stay = list(compress(count(), map(not_, come)))
        before = [*map(old.__getitem__, map(keys.__getitem__, stay))]
        others = map(is_not, map(self._items.__getitem__, before), map(wanted.__getitem__, stay))
        changed = [
            row
            for row, was in compress(zip(stay, before, strict=True), others)
            if self._items[was] != wanted[row]
        ]
        if before == sorted(before) and _count_runs(gone) + _count_runs(come) <= MOST_RUNS:
            self._step(wanted, keys, gone, come)
        else:
            self._move(wanted, keys, gone, come)
        self._items, self._row_of = wanted, new
        for first, last in _stretches(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _places(self) -> dict[str, int]:
        if self._row_of is None:
            self._row_of = _numbered(self._keys)
        return self._row_of

    def _step(self, wanted: list[Item], keys: list[str], gone: bytes, come: bytes) -> None:
        """Take out and put in where it is, when that is done in few places."""
        for first, last in reversed(list(_runs(gone))):
            self._remove(first, last)
        for first, last in _runs(come):
            self._insert(first, wanted[first : last + 1], keys[first : last + 1])

    def _move(self, wanted: list[Item], keys: list[str], gone: bytes, come: bytes) -> None:
        """Let what goes leave from the end and what comes arrive there; rows change places once."""
        if any(gone):
            staying = list(compress(count(), map(not_, gone)))
            order = [*staying, *compress(count(), gone)]
            self._lay_out(
                [*map(self._items.__getitem__, order)], [*map(self._keys.__getitem__, order)]
            )
            self._remove(len(staying), len(order) - 1)
        if any(come):
            self._insert(len(self._keys), list(compress(wanted, come)), list(compress(keys, come)))
        if self._keys != keys:
            self._lay_out(wanted, keys)

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._items[first : last + 1], self._keys[first : last + 1]
        self._row_of = None
        self.endRemoveRows()

    def _insert(self, first: int, items: list[Item], keys: list[str]) -> None:
        self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
        self._items[first:first] = items
        self._keys[first:first] = keys
        self._row_of = None
        self.endInsertRows()

    def _lay_out(self, items: list[Item], keys: list[str]) -> None:
        """Let the same rows stand in another order; whatever points at one goes with it."""
        self.layoutAboutToBeChanged.emit()
        followed = self.persistentIndexList()
        moving = [(self._keys[one.row()], one.column()) for one in followed]
        self._items, self._keys, self._row_of = items, keys, None
        moved = [self.index(self.row_of(key), column) for key, column in moving]
        self.changePersistentIndexList(followed, moved)
        self.layoutChanged.emit()


def _numbered(keys: Iterable[str]) -> dict[str, int]:
    return dict(zip(keys, count(), strict=False))


def _absent(keys: Sequence[str], others: Collection[str]) -> bytes:
    """One byte for each key: 1 where it is not among the others."""
    return bytes(map(not_, map(others.__contains__, keys)))


def _count_runs(flags: bytes) -> int:
    return flags.startswith(b"\1") + flags.count(b"\0\1")


def runs_of(flags: Iterable[bool]) -> Iterator[Run]:
    """Stretches of places for which a question is answered by yes."""
    return _runs(bytes(flags))


def _runs(flags: bytes) -> Iterator[Run]:
    """Stretches of places with a flag."""
    for found in re.finditer(rb"\x01+", flags):
        yield found.start(), found.end() - 1


def _stretches(places: Sequence[int]) -> Iterator[Run]:
    """Join neighbouring places: 1 2 3 7 gives (1, 3) (7, 7)."""
    first = last = -2
    for place in places:
        if place != last + 1:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
