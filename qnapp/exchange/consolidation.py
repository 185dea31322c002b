"""Consolidating: the reports in force of one period, read from what arrived alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qnapp.db import inbox
from qnapp.db.builtin import builtin_organisations
from qnapp.db.calendar import stored_period
from qnapp.db.fields import own_code
from qnapp.db.plans import current_plan
from qnapp.documents.snapshot import read_snapshot
from qnapp.documents.words import lower_first
from qnapp.domain.consolidated import Reporter, build_consolidation
from qnapp.domain.received import (
    REPORT_STATE_WORDS,
    ReportState,
    candidates,
    missing_revisions,
    parts_here,
    report_state,
)
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import standing_words
from qnapp.exchange.limits import DATA
from qnapp.text import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation, IndicatorValue, Rate
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import Worksheet

_GROUPS = {"phường": "Phường", "xã": "Xã", "đặc khu": "Đặc khu", "cơ quan": "Cơ quan"}
_OTHERS = "Đơn vị khác"
_HOLES = (ReportState.MISSING, ReportState.LATE, ReportState.RETURNED, ReportState.CONFLICT)


def consolidate(store: Store, period_code: str) -> Consolidation:
    """Put the reports of a period side by side.

    Expected are the units and bodies that are built in, the own organisation left out, and whoever
    has reported besides. Of two reports in conflict none counts until a person has chosen; a
    returned one counts until another arrives, and is named. Raises ``NotFoundError`` for an unknown
    period and ``FileError`` where what arrived is missing or altered in the store.
    """
    period = stored_period(store, period_code).period
    plan = current_plan(store)
    arrived: dict[str, list[ReceivedPackage]] = {}
    for one in inbox.received_packages(store, plan.uid, period.code):
        arrived.setdefault(one.organisation, []).append(one)
    expected = _expected(store, arrived)
    reporters = [_reporter(one, arrived.get(one.code, ()), period.due) for one in expected]
    sheets = {
        code: _sheet(store, found[0])
        for code, packages in arrived.items()
        if len(found := candidates(packages)) == 1
    }
    return build_consolidation(plan, period, reporters, sheets)


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


def hole_lines(found: Consolidation) -> list[str]:
    """Name who is missing, late, returned, in conflict or unconfirmed: it stands before figures."""
    lines = [
        _line(REPORT_STATE_WORDS[state], [one.name for one in found.in_state(state)])
        for state in _HOLES
    ]
    lines.append(_line("Chưa xác nhận nguồn gửi", [one.name for one in found.unconfirmed]))
    gaps = [one.name for one in found.reporters if one.gaps]
    lines.append(_line("Thiếu báo cáo lần trước", gaps))
    parts = [one.name for one in found.reporters if one.missing_parts]
    lines.append(_line("Thiếu gói minh chứng", parts))
    return [line for line in lines if line]


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


def rate_words(rate: Rate) -> str:
    """Say a rate in words: "52/64 (81,3%)"."""
    percent = rate.percent
    shown = f" ({format_number(percent)}%)" if percent is not None else ""
    return f"{rate.count}/{rate.of}{shown}"


def _line(words: str, names: Sequence[str]) -> str:
    return f"{words} ({len(names)}): {', '.join(names)}" if names else ""


def _expected(store: Store, arrived: Iterable[str]) -> Iterator[Reporter]:
    own, known = own_code(store), set()
    for one in builtin_organisations():
        known.add(one.code)
        if one.code != own:
            yield Reporter(one.code, one.name, _GROUPS.get(one.kind, _OTHERS))
    for code in sorted(set(arrived) - known):
        yield Reporter(code, code, _OTHERS)


def _reporter(expected: Reporter, packages: Sequence[ReceivedPackage], due: date) -> Reporter:
    """What is known of the report of an organisation."""
    firsts = [one for one in packages if one.part == 1]
    if not firsts:
        return expected
    arrived = min(one.received_at for one in firsts)
    known = replace(
        expected,
        # Who is not built in is called what the package says.
        name=firsts[-1].name if expected.name == expected.code else expected.name,
        state=report_state(packages, due),
        late=arrived.date() > due,
        received_at=arrived,
        gaps=missing_revisions(packages),
    )
    found = candidates(packages)
    return _in_force(known, packages, found[0]) if len(found) == 1 else known


def _in_force(
    known: Reporter, packages: Sequence[ReceivedPackage], found: ReceivedPackage
) -> Reporter:
    return replace(
        known,
        revision=found.revision,
        sender=found.sender,
        plan_version=found.plan_version,
        missing_parts=found.parts - len(parts_here(packages, found)),
        number=found.number,
    )


def _sheet(store: Store, package: ReceivedPackage) -> Worksheet:
    files = inbox.received_files(store, package)
    data = next(file for file in files if file.entry == DATA)
    return read_snapshot(inbox.read_received(store, data)).source.sheet


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
