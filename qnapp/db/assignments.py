"""What the organisation took on, who follows it, and its own tasks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qnapp.db import fields as row_fields
from qnapp.db import items
from qnapp.db.plans import current_plan
from qnapp.db.rows import task_columns, words
from qnapp.db.task_rows import proposals
from qnapp.db.values import text_value
from qnapp.domain.assignments import reportable_tasks
from qnapp.domain.plan import Certainty, Origin, Role, Task, is_code
from qnapp.errors import InputError
from qnapp.text import collation_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

_HEADING = (
    "{code} chỉ là đầu mục của các nhiệm vụ con nên không nhận theo dõi riêng. "
    "Chưa có gì bị thay đổi. Chọn từng nhiệm vụ con."
)
_NO_TITLE = "Chưa có nội dung nhiệm vụ. Chưa có gì bị thay đổi. Ghi nội dung rồi thử lại."
_CODE_TAKEN = "Mã {code} đã có nhiệm vụ khác dùng. Chưa có gì bị thay đổi. Chọn mã khác."
_NO_CODE = "Chưa có mã nhiệm vụ. Chưa có gì bị thay đổi. Ghi mã, ví dụ {code}."
_ODD_CODE = (
    "Mã “{code}” chưa đúng: mã bắt đầu và kết thúc bằng chữ hoặc số, ví dụ 3.2. "
    "Chưa có gì bị thay đổi. Sửa mã rồi thử lại."
)
_NOT_LOCAL = (
    "Nhiệm vụ {code} thuộc kế hoạch nên không sửa hoặc xóa được. Chưa có gì bị thay đổi. "
    "Nếu không thuộc việc của đơn vị, bỏ theo dõi nhiệm vụ này."
)
_LISTS = frozenset({"lead", "support"})


class LocalTaskFields(TypedDict, total=False):
    """Words of a local task. ``section``: code of a section of the plan, "HT" for the own one."""

    title: str
    deadline_text: str
    lead: Sequence[str]
    support: Sequence[str]
    code: str
    section: str


def take_on(store: Store, uids: Sequence[str], role: Role | None = None) -> list[FieldChange]:
    """Report on tasks; role and reason come from the plan's proposal where ``role`` is None.

    Raises ``InputError`` for a heading, ``NotFoundError``.
    """
    changes: list[FieldChange] = []
    with store.atomic():
        for uid in uids:
            task = items.find_task(store, uid)
            _require_no_heading(store, task)
            values = _part(store, task, role)
            changes += row_fields.save(store, "assignment", task.uid, {**values, "taken": "1"})
    return changes


def let_go(store: Store, uids: Sequence[str]) -> list[FieldChange]:
    """Report no longer on tasks; what was typed stays and comes back with ``take_on``."""
    changes: list[FieldChange] = []
    with store.atomic():
        for uid in uids:
            task = items.find_task(store, uid)
            changes += row_fields.save(store, "assignment", task.uid, {"taken": ""})
    return changes


def set_officer(store: Store, uid: str, officer: str) -> list[FieldChange]:
    """Name who follows a task or indicator inside the organisation; "" for nobody."""
    item = items.find_item(store, uid)
    name = text_value(officer, multiline=False)
    return row_fields.save(store, "assignment", item.uid, {"officer": name})


def officers(store: Store) -> list[str]:
    """Names in use, in Vietnamese order; for completing while typing."""
    rows = store.rows(
        "SELECT DISTINCT officer FROM assignment WHERE organisation = ? AND officer <> ''",
        (row_fields.own_code(store),),
    )
    return sorted((row["officer"] for row in rows), key=collation_key)


def followers(store: Store) -> dict[str, str]:
    """Who follows each task or indicator, by its uid; those that nobody follows are left out."""
    rows = store.rows(
        "SELECT uid, officer FROM assignment WHERE organisation = ? AND officer <> ''",
        (row_fields.own_code(store),),
    )
    return {row["uid"]: row["officer"] for row in rows}


def next_local_code(store: Store) -> str:
    """A code that no task of the plan or the organisation ever had: "HT.01"."""
    taken = _codes(store)
    number = 1
    while f"{items.LOCAL_SECTION_CODE}.{number:02d}".casefold() in taken:
        number += 1
    return f"{items.LOCAL_SECTION_CODE}.{number:02d}"


def add_local_task(
    store: Store, *, role: Role = Role.LEAD, **fields: Unpack[LocalTaskFields]
) -> Task:
    """Add a task of the organisation's own plan ("HT.01", …); it is taken on.

    Raises ``InputError`` without a title, with a code in use or one that can be none.
    """
    with store.atomic():
        given = {name: _text(name, value) for name, value in fields.items()}
        code = given.get("code") or next_local_code(store)
        _require_usable(store, code)
        number = items.new_number(store, "task")
        plan, own = current_plan(store).uid, row_fields.own_code(store)
        task = Task(
            uid=f"{plan}/{own}/{items.LOCAL_SECTION_CODE}.{number:02d}",
            code=code,
            label=code,
            section=given.get("section") or items.LOCAL_SECTION_CODE,
            title=given.get("title", ""),
            lead=tuple(json.loads(given.get("lead", "[]"))),
            support=tuple(json.loads(given.get("support", "[]"))),
            deadline_text=given.get("deadline_text", ""),
            origin=Origin.LOCAL,
        )
        if not task.title:
            raise InputError(_NO_TITLE)
        items.insert_local(store, task.uid, "task")
        store.insert("task_words", task_columns(task, 0, number))
        row_fields.save(store, "item", task.uid, {"removed": ""})
        take_on(store, [task.uid], role)
    return task


def edit_local_task(store: Store, uid: str, **fields: Unpack[LocalTaskFields]) -> list[FieldChange]:
    """Change the words of a local task.

    Raises ``InputError`` for a plan's task, an empty title, a code in use or one that can be none.
    """
    task = _require_local(store, uid)
    values = {name: _text(name, value) for name, value in fields.items()}
    if values.get("title") == "":
        raise InputError(_NO_TITLE)
    if "code" in values:
        if not values["code"]:
            raise InputError(_NO_CODE.format(code=task.code))
        if values["code"].casefold() != task.code.casefold():
            _require_usable(store, values["code"])
        values["label"] = values["code"]
    return row_fields.save(store, "task", task.uid, values)


def remove_local_task(store: Store, uid: str) -> list[FieldChange]:
    """Take a local task out of the lists; its uid and code are never used again."""
    task = _require_local(store, uid)
    now = store.clock().isoformat(timespec="seconds")
    return row_fields.save(store, "item", task.uid, {"removed": now})


def _part(store: Store, task: Task, role: Role | None) -> dict[str, str]:
    """Role, certainty and reason with which a task is taken on."""
    proposal = proposals(store).get(task.uid)
    if role is not None or proposal is None or proposal.role is None:
        chosen, certainty = role or Role.CONCERNED, Certainty.SURE
        return {"role": str(chosen), "certainty": str(certainty), "reason": ""}
    return {
        "role": str(proposal.role),
        "certainty": str(proposal.certainty),
        "reason": proposal.reason,
    }


def _require_no_heading(store: Store, task: Task) -> None:
    plan = current_plan(store)
    reportable = {one.uid for one in reportable_tasks(plan)}
    if not items.is_local(task) and task.uid not in reportable:
        raise InputError(_HEADING.format(code=task.code))


def _require_local(store: Store, uid: str) -> Task:
    task = items.find_task(store, uid)
    if not items.is_local(task):
        raise InputError(_NOT_LOCAL.format(code=task.code))
    return task


def _require_usable(store: Store, code: str) -> None:
    if not is_code(code):
        raise InputError(_ODD_CODE.format(code=code))
    if code.casefold() in _codes(store):
        raise InputError(_CODE_TAKEN.format(code=code))


def _codes(store: Store) -> set[str]:
    """Codes of all tasks that there are or ever were, folded to one case."""
    rows = store.rows("SELECT DISTINCT code FROM task_words")
    return {row["code"].casefold() for row in rows}


def _text(name: str, value: Any) -> str:
    """A field of a local task as the store keeps it."""
    if name in _LISTS:
        return words(text_value(one, multiline=False) for one in value)
    return text_value(value, multiline=False)
