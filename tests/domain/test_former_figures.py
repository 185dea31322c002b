"""A figure in a person's own words is pointed at once its row has another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sheets import full_sheet, indicator_row, sheet, task_row

from qnapp.domain.check_rules import is_restricted
from qnapp.domain.former_figures import FormerValue, former_figures, former_phrases
from qnapp.domain.reporting import Status
from qnapp.text import format_number

if TYPE_CHECKING:
    from qnapp.domain.reporting import IndicatorRow, TaskRow


def told(
    text: str, *rows: TaskRow | IndicatorRow, was: dict[str, str], draft: str = ""
) -> tuple[str, ...]:
    """What is pointed at, where the first row's fields were ``was`` before."""
    found = sheet(*rows)
    old = [FormerValue(rows[0].uid, field, value) for field, value in was.items()]
    return former_phrases(text, draft, former_figures(found, old))


def test_the_share_of_a_task_that_has_grown_since() -> None:
    row = task_row("3.2", Status.IN_PROGRESS, percent=60)
    said = "Nhiệm vụ 3.2 đạt 45%, giải ngân chậm."
    assert told(said, row, was={"percent": "45"}) == ("Nhiệm vụ 3.2 đạt 45%",)
    assert told("Đến nay được 45 %.", row, was={"percent": "45"}) == ("Đến nay được 45 %",)
    assert told("Nhiệm vụ 3.2 đạt 60%.", row, was={"percent": "45"}) == ()


def test_the_figure_of_an_indicator_with_its_sign_or_without() -> None:
    row = indicator_row("1", actual=Decimal("91.5"))
    assert told("Tỷ lệ đạt 95,25%.", row, was={"actual": "95.25"}) == ("Tỷ lệ đạt 95,25%",)
    assert told("Tỷ lệ (95,250)", row, was={"actual": "95.25"}) == ("Tỷ lệ (95,250",)
    assert told("Tỷ lệ đạt 91,5%.", row, was={"actual": "95.25"}) == ()


def test_a_figure_in_the_words_of_a_result() -> None:
    row = task_row("3.2", Status.IN_PROGRESS, result="Giải ngân 16.200 triệu đồng")
    was = {"result": "Giải ngân 12.345,6 triệu đồng"}
    said = "Đã giải ngân 12.345,6 triệu đồng."
    assert told(said, row, was=was) == ("Đã giải ngân 12.345,6",)
    assert told("Đã giải ngân 16.200 triệu đồng.", row, was=was) == ()


def test_a_result_that_still_says_the_old_share_does_not_make_it_true() -> None:
    row = task_row("3.2", Status.IN_PROGRESS, percent=70, result="Đạt 60%")
    said = "Nhiệm vụ 3.2 (nay đạt 60%) chậm."
    assert told(said, row, was={"percent": "60"}) == ("Nhiệm vụ 3.2 (nay đạt 60%",)


def test_a_figure_that_another_row_has_is_that_ones() -> None:
    row, other = (
        task_row(code, Status.IN_PROGRESS, percent=n) for code, n in (("3.2", 60), ("1.3", 45))
    )
    assert told("Nhiều nhiệm vụ đạt 45%.", row, other, was={"percent": "45"}) == ()
    assert told("Nhiệm vụ 1.3 đạt 45%.", row, other, was={"percent": "45"}) == ()
    named = "Nhiệm vụ 1.3 đạt 60%. Nhiệm vụ 3.2 đạt 45%."
    assert told(named, row, other, was={"percent": "45"}) == ("Nhiệm vụ 3.2 đạt 45%",)


def test_what_a_target_or_the_draft_says_is_not_old() -> None:
    row = indicator_row("1", "≥95%", actual=Decimal("91.5"))
    assert told("Chưa đạt mức 95%.", row, was={"actual": "95"}) == ()
    row = indicator_row("1", actual=Decimal("91.5"))
    assert told("Đã đạt 93%.", row, was={"actual": "93"}, draft="Có 93% nhiệm vụ.") == ()


@pytest.mark.parametrize(
    "said",
    [
        "Có 12 hồ sơ.",  # a small plain number may stand for anything
        "Kế hoạch năm 2026.",
        "Theo Kế hoạch số 150-KH/TU và Công văn 150/CV.",
        "Ngày 12/6/2026 và mục 12.1.",
        "Từ 120-150.",
        "",
    ],
)
def test_numbers_that_tell_nothing(said: str) -> None:
    row = task_row("3.2", Status.IN_PROGRESS, percent=60, result="Xong")
    assert told(said, row, was={"result": "12, 120, 150 và 2026"}) == ()


def test_a_row_of_the_separate_channel_is_told_in_no_report() -> None:
    row = next(row for row in full_sheet().own_tasks if is_restricted(row))
    assert told("Đạt 45%.", row, was={"percent": "45"}) == ()


def test_a_quote_begins_where_its_clause_does_or_says_that_it_is_cut() -> None:
    row = task_row("3.2", Status.IN_PROGRESS, percent=60)
    said = "Trong kỳ, có tỉ lệ đảng viên hoàn thành tốt nhiệm vụ đạt 45%"
    assert told(said, row, was={"percent": "45"}) == (said.removeprefix("Trong kỳ, "),)
    (cut,) = told(f"Nhìn chung trên địa bàn phường {said[10:]}", row, was={"percent": "45"})
    assert cut.startswith("… ")
    assert cut.endswith("hoàn thành tốt nhiệm vụ đạt 45%")


@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from(["Đạt {}%", "{} % kế hoạch."]))
def test_any_share_is_pointed_at_when_it_changed_and_only_then(
    before: int, now: int, words: str
) -> None:
    row = task_row("3.2", Status.IN_PROGRESS, percent=now)
    assert bool(told(words.format(before), row, was={"percent": str(before)})) == (before != now)


@given(st.decimals(0, 10**9, places=2), st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_it_and_what_is_told_stands_in_the_text(
    value: Decimal, before: str, after: str
) -> None:
    row = indicator_row("1", actual=Decimal(1))
    text = f"{before} {format_number(value)}% {after}"
    for phrase in told(text, row, was={"actual": f"{value:f}"}):
        assert phrase.split()[-1].rstrip("%") in text
