"""Charts as plain data, for paper and screen alike: what is counted, in words and numbers.

Whoever draws them adds patterns or colours, never a figure of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# A snapshot reads the annotations at run time (qnapp.domain.canonical).
from qnapp.domain.reporting import Standing  # noqa: TC001

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar. ``letter`` ties it to the legend where there is no colour."""

    standing: Standing | None  # None: reported apart, and how it stands is not told
    letter: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class SectionBar:
    """The tasks of one section by standing; only standings that occur."""

    label: str
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        """All tasks of the section."""
        return sum(share.count for share in self.shares)


@dataclass(frozen=True, slots=True)
class IndicatorBar:
    """An indicator's value beside the organisation's own target, which holds a number."""

    code: str
    title: str
    value: Decimal
    estimated: bool
    low: Decimal | None  # bounds of the target, as in qnapp.domain.targets.Target
    high: Decimal | None
    value_text: str  # with its unit: "94,5%"
    target_text: str  # "≥92%"
    verdict: str  # "Đạt", "Đạt 40,8% kế hoạch năm"

    @property
    def reference(self) -> Decimal:
        """The bound that the value is measured against: the lower one where there is one."""
        bound = self.low if self.low is not None else self.high
        return bound if bound is not None else ZERO

    def reach(self, value: Decimal | None = None) -> Decimal:
        """Tell how often a value, None for the own one, holds the reference; 0 for less than 0."""
        value = self.value if value is None else value
        return max(value, ZERO) / self.reference


@dataclass(frozen=True, slots=True)
class ChartData:
    """Both charts of one organisation's period."""

    sections: tuple[SectionBar, ...]  # all tasks first, then section by section
    legend: tuple[Share, ...]  # every standing that occurs, with its sum
    indicators: tuple[IndicatorBar, ...]
    undrawn: tuple[str, ...]  # sentences: which indicators are not drawn, and why
    counted: str = "nhiệm vụ"  # what the numbers of the sections count


@dataclass(frozen=True, slots=True)
class ChartAnnex:
    """The charts as the last annex of a report."""

    name: str
    title: str
    note: str
    data: ChartData
