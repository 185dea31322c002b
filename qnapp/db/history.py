"""Who changed what and when: read it, and take changes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.calendar import require_not_frozen, require_open, stored_period
from qnapp.db.journal import FieldChange
from qnapp.db.reports import PLAN_PART
from qnapp.db.returned import require_evidence_open, require_row_open, require_some_open
from qnapp.domain.former_figures import FormerValue
from qnapp.errors import InputError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from qnapp.db.store import Store

__all__ = [
    "FieldChange",
    "HistoryEntry",
    "history_of",
    "item_of",
    "recent",
    "replaced_values",
    "revert",
]

SEALED = """
    SELECT id, at, clerk, organisation, entity, key, period, field, old, new, event FROM history
"""
# A pending row has no place in the history yet: its id is told negative.
PENDING = """
    SELECT -id AS id, at, clerk, organisation, entity, key, period, field, old, new, '' AS event
    FROM pending_history
"""
_REPLACED = f"""
    SELECT DISTINCT key, field, old FROM ({SEALED} UNION ALL {PENDING})
    WHERE organisation = ? AND period = ? AND entity IN ('progress', 'measurement') AND old <> ''
"""
_CHANGED_SINCE = (
    "Giá trị này đã được sửa lại sau đó nên không lấy lại được. Dữ liệu hiện có vẫn giữ nguyên. "
    "Xem lịch sử rồi sửa trực tiếp."
)
_OF_ROWS = frozenset({"progress", "measurement", "link"})  # their key is the row's uid
_FOR_GOOD = (
    "Thay đổi này không lấy lại được. Dữ liệu hiện có vẫn giữ nguyên. Sửa trực tiếp nếu cần."
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change with who and when. ``id`` is negative while it can still merge with the next."""

    id: int
    at: datetime
    clerk: str
    entity: str
    key: str
    period: str
    field: str
    old: str
    new: str
    event: str  # "" for typing, else what brought it: "import:…", "undo"


def history_of(
    store: Store, entity: str, key: str, period: str | None = None, field: str | None = None
) -> list[HistoryEntry]:
    """Return the changes of one thing, newest first; ``None`` means any period or field."""
    wanted = {"entity": entity, "key": key, "period": period, "field": field}
    given = {name: value for name, value in wanted.items() if value is not None}
    given["organisation"] = fields.own_code(store)
    conditions = " AND ".join(f"{name} = :{name}" for name in given)
    return entries_from(
        store.rows(f"SELECT * FROM ({SEALED} UNION ALL {PENDING}) WHERE {conditions}", given)
    )


def recent(store: Store, limit: int = 200) -> list[HistoryEntry]:
    """Return the last changes of all things, newest first."""
    # Each half by its own key: the union as a whole would be sorted row by row over ten years.
    rows = store.rows(f"{SEALED} ORDER BY id DESC LIMIT ?", (limit,))
    return entries_from([*rows, *store.rows(PENDING)])[:limit]


def replaced_values(store: Store, period: str) -> list[FormerValue]:
    """Give what fields of own rows have held in a period and were typed over, each value once."""
    rows = store.rows(_REPLACED, (fields.own_code(store), period))
    return [FormerValue(row["key"], row["field"], row["old"]) for row in rows]


def item_of(store: Store, change: FieldChange) -> tuple[str, str]:
    """Give kind ("task", "indicator") and uid of the row that a change belongs to, "" for none."""
    uid = change.key
    if change.entity == "extension":
        uid = store.value("SELECT uid FROM extension WHERE id = ?", (change.key,))
    elif change.entity == "evidence":
        sql = "SELECT uid FROM evidence_link WHERE evidence = ? ORDER BY period DESC LIMIT 1"
        uid = store.value(sql, (change.key,))
    kind = store.value("SELECT kind FROM item WHERE uid = ?", (uid,)) if uid else None
    return (str(kind), str(uid)) if kind else ("", "")


def revert(store: Store, changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Take changes back, as new changes, all or none; gives what was done (revert it to redo).

    Raises ``LockedError`` where a period has been locked since, ``InputError`` where a value was
    changed again in the meantime.
    """
    done: list[FieldChange] = []
    with store.atomic():
        for change in reversed(changes):
            if change.entity not in fields.ENTITIES:
                raise InputError(_FOR_GOOD)
            _require_changeable(store, change)
            if fields.current(store, change) != change.new:
                raise InputError(_CHANGED_SINCE)
            done += fields.save(
                store,
                change.entity,
                change.key,
                {change.field: change.old},
                period=change.period,
                event="undo",
            )
    return done


def _require_changeable(store: Store, change: FieldChange) -> None:
    """Raise ``LockedError`` for what is closed, and for a lock that trình ký has set."""
    if change.entity == "period":
        require_not_frozen(stored_period(store, change.period))
    elif change.entity in _OF_ROWS:
        require_row_open(store, change.period, change.key)
    elif change.entity == "evidence":
        require_evidence_open(store, int(change.key))
    elif change.entity == "report" and not _of_plan(change):
        require_some_open(store, change.period)
    elif change.period and not _of_plan(change):
        require_open(store, change.period)


def _of_plan(change: FieldChange) -> bool:
    """Whether it is a text of the unit's own plan, which no period's lock holds."""
    return change.entity == "report" and change.key.startswith(PLAN_PART)


def entries_from(rows: Sequence[sqlite3.Row]) -> list[HistoryEntry]:
    """Entries of rows of ``SEALED`` and ``PENDING``, newest first."""
    found = [
        HistoryEntry(
            id=row["id"],
            at=datetime.fromisoformat(row["at"]),
            clerk=row["clerk"],
            entity=row["entity"],
            key=row["key"],
            period=row["period"],
            field=row["field"],
            old=row["old"],
            new=row["new"],
            event=row["event"],
        )
        for row in rows
    ]
    # Of the same second, what is still pending is the newest, then the highest id.
    return sorted(found, key=lambda entry: (entry.at, entry.id < 0, abs(entry.id)), reverse=True)
