"""Draws the charts as the last annex of a PDF: bars, and beside each its figures as text.

All is black on white and told apart by pattern, letter and number, since reports are copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.units import mm

from qnapp.documents.chart_patterns import HATCHED, OF_STANDING, SOLID, fill
from qnapp.documents.fonts import ASCENT
from qnapp.documents.layout import break_lines
from qnapp.documents.pdf_page import single
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import Align
from qnapp.documents.words import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qnapp.documents.chart_data import ChartAnnex, ChartData, IndicatorBar, SectionBar, Share
    from qnapp.documents.layout import Line
    from qnapp.documents.pdf_page import Paper

_LABEL = 84 * mm
_FIGURES = 62 * mm  # words beside an indicator's bar
_TOTAL = 14 * mm
_GUTTER = 4 * mm
_BAR = 14.0
_ROW_GAP = 7.0
_BETWEEN = 16.0
_SIGN = TextStyle(9)
_SWATCH = 26.0
_LEGEND_COLUMNS = 3
_SPAN = 1.5  # targets reached once stand at two thirds of a bar's room
_OVER = 3.0  # how far the target's mark stands out
_SLASH = 4.0
_INDICATORS = "2. Chỉ tiêu so với mức của đơn vị"


def write_charts(paper: Paper, annex: ChartAnnex, *, tail: float = 0) -> None:
    """Draw both charts from the current position on, over as many pages as they take.

    ``tail`` is the height in pt of what stands below: the last line goes to the page where both
    have room.
    """
    writer = _ChartWriter(paper, annex.name)
    data = annex.data
    more = bool(data.indicators or data.undrawn)
    if data.sections:
        _write_sections(writer, data, tail=0 if more else tail)
        paper.y += _BETWEEN if more else 0
    if data.indicators:
        _write_indicators(writer, data, tail=0 if data.undrawn else tail)
    _write_undrawn(writer, data.undrawn, headed=bool(data.indicators), tail=tail)


class _ChartWriter:
    """Rows of label, bar and figures; opens pages and repeats what stands over the columns."""

    def __init__(self, paper: Paper, part: str) -> None:
        self.paper = paper
        self.cell = paper.profile.annex.cell
        self.head = paper.profile.annex.head
        self._part = part
        self._caption: Callable[[], None] | None = None

    def begin(self, title: str, caption: Callable[[], None], first: float) -> None:
        """Write a chart's title with its first row, ``first`` pt tall; ``caption`` comes back."""
        self.title(title, self.caption_height + first)
        self._caption = caption
        caption()

    def title(self, title: str, below: float) -> None:
        """Write a title on the page where the ``below`` pt that follow it have room too."""
        self._caption = None
        self.open(single(self.head) + 2 + below)
        self._write_line(title, self.head)

    @property
    def caption_height(self) -> float:
        """Height of the line over the columns."""
        return single(_SIGN) + 4

    def open(self, height: float) -> None:
        """Make room for a row; a new page begins with the line over the columns."""
        if height > self.paper.room and not self.paper.fresh:
            self.paper.next_page()
            if self._caption is not None:
                self._caption()

    def close(self, top: float, height: float) -> None:
        """End a row that began at ``top``."""
        self.paper.note(self._part, top, top + height)
        self.paper.y = top + height

    def lines(self, text: str, width: float, style: TextStyle | None = None) -> list[Line]:
        """Break a text into the lines of a column."""
        style = style or self.cell
        return break_lines(text, self.paper.fonts.of(style), style.size, width)

    def put(self, lines: Sequence[Line], x: float, top: float, width: float, height: float) -> None:
        """Write lines into the middle of a row."""
        leading = single(self.cell)
        spare = max(height - leading * len(lines), 0) / 2
        self.paper.write_lines(
            lines, self.cell, x, width, top=top + spare, leading=leading, align=Align.LEFT
        )

    def text(self, text: str, *, tail: float = 0) -> None:
        """Write a sentence over the whole width."""
        self._caption = None
        lines = self.lines(text, self.paper.width)
        height = self.text_height(text)
        self.open(height + tail)
        top = self.paper.y
        self.put(lines, self.paper.left, top, self.paper.width, height)
        self.close(top, height)

    def text_height(self, text: str) -> float:
        """Tell how tall such a sentence is, in pt."""
        return single(self.cell) * len(self.lines(text, self.paper.width)) + 3

    def sign(self, text: str, x: float, top: float, width: float, align: Align) -> None:
        """Write a small word over a column."""
        self.paper.write(text, _SIGN, top + _SIGN.size * ASCENT, x, width, align)

    def _write_line(self, text: str, style: TextStyle) -> None:
        top = self.paper.y
        self.paper.write(text, style, top + style.size * ASCENT, self.paper.left)
        self.close(top, single(style) + 2)


class _Room(NamedTuple):
    """Where the bars of a chart stand."""

    x: float
    width: float


# ------------------------------------------------------------------------- tasks by standing


def _write_sections(writer: _ChartWriter, data: ChartData, *, tail: float) -> None:
    paper = writer.paper

    def caption() -> None:
        top, right = paper.y, paper.left + paper.width
        x = paper.left + _LABEL + _GUTTER
        told = f"Tỷ lệ trong từng nhóm; số trong ô là số {data.counted}"
        writer.sign(told, x, top, 0, Align.LEFT)
        writer.sign("Tổng số", right - _TOTAL - 10, top, _TOTAL + 10, Align.RIGHT)
        writer.close(top, writer.caption_height)

    writer.begin("1. Nhiệm vụ theo tình trạng", caption, 4 * _BAR)
    for bar in data.sections:
        _write_section(writer, bar)
    _write_legend(writer, data.legend, tail=tail)


def _write_section(writer: _ChartWriter, bar: SectionBar) -> None:
    paper = writer.paper
    lines = writer.lines(bar.label, _LABEL)
    height = max(single(writer.cell) * len(lines), _BAR)
    writer.open(height + _ROW_GAP)
    top = paper.y
    writer.put(lines, paper.left, top, _LABEL, height)
    room = _Room(paper.left + _LABEL + _GUTTER, paper.width - _LABEL - _TOTAL - 2 * _GUTTER)
    _draw_shares(writer, bar, room, top + (height - _BAR) / 2)
    total = writer.lines(whole(bar.total), _TOTAL)
    right = paper.left + paper.width - total[0].width
    writer.put(total, right, top, _TOTAL, height)
    writer.close(top, height + _ROW_GAP)


def _draw_shares(writer: _ChartWriter, bar: SectionBar, room: _Room, top: float) -> None:
    """Draw the parts side by side; the smallest still holds its letter and number."""
    paper = writer.paper
    face = paper.fonts.of(_SIGN)
    texts = [f"{share.letter} {whole(share.count)}" for share in bar.shares]
    least = [face.width(text, _SIGN.size) + 8 for text in texts]
    spare = max(room.width - sum(least), 0)
    x = room.x
    for share, text, narrow in zip(bar.shares, texts, least, strict=True):
        width = narrow + spare * share.count / bar.total
        low = paper.height - top - _BAR
        fill(paper.canvas, x, low, width, _BAR, OF_STANDING[share.standing])
        _write_label(paper, text, x, width, top)
        x += width


def _write_label(paper: Paper, text: str, x: float, width: float, top: float) -> None:
    """Write upon a pattern: on a white ground of its own."""
    wide = paper.fonts.of(_SIGN).width(text, _SIGN.size)
    paper.canvas.saveState()
    paper.canvas.setFillGray(1)
    left = x + (width - wide) / 2
    low = paper.height - top - _BAR
    paper.canvas.rect(left - 2, low + 2, wide + 4, _BAR - 4, stroke=0, fill=1)
    paper.canvas.restoreState()
    baseline = top + _BAR / 2 + _SIGN.size * 0.33
    paper.write(text, _SIGN, baseline, x, width, Align.CENTER)


def _write_legend(writer: _ChartWriter, legend: Sequence[Share], *, tail: float) -> None:
    paper = writer.paper
    width = paper.width / _LEGEND_COLUMNS
    height = single(writer.cell) + 5
    rows = -(-len(legend) // _LEGEND_COLUMNS)
    writer.open(rows * height + tail)
    for row in range(rows):
        top = paper.y
        members = legend[row * _LEGEND_COLUMNS : (row + 1) * _LEGEND_COLUMNS]
        for column, share in enumerate(members):
            _write_entry(writer, share, paper.left + column * width, top, width)
        writer.close(top, height)


def _write_entry(writer: _ChartWriter, share: Share, x: float, top: float, width: float) -> None:
    paper = writer.paper
    low = paper.height - top - _BAR
    fill(paper.canvas, x, low, _SWATCH, _BAR, OF_STANDING[share.standing])
    _write_label(paper, share.letter, x, _SWATCH, top)
    words = writer.lines(f"{share.words}: {whole(share.count)}", width - _SWATCH - 8)
    writer.put(words[:1], x + _SWATCH + 5, top, width - _SWATCH - 8, _BAR)


# ------------------------------------------------------------------------- indicators


def _write_indicators(writer: _ChartWriter, data: ChartData, *, tail: float) -> None:
    paper = writer.paper

    def caption() -> None:
        top = paper.y
        room = _indicator_room(paper)
        mark = room.x + room.width / _SPAN
        writer.sign("Mức của đơn vị", mark - 40, top, 80, Align.CENTER)
        writer.sign("0", room.x - 5, top, 10, Align.CENTER)
        writer.close(top, writer.caption_height)

    writer.begin(_INDICATORS, caption, 4 * _BAR)
    for bar in data.indicators:
        _write_indicator(writer, bar)
    _write_key(writer, estimated=any(bar.estimated for bar in data.indicators), tail=tail)


def _write_undrawn(
    writer: _ChartWriter, texts: Sequence[str], *, headed: bool, tail: float
) -> None:
    """Say in sentences that stand together what has no bar.

    Where nothing has one, they are all that the title announces.
    """
    heights = [writer.text_height(text) for text in texts]
    if texts and not headed:
        writer.title(_INDICATORS, sum(heights) + tail)
    for n, text in enumerate(texts, 1):
        writer.text(text, tail=sum(heights[n:]) + tail)


def _indicator_room(paper: Paper) -> _Room:
    """Tell where the bars stand on this page: margins change sides where both are printed."""
    return _Room(paper.left + _LABEL + _GUTTER, paper.width - _LABEL - _FIGURES - 2 * _GUTTER)


def _write_indicator(writer: _ChartWriter, bar: IndicatorBar) -> None:
    paper = writer.paper
    label = writer.lines(f"{bar.code}. {bar.title}", _LABEL)
    figures = writer.lines(f"{bar.value_text}; mức {bar.target_text}. {bar.verdict}", _FIGURES)
    height = max(single(writer.cell) * max(len(label), len(figures)), _BAR + 2 * _OVER)
    writer.open(height + _ROW_GAP)
    top, room = paper.y, _indicator_room(paper)
    writer.put(label, paper.left, top, _LABEL, height)
    _draw_value(paper, bar, room, top + (height - _BAR) / 2)
    writer.put(figures, room.x + room.width + _GUTTER, top, _FIGURES, height)
    writer.close(top, height + _ROW_GAP)


def _draw_value(paper: Paper, bar: IndicatorBar, room: _Room, top: float) -> None:
    low = paper.height - top - _BAR
    once = room.width / _SPAN
    canvas = paper.canvas
    long = min(float(bar.reach()) * once, room.width)
    if long > 0:
        fill(canvas, room.x, low, long, _BAR, HATCHED if bar.estimated else SOLID)
    if long == room.width:
        _draw_break(paper, room.x + long - 12, low)
    canvas.saveState()
    canvas.setLineWidth(0.5)
    canvas.line(room.x, low - _OVER, room.x, low + _BAR + _OVER)
    canvas.setLineWidth(2)
    for bound in {bar.low, bar.high} - {None}:
        at = room.x + min(float(bar.reach(bound)) * once, room.width)
        canvas.line(at, low - _OVER, at, low + _BAR + _OVER)
    canvas.restoreState()


def _draw_break(paper: Paper, x: float, low: float) -> None:
    """Break a bar that is longer than its room: two white strokes across it."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.setStrokeGray(1)
    canvas.setLineWidth(2)
    for shift in (0, _SLASH):
        canvas.line(x + shift - _SLASH / 2, low - 1, x + shift + _SLASH / 2, low + _BAR + 1)
    canvas.restoreState()


def _write_key(writer: _ChartWriter, *, estimated: bool, tail: float) -> None:
    """Say what the fills and the thick mark mean."""
    paper = writer.paper
    words = [(SOLID, "Thực hiện")] + ([(HATCHED, "Số ước")] if estimated else [])
    height = single(writer.cell) + 5
    writer.open(height + tail)
    top = paper.y
    low = paper.height - top - _BAR
    x = paper.left
    for how, text in words:
        fill(paper.canvas, x, low, _SWATCH, _BAR, how)
        x = _write_meaning(writer, text, x + _SWATCH, top)
    paper.canvas.saveState()
    paper.canvas.setLineWidth(2)
    paper.canvas.line(x + 4, low - 1, x + 4, low + _BAR + 1)
    paper.canvas.restoreState()
    _write_meaning(writer, "Mức của đơn vị; khoảng nằm giữa hai vạch", x + 6, top)
    writer.close(top, height)


def _write_meaning(writer: _ChartWriter, text: str, x: float, top: float) -> float:
    """Write what a sign means; gives where the next one can stand."""
    lines = writer.lines(text, writer.paper.width)
    writer.put(lines, x + 5, top, lines[0].width, _BAR)
    return x + 5 + lines[0].width + 18
