"""Consolidating: the reports in force of one period, read from what arrived alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qnapp.db.calendar import stored_period
from qnapp.db.content import Meter
from qnapp.db.plans import current_plan
from qnapp.documents.consolidated_rows import standing_counts
from qnapp.documents.consolidated_words import APART_WORDS, hole_lines, rate_words
from qnapp.domain.consolidated import build_consolidation
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import standing_words
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reporters import arrivals_of
from qnapp.text import lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping
    from decimal import Decimal

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation, IndicatorValue, Rate, Reporter
    from qnapp.domain.plan import Plan
    from qnapp.domain.reporting import Worksheet


@dataclass(frozen=True, slots=True)
class Gathered:
    """A consolidation, and the reports in force that it was made from."""

    found: Consolidation
    sheets: Mapping[str, Worksheet]  # by code of the organisation; only rows that it reports on


def consolidate(store: Store, period_code: str) -> Consolidation:
    """Put the reports of a period side by side; see ``gather``."""
    return gather(store, period_code).found


def gather(
    store: Store,
    period_code: str,
    *,
    known: MutableMapping[str, Worksheet] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Gathered:
    """Read the reports in force of a period and put them side by side.

    Expected is whom the roster says, and whoever has reported besides. Of two reports in conflict
    none counts until a person has chosen; a returned one counts until another arrives, and is
    named. ``known`` keeps what was read, by the hash of its data, from one call to the next;
    ``progress`` is told (done, of). Raises ``NotFoundError`` for an unknown period, ``FileError``
    where what arrived is missing or altered in the store, and ``CancelledError``.
    """
    period, plan = stored_period(store, period_code).period, current_plan(store)
    found = arrivals_of(store, period_code)
    in_force = [(one.reporter.code, one.in_force) for one in found if one.in_force is not None]
    meter = Meter(len(in_force), progress, cancelled)
    read = {} if known is None else known
    sheets: dict[str, Worksheet] = {}
    for code, package in in_force:
        if package.data not in read:
            read[package.data] = _own_rows(received_sheet(store, package), plan)
        sheets[code] = read[package.data]
        meter.add(1)
    reporters = [one.reporter for one in found]
    return Gathered(build_consolidation(plan, period, reporters, sheets), sheets)


def consolidation_object(found: Consolidation) -> dict[str, Any]:
    """The object of ``consolidate --json`` (design, section 11).

    ``state`` is what counts most; ``late`` stays true for a late report that was returned since.
    ``counts`` are the screen's and the paper's: a task of the separate channel is in none of them,
    ``restricted`` says how many reports name it. Numbers stay numbers, ``origin`` is null where
    nothing is in force.
    """
    return {
        "plan": {"number": found.plan.number, "version": found.plan.version},
        "period": found.period.code,
        "complete": _rate(found.complete),
        "timely": _rate(found.timely),
        "organisations": [_reporter_object(one) for one in found.reporters],
        "tasks": [
            {
                "uid": line.task.uid,
                "code": line.task.code,
                "counts": {str(standing): line.counts[standing] for standing in Standing},
                "restricted": line.counts[None],
                "silent": sorted(line.silent),
            }
            for line in found.tasks
        ],
        "indicators": [
            {
                "uid": line.indicator.uid,
                "code": line.indicator.code,
                "unit": line.indicator.unit,
                "values": [_value_object(one) for one in line.values],
            }
            for line in found.indicators
        ],
        "withdrawn": [
            {"code": row.code, "title": row.title, "organisations": list(row.organisations)}
            for row in found.withdrawn
        ],
    }


def summary_lines(found: Consolidation) -> list[str]:
    """What ``consolidate`` says to a person: the holes first, then how many stand how."""
    in_time = ", đúng hạn" if found.due is not None else ""
    totals = standing_counts(found.tasks)
    return [
        f"Tổng hợp {lower_first(found.period.name)}",
        *(hole_lines(found) or [f"Đủ báo cáo{in_time}, đã xác nhận nguồn gửi."]),
        f"Đã gửi: {rate_words(found.complete)}",
        *([f"Gửi lần đầu đúng hạn: {rate_words(found.timely)}"] if in_time else []),
        f"Lượt nhiệm vụ trong các báo cáo: {totals.total()}",
        *(f"  {standing_words(kind)}: {totals[kind]}" for kind in Standing if totals[kind]),
        *([f"  {APART_WORDS}: {totals[None]}"] if totals[None] else []),
        *_own_lines(found),
    ]


def _own_lines(found: Consolidation) -> Iterator[str]:
    """What units have set themselves is in no line of the plan, and so in no count."""
    for own, what in ((found.local_tasks, "nhiệm vụ"), (found.local_indicators, "chỉ tiêu")):
        if total := sum(own.values()):
            yield f"Ngoài ra {total} {what} đơn vị tự đề ra, không tính ở trên."


def _own_rows(sheet: Worksheet, plan: Plan) -> Worksheet:
    """A report without what it says nothing of: 54 copies of the plan would fill the memory."""
    same = sheet.plan.uid == plan.uid and sheet.plan.version == plan.version
    return replace(
        sheet,
        plan=plan if same else sheet.plan,
        tasks=sheet.own_tasks,
        indicators=sheet.followed_indicators,
    )


def _reporter_object(one: Reporter) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "state": str(one.state),
        "late": one.late,
        "revision": one.revision,
        "origin": str(one.sender) if one.sender is not None else None,
    }


def _value_object(one: IndicatorValue) -> dict[str, Any]:
    return {
        "organisation": one.organisation,
        "value": _number(one.value),
        "estimated": one.estimated,
        "words": one.words,
        "target": one.target or None,
        "verdict": str(one.verdict) if one.verdict is not None else None,
        "own_verdict": one.own_verdict,
        "reason": one.reason or None,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"count": rate.count, "of": rate.of, "percent": _number(rate.percent)}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
