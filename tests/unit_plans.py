"""Plans of a unit made by hand, and what stands in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from report_sheets import COMMUNE, ISSUED, full_sheet, sheet

from qnapp.documents.profiles import load_profile
from qnapp.documents.report import RowKind
from qnapp.documents.unit_plan import PlanPart, YearPlan, build_unit_plan
from qnapp.domain.periods import default_calendar

if TYPE_CHECKING:
    from qnapp.documents.report import Annex, Office, Report
    from qnapp.domain.reporting import IndicatorRow, TaskRow

CALENDAR = default_calendar(2026, ISSUED)
ON = date(2025, 12, 20)
LETTERHEADS = ("dang", "nha-nuoc")
FULL = full_sheet(kind="Q1")


def year_of(*rows: TaskRow | IndicatorRow, **followers: str) -> YearPlan:
    return YearPlan(sheet(*rows, kind="Q1"), CALENDAR, followers)


def plan_of(
    year: YearPlan, office: Office = COMMUNE, profile: str = "dang", **texts: str
) -> Report:
    return build_unit_plan(
        year, {f"plan:{name}": text for name, text in texts.items()}, office,
        load_profile(profile), on=ON,
    )  # fmt: skip


def said(report: Report, part: PlanPart) -> str:
    return "\n".join(report.part(part).paragraphs)


def rows_of(annex: Annex) -> dict[object, tuple[object, ...]]:
    return {row.cells[0]: row.cells for row in annex.table.rows if row.kind is RowKind.ROW}
