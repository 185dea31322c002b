"""The text of a PDF that came from elsewhere: letter by letter, with its place, within limits.

Nothing in such a file is believed: its size, its pages and what its streams unpack to are bounded.
"""

from __future__ import annotations

import ctypes
import functools
import re
import unicodedata
import zlib
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qnapp.domain.printable import printed_text
from qnapp.text import nfc, plain_dashes

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 100 * 1024**2
MOST_PAGES = 1000
_MOST_LETTERS = 200_000  # of one page
_MOST_UNPACKED = 64 * 1024**2  # of one stream that is no picture
_MOST_UNPACKED_AT_ALL = 8 * _MOST_UNPACKED
_PIECE = 1024**2
_HEADER_WITHIN = 1024  # bytes, as PDF readers allow

_MARGIN = 17 * 72 / 25.4  # pt: page numbers stand in it, the text of no letterhead does
_NOTES = frozenset({2, 20})  # subtypes of annotations that hide nothing: links, form fields
_PASSWORD = 4  # error of the PDF library

# How JPEG, PNG, TIFF and GIF begin, and what telephones write.
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF8")
_PHONE_PICTURES = (b"ftypheic", b"ftypheix", b"ftypmif1")

_STREAM = re.compile(rb"stream\r?\n")
_PACKED_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
_PICTURE = b"/Image"
_DICTIONARY = 600  # bytes before a stream that hold what it is
# How the PDF library gives a hyphen at the end of a line.
_LINE_END_HYPHENS = {"\x02": "-", "\ufffe": "-"}


class Unreadable(Exception):
    """A file whose text cannot be had; ``str(error)`` is a clause that says why."""

    def __init__(self, clause: str, detail: str = "") -> None:
        super().__init__(clause)
        self.detail = detail


@dataclass(slots=True)
class PageText:
    """One page. ``text`` has no spaces and no margins; the lists go with its letters.

    Edges are pt from the left. ``starts`` are the places in ``text`` before which the page has a
    space or a line end, in order.
    """

    text: str = ""
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    everything: str = ""  # margins too
    notes: int = 0  # annotations that may cover something
    objects: Counter[int] = field(default_factory=Counter)  # what it is drawn of, by kind

    def begins_word(self, at: int) -> bool:
        """Whether a space, a line end or the page's end stands before this place."""
        if at in (0, len(self.text)):
            return True
        n = bisect_left(self.starts, at)
        return n < len(self.starts) and self.starts[n] == at


def is_picture(data: bytes) -> bool:
    """Whether a file is a photograph or a scan that is no PDF."""
    return data.startswith(_PICTURES) or data[4:12] in _PHONE_PICTURES


@functools.lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """Give a letter as it is compared, "" for spaces and what cannot be seen."""
    char = printed_text(_LINE_END_HYPHENS.get(char, char))
    plain = plain_dashes(unicodedata.normalize("NFKC", char))
    if plain.startswith(" "):  # an accent that stands alone shall not move onto a letter
        plain = char
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZC")


def solid(text: str) -> str:
    """Give text as it is compared: as printed, no spaces, one kind of dash, no ligatures."""
    return nfc("".join(map(_letter, nfc(text))))


def read_pages(data: bytes) -> list[PageText]:
    """Read all pages. Raises ``Unreadable`` with the reason."""
    _check(data)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == _PASSWORD
        reason = "tệp có mật khẩu" if locked else "tệp bị hỏng hoặc bị cắt mất một phần"
        raise Unreadable(reason, str(error)) from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"tệp có hơn {MOST_PAGES} trang")
        return [_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("có trang không đọc được", str(error)) from error
    finally:
        document.close()


def _check(data: bytes) -> None:
    if not data:
        raise Unreadable("tệp rỗng")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise Unreadable("tệp không phải PDF")
    if _PACKED_TWICE.search(data) or _bursts(data):
        raise Unreadable("tệp chứa dữ liệu nén quá lớn")


def _bursts(data: bytes) -> bool:
    """Whether packed streams would fill the memory; pictures are never unpacked here."""
    total = 0
    for found in _STREAM.finditer(data):
        if _PICTURE not in data[max(0, found.start() - _DICTIONARY) : found.start()]:
            size = _unpacked_size(memoryview(data)[found.end() :])
            total += size
            if size > _MOST_UNPACKED or total > _MOST_UNPACKED_AT_ALL:
                return True
    return False


def _unpacked_size(packed: memoryview) -> int:
    """Unpack in small pieces and count, no further than needed; 0 for what is not packed."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof and size <= _MOST_UNPACKED:
            given = packed[:_PIECE]
            more = len(unpacker.decompress(given, _PIECE))
            used = len(given) - len(unpacker.unconsumed_tail)
            if not more and not used:
                break
            size, packed = size + more, packed[used:]
    except zlib.error:
        return size
    return size


def _page(document: Any, number: int) -> PageText:
    page = document[number]
    _, bottom, _, top = page.get_mediabox()
    result = PageText(notes=_count_notes(page), objects=_count_objects(page))
    _fill(result, page.get_textpage(), bottom + _MARGIN, top - _MARGIN)
    return result


def _fill(page: PageText, textpage: Any, bottom: float, top: float) -> None:
    text: list[str] = []
    everything: list[str] = []
    for char, left, right, low, high in _letters(textpage):
        letter = _letter(char)
        everything.append(letter)
        if char.isspace():
            page.starts.append(len(text))
        if not letter or low < bottom or high > top:
            continue
        joined = nfc(text[-1] + letter) if text else ""
        if unicodedata.combining(letter[0]) and len(joined) == 1:
            text[-1] = joined
            continue
        text += letter
        page.lefts += [left] * len(letter)
        page.rights += [right] * len(letter)
    page.text, page.everything = "".join(text), nfc("".join(everything))


def _letters(textpage: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Give every letter in the order of the page, with its left, right, lower and upper edge."""
    import pypdfium2.raw as raw

    count = raw.FPDFText_CountChars(textpage.raw)
    if count > _MOST_LETTERS:
        raise Unreadable("có trang quá nhiều chữ")
    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(count):
        char = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if char.isspace():
            yield char, 0, 0, 0, 0
            continue
        raw.FPDFText_GetCharBox(textpage.raw, index, *edges)
        left, right, low, high = (edge.value for edge in edges)
        yield char, left, right, low, high


def _count_objects(page: Any) -> Counter[int]:
    """Count pieces of text, lines, pictures and forms by the PDF library's number of their kind."""
    import pypdfium2.raw as raw

    places = range(raw.FPDFPage_CountObjects(page.raw))
    return Counter(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, n)) for n in places)


def _count_notes(page: Any) -> int:
    import pypdfium2.raw as raw

    found = 0
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        found += bool(note) and raw.FPDFAnnot_GetSubtype(note) not in _NOTES
        raw.FPDFPage_CloseAnnot(note)
    return found
