from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from packages import KEY, head, make, refusal

from qnapp.db.builtin import builtin_plan
from qnapp.db.calendar import periods
from qnapp.db.plans import current_plan
from qnapp.domain.canonical import canonical_json, to_plain
from qnapp.domain.packages import Kind
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Assignment, Certainty, Channel, Role
from qnapp.exchange.container import Item, PackageError, write_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.plan_package import (
    PlanContents,
    PlanExtension,
    plan_contents,
    read_plan_package,
    write_plan_package,
)
from qnapp.exchange.refusals import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store

PLAN = builtin_plan()
CALENDAR = default_calendar(2026, PLAN.issued_on)
TASK = PLAN.tasks[5]


def test_the_plan_of_the_year_comes_back_equal(unit_store: Store, tmp_path: Path) -> None:
    extension = PlanExtension(TASK.uid, "@units", date(2026, 9, 30), "Thông báo số 12-TB/TU")
    contents = plan_contents(
        unit_store, plan=PLAN, extensions=[extension], recipient="tonghop@quangninh.example"
    )
    write_plan_package(unit_store, tmp_path / "kế hoạch.qnkh", contents)
    received = read_plan_package(tmp_path / "kế hoạch.qnkh")
    assert received.contents == contents
    assert received.contents.plan == PLAN
    assert received.contents.calendar == tuple(one.period for one in periods(unit_store))
    assert received.key == own_key(unit_store).public
    assert (received.sender, received.sender_name) == ("06706", "Phường Tuần Châu")


def test_the_stores_own_plan_travels_with_channels_and_other_assignments(
    unit_store: Store, tmp_path: Path
) -> None:
    given = [Assignment(TASK.uid, "06652", Role.LEAD, Certainty.SURE, "Công văn giao việc")]
    contents = plan_contents(unit_store, assignments=given)
    write_plan_package(unit_store, tmp_path / "g.qnkh", contents)
    plan = read_plan_package(tmp_path / "g.qnkh").contents.plan
    assert plan.assignments == tuple(given)
    assert plan == replace(current_plan(unit_store), assignments=tuple(given))
    assert any(task.channel is Channel.RESTRICTED for task in plan.tasks)


def test_another_kind_of_package_is_told(tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(PackageError, match="là gói báo cáo"):
        read_plan_package(path)
    assert refusal(path, Kind.PLAN).reason is Reason.WRONG_KIND


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(PLAN, version=0),
        replace(PLAN, tasks=(*PLAN.tasks, PLAN.tasks[0])),
        replace(PLAN, tasks=(replace(PLAN.tasks[0], parent="99"), *PLAN.tasks[1:])),
        replace(PLAN, tasks=PLAN.tasks[:-1]),  # the last one is still assigned
        replace(PLAN, organisations=PLAN.organisations[:54]),  # so nobody leads the indicators
        replace(PLAN, paragraphs=(*PLAN.paragraphs, PLAN.paragraphs[0])),
    ],
    ids=["version", "twice", "parent", "assigned", "leader", "paragraph"],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path: Path, spoilt: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PlanContents(spoilt, CALENDAR)  # type: ignore[arg-type]
    data = to_plain(PlanContents(PLAN, CALENDAR)) | {"plan": to_plain(spoilt)}
    with pytest.raises(PackageError, match=r"thay đổi ở “data\.json”"):
        read_plan_package(_forged(tmp_path, data))


def test_what_the_manifest_names_must_be_inside(tmp_path: Path) -> None:
    data = to_plain(PlanContents(replace(PLAN, version=7), CALENDAR))
    with pytest.raises(PackageError) as refused:
        read_plan_package(_forged(tmp_path, data))
    assert refused.value.reason is Reason.ALTERED


@pytest.mark.parametrize(
    "calendar",
    [(), (*CALENDAR, CALENDAR[0]), (replace(CALENDAR[0], due=date(2026, 1, 1)), *CALENDAR[1:])],
    ids=["empty", "twice", "order"],
)
def test_a_calendar_that_cannot_be_is_refused(calendar: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"calendar|order"):
        PlanContents(PLAN, calendar)  # type: ignore[arg-type]


def _forged(folder: Path, data: object) -> Path:
    items = {"data.json": Item(canonical_json(data))}
    return write_package(
        folder / "g.qnkh", head(kind=Kind.PLAN, period="", revision=0), items, KEY
    ).path
