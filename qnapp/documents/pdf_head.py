"""The top of page 1: letterhead in two columns, type and subject of the document, Kính gửi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.fonts import ASCENT
from qnapp.documents.layout import balanced
from qnapp.documents.pdf_page import single
from qnapp.documents.report import Align

if TYPE_CHECKING:
    from qnapp.documents.pdf_page import Paper
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Report

_GUTTER = 4 * mm
_SHARE = 0.4  # of the line above: Nghị định 30/2020 asks for a third to a half
_BELOW = 5.5  # from a base line to the rule under it
_AFTER_HEAD = 26
_AFTER_SUBJECT = 12
_STAR_RAISE = 4  # a star hangs high in its line


def write_head(paper: Paper, report: Report) -> None:
    """Write everything above the first paragraph and leave the paper's position below it."""
    right = _right_width(paper, report)
    left = paper.width - right - _GUTTER
    x = paper.left + paper.width - right
    number = _write_issuer(paper, report, left)
    date = _write_motto(paper, report, x, right)
    rules, head = report.profile, report.letterhead
    if rules.date.place == "beside_number":
        number = date = max(number, date)
    paper.write(head.number, rules.number.style, number, paper.left, left, Align.CENTER)
    paper.write(head.place_date, rules.date.style, date, x, right, Align.CENTER)
    if rules.subject.place == "under_number":
        number = _write_about(paper, report, number, left)
    paper.y = max(number, date) + _AFTER_HEAD
    if rules.subject.place == "centre":
        _write_subject(paper, report)
    _write_addressees(paper, report)


def _write_about(paper: Paper, report: Report, baseline: float, width: float) -> float:
    """Write the trích yếu of a công văn under its number; gives its last base line."""
    rules = report.profile
    style = rules.subject.style
    baseline += rules.letter.gap
    for text in report.subject:
        for line in _fit(paper, text, style, width):
            baseline += single(style)
            paper.write(line, style, baseline, paper.left, width, Align.CENTER)
    return baseline


def _right_width(paper: Paper, report: Report) -> float:
    rules = report.profile
    widths = [
        paper.fonts.of(line.style).width(text, line.style.size)
        for text, line in zip(report.letterhead.motto, rules.motto, strict=True)
    ]
    date = rules.date.style
    widths.append(paper.fonts.of(date).width(report.letterhead.place_date, date.size))
    return max(widths) + 2 * mm


def _write_issuer(paper: Paper, report: Report, width: float) -> float:
    """Write superior, issuer and mark; gives the base line that the number may take."""
    head, rules = report.letterhead, report.profile.issuer
    baseline = _first_baseline(paper, report)
    lines = [(text, rules.superior) for text in _fit(paper, head.superior, rules.superior, width)]
    for part in head.issuer:
        lines += [(text, rules.own) for text in _fit(paper, part, rules.own, width)]
    wide = 0.0
    for n, (text, style) in enumerate(lines):
        baseline += single(style) if n else 0
        wide = paper.write(text, style, baseline, paper.left, width, Align.CENTER)
    return _write_issuer_mark(paper, report, baseline, width, wide)


def _write_issuer_mark(
    paper: Paper, report: Report, baseline: float, width: float, wide: float
) -> float:
    rules, number = report.profile.issuer, report.profile.number.style
    if rules.mark == "star":
        baseline += single(rules.superior)
        paper.write("*", rules.superior, baseline, paper.left, width, Align.CENTER)
        return baseline + single(number) - _STAR_RAISE
    _centred_rule(paper, baseline + _BELOW, paper.left, width, wide * _SHARE)
    return baseline + _BELOW + single(number) + 2


def _write_motto(paper: Paper, report: Report, x: float, width: float) -> float:
    """Write the motto and its rule; gives the base line that the date may take."""
    rules = report.profile
    baseline = _first_baseline(paper, report)
    wide = 0.0
    for n, (text, line) in enumerate(zip(report.letterhead.motto, rules.motto, strict=True)):
        baseline += single(line.style) if n else 0
        wide = paper.write(text, line.style, baseline, x, width, Align.CENTER)
    _centred_rule(paper, baseline + _BELOW, x, width, wide)
    return baseline + _BELOW + single(rules.date.style) + 4


def _first_baseline(paper: Paper, report: Report) -> float:
    """Both columns begin on one base line, whatever their sizes."""
    rules = report.profile
    first = rules.issuer.superior if report.letterhead.superior else rules.issuer.own
    return paper.top + max(first.size, rules.motto[0].style.size) * ASCENT


def _write_subject(paper: Paper, report: Report) -> None:
    rules = report.profile
    _centred(paper, report.type_name, rules.type.style)
    paper.y += 2
    wide = 0.0
    for text in report.subject:
        wide = _centred(paper, text, rules.subject.style)
    if rules.subject.mark == "hyphens":
        _centred(paper, "-----", rules.subject.style)
    else:
        _centred_rule(paper, paper.y + 2, paper.left, paper.width, wide * _SHARE)
        paper.y += 4
    paper.y += _AFTER_SUBJECT


def _write_addressees(paper: Paper, report: Report) -> None:
    if not report.addressees:
        return
    rules = report.profile.addressee
    if len(report.addressees) == 1:
        _centred(paper, f"{rules.label} {report.addressees[0]}", rules.style)
    else:
        _write_list(paper, report)
    paper.y += _AFTER_SUBJECT


def _write_list(paper: Paper, report: Report) -> None:
    rules = report.profile.addressee
    leading = single(rules.style) + 3
    x = paper.left + 30 * mm
    first = paper.y + rules.style.size * ASCENT
    wide = paper.write(rules.label, rules.style, first, x)
    *most, last = report.addressees
    for n, text in enumerate([*(f"- {name};" for name in most), f"- {last}."]):
        paper.write(text, rules.style, first + n * leading, x + wide + 6)
    paper.y += leading * len(report.addressees)


def _centred(paper: Paper, text: str, style: TextStyle) -> float:
    """Write a heading in the middle of the page; gives the width of its last line."""
    wide = 0.0
    for line in _fit(paper, text, style, paper.width - 20 * mm):
        wide = paper.write(
            line, style, paper.y + style.size * ASCENT, paper.left, paper.width, Align.CENTER
        )
        paper.y += single(style) + 1
    return wide


def _fit(paper: Paper, text: str, style: TextStyle, width: float) -> list[str]:
    return balanced(text, paper.fonts.of(style), style.size, width)


def _centred_rule(paper: Paper, y: float, x: float, width: float, wide: float) -> None:
    start = x + (width - wide) / 2
    paper.rule(start, start + wide, y)
