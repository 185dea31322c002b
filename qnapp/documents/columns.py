"""How wide the columns of a table are, and how its values are written; shared by the writers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.report import RowKind
from qnapp.text import format_date, format_number

if TYPE_CHECKING:
    from qnapp.documents.fonts import Face
    from qnapp.documents.report import Cell, Table

_NARROWEST = 24 * mm  # of a column that shares what the others leave


def shown(cell: Cell) -> str:
    """Write a value as Vietnamese documents do."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format_number(cell)
    return format_date(cell) if isinstance(cell, date) else str(cell)


def fit_widths(table: Table, total: float, face: Face, size: float) -> tuple[float, ...]:
    """Share ``total`` pt: fixed columns as they are, the rest by how much text they hold.

    The square root evens out: a column with four times the text gets twice the width. Without a
    free column all are stretched alike.
    """
    widths = [column.width * mm for column in table.columns]
    free = [n for n, width in enumerate(widths) if not width]
    if not free:
        return tuple(width * total / sum(widths) for width in widths)
    rest = total - sum(widths)
    weights = {n: max(1.0, _volume(table, n, face, size)) ** 0.5 for n in free}
    floor = min(_NARROWEST, rest / len(free))
    spare = rest - floor * len(free)
    for n in free:
        widths[n] = floor + spare * weights[n] / sum(weights.values())
    return tuple(widths)


def _volume(table: Table, column: int, face: Face, size: float) -> float:
    """Length of all text of a column, its title included."""
    texts = [table.columns[column].title]
    texts += [shown(row.cells[column]) for row in table.rows if row.kind is RowKind.ROW]
    return sum(face.width(word, size) for text in texts for word in text.split())
