"""The signs of standings, painted on a grid of 16 (look section 5).

A shape is told by its outline alone: colour only repeats it, since reports are copied in grey and
one clerk in twelve does not tell red from green.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

_STROKE = 1.6
_HATCH = 5  # from one line of a hatching to the next
_ROUND = QRectF(1.5, 1.5, 13, 13)


class _Pencil:
    """A painter on the 16 grid with the shape's colour and the colour of what lies behind."""

    def __init__(self, painter: QPainter, colour: QColor, ground: QColor) -> None:
        self.painter, self.colour, self.ground = painter, colour, ground

    def line(self, *points: tuple[float, float], colour: QColor | None = None) -> None:
        self.painter.setPen(_pen(colour or self.colour))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    def outline(self, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        pen = _pen(self.colour)
        if style == Qt.PenStyle.DashLine:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([2.1, 1.45])  # seven dashes and gaps close the circle evenly
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(_ROUND.adjusted(0.3, 0.3, -0.3, -0.3))

    def fill(self, *points: tuple[float, float]) -> None:
        """Fill a polygon with slightly rounded corners, or the whole circle without points."""
        pen = _pen(self.colour)
        self.painter.setPen(pen if points else Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour)
        if points:
            self.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        else:
            self.painter.drawEllipse(QRectF(1, 1, 14, 14))

    def square(self) -> None:
        self.painter.setPen(_pen(self.colour))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(QRectF(1.8, 1.8, 12.4, 12.4), 2.6, 2.6)


def paint_shape(painter: QPainter, rect: QRectF, name: str, color: str = "") -> None:
    """Paint a shape into a square, in its own colour or the token ``color``.

    Raises KeyError for a name that is not in ``SHAPES``.
    """
    draw, own = _SHAPES[name]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    draw(_Pencil(painter, theme().color(color or own), theme().color("surface")))
    painter.restore()


def shape_pixmap(name: str, size: int = 16, dpr: float = 1.0, color: str = "") -> QPixmap:
    """Return a shape as a pixmap of ``size`` logical pixels. Raises KeyError as above."""
    if name not in _SHAPES:
        raise KeyError(name)
    return _pixmap(name, size, dpr, color, theme().dark)


@functools.lru_cache(maxsize=256)
def _pixmap(name: str, size: int, dpr: float, color: str, dark: bool) -> QPixmap:
    del dark  # only part of the key: the colours differ
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(dpr)
    painter = QPainter(pixmap)
    paint_shape(painter, QRectF(0, 0, size, size), name, color)
    painter.end()
    return pixmap


def _pen(colour: QColor) -> QPen:
    return QPen(
        colour,
        _STROKE,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _circle_tick(pencil: _Pencil) -> None:
    pencil.fill()
    pencil.line((4.9, 8.3), (7.1, 10.5), (11.2, 5.8), colour=pencil.ground)


def _ring_tick(pencil: _Pencil) -> None:
    pencil.outline()
    pencil.line((4.9, 8.3), (7.1, 10.5), (11.2, 5.8))


def _circle_up(pencil: _Pencil) -> None:
    pencil.fill()
    pencil.line((8, 11.4), (8, 4.9), colour=pencil.ground)
    pencil.line((5.2, 7.6), (8, 4.8), (10.8, 7.6), colour=pencil.ground)


def _square_tick(pencil: _Pencil) -> None:
    pencil.square()
    pencil.line((4.9, 8.3), (7.1, 10.5), (11.2, 5.8))


def _circle_half(pencil: _Pencil) -> None:
    pencil.outline()
    pencil.painter.setPen(Qt.PenStyle.NoPen)
    pencil.painter.setBrush(pencil.colour)
    pencil.painter.drawPie(_ROUND, -90 * 16, 180 * 16)


def _triangle_mark(pencil: _Pencil) -> None:
    pencil.fill((8, 2.2), (14.6, 13.8), (1.4, 13.8))
    pencil.line((8, 6.6), (8, 9.6), colour=pencil.ground)
    pencil.line((8, 12), (8, 12.05), colour=pencil.ground)


def _circle(pencil: _Pencil) -> None:
    pencil.outline()


def _circle_dashed(pencil: _Pencil) -> None:
    pencil.outline(Qt.PenStyle.DashLine)


def _circle_bars(pencil: _Pencil) -> None:
    pencil.outline()
    pencil.line((6.3, 5.6), (6.3, 10.4))
    pencil.line((9.7, 5.6), (9.7, 10.4))


def _diamond_dash(pencil: _Pencil) -> None:
    pencil.fill((8, 1.6), (14.4, 8), (8, 14.4), (1.6, 8))
    pencil.line((5.6, 8), (10.4, 8), colour=pencil.ground)


def _square_dots(pencil: _Pencil) -> None:
    pencil.square()
    for x in (5, 8, 11):
        pencil.line((x, 8), (x + 0.05, 8))


def _clock(pencil: _Pencil) -> None:
    pencil.outline()
    pencil.line((8, 4.6), (8, 8.2), (10.4, 9.8))


def _square_slash(pencil: _Pencil) -> None:
    pencil.square()
    pencil.line((4.4, 11.6), (11.6, 4.4))


def _square_cross(pencil: _Pencil) -> None:
    pencil.square()
    pencil.line((5, 5), (11, 11))
    pencil.line((5, 11), (11, 5))


def _question(pencil: _Pencil) -> None:
    path = QPainterPath(QPointF(4.9, 5.4))
    path.cubicTo(QPointF(4.9, 1.2), QPointF(11.1, 1.2), QPointF(11.1, 5.4))
    path.cubicTo(QPointF(11.1, 8.0), QPointF(8, 7.8), QPointF(8, 10.6))
    pencil.painter.setPen(_pen(pencil.colour))
    pencil.painter.setBrush(Qt.BrushStyle.NoBrush)
    pencil.painter.drawPath(path)
    pencil.line((8, 13.6), (8, 13.65))


def _arrow_back(pencil: _Pencil) -> None:
    pencil.line((13.6, 3.4), (13.6, 8.6), (2.6, 8.6))
    pencil.line((6, 5.2), (2.4, 8.6), (6, 12))


def _hatching(pencil: _Pencil) -> None:
    pencil.painter.setClipRect(QRectF(0.5, 0.5, 15, 15))
    hatch(pencil.painter, QRectF(0, 0, 16, 16), pencil.colour)


def hatch(painter: QPainter, room: QRectF, colour: QColor) -> None:
    """Draw slanting lines over ``room``, thick enough that thin strokes do not pale."""
    painter.setPen(QPen(colour, _STROKE))
    side = room.height()
    left = room.left() - side + 1
    while left < room.right():
        painter.drawLine(QPointF(left, room.bottom()), QPointF(left + side, room.top()))
        left += _HATCH


_SHAPES: dict[str, tuple[Callable[[_Pencil], None], str]] = {
    "circle_tick": (_circle_tick, "ok"),
    "ring_tick": (_ring_tick, "ok"),
    "circle_up": (_circle_up, "ok"),
    "square_tick": (_square_tick, "late"),
    "circle_half": (_circle_half, "doing"),
    "triangle_mark": (_triangle_mark, "bad"),
    "circle": (_circle, "none"),
    "circle_dashed": (_circle_dashed, "none"),
    "circle_bars": (_circle_bars, "none"),
    "diamond_dash": (_diamond_dash, "soon"),
    "square_dots": (_square_dots, "none"),
    "clock": (_clock, "soon"),
    "square_slash": (_square_slash, "field"),
    "square_cross": (_square_cross, "bad"),
    "question": (_question, "soon"),
    "arrow_back": (_arrow_back, "soon"),
    "hatching": (_hatching, "field"),
}
SHAPES = tuple(_SHAPES)
