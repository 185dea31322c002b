"""Writes the two annexes of a plan as a workbook, as they stand in the resolution."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from qnapp.documents.archive import repacked
from qnapp.documents.profiles import TextStyle
from qnapp.documents.xlsx import with_own_font
from qnapp.documents.xlsx_cells import BOX, FONT, Look, put
from qnapp.documents.xlsx_page import TALLEST, lines_of, row_height
from qnapp.domain.plan import Origin
from qnapp.exchange.annex_tasks import NO_SECTION
from qnapp.exchange.plan_head import INFO_SHEET, INFO_TITLES, PlanHead, head_of
from qnapp.exchange.xlsx_xml import escaped
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.domain.plan import Plan

HEAD_ROW = 5
_STYLE, _BOLD = TextStyle(12), TextStyle(12, bold=True)
_POINTS, _EDGE = 5.25, 3.75  # of a digit, and of what stands beside them in a column
_TASK_COLUMNS = (
    ("TT", 8),
    ("Nhiệm vụ", 60),
    ("Cơ quan chủ trì", 28),
    ("Cơ quan phối hợp", 28),
    ("Thời hạn", 24),
)
_INDICATOR_COLUMNS = (
    ("STT", 8),
    ("Chỉ tiêu", 60),
    ("Đơn vị tính", 16),
    ("Mục tiêu", 28),
    ("Đơn vị chủ trì", 36),
)


def plan_bytes(plan: Plan) -> bytes:
    """Give the workbook: annex of indicators, annex of tasks, and the document's facts."""
    book = Workbook()
    while book.worksheets:
        book.remove(book.worksheets[0])
    _write_annex(
        book.create_sheet("Phụ lục 1"),
        plan,
        ("PHỤ LỤC 1", f"CÁC CHỈ TIÊU CHỦ YẾU NĂM {plan.year}"),
        _INDICATOR_COLUMNS,
        _indicator_rows(plan),
    )
    _write_annex(
        book.create_sheet("Phụ lục 2"),
        plan,
        ("PHỤ LỤC 2", f"CÁC NHIỆM VỤ CỤ THỂ NĂM {plan.year}"),
        _TASK_COLUMNS,
        _task_rows(plan),
    )
    _write_info(book.create_sheet(INFO_SHEET), plan)
    book.properties.title, book.properties.creator = plan.title, plan.issuer
    book.properties.language = "vi-VN"
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), _settled)


def _settled(name: str, part: bytes) -> bytes:
    return with_own_font(part) if name == "xl/styles.xml" else part


def _task_rows(plan: Plan) -> list[tuple[str, ...]]:
    """Rows as printed; a heading has two cells."""
    rows: list[tuple[str, ...]] = []
    for section in plan.task_sections:
        own = [
            (one.label, one.title, "\n".join(one.lead), "\n".join(one.support), one.deadline_text)
            for one in plan.tasks
            if one.section == section.code and one.origin is Origin.PLAN
        ]
        heading = [] if section == NO_SECTION else [(section.code, section.title)]
        rows += [*heading, *own] if own else []
    return rows


def _indicator_rows(plan: Plan) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for group in plan.indicator_groups:
        own = [
            (one.label, one.title, one.unit, one.target_text, one.lead)
            for one in plan.indicators
            if one.group == group.code and one.origin is Origin.PLAN
        ]
        rows += [(group.code, group.title), *own] if own else []
    return rows


def _look(*, bold: bool = False, centre: bool = False, boxed: bool = True) -> Look:
    alignment = Alignment(
        horizontal="center" if centre else "left",
        vertical="center" if centre else "top",
        wrap_text=True,
    )
    return Look(Font(name=FONT, size=12, bold=bold), alignment, BOX if boxed else None)


def _write_annex(
    sheet: Sheet,
    plan: Plan,
    titles: tuple[str, str],
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, ...]],
) -> None:
    last = len(columns)
    day = format_date(plan.issued_on)
    of = f"(Kèm theo Nghị quyết số {plan.number}, ngày {day} của {plan.issuer})"
    for at, line in enumerate((*titles, of), 1):
        put(sheet, at, 1, line, _look(bold=at < HEAD_ROW - 2, centre=True, boxed=False))
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=last)
    for column, (title, width) in enumerate(columns, 1):
        put(sheet, HEAD_ROW, column, title, _look(bold=True, centre=True))
        sheet.column_dimensions[get_column_letter(column)].width = width
    widths = [width for _, width in columns]
    for at, row in enumerate(rows, HEAD_ROW + 1):
        _write_row(sheet, at, row, widths)
    _set_page(sheet)


def _write_row(sheet: Sheet, at: int, row: Sequence[str], widths: Sequence[int]) -> None:
    heading = len(row) < len(widths)
    style, last = (_BOLD if heading else _STYLE), len(widths)
    cells = [*row, *[""] * (last - len(row))]
    for column, text in enumerate(cells, 1):
        put(sheet, at, column, escaped(text), _look(bold=heading, centre=column == 1))
    wide = [*widths[: len(row) - 1], sum(widths[len(row) - 1 :])]
    if heading:
        sheet.merge_cells(start_row=at, start_column=len(row), end_row=at, end_column=last)
    lines = (
        len(lines_of(text, style, width * _POINTS + _EDGE))
        for text, width in zip(row, wide, strict=True)
    )
    sheet.row_dimensions[at].height = min(TALLEST, row_height(max(lines), style))


def _set_page(sheet: Sheet) -> None:
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True


def _write_info(sheet: Sheet, plan: Plan) -> None:
    head = head_of(plan)
    for at, one in enumerate(fields(PlanHead), 1):
        put(sheet, at, 1, INFO_TITLES[one.name], _look(bold=True))
        value: str | int | date | None = getattr(head, one.name)
        cell = put(sheet, at, 2, escaped(value) if isinstance(value, str) else value, _look())
        if isinstance(value, int):
            cell.number_format = "0"  # a year has no dot for thousands
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 90
