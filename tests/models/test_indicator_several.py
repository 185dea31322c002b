"""Acts on several indicators: a number changes its kind, or comes from the period before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import make_indicator
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Measurement
from qnapp.models.indicator_several import from_before, other_kind, waits_for

if TYPE_CHECKING:
    from qnapp.models.indicator_several import Fields

NUMBERS = st.none() | st.decimals(0, 1000, places=1)


def after(measured: Measurement, fields: Fields | None) -> Measurement:
    return replace(measured, **(fields or {}))


@given(NUMBERS, NUMBERS, st.sampled_from(["actual", "estimate"]))
def test_a_number_changes_its_kind_and_is_never_lost(
    actual: Decimal | None, estimate: Decimal | None, kind: str
) -> None:
    row = make_indicator(actual=actual, estimate=estimate)
    before = (row.measurement.actual, row.measurement.estimate)
    moved = after(row.measurement, other_kind(row, kind))
    now = (moved.actual, moved.estimate)
    if None in before and before != (None, None):
        assert getattr(moved, kind) in before
        assert sorted(map(str, now)) == sorted(map(str, before))
    else:
        assert now == before  # neither of two numbers is thrown away
    assert other_kind(replace(row, measurement=moved), kind) is None  # once is enough


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_the_period_before_fills_only_what_is_empty(
    actual: Decimal | None,
    estimate: Decimal | None,
    old_actual: Decimal | None,
    old_estimate: Decimal | None,
) -> None:
    row = make_indicator(actual=actual, estimate=estimate)
    row = replace(row, previous=Measurement(actual=old_actual, estimate=old_estimate))
    taken = from_before(row, "actual")
    if not waits_for(row):
        assert taken is None
    elif old_actual is not None:
        assert taken == {"actual": old_actual}
    else:
        assert taken == (None if old_estimate is None else {"estimate": old_estimate})


def test_words_are_taken_over_as_words_and_have_no_kind() -> None:
    row = make_indicator(nature=Nature.WORDS)
    assert other_kind(row, "estimate") is None
    assert not waits_for(row)
    assert from_before(row, "words") is None
    known = replace(row, previous=Measurement(words="Đạt chuẩn", actual=Decimal(1)))
    assert from_before(known, "words") == {"words": "Đạt chuẩn"}
    written = replace(known, measurement=Measurement(words="Chưa đạt"))
    assert from_before(written, "words") is None


@pytest.mark.parametrize("field", ["actual", "estimate"])
def test_a_figure_goes_into_the_field_that_the_cell_writes(field: str) -> None:
    row = replace(make_indicator(), previous=Measurement(actual=Decimal("1.5")))
    assert from_before(row, field) == {field: Decimal("1.5")}
