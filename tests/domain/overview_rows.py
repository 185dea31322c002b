"""Rows and sheets as the overview meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from builders import TODAY, make_evidence, make_row, make_sheet, point, with_progress
from hypothesis import strategies as st

from qnapp.domain.reporting import Finding, Level, Status, TaskRow, Worksheet

FAR = date(2026, 12, 31)
FAULT = Finding("NV01", Level.ERROR, "1.22 sai.", "u", "1.22", "result")
DOUBT = Finding("NV09", Level.WARNING, "1.14 cũ.", "u", "1.14", "result")


def row(code: str, due: date = FAR, status: Status = Status.IN_PROGRESS, **said: object) -> TaskRow:
    made = make_row(point(due), code=code, as_of=TODAY)
    made = with_progress(made, status=status, **said)
    standing = make_row(point(due), code=code, as_of=TODAY, progress=made.progress).standing
    return replace(made, standing=standing)


def untouched(code: str, due: date = FAR, status: Status = Status.NOT_STARTED) -> TaskRow:
    return row(code, due, status, updated_on=None)


@st.composite
def sheets(draw: st.DrawFn) -> Worksheet:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        due = TODAY + timedelta(days=draw(st.integers(-60, 60)))
        status = draw(st.sampled_from(Status))
        updated = draw(st.sampled_from([None, TODAY]))
        made = row(f"1.{number}", due, status, updated_on=updated, carried=draw(st.booleans()))
        files = (make_evidence(deferred=draw(st.booleans())),) * draw(st.integers(0, 1))
        rows.append(replace(made, evidence=files))
    return make_sheet(*rows)
