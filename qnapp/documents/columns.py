"""How wide the columns of a table are, and how its values are written; shared by the writers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.layout import held_together
from qnapp.documents.report import RowKind
from qnapp.text import format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.documents.fonts import Face
    from qnapp.documents.report import Cell, Table

_NARROWEST = 26 * mm  # of a column that shares what the others leave
_WORD = 36 * mm  # for a column's longest word; what is longer is an address, parted at any width
_PADDING = 3 * mm  # of a cell, left and right together
_BOLD = 1.08  # so much wider than the same words in common letters
_CROWDED = 0.8  # of the room: where the least widths take more, they would leave nothing to share
_POWERS = (0.5, 0.65, 0.8, 1.0)
_WORTH = 0.9  # of the even height: less is not worth columns that differ from report to report


def shown(cell: Cell) -> str:
    """Write a value as Vietnamese documents do."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal | int):
        return format_number(Decimal(cell))
    return format_date(cell) if isinstance(cell, date) else cell


def fit_widths(table: Table, total: float, face: Face, size: float) -> tuple[float, ...]:
    """Share ``total`` pt: fixed columns as they are, the rest by how much text they hold.

    The square root evens out: a column with four times the text gets twice the width. Where a few
    long texts make the table much taller so, their column gets more. None is narrower than its
    longest word ("17-PA/UBND,"), nor than what is held together in it ("Số 17-PA/UBND,") unless
    that makes the table much taller. Without a free column all are stretched alike.
    """
    widths = [column.width * mm for column in table.columns]
    free = [n for n, width in enumerate(widths) if not width]
    if not free:
        return tuple(width * total / sum(widths) for width in widths)
    rest = total - sum(widths)
    volumes = [_volumes(table, n, face, size) for n in free]
    parted, whole = (
        _lowest(volumes, rest, [_least(table, n, face, size, held=held) for n in free])
        for held in (False, True)
    )
    much_lower = _height(volumes, parted) < _height(volumes, whole) * _WORTH
    chosen = parted if much_lower else whole
    for n, width in zip(free, chosen, strict=True):
        widths[n] = width
    return tuple(widths)


def _lowest(volumes: Sequence[Sequence[float]], rest: float, least: Sequence[float]) -> list[float]:
    """Give the even shares, or those that make the table much lower."""
    if sum(least) > rest * _CROWDED:
        least = [min(_NARROWEST, rest / len(least))] * len(least)
    shares = [_shares(volumes, rest, least, power) for power in _POWERS]
    heights = [_height(volumes, share) for share in shares]
    lowest = min(heights)
    return shares[heights.index(lowest)] if lowest < heights[0] * _WORTH else shares[0]


def _shares(
    volumes: Sequence[Sequence[float]], rest: float, least: Sequence[float], power: float
) -> list[float]:
    """Share ``rest`` pt by the texts' whole lengths to some power, none below its least."""
    weights = [max(1.0, sum(volume)) ** power for volume in volumes]
    shared = list(range(len(weights)))
    room, whole = rest, sum(weights)
    while len(shared) > 1:
        wide = [n for n in shared if room * weights[n] / whole >= least[n]]
        if len(wide) in (0, len(shared)):
            break
        room -= sum(least[n] for n in shared if n not in wide)
        whole = sum(weights[n] for n in wide)
        shared = wide
    return [room * weights[n] / whole if n in shared else least[n] for n in range(len(weights))]


def _least(table: Table, column: int, face: Face, size: float, *, held: bool) -> float:
    """Tell how narrow a column may be: no word that can stay whole is parted in it, nor its title.

    ``held``: nor are words that are held together.
    """
    texts = "\n".join(_texts(table, column))
    words = set(re.split("[ \n]+", held_together(texts)) if held else texts.split())
    widths = [face.width(word, size) + _PADDING for word in words]
    widths.append(face.width(table.columns[column].title, size) * _BOLD + _PADDING)
    return max([_NARROWEST, *(width for width in widths if width <= _WORD)])


def _height(volumes: Sequence[Sequence[float]], widths: Sequence[float]) -> int:
    """Count the lines of all rows: each is as tall as its longest cell."""
    lines = 0
    for row in zip(*volumes, strict=True):
        lines += max(int(volume / width) + 1 for volume, width in zip(row, widths, strict=True))
    return lines


def _volumes(table: Table, column: int, face: Face, size: float) -> list[float]:
    """Length of each text of a column, its title's first."""
    texts = _texts(table, column)
    return [sum(face.width(word, size) for word in text.split()) for text in texts]


def _texts(table: Table, column: int) -> list[str]:
    rows = (row for row in table.rows if row.kind is RowKind.ROW)
    return [table.columns[column].title, *(shown(row.cells[column]) for row in rows)]
