"""The values of an indicator over the year, as bars against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.periods import periods
from qnapp.db.worksheet import load_indicator_row
from qnapp.domain.periods import regular_periods
from qnapp.domain.target_words import target_with_unit
from qnapp.domain.targets import TargetKind
from qnapp.text import format_number
from qnapp.ui.kit.charts import Bar

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.domain.targets import Target
    from qnapp.ui.kit.charts import BarChart

NONE_YET = "chưa có"
_QUARTERS = 4


def show_year(chart: BarChart, store: Store, row: IndicatorRow, period_code: str) -> bool:
    """Show the year's four values of an indicator; ``row`` is that of ``period_code``.

    False where there is none yet.
    """
    calendar = regular_periods(stored.period for stored in periods(store))
    bars = [
        _bar(period.short, row if period.code == period_code else _row_of(store, row, period.code))
        for period in calendar[:_QUARTERS]
    ]
    low, high = _band(row.target)
    chart.set_bars(bars, low=low, high=high, target_text=_band_words(row))
    return any(bar.value is not None for bar in bars)


def has_chart(row: IndicatorRow) -> bool:
    """Whether there are numbers to draw; an indicator in words has none."""
    return row.nature != "words"


def _row_of(store: Store, row: IndicatorRow, period_code: str) -> IndicatorRow:
    return load_indicator_row(store, row.uid, period_code)


def _bar(label: str, row: IndicatorRow) -> Bar:
    value = row.value
    text = NONE_YET if value is None else format_number(value)
    return Bar(label, None if value is None else float(value), text)


def _band(target: Target | None) -> tuple[float | None, float | None]:
    if target is None:
        return None, None
    return _as_float(target.low), _as_float(target.high)


def _as_float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _band_words(row: IndicatorRow) -> str:
    if row.target is None or row.target.kind is TargetKind.TEXT:
        return ""
    return f"Mức năm {target_with_unit(row.target, row.indicator.unit)}"
