"""The questions above the list of the inbox: their chips, and what is said where none fits."""

from __future__ import annotations

from qnapp.domain.received import REPORT_STATE_WORDS, SENT, ReportState
from qnapp.models.inbox_lines import InboxColumn, InboxFilter
from qnapp.ui.kit.report_signs import REPORT_SIGNS

_STATES = (
    *(ReportState.MISSING, ReportState.LATE, ReportState.ON_TIME),
    *(ReportState.RETURNED, ReportState.CONFLICT),
)
CHIPS: dict[InboxFilter, tuple[str, str]] = {
    InboxFilter.ALL: ("Tất cả", ""),
    **{
        InboxFilter(one.value): (REPORT_STATE_WORDS[one], REPORT_SIGNS[one].shape)
        for one in _STATES
    },
    InboxFilter.UNANSWERED: ("Chưa trả lời", ""),
    InboxFilter.UNCONFIRMED: ("Chưa xác nhận nguồn", ""),
    InboxFilter.INCOMPLETE: ("Còn thiếu gói", ""),
}
# These have a chip only while a figure above the list asks for it.
LINKED_CHIPS = {
    InboxFilter.SENT: ("Đã gửi", ""),
    InboxFilter.TIMELY: ("Gửi lần đầu đúng hạn", ""),
}
EMPTY = {
    InboxFilter.ALL: "Danh bạ chưa có đơn vị nào phải gửi báo cáo.",
    InboxFilter.ON_TIME: "Chưa có báo cáo nào gửi đúng hạn.",
    InboxFilter.LATE: "Không có báo cáo nào gửi muộn.",
    InboxFilter.MISSING: "Mọi đơn vị đã gửi báo cáo.",
    InboxFilter.RETURNED: "Không có báo cáo nào đang bị trả lại.",
    InboxFilter.CONFLICT: "Không có báo cáo nào xung đột.",
    InboxFilter.UNANSWERED: "Mọi báo cáo nhận được đã có trả lời.",
    InboxFilter.UNCONFIRMED: "Mọi báo cáo đã xác nhận nguồn gửi.",
    InboxFilter.INCOMPLETE: "Không có báo cáo nào còn thiếu gói.",
    InboxFilter.SENT: "Chưa có đơn vị nào gửi báo cáo.",
    InboxFilter.TIMELY: "Chưa có báo cáo nào gửi đúng hạn.",
}
GOOD_WHEN_EMPTY = frozenset(
    {InboxFilter.MISSING, InboxFilter.LATE, InboxFilter.CONFLICT, InboxFilter.UNANSWERED,
     InboxFilter.UNCONFIRMED, InboxFilter.INCOMPLETE, InboxFilter.RETURNED}
)  # fmt: skip
# What a filter asks about stands in this column.
ASKED = {
    InboxFilter.MISSING: InboxColumn.REMINDED,
    InboxFilter.UNCONFIRMED: InboxColumn.ORIGIN,
    InboxFilter.UNANSWERED: InboxColumn.FINDINGS,
}


def on_time_words(*, timed: bool) -> str:
    """The chip of reports in time; where lateness does not count, all that were sent are."""
    return REPORT_STATE_WORDS[ReportState.ON_TIME] if timed else SENT
