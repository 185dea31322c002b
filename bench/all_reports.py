"""54 communes that report on the whole plan; and their workbook as XlsxWriter writes it."""

from __future__ import annotations

import importlib
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from qnapp.db import sample, setup
from qnapp.db.builtin import builtin_organisations
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.consolidated_report import build_consolidated
from qnapp.domain.consolidated import Reporter, build_consolidation
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.standings import standing_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.documents.report import Report
    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.reporting import Worksheet

PERIOD = "2026-Q2"
ARRIVED = datetime(2026, 6, 15, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def all_reports(folder: Path) -> tuple[Consolidation, Report]:
    """54 x 108: what one store has recorded, shifted for each commune; and the report of it."""
    communes = [one for one in builtin_organisations() if one.code.isdigit()]
    first = setup.initialise(folder, organisation=communes[0], first_period="2026-Q1")
    everything = [row.uid for row in load_worksheet(first, PERIOD).tasks if not row.heading]
    first.close()
    shutil.rmtree(folder)
    store = setup.initialise(
        folder,
        organisation=communes[0],
        first_period="2026-Q1",
        taken=everything,
        clerk="Người đo",
    )
    with store:
        sample.fill_training(store)
        sheet, settings = load_worksheet(store, PERIOD), get_settings(store)
        office = office_of(own_organisation(store), settings, "dang")
        profile = profile_of(store, "dang")
    reporters = [
        Reporter(one.code, one.name, one.kind.capitalize(), ReportState.ON_TIME, revision=1,
                 sender=Sender.CONFIRMED, received_at=ARRIVED)
        for one in communes
    ]  # fmt: skip
    sheets = {one.code: _shifted(sheet, n) for n, one in enumerate(communes)}
    found = build_consolidation(sheet.plan, sheet.period, reporters, sheets)
    return found, build_consolidated(found, {}, office, profile, on=sheet.period.due)


def _shifted(sheet: Worksheet, by: int) -> Worksheet:
    rows = []
    for place, row in enumerate(sheet.tasks):
        said = sheet.tasks[(place + by) % len(sheet.tasks)].progress
        standing = row.standing and standing_of(said, row.milestones, row.due, sheet.as_of)
        rows.append(replace(row, progress=said, standing=standing))
    return replace(sheet, tasks=tuple(rows))


def by_xlsxwriter(given: Path, target: Path) -> Callable[[], None] | None:
    """Let XlsxWriter write the cells of a workbook in their styles; None where it is missing.

    What is to be written is read beforehand; ``xlsxwriter`` is no part of the project.
    """
    try:
        xlsxwriter: Any = importlib.import_module("xlsxwriter")
    except ImportError:
        return None
    sheets = [_cells(sheet) for sheet in load_workbook(given).worksheets]

    def write() -> None:
        book = xlsxwriter.Workbook(str(target))
        formats: dict[Any, Any] = {}
        for name, widths, heights, cells in sheets:
            sheet = book.add_worksheet(name)
            for column, width in widths:
                sheet.set_column(column, column, width)
            for row, height in heights:
                sheet.set_row(row, height)
            for row, column, value, key, style in cells:
                if key not in formats:
                    formats[key] = book.add_format(style)
                if isinstance(value, str):
                    sheet.write_string(row, column, value, formats[key])
                elif value is None:
                    sheet.write_blank(row, column, None, formats[key])
                elif isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, formats[key])
                else:
                    sheet.write_number(row, column, value, formats[key])
        book.close()

    return write


def _cells(sheet: Any) -> tuple[str, list[Any], list[Any], list[Any]]:
    letters = sheet.column_dimensions
    widths = [(sheet[f"{one}1"].column - 1, letters[one].width) for one in letters]
    heights = [(row - 1, sheet.row_dimensions[row].height) for row in sheet.row_dimensions]
    cells = [
        (cell.row - 1, cell.column - 1, cell.value, cell.style_id, _style(cell))
        for row in sheet.iter_rows()
        for cell in row
        if cell.has_style
    ]
    return sheet.title, widths, heights, cells


def _style(cell: Any) -> dict[str, Any]:
    style = {
        "font_name": cell.font.name,
        "font_size": cell.font.size,
        "bold": bool(cell.font.bold),
        "text_wrap": bool(cell.alignment.wrap_text),
        "align": cell.alignment.horizontal or "left",
        "valign": {"center": "vcenter"}.get(cell.alignment.vertical, cell.alignment.vertical),
        "rotation": cell.alignment.text_rotation or 0,
        "num_format": cell.number_format,
    }
    if cell.border.left is not None and cell.border.left.style:
        style["border"] = 1
    if cell.fill.fill_type == "solid":
        style["bg_color"] = f"#{cell.fill.start_color.rgb[2:]}"
    return style
