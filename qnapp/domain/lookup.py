"""Search over everything that one period holds: tasks, indicators, evidence (Ctrl+K)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.domain.reporting import Evidence, IndicatorRow, TaskRow, Worksheet


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where it leads, and its two columns in the list of results."""

    kind: str  # task, indicator, evidence
    page: str
    uid: str  # of the task or indicator
    code: str
    text: str
    folded: str  # what the needle is looked for in
    organisation: str = ""  # code; "" for the own one
    period: str = ""  # code; "" for the one that is shown
    row: str = ""  # uid of the row inside of what ``uid`` names, where it names a whole report
    origin: str = ""  # whose and of when, where that is not at hand: "Phường Hà Tu, Quý I"


def everything(sheet: Worksheet) -> tuple[Hit, ...]:
    """All that can be found, followed rows before the rest of the plan. Fold once, search often."""
    tasks = sorted(sheet.tasks, key=lambda row: not row.taken)
    indicators = sorted(sheet.indicators, key=lambda row: not row.followed)
    hits = [_hit("task", "tasks", row.uid, row.code, row.task.title, _said(row)) for row in tasks]
    hits += [
        _hit("indicator", "indicators", row.uid, row.code, row.indicator.title, _noted(row))
        for row in indicators
    ]
    for row in tasks:
        hits += _files("tasks", row.uid, row.code, row.evidence)
    for item in indicators:
        hits += _files("indicators", item.uid, item.code, item.evidence)
    return tuple(hits)


def look_up(hits: Sequence[Hit], needle: str, limit: int = 12) -> tuple[Hit, ...]:
    """The first ``limit`` hits for what was typed; the nearest first.

    An exact code, then a code that begins so, then the words as they were typed, one behind the
    other, then the words apart. Diacritics and case do not matter. A blank needle finds nothing.
    """
    asked = fold(needle).strip()
    if not asked:
        return ()
    found = [hit for hit in hits if matches(asked, hit.folded)]
    found.sort(key=lambda hit: _rank(hit, asked))
    return tuple(found[:limit])


def _rank(hit: Hit, asked: str) -> int:
    if hit.folded.startswith(f"{asked} ") or hit.folded == asked:  # it begins with the code
        return 0
    if hit.folded.startswith(asked):
        return 1
    return 2 if f" {asked}" in hit.folded else 3


def _files(page: str, uid: str, code: str, files: Sequence[Evidence]) -> Iterator[Hit]:
    for item in files:
        words = " · ".join(part for part in (item.name, item.number, item.title) if part)
        yield _hit("evidence", page, uid, code, words)


def _said(row: TaskRow) -> str:
    """What the clerk says of a task, and who follows it."""
    p = row.progress
    return " ".join((p.result, p.delay_reason, p.difficulty, p.proposal, p.next_step, row.officer))


def _noted(row: IndicatorRow) -> str:
    return f"{row.measurement.words} {row.measurement.note}"


def _hit(kind: str, page: str, uid: str, code: str, text: str, more: str = "") -> Hit:
    return Hit(kind, page, uid, code, text, fold(f"{code} {text} {more}"))
