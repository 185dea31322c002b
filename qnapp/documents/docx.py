"""Writes a report as a Word document: named styles, editable, ready for the văn thư.

The bytes depend on the report and this program only: no clock, no random numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.docx_body import closing_node, part_nodes
from qnapp.documents.docx_head import head_nodes
from qnapp.documents.docx_package import document_bytes, new_document
from qnapp.documents.docx_page import begin_section, set_first_section
from qnapp.documents.docx_styles import FINGERPRINT, define_styles
from qnapp.documents.docx_table import annex_nodes
from qnapp.documents.docx_xml import paragraph
from qnapp.documents.files import write_atomically
from qnapp.documents.pace import Pace, steps_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from docx.document import Document

    from qnapp.documents.docx_xml import Node
    from qnapp.documents.report import Report


def write_docx(
    report: Report,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write ``target`` whole or not at all; ``progress`` is told (done, of) after parts and rows.

    Raises FileError with a sentence when the file cannot be written, as when Word has it open, and
    CancelledError as soon as ``cancelled`` answers true; the target is then as it was.
    """
    data = docx_bytes(report, progress=progress, cancelled=cancelled)
    write_atomically(target, lambda file: file.write(data))


def docx_bytes(
    report: Report,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Give the document's bytes; the same report gives the same bytes. Raises CancelledError."""
    pace = Pace(steps_of(report), progress, cancelled)
    document = new_document(report)
    define_styles(document, report.profile)
    set_first_section(document, report)
    _add(document, head_nodes(report))
    for part in report.parts:
        _add(document, part_nodes(part, report.profile, last=part is report.parts[-1]))
        pace.step()
    _add(document, [closing_node(report)])
    _add_annexes(document, report, pace)
    _add_fingerprint(document, report)
    return document_bytes(document)


def _add_annexes(document: Document, report: Report, pace: Pace) -> None:
    shares = False  # a page with one sentence has room for the next annex
    for annex in report.annexes:
        if not shares:
            begin_section(document, report, wide=annex.wide)
        _add(document, annex_nodes(annex, report.profile, pace.step, shares=shares))
        shares = not annex.table.rows


def _add_fingerprint(document: Document, report: Report) -> None:
    """Add the line that ties the printed copy to its data, on the page of the last row."""
    if report.fingerprint is None or not report.profile.fingerprint:
        return
    last = [document.paragraphs[-1]]
    if report.annexes[-1].table.rows:
        cells = document.tables[-1].rows[-1].cells
        last += [line for cell in cells for line in cell.paragraphs]
    for above in last:
        above.paragraph_format.keep_with_next = True
    _add(document, [paragraph(FINGERPRINT, report.fingerprint.text)])


def _add(document: Document, nodes: Iterable[Node]) -> None:
    end = document.element.body[-1]  # the last section's properties
    for node in nodes:
        end.addprevious(node)
