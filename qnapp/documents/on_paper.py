"""A document as a PDF can show it, and what of it cannot be shown.

Only the PDF needs this: Excel and Word keep every sign, and the PC's other fonts draw it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

from qnapp.documents.report import RowKind
from qnapp.domain.printable import BOX, printed_text, signs_clause, unprintable_signs
from qnapp.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.documents.report import Annex, Report

T = TypeVar("T")

# What is not drawn as it is: rules, plain rows of the workbook, what only the file's list shows.
_KEPT = frozenset({"profile", "figures", "data", "name", "author", "fingerprint"})


def as_printed(report: Report, glyphs: frozenset[str]) -> Report:
    """Give the document with every text as it stands on paper; the same one where all can.

    ``glyphs`` are the signs that the PC's own font holds: none of another is left to vanish.
    """
    return _printed(report, glyphs)


def unprintable_places(report: Report) -> list[str]:
    """Say which part or row of a document holds signs that a PDF cannot show, one sentence each."""
    return [
        f"{place}: {signs_clause(signs)} trên bản PDF, in “□” thay vào."
        for place, text in _places(report)
        if (signs := unprintable_signs(nfc(text)))
    ]


def _printed(value: T, glyphs: frozenset[str]) -> T:
    """Go through records and tuples; whatever is unchanged stays the same object."""
    if isinstance(value, str):
        text = printed_text(nfc(value))
        if not glyphs.issuperset(text):
            text = "".join(sign if sign in glyphs else BOX for sign in text)
        return text if text != value else value  # type: ignore[return-value]
    if isinstance(value, tuple):
        items = tuple(_printed(item, glyphs) for item in value)
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items  # type: ignore[return-value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        new = old if field.name in _KEPT else _printed(old, glyphs)
        if new is not old:
            changed[field.name] = new
    return dataclasses.replace(value, **changed) if changed else value


def _places(report: Report) -> Iterator[tuple[str, str]]:
    head, sign = report.letterhead, report.signature
    yield "Phần đầu văn bản", " ".join((*head.issuer, head.superior, head.number, head.place_date))
    yield "Trích yếu", " ".join((*report.subject, *report.addressees))
    for part in report.parts:
        yield part.heading or "Phần mở đầu", " ".join(part.paragraphs)
    yield "Chữ ký, nơi nhận", " ".join((*sign.authority, sign.title, sign.name, *report.recipients))
    for annex in report.annexes:
        yield from _rows(annex)


def _rows(annex: Annex) -> Iterator[tuple[str, str]]:
    yield annex.name, annex.title
    for row in annex.table.rows:
        text = " ".join(cell for cell in row.cells if isinstance(cell, str))
        first = row.cells[0] if row.kind is not RowKind.GROUP else ""
        yield f"{annex.name}, dòng {first}" if first else annex.name, text
