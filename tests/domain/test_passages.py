"""Looking for words in a text that is shown as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.passages import Passage
from qnapp.text import fold

TEXT = "Đẩy mạnh phòng họp “không giấy tờ”; Phòng Họp đa năng ở đường Hoà Bình. An toàn thành phố"


def found(needle: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in Passage(text).find(needle)]


@pytest.mark.parametrize(
    ("needle", "hits"),
    [
        ("phong hop", ["phòng họp", "Phòng Họp"]),
        ("PHÒNG HỌP", ["phòng họp", "Phòng Họp"]),
        ("day manh", ["Đẩy mạnh"]),
        ("đay", ["Đẩy"]),
        ("hòa bình", ["Hoà Bình"]),
        ("hop khong giay", ["họp “không giấy"]),  # signs between the words
        ("to phong", ["tờ”; Phòng"]),
        ("an", ["An"]),  # never inside of "năng", "toàn", "thành"
        ("than", ["thàn"]),
        ("khong co", []),
        ("   ", []),
        ("-", []),
        (".*", []),
        ("giấy   tờ", ["giấy tờ"]),
    ],
)
def test_where_words_stand(needle: str, hits: list[str]) -> None:
    assert found(needle) == hits


def test_letters_beyond_the_basic_plane_and_ligatures_keep_their_place() -> None:
    text = "𝒜𝒷 ﬁle m² Đà"
    assert found("file", text) == ["ﬁle"]
    assert found("m2 da", text) == ["m² Đà"]


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


@given(st.text(alphabet="aăâđèoô Đ.,-“”\n", max_size=40), st.integers(0, 39), st.integers(1, 8))
def test_what_stands_there_is_found_there(text: str, start: int, length: int) -> None:
    wanted = text[start : start + length]
    for one_start, one_end in Passage(text).find(wanted):
        assert 0 <= one_start < one_end <= len(text)
        assert words_of(text[one_start:one_end]) == words_of(wanted)  # whatever signs part them
    for word in re.finditer(r"[^\W_]+", text):
        assert word.span() in list(Passage(text).find(word.group()))
