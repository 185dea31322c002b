from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import (
    CUTOFF,
    HALF_YEAR,
    ISSUED,
    TODAY,
    make_deadline,
    make_evidence,
    make_indicator,
    make_row,
    make_sheet,
    point,
    restricted,
    with_progress,
)

from qnapp.domain.checks import check_worksheet
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.periods import PeriodKind
from qnapp.domain.reporting import (
    Finding,
    IndicatorRow,
    Level,
    Measurement,
    Progress,
    Status,
    TaskRow,
)
from qnapp.domain.standings import reached_by
from qnapp.domain.task_checks import later_milestones
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Callable


from found_by_checks import AHEAD, DONE, ERROR, LATE, WARNING, completed, found, told


def test_a_row_in_order_has_no_findings() -> None:
    assert found(make_row(point(AHEAD)), completed(), make_indicator(actual=Decimal(95))) == []


# ---------------------------------------------------------------------- what the pictures say


def test_sentence_8_completed_without_result_or_evidence() -> None:
    row = replace(with_progress(make_row(code="1.22"), **DONE, result=""), evidence=())
    assert found(row) == [
        Finding(
            "NV01", ERROR, "1.22: ghi hoàn thành nhưng chưa có kết quả hoặc minh chứng.",
            "NQ05-2026/1.22", "1.22", "result",
        )
    ]  # fmt: skip


def test_sentence_9_percent_lower_than_before() -> None:
    row = with_progress(make_row(code="4.8", previous=Progress(percent=55)), percent=40)
    sentence = (
        "4.8: tỉ lệ 40% thấp hơn kỳ trước (55%). Sửa lại hoặc ghi lý do ở ô Khó khăn, vướng mắc."
    )
    assert told(row) == [("NV12", "percent", sentence)]
    assert found(with_progress(row, difficulty="Đếm lại theo hướng dẫn mới.")) == []
    assert found(with_progress(row, delay_reason="Đếm lại theo hướng dẫn mới.")) == []
    assert found(with_progress(row, percent=55)) == []
    # No cell of a restricted row may hold the reason.
    sent = with_progress(row, result="", restricted_number="05-BC/ĐU", restricted_on=LATE)
    assert found(restricted(sent)) == []


def test_sentence_11_overdue_without_reason() -> None:
    row = make_row(point(LATE))
    sentence = "1.18: nhiệm vụ quá hạn 36 ngày. Ghi lý do chậm trước khi gửi."
    assert told(row) == [("NV03", "delay_reason", sentence)]
    assert found(with_progress(row, delay_reason="Chờ hướng dẫn.")) == []


def test_what_is_due_later_in_the_period_is_not_late_yet() -> None:
    between = TODAY + timedelta(days=3)
    row = make_row(point(between))
    assert found(row) == []
    later = check_worksheet(make_sheet(row), CUTOFF + timedelta(days=2))
    assert [f.text for f in later] == [
        "1.18: nhiệm vụ quá hạn 6 ngày. Ghi lý do chậm trước khi gửi."  # on the period's last day
    ]


# -------------------------------------------------------------------------------- each rule


def test_a_result_is_asked_for_even_beside_evidence_and_evidence_beside_a_result() -> None:
    assert told(completed(result="")) == [
        ("NV01", "result", "1.18: ghi hoàn thành nhưng chưa có kết quả.")
    ]
    assert told(replace(completed(), evidence=())) == [
        ("MC11", "evidence", "1.18: ghi hoàn thành nhưng chưa có minh chứng.")
    ]


@pytest.mark.parametrize(
    ("status", "percent", "expected"),
    [
        (Status.COMPLETED, 99, "NV02"),
        (Status.COMPLETED, 0, "NV02"),
        (Status.COMPLETED, 100, ""),
        (Status.COMPLETED, None, ""),
        (Status.NOT_STARTED, 1, "NV02"),
        (Status.NOT_STARTED, 100, "NV02"),
        (Status.NOT_STARTED, 0, "NV21"),
        (Status.NOT_STARTED, None, "NV21"),
        (Status.IN_PROGRESS, 100, "NV13"),
        (Status.ON_HOLD, 100, "NV13"),
        (Status.IN_PROGRESS, 99, ""),
        (Status.IN_PROGRESS, 0, ""),
    ],
)
def test_percent_against_status(status: Status, percent: int | None, expected: str) -> None:
    row = with_progress(completed(), status=status, percent=percent)
    assert [f.code for f in found(row)] == ([expected] if expected else [])


def test_percent_against_status_says_both() -> None:
    sentence = "1.18: ghi hoàn thành nhưng tỉ lệ mới 80%. Sửa tỉ lệ hoặc tình trạng."
    assert told(with_progress(completed(), percent=80)) == [("NV02", "percent", sentence)]


def test_not_updated_in_this_period() -> None:
    never = with_progress(make_row(), updated_on=None)
    assert told(never) == [("NV11", "status", "1.18: chưa cập nhật kỳ này.")]
    carried = with_progress(make_row(), carried=True)
    assert [f.code for f in found(carried)] == ["NV11"]
    # What was completed in an earlier period has nothing left to say.
    assert found(with_progress(completed(), carried=True, updated_on=None)) == []


def test_days_that_have_not_come() -> None:
    tomorrow = TODAY + timedelta(days=1)
    row = completed(completed_on=tomorrow)
    sentence = "1.18: ngày hoàn thành 06/6/2026 chưa đến. Sửa lại ngày."
    assert told(row) == [("NV04", "completed_on", sentence)]
    started = make_row(point(LATE, MilestoneKind.START, actual_on=tomorrow))
    assert [(f.code, f.field) for f in found(started)] == [("NV04", "milestones:1")]
    sent = restricted(with_progress(make_row(), result="", restricted_number="05-BC/ĐU"))
    assert [f.field for f in found(with_progress(sent, restricted_on=tomorrow))] == [
        "restricted_on"
    ]


def test_a_day_after_the_end_of_an_old_period_has_come_all_the_same() -> None:
    reached = CUTOFF + timedelta(days=20)
    row = make_row(point(LATE, MilestoneKind.START, actual_on=reached), as_of=CUTOFF)
    sheet = make_sheet(with_progress(row, delay_reason="Chờ mặt bằng"))
    assert check_worksheet(sheet, reached + timedelta(days=10)) == []
    early = check_worksheet(sheet, reached - timedelta(days=1))
    assert [(f.code, f.field) for f in early] == [("NV04", "milestones:1")]


@pytest.mark.parametrize(
    ("on", "outside"),
    [
        (CUTOFF, ""),
        (CUTOFF + timedelta(days=1), "sau ngày cuối của kỳ báo cáo (14/6/2026)"),
        (ISSUED, ""),
        (ISSUED - timedelta(days=1), "trước ngày ban hành Nghị quyết (09/12/2025)"),
    ],
)
def test_completed_outside_the_period(on: date, outside: str) -> None:
    findings = check_worksheet(make_sheet(completed(completed_on=on)), CUTOFF + timedelta(days=4))
    assert [f.code for f in findings] == (["NV15"] if outside else [])
    assert all(outside in f.text for f in findings)


def test_completed_on_a_day_by_which_the_period_before_said_it_was_not() -> None:
    before = Progress(Status.IN_PROGRESS, percent=60)
    row = replace(completed(completed_on=date(2026, 3, 14)), previous=before)
    sentence = (
        "1.18: kỳ trước báo chưa hoàn thành đến 14/3/2026, nay ghi hoàn thành ngày 14/3/2026. "
        "Kiểm tra lại ngày hoàn thành."
    )
    assert told(row) == [("NV22", "completed_on", sentence)]
    assert found(with_progress(row, completed_on=date(2026, 3, 15))) == []
    assert found(replace(row, previous=None)) == []  # nothing was reported
    assert found(replace(row, previous=replace(before, status=Status.COMPLETED))) == []
    # A day before the resolution is told of as that.
    assert [f.code for f in found(with_progress(row, completed_on=date(2025, 12, 8)))] == ["NV15"]


def test_an_unscheduled_period_does_not_follow_on_from_the_one_before() -> None:
    before = Progress(Status.IN_PROGRESS, percent=60)
    row = replace(completed(completed_on=date(2026, 3, 14)), previous=before)
    extra = replace(HALF_YEAR, code="2026-X01", kind=PeriodKind.X)
    assert found(row, period=extra) == []


def test_completed_without_a_day() -> None:
    said = "1.18: ghi hoàn thành nhưng chưa có ngày hoàn thành"
    undated = completed(completed_on=None)
    assert told(undated) == [("NV14", "completed_on", f"{said}.")]
    assert told(replace(undated, due=AHEAD)) == [("NV14", "completed_on", f"{said}.")]
    late = f"{said}, báo cáo tính là hoàn thành quá hạn (hạn 30/4/2026)."
    assert told(replace(undated, due=LATE)) == [("NV14", "completed_on", late)]
    apart = restricted(replace(undated, due=LATE))  # its standing is told by no report
    assert ("NV14", "completed_on", f"{said}.") in told(apart)


def test_a_result_of_what_was_not_started_is_asked_about() -> None:
    idle = with_progress(make_row(), status=Status.NOT_STARTED, percent=None, result="Đã họp")
    sentence = "1.18: ghi chưa triển khai nhưng đã có kết quả. Xem lại tình trạng."
    assert told(idle) == [("NV21", "status", sentence)]
    assert told(with_progress(idle, status=Status.ON_HOLD)) == []
    assert told(with_progress(idle, result="")) == []


def test_a_milestone_reached_by_what_was_not_started_is_asked_about() -> None:
    row = make_row(point(AHEAD, MilestoneKind.START, LATE))
    idle = with_progress(row, status=Status.NOT_STARTED, percent=None, result="")
    sentence = "ghi chưa triển khai nhưng mốc khởi công đã ghi ngày thực hiện. Xem lại tình trạng."
    assert told(idle) == [("NV21", "status", f"1.18: {sentence}")]
    assert told(with_progress(idle, status=Status.IN_PROGRESS)) == []


def test_a_work_that_ended_before_it_began_is_asked_about() -> None:
    def row(begun: date | None, ended: date | None) -> TaskRow:
        return make_row(
            point(AHEAD, MilestoneKind.START, begun, number=1),
            point(AHEAD, actual_on=ended, number=2),
        )

    day = timedelta(days=1)
    label = row(LATE, LATE).milestones[1].label
    days = f"{format_date(LATE - day)} trước {format_date(LATE)}"
    said = f"1.18: mốc {label} ghi ngày {days} của mốc khởi công. Kiểm tra lại hai ngày."
    assert told(row(LATE, LATE - day)) == [("NV23", "milestones:2", said)]
    for begun, ended in ((LATE - day, LATE), (LATE, LATE), (None, LATE), (LATE, None)):
        assert "NV23" not in [finding.code for finding in found(row(begun, ended))]


def test_the_expected_day_has_passed() -> None:
    row = with_progress(make_row(), expected_on=TODAY - timedelta(days=1))
    sentence = "1.18: ngày dự kiến xong 04/6/2026 đã qua. Sửa ngày dự kiến hoặc tình trạng."
    assert told(row) == [("NV16", "expected_on", sentence)]
    assert found(with_progress(row, expected_on=TODAY)) == []
    assert found(completed(expected_on=LATE)) == []
    # An earlier period entered afterwards: the day was still ahead then.
    after = check_worksheet(make_sheet(with_progress(row, expected_on=CUTOFF)), date(2026, 9, 1))
    assert after == []


def test_a_start_that_passed_may_only_lack_its_day() -> None:
    row = make_row(point(LATE, MilestoneKind.START), point(AHEAD), code="5.6.1")
    sentence = "5.6.1: mốc khởi công 30/4/2026 đã qua. Nếu đã đạt, ghi ngày thực hiện mốc."
    assert [f.code for f in found(row)] == ["NV03", "NV17"]
    assert told(row)[1] == ("NV17", "milestones:1", sentence)
    reached = make_row(point(LATE, MilestoneKind.START, actual_on=LATE), point(AHEAD))
    assert found(reached) == []
    assert found(with_progress(row, delay_reason="Chưa giao đất.")) == []


def test_a_deadline_that_was_not_understood() -> None:
    unreadable = make_deadline(text="sớm  nhất\ncó thể", readable=False)
    row = make_row(deadline=unreadable)
    sentence = "1.18: chưa hiểu thời hạn “sớm nhất có thể”. Ghi ngày ở mục Gia hạn."
    assert told(row) == [("NV18", "deadline", sentence)]
    # A granted extension gives the date that the words do not.
    assert found(replace(row, milestones=(point(AHEAD),))) == []


def test_a_restricted_row_carries_neither_text_nor_evidence() -> None:
    row = restricted(make_row(point(LATE), evidence=(make_evidence(),)))
    row = with_progress(row, difficulty="x", restricted_number="05", restricted_on=LATE)
    assert told(row) == [
        (
            "NV05", "result",
            "1.18: báo cáo theo đường riêng. Xóa kết quả thực hiện khỏi dòng này.",
        ),
        (
            "NV05", "difficulty",
            "1.18: báo cáo theo đường riêng. Xóa khó khăn, vướng mắc khỏi dòng này.",
        ),
        ("NV05", "evidence", "1.18: báo cáo theo đường riêng. Xóa minh chứng khỏi dòng này."),
    ]  # fmt: skip


def test_no_sentence_repeats_what_stands_in_a_restricted_row() -> None:
    secret = dict.fromkeys(
        ["result", "delay_reason", "difficulty", "proposal", "next_step"], "Sở chỉ huy mới"
    )
    row = restricted(make_row(point(LATE), evidence=(make_evidence("Sở chỉ huy mới.pdf"),)))
    assert not any("Sở chỉ huy" in f.text for f in found(with_progress(row, **secret)))


@pytest.mark.parametrize(
    ("number", "on", "lacking", "field"),
    [
        ("", None, "số và ngày", "restricted_number"),
        ("", LATE, "số", "restricted_number"),
        ("05-BC/ĐU", None, "ngày", "restricted_on"),
    ],
)
def test_a_restricted_row_names_the_separate_report(
    number: str, on: date | None, lacking: str, field: str
) -> None:
    row = restricted(make_row(point(LATE)))
    row = with_progress(row, result="", restricted_number=number, restricted_on=on)
    sentence = f"1.18: báo cáo theo đường riêng nhưng chưa ghi {lacking} của báo cáo."
    assert told(row) == [("NV19", field, sentence)]


@pytest.mark.parametrize(
    "number",
    ["15-BC/ĐU", "05", "Số 12-CV/ĐU", "123/BC-UBND", "07 - BC/ĐU", "15a-BC/TU", "12.3/BC-BCH"],
)
def test_a_number_of_a_document_is_taken_as_it_is_written(number: str) -> None:
    row = restricted(make_row(point(LATE)))
    assert found(with_progress(row, result="", restricted_number=number, restricted_on=LATE)) == []


@pytest.mark.parametrize(
    ("number", "code", "level"),
    [
        ("đã gửi", "NV20", WARNING),
        ("BC/UB", "NV20", WARNING),
        ("Sở chỉ huy đã xong", "NV20", WARNING),
        ("Sở chỉ huy mới đã xây xong phần móng", "NV06", ERROR),
        ("15-BC/ĐU, đã xây xong phần móng của sở chỉ huy", "NV06", ERROR),
    ],
)
def test_text_does_not_travel_in_the_field_of_the_number(
    number: str, code: str, level: Level
) -> None:
    row = restricted(make_row(point(LATE)))
    (finding,) = found(with_progress(row, result="", restricted_number=number, restricted_on=LATE))
    assert (finding.code, finding.level, finding.field) == (code, level, "restricted_number")
    assert number not in finding.text
    assert "15-BC/ĐU" in finding.text


def test_an_untouched_restricted_row_is_told_of_once() -> None:
    row = restricted(with_progress(make_row(), result="", updated_on=None))
    assert [f.code for f in found(row)] == ["NV19"]
    carried = with_progress(row, restricted_number="05", restricted_on=LATE, carried=True)
    assert [f.code for f in found(carried)] == ["NV11"]
    # Completed and reported in an earlier period: nothing is sent again.
    settled = restricted(with_progress(make_row(), **DONE, result="", carried=True))
    assert found(settled) == []


@pytest.mark.parametrize("make", [make_row, make_indicator])
def test_evidence_altered_or_deferred(make: Callable[[], TaskRow | IndicatorRow]) -> None:
    row = make()
    if isinstance(row, IndicatorRow):
        row = replace(row, measurement=Measurement(actual=Decimal(95)))
    altered = make_evidence("a.pdf", intact=False)
    later = make_evidence("", title="Biên bản", sha256="", deferred=True, intact=None)
    unknown = make_evidence(intact=None)
    findings = found(replace(row, evidence=(later, altered, unknown)))
    assert [(f.code, f.level, f.field) for f in findings] == [
        ("MC01", ERROR, "evidence"),
        ("MC12", WARNING, "evidence"),
    ]
    assert "“a.pdf” đã bị thay đổi hoặc thất lạc" in findings[0].text
    assert "“Biên bản” ghi nộp sau" in findings[1].text


@pytest.mark.parametrize("make", [make_row, make_indicator])
def test_a_document_of_a_day_that_has_not_come(
    make: Callable[[], TaskRow | IndicatorRow],
) -> None:
    row = make()
    if isinstance(row, IndicatorRow):
        row = replace(row, measurement=Measurement(actual=Decimal(95)))
    today = make_evidence("a.pdf", issued_on=TODAY)
    assert found(replace(row, evidence=(today,))) == []
    later = make_evidence("b.pdf", issued_on=TODAY + timedelta(days=1))
    (finding,) = found(replace(row, evidence=(today, later)))
    assert (finding.code, finding.level, finding.field) == ("MC02", ERROR, "evidence")
    assert f"“b.pdf” ghi ngày {format_date(TODAY + timedelta(days=1))} chưa đến" in finding.text


# ---------------------------------------------------------------------------------- the list


def test_rows_that_are_not_reported_on_are_left_alone() -> None:
    bad = make_row(point(LATE))
    assert found(replace(bad, taken=False)) == []
    assert found(replace(bad, heading=True)) == []
    assert found(replace(bad, withdrawn=True)) == []
    assert found(replace(make_indicator(), followed=False)) == []


def test_errors_come_first_then_the_printed_order() -> None:
    soft, bad = with_progress(make_row(code="1.5"), percent=100), make_row(point(LATE), code="2.1")
    worse = make_row(point(LATE), code="3.1")
    altered = make_indicator(actual=Decimal(95))
    altered = replace(altered, evidence=(make_evidence(intact=False),))
    findings = found(soft, bad, worse, make_indicator("15a"), altered)
    assert [(f.row_code, f.level) for f in findings] == [
        ("2.1", ERROR),
        ("3.1", ERROR),
        ("22a", ERROR),
        ("1.5", WARNING),
        ("15a", WARNING),
    ]


def test_a_sign_that_the_font_lacks_is_named_with_its_row() -> None:
    row = with_progress(make_row(code="1.22"), result="Đã họp 😀", next_step="Mua ✓ thêm")
    assert told(row)[-1:] == [
        (
            "IN11",
            "result",
            "1.22: ký tự “😀” không in được (kết quả thực hiện). "
            "Bản PDF in “□” thay vào; hãy viết bằng chữ.",
        )
    ]
    secret = restricted(with_progress(make_row(code="3.10.1"), result="Đã họp 😀"))
    assert "IN11" not in {code for code, _, _ in told(secret)}


@pytest.mark.parametrize(
    ("on", "today", "told"),
    [
        (date(2026, 6, 14), date(2026, 7, 1), []),
        (date(2026, 6, 15), date(2026, 7, 1), [(1, "15/6/2026 sau ngày 14/6/2026")]),
        (date(2026, 6, 15), date(2026, 6, 14), []),  # it has not come: that is said of it
    ],
)
def test_a_milestone_of_after_the_close_is_named(
    on: date, today: date, told: list[tuple[int, str]]
) -> None:
    row = make_row(point(AHEAD, MilestoneKind.START, on))
    sheet = make_sheet(row)
    row = replace(row, milestones=reached_by(row.milestones, sheet.as_of))
    said = [(number, f"mốc khởi công {days}, kỳ này tính là chưa đạt mốc") for number, days in told]
    assert list(later_milestones(row, sheet, today)) == said
