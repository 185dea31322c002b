"""The reporting calendar in the store, and which periods are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.calendar import (
    StoredPeriod,
    periods,
    require_not_frozen,
    require_open,
    stored_period,
)
from qnapp.db.carry import carry_forward
from qnapp.db.journal import FieldChange
from qnapp.db.plans import insert_periods
from qnapp.db.settings import get_settings
from qnapp.db.store import Changes
from qnapp.domain.periods import PeriodKind, adhoc, collecting_period, period_for
from qnapp.errors import InputError
from qnapp.text import clean

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period

__all__ = [
    "StoredPeriod",
    "add_adhoc_period",
    "choose_period",
    "current_period",
    "lock_period",
    "period_of_the_day",
    "periods",
    "require_open",
    "set_period_dates",
    "stored_period",
    "unlock_period",
]

_NO_REASON = "Chưa nêu lý do mở khóa. Chưa có gì bị thay đổi. Ghi lý do rồi thử lại."
_ORDER = (
    "Ngày bắt đầu, ngày chốt số liệu, hạn gửi phải theo thứ tự thời gian. "
    "Chưa có gì bị thay đổi. Xem lại các ngày rồi thử lại."
)


def current_period(store: Store, today: date | None = None) -> Period:
    """The period that the clerk chose, else the one of the day.

    An office that takes reports in works on the one that has closed last, until the next closes.
    """
    chosen = get_settings(store).current_period
    found = (one.period for one in periods(store) if one.period.code == chosen)
    return next(found, None) or period_of_the_day(store, today)


def period_of_the_day(store: Store, today: date | None = None) -> Period:
    """The period that is due next; of an office that takes reports in, the one that closed last."""
    of_the_day = collecting_period if get_settings(store).upper_office else period_for
    return of_the_day([one.period for one in periods(store)], today or store.today())


def choose_period(store: Store, code: str) -> Period:
    """Make a period the current one (kept in the settings, without history)."""
    period = stored_period(store, code).period
    if store.moved:
        return period
    with store.atomic():
        store.insert("setting", {"key": "current_period", "value": period.code}, _OVERWRITE)
    return period


_OVERWRITE = "ON CONFLICT DO UPDATE SET value = excluded.value"


def add_adhoc_period(store: Store, *, name: str, start: date, cutoff: date, due: date) -> Period:
    """Add a ``2026-X01`` period; raises ``InputError`` for dates out of order or an empty name."""
    calendar = [one.period for one in periods(store)]
    taken = [int(one.code.rpartition("X")[2]) for one in calendar if one.kind is PeriodKind.X]
    period = adhoc(calendar, max(taken, default=0) + 1, start, cutoff, due, name)
    plan = fields.plan_uid(store)
    with store.atomic():
        insert_periods(store, plan, [period])
        change = FieldChange("plan", plan, period.code, "period", "", period.name)
        journal.record(store, [change], organisation=fields.own_code(store))
        store.touch(Changes(periods=True))
    return period


def set_period_dates(
    store: Store, code: str, *, cutoff: date | None = None, due: date | None = None
) -> list[FieldChange]:
    """Change cut-off and due date of a period; the day that figures speak of follows the cut-off.

    Raises ``InputError`` for dates out of order, ``LockedError``.
    """
    require_open(store, code)
    period = stored_period(store, code).period
    new_cutoff, new_due = cutoff or period.cutoff, due or period.due
    if not period.start <= new_cutoff <= new_due:
        raise InputError(_ORDER)
    as_of = new_cutoff if period.as_of == period.cutoff else period.as_of
    key = str(fields.period_id(store, period.code))
    values = {"cutoff": new_cutoff, "due": new_due, "as_of": as_of}
    texts = {name: day.isoformat() for name, day in values.items()}
    return fields.save(store, "calendar", key, texts)


def lock_period(store: Store, code: str, reason: str, *, event: str = "") -> list[FieldChange]:
    """Close a period for changes; carried rows are written out first, so that they stay.

    ``event`` names what locks it. Raises ``LockedError`` where it is locked already.
    """
    with store.atomic():
        carry_forward(store, code)
        return lock_again(store, code, reason, event=event)


def lock_again(store: Store, code: str, reason: str, *, event: str = "") -> list[FieldChange]:
    """Say when and why a locked period is locked now; its rows were written out the first time."""
    now = store.clock().isoformat(timespec="seconds")
    values = {"locked_at": now, "lock_reason": clean(reason)}
    return fields.save(store, "period", code, values, period=code, event=event)


def unlock_period(store: Store, code: str, reason: str, *, event: str = "") -> list[FieldChange]:
    """Open a locked period; an open one stays open. ``event`` names what unlocks it.

    Raises ``InputError`` without a reason, and ``LockedError`` where a report stands that was sent
    for signature: withdrawing it is what unlocks.
    """
    if not clean(reason):
        raise InputError(_NO_REASON)
    stored = stored_period(store, code)
    if not stored.locked:
        return []
    require_not_frozen(stored)
    values = {"locked_at": "", "lock_reason": clean(reason)}
    return fields.save(store, "period", code, values, period=code, event=event)
