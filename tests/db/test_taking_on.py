"""What the organisation takes on, who follows it, and its own tasks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from stores import task

from qnapp.db.assignments import (
    add_local_task,
    edit_local_task,
    let_go,
    next_local_code,
    officers,
    remove_local_task,
    set_officer,
    take_on,
)
from qnapp.db.history import history_of, revert
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import find_item, find_task, load_worksheet, local_section
from qnapp.domain.plan import Origin, Role
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q2 = "2026-Q2"


def test_taking_on_brings_role_and_reason_of_the_plan(store: Store) -> None:
    let_go(store, ["1.14"])
    assert not task(store, "1.14").taken
    assert task(store, "1.14").role is Role.SUPPORT  # still what the plan says
    take_on(store, ["1.14", "2.1"])
    row = task(store, "1.14")
    assert (row.taken, row.role, row.reason) == (
        True,
        Role.SUPPORT,
        "Đảng ủy các xã, phường, đặc khu",
    )
    assert task(store, "2.1").role is Role.CONCERNED  # the plan names nobody in particular


def test_a_role_can_be_given(store: Store) -> None:
    take_on(store, ["2.1"], Role.LEAD)
    assert task(store, "2.1").role is Role.LEAD


def test_what_was_typed_comes_back(store: Store) -> None:
    set_progress(store, "3.2", Q2, result="Đã khởi công")
    set_officer(store, "3.2", "Người Thử")
    let_go(store, ["3.2"])
    assert "3.2" not in [row.code for row in load_worksheet(store, Q2).own_tasks]
    take_on(store, ["3.2"])
    row = task(store, "3.2")
    assert (row.progress.result, row.officer) == ("Đã khởi công", "Người Thử")


def test_all_or_none(store: Store) -> None:
    with pytest.raises(NotFoundError):
        take_on(store, ["2.1", "9.9"])
    assert not task(store, "2.1").taken
    with pytest.raises(InputError, match="đầu mục"):
        take_on(store, ["2.1", "3.4"])
    assert not task(store, "2.1").taken


def test_officers_are_offered_in_vietnamese_order(store: Store) -> None:
    names = ["Đỗ Văn Tập", "Ân Thị Mẫu", "Dương Văn Thử", "An Văn Thử", "An Văn Thử"]
    for code, name in zip(("1.5", "1.14", "1.15", "3.2", "TC-1"), names, strict=True):
        set_officer(store, code, f" {name} ")
    assert officers(store) == ["An Văn Thử", "Ân Thị Mẫu", "Dương Văn Thử", "Đỗ Văn Tập"]
    set_officer(store, "1.5", "")
    assert "Đỗ Văn Tập" not in officers(store)
    set_officer(store, "CT-22a", "Người Thử")
    assert "Người Thử" in officers(store)


@pytest.mark.parametrize("typed", ["3.4.15", "NQ05-2026/3.4.15", " 3.4.15 "])
def test_a_task_is_found_however_it_is_typed(store: Store, typed: str) -> None:
    assert find_task(store, typed).label == "(15)"


@pytest.mark.parametrize("typed", ["", "3.4.99", "CT-22a", "22a"])
def test_an_unknown_task_says_where_codes_stand(store: Store, typed: str) -> None:
    with pytest.raises(NotFoundError, match="cột đầu"):
        find_task(store, typed)


def test_a_bare_number_is_a_task_before_it_is_an_indicator(store: Store) -> None:
    assert find_item(store, "3.2").title.startswith("Hoàn thành các dự án")
    assert find_item(store, "CT-3").uid == "NQ05-2026/CT-3"
    with pytest.raises(NotFoundError, match="nhiệm vụ hoặc chỉ tiêu"):
        find_item(store, "99")


# --- own tasks


def test_an_own_task_is_led_and_reported_like_any_other(store: Store) -> None:
    added = add_local_task(store, title=" Đối thoại với Nhân dân ", deadline_text="10/6/2026")
    assert (added.code, added.origin, added.section) == ("HT.01", Origin.LOCAL, "HT")
    row = load_worksheet(store, Q2).tasks[-1]
    assert (row.code, row.taken, row.role) == ("HT.01", True, Role.LEAD)
    assert row.due == date(2026, 6, 10)
    set_progress(store, "ht.01", Q2, status="completed", completed_on="9/6/2026")
    assert task(store, "HT.01").standing == "done_on_time"
    assert local_section().code == added.section


def test_an_own_task_can_stand_in_a_section_of_the_plan(store: Store) -> None:
    add_local_task(store, title="A", section="1", role=Role.SUPPORT, lead=["UBND phường"])
    rows = load_worksheet(store, Q2).tasks
    at = next(index for index, row in enumerate(rows) if row.code == "HT.01")
    assert (rows[at - 1].task.section, rows[at + 1].task.section) == ("1", "2")
    assert (rows[at].role, rows[at].lead) == (Role.SUPPORT, ("UBND phường",))


def test_codes_are_proposed_and_may_be_chosen(store: Store) -> None:
    add_local_task(store, title="A")
    add_local_task(store, title="B", code="KH-7")
    assert next_local_code(store) == "HT.02"
    assert add_local_task(store, title="C", code="HT.02").code == "HT.02"
    assert next_local_code(store) == "HT.03"
    for code in ("ht.01", "3.2", "tc-1"):
        with pytest.raises(InputError, match="đã có nhiệm vụ khác"):
            add_local_task(store, title="D", code=code)
    with pytest.raises(InputError, match="nội dung"):
        add_local_task(store, title=" ")


def test_words_of_an_own_task_are_edited_with_history(store: Store) -> None:
    added = add_local_task(store, title="A", deadline_text="Quý III/2026")
    edit_local_task(store, added.uid, title="Việc mới", deadline_text="30/9/2026", code="HT.09")
    row = task(store, "HT.09")
    assert (row.task.title, row.task.label, row.due) == ("Việc mới", "HT.09", date(2026, 9, 30))
    assert row.uid == added.uid  # identity stays
    fields = {one.field for one in history_of(store, "task", added.uid)}
    assert fields == {"title", "deadline_text", "code"}
    edit_local_task(store, added.uid, code="ht.09")  # its own code is not in its way
    with pytest.raises(InputError, match="nội dung"):
        edit_local_task(store, added.uid, title="")
    for code in ("", "3.2"):
        with pytest.raises(InputError, match=r"[mM]ã"):
            edit_local_task(store, added.uid, code=code)


def test_a_removed_task_goes_for_good_but_can_be_brought_back(store: Store) -> None:
    added = add_local_task(store, title="A")
    set_progress(store, added.uid, Q2, result="Đã làm")
    changes = remove_local_task(store, added.uid)
    with pytest.raises(NotFoundError):
        find_task(store, "HT.01")
    again = add_local_task(store, title="B")
    assert (again.code, again.uid) == ("HT.02", f"{added.uid[:-2]}02")
    revert(store, changes)
    assert task(store, "HT.01").progress.result == "Đã làm"


def test_adding_can_be_undone(store: Store) -> None:
    with store.collected() as changes:
        add_local_task(store, title="A")
    revert(store, changes)
    with pytest.raises(NotFoundError):
        find_task(store, "HT.01")


def test_tasks_of_the_plan_are_not_edited(store: Store) -> None:
    with pytest.raises(InputError, match="thuộc kế hoạch"):
        edit_local_task(store, "3.2", title="x")
    with pytest.raises(InputError, match="thuộc kế hoạch"):
        remove_local_task(store, "3.2")


@pytest.mark.parametrize("code", [".2", "-3", "(1)", "3..2", "3.", "…", "3.2/"])
def test_what_can_be_no_code_is_refused(store: Store, code: str) -> None:
    with pytest.raises(InputError, match="bắt đầu và kết thúc bằng chữ hoặc số"):
        add_local_task(store, title="A", code=code)
    task = add_local_task(store, title="A", code="3.2a")
    with pytest.raises(InputError, match=f"Mã “{re.escape(code)}” chưa đúng"):
        edit_local_task(store, task.uid, code=code)
    assert find_task(store, task.uid).code == "3.2a"


@pytest.mark.parametrize("code", ["9.2", "KH-7", "Đ1", "2a (bổ sung)", "01/KH"])
def test_what_people_call_their_tasks_is_a_code(store: Store, code: str) -> None:
    assert add_local_task(store, title="A", code=code).code == code
