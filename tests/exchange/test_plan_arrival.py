"""What a clerk reads of a plan package before it is taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from packages import KEY

from qnapp.db import periods, targets
from qnapp.db.builtin import builtin_plan
from qnapp.db.settings import set_settings
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Channel, Task
from qnapp.exchange.plan_arrival import PlanArrival
from qnapp.exchange.plan_import import compare_plan
from qnapp.exchange.plan_package import PlanContents, PlanExtension, ReceivedPlan

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan

PLAN = builtin_plan()
CALENDAR = default_calendar(2026, PLAN.issued_on)
TASK = next(one for one in PLAN.tasks if one.code == "3.2")


def arrival(store: Store, plan: Plan, **more: Any) -> PlanArrival:
    contents = PlanContents(plan, more.pop("calendar", CALENDAR), **more)
    received = ReceivedPlan(contents, "VPTU", "Văn phòng Tỉnh ủy", KEY.public, "d" * 64, False)
    return PlanArrival(compare_plan(store, received))


def with_tasks(*changed: Task) -> Plan:
    by_uid = {one.uid: one for one in changed}
    tasks = tuple(by_uid.get(one.uid, one) for one in PLAN.tasks)
    return replace(PLAN, version=2, tasks=tasks)


def test_words_are_vietnamese_on_both_sides(unit_store: Store) -> None:
    told = arrival(
        unit_store,
        with_tasks(replace(TASK, channel=Channel.RESTRICTED, support=(), deadline_text="")),
    )
    assert told.title == "Gói kế hoạch 05-NQ/TU năm 2026, phiên bản 2"
    assert told.changes == 1
    assert "3.2, đường gửi: đường thường → đường riêng" in told.lines
    assert f"3.2, thời hạn: {TASK.deadline_text} → (trống)" in told.lines


def test_what_the_unit_changed_is_shown_three_ways(unit_store: Store) -> None:
    one = PLAN.indicators[0]
    targets.set_own_target(unit_store, one.uid, "≥ 12")
    periods.set_period_dates(unit_store, "2026-Q2", due=date(2026, 7, 1))
    periods.lock_period(unit_store, "2026-Q1", "đã gửi")
    set_settings(unit_store, mail_to="cu@b.vn")
    calendar = tuple(
        replace(period, due=date(2026, 6, 29)) if period.code == "2026-Q2"
        else replace(period, due=date(2026, 3, 30)) if period.code == "2026-Q1"
        else period
        for period in CALENDAR
    )  # fmt: skip
    first = replace(one, target_text="≥ 99")
    plan = replace(PLAN, version=2, indicators=(first, *PLAN.indicators[1:]))
    told = arrival(unit_store, plan, calendar=calendar, recipient="moi@b.vn")
    lines = "\n".join(told.lines)
    assert f"CT-{one.code}, mục tiêu: {one.target_text} → ≥ 99, giữ mức riêng ≥12" in lines
    assert "hạn gửi: đơn vị đã tự sửa, trước đây 20/6/2026, giữ 01/7/2026, gói ghi 29/6/" in lines
    assert "Kỳ Quý I năm 2026, hạn gửi: kỳ đã khóa, giữ " in lines
    assert "Nơi nhận gói: giữ cu@b.vn, gói ghi moi@b.vn" in lines
    assert "Giữ lịch do đơn vị tự sửa ở 1 kỳ." in told.accept(unit_store)


def test_rows_that_may_be_the_same_say_who_decides(unit_store: Store) -> None:
    tasks = [one for one in PLAN.tasks if one.uid != TASK.uid]
    given = tuple(one for one in PLAN.assignments if one.uid != TASK.uid)
    again = replace(TASK, uid="NQ05-2026/mới", code="3.99")
    plan = replace(PLAN, version=2, tasks=(*tasks, again), assignments=given)
    extension = PlanExtension(again.uid, "", date(2026, 11, 30), "Thông báo số 12-TB/TU")
    lines = arrival(unit_store, plan, extensions=(extension,)).lines
    pair = "Có thể là một: 3.2 trước đây và 3.99 trong gói"
    assert f"{pair} (cùng lời văn, cần xác nhận trong cửa sổ)" in lines
    assert "3.99: gia hạn đến 30/11/2026 theo Thông báo số 12-TB/TU" in lines


def test_the_same_package_twice_is_said(unit_store: Store) -> None:
    plan = with_tasks(replace(TASK, title="Lời văn mới"))
    assert arrival(unit_store, plan).accept(unit_store, dry_run=True).endswith("chưa ghi gì.")
    assert "đã nhận 1 thay đổi" in arrival(unit_store, plan).accept(unit_store)
    again = arrival(unit_store, plan)
    assert (again.changes, again.lines) == (0, ["Không có gì khác với dữ liệu hiện có."])
    assert "đã nhận trước đây" in again.accept(unit_store)
