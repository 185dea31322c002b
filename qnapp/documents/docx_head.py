"""The top of page 1 in the Word copy: letterhead, type and subject of the document, Kính gửi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.docx_page import text_width
from qnapp.documents.docx_styles import (
    ADDRESSEE,
    DATE,
    ISSUER,
    NUMBER,
    RULE,
    STAR,
    SUBJECT,
    SUPERIOR,
    TYPE,
    motto_style,
)
from qnapp.documents.docx_xml import cell, make, paragraph, row, run, table, twips
from qnapp.documents.fonts import ASCENT, load_fonts
from qnapp.documents.layout import balanced

if TYPE_CHECKING:
    from qnapp.documents.docx_xml import Node
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Report

_GUTTER = 4 * mm
_SLACK = 2 * mm  # what another PC's font may be wider
_SHARE = 0.4  # of the line above: Nghị định 30/2020 asks for a third to a half
_NARROWER = 20 * mm  # headings do not run from edge to edge
_AFTER_RULE = 5.0
_AFTER_SUBJECT = 12.0
_LIST_INDENT = 30 * mm


def head_nodes(report: Report) -> list[Node]:
    """Give everything above the first paragraph."""
    return [_letterhead(report), *_subject(report), *_addressees(report)]


def _letterhead(report: Report) -> Node:
    whole = text_width(report.profile, wide=False)
    right = _right_width(report)
    left = whole - right - _GUTTER
    widths = (left, _GUTTER, right)
    issuer, motto = _issuer(report, left), _motto(report, right)
    number = paragraph(NUMBER, report.letterhead.number)
    date = paragraph(DATE, report.letterhead.place_date)
    if report.profile.date.place == "beside_number":
        rows = [(issuer, motto), ([number], [date])]
    else:
        rows = [([*issuer, number], [*motto, date])]
    return table(widths, [_columns(widths, *contents) for contents in rows])


def _columns(widths: tuple[float, float, float], left: list[Node], right: list[Node]) -> Node:
    gutter = [paragraph(NUMBER)]
    contents = (left, gutter, right)
    return row(cell(width, nodes) for width, nodes in zip(widths, contents, strict=True))


def _right_width(report: Report) -> float:
    rules, head = report.profile, report.letterhead
    styles = (*(line.style for line in rules.motto), rules.date.style)
    texts = (*head.motto, head.place_date)
    return max(_wide(text, style) for text, style in zip(texts, styles, strict=True)) + _SLACK


def _issuer(report: Report, width: float) -> list[Node]:
    head, rules = report.letterhead, report.profile.issuer
    own = [_balanced(part, rules.own, width) for part in head.issuer]
    nodes = [paragraph(ISSUER, part) for part in own]
    if head.superior:
        superior = _balanced(head.superior, rules.superior, width)
        nodes.insert(0, paragraph(SUPERIOR, superior, own=_level_with_motto(report)))
    if rules.mark == "star":
        return [*nodes, paragraph(STAR, "*")]
    last = own[-1].split("\n")[-1]
    return [*nodes, _rule(width, _wide(last, rules.own) * _SHARE)]


def _level_with_motto(report: Report) -> tuple[Node, ...]:
    """Both columns begin on one base line, whatever their sizes."""
    rules = report.profile
    lower = (rules.motto[0].style.size - rules.issuer.superior.size) * ASCENT
    return (make("spacing", before=twips(lower)),) if lower > 0 else ()


def _motto(report: Report, width: float) -> list[Node]:
    lines = list(zip(report.letterhead.motto, report.profile.motto, strict=True))
    nodes = [paragraph(motto_style(n), text) for n, (text, _) in enumerate(lines)]
    text, last = lines[-1]
    return [*nodes, _rule(width, _wide(text, last.style))]


def _subject(report: Report) -> list[Node]:
    rules = report.profile.subject
    width = text_width(report.profile, wide=False)
    lines = [_balanced(text, rules.style, width - _NARROWER) for text in report.subject]
    nodes = [paragraph(TYPE, report.type_name), *(paragraph(SUBJECT, line) for line in lines)]
    if rules.mark == "hyphens":
        end = make("spacing", after=twips(_AFTER_SUBJECT))
        return [*nodes, paragraph(SUBJECT, "-----", own=(end,))]
    last = lines[-1].split("\n")[-1]
    return [*nodes, _rule(width, _wide(last, rules.style) * _SHARE, after=_AFTER_SUBJECT)]


def _addressees(report: Report) -> list[Node]:
    if not report.addressees:
        return []
    label = report.profile.addressee.label
    if len(report.addressees) == 1:
        return [paragraph(ADDRESSEE, f"{label} {report.addressees[0]}")]
    hang = _wide(label, report.profile.addressee.style) + 6
    *most, last = report.addressees
    texts = [*(f"- {name};" for name in most), f"- {last}."]
    return [_listed(text, hang, label if n == 0 else "") for n, text in enumerate(texts)]


def _listed(text: str, hang: float, label: str) -> Node:
    indent = {"left": twips(_LIST_INDENT + hang)}
    start = [run(label), make("r", make("tab"))] if label else []
    if label:
        indent["hanging"] = twips(hang)
    own = (make("ind", **indent), make("jc", val="left"))
    return paragraph(ADDRESSEE, *start, text, own=own)


def _rule(width: float, wide: float, *, after: float = _AFTER_RULE) -> Node:
    """Make a line of its own whose upper border is the rule: it moves with the text above."""
    border = make("pBdr", make("top", val="single", sz=6, space=1, color="auto"))
    side = twips(max(0.0, width - wide) / 2)
    spacing = make("spacing", before=twips(2), after=twips(after))
    return paragraph(RULE, own=(border, spacing, make("ind", left=side, right=side)))


def _wide(text: str, style: TextStyle) -> float:
    return load_fonts().of(style).width(text, style.size)


def _balanced(text: str, style: TextStyle, width: float) -> str:
    return "\n".join(balanced(text, load_fonts().of(style), style.size, width - _SLACK / 2))
