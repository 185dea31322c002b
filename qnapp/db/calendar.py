"""The reporting calendar as it is stored, and whether a period is open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db.rows import period_from
from qnapp.domain.periods import PeriodKind, find_period, order_key, previous
from qnapp.errors import LockedError
from qnapp.records import dataclass
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period

_LOCKED = (
    "Kỳ {name} đã khóa ngày {day} nên không sửa được. Chưa có gì bị thay đổi. "
    "Muốn sửa, mở khóa kỳ này trước."
)
_FROZEN = (
    "Kỳ {name} đã trình ký lần {revision} ngày {day} nên không sửa được. Chưa có gì bị thay đổi. "
    "Muốn sửa, thu hồi trình ký trước."
)
_PERIODS = """
    SELECT period.*, coalesce(locked_at, '') AS locked_at, coalesce(lock_reason, '') AS lock_reason,
        coalesce(revision, 0) AS revision,
        (SELECT value FROM setting WHERE key = 'first_period') AS first_period
    FROM period
    LEFT JOIN setting AS own ON own.key = 'organisation'
    LEFT JOIN period_state ON period_state.period = period.id
        AND period_state.organisation = own.value
    LEFT JOIN issued_report AS issued ON issued.period = period.id
        AND issued.organisation = own.value AND withdrawn_at = ''
    WHERE plan = (SELECT value FROM setting WHERE key = 'plan')
"""


@dataclass(frozen=True, slots=True)
class StoredPeriod:
    """A period with its state for one organisation."""

    period: Period
    locked_at: datetime | None = None
    lock_reason: str = ""
    backfilled: bool = False  # before the store's first period: "nhập bổ sung"
    revision: int = 0  # of the report that was sent for signature and stands, 0 for none

    @property
    def locked(self) -> bool:
        """Whether nothing may be changed in it."""
        return self.locked_at is not None


def periods(store: Store) -> list[StoredPeriod]:
    """The calendar of the current plan in order of time."""
    moved = store.moved  # then nothing of it may be changed here
    rows = store.rows(_PERIODS)
    first = rows[0]["first_period"] if rows else None
    calendar = {period.code: (period, row) for row in rows for period in [period_from(row)]}
    begin = calendar[first][0] if first in calendar else None
    found = [
        StoredPeriod(
            period,
            datetime.fromisoformat(at) if (at := row["locked_at"] or moved) else None,
            row["lock_reason"],
            begin is not None and _is_before(period, begin),
            row["revision"],
        )
        for period, row in calendar.values()
    ]
    return sorted(found, key=lambda one: order_key(one.period))


def _is_before(period: Period, begin: Period) -> bool:
    """Whether a period was over before a store began; an ad hoc one may lie within its first."""
    if period.kind is PeriodKind.X:
        return period.cutoff < begin.start
    return order_key(period) < order_key(begin)


def stored_period(store: Store, code: str) -> StoredPeriod:
    """One period by a typed code; raises ``InputError``, ``NotFoundError`` naming what there is."""
    known = {one.period.code: one for one in periods(store)}
    if code in known:
        return known[code]
    return known[find_period([one.period for one in known.values()], code).code]


def code_of(store: Store, number: str) -> str:
    """Code of a period by the number that the history knows it by, "" where it is gone."""
    return str(store.value("SELECT code FROM period WHERE id = ?", (number,)) or "")


def chain(store: Store, code: str) -> Sequence[Period]:
    """A period and those that it carries on from, newest first."""
    calendar = [one.period for one in periods(store)]
    found = [find_period(calendar, code)]
    while (before := previous(calendar, found[-1].code)) is not None:
        found.append(before)
    return found


def require_open(store: Store, code: str) -> None:
    """Raise ``LockedError`` where the period is locked, ``NotFoundError`` where there is none."""
    store.require_here()
    stored = stored_period(store, code)
    if stored.locked_at is None:
        return
    require_not_frozen(stored)
    day = format_date(stored.locked_at.date())
    raise LockedError(_LOCKED.format(name=stored.period.name, day=day))


def require_not_frozen(stored: StoredPeriod) -> None:
    """Raise ``LockedError`` where a report of the period stands that was sent for signature."""
    if stored.revision and stored.locked_at is not None:
        name, day = stored.period.name, format_date(stored.locked_at.date())
        raise LockedError(_FROZEN.format(name=name, revision=stored.revision, day=day))
