"""What the worker does for the preview and the printer: draw the report, paint its pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qnapp.documents.pdf_page import Mark
    from qnapp.documents.report import Report
    from qnapp.ui.tasks import Job

MM = 72 / 25.4  # pt


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished document, ready to be painted. Lengths in pt."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]  # of each page
    marks: tuple[Mark, ...]
    left: float  # left margin of odd pages
    verso: float  # left margin of even pages

    def margin(self, page: int) -> float:
        """Left margin of a page (from 1)."""
        return self.verso if page % 2 == 0 else self.left


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be seen or printed: a document, and its exact file where one is kept."""

    report: Report
    kept: bytes | None = None


def drawing(paper: Paper) -> Callable[[Job], Drawn]:
    """Work that draws a document; it stops with ``CancelledError`` when it is no longer wanted."""
    return partial(_draw, paper)


def _draw(paper: Paper, job: Job) -> Drawn:
    # Both take long to import, and the window opens on another page.
    import pypdfium2

    from qnapp.documents.pdf import render_pdf

    rendered = render_pdf(paper.report, cancelled=job.cancelled)
    data = rendered.data if paper.kept is None else paper.kept
    # A file of an older version of the program may break its lines elsewhere.
    marks = rendered.marks if data.startswith(rendered.data) else ()
    document = pypdfium2.PdfDocument(data)
    try:
        sizes = tuple(document[number].get_size() for number in range(len(document)))
    finally:
        document.close()
    rules = paper.report.profile.page
    verso = rules.right if rules.mirrored else rules.left
    return Drawn(data, sizes, marks, rules.left * MM, verso * MM)


def painting(
    data: bytes, scales: Mapping[int, float], *, grey: bool = False
) -> Callable[[Job], dict[int, QImage]]:
    """Work that paints pages (from 0) at so many pixels a pt; ``grey`` for a printer."""
    return partial(_paint, data, dict(scales), grey)


def _paint(data: bytes, scales: Mapping[int, float], grey: bool, job: Job) -> dict[int, QImage]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return {
            number: page_image(document[number], scale, grey=grey)
            for number, scale in scales.items()
            if not job.cancelled()
        }
    finally:
        document.close()


def page_image(page: object, scale: float, *, grey: bool = False) -> QImage:
    """Paint a page of pypdfium2 at so many pixels a pt; raises what that raises."""
    bitmap = page.render(scale=scale, grayscale=grey, prefer_bgrx=True)  # type: ignore[attr-defined]
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    shared = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form)
    return shared.copy()  # the bitmap's memory goes with the bitmap
