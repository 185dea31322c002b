"""The Windows icon, drawn from ``resources/icons/app.svg`` in the sizes that Windows asks for."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)
_SIDE = (164, 314)
_BLUE = "#1558A0"  # the mark's own, so that it needs no edge
_WHOLE_BYTE = 256  # written as 0 in the one byte there is


def write_icon(svg: Path, target: Path) -> None:
    """Write ``target`` (.ico); sizes below 256 as bitmaps, which NSIS and old tools read too."""
    pictures = [(size, _picture(svg, size)) for size in SIZES]
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, content in pictures:
        edge = size % _WHOLE_BYTE
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(content), offset)
        offset += len(content)
    target.write_bytes(head + b"".join(content for _, content in pictures))


def write_side_picture(svg: Path, target: Path) -> None:
    """Write the picture beside the installer's last page (.bmp, as large as NSIS wants it)."""
    image = QImage(*_SIDE, QImage.Format.Format_RGB888)
    image.fill(QColor(_BLUE))
    edge = 84
    place = QRectF((_SIDE[0] - edge) / 2, 56, edge, edge)
    _draw(svg, image, place)
    image.save(str(target), "BMP")  # type: ignore[call-overload]


def _draw(svg: Path, image: QImage, place: QRectF) -> None:
    # On an image and without letters: that needs neither a screen nor Qt's application object.
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.read_bytes())).render(painter, place)
    painter.end()


def _picture(svg: Path, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    _draw(svg, image, QRectF(0, 0, size, size))
    return _png(image) if size == _WHOLE_BYTE else _bitmap(image)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return cast("bytes", buffer.data().data())


def _bitmap(image: QImage) -> bytes:
    size = image.width()
    # Bottom row first; Qt's own name for its order of bytes is the one a bitmap has.
    upside_down = image.flipped(Qt.Orientation.Vertical)
    dots = cast("memoryview", upside_down.constBits()).tobytes()
    mask = bytes((size + 31) // 32 * 4 * size)  # all zero: the alpha channel says what shows
    head = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, size * size * 4, 0, 0, 0, 0)
    return head + dots + mask
