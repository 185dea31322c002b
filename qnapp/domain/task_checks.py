"""The checks of tasks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from qnapp.domain.check_rules import (
    TEXT_FIELDS,
    Rule,
    Scene,
    evidence_altered,
    evidence_day_not_come,
    evidence_deferred,
    is_restricted,
    unprintable,
)
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.distances import days_between
from qnapp.domain.overview import is_done, is_stale
from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Origin
from qnapp.domain.reporting import Level, Status
from qnapp.domain.standings import lacks_day, missed_milestones
from qnapp.text import clean, format_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qnapp.domain.reporting import MilestoneState, Progress, TaskRow, Worksheet


def _completed_without_result(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) and not row.progress.result and not is_restricted(row):
        lacking = "kết quả" if row.evidence else "kết quả hoặc minh chứng"
        yield "result", f"{row.code}: ghi hoàn thành nhưng chưa có {lacking}."


def _completed_without_evidence(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) and row.progress.result and not row.evidence and not is_restricted(row):
        yield "evidence", f"{row.code}: ghi hoàn thành nhưng chưa có minh chứng."


def _completed_without_day(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if not lacks_day(row):
        return
    said = f"{row.code}: ghi hoàn thành nhưng chưa có ngày hoàn thành"
    # Of the separate channel the report tells no standing.
    if row.due is not None and row.due < scene.day and not is_restricted(row):
        said += f", báo cáo tính là hoàn thành quá hạn (hạn {format_date(row.due)})"
    yield "completed_on", f"{said}."


def _percent_against_status(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if said := percent_contradiction(row.progress):
        yield "percent", f"{row.code}: {said}. Sửa tỉ lệ hoặc tình trạng."


def percent_contradiction(progress: Progress) -> str:
    """How the percentage and the status contradict each other; "" where they do not."""
    percent = progress.percent
    if percent is None:
        return ""
    if progress.status is Status.COMPLETED and percent < 100:
        return f"ghi hoàn thành nhưng tỉ lệ mới {percent}%"
    if progress.status is Status.NOT_STARTED and percent > 0:
        return f"ghi chưa triển khai nhưng tỉ lệ là {percent}%"
    return ""


def _full_but_not_completed(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    running = row.progress.status in (Status.IN_PROGRESS, Status.ON_HOLD)
    if running and row.progress.percent == 100:
        yield "status", f"{row.code}: tỉ lệ 100% nhưng chưa ghi hoàn thành. Sửa một trong hai."


def _result_but_not_started(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """A result was typed and the status left as it came: the report would contradict itself."""
    idle = row.progress.status is Status.NOT_STARTED and not is_restricted(row)
    reached = next((point.label for point in row.milestones if point.actual_on), "")
    found = "đã có kết quả" if row.progress.result else f"mốc {reached} đã ghi ngày thực hiện"
    if idle and (row.progress.result or reached) and not row.progress.percent:
        yield "status", f"{row.code}: ghi chưa triển khai nhưng {found}. Xem lại tình trạng."


def _finished_before_begun(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """The end of a work lies before the beginning that the words name before it."""
    begun: MilestoneState | None = None
    for point in sorted(row.milestones, key=lambda one: one.number):
        if point.recorded_on is None:
            continue
        if point.kind is MilestoneKind.START:
            begun = point
        elif point.kind is MilestoneKind.FINISH and begun is not None and begun.recorded_on:
            days = f"{format_date(point.recorded_on)} trước {format_date(begun.recorded_on)}"
            if point.recorded_on < begun.recorded_on:
                said = f"mốc {point.label} ghi ngày {days} của mốc {begun.label}"
                yield f"milestones:{point.number}", f"{row.code}: {said}. Kiểm tra lại hai ngày."


def _percent_lower(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    now, before = row.progress.percent, row.previous.percent if row.previous else None
    explained = row.progress.delay_reason or row.progress.difficulty or is_restricted(row)
    if now is not None and before is not None and now < before and not explained:
        said = f"tỉ lệ {now}% thấp hơn kỳ trước ({before}%)"
        yield "percent", f"{row.code}: {said}. Sửa lại hoặc ghi lý do ở ô Khó khăn, vướng mắc."


def _overdue_without_reason(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) or row.progress.delay_reason or is_restricted(row):
        return
    for point in missed_milestones(row.milestones, scene.day)[:1]:
        late = f"nhiệm vụ quá hạn {days_between(point.due, scene.day)} ngày"
        yield "delay_reason", f"{row.code}: {late}. Ghi lý do chậm trước khi gửi."


def _milestone_passed(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    """A start or phase may well have been reached, only its day was never typed."""
    if is_done(row) or row.progress.delay_reason:
        return
    for point in missed_milestones(row.milestones, scene.day):
        if point.due is not None and point.kind is not MilestoneKind.FINISH:
            passed = f"mốc {point.label} {format_date(point.due)} đã qua"
            field = f"milestones:{point.number}"
            yield field, f"{row.code}: {passed}. Nếu đã đạt, ghi ngày thực hiện mốc."


def _not_updated(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if not is_stale(row) or _lacks_separate_report(row):
        return
    if row.progress.carried:
        yield "status", f"{row.code}: số liệu lấy từ kỳ trước, chưa cập nhật kỳ này."
    else:
        yield "status", f"{row.code}: chưa cập nhật kỳ này."


def _day_not_come(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    progress = row.progress
    dated = [("restricted_on", "ngày báo cáo theo đường riêng", progress.restricted_on)]
    if is_done(row):
        dated.append(("completed_on", "ngày hoàn thành", progress.completed_on))
    dated += [
        (f"milestones:{m.number}", f"ngày thực hiện mốc {m.label}", m.recorded_on)
        for m in row.milestones
    ]
    for field, name, on in dated:
        if on is not None and on > scene.today:
            yield field, f"{row.code}: {name} {format_date(on)} chưa đến. Sửa lại ngày."


def _day_outside_period(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    on = row.progress.completed_on if is_done(row) else None
    if on is None or on > scene.today:
        return
    end, start = scene.end, scene.sheet.plan.issued_on
    if on > end:
        outside = f"sau ngày cuối của kỳ báo cáo ({format_date(end)})"
    elif on < start:
        outside = f"trước ngày ban hành Nghị quyết ({format_date(start)})"
    else:
        return
    yield "completed_on", f"{row.code}: ngày hoàn thành {format_date(on)} {outside}. Kiểm tra lại."


def doubt_of_completion(row: TaskRow, sheet: Worksheet) -> str:
    """What of the day of completion contradicts the period before; "" for nothing.

    That period's report said that the task was not completed by its last day: one of the two is
    wrong. An ad hoc period does not follow on from another.
    """
    period, on, before = sheet.period, row.progress.completed_on, row.previous
    if not is_done(row) or on is None or before is None or before.status is Status.COMPLETED:
        return ""
    closed = period.start - timedelta(days=1)
    if period.kind is PeriodKind.X or not sheet.plan.issued_on <= on <= closed:
        return ""
    said = f"kỳ trước báo chưa hoàn thành đến {format_date(closed)}"
    return f"{said}, nay ghi hoàn thành ngày {format_date(on)}"


def later_milestones(row: TaskRow, sheet: Worksheet, today: date) -> Iterator[tuple[int, str]]:
    """Number and words of each milestone that was reached after the day the rows are judged by.

    Days that have not come by ``today`` are none: they are doubtful in themselves.
    """
    for point in row.milestones:
        if point.later_on is not None and point.later_on <= today:
            days = f"{format_date(point.later_on)} sau ngày {format_date(sheet.as_of)}"
            yield point.number, f"mốc {point.label} {days}, kỳ này tính là chưa đạt mốc"


def _completed_before_reported(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if doubt := doubt_of_completion(row, scene.sheet):
        yield "completed_on", f"{row.code}: {doubt}. Kiểm tra lại ngày hoàn thành."


def _expected_day_passed(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    on = row.progress.expected_on
    if on is not None and on < scene.day and not is_done(row):
        passed = f"ngày dự kiến xong {format_date(on)} đã qua"
        yield "expected_on", f"{row.code}: {passed}. Sửa ngày dự kiến hoặc tình trạng."


def doubt_of_officer(name: str) -> str:
    """Why what stands as the person who follows a task is hardly a name; "" for nothing."""
    if name and not any(letter.isalpha() for letter in name):
        return f"“{name}” không phải tên người"
    if len(name.split()) > _LONGEST_NAME:
        return "nội dung dài hơn tên người, ghi kết quả ở ô Kết quả thực hiện"
    return ""


def day_doubts(row: TaskRow, sheet: Worksheet, today: date) -> dict[str, tuple[str, str]]:
    """What is doubtful of the days of a row, by field: the doubt, and what to do.

    The same that the checks say, for whoever types such a day.
    """
    scene, found = Scene(sheet, today), {}
    for rule in (_day_not_come, _day_outside_period, _expected_day_passed):
        for field, text in rule(row, scene):
            doubt, _, advice = text.removeprefix(f"{row.code}: ").partition(". ")
            found[field] = doubt, advice
    return found


def _deadline_not_understood(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    dated = any(point.due is not None for point in row.milestones)
    if not row.deadline.readable and not dated:
        words = clean(row.deadline.text)
        mend = "Sửa lại thời hạn" if row.task.origin is Origin.LOCAL else "Ghi ngày ở mục Gia hạn"
        yield "deadline", f"{row.code}: chưa hiểu thời hạn “{words}”. {mend}."


def _text_in_restricted_row(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if not is_restricted(row):
        return
    for field, label in TEXT_FIELDS.items():
        if getattr(row.progress, field):
            yield field, f"{row.code}: báo cáo theo đường riêng. Xóa {label} khỏi dòng này."
    if row.evidence:
        yield "evidence", f"{row.code}: báo cáo theo đường riêng. Xóa minh chứng khỏi dòng này."


# "15-BC/ĐU", "Số 05-CV/ĐU", "123/BC-UBND", "05": a number, then the letters of who sent it.
_NUMBER = re.compile(r"(?:số\s*:?\s*)?\d{1,6}[a-zđ]?(?:\s*[-/.]\s*[\w&]+){0,5}", re.IGNORECASE)
_LONGEST_NAME = 15  # words: a name may come with an office
_MOST_WORDS = 5  # "Số 12 - BC / ĐU": more is a sentence


def _sentence_as_number(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """What must not be written anywhere here must not travel in the field of the number either."""
    number = row.progress.restricted_number
    if is_restricted(row) and not _is_number(number) and len(number.split()) > _MOST_WORDS:
        said = f"{row.code}: báo cáo theo đường riêng. Xóa nội dung ở ô số báo cáo riêng"
        yield "restricted_number", f"{said}, chỉ ghi số, ký hiệu, ví dụ 15-BC/ĐU."


def _number_not_understood(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    number = row.progress.restricted_number
    short = number and len(number.split()) <= _MOST_WORDS
    if is_restricted(row) and short and not _is_number(number):
        said = f"{row.code}: ô số báo cáo riêng chưa đúng dạng số, ký hiệu, ví dụ 15-BC/ĐU"
        yield "restricted_number", f"{said}. Sửa lại, không ghi nội dung ở ô này."


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(clean(text)) is not None


def _lacks_separate_report(row: TaskRow) -> bool:
    """Whether a restricted row does not say by which report; completed before, it needs none."""
    named = row.progress.restricted_number and row.progress.restricted_on
    settled = is_done(row) and row.progress.carried
    return is_restricted(row) and not named and not settled


def _separate_report_unnamed(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if _lacks_separate_report(row):
        field = "restricted_on" if row.progress.restricted_number else "restricted_number"
        lacking = "ngày" if row.progress.restricted_number else "số"
        if not row.progress.restricted_number and row.progress.restricted_on is None:
            lacking = "số và ngày"
        yield field, f"{row.code}: báo cáo theo đường riêng nhưng chưa ghi {lacking} của báo cáo."


TASK_RULES: tuple[Rule[TaskRow], ...] = (
    Rule("NV01", Level.ERROR, _completed_without_result),
    Rule("NV02", Level.ERROR, _percent_against_status),
    Rule("NV03", Level.ERROR, _overdue_without_reason),
    Rule("NV04", Level.ERROR, _day_not_come),
    Rule("NV05", Level.ERROR, _text_in_restricted_row),
    Rule("NV06", Level.ERROR, _sentence_as_number),
    Rule("MC01", Level.ERROR, evidence_altered),
    Rule("MC02", Level.ERROR, evidence_day_not_come),
    Rule("NV11", Level.WARNING, _not_updated),
    Rule("NV12", Level.WARNING, _percent_lower),
    Rule("NV13", Level.WARNING, _full_but_not_completed),
    Rule("NV14", Level.WARNING, _completed_without_day),
    Rule("NV15", Level.WARNING, _day_outside_period),
    Rule("NV16", Level.WARNING, _expected_day_passed),
    Rule("NV17", Level.WARNING, _milestone_passed),
    Rule("NV18", Level.WARNING, _deadline_not_understood),
    Rule("NV19", Level.WARNING, _separate_report_unnamed),
    Rule("NV20", Level.WARNING, _number_not_understood),
    Rule("NV21", Level.WARNING, _result_but_not_started),
    Rule("NV22", Level.WARNING, _completed_before_reported),
    Rule("NV23", Level.WARNING, _finished_before_begun),
    Rule("MC11", Level.WARNING, _completed_without_evidence),
    Rule("MC12", Level.WARNING, evidence_deferred),
    Rule("IN11", Level.WARNING, unprintable),
)
