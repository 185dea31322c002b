"""Plans of the store as rows of a list: every version that was sent out, with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.exchange.plan_review_words import plan_size
from qnapp.models.record_model import Heading, Record
from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.db.plan_choice import StoredVersion
    from qnapp.domain.plan import Plan

_USED = "Kế hoạch này đang dùng."
_DRAFTING = "Phát hành hoặc bỏ bản đang soạn rồi mới lập bản khác."
HEADINGS = (
    Heading("Năm", 92),
    Heading("Số", 130),
    Heading("Phiên bản", 90),
    Heading("Ngày đưa vào máy", 132),
    Heading("Khác phiên bản trước"),
    Heading("Tình trạng", 110),
)


def version_records(versions: list[StoredVersion]) -> list[Record]:
    """Give a row to each version, the newest of each plan first."""
    return [
        Record(
            f"{one.uid} {one.version}",
            (str(one.year), one.number, str(one.version), format_date(one.day), _differs(one),
             "đang dùng" if one.in_use else ""),
            (one.year, one.number, one.version, one.day, one.changes or 0, not one.in_use),
            sign="circle_tick" if one.in_use else "",
        )
        for one in versions
    ]  # fmt: skip


def head_words(plan: Plan, number: int, newest: int, draft: bool) -> str:
    """Name the plan on show; of a draft, say which version it will be beside the ``newest``."""
    name = f"{plan.number} năm {plan.year}"
    if not draft:
        return f"{name}, phiên bản {number}"
    will = f"sẽ là phiên bản {number}" if number > newest else f"vẫn là phiên bản {number}"
    return f"Bản đang soạn: {name}, {will}"


def about_words(plan: Plan, other: bool, draft: bool) -> str:
    """Say how much the plan holds; ``other``: a draft says something else than what was sent."""
    given = len({one.organisation for one in plan.assignments})
    words = f"{plan_size(plan)}, giao cho {given} đơn vị và nhóm."
    if not draft:
        return words
    if not other:
        return f"{words} Các phần này không đổi nên giữ số phiên bản."
    return f"{words} Chưa có gì thay đổi cho đến khi phát hành."


def why_grey(*, used: bool, drafting: bool) -> str:
    """Say why the buttons below the list wait, "" where both can be pressed."""
    return " ".join([_USED] * used + [_DRAFTING] * drafting)


def uid_of(key: str) -> str:
    """The plan that a row stands for, "" for none."""
    return key.rpartition(" ")[0]


def _differs(one: StoredVersion) -> str:
    if one.changes is None:
        return "phiên bản đầu tiên"
    return f"{one.changes} dòng" if one.changes else "không dòng nào"
