"""Why nothing can be typed in a period, said in the same words on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.periods import stored_period
from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.db.store import Store


def locked_sentence(store: Store, period_code: str) -> str:
    """Say since when a period is locked, "" where it is open."""
    stored = stored_period(store, period_code)
    if stored.locked_at is None:
        return ""
    day = format_date(stored.locked_at.date())
    return f"Kỳ này đang khóa từ ngày {day}. Nội dung chỉ để xem."
