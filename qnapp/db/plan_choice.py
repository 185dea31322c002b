"""Several plans lie in one store, one a year; one of them is in use at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from qnapp.db import journal
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.journal import FieldChange
from qnapp.db.plans import plan_in_version, use_plan
from qnapp.domain.plan_changes import plan_changes
from qnapp.errors import NotFoundError
from qnapp.text import clean

if TYPE_CHECKING:
    from sqlite3 import Row

    from qnapp.db.store import Store

_PLANS = """
    SELECT plan.uid, year, number, version, title FROM plan
    JOIN plan_version AS newest ON newest.plan = plan.uid AND version = (
        SELECT max(version) FROM plan_version WHERE plan_version.plan = plan.uid
    ) ORDER BY year DESC, plan.uid
"""
_VERSIONS = """
    SELECT plan.uid, year, number, version, installed_at,
        lag(version) OVER (PARTITION BY plan.uid ORDER BY version) AS before,
        max(version) OVER (PARTITION BY plan.uid) AS newest
    FROM plan JOIN plan_version ON plan = plan.uid
    ORDER BY year DESC, plan.uid, version DESC
"""
_UNKNOWN = (
    "Không có kế hoạch “{name}” trong dữ liệu này.{known} Chưa có gì bị thay đổi. "
    "Chọn kế hoạch đã có hoặc mở tệp kế hoạch của tỉnh."
)
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


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of a plan: sent out from here, or taken in."""

    uid: str  # of the plan
    year: int
    number: str
    version: int
    day: date
    changes: int | None  # rows that differ from the version before; None for the first one here
    in_use: bool


def stored_versions(store: Store) -> list[StoredVersion]:
    """All versions of all plans of the store, the newest of the newest year first."""
    used = plan_uid(store)
    return [
        StoredVersion(
            row["uid"],
            row["year"],
            row["number"],
            row["version"],
            datetime.fromisoformat(row["installed_at"]).date(),
            None if row["before"] is None else _changes(store, row),
            row["uid"] == used and row["version"] == row["newest"],
        )
        for row in store.rows(_VERSIONS)
    ]


def _changes(store: Store, row: Row) -> int:
    """Count rows that differ; a version never changes, so each is counted once."""
    counted: dict[tuple[str, int], int] = store.cache.setdefault("plan changes", {})
    key = (row["uid"], row["version"])
    if key not in counted:
        before = plan_in_version(store, row["uid"], row["before"])
        now = plan_in_version(store, row["uid"], row["version"])
        if before is None or now is None:
            return 0
        found = plan_changes(before, now)
        counted[key] = len(found.added) + len(found.changed) + len(found.withdrawn)
    return counted[key]


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
