"""Small painting helpers that several pieces share: boxes, the focus ring, lines of text."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from qnapp.ui.kit.fonts import make_font
from qnapp.ui.kit.icons import icon_pixmap
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont

    from qnapp.ui.kit.fonts import FontRole

RADIUS_CARD = 8.0
RADIUS_CONTROL = 5.0
RADIUS_SEGMENT = 3.0
RADIUS_PILL = 4.0
RING = 2.0
DOTS = "…"
_LOOSE = " \u00a0,;:-–("  # what would hang before the dots
_JOINER, _HELD = "\u2060", "\u00a0"  # of no width: no line ends at it; a blank that holds
# What is read as one word: a paper's number, a number with what it counts or is counted by, years
# with their dash, and a dash with the word before it.
_ONE_WORD = (
    r"\b(?:(?:[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|[Pp]hần|[Mm]ục|[Ll]ần) )?"
    r"(?:\d+(?:[-/][\w-]+)+|[IVX]+(?:/\d+)?\b|\d+(?:[.,]\d+)*\b)"
    r"(?: (?:[KMG]?B|tỷ|tỉ|triệu|nghìn|đồng|ha|km|m²)\b| - \d{4}\b)?"
    r"|\S+ [-–](?= )"
)
_LONGEST_SYLLABLE = 9  # "nghiêng" with the marks that stand at it


def paint_box(
    painter: QPainter,
    rect: QRectF | QRect,
    *,
    fill: str = "",
    edge: str = "",
    radius: float = RADIUS_CONTROL,
    width: float = 1.0,
) -> None:
    """Paint a rounded box whose edge lies inside ``rect``. ``fill`` and ``edge`` are tokens."""
    half = width / 2 if edge else 0.0
    inner = QRectF(rect).adjusted(half, half, -half, -half)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color(edge), width) if edge else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(theme().color(fill) if fill else QColor(0, 0, 0, 0))
    painter.drawRoundedRect(inner, radius - half, radius - half)
    painter.restore()


def paint_ground(painter: QPainter, rect: QRectF | QRect, token: str) -> None:
    """Fill a rectangle with the colour of a token, edge to edge.

    Not by ``fillRect``, which loads all 180 words of Qt's gradients, in what every start paints.
    """
    painter.setBackground(theme().color(token))
    painter.eraseRect(rect)


def paint_ring(
    painter: QPainter,
    rect: QRectF | QRect,
    *,
    radius: float = RADIUS_CONTROL,
    color: str = "accent",
) -> None:
    """Paint the focus ring: inside the edge, so that nothing moves when focus comes."""
    paint_box(painter, rect, edge=color, radius=radius, width=RING)


def paint_icon(painter: QPainter, name: str, role: str, rect: QRectF) -> None:
    """Paint an icon into a square, sharp on the device that is painted on."""
    ratio = painter.device().devicePixelRatio()
    pixmap = icon_pixmap(name, role, round(rect.width()), ratio)
    painter.drawPixmap(_snapped(rect.topLeft(), ratio), pixmap)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: FontRole = "body",
    color: str = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: bool = True,
) -> bool:
    """Paint one line, centred in height, cut after a whole word. Returns whether it was cut.

    Lines that ``break_lines`` made fit already: eliding them again would, by a rounding, cut one.
    """
    painter.setFont(theme().font(font))
    painter.setPen(theme().color(color))
    shown = shortened(text, painter.font(), rect.width()) if elide else text
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)
    return shown != text


def shortened(text: str, font: QFont, width: float) -> str:
    """Text that is at most ``width`` wide: what does not fit is cut after a whole word.

    A syllable that lost its end is another one ("hì…" of "hình"). Only what is longer than any
    syllable, as a file's name, is cut between two letters; so is a word that stands alone.
    """
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    if shown == text:
        return text
    kept = shown.removesuffix(DOTS)
    words = _whole_words(kept, text[len(kept) :])
    return words.rstrip(_LOOSE) + DOTS if words else shown


def shortened_middle(text: str, font: QFont, width: float) -> str:
    """Text that is at most ``width`` wide: whole words are left out in its middle."""
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
    if shown == text:
        return text
    kept, _dots, end = shown.partition(DOTS)
    before = _whole_words(kept, text[len(kept) :]).rstrip(_LOOSE)
    turned = _whole_words(end[::-1], text[: len(text) - len(end)][::-1])
    return f"{before}{DOTS} {turned[::-1].lstrip()}"


def _whole_words(kept: str, rest: str) -> str:
    """Leave the last word of ``kept`` out if ``rest`` begins with its end and it is a syllable."""
    if not rest or rest[0].isspace() or kept[-1:].isspace():
        return kept
    before, blank, begun = kept.rpartition(" ")
    word = begun + re.split(r"\s", rest, maxsplit=1)[0]
    return before if blank and len(word) <= _LONGEST_SYLLABLE else kept


def text_width(text: str, font: FontRole = "body") -> float:
    """Width of one line of text in logical pixels."""
    return _width(text, font, theme().font_percent)


def break_lines(
    text: str, font: FontRole, width: float, max_lines: int = 0
) -> tuple[tuple[str, ...], bool]:
    """Break text into lines at most ``width`` wide, the last elided where ``max_lines`` is short.

    Returns the lines and whether anything was cut. ``max_lines`` 0 means: as many as needed.
    """
    return _break(text, font, theme().font_percent, int(width), max_lines)


@functools.lru_cache(maxsize=4096)
def _width(text: str, font: FontRole, percent: int) -> float:
    return QFontMetricsF(make_font(font, percent)).horizontalAdvance(text)


@functools.lru_cache(maxsize=4096)
def _break(
    text: str, role: FontRole, percent: int, width: int, max_lines: int
) -> tuple[tuple[str, ...], bool]:
    pieces: list[str] = []  # with the blanks at which they were parted
    for paragraph in text.split("\n"):
        pieces += _break_paragraph(paragraph, role, percent, width)
        pieces[-1] += "\n"
    lines = [piece.rstrip() for piece in pieces]
    if not max_lines or len(lines) <= max_lines:
        return tuple(lines), False
    # A name may have been parted at its hyphen: only a paragraph's end becomes a blank.
    rest = "".join(pieces[max_lines - 1 :]).rstrip().replace("\n", " ")
    return (*lines[: max_lines - 1], shortened(rest, make_font(role, percent), width)), True


def _break_paragraph(text: str, role: FontRole, percent: int, width: int) -> list[str]:
    # A layout that settles asks for many widths; how long the words are stays the same.
    if _width(text, role, percent) <= width:
        return [text]  # the layout's measure is a fraction larger: what is asked for must do

    def hold(found: re.Match[str]) -> str:
        words = found.group()
        return _held(words) if _width(words, role, percent) <= width else words

    held = re.sub(_ONE_WORD, hold, text)
    return list(_as_written(_laid_out(held, make_font(role, percent), width), text))


def _held(words: str) -> str:
    return re.sub(r"[-/]", rf"\g<0>{_JOINER}", words.replace(" ", _HELD))


def _as_written(lines: list[str], text: str) -> Iterator[str]:
    """Give the stretches of ``text`` that lines with joiners and held blanks stand for."""
    end = 0
    for line in lines:
        start = end
        for letter in line:
            same = text[end : end + 1] == letter
            end += same or letter == _HELD  # what was put in is no letter of the text
        yield text[start:end]


def _laid_out(text: str, font: QFont, width: int) -> list[str]:
    # QTextLayout counts UTF-16 units; beyond the basic plane they are two to a character.
    units = text.encode("utf-16-le")
    lines: list[str] = []
    layout = QTextLayout(text, font)
    option = QTextOption()  # an address or a file name is longer than many a column
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        start = 2 * line.textStart()
        lines.append(units[start : start + 2 * line.textLength()].decode("utf-16-le"))
    layout.endLayout()
    return lines or [""]


def _snapped(point: QPointF, ratio: float) -> QPointF:
    return QPointF(round(point.x() * ratio) / ratio, round(point.y() * ratio) / ratio)


def paint_lines(
    painter: QPainter,
    rect: QRectF | QRect,
    text: str,
    *,
    font: FontRole = "body",
    color: str = "text",
    max_lines: int = 2,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    centred: bool = False,
) -> bool:
    """Paint text from the top of ``rect`` in at most ``max_lines`` lines, the last one elided.

    ``centred`` puts the lines in the middle of the height. Returns whether anything was cut.
    """
    area = QRectF(rect)
    lines, cut = break_lines(text, font, area.width(), max_lines)
    height = theme().line(font)
    top = area.top() + ((area.height() - height * len(lines)) / 2 if centred else 0)
    for number, line in enumerate(lines):
        row = QRectF(area.left(), top + number * height, area.width(), height)
        paint_text(painter, row, line, font=font, color=color, align=align, elide=False)
    return cut


def lines_height(text: str, width: float, *, font: FontRole = "body", max_lines: int = 2) -> int:
    """Height in logical pixels that ``paint_lines`` needs."""
    return len(break_lines(text, font, width, max_lines)[0]) * theme().line(font)
