"""What a made-up organisation measured of an indicator; its quarters' figures fit together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Measurement
from qnapp.domain.targets import judge, parse_target
from qnapp.exchange.training_course import BODY, chance_of, number_of
from qnapp.exchange.training_typed import has_typed, typed_measurement, typed_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.domain.targets import Target

_QUARTERS = {PeriodKind.Q1: 1, PeriodKind.Q2: 2, PeriodKind.Q3: 3}  # else the year's end
_MOST_GROWTH = 7  # tenths of a percent in a quarter


def measured(
    specs: Iterable[Mapping[str, Any]], row: IndicatorRow, one: Organisation, period: Period
) -> IndicatorRow:
    """Give an organisation's row of a period; communes alone measure, each some of ``specs``.

    A spec names an indicator by its code, the commune's target, the range of its figures, and how
    many of a hundred communes follow it (``share``).
    """
    plain = replace(
        row, followed=False, target=None, verdict=None, measurement=Measurement(), evidence=()
    )
    spec = next((one for one in specs if one["code"] == row.code), None)
    if spec is None or one.kind == BODY:
        return plain
    if has_typed(one):
        told = typed_measurement(row.code, period.code)
        before = typed_measurement(row.code, period.code, before=True)
        return plain if told is None else _judged(plain, typed_target(row.code), told, before)
    if chance_of(one.code, row.code, "theo dõi") * 100 >= spec["share"]:
        return plain
    quarter = _QUARTERS.get(period.kind, 4)
    measurement = _measurement(spec, row, one.code, quarter)
    before = _measurement(spec, row, one.code, quarter - 1) if quarter > 1 else None
    target = parse_target(spec["target"]) if spec["target"] else None
    return _judged(plain, target, measurement, before)


def _judged(
    plain: IndicatorRow, target: Target | None, told: Measurement, before: Measurement | None
) -> IndicatorRow:
    now = replace(plain, followed=True, target=target, measurement=told, previous=before)
    if target is None or now.value is None or plain.nature is Nature.FLOW:
        return now
    return replace(now, verdict=judge(target, now.value))


def _measurement(
    spec: Mapping[str, Any], row: IndicatorRow, code: str, quarter: int
) -> Measurement:
    """A flow adds up from quarter to quarter; a level grows slowly from where the year began."""
    if row.nature is Nature.FLOW:
        parts = [_count(spec, row, code, at) for at in range(1, quarter + 1)]
        return Measurement(actual=Decimal(parts[-1]), cumulative=Decimal(sum(parts)))
    if row.indicator.unit != "%":
        value = Decimal(_count(spec, row, code, 1) + quarter - 1)
    else:
        growth = number_of(code, row.code, "tăng") % _MOST_GROWTH
        tenths = number_of(code, row.code) % (10 * (spec["to"] - spec["from"]))
        value = min(Decimal(100), spec["from"] + Decimal(tenths + growth * (quarter - 1)) / 10)
    estimated = chance_of(code, row.code, "ước") < 0.15
    return Measurement(estimate=value) if estimated else Measurement(actual=value)


def _count(spec: Mapping[str, Any], row: IndicatorRow, code: str, quarter: int) -> int:
    """A number of things: there is no half of them."""
    low, high = int(spec["from"]), int(spec["to"])
    return low + number_of(code, row.code, str(quarter)) % (high - low)
