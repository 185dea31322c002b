from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qnapp.errors import InputError
from qnapp.text import (
    clean,
    code_key,
    collation_key,
    curled,
    file_size,
    fold,
    format_date,
    format_number,
    long_date,
    lower_first,
    matches,
    nfc,
    parse_date,
    parse_number,
    row_of_words,
    safe_file_name,
    search_words,
    short_line,
    upper_first,
    weekday_name,
)

# Any text that a program can be handed, halves of surrogate pairs included.
anything = st.text(st.characters())
storable = st.text()
vietnamese = st.text("aăâeêioôơuưyđ bcht ắằẳẵặốồổỗộ ÁẠĐỄ 0123456789.-", max_size=20)
numbers = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# What is typed


@given(anything, st.integers(1, 100))
def test_a_short_line_is_one_line_that_begins_like_the_text(text: str, most: int) -> None:
    line = short_line(text, most)
    assert "\n" not in line
    assert len(line) <= most
    whole = line == clean(text)
    assert whole or (line.endswith("…") and clean(text).startswith(line[:-1]))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Phường  Hà Tu ", "Phường Hà Tu"),
        (nfd("Phường Hà Tu"), "Phường Hà Tu"),
        ("12\u00a0%\u2009là\u3000đủ", "12 % là đủ"),
        ("Hà\u200bTu\ufeff", "HàTu"),
        ("báo\u202ecáo", "báocáo"),
        ("a\tb\x00\x1fc", "a bc"),
        ("dòng 1\r\ndòng 2\rdòng 3\u2028dòng 4", "dòng 1 dòng 2 dòng 3 dòng 4"),
        ("hỏng \ud83d nửa \uffff cặp", "hỏng nửa cặp"),
    ],
)
def test_one_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_several_lines_keep_their_lines_and_indents() -> None:
    typed = "\n\n  - Một \r\n\r\n  - Hai\u00a0\x0b"
    assert clean(typed, multiline=True) == "  - Một\n\n  - Hai"


@given(anything, st.booleans())
def test_cleaning_is_done_after_once(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert nfc(once) == once
    once.encode()  # no half of a pair is left
    lines = once.split("\n") if multiline else [once]
    assert all(not char.isspace() or char == " " for line in lines for char in line)


@given(vietnamese)
def test_cleaning_does_not_mind_how_letters_are_composed(text: str) -> None:
    assert clean(nfd(text)) == clean(text)


# Search


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặc khu Vân Đồn", "dac khu van don"),
        ("HOÀ BÌNH – Hòa", "hoa binh - hoa"),
        ("Ðầm Hà", "dam ha"),  # eth, which old fonts put for Đ
        ("1.000 m²", "1.000 m2"),
        ("ngày\u2011tháng", "ngay-thang"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(anything)
def test_folding_is_done_after_once_and_minds_neither_case_nor_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(nfd(text)) == fold(text)
    assert not any(unicodedata.combining(char) for char in fold(text))


@given(vietnamese)
def test_folding_does_not_mind_capitals(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("ha tu", "06652 Phường Hà Tu", True),
        ("Tu hà", "06652 Phường Hà Tu", True),
        ("06652", "06652 Phường Hà Tu", True),
        ("665", "06652 Phường Hà Tu", False),
        ("an", "Thanh tra", False),
        ("đồn", "Vân Đồn", True),
        ("don", "Vân Đồn", True),
        ("hà lầm", "Phường Hà Tu", False),
        ("4.15", "3.4.15 Bệnh viện", True),
        ("hoà - binh", "Hòa Bình", True),
        ("≥90", "chỉ tiêu ≥90", True),
        ("a.c", "abc", False),  # no pattern, plain letters
        ("", "", True),
        ("  - ", "gì cũng được", True),
    ],
)
def test_every_word_must_begin_a_word(needle: str, haystack: str, found: bool) -> None:
    assert matches(needle, fold(haystack)) is found


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("an ninh", "bảo đảm an ninh, trật tự", True),
        ("an ninh", "1.2 (An ninh mạng)", True),
        ("an nin", "An ninh", True),  # the last word is still being typed
        ("an ninh", "tỉnh Quảng Ninh, đề án", False),
        ("an ninh", "Quản Ninh", False),
        ("quoc phong an ninh", "quốc phòng - an ninh", True),
        ("quoc phong, an ninh", "quốc phòng, an ninh", True),
        ("ninh an", "an ninh", False),
        ("(15) trung tam", "3.4.15 (15) Trung tâm", True),
    ],
)
def test_words_in_a_row(needle: str, haystack: str, found: bool) -> None:
    in_a_row = row_of_words(needle)
    assert in_a_row is not None
    assert in_a_row.stand_in(fold(haystack)) is found


@pytest.mark.parametrize("needle", ["", "an", "  - ", "- an"])
def test_one_word_stands_in_no_row(needle: str) -> None:
    assert row_of_words(needle) is None


@given(st.lists(vietnamese, min_size=1, max_size=6), st.data())
def test_words_in_a_row_are_met_by_the_search_too(texts: list[str], data: st.DataObject) -> None:
    words = search_words(" ".join(texts))
    assume(len(words) > 1)
    first = data.draw(st.integers(0, len(words) - 2))
    needle = " ".join(words[first : data.draw(st.integers(first + 2, len(words)))])
    haystack = " ".join(words)
    in_a_row = row_of_words(needle)
    assert in_a_row is not None
    assert in_a_row.stand_in(haystack)
    assert matches(needle, haystack)


@given(st.lists(vietnamese, min_size=1, max_size=4))
def test_beginnings_of_the_words_find_the_text(texts: list[str]) -> None:
    words = fold(" ".join(texts)).split()
    needle = " ".join(word[: 1 + len(word) // 2] for word in reversed(words))
    assert matches(needle, fold(" ".join(texts)))


# Order


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    ordered = [
        "An Sinh", "Ăn", "Ân", "Bãi Cháy", "Cẩm Phả", "Cô Tô", "Dương Huy", "Đầm Hà", "Đông Mai",
        "Hà An", "Hà Tu", "Hạ Long", "Hải Hòa", "Móng Cái 1", "Móng Cái 2", "Móng Cái 10",
        "Ô", "Ơ", "Tiên Yên", "U", "Ư", "Việt Hưng", "Vịnh", "Ý",
    ]  # fmt: skip
    assert sorted(sorted(ordered), key=collation_key) == ordered != sorted(ordered)


def test_tones_decide_last_within_a_syllable() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=collation_key) == tones
    # A syllable is settled, tone and all, before the next one is looked at.
    assert collation_key("ba hai") < collation_key("bà an")


@given(vietnamese, vietnamese)
def test_order_is_total_and_minds_no_composition(one: str, other: str) -> None:
    assert collation_key(nfd(one)) == collation_key(one)
    assume(nfc(one) != nfc(other))
    assert (collation_key(one) < collation_key(other)) != (
        collation_key(other) < collation_key(one)
    )


@pytest.mark.parametrize(
    "ordered",
    [
        ["1.2", "1.10", "2.1", "2.16", "2.16.1", "3"],
        ["1", "2", "15a", "15b", "16", "22a", "22b"],
        ["TC-2", "TC-10"],
        ["CT-1", "CT-22a", "CT-NQ1", "CT-NQ3"],
    ],
)
def test_codes_sort_by_their_numbers(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=code_key) == ordered


@given(st.text("0123456789.a-", max_size=8), st.integers(0, 10**6))
def test_a_code_sorts_before_the_next_number(head: str, number: int) -> None:
    assert code_key(f"{head}.{number}") < code_key(f"{head}.{number + 1}")


# Numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("96,4", "96.4"),
        ("96,40", "96.40"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1.500", "1500"),
        ("11800", "11800"),
        ("007", "7"),
        (" 96,4 % ", "96.4"),
        ("-0,5", "-0.5"),
        ("−3", "-3"),
        ("+5,2", "5.2"),
        ("0", "0"),
        ("0,125", "0.125"),
        ("1,2340", "1.2340"),
        ("1.234,567", "1234.567"),
        ("1234,567", "1234.567"),
    ],
)
def test_numbers_as_offices_write_them(typed: str, value: str) -> None:
    assert str(parse_number(typed)) == value


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("1.5", "dùng dấu phẩy: 1,5"),
        ("0.500", "dùng dấu phẩy: 0,500"),
        ("-12.75", "dùng dấu phẩy: -12,75"),
        ("1,234,567", "dùng dấu chấm: 1.234.567"),
        ("1 234", "dùng dấu chấm: 1.234"),
        ("12 345,6", "dùng dấu chấm: 12.345,6"),
        ("12,000", r"ghi 12\.000 hoặc 12\."),
        ("-1,234", r"ghi -1\.234 hoặc -1,2340\."),
        ("96,450 %", r"ghi 96\.450 hoặc 96,45\."),
        ("100,000", r"ghi 100\.000 hoặc 100\."),
        ("1234567890123456", "hơn 15 chữ số"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_advice(typed: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice) as caught:
        parse_number(typed)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "%", "abc", "1.2.3", "1.2345", "12.34.567", "1,", ",5", "1e5", "5 %%", "90%-95%",
     "1 2", "٣", "½", "3-4", "--3", "5 tỷ", "NaN", "1.234.5"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match=r"phải là số|không rõ"):
        parse_number(typed)


@given(numbers)
def test_a_number_survives_being_written(value: Decimal) -> None:
    back = parse_number(format_number(value))
    assert back == value
    assert back.as_tuple().exponent == value.as_tuple().exponent or value.is_zero()


@given(storable)
def test_what_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except InputError:
        return
    assert value.is_finite()


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        ("1234.5", None, "1.234,5"),
        ("96.40", None, "96,40"),
        ("-1234567.5", None, "-1.234.567,5"),
        ("1E+3", None, "1.000"),
        ("1E-7", None, "0,0000001"),
        ("-0.0", None, "0,0"),
        ("2.25", 1, "2,3"),
        ("-2.25", 1, "-2,3"),
        ("-0.04", 1, "0,0"),
        ("999.95", 1, "1.000,0"),
        ("12", 2, "12,00"),
        ("12.5", 0, "13"),
        ("123456789012345678901234567890.15", 1, "123.456.789.012.345.678.901.234.567.890,2"),
    ],
)
def test_numbers_are_written_with_dots_and_a_comma(
    value: str, places: int | None, written: str
) -> None:
    assert format_number(Decimal(value), places) == written


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_only_numbers_are_written(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal(value))


# Dates


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 6, 5), "05/6/2026"),
        (date(2026, 1, 15), "15/01/2026"),
        (date(2026, 2, 1), "01/02/2026"),
        (date(2026, 3, 9), "09/3/2026"),
        (date(2025, 12, 31), "31/12/2025"),
    ],
)
def test_dates_are_written_with_the_zeros_of_offices(day: date, written: str) -> None:
    assert format_date(day) == written
    assert long_date("Hà Tu", day) == "Hà Tu, ngày {} tháng {} năm {}".format(*written.split("/"))


@given(st.dates(date(1945, 1, 1), date(2050, 12, 31)))
def test_a_date_survives_every_way_of_writing(day: date) -> None:
    forms = [
        format_date(day),
        f"{day.day}-{day.month}-{day.year}",
        f" {day.day:02d} . {day.month:02d} . {day.year} ",
        day.isoformat(),
        long_date("", day).removeprefix(", ").upper(),
    ]
    assert {parse_date(form) for form in forms} == {day}
    assert parse_date(f"{day.day}/{day.month}", year=day.year) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "Không có ngày 31/02/2026"),
        ("29/2/2026", "Không có ngày"),
        ("5/13/2026", "Không có ngày"),
        ("01/01/1026", "Năm 1026 quá xa. Ghi năm từ 1945 đến 2050"),
        ("31/12/2062", "Năm 2062 quá xa"),
        ("31/12/1944", "Năm 1944 quá xa"),
        ("2026-02-30", "Không có ngày 30/02/2026"),
        ("25/6/26", "bốn chữ số, ví dụ 25/6/2026"),
        ("5/6", "ngày/tháng/năm"),
        ("", "ngày/tháng/năm"),
        ("hôm nay", "ngày/tháng/năm"),
        ("6/2026", "ngày/tháng/năm"),
        ("5/6/20266", "ngày/tháng/năm"),
    ],
)
def test_what_is_no_date_is_refused(typed: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_date(typed)


def test_a_day_and_month_still_have_to_exist_in_the_year_given() -> None:
    assert parse_date("29/2", year=2028) == date(2028, 2, 29)
    with pytest.raises(InputError, match="Không có ngày 29/2/2026"):
        parse_date("29/2", year=2026)


def test_weekdays() -> None:
    assert weekday_name(date(2026, 6, 5)) == "Thứ Sáu"
    assert weekday_name(date(2026, 6, 7)) == "Chủ Nhật"
    assert weekday_name(date(2026, 6, 8)) == "Thứ Hai"


# Files


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (980 * 1024, "980 KB"),
        (1024 * 1024, "1 MB"),
        (13_002_342, "12,4 MB"),
        (20 * 1024**2, "20 MB"),
        (1023 * 1024**2, "1 GB"),
        (5 * 1024**3 + 300 * 1024**2, "5,3 GB"),
    ],
)
def test_sizes_as_windows_counts_them(size: int, written: str) -> None:
    assert file_size(size) == written


@pytest.mark.parametrize(
    ("text", "ext", "name"),
    [
        ("Báo cáo 05/6/2026", ".pdf", "Báo cáo 05-6-2026.pdf"),
        ('a<b>c:d"e|f?g*h\\i', "", "a-b-c-d-e-f-g-h-i"),
        ("biểu.PDF", ".pdf", "biểu.pdf"),
        ("hết. . .", "", "hết"),
        (" ..ẩn", "", "ẩn"),
        ("../../etc", "", "-..-etc"),
        ("con", ".pdf", "con_.pdf"),
        ("NUL.txt", "", "NUL_.txt"),
        ("com¹ .a", "", "com¹_.a"),
        ("Công văn", "", "Công văn"),
        ("???", ".xlsx", "khong-ten.xlsx"),
        ("", "", "khong-ten"),
        ("ảnh\u202egpj.exe", "", "ảnhgpj.exe"),
    ],
)
def test_names_that_windows_takes(text: str, ext: str, name: str) -> None:
    assert safe_file_name(text, ext=ext) == name


@given(storable, st.sampled_from(["", ".pdf", ".qnbc"]))
def test_every_text_gives_a_name_that_every_system_takes(text: str, ext: str) -> None:
    name = safe_file_name(text, ext=ext)
    stem = name.removesuffix(ext)
    assert stem
    assert name == name.strip(" ") == name.lstrip(".")
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert not stem.endswith((".", " "))
    assert stem.split(".")[0].rstrip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert len(name) <= 121
    assert len(name.encode()) <= 255
    assert safe_file_name(name, ext=ext) == name


@pytest.mark.parametrize(("letter", "kept"), [("a", 116), ("ế", 78), ("😀", 59)])
def test_a_long_name_is_cut_between_letters(letter: str, kept: int) -> None:
    # 120 characters or 240 bytes of UTF-8, whichever is less, four of them for the ending
    assert safe_file_name(letter * 200, ext=".pdf") == letter * kept + ".pdf"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('chữ in là "khoá" (nơi khác "khóa")', "chữ in là “khoá” (nơi khác “khóa”)"),
        ('rộng 14"', 'rộng 14"'),
        ("ghi “từ 90%”", "ghi “từ 90%”"),
    ],
)
def test_straight_quotes_become_those_of_vietnamese_print(typed: str, printed: str) -> None:
    assert curled(typed) == printed
    assert curled(printed) == printed


@given(st.text())
def test_only_the_first_letter_changes_its_size(text: str) -> None:
    for change in (upper_first, lower_first):
        assert change(text).endswith(text[1:])
        assert change(change(text)) == change(text)


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("Đã gửi", "đã gửi"),
        ("UBND tỉnh", "UBND tỉnh"),
        ("I. Chỉ tiêu", "I. Chỉ tiêu"),
        ("Ý kiến", "ý kiến"),
    ],
)
def test_an_abbreviation_keeps_its_letters(text: str, begun: str) -> None:
    assert lower_first(text) == begun
