"""The period in which the window opens: that of the day, unless the one before still waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qnapp.db.calendar import periods, stored_period
from qnapp.db.issued import report_to_send
from qnapp.db.outbox import last_sending
from qnapp.db.periods import choose_period, current_period, period_of_the_day
from qnapp.db.returned import open_rows
from qnapp.db.settings import get_settings, set_view_state, view_state
from qnapp.domain.periods import PeriodKind, period_for, previous
from qnapp.records import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period

_NAMED = "first_period_named"
LATE_DAYS = 30  # so long after it was due a report that is not sent yet is worked on


@dataclass(frozen=True, slots=True)
class Opening:
    """A period, and what is said where it is not the one that a person might expect."""

    period: Period
    words: str = ""


def open_period(store: Store, today: date, *, held: bool = False) -> Opening:
    """Choose the period to open with; ``held``: text waits there that could not be written.

    The period looked at last is kept while there is something to do in it: it is out of turn
    (đột xuất), rows of it were returned, or it was due just now and its report is not sent yet; an
    office that takes reports in may also write its own of the running one. Training data stay in
    the period that they are made for, whatever day it is.
    """
    last, of_day = current_period(store, today), period_of_the_day(store, today)
    settings = get_settings(store)
    if settings.training:
        return Opening(last)
    if last.code == of_day.code:
        return Opening(last, "" if settings.current_period else _first_words(store, of_day))
    if held or _is_waiting(store, last, of_day, today):
        return Opening(last, f"Đang mở {last.name}. Kỳ của hôm nay là {of_day.name}.")
    choose_period(store, of_day.code)
    return Opening(of_day, f"Mở kỳ của hôm nay, {of_day.name}. Lần trước đang xem {last.name}.")


def _first_words(store: Store, of_day: Period) -> str:
    """Say, once, that the first period that was chosen in the first run is another one."""
    first_code = get_settings(store).first_period
    if first_code in ("", of_day.code) or view_state(store, _NAMED):
        return ""
    first = stored_period(store, first_code).period
    set_view_state(store, _NAMED, True)  # not chosen: who begins to collect goes to what has closed
    return f"Mở kỳ của hôm nay, {of_day.name}. Kỳ đầu tiên, {first.name}, chọn ở nút kỳ phía trên."


def _is_waiting(store: Store, last: Period, of_day: Period, today: date) -> bool:
    """Whether something is still to be done in a period that is not the day's."""
    stored = stored_period(store, last.code)
    if open_rows(store, last.code):
        return True
    calendar = [one.period for one in periods(store)]
    running = period_for(calendar, today).code  # another one than the day's only above
    before = previous(calendar, of_day.code)
    beside = {running, before.code if before is not None else running}
    if (
        not (last.kind is PeriodKind.X or last.code in beside)
        or stored.backfilled
        or today > last.due + timedelta(days=LATE_DAYS)
    ):
        return False
    report = report_to_send(store, last.code)
    if report is None:
        return not stored.locked
    return last_sending(store, last.code).of(report.id).sent_at is None
