"""What waits, the steps, the counts: each number must be found again behind its link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import (
    HALF_YEAR,
    TODAY,
    WHOLE_YEAR,
    make_evidence,
    make_indicator,
    make_sheet,
    restricted,
)
from hypothesis import given
from hypothesis import strategies as st
from overview_rows import DOUBT, FAULT, make_issued, row, sheets, untouched

from qnapp.documents.figures import task_figures
from qnapp.domain.issued import CHOOSE_AGAIN, DRAFT_COPY, UNSIGNED_COPY
from qnapp.domain.next_step import next_step
from qnapp.domain.overview import (
    TASK_FILTERS,
    current_step,
    describe_findings,
    done_count,
    filter_tasks,
    indicator_counts,
    is_stale,
    lacks_evidence,
    lacks_reason,
    must_be_mended,
    previous_summary,
    report_steps,
    section_counts,
    short_date,
    signed_counts,
    standing_counts,
    waiting_groups,
)
from qnapp.domain.packages import Kind, OutgoingPackage, Sending
from qnapp.domain.plan import Nature
from qnapp.domain.replies import ReplyRow, RowReturn
from qnapp.domain.reporting import (
    Finding,
    Progress,
    Standing,
    Status,
    Verdict,
    Worksheet,
)
from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.domain.issued import IssuedReport

# ------------------------------------------------------------------------------------ questions


def test_a_carried_value_is_no_update_until_it_is_confirmed() -> None:
    assert is_stale(row("1.1", carried=True))
    assert not is_stale(row("1.1", carried=False))


def test_what_was_completed_before_has_nothing_left_to_say() -> None:
    assert not is_stale(untouched("1.1", status=Status.COMPLETED))


def test_a_completed_task_wants_a_document_unless_it_went_another_way() -> None:
    done = row("1.1", status=Status.COMPLETED)
    assert lacks_evidence(done)
    assert not lacks_evidence(replace(done, evidence=(make_evidence(),)))
    assert not lacks_evidence(restricted(done))


def test_a_reason_is_asked_for_where_there_is_a_field_for_it() -> None:
    late = replace(row("1.1"), standing=Standing.OVERDUE)
    assert lacks_reason(late)
    assert not lacks_reason(restricted(late))
    assert not lacks_reason(replace(late, progress=replace(late.progress, delay_reason="Chờ")))


def test_a_document_promised_for_later_is_still_lacking() -> None:
    running = replace(row("1.1"), evidence=(make_evidence(), make_evidence(deferred=True)))
    assert lacks_evidence(running)


# --------------------------------------------------------------------------------------- groups


@given(sheets())
def test_a_group_holds_exactly_the_rows_of_the_filter_behind_it(sheet: Worksheet) -> None:
    for group in waiting_groups(sheet, TODAY):
        behind = {found.uid for found in filter_tasks(sheet, group.filter, TODAY)}
        assert {found.uid for found in group.rows} == behind


@given(sheets())
def test_every_filter_answers_for_followed_tasks_only(sheet: Worksheet) -> None:
    own = {found.uid for found in sheet.own_tasks}
    for name in TASK_FILTERS:
        assert {found.uid for found in filter_tasks(sheet, name, TODAY)} <= own


def test_groups_come_in_the_order_of_the_design_and_empty_ones_not_at_all() -> None:
    sheet = make_sheet(
        row("1.1", status=Status.COMPLETED),
        untouched("1.2"),
        row("1.3", TODAY + timedelta(days=5)),
        row("1.4", TODAY - timedelta(days=36)),
    )
    found = [(group.key, [r.code for r in group.rows]) for group in waiting_groups(sheet, TODAY)]
    assert found == [
        ("overdue", ["1.4"]),
        ("urgent", ["1.3"]),
        ("stale", ["1.2"]),
        ("evidence", ["1.1"]),
    ]
    assert waiting_groups(make_sheet(), TODAY) == ()


def test_the_most_pressing_row_stands_first() -> None:
    sheet = make_sheet(
        row("1.1", TODAY - timedelta(days=5)),
        row("1.2", TODAY - timedelta(days=66)),
    )
    assert [found.code for found in waiting_groups(sheet, TODAY)[0].rows] == ["1.2", "1.1"]


def test_soon_reaches_fifteen_days_and_month_thirty() -> None:
    sheet = make_sheet(*(row(f"1.{n}", TODAY + timedelta(days=n)) for n in (15, 16, 30, 31)))
    assert [found.code for found in filter_tasks(sheet, "soon", TODAY)] == ["1.15"]
    assert [found.code for found in filter_tasks(sheet, "month", TODAY)] == ["1.15", "1.16", "1.30"]


# ---------------------------------------------------------------------------------------- steps


def test_steps_of_a_period_in_the_middle_of_the_work() -> None:
    sheet = make_sheet(row("1.1"), untouched("1.2"), row("1.3", status=Status.COMPLETED))
    steps = report_steps(sheet, [FAULT, FAULT, DOUBT])
    assert [step.words for step in steps] == [
        "2/3 nhiệm vụ",
        "thiếu 1 tệp",
        "2 lỗi, 1 cảnh báo",
        "bản nháp",
        "chưa ký",
        "hạn 20/6",
        "chưa có",
    ]
    assert current_step(steps) == 0
    assert not any(step.done for step in steps)


def test_steps_move_on_as_the_work_is_done() -> None:
    done = replace(row("1.3", status=Status.COMPLETED), evidence=(make_evidence(),))
    steps = report_steps(make_sheet(row("1.1"), done), [DOUBT])
    assert [step.done for step in steps[:4]] == [True, True, True, False]
    assert [step.words for step in steps[:3]] == ["đủ 2/2", "đủ", "1 cảnh báo"]
    assert current_step(steps) == 3


def make_outgoing(report: int, *, sent: bool = False, answer: str = "") -> OutgoingPackage:
    """A package of a report: sent on 18/6, answered on 20/6."""
    made = datetime(2026, 6, 17, 9, tzinfo=UTC)
    return OutgoingPackage(
        id=1, kind=Kind.SUBMISSION, plan="P", period="2026-Q2", report=report, addressee="",
        revision=1, part=1, parts=1, digest="d", first="d", previous="", contents="c", name="n",
        sha256="s", size=1, made_at=made, clerk="", answer=answer,
        sent_at=made.replace(day=18) if sent else None,
        answered_at=made.replace(day=20) if answer else None,
    )  # fmt: skip


def test_a_later_step_is_not_done_before_an_earlier_one() -> None:
    steps = report_steps(make_sheet(untouched("1.1")), [])
    assert [step.done for step in steps] == [False] * 7


ISSUED = [None, make_issued(), make_issued(number="05-BC/ĐU", issued_on=TODAY)]


@given(sheets(), st.lists(st.sampled_from([FAULT, DOUBT])), st.sampled_from(ISSUED))
def test_done_steps_are_always_the_first_ones(
    sheet: Worksheet, findings: list[Finding], issued: IssuedReport | None
) -> None:
    done = [step.done for step in report_steps(sheet, findings, issued)]
    assert done == sorted(done, reverse=True)


def test_a_report_sent_for_signature_waits_for_it_whatever_was_lacking() -> None:
    late = untouched("1.1")
    sheet = replace(make_sheet(late), locked=True)
    steps = report_steps(sheet, [replace(FAULT, where=late.uid)], make_issued(revision=2))
    assert [step.words for step in steps[:5]] == [
        "0/1 khi trình ký",
        "chưa có tệp",
        "1 lỗi",
        "trình ký lần 2",
        "chờ ký",
    ]
    # Over, but not shown as if nothing were missing.
    assert [(step.done, step.lacking) for step in steps[:4]] == [
        (True, True),
        (True, False),
        (True, True),
        (True, False),
    ]
    assert current_step(steps) == 4
    assert steps[4].page == "report"


def test_what_came_or_went_after_signing_changes_nothing_of_it() -> None:
    at_signing = make_sheet(row("1.1"), untouched("1.2"))
    signed = make_issued(counts=signed_counts(at_signing))
    for now in (
        at_signing,
        make_sheet(row("1.1"), untouched("1.2"), untouched("HT.01")),
        make_sheet(row("1.1")),
    ):
        steps = report_steps(now, [], signed)
        assert (steps[0].words, steps[0].lacking) == ("1/2 khi trình ký", True)
        assert steps[1].words == report_steps(at_signing, [], signed)[1].words
    assert report_steps(make_sheet(row("1.1")), [])[0].words == "đủ 1/1"  # before it is signed


def test_sending_and_the_answer_are_the_last_two_steps() -> None:
    sheet, issued = make_sheet(row("1.1")), make_issued(number="05-BC/ĐU", issued_on=TODAY)
    found = [
        [(step.words, step.done) for step in report_steps(sheet, [], issued, sending)[5:]]
        for sending in (
            Sending((make_outgoing(issued.id + 1, sent=True),)),  # of another report
            Sending((make_outgoing(issued.id),)),
            Sending((make_outgoing(issued.id, sent=True),)),
            Sending((make_outgoing(issued.id, sent=True, answer="accepted"),)),
            Sending((make_outgoing(issued.id, sent=True, answer="returned"),)),
        )
    ]
    assert found == [
        [("gửi lại, hạn 20/6", False), ("chưa có", False)],
        [("đã tạo gói, chưa gửi", False), ("chưa có", False)],
        [("đã gửi 18/6", True), ("chờ trả lời", False)],
        [("đã gửi 18/6", True), ("đã tiếp nhận 20/6", True)],
        [("đã gửi 18/6", True), ("bị trả lại 20/6", False)],
    ]


def test_a_package_without_a_signed_copy_waits_for_none() -> None:
    """The step that is ringed is the one that the button of the same card speaks of."""
    issued, sheet = make_issued(), make_sheet(row("1.1"))
    assert current_step(report_steps(sheet, [], issued)) == 4
    made = Sending((make_outgoing(issued.id),))
    steps = report_steps(sheet, [], issued, made)
    assert (steps[4].words, steps[4].lacking) == ("chưa ký", True)
    assert steps[current_step(steps)].title == "Gửi"
    step = next_step(sheet, [], TODAY, issued, made)
    assert step.button == "Gửi gói"
    assert "Gửi gói báo cáo 6 tháng năm 2026 (chưa kèm bản ký), rồi ghi là đã gửi" in step.sentence
    sent = Sending((make_outgoing(issued.id, sent=True),))
    assert current_step(report_steps(make_sheet(row("1.1")), [], issued, sent)) == 6


def test_one_part_that_was_not_sent_keeps_all_waiting() -> None:
    issued = make_issued()
    parts = (make_outgoing(issued.id, sent=True), make_outgoing(issued.id))
    assert Sending(parts).sent_at is None
    assert Sending(parts[:1]).sent_at is not None


def test_of_a_report_that_was_taken_back_no_answer_is_waited_for() -> None:
    issued = make_issued()
    sent = Sending((make_outgoing(issued.id, sent=True),))
    assert report_steps(make_sheet(row("1.1")), [], issued, sent)[6].words == "chờ trả lời"
    assert report_steps(make_sheet(row("1.1")), [], None, sent)[6].words == "chưa có"


def test_after_a_return_the_steps_begin_anew_and_say_why() -> None:
    sheet = replace(make_sheet(row("1.1")), locked=True)
    returned = Sending((make_outgoing(1, sent=True, answer="returned"),))
    steps = report_steps(sheet, [], None, returned)
    assert (steps[5].words, steps[6].words) == ("gửi lại, hạn 20/6", "bị trả lại 20/6")
    unnoted = Sending((make_outgoing(1, answer="returned"),))
    assert report_steps(sheet, [], None, unnoted)[5].words == "gửi lại, hạn 20/6"
    assert report_steps(sheet, [], make_issued(id=1), unnoted)[5].words == "đã gửi"


def test_rows_sent_back_count_among_what_the_checks_list() -> None:
    sent_back = RowReturn(ReplyRow.TASK, "u/1.1", "Chưa rõ", TODAY, "Văn phòng", 1)
    back = replace(row("1.1"), returned=sent_back)
    mended = replace(row("1.2"), returned=replace(sent_back, uid="u/1.2", mended=True))
    assert [must_be_mended(one) for one in (back, mended, row("1.3"))] == [True, False, False]
    assert report_steps(make_sheet(back), [])[2].words == "1 trả lại"
    steps = report_steps(make_sheet(back, row("1.2")), [FAULT, DOUBT])
    assert steps[2].words == "1 trả lại, 1 lỗi, 1 cảnh báo"


def test_where_nothing_is_followed_nothing_was_checked() -> None:
    assert report_steps(make_sheet(), [])[2].words == "chưa có dòng nào"
    assert report_steps(make_sheet(row("1.1")), [])[2].words == "không còn lỗi"


def test_a_signed_copy_is_not_enough_without_number_and_date() -> None:
    sheet = make_sheet(row("1.1"))
    came_back = make_issued(signed=True)
    assert report_steps(sheet, [], came_back)[4].words == "chưa ghi số, ngày"
    signed = report_steps(sheet, [], replace(came_back, number="05", issued_on=date(2026, 6, 18)))
    assert (signed[4].words, signed[4].done) == ("đã ký, ngày 18/6", True)
    assert current_step(signed) == 5


def test_a_period_locked_by_hand_has_sent_nothing_for_signature() -> None:
    steps = report_steps(replace(make_sheet(row("1.1")), locked=True), [])
    assert (steps[3].words, steps[3].done) == ("đã khóa", False)


def test_only_steps_whose_page_exists_lead_anywhere() -> None:
    steps = report_steps(make_sheet(row("1.1")), [])
    assert {step.key for step in steps if step.page} == {"update", "check", "export"}


def test_the_step_of_evidence_leads_to_the_rows_that_lack_it() -> None:
    steps = report_steps(make_sheet(row("1.1"), row("1.2", status=Status.COMPLETED)), [])
    assert (steps[1].page, steps[1].uid) == ("tasks", "filter:evidence")


def test_findings_in_words() -> None:
    assert describe_findings([]) == "không còn lỗi"
    assert describe_findings([FAULT]) == "1 lỗi"


def test_a_short_date_keeps_the_official_zeros() -> None:
    assert [short_date(date(2026, m, d)) for m, d in ((6, 14), (2, 5))] == ["14/6", "05/02"]


# --------------------------------------------------------------------------------------- counts


@given(sheets())
def test_standings_add_up_to_the_followed_tasks(sheet: Worksheet) -> None:
    counts = standing_counts(sheet)
    assert set(counts) == {*Standing, None}
    assert sum(counts.values()) == len(sheet.own_tasks)


@given(sheets())
def test_each_count_is_what_the_report_says_and_its_filter_shows(sheet: Worksheet) -> None:
    counts, said = standing_counts(sheet), task_figures(sheet.own_tasks)
    assert (done_count(counts), counts[Standing.OVERDUE]) == (said.completed, said.overdue)
    assert (counts[None], sum(counts.values())) == (said.apart, said.taken)
    for standing, count in counts.items():
        name = standing.value if standing is not None else "apart"
        assert len(filter_tasks(sheet, name, TODAY)) == count


@given(sheets())
def test_sections_add_up_to_the_counts(sheet: Worksheet) -> None:
    sections, counts = section_counts(sheet), standing_counts(sheet)
    assert sum(one.done for one in sections) == done_count(counts)
    assert sum(one.overdue for one in sections) == counts[Standing.OVERDUE]
    assert sum(one.apart for one in sections) == counts[None]
    assert sum(one.told + one.apart for one in sections) == len(sheet.own_tasks)


def test_each_indicator_is_counted_once_by_the_most_that_can_be_said_of_it() -> None:
    judged = [
        replace(make_indicator("1", actual=Decimal(91)), verdict=Verdict.MET),
        replace(make_indicator("2", actual=Decimal(99)), verdict=Verdict.EXCEEDED),
        replace(make_indicator("3", actual=Decimal(9)), verdict=Verdict.UNMET),
        replace(make_indicator("4", words="Không còn hộ nghèo"), verdict=Verdict.TO_ASSESS),
        make_indicator("5", actual=Decimal(7)),
        make_indicator("6"),
        replace(make_indicator("7"), followed=False),
    ]
    counts = indicator_counts(make_sheet(*judged))
    assert (counts.good, counts.unmet, counts.to_assess) == (2, 1, 1)
    assert (counts.recorded, counts.missing, counts.total) == (1, 1, 6)


def test_what_adds_up_until_the_year_ends_is_told_apart_from_what_has_no_target() -> None:
    adding = make_indicator("5", Nature.FLOW, actual=Decimal(7))
    apart = make_indicator("6", own_target=False, actual=Decimal(7))
    judged = replace(make_indicator("7", actual=Decimal(91)), verdict=Verdict.MET)
    counts = indicator_counts(make_sheet(adding, apart, judged))
    assert (counts.recorded, counts.growing, counts.total) == (2, 1, 3)


def test_a_contested_verdict_is_what_is_counted() -> None:
    contested = make_indicator("3", actual=Decimal(9), contested=Verdict.MET)
    counts = indicator_counts(make_sheet(replace(contested, verdict=Verdict.UNMET)))
    assert (counts.good, counts.unmet) == (1, 0)


# ------------------------------------------------------------------------------ period before


def test_an_empty_period_before_offers_to_be_filled_in() -> None:
    summary = previous_summary(make_sheet(row("1.1")), HALF_YEAR, backfilled=True)
    assert not summary.entered
    assert summary.title == "6 tháng năm 2026 chưa nhập"
    assert summary.text == "Chưa có kết quả nào. Có thể nhập bổ sung, không tính là chậm."


def test_an_empty_period_before_that_was_due_is_not_called_free_of_delay() -> None:
    summary = previous_summary(make_sheet(row("1.1")), HALF_YEAR, backfilled=False)
    due = format_date(HALF_YEAR.due)
    assert summary.text == f"Chưa có kết quả nào. Hạn gửi báo cáo là {due}."


def test_the_period_before_in_a_sentence() -> None:
    said = [
        Progress(status, updated_on=TODAY)
        for status in (Status.COMPLETED, Status.IN_PROGRESS, Status.ON_HOLD)
    ]
    rows = [replace(row(f"1.{n}"), previous=progress) for n, progress in enumerate(said)]
    summary = previous_summary(make_sheet(*rows, period=WHOLE_YEAR), HALF_YEAR, backfilled=True)
    assert summary.title == "6 tháng năm 2026 đã nhập 3 nhiệm vụ"
    assert summary.text == "Hoàn thành 1, đang triển khai 1, chưa triển khai hoặc tạm dừng 1."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("Tệp này là báo cáo khác.", "bản ký là tệp khác"),
        (f"{DRAFT_COPY}, không phải bản xuất để trình ký.", "bản ký là bản dự thảo"),
        (f"{UNSIGNED_COPY}: tệp không có chữ ký số.", "bản ký là bản chưa ký"),
    ],
)
def test_a_file_that_is_hardly_the_signed_copy_does_not_end_the_step(found: str, said: str) -> None:
    issued = make_issued(signed=True, number="15-BC/ĐU", issued_on=TODAY)
    sheet = make_sheet(row("1.1"))
    assert report_steps(sheet, [], issued)[4].done
    wrong = replace(issued.files[0], sentences=(f"{found} {CHOOSE_AGAIN}",))
    step = report_steps(sheet, [], replace(issued, files=(wrong,)))[4]
    assert (step.words, step.done, step.page) == (said, False, "report")


def test_the_period_before_tells_no_standing_of_what_went_its_own_way() -> None:
    said = Progress(Status.COMPLETED, updated_on=TODAY)
    rows = [replace(row(code), previous=said) for code in ("1.1", "6.1")]
    summary = previous_summary(make_sheet(rows[0], restricted(rows[1])), HALF_YEAR, backfilled=True)
    assert summary.title == "6 tháng năm 2026 đã nhập 2 nhiệm vụ"
    assert summary.text.startswith("Hoàn thành 1, ")
    assert summary.text.endswith("tạm dừng 0, báo cáo theo đường riêng 1.")
