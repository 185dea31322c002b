"""The state of a period as plain data for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.store import Store


def status_object(store: Store, period_code: str, as_of: date | None = None) -> dict[str, Any]:
    """The object of ``status --json`` (design, section 11): numbers are numbers, dates ISO text."""
    raise NotImplementedError
