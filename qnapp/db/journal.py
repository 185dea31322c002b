"""Writing the history: one row per field and visit, in the transaction of the change.

While somebody types, the row waits in ``pending_history``, where the next change of the same field
joins it: first old value, newest new value. What takes words away that were saved begins a row of
its own. A row is sealed into ``history`` ten minutes after it began, when another visit opens the
store, when the store closes (design, section 5), or when somebody sends the report for signature
or writes a text of it that may tell the value.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qnapp.records import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from qnapp.db.store import Store

MERGE_FOR = timedelta(minutes=10)
GONE = "removed"  # the field that holds since when a thing is gone, "" while it is there

_KEY = "organisation = ? AND entity = ? AND key = ? AND period = ? AND field = ?"
_COLUMNS = "clerk, visit, organisation, entity, key, period, field, old, new"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field from one value to another, as text: ISO dates, "." decimals, "" for empty."""

    entity: str  # progress, measurement, milestone, extension, assignment, task, indicator, item,
    # target, evidence, link, report, period, setting, organisation
    key: str  # uid, id or name
    period: str  # code of the period, "" where it belongs to none
    field: str
    old: str
    new: str


def record(
    store: Store, changes: Sequence[FieldChange], *, organisation: str, event: str = ""
) -> None:
    """Write what changed; equal values are dropped. ``event`` names what brought it, "" for typing.

    Only typing is merged: an event is a fact of its own.
    """
    real = [change for change in changes if change.old != change.new]
    now = store.clock()
    _seal_old(store, now)
    for change in real:
        if event:
            _seal(store, _KEY, _key(change, organisation))
            _insert(store, change, organisation, now, event)
        else:
            _merge(store, change, organisation, now)


def seal_all(store: Store) -> None:
    """Seal everything that waits; at closing, and before a report is signed."""
    _seal(store, "1", ())


def seal_figures(store: Store, period: str) -> None:
    """Seal what waits of a period's rows: a text is written that may tell what they hold now."""
    _seal(store, "entity IN ('progress', 'measurement') AND period = ?", (period,))


def seal_others(store: Store) -> None:
    """Seal what another visit left; at opening."""
    _seal(store, "visit <> ?", (store.visit,))


def _merge(store: Store, change: FieldChange, organisation: str, now: datetime) -> None:
    key = _key(change, organisation)
    found = store.row(f"SELECT id, old, new, clerk FROM pending_history WHERE {_KEY}", key)
    if found is not None and not _joins(found, change, store.clerk):
        _seal(store, "id = ?", (found["id"],))
        found = None
    if found is None:
        store.run(
            f"INSERT INTO pending_history (first_at, at, {_COLUMNS}) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_iso(now), _iso(now), *_values(store, change, organisation)),
        )
    elif found["old"] == change.new:
        store.run("DELETE FROM pending_history WHERE id = ?", (found["id"],))
    else:
        store.run(
            "UPDATE pending_history SET new = ?, at = ? WHERE id = ?",
            (change.new, _iso(now), found["id"]),
        )


def _joins(found: sqlite3.Row, change: FieldChange, clerk: str) -> bool:
    """Whether a change goes on with what waits.

    What came and went in one visit are two facts: joined, they could not be taken back.
    """
    from qnapp.domain.typing_steps import goes_on  # no start needs it

    same = found["clerk"] == clerk and change.field != GONE
    return same and goes_on(found["new"], change.new)


def _insert(
    store: Store, change: FieldChange, organisation: str, now: datetime, event: str
) -> None:
    store.run(
        f"INSERT INTO history (at, event, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_iso(now), event, *_values(store, change, organisation)),
    )


def _seal_old(store: Store, now: datetime) -> None:
    # Compared as moments, not as text: the clock of the machine may have changed its offset.
    for row in store.rows("SELECT id, first_at FROM pending_history"):
        if not _recent(row, now):
            _seal(store, "id = ?", (row["id"],))


def _recent(row: sqlite3.Row, now: datetime) -> bool:
    return now - datetime.fromisoformat(row["first_at"]) < MERGE_FOR


def _seal(store: Store, condition: str, parameters: tuple[object, ...]) -> None:
    store.run(
        f"INSERT INTO history (at, {_COLUMNS}) SELECT at, {_COLUMNS} FROM pending_history "
        f"WHERE {condition} ORDER BY id",
        parameters,
    )
    store.run(f"DELETE FROM pending_history WHERE {condition}", parameters)


def _key(change: FieldChange, organisation: str) -> tuple[str, str, str, str, str]:
    return organisation, change.entity, change.key, change.period, change.field


def _values(store: Store, change: FieldChange, organisation: str) -> tuple[str, ...]:
    return (store.clerk, store.visit, *_key(change, organisation), change.old, change.new)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
