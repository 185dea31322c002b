from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from qnapp.documents.fonts import load_fonts
from qnapp.domain.printable import BOX, printed_text, signs_clause, unprintable_signs


def glyphs() -> set[int]:
    """Code points that all four faces of the bundled family can draw."""
    fonts = load_fonts()
    faces: list[Any] = [
        pdfmetrics.getFont(face.name)
        for face in (fonts.regular, fonts.bold, fonts.italic, fonts.bold_italic)
    ]
    return set.intersection(*(set(font.face.charToGlyph) for font in faces))


@given(st.text())
def test_whatever_is_printed_has_a_glyph(text: str) -> None:
    known = glyphs()
    printed = printed_text(unicodedata.normalize("NFC", text))
    assert [sign for sign in printed if sign not in "\n\xa0" and ord(sign) not in known] == []


def test_every_sign_that_counts_as_printable_has_a_glyph() -> None:
    known = glyphs()
    kept = [code for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]
    kept = [code for code in kept if printed_text(chr(code)) == chr(code)]
    assert len(kept) > 1500
    assert [hex(code) for code in kept if code != 0xA0 and code not in known] == []


@given(st.text())
def test_printing_twice_changes_nothing(text: str) -> None:
    once = printed_text(unicodedata.normalize("NFC", text))
    assert printed_text(once) == once


@given(st.text())
def test_a_sign_is_either_printed_or_named(text: str) -> None:
    text = unicodedata.normalize("NFC", text).replace(BOX, "").replace("\u2610", "")
    assert (BOX in printed_text(text)) == bool(unprintable_signs(text))


def test_vietnamese_text_is_left_alone() -> None:
    text = "Đảng ủy phường Hà Tu: “96,4%” – ≥ 90 m² … 05/6/2026; ₫, €, №, Ưu, Ậ, ỹ"
    assert printed_text(text) is text
    assert unprintable_signs(text) == ()


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        ("\uf0b7 Ý thứ nhất", "• Ý thứ nhất"),  # a bullet as Word pastes it
        ("✓ đạt", "√ đạt"),
        ("A\u2011B", "A-B"),
        ("x ⩾ 3", "x ≥ 3"),
        ("Ａ１", "A1"),
        ("5 ㎡", "5 m2"),
        ("☐ có", "□ có"),
        ("a\u3000b\u200bc", "a bc"),
        ("⚠\ufe0f", "□"),
    ],
)
def test_near_relations_take_the_place_of_what_a_font_lacks(typed: str, paper: str) -> None:
    assert printed_text(typed) == paper


def test_what_is_lost_is_named_once_each_in_order() -> None:
    text = "Họp 😀 với 中国 😀 ✓ ☐"
    assert printed_text(text) == "Họp □ với □□ □ √ □"
    assert unprintable_signs(text) == ("😀", "中", "国")
    assert signs_clause(("😀", "中")) == "ký tự “😀”, “中” không in được"


def test_a_long_list_is_cut_and_counted() -> None:
    assert signs_clause(tuple("一二三四五六七")) == (
        "ký tự “一”, “二”, “三”, “四”, “五” và 2 ký tự khác không in được"
    )
