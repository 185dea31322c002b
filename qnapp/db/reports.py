"""The free text of the report, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store


def report_texts(store: Store, period_code: str) -> dict[str, str]:
    """All written parts of a period's report by the name of the part."""
    raise NotImplementedError


def report_text(store: Store, period_code: str, part: str) -> str:
    """One part, "" where nothing is written."""
    raise NotImplementedError


def set_report_text(store: Store, period_code: str, part: str, text: str) -> list[FieldChange]:
    """Write one part (several paragraphs, one a line); raises ``LockedError``."""
    raise NotImplementedError
