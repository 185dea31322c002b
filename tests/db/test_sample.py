"""Training data of a unit: the two periods fit together and every line is about a row it has."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import HANOI, FixedClock

from qnapp.assets import asset_json
from qnapp.db.organisations import resolve_organisation
from qnapp.db.settings import get_settings
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.checks import check_worksheet
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Level, Standing, Status
from qnapp.text import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

DATA: dict[str, Any] = asset_json("sample", "training.json")
Q1, Q2 = "2026-Q1", "2026-Q2"
TODAY = date(2026, 6, 5)
COUNTED = {"DN", "Giường", "Bác sĩ", "Dược sĩ đại học", "Điều dưỡng"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = initialise(
        tmp_path_factory.mktemp("tập huấn") / "a",
        organisation=resolve_organisation(DATA["organisation"]),
        first_period=Q1,
        sample=True,
        clock=FixedClock(),
    )
    with made as opened:
        yield opened


@pytest.fixture(scope="module")
def sheets(store: Store) -> tuple[Worksheet, Worksheet]:
    return load_worksheet(store, Q1), load_worksheet(store, Q2)


def test_every_line_of_the_data_is_about_a_row_that_the_unit_has(
    sheets: tuple[Worksheet, Worksheet],
) -> None:
    """A line about another row is skipped in silence, and nobody would miss it."""
    for sheet in sheets:
        own = {row.code for row in sheet.own_tasks}
        told = [entry["code"] for entry in DATA["progress"][sheet.period.code]]
        assert len(told) == len(set(told))
        assert set(told) <= own
    for part in ("evidence", "evidence_deferred", "extensions"):
        assert {entry["code"] for entry in DATA[part]} <= own, part
    assert set(DATA["taken"]) <= own


def test_the_data_are_recorded_in_their_time_on_whatever_day_somebody_trains(
    tmp_path: Path,
) -> None:
    clock = FixedClock(datetime(2026, 11, 20, tzinfo=HANOI))
    unit = resolve_organisation(DATA["organisation"])
    with initialise(tmp_path / "a", organisation=unit, sample=True, clock=clock) as store:
        assert get_settings(store).first_period == Q1


def test_a_percentage_never_falls_and_what_is_done_stays_done(
    sheets: tuple[Worksheet, Worksheet],
) -> None:
    first, second = ({row.uid: row for row in sheet.own_tasks} for sheet in sheets)
    for uid, row in second.items():
        before = first[uid]
        assert (before.progress.percent or 0) <= (row.progress.percent or 0), row.code
        if before.progress.status is Status.COMPLETED:
            assert row.progress.completed_on == before.progress.completed_on
        elif before.standing is Standing.OVERDUE:
            assert row.standing is not Standing.DONE_ON_TIME


def test_evidence_lies_in_a_period_that_its_day_belongs_to(
    sheets: tuple[Worksheet, Worksheet],
) -> None:
    periods = {sheet.period.code: sheet.period for sheet in sheets}
    for entry in DATA["evidence"]:
        period = periods[entry["period"]]
        assert period.start <= date.fromisoformat(entry["issued_on"]) <= period.cutoff


def test_each_document_is_a_file_of_its_own(sheets: tuple[Worksheet, Worksheet]) -> None:
    pieces = {piece for sheet in sheets for row in sheet.own_tasks for piece in row.evidence}
    kept = [piece.sha256 for piece in pieces if not piece.deferred]
    assert len(kept) == len(set(kept)) == len(DATA["evidence"])


def test_things_are_counted_in_whole_numbers_and_flows_add_up(
    sheets: tuple[Worksheet, Worksheet],
) -> None:
    units = {row.code: row for row in sheets[0].indicators}
    total = dict.fromkeys(units, 0)
    for period in (Q1, Q2):
        for code, values in DATA["measurements"][period].items():
            row, typed = units[code], {
                name: parse_number(text)
                for name, text in values.items()
                if name not in {"words", "note"}
            }  # fmt: skip
            if row.indicator.unit in COUNTED:
                assert all(n == int(n) for n in typed.values()), code
            if row.nature is Nature.FLOW:
                total[code] += int(typed["actual"])
                assert typed["cumulative"] == total[code]


def test_the_checks_find_nothing_that_contradicts_itself(
    sheets: tuple[Worksheet, Worksheet],
) -> None:
    """What is shown to a new clerk is what work looks like: late, missing, not yet updated."""
    errors = {
        (one.code, one.row_code)
        for sheet in sheets
        for one in check_worksheet(sheet, TODAY)
        if one.level is Level.ERROR
    }
    assert errors == {("NV03", "1.18"), ("NV03", "HT.03")}  # overdue and no reason
    warnings = {
        one.code
        for sheet in sheets
        for one in check_worksheet(sheet, TODAY)
        if one.level is Level.WARNING
    }
    assert warnings <= {"NV11", "MC11", "MC12", "CT11", "CT12"}
