"""Stands in for the one system library that Wine 8 lacks and every Windows 10 has.

``cryptography`` asks ``bcryptprimitives.dll`` for random bytes. The library made here has that one
function and hands the call to the system's older generator. It goes into Wine's own folder for
trying things out, never into what is shipped.
"""

from __future__ import annotations

import struct

_SECTION_AT, _FILE_ALIGNMENT, _PAGE = 0x1000, 0x200, 0x1000
_EXPORTS_SIZE = 40


def forwarding_library(name: str, forwards: dict[str, str]) -> bytes:
    """Content of a 64-bit DLL whose functions live elsewhere: {"ProcessPrng": "ADVAPI32.X"}."""
    exports = _exports(name, dict(sorted(forwards.items())))
    return _headers(len(exports)) + exports.ljust(
        -(-len(exports) // _FILE_ALIGNMENT) * 0x200, b"\0"
    )


def _exports(name: str, forwards: dict[str, str]) -> bytes:
    """The export directory, its three tables, then the texts they point at."""
    count = len(forwards)
    tables_at = _SECTION_AT + _EXPORTS_SIZE
    names_at, ordinals_at = tables_at + 4 * count, tables_at + 8 * count
    text_at = tables_at + 10 * count
    texts = b""
    places: dict[str, int] = {}
    for text in (name, *forwards, *forwards.values()):
        places[text] = text_at + len(texts)
        texts += text.encode("ascii") + b"\0"
    directory = struct.pack(
        "<IIHHIIIIIII", 0, 0, 0, 0, places[name], 1, count, count, tables_at, names_at, ordinals_at
    )
    functions = b"".join(struct.pack("<I", places[target]) for target in forwards.values())
    names = b"".join(struct.pack("<I", places[function]) for function in forwards)
    ordinals = b"".join(struct.pack("<H", number) for number in range(count))
    return directory + functions + names + ordinals + texts


def _headers(size: int) -> bytes:
    rounded = -(-size // _FILE_ALIGNMENT) * _FILE_ALIGNMENT
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, rounded, 0, 0, _SECTION_AT)
    optional += struct.pack("<QII", 0x180000000, _PAGE, _FILE_ALIGNMENT)
    optional += struct.pack("<HHHHHHI", 6, 0, 0, 0, 6, 0, 0)
    optional += struct.pack("<IIIHH", 2 * _PAGE, _FILE_ALIGNMENT * 2, 0, 2, 0x160)
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    optional += struct.pack("<II", _SECTION_AT, size) + bytes(8 * 15)
    section = struct.pack("<8sIIII", b".edata\0\0", size, _SECTION_AT, rounded, 0x400)
    section += struct.pack("<IIHHI", 0, 0, 0, 0, 0x40000040)
    return (dos + coff + optional + section).ljust(_FILE_ALIGNMENT * 2, b"\0")
