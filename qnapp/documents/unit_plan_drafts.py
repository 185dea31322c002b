"""The text of the unit's own plan as the program proposes it.

Nothing is said that neither the resolution nor the store says. A clerk keeps or rewrites it. Rows
of the restricted channel are named by nothing but their number.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents.drafts import INDICATOR_ANNEX, TASK_ANNEX
from qnapp.documents.groups import with_parents
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.unit_plan_rows import province_words, target_with_unit
from qnapp.documents.words import ROLE_WORDS, about, cited, joined, period_words, sentence, within
from qnapp.domain.check_rules import is_restricted
from qnapp.text import clean, format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qnapp.documents.groups import TaskGroup
    from qnapp.documents.profiles import Profile
    from qnapp.documents.unit_plan_rows import YearPlan
    from qnapp.domain.periods import Period
    from qnapp.domain.reporting import IndicatorRow, TaskRow

APART = "báo cáo theo đường riêng"


class PlanPart(StrEnum):
    """The parts that a clerk can write by hand, by the name under which they are kept."""

    OPENING = "plan:opening"
    PURPOSE = "plan:purpose"
    TARGETS = "plan:targets"
    TASKS = "plan:tasks"
    ORGANISATION = "plan:organisation"


PLAN_TITLES = {
    PlanPart.OPENING: "",
    PlanPart.PURPOSE: "I. Mục đích, yêu cầu",
    PlanPart.TARGETS: "II. Chỉ tiêu",
    PlanPart.TASKS: "III. Nhiệm vụ",
    PlanPart.ORGANISATION: "IV. Tổ chức thực hiện",
}


def plan_draft(year: YearPlan, part: PlanPart, profile: Profile) -> str:
    """Propose the text of one part, paragraphs on lines of their own."""
    return _DRAFTS[part](year, profile)


def extension_words(row: TaskRow) -> str:
    """Tell the new due date that was granted or asked for, "" where there is none."""
    extension = row.extension
    if extension is None:
        return ""
    told = "gia hạn đến" if extension.granted else "đã đề nghị gia hạn đến"
    by = " theo" if extension.granted else " tại"
    document = f"{by} {clean(extension.document)}" if extension.document else ""
    return f"{told} {format_date(extension.due)}{document}"


def _opening(year: YearPlan, profile: Profile) -> str:
    plan = year.plan
    resolution = cited(plan, profile.body)
    subject = joined([f"{resolution} của {plan.issuer}", about(plan)], " ")
    name = issuer_name(year.sheet.organisation, profile)
    return (
        f"Thực hiện {subject} (sau đây gọi là Nghị quyết), {name} xây dựng Kế hoạch triển khai "
        "thực hiện như sau:"
    )


def _purpose(year: YearPlan, _profile: Profile) -> str:
    plan = year.plan
    theme = f" gắn với chủ đề công tác năm {plan.year}: “{plan.theme}”" if plan.theme else ""
    return "\n".join(
        [
            "1. Mục đích",
            f"- Quán triệt, thực hiện nghiêm Nghị quyết{theme}.",
            "- Cụ thể hóa các nhiệm vụ, chỉ tiêu của Nghị quyết có liên quan đến đơn vị; xác định "
            "vai trò, người theo dõi và thời hạn của từng nhiệm vụ.",
            "2. Yêu cầu",
            "- Bám sát nội dung, thời hạn của Nghị quyết; phù hợp với thực tiễn của đơn vị, "
            "địa phương.",
            *(f"- {sentence(words)}" for words in year.demands),
        ]
    )


def _targets(year: YearPlan, _profile: Profile) -> str:
    lines = []
    if year.targets:
        lines.append(f"Phấn đấu thực hiện {len(year.targets)} chỉ tiêu ({INDICATOR_ANNEX}):")
        lines += [f"- {row.indicator.title}: {_target(row)}." for row in year.targets]
    else:
        lines.append("Đơn vị chưa có mức chỉ tiêu riêng.")
    if year.untargeted:
        named = "; ".join(_reference(row) for row in year.untargeted)
        lines.append(f"Theo dõi {len(year.untargeted)} chỉ tiêu của tỉnh: {named}.")
    if year.has_references:
        lines.append("Mức của tỉnh nêu tại Nghị quyết để tham khảo, không phải mức của đơn vị.")
    return "\n".join(lines)


def _target(row: IndicatorRow) -> str:
    words = row.target.text if row.target is not None else ""
    return lower_first(target_with_unit(words, row.indicator.unit))


def _reference(row: IndicatorRow) -> str:
    target = province_words(row)
    title = lower_first(row.indicator.title)
    return f"{title} (mức của tỉnh: {target})" if target else title


def _tasks(year: YearPlan, _profile: Profile) -> str:
    if not year.tasks:
        return "Đơn vị chưa nhận nhiệm vụ nào của Nghị quyết."
    lines = [_summary(year)]
    for group in year.groups(year.work):
        # As a numbered heading within the text, without a stop; another one announces its rows.
        lines.append(group.short if group.short[:1].isdigit() else f"{group.short}:")
        lines += _group_lines(group)
    return "\n".join(lines)


def _summary(year: YearPlan) -> str:
    counts = (
        (word.lower(), sum(row.role is role for row in year.tasks))
        for role, word in ROLE_WORDS.items()
    )
    roles = joined((f"{word} {count}" for word, count in counts if count), ", ")
    by_role = f" ({roles})" if roles else ""
    first = f"Đơn vị thực hiện {len(year.tasks)} nhiệm vụ{by_role} nêu tại {TASK_ANNEX}"
    if not year.duties:
        return f"{first}."
    return f"{first}, trong đó có {len(year.duties)} nhiệm vụ về tổ chức thực hiện Nghị quyết."


def _group_lines(group: TaskGroup) -> list[str]:
    """List the rows, sub-tasks under their parent; restricted ones last, by their numbers."""
    lines = []
    ordinary = [row for row in group.rows if not is_restricted(row)]
    for parent, row in with_parents(ordinary):
        if parent is not None:
            lines.append(f"- Nhiệm vụ {parent.code}: {_bare(parent.title)}:")
        mark = "+" if row.parent is not None else "-"
        lines.append(f"{mark} Nhiệm vụ {row.code}: {_bare(row.task.title)} ({_terms(row)}).")
    apart = ", ".join(row.code for row in group.rows if is_restricted(row))
    return [*lines, f"- Nhiệm vụ {apart}: {APART}."] if apart else lines


def _bare(title: str) -> str:
    return clean(title).rstrip(" .;:")


def _terms(row: TaskRow) -> str:
    """Tell role, who follows it, and until when."""
    return joined(
        [
            lower_first(ROLE_WORDS[row.role]) if row.role is not None else "",
            f"theo dõi: {clean(row.officer)}" if row.officer else "",
            _until(row),
            extension_words(row),
        ]
    )


def _until(row: TaskRow) -> str:
    """Tell the deadline after one colon: its own stands where it names a stage."""
    words = within(_bare(row.deadline.text))
    if not words:
        return ""
    return f"thời hạn {words}" if ": " in words else f"thời hạn: {words}"


def _organisation(year: YearPlan, _profile: Profile) -> str:
    sections = (
        ("Phân công theo dõi", _following(year)),
        ("Tổ chức thực hiện Nghị quyết", _orders(year)),
        ("Chế độ báo cáo", _reporting(year)),
    )
    told = [(title, lines) for title, lines in sections if lines]
    return "\n".join(
        line for n, (title, lines) in enumerate(told, 1) for line in (f"{n}. {title}", *lines)
    )


def _following(year: YearPlan) -> list[str]:
    followed = any(row.uid in year.followers for row in year.sheet.followed_indicators)
    told = [
        f"{what} nêu tại {annex}"
        for what, annex, stands in (
            ("chỉ tiêu", INDICATOR_ANNEX, followed),
            ("nhiệm vụ", TASK_ANNEX, any(row.officer for row in year.tasks)),
        )
        if stands
    ]
    if not told:
        return []
    first = f"Người theo dõi từng {', '.join(told)}"
    named = [
        f"- {clean(name)}: {joined([_codes('nhiệm vụ', tasks), _codes('chỉ tiêu', followed)])}."
        for name, tasks, followed in year.by_officer()
    ]
    return [f"{first}, gồm:", *named] if named else [f"{first}."]


def _codes(what: str, rows: Sequence[TaskRow | IndicatorRow]) -> str:
    codes = ", ".join(row.code.removeprefix("CT-") for row in rows)
    return f"{what} {codes}" if codes else ""


def _orders(year: YearPlan) -> list[str]:
    return [f"- {_order(row)}" for row in year.orders]


def _order(row: TaskRow) -> str:
    """Word a duty as the resolution does; the plan itself is not "Nghị quyết này"."""
    words = _bare(row.task.title).replace("Nghị quyết này", "Nghị quyết")
    follower = f"theo dõi: {clean(row.officer)}" if row.officer else ""
    terms = joined([_until(row), follower])
    return sentence(f"{words} ({terms})" if terms else words)


def _reporting(year: YearPlan) -> list[str]:
    lines = [f"- Báo cáo {period_words(period)}: {_dates(period)}." for period in year.calendar]
    if lines and year.default_dates:
        lines.append("Thời gian nêu trên là dự kiến, thực hiện theo lịch của Tỉnh ủy khi có.")
    return lines


def _dates(period: Period) -> str:
    due = f"gửi chậm nhất ngày {format_date(period.due)}"
    if period.cutoff == period.due:
        return due
    return f"chốt số liệu ngày {format_date(period.cutoff)}, {due}"


_DRAFTS: dict[PlanPart, Callable[[YearPlan, Profile], str]] = {
    PlanPart.OPENING: _opening,
    PlanPart.PURPOSE: _purpose,
    PlanPart.TARGETS: _targets,
    PlanPart.TASKS: _tasks,
    PlanPart.ORGANISATION: _organisation,
}
