"""A table model whose rows change step by step, so that views keep selection and scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from qnapp.models.headed import HeadedTableModel, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtCore import QObject

Run = tuple[int, int]  # first and last place, both counted

MOST_RUNS = 64  # more separate insertions and removals than this cost views more than a reset


class SteppedTableModel(HeadedTableModel[Item]):
    """Keeps ``_items``, one per row, and replaces them with the fewest signals that tell it all.

    Items must compare by value; ``key_of`` gives what stays the same when an item changes.
    """

    def __init__(self, key_of: Callable[[Item], str], parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._key_of = key_of
        self._items: list[Item] = []
        self._place: dict[str, int] = {}

    def item(self, row: int) -> Item:
        """Give the item in a row. Raises IndexError for a row that is not there."""
        return self._items[row]

    def row_of(self, key: str) -> int:
        """Row of a key, -1 when it is not shown."""
        return self._place.get(key, -1)

    def replace_items(self, wanted: Sequence[Item]) -> None:
        """Show other items: removals, insertions and changed cells are announced one by one.

        Items that are in both lists must stand in the same order in both; where they do not, or
        where too much differs, the model is reset.
        """
        old = [self._key_of(item) for item in self._items]
        new = [self._key_of(item) for item in wanted]
        gone, come = _runs(old, set(new)), _runs(new, set(old))
        if len(gone) + len(come) > MOST_RUNS or not _same_order(old, new):
            self._reset(wanted)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set(self._items[:first] + self._items[last + 1 :])
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set([*self._items[:first], *wanted[first : last + 1], *self._items[first:]])
            self.endInsertRows()
        self._update(wanted)

    def _reset(self, wanted: Sequence[Item]) -> None:
        self.beginResetModel()
        self._set(list(wanted))
        self.endResetModel()

    def _update(self, wanted: Sequence[Item]) -> None:
        """Announce the rows whose content differs, now that keys and rows agree."""
        pairs = zip(self._items, wanted, strict=True)
        changed = [row for row, (old, new) in enumerate(pairs) if old is not new and old != new]
        self._set(list(wanted))
        for first, last in _stretches(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _set(self, items: list[Item]) -> None:
        self._items = items
        self._place = {self._key_of(item): row for row, item in enumerate(items)}


def _runs(keys: Sequence[str], kept: set[str]) -> list[Run]:
    """Stretches of places whose keys are not in ``kept``."""
    return list(_stretches([place for place, key in enumerate(keys) if key not in kept]))


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


def _same_order(old: Sequence[str], new: Sequence[str]) -> bool:
    both = set(old) & set(new)
    return [key for key in old if key in both] == [key for key in new if key in both]
