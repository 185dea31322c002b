"""The plan that is being prepared, and which deadlines were put off in the plans sent out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from qnapp.db.store import Store

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


def sent_extensions(store: Store, plan: str) -> list[SentExtension]:
    """Deadlines that the packages of a plan have put off, in the order in which they were given."""
    rows = store.rows(
        "SELECT uid, organisation, due, document FROM sent_extension WHERE plan = ? ORDER BY id",
        (plan,),
    )
    return [SentExtension(*row) for row in rows]


def keep_sent_extensions(
    store: Store, plan: str, given: Iterable[tuple[str, str, date, str]]
) -> None:
    """Say what the newest package of a plan puts off: (uid, organisation, due, document) each."""
    with store.atomic():
        store.run("DELETE FROM sent_extension WHERE plan = ?", (plan,))
        for uid, organisation, due, document in given:
            row = {"plan": plan, "uid": uid, "organisation": organisation}
            store.insert("sent_extension", {**row, "due": due.isoformat(), "document": document})
