"""The made-up year of each organisation: no report contradicts what was said before."""

from __future__ import annotations

import functools
import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import ISSUED, real_organisations
from hypothesis import assume, given
from hypothesis import strategies as st
from reporting_units import OFFICE, make_unit, march_clock

from qnapp.db.store import Store
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.reporting import Standing, Status
from qnapp.domain.standings import standing_of
from qnapp.exchange.training_course import BODY, Course, stories
from qnapp.exchange.training_figures import measured
from qnapp.exchange.training_typed import has_typed

if TYPE_CHECKING:
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import IndicatorRow, Progress, TaskRow, Worksheet

CUTOFFS = [date(2026, month, 14) for month in (3, 6, 9, 12)]
DONE = {Standing.DONE, Standing.DONE_ON_TIME, Standing.DONE_LATE}

organisations = st.sampled_from(real_organisations())
days = st.dates(ISSUED + timedelta(days=1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> list[Worksheet]:
    """The whole plan in each quarter of the year."""
    folder = make_unit(tmp_path_factory.mktemp("trên") / OFFICE, OFFICE)
    with Store.open(folder, clock=march_clock()) as store:
        return [load_worksheet(store, f"2026-Q{at}") for at in range(1, 5)]


@pytest.fixture(scope="module")
def sheet(quarters: list[Worksheet]) -> Worksheet:
    return quarters[0]


def course(one: Organisation, row: TaskRow, *, careless: bool = False) -> Course:
    return Course(one, row, ISSUED, careless=careless)


def standing(made: Course, row: TaskRow, day: date) -> Standing:
    return standing_of(made.at(day), made.milestones(day), row.due, day)


@given(st.data(), organisations, days, days, st.booleans())
def test_what_was_reported_once_is_never_taken_back(
    sheet: Worksheet, data: st.DataObject, one: Organisation, a: date, b: date, careless: bool
) -> None:
    row = data.draw(st.sampled_from(sheet.tasks))
    made = course(one, row, careless=careless)
    first, then = sorted((a, b))
    before, after = made.at(first), made.at(then)
    assert (before.percent or 0) <= (after.percent or 0)
    if before.status is Status.COMPLETED:
        assert (after.status, after.completed_on) == (Status.COMPLETED, before.completed_on)
    if after.status is Status.COMPLETED:
        assert after.completed_on is not None
        assert ISSUED < after.completed_on <= then
        assert (before.status is Status.COMPLETED) == (after.completed_on <= first)
    if standing(made, row, first) is Standing.OVERDUE and row.due and row.due < first:
        assert standing(made, row, then) is not Standing.DONE_ON_TIME


@given(st.data(), organisations, st.sampled_from(CUTOFFS), st.booleans())
def test_a_row_says_what_its_standing_asks_for(
    sheet: Worksheet, data: st.DataObject, one: Organisation, day: date, loose: bool
) -> None:
    row = data.draw(st.sampled_from(sheet.tasks))
    made = course(one, row)
    said = made.at(day, loose=loose and bool(made.reason))
    assert not {"{", "}"} & set("".join(words_of(said)) + made.reason)
    assert (said.percent == 100) == (said.status is Status.COMPLETED)
    assert bool(said.result) == (said.status is not Status.NOT_STARTED)
    assert bool(said.delay_reason) == (standing(made, row, day) is Standing.OVERDUE)
    assert said.expected_on is None or said.expected_on > day
    assert not said.proposal or said.difficulty
    careless = course(one, row, careless=True)
    assert careless.at(day).delay_reason == ""


def words_of(said: Progress) -> tuple[str, ...]:
    return said.result, said.delay_reason, said.difficulty, said.proposal


@given(st.data(), organisations, st.sampled_from(CUTOFFS))
def test_a_building_that_was_not_begun_is_not_being_built(
    sheet: Worksheet, data: st.DataObject, one: Organisation, day: date
) -> None:
    buildings = [row for row in sheet.tasks if "Khởi công" in row.task.deadline_text]
    made = course(one, data.draw(st.sampled_from(buildings)))
    assert made.started_on is not None
    waits = made.started_on > day
    assert not (waits and "Đã khởi công" in made.at(day).result)
    began = [point.actual_on for point in made.milestones(day) if point.actual_on]
    assert began == ([] if waits else [made.started_on])


def test_every_story_is_told_from_its_beginning_to_its_end() -> None:
    for story in stories():
        starts = [percent for percent, _words in story.steps]
        assert starts == sorted(set(starts))
        assert starts[0] == 0
        assert (starts[-1] == 100) != story.lasts
        assert bool(story.evidence) != story.lasts
        assert bool(story.reason) == bool(story.loose)
        assert story.delays
    assert stories()[-1].words == ("",)  # fits what no other fits


def test_stories_of_single_tasks_name_tasks_that_there_are(sheet: Worksheet) -> None:
    told = list(itertools.chain(*(story.codes for story in stories())))
    assert len(told) == len(set(told))
    assert set(told) <= {row.code for row in sheet.tasks}


def test_what_all_communes_report_has_a_story_of_its_own(sheet: Worksheet) -> None:
    ward = next(one for one in real_organisations() if one.kind != BODY)
    for code in ("1.5", "1.14", "1.15", "3.2", "TC-1", "TC-2", "TC-3", "TC-4"):
        row = next(row for row in sheet.tasks if row.code == code)
        assert code in course(ward, row).story.codes
    # What a commune sends upward is not sent by the office that asks for it.
    body = next(one for one in real_organisations() if one.code == "BTCTU")
    row = next(row for row in sheet.tasks if row.code == "1.14")
    assert "Ban Tổ chức Tỉnh ủy" not in course(body, row).at(CUTOFFS[-1]).result


SPECS = [
    {"code": "22a", "target": "100", "from": 88, "to": 99, "share": 100},
    {"code": "10", "target": "", "from": 8, "to": 60, "share": 100},
    {"code": "17a", "target": "62", "from": 40, "to": 70, "share": 100},  # beds: a count as level
]


@given(organisations)
def test_figures_of_the_quarters_fit_together(quarters: list[Worksheet], one: Organisation) -> None:
    assume(not has_typed(one))  # Hà Tu tells what its own training data say, not these figures
    figures = functools.partial(measured, SPECS, one=one)
    for code in ("22a", "10", "17a"):
        rows = [
            figures(next(r for r in made.indicators if r.code == code), period=made.period)
            for made in quarters
        ]
        assert all(row.followed == (one.kind != BODY) for row in rows)
        if one.kind != BODY:
            fit_together(rows)


def fit_together(rows: list[IndicatorRow]) -> None:
    values = [row.value for row in rows]
    assert None not in values
    assert values == sorted(v for v in values if v is not None)
    for before, row in itertools.pairwise(rows):
        assert row.previous == before.measurement
        value = row.value
        assert value is not None
        if row.indicator.unit == "%":
            assert value <= 100
        else:
            assert value == value.to_integral_value(), row.code
        if row.measurement.cumulative is not None:
            parts = row.measurement.cumulative - (before.measurement.cumulative or 0)
            assert parts == row.measurement.actual
