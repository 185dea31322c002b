"""What the page does to the store: functions that give the changes, for ``Session.write``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.db import targets
from qnapp.db.history import FieldChange
from qnapp.db.measurements import set_measurement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from qnapp.db.store import Store
    from qnapp.domain.plan import Nature
    from qnapp.models.paste_lines import PasteLine

PASTED = "paste"
TAKEN_BACK = "hoàn tác"


def write_value(
    store: Store, uid: str, period: str, field: str, value: Decimal | str | None
) -> list[FieldChange]:
    """Write one field of a measurement."""
    return set_measurement(store, uid, period, **{field: value})  # type: ignore[arg-type]


def write_pasted(store: Store, period: str, lines: Sequence[PasteLine]) -> list[FieldChange]:
    """Write a pasted column, all or none; it is one event of the history."""
    changes: list[FieldChange] = []
    with store.atomic():
        for line in lines:
            fields = {line.field: line.value}
            changes += set_measurement(store, line.uid, period, event=PASTED, **fields)  # type: ignore[arg-type]
    return changes


def write_fields(
    store: Store, period: str, given: Mapping[str, Mapping[str, Any]]
) -> list[FieldChange]:
    """Write fields of several measurements by uid, all or none."""
    changes: list[FieldChange] = []
    with store.atomic():
        for uid, fields in given.items():
            changes += set_measurement(store, uid, period, **fields)
    return changes


def set_followed(store: Store, uids: Sequence[str], followed: bool) -> list[FieldChange]:
    """Report on indicators from now on, or no longer; all or none."""
    act = targets.follow if followed else targets.unfollow
    changes: list[FieldChange] = []
    with store.atomic():
        for uid in uids:
            changes += act(store, uid)
    return changes


def add_local(
    store: Store, title: str, unit: str, nature: Nature, target: str
) -> list[FieldChange]:
    """Add an indicator of the organisation's own; taking the change back removes it again."""
    made = targets.add_local_indicator(
        store, title=title, unit=unit, nature=nature, target_text=target
    )
    return [FieldChange("item", made.uid, "", "removed", TAKEN_BACK, "")]


def edit_local(store: Store, uid: str, title: str, unit: str, target: str) -> list[FieldChange]:
    """Change a local indicator's words and target, all or none."""
    with store.atomic():
        changes = targets.edit_local_indicator(store, uid, title=title, unit=unit)
        return changes + targets.set_own_target(store, uid, target)
