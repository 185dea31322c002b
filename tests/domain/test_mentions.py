from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import real_groups, real_organisations, real_plan
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.mentions import Directory

if TYPE_CHECKING:
    from qnapp.domain.plan import Organisation

DIRECTORY = Directory(real_organisations(), real_groups())
CODES = {org.short or org.name: org.code for org in real_organisations()}
SHORTS = {org.code: org.short for org in real_organisations()}


def named(words: str) -> dict[str, str]:
    """Who a title names, with how certain."""
    mentions = DIRECTORY.in_title(words)
    return {SHORTS.get(m.organisation) or m.organisation: m.certainty.value for m in mentions}


def in_cell(words: str) -> dict[str, str]:
    """Who a cell names, with how certain."""
    mentions = DIRECTORY.in_cell(words)
    return {SHORTS.get(m.organisation) or m.organisation: m.certainty.value for m in mentions}


# ------------------------------------------------------------------------- places in a title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Khu neo đậu tại phường Hà Tu", {"Hà Tu": "sure"}),
        ("KHU NEO ĐẬU TẠI PHƯỜNG HÀ TU NĂM 2026", {"Hà Tu": "sure"}),
        ("Khu bến cá loại I, đặc khu Vân Đồn, tỉnh Quảng Ninh", {"Vân Đồn": "sure"}),
        ("tại xã Đầm Hà và phường Hoàng Quế", {"Đầm Hà": "sure", "Hoàng Quế": "sure"}),
        ("Cải tạo nhà văn hóa UBND xã Quảng La", {"Quảng La": "sure"}),
        ("Quy hoạch tại Vân Đồn", {"Vân Đồn": "suggest"}),
        ("Cầu Bãi Cháy", {"Bãi Cháy": "suggest"}),
        ("Công viên Hồng Gai", {"Hồng Gai": "suggest"}),
        ("Hồ Yên Tử", {"Yên Tử": "suggest"}),
        ("Quy hoạch khu vực Yên Tử", {"Yên Tử": "suggest"}),
        ("Đường sắt Hạ Long - Cẩm Phả", {"Hạ Long": "suggest", "Cẩm Phả": "suggest"}),
        # A former unit is none of today's, whatever its name.
        ("Chỉnh trang thị xã Thống Nhất", {"Thống Nhất": "suggest"}),
        ("Chỉnh trang thành phố Hạ Long", {"Hạ Long": "suggest"}),
        # The wrong kind may be a slip or another place.
        ("Trạm y tế xã Hạ Long", {"Hạ Long": "suggest"}),
        ("Trạm y tế tại phường Hà Tu; sau đó tại Hà Tu", {"Hà Tu": "sure"}),
        ("Bến Hà Tu, Trạm y tế phường Hà Tu", {"Hà Tu": "sure"}),
        ("Cầu Móng Cái 1, 2", {"Móng Cái 1": "suggest", "Móng Cái 2": "suggest"}),
        ("phường Móng Cái 1, 9 dự án", {"Móng Cái 1": "sure"}),
        ("phường Móng Cái 1 có 2 dự án", {"Móng Cái 1": "sure"}),
    ],
)
def test_a_place_with_its_kind_is_sure_a_bare_one_is_not(
    title: str, expected: dict[str, str]
) -> None:
    assert named(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Kỳ quan thiên nhiên thế giới Vịnh Hạ Long",
        "Vùng khai thác du lịch của vịnh Hạ Long",
        "Khu đô thị phức hợp Hạ Long Xanh",
        "Vận hành một hệ thống thống nhất",
        "Thống nhất nhận thức trong toàn Đảng bộ",
        "An sinh xã hội cho người dân",
        "Khu dân cư Thà Tu và Hà Tung",
        "phường Hà, Tu",
        "Khu neo đậu tại phường Ha Tu",
        "Phường Móng Cái 4",
        "Xã hội số, xã hội học tập, phường bạn",
        "",
    ],
)
def test_what_only_looks_like_a_unit(title: str) -> None:
    assert named(title) == {}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("phường Hoành Bồ", ["Hoành Bồ"]),
        ("xã Hoành Mô", ["Hoành Mô"]),
        ("xã Quảng Hà", ["Quảng Hà"]),
        ("phường Quang Hanh", ["Quang Hanh"]),
        ("xã Quảng La", ["Quảng La"]),
        ("phường Móng Cái 1", ["Móng Cái 1"]),
        ("phường Móng Cái 2", ["Móng Cái 2"]),
        ("phường Móng Cái 3", ["Móng Cái 3"]),
        ("phường Hà An", ["Hà An"]),
        ("phường Hà Lầm", ["Hà Lầm"]),
        ("xã Hải Hòa", ["Hải Hòa"]),
        ("phường Hiệp Hòa", ["Hiệp Hòa"]),
        ("phường Liên Hòa", ["Liên Hòa"]),
    ],
)
def test_look_alike_names_are_never_mixed(title: str, expected: list[str]) -> None:
    assert named(title) == dict.fromkeys(expected, "sure")


def test_both_spellings_of_hoa_are_one_name() -> None:
    assert named("xã Hải Hoà") == named("xã Hải Hòa") == {"Hải Hòa": "sure"}


def test_a_name_without_its_number_suggests_every_unit_of_that_name() -> None:
    family = dict.fromkeys(["Móng Cái 1", "Móng Cái 2", "Móng Cái 3"], "suggest")
    assert named("Cửa khẩu thông minh tại Móng Cái (Việt Nam)") == family
    assert named("Trạm y tế phường Móng Cái") == family


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("các phường Hà Tu, Hà Lầm và Cao Xanh", ["Hà Tu", "Hà Lầm", "Cao Xanh"]),
        ("phường Hà Tu và Hà Lầm", ["Hà Tu", "Hà Lầm"]),
        ("các xã: Hải Sơn; Hải Ninh", ["Hải Sơn", "Hải Ninh"]),
        ("02 xã Hải Sơn, Hải Ninh", ["Hải Sơn", "Hải Ninh"]),
        ("phường Móng Cái 1, 2 và 3", ["Móng Cái 1", "Móng Cái 2", "Móng Cái 3"]),
        ("phường Móng Cái 1, 2", ["Móng Cái 1", "Móng Cái 2"]),
        ("các phường Móng Cái 3 hoặc 1", ["Móng Cái 3", "Móng Cái 1"]),
        ("đặc khu Vân Đồn và đặc khu Cô Tô", ["Vân Đồn", "Cô Tô"]),
    ],
)
def test_one_kind_may_stand_before_a_list(title: str, expected: list[str]) -> None:
    assert named(title) == dict.fromkeys(expected, "sure")


def test_a_kind_reaches_only_units_of_that_kind_and_not_over_an_address() -> None:
    assert named("các xã Quảng La, Hoành Bồ") == {"Quảng La": "sure", "Hoành Bồ": "suggest"}
    assert named("phường Bãi Cháy, Hạ Long") == {"Bãi Cháy": "sure", "Hạ Long": "suggest"}
    far = named("phường Hà Tu. Ngoài ra nâng cấp khu Hà Lầm")
    assert far == {"Hà Tu": "sure", "Hà Lầm": "suggest"}


@pytest.mark.parametrize(
    "title",
    [
        "họp không giấy trong toàn bộ 54/54 xã, phường, đặc khu",
        "Triển khai tại các xã, phường, đặc khu trên địa bàn tỉnh",
        "tất cả các phường, xã và đặc khu",
    ],
)
def test_all_units_at_once(title: str) -> None:
    assert named(title) == {"@units": "sure"}


@pytest.mark.parametrize(
    "title",
    [
        "các xã, phường, đặc khu có liên quan",
        "các xã, phường, đặc khu ven biển",
        "hạ tầng điện lưới ở tất cả các xã đảo",
        "các trường tại các xã biên giới",
        "sắp xếp tổ dân phố ở cấp xã",
        "các xã, phường, đặc khu: Tân An, Bình Minh",
    ],
)
def test_only_some_units_that_nobody_names(title: str) -> None:
    assert named(title) == {}


def test_all_units_of_two_kinds_are_listed_one_by_one() -> None:
    special = {org.short for org in real_organisations() if org.kind == "đặc khu"}
    found = named("Kiểm tra các xã, phường trong năm")
    assert len(found) == 52
    assert not special & set(found)
    assert set(found.values()) == {"sure"}


def test_reasons_quote_the_words() -> None:
    reasons = {m.organisation: m.reason for m in DIRECTORY.in_title(
        "Khu kinh tế Vân Đồn; phường Hà Tu và Hà Lầm; đường sắt Hải Phòng - Hạ Long; "
        "toàn bộ 54/54 xã, phường, đặc khu"
    )}  # fmt: skip
    assert reasons == {
        CODES["Vân Đồn"]: "Khu kinh tế Vân Đồn",
        CODES["Hà Tu"]: "phường Hà Tu",
        CODES["Hà Lầm"]: "phường Hà Lầm",
        CODES["Hạ Long"]: "đường sắt Hải Phòng - Hạ Long",
        "@units": "toàn bộ 54/54 xã, phường, đặc khu",
    }


@given(st.sampled_from([task.title for task in real_plan().tasks]))
def test_unicode_form_does_not_matter(title: str) -> None:
    decomposed = unicodedata.normalize("NFD", title)
    assert DIRECTORY.in_title(decomposed) == DIRECTORY.in_title(title)


WORDS = [
    "các",
    "phường",
    "xã",
    "đặc khu",
    "thị xã",
    "Hà Tu",
    "Móng Cái",
    "Móng Cái 2",
    "1",
    "và",
    ",",
    "-",
    ":",
    "Vịnh",
    "Hạ Long",
    "Xanh",
    "²",
    "UBND",
    "54/54",
    "có liên quan",
    "hoặc",
    "2",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=12).map(" ".join))
def test_no_words_are_too_odd_to_read(words: str) -> None:
    known = {org.code for org in real_organisations()} | {group.code for group in real_groups()}
    for mentions in (DIRECTORY.in_title(words), DIRECTORY.in_cell(words)):
        codes = [mention.organisation for mention in mentions]
        assert set(codes) <= known
        assert len(codes) == len(set(codes))
        assert all(mention.reason for mention in mentions)


@given(st.sampled_from([org for org in real_organisations() if org.short]))
def test_every_unit_is_found_by_kind_and_name_and_nothing_else_is(unit: Organisation) -> None:
    assert named(f"Xây dựng trụ sở tại {unit.name}.") == {unit.short: "sure"}
    assert in_cell(unit.party_name) == in_cell(unit.state_name) == {unit.short: "sure"}


# ----------------------------------------------------------------------------- names in cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Đảng ủy UBND tỉnh", {"DUUBND": "sure"}),
        ("Đảng ủy Ủy ban nhân dân tỉnh", {"DUUBND": "sure"}),
        ("Đảng uỷ Uỷ ban nhân dân tỉnh", {"DUUBND": "sure"}),
        ("ĐẢNG ỦY HĐND TỈNH", {"DUHDND": "sure"}),
        ("Ban Tổ chức Tỉnh ủy, Văn phòng Tỉnh ủy", {"BTCTU": "sure", "VPTU": "sure"}),
        ("Mặt trận Tổ quốc và các tổ chức chính trị - xã hội", {"MTTQ": "sure"}),
        ("Đảng ủy các xã, phường, đặc khu", {"@units": "sure"}),
        ("UBND các phường, xã, đặc khu", {"@units": "sure"}),
        ("Các cấp ủy trực thuộc tỉnh", {"@direct": "sure"}),
        ("Ban Thường vụ đặc khu Vân Đồn", {"Vân Đồn": "sure"}),
        ("BTV Đảng ủy đặc khu Vân Đồn", {"Vân Đồn": "sure"}),
        ("UBND phường Móng Cái 1", {"Móng Cái 1": "sure"}),
        ("Đảng ủy các phường Hà Tu, Hà Lầm", {"Hà Tu": "sure", "Hà Lầm": "sure"}),
        ("Ban quản lý Khu kinh tế Vân Đồn", {"Vân Đồn": "suggest"}),
        ("Đảng ủy các xã, phường, đặc khu có liên quan", {}),
        ("Các cơ quan, địa phương có liên quan", {}),
        ("Theo chỉ đạo của Trung ương", {}),
        ("Ban Tổ chức", {}),
        ("", {}),
    ],
)
def test_cells(cell: str, expected: dict[str, str]) -> None:
    assert in_cell(cell) == expected


def test_a_place_inside_a_bodys_own_name_is_not_the_unit() -> None:
    body = replace(
        real_organisations()[-1], code="BQLKKT", name="Ban quản lý Khu kinh tế Vân Đồn", aliases=()
    )
    directory = Directory((*real_organisations(), body), real_groups())
    found = directory.in_cell("Ban Quản lý Khu kinh tế Vân Đồn")
    assert [mention.organisation for mention in found] == ["BQLKKT"]
