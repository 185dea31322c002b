"""The running text of a report, and the block of recipients and signature that ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.fonts import ASCENT
from qnapp.documents.layout import balanced, break_lines
from qnapp.documents.pdf_page import Box, single
from qnapp.documents.pdf_table import write_table
from qnapp.documents.report import Align
from qnapp.documents.words import leads

if TYPE_CHECKING:
    from qnapp.documents.layout import Line
    from qnapp.documents.pdf_page import Paper
    from qnapp.documents.profiles import BodyRules, TextStyle
    from qnapp.documents.report import Part, Report

SIGNATURE_PART = "signature"
_BEFORE_SIGNATURE = 14
_PARTABLE = 3  # lines: a shorter paragraph is never parted, no page takes a line alone
_LEADS = 3  # paragraphs that announce the next one and are held together, at most
_RIGHT_SHARE = 0.52  # of the text's width


def leading_of(rules: BodyRules) -> float:
    """Distance of two base lines in pt."""
    exact = rules.spacing == "exact"
    return rules.leading if exact else rules.leading * single(rules.style)


def write_part(paper: Paper, part: Part, *, tail: float = 0) -> None:
    """Write a heading and its paragraphs; ``tail`` pt must follow the last line on its page."""
    rules = paper.profile.body
    if part.heading:
        after = _need_from(paper, part, 0, tail) if part.paragraphs else tail
        lines = _lines(paper, part.heading, rules.heading)
        start = _place(paper, lines, rules.heading, part.id, after, justified=False)
        if start:
            paper.bookmark_at(part.heading, start)
    for n, text in enumerate(part.paragraphs):
        lines = _lines(paper, text, rules.style)
        _place(paper, lines, rules.style, part.id, _need_after(paper, part, n, tail))
    if part.table.rows:
        paper.y += rules.gap
        write_table(paper, part.table, part.id, tail=tail)


def _need_after(paper: Paper, part: Part, n: int, tail: float, most: int = _LEADS) -> float:
    """Tell what has to follow paragraph ``n`` on the page of its last line."""
    if most and leads(part.paragraphs, n):
        return _need_from(paper, part, n + 1, tail, most - 1)
    return tail if n + 1 == len(part.paragraphs) and not part.table.rows else 0


def _need_from(paper: Paper, part: Part, n: int, tail: float, most: int = _LEADS) -> float:
    """Tell how much of paragraph ``n``, and of what follows it, has to stand together."""
    rules = paper.profile.body
    leading = leading_of(rules)
    count = len(_lines(paper, part.paragraphs[n], rules.style))
    if count > _PARTABLE:
        return rules.gap + 2 * leading
    return rules.gap + count * leading + _need_after(paper, part, n, tail, most)


def _lines(paper: Paper, text: str, style: TextStyle) -> list[Line]:
    indent = paper.profile.body.first_line * mm
    return break_lines(text, paper.fonts.of(style), style.size, paper.width, indent)


def _place(
    paper: Paper,
    lines: list[Line],
    style: TextStyle,
    part: str,
    tail: float,
    *,
    justified: bool = True,
) -> float:
    """Write one paragraph over as many pages as it takes; gives the top of its first line."""
    rules = paper.profile.body
    leading = leading_of(rules)
    indent = rules.first_line * mm
    start = 0.0
    while lines:
        paper.y += 0 if paper.fresh else rules.gap
        here = _lines_here(len(lines), paper, leading, tail)
        if not here:
            paper.next_page()
            continue
        start = start or paper.y
        paper.write_lines(
            lines[:here],
            style,
            paper.left,
            paper.width,
            top=paper.y,
            leading=leading,
            align=None if justified else Align.LEFT,
            indent=indent,
        )
        paper.note(part, paper.y, paper.y + here * leading)
        paper.y += here * leading
        lines, indent = lines[here:], 0
        if lines:
            paper.next_page()
    return start


def _lines_here(count: int, paper: Paper, leading: float, tail: float) -> int:
    """Tell how many lines stay on this page: never one alone, here or on the next."""
    if count * leading + tail <= paper.room:
        return count
    fit = int(paper.room // leading)
    here = min(fit, count - 2)
    if here >= 2:
        return here
    return min(fit, count) if paper.fresh else 0


def closing_height(paper: Paper, report: Report) -> float:
    """Height of the block that must not be parted: gap, titles, blank band, name or recipients."""
    right = _titles_height(paper, report) + paper.profile.signature.band * mm
    right += single(paper.profile.signature.name)
    rules = paper.profile.recipients
    lines = _recipient_lines(paper, report)
    left = single(rules.label_style) + 2 + len(lines) * single(rules.style)
    lower, higher = _lowered(paper, report)
    return _BEFORE_SIGNATURE + max(left + lower, right + higher)


def write_closing(paper: Paper, report: Report) -> None:
    """Write Nơi nhận on the left, level with quyền hạn on the right."""
    height = closing_height(paper, report)
    if height > paper.room and not paper.fresh:
        paper.next_page()
    top = paper.y + _BEFORE_SIGNATURE
    lower, higher = _lowered(paper, report)
    _write_recipients(paper, report, top + lower)
    _write_signature(paper, report, top + higher)
    paper.note(SIGNATURE_PART, top, paper.y + height)
    paper.y += height


def _lowered(paper: Paper, report: Report) -> tuple[float, float]:
    """Tell by how much Nơi nhận and quyền hạn go down to stand on one base line.

    Their sizes differ in the State's form (Nghị định 30/2020): 12 beside 14.
    """
    label = paper.profile.recipients.label_style.size
    first = _title_lines(paper, report)[0][1].size
    return max(first - label, 0) * ASCENT, max(label - first, 0) * ASCENT


def _write_recipients(paper: Paper, report: Report, top: float) -> None:
    rules = paper.profile.recipients
    paper.write(rules.label, rules.label_style, top + rules.label_style.size * ASCENT, paper.left)
    paper.write_lines(
        _recipient_lines(paper, report),
        rules.style,
        paper.left,
        _left_width(paper),
        top=top + single(rules.label_style) + 2,
        leading=single(rules.style),
        align=Align.LEFT,
    )


def _recipient_lines(paper: Paper, report: Report) -> list[Line]:
    style = paper.profile.recipients.style
    text = "\n".join(report.recipients)
    return break_lines(text, paper.fonts.of(style), style.size, _left_width(paper))


def _write_signature(paper: Paper, report: Report, top: float) -> None:
    rules = paper.profile.signature
    width = paper.width * _RIGHT_SHARE
    x = paper.left + paper.width - width
    for text, style in _title_lines(paper, report):
        paper.write(text, style, top + style.size * ASCENT, x, width, Align.CENTER)
        top += single(style)
    # The name's box begins below the band, so that the band itself stays blank.
    band = rules.band * mm
    paper.band = Box(paper.pages, x, top, x + width, top + band)
    top += band
    if report.signature.name:
        paper.write(
            report.signature.name,
            rules.name,
            top + rules.name.size * ASCENT,
            x,
            width,
            Align.CENTER,
        )


def _title_lines(paper: Paper, report: Report) -> list[tuple[str, TextStyle]]:
    rules = paper.profile.signature
    width = paper.width * _RIGHT_SHARE
    styled = [(text, rules.authority) for text in report.signature.authority]
    styled.append((report.signature.title, rules.title))
    return [
        (line, style)
        for text, style in styled
        for line in balanced(text, paper.fonts.of(style), style.size, width)
    ]


def _titles_height(paper: Paper, report: Report) -> float:
    return sum(single(style) for _, style in _title_lines(paper, report))


def _left_width(paper: Paper) -> float:
    return paper.width * (1 - _RIGHT_SHARE) - 2 * mm
