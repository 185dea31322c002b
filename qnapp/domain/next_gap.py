"""What the figures of Tổng hợp lack: the holes that stand before any sum (design, section 3.8).

``collecting`` says what the office does next, from what arrived alone, and leaves alone whom it has
reminded. A hole stays one until the report is there, and some are seen only in the reports that
were read, so the two are asked apart; order, words and places are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.domain.collecting import UNTIMED, left_words, unit_place, unit_words
from qnapp.domain.received import ReportState
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qnapp.domain.consolidated import Consolidation, Reporter

INBOX, REPORT = "inbox", "consolidated_report"
_NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class GapStep:
    """A hole, by name, and where the button leads that mends it."""

    key: (
        str  # conflict, late, unconfirmed, returned, revisions, parts, waiting, complete, withdrawn
    )
    sentence: str
    button: str
    short: str  # the same among other things: "2 đơn vị xung đột"
    names: str  # who, "" where everybody is meant
    page: str = INBOX
    uid: str = ""


def gap_steps(found: Consolidation, today: date) -> list[GapStep]:
    """All holes of a period, the most pressing first; at least one step."""
    steps = [*_holes(found, today)] or [_complete(found)]
    return [*steps, *_withdrawn(found)]


def names_of(reporters: Sequence[Reporter], most: int = _NAMES_SHOWN) -> str:
    """Name some: "Phường Hà Lầm, Xã Kỳ Thượng và 5 đơn vị khác"."""
    names = [one.name for one in reporters]
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} và {len(names) - most + 1} đơn vị khác"


def _holes(found: Consolidation, today: date) -> Iterator[GapStep]:
    conflicts = found.in_state(ReportState.CONFLICT)
    if conflicts:
        count = len(conflicts)
        yield GapStep(
            "conflict",
            f"Chọn bản đúng của {unit_words(conflicts)}, đang xung đột",
            "So sánh và chọn",
            f"{count} đơn vị xung đột",
            names_of(conflicts),
            uid=unit_place(conflicts, "conflict"),
        )
    if found.unconfirmed:
        count = len(found.unconfirmed)
        yield GapStep(
            "unconfirmed",
            f"Đối chiếu khóa của {unit_words(found.unconfirmed)}",
            "Đối chiếu khóa",
            f"{count} đơn vị chưa xác nhận nguồn gửi",
            names_of(found.unconfirmed),
            uid=unit_place(found.unconfirmed, "unconfirmed"),
        )
    missing = found.in_state(ReportState.MISSING)
    days = (today - found.due).days if found.due is not None else None
    if missing and days is not None and days > 0:
        yield _late(missing, days)
    yield from _incomplete(found)
    if missing and (days is None or days <= 0):
        yield _waiting(missing, found.due, days)
    returned = found.in_state(ReportState.RETURNED)
    if returned:
        yield GapStep(
            "returned",
            f"Chờ {len(returned)} đơn vị gửi lại sau khi trả lại",
            "Xem gói đã trả lại",
            f"{len(returned)} đơn vị chưa gửi lại",
            names_of(returned),
            uid=unit_place(returned, "returned"),
        )


def _late(missing: Sequence[Reporter], days: int) -> GapStep:
    count = len(missing)
    return GapStep(
        "late",
        f"Đôn đốc {unit_words(missing)} chưa gửi, đã quá hạn {days} ngày",
        "Đôn đốc…",
        f"{count} đơn vị chưa gửi",
        names_of(missing),
        uid="remind",
    )


def _waiting(missing: Sequence[Reporter], due: date | None, days: int | None) -> GapStep:
    count, until = len(missing), UNTIMED
    if due is not None and days is not None:
        until = f"hạn gửi {format_date(due)}, {left_words(days)}"
    return GapStep(
        "waiting",
        f"Chờ báo cáo của {unit_words(missing)}, {until}",
        "Mở Tiếp nhận",
        f"{count} đơn vị chưa gửi",
        "",
        uid="filter:missing",
    )


def _incomplete(found: Consolidation) -> Iterator[GapStep]:
    """Reports that came without an earlier one, or without all of their evidence."""
    gaps = [one for one in found.reporters if one.gaps]
    if gaps:
        yield GapStep(
            "revisions",
            f"Hỏi lại {len(gaps)} đơn vị: thiếu báo cáo lần trước",
            "Xem gói",
            f"{len(gaps)} đơn vị thiếu báo cáo lần trước",
            names_of(gaps),
            uid=unit_place(gaps[:1], ""),
        )
    parts = [one for one in found.reporters if one.missing_parts]
    if parts:
        yield GapStep(
            "parts",
            f"Nhận thêm gói minh chứng của {len(parts)} đơn vị",
            "Xem gói",
            f"{len(parts)} đơn vị thiếu gói minh chứng",
            names_of(parts),
            uid=unit_place(parts[:1], ""),
        )


def _withdrawn(found: Consolidation) -> Iterator[GapStep]:
    """Nobody has to mend it, but whoever reads the figures has to know what is not in them."""
    count = sum(len(row.organisations) for row in found.withdrawn)
    if count:
        codes = {code for row in found.withdrawn for code in row.organisations}
        who = [one for one in found.reporters if one.code in codes]
        rows = ", ".join(row.code for row in found.withdrawn)
        yield GapStep(
            "withdrawn",
            f"Xem {count} dòng của nhiệm vụ, chỉ tiêu đã rút, không tính vào số dưới đây",
            "Xem gói",
            f"{count} dòng đã rút khỏi kế hoạch, không tính",
            f"{rows}: {names_of(who)}",
            uid=unit_place(who[:1], ""),
        )


def _complete(found: Consolidation) -> GapStep:
    count = len(found.reporters)
    if not count:
        return GapStep(
            "nobody",
            "Chưa có đơn vị nào phải gửi báo cáo kỳ này",
            "Mở danh sách đơn vị",
            "",
            "",
            uid="roster",
        )
    return GapStep(
        "complete",
        f"Đã đủ báo cáo của {count} đơn vị, đã xác nhận nguồn gửi",
        "Lập báo cáo tổng hợp",
        "",
        "",
        page=REPORT,
    )
