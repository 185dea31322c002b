"""The text of a consolidated report as the program proposes it: holes first, then figures."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents.consolidated_rows import (
    line_groups,
    names_by_sort,
    own_count,
    sender_groups,
    silent_count,
    standing_counts,
    verdict_counts,
)
from qnapp.documents.consolidated_words import (
    counted,
    hole_lines,
    names_in_text,
    rate_words,
    verdict_clause,
)
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.report import NBSP
from qnapp.documents.words import (
    OWN_VERDICT,
    about,
    cited,
    counted_words,
    joined,
    period_words,
    sentence,
    whole,
)
from qnapp.domain.consolidated import Rate
from qnapp.domain.periods import next_period_phrase
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing, Verdict
from qnapp.domain.target_words import level_with_unit, number_with_unit
from qnapp.text import clean, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qnapp.documents.profiles import Profile
    from qnapp.domain.consolidated import Consolidation, IndicatorLine, IndicatorValue, TaskLine
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Organisation

SENDERS_ANNEX, COUNTS_ANNEX, MATRIX_ANNEX = "Biểu số 1", "Biểu số 2", "Biểu số 3"
INDICATORS_ANNEX, REMARKS_ANNEX = "Biểu số 4", "Biểu số 5"
_MOST_REMARKS = 20  # in the text; all of them stand in the annex
_MOST_TASKS = 10
_MOST_UNITS = 10  # named after an indicator; more are counted
_LEFT_OUT = {
    ReportState.MISSING: "các đơn vị chưa gửi",
    ReportState.CONFLICT: "các đơn vị có hai báo cáo khác nhau",
}
_WHOLE = "Các đơn vị đã gửi đủ báo cáo{in_time}, đã xác nhận nguồn gửi."


class ConsolidatedPart(StrEnum):
    """The parts that an office can write by hand."""

    OPENING = "opening"
    REPORTERS = "reporters"
    INDICATORS = "indicators"
    TASKS = "tasks"
    DIFFICULTIES = "difficulties"
    PROPOSALS = "proposals"
    NEXT = "next"


def consolidated_titles(period: Period) -> dict[ConsolidatedPart, str]:
    """Give the headings of the parts, numbered; the opening has none."""
    return {
        ConsolidatedPart.OPENING: "",
        ConsolidatedPart.REPORTERS: "I. Tình hình gửi báo cáo",
        ConsolidatedPart.INDICATORS: "II. Kết quả thực hiện các chỉ tiêu",
        ConsolidatedPart.TASKS: "III. Kết quả thực hiện nhiệm vụ",
        ConsolidatedPart.DIFFICULTIES: "IV. Khó khăn, vướng mắc",
        ConsolidatedPart.PROPOSALS: "V. Đề xuất, kiến nghị",
        ConsolidatedPart.NEXT: f"VI. Nhiệm vụ trọng tâm {next_period_phrase(period)}",
    }


def consolidated_draft(
    found: Consolidation, part: ConsolidatedPart | str, profile: Profile, office: Organisation
) -> str:
    """Propose the text of one part, paragraphs on lines of their own; ``office`` consolidates."""
    if part == ConsolidatedPart.OPENING:
        return _opening(found, profile, office)
    return "\n".join(_DRAFTS[ConsolidatedPart(part)](found))


def _opening(found: Consolidation, profile: Profile, office: Organisation) -> str:
    plan = found.plan
    resolution = cited(plan, profile.body)
    subject = joined([f"{resolution} của {plan.issuer}", about(plan)], " ")
    return (
        f"Thực hiện {subject}, {issuer_name(office, profile)} tổng hợp kết quả thực hiện "
        f"{period_words(found.period)} từ báo cáo của các đơn vị."
    )


def _counted_in(found: Consolidation) -> Iterator[str]:
    """Say whose reports the figures leave out, and which are in them though they were returned.

    A report that was returned counts until the next one arrives.
    """
    left_out = [words for state, words in _LEFT_OUT.items() if found.in_state(state)]
    if left_out:
        yield f"chưa gồm {' và '.join(left_out)}"
    if returned := found.in_state(ReportState.RETURNED):
        yield f"vẫn gồm {len(returned)} báo cáo đã trả lại để chỉnh sửa, chưa có báo cáo gửi lại"


def _reporters(found: Consolidation) -> Iterator[str]:
    timed = found.due is not None
    whole = _WHOLE.format(in_time=", đúng hạn" if timed else "")
    yield from map(sentence, hole_lines(found) or [whole])
    if based := joined(_counted_in(found)):
        yield f"Số liệu dưới đây {based}."
    first = f"; gửi lần đầu đúng hạn {rate_words(found.timely, 'đơn vị')}" if timed else ""
    yield f"Đã gửi báo cáo {rate_words(found.complete, 'đơn vị')}{first}."
    for group in sender_groups(found):
        of = len(group.reporters)
        sent, timely = Rate(group.sent, of), Rate(group.timely, of)
        first = f", gửi lần đầu đúng hạn {rate_words(timely)}" if timed else ""
        yield f"{group.name}: đã gửi {rate_words(sent)}{first}."
    yield f"Chi tiết từng đơn vị tại {_cited(SENDERS_ANNEX)}."


def _indicators(found: Consolidation) -> Iterator[str]:
    lines = [line for line in found.indicators if line.told]
    if not lines:
        yield "Trong kỳ chưa có đơn vị nào báo cáo chỉ tiêu."
        yield from _besides(found.local_indicators, "chỉ tiêu")
        return
    total = sum((verdict_counts(line) for line in lines), Counter[Verdict]())
    kinds = Counter(v.estimated for line in lines for v in line.values if v.value is not None)
    yield (
        f"Có {len(lines)} chỉ tiêu được các đơn vị báo cáo ({_cited(INDICATORS_ANNEX)}); "
        "chỉ đánh giá đối với đơn vị được giao mức riêng, không cộng số liệu của các đơn vị."
    )
    if total:
        own = counted([(f"trong đó {OWN_VERDICT}", sum(map(own_count, lines)))])
        yield f"Lượt đánh giá: {joined([verdict_clause(total), own], ', ')}."
    if kinds:
        silent = sum(len(line.values) - line.told for line in lines)
        told = counted([("thực hiện", kinds[False]), ("ước", kinds[True])])
        lacking = f"chưa có số liệu {whole(silent)} lượt" if silent else ""
        yield f"Số liệu được báo cáo: {joined([told, lacking])}."
    yield from filter(None, map(_unmet(found), lines))
    yield from _besides(found.local_indicators, "chỉ tiêu")


def _unmet(found: Consolidation) -> Callable[[IndicatorLine], str]:
    names = names_in_text(found)

    def told(line: IndicatorLine) -> str:
        lacking = [value for value in line.values if value.verdict is Verdict.UNMET]
        if not lacking:
            return ""
        code = line.indicator.code.removeprefix("CT-")
        start = f"Chỉ tiêu {code} ({lower_first(line.indicator.title)}) chưa đạt tại"
        if len(lacking) > _MOST_UNITS:
            return f"{start} {len(lacking)} đơn vị ({_cited(INDICATORS_ANNEX)})."
        named = "; ".join(f"{names[v.organisation]} ({_value(v)})" for v in lacking)
        return f"{start}: {named}."

    return told


def _cited(annex: str) -> str:
    """Hold an annex's number beside its name."""
    return annex.replace(" ", NBSP)


def _value(value: IndicatorValue) -> str:
    target = level_with_unit(clean(value.target), value.unit)
    if value.value is None:
        return f"mức {target}"
    estimate = "ước " if value.estimated else ""
    return f"{estimate}{number_with_unit(value.value, value.unit)}, mức {target}"


def _tasks(found: Consolidation) -> Iterator[str]:
    count = standing_counts(found.tasks)
    if not count.total():
        yield "Trong kỳ chưa có đơn vị nào báo cáo nhiệm vụ."
        return
    yield (
        f"Các báo cáo có {whole(count.total())} lượt nhiệm vụ: {_clauses(count)} "
        f"({_cited(COUNTS_ANNEX)}, {_cited(MATRIX_ANNEX)})."
    )
    silent = silent_count(found.tasks)
    if silent:
        yield f"Còn {whole(silent)} lượt nhiệm vụ được giao chưa có trong báo cáo nào."
    for group in line_groups(found):
        part = standing_counts(group.lines)
        if part.total():
            yield f"{group.short}: {whole(part.total())} lượt, {_clauses(part)}."
    late = _most_overdue(found.tasks)
    if late:
        named = ", ".join(f"{line.task.code}{NBSP}({count})" for line, count in late)
        yield f"Nhiệm vụ quá hạn ở nhiều đơn vị nhất (số đơn vị): {named}."
    yield from _besides(found.local_tasks, "nhiệm vụ")


def _besides(own: Mapping[str, int], what: str) -> Iterator[str]:
    """Tell what units have set themselves: it is in no line of the plan, and so in no count."""
    if total := sum(own.values()):
        units = sum(bool(count) for count in own.values())
        yield f"Ngoài ra {units} đơn vị báo cáo {total} {what} tự đề ra, không tính ở trên."


def _clauses(count: Counter[Standing | None]) -> str:
    told = [(_words(kind), count[kind]) for kind in Standing]
    return counted([*told, ("báo cáo theo đường riêng", count[None])])


def _words(kind: Standing) -> str:
    """Name a standing between commas."""
    words, _, detail = counted_words(kind).lower().partition(", ")
    return f"{words} ({detail})" if detail else words


def _most_overdue(lines: Iterable[TaskLine]) -> list[tuple[TaskLine, int]]:
    late = [(line, line.counts[Standing.OVERDUE]) for line in lines]
    late = sorted(((line, count) for line, count in late if count), key=lambda one: -one[1])
    # Beside tasks that several are late with, those of a single one say little.
    several = [one for one in late if one[1] > 1]
    return (several or late)[:_MOST_TASKS]


def _difficulties(found: Consolidation) -> Iterator[str]:
    told = [(one.organisation, one.task_code, one.difficulty) for one in found.remarks]
    return _remarks(found, told, "Các đơn vị không nêu khó khăn, vướng mắc.")


def _proposals(found: Consolidation) -> Iterator[str]:
    told = [(one.organisation, one.task_code, one.proposal) for one in found.remarks]
    return _remarks(found, told, "Các đơn vị không có đề xuất, kiến nghị.")


def _remarks(
    found: Consolidation, told: Iterable[tuple[str, str, str]], none: str
) -> Iterator[str]:
    """Name what units say, each of its words once with all the tasks of which it says them."""
    names = names_by_sort(found)
    tasks: dict[tuple[str, str], list[str]] = {}
    for code, task, text in told:
        if text:
            tasks.setdefault((code, sentence(clean(text))), []).append(task)
    places = {code: place for place, code in enumerate(names)}
    remarks = sorted(tasks, key=lambda one: places[one[0]])
    for code, text in remarks[:_MOST_REMARKS]:
        yield f"{names[code]}, nhiệm vụ {', '.join(tasks[code, text])}: {text}"
    rest = remarks[_MOST_REMARKS:]
    if rest:
        units = len({code for code, _ in rest})
        yield f"Còn {len(rest)} ý kiến khác của {units} đơn vị tại {_cited(REMARKS_ANNEX)}."
    if not remarks:
        yield none


def _next(found: Consolidation) -> Iterator[str]:
    missing = len(found.in_state(ReportState.MISSING))
    if missing:
        yield f"Đôn đốc {missing} đơn vị chưa gửi báo cáo, bổ sung vào báo cáo tổng hợp."
    late = _most_overdue(found.tasks)
    if late:
        codes = ", ".join(line.task.code for line, _ in late)
        yield f"Chỉ đạo các đơn vị tập trung hoàn thành các nhiệm vụ quá hạn, trước hết: {codes}."
    yield "Tiếp tục tổ chức thực hiện các nhiệm vụ theo Nghị quyết, bảo đảm tiến độ."


_DRAFTS: dict[ConsolidatedPart, Callable[[Consolidation], Iterator[str]]] = {
    ConsolidatedPart.REPORTERS: _reporters,
    ConsolidatedPart.INDICATORS: _indicators,
    ConsolidatedPart.TASKS: _tasks,
    ConsolidatedPart.DIFFICULTIES: _difficulties,
    ConsolidatedPart.PROPOSALS: _proposals,
    ConsolidatedPart.NEXT: _next,
}
