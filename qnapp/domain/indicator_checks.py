"""The checks of indicators."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.domain.check_rules import (
    Rule,
    evidence_altered,
    evidence_day_not_come,
    evidence_deferred,
    name_of,
    unprintable,
)
from qnapp.domain.overview import lacks_value
from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Level, Measurement
from qnapp.domain.targets import TargetKind
from qnapp.text import fold, format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.check_rules import Scene
    from qnapp.domain.reporting import IndicatorRow


def _missing_cell(row: IndicatorRow) -> str:
    """The cell that is still empty and must not stay so, "" for none.

    An indicator without a number wants words; one whose target is words takes either; one without
    a target of the organisation's own is only shown.
    """
    words = bool(row.measurement.words)
    if row.nature is Nature.WORDS:
        return "" if words else "words"
    if row.target is None or row.value is not None:
        return ""
    return "" if words and row.target.kind is TargetKind.TEXT else "actual"


def _value_missing(row: IndicatorRow) -> Iterator[tuple[str, str]]:
    field = _missing_cell(row)
    if field:
        lacking = "chưa ghi kết quả" if field == "words" else "chưa có số liệu"
        yield field, f"{name_of(row)}: {lacking} kỳ này."


def _blocks(row: IndicatorRow, scene: Scene) -> bool:
    """Only the year's last report must have every value that a target asks for."""
    return scene.is_last and row.target is not None


def _value_missing_at_last(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if _blocks(row, scene):
        yield from _value_missing(row)


def _value_missing_yet(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if not _blocks(row, scene):
        yield from _value_missing(row)


def _followed_in_vain(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """Followed, but neither judged nor told: the report prints an empty line of it."""
    if row.nature is not Nature.WORDS and row.target is None and lacks_value(row):
        said = "đang theo dõi nhưng chưa có mức giao và số liệu kỳ này"
        yield "actual", f"{name_of(row)}: {said}. Nhập số liệu hoặc thôi theo dõi."


def _estimate_used(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    """An estimate gives way to the figure, or says in the note what it rests on.

    Before 31/12 the year's figures can be nothing else: there it is not asked about.
    """
    due = scene.sheet.period.kind is PeriodKind.Q4 and scene.today <= scene.end
    if row.estimated and row.value is not None and not row.measurement.note and not due:
        said = f"{format_number(row.value)} là số ước, báo cáo sẽ ghi rõ"
        mend = "Có số thì ghi ở ô Thực hiện kỳ này, chưa có thì ghi căn cứ ước ở ô Ghi chú"
        yield "actual", f"{name_of(row)}: {said}. {mend}."


def _estimate_not_marked(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    """The year's figures are as of 31/12, so what is typed before is an estimate (design, 6)."""
    typed, end = row.measurement.updated_on, scene.end
    early = scene.sheet.period.kind is PeriodKind.Q4 and typed is not None and typed < end
    if early and row.measurement.actual is not None and row.measurement.estimate is None:
        said = f"số liệu cả năm nhập trước {format_date(end)} là số ước"
        yield "kind", f"{name_of(row)}: {said}. Chọn Ước cả kỳ ở mục Loại số liệu."


def _contested_without_reason(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if row.measurement.contested is not None and not row.measurement.contest_reason:
        yield "contest_reason", f"{name_of(row)}: đánh giá khác kết quả tính nhưng chưa ghi lý do."


_COMPARED = ("actual", "estimate", "cumulative")
_RATES = ("ty le ", "ti le ")  # folded
_HUNDRED = Decimal(100)


_LOOK_AGAIN = "Kiểm tra dấu trừ, dấu phẩy thập phân và đơn vị tính."


def doubt_of(row: IndicatorRow, field: str) -> str:
    """What is hardly true of a value: "925 quá lớn với đơn vị tính %"; "" for nothing.

    A comma that was forgotten, or a dot meant as one: "1.234" is a thousand here; or what adds up
    over the year and is less than it was. ``field`` is one of the numbers of ``Measurement``.
    """
    return _slip(row, field) or _fall(row, field)


def _slip(row: IndicatorRow, field: str) -> str:
    value: Decimal | None = getattr(row.measurement, field, None)
    if not isinstance(value, Decimal):
        return ""
    doubt = _doubt_of_sign(row, field, value) or _doubt_of_percent(row, value)
    if not doubt and field in _COMPARED:
        doubt = _doubt_of_size(row, field, value)
    return f"{format_number(value)} {doubt}" if doubt else ""


def _implausible(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    for field in (*_COMPARED, "same_period_last_year"):
        if doubt := _slip(row, field):
            yield field, f"{name_of(row)}: {doubt}. {_LOOK_AGAIN}"


def _fall(row: IndicatorRow, field: str) -> str:
    """What has added up since the year began and is less than a period ago, by no stated reason.

    ``field`` is the one that gives the sum. An estimate of before may well have been too high.
    """
    if row.nature is not Nature.FLOW or field != _field_of_sum(row) or row.measurement.note:
        return ""
    value, earlier = row.value, replace(row, measurement=row.previous or Measurement())
    before = None if earlier.estimated else earlier.value
    if value is None or before is None or value >= before:
        return ""
    less = f"{format_number(value)} thấp hơn kỳ trước ({format_number(before)})"
    return f"{less}, mà chỉ tiêu này cộng dồn từ đầu năm"


def _field_of_sum(row: IndicatorRow) -> str:
    order = ("cumulative", "actual", "estimate")
    return next((one for one in order if getattr(row.measurement, one) is not None), "")


def _fallen(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    field = _field_of_sum(row)
    if fall := _fall(row, field):
        mend = "Ghi số lũy kế, hoặc ghi lý do giảm ở ô Ghi chú"
        yield field, f"{name_of(row)}: {fall}. {mend}."


def _doubt_of_sign(row: IndicatorRow, field: str, value: Decimal) -> str:
    """Below nothing, where neither the target nor the period before was."""
    target = row.target or row.province_target
    before = getattr(row.previous, field) if row.previous else None
    others = [target.low, target.high, before]
    return "là số âm" if value < 0 <= min((b for b in others if b is not None), default=0) else ""


def _doubt_of_percent(row: IndicatorRow, value: Decimal) -> str:
    """Above 100 % only where the target is there or above, and never more than twice of that.

    A rate ("tỷ lệ thu gom rác") is a part of a whole: all of it is the most, also as the target.
    """
    if not row.indicator.unit.startswith("%"):
        return ""
    target = row.target or row.province_target
    bound = max((b for b in (target.low, target.high) if b is not None), default=Decimal(0))
    rate = bound == _HUNDRED and fold(row.indicator.title).startswith(_RATES)
    most = _HUNDRED if bound < _HUNDRED or rate else 2 * bound
    return "quá lớn với đơn vị tính %" if abs(value) > most else ""


def _doubt_of_size(row: IndicatorRow, field: str, value: Decimal) -> str:
    """A hundred times the target or the period before; what only adds up may still be small.

    Without a target of its own a level is held against the province's; a part that adds up to the
    province's total tells nothing of it.
    """
    target, name_of_target = row.target, "mức giao"
    if target is None and row.nature is Nature.LEVEL:
        target, name_of_target = row.province_target, "mức của tỉnh"
    before = getattr(row.previous, field) if row.previous else None
    bounds = [target.high, target.low] if target is not None else []
    bound = next((b for b in bounds if b is not None), None)
    for name, other in ((name_of_target, bound), ("số liệu kỳ trước", before)):
        if not value or not other:
            continue
        times = abs(value / other)
        if times >= _HUNDRED:
            return f"gấp từ 100 lần {name} ({format_number(other)})"
        if times <= 1 / _HUNDRED and row.nature is Nature.LEVEL:
            return f"chưa bằng một phần trăm {name} ({format_number(other)})"
    return ""


INDICATOR_RULES: tuple[Rule[IndicatorRow], ...] = (
    Rule("CT01", Level.ERROR, _value_missing_at_last),
    Rule("CT02", Level.ERROR, _contested_without_reason),
    Rule("MC01", Level.ERROR, evidence_altered),
    Rule("MC02", Level.ERROR, evidence_day_not_come),
    Rule("CT11", Level.WARNING, _value_missing_yet),
    Rule("CT15", Level.WARNING, _followed_in_vain),
    Rule("CT12", Level.WARNING, _estimate_used),
    Rule("CT13", Level.WARNING, _estimate_not_marked),
    Rule("CT14", Level.WARNING, _implausible),
    Rule("CT16", Level.WARNING, _fallen),
    Rule("MC12", Level.WARNING, evidence_deferred),
    Rule("IN11", Level.WARNING, unprintable),
)
