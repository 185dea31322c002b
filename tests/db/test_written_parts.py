"""The report's free text, part by part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qnapp.db.history import history_of, revert
from qnapp.db.periods import add_adhoc_period, lock_period
from qnapp.db.reports import (
    plan_period,
    plan_texts,
    report_text,
    report_texts,
    set_plan_text,
    set_report_text,
)
from qnapp.errors import InputError, LockedError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q1, Q2 = "2026-Q1", "2026-Q2"


def test_parts_are_kept_by_period(store: Store) -> None:
    set_report_text(store, Q2, "opening", "Đoạn một \r\nĐoạn hai")
    set_report_text(store, Q2, "next", "Việc sau")
    set_report_text(store, Q1, "opening", "Quý I")
    assert report_texts(store, Q2) == {"opening": "Đoạn một\nĐoạn hai", "next": "Việc sau"}
    assert report_text(store, "2026-q1", "opening") == "Quý I"
    assert report_text(store, Q1, "next") == ""


def test_an_emptied_part_is_not_written(store: Store) -> None:
    set_report_text(store, Q2, "opening", "x")
    set_report_text(store, Q2, "opening", "")
    assert report_texts(store, Q2) == {}
    told = history_of(store, "report", "opening")
    assert [(one.old, one.new) for one in told] == [("x", ""), ("", "x")]


def test_the_history_names_part_and_period(store: Store) -> None:
    set_report_text(store, Q2, "opening", "x")
    entry = history_of(store, "report", "opening", Q2, "text")[0]
    assert (entry.old, entry.new, entry.clerk) == ("", "x", "Người Thử")


def test_what_cannot_be_kept_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="ký tự"):
        set_report_text(store, Q2, "opening", "x" * 30_001)
    with pytest.raises(NotFoundError):
        set_report_text(store, "2030-Q1", "opening", "x")
    with pytest.raises(NotFoundError):
        report_texts(store, "2030-Q1")


def test_the_plan_of_the_year_is_no_part_of_a_report(store: Store) -> None:
    set_report_text(store, Q1, "opening", "Báo cáo")
    set_plan_text(store, "plan:opening", "Kế hoạch")
    assert report_texts(store, Q1) == {"opening": "Báo cáo"}
    assert plan_texts(store) == {"plan:opening": "Kế hoạch"}
    with pytest.raises(ValueError, match="not a part of the plan"):
        set_plan_text(store, "opening", "x")


def test_a_locked_period_does_not_hold_the_plan(store: Store) -> None:
    set_plan_text(store, "plan:purpose", "Trước")
    lock_period(store, Q1, "Đã trình ký")
    with pytest.raises(LockedError):
        set_report_text(store, Q1, "opening", "x")
    changes = set_plan_text(store, "plan:purpose", "Sau")
    revert(store, changes)
    assert plan_texts(store) == {"plan:purpose": "Trước"}


def test_the_plan_stays_where_it_is_when_an_earlier_period_is_added(store: Store) -> None:
    set_plan_text(store, "plan:purpose", "Mục đích")
    day = date(2026, 1, 5)
    add_adhoc_period(store, name="Báo cáo đầu năm", start=day, cutoff=day, due=day)
    assert plan_period(store) == Q1
    assert plan_texts(store) == {"plan:purpose": "Mục đích"}
