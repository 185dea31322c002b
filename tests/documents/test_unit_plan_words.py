"""The plan's sentences as an official would write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pdf_pages import MM
from report_sheets import (
    COMMUNE,
    full_sheet,
    indicator_row,
    local_task,
    sheet,
    task_row,
)
from unit_plans import CALENDAR, ON

from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.profiles import load_profile
from qnapp.documents.unit_plan import YearPlan, build_unit_plan
from qnapp.domain.plan import Role
from qnapp.domain.reporting import Extension, IndicatorRow, TaskRow

if TYPE_CHECKING:
    from qnapp.documents.report import Report


def plan_of(
    *rows: TaskRow | IndicatorRow, form: str = "dang", followers: dict[str, str] | None = None
) -> Report:
    year = YearPlan(sheet(*rows, kind="Q1"), CALENDAR, followers or {})
    return build_unit_plan(year, {}, COMMUNE, load_profile(form), on=ON)


def lines(plan: Report, part: str) -> tuple[str, ...]:
    return plan.part(f"plan:{part}").paragraphs


@pytest.mark.parametrize(
    ("granted", "by"),
    [(True, "gia hạn đến 30/6/2026 theo"), (False, "đã đề nghị gia hạn đến 30/6/2026 tại")],
)
def test_no_bracket_stands_within_a_bracket(granted: bool, by: str) -> None:
    extension = Extension(1, date(2026, 6, 30), "Công văn số 41-CV/ĐU, ngày 05/5/2026", granted)
    (told,) = (
        t for t in lines(plan_of(task_row("1.18", extension=extension)), "tasks") if "1.18" in t
    )
    assert told.count("(") == told.count(")") == 1
    assert told.endswith(f"thời hạn: tháng 4/2026; {by} Công văn số 41-CV/ĐU, ngày 05/5/2026).")


def test_a_deadline_within_a_sentence_begins_with_a_small_letter() -> None:
    plan = build_unit_plan(
        YearPlan(full_sheet(kind="Q1"), CALENDAR, {}),
        {},
        COMMUNE,
        load_profile("dang"),
        on=date(2025, 12, 20),
    )
    told = [t.partition("thời hạn: ")[2] for t in lines(plan, "tasks") if "thời hạn: " in t]
    assert len(told) > 90
    assert not [words for words in told if words[0].isupper()]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2.2", "thời hạn giai đoạn 1: tháng 6/2026"),
        ("3.4.18", "thời hạn: khởi công quý I/2026; hoàn thành năm 2028"),
        ("3.4.20", "thời hạn: khởi công quý I/2026; hoàn thành giai đoạn 1 năm 2028"),
        ("3.4.23", "thời hạn: triển khai trong quý III/2026"),
        ("1.22", "thời hạn: trong quý I/2026"),
        ("3.4.2", "thời hạn: theo tiến độ của Trung ương"),
    ],
)
def test_a_deadline_goes_on_in_small_letters_after_one_colon(code: str, words: str) -> None:
    (told,) = (t for t in lines(plan_of(task_row(code)), "tasks") if f"Nhiệm vụ {code}:" in t)
    assert told.endswith(f"; {words}).")


def test_a_target_in_words_goes_on_in_small_letters() -> None:
    plan = plan_of(indicator_row("20", "Không còn hộ nghèo"))
    assert any(t.endswith(": không còn hộ nghèo.") for t in lines(plan, "targets"))


def test_titles_of_groups_bear_no_stop() -> None:
    told = lines(plan_of(task_row("1.5"), task_row(local_task())), "tasks")
    assert told[1].startswith("1. Tiếp tục đẩy mạnh")
    assert told[1][-1] not in ".;:"
    assert "Nhiệm vụ do đơn vị đề ra:" in told


@pytest.mark.parametrize(
    ("form", "name"),
    [("dang", "Đảng ủy phường Hà Tu"), ("nha-nuoc", "Ủy ban nhân dân phường Hà Tu")],
)
def test_who_issues_leads_the_tasks_of_its_own(form: str, name: str) -> None:
    plan = plan_of(task_row(local_task(), role=Role.LEAD), form=form)
    assert plan.annexes[1].table.rows[-1].cells[3] == name
    assert name in plan.data.rows[-1].cells


def test_an_annex_is_named_for_who_follows_only_where_somebody_is_named_there() -> None:
    indicator, task = indicator_row("1", "≥90"), task_row("1.5")
    nobody = replace(task, officer="")
    followed = {indicator.uid: "Lê Anh"}
    first = "Người theo dõi từng {} nêu tại {}, gồm:"
    assert first.format("nhiệm vụ", "Biểu số 2") in lines(plan_of(indicator, task), "organisation")
    only = plan_of(indicator, nobody, followers=followed)
    assert first.format("chỉ tiêu", "Biểu số 1") in lines(only, "organisation")
    none = "\n".join(lines(plan_of(indicator, nobody), "organisation"))
    assert "theo dõi" not in none
    assert none.startswith("1. Chế độ báo cáo")


@pytest.mark.parametrize("words", ["Từ tháng 01/2026", "Trong Quý I/2026"])
def test_a_deadline_of_few_words_stands_on_one_line(words: str) -> None:
    columns = plan_of(task_row("1.22")).annexes[1].table.columns
    (width,) = [column.width for column in columns if column.title == "Thời hạn"]
    assert len(break_lines(words, load_fonts().regular, 12, (width - 2.4) * MM)) == 1
