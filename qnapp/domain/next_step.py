"""The one thing to do next, in a sentence with a button (look, section 9).

Order: what was returned; faults that block the report; overdue without reason or update; due within
7 days; not updated; values missing; evidence missing; warnings; export; then what trình ký
waits for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.domain.overview import (
    URGENT_DAYS,
    is_overdue,
    is_returned,
    is_soon,
    is_stale,
    lacks_evidence,
    lacks_reason,
    lacks_value,
    must_be_mended,
)
from qnapp.domain.packages import Sending
from qnapp.domain.reporting import Level
from qnapp.records import dataclass
from qnapp.text import lower_first, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding, TaskRow, Worksheet


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and where its button leads: a page, there a row or filter, there a field."""

    sentence: str
    button: str
    page: str
    uid: str = ""
    field: str = ""
    after: str = ""  # what follows it: "cập nhật 7 nhiệm vụ"


@dataclass(frozen=True, slots=True)
class _Candidate:
    step: NextStep
    short: str  # the same as a part of a sentence, for "Sau đó: …"


def next_step(
    sheet: Worksheet,
    findings: Sequence[Finding],
    today: date,
    issued: IssuedReport | None = None,
    sending: Sending | None = None,
) -> NextStep:
    """The most pressing thing, with what follows it. ``today`` decides what is due soon.

    ``issued``: the report that was sent for signature and stands; ``sending``: the packages made
    last for the period.
    """
    returned = next(_returned(sheet), None)
    if returned is not None:
        return replace(returned.step, after="trình ký lại và gửi lại")
    if any(map(is_returned, sheet.tasks)) or any(map(is_returned, sheet.indicators)):
        sentence = "Trình ký lại báo cáo: các dòng bị trả lại đã sửa"
        return NextStep(sentence, "Xem báo cáo", "report", after="gửi lại")
    if issued is not None:
        own = (sending or Sending()).of(issued.id)
        return NextStep(*_after_freezing(sheet, issued, own), "report")
    if sheet.locked:
        sentence = f"{sheet.period.name} đang khóa, không còn việc phải làm"
        return NextStep(sentence, "Xem báo cáo", "report")
    first, *rest = _candidates(sheet, findings, today)
    after = rest[0].short if rest else ""
    step = first.step
    return NextStep(step.sentence, step.button, step.page, step.uid, step.field, after)


def _returned(sheet: Worksheet) -> Iterator[_Candidate]:
    """What the upper office sent back comes first: all else of the period is closed until then."""
    tasks = [row for row in sheet.own_tasks if must_be_mended(row)]
    indicators = [row for row in sheet.indicators if must_be_mended(row)]
    if tasks:
        short = f"sửa {_name(tasks)} bị trả lại"
        yield _candidate(short, "Sửa ngay", "tasks", _where(tasks, "filter:returned"))
    if indicators:
        one = len(indicators) == 1
        name = f"chỉ tiêu {indicators[0].short_code}" if one else f"{len(indicators)} chỉ tiêu"
        uid = indicators[0].uid if one else "filter:returned"
        yield _candidate(f"sửa số liệu {name} bị trả lại", "Sửa ngay", "indicators", uid)


def _after_freezing(sheet: Worksheet, issued: IssuedReport, own: Sending) -> tuple[str, str]:
    """What is waited for, and the button's words."""
    report, see = f"Báo cáo {lower_first(sheet.period.name)}", "Xem báo cáo"
    if own.answer == "accepted":
        return f"{report} đã được cấp trên tiếp nhận, không còn việc phải làm", see
    if own.sent_at is not None:
        return "Mọi việc của kỳ này đã xong, chờ cấp trên tiếp nhận", see
    copy = issued.signed_copy
    if own.made:
        unsigned = " (chưa kèm bản ký)" if copy is None else ""
        return f"Gửi gói {lower_first(report)}{unsigned}, rồi ghi là đã gửi", "Gửi gói"
    if copy is not None and copy.mistaken:
        return f"{report}: bản ký đang gắn {copy.mistake}, cần thay", see
    if issued.registered:
        return f"{report} đã ký, chờ gửi", "Tạo gói để gửi"
    wanted = "số và ngày văn bản" if copy is not None else "bản ký"
    return f"{report} đã trình ký lần {issued.revision}, chờ {wanted}", see


def _candidates(sheet: Worksheet, findings: Sequence[Finding], today: date) -> Iterator[_Candidate]:
    if not sheet.own_tasks and not sheet.followed_indicators:
        yield _take_on()
        return
    faults = list(_faults(sheet, findings))
    yield from faults
    yield from _reasons(sheet.own_tasks, told=bool(faults) and faults[0].step.page == "checks")
    yield from _updates(sheet.own_tasks, today)
    yield from _values(sheet)
    yield from _evidence(sheet.own_tasks)
    yield from _warnings(sheet, findings)
    yield _export(sheet)


def _take_on() -> _Candidate:
    sentence = "Chọn các nhiệm vụ đơn vị theo dõi"
    step = NextStep(sentence, "Chọn nhiệm vụ", "settings", "tasks")
    return _Candidate(step, "chọn nhiệm vụ theo dõi")


def _faults(sheet: Worksheet, findings: Sequence[Finding]) -> Iterator[_Candidate]:
    """Faults; those that only want a reason for the delay are the next group's.

    Where several faults are of other kinds, all are counted: Kiểm tra has that number.
    """
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    faults = [fault for fault in errors if fault.field != "delay_reason"]
    if len(faults) == 1:
        fault = faults[0]
        tasks = {row.uid for row in sheet.tasks}
        kind, page = ("nhiệm vụ", "tasks") if fault.where in tasks else ("chỉ tiêu", "indicators")
        short = f"sửa lỗi ở {kind} {fault.row_code}"
        yield _candidate(short, "Sửa ngay", page, fault.where, fault.field)
    elif faults:
        yield _candidate(f"sửa {len(errors)} lỗi để xuất được báo cáo", "Xem lỗi", "checks")


def _reasons(rows: Sequence[TaskRow], *, told: bool) -> Iterator[_Candidate]:
    """Reasons of rows with a result; ``told``: they are counted among the faults already."""
    late = [row for row in rows if lacks_reason(row)]
    updated = [row for row in late if not is_stale(row)]
    if not told:
        yield from _reasons_for(updated, " đã cập nhật" if len(updated) < len(late) else "")


def _reasons_for(late: Sequence[TaskRow], which: str = "") -> Iterator[_Candidate]:
    if late:
        short = f"ghi lý do chậm cho {_name(late)} quá hạn{which}"
        field = "delay_reason" if len(late) == 1 else ""
        yield _candidate(short, "Ghi lý do", "tasks", _where(late, "filter:overdue"), field)


def _updates(rows: Sequence[TaskRow], today: date) -> Iterator[_Candidate]:
    stale = [row for row in rows if is_stale(row)]
    late = sum(is_overdue(row) for row in stale)
    urgent = [row for row in stale if is_soon(row, today, URGENT_DAYS)]
    if urgent and not late:
        short = f"cập nhật {_name(urgent)} đến hạn trong {URGENT_DAYS} ngày"
        yield _candidate(short, "Cập nhật ngay", "tasks", _where(urgent, "filter:week"))
    if stale and not (len(stale) == len(urgent) and not late):
        short = f"cập nhật {_name(stale)}"
        sentence = f"{upper_first(short)} chưa có kết quả kỳ này" + _of_them_late(len(stale), late)
        where = _where(stale, "filter:stale")
        yield _Candidate(NextStep(sentence, "Cập nhật ngay", "tasks", where), short)
    yield from _reasons_for([row for row in stale if lacks_reason(row)])  # they stop the export


def _of_them_late(total: int, late: int) -> str:
    if not late:
        return ""
    return ", đã quá hạn" if total == late else f", trong đó {late} nhiệm vụ đã quá hạn"


def _values(sheet: Worksheet) -> Iterator[_Candidate]:
    missing = [row for row in sheet.followed_indicators if lacks_value(row)]
    if missing:
        one = len(missing) == 1
        name = f"chỉ tiêu {missing[0].short_code}" if one else f"{len(missing)} chỉ tiêu"
        uid = missing[0].uid if one else "filter:no_value"
        yield _candidate(f"nhập số liệu {name}", "Nhập số liệu", "indicators", uid)


def _evidence(rows: Sequence[TaskRow]) -> Iterator[_Candidate]:
    lacking = [row for row in rows if lacks_evidence(row)]
    if lacking:
        short = f"bổ sung minh chứng cho {_name(lacking)}"
        field = "evidence" if len(lacking) == 1 else ""
        yield _candidate(short, "Bổ sung ngay", "tasks", _where(lacking, "filter:evidence"), field)


def _warnings(sheet: Worksheet, findings: Sequence[Finding]) -> Iterator[_Candidate]:
    """Warnings that are not said by a step before: what is not recorded yet warns of itself."""
    open_rows = {row.uid for row in sheet.own_tasks if is_stale(row)}
    open_rows |= {row.uid for row in sheet.followed_indicators if lacks_value(row)}
    lacking = {row.uid for row in sheet.own_tasks if lacks_evidence(row)}
    warnings = [finding for finding in findings if finding.level is Level.WARNING]
    mild = sum(
        finding.where not in open_rows
        and not (finding.field == "evidence" and finding.where in lacking)
        for finding in warnings
    )
    if mild:  # a number only where Kiểm tra has the same
        number = f"{mild} " if mild == len(warnings) else ""
        yield _candidate(f"xem {number}cảnh báo trước khi xuất", "Xem cảnh báo", "checks")


def _export(sheet: Worksheet) -> _Candidate:
    sentence = f"Xem lại và xuất báo cáo {lower_first(sheet.period.name)}"
    return _Candidate(NextStep(sentence, "Xuất báo cáo", "report"), "xuất báo cáo")


def _candidate(short: str, button: str, page: str, uid: str = "", field: str = "") -> _Candidate:
    return _Candidate(NextStep(upper_first(short), button, page, uid, field), short)


def _name(rows: Sequence[TaskRow]) -> str:
    return f"nhiệm vụ {rows[0].code}" if len(rows) == 1 else f"{len(rows)} nhiệm vụ"


def _where(rows: Sequence[TaskRow], several: str) -> str:
    return rows[0].uid if len(rows) == 1 else several
