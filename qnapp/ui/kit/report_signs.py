"""Which shape, colour and words stand for a report that is expected: only an upper office asks."""

from __future__ import annotations

from qnapp.domain.received import ReportState
from qnapp.ui.kit.signs import Sign


def _sign(shape: str, color: str, words: str) -> Sign:
    return Sign(shape, color, words, "", words)


REPORT_SIGNS: dict[ReportState, Sign] = {
    ReportState.ON_TIME: _sign("circle_tick", "ok", "Đúng hạn"),
    ReportState.LATE: _sign("square_tick", "late", "Chậm"),
    ReportState.MISSING: _sign("hatching", "field", "Chưa gửi"),
    ReportState.RETURNED: _sign("arrow_back", "soon", "Đã trả lại"),
    ReportState.CONFLICT: _sign("triangle_mark", "bad", "Xung đột"),
}
