from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from report_sheets import indicator_row, local_task, real_plan, task_row

from qnapp.documents.figures import (
    Bin,
    bin_of,
    indicator_clauses,
    indicator_figures,
    task_clauses,
    task_figures,
)
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Standing, Status, TaskRow, Verdict

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow

AHEAD, PAST, NONE = "30/9/2026", "Tháng 4/2026", "Sau khi Trung ương ban hành"


def row(
    status: Status = Status.IN_PROGRESS, deadline: str = AHEAD, on: date | None = None
) -> TaskRow:
    return task_row(local_task(deadline_text=deadline), status, completed_on=on)


rows = st.lists(
    st.builds(
        task_row,
        st.one_of(
            st.sampled_from([AHEAD, PAST, NONE]).map(lambda d: local_task(deadline_text=d)),
            st.sampled_from(real_plan().tasks),
            st.just(local_task(deadline_text=PAST, channel=Channel.RESTRICTED)),
        ),
        st.sampled_from(Status),
        completed_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 14)),
    ),
    max_size=40,
)


def leading_numbers(clauses: str) -> int:
    """Add the first number of every clause; what follows a comma is a part of it."""
    return sum(int(n) for n in re.findall(r"(?:^|; )[^\d;,]+(\d+)", clauses.replace("\xa0", " ")))


@given(rows)
def test_figures_add_up_to_what_is_followed(given_rows: list[TaskRow]) -> None:
    f = task_figures(given_rows)
    parts = f.completed + f.in_time + f.overdue + f.not_started + f.on_hold + f.no_deadline
    assert parts + f.apart == f.taken == sum(not r.heading for r in given_rows)
    assert f.overdue_not_started + f.overdue_on_hold <= f.overdue


@given(rows)
def test_the_words_add_up_too(given_rows: list[TaskRow]) -> None:
    counted = [r for r in given_rows if not r.heading]
    assert leading_numbers(task_clauses(given_rows)) == len(counted)


@given(rows)
def test_one_status_stands_once_without_saying_which_of_its_rows(given_rows: list[TaskRow]) -> None:
    """Else "quá hạn 3, đều chưa triển khai; chưa triển khai 6" leaves open whether 6 hold the 3."""
    words = task_clauses(given_rows)
    for status in ("chưa triển khai", "tạm dừng"):
        assert len(re.findall(rf"{status}(?! \(chưa quá hạn\))", words)) <= 1


@given(rows)
def test_no_clause_says_zero(given_rows: list[TaskRow]) -> None:
    assert not re.search(r"\b0\b", task_clauses(given_rows))


@given(rows)
def test_no_count_tells_how_a_restricted_row_stands(given_rows: list[TaskRow]) -> None:
    """Neither itself, nor as the difference between the whole and its sections."""
    counted = [r for r in given_rows if not r.heading]
    ordinary = [r for r in counted if not is_restricted(r)]
    words = task_clauses(counted).split("; báo cáo theo đường riêng")[0]
    assert words.startswith("báo cáo theo đường riêng") or words == task_clauses(ordinary)


def test_the_sentence_of_the_design() -> None:
    """The picture of the report page: 23 tasks."""
    given_rows = [
        *[row(Status.COMPLETED, PAST, date(2026, 4, 1))] * 3,
        *[row(Status.COMPLETED, PAST, date(2026, 5, 2))] * 2,
        *[row()] * 11,
        *[row(deadline=PAST)] * 3,
        *[row(Status.NOT_STARTED)] * 3,
        row(deadline=NONE),
    ]
    assert task_clauses(given_rows).replace("\xa0", " ") == (
        "hoàn thành 5, trong đó 2 hoàn thành quá hạn; đang triển khai 14, trong đó 3 quá hạn; "
        "chưa triển khai 3; không xác định thời hạn 1"
    )


def test_rows_that_nobody_works_on_are_not_called_in_progress() -> None:
    given_rows = [
        row(),
        row(deadline=PAST),
        row(Status.NOT_STARTED, PAST),
        row(Status.ON_HOLD, PAST),
        row(Status.ON_HOLD),
    ]
    assert task_clauses(given_rows).replace("\xa0", " ") == (
        "đang triển khai trong hạn 1; quá hạn 3, trong đó 1 chưa triển khai, 1 tạm dừng; "
        "tạm dừng (chưa quá hạn) 1"
    )


def test_a_part_that_is_the_whole_is_not_said_twice() -> None:
    idle = row(Status.NOT_STARTED, PAST)
    assert task_clauses([idle]).replace("\xa0", " ") == "quá hạn 1 (chưa triển khai)"
    assert task_clauses([idle] * 5).replace("\xa0", " ") == "quá hạn 5, đều chưa triển khai"
    assert task_clauses([idle] * 3 + [row(Status.NOT_STARTED)] * 6).replace("\xa0", " ") == (
        "quá hạn 3, đều chưa triển khai; chưa triển khai (chưa quá hạn) 6"
    )
    held = [row(Status.ON_HOLD, PAST)] * 2
    assert task_clauses(held).replace("\xa0", " ") == "quá hạn 2, đều tạm dừng"
    assert task_clauses([idle, *held]).replace("\xa0", " ") == (
        "quá hạn 3, trong đó 1 chưa triển khai, 2 tạm dừng"
    )


def test_when_all_are_late_the_words_say_all() -> None:
    late = row(Status.COMPLETED, PAST, date(2026, 5, 2))
    assert task_clauses([late]).replace("\xa0", " ") == "hoàn thành 1 (quá hạn)"
    assert task_clauses([late, late]).replace("\xa0", " ") == "hoàn thành 2, đều quá hạn"
    assert task_clauses([row(deadline=PAST)] * 2).replace("\xa0", " ") == (
        "đang triển khai 2, đều quá hạn"
    )


def test_the_whole_plan_has_104_countable_rows() -> None:
    assert task_figures([task_row(task) for task in real_plan().tasks]).taken == 104


values = st.none() | st.decimals(0, 200, places=1)
indicator_rows = st.lists(
    st.builds(
        indicator_row,
        st.sampled_from([i.code for i in real_plan().indicators]),
        st.none() | st.sampled_from(["≥90", "<2", "3-3,5", "Không còn hộ nghèo"]),
        last=st.booleans(),
        actual=values,
        estimate=values,
        cumulative=values,
        words=st.sampled_from(["", "Còn 02 hộ"]),
        contested=st.none() | st.sampled_from(Verdict),
    ),
    max_size=20,
)


@given(indicator_rows)
def test_every_indicator_is_counted_once(given_rows: list[IndicatorRow]) -> None:
    assert sum(indicator_figures(given_rows).values()) == len(given_rows)
    numbers = re.findall(r"(\d+)\xa0chỉ tiêu", indicator_clauses(given_rows))
    assert sum(map(int, numbers)) == len(given_rows)


def test_where_each_indicator_is_counted() -> None:
    d = Decimal
    assert bin_of(indicator_row("1", "≥92", actual=d("94.5"))) is Bin.MET
    assert bin_of(indicator_row("3", "3-3,5", actual=d(4))) is Bin.MET  # exceeded
    assert bin_of(indicator_row("1", "≥92", actual=d(90))) is Bin.UNMET
    assert bin_of(indicator_row("20", "Không còn hộ nghèo", words="Còn 02 hộ")) is Bin.TO_ASSESS
    assert bin_of(indicator_row("1", "≥92")) is Bin.NO_VALUE
    assert bin_of(indicator_row("1")) is Bin.NO_VALUE
    assert bin_of(indicator_row("1", actual=d(90))) is Bin.UNTARGETED
    assert bin_of(indicator_row("10", ">120", cumulative=d(49))) is Bin.YEAR_END
    assert bin_of(indicator_row("10", ">120", last=True, cumulative=d(49))) is Bin.UNMET


def test_the_organisations_own_verdict_goes_before_the_rule() -> None:
    contested = indicator_row("1", "≥92", actual=Decimal(90), contested=Verdict.MET)
    assert contested.verdict is Verdict.UNMET
    assert bin_of(contested) is Bin.MET


def test_standings_are_those_of_the_period() -> None:
    assert row(deadline=PAST).standing is Standing.OVERDUE
    assert task_figures([row(deadline=PAST)]).overdue == 1
