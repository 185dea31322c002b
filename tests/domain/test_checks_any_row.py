from __future__ import annotations

import dataclasses
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import (
    HALF_YEAR,
    ISSUED,
    TODAY,
    WHOLE_YEAR,
    make_deadline,
    make_evidence,
    make_indicator,
    make_row,
    make_sheet,
    point,
    restricted,
    with_progress,
)
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.checks import check_worksheet
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.reporting import (
    Evidence,
    Finding,
    IndicatorRow,
    Level,
    Measurement,
    MilestoneState,
    Progress,
    Status,
    TaskRow,
    Verdict,
)

if TYPE_CHECKING:
    from qnapp.domain.periods import Period

LATE, AHEAD = date(2026, 4, 30), date(2026, 12, 31)


def found(row: TaskRow | IndicatorRow, period: Period = HALF_YEAR) -> list[Finding]:
    return check_worksheet(make_sheet(row, period=period), TODAY)


days = st.none() | st.dates(date(2025, 11, 1), date(2027, 3, 1))
words = st.sampled_from(["", "Đã họp.", "Chờ hướng dẫn"])
percents = st.none() | st.integers(0, 100)
progresses = st.builds(
    Progress,
    status=st.sampled_from(Status),
    percent=percents,
    result=words,
    delay_reason=words,
    difficulty=words,
    proposal=words,
    next_step=words,
    completed_on=days,
    expected_on=days,
    restricted_number=words,
    restricted_on=days,
    updated_on=days,
    carried=st.booleans(),
)
evidence = st.lists(
    st.builds(
        make_evidence,
        st.sampled_from(["a.pdf", "", "Ảnh chụp\n.jpg"]),
        title=words,
        deferred=st.booleans(),
        intact=st.sampled_from([True, False, None]),
    ),
    max_size=2,
).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> TaskRow:
    kinds = st.builds(point, days, st.sampled_from(MilestoneKind), days)
    points: list[MilestoneState] = draw(st.lists(kinds, max_size=3))
    held: tuple[Evidence, ...] = draw(evidence)
    row = make_row(*points, progress=draw(progresses), evidence=held)
    before = st.builds(Progress, status=st.sampled_from(Status), percent=percents)
    row = replace(row, previous=draw(st.none() | before))
    if draw(st.booleans()):
        row = replace(row, deadline=make_deadline(text="sớm", readable=False))
    return restricted(row) if draw(st.booleans()) else row


numbers = st.none() | st.decimals(-1000, 100000, allow_nan=False, places=2)
measurements = st.builds(
    Measurement,
    actual=numbers,
    estimate=numbers,
    cumulative=numbers,
    words=words,
    contested=st.none() | st.sampled_from(Verdict),
    contest_reason=words,
    updated_on=days,
)


@st.composite
def indicators(draw: st.DrawFn) -> IndicatorRow:
    row = make_indicator(nature=draw(st.sampled_from(Nature)), own_target=draw(st.booleans()))
    return replace(row, measurement=draw(measurements), evidence=draw(evidence))


EXTRA_FIELDS = {"evidence", "milestones", "deadline"}  # a milestone with its number behind
TASK_CELLS = {field.name for field in dataclasses.fields(Progress)} | EXTRA_FIELDS
INDICATOR_CELLS = {field.name for field in dataclasses.fields(Measurement)} | {"evidence", "kind"}


@given(
    st.lists(rows() | indicators(), max_size=4),
    st.sampled_from([HALF_YEAR, WHOLE_YEAR]),
    st.dates(date(2025, 12, 1), date(2027, 3, 1)),
)
def test_every_finding_is_a_sentence_about_a_cell_that_exists(
    some: list[TaskRow | IndicatorRow], period: Period, today: date
) -> None:
    findings = check_worksheet(make_sheet(*some, period=period), today)
    codes = {row.uid: (row.code, isinstance(row, TaskRow)) for row in some}
    for finding in findings:
        code, is_task = codes[finding.where]
        assert finding.row_code == code
        assert finding.field.partition(":")[0] in (TASK_CELLS if is_task else INDICATOR_CELLS)
        assert code in finding.text
        assert finding.text.endswith(".")
        assert "\n" not in finding.text
        assert unicodedata.is_normalized("NFC", finding.text)
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels, key=list(Level).index)


def mend_task(row: TaskRow, finding: Finding) -> TaskRow:
    """Do what a finding asks for, as a clerk would."""
    done = row.progress.status is Status.COMPLETED
    values: dict[str, object] = {
        "result": "" if row.channel is Channel.RESTRICTED else "Đã xong",
        "delay_reason": "" if row.channel is Channel.RESTRICTED else "Chờ hướng dẫn",
        "percent": 100 if done else row.previous.percent if row.previous else 0,
        "status": Status.COMPLETED,
        "completed_on": TODAY,
        "expected_on": AHEAD,
        "restricted_number": "05-BC/ĐU",
        "restricted_on": TODAY,
    }
    if finding.code == "NV02" and not done:
        return with_progress(row, percent=0)
    if finding.code == "NV12":  # the figure may be right: then the reason is asked for
        return with_progress(row, difficulty="Rà soát lại khối lượng")
    if finding.code == "NV11":
        return with_progress(row, updated_on=TODAY, carried=False)
    if finding.field == "evidence":
        clean = () if row.channel is Channel.RESTRICTED else (make_evidence(),)
        return replace(row, evidence=clean)
    if finding.field.startswith("milestones:"):
        return replace(row, milestones=tuple(replace(m, actual_on=LATE) for m in row.milestones))
    if finding.field == "deadline":
        return replace(row, milestones=(point(AHEAD),))
    return with_progress(row, **{finding.field: values.get(finding.field, "")})


@given(rows())
def test_doing_what_a_finding_says_removes_it(row: TaskRow) -> None:
    for finding in found(row):
        left = {(f.code, f.field) for f in found(mend_task(row, finding))}
        assert (finding.code, finding.field) not in left


@given(rows(), st.sampled_from([HALF_YEAR, WHOLE_YEAR]))
def test_a_completion_contradicts_the_period_before_exactly_where_that_period_was_to_know_it(
    row: TaskRow, period: Period
) -> None:
    told = [f for f in found(row, period) if f.code == "NV22"]
    on, closed = row.progress.completed_on, period.start - timedelta(days=1)
    before = row.previous is not None and row.previous.status is not Status.COMPLETED
    now = row.progress.status is Status.COMPLETED and on is not None
    contradicted = before and now and on is not None and ISSUED <= on <= closed
    assert [f.field for f in told] == (["completed_on"] if contradicted else [])
    # Nothing but the day, the status and what was reported before decides.
    other = with_progress(row, percent=3, result="Khác", delay_reason="Khác", updated_on=None)
    assert [f.code for f in found(other, period) if f.code == "NV22"] == [f.code for f in told]


@given(rows())
def test_a_task_can_always_be_put_in_order(row: TaskRow) -> None:
    """Doing what the first finding says, again and again, comes to an end."""
    for _turn in range(25):
        findings = found(row)
        if not findings:
            return
        row = mend_task(row, findings[0])
    pytest.fail(f"still found: {findings}")


@given(indicators(), st.sampled_from([HALF_YEAR, WHOLE_YEAR]))
def test_an_indicator_can_always_be_put_in_order(row: IndicatorRow, period: Period) -> None:
    complete = replace(
        row.measurement, actual=Decimal(95), cumulative=Decimal(95), words="Đạt", estimate=None,
        contest_reason="Chưa tính hai khu phố.", updated_on=AHEAD,
    )  # fmt: skip
    # Against the period before, a value may still look odd, and stays so.
    row = replace(row, measurement=complete, evidence=(), previous=None)
    assert found(row, period=period) == []
