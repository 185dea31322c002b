"""The data of a frozen report inside of its own workbook, on a sheet that nobody sees.

Where a mail filter lets nothing but Excel pass, the workbook alone can be taken in above. It proves
that nothing was changed on the way (the same code stands on the paper), not who sent it.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING

from qnapp.domain.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

SHEET = "_qnapp_bao_cao"
_MARK = "QNApp báo cáo 1"
# Below the 32,767 characters of a cell. The sign before keeps programs from reading a number.
_PIECE = 30_000
_SIGN = ":"
_LARGEST = 16 * 1024 * 1024  # bytes of data, as in a package


def write_carried(book: Workbook, data: bytes) -> None:
    """Add the sheet; Excel offers it neither to the eye nor for printing."""
    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    for row, line in enumerate(carried_lines(data), 1):
        cell = sheet.cell(row, 1, line)
        cell.data_type, cell.number_format = "s", "@"


def carried_lines(data: bytes) -> list[str]:
    """Give data as texts for cells below each other: a mark, the data's SHA-256, the pieces."""
    packed = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    pieces = [packed[n : n + _PIECE] for n in range(0, len(packed), _PIECE)]
    return [_MARK, digest(data), str(len(pieces)), *(_SIGN + piece for piece in pieces)]


def is_carried(lines: Sequence[str]) -> bool:
    """Whether texts begin as ``carried_lines`` gives them."""
    return bool(lines) and lines[0] == _MARK


def carried_data(lines: Sequence[str]) -> bytes:
    """Give the data back; raises ``ValueError`` for texts that are not whole, or not those."""
    if not is_carried(lines) or len(lines) < 3:
        raise ValueError("no data of a report")
    pieces = lines[3:]
    if str(len(pieces)) != lines[2] or not all(piece.startswith(_SIGN) for piece in pieces):
        raise ValueError("not all pieces are there")
    try:
        packed = base64.b64decode("".join(piece[1:] for piece in pieces), validate=True)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, _LARGEST)
    except (binascii.Error, zlib.error, UnicodeEncodeError) as error:
        raise ValueError(str(error)) from error
    if not unpacking.eof or digest(data) != lines[1]:
        raise ValueError("the data are not what they were")
    return data
