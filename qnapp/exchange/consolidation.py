"""Consolidating: the reports in force of one period, read from what arrived alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.db.calendar import stored_period
from qnapp.db.plans import current_plan
from qnapp.documents.consolidated_words import hole_lines, rate_words
from qnapp.documents.words import lower_first
from qnapp.domain.consolidated import build_consolidation
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import standing_words
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reporters import arrivals_of

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation, IndicatorValue, Rate, Reporter


def consolidate(store: Store, period_code: str) -> Consolidation:
    """Put the reports of a period side by side.

    Expected is whom the roster says, and whoever has reported besides. Of two reports in conflict
    none counts until a person has chosen; a returned one counts until another arrives, and is
    named. Raises ``NotFoundError`` for an unknown period and ``FileError`` where what arrived is
    missing or altered in the store.
    """
    period = stored_period(store, period_code).period
    found = arrivals_of(store, period_code)
    sheets = {
        one.reporter.code: received_sheet(store, one.in_force)
        for one in found
        if one.in_force is not None
    }
    reporters = [one.reporter for one in found]
    return build_consolidation(current_plan(store), period, reporters, sheets)


def consolidation_object(found: Consolidation) -> dict[str, Any]:
    """The object of ``consolidate --json`` (design, section 11).

    ``state`` is what counts most; ``late`` stays true for a late report that was returned since.
    Numbers stay numbers, ``origin`` is null where nothing is in force.
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
                "counts": {str(standing): count for standing, count in line.counts.items()},
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
    }


def summary_lines(found: Consolidation) -> list[str]:
    """What ``consolidate`` says to a person: the holes first, then how many stand how."""
    totals = dict.fromkeys(Standing, 0)
    for line in found.tasks:
        for standing, count in line.counts.items():
            totals[standing] += count
    return [
        f"Tổng hợp {lower_first(found.period.name)}",
        *(hole_lines(found) or ["Đủ báo cáo, đúng hạn, đã xác nhận nguồn gửi."]),
        f"Đã gửi: {rate_words(found.complete)}",
        f"Đúng hạn: {rate_words(found.timely)}",
        f"Lượt nhiệm vụ trong các báo cáo: {sum(totals.values())}",
        *(f"  {standing_words(kind)}: {count}" for kind, count in totals.items() if count),
    ]


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
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"count": rate.count, "of": rate.of, "percent": _number(rate.percent)}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
