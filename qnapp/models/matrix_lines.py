"""What the matrix says of when a report came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.domain.overview import short_date
from qnapp.domain.received import ReportState, Sender
from qnapp.text import format_date

if TYPE_CHECKING:
    from datetime import date

    from qnapp.domain.consolidated import Reporter
    from qnapp.domain.periods import Period


@dataclass(frozen=True, slots=True)
class ReceivedNote:
    """When a report came, with the icon and colour that stand before the words."""

    text: str  # "20/6, muộn 2 ngày"
    icon: str  # of the kit, "" for none
    color: str
    spoken: str  # all that is known of it, a sentence
    doubted: bool  # nobody has confirmed who sent it


def received_note(one: Reporter, period: Period, today: date) -> ReceivedNote:
    """Say when the report of ``one`` came; ``today`` tells how long a missing one is due."""
    text, icon, color = _words(one, period, today)
    return ReceivedNote(
        text, icon, color, ". ".join(_spoken(one, text)) + ".", one.sender is Sender.UNCONFIRMED
    )


def _words(one: Reporter, period: Period, today: date) -> tuple[str, str, str]:
    if one.received_at is None:
        days = 0 if one.untimed else (today - period.due).days
        return (f"quá hạn {days} ngày", "warning", "bad") if days > 0 else ("chưa gửi", "", "text2")
    day = one.received_at.date()
    if one.state is ReportState.CONFLICT:
        return f"{short_date(day)}, xung đột", "warning", "bad"
    if one.state is ReportState.RETURNED:
        return f"{short_date(day)}, đã trả lại", "return", "soon"
    if one.late:
        return f"{short_date(day)}, muộn {(day - period.due).days} ngày", "clock", "soon"
    return short_date(day), "tick", "text2"


def _spoken(one: Reporter, text: str) -> list[str]:
    if one.received_at is None:
        return [f"{one.name}: {', '.join(dict.fromkeys(('chưa gửi', text)))}"]
    said = [f"{one.name}: nhận ngày {format_date(one.received_at.date())}"]
    if one.state is ReportState.CONFLICT:
        said.append("Xung đột: có hai bản khác nhau, chưa tính vào số tổng")
    elif one.revision:
        said.append(f"Báo cáo lần {one.revision}" + (f", số {one.number}" if one.number else ""))
    if one.late:
        said.append("Gửi muộn")
    if one.state is ReportState.RETURNED:
        said.append("Đã trả lại, chờ gửi lại")
    if one.sender is Sender.UNCONFIRMED:
        said.append("Chưa xác nhận nguồn gửi")
    if one.gaps:
        said.append(f"Thiếu báo cáo lần {', '.join(map(str, one.gaps))}")
    if one.missing_parts:
        said.append(f"Thiếu {one.missing_parts} gói minh chứng")
    return said
