"""Plan versions in the database."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from qnapp.db import journal
from qnapp.db.builtin import PROVINCE
from qnapp.db.fields import own_code
from qnapp.db.journal import FieldChange
from qnapp.db.rows import (
    indicator_columns,
    indicator_from,
    paragraph_from,
    task_columns,
    task_from,
    words,
)
from qnapp.db.store import Changes
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import (
    Assignment,
    Certainty,
    Group,
    Organisation,
    Plan,
    Repeat,
    Role,
    Section,
    Task,
)
from qnapp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Indicator

_DAYS = ("start", "cutoff", "due", "as_of")
_OVERWRITE = "ON CONFLICT DO UPDATE SET value = excluded.value"
_RENAME = (
    "ON CONFLICT DO UPDATE SET name = excluded.name, kind = excluded.kind, short = excluded.short, "
    "party_name = excluded.party_name, state_name = excluded.state_name, aliases = excluded.aliases"
)
_OLDER = (
    "Kế hoạch số {number} đã có phiên bản {have}, nên không nhận phiên bản {given}. "
    "Dữ liệu hiện có vẫn giữ nguyên. Dùng tiếp phiên bản đang có."
)


def install_plan(store: Store, plan: Plan) -> None:
    """Store a plan version and its organisations as the current one; what was typed stays.

    Raises ``InputError`` where this or a later version is already there.
    """
    have = store.value("SELECT max(version) FROM plan_version WHERE plan = ?", (plan.uid,)) or 0
    if have >= plan.version:
        raise InputError(_OLDER.format(number=plan.number, have=have, given=plan.version))
    with store.atomic():
        store.insert("plan", {"uid": plan.uid, "year": plan.year}, "ON CONFLICT DO NOTHING")
        add_organisations(store, (Organisation(PROVINCE, "Tỉnh Quảng Ninh", "tỉnh"),))
        add_organisations(store, plan.organisations)
        version = _insert_version(store, plan)
        _insert_sections(store, version, plan)
        _insert_text(store, version, plan)
        _insert_tasks(store, plan)
        _insert_indicators(store, version, plan)
        _insert_assignments(store, version, plan)
        if not have:
            insert_periods(store, plan.uid, default_calendar(plan.year, plan.issued_on))
        use_plan(store, plan.uid)
        change = FieldChange("plan", plan.uid, "", "version", str(have or ""), str(plan.version))
        journal.record(store, [change], organisation=own_code(store), event="plan")


def use_plan(store: Store, uid: str) -> None:
    """Let a plan that is here be the one in use, and say that its calendar is too."""
    store.insert("setting", {"key": "plan", "value": uid}, _OVERWRITE)
    store.touch(Changes(plan=True, periods=True, report=True))


def current_plan(store: Store) -> Plan:
    """The current plan in its newest version, without local rows; read once per version."""
    version = current_version(store)
    kept: tuple[int, Plan] | None = store.cache.get("plan")
    if kept is None or kept[0] != version:
        kept = (version, _read_plan(store, version))
        store.cache["plan"] = kept
    return kept[1]


def plan_in_version(store: Store, uid: str, version: int) -> Plan | None:
    """A plan as one of its versions words it, None where the store has none of this number."""
    found = store.value(
        "SELECT id FROM plan_version WHERE plan = ? AND version = ?", (uid, version)
    )
    return None if found is None else _read_plan(store, int(found))


def current_version(store: Store) -> int:
    """Id of the newest version of the plan in use."""
    found = store.value(
        "SELECT id FROM plan_version WHERE plan = (SELECT value FROM setting WHERE key = 'plan') "
        "ORDER BY version DESC LIMIT 1"
    )
    return int(found or 0)


def add_organisations(store: Store, organisations: Iterable[Organisation]) -> None:
    """Add or rename organisations; what the clerk set of them (parent, symbol) stays."""
    first = store.value("SELECT coalesce(max(position), 0) + 1 FROM organisation")
    for position, one in enumerate(organisations, start=first):
        columns = asdict(one) | {"aliases": words(one.aliases), "position": position}
        store.insert("organisation", columns, _RENAME)


def insert_periods(store: Store, plan: str, calendar: Iterable[Period]) -> None:
    """Add periods to a plan's calendar."""
    for one in calendar:
        days = {name: getattr(one, name).isoformat() for name in _DAYS}
        store.insert("period", {**asdict(one), "kind": str(one.kind), **days, "plan": plan})


def _insert_version(store: Store, plan: Plan) -> int:
    names = ("version", "number", "issuer", "title", "signer", "theme")
    columns = {name: getattr(plan, name) for name in names}
    columns["plan"] = plan.uid
    columns["issued_on"] = plan.issued_on.isoformat()
    columns["installed_at"] = store.clock().isoformat(timespec="seconds")
    return store.insert("plan_version", columns)


def _insert_sections(store: Store, version: int, plan: Plan) -> None:
    for kind, sections in (("task", plan.task_sections), ("indicator", plan.indicator_groups)):
        for position, one in enumerate(sections):
            where = {"version": version, "kind": kind, "position": position}
            store.insert("section", where | asdict(one))


def _insert_text(store: Store, version: int, plan: Plan) -> None:
    for position, one in enumerate(plan.paragraphs):
        columns = asdict(one) | {"doubts": words(one.doubts)}
        store.insert("paragraph", columns | {"version": version, "position": position})
    for position, repeat in enumerate(plan.repeats):
        store.insert("repeat", asdict(repeat) | {"version": version, "position": position})


def _insert_item(store: Store, plan: Plan, one: Task | Indicator, kind: str) -> None:
    columns = {"uid": one.uid, "kind": kind, "plan": plan.uid, "origin": str(one.origin)}
    columns["continues"] = one.continues if isinstance(one, Task) else ""
    store.insert("item", columns, "ON CONFLICT DO UPDATE SET continues = excluded.continues")


def _insert_tasks(store: Store, plan: Plan) -> None:
    for position, one in enumerate(plan.tasks):
        _insert_item(store, plan, one, "task")
        store.insert("task_words", task_columns(one, plan.version, position))


def _insert_indicators(store: Store, version: int, plan: Plan) -> None:
    for position, one in enumerate(plan.indicators):
        _insert_item(store, plan, one, "indicator")
        store.insert("indicator_words", indicator_columns(one, plan.version, position))
        for organisation in dict.fromkeys((PROVINCE, *_leaders(plan, one.uid))):
            columns = {"version": version, "uid": one.uid, "organisation": organisation}
            store.insert("plan_target", columns | {"text": one.target_text})


def _leaders(plan: Plan, uid: str) -> Sequence[str]:
    """Bodies that lead an indicator hold the province's target (docs/decisions.md)."""
    return [
        one.organisation
        for one in plan.assignments
        if one.uid == uid and one.role is Role.LEAD and one.certainty is Certainty.SURE
    ]


def _insert_assignments(store: Store, version: int, plan: Plan) -> None:
    for one in plan.groups:
        columns = asdict(one) | {"members": words(one.members)}
        store.insert("organisation_group", columns | {"version": version})
    for position, given in enumerate(plan.assignments):
        columns = {name: str(value) for name, value in asdict(given).items()}
        store.insert("plan_assignment", columns | {"version": version, "position": position})


def _read_plan(store: Store, version: int) -> Plan:
    head = store.row(
        "SELECT plan_version.*, plan.year FROM plan_version JOIN plan ON plan.uid = plan "
        "WHERE id = ?",
        (version,),
    )
    if head is None:
        raise RuntimeError("a store without a plan")
    return Plan(
        uid=head["plan"],
        year=head["year"],
        version=head["version"],
        number=head["number"],
        issued_on=date.fromisoformat(head["issued_on"]),
        issuer=head["issuer"],
        title=head["title"],
        signer=head["signer"],
        theme=head["theme"],
        task_sections=_read_sections(store, version, "task"),
        tasks=tuple(map(task_from, store.rows(_TASKS, (head["version"], head["plan"])))),
        indicator_groups=_read_sections(store, version, "indicator"),
        indicators=tuple(
            map(indicator_from, store.rows(_INDICATORS, (version, head["version"], head["plan"])))
        ),
        paragraphs=tuple(map(paragraph_from, _of_version(store, "paragraph", version))),
        repeats=tuple(
            Repeat(row["code"], row["title"], row["target_text"], row["paragraph"])
            for row in _of_version(store, "repeat", version)
        ),
        assignments=_read_assignments(store, version),
        groups=tuple(
            Group(row["code"], row["title"], tuple(json.loads(row["members"])))
            for row in store.rows(
                "SELECT * FROM organisation_group WHERE version = ? ORDER BY rowid", (version,)
            )
        ),
        organisations=read_organisations(store),
    )


_TASKS = """
    SELECT task_words.*, origin, continues FROM task_words JOIN item USING (uid)
    WHERE version = ? AND plan = ? ORDER BY position
"""
_INDICATORS = """
    SELECT indicator_words.*, origin, coalesce(plan_target.text, '') AS target_text
    FROM indicator_words JOIN item USING (uid)
    LEFT JOIN plan_target ON plan_target.uid = item.uid AND plan_target.version = ?
        AND plan_target.organisation = 'QN'
    WHERE indicator_words.version = ? AND plan = ? ORDER BY position
"""


def read_organisations(store: Store) -> tuple[Organisation, ...]:
    """All organisations of the store in printed order, the province itself left out."""
    rows = store.rows("SELECT * FROM organisation WHERE code <> ? ORDER BY position", (PROVINCE,))
    return tuple(organisation_from(row) for row in rows)


def organisation_from(row: Any) -> Organisation:
    """Build an organisation from its row."""
    columns = {name: row[name] for name in row.keys() if name != "position"}  # noqa: SIM118
    return Organisation(**{**columns, "aliases": tuple(json.loads(row["aliases"]))})


def _read_sections(store: Store, version: int, kind: str) -> tuple[Section, ...]:
    rows = store.rows(
        "SELECT code, title FROM section WHERE version = ? AND kind = ? ORDER BY position",
        (version, kind),
    )
    return tuple(Section(row["code"], row["title"]) for row in rows)


def _read_assignments(store: Store, version: int) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            row["uid"],
            row["organisation"],
            Role(row["role"]),
            Certainty(row["certainty"]),
            row["reason"],
        )
        for row in _of_version(store, "plan_assignment", version)
    )


def _of_version(store: Store, table: str, version: int) -> Sequence[Any]:
    return store.rows(f"SELECT * FROM {table} WHERE version = ? ORDER BY position", (version,))
