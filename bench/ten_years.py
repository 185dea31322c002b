"""A store as it is after ten years, written through the functions that a clerk's window uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.db import evidence, setup
from qnapp.db.assignments import take_on
from qnapp.db.builtin import PLAN_UID, builtin_plan
from qnapp.db.journal import seal_all
from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import choose_period
from qnapp.db.plans import install_plan
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.targets import follow
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan

YEARS = range(2017, 2027)
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_RESULT = (
    "Đã ban hành kế hoạch triển khai, phân công rõ người, rõ việc, rõ thời gian; "
    "hoàn thành {percent}% khối lượng, đúng tiến độ đề ra. "
)


class _Clock:
    """Stands at a day of a period; some minutes pass between two looks."""

    def __init__(self) -> None:
        self.now = datetime(YEARS[0], 3, 10, 8, tzinfo=timezone(timedelta(hours=7)))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=20)
        return self.now

    def go_to(self, day: date) -> None:
        """Begin the working day before a period's cut-off."""
        self.now = self.now.replace(year=day.year, month=day.month, day=day.day, hour=8)


def plan_of(year: int) -> Plan:
    """The plan of 2026 as if it were another year's: the same words under uids of their own."""
    plan, uid = builtin_plan(), f"NQ05-{year}"

    def own(text: str) -> str:
        return text.replace(PLAN_UID, uid)

    return replace(
        plan,
        uid=uid,
        year=year,
        issued_on=plan.issued_on.replace(year=year - 1),
        tasks=tuple(replace(one, uid=own(one.uid)) for one in plan.tasks),
        indicators=tuple(replace(one, uid=own(one.uid)) for one in plan.indicators),
        assignments=tuple(replace(one, uid=own(one.uid)) for one in plan.assignments),
    )


def ten_years(folder: Path) -> Store:
    """Make the store: every task taken on and reported in every quarter but the last two."""
    clock = _Clock()
    store = setup.initialise(
        folder,
        organisation=resolve_organisation("06652"),
        first_period=f"{YEARS[0]}-Q1",
        taken=(),
        clerk="Người đo",
        plan=plan_of(YEARS[0]),
        clock=clock,
    )
    for year in YEARS:
        with store.atomic():
            _record_year(store, clock, year)
    return store


def _record_year(store: Store, clock: _Clock, year: int) -> None:
    if year > YEARS[0]:
        install_plan(store, plan_of(year) if year < YEARS[-1] else builtin_plan())
        set_settings(store, first_period=f"{year}-Q1")
    sheet = load_worksheet(store, f"{year}-Q1")
    take_on(store, [row.uid for row in sheet.tasks if not row.heading])
    for row in sheet.indicators:
        follow(store, row.uid)
    quarters = QUARTERS if year < YEARS[-1] else QUARTERS[:2]
    for number, quarter in enumerate(quarters, start=1):
        _record_quarter(store, clock, f"{year}-{quarter}", 25 * number)
    choose_period(store, f"{year}-{quarters[-1]}")
    seal_all(store)


def _record_quarter(store: Store, clock: _Clock, code: str, percent: int) -> None:
    sheet = load_worksheet(store, code)
    clock.go_to(sheet.period.cutoff)
    for number, row in enumerate(sheet.own_tasks):
        if row.task.channel is Channel.RESTRICTED:
            continue
        set_progress(
            store,
            row.uid,
            code,
            status=Status.IN_PROGRESS,
            percent=percent,
            result=3 * _RESULT.format(percent=percent),
        )
        if number % 3 == 0:
            evidence.defer(store, row.uid, code, title=f"Báo cáo kết quả {row.code}")
    for item in sheet.followed_indicators:
        set_measurement(store, item.uid, code, actual=Decimal(percent))
