"""Values of an indicator in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qnapp.db import fields as row_fields
from qnapp.db.items import find_indicator
from qnapp.db.returned import require_row_open
from qnapp.db.targets import follow
from qnapp.db.values import number_text, text_value
from qnapp.db.worksheet import load_indicator_row
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Verdict
from qnapp.domain.targets import TargetKind
from qnapp.errors import InputError

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow

_NUMBERS = frozenset({"actual", "estimate", "cumulative", "same_period_last_year"})
_TEXTS = frozenset({"words", "note", "contest_reason"})
_ASSESSED = frozenset({Verdict.MET, Verdict.EXCEEDED, Verdict.UNMET})

_NO_WORDS = (
    "Chỉ tiêu {code} tính bằng số nên không ghi kết quả bằng lời. Chưa có gì bị thay đổi. "
    "Ghi số liệu, phần giải thích ghi ở ghi chú."
)
_NO_NUMBER = (
    "Chỉ tiêu {code} báo cáo bằng lời, không có số liệu. Chưa có gì bị thay đổi. "
    "Ghi kết quả bằng lời."
)
_NO_REASON = (
    "Chưa nêu lý do đánh giá khác với cách tính. Chưa có gì bị thay đổi. Ghi lý do rồi thử lại."
)
_NO_TARGET = (
    "Đơn vị chưa có mức của chỉ tiêu {code} nên chưa đánh giá được. Chưa có gì bị thay đổi. "
    "Ghi mức của đơn vị trước."
)
_NO_VERDICT = (
    "Đánh giá chỉ có thể là đạt, vượt hoặc không đạt. Chưa có gì bị thay đổi. "
    "Chọn một trong ba mức đó."
)


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

    Raises ``InputError`` (not a number, words for an indicator that is a number or a number for one
    in words, contested without a reason or a target), ``LockedError``, ``NotFoundError``.
    """
    uid = find_indicator(store, indicator_uid).uid
    require_row_open(store, period_code, uid)
    row = load_indicator_row(store, uid, period_code)
    values = {name: _text(name, value) for name, value in fields.items()}
    _require_words(row, values)
    _require_reason(row, values)
    with store.atomic():
        changes = row_fields.save(
            store, "measurement", uid, values, period=period_code, event=event
        )
        if changes and not row.followed:
            changes = follow(store, uid, event=event) + changes
    return changes


def _text(name: str, value: Any) -> str:
    """A field as the store keeps it."""
    if name in _NUMBERS:
        return number_text(value)
    if name in _TEXTS:
        return text_value(value or "")
    if name != "contested":
        raise TypeError(f"no field of a measurement: {name}")
    if not value:
        return ""
    if value not in _ASSESSED:
        raise InputError(_NO_VERDICT)
    return str(Verdict(value))


def _require_words(row: IndicatorRow, values: dict[str, str]) -> None:
    by_words = row.target is not None and row.target.kind is TargetKind.TEXT
    if values.get("words") and row.nature is not Nature.WORDS and not by_words:
        raise InputError(_NO_WORDS.format(code=row.code))
    if not row.takes_numbers and any(values.get(name) for name in _NUMBERS):
        raise InputError(_NO_NUMBER.format(code=row.code))


def _require_reason(row: IndicatorRow, values: dict[str, str]) -> None:
    """A verdict of one's own needs a target and a reason; without a verdict the reason goes."""
    if "contested" in values and not values["contested"]:
        values["contest_reason"] = ""
    verdict = values.get("contested", row.measurement.contested)
    if not verdict:
        return
    if row.target is None:
        raise InputError(_NO_TARGET.format(code=row.code))
    if not values.get("contest_reason", row.measurement.contest_reason):
        raise InputError(_NO_REASON)
