"""Dates of a task that hold for all periods: milestones reached, and extensions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.calendar import periods
from qnapp.db.rows import extension_from
from qnapp.db.task_rows import load_row, require_reportable
from qnapp.db.values import date_text, text_value
from qnapp.domain.standings import apply_extension, extension_fault, milestone_states
from qnapp.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Extension, TaskRow

_NO_MILESTONE = (
    "{code} không có mốc thứ {number}.{known} Chưa có gì bị thay đổi. "
    "Xem các mốc ở phần thời hạn của nhiệm vụ."
)
_NO_DATE = "Chưa có thời hạn mới của gia hạn. Chưa có gì bị thay đổi. Ghi ngày rồi thử lại."
_NO_DOCUMENT = (
    "Chưa ghi văn bản của gia hạn. Chưa có gì bị thay đổi. Ghi số, ký hiệu và ngày văn bản."
)
_NO_EXTENSION = (
    "Không có gia hạn này trong dữ liệu. Chưa có gì bị thay đổi. "
    "Mở lại nhiệm vụ để xem các lần gia hạn."
)


def set_milestone(
    store: Store, task_uid: str, number: int, actual_on: date | str | None, *, event: str = ""
) -> list[FieldChange]:
    """Record when milestone ``number`` (1, 2, …) was really reached; None takes it back.

    Raises ``InputError`` for a milestone that the deadline does not have.
    """
    row = _any_period_row(store, task_uid)
    numbers = [str(one.number) for one in row.milestones]
    if str(number) not in numbers:
        known = f" Các mốc: {', '.join(numbers)}." if numbers else ""
        raise InputError(_NO_MILESTONE.format(code=row.code, number=number, known=known))
    values = {str(number): date_text(actual_on)}
    return fields.save(store, "milestone", row.uid, values, event=event)


def extensions(store: Store, task_uid: str) -> list[Extension]:
    """All extensions of a task, oldest first."""
    rows = store.rows(
        "SELECT * FROM extension WHERE organisation = ? AND uid = ? AND removed = '' ORDER BY id",
        (fields.own_code(store), task_uid),
    )
    return [extension_from(row) for row in rows]


def add_extension(
    store: Store, task_uid: str, *, due: date | str, document: str, granted: bool
) -> Extension:
    """Record an extension asked or granted.

    Raises ``InputError`` without a document, without a date, or with one before the deadline that
    is in force.
    """
    row = _any_period_row(store, task_uid)
    words = _words(due, document)
    _require_later(row, words["due"], extensions(store, row.uid))
    return _record(store, row.uid, words, granted=granted)


def receive_extension(store: Store, task_uid: str, *, due: date, document: str) -> Extension:
    """Record an extension that the province has granted, as it was sent.

    Its day is not held against the deadline in force here: a plan must not stay out because the
    organisation was once given longer. Raises ``InputError`` without a document.
    """
    uid = _any_period_row(store, task_uid).uid
    return _record(store, uid, _words(due, document), granted=True)


def _record(store: Store, uid: str, words: dict[str, str], *, granted: bool) -> Extension:
    columns: dict[str, object] = {
        **words,
        "organisation": fields.own_code(store),
        "uid": uid,
        "granted": int(granted),
        # Born as removed: coming into being is a change that undo can take back.
        "removed": store.clock().isoformat(timespec="seconds"),
    }
    with store.atomic():
        extension_id = store.insert("extension", columns)
        fields.save(store, "extension", str(extension_id), {"removed": ""})
    return _extension(store, extension_id)


def grant_extension(store: Store, extension_id: int, document: str = "") -> list[FieldChange]:
    """Turn an asked extension into a granted one, by ``document`` where given."""
    _extension(store, extension_id)
    values = {"granted": "1"}
    paper = text_value(document, multiline=False)
    if paper:
        values["document"] = paper
    return fields.save(store, "extension", str(extension_id), values)


def edit_extension(
    store: Store, extension_id: int, *, due: date | str, document: str, granted: bool
) -> list[FieldChange]:
    """Correct an extension; raises ``InputError`` as ``add_extension`` does."""
    uid = _uid_of(store, extension_id)
    values = {**_words(due, document), "granted": "1" if granted else ""}
    before = [one for one in extensions(store, uid) if one.id < extension_id]
    _require_later(_any_period_row(store, uid), values["due"], before)
    return fields.save(store, "extension", str(extension_id), values)


def remove_extension(store: Store, extension_id: int) -> list[FieldChange]:
    """Take an extension back; the history keeps it."""
    _extension(store, extension_id)
    now = store.clock().isoformat(timespec="seconds")
    return fields.save(store, "extension", str(extension_id), {"removed": now})


def _words(due: date | str, document: str) -> dict[str, str]:
    day, paper = date_text(due), text_value(document, multiline=False)
    if not day:
        raise InputError(_NO_DATE)
    if not paper:
        raise InputError(_NO_DOCUMENT)
    return {"due": day, "document": paper}


def _require_later(row: TaskRow, day: str, given: list[Extension]) -> None:
    """Refuse a day before the deadline that holds once ``given`` are applied."""
    granted = next((one for one in reversed(given) if one.granted), None)
    states, _due = apply_extension(milestone_states(row.deadline, {}), row.deadline.due, granted)
    if fault := extension_fault(date.fromisoformat(day), states):
        raise InputError(fault)


def _uid_of(store: Store, extension_id: int) -> str:
    _extension(store, extension_id)
    return str(store.value("SELECT uid FROM extension WHERE id = ?", (extension_id,)))


def _extension(store: Store, extension_id: int) -> Extension:
    row = store.row("SELECT * FROM extension WHERE id = ? AND removed = ''", (extension_id,))
    if row is None:
        raise NotFoundError(_NO_EXTENSION)
    return extension_from(row)


def _any_period_row(store: Store, task_uid: str) -> TaskRow:
    """The row of a task that can be reported on; which period does not matter here."""
    row = load_row(store, task_uid, periods(store)[0].period.code)
    require_reportable(row)
    return row
