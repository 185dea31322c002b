"""Whether a file can be what the ending of its name says, by its first bytes."""

from __future__ import annotations

HEAD = 1024  # bytes to look at: a PDF may begin with something else, but not later than here

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Only kinds that begin in one way: an .xls of many offices is a page of HTML, and opens.
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "docx": ("Word", _ZIP),
    "xlsx": ("Excel", _ZIP),
    "pptx": ("PowerPoint", _ZIP),
    "zip": ("zip", _ZIP),
    "jpg": ("ảnh JPG", (b"\xff\xd8\xff",)),
    "jpeg": ("ảnh JPG", (b"\xff\xd8\xff",)),
    "png": ("ảnh PNG", (b"\x89PNG\r\n\x1a\n",)),
}
_ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0"  # a workbook or text with a password is kept in this


def doubt_of_file(name: str, size: int, head: bytes) -> str:
    """Why a file hardly opens: "không phải tệp PDF"; "" for nothing, and for unknown endings.

    ``size`` in bytes; ``head`` holds its first ``HEAD`` bytes, or all of it.
    """
    ending = name.rpartition(".")[2].strip().casefold()
    if size < 2:
        return "tệp gần như trống"
    if ending == "pdf":
        return "" if b"%PDF-" in head else "nội dung không phải PDF"
    kind, begins = _KINDS.get(ending, ("", ()))
    if not kind or head.startswith(begins):
        return ""
    if begins is _ZIP and ending != "zip" and head.startswith(_ENCRYPTED_OFFICE):
        return ""
    return f"nội dung không phải {kind}"
