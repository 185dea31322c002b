"""An indicator's row of the worksheet from what is stored of it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db import items
from qnapp.db.calendar import chain
from qnapp.db.evidence_rows import evidence_by_row
from qnapp.db.fields import own_code
from qnapp.db.plans import current_plan, current_version
from qnapp.db.returned import open_returns
from qnapp.db.rows import measurement_from
from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import IndicatorRow, Measurement, Verdict
from qnapp.domain.targets import Target, TargetKind, judge, parse_target, share_of_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Indicator
    from qnapp.domain.reporting import Evidence

_MEASURED = """
    SELECT measurement.*, period.code AS period_code FROM measurement
    JOIN period ON period.id = measurement.period
    WHERE organisation = ? AND period.code IN (?, ?)
"""
# At the year's end a flow has added up and can be judged.
_YEAR_ENDS = frozenset({PeriodKind.Q4, PeriodKind.QT})


class IndicatorFacts:
    """What is stored of all indicators of the own organisation, read in one query a table."""

    def __init__(self, store: Store, period: Period) -> None:
        own = own_code(store)
        periods = chain(store, period.code)
        self.period = period
        self._before = periods[1].code if len(periods) > 1 else ""
        self._measured: dict[tuple[str, str], Measurement] = {
            (row["uid"], row["period_code"]): measurement_from(row)
            for row in store.rows(_MEASURED, (own, period.code, self._before))
        }
        self._own_targets: dict[str, tuple[int, str]] = {
            row["uid"]: (row["id"], row["text"])
            for row in store.rows("SELECT * FROM own_target WHERE organisation = ?", (own,))
            if row["text"]
        }
        self._plan_targets: dict[str, str] = {
            row["uid"]: row["text"]
            for row in store.rows(
                "SELECT uid, text FROM plan_target WHERE organisation = ? AND version = ?",
                (own, current_version(store)),
            )
        }
        self.evidence: Mapping[tuple[str, str], list[Evidence]] = evidence_by_row(store)
        self.returns = open_returns(store, period.code)
        self.followed = {
            row["uid"]
            for row in store.rows(
                "SELECT uid FROM assignment WHERE organisation = ? AND taken", (own,)
            )
        }

    def measurement(self, uid: str) -> Measurement:
        """Values of the period, empty where nothing was typed."""
        return self._measured.get((uid, self.period.code), Measurement())

    def previous(self, uid: str) -> Measurement | None:
        """Values of the period before."""
        found = self._measured.get((uid, self._before))
        return None if found == Measurement() else found

    def target(self, uid: str) -> tuple[int | None, str]:
        """The organisation's own target with its id, else what the plan gives it, else none."""
        return self._own_targets.get(uid) or (None, self._plan_targets.get(uid, ""))


def indicator_rows(store: Store, period: Period) -> tuple[IndicatorRow, ...]:
    """Rows of the plan's indicators in printed order, then local ones."""
    facts = IndicatorFacts(store, period)
    known = [*current_plan(store).indicators, *items.local_indicators(store)]
    known += [one for one in items.withdrawn_indicators(store) if one.uid in facts.followed]
    return tuple(indicator_row(one, facts) for one in known)


def indicator_row(indicator: Indicator, facts: IndicatorFacts) -> IndicatorRow:
    """Put together a row of the worksheet."""
    target_id, text = facts.target(indicator.uid)
    target = parsed(text) if text else None
    measurement = facts.measurement(indicator.uid)
    row = IndicatorRow(
        indicator=indicator,
        province_target=parsed(indicator.target_text),
        target=target,
        target_id=target_id,
        followed=indicator.uid in facts.followed,
        measurement=measurement,
        previous=facts.previous(indicator.uid),
        evidence=tuple(facts.evidence.get((indicator.uid, facts.period.code), ())),
        verdict=None,
        share=None,
        returned=facts.returns.get(indicator.uid),
    )
    if target is None:
        return row
    flow = indicator.nature is Nature.FLOW
    judged = not flow or facts.period.kind in _YEAR_ENDS
    return replace(
        row,
        verdict=verdict(row, target) if judged else None,
        share=share_of_target(target, row.value) if flow else None,
    )


def verdict(row: IndicatorRow, target: Target) -> Verdict:
    """How the period's value stands; what the clerk contests counts before the sum."""
    if row.measurement.contested is not None:
        return row.measurement.contested
    if row.nature is Nature.WORDS or target.kind is TargetKind.TEXT:
        said = row.measurement.words or row.value is not None
        return Verdict.TO_ASSESS if said else Verdict.NO_VALUE
    return judge(target, row.value)


@functools.lru_cache(maxsize=1024)
def parsed(text: str) -> Target:
    """The parsed words of a target."""
    return parse_target(text)
