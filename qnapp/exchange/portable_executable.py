"""Reads what Windows shows of a program file: its version words and its signature's place.

Only the few structures that are needed are followed (PE format: headers, resources, VERSIONINFO),
each within the bounds of the file: what a person points at may be anything.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Bytes = bytes | memoryview

_RESOURCES, _CERTIFICATES = 2, 4  # numbers of the data directories
_VERSION_INFO = 16  # kind of resource
_MOST_ENTRIES = 4096
_LARGEST_BLOCK = 65536  # lengths inside a version resource have 16 bits
_DEEPEST = 3  # kind, name, language


class NotExecutableError(Exception):
    """The bytes are no Windows program, or one that is cut off."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a part of the program lies in memory and in the file."""

    address: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Executable:
    """A program file. Offsets count from the beginning of ``data``."""

    data: Bytes
    checksum_at: int
    directory_at: int  # of the entry that names the signature
    signature: tuple[int, int]  # offset and size, (0, 0) where there is none
    resources: tuple[int, int]  # address in memory and size
    sections: tuple[Section, ...]

    def offset_of(self, address: int) -> int:
        """Turn an address in memory into an offset. Raises ``NotExecutableError``."""
        for section in self.sections:
            if section.address <= address < section.address + section.size:
                return section.offset + address - section.address
        raise NotExecutableError("address outside of the file")


def read_executable(data: Bytes) -> Executable:
    """Follow the headers of a program file. Raises ``NotExecutableError``."""
    if bytes(data[:2]) != b"MZ":
        raise NotExecutableError("no MZ")
    (start,) = _unpack("<I", data, 60)
    if bytes(data[start : start + 4]) != b"PE\0\0":
        raise NotExecutableError("no PE")
    count, optional_size = _unpack("<H12xH", data, start + 6)
    optional = start + 24
    (magic,) = _unpack("<H", data, optional)
    if magic not in (0x10B, 0x20B):
        raise NotExecutableError("neither 32 nor 64 bit")
    directories = optional + (96 if magic == 0x10B else 112)
    certificates_at = directories + 8 * _CERTIFICATES
    sections = []
    for number in range(count):
        size, address, raw, offset = _unpack(
            "<4I", data, optional + optional_size + 40 * number + 8
        )
        sections.append(Section(address, offset, min(raw, size) or raw))
    return Executable(
        data,
        optional + 64,
        certificates_at,
        _pair(data, certificates_at),
        _pair(data, directories + 8 * _RESOURCES),
        tuple(sections),
    )


def version_words(program: Executable) -> dict[str, str]:
    """Read the words of the version resource: "ProductName", "ProductVersion" ... Empty without."""
    address, size = program.resources
    if not address or not size:
        return {}
    base = program.offset_of(address)
    for at in _leaves(program.data, base, base, 0):
        data_address, data_size = _unpack("<II", program.data, at)
        start = program.offset_of(data_address)
        block = bytes(program.data[start : start + min(data_size, _LARGEST_BLOCK)])
        return dict(_strings(block, 0))
    return {}


def _leaves(data: Bytes, base: int, at: int, depth: int) -> Iterator[int]:
    """Offsets of the descriptions of all version resources below a directory."""
    named, numbered = _unpack("<HH", data, at + 12)
    for number in range(min(named + numbered, _MOST_ENTRIES)):
        kind, target = _unpack("<II", data, at + 16 + 8 * number)
        if depth == 0 and kind != _VERSION_INFO:
            continue
        place = base + (target & 0x7FFFFFFF)
        if not target & 0x80000000:
            yield place
        elif depth < _DEEPEST:
            yield from _leaves(data, base, place, depth + 1)


def _strings(block: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """Pairs of name and value of a VERSIONINFO block and of everything inside it."""
    length, value_length, kind = _unpack("<HHH", block, 0)
    block = block[:length]
    end = 6
    while block[end : end + 2] not in (b"\0\0", b""):
        end += 2
    name = block[6:end].decode("utf-16-le", "replace")
    value_at = _aligned(end + 2)
    value_size = value_length * 2 if kind == 1 else value_length
    if depth == _DEEPEST:  # VERSIONINFO, StringFileInfo, StringTable, String
        value = block[value_at : value_at + value_size].decode("utf-16-le", "replace")
        yield name, value.rstrip("\0")
        return
    child = _aligned(value_at + value_size)
    for _ in range(_MOST_ENTRIES):
        if child + 6 > len(block):
            return
        (child_length,) = _unpack("<H", block, child)
        if child_length < 6:
            return
        yield from _strings(block[child : child + child_length], depth + 1)
        child = _aligned(child + child_length)


def _aligned(offset: int) -> int:
    return (offset + 3) // 4 * 4


def _pair(data: Bytes, at: int) -> tuple[int, int]:
    first, second = _unpack("<II", data, at)
    return first, second


def _unpack(layout: str, data: Bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(layout, data, at)
    except struct.error as error:
        raise NotExecutableError("cut off") from error
