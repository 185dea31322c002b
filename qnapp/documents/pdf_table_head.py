"""The row over a table's columns; titles of narrow columns are read from below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.layout import Line, balanced
from qnapp.documents.pdf_page import first_baseline, single

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.documents.fonts import Face
    from qnapp.documents.pdf_page import Paper
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Column

_LOWEST, _HIGHEST, _STEP = 36 * mm, 72 * mm, 4 * mm  # of a row with turned titles
_PAD = 1.2 * mm
_ASIDE = 3.0  # pt beside the lines of a title, both sides together


@dataclass(frozen=True, slots=True)
class TurnedTitle:
    """One title that is read from below: its lines, and its place within the row."""

    lines: tuple[Line, ...]
    x: float  # from the table's left edge
    width: float  # of its column

    @property
    def length(self) -> float:
        """How high it stands."""
        return max((line.width for line in self.lines), default=0.0) + 2 * _PAD


def turned_titles(
    columns: Sequence[Column],
    widths: Sequence[float],
    face: Face,
    style: TextStyle,
    *,
    pad: float = _ASIDE,
) -> list[TurnedTitle]:
    """Break the titles of the columns that are turned; their x is from the table's left edge.

    The row is as high as it must be for each title to stand within its column, of whose width
    ``pad`` pt are not written on.
    """
    height, leading = _LOWEST, single(style)
    while True:
        found = _broken(columns, widths, face, style, height - 2 * _PAD)
        # One line stands in the middle of its column, however narrow that is.
        many = [title for title in found if len(title.lines) > 1]
        fits = all(len(title.lines) * leading <= title.width - pad for title in many)
        if fits or height >= _HIGHEST:
            return found
        height += _STEP


def _broken(
    columns: Sequence[Column],
    widths: Sequence[float],
    face: Face,
    style: TextStyle,
    room: float,
) -> list[TurnedTitle]:
    found, x = [], 0.0
    for column, width in zip(columns, widths, strict=True):
        if column.turned:
            texts = _parted(column.title, face, style.size, room)
            lines = tuple(Line(text, face.width(text, style.size), last=True) for text in texts)
            found.append(TurnedTitle(lines, x, width))
        x += width
    return found


def _parted(title: str, face: Face, size: float, room: float) -> list[str]:
    """Break a title into like lines; a name and the remark behind it are not mixed."""
    lines = balanced(title, face, size, room)
    name, bracket, remark = title.partition(" (")
    if len(lines) == 1 or not bracket:
        return lines
    return [*balanced(name, face, size, room), *balanced(f"({remark}", face, size, room)]


def draw_turned(paper: Paper, titles: Sequence[TurnedTitle], style: TextStyle, low: float) -> None:
    """Write turned titles upward; ``low`` is the row's lower edge, in pt from the page's top."""
    leading = single(style)
    canvas = paper.canvas
    face = paper.fonts.of(style)
    for title in titles:
        spare = (title.width - leading * len(title.lines)) / 2
        canvas.saveState()
        canvas.translate(paper.left + title.x + spare, paper.height - low + _PAD)
        canvas.rotate(90)
        canvas.setFont(face.name, style.size)
        for n, line in enumerate(title.lines):
            canvas.drawString(0, -(n * leading + first_baseline(style, leading)), line.text)
        canvas.restoreState()
