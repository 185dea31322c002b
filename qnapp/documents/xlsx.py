"""Writes a document as an Excel workbook: a form for print, two annexes and a plain table.

Numbers are numbers, dates are dates, codes are text. Nothing depends on the clock.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

from qnapp.documents.archive import repacked
from qnapp.documents.carried_data import write_carried
from qnapp.documents.files import write_atomically
from qnapp.documents.xlsx_cells import FONT
from qnapp.documents.xlsx_form import write_form
from qnapp.documents.xlsx_table import write_annex, write_data
from qnapp.text import upper_first

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.documents.report import Report

_DEFAULT_FONT = re.compile(rb'<name val="Calibri" ?/>')
_THEME_FONT = re.compile(rb'<scheme val="minor" ?/>')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_xlsx(report: Report, target: Path) -> None:
    """Write ``target`` whole or not at all.

    Raises FileError with a sentence when the file cannot be written, as when Excel has it open.
    """
    data = xlsx_bytes(report)
    write_atomically(target, lambda file: file.write(data))


def xlsx_bytes(report: Report, *, carried: bytes | None = None) -> bytes:
    """Give the workbook's bytes; the same report gives the same bytes.

    ``carried`` is the data of a frozen report, kept on a sheet that nobody sees.
    """
    book = Workbook()
    form = book.active
    assert form is not None  # a new workbook has one sheet
    form.title = upper_first(report.profile.type.text.lower())
    write_form(form, report)
    for annex in report.annexes:
        write_annex(book.create_sheet(annex.name), annex, report)
    write_data(book.create_sheet("Dữ liệu"), report)
    if carried is not None:
        write_carried(book, carried)
    made = datetime(report.as_of.year, report.as_of.month, report.as_of.day)  # noqa: DTZ001
    properties = book.properties
    properties.title, properties.creator = report.name, report.author
    properties.lastModifiedBy = "QNApp"
    properties.created = made
    properties.language = "vi-VN"
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer.getvalue(), made)


def _settled(data: bytes, made: datetime) -> bytes:
    """Write the archive again without what the library takes from the clock and from its theme."""
    moment = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()

    def settle(name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            return _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", content)
        return with_own_font(content) if name == "xl/styles.xml" else content

    return repacked(data, settle)


def with_own_font(styles: bytes) -> bytes:
    """Make the workbook's own font ours: columns are measured in its digits on every PC."""
    styles = _DEFAULT_FONT.sub(f'<name val="{FONT}"/>'.encode(), styles)
    return _THEME_FONT.sub(b"", styles)
