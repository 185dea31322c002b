"""What taking in another plan version needs of the store beside ``install_plan`` (design, 3.9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.journal import FieldChange
from qnapp.db.plans import current_plan, insert_periods, install_plan, plan_in_version
from qnapp.db.replies import follow_row
from qnapp.db.store import Changes
from qnapp.domain.plan_changes import PlanChanges, plan_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan

EVENT = "plan"  # of the history
_SEEN = "plan.seen."  # setting: the version in whose words the clerk has seen a row
_OVERWRITE = "ON CONFLICT DO UPDATE SET value = excluded.value"
# Everything that is typed of a row, by its uid.
_TYPED = (
    "assignment",
    "progress",
    "milestone_actual",
    "extension",
    "measurement",
    "evidence_link",
    "own_target",
)
_HISTORY = """
    SELECT old, new, event FROM (
        SELECT id, entity, key, field, old, new, event FROM history
        UNION ALL
        SELECT id + 1000000000000, entity, key, field, old, new, '' FROM pending_history
    ) WHERE entity = 'calendar' AND key = ? AND field = ? ORDER BY id
"""
_ADDED_HERE = """
    SELECT period FROM (
        SELECT entity, key, period, field, event FROM history
        UNION ALL SELECT entity, key, period, field, '' FROM pending_history
    ) WHERE entity = 'plan' AND key = ? AND field = 'period' AND event = ''
"""


def newest_version(store: Store, uid: str) -> int:
    """The newest version of a plan that the store has, 0 for none."""
    return store.value("SELECT max(version) FROM plan_version WHERE plan = ?", (uid,)) or 0


def known_uids(store: Store) -> frozenset[str]:
    """Uids of all tasks and indicators that there are or ever were, local ones too."""
    return frozenset(row["uid"] for row in store.rows("SELECT uid FROM item"))


def foreign_uids(store: Store, plan: Plan) -> list[str]:
    """Uids of a plan that name something else here: another plan's row, a local or other kind."""
    kinds = {one.uid: "task" for one in plan.tasks}
    kinds |= {one.uid: "indicator" for one in plan.indicators}
    rows = store.rows("SELECT uid, kind, plan, origin FROM item")
    here = {row["uid"]: row for row in rows if row["uid"] in kinds}
    return [
        uid
        for uid, row in here.items()
        if (row["plan"], row["kind"]) != (plan.uid, kinds[uid]) or row["origin"] == "local"
    ]


def decided_uids(store: Store) -> frozenset[str]:
    """Uids of rows that the organisation took on or let go at any time."""
    rows = store.rows(
        "SELECT uid FROM assignment WHERE organisation = ?", (fields.own_code(store),)
    )
    return frozenset(row["uid"] for row in rows)


def taken_uids(store: Store) -> frozenset[str]:
    """Uids of rows that the organisation reports on."""
    rows = store.rows(
        "SELECT uid FROM assignment WHERE organisation = ? AND taken", (fields.own_code(store),)
    )
    return frozenset(row["uid"] for row in rows)


def own_targets(store: Store) -> dict[str, str]:
    """Targets that the organisation set itself, by uid of the indicator."""
    rows = store.rows(
        "SELECT uid, text FROM own_target WHERE organisation = ? AND text <> ''",
        (fields.own_code(store),),
    )
    return {row["uid"]: row["text"] for row in rows}


def led_uids(store: Store) -> list[str]:
    """Indicators for which the plan in use gives the organisation a target."""
    plan = current_plan(store)
    rows = store.rows(
        "SELECT uid FROM plan_target JOIN plan_version ON plan_version.id = plan_target.version "
        "WHERE organisation = ? AND plan = ? AND plan_version.version = ?",
        (fields.own_code(store), plan.uid, plan.version),
    )
    return [row["uid"] for row in rows]


def install_version(store: Store, plan: Plan) -> None:
    """Store a plan version; names that the clerk gave the own organisation stay.

    Raises ``InputError`` where this or a later version is already there.
    """
    own = fields.own_code(store)
    others = tuple(one for one in plan.organisations if one.code != own)
    install_plan(store, replace(plan, organisations=others))


def move_row(store: Store, old: str, new: str) -> None:
    """Let everything that was typed of a row stand at the uid under which the plan has it now.

    The history and frozen reports keep the uid of their day. Inside ``atomic()`` only; nothing may
    have been typed at ``new`` yet.
    """
    for table in _TYPED:
        store.run(f"UPDATE {table} SET uid = ? WHERE uid = ?", (new, old))
    follow_row(store, old, new)
    plan = fields.plan_uid(store)
    change = FieldChange("plan", plan, "", "row", old, new)
    journal.record(store, [change], organisation=fields.own_code(store), event=EVENT)
    store.touch(Changes(plan=True))


# --- the calendar


def calendar_base(store: Store, code: str, name: str) -> str:
    """What the upper office last said of a period's field, before anybody changed it here."""
    base = None
    for row in store.rows(_HISTORY, (str(fields.period_id(store, code)), name)):
        if row["event"] == EVENT:
            base = row["new"]
        elif base is None:
            base = row["old"]
    return _stored(store, code, name) if base is None else base


def own_periods(store: Store) -> frozenset[str]:
    """Codes of periods that were added here and not by the upper office."""
    rows = store.rows(_ADDED_HERE, (fields.plan_uid(store),))
    return frozenset(row["period"] for row in rows)


def save_period(store: Store, code: str, values: dict[str, str]) -> None:
    """Give fields of a period what the upper office says (dates as ISO text)."""
    key = str(fields.period_id(store, code))
    fields.save(store, "calendar", key, values, event=EVENT)


def add_periods(store: Store, plan: str, calendar: Sequence[Period]) -> None:
    """Add periods of a plan that the store has not; those that it has stay."""
    known = {row["code"] for row in store.rows("SELECT code FROM period WHERE plan = ?", (plan,))}
    insert_periods(store, plan, [one for one in calendar if one.code not in known])
    store.touch(Changes(periods=True))


def replace_calendar(store: Store, plan: str, calendar: Sequence[Period]) -> None:
    """Give a plan that has just been stored for the first time its own calendar."""
    store.run("DELETE FROM period WHERE plan = ?", (plan,))
    insert_periods(store, plan, calendar)
    store.touch(Changes(periods=True))


def _stored(store: Store, code: str, name: str) -> str:
    value = store.value(f"SELECT {name} FROM period WHERE id = ?", (fields.period_id(store, code),))
    return str(value)


# --- rows to look at again


def rows_to_look_at(store: Store) -> PlanChanges:
    """What plan versions have changed of the rows reported on since the clerk last saw them."""
    plan, taken = current_plan(store), taken_uids(store)
    seen = _seen(store)
    first = store.value("SELECT min(version) FROM plan_version WHERE plan = ?", (plan.uid,))
    found = []
    for version in sorted({first, *seen.values()} - {plan.version}):
        before = plan_in_version(store, plan.uid, version)
        if before is None:
            continue
        changes = plan_changes(before, plan)
        here = {uid for uid in taken if seen.get(uid, first) == version}
        found.append(_only(changes, here))
    return PlanChanges(
        added=tuple(row for one in found for row in one.added),
        changed=tuple(row for one in found for row in one.changed),
        withdrawn=tuple(row for one in found for row in one.withdrawn),
    )


def mark_seen(store: Store, uids: Sequence[str]) -> None:
    """Say that the clerk has seen rows as the plan words them now (kept without history)."""
    version = str(current_plan(store).version)
    with store.atomic():
        for uid in uids:
            store.insert("setting", {"key": _SEEN + uid, "value": version}, _OVERWRITE)
        store.touch(Changes(plan=True))


def _seen(store: Store) -> dict[str, int]:
    rows = store.rows(
        "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ?", (len(_SEEN), _SEEN)
    )
    return {row["key"].removeprefix(_SEEN): int(row["value"]) for row in rows}


def _only(changes: PlanChanges, uids: set[str]) -> PlanChanges:
    return PlanChanges(
        added=tuple(one for one in changes.added if one.uid in uids),
        changed=tuple(one for one in changes.changed if one.uid in uids),
        withdrawn=tuple(one for one in changes.withdrawn if one.uid in uids),
    )
