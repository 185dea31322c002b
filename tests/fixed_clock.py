"""The only time that a test knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))


class FixedClock:
    """The only time that a test knows: 05/6/2026 14:32, or ``now``, until the test moves it."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 6, 5, 14, 32, tzinfo=HANOI)

    def __call__(self) -> datetime:
        return self.now

    def today(self) -> date:
        return self.now.date()

    def move(self, **by: float) -> None:
        """Let time pass: ``move(minutes=11)``."""
        self.now += timedelta(**by)
