"""The first worksheet: the report as a form for print, laid out like the signed document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qnapp.documents.columns import shown
from qnapp.documents.fonts import load_fonts
from qnapp.documents.report import Align, RowKind
from qnapp.documents.words import leads
from qnapp.documents.xlsx_cells import look, put
from qnapp.documents.xlsx_page import (
    PageFiller,
    chunks,
    lines_of,
    row_height,
    set_page,
    set_widths,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Cell, Part, Report

# Four columns: the letterhead and the signature stand in the left and the right two.
_LAST = 4
_HALF = 2
_INNER = 0.6  # of a half: its first column
_MOST_RIGHT = 0.64  # of the width
_RULE = "\u2007" * 20  # figure spaces, underlined: the rule under a name
_RULE_SIZE = 5.0  # small, so that the rule hangs close below the name
_GAP = 8.0  # pt


def write_form(sheet: Sheet, report: Report) -> None:
    """Write letterhead, figures, paragraphs and the signature block on one sheet."""
    set_page(sheet, report, wide=False)
    page = report.profile.page
    filler = PageFiller(sheet, report, wide=False)
    width = float(A4[0]) - (page.left + page.right) * mm
    writer = _Form(sheet, filler, width, _right_need(report))
    _write_head(writer, report)
    for part in report.parts:
        _write_part(writer, part, report)
        if not part.heading and report.figures.rows:
            _write_figures(writer, report)
    _write_closing(writer, report)


class _Form:
    """Writes row after row; knows the widths of whole and half rows."""

    def __init__(self, sheet: Sheet, filler: PageFiller, width: float, right: float) -> None:
        self.sheet = sheet
        self._filler = filler
        self.width = width
        right = min(right, width * _MOST_RIGHT)
        left = width - right
        self.widths = [half * share for half in (left, right) for share in (_INNER, 1 - _INNER)]
        set_widths(sheet, self.widths)
        self.at = 1

    def span(self, first: int, last: int) -> float:
        """Width of some neighbouring columns."""
        return sum(self.widths[first - 1 : last])

    def cell(
        self,
        value: Cell,
        style: TextStyle,
        first: int = 1,
        last: int = _LAST,
        align: Align | None = Align.CENTER,
        *,
        boxed: bool = False,
        top: bool = True,
    ) -> int:
        """Write into merged columns of the current row; gives the lines that it takes."""
        how = look(style, align, boxed=boxed, top=top)
        for column in range(first, last + 1):
            put(self.sheet, self.at, column, value if column == first else None, how)
        if last > first:
            self.sheet.merge_cells(
                start_row=self.at, start_column=first, end_row=self.at, end_column=last
            )
        if not isinstance(value, str):
            return 1
        return len(lines_of(value, style, self.span(first, last)))

    def end_row(self, height: float, *, keep: bool = False) -> None:
        """Finish the current row with its height in pt; ``keep`` holds the next one beside it."""
        self.sheet.row_dimensions[self.at].height = height
        self._filler.add(self.at, height, keep=keep)
        self.at += 1

    def whole(
        self,
        text: str,
        style: TextStyle,
        align: Align | None = Align.CENTER,
        *,
        keep: bool = False,
    ) -> None:
        """Write one text over the whole width, in as many rows as Excel's limit asks for."""
        parts = chunks(text, style, self.width)
        for left, part in zip(reversed(range(len(parts))), parts, strict=True):
            lines = self.cell(part.strip(" \n"), style, align=align)
            self.end_row(row_height(lines, style), keep=keep and not left)


def _right_need(report: Report) -> float:
    """Width in pt that the motto takes without a break."""
    fonts = load_fonts()
    wide = (fonts.of(style).width(text, style.size) for text, style in _right_lines(report))
    return max(wide) * 1.05 + 8


def _write_head(form: _Form, report: Report) -> None:
    left, right = _left_lines(report), _right_lines(report)
    for n in range(max(len(left), len(right))):
        height = 0.0
        for lines, first, last in ((left, 1, _HALF), (right, _HALF + 1, _LAST)):
            if n < len(lines):
                text, style = lines[n]
                count = form.cell(text, style, first, last)
                height = max(height, row_height(count, style))
        form.end_row(height)
    form.end_row(_GAP * 2)
    rules = report.profile
    if rules.subject.place == "centre":
        _write_subject(form, report)
    else:
        _write_about(form, report)
    for n, name in enumerate(report.addressees):
        label = f"{rules.addressee.label} " if n == 0 else ""
        form.whole(f"{label}{name}", rules.addressee.style)
    form.end_row(_GAP)


def _write_about(form: _Form, report: Report) -> None:
    """Write the trích yếu of a công văn, which stands under its number."""
    style = report.profile.subject.style
    for text in report.subject:
        lines = form.cell(text, style, 1, _HALF)
        form.end_row(row_height(lines, style))
    form.end_row(_GAP)


def _write_subject(form: _Form, report: Report) -> None:
    rules = report.profile
    form.whole(report.type_name, rules.type.style)
    for text in report.subject:
        form.whole(text, rules.subject.style)
    mark = rules.subject.mark
    form.whole("-----" if mark == "hyphens" else _RULE, _marked(rules.subject.style, mark))


def _left_lines(report: Report) -> list[tuple[str, TextStyle]]:
    head, rules = report.letterhead, report.profile.issuer
    lines = [(head.superior, rules.superior)] if head.superior else []
    lines += [(text, rules.own) for text in head.issuer]
    lines.append(("*" if rules.mark == "star" else _RULE, _marked(rules.superior, rules.mark)))
    return [*lines, (head.number, report.profile.number.style)]


def _right_lines(report: Report) -> list[tuple[str, TextStyle]]:
    head, rules = report.letterhead, report.profile
    lines = [(text, line.style) for text, line in zip(head.motto, rules.motto, strict=True)]
    text, style = lines[-1]
    # Underlining is the one rule that a cell draws exactly as long as its text.
    lines[-1] = (text, replace(style, underline=True))
    lines += [("", rules.date.style)] * (len(_left_lines(report)) - len(lines) - 1)
    return [*lines, (head.place_date, rules.date.style)]


def _marked(style: TextStyle, mark: str) -> TextStyle:
    return replace(style, size=_RULE_SIZE, underline=True) if mark == "rule" else style


def _write_part(form: _Form, part: Part, report: Report) -> None:
    rules = report.profile.body
    if part.heading:
        form.whole(part.heading, rules.heading, Align.LEFT, keep=True)
    final = part is report.parts[-1]
    last = len(part.paragraphs) - 1
    for n, text in enumerate(part.paragraphs):
        # The signature never stands on a page of its own.
        keep = leads(part.paragraphs, n) or (final and n == last)
        form.whole(text, rules.style, None, keep=keep)
    for row in part.table.rows:
        form.whole(" | ".join(shown(cell) for cell in row.cells), rules.style, Align.LEFT)


def _write_figures(form: _Form, report: Report) -> None:
    rules = report.profile.annex
    titles = [column.title for column in report.figures.columns]
    _figure_row(form, titles[0], titles[1], rules.head, Align.CENTER)
    for row in report.figures.rows:
        style = rules.head if row.kind is RowKind.HEADING else rules.cell
        _figure_row(form, row.cells[0], row.cells[1], style, Align.LEFT)
    form.end_row(_GAP)


def _figure_row(form: _Form, name: Cell, value: Cell, style: TextStyle, align: Align) -> None:
    form.cell(name, style, 1, _LAST - 1, align, boxed=True)
    form.cell(value, style, _LAST, _LAST, Align.CENTER, boxed=True)
    form.end_row(row_height(1, style))


def _write_closing(form: _Form, report: Report) -> None:
    form.end_row(_GAP, keep=True)
    left, right = _recipient_lines(report), _signature_lines(report)
    count = max(len(left), len(right))
    for n in range(count):
        height = 0.0
        for lines, first, last in ((left, 1, _HALF), (right, _HALF + 1, _LAST)):
            if n < len(lines):
                text, style = lines[n]
                align = Align.LEFT if first == 1 else Align.CENTER
                # In the middle, letters of two sizes stand on nearly one line.
                taken = form.cell(text, style, first, last, align, top=n > 0)
                height = max(height, row_height(taken, style))
        form.end_row(height, keep=n + 1 < count)


def _recipient_lines(report: Report) -> list[tuple[str, TextStyle]]:
    rules = report.profile.recipients
    return [(rules.label, rules.label_style), *((text, rules.style) for text in report.recipients)]


def _signature_lines(report: Report) -> list[tuple[str, TextStyle]]:
    """List quyền hạn, chức vụ, blank rows as tall as the band, and the name."""
    rules, words = report.profile.signature, report.signature
    lines = [(text, rules.authority) for text in words.authority]
    lines.append((words.title, rules.title))
    blank = int(rules.band * mm / row_height(1, rules.name)) + 1
    return [*lines, *[("", rules.name)] * blank, (words.name, rules.name)]
