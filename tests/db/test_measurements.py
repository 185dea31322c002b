"""Values of indicators, own targets, and the unit's own indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import indicator

from qnapp.db.history import history_of, revert
from qnapp.db.measurements import set_measurement
from qnapp.db.targets import (
    add_local_indicator,
    edit_local_indicator,
    follow,
    remove_local_indicator,
    set_own_target,
    unfollow,
)
from qnapp.db.worksheet import (
    find_indicator,
    find_item,
    load_indicator_row,
    load_worksheet,
    local_group,
)
from qnapp.domain.plan import Nature, Origin
from qnapp.domain.reporting import Verdict
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q1, Q2, Q4 = "2026-Q1", "2026-Q2", "2026-Q4"


def test_values_keep_their_digits(store: Store) -> None:
    set_measurement(
        store,
        "22a",
        Q2,
        actual="96,40",
        estimate="1.234,5",
        cumulative=Decimal("12E+2"),
        same_period_last_year="-3",
        note="tạm tính",
    )
    found = indicator(store, "22a").measurement
    assert str(found.actual) == "96.40"
    assert (found.estimate, found.cumulative) == (Decimal("1234.5"), Decimal(1200))
    assert str(found.cumulative) == "1200"
    assert (found.same_period_last_year, found.note) == (Decimal(-3), "tạm tính")
    assert found.updated_on == store.today()


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_number_comes_back(store: Store, value: Decimal) -> None:
    set_measurement(store, "22a", Q1, actual=value)
    found = indicator(store, "22a", Q1).measurement.actual
    assert found == value
    assert str(found) == format(value, "f")


def test_a_value_is_taken_away_again(store: Store) -> None:
    set_measurement(store, "22a", Q2, actual="96,4")
    set_measurement(store, "22a", Q2, actual="")
    found = indicator(store, "22a").measurement
    assert (found.actual, found.updated_on) == (None, None)


def test_entering_a_value_follows_the_indicator(store: Store) -> None:
    assert not indicator(store, "22a").followed
    changes = set_measurement(store, "22a", Q2, actual="96,4")
    assert indicator(store, "22a").followed
    revert(store, changes)
    assert not indicator(store, "22a").followed
    assert set_measurement(store, "22a", Q2, actual="") == []
    assert not indicator(store, "22a").followed


def test_the_period_before_stands_beside(store: Store) -> None:
    set_measurement(store, "22a", Q1, actual="95")
    assert indicator(store, "22a", Q1).previous is None
    before = indicator(store, "22a", Q2).previous
    assert before is not None
    assert before.actual == 95
    assert indicator(store, "22a", Q2).measurement.actual is None  # values are not carried over


@pytest.mark.parametrize(
    "values",
    [
        {"actual": "1.5"},
        {"actual": "nhiều"},
        {"actual": Decimal("NaN")},
        {"actual": Decimal("Infinity")},
        {"words": "Đã đạt"},  # an indicator that is a number
        {"contested": "met", "contest_reason": "x"},  # no target of its own
    ],
)
def test_a_refusal_changes_nothing(store: Store, values: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        set_measurement(store, "22a", Q2, **{"note": "ghi chú", **values})
    assert store.value("SELECT count(*) FROM measurement") == 0
    assert not indicator(store, "22a").followed


def test_words_are_for_indicators_without_a_number(store: Store) -> None:
    set_measurement(store, "20", Q2, words="Còn 1 hộ nghèo.")
    assert indicator(store, "20").measurement.words == "Còn 1 hộ nghèo."
    set_own_target(store, "22a", "Giữ vững kết quả năm 2025")
    set_measurement(store, "22a", Q2, words="Giữ vững")


@pytest.mark.parametrize("name", ["actual", "estimate", "cumulative", "same_period_last_year"])
def test_numbers_are_not_for_an_indicator_in_words(store: Store, name: str) -> None:
    """No screen would show it, and the report would print it."""
    set_measurement(store, "6", Q2, words="Vượt dự toán 3%")
    with pytest.raises(InputError, match="Chỉ tiêu 6 báo cáo bằng lời"):
        set_measurement(store, "6", Q2, **{name: "5"})
    assert indicator(store, "6").value is None
    set_measurement(store, "20", Q2, actual="1,2")  # in words too, but it has a unit
    assert indicator(store, "20").value == Decimal("1.2")


# --- judging


def test_only_an_own_target_judges(store: Store) -> None:
    set_measurement(store, "22a", Q2, actual="96,4")
    row = indicator(store, "22a")
    assert (row.target, row.verdict, row.share) == (None, None, None)
    assert row.province_target.low == 100
    set_own_target(store, "22a", "≥95")
    row = indicator(store, "22a")
    assert row.verdict is Verdict.MET
    assert row.target is not None
    assert row.target.text == "≥95"
    set_own_target(store, "22a", "97")
    assert indicator(store, "22a").verdict is Verdict.UNMET


def test_a_flow_is_judged_at_the_years_end(store: Store) -> None:
    set_own_target(store, "10", ">45")
    for code in (Q1, Q2, Q4, "2026-QT"):
        set_measurement(store, "10", code, cumulative="23")
    assert indicator(store, "10", Q2).verdict is None
    assert indicator(store, "10", Q2).share == Decimal("51.1")
    assert indicator(store, "10", Q4).verdict is Verdict.UNMET
    assert indicator(store, "10", "2026-QT").verdict is Verdict.UNMET


def test_words_are_assessed_by_a_person(store: Store) -> None:
    set_own_target(store, "20", "Không còn hộ nghèo")
    assert indicator(store, "20").verdict is Verdict.NO_VALUE
    set_measurement(store, "20", Q2, words="Còn 1 hộ nghèo.")
    assert indicator(store, "20").verdict is Verdict.TO_ASSESS
    set_measurement(store, "20", Q2, contested="unmet", contest_reason="Còn 1 hộ")
    assert indicator(store, "20").verdict is Verdict.UNMET


def test_a_verdict_is_contested_with_a_reason(store: Store) -> None:
    set_own_target(store, "22a", "100")
    set_measurement(store, "22a", Q2, actual="99,9")
    with pytest.raises(InputError, match="lý do"):
        set_measurement(store, "22a", Q2, contested="met")
    with pytest.raises(InputError, match="đạt, vượt hoặc không đạt"):
        set_measurement(store, "22a", Q2, contested="no_value", contest_reason="x")
    set_measurement(store, "22a", Q2, contested=Verdict.MET, contest_reason="Làm tròn")
    row = indicator(store, "22a")
    assert (row.verdict, row.measurement.contest_reason) == (Verdict.MET, "Làm tròn")
    with pytest.raises(InputError, match="lý do"):
        set_measurement(store, "22a", Q2, contest_reason="")
    set_measurement(store, "22a", Q2, contested=None)
    row = indicator(store, "22a")
    assert (row.verdict, row.measurement.contest_reason) == (Verdict.UNMET, "")


# --- own targets and own indicators


def test_an_own_target_can_be_taken_back(store: Store) -> None:
    set_own_target(store, "22a", "≥ 95")
    assert indicator(store, "22a").followed
    number = indicator(store, "22a").target_id
    assert number is not None
    set_own_target(store, "22a", "")
    row = indicator(store, "22a")
    assert (row.target, row.target_id, row.followed) == (None, None, True)
    set_own_target(store, "22a", "96")
    assert indicator(store, "22a").target_id == number
    assert [one.new for one in history_of(store, "target", "NQ05-2026/CT-22a")] == ["96", "≥95"]


def test_following_is_by_hand_too(store: Store) -> None:
    follow(store, "CT-NQ1")
    assert indicator(store, "CT-NQ1").followed
    assert follow(store, "CT-NQ1") == []
    set_measurement(store, "CT-NQ1", Q2, actual="5,1")
    unfollow(store, "CT-NQ1")
    assert not indicator(store, "CT-NQ1").followed
    assert indicator(store, "CT-NQ1").measurement.actual == Decimal("5.1")  # what was typed stays


def test_an_own_indicator_comes_after_the_plans(store: Store) -> None:
    one = add_local_indicator(
        store, title="Số nhà văn hóa đạt chuẩn", unit="nhà", nature="flow", target_text="≥ 3"
    )
    assert (one.code, one.origin, one.nature) == ("CT-HT1", Origin.LOCAL, Nature.FLOW)
    rows = load_worksheet(store, Q2).indicators
    assert rows[-1].indicator == one
    assert rows[-1].followed
    assert rows[-1].indicator.group == local_group().code
    assert rows[-1].target is not None
    assert rows[-1].target.low == 3
    set_measurement(store, "ct-ht1", Q4, cumulative="4")
    assert load_indicator_row(store, one.uid, Q4).verdict is Verdict.MET
    assert find_item(store, "HT1") == one


def test_an_own_indicator_is_corrected_and_removed_for_good(store: Store) -> None:
    one = add_local_indicator(store, title="A", nature=Nature.LEVEL, target_text="5")
    edit_local_indicator(store, one.uid, title="Tên mới", unit="%", nature="words")
    found = find_indicator(store, one.code)
    assert (found.title, found.unit, found.nature) == ("Tên mới", "%", Nature.WORDS)
    with pytest.raises(InputError, match="Chưa có tên"):
        edit_local_indicator(store, one.uid, title=" ")
    changes = remove_local_indicator(store, one.uid)
    with pytest.raises(NotFoundError):
        find_indicator(store, one.code)
    again = add_local_indicator(store, title="B", nature=Nature.LEVEL, target_text="5")
    assert again.code == "CT-HT2"
    revert(store, changes)
    assert find_indicator(store, one.code).title == "Tên mới"


def test_words_of_the_plans_indicators_are_not_edited(store: Store) -> None:
    with pytest.raises(InputError, match="thuộc kế hoạch"):
        edit_local_indicator(store, "CT-22a", title="x")
    with pytest.raises(InputError, match="thuộc kế hoạch"):
        remove_local_indicator(store, "CT-22a")


@pytest.mark.parametrize(("title", "target"), [("", "5"), ("A", " ")])
def test_an_own_indicator_needs_a_name_and_a_target(store: Store, title: str, target: str) -> None:
    with pytest.raises(InputError):
        add_local_indicator(store, title=title, nature="level", target_text=target)
    assert store.value("SELECT count(*) FROM item WHERE origin = 'local'") == 0


@pytest.mark.parametrize("typed", ["22a", "CT-22a", "ct-22A", "NQ05-2026/CT-22a", " CT-22a "])
def test_an_indicator_is_found_however_it_is_typed(store: Store, typed: str) -> None:
    assert find_indicator(store, typed).code == "22a"


@pytest.mark.parametrize("typed", ["", "CT-", "CT-99", "3.2", "22"])
def test_an_unknown_indicator_says_how_codes_look(store: Store, typed: str) -> None:
    with pytest.raises(NotFoundError, match="CT-22a"):
        find_indicator(store, typed)
