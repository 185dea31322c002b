"""A page under the pen: places lines and rules, numbers the pages, remembers what stands where.

All lengths are pt, all heights are measured from the page's top edge downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from qnapp.documents.fonts import ASCENT, DESCENT, SINGLE
from qnapp.documents.report import NBSP, Align
from qnapp.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from qnapp.documents.fonts import Fonts
    from qnapp.documents.layout import Line
    from qnapp.documents.profiles import Profile, TextStyle

_EPSILON = 0.01
_CAP = 0.66  # height of a figure, of the font's size
_WIDEST = 1.0  # of the type's size: what a space of a justified line may grow by
_STAMP_SIZE = 10
_STAMP_GREY = 0.35
RULE = 0.75


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a part of the report stands: page from 1, and its span on the page in pt."""

    part: str
    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Box:
    """A blank place on a page: page from 1, edges in pt from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Paper:
    """A canvas with a writing position ``y``. Pages open and close themselves."""

    def __init__(self, canvas: Canvas, profile: Profile, fonts: Fonts, stamp: str = "") -> None:
        self.canvas = canvas
        self.profile = profile
        self.fonts = fonts
        self.marks: list[Mark] = []
        self.band: Box | None = None  # where signature and seal go
        self.pages = 0
        self.y = 0.0
        self._stamp = stamp
        self._shown_number = 0
        self._landscape = False
        self._open = False
        self._bookmarks = 0

    @property
    def left(self) -> float:
        """The text's left edge."""
        rules = self.profile.page
        verso = rules.mirrored and self.pages % 2 == 0
        return (rules.right if verso else rules.left) * mm

    @property
    def top(self) -> float:
        """The text's top edge."""
        return self.profile.page.top * mm

    @property
    def bottom(self) -> float:
        """The text's bottom edge."""
        return self.height - self.profile.page.bottom * mm

    @property
    def width(self) -> float:
        """Width of the text."""
        return self._size[0] - (self.profile.page.left + self.profile.page.right) * mm

    @property
    def height(self) -> float:
        """Height of the whole page."""
        return self._size[1]

    @property
    def room(self) -> float:
        """Height that is left on the page, with a trifle for rounding."""
        return self.bottom - self.y + _EPSILON

    @property
    def page_room(self) -> float:
        """Height of text that an empty page takes."""
        return self.bottom - self.top + _EPSILON

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y <= self.top + _EPSILON

    @property
    def _size(self) -> tuple[float, float]:
        width, height = landscape(A4) if self._landscape else A4
        return float(width), float(height)

    def next_page(self, *, wide: bool | None = None, restart: bool = False) -> None:
        """Begin a page; ``wide`` turns the paper, ``restart`` counts pages from 1 again."""
        self.close()
        self._landscape = self._landscape if wide is None else wide
        self._open = True
        self.pages += 1
        self._shown_number = 1 if restart else self._shown_number + 1
        self.canvas.setPageSize(self._size)
        self.y = self.top
        self._write_number()
        self._write_stamp()

    def close(self) -> None:
        """Finish the page that is open."""
        if self._open:
            self.canvas.showPage()
            self._open = False

    def note(self, part: str, top: float, bottom: float) -> None:
        """Remember that a part stands here; what follows on the same page is joined."""
        if not part:
            return
        last = self.marks[-1] if self.marks else None
        if last is not None and last.part == part and last.page == self.pages:
            top = min(top, self.marks.pop().top)
        self.marks.append(Mark(part, self.pages, top, bottom))

    def bookmark_at(self, title: str, top: float) -> None:
        """Enter a place on the current page into the document's outline."""
        self._bookmarks += 1
        key = f"part-{self._bookmarks}"
        self.canvas.bookmarkPage(key, fit="XYZ", left=0, top=self.height - top + 6, zoom=0)
        self.canvas.addOutlineEntry(title, key, 0)

    def write(
        self,
        text: str,
        style: TextStyle,
        baseline: float,
        x: float,
        width: float = 0,
        align: Align = Align.LEFT,
    ) -> float:
        """Set one line into the box of ``width`` at ``x``; gives the line's own width."""
        face = self.fonts.of(style)
        text = nfc(text).replace(NBSP, " ")
        wide = face.width(text, style.size)
        x += _shift(align, width - wide)
        self.canvas.setFont(face.name, style.size)
        self.canvas.drawString(x, self.height - baseline, text)
        if style.underline:
            self.rule(x, x + wide, baseline + style.size * 0.12)
        return wide

    def write_lines(
        self,
        lines: Sequence[Line],
        style: TextStyle,
        x: float,
        width: float,
        *,
        top: float,
        leading: float,
        align: Align | None = None,
        indent: float = 0,
    ) -> None:
        """Set lines below ``top``, ``leading`` apart; without ``align`` they are justified.

        Spread spaces stay one space each, so that the text is found by searching.
        """
        pen = self.canvas.beginText()
        pen.setFont(self.fonts.of(style).name, style.size)
        baseline = top + first_baseline(style, leading)
        spread_before = 0.0
        for line in lines:
            room = width - line.width - indent
            spread = _spread(line, room, style.size) if align is None else 0.0
            if spread != spread_before:
                pen.setWordSpace(spread)
                spread_before = spread
            start = x + indent + (_shift(align, room) if align else 0)
            pen.setTextOrigin(start, self.height - baseline)
            pen.textOut(line.text)
            baseline += leading
            indent = 0
        if spread_before:
            pen.setWordSpace(0)
        self.canvas.drawText(pen)

    def rule(self, x1: float, x2: float, y: float, thickness: float = RULE) -> None:
        """Draw a horizontal line."""
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x1, self.height - y, x2, self.height - y)

    def _write_number(self) -> None:
        if self._shown_number == 1:
            return
        rules = self.profile.page_number
        cap = rules.style.size * _CAP
        edge = rules.from_edge * mm + cap
        middle = (self.top + cap) / 2
        baseline = edge if rules.place == "from_edge" else middle
        number = str(self._shown_number)
        self.write(number, rules.style, baseline, self.left, self.width, Align.CENTER)

    def _write_stamp(self) -> None:
        if not self._stamp:
            return
        face = self.fonts.bold
        x = self.left + self.width - face.width(self._stamp, _STAMP_SIZE)
        self.canvas.saveState()
        self.canvas.setFillGray(_STAMP_GREY)
        self.canvas.setFont(face.name, _STAMP_SIZE)
        self.canvas.drawString(x, self.height - 10 * mm - _STAMP_SIZE * _CAP, self._stamp)
        self.canvas.restoreState()


def first_baseline(style: TextStyle, leading: float) -> float:
    """Tell how far below its top a line of ``leading`` has its base line."""
    return (leading - style.size * (ASCENT + DESCENT)) / 2 + style.size * ASCENT


def single(style: TextStyle) -> float:
    """Leading of single-spaced text."""
    return style.size * SINGLE


def _shift(align: Align, room: float) -> float:
    if align is Align.CENTER:
        return room / 2
    return room if align is Align.RIGHT else 0.0


def _spread(line: Line, room: float, size: float) -> float:
    """Share the room among the spaces; a line of few words keeps its own rather than gape."""
    spaces = line.text.count(" ")
    if line.last or not spaces or room <= 0:
        return 0.0
    return room / spaces if room / spaces <= _WIDEST * size else 0.0
