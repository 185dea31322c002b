"""The plan that ships: what design and README say of it, and that the database gives it back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from stores import indicator, task

from qnapp.db.assignments import take_on
from qnapp.db.builtin import PROVINCE, builtin_organisations, builtin_plan
from qnapp.db.measurements import set_measurement
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.progress import set_progress
from qnapp.db.targets import follow
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.assignments import propose
from qnapp.domain.plan import Certainty, Channel, Nature, Origin, Plan, Role
from qnapp.errors import InputError
from qnapp.text import nfc

if TYPE_CHECKING:
    from qnapp.db.store import Store

PLAN = builtin_plan()
TASKS = {task.code: task for task in PLAN.tasks}
INDICATORS = {one.code: one for one in PLAN.indicators}


def test_it_has_what_the_resolution_has() -> None:
    assert Counter(one.origin for one in PLAN.tasks) == {Origin.PLAN: 108, Origin.DUTY: 10}
    assert Counter(one.origin for one in PLAN.indicators) == {Origin.PLAN: 34, Origin.PROSE: 3}
    assert (PLAN.number, PLAN.issued_on, PLAN.year) == ("05-NQ/TU", date(2025, 12, 9), 2026)
    assert [section.code for section in PLAN.task_sections] == ["1", "2", "3", "4", "5", "6", "TC"]
    assert [group.code for group in PLAN.indicator_groups] == ["I", "II", "III", "IV", "NQ"]
    assert len(PLAN.paragraphs) == 87
    assert len(PLAN.organisations) == 54 + 11


def test_identity_is_unique_and_every_reference_leads_somewhere() -> None:
    uids = [*(one.uid for one in PLAN.tasks), *(one.uid for one in PLAN.indicators)]
    assert len(set(uids)) == len(uids)
    assert INDICATORS["22a"].uid == "NQ05-2026/CT-22a"
    assert INDICATORS["CT-NQ1"].uid == "NQ05-2026/CT-NQ1"
    known = {one.code for one in PLAN.organisations} | {group.code for group in PLAN.groups}
    assert {one.organisation for one in PLAN.assignments} <= known
    assert {one.uid for one in PLAN.assignments} <= set(uids)
    assert {one.parent for one in PLAN.tasks} <= {"", *TASKS}
    assert {one.section for one in PLAN.tasks} == {section.code for section in PLAN.task_sections}
    paragraphs = {one.id for one in PLAN.paragraphs}
    assert {one.paragraph for one in PLAN.repeats} <= paragraphs
    assert {one.paragraph for one in PLAN.indicators} - {""} <= paragraphs


def test_what_touches_defence_and_security_is_restricted() -> None:
    restricted = {one.code for one in PLAN.tasks if one.channel is Channel.RESTRICTED}
    assert restricted == {"3.10.1", "3.10.2", "3.10.3", "6.1", "6.2"}


def test_doubts_stand_beside_their_row() -> None:
    assert "40" in INDICATORS["11"].doubts[0]
    assert any("2026 - 2030" in doubt for doubt in TASKS["1.22"].doubts)
    of_tasks = sum(len(one.doubts) for one in PLAN.tasks)
    assert of_tasks + sum(len(one.doubts) for one in PLAN.indicators) == 48
    assert len(next(one for one in PLAN.paragraphs if one.id == "p051").doubts) == 2


def test_duties_name_who_and_by_when() -> None:
    assert TASKS["TC-2"].deadline_text == "hoàn thành trước ngày 31/12/2025"
    assert TASKS["TC-4"].deadline_text == "Định kỳ hằng quý"
    assert TASKS["TC-2"].lead[0].startswith("Đảng ủy HĐND tỉnh")
    assert TASKS["TC-10"].lead == ()
    assert TASKS["TC-2"].paragraph == "p073"
    assert TASKS["TC-10"].paragraph == "p077"


def _named(code: str, certainty: Certainty = Certainty.SURE) -> set[str]:
    uid = f"NQ05-2026/{code}"
    return {
        one.organisation for one in PLAN.assignments if (one.uid, one.certainty) == (uid, certainty)
    }


def test_duties_concern_those_whom_their_words_name() -> None:
    assert _named("TC-1") == {"@direct"}
    assert _named("TC-2") == {"@direct", "BTCTU", "BTGDVTU", "BNCTU", "MTTQ"}
    assert _named("TC-5") == {"BTGDVTU"}
    assert _named("TC-9") == _named("TC-10") == set()  # persons; nobody
    assert _named("TC-10", Certainty.SUGGEST) == {"@direct"}


def test_a_unit_gets_the_duties_of_committees() -> None:
    sure = {one.uid.split("/")[1] for one in propose(PLAN, "06652") if one.preticked}
    assert sure == {"1.5", "1.14", "1.15", "3.2", "5.6.1", "TC-1", "TC-2", "TC-3", "TC-4"}
    assert "TC-8" in {one.uid.split("/")[1] for one in propose(PLAN, "VPTU") if one.preticked}


def test_groups_are_resolved_to_codes() -> None:
    groups = {group.code: group.members for group in PLAN.groups}
    assert len(groups["@units"]) == 54
    assert set(groups["@direct"]) - set(groups["@units"]) == {"DUHDND", "DUUBND", "DUCA", "DUQS"}
    assert len(groups["@party"]) == 5


def test_targets_of_the_prose_are_new_or_stand_beside_their_row() -> None:
    new = [one for one in PLAN.indicators if one.origin is Origin.PROSE]
    assert [one.target_text for one in new] == [
        "22 triệu lượt khách du lịch",
        "5,2 triệu lượt khách quốc tế",
        "ít nhất 65.000 tỷ đồng",
    ]
    assert {one.nature for one in new} == {Nature.FLOW}
    beside = Counter(one.code for one in PLAN.repeats)
    assert beside == {"2.1": 1, "2.16.3": 1, "3.7": 3, "10": 1, "3.13": 1, "4.2": 1, "4.12": 1}
    assert {one.code for one in PLAN.repeats} <= set(TASKS) | set(INDICATORS)


def test_who_leads_an_indicator_is_known() -> None:
    leads = {one.uid: one.organisation for one in PLAN.assignments if "/CT-" in one.uid}
    assert len(leads) == 34
    assert leads["NQ05-2026/CT-1"] == "BTCTU"
    assert leads["NQ05-2026/CT-22a"] == "DUUBND"


def test_units_come_before_bodies() -> None:
    kinds = [one.kind for one in builtin_organisations()]
    assert Counter(kinds) == {"phường": 30, "xã": 22, "đặc khu": 2, "cơ quan": 11}
    assert kinds.index("cơ quan") == 54


def test_the_database_gives_the_plan_back(store: Store) -> None:
    assert current_plan(store) == PLAN
    assert current_plan(store) is current_plan(store)  # read once


def test_all_text_is_nfc(store: Store) -> None:
    for name in ("task_words", "indicator_words", "paragraph", "organisation", "section"):
        for row in store.rows(f"SELECT * FROM {name}"):
            assert all(value == nfc(value) for value in row if isinstance(value, str))


def test_the_province_and_the_leading_bodies_hold_the_targets(store: Store) -> None:
    rows = store.rows("SELECT organisation, count(*) FROM plan_target GROUP BY organisation")
    assert {row[0]: row[1] for row in rows} == {PROVINCE: 37, "BTCTU": 3, "DUUBND": 31}


# --- a second version


def _second(plan: Plan) -> Plan:
    """Another version: 1.5 goes, 3.2 has new words, 9.1 is new, 22a has another target."""
    tasks = [one for one in plan.tasks if one.code != "1.5"]
    changed = [replace(one, title="Lời mới") if one.code == "3.2" else one for one in tasks]
    new = replace(TASKS["1.1"], uid="NQ05-2026/9.1", code="9.1", label="9.1", title="Việc mới")
    indicators = [
        replace(one, target_text="≥99") if one.code == "22a" else one
        for one in plan.indicators
        if one.code != "1"
    ]
    given = [one for one in plan.assignments if not one.uid.endswith(("/1.5", "/CT-1"))]
    return replace(
        plan,
        version=2,
        tasks=(*changed, new),
        indicators=tuple(indicators),
        assignments=tuple(given),
    )


def test_a_new_version_keeps_what_was_typed(store: Store) -> None:
    set_progress(store, "NQ05-2026/3.2", "2026-Q1", result="Đã khởi công")
    set_progress(store, "NQ05-2026/1.5", "2026-Q1", status="in_progress")
    set_measurement(store, "CT-1", "2026-Q1", actual="91")
    install_plan(store, _second(PLAN))
    assert current_plan(store).version == 2
    row = task(store, "3.2", "2026-Q1")
    assert (row.task.title, row.progress.result) == ("Lời mới", "Đã khởi công")
    gone = task(store, "1.5", "2026-Q1")
    assert gone.withdrawn
    assert gone.progress.status == "in_progress"
    assert task(store, "9.1").taken is False
    assert indicator(store, "22a").province_target.text == "≥99"
    assert indicator(store, "1", "2026-Q1").measurement.actual == 91
    codes = [row.code for row in load_worksheet(store, "2026-Q1").tasks]
    assert len(codes) == len(set(codes)) == 119  # 118 of the plan, one withdrawn


def test_a_withdrawn_task_takes_no_more_words(store: Store) -> None:
    install_plan(store, _second(PLAN))
    with pytest.raises(InputError, match="đã rút khỏi kế hoạch"):
        set_progress(store, "NQ05-2026/1.5", "2026-Q1", status="in_progress")


def test_withdrawn_rows_that_nobody_touched_are_not_shown(store: Store) -> None:
    store.cache.clear()
    install_plan(store, replace(_second(PLAN), tasks=tuple(PLAN.tasks[3:])))
    codes = {row.code for row in load_worksheet(store, "2026-Q1").tasks}
    assert "1.1" not in codes
    follow(store, "CT-2")
    assert indicator(store, "2").followed


def test_the_calendar_and_what_was_taken_on_stay(store: Store) -> None:
    take_on(store, ["NQ05-2026/2.1"], Role.CONCERNED)
    before = store.rows("SELECT id, code, due FROM period")
    install_plan(store, _second(PLAN))
    assert [tuple(row) for row in store.rows("SELECT id, code, due FROM period")] == [
        tuple(row) for row in before
    ]
    assert task(store, "2.1").taken


@pytest.mark.parametrize("version", [0, 1])
def test_the_same_or_an_older_version_is_refused(store: Store, version: int) -> None:
    with pytest.raises(InputError, match="đã có phiên bản 1"):
        install_plan(store, replace(PLAN, version=version))
    assert store.value("SELECT count(*) FROM plan_version") == 1
