"""A store for an organisation, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import HANOI, FixedClock
from stores import files_of, indicator, morning

from qnapp.db.builtin import builtin_plan
from qnapp.db.checkup import check_store
from qnapp.db.organisations import own_organisation, resolve_organisation, typed_organisation
from qnapp.db.periods import current_period, periods
from qnapp.db.settings import get_settings
from qnapp.db.setup import initialise
from qnapp.db.store import store_exists
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import InputError, NotFoundError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store


def _make(folder: Path, code: str = "06652", **more: Any) -> Store:
    more = {"clock": morning(), **more}
    return initialise(folder, organisation=resolve_organisation(code), **more)


def test_a_unit_begins_with_what_the_plan_surely_gives(tmp_path: Path) -> None:
    with _make(
        tmp_path / "s", clerk="Người Thử", signer="Người Ký", signer_title="Bí thư"
    ) as store:
        sheet = load_worksheet(store, "2026-Q2")
        codes = [row.code for row in sheet.own_tasks]
        assert codes == ["1.5", "1.14", "1.15", "3.2", "5.6.1", "TC-1", "TC-2", "TC-3", "TC-4"]
        row = sheet.own_tasks[3]
        assert (row.role, row.certainty, row.reason) == (
            "lead",
            "sure",
            "Đảng ủy các xã, phường, đặc khu",
        )
        assert sheet.followed_indicators == ()  # the province's targets are not a unit's
        found = get_settings(store)
        assert (found.clerk, found.signer, found.signer_title) == (
            "Người Thử",
            "Người Ký",
            "Bí thư",
        )
        assert (found.place, found.first_period) == ("Hà Tu", "2026-Q2")


def test_the_first_period_can_be_an_earlier_one(tmp_path: Path) -> None:
    with _make(tmp_path / "a", first_period="2026-q1") as store:
        assert get_settings(store).first_period == "2026-Q1"
        assert current_period(store).code == "2026-Q2"
        assert not any(one.backfilled for one in periods(store))


def test_chosen_tasks_replace_the_proposal(tmp_path: Path) -> None:
    with _make(tmp_path / "a", taken=["NQ05-2026/2.1", "NQ05-2026/3.2"]) as store:
        own = {row.code: row for row in load_worksheet(store, "2026-Q2").own_tasks}
        assert set(own) == {"2.1", "3.2"}
        assert (own["2.1"].role, own["2.1"].reason) == ("concerned", "")
        assert own["3.2"].role == "lead"
    with _make(tmp_path / "b", taken=[]) as store:
        assert load_worksheet(store, "2026-Q2").own_tasks == ()


def test_a_body_that_leads_indicators_holds_the_provinces_targets(tmp_path: Path) -> None:
    with _make(tmp_path / "a", "BTCTU") as store:
        followed = load_worksheet(store, "2026-Q2").followed_indicators
        assert [row.code for row in followed] == ["1", "2", "3"]
        assert followed[0].target is not None
        assert followed[0].target.text == "≥90"
        assert followed[0].target_id is None  # given by the plan, not the body's own
        assert indicator(store, "4").target is None


def test_an_organisation_that_is_typed_in_gets_no_tasks_by_itself(tmp_path: Path) -> None:
    own = typed_organisation("Sở Nội vụ", "UBND tỉnh Quảng Ninh", "SNV")
    with initialise(
        tmp_path / "a", organisation=own, letterhead="nha-nuoc", clock=morning()
    ) as store:
        assert own_organisation(store) == own
        assert load_worksheet(store, "2026-Q2").own_tasks == ()
        assert get_settings(store).letterhead == "nha-nuoc"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"letterhead": "khac"}, InputError),
        ({"first_period": "2027-Q1"}, NotFoundError),
        ({"first_period": "quý một"}, InputError),
        ({"taken": ["9.9"]}, NotFoundError),
        ({"taken": ["3.4"]}, InputError),
        ({"plan": replace(builtin_plan(), tasks=builtin_plan().tasks[:1])}, Exception),
    ],
)
def test_a_bad_value_leaves_nothing_behind(
    tmp_path: Path, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _make(tmp_path / "mới" / "store", **more)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_store_stays_as_it_is(folder: Path) -> None:
    before = files_of(folder)
    with pytest.raises(StoreError, match="đã có dữ liệu QNApp"):
        _make(folder)
    assert files_of(folder) == before


def test_making_it_is_sealed_history(tmp_path: Path) -> None:
    with _make(tmp_path / "a", clerk="Người Thử") as store:
        assert store.value("SELECT count(*) FROM pending_history") == 0
        assert store.value("SELECT count(*) FROM history WHERE entity = 'plan'") == 1


def test_training_data_is_marked_and_whole(tmp_path: Path) -> None:
    with _make(tmp_path / "a", sample=True) as store:
        found = get_settings(store)
        assert found.training
        assert found.current_period == "2026-Q2"
        sheet = load_worksheet(store, "2026-Q2")
        assert len(sheet.own_tasks) == 27
        assert len(sheet.followed_indicators) == 14
        assert {str(row.standing) for row in sheet.own_tasks} >= {"overdue", "done_late", "in_time"}
        assert check_store(store).ok


@pytest.mark.parametrize("code", ["06994", "DUUBND", "MTTQ"])
def test_any_organisation_can_train(tmp_path: Path, code: str) -> None:
    with _make(tmp_path / "a", code, sample=True) as store:
        assert load_worksheet(store, "2026-Q1").own_tasks
        assert check_store(store).ok


def test_it_works_on_any_day_of_the_year(tmp_path: Path) -> None:
    for number, (day, code) in enumerate(
        [((2025, 12, 10), "2026-Q1"), ((2026, 6, 21), "2026-Q3"), ((2027, 5, 1), "2026-QT")]
    ):
        clock = FixedClock(datetime(*day, tzinfo=HANOI))
        with _make(tmp_path / str(number), clock=clock) as store:
            assert get_settings(store).first_period == code


def test_a_path_with_vietnamese_letters_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "Nguyễn Văn Đức" / "dữ liệu #1 %20?"
    _make(folder).close()
    assert store_exists(folder)
