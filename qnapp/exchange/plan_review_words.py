"""What the office sees of a plan before it sends it out, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.assignments import reportable_tasks
from qnapp.exchange.plan_arrival import FIELD_WORDS
from qnapp.text import lower_first, short_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.plan import Plan
    from qnapp.domain.plan_review import GivenAnew, PlanReview, UnknownName

_ROLES = {"lead": "chủ trì", "support": "phối hợp", "concerned": "liên quan"}


def plan_size(plan: Plan) -> str:
    """How much a plan holds; a row that only heads others is no task, here as in the reports."""
    return f"{len(reportable_tasks(plan))} nhiệm vụ, {len(plan.indicators)} chỉ tiêu"


def change_counts(review: PlanReview, schedule: int = 0) -> str:
    """How much the units will see: "2 dòng thêm, 5 dòng sửa, 1 dòng rút".

    ``schedule``: how many days of the calendar and extensions differ besides.
    """
    rows = review.changes
    counts = (
        (len(rows.added), "dòng thêm"),
        (len(rows.changed), "dòng sửa"),
        (len(rows.withdrawn), "dòng rút"),
        (len(review.given), "thay đổi phân công"),
        (schedule, "thay đổi lịch, gia hạn"),
    )
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "không có gì khác"


def withdrawn_words(review: PlanReview) -> str:
    """Say that most of the plan would go: "rút 132 trong 155 dòng của kế hoạch"; "" else."""
    if not review.withdraws_most:
        return ""
    return f"rút {len(review.changes.withdrawn)} trong {review.rows} dòng của kế hoạch"


def slip_lines(review: PlanReview) -> Iterator[str]:
    """What looks like a slip, a line each: emptied cells, unknown names, tasks of nobody."""
    for row, one in review.emptied:
        old = short_line(one.old)
        yield f"Ô bị để trống: {row.code}, {FIELD_WORDS[one.field]}, trước đây {old}"
    yield from map(unknown_words, review.unknown)
    if review.unassigned:
        yield unassigned_words(review)


def unknown_words(one: UnknownName) -> str:
    """Say whom nobody knows."""
    name = lower_first(unknown_name(one))
    return f"{one.code}, {FIELD_WORDS[one.field]}: {name}"


def unknown_name(one: UnknownName) -> str:
    """The same without its place, where that stands beside it."""
    return f"Không rõ “{one.name}” là đơn vị nào"


def unassigned_words(review: PlanReview) -> str:
    """Say how many tasks nobody is given, and which."""
    codes = ", ".join(one.code for one in review.unassigned)
    return f"{len(review.unassigned)} nhiệm vụ chưa giao đơn vị nào: {codes}"


def given_words(one: GivenAnew) -> str:
    """Say who has a row now, or no more."""
    if one.now is None:
        return f"{one.code}, bỏ giao: {one.name}"
    before = f", trước đây {_ROLES[one.before]}" if one.before is not None else ""
    return f"{one.code}, giao {one.name}: {_ROLES[one.now]}{before}"
