"""What a plan version changes of another: rows added, worded anew, withdrawn (design, 3.9).

A row is itself by its uid. Where a plan was made anew and its uids with it, code and words say
which rows may be the same; that they are is for a person to confirm.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.plan import Plan, Role, Task
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from qnapp.domain.plan import Indicator

    Row = Task | Indicator


_INDICATOR = "CT-"
_SAID = frozenset({"title", "lead", "support", "deadline_text", "unit", "target_text"})


@dataclass(frozen=True, slots=True)
class WordChange:
    """A field of a row in the older and in the newer version, as text."""

    field: str  # as the dataclass names it
    old: str
    new: str

    @property
    def emptied(self) -> bool:
        """Whether something that is said to the units is said no more: perhaps by a slip."""
        return self.field in _SAID and not self.new


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that both versions have, in other words."""

    uid: str
    code: str  # in the newer version, as ``called`` gives it
    title: str
    changes: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row that only one of the versions has."""

    uid: str
    code: str
    title: str


class Likeness(StrEnum):
    """What two rows with different uids have in common."""

    BOTH = "both"
    WORDS = "words"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Match:
    """Two rows that may be the same one under two uids."""

    old: NamedRow
    new: NamedRow
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class RowPair:
    """A row of an older plan and one of a newer, by their uids."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """All rows that differ, in the printed order of the newer version, tasks first."""

    added: tuple[NamedRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    withdrawn: tuple[NamedRow, ...] = ()
    matches: tuple[Match, ...] = ()  # of rows that stand in added and withdrawn as well


def changes_for_units(current: Plan, new: Plan, known: Collection[str] = ()) -> PlanChanges:
    """What whoever works with ``current`` sees of a new version; of another plan all is new.

    The one answer for both sides: the office before it sends a plan out, the unit that takes it in.
    """
    nothing = replace(new, tasks=(), indicators=(), assignments=())
    return plan_changes(current if current.uid == new.uid else nothing, new, known)


def without_pairs(changes: PlanChanges, apart: Collection[RowPair]) -> PlanChanges:
    """Leave out what is said to be two different things, though it is alike."""
    kept = (one for one in changes.matches if RowPair(one.old.uid, one.new.uid) not in apart)
    return replace(changes, matches=tuple(kept))


def plan_changes(old: Plan, new: Plan, known: Collection[str] = ()) -> PlanChanges:
    """Compare two plan versions row by row.

    ``known``: uids that have been used before and so can be no row under a new uid.
    """
    before, after = _rows(old), _rows(new)
    added = [row for uid, row in after.items() if uid not in before]
    withdrawn = [row for uid, row in before.items() if uid not in after]
    changed = [
        ChangedRow(uid, called(row), row.title, changes)
        for uid, row in after.items()
        if uid in before and (changes := word_changes(before[uid], row))
    ]
    fresh = [row for row in added if row.uid not in known]
    return PlanChanges(
        tuple(map(_named, added)),
        tuple(changed),
        tuple(map(_named, withdrawn)),
        tuple(_matches(withdrawn, fresh)),
    )


def word_changes(old: Row, new: Row) -> tuple[WordChange, ...]:
    """Compare all fields of two versions of a row but its uid.

    A doubt that is new says nothing else of the row; one that is settled does.
    """
    if type(old) is not type(new):
        raise ValueError(f"{new.uid} is a task in one version and an indicator in the other")
    return tuple(
        WordChange(field.name, text_of(before), text_of(after))
        for field in fields(new)
        if field.name != "uid"
        and (before := getattr(old, field.name)) != (after := getattr(new, field.name))
        and not (field.name == "doubts" and set(before) <= set(after))
    )


def called(row: Row) -> str:
    """What people call a row: "3.2" is a task, "CT-3" an indicator that the annex prints as "3"."""
    if isinstance(row, Task) or row.code.startswith(_INDICATOR):
        return row.code
    return _INDICATOR + row.code


def row_of(plan: Plan, uid: str) -> Row:
    """Give the task or indicator of a uid; raises ``KeyError``."""
    return _rows(plan)[uid]


def text_of(value: object) -> str:
    """A field of a row as one text: lists parted by semicolons."""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def without_doubts(plan: Plan, key: str) -> Plan:
    """Give the next version of a plan: a row was compared with the original ("đã đối chiếu").

    ``key``: uid of a task or indicator, or id of a paragraph. Raises ``ValueError`` for one that
    the plan has not, or that has no doubts.
    """
    doubtful = {uid for uid, row in _rows(plan).items() if row.doubts}
    doubtful |= {one.id for one in plan.paragraphs if one.doubts}
    if key not in doubtful:
        raise ValueError(f"no doubt stands at {key}")
    return replace(
        plan,
        version=plan.version + 1,
        tasks=tuple(replace(one, doubts=()) if one.uid == key else one for one in plan.tasks),
        indicators=tuple(
            replace(one, doubts=()) if one.uid == key else one for one in plan.indicators
        ),
        paragraphs=tuple(
            replace(one, doubts=()) if one.id == key else one for one in plan.paragraphs
        ),
    )


def check_plan(plan: Plan) -> None:
    """See that a plan from outside holds together; raises ``ValueError`` that says what does not.

    What is named twice, or names what is not there, could not be stored.
    """
    if plan.version < 1 or not plan.uid or not plan.number:
        raise ValueError("a plan has a uid, a number and a version from 1")
    for name, keys in _identities(plan).items():
        twice = [key for key, count in Counter(keys).items() if count > 1 or not key]
        if twice:
            raise ValueError(f"{name} named twice or not at all: {twice[:3]}")
    codes = {task.code for task in plan.tasks} | {""}
    for task in plan.tasks:
        if task.parent not in codes:
            raise ValueError(f"{task.uid}: no parent {task.parent}")
    _check_assignments(plan)


def _check_assignments(plan: Plan) -> None:
    uids, organisations = _rows(plan), {one.code for one in plan.organisations}
    indicators = {one.uid for one in plan.indicators}
    for one in plan.assignments:
        if one.uid not in uids:
            raise ValueError(f"assigned is {one.uid}, which is not there")
        # Whoever leads an indicator holds its target, so it has to be an organisation.
        held = one.uid in indicators and one.role is Role.LEAD
        if held and one.organisation not in organisations:
            raise ValueError(f"{one.uid}: no organisation {one.organisation}")


def _identities(plan: Plan) -> Mapping[str, Iterable[str]]:
    return {
        "rows": [one.uid for one in plan.tasks] + [one.uid for one in plan.indicators],
        "codes of tasks": [one.code for one in plan.tasks],
        "codes of indicators": [one.code for one in plan.indicators],
        "sections": [one.code for one in plan.task_sections],
        "groups of indicators": [one.code for one in plan.indicator_groups],
        "paragraphs": [one.id for one in plan.paragraphs],
        "groups": [one.code for one in plan.groups],
        "organisations": [one.code for one in plan.organisations],
    }


def _rows(plan: Plan) -> dict[str, Row]:
    rows: list[Row] = [*plan.tasks, *plan.indicators]
    return {one.uid: one for one in rows}


def _named(row: Row) -> NamedRow:
    return NamedRow(row.uid, called(row), row.title)


def _matches(withdrawn: list[Row], added: list[Row]) -> Iterator[Match]:
    """Pair rows, the surest likeness first; each row is in one pair at most."""
    left, free = list(withdrawn), list(added)
    for likeness in Likeness:
        for new in list(free):
            alike = [old for old in left if _alike(old, new, likeness)]
            # Two rows of the same words are told apart by nothing: then nobody is asked.
            if len(alike) == 1:
                yield Match(_named(alike[0]), _named(new), likeness)
                left.remove(alike[0])
                free.remove(new)


def _alike(old: Row, new: Row, likeness: Likeness) -> bool:
    if type(old) is not type(new):
        return False
    code, words = old.code == new.code, fold(old.title) == fold(new.title)
    return {Likeness.BOTH: code and words, Likeness.WORDS: words, Likeness.CODE: code}[likeness]
