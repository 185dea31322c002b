"""Whatever stands in the tables: a plan that is sound, or a sentence."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from workbooks import save

from qnapp.domain.canonical import from_plain, to_plain
from qnapp.domain.plan import Plan
from qnapp.errors import InputError
from qnapp.exchange.plan_workbook import build_plan, export_plan_workbook
from qnapp.text import clean

LABELS = st.sampled_from(
    [
        None,
        "",
        "1",
        "2",
        "1.1",
        "1.2",
        "I",
        "II",
        "A",
        "(1)",
        "-",
        "–",
        "a)",
        "x",
        1,
        2.1,
        "1.",
        "1)",
    ]
)
WORDS = st.one_of(
    st.none(),
    st.sampled_from(["Việc", "việc nhỏ", "1. Nhóm", "- dự án", "Năm 2026", "=1+1", "Sở Y tế; Sở"]),
    st.text(max_size=12),
    st.integers(-5, 3000),
    st.floats(-1, 1e6),
    st.dates().map(lambda day: day if day.year > 1950 else None),
)
ROWS = st.lists(st.tuples(LABELS, WORDS, WORDS, WORDS, WORDS), max_size=12)
TASKS = ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn")
MEASURES = ("STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Đơn vị chủ trì")
Rows = Sequence[tuple[object, ...]]


def _book(tasks: Rows, measures: Rows, merged: list[tuple[int, int]]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Phụ lục nhiệm vụ năm 2026"])
    for row in [TASKS, *tasks, MEASURES, *measures]:
        sheet.append([clean(one) if isinstance(one, str) else one for one in row])
    for at, column in merged:
        sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)
    return book


@settings(max_examples=25, deadline=None)
@given(
    ROWS, ROWS, st.lists(st.tuples(st.integers(3, 12), st.integers(1, 5)), max_size=2, unique=True)
)
def test_any_rows_make_a_sound_plan_or_a_sentence(
    tasks: Rows, measures: Rows, merged: list[tuple[int, int]]
) -> None:
    # Two merged blocks over one another are no workbook.
    merged = [one for one in merged if (one[0] - 1, one[1]) not in merged]
    with tempfile.TemporaryDirectory() as folder:
        file = save(_book(tasks, measures, merged), Path(folder) / "a.xlsx")
        try:
            plan = build_plan(file).plan
        except InputError:
            return
        _require_sound(plan)
        again = Path(folder) / "b.xlsx"
        export_plan_workbook(plan, again)
        if plan.tasks:
            _require_sound(build_plan(again, plan).plan)


def _require_sound(plan: Plan) -> None:
    codes, uids = [one.code for one in plan.tasks], [one.uid for one in plan.tasks]
    uids += [one.uid for one in plan.indicators]
    assert len(set(codes)) == len(codes)
    assert len(set(uids)) == len(uids)
    assert all(not one.parent or one.parent in codes for one in plan.tasks)
    sections = {one.code for one in plan.task_sections}
    assert all(one.section in sections for one in plan.tasks if one.section)
    groups = {one.code for one in plan.indicator_groups}
    assert all(one.group in groups for one in plan.indicators)
    assert all(one.title for one in plan.tasks)
    assert from_plain(Plan, to_plain(plan)) == plan
