"""How wide the columns of a table are, and how its values are written; shared by the writers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.report import RowKind
from qnapp.text import format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.documents.fonts import Face
    from qnapp.documents.report import Cell, Table

_NARROWEST = 24 * mm  # of a column that shares what the others leave
_POWERS = (0.5, 0.65, 0.8, 1.0)
_WORTH = 0.9  # of the even height: less is not worth columns that differ from report to report


def shown(cell: Cell) -> str:
    """Write a value as Vietnamese documents do."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format_number(cell)
    return format_date(cell) if isinstance(cell, date) else str(cell)


def fit_widths(table: Table, total: float, face: Face, size: float) -> tuple[float, ...]:
    """Share ``total`` pt: fixed columns as they are, the rest by how much text they hold.

    The square root evens out: a column with four times the text gets twice the width. Where a few
    long texts make the table much taller so, their column gets more. Without a free column all are
    stretched alike.
    """
    widths = [column.width * mm for column in table.columns]
    free = [n for n, width in enumerate(widths) if not width]
    if not free:
        return tuple(width * total / sum(widths) for width in widths)
    rest = total - sum(widths)
    volumes = [_volumes(table, n, face, size) for n in free]
    shares = [_shares(volumes, rest, power) for power in _POWERS]
    heights = [_height(volumes, share) for share in shares]
    even, least = heights[0], min(heights)
    chosen = shares[heights.index(least)] if least < even * _WORTH else shares[0]
    for n, width in zip(free, chosen, strict=True):
        widths[n] = width
    return tuple(widths)


def _shares(volumes: Sequence[Sequence[float]], rest: float, power: float) -> list[float]:
    """Share ``rest`` pt by the texts' whole lengths to some power, none below the narrowest."""
    weights = [max(1.0, sum(volume)) ** power for volume in volumes]
    floor = min(_NARROWEST, rest / len(volumes))
    spare = rest - floor * len(volumes)
    return [floor + spare * weight / sum(weights) for weight in weights]


def _height(volumes: Sequence[Sequence[float]], widths: Sequence[float]) -> int:
    """Count the lines of all rows: each is as tall as its longest cell."""
    lines = 0
    for row in zip(*volumes, strict=True):
        lines += max(int(volume / width) + 1 for volume, width in zip(row, widths, strict=True))
    return lines


def _volumes(table: Table, column: int, face: Face, size: float) -> list[float]:
    """Length of each text of a column, its title's first."""
    texts = [table.columns[column].title]
    texts += [shown(row.cells[column]) for row in table.rows if row.kind is RowKind.ROW]
    return [sum(face.width(word, size) for word in text.split()) for text in texts]
