"""The plan that is being prepared: kept, corrected, sent out once, and then this store's own."""

from __future__ import annotations

import email
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, make_unit, march_clock

from qnapp.db.content import CancelledError
from qnapp.db.plan_choice import stored_plans
from qnapp.db.plans import current_plan
from qnapp.db.reporters import update_reporter
from qnapp.db.store import Store
from qnapp.domain.assignments import propose
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Channel, Role
from qnapp.domain.plan_editing import (
    continued,
    proposed_assignments,
    same_row,
    with_assignment,
    with_channel,
    without_assignment,
)
from qnapp.errors import FileError
from qnapp.exchange.plan_draft import (
    FILE,
    drop_draft,
    load_draft,
    publish,
    save_draft,
    start_draft,
)
from qnapp.exchange.plan_import import apply_plan, compare_plan
from qnapp.exchange.plan_package import read_plan_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TASK = "NQ05-2026/3.4.15"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    with Store.open(make_unit(tmp_path / OFFICE, OFFICE), clock=march_clock()) as store:
        yield store


# ------------------------------------------------------------------------------------ changing


def test_a_channel_changes_one_task_alone(office: Store) -> None:
    plan = current_plan(office)
    changed = with_channel(plan, TASK, Channel.RESTRICTED)
    differing = [a.uid for a, b in zip(plan.tasks, changed.tasks, strict=True) if a != b]
    assert differing == [TASK]


def test_giving_and_taking_a_task_changes_what_a_unit_is_proposed(office: Store) -> None:
    plan = current_plan(office)
    given = with_assignment(plan, TASK, HA_TU, Role.LEAD)
    mine = {one.uid: one for one in propose(given, HA_TU) if one.preticked}
    assert mine[TASK].role is Role.LEAD
    again = with_assignment(given, TASK, HA_TU, Role.SUPPORT)
    assert len(again.assignments) == len(given.assignments)
    taken = without_assignment(again, TASK, HA_TU)
    assert TASK not in {one.uid for one in propose(taken, HA_TU) if one.preticked}
    assert taken.assignments == plan.assignments


def test_words_propose_only_whom_nobody_was_given_yet(office: Store) -> None:
    plan = replace(current_plan(office), assignments=())
    found = proposed_assignments(plan, TASK)
    assert found
    assert {one.uid for one in found} == {TASK}
    known = replace(plan, assignments=tuple(found))
    assert proposed_assignments(known, TASK) == []
    assert proposed_assignments(plan, "không có") == []


def test_a_row_that_is_the_same_keeps_its_identity_and_its_hands(office: Store) -> None:
    plan = current_plan(office)
    old = next(one for one in plan.tasks if one.uid == TASK)
    renamed = replace(
        plan,
        tasks=tuple(replace(t, uid="mới") if t.uid == TASK else t for t in plan.tasks),
        assignments=tuple(replace(a, uid="mới") if a.uid == TASK else a for a in plan.assignments),
    )
    assert same_row(renamed, old.code, old) == plan
    next_year = continued(renamed, old.code, old)
    assert next(one for one in next_year.tasks if one.uid == "mới").continues == TASK


# ------------------------------------------------------------------------------------- keeping


def test_a_draft_is_there_again_and_a_broken_one_is_none(office: Store) -> None:
    assert load_draft(office) is None
    draft = start_draft(office)
    save_draft(office, draft)
    assert load_draft(office) == draft
    (office.folder / FILE).write_text("{", encoding="utf-8")
    assert load_draft(office) is None
    drop_draft(office)
    drop_draft(office)
    assert not (office.folder / FILE).exists()


# ------------------------------------------------------------------------------------- sending


def test_a_changed_plan_goes_out_as_the_next_version_and_a_unit_takes_it_in(
    office: Store, tmp_path: Path
) -> None:
    update_reporter(office, HA_TU, email="hatu@quangninh.gov.vn")
    draft = start_draft(office)
    changed = with_assignment(draft.plan, TASK, HA_TU, Role.LEAD)
    save_draft(office, draft)
    steps: list[tuple[int, int]] = []
    found = publish(
        office,
        replace(draft, plan=changed, recipient="vptu@quangninh.gov.vn"),
        tmp_path / "gửi",
        progress=lambda step, of: steps.append((step, of)),
    )
    assert found.plan.version == 2
    assert current_plan(office).version == 2
    assert load_draft(office) is None
    assert steps == [(1, 1)]
    assert len(found.without_address) == 63
    (letter,) = found.letters
    message = email.message_from_bytes(letter.read_bytes())
    assert message["To"] == "hatu@quangninh.gov.vn"
    names = [part.get_filename() for part in message.walk() if part.get_filename()]
    assert names == [found.package.name]
    received = read_plan_package(found.package)
    assert received.contents.recipient == "vptu@quangninh.gov.vn"
    with Store.open(make_unit(tmp_path / "unit", HA_TU), clock=march_clock()) as unit:
        apply_plan(unit, compare_plan(unit, received))
        assert current_plan(unit).version == 2


def test_a_plan_without_changes_keeps_its_version(office: Store, tmp_path: Path) -> None:
    found = publish(office, start_draft(office), tmp_path / "gửi")
    assert found.plan.version == 1
    assert read_plan_package(found.package).contents.plan.version == 1


@pytest.mark.parametrize("use", [True, False])
def test_next_years_plan_lies_beside_this_one(office: Store, tmp_path: Path, use: bool) -> None:
    draft = start_draft(office)
    plan = replace(draft.plan, uid="NQ07-2027", year=2027, number="07-NQ/TU", version=1)
    tasks = tuple(replace(t, uid=f"27/{t.code}", continues=t.uid) for t in plan.tasks)
    known = {old.uid: new.uid for old, new in zip(plan.tasks, tasks, strict=True)}
    measured = tuple(replace(i, uid=f"27/CT-{i.code}") for i in plan.indicators)
    known |= {old.uid: new.uid for old, new in zip(plan.indicators, measured, strict=True)}
    plan = replace(
        plan,
        tasks=tasks,
        indicators=measured,
        repeats=(),
        assignments=tuple(replace(a, uid=known[a.uid]) for a in plan.assignments),
    )
    calendar = tuple(default_calendar(2027, plan.issued_on))
    publish(office, replace(draft, plan=plan, calendar=calendar), tmp_path / "gửi", use=use)
    assert {one.uid: one.in_use for one in stored_plans(office)} == {
        "NQ05-2026": not use, "NQ07-2027": use,
    }  # fmt: skip


def test_where_nothing_can_be_written_nothing_changes(office: Store, tmp_path: Path) -> None:
    draft = start_draft(office)
    save_draft(office, draft)
    changed = replace(draft, plan=with_channel(draft.plan, TASK, Channel.RESTRICTED))
    folder = tmp_path / "gửi"
    folder.mkdir()
    (folder / "ke-hoach-2026-phien-ban-2.qnkh").mkdir()
    with pytest.raises(FileError):
        publish(office, changed, folder)
    update_reporter(office, HA_TU, email="hatu@quangninh.gov.vn")
    with pytest.raises(CancelledError):
        publish(office, changed, tmp_path / "khác", cancelled=lambda: True)
    assert current_plan(office).version == 1
    assert load_draft(office) == draft
