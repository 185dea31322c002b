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
    SPACER,
    TABLE_CELL,
    TABLE_HEAD,
)
from qnapp.documents.docx_xml import cell, make, paragraph, row, table, twips
from qnapp.documents.fonts import SINGLE, load_fonts
from qnapp.documents.layout import break_lines
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
    if annex.table.rows:
        # Word wants a paragraph behind a table; this one takes no room.
        return [*nodes, _table(annex.table, profile, step), paragraph(SPACER)]
    centred = (make("ind", firstLine=0), make("jc", val="center"))
    return [*nodes, paragraph(BODY, annex.empty, own=centred)]


def _table(given: Table, profile: Profile, step: Callable[[], None]) -> Node:
    style = profile.annex.cell
    face = load_fonts().of(style)
    widths = fit_widths(given, text_width(profile, wide=True), face, style.size)
    return table(widths, _rows(given, profile, widths, step), line=_LINE, pad=_PAD)


def _rows(
    given: Table, profile: Profile, widths: Sequence[float], step: Callable[[], None]
) -> Iterator[Node]:
    titles = [column.title for column in given.columns]
    room = _room(profile) - _height(titles, widths, profile.annex.head)
    yield row(
        [
            cell(width, [_held(title, Align.CENTER)], middle=True)
            for title, width in zip(titles, widths, strict=True)
        ],
        header=True,
    )
    aligns = [column.align for column in given.columns]
    for entry in given.rows:
        texts = [shown(value) for value in entry.cells]
        plain = entry.kind is RowKind.ROW
        # A row that is held whole but taller than a page would lose its end in Word.
        whole = not plain or _height(texts, widths, profile.annex.cell) <= room
        yield row(_cells(entry.kind, texts, widths, aligns), whole=whole)
        step()


def _room(profile: Profile) -> float:
    margins = (profile.page.top + profile.page.bottom) * mm
    return float(A4[0]) - margins - _SPARE


def _height(texts: Sequence[str], widths: Sequence[float], style: TextStyle) -> float:
    """Tell about how high a row will be; word processors break lines nearly as we do."""
    face = load_fonts().of(style)
    lines = [
        len(break_lines(text, face, style.size, width - 2 * _PAD_X))
        for text, width in zip(texts, widths, strict=True)
    ]
    return max(lines) * style.size * SINGLE + _PAD[0] + _PAD[2]


def _cells(
    kind: RowKind, texts: Sequence[str], widths: Sequence[float], aligns: Sequence[Align]
) -> list[Node]:
    if kind is RowKind.ROW:
        columns = zip(texts, widths, aligns, strict=True)
        return [cell(width, [_cell_text(text, align)]) for text, width, align in columns]
    title = _held(texts[-1], Align.LEFT)
    if kind is RowKind.GROUP:
        return [cell(sum(widths), [title], span=len(widths))]
    code = cell(widths[0], [_held(texts[0], Align.CENTER)])
    return [code, cell(sum(widths[1:]), [title], span=len(widths) - 1)]


def _cell_text(text: str, align: Align) -> Node:
    own = () if align is Align.LEFT else (make("jc", val=align.value),)
    return paragraph(TABLE_CELL, text, own=own)


def _held(text: str, align: Align) -> Node:
    """Make a heading inside the table: it stays with the row below it."""
    return paragraph(TABLE_HEAD, text, own=(make("keepNext"), make("jc", val=align.value)))
