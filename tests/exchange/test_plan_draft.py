"""The plan that is being prepared: kept, corrected, sent out once, and then this store's own."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, TUAN_CHAU, make_unit, march_clock

from qnapp.db.archive import backup_full, restore_full
from qnapp.db.content import CancelledError
from qnapp.db.copies import copy_verified
from qnapp.db.moving import leave
from qnapp.db.periods import lock_period, stored_period
from qnapp.db.plan_choice import stored_plans
from qnapp.db.plan_drafts import keep_draft, kept_draft
from qnapp.db.plans import current_plan
from qnapp.db.reporters import update_reporter
from qnapp.db.store import Store
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.assignments import propose
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Channel, Role
from qnapp.domain.plan_changes import RowPair
from qnapp.domain.plan_editing import (
    continued,
    proposed_assignments,
    same_row,
    with_assignment,
    with_channel,
    with_period,
    without_assignment,
)
from qnapp.errors import FileError, InputError, LockedError, NotFoundError
from qnapp.exchange.plan_draft import (
    PlanDraft,
    draft_of,
    drop_draft,
    load_draft,
    publish,
    save_draft,
    start_draft,
)
from qnapp.exchange.plan_import import apply_plan, compare_plan
from qnapp.exchange.plan_package import PlanContents, PlanExtension, read_plan_package
from qnapp.exchange.plan_publishing import build_contents
from qnapp.exchange.plan_workbook import export_plan_workbook

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
    draft = PlanDraft(start_draft(office))
    save_draft(office, draft)
    assert load_draft(office) == draft
    keep_draft(office, "{")
    assert load_draft(office) is None
    drop_draft(office)
    drop_draft(office)
    assert kept_draft(office) is None


def test_what_has_to_be_looked_at_of_annexes_is_kept_with_the_draft(
    office: Store, tmp_path: Path
) -> None:
    file = tmp_path / "phu-luc.xlsx"
    plan = current_plan(office)
    tasks = [replace(t, deadline_text="Tháng 31/2026") if t.uid == TASK else t for t in plan.tasks]
    export_plan_workbook(replace(plan, tasks=tuple(tasks)), file)
    draft = draft_of(build_contents(office, file), file)
    assert [one.typed for one in draft.unread] == ["Tháng 31/2026"]
    save_draft(office, draft)
    assert load_draft(office) == draft


@pytest.mark.parametrize("whole", [True, False])
def test_a_draft_comes_back_from_a_backup(office: Store, tmp_path: Path, whole: bool) -> None:
    changed = with_channel(current_plan(office), TASK, Channel.RESTRICTED)
    draft = PlanDraft(replace(start_draft(office), plan=changed))
    save_draft(office, draft)
    if whole:
        saved = backup_full(office, tmp_path / "sao-luu.zip").file
    else:
        saved = tmp_path / "hằng ngày.db"
        copy_verified(office.db, saved)
    drop_draft(office)
    folder = tmp_path / "máy khác"
    restore_full(saved, folder, clock=march_clock())
    with Store.open(folder, clock=march_clock()) as store:
        assert load_draft(store) == draft


def test_a_store_that_was_moved_away_takes_no_draft(office: Store) -> None:
    draft = PlanDraft(start_draft(office))
    leave(office)
    with pytest.raises(LockedError):
        save_draft(office, draft)


# -------------------------------------------------------------------------------- the calendar


def test_days_of_a_period_are_changed_in_order_only(office: Store) -> None:
    calendar = start_draft(office).calendar
    first = calendar[0]
    day = {"start": first.start, "cutoff": date(2026, 3, 10), "due": date(2026, 3, 25)}
    changed = with_period(calendar, "2026-q1", name=" Quý một ", **day)
    assert changed[1:] == calendar[1:]
    assert changed[0] == replace(
        first, name="Quý một", cutoff=day["cutoff"], due=day["due"], as_of=day["cutoff"]
    )
    year = next(one for one in calendar if one.code == "2026-Q4")
    earlier = {"start": year.start, "cutoff": date(2026, 12, 10), "due": year.due}
    kept = with_period(calendar, year.code, name=year.name, **earlier)
    assert next(one for one in kept if one.code == year.code).as_of == year.as_of
    with pytest.raises(InputError, match="thứ tự thời gian"):
        with_period(calendar, first.code, name="Quý I", **{**day, "due": date(2026, 3, 9)})
    late = {**day, "cutoff": date(2026, 6, 14), "due": date(2026, 6, 20)}
    with pytest.raises(InputError, match="6 tháng"):
        with_period(calendar, first.code, name="Quý I", **late)
    with pytest.raises(InputError, match="phải có tên"):
        with_period(calendar, first.code, name=" ", **day)
    with pytest.raises(NotFoundError):
        with_period(calendar, "2026-X09", name="Đột xuất", **day)


def earlier_first_quarter(office: Store, name: str) -> PlanContents:
    draft = start_draft(office)
    first = draft.calendar[0]
    days = {"start": first.start, "cutoff": date(2026, 3, 10), "due": date(2026, 3, 25)}
    return replace(draft, calendar=with_period(draft.calendar, first.code, name=name, **days))


def test_a_changed_calendar_goes_out_and_becomes_the_offices_own(
    office: Store, tmp_path: Path
) -> None:
    contents = earlier_first_quarter(office, "Quý I/2026")
    found = publish(office, contents, tmp_path / "gửi")
    assert stored_period(office, "2026-Q1").period == contents.calendar[0]
    with Store.open(make_unit(tmp_path / "unit", HA_TU), clock=march_clock()) as unit:
        apply_plan(unit, compare_plan(unit, read_plan_package(found.package)))
        assert stored_period(unit, "2026-Q1").period == contents.calendar[0]


def test_a_closed_period_keeps_its_days(office: Store, tmp_path: Path) -> None:
    before = stored_period(office, "2026-Q1").period
    lock_period(office, before.code, "đã chốt")
    publish(office, earlier_first_quarter(office, before.name), tmp_path / "gửi")
    assert stored_period(office, before.code).period == before


# ---------------------------------------------------------------------------------- extensions


def test_one_organisation_is_given_more_time_than_the_others(office: Store, tmp_path: Path) -> None:
    given = (
        PlanExtension(TASK, HA_TU, date(2026, 10, 31), "15-TB/TU"),
        PlanExtension(TASK, "", date(2026, 9, 30), "12-TB/TU"),
    )
    draft = start_draft(office)
    plan = with_assignment(draft.plan, TASK, HA_TU, Role.LEAD)
    plan = with_assignment(plan, TASK, TUAN_CHAU, Role.LEAD)
    found = publish(office, replace(draft, plan=plan, extensions=given), tmp_path / "gửi")
    received = read_plan_package(found.package)
    for code, due in ((HA_TU, date(2026, 10, 31)), (TUAN_CHAU, date(2026, 9, 30))):
        with Store.open(make_unit(tmp_path / code, code), clock=march_clock()) as unit:
            apply_plan(unit, compare_plan(unit, received))
            rows = {row.uid: row for row in load_worksheet(unit, "2026-Q1").tasks}
            extension = rows[TASK].extension
            assert extension is not None
            assert (extension.due, extension.granted) == (due, True)


def test_what_was_put_off_goes_into_every_later_package(office: Store, tmp_path: Path) -> None:
    given = (PlanExtension(TASK, "", date(2026, 9, 30), "12-TB/TU"),)
    publish(office, replace(start_draft(office), extensions=given), tmp_path / "một")
    assert start_draft(office).extensions == given
    again = publish(office, start_draft(office), tmp_path / "hai")
    assert read_plan_package(again.package).contents.extensions == given


def test_what_units_have_is_withdrawn_and_what_was_not_sent_is_dropped(
    office: Store, tmp_path: Path
) -> None:
    first, second = (
        PlanExtension(TASK, "", date(2026, month, 30), f"{month}-TB/TU") for month in (9, 11)
    )
    draft = start_draft(office).extended(first, ()).extended(second, ())
    assert (draft.extensions, draft.withdrawn) == ((second,), ())  # nobody has the first one
    publish(office, draft, tmp_path / "một")
    sent = start_draft(office).extensions
    assert start_draft(office).extended(first, sent).withdrawn == (second,)
    gone = start_draft(office).taken_back(second, sent)
    assert (gone.extensions, gone.withdrawn) == ((), (second,))
    assert gone.extended(second, sent).withdrawn == ()  # granted again
    found = publish(office, gone, tmp_path / "hai")
    again = publish(office, start_draft(office), tmp_path / "ba")
    for package in (found.package, again.package):  # a unit may take in only the last
        assert read_plan_package(package).contents.withdrawn == (second,)


def test_two_things_stay_two_things_in_every_later_package(office: Store, tmp_path: Path) -> None:
    pair = RowPair("NQ05-2026/1.9", TASK)
    publish(office, replace(start_draft(office), apart=(pair,)), tmp_path / "một")
    again = publish(office, start_draft(office), tmp_path / "hai")
    assert read_plan_package(again.package).contents.apart == (pair,)


def test_a_task_that_is_gone_takes_its_extension_along(office: Store) -> None:
    given = start_draft(office).extended(PlanExtension(TASK, "", date(2026, 9, 30), "9-TB"), ())
    without = replace(
        given.plan,
        tasks=tuple(one for one in given.plan.tasks if one.uid != TASK),
        assignments=tuple(one for one in given.plan.assignments if one.uid != TASK),
    )
    assert given.with_plan(without).extensions == ()


# ------------------------------------------------------------------------------------- sending


def test_a_changed_plan_goes_out_as_the_next_version_and_a_unit_takes_it_in(
    office: Store, tmp_path: Path
) -> None:
    update_reporter(office, HA_TU, email="hatu@quangninh.gov.vn")
    draft = start_draft(office)
    changed = with_assignment(draft.plan, TASK, HA_TU, Role.LEAD)
    save_draft(office, PlanDraft(draft))
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
    save_draft(office, PlanDraft(draft))
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
    assert load_draft(office) == PlanDraft(draft)
