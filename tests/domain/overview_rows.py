"""Rows and sheets as the overview meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders import (
    TODAY,
    make_evidence,
    make_row,
    make_sheet,
    point,
    restricted,
    with_progress,
)
from hypothesis import strategies as st

from qnapp.domain.issued import FileKind, IssuedFile, IssuedReport
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


def make_issued(*, revision: int = 1, signed: bool = False, **said: Any) -> IssuedReport:
    """A report that was sent for signature; ``signed``: its signed copy has come back."""
    now = datetime(2026, 6, 15, 9, tzinfo=UTC)
    copy = IssuedFile(9, FileKind.SIGNED, "Bản ký.pdf", "0" * 64, 1, now)
    plain = IssuedReport(
        1, "06652", "NQ05-2026", 1, "2026-Q2", revision, "dang", "f" * 64, now, "Người Thử",
        files=(copy,) * signed,
    )  # fmt: skip
    return replace(plain, **said)


@st.composite
def sheets(draw: st.DrawFn) -> Worksheet:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        due = TODAY + timedelta(days=draw(st.integers(-60, 60)))
        status = draw(st.sampled_from(Status))
        updated = draw(st.sampled_from([None, TODAY]))
        made = row(f"1.{number}", due, status, updated_on=updated, carried=draw(st.booleans()))
        files = (make_evidence(deferred=draw(st.booleans())),) * draw(st.integers(0, 1))
        made = replace(made, evidence=files)
        rows.append(restricted(made) if draw(st.booleans()) else made)
    return make_sheet(*rows)
