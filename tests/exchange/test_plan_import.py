"""A plan package taken into a unit's store: shown first, then whole; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import KEY, OTHER_KEY

from qnapp.db import milestones, periods, plan_versions, progress, targets
from qnapp.db.assignments import let_go
from qnapp.db.builtin import builtin_plan
from qnapp.db.fields import ENTITIES
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirmed_key
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.worksheet import find_task, load_worksheet
from qnapp.domain.canonical import from_plain, to_plain
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan import Assignment, Certainty, Plan, Role, Task
from qnapp.domain.plan_changes import Likeness, RowPair
from qnapp.errors import InputError
from qnapp.exchange.plan_arrival import difference_lines
from qnapp.exchange.plan_import import Confirmed, apply_plan, compare_plan
from qnapp.exchange.plan_package import PlanContents, PlanExtension, ReceivedPlan

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.periods import Period

PLAN = builtin_plan()
CALENDAR = default_calendar(2026, PLAN.issued_on)
Q1, Q2 = "2026-Q1", "2026-Q2"
OWN = "06706"
LEAVES = [one for one in PLAN.tasks if one.code not in {task.parent for task in PLAN.tasks}]
REPEATED = {one.code for one in PLAN.repeats}
FREE = [one for one in LEAVES if one.code not in REPEATED]


def received(plan: Plan, key: str = KEY.public, **more: Any) -> ReceivedPlan:
    """What arrives from the province's office."""
    contents = PlanContents(plan, more.pop("calendar", CALENDAR), **more)
    return ReceivedPlan(contents, "VPTU", "Văn phòng Tỉnh ủy", key, "d" * 64, training=False)


def later(*changed: Task, gone: str = "", version: int = 2, plan: Plan = PLAN) -> Plan:
    """The next version of a plan, some tasks in other words or new, one withdrawn."""
    by_uid = {one.uid: one for one in changed}
    tasks = [by_uid.pop(one.uid, one) for one in plan.tasks if one.uid != gone]
    given = tuple(one for one in plan.assignments if one.uid != gone)
    tasks += by_uid.values()
    return replace(plan, version=version, tasks=tuple(tasks), assignments=given)


def take(store: Store, arrived: ReceivedPlan, confirmed: Confirmed | None = None) -> None:
    apply_plan(store, compare_plan(store, arrived), confirmed)


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    more = {"history", "plan_version", "task_words", "sender_key", "period", "setting"}
    names = sorted({entity.table for entity in ENTITIES.values()} | more)
    return {name: [tuple(row) for row in store.rows(f"SELECT * FROM {name}")] for name in names}


def typed(store: Store) -> str:
    """Uid of a task of which the unit has told something."""
    task = find_task(store, "3.2")
    progress.set_progress(store, task.uid, Q1, status="in_progress", percent=40, result="Đã họp")
    return task.uid


def test_a_version_is_shown_and_then_stored_as_it_travelled(unit_store: Store) -> None:
    uid = typed(unit_store)
    plan = later(replace(find_task(unit_store, "3.2"), deadline_text="Quý IV/2026"))
    before = tables(unit_store)
    difference = compare_plan(unit_store, received(plan))
    assert [one.uid for one in difference.rows.changed] == [uid]
    assert tables(unit_store) == before
    apply_plan(unit_store, difference)
    assert replace(current_plan(unit_store), organisations=()) == replace(plan, organisations=())
    row = next(one for one in load_worksheet(unit_store, Q1).own_tasks if one.uid == uid)
    assert (row.progress.percent, row.progress.result) == (40, "Đã họp")
    assert [one.uid for one in plan_versions.rows_to_look_at(unit_store).changed] == [uid]
    plan_versions.mark_seen(unit_store, [uid])
    assert plan_versions.rows_to_look_at(unit_store).changed == ()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    gone=st.sampled_from(FREE),
    worded=st.lists(st.sampled_from(FREE), max_size=4, unique_by=lambda one: one.uid),
    version=st.integers(2, 40),
)
def test_any_later_version_keeps_uids_and_progress(
    unit_store: Store, gone: Task, worded: list[Task], version: int
) -> None:
    with unit_store.trial():
        uid = typed(unit_store)
        new = [replace(one, title=f"{one.title} ({version})") for one in worded if one != gone]
        plan = later(*new, gone=gone.uid, version=version)
        known, told = plan_versions.known_uids(unit_store), _progress(unit_store, uid)
        travelled = from_plain(PlanContents, to_plain(PlanContents(plan, CALENDAR)))
        take(unit_store, received(travelled.plan))
        assert plan_versions.known_uids(unit_store) == known
        assert _progress(unit_store, uid) == told
        stored = current_plan(unit_store)
        assert stored.tasks == plan.tasks
        assert stored.assignments == plan.assignments


def _progress(store: Store, uid: str) -> object:
    return [tuple(row) for row in store.rows("SELECT * FROM progress WHERE uid = ?", (uid,))]


def test_a_withdrawn_row_keeps_what_was_typed_and_is_marked(unit_store: Store) -> None:
    uid = typed(unit_store)
    take(unit_store, received(later(gone=uid)))
    row = next(one for one in load_worksheet(unit_store, Q1).own_tasks if one.uid == uid)
    assert row.withdrawn
    assert row.progress.result == "Đã họp"
    marked = plan_versions.rows_to_look_at(unit_store)
    assert [one.uid for one in marked.withdrawn] == [uid]


def test_a_row_under_another_uid_takes_what_was_typed_along(unit_store: Store) -> None:
    uid = typed(unit_store)
    again = replace(find_task(unit_store, "3.2"), uid="NQ05-2026/mới")
    arrived = received(later(again, gone=uid))
    (match,) = compare_plan(unit_store, arrived).rows.matches
    assert match.likeness is Likeness.BOTH
    take(unit_store, arrived)
    row = next(one for one in load_worksheet(unit_store, Q1).own_tasks if one.code == "3.2")
    assert (row.uid, row.withdrawn, row.progress.result) == (again.uid, False, "Đã họp")
    assert uid not in {one.uid for one in load_worksheet(unit_store, Q1).own_tasks}


def test_a_row_like_another_in_words_alone_waits_for_a_person(unit_store: Store) -> None:
    uid = typed(unit_store)
    again = replace(find_task(unit_store, "3.2"), uid="NQ05-2026/mới", code="3.99")
    arrived = received(later(again, gone=uid))
    with unit_store.trial():
        take(unit_store, arrived)
        assert _progress(unit_store, uid)
    take(unit_store, arrived, Confirmed(matches=frozenset({(uid, again.uid)})))
    assert not _progress(unit_store, uid)
    assert _progress(unit_store, again.uid)


def test_a_pair_that_was_not_shown_changes_nothing(unit_store: Store) -> None:
    uid = typed(unit_store)
    difference = compare_plan(unit_store, received(later()))
    before = tables(unit_store)
    with pytest.raises(InputError, match="Mở lại gói"):
        apply_plan(unit_store, difference, Confirmed(frozenset({(uid, PLAN.tasks[0].uid)})))
    assert tables(unit_store) == before


def test_what_changed_since_it_was_shown_is_not_taken_in(unit_store: Store) -> None:
    difference = compare_plan(unit_store, received(later()))
    take(unit_store, received(later(version=3)))
    with pytest.raises(InputError, match="đã có phiên bản 3"):
        apply_plan(unit_store, difference)


def test_an_older_version_and_another_content_are_refused(unit_store: Store) -> None:
    take(unit_store, received(later(version=3)))
    before = tables(unit_store)
    with pytest.raises(InputError, match="phiên bản 2, ở đây đã có phiên bản 3"):
        compare_plan(unit_store, received(later(version=2)))
    other = later(replace(PLAN.tasks[0], title="Khác"), version=3)
    with pytest.raises(InputError, match="cùng số phiên bản"):
        compare_plan(unit_store, received(other))
    with pytest.raises(InputError, match="năm 2025"):
        compare_plan(unit_store, received(replace(PLAN, uid="NQ01-2025", year=2025)))
    assert tables(unit_store) == before


def test_the_same_version_twice_changes_nothing(unit_store: Store) -> None:
    take(unit_store, received(later()))
    before = tables(unit_store)
    difference = compare_plan(unit_store, received(later()))
    assert difference.same_version
    apply_plan(unit_store, difference)
    assert tables(unit_store) == before


def test_another_key_and_training_data_are_refused(unit_store: Store) -> None:
    take(unit_store, received(later()))
    assert confirmed_key(unit_store, "VPTU") == KEY.public
    doubtful = compare_plan(unit_store, received(later(version=3), key=OTHER_KEY.public))
    assert any("Khóa khác" in line for line in difference_lines(doubtful))
    with pytest.raises(InputError, match="khóa khác"):
        apply_plan(unit_store, doubtful)
    assert current_plan(unit_store).version == 2
    apply_plan(unit_store, doubtful, Confirmed(key=True))
    assert confirmed_key(unit_store, "VPTU") == OTHER_KEY.public
    with pytest.raises(InputError, match="tập huấn"):
        compare_plan(unit_store, replace(received(later(version=3)), training=True))


def test_a_uid_of_something_else_is_refused(unit_store: Store) -> None:
    stolen = replace(PLAN.tasks[-1], uid=PLAN.indicators[0].uid)
    rest = tuple(one for one in PLAN.indicators if one.uid != stolen.uid)
    plan = replace(PLAN, version=2, tasks=(*PLAN.tasks[:-1], stolen), indicators=rest)
    plan = replace(plan, assignments=())
    with pytest.raises(InputError, match="mã nhận dạng"):
        compare_plan(unit_store, received(plan))


def test_newly_assigned_tasks_are_taken_on_but_not_those_that_were_let_go(
    unit_store: Store,
) -> None:
    ours = {row.uid for row in load_worksheet(unit_store, Q1).own_tasks}
    new = next(one for one in FREE if one.uid not in ours)
    dropped = find_task(unit_store, "3.2").uid
    let_go(unit_store, [dropped])
    more = Assignment(new.uid, OWN, Role.LEAD, Certainty.SURE, "Phụ lục I")
    again = Assignment(dropped, OWN, Role.LEAD, Certainty.SURE, "Phụ lục I")
    plan = replace(PLAN, version=2, assignments=(*PLAN.assignments, more, again))
    difference = compare_plan(unit_store, received(plan))
    assert difference.newly_ours == (new.uid,)
    apply_plan(unit_store, difference)
    assert {row.uid for row in load_worksheet(unit_store, Q1).own_tasks} == ours - {dropped} | {
        new.uid
    }


def _moved(due: date) -> tuple[Period, ...]:
    return tuple(replace(one, due=due) if one.code == Q2 else one for one in CALENDAR)


def _due(store: Store) -> date:
    return periods.stored_period(store, Q2).period.due


def test_the_calendar_follows_the_upper_office(unit_store: Store) -> None:
    for version, day in ((2, date(2026, 6, 25)), (3, date(2026, 6, 28))):
        take(unit_store, received(later(version=version), calendar=_moved(due=day)))
        assert _due(unit_store) == day


def test_dates_that_the_unit_changed_stay_until_a_person_says_so(unit_store: Store) -> None:
    own, theirs = date(2026, 7, 1), date(2026, 6, 25)
    old = _due(unit_store)
    periods.set_period_dates(unit_store, Q2, due=own)
    arrived = received(PLAN, calendar=_moved(due=theirs))
    (change,) = compare_plan(unit_store, arrived).dates
    assert (change.old, change.mine, change.theirs) == (str(old), str(own), str(theirs))
    assert change.conflict
    take(unit_store, arrived)
    assert _due(unit_store) == own
    take(unit_store, arrived, Confirmed(periods=frozenset({Q2})))
    assert _due(unit_store) == theirs
    take(unit_store, received(PLAN, calendar=_moved(due=date(2026, 6, 29))))
    assert _due(unit_store) == date(2026, 6, 29)


def test_a_locked_period_keeps_its_dates(unit_store: Store) -> None:
    old = _due(unit_store)
    periods.lock_period(unit_store, Q2, "đã gửi")
    take(unit_store, received(PLAN, calendar=_moved(due=date(2026, 6, 25))))
    assert _due(unit_store) == old


def test_own_targets_stay_and_are_shown_beside_the_new_one(unit_store: Store) -> None:
    one = PLAN.indicators[0]
    targets.set_own_target(unit_store, one.uid, "≥ 12")
    first = replace(one, target_text="≥ 99")
    plan = replace(PLAN, version=2, indicators=(first, *PLAN.indicators[1:]))
    (change,) = compare_plan(unit_store, received(plan)).targets
    assert (change.old, change.mine, change.theirs) == (one.target_text, "≥12", "≥ 99")
    take(unit_store, received(plan))
    assert plan_versions.own_targets(unit_store) == {one.uid: "≥12"}


def test_extensions_reach_those_they_are_for_once(unit_store: Store) -> None:
    uid, day = find_task(unit_store, "3.2").uid, date(2027, 1, 31)
    given = [PlanExtension(uid, code, day, f"Thông báo cho {code}") for code in ("@units", "06652")]
    arrived = received(PLAN, extensions=tuple(given))
    for _ in range(2):
        take(unit_store, arrived)
        (found,) = milestones.extensions(unit_store, uid)
        assert (found.due, found.document, found.granted) == (day, "Thông báo cho @units", True)


def test_an_extension_that_is_taken_back_holds_no_more(unit_store: Store) -> None:
    uid = find_task(unit_store, "3.2").uid
    to_all = PlanExtension(uid, "", date(2027, 1, 31), "12-TB/TU")
    own = milestones.add_extension(
        unit_store, uid, due=date(2027, 3, 31), document="Công văn của đơn vị", granted=True
    )
    take(unit_store, received(PLAN, extensions=(to_all,)))
    difference = compare_plan(unit_store, received(PLAN, withdrawn=(to_all,)))
    assert difference.withdrawn == (to_all,)
    assert "3.2: thu hồi gia hạn đến 31/01/2027 theo 12-TB/TU" in difference_lines(difference)
    for _ in range(2):  # every later package says it again
        take(unit_store, received(PLAN, withdrawn=(to_all,)))
        assert milestones.extensions(unit_store, uid) == [own]


def test_what_the_province_grants_holds_also_where_more_was_given(unit_store: Store) -> None:
    uid, day = find_task(unit_store, "3.2").uid, date(2027, 1, 31)
    longer = date(2027, 3, 31)
    milestones.add_extension(unit_store, uid, due=longer, document="Công văn", granted=True)
    take(unit_store, received(later(), extensions=(PlanExtension(uid, "", day, "12-TB/TU"),)))
    assert current_plan(unit_store).version == 2
    assert [one.due for one in milestones.extensions(unit_store, uid)] == [longer, day]
    row = next(one for one in load_worksheet(unit_store, Q1).tasks if one.uid == uid)
    assert row.extension is not None
    assert row.extension.due == day


def test_what_still_holds_by_the_same_document_is_not_taken_back(unit_store: Store) -> None:
    uid, day = find_task(unit_store, "3.2").uid, date(2027, 1, 31)
    to_all, to_own = (PlanExtension(uid, code, day, "12-TB/TU") for code in ("", OWN))
    take(unit_store, received(PLAN, extensions=(to_all,)))
    take(unit_store, received(PLAN, extensions=(to_own,), withdrawn=(to_all,)))
    (found,) = milestones.extensions(unit_store, uid)
    assert (found.due, found.document) == (day, "12-TB/TU")


def test_rows_that_are_two_things_are_not_asked_about(unit_store: Store) -> None:
    uid = typed(unit_store)
    again = replace(find_task(unit_store, "3.2"), uid="NQ05-2026/mới")
    arrived = received(later(again, gone=uid), apart=(RowPair(uid, again.uid),))
    assert not compare_plan(unit_store, arrived).rows.matches
    take(unit_store, arrived)
    assert _progress(unit_store, uid)  # what was typed stays with the old row
    assert not _progress(unit_store, again.uid)


def test_the_address_is_taken_where_there_was_none(unit_store: Store) -> None:
    take(unit_store, received(PLAN, recipient="tonghop@quangninh.example"))
    assert get_settings(unit_store).mail_to == "tonghop@quangninh.example"
    set_settings(unit_store, mail_to="khac@quangninh.example")
    take(unit_store, received(PLAN, recipient="moi@quangninh.example"))
    assert get_settings(unit_store).mail_to == "khac@quangninh.example"
    take(unit_store, received(PLAN, recipient="moi@quangninh.example"), Confirmed(recipient=True))
    assert get_settings(unit_store).mail_to == "moi@quangninh.example"


def test_a_refusal_at_the_very_end_takes_everything_back(unit_store: Store) -> None:
    before = tables(unit_store)
    arrived = received(
        later(), calendar=_moved(due=date(2026, 6, 29)), recipient="không phải địa chỉ"
    )
    with pytest.raises(InputError, match="không phải địa chỉ thư điện tử"):
        take(unit_store, arrived)
    assert tables(unit_store) == before
    assert current_plan(unit_store).version == 1


def test_what_the_unit_calls_itself_stays(unit_store: Store) -> None:
    from qnapp.db.organisations import own_organisation, update_own

    update_own(unit_store, short="Tuần Châu mới", symbol="ĐU")
    named = own_organisation(unit_store)
    take(unit_store, received(later()))
    assert own_organisation(unit_store) == named


def test_the_next_years_plan_lives_beside_and_long_tasks_go_on(unit_store: Store) -> None:
    uid = typed(unit_store)
    tasks = tuple(
        replace(one, uid=one.uid.replace("2026", "2027"), continues=one.uid) for one in PLAN.tasks
    )
    plan = replace(
        PLAN, uid="NQ05-2027", year=2027, issued_on=date(2026, 12, 1), tasks=tasks,
        indicators=(), indicator_groups=(), assignments=(), repeats=(),
    )  # fmt: skip
    take(unit_store, received(plan, calendar=default_calendar(2027, plan.issued_on)))
    assert current_plan(unit_store).year == 2027
    assert _progress(unit_store, uid)
    followed = {row.task.continues for row in load_worksheet(unit_store, "2027-Q1").own_tasks}
    assert uid in followed
    assert get_settings(unit_store).plan == "NQ05-2027"
