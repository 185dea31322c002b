"""Plans of the store as rows of a list: every version that was sent out, with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.models.record_model import Heading, Record
from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.db.plan_choice import StoredVersion

HEADINGS = (
    Heading("Năm", 92),
    Heading("Số", 130),
    Heading("Phiên bản", 90),
    Heading("Ngày", 110),
    Heading("Khác phiên bản trước"),
    Heading("Đang dùng", 110),
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


def uid_of(key: str) -> str:
    """The plan that a row stands for, "" for none."""
    return key.rpartition(" ")[0]


def _differs(one: StoredVersion) -> str:
    if one.changes is None:
        return "phiên bản đầu tiên"
    return f"{one.changes} dòng" if one.changes else "không dòng nào"
