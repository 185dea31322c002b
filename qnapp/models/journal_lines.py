"""Lines of the whole history: single changes, and events such as an import with theirs folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qnapp.db.history_pages import HistoryFilter, has_way_back, history_page
from qnapp.models.history_model import event_words
from qnapp.models.history_words import setting_words, value_words
from qnapp.models.journal_words import Where
from qnapp.text import fold, format_date, matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qnapp.db.history import HistoryEntry
    from qnapp.db.store import Store
    from qnapp.models.journal_words import Places

HIDDEN = "(theo đường riêng)"
_AT_ONCE = 200  # entries asked of the store in one go
_MOST_LOOKED_AT = 400  # entries that one call goes through in search of few hits
_ONE_EVENT = timedelta(minutes=2)  # between two changes of the same import


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line, ready to paint. ``entries`` has one change, or all of an event."""

    entries: tuple[HistoryEntry, ...]
    where: Where
    day: str
    time: str
    who: str
    how: str  # what brought it, "" for typing
    old: str
    new: str
    child: bool = False  # of an event that is unfolded
    opened: bool = False

    @property
    def entry(self) -> HistoryEntry:
        """The change, the newest one of an event."""
        return self.entries[0]

    @property
    def is_event(self) -> bool:
        """Whether several changes are folded into it."""
        return len(self.entries) > 1

    @property
    def may_come_back(self) -> bool:
        """Whether all of an event can be taken back at once."""
        return self.is_event and has_way_back(self.entries)

    @property
    def full_old(self) -> str:
        """The value before, with its own lines."""
        return HIDDEN if self.where.hidden else _value(self.entry, self.where, self.entry.old)

    @property
    def full_new(self) -> str:
        """The value after, with its own lines."""
        return HIDDEN if self.where.hidden else _value(self.entry, self.where, self.entry.new)

    def turned(self) -> JournalLine:
        """The same line folded, or unfolded."""
        return replace(self, opened=not self.opened)

    @property
    def key(self) -> tuple[int, bool]:
        """What tells this line from others while lines come and go."""
        return self.entry.id, self.is_event


class JournalReader:
    """Reads the history that passes a filter and a search, a screenful at a time."""

    def __init__(
        self, store: Store, places: Places, wanted: HistoryFilter, needle: str = ""
    ) -> None:
        self._store, self._places = store, places
        self._wanted, self._needle = wanted, needle
        self._before: int | None = None
        self._heads: dict[Where, str] = {}
        self._waiting: list[HistoryEntry] = []  # newest part of an event whose rest is not read yet
        self.done = False

    def use(self, store: Store) -> None:
        """Read by another connection from now on: a worker's."""
        self._store = store
        self._places.use(store)

    def more(self, least: int = 100) -> list[JournalLine]:
        """At least so many lines more, fewer where that takes too long or nothing is left."""
        lines: list[JournalLine] = []
        looked = 0
        while not self.done and len(lines) < least and looked < _MOST_LOOKED_AT:
            found, last = self._read()
            self.done = last
            looked += len(found)
            passing = [entry for entry in found if self._passes(entry)]
            groups = list(_grouped([*self._waiting, *passing]))
            # The last group may go on in what is not read yet.
            self._waiting = [] if last or not groups else groups.pop()
            lines += [journal_line(tuple(group), self._places) for group in groups]
        return lines

    def every(self) -> Iterator[list[JournalLine]]:
        """All lines that are left, a piece at a time."""
        while not self.done:
            yield self.more(500)

    def _read(self) -> tuple[list[HistoryEntry], bool]:
        """Entries that follow, and whether nothing comes after them."""
        found = history_page(self._store, self._wanted, before=self._before, limit=_AT_ONCE)
        sealed = [entry.id for entry in found if entry.id > 0]
        if sealed:
            self._before = min(sealed)
        return found, len(sealed) < _AT_ONCE

    def _passes(self, entry: HistoryEntry) -> bool:
        return not self._needle.strip() or matches(self._needle, self._folded(entry))

    def _folded(self, entry: HistoryEntry) -> str:
        where = self._places.where(entry)
        if where not in self._heads:  # the same few hundred places again and again
            self._heads[where] = fold(f"{where.code} {where.title} {where.field}")
        values = () if where.hidden else (entry.old, entry.new)
        told = [_value(entry, where, value) for value in values]
        return f"{self._heads[where]} {fold(' '.join([*told, entry.clerk]))}"

    def children(self, line: JournalLine) -> list[JournalLine]:
        """The changes of an event, each as a line."""
        return [replace(journal_line((entry,), self._places), child=True) for entry in line.entries]


def _value(entry: HistoryEntry, where: Where, value: str) -> str:
    if where.thing and not value:
        return where.thing  # of what is there it is said what it is
    if entry.entity == "setting":
        return setting_words(entry.key, value)
    return value_words(entry.entity, entry.field, value)


def journal_line(entries: tuple[HistoryEntry, ...], places: Places) -> JournalLine:
    """The line of one change, or of an event with several."""
    entry = entries[0]
    where = places.where(entry)
    how = event_words(entry.event)
    old, new = (" ".join(_value(entry, where, value).split()) for value in (entry.old, entry.new))
    if len(entries) > 1:
        title = f"{how[:1].upper()}{how[1:]}: {len(entries)} thay đổi"
        where, old, new = Where(title, "", _rows_words(entries, places), "", "", ""), "", ""
    elif where.hidden:
        old = new = HIDDEN
    return JournalLine(
        entries=entries,
        where=where,
        day=format_date(entry.at.date()),
        time=f"{entry.at:%H:%M}",
        who=entry.clerk or "Chưa ghi tên",
        how=how,
        old=old,
        new=new,
    )


def _rows_words(entries: Iterable[HistoryEntry], places: Places) -> str:
    codes = dict.fromkeys(places.where(entry).code for entry in entries)
    shown = list(codes)[:8]
    return ", ".join(shown) + ("…" if len(codes) > len(shown) else "")


def _grouped(entries: Iterable[HistoryEntry]) -> Iterator[list[HistoryEntry]]:
    """Changes of one event together: brought by the same thing, by the same person, in one go."""
    group: list[HistoryEntry] = []
    for entry in entries:
        if group and not _together(group[-1], entry):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _together(newer: HistoryEntry, older: HistoryEntry) -> bool:
    if not older.event or (newer.event, newer.clerk) != (older.event, older.clerk):
        return False
    if older.event == "undo":  # each step back is an event of its own
        return newer.at == older.at
    return newer.at - older.at <= _ONE_EVENT
