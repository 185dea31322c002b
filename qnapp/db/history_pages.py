"""The whole history, newest first, read a piece at a time: ten years of it never at once."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qnapp.db import fields
from qnapp.db.history import PENDING, SEALED, HistoryEntry, entries_from, revert
from qnapp.db.journal import FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from qnapp.db.store import Store

_KEYED_BY_UID = (
    "'progress', 'measurement', 'milestone', 'assignment', 'target', 'task', 'indicator', 'item', "
    "'link', 'returned'"
)
# What of the history belongs to a task or indicator, also by the ids of what belongs to it.
_OF_ROW = f"""
    (entity IN ({_KEYED_BY_UID}) AND key = :uid)
    OR (entity = 'extension' AND key IN (SELECT CAST(id AS TEXT) FROM extension WHERE uid = :uid))
    OR (entity = 'evidence'
        AND key IN (SELECT CAST(evidence AS TEXT) FROM evidence_link WHERE uid = :uid))
"""


# A lock has its reason, the days of a period their order; these settings are the store's identity.
_BOUND = frozenset({"period", "calendar"})
_BOUND_SETTINGS = frozenset(
    {"organisation", "plan", "first_period", "training", "moved_at", "saved_whole_on"}
)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What is to be read; what is empty leaves nothing out."""

    clerk: str | None = None  # "" is somebody who gave no name
    entities: frozenset[str] = frozenset()
    period: str = ""
    uid: str = ""  # of a task or indicator
    first: date | None = None
    last: date | None = None


def extension_then(store: Store, entry: HistoryEntry) -> tuple[str, str]:
    """Give day (ISO) and document of an extension as they were right after ``entry`` was written.

    Both are "" for an extension that is not there.
    """
    row = store.row("SELECT due, document FROM extension WHERE id = ?", (entry.key,))
    if row is None:
        return "", ""
    sql = (
        "SELECT old FROM history WHERE entity = 'extension' AND key = ? AND field = ? AND id > ? "
        "ORDER BY id LIMIT 1"
    )
    at = entry.id if entry.id > 0 else sys.maxsize  # one that is not sealed yet is the newest
    day, document = (store.value(sql, (entry.key, name, at)) for name in ("due", "document"))
    return str(day or row["due"]), str(document or row["document"])


def clerks(store: Store) -> list[str]:
    """Everybody who ever changed something, "" for no name."""
    rows = store.rows(
        "SELECT DISTINCT clerk FROM history UNION SELECT DISTINCT clerk FROM pending_history"
    )
    return sorted(row["clerk"] for row in rows)


def history_page(
    store: Store, wanted: HistoryFilter, *, before: int | None = None, limit: int = 200
) -> list[HistoryEntry]:
    """Entries older than the one with id ``before``, newest first; None begins with the newest.

    What can still merge with the next change comes first and counts beside ``limit``.
    """
    condition, given = _condition(wanted)
    older = "" if before is None else "AND id < :before"
    rows = store.rows(
        f"SELECT * FROM ({SEALED}) WHERE {condition} {older} ORDER BY id DESC LIMIT :limit",
        {**given, "before": before, "limit": limit},
    )
    if before is None:
        rows += store.rows(f"SELECT * FROM ({PENDING}) WHERE {condition}", given)
    return entries_from(rows)


def value_now(store: Store, entry: HistoryEntry) -> str | None:
    """What the field of an entry holds now; None for what can't be given back its old value."""
    if entry.entity not in fields.ENTITIES or _is_bound(entry):
        return None
    try:
        return fields.current(store, _change(entry, entry.old, entry.new))
    except (KeyError, ValueError):  # a field that the program no longer knows
        return None


def restore_value(store: Store, entry: HistoryEntry, value: str) -> list[FieldChange]:
    """Give a field a value that it once had, as a new change; raises what ``revert`` does."""
    now = value_now(store, entry)
    return [] if now is None or now == value else revert(store, [_change(entry, value, now)])


def revert_all(store: Store, entries: list[HistoryEntry]) -> list[FieldChange]:
    """Take back all entries of one event, all or none; raises what ``revert`` does."""
    oldest_first = sorted(entries, key=lambda entry: entry.id)
    return revert(store, [_change(entry, entry.old, entry.new) for entry in oldest_first])


def has_way_back(entries: Iterable[HistoryEntry]) -> bool:
    """Whether ``revert_all`` knows a way back: not from trình ký, nor from a package that was made.

    What was taken back itself is redone by undo alone.
    """
    return all(one.entity in fields.ENTITIES and one.event != "undo" for one in entries)


def _is_bound(entry: HistoryEntry) -> bool:
    """Whether the value holds together with others, so that it must not come back alone."""
    return entry.entity in _BOUND or (entry.entity == "setting" and entry.key in _BOUND_SETTINGS)


def _change(entry: HistoryEntry, old: str, new: str) -> FieldChange:
    return FieldChange(entry.entity, entry.key, entry.period, entry.field, old, new)


def _condition(wanted: HistoryFilter) -> tuple[str, dict[str, Any]]:
    parts, given = ["1"], dict[str, Any]()
    if wanted.clerk is not None:
        parts.append("clerk = :clerk")
        given["clerk"] = wanted.clerk
    if wanted.entities:
        names = [f":entity{n}" for n in range(len(wanted.entities))]
        parts.append(f"entity IN ({', '.join(names)})")
        given |= {name[1:]: one for name, one in zip(names, sorted(wanted.entities), strict=True)}
    if wanted.period:
        parts.append("period = :period")
        given["period"] = wanted.period
    if wanted.uid:
        parts.append(f"({_OF_ROW})")
        given["uid"] = wanted.uid
    # The moment is local time with its offset: its first ten letters are the day on the wall.
    for name, day, sign in (("first", wanted.first, ">="), ("last", wanted.last, "<=")):
        if day is not None:
            parts.append(f"substr(at, 1, 10) {sign} :{name}")
            given[name] = day.isoformat()
    return " AND ".join(parts), given
