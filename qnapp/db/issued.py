"""Reports that were sent for signature: frozen, withdrawn, and what is entered after issue.

Every step is an event in the history and none is taken back by undo: a report that leaves the
program for signature is withdrawn with a reason instead (design, section 3).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from qnapp.db import fields, journal, report_files
from qnapp.db.calendar import stored_period
from qnapp.db.journal import FieldChange
from qnapp.db.kept_findings import findings_text
from qnapp.db.periods import lock_again, lock_period, unlock_period
from qnapp.db.returned import open_rows, require_some_open
from qnapp.db.rows import day
from qnapp.db.store import Changes
from qnapp.db.values import date_text, text_value
from qnapp.domain.issued import FileKind, IssuedFile, IssuedReport, SignedCounts
from qnapp.errors import InputError, LockedError, NotFoundError
from qnapp.text import fold, format_date, lower_first

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.content import Kept
    from qnapp.db.report_files import Examined
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding

__all__ = [
    "FileKind",
    "IssuedFile",
    "IssuedReport",
    "add_issued",
    "check_issue",
    "issued_files",
    "issued_period_name",
    "issued_report",
    "issued_reports",
    "keep_signed_copy",
    "next_revision",
    "register_issue",
    "report_in_force",
    "report_to_send",
    "require_in_force",
    "same_number_words",
    "withdraw",
]

ENTITY = "issued"  # in the history; the key is the report's id
FREEZE, WITHDRAW, ISSUE, SIGN = "freeze", "withdraw", "issue", "sign"  # events of the history
_LOCK_REASON = "Trình ký lần {revision}"
_FOLLOWED = "Cấp trên trả lại, thay bằng trình ký lần {revision}"
_REGISTERED = ("number", "issued_on", "signer", "signer_title")

_UNKNOWN = (
    "Không có báo cáo đã trình ký này trong dữ liệu. Chưa có gì bị thay đổi. "
    "Xem các lần trình ký ở trang Báo cáo."
)
_WITHDRAWN = (
    "Báo cáo trình ký lần {revision} đã thu hồi ngày {day}. Chưa có gì bị thay đổi. "
    "Trình ký lại rồi thực hiện với báo cáo mới."
)
_NO_REASON = "Chưa nêu lý do thu hồi. Báo cáo vẫn giữ nguyên. Ghi lý do rồi thử lại."
_NO_NUMBER = "Chưa có số văn bản. Chưa có gì bị thay đổi. Ghi số của báo cáo đã ký rồi thử lại."
_NO_DATE = "Chưa có ngày văn bản. Chưa có gì bị thay đổi. Ghi ngày của báo cáo đã ký rồi thử lại."
_NO_SIGNER = "Chưa có người ký. Chưa có gì bị thay đổi. Ghi họ tên người ký rồi thử lại."
_TOO_EARLY = (
    "Ngày văn bản {given} trước ngày bắt đầu kỳ báo cáo ({start}). Chưa có gì bị thay đổi. "
    "Kiểm tra lại ngày rồi thử lại."
)

_SAME_NUMBER = "Số {number} ngày {day} đã ghi cho báo cáo {period}lần {revision}."

_REPORTS = """
    SELECT issued_report.*, period.code AS period_code, period.plan AS plan
    FROM issued_report JOIN period ON period.id = issued_report.period
    WHERE organisation = ? {more} ORDER BY issued_report.id DESC
"""


def issued_reports(store: Store, period_code: str | None = None) -> list[IssuedReport]:
    """Reports of the own organisation, withdrawn ones too, newest first; of one period or all."""
    if period_code is None:
        return _read(store)
    period = fields.period_id(store, stored_period(store, period_code).period.code)
    return _read(store, "AND period = ?", period)


def issued_report(store: Store, report_id: int) -> IssuedReport:
    """One report; raises ``NotFoundError``."""
    for found in _read(store, "AND issued_report.id = ?", report_id):
        return found
    raise NotFoundError(_UNKNOWN)


def report_in_force(store: Store, period_code: str) -> IssuedReport | None:
    """The report of a period that was sent for signature and not withdrawn, None for none."""
    return next((one for one in issued_reports(store, period_code) if not one.withdrawn), None)


def report_to_send(store: Store, period_code: str) -> IssuedReport | None:
    """The report in force, None where the next one has to be frozen first.

    This is so where none was sent for signature, and where rows of it were returned.
    """
    return None if open_rows(store, period_code) else report_in_force(store, period_code)


def issued_period_name(store: Store, report: IssuedReport) -> str:
    """Name a report's period inside a sentence; its plan may be another year's by now."""
    where = (report.plan, report.period)
    name = store.value("SELECT name FROM period WHERE plan = ? AND code = ?", where)
    return lower_first(str(name))


def require_in_force(store: Store, report_id: int) -> IssuedReport:
    """One report; raises ``NotFoundError``, and ``LockedError`` where it was withdrawn."""
    found = issued_report(store, report_id)
    if found.withdrawn_at is not None:
        told = format_date(found.withdrawn_at.date())
        raise LockedError(_WITHDRAWN.format(revision=found.revision, day=told))
    return found


def issued_files(store: Store, report_id: int) -> tuple[IssuedFile, ...]:
    """All files ever kept for a report, oldest first, signed copies that were replaced too."""
    return report_files.files_of(store, issued_report(store, report_id).id, replaced=True)


def next_revision(store: Store, period_code: str) -> int:
    """The number that the next report of a period gets; withdrawn ones keep theirs."""
    period = fields.period_id(store, stored_period(store, period_code).period.code)
    last = store.value(
        "SELECT max(revision) FROM issued_report WHERE organisation = ? AND period = ?",
        (fields.own_code(store), period),
    )
    return int(last or 0) + 1


def add_issued(
    store: Store,
    period_code: str,
    revision: int,
    *,
    letterhead: str,
    plan_version: int,
    files: Mapping[FileKind, tuple[str, Kept]],
    findings: Sequence[Finding] | None = None,
    counts: SignedCounts | None = None,
    despite: str = "",
) -> int:
    """Write down a frozen report with its kept files (name, content) and lock its period; its id.

    Its ``sha256`` is that of the snapshot among the files. ``findings``: what the checks say of it;
    ``counts``: how far its rows are; ``despite``: the errors in words where a person went on all
    the same. A report with returned rows gives way to this one, and the rows close. Raises
    ``LockedError`` where the period is locked otherwise.
    """
    with store.atomic():
        journal.seal_all(store)  # what was signed is not merged with what comes after
        before = _returned_report(store, period_code)
        if before is not None:
            _void(store, before, _FOLLOWED.format(revision=revision))
        columns = {
            "organisation": fields.own_code(store),
            "period": fields.period_id(store, period_code),
            "revision": revision,
            "letterhead": letterhead,
            "plan_version": plan_version,
            "sha256": files[FileKind.SNAPSHOT][1].sha256,
            "frozen_at": _now(store),
            "clerk": store.clerk,
            "findings": findings_text(findings),
        } | _count_columns(counts)
        report_id = store.insert("issued_report", columns)
        report_files.add_files(store, report_id, files, report_files.UNEXAMINED)
        lock = lock_period if before is None else lock_again
        lock(store, period_code, _LOCK_REASON.format(revision=revision), event=FREEZE)
        told = {"revision": ("", str(revision)), "despite_errors": ("", despite)}
        _record(store, issued_report(store, report_id), told, FREEZE)
    return report_id


def withdraw(store: Store, report_id: int, reason: str) -> IssuedReport:
    """Take a report back ("Thu hồi trình ký"): it is void, its period opens, its files stay.

    Raises ``InputError`` without a reason, ``LockedError`` where it was withdrawn already.
    """
    why = text_value(reason, multiline=False)
    if not why:
        raise InputError(_NO_REASON)
    with store.atomic():
        report = require_in_force(store, report_id)
        _void(store, report, why)
        unlock_period(store, report.period, why, event=WITHDRAW)
    return issued_report(store, report_id)


def _returned_report(store: Store, period_code: str) -> IssuedReport | None:
    """The report whose returned rows are open, None in an open period; raises ``LockedError``."""
    return report_in_force(store, period_code) if require_some_open(store, period_code) else None


def _void(store: Store, report: IssuedReport, why: str) -> None:
    values = (_now(store), why, report.id)
    store.run("UPDATE issued_report SET withdrawn_at = ?, withdraw_reason = ? WHERE id = ?", values)
    _record(store, report, {"withdraw_reason": ("", why)}, WITHDRAW)


def register_issue(
    store: Store,
    report_id: int,
    *,
    number: str,
    issued_on: date | str,
    signer: str,
    signer_title: str = "",
) -> IssuedReport:
    """Enter or correct what the văn thư gave the signed report.

    ``issued_on`` as a date or as typed. Raises ``InputError`` for a missing number, date or signer,
    an unreadable date or one before the period begins, ``LockedError`` for a withdrawn report.
    """
    with store.atomic():
        report = require_in_force(store, report_id)
        values = check_issue(
            store,
            (report.plan, report.period),
            number=number,
            issued_on=issued_on,
            signer=signer,
            signer_title=signer_title,
        )
        before = {name: _text(getattr(report, name)) for name in _REGISTERED}
        settings = ", ".join(f"{name} = ?" for name in _REGISTERED)
        new = [values[name] for name in _REGISTERED]
        store.run(f"UPDATE issued_report SET {settings} WHERE id = ?", (*new, report_id))
        told = {name: (before[name], values[name]) for name in _REGISTERED}
        _record(store, report, told, ISSUE)
    return issued_report(store, report_id)


def check_issue(
    store: Store,
    where: tuple[str, str],
    *,
    number: str,
    issued_on: date | str,
    signer: str,
    signer_title: str = "",
) -> dict[str, str]:
    """Give what ``register_issue`` would write for a report of (plan's uid, period's code).

    Raises the same ``InputError``: asked before a report is frozen that would then lack its number.
    """
    values = {
        "number": text_value(number, multiline=False),
        "issued_on": date_text(issued_on),
        "signer": text_value(signer, multiline=False),
        "signer_title": text_value(signer_title, multiline=False),
    }
    needed = {"number": _NO_NUMBER, "issued_on": _NO_DATE, "signer": _NO_SIGNER}
    for name, sentence in needed.items():
        if not values[name]:
            raise InputError(sentence)
    # Not through the calendar: that of the plan in use may be another year's by now.
    start = store.value("SELECT start FROM period WHERE plan = ? AND code = ?", where)
    if values["issued_on"] < start:
        days = [format_date(date.fromisoformat(one)) for one in (values["issued_on"], start)]
        raise InputError(_TOO_EARLY.format(given=days[0], start=days[1]))
    return values


def same_number_words(
    store: Store, report: IssuedReport, number: str, issued_on: date | None
) -> str:
    """Say that another report has this number in this year already; "" where none has.

    A văn thư gives no number twice in a year, unless the paper takes the place of the other.
    """
    typed = fold(number.strip())
    for other in issued_reports(store):
        day = other.issued_on
        if day is None or issued_on is None or other.id == report.id or fold(other.number) != typed:
            continue
        if day.year == issued_on.year:
            apart = other.period != report.period
            return _SAME_NUMBER.format(
                number=other.number,
                day=format_date(day),
                period=f"{issued_period_name(store, other)}, " if apart else "",
                revision=other.revision,
            )
    return ""


def keep_signed_copy(
    store: Store,
    report_id: int,
    file: Path,
    examine: Callable[[Path], Examined],
    *,
    replacing: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> IssuedReport:
    """Keep the signed copy that came back with what ``examine`` finds in the kept file.

    The same content again is examined anew. Raises ``FileError`` for a file that cannot be read,
    ``InputError`` where there is another copy and nobody chose it by ``replacing``, ``LockedError``
    for a withdrawn report.
    """
    require_in_force(store, report_id)
    with report_files.kept_copy(store, file, progress=progress) as (kept, place):
        examined = examine(place)
        with store.atomic():
            report = require_in_force(store, report_id)
            before, given = report.signed_copy, (file.name, kept)
            report_files.set_signed_copy(
                store, report_id, before, given, examined, replacing=replacing
            )
            after = issued_report(store, report_id)
            told = {"signed_copy": (_copy_words(before), _copy_words(after.signed_copy))}
            _record(store, after, told, SIGN)
    return after


def _read(store: Store, more: str = "", *parameters: int) -> list[IssuedReport]:
    rows = store.rows(_REPORTS.format(more=more), (fields.own_code(store), *parameters))
    return [_from_row(row, report_files.files_of(store, row["id"])) for row in rows]


def _from_row(row: sqlite3.Row, files: Sequence[IssuedFile]) -> IssuedReport:
    return IssuedReport(
        id=row["id"],
        organisation=row["organisation"],
        plan=row["plan"],
        plan_version=row["plan_version"],
        period=row["period_code"],
        revision=row["revision"],
        letterhead=row["letterhead"],
        sha256=row["sha256"],
        frozen_at=datetime.fromisoformat(row["frozen_at"]),
        clerk=row["clerk"],
        withdrawn_at=datetime.fromisoformat(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        withdraw_reason=row["withdraw_reason"],
        number=row["number"],
        issued_on=day(row["issued_on"]),
        signer=row["signer"],
        signer_title=row["signer_title"],
        files=tuple(files),
        counts=_counts(row),
    )


def _count_columns(counts: SignedCounts | None) -> dict[str, object]:
    if counts is None:
        return {}
    return {
        "tasks": counts.tasks,
        "stale": counts.stale,
        "lacking_files": counts.lacking_files,
    }


def _counts(row: sqlite3.Row) -> SignedCounts | None:
    if row["tasks"] is None:
        return None
    return SignedCounts(row["tasks"], row["stale"], row["lacking_files"])


def _record(
    store: Store, report: IssuedReport, told: Mapping[str, tuple[str, str]], event: str
) -> None:
    """Write events into the history and announce them; equal values are none."""
    changes = [
        FieldChange(ENTITY, str(report.id), report.period, field, old, new)
        for field, (old, new) in told.items()
    ]
    journal.record(store, changes, organisation=report.organisation, event=event)
    store.touch(Changes(report=True))


def _copy_words(file: IssuedFile | None) -> str:
    # Two copies may have the same name.
    return f"{file.name} ({file.sha256[:8]})" if file is not None else ""


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def _now(store: Store) -> str:
    return store.clock().isoformat(timespec="seconds")
