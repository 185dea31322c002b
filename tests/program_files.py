"""Windows program files small enough to be written by hand: headers and one version resource."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_AT, _OFFSET = 0x1000, 0x200


def _block(key: str, value: bytes, kind: int, *children: bytes) -> bytes:
    head = key.encode("utf-16-le") + b"\0\0"
    content = head.ljust(_aligned(6 + len(head)) - 6, b"\0") + value
    for child in children:
        content = content.ljust(_aligned(6 + len(content)) - 6, b"\0") + child
    length = len(value) // 2 if kind == 1 else len(value)
    return struct.pack("<HHH", 6 + len(content), length, kind) + content


def _aligned(size: int) -> int:
    return (size + 3) // 4 * 4


def _version_block(words: Mapping[str, str]) -> bytes:
    strings = [_block(key, text.encode("utf-16-le") + b"\0\0", 1) for key, text in words.items()]
    table = _block("042A04B0", b"", 1, *strings)
    return _block("VS_VERSION_INFO", bytes(52), 0, _block("StringFileInfo", b"", 1, table))


def _directory(*entries: tuple[int, int]) -> bytes:
    head = struct.pack("<IIHHHH", 0, 0, 0, 0, 0, len(entries))
    return head + b"".join(struct.pack("<II", kind, target) for kind, target in entries)


def program_file(words: Mapping[str, str]) -> bytes:
    """Content of a program that does nothing and has these words in its version resource."""
    block = _version_block(words)
    below = 0x80000000
    resources = _directory((3, below | 32), (16, below | 32))  # icons come before the version
    resources += _directory((1, below | 56)) + _directory((0x42A, 80))
    resources += struct.pack("<IIII", _AT + 96, len(block), 0, 0) + block
    size = _aligned(len(resources))
    optional = struct.pack("<HBBIIIIIQII", 0x20B, 14, 0, 0, size, 0, 0, _AT, 1 << 32, 4096, 512)
    optional += struct.pack("<HHHHHHIIIIHH", 6, 0, 0, 0, 6, 0, 0, 0x2000, 512, 0, 2, 0)
    optional += struct.pack("<QQQQII", 0, 0, 0, 0, 0, 16)
    directories = [(0, 0)] * 16
    directories[2] = (_AT, size)
    optional += b"".join(struct.pack("<II", *pair) for pair in directories)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, len(optional), 0x22)
    section = struct.pack("<8sIIII16x", b".rsrc", size, _AT, size, _OFFSET)
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + coff + optional + section
    return head.ljust(_OFFSET, b"\0") + resources.ljust(size, b"\0")


def installer_file(version: str = "9.1.0") -> bytes:
    """Content of a file that looks like an installer of QNApp."""
    return program_file({"CompanyName": "QNApp", "ProductName": "QNApp", "ProductVersion": version})
