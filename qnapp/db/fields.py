"""One way to change a row: compare, write, stamp, record, announce.

Each kind of row says where it lies and which of its columns a person can change. Everything that a
person types goes through ``save``; undo goes through it as well, because a change names its row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qnapp.db import journal
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.errors import NotFoundError
from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qnapp.db.store import Store

_NO_PERIOD = (
    "Không có kỳ {code} trong kế hoạch này. Chưa có gì bị thay đổi. "
    "Chọn một kỳ có trong lịch báo cáo."
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of row as the history names it."""

    name: str
    table: str
    key: str  # column that holds the change's key
    fields: frozenset[str]  # columns; {"*"}: the field is part of the row's identity
    of_period: bool = False
    of_organisation: bool = True
    field_column: str = ""  # where the field is identity: the column that holds it
    value_column: str = ""  # … and the column that holds the value
    flags: frozenset[str] = frozenset()  # 0 and 1, told as "" and "1"
    numbers: frozenset[str] = frozenset()  # NULL is told as ""
    local: bool = False  # words of local rows: version 0
    stamped: bool = False  # has ``updated_at``
    quiet: frozenset[str] = frozenset()  # taken back by undo, but nothing to read in the history

    def column(self, field: str) -> str:
        """Name the column that holds the value of ``field``."""
        if self.field_column:
            return self.value_column
        if field not in self.fields:
            raise KeyError(f"{self.name}.{field}")
        return field


def _entity(name: str, table: str, key: str, fields: str, **more: Any) -> Entity:
    return Entity(name, table, key, frozenset(fields.split()), **more)


ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        _entity(
            "progress",
            "progress",
            "uid",
            "status percent result delay_reason difficulty proposal next_step completed_on "
            "expected_on restricted_number restricted_on touched",
            of_period=True,
            numbers=frozenset({"percent"}),
            flags=frozenset({"touched"}),
            quiet=frozenset({"touched"}),
            stamped=True,
        ),
        _entity(
            "measurement",
            "measurement",
            "uid",
            "actual estimate cumulative same_period_last_year words note contested contest_reason",
            of_period=True,
            stamped=True,
        ),
        _entity(
            "assignment",
            "assignment",
            "uid",
            "role certainty reason officer taken",
            flags=frozenset({"taken"}),
            quiet=frozenset({"certainty", "reason"}),
        ),
        _entity(
            "milestone",
            "milestone_actual",
            "uid",
            "*",
            field_column="number",
            value_column="actual_on",
        ),
        _entity(
            "extension",
            "extension",
            "id",
            "due document granted removed",
            of_organisation=False,
            flags=frozenset({"granted"}),
        ),
        _entity("target", "own_target", "uid", "text"),
        _entity(
            "task",
            "task_words",
            "uid",
            "code label section title lead support deadline_text",
            of_organisation=False,
            local=True,
            quiet=frozenset({"label"}),
        ),
        _entity(
            "indicator",
            "indicator_words",
            "uid",
            "title unit nature",
            of_organisation=False,
            local=True,
        ),
        _entity("item", "item", "uid", "removed", of_organisation=False),
        _entity(
            "evidence",
            "evidence",
            "id",
            "name sha256 size number issued_on title promised_on removed",
            of_organisation=False,
            numbers=frozenset({"size"}),
            quiet=frozenset({"sha256", "size"}),
        ),
        _entity(
            "link",
            "evidence_link",
            "uid",
            "*",
            of_period=True,
            field_column="evidence",
            value_column="name",
        ),
        _entity("report", "report_text", "part", "text", of_period=True, stamped=True),
        _entity("period", "period_state", "period", "locked_at lock_reason", of_period=True),
        _entity("calendar", "period", "id", "start cutoff due as_of name", of_organisation=False),
        _entity("setting", "setting", "key", "value", of_organisation=False),
        _entity(
            "organisation",
            "organisation",
            "code",
            "name short party_name state_name parent symbol",
            of_organisation=False,
        ),
        _entity(
            "reporter",
            "reporter",
            "code",
            "name kind email phone expected",
            of_organisation=False,
            flags=frozenset({"expected"}),
        ),
    )
}


def own_code(store: Store) -> str:
    """Return the code of the organisation that reports with this store."""
    return store.value("SELECT value FROM setting WHERE key = 'organisation'") or ""


def plan_uid(store: Store) -> str:
    """Return the uid of the plan in use."""
    return store.value("SELECT value FROM setting WHERE key = 'plan'") or ""


def period_id(store: Store, code: str) -> int:
    """Return the row of a period of the plan in use; raises ``NotFoundError``."""
    found = store.value(
        "SELECT id FROM period WHERE plan = ? AND code = ?", (plan_uid(store), code)
    )
    if found is None:
        raise NotFoundError(_NO_PERIOD.format(code=code))
    return int(found)


def save(
    store: Store,
    entity_name: str,
    key: str,
    values: Mapping[str, str],
    *,
    period: str = "",
    base: Mapping[str, str] | None = None,
    rewrite: bool = False,
    event: str = "",
) -> list[FieldChange]:
    """Give fields of one row new values (as text, see ``FieldChange``); returns what differs.

    A missing row is made; ``base`` is what it showed before it existed. ``rewrite``: a row that is
    there does not count and becomes ``base`` with the new values. Nothing different writes nothing.
    """
    entity = ENTITIES[entity_name]
    changes: list[FieldChange] = []
    if not values:
        return changes
    with store.atomic():
        place = _place(store, entity, key, period)
        for one, part in _rows_of(place, values):
            changes += _save_row(store, one, part, base or {}, rewrite=rewrite, event=event)
    return changes


def current(store: Store, change: FieldChange) -> str:
    """Return the value that the store holds now for the field of a change."""
    place = _place(store, ENTITIES[change.entity], change.key, change.period)
    for one, part in _rows_of(place, {change.field: ""}):
        row = _read(store, one, part)
        return row[change.field] if row is not None else ""
    return ""


@dataclass(frozen=True, slots=True)
class _Place:
    """One row: what the history calls it, and the conditions that find it."""

    entity: Entity
    key: str
    period: str
    where: Mapping[str, Any]

    @property
    def conditions(self) -> str:
        return " AND ".join(f"{name} = ?" for name in self.where)


def _place(store: Store, entity: Entity, key: str, period: str) -> _Place:
    where: dict[str, Any] = {entity.key: key}
    if entity.of_period:
        where["period"] = period_id(store, period)
    if entity.of_organisation:
        where["organisation"] = own_code(store)
    if entity.local:
        where["version"] = 0
    return _Place(entity, key, period, where)


def _rows_of(
    place: _Place, values: Mapping[str, str]
) -> Iterator[tuple[_Place, Mapping[str, str]]]:
    """Each row that the values are for: one, or one a field where the field is identity."""
    column = place.entity.field_column
    if not column:
        yield place, values
        return
    for field, value in values.items():
        yield replace(place, where={**place.where, column: int(field)}), {field: value}


def _save_row(
    store: Store,
    place: _Place,
    values: Mapping[str, str],
    base: Mapping[str, str],
    *,
    rewrite: bool,
    event: str,
) -> list[FieldChange]:
    entity = place.entity
    row = _read(store, place, values)
    before = base if row is None or rewrite else row
    changes = [
        FieldChange(entity.name, place.key, place.period, field, before.get(field, ""), value)
        for field, value in values.items()
        if before.get(field, "") != value
    ]
    if not changes:
        return []
    written = {change.field: change.new for change in changes}
    if before is base:
        written = {**base, **written}
    columns = {entity.column(name): to_column(entity, name, v) for name, v in written.items()}
    if entity.stamped:
        columns["updated_at"] = store.clock().isoformat(timespec="seconds")
    if row is None:
        store.insert(entity.table, {**columns, **place.where})
    else:
        _update(store, place, columns)
    told = [change for change in changes if change.field not in entity.quiet]
    journal.record(store, told, organisation=own_code(store), event=event)
    store.note(changes)
    announce(store, entity.name, place.key)
    return changes


def _read(store: Store, place: _Place, fields: Iterable[str]) -> dict[str, str] | None:
    names, entity = list(fields), place.entity
    columns = ", ".join(entity.column(name) for name in names)
    row = store.row(
        f"SELECT {columns} FROM {entity.table} WHERE {place.conditions}",
        tuple(place.where.values()),
    )
    if row is None:
        return None
    return {name: to_text(entity, name, row[index]) for index, name in enumerate(names)}


def _update(store: Store, place: _Place, columns: Mapping[str, Any]) -> None:
    settings = ", ".join(f"{name} = ?" for name in columns)
    store.run(
        f"UPDATE {place.entity.table} SET {settings} WHERE {place.conditions}",
        (*columns.values(), *place.where.values()),
    )


def to_text(entity: Entity, field: str, value: Any) -> str:
    """Tell a column's value as the history does."""
    if field in entity.flags:
        return "1" if value else ""
    return "" if value is None else str(value)


def to_column(entity: Entity, field: str, text: str) -> Any:
    """Turn the history's text into what the column holds."""
    if field in entity.flags:
        return 1 if text else 0
    if field in entity.numbers:
        return int(text) if text else None
    return text


def announce(store: Store, entity_name: str, key: str) -> None:
    """Say what kind of thing changed, so that pages can decide what to refresh."""
    if entity_name in ("setting", "organisation", "reporter"):
        store.cache.pop("clerk", None)
        store.cache.pop("moved", None)
        store.touch(Changes(settings=True))
    elif entity_name in ("period", "calendar"):
        store.touch(Changes(periods=True))
    elif entity_name == "report":
        store.touch(Changes(report=True))
    elif entity_name == "evidence":
        store.touch(_of_evidence(store, key))
    elif entity_name == "extension":
        uid = store.value("SELECT uid FROM extension WHERE id = ?", (key,))
        store.touch(_of_item(store, str(uid)))
    else:
        plan = entity_name in ("assignment", "task", "indicator", "item", "target")
        store.touch(_of_item(store, key) | Changes(plan=plan, evidence=entity_name == "link"))


def _of_item(store: Store, uid: str) -> Changes:
    kind = store.value("SELECT kind FROM item WHERE uid = ?", (uid,))
    one = frozenset({uid})
    return Changes(tasks=one) if kind == "task" else Changes(indicators=one)


def _of_evidence(store: Store, evidence_id: str) -> Changes:
    changes = Changes(evidence=True)
    for row in store.rows(
        "SELECT DISTINCT uid FROM evidence_link WHERE evidence = ?", (evidence_id,)
    ):
        changes = changes | _of_item(store, row["uid"])
    return changes
