"""Writes a report as PDF 1.7: fonts embedded, text searchable, unlocked, ready to be signed.

The bytes depend on the report, the font and this program only: no clock, no random numbers.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from qnapp.documents.chart_pages import write_charts
from qnapp.documents.files import write_atomically
from qnapp.documents.fonts import ASCENT, load_fonts
from qnapp.documents.layout import balanced, break_lines
from qnapp.documents.on_paper import as_printed
from qnapp.documents.pace import Pace, steps_of
from qnapp.documents.pdf_body import closing_height, write_closing, write_part
from qnapp.documents.pdf_fingerprint import fingerprint_height, write_fingerprint
from qnapp.documents.pdf_head import write_head
from qnapp.documents.pdf_page import Box, Mark, Paper, single
from qnapp.documents.pdf_table import write_table
from qnapp.documents.report import Align
from qnapp.documents.signature_fields import with_signature_fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.documents.chart_data import ChartAnnex
    from qnapp.documents.fonts import Fonts
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Annex, Report

_BEFORE_TABLE = 8
_BETWEEN_ANNEXES = 24


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished document and where its parts stand.

    ``Mark.part`` is the id of a part, "signature", the name of an annex, or "fingerprint".
    """

    data: bytes
    pages: int
    marks: tuple[Mark, ...]
    band: Box | None = None  # the blank one between the signer's title and name


def write_pdf(
    report: Report,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    signature_fields: bool = False,
) -> int:
    """Write ``target`` whole or not at all; gives the number of pages.

    ``signature_fields`` adds empty fields for signing programs that look for them.
    Raises FileError with a sentence when the file cannot be written, and CancelledError as soon as
    ``cancelled`` answers true; the target is then as it was.
    """
    rendered = render_pdf(report, progress=progress, cancelled=cancelled)
    data = with_signature_fields(rendered) if signature_fields else rendered.data
    write_atomically(target, lambda file: file.write(data))
    return rendered.pages


def pdf_bytes(report: Report) -> bytes:
    """Give the document's bytes; the same report gives the same bytes."""
    return render_pdf(report).data


def render_pdf(
    report: Report,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RenderedPdf:
    """Draw a report. ``progress`` is told (done, of) after every part and row."""
    fonts = load_fonts()
    report = as_printed(report, fonts.glyphs)
    pace = Pace(steps_of(report), progress, cancelled)
    buffer = io.BytesIO()
    paper = Paper(_canvas(buffer, report, fonts), report.profile, fonts, report.stamp)
    paper.next_page(wide=False)
    _write_body(paper, report, pace)
    _write_annexes(paper, report, pace)
    write_fingerprint(paper, report)
    paper.close()
    paper.canvas.save()
    return RenderedPdf(buffer.getvalue(), paper.pages, tuple(paper.marks), paper.band)


def _canvas(buffer: io.BytesIO, report: Report, fonts: Fonts) -> Canvas:
    canvas = Canvas(
        buffer,
        pagesize=A4,
        pdfVersion=(1, 7),
        invariant=1,
        lang="vi-VN",
        pageCompression=1,
        # Else every page would name Helvetica, which is not embedded.
        initialFontName=fonts.regular.name,  # type: ignore[arg-type] # its stub says float
    )
    canvas.setTitle(report.name)
    canvas.setAuthor(report.author)
    canvas.setSubject(" ".join(report.subject))
    canvas.setCreator("QNApp")
    canvas.setProducer("QNApp")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _write_body(paper: Paper, report: Report, pace: Pace) -> None:
    write_head(paper, report)
    tail = closing_height(paper, report)
    for part in report.parts:
        write_part(paper, part, tail=tail if part is report.parts[-1] else 0)
        pace.step()
    write_closing(paper, report)


def _write_annexes(paper: Paper, report: Report, pace: Pace) -> None:
    restart = report.profile.page_number.annexes == "restart"
    shares = False  # a page with one sentence has room for the next annex
    code = fingerprint_height(report)
    for annex in report.annexes:
        if shares:
            paper.y += _BETWEEN_ANNEXES
        else:
            paper.next_page(wide=annex.wide, restart=restart)
        last = annex is report.annexes[-1] and report.charts is None
        _write_annex(paper, annex, pace, code if last else 0)
        shares = not annex.table.rows
    if report.charts is not None:
        paper.next_page(wide=True, restart=restart)
        _write_title(paper, report.charts)
        write_charts(paper, report.charts, tail=code)


def _write_annex(paper: Paper, annex: Annex, pace: Pace, tail: float) -> None:
    _write_title(paper, annex)
    if annex.legend:
        _legend(paper, annex.legend)
    if annex.table.rows:
        write_table(paper, annex.table, annex.name, step=pace.step, tail=tail)
    else:
        _sentence(paper, annex.empty)


def _write_title(paper: Paper, annex: Annex | ChartAnnex) -> None:
    rules = paper.profile.annex
    top = paper.y
    _heading(paper, annex.name, rules.name)
    _heading(paper, annex.title, rules.title)
    _heading(paper, annex.note, rules.note)
    paper.bookmark_at(f"{annex.name}. {annex.title}", top)
    paper.y += _BEFORE_TABLE
    paper.note(annex.name, top, paper.y)


def _heading(paper: Paper, text: str, style: TextStyle) -> None:
    for line in balanced(text, paper.fonts.of(style), style.size, paper.width):
        baseline = paper.y + style.size * ASCENT
        paper.write(line, style, baseline, paper.left, paper.width, Align.CENTER)
        paper.y += single(style) + 1


def _legend(paper: Paper, text: str) -> None:
    style = paper.profile.annex.cell
    lines = break_lines(text, paper.fonts.of(style), style.size, paper.width)
    leading = single(style)
    paper.write_lines(
        lines, style, paper.left, paper.width, top=paper.y, leading=leading, align=Align.LEFT
    )
    paper.y += leading * len(lines) + _BEFORE_TABLE / 2


def _sentence(paper: Paper, text: str) -> None:
    style = paper.profile.body.style
    lines = break_lines(text, paper.fonts.of(style), style.size, paper.width)
    leading = single(style)
    paper.write_lines(
        lines, style, paper.left, paper.width, top=paper.y, leading=leading, align=Align.CENTER
    )
    paper.y += leading * len(lines)
