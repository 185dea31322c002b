"""Empty signature fields in a PDF, for signing programs that look for them; off by default.

Most tools in use place a field of their own (field note A3). The fields are added behind the
finished document, so that the file still begins with the bytes it was drawn with.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qnapp.domain.canonical import digest

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from qnapp.documents.pdf import RenderedPdf
    from qnapp.documents.pdf_page import Box

SIGNATURE_FIELD = "ChuKy"
SEAL_FIELD = "Dau"

_COVERED = 1 / 3  # of the signature, by the seal on its left (Nghị định 30/2020, Phụ lục I)
_PROPORTION = 1.5  # of a signature's width to its height
_ID_LENGTH = 32  # hexadecimal digits


def with_signature_fields(rendered: RenderedPdf) -> bytes:
    """Add the empty fields ``ChuKy`` and ``Dau`` to the blank band above the signer's name.

    The same document gives the same bytes. A document without such a band comes back as it is.
    """
    if rendered.band is None:
        return rendered.data
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = _writer(rendered.data)
    page = rendered.band.page - 1
    height = _height(writer, page)
    for name, place in _places(rendered.band).items():
        bottom, top = round(height - place.bottom), round(height - place.top)
        box = (round(place.left), bottom, round(place.right), top)
        append_signature_field(writer, SigFieldSpec(name, on_page=page, box=box))
    buffer = io.BytesIO()
    writer.write(buffer)  # type: ignore[no-untyped-call]
    return buffer.getvalue()


def _height(writer: IncrementalPdfFileWriter, page: int) -> float:
    found, *_ = writer.find_page_for_modification(page)  # type: ignore[no-untyped-call]
    return float(found.get_object()["/MediaBox"][3])


def _places(band: Box) -> dict[str, Box]:
    """Centre the signature in the band; the seal, as high as wide, covers a third of it."""
    height = band.bottom - band.top
    middle, half = (band.left + band.right) / 2, height * _PROPORTION / 2
    left, right = middle - half, middle + half
    seal = left + (right - left) * _COVERED
    return {
        SIGNATURE_FIELD: replace(band, left=left, right=right),
        SEAL_FIELD: replace(band, left=seal - height, right=seal),
    }


def _writer(data: bytes) -> IncrementalPdfFileWriter:
    """Give a writer that takes nothing from the clock and nothing by chance."""
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        @classmethod
        def _handle_id(cls, prev: Any) -> ArrayObject:
            first = prev.trailer["/ID"][0]
            return ArrayObject([first, ByteStringObject(bytes.fromhex(digest(data)[:_ID_LENGTH]))])

        def _update_meta(self) -> None:
            """Leave title and dates as they are."""

    return Writer(io.BytesIO(data))
