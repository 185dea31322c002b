"""What the unit of the training data has typed itself, which its report above has to say, too.

Whoever trains with both stores side by side compares them. Only rows are told that every report of
the round has; what the unit took on besides and its own tasks stay in its own store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.assets import asset_json
from qnapp.db.sample import typed_fields
from qnapp.domain.reporting import Measurement, Progress
from qnapp.domain.targets import parse_target

if TYPE_CHECKING:
    from datetime import date

    from qnapp.domain.plan import Organisation
    from qnapp.domain.targets import Target


def has_typed(one: Organisation) -> bool:
    """Whether the training data are this organisation's."""
    return bool(one.code == _data()["organisation"])


def typed_progress(
    one: Organisation, code: str, period: str, day: date, *, before: bool = False
) -> Progress | None:
    """Result of a task as it stands at the end of a period, ``before``: of the one before it.

    ``day``: when it was looked at last. None for another organisation's, and where nothing is said.
    """
    if not has_typed(one):
        return None
    found: dict[str, Any] = {}
    for known, entries in sorted(_data()["progress"].items()):
        if known < period or (known == period and not before):
            found = next((entry for entry in entries if entry["code"] == code), found)
    return Progress(**typed_fields(found), updated_on=day) if found else None


def typed_measurement(code: str, period: str, *, before: bool = False) -> Measurement | None:
    """Values of an indicator in a period, ``before``: in the one before it; None for none."""
    known = sorted(_data()["measurements"])
    if before:
        period = max((one for one in known if one < period), default="")
    values = _data()["measurements"].get(period, {}).get(code)
    return Measurement(**typed_fields(values)) if values else None


def typed_target(code: str) -> Target | None:
    """The unit's own target of an indicator."""
    words = _data()["targets"].get(code)
    return parse_target(words) if words else None


def _data() -> dict[str, Any]:
    found: dict[str, Any] = asset_json("sample", "training.json")
    return found
