"""Which shape, colour and words stand for a report that is expected: only an upper office asks."""

from __future__ import annotations

from dataclasses import replace

from qnapp.domain.received import REPORT_STATE_WORDS, SENT, ReportState
from qnapp.ui.kit.signs import Sign

_SHAPES = {
    ReportState.ON_TIME: ("circle_tick", "ok"),
    ReportState.LATE: ("clock", "soon"),
    ReportState.MISSING: ("hatching", "field"),
    ReportState.RETURNED: ("arrow_back", "soon"),
    ReportState.CONFLICT: ("triangle_mark", "bad"),
}
REPORT_SIGNS: dict[ReportState, Sign] = {
    state: Sign(shape, color, REPORT_STATE_WORDS[state], "", REPORT_STATE_WORDS[state])
    for state, (shape, color) in _SHAPES.items()
}


def report_sign(state: ReportState, *, timed: bool = True) -> Sign:
    """Give the sign of a state; where lateness does not count, nothing is called in time."""
    found = REPORT_SIGNS[state]
    if timed or state is not ReportState.ON_TIME:
        return found
    return replace(found, first=SENT, phrase=SENT)
