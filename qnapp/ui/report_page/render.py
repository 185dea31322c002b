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
    left: float  # left margin of the pages


def drawing(report: Report) -> Callable[[Job], Drawn]:
    """Work that draws a report; it stops with ``Cancelled`` when it is no longer wanted."""
    return partial(_draw, report)


def _draw(report: Report, job: Job) -> Drawn:
    # Both take long to import, and the window opens on another page.
    import pypdfium2

    from qnapp.documents.pdf import render_pdf

    rendered = render_pdf(report, cancelled=job.cancelled)
    document = pypdfium2.PdfDocument(rendered.data)
    try:
        sizes = tuple(document[number].get_size() for number in range(len(document)))
    finally:
        document.close()
    return Drawn(rendered.data, sizes, rendered.marks, report.profile.page.left * MM)


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
            number: _image(document[number], scale, grey)
            for number, scale in scales.items()
            if not job.cancelled()
        }
    finally:
        document.close()


def _image(page: object, scale: float, grey: bool) -> QImage:
    bitmap = page.render(scale=scale, grayscale=grey, prefer_bgrx=True)  # type: ignore[attr-defined]
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    shared = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form)
    return shared.copy()  # the bitmap's memory goes with the bitmap
