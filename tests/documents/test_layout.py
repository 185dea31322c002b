from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import balanced, break_lines

FACE = load_fonts().regular
SIZE = 12.0
LETTERS = "aăâbcdđeêiouươ ẢẾỖ0123456789.,/-()"
texts = st.text(LETTERS + "\n", max_size=300)


@given(texts, st.floats(20, 400), st.floats(0, 15))
def test_no_line_is_wider_than_its_measure_and_no_sign_is_lost(
    text: str, width: float, indent: float
) -> None:
    lines = break_lines(text, FACE, SIZE, width, indent)
    for line in lines:
        assert line.width <= width + 0.01
        assert abs(FACE.width(line.text, SIZE) - line.width) < 0.01
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())


@given(texts)
def test_every_paragraph_ends_with_a_last_line(text: str) -> None:
    lines = break_lines(text, FACE, SIZE, 100)
    assert sum(line.last for line in lines) == (len(text.split("\n")) if text else 0)


def test_the_first_line_leaves_room_for_its_indent() -> None:
    text = "một hai ba bốn năm sáu bảy tám"
    wide = break_lines(text, FACE, SIZE, 100)
    indented = break_lines(text, FACE, SIZE, 100, 60)
    assert len(indented[0].text) < len(wide[0].text)
    assert indented[0].width <= 40


def test_the_fatherland_is_not_parted() -> None:
    name = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
    width = FACE.width("Ủy ban Mặt trận Tổ ", SIZE)
    first, second, *_ = break_lines(name, FACE, SIZE, width)
    assert (first.text, second.text) == ("Ủy ban Mặt trận", "Tổ quốc Việt Nam")
    assert not any(line.endswith("Tổ") for line in balanced(name, FACE, SIZE, width))


def test_a_long_word_is_broken_after_a_joint_where_there_is_one() -> None:
    lines = break_lines("so-lieu/quy-hai/bao-cao-tong-hop", FACE, SIZE, 100)
    assert [line.text for line in lines] == ["so-lieu/quy-hai/bao-", "cao-tong-hop"]


def test_a_parted_word_never_gets_a_space_whatever_the_indent() -> None:
    """Its second part may not go on beside the first: the address would no longer be one."""
    address = "http://congbao.quangninh.gov.vn/van-ban/quyet-dinh-1234-qd-ubnd-2026.html"
    for width in range(60, 460, 7):
        for indent in (0, 36):
            lines = break_lines(f"Xem {address} và phụ lục", FACE, SIZE, width, indent)
            parts = [[word for word in line.text.split() if word in address] for line in lines]
            assert max(map(len, parts)) == 1, (width, indent, parts)
            assert "".join(part for found in parts for part in found) == address


def test_an_address_begins_on_the_line_that_would_else_stay_half_empty() -> None:
    address = "https://dichvucong.quangninh.gov.vn/tra-cuu-ho-so/danh-sach-thu-tuc"
    width = FACE.width(address, SIZE) + 1
    first, second = break_lines(f"Danh mục đăng tại {address}", FACE, SIZE, width)
    assert first.text == "Danh mục đăng tại https://dichvucong.quangninh.gov.vn/tra-cuu-ho-"
    assert second.text == "so/danh-sach-thu-tuc"
    number = break_lines("Thực hiện theo Công văn số 12-CV/VPTU", FACE, SIZE, 175)
    assert [line.text for line in number] == ["Thực hiện theo Công văn", "số 12-CV/VPTU"]


def test_a_word_without_any_joint_is_broken_where_it_must() -> None:
    lines = break_lines("a" * 100, FACE, SIZE, 60)
    assert len({len(line.text) for line in lines[:-1]}) == 1
    assert sum(len(line.text) for line in lines) == 100


def test_a_number_within_words_typed_without_spaces_stays_whole() -> None:
    text = "đã;giải;ngân;27.915,4;triệu;đồng;từ;ngày;30/8/2026;tại;khu;phố;4A;theo;kế;hoạch"
    for width in range(110, 300, 2):
        lines = [line.text for line in break_lines(text, FACE, SIZE, width)]
        assert "".join(lines) == text
        assert all(any(n in line for line in lines) for n in ("27.915,4", "30/8/2026")), lines


def test_a_no_break_space_holds_words_together_and_is_written_as_a_space() -> None:
    lines = break_lines("hoàn thành\u00a05", FACE, SIZE, FACE.width("hoàn thành 5", SIZE) - 1)
    assert [line.text for line in lines] == ["hoàn", "thành 5"]


@given(st.lists(st.sampled_from(["ĐẢNG", "ỦY", "BAN", "NHÂN", "DÂN"]), min_size=1, max_size=9))
def test_a_balanced_heading_takes_no_more_lines_and_keeps_its_words(words: list[str]) -> None:
    text = " ".join(words)
    lines = balanced(text, FACE, SIZE, 120)
    plain = break_lines(text, FACE, SIZE, 120)
    assert len(lines) == len(plain)
    assert " ".join(lines) == text
    widest = max(FACE.width(line, SIZE) for line in lines)
    assert widest <= max(line.width for line in plain) + 1


def test_a_heading_is_parted_into_like_halves() -> None:
    assert balanced("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", FACE, 13, 190) == [
        "SỞ NÔNG NGHIỆP",
        "VÀ MÔI TRƯỜNG",
    ]


def test_a_number_stays_with_the_word_before_it_in_a_heading() -> None:
    text = "Kết quả thực hiện Nghị quyết số 05-NQ/TU ngày 09 tháng 12 năm 2025"
    for width in range(150, 420, 15):
        lines = balanced(text, FACE, 14, width)
        assert " ".join(lines) == text
        assert not any(line.split()[0][0].isdigit() for line in lines), lines


def test_a_number_stays_with_its_word_and_a_unit_with_its_number() -> None:
    text = (
        "Nghị quyết số 07-NQ/ĐU, NGÀY 16/3/2026, quý IV năm 2026, diện tích 12.486,7 m², 98,7 %, "
        "cao hơn vụ trước ≈ 12%"
    )
    pairs = ["số 07-NQ/ĐU,", "NGÀY 16/3/2026,", "quý IV", "năm 2026,", "12.486,7 m²,", "98,7 %,"]
    pairs.append("≈ 12%")
    for width in range(90, 420, 3):
        lines = [line.text for line in break_lines(text, FACE, SIZE, width)]
        assert all(any(pair in line for line in lines) for pair in pairs), (width, lines)
        assert " ".join(lines) == text


def test_a_narrow_line_parts_at_the_space_rather_than_within_the_number() -> None:
    wide = FACE.width("05/5/2026)", SIZE) + 1
    lines = [line.text for line in break_lines("(ngày 05/5/2026)", FACE, SIZE, wide)]
    assert lines == ["(ngày", "05/5/2026)"]


def test_words_that_only_look_alike_are_not_held() -> None:
    for told, rest in (("rút từ ngày", "xưa"), ("ước 86%, mức năm", "90%")):
        lines = break_lines(f"{told} {rest}", FACE, SIZE, FACE.width(told, SIZE) + 1)
        assert [line.text for line in lines] == [told, rest]
