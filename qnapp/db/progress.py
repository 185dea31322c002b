"""What the clerk says of a task in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qnapp.db import fields as row_fields
from qnapp.db.assignments import set_officer
from qnapp.db.carry import carried, carry_forward, progress_texts
from qnapp.db.milestones import (
    add_extension,
    grant_extension,
    remove_extension,
    set_milestone,
)
from qnapp.db.returned import require_row_open
from qnapp.db.task_rows import load_row, require_reportable
from qnapp.db.values import date_text, parse_percent, text_value
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Progress, Status
from qnapp.errors import InputError
from qnapp.text import fold

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow

__all__ = [
    "ProgressFields",
    "add_extension",
    "carried",
    "carry_forward",
    "grant_extension",
    "parse_percent",
    "parse_status",
    "remove_extension",
    "set_milestone",
    "set_officer",
    "set_progress",
]

_WORDS = {
    Status.NOT_STARTED: ("chưa triển khai", "chưa thực hiện", "chưa bắt đầu"),
    Status.IN_PROGRESS: ("đang triển khai", "đang thực hiện", "đang làm"),
    Status.COMPLETED: ("hoàn thành", "đã hoàn thành", "xong"),
    Status.ON_HOLD: ("tạm dừng", "tạm hoãn"),
}
_STATUSES = {
    word: status
    for status, words in _WORDS.items()
    for word in (status.value, *(fold(one) for one in words))
}
_DATES = frozenset({"completed_on", "expected_on", "restricted_on"})
_TEXTS = frozenset({"result", "delay_reason", "difficulty", "proposal", "next_step"})
_RESTRICTED = frozenset({"restricted_number", "restricted_on"})

_NO_STATUS = (
    "Không có tình trạng “{typed}”. Chưa có gì bị thay đổi. "
    "Chọn: chưa triển khai, đang triển khai, hoàn thành, tạm dừng."
)
_ONLY_NUMBER = (
    "{code} thuộc đường mật nên không ghi nội dung ở đây. Chưa có gì bị thay đổi. "
    "Ghi số và ngày của báo cáo đã gửi theo đường riêng là đủ."
)
_NOT_RESTRICTED = (
    "{code} không thuộc đường mật nên không ghi số báo cáo đường riêng. Chưa có gì bị thay đổi. "
    "Ghi kết quả như các nhiệm vụ khác."
)


class ProgressFields(TypedDict, total=False):
    """Fields of ``Progress`` as typed values or as what a person types."""

    status: Status | str
    percent: int | str | None
    result: str
    delay_reason: str
    difficulty: str
    proposal: str
    next_step: str
    completed_on: date | str | None
    expected_on: date | str | None
    restricted_number: str
    restricted_on: date | str | None


def parse_status(text: str) -> Status:
    """``in_progress`` or "đang triển khai", without diacritics too; raises ``InputError``."""
    found = _STATUSES.get(fold(text).strip())
    if found is None:
        raise InputError(_NO_STATUS.format(typed=text))
    return found


def set_progress(
    store: Store,
    task_uid: str,
    period_code: str,
    *,
    event: str = "",
    confirm: bool = False,
    **fields: Unpack[ProgressFields],
) -> list[FieldChange]:
    """Record fields of one task in one period; gives what really changed.

    A row that was carried over becomes this period's own. Nothing different changes nothing,
    unless ``confirm`` says that the values were looked at and hold: then the row counts as
    updated in this period. A row that is emptied again, and brought nothing along, does not.
    Raises ``InputError`` (bad value, heading row, task not taken on, text in a restricted row),
    ``LockedError`` (a closed row of a locked period), ``NotFoundError``.
    """
    row = load_row(store, task_uid, period_code)
    require_row_open(store, period_code, row.uid)
    require_reportable(row)
    year = int(period_code[:4])
    values = {name: _text(name, value, year) for name, value in fields.items()}
    _require_channel(row, values)
    shown = progress_texts(row.progress)
    differing = {name: text for name, text in values.items() if shown[name] != text}
    if not differing and not confirm:
        return []
    touched = "1" if row.progress.updated_on is not None else ""
    return row_fields.save(
        store,
        "progress",
        row.uid,
        {**differing, "touched": "" if not confirm and _is_blank(row, shown | differing) else "1"},
        period=period_code,
        base={**shown, "touched": touched},
        rewrite=not touched,
        event=event,
    )


def _is_blank(row: TaskRow, texts: dict[str, str]) -> bool:
    """Whether a row says nothing, nor did in the period before."""
    nothing = progress_texts(Progress())
    before = progress_texts(row.previous) if row.previous is not None else nothing
    return texts == before == nothing


def _text(name: str, value: Any, year: int) -> str:
    """A field as the store keeps it."""
    if name == "status":
        return str(value if isinstance(value, Status) else parse_status(value))
    if name == "percent":
        percent = parse_percent(value)
        return "" if percent is None else str(percent)
    if name in _DATES:
        return date_text(value, year=year)
    if name in _TEXTS or name in _RESTRICTED:
        return text_value(value or "", multiline=name in _TEXTS)
    raise TypeError(f"no field of a progress: {name}")


def _require_channel(row: TaskRow, values: dict[str, str]) -> None:
    restricted = row.channel is Channel.RESTRICTED
    written = {name for name, text in values.items() if text}
    if restricted and written & _TEXTS:
        raise InputError(_ONLY_NUMBER.format(code=row.code))
    if not restricted and written & _RESTRICTED:
        raise InputError(_NOT_RESTRICTED.format(code=row.code))
