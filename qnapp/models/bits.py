"""Sets of places as the bits of one whole number: joined and met in one step, however large."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Bits = int

_DIGITS, _FLAGS = b"01", b"\0\1"
_TO_FLAGS, _TO_DIGITS = bytes.maketrans(_DIGITS, _FLAGS), bytes.maketrans(_FLAGS, _DIGITS)


def flags(bits: Bits, size: int) -> bytes:
    """One byte for each of ``size`` places: 1 where the place is in the set, else 0."""
    return f"{bits:0{size}b}".encode()[::-1].translate(_TO_FLAGS) if size else b""


def bits_of(places: Iterable[int], size: int) -> Bits:
    """Give the set of some of the places 0 to ``size`` - 1."""
    chosen = set(places)
    if not chosen:
        return 0
    return int(bytes(map(chosen.__contains__, range(size)))[::-1].translate(_TO_DIGITS), 2)
