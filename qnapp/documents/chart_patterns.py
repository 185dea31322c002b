"""Fills that are told apart on a black-and-white copy: greys, hatchings, dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.domain.reporting import Standing

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_EDGE = 0.5
_DOT = 0.8


@dataclass(frozen=True, slots=True)
class Pattern:
    """A ground, and what is drawn on it ``step`` pt apart; greys from 0 (black) to 1."""

    ground: float
    lines: str = ""  # of "/", "\\", "-" (level), "." (dots)
    step: float = 4
    ink: float = 0


SOLID = Pattern(0.65)
HATCHED = Pattern(1, "/", 4)
OF_STANDING: dict[Standing | None, Pattern] = {
    Standing.DONE_ON_TIME: Pattern(0.35),
    Standing.DONE: Pattern(0.55, "-", 4, 1),
    Standing.DONE_LATE: Pattern(0.75, "/\\", 5),
    Standing.IN_TIME: Pattern(0.82),
    Standing.OVERDUE: Pattern(0),
    Standing.NOT_STARTED: Pattern(1),
    Standing.NO_DEADLINE: Pattern(1, ".", 4),
    Standing.ON_HOLD: Pattern(1, "-", 3),
    None: Pattern(1, "/", 4),
}


def fill(canvas: Canvas, x: float, y: float, width: float, height: float, how: Pattern) -> None:
    """Fill and outline a box; ``x`` and ``y`` are its lower left corner, all lengths pt."""
    canvas.saveState()
    outline = canvas.beginPath()
    outline.rect(x, y, width, height)
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setFillGray(how.ground)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setStrokeGray(how.ink)
    canvas.setFillGray(how.ink)
    canvas.setLineWidth(_EDGE)
    for sign in how.lines:
        _draw_lines(canvas, sign, (x, y, width, height), how.step)
    canvas.restoreState()
    canvas.setLineWidth(_EDGE)
    canvas.rect(x, y, width, height, stroke=1, fill=0)


def _draw_lines(
    canvas: Canvas, sign: str, box: tuple[float, float, float, float], step: float
) -> None:
    x, y, width, height = box
    if sign == ".":
        for column in range(int(width / step) + 1):
            for row in range(int(height / step) + 1):
                across = x + step * (column + 0.5)
                canvas.circle(across, y + step * (row + 0.5), _DOT, stroke=0, fill=1)
    elif sign == "-":
        for row in range(1, int(height / step) + 1):
            canvas.line(x, y + row * step, x + width, y + row * step)
    else:
        lean = height if sign == "/" else -height
        for n in range(int((width + height) / step) + 1):
            start = x + n * step - (height if sign == "/" else 0)
            canvas.line(start, y, start + lean, y + height)
