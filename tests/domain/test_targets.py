from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.assets import asset_json
from qnapp.domain.reporting import Verdict
from qnapp.domain.targets import (
    Target,
    TargetKind,
    judge,
    parse_target,
    printed_target,
    share_of_target,
)
from qnapp.text import format_number

if TYPE_CHECKING:
    from collections.abc import Callable

# The annexes and the prose, every row: kind, low, high.
PLAN = {
    "1": ("≥90", "ge", "90", None),
    "2": ("≥90", "ge", "90", None),
    "3": ("3-3,5", "range", "3", "3.5"),
    "4": (">12,5", "gt", "12.5", None),
    "5": ("≥11.800", "ge", "11800", None),
    "6": ("Vượt dự toán TW giao", "text", None, None),
    "7": (">14", "gt", "14", None),
    "8": (">12", "gt", "12", None),
    "9": ("51", "ge", "51", None),
    "10": (">2.500", "gt", "2500", None),
    "11": ("≥40", "ge", "40", None),
    "12": ("12,5-13", "range", "12.5", "13"),
    "13": (">13", "gt", "13", None),
    "14": (">75", "gt", "75", None),
    "15a": ("88", "ge", "88", None),
    "15b": ("44", "ge", "44", None),
    "16": ("<2,05", "lt", None, "2.05"),
    "17a": ("62", "ge", "62", None),
    "17b": ("18", "ge", "18", None),
    "17c": ("8", "ge", "8", None),
    "17d": ("27", "ge", "27", None),
    "17e": (">96,6", "gt", "96.6", None),
    "18a": ("Ở nhóm 5 địa phương đứng đầu cả nước", "text", None, None),
    "18b": (">75,2", "gt", "75.2", None),
    "19": ("93", "ge", "93", None),
    "20": ("Không còn hộ nghèo", "text", None, None),
    "21a": (">95,5", "gt", "95.5", None),
    "21b": (">85", "gt", "85", None),
    "22a": ("100", "ge", "100", None),
    "22b": ("90", "ge", "90", None),
    "22c": ("100", "ge", "100", None),
    "23a": ("100", "ge", "100", None),
    "23b": ("100", "ge", "100", None),
    "24": (">46", "gt", "46", None),
}
PROSE = [
    ("2-2,5 tỉ USD", "range", "2", "2.5"),
    ("22 triệu lượt khách du lịch", "ge", "22", None),
    ("5,2 triệu lượt khách quốc tế", "ge", "5.2", None),
    ("ít nhất 65.000 tỷ đồng", "ge", "65000", None),
    ("Phấn đấu đến 31/12/2026 giải ngân 100% kế hoạch vốn bố trí", "ge", "100", None),
    (
        "Cắt giảm 100% điều kiện kinh doanh, điều kiện đầu tư không cần thiết, không rõ ràng hoặc "
        "trùng lặp",
        "ge",
        "100",
        None,
    ),
    ("cắt giảm 50% thời gian giải quyết thủ tục hành chính", "ge", "50", None),
    ("50% chi phí tuân thủ thủ tục hành chính so với năm 2025", "ge", "50", None),
    ("thành lập mới trên 2.500 doanh nghiệp trong năm 2026", "gt", "2500", None),
    ("vượt mức chỉ tiêu nhà ở xã hội Chính phủ giao", "text", None, None),
    ("ít nhất 30.000 việc làm tăng thêm trong năm 2026", "ge", "30000", None),
    ("khám sức khoẻ định kỳ toàn dân miễn phí 01 lần/năm", "text", None, None),
]

Read = tuple[str, str | None, str | None]


def read(text: str) -> Read:
    target = parse_target(text)
    low, high = (None if end is None else str(end) for end in (target.low, target.high))
    return target.kind.value, low, high


def test_every_indicator_of_the_plan() -> None:
    rows = asset_json("plan-2026", "plan.json")["indicators"]
    given = {row["code"]: (row["target_text"], *read(row["target_text"])) for row in rows}
    assert given == PLAN


def test_every_target_of_the_prose() -> None:
    rows = asset_json("plan-2026", "resolution.json")["targets_in_text"]
    assert [(row["target_text"], *read(row["target_text"])) for row in rows] == PROSE


GE, GT, LE, LT, EQ = TargetKind.GE, TargetKind.GT, TargetKind.LE, TargetKind.LT, TargetKind.EQ
WORDS = {
    "": GE,
    "đạt": GE,
    "≥": GE,
    ">=": GE,
    "> =": GE,
    "từ": GE,
    "ít nhất": GE,
    "ít nhất là": GE,
    "tối thiểu phải đạt": GE,
    "không dưới": GE,
    "không thấp hơn": GE,
    "lớn hơn hoặc bằng": GE,
    ">": GT,
    "đạt>": GT,
    "trên": GT,
    "hơn": GT,
    "cao hơn": GT,
    "vượt": GT,
    "vượt mức": GT,
    "≤": LE,
    "<=": LE,
    "không quá": LE,
    "không vượt quá": LE,
    "không trên": LE,
    "không cao hơn": LE,
    "tối đa": LE,
    "nhỏ hơn hoặc bằng": LE,
    "giảm còn": LE,
    "giảm xuống": LE,
    "<": LT,
    "dưới": LT,
    "thấp hơn": LT,
    "giảm xuống dưới": LT,
    "=": EQ,
    "bằng": EQ,
}
positive = st.decimals(min_value=0, max_value=10**6, places=2)


@given(
    st.sampled_from(sorted(WORDS)),
    positive,
    st.sampled_from(
        ["", "%", " %", " triệu USD", " xã trong năm 2026", " m2", " giường/10.000 dân"]
    ),
    st.sampled_from([str, str.upper, lambda text: unicodedata.normalize("NFD", text)]),
)
def test_words_before_the_number(
    words: str, value: Decimal, unit: str, form: Callable[[str], str]
) -> None:
    text = form(f"{words} {format_number(value)}{unit}")
    kind = WORDS[words]
    low = value if kind in (GE, GT, EQ) else None
    high = value if kind in (LE, LT, EQ) else None
    assert parse_target(text) == Target(kind, low, high, text)


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("từ 90% trở lên", "ge", "90", None),
        ("90% số xã trở lên", "ge", "90", None),
        ("2% trở xuống", "le", None, "2"),
        ("từ 2% trở xuống", "le", None, "2"),
        ("-2,5", "ge", "-2.5", None),
        ("≥ -2,5%", "ge", "-2.5", None),
        ("- 5 mô hình", "ge", "5", None),
        ("≥11.800 USD/người/năm", "ge", "11800", None),
        ("mỗi năm 500 người", "ge", "500", None),
        ("tổng số 5.000 hộ.", "ge", "5000", None),
        ("100% xã có sóng 5G", "ge", "100", None),
        ("Không để xảy ra cháy nổ; 100% hộ ký cam kết", "ge", "100", None),
        ("đến năm 2030 đạt 90%", "ge", "90", None),
        ("Quý I đạt 5%", "ge", "5", None),
        ("6 tháng đầu năm đạt 45%", "ge", "45", None),
        ("ngày 30/6 đạt 50%", "ge", "50", None),
        ("30.6.2026 đạt 50%", "ge", "50", None),
        ("giai đoạn 2026-2030 đạt 12%", "ge", "12", None),
        ("Theo Nghị quyết 57-NQ/TW đạt 80%", "ge", "80", None),
        ("thu gom CO2, PM2,5 dưới 50", "lt", None, "50"),
    ],
)
def test_what_stands_around_the_number(
    text: str, kind: str, low: str | None, high: str | None
) -> None:
    assert read(text) == (kind, low, high)


@pytest.mark.parametrize(
    "text",
    ["3-3,5", "3 - 3,5%", "3–3,5", "3% - 3,5%", "từ 3 đến 3,5%", "từ 3% đến 3,5 %", "3 tới 3,5",
     "từ 3 tỷ đến 3,5 tỷ đồng", "3 đến 3,5 tỷ đồng"],
)  # fmt: skip
def test_ranges(text: str) -> None:
    assert read(text) == ("range", "3", "3.5")


@pytest.mark.parametrize(
    "text",
    ["", "abc", "5-3", "khoảng 90%", "gần 100%", "trên dưới 90%", "~90", "gấp 2 lần năm 2025",
     "1.5", "0.5%", "12.34.567", "54/54 xã", "1/3 số hộ", "12 lần/năm", "tăng 10%/năm",
     "5 triệu đồng/năm", "nhóm 5", "top 10", "thứ 3", "mức độ 2", "tăng từ 5% lên 10%",
     "tăng 2% so với năm 2025", "Tăng trên 10% so với cùng kỳ", "giảm 3-3,5% so cùng kỳ",
     "22 triệu lượt, trong đó 5,2 triệu lượt quốc tế", "≥3-3,5", "trên 90% trở lên",
     "không còn trên 2% hộ nghèo", "không quá 5 hoặc tối đa 6", "đến 2030 đạt 90%", "31/12/2026",
     "năm 2026", "800 triệu đến 1,2 tỷ", "1 triệu đến 5 tỷ", "10-12-15", "5 (tối đa)", "covid-19",
     "trong 24 giờ", "5 ± 1", "≥90" + "%" * 500, "9" * 20_000],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_stays_words(text: str) -> None:
    assert parse_target(text) == Target(TargetKind.TEXT, None, None, text)


@given(st.text() | st.text("0123456789.,-–/%<>=≥≤ từđếnnămtrênkhông"))
def test_any_text_is_a_target_of_some_kind(text: str) -> None:
    target = parse_target(text)
    assert target.text == text
    ends = {GT: (1, 0), GE: (1, 0), LT: (0, 1), LE: (0, 1), EQ: (1, 1), TargetKind.RANGE: (1, 1)}
    assert (target.low is not None, target.high is not None) == ends.get(target.kind, (0, 0))
    if target.low is not None and target.high is not None:
        assert target.low <= target.high


@given(st.tuples(positive, positive).map(sorted))
def test_a_range_reads_forwards_only(ends: list[Decimal]) -> None:
    low, high = (format_number(end) for end in ends)
    assert parse_target(f"{low} - {high}").kind is TargetKind.RANGE
    expected = TargetKind.RANGE if ends[0] == ends[1] else TargetKind.TEXT
    assert parse_target(f"{high} - {low}").kind is expected


# Verdicts


@pytest.mark.parametrize(
    ("text", "below", "at", "above"),
    [
        ("≥90", "unmet", "met", "met"),
        (">90", "unmet", "unmet", "met"),
        ("≤90", "met", "met", "unmet"),
        ("<90", "met", "unmet", "unmet"),
        ("=90", "unmet", "met", "unmet"),
    ],
)
def test_verdict_at_a_limit(text: str, below: str, at: str, above: str) -> None:
    target = parse_target(text)
    values = (Decimal("89.99"), Decimal("90.0"), Decimal("90.01"))
    assert [judge(target, value) for value in values] == [below, at, above]


def test_only_above_a_range_it_is_exceeded() -> None:
    target = parse_target("12,5-13")
    values = map(Decimal, ("12.49", "12.5", "13", "13.01"))
    assert [judge(target, value) for value in values] == ["unmet", "met", "met", "exceeded"]


def test_words_are_assessed_by_a_person_and_no_value_is_no_verdict() -> None:
    words, number = parse_target("Không còn hộ nghèo"), parse_target(">14")
    assert judge(words, None) is judge(words, Decimal(0)) is Verdict.TO_ASSESS
    assert judge(number, None) is Verdict.NO_VALUE


@pytest.mark.parametrize(
    ("text", "value", "share"),
    [
        (">2.500", "1250", "50.0"),
        ("≥11.800", "11800", "100.0"),
        ("3", "2", "66.7"),
        ("8", "1.001", "12.5"),
        ("1.000", "0.5", "0.1"),
        ("2-2,5 tỉ USD", "1", "50.0"),
        ("=50", "75", "150.0"),
        ("100", "0", "0.0"),
        ("<2,05", "1", None),
        ("không quá 3", "3", None),
        ("Vượt dự toán TW giao", "1", None),
        ("0", "1", None),
        ("-2", "1", None),
        ("90", None, None),
    ],
)
def test_share_of_the_plan(text: str, value: str | None, share: str | None) -> None:
    found = share_of_target(parse_target(text), None if value is None else Decimal(value))
    assert (None if found is None else str(found)) == share


@given(st.decimals(1, 10**12, places=2), st.decimals(0, 10**12, places=2))
def test_share_is_exact_to_one_decimal(plan: Decimal, value: Decimal) -> None:
    share = share_of_target(Target(GE, plan, None, ""), value)
    assert share is not None
    assert abs(share * plan - value * 100) <= plan * Decimal("0.05")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (">=95", "≥95"),
        ("> = 95", "≥95"),
        ("=> 95", "≥95"),
        ("<= 2,05", "≤2,05"),
        ("≥ 2.500", "≥2.500"),
        (">95,5", ">95,5"),
        ("từ 90 trở lên", "từ 90 trở lên"),
        ("3-3,5", "3-3,5"),
    ],
)
def test_signs_of_a_keyboard_are_printed_as_papers_have_them(typed: str, printed: str) -> None:
    assert printed_target(typed) == printed
    before, after = parse_target(typed), parse_target(printed)
    assert (before.kind, before.low, before.high) == (after.kind, after.low, after.high)


@pytest.mark.parametrize("typed", ["từ 98 trở lên97,4", "từ 5% trở xuống4", "98 hoặc hơn97"])
def test_two_figures_run_together_are_for_a_person_to_assess(typed: str) -> None:
    assert read(typed) == ("text", None, None)
