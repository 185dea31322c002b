from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from report_sheets import (
    RESTRICTED,
    few_rows,
    full_sheet,
    indicator_row,
    local_task,
    period,
    sheet,
    task_row,
)

from qnapp.documents.content import PartId, draft_words, results_of
from qnapp.documents.drafts import coming_period
from qnapp.documents.profiles import load_profile
from qnapp.domain.reporting import Status


def draft(part: PartId, *rows: object, kind: str = "Q2", profile: str = "dang") -> str:
    text = draft_words(sheet(*rows, kind=kind), part, load_profile(profile))  # type: ignore[arg-type]
    return text.replace("\xa0", " ")


LATE = local_task("HT.01", deadline_text="Tháng 4/2026")
AHEAD = local_task("HT.02", deadline_text="30/9/2026")


def test_the_opening_names_resolution_reporter_period_and_figures() -> None:
    text = draft(PartId.OPENING, task_row(LATE, Status.IN_PROGRESS), task_row(AHEAD))
    assert text == (
        "Thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025 của Ban Chấp hành Đảng bộ tỉnh "
        "Quảng Ninh về phương hướng, nhiệm vụ năm 2026, Đảng ủy phường Hà Tu báo cáo kết quả "
        "6 tháng đầu năm 2026 như sau: theo dõi 2 nhiệm vụ; đang triển khai 1 (quá hạn); "
        "chưa triển khai 1."
    )


def test_the_state_form_cites_without_comma_and_names_the_council() -> None:
    text = draft(PartId.OPENING, task_row(AHEAD), profile="nha-nuoc")
    assert "Nghị quyết số 05-NQ/TU ngày 09 tháng 12 năm 2025 của" in text
    assert "Ủy ban nhân dân phường Hà Tu báo cáo" in text


def test_nothing_followed_is_said_in_whole_sentences() -> None:
    assert draft(PartId.OPENING).endswith("như sau: trong kỳ không theo dõi nhiệm vụ nào.")
    assert draft(PartId.INDICATORS) == "Trong kỳ đơn vị không theo dõi chỉ tiêu nào."
    assert draft(PartId.TASKS) == "Trong kỳ đơn vị không theo dõi nhiệm vụ nào."
    assert draft(PartId.DIFFICULTIES) == "Trong kỳ không phát sinh khó khăn, vướng mắc."
    assert draft(PartId.PROPOSALS) == "Không có đề xuất, kiến nghị."
    assert draft(PartId.NEXT).startswith("Tiếp tục tổ chức thực hiện")


def test_indicators_tell_shares_of_the_year_and_what_is_not_reached() -> None:
    text = draft(
        PartId.INDICATORS,
        indicator_row("10", ">120", cumulative=Decimal("49.2")),
        indicator_row("15a", "90", estimate=Decimal("86.25")),
        indicator_row("1", "≥92", actual=Decimal(93)),
    )
    assert text.split("\n") == [
        "Trong 3 chỉ tiêu theo dõi, có 1 chỉ tiêu đạt hoặc vượt mức năm, 1 chỉ tiêu chưa đạt, "
        "1 chỉ tiêu tính lũy kế, đánh giá vào cuối năm (Biểu số 1).",
        "Lũy kế đến kỳ báo cáo: phát triển doanh nghiệp 49,2 DN, đạt 41,0% kế hoạch năm.",
        "Chỉ tiêu chưa đạt: tỷ lệ lao động đã qua đào tạo (ước 86,25%, mức năm 90%).",
    ]


def test_tasks_are_told_by_section_with_the_overdue_codes() -> None:
    text = draft(
        PartId.TASKS,
        task_row("1.18", Status.IN_PROGRESS),
        task_row("3.9", Status.IN_PROGRESS),
        task_row(LATE, Status.COMPLETED, completed_on=date(2026, 4, 2)),
    )
    first, one, three, own = text.split("\n")
    assert first == "Theo dõi 3 nhiệm vụ (phối hợp 3); kết quả từng nhiệm vụ tại Biểu số 2."
    assert one.startswith("1. Tiếp tục đẩy mạnh xây dựng, chỉnh đốn Đảng")
    assert one.endswith(": 1 nhiệm vụ; đang triển khai 1 (quá hạn); nhiệm vụ quá hạn: 1.18.")
    assert three.endswith(": 1 nhiệm vụ; không xác định thời hạn 1.")
    assert own == "Nhiệm vụ do đơn vị đề ra: 1 nhiệm vụ; hoàn thành 1."


def test_difficulties_carry_code_delay_and_reason() -> None:
    text = draft(
        PartId.DIFFICULTIES,
        task_row(LATE, Status.IN_PROGRESS, delay_reason="Vướng mặt bằng", difficulty="Thiếu vốn."),
        task_row("1.18", Status.IN_PROGRESS, difficulty="Thiếu người"),
        task_row(
            "1.3",
            Status.COMPLETED,
            completed_on=date(2026, 5, 1),
            delay_reason="Chờ hướng dẫn",
        ),
        task_row(AHEAD, Status.IN_PROGRESS, delay_reason="không còn đúng"),
    )
    assert text.split("\n") == [
        "Nhiệm vụ HT.01 quá hạn 45 ngày: Vướng mặt bằng. Thiếu vốn.",
        "Nhiệm vụ 1.18 quá hạn 45 ngày: Thiếu người.",
        "Nhiệm vụ 1.3 hoàn thành quá hạn: Chờ hướng dẫn.",
    ]


def test_a_typed_list_begins_below_the_row_and_reasons_do_not_run_into_it() -> None:
    listed = "- Thiếu vốn\n- Thiếu người"
    text = draft(
        PartId.DIFFICULTIES,
        task_row(LATE, Status.IN_PROGRESS, delay_reason="Vướng mặt bằng", difficulty=listed),
        task_row("1.18", Status.IN_PROGRESS, difficulty=listed),
        task_row("1.3", Status.IN_PROGRESS, difficulty="- Thiếu người"),
    )
    assert text.split("\n") == [
        "Nhiệm vụ HT.01 quá hạn 45 ngày: Vướng mặt bằng.",
        "- Thiếu vốn",
        "- Thiếu người.",
        "Nhiệm vụ 1.18 quá hạn 45 ngày:",
        "- Thiếu vốn",
        "- Thiếu người.",
        "Nhiệm vụ 1.3 quá hạn 134 ngày: - Thiếu người.",
    ]


def test_proposals_are_gathered_from_the_rows() -> None:
    text = draft(
        PartId.PROPOSALS, task_row(LATE, proposal="Đề nghị tỉnh bố trí vốn"), task_row(AHEAD)
    )
    assert text == "Nhiệm vụ HT.01: Đề nghị tỉnh bố trí vốn."


def test_next_tasks_are_what_is_late_what_comes_and_what_was_planned() -> None:
    text = draft(
        PartId.NEXT,
        task_row(LATE, Status.IN_PROGRESS, next_step="Trình duyệt phương án"),
        task_row(AHEAD, Status.IN_PROGRESS),
        task_row("1.14"),
        task_row("2.2"),
        task_row("1.3", Status.COMPLETED, next_step="không in việc của nhiệm vụ đã xong"),
    )
    assert text.split("\n") == [
        "Tập trung hoàn thành các nhiệm vụ quá hạn: HT.01.",
        "Đến hết ngày 30/6/2026, hoàn thành đúng hạn các nhiệm vụ có mốc ngày 30/6/2026: 1.14, "
        "2.2 (giai đoạn 1).",
        "Trong kỳ tới, hoàn thành đúng hạn các nhiệm vụ có mốc ngày 30/9/2026: HT.02.",
        "Nhiệm vụ HT.01: Trình duyệt phương án.",
    ]


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("Q2", date(2026, 7, 1), date(2026, 12, 31)),
        ("Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("Q4", date(2027, 1, 1), date(2027, 12, 31)),
        ("QT", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_the_next_period_begins_and_ends_where_its_name_says(
    kind: str, first: date, last: date
) -> None:
    assert coming_period(period(kind)) == (first, last)


def of_the_year(*rows: object) -> list[str]:
    """Part V of the year's report, made on 28/11."""
    given = replace(sheet(*rows, kind="Q4"), as_of=date(2026, 11, 28))  # type: ignore[arg-type]
    return draft_words(given, PartId.NEXT).replace("\xa0", " ").split("\n")


def test_what_is_still_due_this_year_is_no_task_of_the_next() -> None:
    this_year = task_row(local_task("HT.02", deadline_text="15/12/2026"), Status.IN_PROGRESS)
    next_year = task_row(local_task("HT.03", deadline_text="30/6/2027"), Status.IN_PROGRESS)
    later = task_row(local_task("HT.04", deadline_text="Năm 2030"), Status.IN_PROGRESS)
    assert of_the_year(this_year, next_year, later) == [
        "Đến hết ngày 31/12/2026, hoàn thành đúng hạn các nhiệm vụ có mốc ngày 15/12/2026: HT.02.",
        "Trong kỳ tới, hoàn thành đúng hạn các nhiệm vụ có mốc ngày 30/6/2027: HT.03.",
        "Tiếp tục thực hiện các nhiệm vụ có hạn sau năm 2027: HT.04 (hạn 31/12/2030).",
    ]
    assert of_the_year(this_year)[1:] == []
    always = task_row(local_task("HT.05", deadline_text="Thường xuyên"), Status.IN_PROGRESS)
    assert of_the_year(this_year, always)[1:] == [
        "Tiếp tục thực hiện các nhiệm vụ không có mốc thời hạn trong năm 2027: HT.05."
    ]
    done = task_row(local_task("HT.03", deadline_text="30/6/2027"), Status.COMPLETED)
    assert of_the_year(done)[0].startswith("Tiếp tục tổ chức thực hiện")


def test_a_task_of_several_milestones_is_named_in_each_period() -> None:
    words = "Khởi công tháng 12/2026; hoàn thành tháng 9/2027"
    told = of_the_year(task_row(local_task("HT.05", deadline_text=words), Status.IN_PROGRESS))
    assert "31/12/2026: HT.05 (khởi công)" in told[0]
    assert "30/9/2027: HT.05" in told[1]


def test_a_deadline_behind_the_next_period_is_not_named() -> None:
    row = task_row(local_task(deadline_text="30/9/2026"), Status.IN_PROGRESS)
    assert "30/9/2026" in draft(PartId.NEXT, row)
    assert "30/9/2026" not in draft(PartId.NEXT, row, kind="Q1")


def test_several_lines_of_a_clerk_stay_paragraphs() -> None:
    row = task_row(LATE, Status.IN_PROGRESS, proposal="Dòng một\r\nDòng hai")
    assert draft(PartId.PROPOSALS, row) == "Nhiệm vụ HT.01: Dòng một\nDòng hai."


def test_results_become_sentences_without_the_restricted_ones() -> None:
    rows = [
        task_row("1.18", result="Đã xong 6 khu phố"),
        task_row("6.1", result="KHÔNG ĐƯỢC IN"),
        task_row("1.3"),
    ]
    assert results_of(rows) == "Nhiệm vụ 1.18: Đã xong 6 khu phố."


SECRET = "MẬT-KHÔNG-ĐƯỢC-IN"


@pytest.mark.parametrize("code", RESTRICTED)
@pytest.mark.parametrize("status", Status)
def test_a_restricted_row_gives_no_word_to_any_draft(code: str, status: Status) -> None:
    row = task_row(
        code, status, result=SECRET, delay_reason=SECRET, difficulty=SECRET, proposal=SECRET,
        next_step=SECRET, completed_on=date(2026, 6, 1), restricted_number="15-BC/ĐU",
    )  # fmt: skip
    given = sheet(row, task_row(AHEAD))
    drafts = "\n".join(draft_words(given, part) for part in PartId)
    assert SECRET not in drafts
    assert f"Nhiệm vụ {code}" not in drafts


def test_every_draft_is_whole_sentences() -> None:
    for given in (few_rows(), full_sheet(), sheet()):
        for part in PartId:
            for paragraph in draft_words(given, part).split("\n"):
                assert paragraph[-1] in ".:;…", paragraph
                assert "  " not in paragraph
                assert ".." not in paragraph
                assert paragraph[0].isupper() or paragraph[0].isdigit()


def test_without_a_profile_the_party_form_is_taken() -> None:
    given = few_rows()
    assert draft_words(given, "opening") == draft_words(given, PartId.OPENING, load_profile("dang"))


def test_the_draft_speaks_of_the_period_not_of_today() -> None:
    row = task_row(LATE, Status.IN_PROGRESS, difficulty="Thiếu vốn")
    later = replace(sheet(row), as_of=date(2026, 6, 24))
    assert "quá hạn 55 ngày" in draft_words(later, PartId.DIFFICULTIES)
