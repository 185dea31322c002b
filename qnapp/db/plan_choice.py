"""Several plans lie in one store, one a year; one of them is in use at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db import journal
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.journal import FieldChange
from qnapp.db.plans import use_plan
from qnapp.errors import NotFoundError
from qnapp.text import clean

if TYPE_CHECKING:
    from qnapp.db.store import Store

_PLANS = """
    SELECT plan.uid, year, number, version, title FROM plan
    JOIN plan_version AS newest ON newest.plan = plan.uid AND version = (
        SELECT max(version) FROM plan_version WHERE plan_version.plan = plan.uid
    ) ORDER BY year DESC, plan.uid
"""
_UNKNOWN = "Không có kế hoạch “{name}” trong dữ liệu này.{known} Chưa có gì bị thay đổi."
_SEVERAL = (
    "Có {count} kế hoạch mang tên “{name}”. Chưa có gì bị thay đổi. "
    "Ghi số của nghị quyết: {numbers}."
)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan of the store in its newest version."""

    uid: str
    year: int
    number: str
    version: int
    title: str
    in_use: bool


def stored_plans(store: Store) -> list[StoredPlan]:
    """All plans of the store, the newest year first."""
    used = plan_uid(store)
    return [
        StoredPlan(
            row["uid"],
            row["year"],
            row["number"],
            row["version"],
            row["title"],
            row["uid"] == used,
        )
        for row in store.rows(_PLANS)
    ]


def choose_plan(store: Store, name: str) -> StoredPlan:
    """Work with another plan from now on; what was typed of each stays with it.

    ``name``: uid, year or number of the resolution. Raises ``NotFoundError`` where none or several
    are called so. The plan in use stays in use without a trace.
    """
    found = _find(store, name)
    if found.in_use:
        return found
    with store.atomic():
        change = FieldChange("plan", found.uid, "", "use", plan_uid(store), found.uid)
        use_plan(store, found.uid)
        journal.record(store, [change], organisation=own_code(store), event="plan")
    return _find(store, found.uid)


def _find(store: Store, name: str) -> StoredPlan:
    wanted, plans = clean(name).casefold(), stored_plans(store)
    names = [(one, (one.uid.casefold(), str(one.year), one.number.casefold())) for one in plans]
    found = [one for one, called in names if wanted in called]
    if len(found) > 1:
        numbers = ", ".join(one.number for one in found)
        raise NotFoundError(_SEVERAL.format(count=len(found), name=clean(name), numbers=numbers))
    if not found:
        known = "".join(f" Có kế hoạch năm {one.year} ({one.number})." for one in plans)
        raise NotFoundError(_UNKNOWN.format(name=clean(name)[:40], known=known))
    return found[0]
