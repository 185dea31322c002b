"""The worksheet: the whole plan in printed order, from few queries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from stores import task

from qnapp.db.assignments import add_local_task, take_on
from qnapp.db.builtin import builtin_plan
from qnapp.db.organisations import own_organisation
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_indicator_row, load_task_row, load_worksheet
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q2 = "2026-Q2"


def test_it_holds_the_whole_plan_in_printed_order(store: Store) -> None:
    sheet = load_worksheet(store, Q2)
    plan = builtin_plan()
    assert [row.task for row in sheet.tasks] == list(plan.tasks)
    assert [row.indicator for row in sheet.indicators] == list(plan.indicators)
    assert sheet.organisation == own_organisation(store)
    assert sheet.plan == plan
    assert (sheet.period.code, sheet.as_of, sheet.locked) == (Q2, date(2026, 6, 14), False)


def test_a_typed_period_is_found(store: Store) -> None:
    assert load_worksheet(store, "2026-q2").period.code == Q2
    with pytest.raises(NotFoundError):
        load_worksheet(store, "2030-Q1")


def test_a_hundred_and_four_rows_can_be_counted(store: Store) -> None:
    rows = [row for row in load_worksheet(store, Q2).tasks if row.origin == "plan"]
    assert len(rows) == 108
    headings = [row.code for row in rows if row.heading]
    assert headings == ["2.16", "3.4", "3.10", "5.6"]
    assert all((row.standing is None) == row.heading for row in rows)


def test_an_empty_cell_takes_the_parents(store: Store) -> None:
    row = task(store, "2.16.1")
    assert row.parent is not None
    assert row.parent.code == "2.16"
    assert row.lead == ("Đảng ủy Ủy ban nhân dân tỉnh",)
    assert row.due == date(2026, 6, 30)


def test_standings_are_judged_at_the_day_asked_for(store: Store) -> None:
    take_on(store, ["2.16.1"])
    set_progress(store, "2.16.1", Q2, status="in_progress")

    def standing(day: date | None) -> str:
        sheet = load_worksheet(store, Q2, day)
        return str(next(row.standing for row in sheet.tasks if row.code == "2.16.1"))

    assert standing(None) == "in_time"
    assert standing(date(2026, 6, 30)) == "in_time"
    assert standing(date(2026, 7, 1)) == "overdue"


def test_one_row_is_the_row_of_the_whole(store: Store) -> None:
    add_local_task(store, title="Việc riêng", deadline_text="Quý III/2026")
    set_progress(store, "3.2", "2026-Q1", status="in_progress", percent=20)
    sheet = load_worksheet(store, Q2)
    for row in sheet.tasks:
        assert load_task_row(store, row.uid, Q2) == row
    for one in sheet.indicators[::6]:
        assert load_indicator_row(store, one.uid, Q2) == one
    with pytest.raises(NotFoundError):
        load_indicator_row(store, "không có", Q2)


def test_many_rows_take_no_more_queries_than_few(store: Store) -> None:
    def count() -> int:
        asked: list[str] = []
        store.db.set_trace_callback(asked.append)
        load_worksheet(store, Q2)
        store.db.set_trace_callback(None)
        return len(asked)

    load_worksheet(store, Q2)  # the plan is read once
    few = count()
    plan = [row.uid for row in load_worksheet(store, Q2).tasks if not row.heading]
    with store.atomic():
        take_on(store, plan)
        for uid in plan:
            set_progress(store, uid, "2026-Q1", status="in_progress", percent=10)
    assert count() == few <= 70, few


def test_proposals_show_where_nothing_was_taken_on(store: Store) -> None:
    row = task(store, "3.4.15")  # names phường Tuần Châu, not this one
    assert (row.taken, row.role, row.certainty) == (False, None, None)
    assert row.reason == "Các cơ quan, địa phương có liên quan"
