"""Where in the window a change of the store is to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.history import item_of
from qnapp.db.reports import PLAN_PART, TOTAL_PART

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

_PAGES = {"task": "tasks", "indicator": "indicators"}
_SETTINGS = frozenset({"setting", "organisation", "calendar"})
# What the pages call the place of a change, where that is not the name of its field.
_FIELDS = {"extension": "deadline", "target": "target", "link": "evidence", "evidence": "evidence"}
_OF_ROW = frozenset({"item", "task", "indicator", "assignment"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page, there a row and its field ("" where the row as a whole is meant)."""

    page: str
    uid: str = ""
    field: str = ""
    period: str = ""  # "" where the change holds in all periods


def place_of(store: Store, changes: Sequence[FieldChange]) -> Place | None:
    """Say where one edit is seen: at its first field, else at its first row.

    A number that is typed also lets its row be followed; the number is what was meant. None for a
    period's lock, which is over all pages.
    """
    places = [place for change in changes if (place := _place(store, change)) is not None]
    return next((place for place in places if place.field), places[0] if places else None)


def _place(store: Store, change: FieldChange) -> Place | None:
    kind, uid = item_of(store, change)
    if kind:
        return Place(_PAGES[kind], uid, _field_of(change), change.period)
    if change.entity == "report":  # the unit's own plan belongs to no period in particular
        period = "" if change.key.startswith(PLAN_PART) else change.period
        total = change.key.startswith(TOTAL_PART)
        return Place("consolidated_report" if total else "report", change.key, period=period)
    return Place("settings") if change.entity in _SETTINGS else None


def _field_of(change: FieldChange) -> str:
    if change.entity == "milestone":
        return f"milestones:{change.field}"
    if change.entity in _OF_ROW:
        return change.field if change.field == "officer" else ""
    if change.field == "touched":  # looked at again, nothing in particular was changed
        return ""
    return _FIELDS.get(change.entity, change.field)
