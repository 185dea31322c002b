"""The official words of standings, roles, verdicts and periods as they are printed.

One place for documents; the screen's short words stand beside its shapes (look, section 5).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.domain.distances import reached_words
from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Origin, Role
from qnapp.domain.reporting import Standing, Status, Verdict
from qnapp.domain.standings import standing_words
from qnapp.text import clean, format_date, format_number, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qnapp.documents.profiles import BodyRules
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan
    from qnapp.domain.reporting import IndicatorRow, TaskRow

# "Quá hạn" alone would not say whether work goes on.
OVERDUE_WORDS = {
    Status.IN_PROGRESS: "Đang triển khai, quá hạn",
    Status.NOT_STARTED: "Chưa triển khai, quá hạn",
    Status.ON_HOLD: "Tạm dừng, quá hạn",
}
UNDATED = standing_words(Standing.NO_DEADLINE).lower()
UNDATED_DONE = f"{standing_words(Standing.DONE)}, {UNDATED}"
ROLE_WORDS = {Role.LEAD: "Chủ trì", Role.SUPPORT: "Phối hợp", Role.CONCERNED: "Liên quan"}
VERDICT_WORDS = {
    Verdict.MET: "Đạt",
    Verdict.EXCEEDED: "Vượt",
    Verdict.UNMET: "Chưa đạt",
    Verdict.TO_ASSESS: "Cần đánh giá",
    Verdict.NO_VALUE: "Chưa có số liệu",
}
ORIGIN_TITLES = {
    Origin.DUTY: "Nhiệm vụ tổ chức thực hiện Nghị quyết",
    Origin.LOCAL: "Nhiệm vụ do đơn vị đề ra",
}
_PERIOD_WORDS = {
    PeriodKind.Q1: "quý I năm {}",
    PeriodKind.Q2: "6 tháng đầu năm {}",
    PeriodKind.Q3: "9 tháng năm {}",
    PeriodKind.Q4: "năm {}",
    PeriodKind.QT: "năm {} (số liệu quyết toán)",
}


_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})[.)]\s")
_TIME = re.compile(r"\b(?:Quý|Tháng|Năm|Ngày|Giai đoạn)(?= (?:\d|[IVX]+\b))")
_ITEM = re.compile(rf"[-–+*•]\s|[a-zđ]\)\s|{_NUMBERED.pattern}")  # as a typed list's lines begin


def period_words(period: Period) -> str:
    """Name the period as a report's title does: "6 tháng đầu năm 2026"."""
    pattern = _PERIOD_WORDS.get(period.kind)
    return pattern.format(period.year) if pattern else lower_first(period.name)


def period_code_words(code: str) -> str:
    """Name the period of a code as titles do; one outside the regular ones keeps its code."""
    year, _, kind = code.partition("-")
    pattern = next((words for known, words in _PERIOD_WORDS.items() if known == kind), "{1}")
    return pattern.format(year, code)


def cited(plan: Plan, rules: BodyRules) -> str:
    """Cite the resolution as the form does (field, A1 and A2)."""
    return f"Nghị quyết {numbered(plan.number, plan.issued_on, rules)}"


def numbered(number: str, on: date | None, rules: BodyRules) -> str:
    """Name a document by number and date, either of which may be unknown.

    The Party's form has a comma before the date and figures in it (Quy định 399-QĐ/TW), the
    State's writes months and years out (Nghị định 30/2020/NĐ-CP).
    """
    said = f"số {number}" if number else ""
    if on is None:
        return said
    day = long_date(on) if rules.citation_date == "words" else f"ngày {format_date(on)}"
    return joined([said, day], ", " if rules.citation_comma else " ")


def long_date(day: date) -> str:
    """Write "ngày 05 tháng 6 năm 2026"; as officially, zero before months 1 and 2 only."""
    figures = format_date(day).split("/")
    return f"ngày {figures[0]} tháng {figures[1]} năm {figures[2]}"


def about(plan: Plan) -> str:
    """Take "về phương hướng, nhiệm vụ năm 2026" out of the resolution's full title."""
    _, found, rest = plan.title.partition(" về ")
    return f"về {rest}" if found else ""


def state_of(row: TaskRow) -> str:
    """Give the official phrase of a row's standing, "" for a heading."""
    if row.standing is None:
        return ""
    if row.standing is Standing.NO_DEADLINE:
        told = reached_words(row.milestones) or UNDATED
        return f"Đang triển khai, {told}"  # only work that goes on has this standing
    if row.standing is Standing.OVERDUE:
        return OVERDUE_WORDS.get(row.progress.status, standing_words(row.standing))
    return standing_words(row.standing)


def counted_words(standing: Standing) -> str:
    """Name a standing beside the others; bare "hoàn thành" would not say which rows it means."""
    return UNDATED_DONE if standing is Standing.DONE else standing_words(standing)


def restricted_words(number: str, on: date | None) -> str:
    """Say what alone a row of the restricted channel may carry (design, section 2)."""
    details = [f"số {number}"] if number else []
    if on is not None:
        details.append(f"ngày {format_date(on)}")
    told = "Đã báo cáo" if details else "Báo cáo"
    return ", ".join([f"{told} theo đường riêng", *details])


def whole(count: int) -> str:
    """Write a count: "1.245"."""
    return format_number(Decimal(count))


def share_words(row: IndicatorRow) -> str:
    """Say how much of the year's plan a flow has reached, "" where it has no share."""
    return "" if row.share is None else f"đạt {format_number(row.share, 1)}% kế hoạch năm"


def within(text: str) -> str:
    """Write a deadline's words as they stand within a sentence: "khởi công quý I/2026; hoàn thành".

    Small are the first letter of every clause and the names of times and stages before a number.
    """
    clauses = (lower_first(clause) for clause in clean(text).split("; "))
    return _TIME.sub(lambda found: found[0].lower(), "; ".join(clauses))


def sentence(text: str) -> str:
    """End with a full stop unless the text ends with a sign of its own."""
    text = text.strip(" \n\t,")
    return text if not text or text[-1] in ".!?…:;" else f"{text}."


def tidy(text: str) -> str:
    """Clean what was typed and set its words one space apart; its lines stay lines."""
    return "\n".join(" ".join(line.split()) for line in clean(text, multiline=True).split("\n"))


OWN_VERDICT = "đơn vị tự đánh giá"  # beside a verdict that no rule gave


def own_reason(reason: str) -> str:
    """Say why a unit judged itself; "" where it did not."""
    return sentence(f"Lý do tự đánh giá: {reason}") if reason else ""


def verdict_words(verdict: Verdict, *, own: bool) -> str:
    """Name a verdict as printed, and say so where it is the unit's own."""
    return joined([VERDICT_WORDS[verdict], OWN_VERDICT if own else ""], ", ")


def labelled(label: str, text: str) -> str:
    """Put a label with its colon before a text; a list begins below it, not beside it."""
    apart = "\n" if _ITEM.match(text) and "\n" in text else " "
    return f"{label}:{apart}{text}"


def leads(paragraphs: Sequence[str], n: int) -> bool:
    """Tell whether paragraph ``n`` (from 0) only announces the next one and belongs to its page.

    So do a line that ends with a colon, and a numbered heading within the text: "1. Mục đích".
    """
    if n + 1 >= len(paragraphs):
        return False
    text = paragraphs[n].rstrip()
    if text.endswith(":"):
        return True
    heading = _NUMBERED.match(text) is not None and text[-1] not in ".!?…;,"
    return heading and _NUMBERED.match(paragraphs[n + 1]) is None


def joined(parts: Iterable[str], separator: str = "; ") -> str:
    """Join what is not empty."""
    return separator.join(part for part in parts if part)
