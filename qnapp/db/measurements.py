"""Values of an indicator in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Verdict


class MeasurementFields(TypedDict, total=False):
    """Fields of ``Measurement`` as typed values or as what a person types ("96,4")."""

    actual: Decimal | str | None
    estimate: Decimal | str | None
    cumulative: Decimal | str | None
    same_period_last_year: Decimal | str | None
    words: str
    note: str
    contested: Verdict | str | None
    contest_reason: str


def set_measurement(
    store: Store,
    indicator_uid: str,
    period_code: str,
    *,
    event: str = "",
    **fields: Unpack[MeasurementFields],
) -> list[FieldChange]:
    """Record values of one indicator in one period; the indicator is followed from then on.

    Raises ``InputError`` (not a number, a number for an indicator in words, contested without a
    reason), ``LockedError``, ``NotFoundError``.
    """
    raise NotImplementedError
