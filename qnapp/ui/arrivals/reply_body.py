"""An answer from above: accepted, or rows that are returned, each with its reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.domain.replies import Answer, ReplyRow
from qnapp.exchange.reply_arrival import take_reply
from qnapp.models.difference_lines import Line, LineKind, section
from qnapp.text import format_date
from qnapp.ui.arrivals.body import Accepted, DifferenceBody

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.domain.replies import ReturnedRow
    from qnapp.exchange.reply_arrival import IncomingReply, ReplyArrival
    from qnapp.ui.arrivals.body import Named
    from qnapp.ui.tasks import Job

HEADS = ("Kết quả", "Mã", "Nội dung", "Trước đây", "Đang có", "Lý do trả lại")
ACCEPTED = "Báo cáo lần {revision} đã được tiếp nhận ngày {day}."
RETURNED = (
    "Báo cáo lần {revision} bị trả lại ngày {day}. Chỉ {count} dòng dưới đây và "
    "lời báo cáo mở để sửa; các dòng khác vẫn khóa."
)
KNOWN = "Phiếu này đã nhận, không có gì thay đổi."


class ReplyBody(DifferenceBody):
    """See ``ArrivalBody``."""

    key_required = True  # an answer opens what was closed

    def __init__(
        self, arrival: ReplyArrival, named: Mapping[str, Named], parent: QWidget | None = None
    ) -> None:
        """``named``: code and title of tasks and indicators by uid."""
        self._arrival = arrival
        rows = [_line(row, named) for row in arrival.incoming.reply.rows]
        notes = [Line(LineKind.CHANGE, what=arrival.incoming.reply.note, verdicts=("Ghi chú", ""))]
        has_note = bool(arrival.incoming.reply.note)
        lines = [
            *section("Trả lại", rows),
            *section("Ghi chú của cơ quan nhận", notes * has_note),
            *section("Cần biết", [_warning(words) for words in arrival.warnings]),
        ]
        super().__init__(lines, HEADS, parent)
        self.show_summary()

    def summary(self) -> str:
        if self._arrival.incoming.known:
            return KNOWN
        reply = self._arrival.incoming.reply
        told = {"revision": reply.revision, "day": format_date(reply.replied_at.date())}
        if reply.verdict is Answer.ACCEPTED:
            return ACCEPTED.format(**told)
        return RETURNED.format(**told, count=len(reply.rows))

    def deed(self) -> str:
        if self._arrival.incoming.known:
            return ""
        rows = len(self._arrival.incoming.reply.rows)
        return f"Nhận phiếu, mở {rows} dòng để sửa" if rows else "Nhận phiếu"

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        return partial(_take_in, self._arrival.incoming, self._arrival.title, key_compared)


def _line(row: ReturnedRow, named: Mapping[str, Named]) -> Line:
    one = named.get(row.uid)
    code, title = (one.code, one.title) if one is not None else ("", "")
    return Line(
        LineKind.CHANGE, code=code, what=title, theirs=row.reason, verdicts=("Mở để sửa", "")
    )


def _warning(words: str) -> Line:
    return Line(LineKind.NOTE, what=words, note=words)


def _take_in(
    incoming: IncomingReply, title: str, key_compared: bool, store: Store, _job: Job
) -> Accepted:
    take_reply(store, incoming, key_compared=key_compared)
    reply = incoming.reply
    if not reply.rows:
        return Accepted(f"{title}: đã nhận.", page="report", period=reply.period)
    tasks = [row.uid for row in reply.rows if row.kind is ReplyRow.TASK]
    page, uids = ("tasks", tasks) if tasks else ("indicators", [row.uid for row in reply.rows])
    where = uids[0] if len(uids) == 1 else "filter:returned"
    told = f"{title}: đã nhận. {len(reply.rows)} dòng mở để sửa."
    return Accepted(told, page=page, uid=where, period=reply.period)
