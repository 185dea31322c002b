from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.target_words import explain_target, number_with_unit, target_with_unit
from qnapp.domain.targets import TargetKind, parse_target

if TYPE_CHECKING:
    from decimal import Decimal

S = "\u00a0"


@pytest.mark.parametrize(
    ("words", "unit", "shown"),
    [
        ("≥90", "%", "≥90%"),
        (">2.500", "DN", f">2.500{S}DN"),
        ("3-3,5", "%", "3-3,5%"),
        ("15-20", "%/năm", "15-20%/năm"),
        ("88", "", "88"),
        ("Vượt dự toán TW giao", "", "Vượt dự toán TW giao"),
        ("Không còn hộ nghèo", "%", "Không còn hộ nghèo"),
        ("22 triệu lượt khách du lịch", "triệu lượt khách", "22 triệu lượt khách du lịch"),
        ("từ 90 trở lên", "%", "từ 90% trở lên"),
        ("Từ 450 trở lên.", "hộ", f"Từ 450{S}hộ trở lên."),
        ("không quá 2", "%", "không quá 2%"),
        ("ít nhất 5 xã", "đơn vị", "ít nhất 5 xã (đơn vị)"),
        ("Vượt mức năm 2025", "tỷ đồng", "Vượt mức năm 2025"),
        ("từ 90% trở lên", "%", "từ 90% trở lên"),
    ],
)
def test_a_target_is_shown_with_its_unit_once(words: str, unit: str, shown: str) -> None:
    assert target_with_unit(parse_target(words), unit) == shown


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("≥90", "từ 90% trở lên"),
        ("90", "từ 90% trở lên"),
        ("trên 96,6", "trên 96,6%"),
        ("không quá 2", "không quá 2%"),
        ("<2,05", "dưới 2,05%"),
        ("bằng 100", "bằng 100%"),
        ("3-3,5", "từ 3 đến 3,5%"),
        ("Ở nhóm 5 địa phương đứng đầu cả nước", "mức bằng lời, đơn vị tự đánh giá"),
    ],
)
def test_what_is_read_in_the_words_is_said(words: str, understood: str) -> None:
    assert explain_target(parse_target(words), "%") == understood


@given(st.decimals("-999999", "999999", places=2), st.sampled_from(["", "%", "DN"]))
def test_a_unit_never_begins_a_line(value: Decimal, unit: str) -> None:
    assert " " not in number_with_unit(value, unit)
    assert number_with_unit(value, unit).endswith(unit)


@given(st.text(max_size=40))
def test_any_words_are_explained_by_something(words: str) -> None:
    target = parse_target(words)
    said = explain_target(target)
    assert said
    assert (said == "mức bằng lời, đơn vị tự đánh giá") == (target.kind is TargetKind.TEXT)


def test_the_explanation_reads_back_as_the_same_target() -> None:
    for words in ("≥90", ">14", "<2,05", "≤2", "=100", "12,5-13"):
        target = parse_target(words)
        again = parse_target(explain_target(target))
        assert (again.kind, again.low, again.high) == (target.kind, target.low, target.high)
