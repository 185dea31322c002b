"""The rows of a form as the store has them now: what is shown, and what may be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.assignments import followers, officers
from qnapp.db.carry import progress_texts, text_of
from qnapp.documents.annexes import deadline_words, target_words
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.standings import BINDING
from qnapp.domain.targets import TargetKind
from qnapp.errors import InputError, NotFoundError
from qnapp.exchange.form_data import RowKind
from qnapp.exchange.form_fields import (
    INDICATOR_FIELDS,
    RESTRICTED_FIELDS,
    TASK_FIELDS,
    Kind,
    milestone_field,
)
from qnapp.text import clean, format_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow, MilestoneState, TaskRow, Worksheet
    from qnapp.exchange.form_fields import FormField

_NOBODY = (
    "Không có nhiệm vụ, chỉ tiêu nào giao cho “{officer}”.{known} Chưa ghi tệp nào. "
    "Ghi người theo dõi cho từng nhiệm vụ rồi thử lại."
)
_NOTHING = (
    "Đơn vị chưa theo dõi nhiệm vụ, chỉ tiêu nào nên chưa có biểu để xuất. "
    "Chưa ghi tệp nào. Nhận nhiệm vụ rồi thử lại."
)
# Defence and security: no text of these may travel (design, section 2).
_NEVER_RESTRICTED = frozenset(field.name for field in TASK_FIELDS if field.kind is Kind.TEXT)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: ``facts`` stand before the columns to fill in and are locked."""

    kind: RowKind
    uid: str
    code: str
    title: str
    facts: tuple[str, ...]
    officer: str
    values: Mapping[str, str]  # as the store keeps them; a field without a value is ""
    open: frozenset[str]  # names of the fields that may be filled in


def form_rows(
    store: Store, sheet: Worksheet, officer: str | None = None, only: Collection[str] = ()
) -> list[FormRow]:
    """Rows that can be filled in: tasks that were taken on, then indicators that are followed.

    ``only``: uids of the rows that are open, where not all are.
    ``officer`` leaves only those that this person follows, in any case; raises ``NotFoundError``
    where there are none and ``InputError`` where nothing at all can be filled in.
    """
    names = followers(store)
    rows = [_task(row, names) for row in sheet.own_tasks if not row.withdrawn]
    rows += [_indicator(row, names) for row in sheet.followed_indicators]
    if only:
        rows = [row for row in rows if row.uid in only]
    if not rows:
        raise InputError(_NOTHING)
    if officer is None:
        return rows
    wanted = clean(officer)
    found = [row for row in rows if row.officer.casefold() == wanted.casefold()]
    if not found:
        known = f" Đã ghi: {', '.join(officers(store))}." if officers(store) else ""
        raise NotFoundError(_NOBODY.format(officer=wanted, known=known))
    return found


def columns(rows: Iterable[FormRow], kind: RowKind) -> tuple[FormField, ...]:
    """The columns that at least one row of a kind fills in, in printed order."""
    known = _known_fields(kind)
    used = {name for row in rows if row.kind is kind for name in row.open}
    return tuple(field for field in known if field.name in used)


def values_now(sheet: Worksheet) -> dict[str, Mapping[str, str]]:
    """What the store shows now, by uid: of every task and indicator, taken on or not."""
    found: dict[str, Mapping[str, str]] = {row.uid: task_values(row) for row in sheet.tasks}
    return found | {row.uid: indicator_values(row) for row in sheet.indicators}


def task_values(row: TaskRow) -> dict[str, str]:
    """Every field of a task that a form can have, milestones too."""
    values = progress_texts(row.progress)
    for point in row.milestones:
        values[milestone_field(point.number).name] = text_of(point.recorded_on)
    return values


def indicator_values(row: IndicatorRow) -> dict[str, str]:
    """Every field of an indicator that a form can have."""
    measured = row.measurement
    return {field.name: _number_text(getattr(measured, field.name)) for field in INDICATOR_FIELDS}


def _number_text(value: object) -> str:
    return "" if value is None else format(value, "f") if not isinstance(value, str) else value


def _known_fields(kind: RowKind) -> Sequence[FormField]:
    if kind is RowKind.INDICATOR:
        return INDICATOR_FIELDS
    points = [milestone_field(number) for number in range(1, 21)]
    return (*TASK_FIELDS, *points, *RESTRICTED_FIELDS)


def _task(row: TaskRow, names: Mapping[str, str]) -> FormRow:
    points = _points(row)
    fillable = {field.name for field in TASK_FIELDS}
    if row.channel is Channel.RESTRICTED:
        fillable = (fillable - _NEVER_RESTRICTED) | {field.name for field in RESTRICTED_FIELDS}
    fillable |= {milestone_field(point.number).name for point in points}
    title = f"{row.parent.title}\n- {row.task.title}" if row.parent else row.task.title
    deadline = "\n".join([deadline_words(row), *map(_point_words, points)])
    before = row.previous.result if row.previous is not None else ""
    return FormRow(
        RowKind.TASK,
        row.uid,
        row.code,
        row.task.title,
        (row.code, title, deadline, before),
        names.get(row.uid, ""),
        task_values(row),
        frozenset(fillable),
    )


def _points(row: TaskRow) -> list[MilestoneState]:
    """Points with a date of their own: several, or a start; a lone finish is the completion."""
    points = [point for point in row.milestones if point.kind in BINDING]
    alone = len(points) == 1 and points[0].kind is MilestoneKind.FINISH
    return [] if alone else points


def _point_words(point: MilestoneState) -> str:
    due = f", {format_date(point.due)}" if point.due else ""
    return f"Mốc {point.number}: {point.label}{due}"


def _indicator(row: IndicatorRow, names: Mapping[str, str]) -> FormRow:
    one = row.indicator
    by_words = row.nature is Nature.WORDS or (
        row.target is not None and row.target.kind is TargetKind.TEXT
    )
    fillable = {field.name for field in INDICATOR_FIELDS} - (set() if by_words else {"words"})
    if not row.takes_numbers:
        fillable -= {field.name for field in INDICATOR_FIELDS if field.kind is Kind.NUMBER}
    return FormRow(
        RowKind.INDICATOR,
        row.uid,
        row.code,
        one.title,
        (row.code, one.title, one.unit, target_words(row)),
        names.get(row.uid, ""),
        indicator_values(row),
        frozenset(fillable),
    )
