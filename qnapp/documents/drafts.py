"""The text of a report as the program proposes it, from the rows of one period.

Everything is in whole sentences that a clerk may keep or rewrite. Rows of the restricted channel
are counted, and named by nothing but their number.
"""

from __future__ import annotations

from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from qnapp.documents.figures import (
    Bin,
    bin_of,
    indicator_clauses,
    same_words,
    task_clauses,
)
from qnapp.documents.groups import task_groups
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import PartId
from qnapp.documents.words import (
    OWN_VERDICT,
    ROLE_WORDS,
    about,
    cited,
    joined,
    labelled,
    period_words,
    sentence,
    share_words,
    tidy,
)
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.distances import deadline_note
from qnapp.domain.periods import Period, PeriodKind
from qnapp.domain.reporting import Standing, Status
from qnapp.domain.standings import coming_milestone
from qnapp.domain.target_words import level_with_unit, number_with_unit
from qnapp.text import format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qnapp.documents.profiles import Profile
    from qnapp.domain.reporting import IndicatorRow, MilestoneState, TaskRow, Worksheet

INDICATOR_ANNEX = "Biểu số 1"
TASK_ANNEX = "Biểu số 2"
_DAY = timedelta(days=1)


def draft_words(sheet: Worksheet, part: PartId | str, profile: Profile | None = None) -> str:
    """Propose the text of one part, paragraphs on lines of their own.

    ``profile`` decides how the resolution is cited and which name reports; None takes the Party's.
    """
    return _DRAFTS[PartId(part)](sheet, profile or load_profile("dang"))


def day_words(sheet: Worksheet) -> str:
    """Say of which day a report speaks that is made before its period's own, else ""."""
    early = sheet.as_of < sheet.period.as_of
    return f"(tính đến ngày {format_date(sheet.as_of)})" if early else ""


def results_of(rows: Iterable[TaskRow]) -> str:
    """Put results into sentences, a paragraph a row, for a clerk to start part II from."""
    told = (row for row in rows if row.progress.result and not is_restricted(row))
    return "\n".join(_told(row, row.progress.result) for row in told)


def _opening(sheet: Worksheet, profile: Profile) -> str:
    plan = sheet.plan
    resolution = cited(plan, profile.body)
    subject = joined([f"{resolution} của {plan.issuer}", about(plan)], " ")
    name = issuer_name(sheet.organisation, profile)
    period = joined([period_words(sheet.period), day_words(sheet)], " ")
    rows = sheet.own_tasks
    figures = joined([f"theo dõi {len(rows)} nhiệm vụ", task_clauses(rows)])
    if not rows:
        figures = "trong kỳ không theo dõi nhiệm vụ nào"
    return f"Thực hiện {subject}, {name} báo cáo kết quả {period} như sau: {figures}."


def _indicators(sheet: Worksheet, _profile: Profile) -> str:
    rows = sheet.followed_indicators
    if not rows:
        return "Trong kỳ đơn vị không theo dõi chỉ tiêu nào."
    paragraphs = [f"{_indicator_counts(rows)} ({INDICATOR_ANNEX})."]
    shares = [_share(row) for row in rows if row.share is not None and row.value is not None]
    if shares:
        paragraphs.append(f"Lũy kế đến kỳ báo cáo: {'; '.join(shares)}.")
    unmet = [_unmet(row) for row in rows if bin_of(row) is Bin.UNMET]
    if unmet:
        paragraphs.append(f"Chỉ tiêu chưa đạt: {'; '.join(unmet)}.")
    return "\n".join(paragraphs)


def _indicator_counts(rows: Sequence[IndicatorRow]) -> str:
    words = same_words(rows)
    if words:
        return f"Trong kỳ có {len(rows)} chỉ tiêu, {'đều ' if len(rows) > 1 else ''}{words}"
    clauses = indicator_clauses(rows).replace(";", ",")
    return f"Trong {len(rows)} chỉ tiêu theo dõi, có {clauses}"


def _share(row: IndicatorRow) -> str:
    estimate = "ước " if row.estimated else ""
    title = lower_first(row.indicator.title)
    return f"{title} {estimate}{_value(row)}, {share_words(row)}"


def _unmet(row: IndicatorRow) -> str:
    value = _value(row)
    told = f"{'ước' if row.estimated else 'thực hiện'} {value}" if value else ""
    target = row.target.text if row.target else row.indicator.target_text
    own = OWN_VERDICT if row.measurement.contested is not None else ""
    detail = joined([told, f"mức năm {level_with_unit(target, row.indicator.unit)}", own], ", ")
    return f"{lower_first(row.indicator.title)} ({detail})"


def _value(row: IndicatorRow) -> str:
    return "" if row.value is None else number_with_unit(row.value, row.indicator.unit)


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
    overdue = _codes(_overdue(rows))
    named = f"nhiệm vụ quá hạn: {overdue}" if overdue else ""
    return joined([f"{len(rows)} nhiệm vụ", task_clauses(rows), named])


def _difficulties(sheet: Worksheet, _profile: Profile) -> str:
    found = [_difficulty(row, sheet.as_of) for row in _ordinary(sheet)]
    told = [text for text in found if text]
    return "\n".join(told) or "Trong kỳ không phát sinh khó khăn, vướng mắc."


def _difficulty(row: TaskRow, as_of: date) -> str:
    progress = row.progress
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    reason = sentence(progress.delay_reason) if late else ""
    text = _together(reason, sentence(progress.difficulty))
    if not text:
        return ""
    if row.standing is Standing.OVERDUE:
        return _told(row, text, f" {deadline_note(row, as_of).text}")
    return _told(row, text, " hoàn thành quá hạn" if reason else "")


def _proposals(sheet: Worksheet, _profile: Profile) -> str:
    told = [_told(r, r.progress.proposal) for r in _ordinary(sheet) if r.progress.proposal]
    return "\n".join(told) or "Không có đề xuất, kiến nghị."


def _next(sheet: Worksheet, _profile: Profile) -> str:
    rows = _ordinary(sheet)
    overdue = _codes(_overdue(rows))
    paragraphs = [f"Tập trung hoàn thành các nhiệm vụ quá hạn: {overdue}."] if overdue else []
    paragraphs += _ahead(rows, sheet)
    open_rows = (r for r in rows if r.progress.status is not Status.COMPLETED)
    paragraphs += [_told(r, r.progress.next_step) for r in open_rows if r.progress.next_step]
    return "\n".join(paragraphs) or (
        "Tiếp tục tổ chức thực hiện các nhiệm vụ theo Nghị quyết, bảo đảm tiến độ."
    )


def _ahead(rows: Iterable[TaskRow], sheet: Worksheet) -> list[str]:
    """Tell what falls due before the coming period begins, what in it, and what goes on after it.

    The year's report is made weeks before the year ends: what is due in them is not next year's.
    """
    first, last = coming_period(sheet.period)
    waiting = [
        r
        for r in rows
        if r.progress.status is not Status.COMPLETED and r.standing is not Standing.OVERDUE
    ]
    before, within = _coming(waiting, sheet.as_of, first - _DAY), _coming(waiting, first, last)
    told = []
    if before:
        day = format_date(first - _DAY)
        told.append(f"Đến hết ngày {day}, hoàn thành đúng hạn các nhiệm vụ có mốc {before}.")
    if within:
        told.append(f"Trong kỳ tới, hoàn thành đúng hạn các nhiệm vụ có mốc {within}.")
    if sheet.period.kind not in (PeriodKind.Q4, PeriodKind.QT):
        return told
    going_on = [r for r in waiting if r.due is not None and r.due > last]
    if going_on:
        named = ", ".join(f"{r.code} (hạn {format_date(r.due)})" for r in going_on if r.due)
        told.append(f"Tiếp tục thực hiện các nhiệm vụ có hạn sau năm {last.year}: {named}.")
    undated = [r for r in waiting if coming_milestone(r.milestones, sheet.as_of) is None]
    if undated and not within and not going_on:
        named = f"các nhiệm vụ không có mốc thời hạn trong năm {last.year}"
        told.append(f"Tiếp tục thực hiện {named}: {_codes(undated)}.")
    return told


def coming_period(period: Period) -> tuple[date, date]:
    """Tell the first and the last day that "kỳ tới" of a report speaks of."""
    year = period.year
    days = {
        PeriodKind.Q1: (date(year, 4, 1), date(year, 6, 30)),
        PeriodKind.Q2: (date(year, 7, 1), date(year, 12, 31)),
        PeriodKind.Q3: (date(year, 10, 1), date(year, 12, 31)),
        PeriodKind.X: (period.as_of, period.as_of + timedelta(days=92)),  # a quarter
    }
    return days.get(period.kind, (date(year + 1, 1, 1), date(year + 1, 12, 31)))


def _coming(rows: Iterable[TaskRow], first: date, last: date) -> str:
    """Name what falls due between two days: day by day, the codes with what has to be reached."""
    found: list[tuple[date, str]] = []
    for row in rows:
        point = coming_milestone(row.milestones, first)
        if point is not None and point.due is not None and point.due <= last:
            found.append((point.due, _point(row, point)))
    days: dict[str, list[str]] = {}
    for due, words in sorted(found, key=itemgetter(0)):
        days.setdefault(format_date(due), []).append(words)
    return "; ".join(f"ngày {day}: {', '.join(codes)}" for day, codes in days.items())


def _point(row: TaskRow, point: MilestoneState) -> str:
    plain = point.kind is MilestoneKind.FINISH or not point.label
    return row.code if plain else f"{row.code} ({lower_first(point.label)})"


def _overdue(rows: Iterable[TaskRow]) -> list[TaskRow]:
    """Find the overdue rows that may be named."""
    return [r for r in rows if r.standing is Standing.OVERDUE and not is_restricted(r)]


def _codes(rows: Iterable[TaskRow]) -> str:
    return ", ".join(row.code for row in rows)


def _ordinary(sheet: Worksheet) -> list[TaskRow]:
    return [row for row in sheet.own_tasks if not is_restricted(row)]


def _together(*texts: str) -> str:
    """Join texts of one row, those of several lines on lines of their own."""
    listed = any("\n" in text.strip() for text in texts)
    return joined(texts, "\n" if listed else " ")


def _told(row: TaskRow, text: str, how: str = "") -> str:
    """Tell what was typed of a row; a list begins below the row's name, not beside it."""
    return labelled(f"Nhiệm vụ {row.code}{how}", sentence(tidy(text)))


_DRAFTS: dict[PartId, Callable[[Worksheet, Profile], str]] = {
    PartId.OPENING: _opening,
    PartId.INDICATORS: _indicators,
    PartId.TASKS: _tasks,
    PartId.DIFFICULTIES: _difficulties,
    PartId.PROPOSALS: _proposals,
    PartId.NEXT: _next,
}
