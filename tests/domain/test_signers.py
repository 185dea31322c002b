"""Which post may sign in which form."""

from __future__ import annotations

import pytest

from qnapp.domain.signers import TITLES, left_out_words, title_suits


@pytest.mark.parametrize("letterhead", ["dang", "nha-nuoc"])
def test_every_offered_post_suits_its_own_form_only(letterhead: str) -> None:
    other = next(form for form in TITLES if form != letterhead)
    assert all(title_suits(title, letterhead) for title in TITLES[letterhead])
    own = set(TITLES[letterhead]) - set(TITLES[other])
    assert len(own) >= 3
    assert not any(title_suits(title, other) for title in own)


def test_an_office_of_either_side_has_a_head_who_signs() -> None:
    assert title_suits("Chánh Văn phòng", "dang")
    assert title_suits("Chánh Văn phòng", "nha-nuoc")


def test_case_and_composition_do_not_matter() -> None:
    assert not title_suits("BÍ THƯ", "nha-nuoc")
    assert not title_suits("Bi\u0301 thư", "nha-nuoc")


@pytest.mark.parametrize("title", ["", "Trưởng ban", "Quyền Chủ nhiệm"])
def test_a_post_that_is_not_listed_is_the_clerk_s_word(title: str) -> None:
    assert title_suits(title, "dang")
    assert title_suits(title, "nha-nuoc")


def test_a_signer_who_is_left_out_is_named_with_what_to_do() -> None:
    told = left_out_words("Nguyễn Văn Mẫu", "Bí thư", "nha-nuoc")
    assert told.startswith("Chức vụ Bí thư không ký văn bản thể thức Nhà nước")
    assert "Thiết lập" in told
    assert left_out_words("Nguyễn Văn Mẫu", "Bí thư", "dang") == ""
    assert left_out_words("", "Bí thư", "nha-nuoc") == ""
