"""The plan that is being prepared, and which deadlines were put off in the plans sent out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from qnapp.db.store import Store

_TABLES = {False: "sent_extension", True: "withdrawn_extension"}
_OVERWRITE = "ON CONFLICT DO UPDATE SET contents = excluded.contents"


class SentExtension(NamedTuple):
    """A deadline that a plan package has put off."""

    uid: str
    organisation: str  # code of an organisation or group, "" for all
    due: str  # ISO date
    document: str


def kept_draft(store: Store) -> str | None:
    """What ``keep_draft`` was given last; None while nothing is being prepared."""
    text: str | None = store.value("SELECT contents FROM plan_draft")
    return text


def keep_draft(store: Store, text: str | None) -> None:
    """Keep what is being prepared, or nothing. It is no plan yet, so the history says nothing.

    Raises ``LockedError`` in a store that was moved to another PC.
    """
    with store.atomic():
        if text is None:
            store.run("DELETE FROM plan_draft")
        else:
            store.insert("plan_draft", {"id": 1, "contents": text}, _OVERWRITE)


def sent_extensions(store: Store, plan: str, *, withdrawn: bool = False) -> list[SentExtension]:
    """Deadlines that the packages of a plan have put off, in the order in which they were given.

    ``withdrawn``: those that a later package has taken back.
    """
    rows = store.rows(
        f"SELECT uid, organisation, due, document FROM {_TABLES[withdrawn]} "
        "WHERE plan = ? ORDER BY id",
        (plan,),
    )
    return [SentExtension(*row) for row in rows]


def keep_sent_extensions(
    store: Store,
    plan: str,
    given: Iterable[tuple[str, str, date, str]],
    *,
    withdrawn: bool = False,
) -> None:
    """Say what the newest package of a plan puts off, or has ``withdrawn``.

    ``given``: (uid, organisation, due, document) each.
    """
    table = _TABLES[withdrawn]
    with store.atomic():
        store.run(f"DELETE FROM {table} WHERE plan = ?", (plan,))
        for uid, organisation, due, document in given:
            row = {"plan": plan, "uid": uid, "organisation": organisation}
            store.insert(table, {**row, "due": due.isoformat(), "document": document})


def rows_apart(store: Store, plan: str) -> list[tuple[str, str]]:
    """Rows (uid before, uid now) of which the packages of a plan say that they are two things."""
    rows = store.rows("SELECT old, new FROM rows_apart WHERE plan = ? ORDER BY old, new", (plan,))
    return [(row["old"], row["new"]) for row in rows]


def keep_rows_apart(store: Store, plan: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Say which rows the newest package of a plan calls two things."""
    with store.atomic():
        store.run("DELETE FROM rows_apart WHERE plan = ?", (plan,))
        for old, new in pairs:
            store.insert("rows_apart", {"plan": plan, "old": old, "new": new})
