"""Keeps the index of words up to date: every report in force that arrived, and the own periods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db import inbox
from qnapp.db.fields import own_code
from qnapp.db.periods import periods
from qnapp.db.plans import current_plan
from qnapp.db.search_index import Entry, own_stamp
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.plan import Channel
from qnapp.domain.received import candidates
from qnapp.errors import UserError
from qnapp.exchange.received_report import received_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qnapp.db.search_index import SearchIndex
    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import Evidence, IndicatorRow, TaskRow, Worksheet


def refresh(
    store: Store,
    index: SearchIndex,
    *,
    most: int,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Bring at most so many sources of the index up to date; False when some are still left.

    Rows of restricted tasks are found by their titles alone.
    """
    wanted = {**_own(store), **_received(store)}
    here = index.sources()
    index.remove(source for source in here if source not in wanted)
    stale = [name for name, (stamp, _) in wanted.items() if here.get(name) != stamp]
    for name in stale[:most]:
        if cancelled is not None and cancelled():
            return True
        stamp, package = wanted[name]
        index.replace(name, stamp, _entries(store, name, package))
    return len(stale) <= most


def _own(store: Store) -> dict[str, tuple[str, None]]:
    own = own_code(store)
    codes = [one.period.code for one in periods(store)]
    return {f"own:{own}:{code}": (own_stamp(store, code), None) for code in codes}


def _received(store: Store) -> dict[str, tuple[str, ReceivedPackage]]:
    """Reports in force of all periods; in a conflict none counts until a person has chosen."""
    found: dict[str, tuple[str, ReceivedPackage]] = {}
    plan = current_plan(store)
    for one in periods(store):
        by_sender: dict[str, list[ReceivedPackage]] = {}
        for package in inbox.received_packages(store, plan.uid, one.period.code):
            by_sender.setdefault(package.organisation, []).append(package)
        for sender, packages in by_sender.items():
            rivals = candidates(packages)
            if len(rivals) == 1:
                name = f"received:{one.period.code}:{sender}"
                found[name] = (rivals[0].digest, rivals[0])
    return found


def _entries(store: Store, name: str, package: ReceivedPackage | None) -> list[Entry]:
    try:
        if package is None:
            return list(said_of(load_worksheet(store, name.rpartition(":")[2])))
        return list(entries_of(received_sheet(store, package)))
    except UserError:  # missing or altered: the inbox says so, a search need not
        return []


def said_of(sheet: Worksheet) -> Iterator[Entry]:
    """Give what was said in an own period; what was only carried over into it was said before."""
    touched = {row.uid for row in sheet.tasks if row.progress.updated_on is not None}
    touched |= {row.uid for row in sheet.indicators if row.measurement.updated_on is not None}
    for entry in entries_of(sheet):
        if entry.uid in touched and entry.text:
            yield replace(entry, name="")


def entries_of(sheet: Worksheet) -> Iterator[Entry]:
    """Give what can be found of a worksheet: rows that are reported on."""
    for row in sheet.own_tasks:
        yield _entry(sheet, "task", row.uid, row.code, row.task.title, _task_text(row))
    for one in sheet.followed_indicators:
        title = one.indicator.title
        yield _entry(sheet, "indicator", one.uid, one.code, title, _indicator_text(one))


def _entry(sheet: Worksheet, kind: str, uid: str, code: str, title: str, text: str) -> Entry:
    owner = sheet.organisation
    return Entry(kind, owner.code, owner.name, sheet.period.code, uid, code, title, text)


def _task_text(row: TaskRow) -> str:
    if row.task.channel is Channel.RESTRICTED:
        return ""
    p = row.progress
    texts = [p.result, p.delay_reason, p.difficulty, p.proposal, p.next_step, row.officer]
    return _joined([*texts, *map(_evidence_text, row.evidence)])


def _indicator_text(row: IndicatorRow) -> str:
    m = row.measurement
    return _joined([m.words, m.note, m.contest_reason, *map(_evidence_text, row.evidence)])


def _evidence_text(item: Evidence) -> str:
    return " ".join(filter(None, (item.name, item.number, item.title)))


def _joined(texts: list[str]) -> str:
    return "\n".join(filter(None, texts))
