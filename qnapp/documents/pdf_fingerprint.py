"""The fingerprint below the last annex of a PDF: a QR code and, beside it, its line of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.layout import break_lines
from qnapp.documents.pdf_page import single
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import Align

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.documents.pdf_page import Paper
    from qnapp.documents.report import Report

FINGERPRINT_PART = "fingerprint"
_SIZE = 20 * mm  # of the QR code, with the blank rim that readers need
_RIM = 2  # modules; blank paper around it makes up the rest of the four
_ABOVE = 4 * mm
_BESIDE = 2 * mm
_STYLE = TextStyle(9)


def fingerprint_height(report: Report) -> float:
    """Height in pt that ``write_fingerprint`` needs, with its distance; 0 where nothing is written.

    A profile can turn the fingerprint off; a report that is not frozen has none.
    """
    shown = report.fingerprint is not None and report.profile.fingerprint
    return _ABOVE + _SIZE if shown else 0


def write_fingerprint(paper: Paper, report: Report) -> None:
    """Write it below what stands last."""
    height = fingerprint_height(report)
    if report.fingerprint is None or not height:
        return
    if paper.room < height and not paper.fresh:
        paper.next_page()
    top = paper.y if paper.fresh else paper.y + _ABOVE
    _write_code(paper, report.fingerprint.qr_payload, top)
    _write_text(paper, report.fingerprint.text, top)
    paper.note(FINGERPRINT_PART, top, top + _SIZE)
    paper.y = top + _SIZE


def _write_code(paper: Paper, payload: str, top: float) -> None:
    """Draw its dark modules, those beside each other in one stroke.

    Not through the library's own drawing of a code: that one names a font which is not embedded.
    """
    # It takes long to import, and only a report that is frozen carries a code.
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(payload)
    code.make()
    step = _SIZE / (len(code.modules) + 2 * _RIM)
    left, bottom = paper.left + _RIM * step, paper.height - top - _RIM * step
    paper.canvas.setFillGray(0)
    for n, modules in enumerate(code.modules, start=1):
        for start, count in _dark_runs(modules):
            paper.canvas.rect(
                left + start * step, bottom - n * step, count * step, step, stroke=0, fill=1
            )


def _dark_runs(modules: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Give where each run of dark modules begins and how long it is."""
    start = 0
    for dark, run in groupby(modules, key=bool):
        count = len(list(run))
        if dark:
            yield start, count
        start += count


def _write_text(paper: Paper, text: str, top: float) -> None:
    left = paper.left + _SIZE + _BESIDE
    width = paper.left + paper.width - left
    lines = break_lines(text, paper.fonts.of(_STYLE), _STYLE.size, width)
    leading = single(_STYLE)
    top += (_SIZE - leading * len(lines)) / 2
    paper.write_lines(lines, _STYLE, left, width, top=top, leading=leading, align=Align.LEFT)
