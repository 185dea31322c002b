"""Places, sizes and weights on paper, against the figures of field note A1 and A2, in points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pdf_pages import MM, Printed, printed, rules
from report_sheets import (
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    PARTY_BODY,
    few_rows,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.content import ReportWords
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.documents.profiles import load_profile

PLAIN, BOLD, ITALIC, BOLD_ITALIC = (False, False), (True, False), (False, True), (True, True)
LEFT, RIGHT = 30 * MM, (210 - 15) * MM


def lines_of(office: Any = COMMUNE, profile: str = "dang", pages: int = 2) -> list[Printed]:
    return printed(pdf_bytes(report_of(None, office, profile)), range(pages))


def find(lines: list[Printed], text: str) -> Printed:
    return next(line for line in lines if " ".join(line.text.split()).startswith(text))


PARTY = [
    ("ĐẢNG BỘ TỈNH QUẢNG NINH", 14, PLAIN),
    ("ĐẢNG ỦY PHƯỜNG HÀ TU", 14, BOLD),
    ("*", 14, PLAIN),
    ("Số -BC/ĐU", 14, PLAIN),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, BOLD),
    ("Hà Tu, ngày tháng 6 năm 2026", 14, ITALIC),
    ("BÁO CÁO", 16, BOLD),
    ("kết quả thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025", 14, BOLD),
    ("6 tháng đầu năm 2026", 14, BOLD),
    ("-----", 14, BOLD),
    ("Thực hiện Nghị quyết", 14, PLAIN),
    ("I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", 14, BOLD),
    ("T/M BAN THƯỜNG VỤ", 14, BOLD),
    ("BÍ THƯ", 14, PLAIN),
    ("Nguyễn Văn A", 14, BOLD),
    ("Nơi nhận:", 14, PLAIN),
    ("- Văn phòng Tỉnh ủy;", 12, PLAIN),
    ("- Lưu Văn phòng Đảng ủy.", 12, PLAIN),
]
STATE = [
    ("ỦY BAN NHÂN DÂN", 13, BOLD),
    ("PHƯỜNG HÀ TU", 13, BOLD),
    ("Số: /BC-UBND", 13, PLAIN),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, BOLD),
    ("Độc lập - Tự do - Hạnh phúc", 14, BOLD),
    ("Hà Tu, ngày tháng 6 năm 2026", 14, ITALIC),
    ("BÁO CÁO", 14, BOLD),
    ("Kết quả thực hiện Nghị quyết", 14, BOLD),
    ("số 05-NQ/TU ngày 09 tháng 12 năm 2025", 14, BOLD),
    ("Kính gửi: Ban Thường vụ Tỉnh ủy Quảng Ninh", 14, PLAIN),
    ("Thực hiện Nghị quyết", 14, PLAIN),
    ("TM. ỦY BAN NHÂN DÂN", 14, BOLD),
    ("KT. CHỦ TỊCH", 14, BOLD),
    ("PHÓ CHỦ TỊCH", 14, BOLD),
    ("Trần Thị B", 14, BOLD),
    ("Nơi nhận:", 12, BOLD_ITALIC),
    ("- Như trên;", 11, PLAIN),
    ("- Lưu: VT.", 11, PLAIN),
]


@pytest.mark.parametrize(("text", "size", "weight"), PARTY)
def test_sizes_and_weights_of_the_party_form(
    text: str, size: float, weight: tuple[bool, bool]
) -> None:
    assert find(lines_of(), text).look == (size, *weight)


@pytest.mark.parametrize(("text", "size", "weight"), STATE)
def test_sizes_and_weights_of_the_state_form(
    text: str, size: float, weight: tuple[bool, bool]
) -> None:
    assert find(lines_of(COUNCIL, "nha-nuoc"), text).look == (size, *weight)


def test_superior_and_head_of_department_and_party_body() -> None:
    department = lines_of(DEPARTMENT, "nha-nuoc")
    assert find(department, "UBND TỈNH QUẢNG NINH").look == (13, *PLAIN)
    assert find(department, "SỞ NỘI VỤ").look == (13, *BOLD)
    assert find(department, "GIÁM ĐỐC").look == (14, *BOLD)
    body = lines_of(PARTY_BODY)
    assert find(body, "TỈNH ỦY QUẢNG NINH").look == (14, *PLAIN)
    assert find(body, "BAN TỔ CHỨC").look == (14, *BOLD)
    assert find(body, "K/T TRƯỞNG BAN").look == (14, *BOLD)
    assert find(body, "PHÓ TRƯỞNG BAN").look == (14, *PLAIN)


@pytest.mark.parametrize(
    ("office", "profile"),
    [(COMMUNE, "dang"), (COUNCIL, "nha-nuoc"), (PARTY_BODY, "dang"), (DEPARTMENT, "nha-nuoc")],
)
def test_nothing_stands_in_the_margins(office: Any, profile: str) -> None:
    data = pdf_bytes(report_of(None, office, profile))
    for line in printed(data):
        wide = line.page > 2
        width, height = (297, 210) if wide else (210, 297)
        assert line.x0 >= LEFT - 0.01, line
        assert line.x1 <= (width - 15) * MM + 0.01, line
        assert line.baseline <= (height - 20) * MM, line
        assert line.top >= 20 * MM or line.text.isdigit(), line


def test_the_partys_page_number_stands_ten_millimetres_from_the_edge() -> None:
    data = pdf_bytes(report_of())
    numbers = [line for line in printed(data) if line.text.isdigit() and line.top < 20 * MM]
    assert [(line.text, line.page) for line in numbers] == [
        (str(n), n) for n in range(2, render_pdf(report_of()).pages + 1)
    ]
    for line in numbers:
        assert line.look == (14, *PLAIN)
        assert line.top == pytest.approx(10 * MM, abs=0.3)
    assert numbers[0].middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)


def test_the_states_page_number_stands_in_the_margins_middle_and_annexes_count_anew() -> None:
    data = pdf_bytes(report_of(None, COUNCIL, "nha-nuoc"))
    numbers = [line for line in printed(data) if line.text.isdigit() and line.top < 20 * MM]
    # Page 1 of the body and of each annex bears no number.
    assert [line.text for line in numbers][:1] == ["2"]
    assert {line.text for line in numbers} <= {"2", "3", "4"}
    assert 3 not in {line.page for line in numbers}
    for line in numbers:
        assert (line.top + line.baseline) / 2 == pytest.approx(10 * MM, abs=0.3)


def test_the_rule_under_the_partys_title_is_as_long_as_the_title() -> None:
    data = pdf_bytes(report_of())
    title = find(printed(data, range(1)), "ĐẢNG CỘNG SẢN VIỆT NAM")
    (rule,) = rules(data)
    assert rule[:2] == pytest.approx((title.x0, title.x1), abs=0.5)
    assert 3 < rule[2] - title.baseline < 8


def test_the_states_rules_are_as_long_as_the_decree_says() -> None:
    data = pdf_bytes(report_of(None, COUNCIL, "nha-nuoc"))
    lines = printed(data, range(1))
    found = sorted(rules(data), key=lambda rule: rule[2])
    assert len(found) == 3
    issuer, motto, subject = sorted(found[:2], key=lambda rule: rule[0])[:2] + found[2:]
    under = find(lines, "Độc lập - Tự do - Hạnh phúc")
    assert motto[:2] == pytest.approx((under.x0, under.x1), abs=0.5)
    for rule, text in ((issuer, "PHƯỜNG HÀ TU"), (subject, "6 tháng đầu năm 2026")):
        line = find(lines, text)
        share = (rule[1] - rule[0]) / (line.x1 - line.x0)
        assert 1 / 3 <= share <= 1 / 2
        assert (rule[0] + rule[1]) / 2 == pytest.approx(line.middle, abs=0.5)
        assert 3 < rule[2] - line.baseline < 10


def test_the_partys_date_stands_under_its_rule_and_the_states_beside_its_number() -> None:
    party, state = lines_of(), lines_of(COUNCIL, "nha-nuoc")
    date = find(party, "Hà Tu, ngày")
    title = find(party, "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert title.baseline < date.baseline < title.baseline + 40
    assert date.middle == pytest.approx(title.middle, abs=0.5)
    assert find(state, "Hà Tu, ngày").baseline == find(state, "Số:").baseline


def test_both_columns_begin_on_one_line_and_are_centred() -> None:
    lines = lines_of()
    superior, title = find(lines, "ĐẢNG BỘ"), find(lines, "ĐẢNG CỘNG SẢN")
    assert superior.baseline == title.baseline
    column = [find(lines, text) for text in ("ĐẢNG BỘ", "ĐẢNG ỦY PHƯỜNG", "*", "Số")]
    assert {round(line.middle) for line in column} == {round(superior.middle)}
    assert [line.baseline for line in column] == sorted(line.baseline for line in column)
    assert superior.x1 < title.x0


@pytest.mark.parametrize(("office", "profile"), [(COMMUNE, "dang"), (COUNCIL, "nha-nuoc")])
def test_type_and_subject_are_centred_on_the_text(office: Any, profile: str) -> None:
    lines = lines_of(office, profile)
    for text in ("BÁO CÁO", "6 tháng đầu năm 2026"):
        assert find(lines, text).middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def body_of(profile: str) -> list[Printed]:
    """The lines of one long paragraph on page 1."""
    office = COMMUNE if profile == "dang" else COUNCIL
    text = " ".join(["Đảng ủy phường đã chỉ đạo hoàn thành phương án sắp xếp khu phố"] * 6)
    report = report_of(sheet(task_row("1.18")), office, profile, ReportWords(opening=text))
    lines = printed(pdf_bytes(report), range(1))
    start = next(n for n, line in enumerate(lines) if line.text.startswith("Đảng ủy phường đã chỉ"))
    end = next(n for n, line in enumerate(lines) if line.text.startswith("I. KẾT QUẢ"))
    return lines[start : end + 1]


@pytest.mark.parametrize(
    ("profile", "indent", "leading"),
    [("dang", 10 * MM, 20), ("nha-nuoc", 12.7 * MM, 14 * 1.149 * 1.15)],
)
def test_paragraphs_are_justified_indented_and_spaced(
    profile: str, indent: float, leading: float
) -> None:
    *lines, last, heading = body_of(profile)
    assert lines[0].x0 == pytest.approx(LEFT + indent, abs=0.6)
    assert all(line.x0 == pytest.approx(LEFT, abs=0.6) for line in (*lines[1:], last))
    assert all(line.x1 == pytest.approx(RIGHT, abs=0.6) for line in lines)
    assert last.x1 < RIGHT - 5
    steps = [b.baseline - a.baseline for a, b in zip(lines, (*lines[1:], last), strict=True)]
    assert steps == pytest.approx([leading] * len(steps), abs=0.05)
    assert heading.baseline - last.baseline == pytest.approx(leading + 6, abs=0.05)
    assert heading.x0 == pytest.approx(LEFT + indent, abs=0.6)


def test_the_partys_recipients_label_is_underlined() -> None:
    label = find(lines_of(), "Nơi nhận:")
    under = [r for r in rules(pdf_bytes(report_of()), label.page) if abs(r[0] - label.x0) < 0.5]
    assert len(under) == 1
    assert under[0][1] == pytest.approx(label.x1, abs=0.5)
    assert label.x0 == pytest.approx(LEFT, abs=0.6)
    assert label.baseline == find(lines_of(), "T/M BAN THƯỜNG VỤ").baseline


@pytest.mark.parametrize(
    ("office", "profile", "first"),
    [
        (COMMUNE, "dang", "T/M BAN THƯỜNG VỤ"),
        (COUNCIL, "nha-nuoc", "TM. ỦY BAN NHÂN DÂN"),
        (DEPARTMENT, "nha-nuoc", "GIÁM ĐỐC"),
        (PARTY_BODY, "dang", "K/T TRƯỞNG BAN"),
    ],
)
def test_recipients_stand_level_with_the_first_line_over_the_signature(
    office: Any, profile: str, first: str
) -> None:
    lines = lines_of(office, profile)
    assert find(lines, "Nơi nhận:").baseline == pytest.approx(find(lines, first).baseline, abs=0.01)


@pytest.mark.parametrize("filling", range(0, 60, 5))
@pytest.mark.parametrize(("office", "profile"), [(COMMUNE, "dang"), (COUNCIL, "nha-nuoc")])
def test_the_signature_band_is_blank_and_never_parted(
    filling: int, office: Any, profile: str
) -> None:
    """Wherever the text ends, title, band and name share a page with the last lines above."""
    words = ReportWords(next="\n".join(["Tiếp tục thực hiện nhiệm vụ được giao."] * (filling + 1)))
    report = report_of(sheet(task_row("1.18")), office, profile, words)
    lines = [line for line in printed(pdf_bytes(report)) if line.size > 12.5 or line.text[0] == "-"]
    title = next(line for line in lines if line.text == report.signature.title)
    name = next(line for line in lines if line.text == report.signature.name)
    assert title.page == name.page
    assert name.top - title.baseline >= 30 * MM
    between = [
        line
        for line in lines
        if line.page == title.page
        and title.baseline < line.baseline < name.baseline
        and line.x1 > title.x0 - 20
    ]
    assert between == []
    above = [
        line
        for line in lines
        if line.page == title.page and line.baseline < title.baseline - 30 and line.top > 20 * MM
    ]
    assert above
    assert name.middle == pytest.approx(title.middle, abs=0.5)


@pytest.mark.parametrize("sentences", range(2, 9))
def test_no_heading_and_no_single_line_is_left_alone(sentences: int) -> None:
    """Wherever a page ends: two lines at least on either side, a heading never without two."""
    long = " ".join(["Đảng ủy phường đã chỉ đạo hoàn thành phương án sắp xếp"] * sentences)
    parted = 0
    for filling in range(8, 22):
        words = ReportWords(
            tasks="\n".join(["Một dòng ngắn."] * filling), difficulties=f"Một dòng ngắn.\n{long}"
        )
        marks = render_pdf(report_of(sheet(task_row("1.18")), words=words)).marks
        first, *rest = [m.bottom - m.top for m in marks if m.part == "difficulties"]
        # Heading 20, gap 6, the short line 20; gap 6, lines of 20 each.
        begun = round((first - 46 - 6) / 20)
        assert first == pytest.approx(46, abs=0.1) or begun >= (2 if rest else 1)
        assert all(span >= 40 - 0.1 for span in rest)
        parted += begun > 0 and bool(rest)
    assert bool(parted) is (sentences >= 5)


def test_many_recipients_do_not_push_the_title_off_its_page() -> None:
    many = replace(COMMUNE, recipients=tuple(f"Cơ quan số {n}" for n in range(40)))
    lines = printed(pdf_bytes(report_of(None, many)), range(3))
    label, title = find(lines, "Nơi nhận:"), find(lines, "T/M BAN THƯỜNG VỤ")
    assert (label.page, label.baseline) == (title.page, title.baseline)
    assert find(lines, "- Cơ quan số 39;").page == title.page


def test_a_long_issuer_is_parted_into_balanced_lines() -> None:
    organisation = replace(
        DEPARTMENT.organisation, name="Sở Nông nghiệp và Môi trường", code="K-nn"
    )
    office = replace(DEPARTMENT, organisation=organisation)
    lines = printed(pdf_bytes(report_of(few_rows(), office, "nha-nuoc")), range(1))
    first, second = find(lines, "SỞ NÔNG NGHIỆP"), find(lines, "VÀ MÔI TRƯỜNG")
    assert first.middle == pytest.approx(second.middle, abs=0.5)
    assert find(lines, "Số: /BC-SNNMT").baseline > second.baseline


def test_even_pages_swap_margins_where_the_profile_asks() -> None:
    report = report_of()
    page = replace(load_profile("dang").page, mirrored=True)
    lines = printed(
        pdf_bytes(replace(report, profile=replace(report.profile, page=page))), range(2)
    )
    assert find(lines, "Nơi nhận:").page == 2
    assert find(lines, "Nơi nhận:").x0 == pytest.approx(15 * MM, abs=0.6)


def test_several_addressees_stand_below_each_other() -> None:
    office = replace(COUNCIL, addressees=("Ban Thường vụ Tỉnh ủy", "Đảng ủy UBND tỉnh"))
    lines = printed(pdf_bytes(report_of(None, office, "nha-nuoc")), range(1))
    label = find(lines, "Kính gửi:")
    first, second = find(lines, "- Ban Thường vụ Tỉnh ủy;"), find(lines, "- Đảng ủy UBND tỉnh.")
    assert label.baseline == first.baseline < second.baseline
    assert first.x0 == pytest.approx(second.x0, abs=0.1)
    assert label.x1 < first.x0
    assert find(lines, "Thực hiện Nghị quyết").baseline > second.baseline + 14
