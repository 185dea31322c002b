"""Tasks and indicators of the store, the plan's and local ones, and how a typed code finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.fields import own_code, plan_uid
from qnapp.db.plans import current_plan
from qnapp.db.rows import indicator_from, task_from
from qnapp.domain.plan import Origin, Section, Task
from qnapp.errors import NotFoundError
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.store import Store
    from qnapp.domain.plan import Indicator

LOCAL_SECTION_CODE = "HT"

_NO_TASK = (
    "Không có nhiệm vụ mang mã “{code}”. Chưa có gì bị thay đổi. "
    "Xem mã ở cột đầu của danh sách nhiệm vụ."
)
_NO_INDICATOR = (
    "Không có chỉ tiêu mang mã “{code}”. Chưa có gì bị thay đổi. "
    "Xem mã ở danh sách chỉ tiêu, dạng CT-22a."
)
_NO_ITEM = (
    "Không có nhiệm vụ hoặc chỉ tiêu mang mã “{code}”. Chưa có gì bị thay đổi. "
    "Kiểm tra lại mã, dạng 3.4.15, TC-2 hoặc CT-22a."
)

_LOCAL_TASKS = """
    SELECT task_words.*, origin, continues FROM task_words JOIN item USING (uid)
    WHERE version = 0 AND plan = ? AND organisation = ? AND removed = '' ORDER BY position
"""
_LOCAL_INDICATORS = """
    SELECT indicator_words.*, origin, '' AS target_text FROM indicator_words JOIN item USING (uid)
    WHERE version = 0 AND plan = ? AND organisation = ? AND removed = '' ORDER BY position
"""
# Rows of earlier versions that the current one no longer has, in their last words.
_WITHDRAWN = """
    SELECT w.*, origin, continues {target} FROM {table} AS w JOIN item USING (uid)
    WHERE plan = :plan AND origin <> 'local' AND version = (
        SELECT max(version) FROM {table} AS last WHERE last.uid = w.uid
    ) AND version < :version ORDER BY position
"""
_CODES = " UNION ALL ".join(
    f"SELECT uid, code FROM {table} AS w WHERE version = "
    f"(SELECT max(version) FROM {table} AS last WHERE last.uid = w.uid)"
    for table in ("task_words", "indicator_words")
)


def local_section() -> Section:
    """The heading of the organisation's own tasks, after the plan's sections."""
    return Section(LOCAL_SECTION_CODE, "Nhiệm vụ riêng của đơn vị")


def local_group() -> Section:
    """The heading of the organisation's own indicators, after the plan's groups."""
    return Section(LOCAL_SECTION_CODE, "Chỉ tiêu riêng của đơn vị")


def local_tasks(store: Store) -> list[Task]:
    """The own organisation's tasks beside the plan, removed ones left out."""
    return [task_from(row) for row in store.rows(_LOCAL_TASKS, _own(store))]


def local_indicators(store: Store) -> list[Indicator]:
    """The own organisation's indicators beside the plan, removed ones left out."""
    return [indicator_from(row) for row in store.rows(_LOCAL_INDICATORS, _own(store))]


def withdrawn_tasks(store: Store) -> list[Task]:
    """Tasks that an earlier version of the plan had and the current one has not."""
    sql = _WITHDRAWN.format(table="task_words", target="")
    return [task_from(row) for row in store.rows(sql, _version(store))]


def withdrawn_indicators(store: Store) -> list[Indicator]:
    """Indicators that an earlier version of the plan had and the current one has not."""
    sql = _WITHDRAWN.format(table="indicator_words", target=", '' AS target_text")
    return [indicator_from(row) for row in store.rows(sql, _version(store))]


def find_task(store: Store, code_or_uid: str) -> Task:
    """A task of the plan or a local one by typed code or uid; raises ``NotFoundError``."""
    found = _find_task(store, code_or_uid)
    if found is None:
        raise NotFoundError(_NO_TASK.format(code=clean(code_or_uid)))
    return found


def find_indicator(store: Store, code_or_uid: str) -> Indicator:
    """An indicator by "22a", "CT-22a", "CT-NQ1" or uid, any case; raises ``NotFoundError``."""
    found = _find_indicator(store, code_or_uid)
    if found is None:
        raise NotFoundError(_NO_INDICATOR.format(code=clean(code_or_uid)))
    return found


def find_item(store: Store, code_or_uid: str) -> Task | Indicator:
    """A task, else an indicator: "3.2" is a task, "CT-3" an indicator."""
    found = _find_task(store, code_or_uid) or _find_indicator(store, code_or_uid)
    if found is None:
        raise NotFoundError(_NO_ITEM.format(code=clean(code_or_uid)))
    return found


def codes_by_uid(store: Store) -> dict[str, str]:
    """What every task and indicator that was ever here is called, in its last words."""
    return {row["uid"]: row["code"] for row in store.rows(_CODES)}


def last_words(store: Store, uid: str) -> tuple[str, str]:
    """Code and title that a row was last called by, also one that was removed; "" for none."""
    for table in ("task_words", "indicator_words"):
        sql = f"SELECT code, title FROM {table} WHERE uid = ? ORDER BY version DESC LIMIT 1"
        if (row := store.row(sql, (uid,))) is not None:
            return row["code"], row["title"]
    return "", ""


def is_local(item: Task | Indicator) -> bool:
    """Whether the organisation made it itself."""
    return item.origin is Origin.LOCAL


def _find_task(store: Store, code_or_uid: str) -> Task | None:
    wanted = clean(code_or_uid).casefold()
    for groups in ((current_plan(store).tasks, local_tasks(store)), (withdrawn_tasks(store),)):
        for task in (one for group in groups for one in group):
            if wanted in (task.code.casefold(), task.uid.casefold()):
                return task
    return None


def _find_indicator(store: Store, code_or_uid: str) -> Indicator | None:
    wanted = clean(code_or_uid).casefold()
    known: Sequence[Indicator] = (
        *current_plan(store).indicators,
        *local_indicators(store),
        *withdrawn_indicators(store),
    )
    for one in known:
        code = one.code.casefold()
        # Everyone types the CT-; the annex prints the bare number.
        if wanted in (one.uid.casefold(), code, f"ct-{code}", code.removeprefix("ct-")):
            return one
    return None


def _own(store: Store) -> tuple[str, str]:
    return plan_uid(store), own_code(store)


def _version(store: Store) -> dict[str, object]:
    plan = current_plan(store)
    return {"plan": plan.uid, "version": plan.version}


def new_number(store: Store, kind: str) -> int:
    """A number that no local row of this kind ever had."""
    ever = store.value("SELECT count(*) FROM item WHERE kind = ? AND origin = 'local'", (kind,))
    return int(ever) + 1


def insert_local(store: Store, uid: str, kind: str) -> None:
    """Give a local row its identity.

    It is born as removed: coming into being is then a change that undo can take back.
    """
    plan, own = _own(store)
    columns = {"uid": uid, "kind": kind, "plan": plan, "organisation": own}
    removed = store.clock().isoformat(timespec="seconds")
    store.insert("item", {**columns, "origin": "local", "removed": removed})
