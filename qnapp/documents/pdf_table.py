"""Tables over many landscape pages: our own row writer.

A general table layout measures every cell several times and took 20-26 s for 54 units; here each
word's width is known after its first use and every row is measured and drawn once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.columns import fit_widths, shown
from qnapp.documents.layout import break_lines
from qnapp.documents.pdf_page import single
from qnapp.documents.pdf_table_head import draw_turned, turned_titles
from qnapp.documents.report import Align, Row, RowKind
from qnapp.documents.words import leads

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.documents.layout import Line
    from qnapp.documents.pdf_page import Paper
    from qnapp.documents.profiles import TextStyle
    from qnapp.documents.report import Table

_PAD_X = 1.2 * mm
_PAD_TOP = 1.6
_PAD_BOTTOM = 3.0
_THIN = 0.5
_FEWEST = 3  # lines of a cell that may stand alone when a row is taller than a page
_SHORT = 8  # lines of a cell that is not parted beside a long one
_MOST_BLANK = 0.5  # of a page: more of it shall not stay blank for the sake of a whole row
_SPARED = 3  # lines that a page leaves blank, at most, for a better place to part a row


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row broken into lines, cell by cell."""

    cells: tuple[list[Line], ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    style: TextStyle
    held: bool  # must not be the last one on a page
    middle: bool = False  # cells are centred upright, as in a table's head

    @property
    def lines(self) -> int:
        """Lines of its tallest cell."""
        return max((len(lines) for lines in self.cells), default=0) or 1

    def height(self, lines: int | None = None) -> float:
        """Height of the whole row, or of so many of its lines."""
        return (lines or self.lines) * single(self.style) + _PAD_TOP + _PAD_BOTTOM

    @property
    def fewest(self) -> int:
        """Lines that must stand together at its beginning: short cells are not parted."""
        short = (len(cell) for cell in self.cells if len(cell) <= _SHORT)
        least = min(max(_FEWEST, *short, 0), self.lines)
        return self._best(range(least, min(least + _SPARED, self.lines) + 1))

    def parting(self, most: int) -> int:
        """Tell after how many lines to part the row: ``most``, or a few less for a better place."""
        lowest = max(most - _SPARED, min(most, self.fewest))
        return self._best(range(most, lowest - 1, -1))

    def _best(self, places: range) -> int:
        """Choose the first of the places where the fewest cells are spoilt."""
        return min(places, key=lambda place: sum(_spoils(cell, place) for cell in self.cells))

    def cut(self, lines: int) -> tuple[_Ready, _Ready]:
        """Part the row after so many lines; its first cell stands beside what goes on, too."""
        first = tuple(_trimmed(cell[:lines][::-1])[::-1] for cell in self.cells)
        rest = tuple(_trimmed(cell[lines:]) for cell in self.cells)
        if len(self.cells) > 1 and not rest[0]:
            rest = (first[0], *rest[1:])
        return (
            _Ready(first, self.widths, self.aligns, self.style, held=False),
            _Ready(rest, self.widths, self.aligns, self.style, held=False),
        )


def _spoils(cell: list[Line], place: int) -> bool:
    """Tell whether a cell must not be parted here.

    It would leave a line of a paragraph alone on either page, or one that announces the next.
    """
    if not 0 < place < len(cell):
        return False
    above, below = cell[place - 1], cell[place]
    if above.last:
        return leads((above.text, below.text), 0)
    return below.last or place == 1 or cell[place - 2].last


def _trimmed(lines: list[Line]) -> list[Line]:
    """Leave out blank lines beside the end of a page: they parted what is on two pages now."""
    first = next((n for n, line in enumerate(lines) if line.text), 0)
    return lines[first:]


def write_table(
    paper: Paper,
    table: Table,
    part: str,
    *,
    step: Callable[[], None] | None = None,
    tail: float = 0,
) -> None:
    """Write a table from the current position on; ``step`` is called after every row.

    ``tail`` is the height in pt of what stands below: the last row goes to the page where both
    have room, so that no page holds the tail alone. The last two rows stay together.
    """
    writer = _TableWriter(paper, table, part)
    last = len(table.rows) - 1
    for n, row in enumerate(table.rows):
        writer.add(row, tail=tail if n == last else 0, hold=n == last - 1)
        if step is not None:
            step()
    writer.finish()


class _TableWriter:
    def __init__(self, paper: Paper, table: Table, part: str) -> None:
        self._paper = paper
        self._part = part
        self._aligns = tuple(column.align for column in table.columns)
        rules = paper.profile.annex
        self._cell_style, self._head_style = rules.cell_of(table), rules.head_of(table)
        face = paper.fonts.of(self._cell_style)
        self._widths = fit_widths(table, paper.width, face, self._cell_style.size)
        centred = (Align.CENTER,) * len(table.columns)
        style = self._head_style
        face = paper.fonts.of(style)
        self._turned = turned_titles(table.columns, self._widths, face, style)
        level = tuple("" if column.turned else column.title for column in table.columns)
        self._head = self._ready(level, self._widths, centred, style, held=True, middle=True)
        longest = max((title.length for title in self._turned), default=0.0)
        self._head_height = max(self._head.height(), longest)
        self._waiting: list[_Ready] = []
        self._started = False
        self._regrouped = table.regrouped
        self._again: _Ready | None = None  # the title of the group whose rows are written
        self._begins = False  # that title itself waits to be written

    def add(self, row: Row, *, tail: float = 0, hold: bool = False) -> None:
        """Take a row; groups and headings wait for the row below them, as does one on ``hold``."""
        if row.kind is RowKind.GROUP:
            self._again = self._continued(row) if self._regrouped else None
            self._begins = True
        ready = self._prepare(row)
        self._waiting.append(ready)
        if not ready.held and not hold:
            self._place(tail)

    def finish(self) -> None:
        """Write what still waits."""
        if self._waiting:
            self._place()

    def _continued(self, row: Row) -> _Ready:
        return self._prepare(Row(row.kind, (f"{shown(row.cells[0])} (tiếp theo)",)))

    def _prepare(self, row: Row) -> _Ready:
        texts = tuple(shown(cell) for cell in row.cells)
        if row.kind is RowKind.ROW:
            return self._ready(texts, self._widths, self._aligns, self._cell_style)
        first, *rest = self._widths
        widths = (sum(self._widths),) if row.kind is RowKind.GROUP else (first, sum(rest))
        aligns = (Align.CENTER, Align.LEFT)[-len(texts) :]
        return self._ready(texts, widths, aligns, self._head_style, held=True)

    def _ready(
        self,
        texts: tuple[str, ...],
        widths: tuple[float, ...],
        aligns: tuple[Align, ...],
        style: TextStyle,
        *,
        held: bool = False,
        middle: bool = False,
    ) -> _Ready:
        lines = tuple(
            self._lines(text, style, width) for text, width in zip(texts, widths, strict=True)
        )
        return _Ready(lines, widths, aligns, style, held, middle)

    def _lines(self, text: str, style: TextStyle, width: float) -> list[Line]:
        return break_lines(text, self._paper.fonts.of(style), style.size, width - 2 * _PAD_X)

    def _place(self, tail: float = 0) -> None:
        """Write the waiting rows; they stay together and whole where a page can hold them."""
        *before, last = self._waiting
        if before and not before[-1].held and self._taller_than_page():
            self._waiting = before
            self._place()
            self._waiting = [last]
        rows, self._waiting = self._waiting, []
        again = None if self._begins else self._again
        self._begins = False
        page = self._paper.page_room - self._head_height - (again.height() if again else 0.0)
        need = sum(row.height() for row in rows)
        if need > page or self._leaves_blank(need, page):
            need += last.height(last.fewest) - last.height()
        elif need + tail <= page:
            need += tail
        self._open(need, again)
        for row in rows:
            self._write_whole(row)

    def _leaves_blank(self, need: float, page: float) -> bool:
        """Tell whether most of a page would stay blank if rows went over to stay whole."""
        free = self._paper.room - (0.0 if self._started else self._head_height)
        return need > free > page * _MOST_BLANK

    def _taller_than_page(self) -> bool:
        """Tell whether the waiting rows cannot stand together anywhere."""
        need = sum(row.height() for row in self._waiting)
        return need > self._paper.page_room - self._head_height

    def _open(self, need: float, again: _Ready | None) -> None:
        """Make sure that a header stands above and ``need`` pt are free below it.

        On a new page ``again`` stands below the header.
        """
        paper = self._paper
        above = 0.0 if self._started else self._head_height
        if above + need > paper.room and not (paper.fresh and not self._started):
            paper.next_page()
            self._started = False
        if not self._started:
            self._draw_head(again)
            self._started = True

    def _write_whole(self, row: _Ready) -> None:
        paper = self._paper
        while row.height() > paper.room:
            fit = int((paper.room - _PAD_TOP - _PAD_BOTTOM) // single(row.style))
            # Nor shall a line or two stand alone on the next page.
            fit = max(min(fit, row.lines - _FEWEST), min(fit, _FEWEST), 1)
            first, row = row.cut(row.parting(fit))
            self._draw(first)
            paper.next_page()
            self._draw_head(self._again)
        self._draw(row)

    def _draw_head(self, again: _Ready | None) -> None:
        self._draw(self._head, self._head_height)
        if self._turned:
            draw_turned(self._paper, self._turned, self._head_style, self._paper.y)
        if again is not None:
            self._draw(again)

    def _draw(self, row: _Ready, height: float = 0) -> None:
        """Draw a row; ``height`` in pt where it is higher than its lines."""
        paper = self._paper
        top, own = paper.y, row.height()
        height = max(height, own)
        x = paper.left
        for lines, width, align in zip(row.cells, row.widths, row.aligns, strict=True):
            if lines:
                blank = (row.lines - len(lines)) * single(row.style) + height - own
                spare = blank if row.middle else 0.0
                paper.write_lines(
                    lines,
                    row.style,
                    x + _PAD_X,
                    width - 2 * _PAD_X,
                    top=top + _PAD_TOP + spare / 2,
                    leading=single(row.style),
                    align=align,
                )
            x += width
        self._frame(top, height, row.widths)
        paper.note(self._part, top, top + height)
        paper.y += height

    def _frame(self, top: float, height: float, widths: tuple[float, ...]) -> None:
        paper = self._paper
        y1, y2 = paper.height - top, paper.height - top - height
        x = paper.left
        right = x + sum(widths)
        edges = [(x, y1, right, y1), (x, y2, right, y2), (x, y1, x, y2)]
        for width in widths:
            x += width
            edges.append((x, y1, x, y2))
        paper.canvas.setLineWidth(_THIN)
        paper.canvas.lines(edges)
