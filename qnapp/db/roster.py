"""Who signs with which key: the first key of a sender is shown, another one doubted.

A key says that two packages come from the same hand, not whose hand that is: this is what a person
confirms, once, by reading the digits out over the telephone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.domain.packages import KeyStanding, SenderKey, key_words

if TYPE_CHECKING:
    import sqlite3

    from qnapp.db.store import Store

ENTITY = "sender_key"  # in the history; the key is the organisation's code
CONFIRM = "confirm"  # event of the history
_IN_FORCE = "confirmed_at <> '' AND replaced_at = ''"


def sender_keys(store: Store, organisation: str | None = None) -> list[SenderKey]:
    """All keys that ever arrived, of one organisation or all, oldest first."""
    return [
        _from_row(row)
        for row in store.rows(
            "SELECT * FROM sender_key WHERE ?1 IS NULL OR organisation = ?1 "
            "ORDER BY organisation, id",
            (organisation,),
        )
    ]


def confirmed_key(store: Store, organisation: str) -> str:
    """The key of an organisation that is in force, "" for none."""
    sql = f"SELECT key FROM sender_key WHERE organisation = ? AND {_IN_FORCE}"
    return store.value(sql, (organisation,)) or ""


def key_standing(store: Store, organisation: str, key: str) -> KeyStanding:
    """How a package's key stands to what is known of the organisation that it names.

    A key that was replaced by another is OTHER again.
    """
    confirmed = confirmed_key(store, organisation)
    if confirmed == key:
        return KeyStanding.CONFIRMED
    return KeyStanding.OTHER if confirmed else KeyStanding.NEW


def other_holders(store: Store, organisation: str, key: str) -> list[str]:
    """Names of other organisations that a key is confirmed for: one hand that sends for several."""
    rows = store.rows(
        f"SELECT name FROM sender_key WHERE key = ? AND organisation <> ? AND {_IN_FORCE} "
        "ORDER BY id",
        (key, organisation),
    )
    return [row["name"] for row in rows]


def offices(store: Store) -> dict[str, str]:
    """Names, by code, of those whose key is in force and who do not report here: they stand above.

    Their keys came with a plan package or an answer.
    """
    rows = store.rows(
        f"SELECT organisation, name FROM sender_key WHERE {_IN_FORCE} AND NOT EXISTS (SELECT 1 "
        "FROM received_package WHERE received_package.organisation = sender_key.organisation "
        "AND received_package.key = sender_key.key) ORDER BY id"
    )
    return {row["organisation"]: row["name"] for row in rows}


def note_key(
    store: Store, organisation: str, name: str, key: str, *, at: datetime | None = None
) -> None:
    """Remember when a key first arrived, None for now; one that is known stays as it is."""
    with store.atomic():
        columns = {"organisation": organisation, "name": name, "key": key}
        columns["first_seen_at"] = _told(store, at)
        store.insert("sender_key", columns, "ON CONFLICT DO NOTHING")


def confirm_key(
    store: Store, organisation: str, name: str, key: str, *, at: datetime | None = None
) -> None:
    """Take a key as the organisation's own, since a person has confirmed it; it replaces another.

    ``at``: when that was, None for now. What the other key signed before stays as it was judged
    then.
    """
    moment = _told(store, at)
    with store.atomic():
        before = confirmed_key(store, organisation)
        if before == key:
            return
        note_key(store, organisation, name, key, at=at)
        store.run(
            f"UPDATE sender_key SET replaced_at = ? WHERE organisation = ? AND {_IN_FORCE}",
            (moment, organisation),
        )
        store.run(
            "UPDATE sender_key SET confirmed_at = ?, confirmed_by = ?, replaced_at = '', name = ? "
            "WHERE organisation = ? AND key = ?",
            (moment, store.clerk, name, organisation, key),
        )
        old = key_words(before) if before else ""
        change = FieldChange(ENTITY, organisation, "", "key", old, key_words(key))
        journal.record(store, [change], organisation=fields.own_code(store), event=CONFIRM)
        store.touch(Changes(settings=True))


def _from_row(row: sqlite3.Row) -> SenderKey:
    return SenderKey(
        organisation=row["organisation"],
        name=row["name"],
        key=row["key"],
        first_seen_at=datetime.fromisoformat(row["first_seen_at"]),
        confirmed_at=_moment(row["confirmed_at"]),
        confirmed_by=row["confirmed_by"],
        replaced_at=_moment(row["replaced_at"]),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _told(store: Store, at: datetime | None) -> str:
    return (at or store.clock()).isoformat(timespec="seconds")
