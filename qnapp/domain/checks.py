"""The faults and warnings of a period's work (design, section 6 "Checks"; words: look, section 12).

Each rule is a small function that yields the cell it points to and a sentence; the tables at the
end give it its code and level. A fault blocks the report, a warning does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.distances import days_between
from qnapp.domain.overview import is_done, is_stale
from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.printable import BOX, signs_clause, unprintable_signs
from qnapp.domain.reporting import Finding, IndicatorRow, Level, Status, TaskRow
from qnapp.domain.standings import missed_milestones
from qnapp.domain.targets import TargetKind
from qnapp.text import clean, format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from qnapp.domain.reporting import Evidence, Worksheet

_Row = TypeVar("_Row", TaskRow, IndicatorRow)

_LAST_PERIODS = (PeriodKind.Q4, PeriodKind.QT)

# Fields of Progress that a restricted row must leave empty, as the editor labels them.
_TEXT_FIELDS = {
    "result": "kết quả thực hiện",
    "delay_reason": "lý do chậm",
    "difficulty": "khó khăn, vướng mắc",
    "proposal": "đề xuất, kiến nghị",
    "next_step": "việc tiếp theo",
}
_MEASUREMENT_TEXTS = {"words": "kết quả", "note": "ghi chú", "contest_reason": "lý do đánh giá"}


@dataclass(frozen=True, slots=True)
class Scene:
    """When and in what the rows are checked."""

    sheet: Worksheet
    today: date

    @property
    def day(self) -> date:
        """The day that counts: what is not late yet today is not late, nor is what was not then."""
        return min(self.today, self.end)

    @property
    def end(self) -> date:
        """The day the period's report speaks of, whatever day the rows were loaded for."""
        return self.sheet.period.as_of

    @property
    def is_last(self) -> bool:
        """Whether the year is being closed: what is missing now stays missing."""
        return self.sheet.period.kind in _LAST_PERIODS


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Row]):
    """One check of a row: yields the field it points to and the sentence, once for each fault."""

    code: str
    level: Level
    find: Callable[[_Row, Scene], Iterator[tuple[str, str]]]


def check_worksheet(sheet: Worksheet, today: date) -> list[Finding]:
    """Everything the checks find in a period, errors first, then in printed order.

    Looks at the tasks the organisation reports on and the indicators it follows; what was
    withdrawn from the plan is left alone. ``today`` tells which dates have not come yet.
    """
    scene = Scene(sheet, today)
    tasks = [row for row in sheet.own_tasks if not row.withdrawn]
    found = [finding for row in tasks for finding in _check(row, TASK_RULES, scene)]
    found += [
        finding
        for row in sheet.followed_indicators
        for finding in _check(row, INDICATOR_RULES, scene)
    ]
    return sorted(found, key=_errors_first)


def _check(row: _Row, rules: tuple[Rule[_Row], ...], scene: Scene) -> Iterator[Finding]:
    for rule in rules:
        for field, text in rule.find(row, scene):
            yield Finding(rule.code, rule.level, text, row.uid, row.code, field)


def _errors_first(finding: Finding) -> bool:
    return finding.level is not Level.ERROR


# ------------------------------------------------------------------------------------- tasks


def _is_restricted(row: TaskRow) -> bool:
    return row.channel is Channel.RESTRICTED


def _completed_without_result(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) and not row.progress.result and not _is_restricted(row):
        lacking = "kết quả" if row.evidence else "kết quả hoặc minh chứng"
        yield "result", f"{row.code} ghi hoàn thành nhưng chưa có {lacking}."


def _completed_without_evidence(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) and row.progress.result and not row.evidence and not _is_restricted(row):
        yield "evidence", f"{row.code} ghi hoàn thành nhưng chưa có minh chứng."


def _completed_without_day(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) and row.progress.completed_on is None:
        yield "completed_on", f"{row.code} ghi hoàn thành nhưng chưa có ngày hoàn thành."


def _percent_against_status(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    percent = row.progress.percent
    if percent is None:
        return
    if is_done(row) and percent < 100:
        said = f"ghi hoàn thành nhưng tỉ lệ mới {percent}%"
    elif row.progress.status is Status.NOT_STARTED and percent > 0:
        said = f"ghi chưa triển khai nhưng tỉ lệ là {percent}%"
    else:
        return
    yield "percent", f"{row.code} {said}. Sửa tỉ lệ hoặc tình trạng."


def _full_but_not_completed(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    running = row.progress.status in (Status.IN_PROGRESS, Status.ON_HOLD)
    if running and row.progress.percent == 100:
        yield "status", f"{row.code}: tỉ lệ 100% nhưng chưa ghi hoàn thành. Sửa một trong hai."


def _percent_lower(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    now, before = row.progress.percent, row.previous.percent if row.previous else None
    explained = row.progress.delay_reason or row.progress.difficulty or _is_restricted(row)
    if now is not None and before is not None and now < before and not explained:
        said = f"tỉ lệ {now}% thấp hơn kỳ trước ({before}%)"
        yield "percent", f"{row.code}: {said}. Sửa lại hoặc nêu lý do."


def _overdue_without_reason(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if is_done(row) or row.progress.delay_reason or _is_restricted(row):
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
            yield "milestones", f"{row.code}: {passed}. Nếu đã đạt, ghi ngày đạt mốc."


def _not_updated(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if not is_stale(row) or _lacks_separate_report(row):
        return
    if row.progress.carried:
        yield "status", f"{row.code}: số liệu lấy từ kỳ trước, chưa cập nhật kỳ này."
    else:
        yield "status", f"{row.code} chưa cập nhật kỳ này."


def _day_not_come(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    progress = row.progress
    dated = [("restricted_on", "ngày báo cáo theo đường riêng", progress.restricted_on)]
    if is_done(row):
        dated.append(("completed_on", "ngày hoàn thành", progress.completed_on))
    dated += [("milestones", f"ngày đạt mốc {m.label}", m.actual_on) for m in row.milestones]
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


def _expected_day_passed(row: TaskRow, scene: Scene) -> Iterator[tuple[str, str]]:
    on = row.progress.expected_on
    if on is not None and on < scene.day and not is_done(row):
        passed = f"ngày dự kiến xong {format_date(on)} đã qua"
        yield "expected_on", f"{row.code}: {passed}. Sửa ngày dự kiến hoặc tình trạng."


def _deadline_not_understood(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    dated = any(point.due is not None for point in row.milestones)
    if not row.deadline.readable and not dated:
        words = clean(row.deadline.text)
        yield "deadline", f"{row.code}: chưa hiểu thời hạn “{words}”, hãy nhập ngày."


def _text_in_restricted_row(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if not _is_restricted(row):
        return
    for field, label in _TEXT_FIELDS.items():
        if getattr(row.progress, field):
            yield field, f"{row.code} báo cáo theo đường riêng. Xóa nội dung ở ô {label}."
    if row.evidence:
        yield "evidence", f"{row.code} báo cáo theo đường riêng. Gỡ minh chứng khỏi nhiệm vụ."


def _lacks_separate_report(row: TaskRow) -> bool:
    """Whether a restricted row does not say by which report; completed before, it needs none."""
    named = row.progress.restricted_number and row.progress.restricted_on
    settled = is_done(row) and row.progress.carried
    return _is_restricted(row) and not named and not settled


def _separate_report_unnamed(row: TaskRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if _lacks_separate_report(row):
        field = "restricted_on" if row.progress.restricted_number else "restricted_number"
        lacking = "ngày" if row.progress.restricted_number else "số"
        if not row.progress.restricted_number and row.progress.restricted_on is None:
            lacking = "số và ngày"
        yield field, f"{row.code} báo cáo theo đường riêng nhưng chưa ghi {lacking} của báo cáo."


# ---------------------------------------------------------------------------------- evidence


def _evidence_altered(row: TaskRow | IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    for item in row.evidence:
        if item.intact is False:
            said = f"minh chứng “{_evidence_name(item)}” đã bị thay đổi hoặc thất lạc"
            yield "evidence", f"{_name(row)}: {said}. Gắn lại tệp gốc."


def _evidence_deferred(row: TaskRow | IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    for item in row.evidence:
        if item.deferred:
            said = f"minh chứng “{_evidence_name(item)}” ghi nộp sau"
            yield "evidence", f"{_name(row)}: {said}, chưa có tệp."


def _unprintable(row: _Row, _scene: Scene) -> Iterator[tuple[str, str]]:
    """What the PDF's font does not have would be missed by nobody before it is signed."""
    for field, where, text in _printed_texts(row):
        signs = unprintable_signs(text)
        if signs:
            said = f"{signs_clause(signs)} ({where})"
            yield field, f"{_name(row)}: {said}. Bản PDF in “{BOX}” thay vào; hãy viết bằng chữ."


def _printed_texts(row: TaskRow | IndicatorRow) -> Iterator[tuple[str, str, str]]:
    """What a person typed and a document prints: field, its name, text."""
    if isinstance(row, TaskRow):
        if _is_restricted(row):
            return  # nothing of it is printed
        for field, name in _TEXT_FIELDS.items():
            yield field, name, getattr(row.progress, field)
    else:
        for field, name in _MEASUREMENT_TEXTS.items():
            yield field, name, getattr(row.measurement, field)
    for item in row.evidence:
        yield "evidence", "minh chứng", item.title or item.name


def _evidence_name(item: Evidence) -> str:
    return clean(item.title or item.name or item.number)


def _name(row: TaskRow | IndicatorRow) -> str:
    return row.code if isinstance(row, TaskRow) else f"Chỉ tiêu {row.code}"


# -------------------------------------------------------------------------------- indicators


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
        yield field, f"{_name(row)}: {lacking} kỳ này."


def _blocks(row: IndicatorRow, scene: Scene) -> bool:
    """Only the year's last report must have every value that a target asks for."""
    return scene.is_last and row.target is not None


def _value_missing_at_last(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if _blocks(row, scene):
        yield from _value_missing(row)


def _value_missing_yet(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    if not _blocks(row, scene):
        yield from _value_missing(row)


def _estimate_used(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if row.estimated and row.value is not None:
        said = f"{format_number(row.value)} là số ước, báo cáo sẽ ghi rõ"
        yield "estimate", f"{_name(row)}: {said}. Bổ sung số thực hiện khi có."


def _estimate_not_marked(row: IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    """The year's figures are as of 31/12, so what is typed before is an estimate (design, 6)."""
    typed, end = row.measurement.updated_on, scene.end
    early = scene.sheet.period.kind is PeriodKind.Q4 and typed is not None and typed < end
    if early and row.measurement.actual is not None and row.measurement.estimate is None:
        said = f"số liệu cả năm nhập trước {format_date(end)} là số ước"
        yield "actual", f"{_name(row)}: {said}. Chuyển sang ô ước thực hiện."


def _contested_without_reason(row: IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    if row.measurement.contested is not None and not row.measurement.contest_reason:
        yield "contest_reason", f"{_name(row)}: đánh giá khác kết quả tính nhưng chưa nêu lý do."


# ------------------------------------------------------------------------------------ tables

TASK_RULES: tuple[Rule[TaskRow], ...] = (
    Rule("NV01", Level.ERROR, _completed_without_result),
    Rule("NV02", Level.ERROR, _percent_against_status),
    Rule("NV03", Level.ERROR, _overdue_without_reason),
    Rule("NV04", Level.ERROR, _day_not_come),
    Rule("NV05", Level.ERROR, _text_in_restricted_row),
    Rule("MC01", Level.ERROR, _evidence_altered),
    Rule("NV11", Level.WARNING, _not_updated),
    Rule("NV12", Level.WARNING, _percent_lower),
    Rule("NV13", Level.WARNING, _full_but_not_completed),
    Rule("NV14", Level.WARNING, _completed_without_day),
    Rule("NV15", Level.WARNING, _day_outside_period),
    Rule("NV16", Level.WARNING, _expected_day_passed),
    Rule("NV17", Level.WARNING, _milestone_passed),
    Rule("NV18", Level.WARNING, _deadline_not_understood),
    Rule("NV19", Level.WARNING, _separate_report_unnamed),
    Rule("MC11", Level.WARNING, _completed_without_evidence),
    Rule("MC12", Level.WARNING, _evidence_deferred),
    Rule("IN11", Level.WARNING, _unprintable),
)

INDICATOR_RULES: tuple[Rule[IndicatorRow], ...] = (
    Rule("CT01", Level.ERROR, _value_missing_at_last),
    Rule("CT02", Level.ERROR, _contested_without_reason),
    Rule("MC01", Level.ERROR, _evidence_altered),
    Rule("CT11", Level.WARNING, _value_missing_yet),
    Rule("CT12", Level.WARNING, _estimate_used),
    Rule("CT13", Level.WARNING, _estimate_not_marked),
    Rule("MC12", Level.WARNING, _evidence_deferred),
    Rule("IN11", Level.WARNING, _unprintable),
)
