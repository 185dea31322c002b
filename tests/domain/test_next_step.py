"""One sentence with one button, in the order of the design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import (
    TODAY,
    make_evidence,
    make_indicator,
    make_row,
    make_sheet,
    point,
    with_progress,
)
from hypothesis import given
from hypothesis import strategies as st
from overview_rows import DOUBT, FAULT, make_issued, row, sheets, untouched

from qnapp.domain.issued import CHOOSE_AGAIN, UNSIGNED_COPY
from qnapp.domain.next_step import NextStep, next_step
from qnapp.domain.replies import ReplyRow, RowReturn
from qnapp.domain.reporting import Finding, Level, Status, Worksheet

if TYPE_CHECKING:
    from qnapp.domain.issued import IssuedReport

PAGES = {"tasks", "indicators", "checks", "report", "settings"}


def ask(sheet: Worksheet, *findings: Finding) -> NextStep:
    return next_step(sheet, findings, TODAY)


@given(sheets(), st.lists(st.sampled_from([FAULT, DOUBT])))
def test_there_is_always_one_thing_with_a_page_that_exists(
    sheet: Worksheet, findings: list[Finding]
) -> None:
    step = ask(sheet, *findings)
    assert step.page in PAGES
    assert step.button
    assert not step.sentence.endswith(".")
    assert step.sentence[0].isupper()


def test_nothing_followed_yet_means_choosing() -> None:
    step = ask(make_sheet())
    assert (step.page, step.uid) == ("settings", "tasks")


def test_several_faults_lead_to_their_list() -> None:
    step = ask(make_sheet(row("1.22")), FAULT, FAULT)
    assert step.sentence == "Sửa 2 lỗi để xuất được báo cáo"
    assert step.page == "checks"


def test_faults_are_counted_as_in_their_list_reasons_too() -> None:
    late = row("1.18", TODAY - timedelta(days=36))
    reason = Finding("NV03", Level.ERROR, "Quá hạn.", late.uid, "1.18", "delay_reason")
    step = ask(make_sheet(late, untouched("2.1")), FAULT, FAULT, reason)
    assert step.sentence == "Sửa 3 lỗi để xuất được báo cáo"
    assert step.after == "cập nhật nhiệm vụ 2.1"  # the reason is among the three


@pytest.mark.parametrize(
    ("where", "sentence", "page"),
    [
        ("NQ05-2026/1.22", "Sửa lỗi ở nhiệm vụ 1.22", "tasks"),
        ("NQ05-2026/CT-22a", "Sửa lỗi ở chỉ tiêu 1.22", "indicators"),
    ],
)
def test_one_fault_leads_straight_to_its_cell(where: str, sentence: str, page: str) -> None:
    fault = replace(FAULT, where=where)
    step = ask(make_sheet(row("1.22"), make_indicator()), fault)
    assert (step.sentence, step.page, step.uid, step.field) == (sentence, page, where, "result")


def test_a_missing_reason_alone_is_asked_for_by_its_own_name() -> None:
    late = row("1.18", TODAY - timedelta(days=36))
    fault = Finding("NV03", Level.ERROR, "Quá hạn.", late.uid, "1.18", "delay_reason")
    step = ask(make_sheet(late), fault)
    assert step.sentence == "Ghi lý do chậm cho nhiệm vụ 1.18 quá hạn"
    assert (step.uid, step.field) == (late.uid, "delay_reason")


def test_several_missing_reasons_lead_to_the_filter() -> None:
    late = [row(f"1.{n}", TODAY - timedelta(days=n)) for n in (3, 4)]
    step = ask(make_sheet(*late, untouched("2.1")))
    assert step.sentence == "Ghi lý do chậm cho 2 nhiệm vụ quá hạn"
    assert step.uid == "filter:overdue"
    assert step.after == "cập nhật nhiệm vụ 2.1"


def test_reasons_asked_for_now_are_told_apart_from_those_asked_for_later() -> None:
    late = row("1.18", TODAY - timedelta(days=36))
    step = ask(make_sheet(late, untouched("2.15", date(2026, 1, 31))))
    assert step.sentence == "Ghi lý do chậm cho nhiệm vụ 1.18 quá hạn đã cập nhật"


def test_what_is_not_updated_says_how_much_of_it_is_late() -> None:
    rows = [untouched(f"1.{n}") for n in range(6)]
    late = untouched("2.15", date(2026, 1, 31))
    step = ask(make_sheet(*rows, late))
    expected = "Cập nhật 7 nhiệm vụ chưa có kết quả kỳ này, trong đó 1 nhiệm vụ đã quá hạn"
    assert step.sentence == expected
    assert step.uid == "filter:stale"
    assert step.after == "ghi lý do chậm cho nhiệm vụ 2.15 quá hạn"  # else the export is stopped


def test_what_is_due_within_a_week_comes_before_the_rest() -> None:
    step = ask(make_sheet(untouched("HT.01", TODAY + timedelta(days=5)), untouched("1.2")))
    assert step.sentence == "Cập nhật nhiệm vụ HT.01 đến hạn trong 7 ngày"
    assert step.after == "cập nhật 2 nhiệm vụ"


def test_the_last_open_task_is_named_once() -> None:
    step = ask(make_sheet(untouched("HT.01", TODAY + timedelta(days=5))))
    assert step.after == "xuất báo cáo"


def test_all_late_ones_are_said_so() -> None:
    step = ask(make_sheet(untouched("2.15", date(2026, 1, 31))))
    assert step.sentence == "Cập nhật nhiệm vụ 2.15 chưa có kết quả kỳ này, đã quá hạn"


def test_indicators_without_a_value_follow_the_tasks() -> None:
    step = ask(make_sheet(row("1.1"), make_indicator("3"), make_indicator("15b")))
    assert step.sentence == "Nhập số liệu 2 chỉ tiêu"
    assert (step.page, step.uid) == ("indicators", "filter:no_value")


def test_missing_evidence_is_asked_for_at_its_row() -> None:
    step = ask(make_sheet(row("4.8", status=Status.COMPLETED)))
    assert step.sentence == "Bổ sung minh chứng cho nhiệm vụ 4.8"
    assert (step.uid, step.field) == ("NQ05-2026/4.8", "evidence")


def test_warnings_come_last_before_the_report() -> None:
    step = ask(make_sheet(row("1.1")), DOUBT)
    assert step.sentence == "Xem 1 cảnh báo trước khi xuất"
    assert step.after == "xuất báo cáo"


def test_with_all_done_the_report_is_next_and_nothing_after() -> None:
    done = replace(row("1.1", status=Status.COMPLETED), evidence=(make_evidence(),))
    step = ask(make_sheet(done, make_indicator("3", actual=Decimal(91))))
    assert step.sentence == "Xem lại và xuất báo cáo 6 tháng năm 2026"
    assert (step.page, step.after) == ("report", "")


def test_what_came_back_is_asked_for_until_it_was_mended_then_to_be_signed_again() -> None:
    back = RowReturn(ReplyRow.TASK, "u/1.22", "Chưa rõ", TODAY, "Văn phòng", 1)
    sheet = make_sheet(replace(row("1.22"), returned=back), row("1.5"))
    step = ask(sheet, FAULT)
    assert (step.sentence, step.page) == ("Sửa nhiệm vụ 1.22 bị trả lại", "tasks")
    mended = replace(row("1.22"), returned=replace(back, mended=True))
    step = ask(make_sheet(mended, row("1.5")), FAULT)
    assert (step.sentence, step.page, step.after) == (
        "Trình ký lại báo cáo: các dòng bị trả lại đã sửa", "report", "gửi lại",
    )  # fmt: skip


def test_a_locked_period_asks_for_nothing() -> None:
    sheet = replace(make_sheet(untouched("1.1")), locked=True)
    assert "đang khóa" in ask(sheet, FAULT).sentence


@pytest.mark.parametrize(
    ("issued", "sentence"),
    [
        (
            make_issued(revision=2),
            "Báo cáo 6 tháng năm 2026 đã trình ký lần 2, chờ bản ký",
        ),
        (
            make_issued(signed=True),
            "Báo cáo 6 tháng năm 2026 đã trình ký lần 1, chờ số và ngày văn bản",
        ),
        (
            make_issued(number="05-BC/ĐU", issued_on=TODAY),
            "Báo cáo 6 tháng năm 2026 đã ký, chờ gửi",
        ),
    ],
)
def test_after_freezing_the_signature_is_waited_for(issued: IssuedReport, sentence: str) -> None:
    sheet = replace(make_sheet(untouched("1.1")), locked=True)
    step = next_step(sheet, [FAULT], TODAY, issued)
    assert (step.sentence, step.page) == (sentence, "report")


def test_a_file_that_is_hardly_the_signed_copy_is_to_be_replaced() -> None:
    issued = make_issued(signed=True, number="05-BC/ĐU", issued_on=TODAY)
    told = (f"{UNSIGNED_COPY}: tệp không có chữ ký số. {CHOOSE_AGAIN}",)
    issued = replace(issued, files=(replace(issued.files[0], sentences=told),))
    step = next_step(replace(make_sheet(untouched("1.1")), locked=True), [], TODAY, issued)
    assert step.sentence == "Báo cáo 6 tháng năm 2026: bản ký đang gắn là bản chưa ký, cần thay"


def test_a_reason_that_is_written_is_not_asked_for_again() -> None:
    late = with_progress(
        make_row(point(TODAY - timedelta(days=9)), code="1.18", as_of=TODAY),
        delay_reason="Chờ hướng dẫn",
    )
    assert ask(make_sheet(late)).page == "report"


def test_a_warning_of_what_is_not_recorded_yet_is_not_a_step_of_its_own() -> None:
    stale = untouched("1.2")
    done = row("4.8", status=Status.COMPLETED)
    of_stale = replace(DOUBT, where=stale.uid)
    of_evidence = replace(DOUBT, where=done.uid, field="evidence")
    assert ask(make_sheet(stale), of_stale).after == "xuất báo cáo"
    assert ask(make_sheet(done), of_evidence).after == "xuất báo cáo"
    # Kiểm tra lists two: a number that is not its own would be a second one for the same word.
    step = ask(make_sheet(stale, done), of_stale, replace(DOUBT, where=done.uid))
    assert step.after == "bổ sung minh chứng cho nhiệm vụ 4.8"
    step = ask(make_sheet(stale), of_stale, replace(DOUBT, where="NQ05-2026/2.1"))
    assert step.after == "xem cảnh báo trước khi xuất"
    assert ask(make_sheet(done), replace(DOUBT, where=done.uid)).after.startswith("xem 1 cảnh báo")
