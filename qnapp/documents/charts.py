"""Works out what the charts show: standings by section, indicators against targets.

The screen and the printed annex draw the same ``ChartData``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qnapp.documents.annexes import assessment
from qnapp.documents.chart_data import ChartAnnex, ChartData, IndicatorBar, SectionBar, Share
from qnapp.documents.figures import BIN_WORDS, Bin, bin_of
from qnapp.documents.groups import task_groups
from qnapp.documents.words import counted_words, period_words
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.overview import STANDING_ORDER
from qnapp.domain.target_words import number_with_unit, target_with_unit
from qnapp.text import clean, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.domain.reporting import IndicatorRow, Standing, TaskRow, Worksheet
    from qnapp.domain.targets import Target

CHART_ANNEX = "Biểu đồ"
ALL_TASKS = "Tất cả nhiệm vụ"
_APART = "Báo cáo theo đường riêng"
# A letter stays with its standing from report to report.
_ORDER: tuple[Standing | None, ...] = (*STANDING_ORDER, None)
_LETTERS = "ABCDEGHIK"  # F, J are no letters of the Vietnamese alphabet


def chart_data(sheet: Worksheet) -> ChartData:
    """Count the tasks and set the indicators beside the organisation's own targets."""
    rows = sheet.own_tasks
    sections = [SectionBar(ALL_TASKS, _shares(rows))] if rows else []
    sections += [SectionBar(group.short, _shares(group.rows)) for group in task_groups(sheet)]
    followed = sheet.followed_indicators
    bars = [bar for bar in map(_bar, followed) if bar is not None]
    return ChartData(
        sections=tuple(sections),
        legend=_shares(rows),
        indicators=tuple(bars),
        undrawn=_undrawn([row for row in followed if _bar(row) is None]),
    )


def chart_annex(sheet: Worksheet, note: str) -> ChartAnnex | None:
    """Make the charts an annex, None without anything to draw; ``note`` is "(Kèm theo ...)"."""
    data = chart_data(sheet)
    if not data.sections and not data.indicators:
        return None
    title = f"Tình hình thực hiện nhiệm vụ, chỉ tiêu {period_words(sheet.period)}"
    return ChartAnnex(CHART_ANNEX, title.upper(), note, data)


def _shares(rows: Iterable[TaskRow]) -> tuple[Share, ...]:
    count = Counter(None if is_restricted(row) else row.standing for row in rows)
    return tuple(
        Share(standing, letter, _words(standing), n)
        for standing, letter in zip(_ORDER, _LETTERS, strict=True)
        if (n := count[standing])
    )


def _words(standing: Standing | None) -> str:
    return _APART if standing is None else counted_words(standing)


def _bar(row: IndicatorRow) -> IndicatorBar | None:
    """Make a bar where value and target are numbers that can stand side by side."""
    target, value = row.target, row.value
    if target is None or value is None or not _drawable(target):
        return None
    unit = lower_first(row.indicator.unit)
    return IndicatorBar(
        code=row.short_code,
        title=row.indicator.title,
        value=value,
        estimated=row.estimated,
        low=target.low,
        high=target.high,
        value_text=number_with_unit(value, unit),
        target_text=clean(target_with_unit(target, unit)),
        verdict=assessment(row),
    )


def _drawable(target: Target) -> bool:
    """Nothing can be measured in parts of zero, or of less."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    return bool(bounds) and all(bound > 0 for bound in bounds)


def _undrawn(rows: list[IndicatorRow]) -> tuple[str, ...]:
    """Name what is not drawn, each row once; without a value are those that the text counts so."""
    silent = [row for row in rows if bin_of(row) is Bin.NO_VALUE]
    told = [row for row in rows if row not in silent]
    kinds = (
        ("chưa có mức của đơn vị", [row for row in told if row.target is None]),
        ("không so được bằng số", [row for row in told if row.target is not None]),
        (BIN_WORDS[Bin.NO_VALUE], silent),
    )
    return tuple(
        f"Chỉ tiêu {words} ({len(members)}): {_codes(members)}."
        for words, members in kinds
        if members
    )


def _codes(rows: list[IndicatorRow]) -> str:
    return ", ".join(row.short_code for row in rows)
