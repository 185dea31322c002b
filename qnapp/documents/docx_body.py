"""The running text of the Word copy, and the block of recipients and signature that ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.docx_page import text_width
from qnapp.documents.docx_styles import (
    AUTHORITY,
    BODY,
    HEADING,
    NAME,
    RECIPIENT,
    RECIPIENT_LABEL,
    TITLE,
)
from qnapp.documents.docx_table import table_nodes
from qnapp.documents.docx_xml import cell, make, paragraph, row, table, twips
from qnapp.documents.fonts import ASCENT, load_fonts
from qnapp.documents.layout import balanced
from qnapp.documents.words import leads

if TYPE_CHECKING:
    from qnapp.documents.docx_xml import Node
    from qnapp.documents.profiles import Profile, TextStyle
    from qnapp.documents.report import Part, Report

_BEFORE_CLOSING = 14.0
_RIGHT_SHARE = 0.52  # of the text's width


def part_nodes(part: Part, profile: Profile, *, last: bool) -> list[Node]:
    """Give a heading, its paragraphs and its table; the last one stays on the signature's page."""
    nodes = [paragraph(HEADING, part.heading)] if part.heading else []
    end = len(part.paragraphs) - 1
    for n, text in enumerate(part.paragraphs):
        held = leads(part.paragraphs, n) or (n == end and (last or bool(part.table.rows)))
        own = [make("keepNext")] if held else []
        if n == end and part.table.rows:
            own.append(make("spacing", after=twips(profile.body.gap)))
        nodes.append(paragraph(BODY, text, own=own))
    if part.table.rows:
        nodes += table_nodes(part.table, profile, wide=False)
    return nodes


def closing_node(report: Report) -> Node:
    """Give Nơi nhận on the left, level with quyền hạn on the right, in one row.

    No page end parts the row: titles, blank band and name stay together.
    """
    whole = text_width(report.profile, wide=False)
    right = whole * _RIGHT_SHARE
    widths = (whole - right, right)
    cells = (cell(widths[0], _recipients(report)), cell(right, _signature(report, right)))
    return table(widths, [row(cells)], pad=(_BEFORE_CLOSING, 0, 0, 0))


def _recipients(report: Report) -> list[Node]:
    rules = report.profile
    # On one base line with quyền hạn, whose letters are larger in the State's form.
    first = rules.signature.authority if report.signature.authority else rules.signature.title
    lower = max(0.0, first.size - rules.recipients.label_style.size) * ASCENT
    own = (make("spacing", before=twips(lower)),) if lower else ()
    label = paragraph(RECIPIENT_LABEL, rules.recipients.label, own=own)
    narrow = (make("ind", right=twips(2 * mm)),)
    return [label, *(paragraph(RECIPIENT, text, own=narrow) for text in report.recipients)]


def _signature(report: Report, width: float) -> list[Node]:
    rules, sign = report.profile.signature, report.signature
    lines = [_balanced(text, rules.authority, width) for text in sign.authority]
    return [
        *(paragraph(AUTHORITY, text) for text in lines),
        paragraph(TITLE, _balanced(sign.title, rules.title, width)),
        paragraph(NAME, sign.name),
    ]


def _balanced(text: str, style: TextStyle, width: float) -> str:
    return "\n".join(balanced(text, load_fonts().of(style), style.size, width))
