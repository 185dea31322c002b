"""The checks of indicators: values that are missing, estimated or out of all proportion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import (
    HALF_YEAR,
    WHOLE_YEAR,
    make_indicator,
)
from found_by_checks import AHEAD, ERROR, WARNING, found, told
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.indicator_checks import doubt_of
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import (
    IndicatorRow,
    Measurement,
    Verdict,
)
from qnapp.domain.targets import Target, TargetKind


def test_a_value_that_a_target_asks_for() -> None:
    row = make_indicator()
    assert told(row) == [("CT11", "actual", "Chỉ tiêu 22a: chưa có số liệu kỳ này.")]
    assert [(f.code, f.level) for f in found(row, period=WHOLE_YEAR)] == [("CT01", ERROR)]
    assert found(make_indicator(actual=Decimal(0))) == []


def test_an_indicator_that_is_followed_without_level_and_value_is_named() -> None:
    row = make_indicator(own_target=False)
    said = "đang theo dõi nhưng chưa có mức giao và số liệu kỳ này. Nhập số liệu hoặc thôi theo dõi"
    for period in (HALF_YEAR, WHOLE_YEAR):  # nothing asks for its value: no error even at last
        assert [(f.code, f.level) for f in found(row, period=period)] == [("CT15", WARNING)]
    assert told(row) == [("CT15", "actual", f"Chỉ tiêu 22a: {said}.")]
    assert found(make_indicator(own_target=False, actual=Decimal(5))) == []
    assert found(make_indicator(own_target=False, words="Đang thống kê")) == []


def test_an_indicator_without_a_number_wants_words() -> None:
    row = make_indicator("20", Nature.WORDS)
    assert told(row) == [("CT11", "words", "Chỉ tiêu 20: chưa ghi kết quả kỳ này.")]
    assert [f.code for f in found(row, period=WHOLE_YEAR)] == ["CT01"]
    shown = make_indicator("20", Nature.WORDS, own_target=False)
    assert [f.code for f in found(shown, period=WHOLE_YEAR)] == ["CT11"]
    assert found(make_indicator("20", Nature.WORDS, words="Không còn hộ nghèo")) == []


def test_a_target_in_words_takes_a_number_or_words() -> None:
    in_words = Target(TargetKind.TEXT, None, None, "Vượt dự toán TW giao")
    row = replace(make_indicator(), target=in_words)
    assert [f.field for f in found(row)] == ["actual"]
    assert found(replace(row, measurement=Measurement(words="Vượt 3%"))) == []
    assert found(replace(row, measurement=Measurement(actual=Decimal(3)))) == []


def in_unit(row: IndicatorRow, unit: str, low: str = "90") -> IndicatorRow:
    """No rate of something, in another unit, with a target of at least so much."""
    target = Target(TargetKind.GE, Decimal(low), None, f"≥{low}")
    return replace(row, indicator=replace(row.indicator, title="Thu", unit=unit), target=target)


@pytest.mark.parametrize("title", ["Tỷ lệ thu gom rác", "tỉ lệ hộ dùng nước sạch"])
def test_a_rate_is_never_more_than_all_of_it(title: str) -> None:
    row = in_unit(make_indicator("22c", Nature.LEVEL, actual=Decimal(101)), "%", "100")
    named = replace(row, indicator=replace(row.indicator, title=title))
    assert doubt_of(named, "actual") == "101 quá lớn với đơn vị tính %"
    whole = replace(named, measurement=replace(named.measurement, actual=Decimal(100)))
    assert doubt_of(whole, "actual") == ""


def test_an_estimate_is_said_to_be_one() -> None:
    row = in_unit(make_indicator("10", Nature.FLOW, estimate=Decimal("2100.50")), "DN", "4500")
    sentence = (
        "Chỉ tiêu 10: 2.100,50 là số ước, báo cáo sẽ ghi rõ. Có số thì ghi ở ô Thực hiện kỳ này, "
        "chưa có thì ghi căn cứ ước ở ô Ghi chú."
    )
    assert told(row) == [("CT12", "actual", sentence)]
    both = replace(row.measurement, actual=Decimal(2000))
    assert found(replace(row, measurement=both)) == []
    explained = replace(row.measurement, note="Ước theo 11 tháng của Chi cục Thuế")
    assert found(replace(row, measurement=explained)) == []
    assert found(row, period=WHOLE_YEAR) == []  # before 31/12 there is nothing else to write


@pytest.mark.parametrize(
    ("value", "unit", "low", "doubt"),
    [
        ("1234", "%", "90", "1.234 quá lớn với đơn vị tính %"),  # typed as "1.234"
        ("964", "%", "90", "964 quá lớn với đơn vị tính %"),  # typed without its comma
        ("100", "%", "90", ""),
        ("105", "%", "100", ""),
        ("201", "%", "100", "201 quá lớn với đơn vị tính %"),
        ("105", "%/năm", "10.5", "105 quá lớn với đơn vị tính %"),
        ("4500", "DN", "45", "4.500 gấp từ 100 lần mức giao (45)"),
        ("4499", "DN", "45", ""),
        ("0.9", "DN", "90", "0,9 chưa bằng một phần trăm mức giao (90)"),
        ("0", "DN", "90", ""),
        ("-1234", "%", "90", "-1.234 là số âm"),
        ("-5", "DN", "45", "-5 là số âm"),
        ("-5", "%", "-10", ""),
    ],
)
def test_a_value_out_of_all_proportion_is_asked_about(
    value: str, unit: str, low: str, doubt: str
) -> None:
    row = in_unit(make_indicator(actual=Decimal(value)), unit, low)
    ending = "Kiểm tra dấu trừ, dấu phẩy thập phân và đơn vị tính."
    wanted = [("CT14", "actual", f"Chỉ tiêu 22a: {doubt}. {ending}")] if doubt else []
    assert told(row) == wanted


def without_own_target(nature: Nature, value: str) -> IndicatorRow:
    """Chỉ tiêu 5, GRDP per head, of which only the province has a target."""
    row = in_unit(make_indicator("5", nature, actual=Decimal(value)), "USD", "11800")
    return replace(row, province_target=row.target or row.province_target, target=None)


def test_a_level_without_an_own_target_is_held_against_the_province_s() -> None:
    doubt = "Chỉ tiêu 5: 12 chưa bằng một phần trăm mức của tỉnh (11.800)."
    ending = "Kiểm tra dấu trừ, dấu phẩy thập phân và đơn vị tính."
    row = without_own_target(Nature.LEVEL, "12")
    assert told(row) == [("CT14", "actual", f"{doubt} {ending}")]
    assert told(without_own_target(Nature.LEVEL, "12000")) == []
    assert told(without_own_target(Nature.FLOW, "12")) == []


def test_what_adds_up_may_begin_small() -> None:
    row = in_unit(make_indicator("10", Nature.FLOW, cumulative=Decimal(3)), "DN", "450")
    assert found(row) == []


def test_a_value_is_compared_with_the_period_before() -> None:
    row = make_indicator(own_target=False, actual=Decimal(80))
    row = in_unit(row, "việc làm", "1")
    row = replace(row, target=None, previous=Measurement(actual=Decimal("0.8")))
    (finding,) = found(row)
    assert (finding.code, finding.level) == ("CT14", WARNING)
    assert "gấp từ 100 lần số liệu kỳ trước (0,8)" in finding.text
    assert found(replace(row, previous=Measurement(actual=Decimal(2)))) == []


def test_the_years_figures_typed_before_its_end_are_estimates() -> None:
    row = make_indicator(actual=Decimal(95), updated_on=date(2026, 12, 10))
    sentence = "Chỉ tiêu 22a: số liệu cả năm nhập trước 31/12/2026 là số ước. Chọn Ước cả kỳ"
    (finding,) = found(row, period=WHOLE_YEAR)
    assert (finding.code, finding.level, finding.field) == ("CT13", WARNING, "kind")
    assert finding.text.startswith(sentence)
    assert found(row) == []
    marked = make_indicator(actual=Decimal(93), estimate=Decimal(95), updated_on=date(2026, 12, 10))
    assert found(marked, period=WHOLE_YEAR) == []
    at_the_end = replace(row, measurement=replace(row.measurement, updated_on=AHEAD))
    assert found(at_the_end, period=WHOLE_YEAR) == []


def test_a_verdict_of_ones_own_needs_a_reason() -> None:
    row = make_indicator(actual=Decimal(95), contested=Verdict.UNMET)
    assert [(f.code, f.level, f.field) for f in found(row)] == [("CT02", ERROR, "contest_reason")]
    reason = replace(row.measurement, contest_reason="Chưa tính hai khu phố.")
    assert found(replace(row, measurement=reason)) == []


def adds_up(before: dict[str, int] | None, **now: int | str) -> IndicatorRow:
    def measured(values: dict[str, Any]) -> Measurement:
        for name, value in values.items():
            values = {**values, name: Decimal(value) if isinstance(value, int) else value}
        return Measurement(**values)

    row = replace(make_indicator("HT1", Nature.FLOW), measurement=measured(now))
    return replace(in_unit(row, "hộ", "600"), previous=measured(before) if before else None)


@pytest.mark.parametrize(
    ("before", "now", "field", "pair"),
    [
        ({"actual": 450}, {"actual": 420}, "actual", ("420", "450")),
        ({"cumulative": 450, "actual": 100}, {"cumulative": 420}, "cumulative", ("420", "450")),
        ({"actual": 1450}, {"cumulative": 420, "actual": 9}, "cumulative", ("420", "1.450")),
        ({"cumulative": 450}, {"actual": 120}, "actual", ("120", "450")),  # the period's own
        ({"actual": 450}, {"estimate": 420, "note": ""}, "estimate", ("420", "450")),
    ],
)
def test_what_adds_up_never_falls_without_a_word(
    before: dict[str, int], now: dict[str, int | str], field: str, pair: tuple[str, str]
) -> None:
    row = adds_up(before, **now)
    doubt = f"{pair[0]} thấp hơn kỳ trước ({pair[1]}), mà chỉ tiêu này cộng dồn từ đầu năm"
    mend = "Ghi số lũy kế, hoặc ghi lý do giảm ở ô Ghi chú"
    assert ("CT16", field, f"Chỉ tiêu HT1: {doubt}. {mend}.") in told(row)
    assert [name for name in Measurement.__slots__ if doubt_of(row, name)] == [field]
    explained = replace(row, measurement=replace(row.measurement, note="Rà soát lại, bỏ hộ trùng"))
    assert doubt_of(explained, field) == ""
    assert "CT16" not in [one.code for one in found(explained)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (None, {"actual": 420}),
        ({}, {"actual": 420}),
        ({"actual": 450}, {}),
        ({"actual": 450}, {"actual": 450}),
        ({"actual": 450}, {"actual": 30, "cumulative": 480}),  # less in this period alone
        ({"estimate": 450}, {"actual": 420}),  # what was expected did not come
        ({"actual": 450}, {"actual": 0, "cumulative": 450}),
    ],
)
def test_a_sum_that_can_be_so_is_let_pass(
    before: dict[str, int] | None, now: dict[str, int | str]
) -> None:
    assert "CT16" not in [one.code for one in found(adds_up(before, **now))]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_only_a_sum_that_fell_is_asked_about(before: int, now: int) -> None:
    row = adds_up({"cumulative": before}, cumulative=now)
    assert ("CT16" in [one.code for one in found(row)]) == (now < before)
    level = replace(row, indicator=replace(row.indicator, nature=Nature.LEVEL))
    assert "CT16" not in [one.code for one in found(level)]
