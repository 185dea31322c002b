"""Which shape, colour and words stand for a report that is expected: only an upper office asks."""

from __future__ import annotations

from qnapp.domain.received import REPORT_STATE_WORDS, ReportState
from qnapp.ui.kit.signs import Sign

_SHAPES = {
    ReportState.ON_TIME: ("circle_tick", "ok"),
    ReportState.LATE: ("square_tick", "late"),
    ReportState.MISSING: ("hatching", "field"),
    ReportState.RETURNED: ("arrow_back", "soon"),
    ReportState.CONFLICT: ("triangle_mark", "bad"),
}
REPORT_SIGNS: dict[ReportState, Sign] = {
    state: Sign(shape, color, REPORT_STATE_WORDS[state], "", REPORT_STATE_WORDS[state])
    for state, (shape, color) in _SHAPES.items()
}
