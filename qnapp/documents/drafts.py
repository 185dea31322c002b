"""The text of a report as the program proposes it, from the rows of one period.

Everything is in whole sentences that a clerk may keep or rewrite. Rows of the restricted channel
are counted, and named by nothing but their number.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from qnapp.documents.figures import Bin, bin_of, indicator_clauses, task_clauses
from qnapp.documents.groups import task_groups
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import PartId
from qnapp.documents.words import (
    ROLE_WORDS,
    cited,
    is_restricted,
    joined,
    lower_first,
    name_rows,
    period_words,
    sentence,
    share_words,
    with_unit,
)
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.distances import deadline_note
from qnapp.domain.periods import Period, PeriodKind
from qnapp.domain.reporting import Standing, Status
from qnapp.domain.standings import coming_milestone
from qnapp.text import clean, format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qnapp.documents.profiles import Profile
    from qnapp.domain.plan import Plan
    from qnapp.domain.reporting import IndicatorRow, MilestoneState, TaskRow, Worksheet

INDICATOR_ANNEX = "Biểu số 1"
TASK_ANNEX = "Biểu số 2"


def draft_words(sheet: Worksheet, part: PartId | str, profile: Profile | None = None) -> str:
    """Propose the text of one part, paragraphs on lines of their own.

    ``profile`` decides how the resolution is cited and which name reports; None takes the Party's.
    """
    return _DRAFTS[PartId(part)](sheet, profile or load_profile("dang"))


def results_of(rows: Iterable[TaskRow]) -> str:
    """Put results into sentences, a paragraph a row, for a clerk to start part II from."""
    told = (row for row in rows if row.progress.result and not is_restricted(row))
    return "\n".join(_told(row, row.progress.result) for row in told)


def _opening(sheet: Worksheet, profile: Profile) -> str:
    plan = sheet.plan
    resolution = cited(plan, comma=profile.body.citation_comma)
    subject = joined([f"{resolution} của {plan.issuer}", _about(plan)], " ")
    name = issuer_name(sheet.organisation, profile)
    period = period_words(sheet.period)
    rows = sheet.own_tasks
    figures = joined([f"theo dõi {len(rows)} nhiệm vụ", task_clauses(rows)])
    if not rows:
        figures = "trong kỳ không theo dõi nhiệm vụ nào"
    return f"Thực hiện {subject}, {name} báo cáo kết quả {period} như sau: {figures}."


def _about(plan: Plan) -> str:
    """Take "về phương hướng, nhiệm vụ năm 2026" out of the resolution's full title."""
    _, found, rest = plan.title.partition(" về ")
    return f"về {rest}" if found else ""


def _indicators(sheet: Worksheet, _profile: Profile) -> str:
    rows = sheet.followed_indicators
    if not rows:
        return "Trong kỳ đơn vị không theo dõi chỉ tiêu nào."
    first = f"Trong {len(rows)} chỉ tiêu theo dõi, có {indicator_clauses(rows)}"
    paragraphs = [f"{first.replace(';', ',')} ({INDICATOR_ANNEX})."]
    shares = [_share(row) for row in rows if row.share is not None and row.value is not None]
    if shares:
        paragraphs.append(f"Lũy kế đến kỳ báo cáo: {'; '.join(shares)}.")
    unmet = [_unmet(row) for row in rows if bin_of(row) is Bin.UNMET]
    if unmet:
        paragraphs.append(f"Chỉ tiêu chưa đạt: {'; '.join(unmet)}.")
    return "\n".join(paragraphs)


def _share(row: IndicatorRow) -> str:
    estimate = "ước " if row.estimated else ""
    title = lower_first(row.indicator.title)
    return f"{title} {estimate}{_value(row)}, {share_words(row)}"


def _unmet(row: IndicatorRow) -> str:
    value = _value(row)
    target = row.target.text if row.target else row.indicator.target_text
    detail = joined([f"thực hiện {value}" if value else "", f"mức năm {target}"], ", ")
    return f"{lower_first(row.indicator.title)} ({detail})"


def _value(row: IndicatorRow) -> str:
    return "" if row.value is None else with_unit(row.value, row.indicator.unit)


def _tasks(sheet: Worksheet, _profile: Profile) -> str:
    rows = sheet.own_tasks
    if not rows:
        return "Trong kỳ đơn vị không theo dõi nhiệm vụ nào."
    roles = ((word, sum(row.role is role for row in rows)) for role, word in ROLE_WORDS.items())
    parts = [f"{word.lower()} {count}" for word, count in roles if count]
    by_role = f" ({', '.join(parts)})" if parts else ""
    first = f"Theo dõi {len(rows)} nhiệm vụ{by_role}; kết quả từng nhiệm vụ tại {TASK_ANNEX}."
    groups = task_groups(sheet)
    return "\n".join([first, *(f"{g.short}: {_group_clauses(g.rows)}." for g in groups)])


def _group_clauses(rows: tuple[TaskRow, ...]) -> str:
    overdue = [row for row in rows if row.standing is Standing.OVERDUE]
    named = f"nhiệm vụ quá hạn: {name_rows(overdue)}" if overdue else ""
    return joined([f"{len(rows)} nhiệm vụ", task_clauses(rows), named])


def _difficulties(sheet: Worksheet, _profile: Profile) -> str:
    found = [_difficulty(row, sheet.as_of) for row in _ordinary(sheet)]
    told = [text for text in found if text]
    return "\n".join(told) or "Trong kỳ không phát sinh khó khăn, vướng mắc."


def _difficulty(row: TaskRow, as_of: date) -> str:
    progress = row.progress
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    reason = sentence(progress.delay_reason) if late else ""
    text = joined([reason, sentence(progress.difficulty)], " ")
    if not text:
        return ""
    if row.standing is Standing.OVERDUE:
        return _told(row, text, f" {deadline_note(row, as_of).text}")
    return _told(row, text, " hoàn thành quá hạn" if reason else "")


def _proposals(sheet: Worksheet, _profile: Profile) -> str:
    told = [_told(r, r.progress.proposal) for r in _ordinary(sheet) if r.progress.proposal]
    return "\n".join(told) or "Không có đề xuất, kiến nghị."


def _next(sheet: Worksheet, _profile: Profile) -> str:
    rows = sheet.own_tasks
    overdue = [row for row in rows if row.standing is Standing.OVERDUE]
    paragraphs = []
    if overdue:
        named = name_rows(overdue)
        paragraphs.append(f"Tập trung hoàn thành {len(overdue)} nhiệm vụ quá hạn: {named}.")
    coming = _coming(rows, sheet.as_of, horizon(sheet.period))
    if coming:
        named = name_rows([row for row, _ in coming], [_point(point) for _, point in coming])
        paragraphs.append(f"Hoàn thành đúng hạn các nhiệm vụ có mốc trong kỳ tới: {named}.")
    open_rows = (r for r in _ordinary(sheet) if r.progress.status is not Status.COMPLETED)
    paragraphs += [_told(r, r.progress.next_step) for r in open_rows if r.progress.next_step]
    return "\n".join(paragraphs) or (
        "Tiếp tục tổ chức thực hiện các nhiệm vụ theo Nghị quyết, bảo đảm tiến độ."
    )


def horizon(period: Period) -> date:
    """Tell the last day that "kỳ tới" of a report speaks of."""
    ends = {
        PeriodKind.Q1: date(period.year, 6, 30),
        PeriodKind.Q2: date(period.year, 12, 31),
        PeriodKind.Q3: date(period.year, 12, 31),
        PeriodKind.X: period.as_of + timedelta(days=92),  # a quarter
    }
    return ends.get(period.kind, date(period.year + 1, 12, 31))


def _coming(
    rows: Iterable[TaskRow], as_of: date, until: date
) -> list[tuple[TaskRow, MilestoneState]]:
    found = []
    for row in rows:
        if row.progress.status is Status.COMPLETED or row.standing is Standing.OVERDUE:
            continue
        point = coming_milestone(row.milestones, as_of)
        if point is not None and point.due is not None and point.due <= until:
            found.append((row, point))
    return sorted(found, key=_due_of)


def _due_of(item: tuple[TaskRow, MilestoneState]) -> date:
    return item[1].due or date.max


def _point(point: MilestoneState) -> str:
    assert point.due is not None  # only dated milestones are coming
    day = format_date(point.due)
    if point.kind is MilestoneKind.FINISH or not point.label:
        return day
    return f"{lower_first(point.label)} {day}"


def _ordinary(sheet: Worksheet) -> list[TaskRow]:
    return [row for row in sheet.own_tasks if not is_restricted(row)]


def _told(row: TaskRow, text: str, how: str = "") -> str:
    words = clean(text, multiline=True)
    return f"Nhiệm vụ {row.code}{how}: {sentence(words)}"


_DRAFTS: dict[PartId, Callable[[Worksheet, Profile], str]] = {
    PartId.OPENING: _opening,
    PartId.INDICATORS: _indicators,
    PartId.TASKS: _tasks,
    PartId.DIFFICULTIES: _difficulties,
    PartId.PROPOSALS: _proposals,
    PartId.NEXT: _next,
}
