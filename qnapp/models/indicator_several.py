"""What an act on several indicators would write, row by row (no Qt)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.domain.plan import Nature

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow

Fields = dict[str, Any]
"""Values by the names of ``Measurement``."""

KIND_WORDS = {"actual": "số thực hiện", "estimate": "số ước"}


def other_kind(row: IndicatorRow, kind: str) -> Fields | None:
    """Move the number of a row into ``kind`` ("actual", "estimate"); None where nothing moves.

    A row with both numbers, or with words, has nothing to move.
    """
    m = row.measurement
    if (m.actual is None) == (m.estimate is None):
        return None
    number = m.estimate if m.actual is None else m.actual
    source = "estimate" if m.actual is None else "actual"
    return None if source == kind else {kind: number, source: None}


def waits_for(row: IndicatorRow) -> bool:
    """Whether a row has neither number yet, so that its next one may be of either kind."""
    m = row.measurement
    return row.nature is not Nature.WORDS and m.actual is None and m.estimate is None


def from_before(row: IndicatorRow, field: str) -> Fields | None:
    """Give what the period before said, for a row without a figure; None where nothing is taken.

    ``field`` is the one that the row's cell writes; an estimate stays one.
    """
    before = row.previous
    if before is None or row.value is not None or row.measurement.words:
        return None
    if row.nature is Nature.WORDS:
        return {"words": before.words} if before.words else None
    if before.actual is not None:
        return {field: before.actual}
    return None if before.estimate is None else {"estimate": before.estimate}
