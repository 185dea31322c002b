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
    RULE_HEIGHT,
    STAR,
    SUBJECT,
    SUPERIOR,
    TYPE,
    motto_style,
)
from qnapp.documents.docx_xml import cell, make, paragraph, row, table, twips
from qnapp.documents.fonts import ASCENT, load_fonts
from qnapp.documents.layout import balanced

if TYPE_CHECKING:
    from qnapp.documents.docx_xml import Node
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Report

_GUTTER = 1 * mm
_SLACK = 2 * mm  # what another PC's font may be wider
_BLANK_SLACK = 4 * mm  # word processors differ in how wide they set the blank before a month
_SHARE = 0.4  # of the line above: Nghị định 30/2020 asks for a third to a half
_NARROWER = 20 * mm  # headings do not run from edge to edge
_AFTER_RULE = 5.0
_AFTER_SUBJECT = 10.0  # before Kính gửi
_AFTER_HEAD = 18.0  # before the first paragraph
_LIST_INDENT = 30 * mm  # of several addressees
_AFTER_LABEL = 6.0


def head_nodes(report: Report) -> list[Node]:
    """Give everything above the first paragraph."""
    subject = _subject(report) if report.profile.subject.place == "centre" else []
    return [_letterhead(report), *subject, *_addressees(report)]


def _letterhead(report: Report) -> Node:
    whole = text_width(report.profile, wide=False)
    right = _right_width(report)
    left = whole - right - _GUTTER
    widths = (left, _GUTTER, right)
    issuer, motto = _issuer(report, left), _motto(report, right)
    number = [paragraph(NUMBER, report.letterhead.number), *_about(report, left)]
    date = paragraph(DATE, report.letterhead.place_date)
    if report.profile.date.place == "beside_number":
        rows = [(issuer, motto), (number, [date])]
    else:
        rows = [([*issuer, *number], [*motto, date])]
    return table(widths, [_columns(widths, *contents) for contents in rows])


def _about(report: Report, width: float) -> list[Node]:
    """Give the trích yếu of a công văn, which stands under its number."""
    rules = report.profile
    if rules.subject.place == "centre":
        return []
    gap = (make("spacing", before=twips(rules.letter.gap)),)
    text = "\n".join(_balanced(text, rules.subject.style, width) for text in report.subject)
    return [paragraph(SUBJECT, text, own=gap), paragraph(RULE, own=(_after(_AFTER_HEAD),))]


def _columns(widths: tuple[float, float, float], left: list[Node], right: list[Node]) -> Node:
    gutter = [paragraph(NUMBER)]
    contents = (left, gutter, right)
    return row(cell(width, nodes) for width, nodes in zip(widths, contents, strict=True))


def _right_width(report: Report) -> float:
    rules, head = report.profile, report.letterhead
    motto = (_wide(t, line.style) for t, line in zip(head.motto, rules.motto, strict=True))
    date = _wide(head.place_date, rules.date.style)
    return max(max(motto) + _SLACK, date + _BLANK_SLACK)


def _issuer(report: Report, width: float) -> list[Node]:
    head, rules = report.letterhead, report.profile.issuer
    lines = [(SUPERIOR, rules.superior, head.superior)] if head.superior else []
    lines += [(ISSUER, rules.own, name) for name in head.issuer]
    # Both columns begin on one base line, whatever their sizes.
    lower = (report.profile.motto[0].style.size - lines[0][1].size) * ASCENT
    nodes: list[Node] = []
    text = ""
    for name, style, text in lines:
        text = _balanced(text, style, width)
        own = () if nodes else (make("spacing", before=twips(max(0.0, lower))),)
        nodes.append(paragraph(name, text, own=own))
    if rules.mark == "star":
        return [*nodes, paragraph(STAR, "*")]
    return [*nodes, _rule(width, _wide(text.split("\n")[-1], rules.own) * _SHARE)]


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
    after = _AFTER_SUBJECT if report.addressees else _AFTER_HEAD
    if rules.mark == "hyphens":
        return [*nodes, paragraph(SUBJECT, "-----", own=(_after(after),))]
    last = lines[-1].split("\n")[-1]
    return [*nodes, _rule(width, _wide(last, rules.style) * _SHARE, after=after)]


def _addressees(report: Report) -> list[Node]:
    if not report.addressees:
        return []
    label = report.profile.addressee.label
    if len(report.addressees) == 1:
        text = f"{label} {report.addressees[0]}"
        return [paragraph(ADDRESSEE, text, own=(_after(_AFTER_HEAD),))]
    hang = _wide(label, report.profile.addressee.style) + _AFTER_LABEL
    *most, last = report.addressees
    texts = [*(f"- {name};" for name in most), f"- {last}."]
    nodes = [_listed(text, hang, label if n == 0 else "") for n, text in enumerate(texts)]
    return [*nodes, paragraph(RULE, own=(_after(_AFTER_HEAD - RULE_HEIGHT),))]


def _listed(text: str, hang: float, label: str) -> Node:
    """Make one line of several addressees; the label hangs before the first."""
    left, aligned = twips(_LIST_INDENT + hang), make("jc", val="left")
    if not label:
        return paragraph(ADDRESSEE, text, own=(make("ind", left=left), aligned))
    hanging = make("ind", left=left, hanging=twips(hang))
    return paragraph(ADDRESSEE, label, make("r", make("tab")), text, own=(hanging, aligned))


def _after(points: float) -> Node:
    return make("spacing", after=twips(points))


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
