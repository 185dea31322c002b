"""A unit's own tasks and indicators from a workbook, read like the annexes of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from qnapp.db.assignments import add_local_task
from qnapp.db.items import local_indicators, local_tasks
from qnapp.db.targets import add_local_indicator
from qnapp.domain.standings import inherit
from qnapp.errors import InputError
from qnapp.exchange.annex_indicators import read_indicators
from qnapp.exchange.annex_tables import read_annexes
from qnapp.exchange.annex_tasks import read_tasks
from qnapp.exchange.safe_xlsx import read_workbook
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.plan import Nature, Task
    from qnapp.exchange.annex_tables import Remark

Row = TypeVar("Row", "LocalTask", "LocalIndicator")

_NOTHING = (
    "Tệp “{name}” không có bảng nhiệm vụ hoặc chỉ tiêu nào đọc được. Chưa có gì bị thay đổi. "
    "Thêm hàng tiêu đề vào bảng, ví dụ: TT, Nhiệm vụ, Chủ trì, Phối hợp, Thời hạn."
)


@dataclass(frozen=True, slots=True)
class LocalTask:
    """A task of the unit's own plan; a sub-task carries its parent's words before its own."""

    title: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline_text: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class LocalIndicator:
    """An indicator of the unit's own plan with its target."""

    title: str
    unit: str
    nature: Nature
    target_text: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class LocalRows:
    """What was read, and what could not be."""

    tasks: tuple[LocalTask, ...]
    indicators: tuple[LocalIndicator, ...]
    unread: tuple[Remark, ...]
    second_look: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class AddedRows:
    """What was added, and titles that were there already; ``changes`` undo it."""

    tasks: int
    indicators: int
    skipped: tuple[str, ...]
    changes: tuple[FieldChange, ...]


def read_local_tasks(file: Path, year: int) -> LocalRows:
    """Read a unit's own rows; ``year`` is that of the plan in use, for their deadlines.

    Headings are left out. Raises ``FileError`` for a file that is no workbook, ``InputError``
    where it holds no table that is understood.
    """
    annexes = read_annexes(read_workbook(file))
    tasks, indicators = read_tasks(annexes.tasks, year), read_indicators(annexes.indicators)
    if not tasks.drafts and not indicators.drafts:
        raise InputError(_NOTHING.format(name=file.name))
    drafts = [(draft.task, draft.row) for draft in tasks.drafts]
    parents = {task.code: task for task, _ in drafts}
    headings = {task.parent for task, _ in drafts}
    return LocalRows(
        tuple(
            _local(task, parents, row.sheet, row.number)
            for task, row in drafts
            if task.code not in headings or task.deadline_text
        ),
        tuple(
            LocalIndicator(
                one.indicator.title,
                one.indicator.unit,
                one.indicator.nature,
                one.indicator.target_text,
                one.row.sheet,
                one.row.number,
            )
            for one in indicators.drafts
            if one.indicator.target_text  # without one it is told as unread
        ),
        (*annexes.unread, *tasks.unread, *indicators.unread),
        # That a unit's list has no headings is nothing to look at.
        tuple(one for one in tasks.second_look if one.typed),
    )


def _local(task: Task, parents: dict[str, Task], sheet: str, row: int) -> LocalTask:
    title, held, above = task.title, inherit(task, parents.get(task.parent)), task.parent
    while above:
        parent = parents[above]
        title, above = f"{parent.title.rstrip(' :')}: {title}", parent.parent
    return LocalTask(title, held.lead, held.support, held.deadline_text, sheet, row)


def known_titles(store: Store) -> frozenset[str]:
    """Titles of the unit's own tasks and indicators, folded: such a row is not added again."""
    titles = [one.title for one in local_tasks(store)]
    titles += [one.title for one in local_indicators(store)]
    return frozenset(map(fold, titles))


def add_local_rows(store: Store, rows: LocalRows) -> AddedRows:
    """Add the unit's own rows, all or none; a title that is there already is not added again.

    Raises ``InputError`` for words that the store refuses.
    """
    skipped: list[str] = []
    with store.collected() as changes, store.atomic():
        known = known_titles(store)
        tasks = _new(rows.tasks, known, skipped)
        for task in tasks:
            add_local_task(
                store,
                title=task.title,
                deadline_text=task.deadline_text,
                lead=task.lead,
                support=task.support,
            )
        indicators = _new(rows.indicators, known, skipped)
        for one in indicators:
            add_local_indicator(
                store,
                title=one.title,
                unit=one.unit,
                nature=one.nature,
                target_text=one.target_text,
            )
    return AddedRows(len(tasks), len(indicators), tuple(skipped), tuple(changes))


def _new(rows: Sequence[Row], known: Iterable[str], skipped: list[str]) -> list[Row]:
    seen, found = set(known), []
    for row in rows:
        if fold(row.title) in seen:
            skipped.append(row.title)
        else:
            found.append(row)
        seen.add(fold(row.title))
    return found
