"""Training data: a recorded quarter and a half, through the same functions that a clerk uses.

The content is data (``resources/sample/training.json``); everything in it is made up. Rows that the
organisation has not taken on are skipped, so that any commune or body can train with it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qnapp.assets import asset, asset_json
from qnapp.db import (
    assignments,
    evidence,
    measurements,
    milestones,
    periods,
    progress,
    settings,
    targets,
)
from qnapp.db.worksheet import find_indicator, find_item, find_task, load_worksheet
from qnapp.domain.plan import Role
from qnapp.errors import NotFoundError
from qnapp.text import parse_number

if TYPE_CHECKING:
    from qnapp.db.store import Store

_DATES = frozenset({"completed_on", "expected_on", "restricted_on"})
_NUMBERS = frozenset({"actual", "estimate", "cumulative", "same_period_last_year"})


def fill_training(store: Store) -> None:
    """Fill a fresh store and mark it as training data. Inside ``atomic()`` it is all or nothing."""
    data = asset_json("sample", "training.json")
    with store.atomic():
        settings.set_settings(
            store,
            training=True,
            clerk=data["clerk"],
            signer=data["signer"],
            signer_title=data["signer_title"],
            first_period=min(data["progress"]),  # recorded in its time, whatever day it is
        )
        _take_on(store, data)
        for indicator, words in data["targets"].items():
            targets.set_own_target(store, find_indicator(store, indicator).uid, words)
        for code in data["progress"]:
            _record(store, code, data)
        _attach(store, data)
        periods.choose_period(store, data["current_period"])


def _take_on(store: Store, data: dict[str, Any]) -> None:
    assignments.take_on(store, [find_task(store, c).uid for c in data["taken"]], Role.CONCERNED)
    for local in data["local_tasks"]:
        assignments.add_local_task(store, **local)


def _record(store: Store, period: str, data: dict[str, Any]) -> None:
    """Progress and measurements of one period."""
    own = {row.code: row.uid for row in load_worksheet(store, period).own_tasks}
    for entry in data["progress"][period]:
        if entry["code"] not in own:
            continue
        uid = own[entry["code"]]
        if "officer" in entry:
            assignments.set_officer(store, uid, entry["officer"])
        progress.set_progress(store, uid, period, **typed_fields(entry))
    for indicator, values in data["measurements"].get(period, {}).items():
        uid = find_indicator(store, indicator).uid
        measurements.set_measurement(store, uid, period, **typed_fields(values))


def typed_fields(entry: dict[str, Any]) -> dict[str, Any]:
    """Typed values of one entry of the data file."""
    fields: dict[str, Any] = {}
    for name, value in entry.items():
        if name in _DATES:
            fields[name] = date.fromisoformat(value)
        elif name in _NUMBERS:
            fields[name] = parse_number(value)
        elif name == "status":
            fields[name] = progress.parse_status(value)
        elif name not in {"code", "officer"}:
            fields[name] = value
    return fields


def _attach(store: Store, data: dict[str, Any]) -> None:
    """Evidence files under the names a clerk would give them, and one that comes later."""
    with tempfile.TemporaryDirectory() as folder:
        for entry in data["evidence"]:
            uid = _taken_uid(store, entry["code"])
            if not uid:
                continue
            named = Path(folder, entry["name"])
            shutil.copyfile(asset("sample", entry["file"]), named)
            evidence.add_evidence(
                store,
                [named],
                uid,
                entry["period"],
                number=entry["number"],
                issued_on=date.fromisoformat(entry["issued_on"]),
                title=entry["title"],
            )
    for entry in data["evidence_deferred"]:
        uid = _taken_uid(store, entry["code"])
        if uid:
            evidence.defer(store, uid, entry["period"], title=entry["title"])
    for entry in data["extensions"]:
        uid = _taken_uid(store, entry["code"])
        if uid:
            due = date.fromisoformat(entry["due"])
            milestones.add_extension(
                store, uid, due=due, document=entry["document"], granted=entry["granted"]
            )


def _taken_uid(store: Store, code: str) -> str:
    """Uid of a row that the organisation reports on, else ""."""
    try:
        uid = find_item(store, code).uid
    except NotFoundError:
        return ""
    own = load_worksheet(store, periods.current_period(store).code).own_tasks
    return uid if uid in {row.uid for row in own} else ""
