"""What a person says of a named task is pointed at where its row says otherwise, else never."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sheets import full_sheet, local_task, sheet, task_row
from told_words import true_words

from qnapp.documents.content import PartId, draft_words
from qnapp.documents.drafts import results_of
from qnapp.domain.reporting import Status
from qnapp.domain.told_rows import other_rows

if TYPE_CHECKING:
    from qnapp.domain.reporting import TaskRow

LATE = task_row("1.5", Status.IN_PROGRESS, percent=60, expected_on=date(2026, 12, 25))
DONE = task_row("1.14", Status.COMPLETED, percent=100, completed_on=date(2026, 6, 10))
OPEN = task_row("3.2", Status.IN_PROGRESS, percent=75, result="Giải ngân 40 %, họp ngày 05/5/2026")
IDLE = task_row("3.9", Status.NOT_STARTED)
HELD = task_row(local_task(), Status.ON_HOLD, percent=10)
NOW = sheet(LATE, DONE, OPEN, IDLE, HELD)


@pytest.mark.parametrize(
    "said",
    [
        "Nhiệm vụ 1.14 hoàn thành ngày 09/6/2026",
        "1.14 đã xong vào ngày 9 tháng 6 năm 2026",
        "1.14 hoàn thành 9/6",
        "1.5 hoàn thành ngày 20/5/2026",
        "nhiệm vụ 1.5 đang triển khai, dự kiến xong ngày 20/12/2026",
        "1.5 đã hoàn thành",
        "1.5 đã hoàn thành đúng hạn",
        "1.14 hoàn thành quá hạn",
        "1.14 chưa hoàn thành",
        "Nhiệm vụ 1.14 hiện đang triển khai",
        "1.14 đang quá hạn",
        "3.2 chưa triển khai",
        "ht.01 đang thực hiện",
        "3.9 đang tạm dừng",
        "1.5 mới đạt 30%",
        "Tiến độ nhiệm vụ 3.2 là 35%",
        "Tỉ lệ hoàn thành nhiệm vụ 3.2: 35 %",
        "1.5 quá hạn 999 ngày",
    ],
)
def test_what_the_row_says_otherwise_is_pointed_at(said: str) -> None:
    found = other_rows(f"Đã rà soát. Đến nay, {said}. Các nhiệm vụ khác bình thường.", NOW)
    assert [one.removeprefix("nhiệm vụ ") for one in found] == [
        said.removeprefix("Nhiệm vụ ").removeprefix("nhiệm vụ ")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Phấn đấu đến 30/9, nhiệm vụ 3.2 đạt 100%.",
        "Nhiệm vụ 3.2 hoàn thành ngày 30/9/2026.",  # a day to come is a plan
        "Quý III/2026, 3.2 đã hoàn thành.",
        "Nếu 1.5 đã hoàn thành, trình cấp trên.",
        "Giải ngân của nhiệm vụ 3.2 đạt 35%.",
        "Công tác giải phóng mặt bằng nhiệm vụ 3.2 đã hoàn thành.",
        "Mục 3.2 đã hoàn thành.",
        "3.2 đã hoàn thành rà soát 12 hồ sơ.",
        "3.2 đã hoàn thành, trình duyệt phương án.",
        "3.2 đã hoàn thành: (1) rà soát; (2) lập hồ sơ.",
        "3.2 đạt 35% vốn; 3.2 đạt 40%.",
        "3.2 hoàn thành 05/5.",  # the day of a step that its result tells
        "Kỳ báo cáo trước, 3.2 đạt 30%.",
        "1.5 dự kiến xong ngày 25/12/2026.",
        "13.2 đạt 35%; 3.2.1 đạt 35%; 3.2 đạt 35,5%.",
        "3.2 hoàn thành 31/02/2026.",
        "",
    ],
)
def test_what_can_be_read_in_another_way_is_left_alone(said: str) -> None:
    assert other_rows(said, NOW) == ()


def test_a_day_that_nobody_has_recorded_is_no_other_day() -> None:
    done = sheet(task_row("1.14", Status.COMPLETED, percent=100))
    assert other_rows("1.14 hoàn thành ngày 09/6/2026; 1.14 đã hoàn thành.", done) == ()


def test_rows_of_the_separate_channel_betray_nothing() -> None:
    apart = sheet(task_row("6.1", Status.IN_PROGRESS, percent=10))
    assert other_rows("6.1 đạt 90%; 6.1 đã hoàn thành; 6.1 quá hạn 3 ngày.", apart) == ()


@st.composite
def _rows(draw: st.DrawFn) -> TaskRow:
    status = draw(st.sampled_from(list(Status)))
    done = status is Status.COMPLETED
    days = st.dates(date(2026, 1, 1), date(2026, 6, 14))
    return task_row(
        draw(st.sampled_from(["1.5", "1.14", "3.2", "3.4.15", "2.16.1"])),
        status,
        percent=draw(st.none() | st.integers(0, 100)),
        completed_on=draw(st.none() | days) if done else None,
        expected_on=None if done else draw(st.none() | days.map(_half_a_year_on)),
    )


def _half_a_year_on(day: date) -> date:
    return day + timedelta(days=180)


@given(st.lists(_rows(), unique_by=lambda row: row.code), st.sampled_from([". ", "; ", ", "]))
def test_true_words_are_never_pointed_at(rows: list[TaskRow], between: str) -> None:
    for row in rows:
        assert other_rows(between.join(true_words(row)), sheet(*rows)) == ()
    everything = between.join(words for row in rows for words in true_words(row))
    assert other_rows(everything, sheet(*rows)) == ()


@given(_rows(), st.integers(0, 100))
def test_another_share_is_pointed_at_and_only_another(row: TaskRow, share: int) -> None:
    known = row.progress.percent is not None
    found = other_rows(f"Nhiệm vụ {row.code} mới đạt {share}%.", sheet(row))
    assert bool(found) == (known and row.progress.percent != share)


@pytest.mark.parametrize("kind", ["Q1", "Q2", "Q3", "Q4"])
def test_no_draft_is_pointed_at(kind: str) -> None:
    given_rows = full_sheet(kind=kind)
    for part in PartId:
        assert other_rows(draft_words(given_rows, part), given_rows) == ()
    assert other_rows(results_of(given_rows.own_tasks), given_rows) == ()


@given(st.text(alphabet="1.5 3,2%()ngày/đãhoàntmsxqk", max_size=80))
def test_no_text_breaks_it_and_what_is_told_stands_in_the_text(text: str) -> None:
    assert all(one in " ".join(text.split()) for one in other_rows(text, NOW))
