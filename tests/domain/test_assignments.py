from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from builders import PLAN, make_task, real_groups, real_organisations, real_plan
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.assignments import (
    Proposal,
    ProposalKind,
    match_assignments,
    names_nobody,
    propose,
    reportable_tasks,
)
from qnapp.domain.plan import (
    Assignment,
    Certainty,
    Group,
    Origin,
    Paragraph,
    Plan,
    Role,
    Task,
)

SURE, SUGGEST = Certainty.SURE, Certainty.SUGGEST
LEAD, SUPPORT, CONCERNED = Role.LEAD, Role.SUPPORT, Role.CONCERNED
CODES = {org.short or org.name: org.code for org in real_organisations()}
SHORTS = {org.code: org.short for org in real_organisations()}


# ------------------------------------------------------------------------------- the matcher


def matched(plan: Plan) -> dict[tuple[str, str, Role], Assignment]:
    found = match_assignments(plan, real_organisations(), real_groups())
    return {(a.uid, a.organisation, a.role): a for a in found}


def plan_of(*tasks: Task, **changes: object) -> Plan:
    return replace(PLAN, tasks=tasks, groups=real_groups(), **changes)  # type: ignore[arg-type]


def test_the_matcher_finds_all_that_is_sure_in_the_plan_of_2026() -> None:
    """Held against the assignments that were resolved by hand, row by row."""
    plan = real_plan()
    tasks = {task.uid for task in plan.tasks}
    found = match_assignments(plan, plan.organisations, plan.groups)
    keys = {(a.uid, a.organisation, a.role, a.certainty) for a in found if a.uid in tasks}
    curated = {(a.uid, a.organisation, a.role, a.certainty) for a in plan.assignments}
    sure, curated_sure = {k for k in keys if k[3] is SURE}, {k for k in curated if k[3] is SURE}
    assert sure == curated_sure
    assert len(keys & curated) / len(keys) >= 0.9
    assert len(keys & curated) / len(curated) >= 0.97
    # Only "các xã đảo" (3.6) asks for knowledge that no words give.
    assert {uid for uid, *_rest in curated - keys} == {"NQ05-2026/3.6"}


def test_every_indicator_of_2026_has_its_lead() -> None:
    plan = real_plan()
    leads = {uid: code for uid, code, _role in matched(plan) if "/CT-" in uid}
    assert len(leads) == len(plan.indicators)
    assert leads["NQ05-2026/CT-1"] == "BTCTU"


def test_a_sub_task_is_read_with_its_parents_cells() -> None:
    parent = make_task("2.16", lead=("Đảng ủy UBND tỉnh",), support=("phường Hà Tu",))
    child = make_task("2.16.1", parent="2.16")
    found = matched(plan_of(parent, child))
    assert (child.uid, "DUUBND", LEAD) in found
    assert (child.uid, CODES["Hà Tu"], SUPPORT) in found


def test_who_acts_in_a_task_is_not_also_concerned() -> None:
    cell = ("Ban Thường vụ đặc khu Vân Đồn",)
    task = make_task("3.4.22", title="Khu du lịch tại Khu kinh tế Vân Đồn", support=cell)
    assert list(matched(plan_of(task))) == [(task.uid, CODES["Vân Đồn"], SUPPORT)]


def test_the_resolutions_text_tells_where_a_project_lies() -> None:
    task = make_task("3.4.18", title="Nhà máy Điện gió Quảng Ninh 1.")
    text = (
        "Đẩy nhanh dự án Nhà máy điện gió Quảng Ninh 1 tại phường Hoành Bồ và xã Thống Nhất, "
        "kết nối Hạ Long; nâng cấp phường Hà Tu."
    )
    paragraph = Paragraph("p034", "II.2.1", "text", text)
    found = matched(plan_of(task, paragraphs=(paragraph,)))
    assert {key[1]: a.reason for key, a in found.items()} == {
        CODES["Hoành Bồ"]: "phường Hoành Bồ (mục II.2.1)",
        CODES["Thống Nhất"]: "xã Thống Nhất (mục II.2.1)",
    }


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cảng cá", "Xây dựng Cảng cá tại phường Hà Tu"),  # too short to be sure of
        ("Nhà máy điện rác mới", "Nhà máy điện rác mới của phường Hà Tu"),
        ("Nhà máy điện rác mới", "Nhà máy điện rác mới tại"),
        ("Nhà máy điện rác mới", "Nhà máy điện rác mới"),
        ("Nhà máy điện rác mới", "Nhà máy điện rác mới tại khu đất trống, phường Hà Tu"),
    ],
)
def test_the_text_is_believed_only_right_behind_the_title(title: str, text: str) -> None:
    paragraph = Paragraph("p1", "II", "text", text)
    assert matched(plan_of(make_task(title=title), paragraphs=(paragraph,))) == {}


def test_a_plan_without_groups_names_every_unit_itself() -> None:
    task = make_task(title="Chuyển đổi số tại các xã, phường, đặc khu")
    found = match_assignments(plan_of(task), real_organisations(), ())
    assert len(found) == 54


# ------------------------------------------------------------------------------- the proposals


def proposals(plan: Plan, code: str = "06652") -> list[Proposal]:
    return propose(plan, code)


def assign(
    uid: str, role: Role, certainty: Certainty = SURE, who: str = "06652", reason: str = "r"
) -> Assignment:
    return Assignment(uid, who, role, certainty, reason)


def test_what_phuong_ha_tu_is_offered() -> None:
    offered = proposals(real_plan())
    ticked = [(p.uid.partition("/")[2], p.role, p.reason) for p in offered if p.preticked]
    assert ticked == [
        ("1.5", CONCERNED, "toàn bộ 54/54 xã, phường, đặc khu"),
        ("1.14", SUPPORT, "Đảng ủy các xã, phường, đặc khu"),
        ("1.15", SUPPORT, "Các cấp ủy trực thuộc tỉnh"),
        ("3.2", LEAD, "Đảng ủy các xã, phường, đặc khu"),
        ("5.6.1", CONCERNED, "phường Hà Tu"),
    ]
    # All 104 rows that count can be taken; the four headings cannot.
    assert len({p.uid for p in offered}) == len(offered) == 104
    rest = [p for p in offered if p.kind is ProposalKind.OTHER]
    assert [p.uid.partition("/")[2] for p in rest] == ["1.16", "1.19", "3.4.2", "3.9"]


def test_a_guess_is_offered_but_not_ticked() -> None:
    """Móng Cái 1: task 2.2 names "Móng Cái" and leaves open which."""
    offered = {p.uid: p for p in proposals(real_plan(), CODES["Móng Cái 1"])}
    guess = offered["NQ05-2026/2.2"]
    assert (guess.kind, guess.role, guess.certainty) == (ProposalKind.NAMED, CONCERNED, SUGGEST)
    assert not guess.preticked


def test_open_rows_carry_the_phrase_that_opens_them() -> None:
    offered = {p.uid: p for p in proposals(real_plan())}
    open_row = offered["NQ05-2026/2.1"]
    assert open_row.kind is ProposalKind.OPEN
    assert open_row.reason == "Các cơ quan, địa phương có liên quan"
    assert (open_row.role, open_row.certainty, open_row.preticked) == (None, None, False)
    # 2.16.1 has no cells of its own: the parent's phrase opens it.
    assert offered["NQ05-2026/2.16.1"].reason == "Các cơ quan, địa phương có liên quan"


def test_named_twice_the_strongest_role_wins_and_reasons_are_joined() -> None:
    group = Group("@g", "Nhóm", ("06652", "06658"))
    uid = make_task().uid
    curated = (
        assign(uid, CONCERNED, reason="phường Hà Tu"),
        assign(uid, SUPPORT, who="@g", reason="Nhóm"),
        assign(uid, LEAD, reason="Đảng ủy phường Hà Tu"),
        assign(uid, LEAD, reason="phường Hà Tu"),
        assign(uid, SUPPORT, who="06658", reason="của nơi khác"),
    )
    plan = replace(plan_of(make_task(), assignments=curated), groups=(group,))
    (offer,) = proposals(plan)
    assert (offer.role, offer.certainty, offer.preticked) == (LEAD, SURE, True)
    assert offer.reason == "Đảng ủy phường Hà Tu; phường Hà Tu; Nhóm"


def test_a_sure_part_counts_before_a_guessed_larger_one() -> None:
    uid = make_task().uid
    curated = (assign(uid, LEAD, SUGGEST), assign(uid, CONCERNED, SURE))
    (offer,) = proposals(plan_of(make_task(), assignments=curated))
    assert (offer.role, offer.preticked) == (CONCERNED, True)


def test_the_order_in_which_tasks_are_offered() -> None:
    duty = make_task("TC-1", origin=Origin.DUTY)
    tasks = (duty, *(make_task(code) for code in ("1.1", "1.2", "1.3", "1.4", "1.5")))
    tasks = (*tasks[:4], replace(tasks[4], support=("Các cơ quan liên quan",)), tasks[5])
    curated = (
        assign(duty.uid, LEAD),
        assign(tasks[2].uid, CONCERNED, SUGGEST),
        assign(tasks[3].uid, CONCERNED),
    )
    offered = proposals(plan_of(*tasks, assignments=curated))
    codes = [p.uid.partition("/")[2] for p in offered]
    assert codes == ["1.3", "TC-1", "1.2", "1.4", "1.1", "1.5"]


def test_local_tasks_and_indicators_are_not_proposed() -> None:
    local = make_task("HT.01", origin=Origin.LOCAL)
    curated = (assign(local.uid, LEAD), assign("NQ05-2026/CT-1", LEAD))
    assert proposals(plan_of(local, assignments=curated)) == []


@given(st.sampled_from([*sorted(SHORTS), "K-truong", ""]))
def test_whoever_asks_is_offered_every_row_once(code: str) -> None:
    plan = real_plan()
    offered = propose(plan, code)
    assert {p.uid for p in offered} == {task.uid for task in reportable_tasks(plan)}
    assert len(offered) == 104
    for offer in offered:
        is_named = offer.kind is ProposalKind.NAMED
        assert is_named == (offer.role is not None) == (offer.certainty is not None)
        assert offer.preticked == (offer.certainty is SURE)
        assert offer.reason or offer.kind is ProposalKind.OTHER


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Các cơ quan, địa phương có liên quan", True),
        ("Các cơ quan liên quan.", True),
        ("Các tổ chức đảng, cơ quan có liên quan", True),
        (unicodedata.normalize("NFD", "CÁC CƠ QUAN LIÊN QUAN"), True),
        ("Sở Xây dựng và các địa phương liên quan", True),
        ("Đảng ủy UBND tỉnh", False),
        ("Theo chỉ đạo của Trung ương", False),
        ("", False),
    ],
)
def test_phrases_that_name_nobody(cell: str, expected: bool) -> None:
    assert names_nobody(cell) is expected
