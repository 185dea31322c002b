"""Consolidations made by hand: many organisations, each with a worksheet of the real plan."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fixed_clock import HANOI
from report_sheets import PARTY_BODY, full_sheet, indicator_row, period

from qnapp.db.builtin import builtin_organisations
from qnapp.documents.consolidated_report import build_consolidated
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import RowKind
from qnapp.domain.consolidated import Consolidation, Reporter, build_consolidation
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.standings import standing_of

if TYPE_CHECKING:
    from qnapp.documents.report import Annex, Office, Report
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import Worksheet

ON = date(2026, 3, 25)  # the day that reports are dated with
_GROUPS = {"phường": "Phường", "xã": "Xã", "đặc khu": "Đặc khu", "cơ quan": "Cơ quan"}
# Every eleventh has sent nothing, every seventh was late, and so on.
_STATES = {0: ReportState.MISSING, 3: ReportState.LATE, 5: ReportState.RETURNED}


@functools.cache
def many_reports(kind: str = "Q1", count: int = 65) -> Consolidation:
    """So many of the built-in units and bodies side by side; each reports on the whole plan."""
    when = period(kind)
    organisations = builtin_organisations()[:count]
    reporters = [_reporter(n, one) for n, one in enumerate(organisations)]
    sheets = {
        one.code: _sheet(n, one, kind)
        for n, one in enumerate(organisations)
        if reporters[n].state not in (ReportState.MISSING, ReportState.CONFLICT)
    }
    plan = next(iter(sheets.values())).plan
    return build_consolidation(plan, when, reporters, sheets)


def _reporter(n: int, one: Organisation) -> Reporter:
    state = ReportState.CONFLICT if n == 17 else _STATES.get(n % 11, ReportState.ON_TIME)
    known = Reporter(one.code, one.name, _GROUPS[one.kind], state, late=state is ReportState.LATE)
    if state is ReportState.MISSING:
        return known
    arrived = datetime(2026, 3, 15 + n % 9, 8, n % 60, tzinfo=HANOI)
    if state is ReportState.CONFLICT:
        return replace(known, received_at=arrived)
    return replace(
        known,
        revision=1 + n % 2,
        sender=Sender.UNCONFIRMED if n == 8 else Sender.CONFIRMED,
        received_at=arrived,
        plan_version=1,
        gaps=(1,) if n == 9 else (),
        missing_parts=1 if n == 12 else 0,
        number=f"{n:02d}-BC/ĐU",
    )


@functools.cache
def _model(kind: str) -> Worksheet:
    return full_sheet(kind=kind)


def _sheet(n: int, one: Organisation, kind: str) -> Worksheet:
    """The rows of the full sheet, shifted so that each organisation stands otherwise."""
    model = _model(kind)
    count = len(model.tasks)
    rows = []
    for place, row in enumerate(model.tasks):
        other = model.tasks[(place + n) % count].progress
        said = replace(
            other, difficulty=f"{other.difficulty} ({one.name})" if other.difficulty else ""
        )
        if row.standing is None:
            rows.append(row)
            continue
        standing = standing_of(said, row.milestones, row.due, date(2026, 3, 14))
        rows.append(replace(row, progress=said, standing=standing))
    value = Decimal(80 + n % 20)
    more = {"actual": value} if n % 3 else {"estimate": value}
    own = indicator_row("22a", "≥90", last=True, **more)
    kept = [line for line in model.indicators if line.code not in (own.code,)]
    shown = [line for place, line in enumerate(kept) if place % 3 == 0]
    return replace(model, organisation=one, tasks=tuple(rows), indicators=(*shown, own))


def report_of(
    found: Consolidation | None = None,
    office: Office = PARTY_BODY,
    profile: str = "dang",
    texts: dict[str, str] | None = None,
    **more: Any,
) -> Report:
    """The consolidated report of ``many_reports``, or of another consolidation."""
    given = found if found is not None else many_reports()
    return build_consolidated(given, texts or {}, office, load_profile(profile), on=ON, **more)


def annex(report: Report, name: str) -> Annex:
    """A table of a report, by its name."""
    return next(one for one in report.annexes if one.name == name)


def blocks(report: Report) -> list[Annex]:
    """The blocks of the matrix."""
    return [one for one in report.annexes if one.name.startswith("Biểu số 3")]


def rows(given: Annex) -> list[tuple[Any, ...]]:
    """What the ordinary rows of a table say."""
    return [row.cells for row in given.table.rows if row.kind is RowKind.ROW]
