from __future__ import annotations

import calendar
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qnapp.assets import asset_json
from qnapp.domain.deadlines import Deadline, MilestoneKind, impossible_date, parse_deadline
from qnapp.text import format_date

ROMAN = ("", "I", "II", "III", "IV")


def told(text: str, year: int = 2026) -> str:
    """Write a deadline in one line: "start 2025-12-31, finish 2028-12-31", flags behind."""
    deadline = parse_deadline(text, year)
    words = ", ".join(f"{m.kind} {m.due or '?'}" for m in deadline.milestones)
    flags = [
        "open" if deadline.open else "",
        str(deadline.recurring or ""),
        "" if deadline.readable else "unread",
    ]
    return " ".join(part for part in (words, *flags) if part)


def labels(text: str) -> list[str]:
    return [milestone.label for milestone in parse_deadline(text, 2026).milestones]


# The 2026 plan

PLAN = {
    "": "open",
    "30/6/2026": "finish 2026-06-30",
    "30/9/2026": "finish 2026-09-30",
    "31/12/2026": "finish 2026-12-31",
    "Có chương trình riêng": "open",
    "Giai đoạn 1: Tháng 6/2026": "phase 2026-06-30",
    "Khởi công Quý I/2026": "start 2026-03-31",
    "Khởi công Quý I/2026; Hoàn thành giai đoạn 1 năm 2028": "start 2026-03-31, phase 2028-12-31",
    "Khởi công Quý I/2026; Hoàn thành năm 2028": "start 2026-03-31, finish 2028-12-31",
    "Khởi công quý I/2026; hoàn thành năm 2028": "start 2026-03-31, finish 2028-12-31",
    "Khởi công quý II/2026; hoàn thành năm 2027": "start 2026-06-30, finish 2027-12-31",
    "Khởi công quý IV/2026; hoàn thành năm 2028": "start 2026-12-31, finish 2028-12-31",
    "Khởi công quý IV/2026; hoàn thành năm 2030": "start 2026-12-31, finish 2030-12-31",
    "Khởi công tháng 12/2025": "start 2025-12-31",
    "Khởi công tháng 12/2025; hoàn thành ngoài năm 2040": "start 2025-12-31, finish ?",
    "Khởi công tháng 12/2025; hoàn thành năm 2027": "start 2025-12-31, finish 2027-12-31",
    "Khởi công tháng 12/2025; hoàn thành năm 2028": "start 2025-12-31, finish 2028-12-31",
    "Khởi công tháng 12/2025; hoàn thành năm 2030": "start 2025-12-31, finish 2030-12-31",
    "Khởi công tháng 3/2026": "start 2026-03-31",
    "Năm 2026": "finish 2026-12-31",
    "Quý I/2026": "finish 2026-03-31",
    "Quý II/2026": "finish 2026-06-30",
    "Quý IV/2026": "finish 2026-12-31",
    "Sau khi Nghị quyết được ban hành": "open",
    "Theo tiến độ của Trung ương": "open",
    "Tháng 01/2026": "finish 2026-01-31",
    "Tháng 02/2026": "finish 2026-02-28",
    "Tháng 03/2026": "finish 2026-03-31",
    "Tháng 04/2026": "finish 2026-04-30",
    "Tháng 06/2026": "finish 2026-06-30",
    "Tháng 10/2026": "finish 2026-10-31",
    "Tháng 11/2026": "finish 2026-11-30",
    "Tháng 3/2026": "finish 2026-03-31",
    "Tháng 4/2026": "finish 2026-04-30",
    "Tháng 5/2026": "finish 2026-05-31",
    "Tháng 6/2026": "finish 2026-06-30",
    "Tháng 8/2026": "finish 2026-08-31",
    "Tháng 9/2026": "finish 2026-09-30",
    "Triển khai trong Quý III/2026": "finish 2026-09-30",
    "Trong Quý I/2026": "finish 2026-03-31",
    "Từ tháng 01/2026": "from 2026-01-01",
    "Từ tháng 3 năm 2026": "from 2026-03-01",
}
DUTIES = {
    "": "open",
    "hoàn thành trước ngày 31/12/2025": "finish 2025-12-31",
    "Định kỳ hằng quý": "open quarter",
    "trong tháng 12/2025": "finish 2025-12-31",
}


def test_every_deadline_of_the_plan() -> None:
    tasks = asset_json("plan-2026", "plan.json")["tasks"]
    assert {row["deadline_text"]: told(row["deadline_text"]) for row in tasks} == PLAN


def test_every_deadline_of_the_duties() -> None:
    duties = asset_json("plan-2026", "resolution.json")["duties"]
    assert {row["when"]: told(row["when"]) for row in duties} == DUTIES


# What else offices write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tháng 1-2026", "finish 2026-01-31"),
        ("tháng 6 2026", "finish 2026-06-30"),
        ("tháng 6, năm 2026", "finish 2026-06-30"),
        ("T6/2026", "finish 2026-06-30"),
        ("6/2026", "finish 2026-06-30"),
        ("quý 1 năm 2026", "finish 2026-03-31"),
        ("quý IV/2026", "finish 2026-12-31"),
        ("quý Ⅳ/2026", "finish 2026-12-31"),
        ("Quí II (năm 2026)", "finish 2026-06-30"),
        ("Q1/2026", "finish 2026-03-31"),
        ("ngày 01 tháng 9 năm 2026", "finish 2026-09-01"),
        ("30 tháng 6 năm 2026", "finish 2026-06-30"),
        ("ngày 15, tháng 6/2026", "finish 2026-06-15"),
        ("2026-06-30", "finish 2026-06-30"),
        ("30-6-2026", "finish 2026-06-30"),
        ("30.6.2026", "finish 2026-06-30"),
        ("30/6-2026", "finish 2026-06-30"),
        ("30/6 năm 2026", "finish 2026-06-30"),
        ("29/02/2028", "finish 2028-02-29"),
        ("6 tháng đầu năm 2026", "finish 2026-06-30"),
        ("9 tháng năm 2026", "finish 2026-09-30"),
        ("nửa đầu năm 2026", "finish 2026-06-30"),
        ("6 tháng cuối năm 2026", "finish 2026-12-31"),
        ("cuối năm 2026", "finish 2026-12-31"),
        ("hết năm 2026", "finish 2026-12-31"),
        ("Trong năm 2026.", "finish 2026-12-31"),
        ("hạ tuần tháng 6/2026", "finish 2026-06-30"),
        ("2026", "finish 2026-12-31"),
        ("Hoàn thành 2027", "finish 2027-12-31"),
        ("chậm nhất ngày 30/6/2026", "finish 2026-06-30"),
        ("không quá 30/6/2026", "finish 2026-06-30"),
        ("trước 17h00 ngày 25/6/2026", "finish 2026-06-25"),
        ("hoàn thành trước thời hạn 30/6/2026", "finish 2026-06-30"),
        ("Trình HĐND tỉnh tháng 7/2026", "finish 2026-07-31"),
        ("Hoàn thành 100% trong quý II/2026", "finish 2026-06-30"),
        ("Đưa vào sử dụng quý III/2026", "finish 2026-09-30"),
        ("Từ tháng 3 năm\n2026", "from 2026-03-01"),
    ],
)
def test_one_date_in_many_forms(text: str, expected: str) -> None:
    assert told(text, 2031) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý II", "finish 2027-06-30"),
        ("Tháng 02", "finish 2027-02-28"),
        ("31/12", "finish 2027-12-31"),
        ("trước ngày 30-6", "finish 2027-06-30"),
        ("ngày 5 tháng 9", "finish 2027-09-05"),
        ("trong năm", "finish 2027-12-31"),
        ("Cuối năm", "finish 2027-12-31"),
        ("6 tháng đầu năm", "finish 2027-06-30"),
        ("Khởi công quý I, hoàn thành quý IV/2027", "start 2027-03-31, finish 2027-12-31"),
    ],
)
def test_the_plans_year_where_the_words_name_none(text: str, expected: str) -> None:
    assert told(text, 2027) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước 30/6/2026", "finish 2026-06-30"),
        ("Hoàn thành trước tháng 6/2026", "finish 2026-05-31"),
        ("trước quý III/2026", "finish 2026-06-30"),
        ("trước năm 2027", "finish 2026-12-31"),
        ("trước cuối tháng 6/2026", "finish 2026-06-30"),
        ("trước hết năm 2026", "finish 2026-12-31"),
        ("trước tháng 3 và tháng 9/2026", "finish 2026-02-28, finish 2026-08-31"),
        ("sau ngày 30/6/2026", "finish ?"),
        ("ngoài năm 2040", "finish ?"),
        ("Từ nay đến hết năm 2026", "finish 2026-12-31"),
        ("Từ đầu năm 2026", "from 2026-01-01"),
        ("bắt đầu từ quý II/2026", "from 2026-04-01"),
        ("tháng 01/2026 trở đi", "from 2026-01-01"),
        ("kể từ ngày 01/7/2026", "from 2026-07-01"),
    ],
)
def test_before_after_and_from(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quý I và quý II/2026", "finish 2026-03-31, finish 2026-06-30"),
        ("quý I, III/2026", "finish 2026-03-31, finish 2026-09-30"),
        ("tháng 3, tháng 9 năm 2026", "finish 2026-03-31, finish 2026-09-30"),
        ("20/3, 20/9/2026", "finish 2026-03-20, finish 2026-09-20"),
        ("tháng 12/2025, tháng 3/2026", "finish 2025-12-31, finish 2026-03-31"),
        ("tháng 3/2026; tháng 9", "finish 2026-03-31, finish 2026-09-30"),
        ("các năm 2026, 2027", "finish 2026-12-31, finish 2027-12-31"),
        ("tháng 6 và tháng 12 hằng năm", "finish 2026-06-30, finish 2026-12-31 always"),
        ("Quý I-II/2026", "finish 2026-06-30"),
        ("Quý 3-4/2026", "finish 2026-12-31"),
        ("tháng 3-6/2026", "finish 2026-06-30"),
        ("tháng 12/2025 - 3/2026", "finish 2026-03-31"),
        ("Tháng 10 đến tháng 3/2027", "finish 2027-03-31"),
        ("quý IV-I/2027", "finish 2027-03-31"),
        ("Năm 2026-2027", "finish 2027-12-31"),
        ("Giai đoạn 2026 - 2030", "finish 2030-12-31"),
        ("từ tháng 3 đến tháng 6/2026", "from 2026-03-01, finish 2026-06-30"),
        ("Từ quý I/2026 - quý III/2027", "from 2026-01-01, finish 2027-09-30"),
        ("từ 15/3 đến 14/6/2026", "from 2026-03-15, finish 2026-06-14"),
        ("từ ngày 01 đến ngày 15/6/2026", "finish 2026-06-15"),
    ],
)
def test_lists_have_several_points_and_ranges_count_to_their_end(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "names"),
    [
        ("Tháng 6/2026", "finish 2026-06-30", ["hoàn thành"]),
        (
            "KHỞI CÔNG QUÝ I/2026, thông xe năm 2028",
            "start 2026-03-31, finish 2028-12-31",
            ["khởi công", "thông xe"],
        ),
        (
            "Quý I/2026 khởi công, quý IV/2028 hoàn thành",
            "start 2026-03-31, finish 2028-12-31",
            ["khởi công", "hoàn thành"],
        ),
        (
            "Khởi công và hoàn thành trong năm 2026",
            "start 2026-12-31, finish 2026-12-31",
            ["khởi công", "hoàn thành"],
        ),
        ("Hoàn thành thủ tục, khởi công quý I/2026", "start 2026-03-31", ["khởi công"]),
        ("Hoàn thành thủ tục trước khi khởi công quý I/2026", "start 2026-03-31", ["khởi công"]),
        (
            "Giai đoạn 1 hoàn thành tháng 6/2026, giai đoạn II hoàn thành năm 2027",
            "phase 2026-06-30, phase 2027-12-31",
            ["giai đoạn 1", "giai đoạn ii"],
        ),
        ("Giai đoạn 1 tháng 6/2026", "phase 2026-06-30", ["giai đoạn 1"]),
        ("Tháng 6/2026 (hoàn thành giai đoạn 1)", "phase 2026-06-30", ["giai đoạn 1"]),
        (
            "Khởi công tháng 12/2025; hoàn thành theo tiến độ vốn",
            "start 2025-12-31, finish ?",
            ["khởi công", "hoàn thành"],
        ),
        (
            "quý I và quý II/2026",
            "finish 2026-03-31, finish 2026-06-30",
            ["hoàn thành quý I/2026", "hoàn thành quý II/2026"],
        ),
        (
            "xong trước 05/6/2026; báo cáo tháng 01/2027; quyết toán năm 2028",
            "finish 2026-06-05, finish 2027-01-31, finish 2028-12-31",
            ["hoàn thành 05/6/2026", "hoàn thành tháng 1/2027", "hoàn thành năm 2028"],
        ),
        (
            "nghiệm thu 6 tháng đầu năm 2026, nghiệm thu 31/12/2026",
            "finish 2026-06-30, finish 2026-12-31",
            ["nghiệm thu tháng 1-6/2026", "nghiệm thu 31/12/2026"],
        ),
    ],
)
def test_what_happens_at_each_date(text: str, expected: str, names: list[str]) -> None:
    assert told(text) == expected
    assert labels(text) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hằng tháng", "open month"),
        ("Hàng tháng, quý", "open month"),
        ("1 lần/tháng", "open month"),
        ("hằng quý", "open quarter"),
        ("3 tháng/lần", "open quarter"),
        ("thường xuyên", "open always"),
        ("Hằng năm", "open always"),
        ("trước ngày 20 hằng tháng", "open month"),
        ("Thường xuyên trong năm 2026", "finish 2026-12-31 always"),
        ("Hằng quý, hoàn thành trước 31/12/2026", "finish 2026-12-31 quarter"),
        ("các quý trong năm 2026", "finish 2026-12-31 quarter"),
        ("30/6 hằng năm", "finish 2026-06-30 always"),
    ],
)
def test_work_that_comes_back(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    ["  ", "-", "…", "Theo kế hoạch của Trung ương", "khi có hướng dẫn", "Có kế hoạch riêng",
     "Chưa xác định", "15 ngày sau khi bầu cử", "Theo Kế hoạch số 12-KH/TU ngày 05/01/2026"],
)  # fmt: skip
def test_words_that_are_open_on_purpose(text: str) -> None:
    assert told(text) == "open"


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "29/02/2026", "tháng 13", "tháng 13/2026", "Quý V/2026", "quý 0/2026",
     "32/01/2026", "Tháng 6/26", "30/6/26", "năm 26", "Năm 1026", "abc", "12", "sớm nhất",
     "đang triển khai", "trong quý", "Trong năm nay", "năm sau", "tháng chạp", "3-6/2026",
     "Trước Tết Nguyên đán", "99999999999999999999/1/2026", "trước ngày 15 tháng cuối quý",
     "tháng 3, " * 3000, "hằng quý" * 100],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_what_holds_no_date_that_exists_is_open_and_flagged(text: str) -> None:
    assert told(text) == "open unread"


@pytest.mark.parametrize(
    "text",
    ["đầu năm", "đầu năm 2026", "giữa tháng 5/2026", "đầu quý II/2026", "tuần 2 tháng 6/2026",
     "trước Tết Nguyên đán năm 2026", "tháng 12/2026 âm lịch", "năm học 2026-2027",
     "nhiệm kỳ 2026-2031", "Trình trước kỳ họp tháng 7/2026", "Kế hoạch 2026", "24/7",
     "1/3 khối lượng", "Theo chương trình công tác năm 2026", "ngày 15 và 20/6/2026"],
)  # fmt: skip
def test_what_names_no_certain_day_is_flagged_and_never_guessed(text: str) -> None:
    assert told(text) == "finish ? unread"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khởi công 31/02/2026; hoàn thành năm 2028", "start ?, finish 2028-12-31 unread"),
        ("Khởi công quý I, hoàn thành quý IV/2027", "start ?, finish 2027-12-31 unread"),
        ("tháng 11, tháng 3/2026", "finish ?, finish 2026-03-31 unread"),
        ("Tháng 6/2026 hoặc tháng 9/2026", "finish 2026-06-30, finish ? unread"),
        ("từ giữa tháng 6/2026", "from ? unread"),
        ("trong 3 tháng kể từ 01/01/2026", "from ? unread"),
        ("quý IV/2026 - quý I/2026", "finish ? unread"),
    ],
)
def test_one_doubtful_part_does_not_spoil_the_rest(text: str, expected: str) -> None:
    assert told(text) == expected


# What holds for every text

fragments = st.sampled_from(
    [*PLAN, *DUTIES, "tháng ", "quý ", "năm ", "ngày ", "từ ", "đến ", "trước ", "sau ", "hằng ",
     "khởi công ", "hoàn thành ", "giai đoạn 1 ", "cuối ", "đầu ", "/", "-", ", ", "; ", ". ",
     " và ", "2026", "2030", "12", "6", "31", "IV", "x", "âm lịch", "\n", "hoặc", "(", ")"]
)  # fmt: skip
texts = st.lists(fragments, max_size=8).map("".join) | st.text(st.characters())
plan_years = st.integers(2000, 2100)


@given(texts, st.integers() | plan_years)
@example("", 0)
def test_any_text_is_read_and_kept(text: str, year: int) -> None:
    deadline = parse_deadline(text, year)
    assert deadline.text == text
    ends = {MilestoneKind.FINISH, MilestoneKind.PHASE}
    dated = [m.due for m in deadline.milestones if m.kind in ends and m.due is not None]
    assert deadline.due == max(dated, default=None)
    assert deadline.open is not bool(deadline.milestones)
    names = [milestone.label for milestone in deadline.milestones]
    assert all(names)
    assert names == [name.strip() for name in names]


def without_text(deadline: Deadline) -> tuple[object, ...]:
    return deadline.milestones, deadline.due, deadline.open, deadline.recurring, deadline.readable


@given(st.lists(fragments, max_size=8).map("".join))
def test_case_and_composition_do_not_matter(text: str) -> None:
    plain = without_text(parse_deadline(text, 2026))
    for form in (text.upper(), text.capitalize(), unicodedata.normalize("NFD", text), f" {text}\n"):
        assert without_text(parse_deadline(form, 2026)) == plain


@given(st.sampled_from([text for text in PLAN if text]), plan_years)
def test_the_plans_year_does_not_matter_where_the_words_name_one(text: str, year: int) -> None:
    assert parse_deadline(text, year) == parse_deadline(text, 2026)


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@st.composite
def dated_words(draw: st.DrawFn) -> tuple[str, date]:
    """Words for one point in time, and the last day of what they name."""
    day = draw(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
    year, month = day.year, day.month
    quarter = (month + 2) // 3
    months = [f"{month}", f"{month:02d}"]
    joint = draw(st.sampled_from(["/", "-", " năm ", " - ", " / ", ", năm "]))
    choices = [
        (format_date(day), day),
        (f"{day.day}-{month}-{year}", day),
        (f"ngày {day.day:02d} tháng {month:02d} năm {year}", day),
        (f"tháng {draw(st.sampled_from(months))}{joint}{year}", last_day(year, month)),
        (f"quý {ROMAN[quarter]}{joint}{year}", last_day(year, 3 * quarter)),
        (f"quý {quarter}{joint}{year}", last_day(year, 3 * quarter)),
        (f"năm {year}", date(year, 12, 31)),
        (f"{month} tháng đầu năm {year}", last_day(year, month)),
    ]
    return draw(st.sampled_from(choices))


@given(
    dated_words(),
    st.sampled_from(
        ["", "trong ", "hoàn thành ", "Hoàn thành: ", "Triển khai trong ", "xong hết "]
    ),
    st.sampled_from(["", ".", " ", ";"]),
)
def test_every_form_gives_the_last_day_of_what_it_names(
    dated: tuple[str, date], before: str, after: str
) -> None:
    words, day = dated
    deadline = parse_deadline(before + words + after, 2050)
    assert [m.due for m in deadline.milestones] == [day]
    assert (deadline.due, deadline.open, deadline.readable) == (day, False, True)


@given(dated_words(), dated_words(), st.sampled_from(["; ", ", ", " - ", " và ", ". ", "\n"]))
def test_start_and_finish_keep_their_own_dates(
    first: tuple[str, date], second: tuple[str, date], between: str
) -> None:
    deadline = parse_deadline(f"Khởi công {first[0]}{between}hoàn thành {second[0]}", 2026)
    assert [(m.kind, m.due) for m in deadline.milestones] == [
        (MilestoneKind.START, first[1]),
        (MilestoneKind.FINISH, second[1]),
    ]
    assert deadline.due == second[1]


@pytest.mark.parametrize(
    ("words", "none"),
    [
        ("31/2/2026", "31/2/2026"),
        ("Hoàn thành trước 31/02/2026", "trước 31/02/2026"),
        ("Tháng 13/2026", "tháng 13/2026"),
        ("30/6/2026; 31/9/2026", "31/9/2026"),
        ("30/6/2026", ""),
        ("Tháng 01/2026", ""),
        ("Theo tiến độ của Trung ương", ""),
        ("sớm nhất có thể", ""),
        ("", ""),
    ],
)
def test_a_date_that_no_calendar_has_is_named_and_free_words_are_not(words: str, none: str) -> None:
    assert impossible_date(words, 2026) == none
