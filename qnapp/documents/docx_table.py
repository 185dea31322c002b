"""The annexes of the Word copy: headings, and a table whose header stands on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qnapp.documents.columns import fit_widths, shown
from qnapp.documents.docx_page import text_width
from qnapp.documents.docx_styles import (
    ANNEX_NAME,
    ANNEX_NOTE,
    ANNEX_TITLE,
    BODY,
    SMALL_CELL,
    SMALL_HEAD,
    SPACER,
    TABLE_CELL,
    TABLE_HEAD,
)
from qnapp.documents.docx_xml import cell, make, paragraph, row, table, twips
from qnapp.documents.fonts import SINGLE, load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.pdf_table_head import turned_titles
from qnapp.documents.report import Align, RowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qnapp.documents.docx_xml import Node
    from qnapp.documents.profiles import Profile, TextStyle
    from qnapp.documents.report import Annex, Table

_LINE = 0.5
_PAD_X = 1.2 * mm
_PAD = (1.6, _PAD_X, 3.0, _PAD_X)
_BETWEEN_ANNEXES = 24.0
_TURNED_SPARE = 2.0  # another program measures a line a little longer, and would part it
_SPARE = 30.0  # two lines: for what another program breaks otherwise


def annex_nodes(
    annex: Annex, profile: Profile, step: Callable[[], None], *, shares: bool
) -> list[Node]:
    """Give one annex; ``shares`` sets it below another one, ``step`` is called after every row."""
    above = (make("spacing", before=twips(_BETWEEN_ANNEXES)),) if shares else ()
    nodes = [
        paragraph(ANNEX_NAME, annex.name, own=above),
        paragraph(ANNEX_TITLE, annex.title),
        paragraph(ANNEX_NOTE, annex.note),
    ]
    if annex.legend:
        own = (make("keepNext"), make("spacing", after=twips(_PAD[2])))
        nodes.append(paragraph(TABLE_CELL, annex.legend, own=own))
    if annex.table.rows:
        return [*nodes, *table_nodes(annex.table, profile, wide=annex.wide, step=step)]
    centred = (make("ind", firstLine=0), make("jc", val="center"))
    return [*nodes, paragraph(BODY, annex.empty, own=centred)]


def table_nodes(
    given: Table, profile: Profile, *, wide: bool, step: Callable[[], None] | None = None
) -> list[Node]:
    """Give a table and the paragraph that Word wants behind it, which takes no room."""
    style = profile.annex.cell_of(given)
    face = load_fonts().of(style)
    widths = fit_widths(given, text_width(profile, wide=wide), face, style.size)
    paper = float(A4[0] if wide else A4[1])
    rows = _rows(given, profile, widths, paper, step)
    return [table(widths, rows, line=_LINE, pad=_PAD), paragraph(SPACER)]


def _rows(
    given: Table,
    profile: Profile,
    widths: Sequence[float],
    paper: float,
    step: Callable[[], None] | None,
) -> Iterator[Node]:
    head, height = _head(given, profile, widths)
    room = _room(profile, paper) - height
    yield head
    aligns = [column.align for column in given.columns]
    for entry in given.rows:
        texts = [shown(value) for value in entry.cells]
        plain = entry.kind is RowKind.ROW
        # A row that is held whole but taller than a page would lose its end in Word.
        whole = not plain or _height(texts, widths, profile.annex.cell_of(given)) <= room
        yield row(_cells(entry.kind, texts, widths, aligns, small=given.small), whole=whole)
        if step is not None:
            step()


def _head(given: Table, profile: Profile, widths: Sequence[float]) -> tuple[Node, float]:
    """Give the row over the columns, and about how high it is."""
    style = profile.annex.head_of(given)
    face = load_fonts().of(style)
    level = ["" if column.turned else column.title for column in given.columns]
    turned = turned_titles(given.columns, widths, face, style, pad=2 * _PAD_X)
    longest = max((title.length + _TURNED_SPARE for title in turned), default=0.0)
    cells = [
        cell(
            width,
            [_held(column.title, Align.CENTER, small=given.small)],
            middle=True,
            turned=column.turned,
        )
        for column, width in zip(given.columns, widths, strict=True)
    ]
    height = max(_height(level, widths, style), longest)
    return row(cells, header=True, height=longest), height


def _room(profile: Profile, paper: float) -> float:
    margins = (profile.page.top + profile.page.bottom) * mm
    return paper - margins - _SPARE


def _height(texts: Sequence[str], widths: Sequence[float], style: TextStyle) -> float:
    """Tell about how high a row will be; word processors break lines nearly as we do."""
    face = load_fonts().of(style)
    lines = [
        len(break_lines(text, face, style.size, width - 2 * _PAD_X))
        for text, width in zip(texts, widths, strict=True)
    ]
    return max(lines) * style.size * SINGLE + _PAD[0] + _PAD[2]


def _cells(
    kind: RowKind,
    texts: Sequence[str],
    widths: Sequence[float],
    aligns: Sequence[Align],
    *,
    small: bool,
) -> list[Node]:
    if kind is RowKind.ROW:
        columns = zip(texts, widths, aligns, strict=True)
        return [
            cell(width, [_cell_text(text, align, small=small)]) for text, width, align in columns
        ]
    title = _held(texts[-1], Align.LEFT, small=small)
    if kind is RowKind.GROUP:
        return [cell(sum(widths), [title], span=len(widths))]
    code = cell(widths[0], [_held(texts[0], Align.CENTER, small=small)])
    return [code, cell(sum(widths[1:]), [title], span=len(widths) - 1)]


def _cell_text(text: str, align: Align, *, small: bool) -> Node:
    own = () if align is Align.LEFT else (make("jc", val=align.value),)
    return paragraph(SMALL_CELL if small else TABLE_CELL, text, own=own)


def _held(text: str, align: Align, *, small: bool) -> Node:
    """Make a heading inside the table: it stays with the row below it."""
    own = (make("keepNext"), make("jc", val=align.value))
    return paragraph(SMALL_HEAD if small else TABLE_HEAD, text, own=own)
