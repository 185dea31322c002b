"""Spreading evidence over several packages, so that each fits into one mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.text import file_size

if TYPE_CHECKING:
    from collections.abc import Mapping

MB = 1024 * 1024
# Attachments travel as text of 76 letters and a line end for each 57 bytes.
_BYTES, _LETTERS = 57, 78
_BY_USB = "thành thư khoảng {size}, lớn hơn giới hạn thư, chép bằng USB"
_AROUND = 64 * 1024  # bytes of a mail that are not attachments: its head, text and borders
PER_ENTRY = 512  # bytes that a package spends on an entry besides its content


def mail_room(limit_mb: int) -> int:
    """Bytes of attachments that a mail of at most ``limit_mb`` MB can carry."""
    return max(0, (limit_mb * MB - _AROUND) * _BYTES // _LETTERS)


def mail_size(size: int) -> int:
    """Bytes that attachments of ``size`` bytes take in a mail."""
    return -(-size * _LETTERS // _BYTES)


def fits_mail(size: int, limit_mb: int) -> bool:
    """Whether a mail of at most ``limit_mb`` MB carries a package of ``size`` bytes."""
    return size <= mail_room(limit_mb)


def by_usb(size: int) -> str:
    """Words for a package of ``size`` bytes that no mail carries, wherever packages are listed.

    They tell what it weighs as a mail, since that is what the limit is held against.
    """
    return _BY_USB.format(size=file_size(mail_size(size)))


def spread(
    sizes: Mapping[str, int], *, first: int, others: int, most: int
) -> list[tuple[str, ...]]:
    """Spread pieces (bytes by name) over packages with room for ``first``, then ``others`` bytes.

    Always one package at least, the first perhaps empty; at most ``most`` pieces in each. A piece
    larger than any room gets a package of its own, behind those that a mail carries. The same
    pieces are always spread alike.
    """
    bins: list[list[str]] = [[]]
    room = [first]
    for name, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
        needed = size + PER_ENTRY
        fits = (n for n, left in enumerate(room) if needed <= left and len(bins[n]) < most)
        at = next(fits, len(bins))
        if at == len(bins):
            bins.append([])
            room.append(others)
        bins[at].append(name)
        room[at] -= needed
    by_mail = [names for names, left in zip(bins[1:], room[1:], strict=True) if left >= 0]
    too_large = [names for names, left in zip(bins[1:], room[1:], strict=True) if left < 0]
    return [tuple(sorted(names)) for names in (bins[0], *by_mail, *too_large)]
