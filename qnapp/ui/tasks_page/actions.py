"""What the page does to the store: functions that give the changes, for ``Session.write``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.db import assignments, evidence, milestones
from qnapp.db.history import FieldChange
from qnapp.db.progress import set_progress
from qnapp.domain.check_rules import TEXT_FIELDS
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qnapp.db.assignments import LocalTaskFields
    from qnapp.db.store import Store
    from qnapp.domain.plan import Role
    from qnapp.domain.reporting import TaskRow
    from qnapp.models.paste_lines import PasteLine

PASTED = "paste"  # event of the history
TAKEN_BACK = "hoàn tác"


def save_fields(
    store: Store, uid: str, period: str, values: Mapping[str, Any]
) -> list[FieldChange]:
    """Write typed fields of a task, all or none; the officer belongs to the assignment."""
    progress = {name: value for name, value in values.items() if name != "officer"}
    changes: list[FieldChange] = []
    with store.atomic():
        if progress:
            changes += set_progress(store, uid, period, **progress)
        if "officer" in values:
            changes += assignments.set_officer(store, uid, values["officer"])
    return changes


def set_status(store: Store, uids: Sequence[str], period: str, status: Status) -> list[FieldChange]:
    """Give several tasks a status, all or none; completed means 100 %, as in the editor."""
    fields: dict[str, Any] = {"status": status}
    if status is Status.COMPLETED:
        fields["percent"] = 100
    changes: list[FieldChange] = []
    with store.atomic():
        for uid in uids:
            changes += set_progress(store, uid, period, **fields)
    return changes


def set_officer(store: Store, uids: Sequence[str], officer: str) -> list[FieldChange]:
    """Give several tasks an officer, all or none."""
    changes: list[FieldChange] = []
    with store.atomic():
        for uid in uids:
            changes += assignments.set_officer(store, uid, officer)
    return changes


def write_pasted(store: Store, period: str, lines: Sequence[PasteLine]) -> list[FieldChange]:
    """Write pasted cells, all or none; in the history each task is one event."""
    by_task: dict[str, dict[str, Any]] = {}
    for line in lines:
        by_task.setdefault(line.uid, {})[line.field] = line.value
    changes: list[FieldChange] = []
    with store.atomic():
        for uid, fields in by_task.items():
            if "officer" in fields:
                changes += assignments.set_officer(store, uid, fields.pop("officer"))
            if fields:
                changes += set_progress(store, uid, period, event=PASTED, **fields)
    return changes


def confirm_carried(store: Store, uid: str, period: str) -> list[FieldChange]:
    """Let values carried over from the period before count as looked at."""
    return set_progress(store, uid, period, confirm=True)


def clear_restricted(store: Store, row: TaskRow, period: str) -> list[FieldChange]:
    """Take text and evidence away that a restricted task may not hold, all or none."""
    empty: dict[str, Any] = dict.fromkeys(TEXT_FIELDS, "")
    with store.atomic():
        changes = set_progress(store, row.uid, period, **empty)
        for item in row.evidence:
            changes += evidence.remove(store, item.id, uid=row.uid, period_code=period)
        return changes


def add_extension(
    store: Store, uid: str, *, due: date, document: str, granted: bool
) -> list[FieldChange]:
    """Record an extension; taking the change back removes it again."""
    made = milestones.add_extension(store, uid, due=due, document=document, granted=granted)
    return [_came("extension", str(made.id))]


def add_task(store: Store, fields: LocalTaskFields, role: Role) -> list[FieldChange]:
    """Add a local task with a role; taking the change back removes it again."""
    made = assignments.add_local_task(store, role=role, **fields)
    return [_came("item", made.uid)]


def edit_task(store: Store, uid: str, fields: LocalTaskFields, role: Role) -> list[FieldChange]:
    """Change a local task's words and role, all or none."""
    with store.atomic():
        changes = assignments.edit_local_task(store, uid, **fields)
        return changes + assignments.take_on(store, [uid], role)


def _came(entity: str, key: str) -> FieldChange:
    """Say that something was made: its way back is to be removed."""
    return FieldChange(entity, key, "", "removed", TAKEN_BACK, "")
