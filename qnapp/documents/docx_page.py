"""The pages of the Word copy: paper, margins, page number and marks of each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qnapp.documents.docx_styles import HEADER, SPACER, STAMP
from qnapp.documents.docx_xml import make, paragraph, run, style_id, twips
from qnapp.documents.fonts import SINGLE

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

    from qnapp.documents.docx_xml import Node
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Report


def text_width(profile: Profile, *, wide: bool) -> float:
    """Width of the text on an upright or a wide page, in pt."""
    across = float(A4[1] if wide else A4[0])
    return across - (profile.page.left + profile.page.right) * mm


def set_first_section(document: Document, report: Report) -> None:
    """Set the pages of the running text; the first one shows no number."""
    section = document.sections[0]
    _set_paper(section, report.profile, wide=False)
    _write_headers(section, report, wide=False, hide_first=True)


def begin_section(document: Document, report: Report, *, wide: bool) -> None:
    """End the section so far; what is added from now on stands on upright or on ``wide`` pages.

    Where the profile numbers each annex by itself, its first page shows no number either.
    """
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the section before must never take a page of its own.
    document.element.body[-2].style = style_id(SPACER)
    _set_paper(section, report.profile, wide=wide)
    restart = report.profile.page_number.annexes == "restart"
    _write_headers(section, report, wide=wide, hide_first=restart)
    if restart:
        columns = document.element.body[-1].find(qn("w:cols"))
        columns.addprevious(make("pgNumType", start=1))


def _set_paper(section: Section, profile: Profile, *, wide: bool) -> None:
    page = profile.page
    width, height = (float(length) for length in A4)
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Pt(width), Pt(height)
    if wide:
        section.page_width, section.page_height = Pt(height), Pt(width)
    section.top_margin, section.bottom_margin = Pt(page.top * mm), Pt(page.bottom * mm)
    section.left_margin, section.right_margin = Pt(page.left * mm), Pt(page.right * mm)
    section.header_distance = Pt(_header_distance(profile))
    section.footer_distance = Pt(page.bottom * mm / 2)


def _header_distance(profile: Profile) -> float:
    rules = profile.page_number
    if rules.place == "from_edge":
        return rules.from_edge * mm
    return (profile.page.top * mm - rules.style.size * SINGLE) / 2


def _write_headers(section: Section, report: Report, *, wide: bool, hide_first: bool) -> None:
    section.different_first_page_header_footer = hide_first
    headers = [(section.header, True)]
    if hide_first:
        headers.append((section.first_page_header, False))
    for header, numbered in headers:
        header.is_linked_to_previous = False
        header.part.element[:] = [_header_line(report, wide=wide, numbered=numbered)]


def _header_line(report: Report, *, wide: bool, numbered: bool) -> Node:
    """Set the number in the middle, and a draft's mark at the right edge."""
    number = [make("fldSimple", run("2"), instr=" PAGE ")] if numbered else []
    if not report.stamp:
        return paragraph(HEADER, *number)
    width = text_width(report.profile, wide=wide)
    tabs = make(
        "tabs",
        make("tab", val="center", pos=twips(width / 2)),
        make("tab", val="right", pos=twips(width)),
    )
    return paragraph(
        HEADER, _tab(), *number, _tab(), run(report.stamp, style=STAMP),
        own=(tabs, make("jc", val="left")),
    )  # fmt: skip


def _tab() -> Node:
    return make("r", make("tab"))
