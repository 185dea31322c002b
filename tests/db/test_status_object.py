"""``status --json``: exactly the object of the design."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from qnapp.db.assignments import take_on
from qnapp.db.evidence import defer
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.db.status import status_object
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import find_task, load_reported, load_worksheet
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.checks import check_worksheet
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import count_standings

if TYPE_CHECKING:
    from qnapp.db.store import Store

Q2 = "2026-Q2"


def told(store: Store, period: str = Q2, as_of: date | None = None) -> dict[str, Any]:
    """The object of a period, judged by a day."""
    day = as_of or load_reported(store, period).as_of
    sheet = load_worksheet(store, period, day)
    return status_object(sheet, check_worksheet(sheet, store.today()))


def test_the_object_has_the_fields_of_the_design(store: Store) -> None:
    found = told(store)
    assert set(found) == {
        "organisation",
        "plan",
        "period",
        "counts",
        "restricted",
        "tasks",
        "indicators",
        "checks",
    }
    assert found["organisation"] == {"code": "06652", "name": "Phường Hà Tu"}
    assert found["plan"] == {"number": "05-NQ/TU", "version": 1}
    assert found["period"] == Q2
    assert set(found["counts"]) == {str(one) for one in Standing}
    assert sum(found["counts"].values()) == len(found["tasks"]) == 9
    assert len(found["indicators"]) == 37
    for one in found["checks"]:
        assert set(one) == {"code", "level", "text", "where"}
    assert json.loads(json.dumps(found)) == found


def test_a_task_tells_how_it_stands(store: Store) -> None:
    set_progress(store, "3.2", Q2, status="in_progress", percent=45)
    defer(store, "3.2", Q2, title="Biên bản")
    found = next(one for one in told(store)["tasks"] if one["code"] == "3.2")
    assert found == {
        "uid": "NQ05-2026/3.2",
        "code": "3.2",
        "title": found["title"],
        "role": "lead",
        "status": "in_progress",
        "percent": 45,
        "standing": "in_time",
        "due": "2026-12-31",
        "evidence": 1,
    }


def test_a_task_of_the_separate_channel_is_counted_apart(store: Store) -> None:
    take_on(store, [find_task(store, code).uid for code in ("6.1", "6.2")])
    before = told(store)
    set_progress(store, "6.1", Q2, status="completed", restricted_number="08-BC/ĐU")
    found = told(store)
    assert (found["counts"], found["restricted"]) == (before["counts"], 2)
    assert sum(found["counts"].values()) + 2 == len(found["tasks"])
    row = next(one for one in found["tasks"] if one["code"] == "6.1")
    assert row["status"] == "completed"


def test_numbers_are_numbers(store: Store) -> None:
    set_own_target(store, "22a", "≥95")
    set_measurement(store, "22a", Q2, actual="96,4", estimate="97")
    found = next(one for one in told(store)["indicators"] if one["code"] == "22a")
    assert (found["actual"], found["estimate"], found["verdict"]) == (96.4, 97, "met")
    assert (found["unit"], found["target"]) == ("%", "≥95")
    other = next(one for one in told(store)["indicators"] if one["code"] == "24")
    assert (other["target"], other["actual"], other["verdict"]) == (None, None, None)


def test_it_is_judged_at_the_day_asked_for(store: Store) -> None:
    assert told(store)["counts"]["overdue"] == 3
    assert told(store, as_of=date(2025, 12, 20))["counts"]["overdue"] == 0


def test_no_day_is_counted_that_has_not_come(store: Store) -> None:
    """The year's report speaks of 31/12; in June nothing of autumn is late, there or here."""
    found = told(store, "2026-Q4")
    sheet = load_reported(store, "2026-Q4")
    assert sheet.as_of == store.today()
    counts = count_standings(row for row in sheet.own_tasks if not is_restricted(row))
    assert found["counts"] == {str(kind): count for kind, count in counts.items()}
    judged_at_its_day = told(store, "2026-Q4", date(2026, 12, 31))
    late = str(Standing.OVERDUE)
    assert found["counts"][late] < judged_at_its_day["counts"][late]
