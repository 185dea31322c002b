"""Compares the tables of a report with a document's pages, cell by cell.

Both our own PDF and one that a word processor makes of the Word copy hold the text of a table row
by row and, within a row, cell by cell. A row that goes on over a page has the first lines of all
its cells on one page and the rest of them, below the repeated header, on the next; our own PDF then
writes the row's code again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.columns import shown
from qnapp.documents.fingerprint import LABEL
from qnapp.documents.report import RowKind
from qnapp.documents.signed_text import solid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.documents.report import Annex, Report, Row
    from qnapp.documents.signed_text import PageText

_SLACK = 6.0  # pt, between where a column is and where a word processor puts it
_STAMPS = 200  # letters that may stand above a header that is repeated
_TRIES = 100_000  # steps spent on rows that page ends part, before they count as different


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in the document: page from 0, letter of its text."""

    page: int
    at: int


@dataclass(slots=True)
class _Reader:
    """The pages of a document, and the columns of the table that is being read."""

    pages: Sequence[PageText]
    lefts: tuple[float, float]  # edge of the text in pt; the second on the back of a sheet
    titles: tuple[str, ...] = ()
    edges: dict[int, list[float]] = field(default_factory=dict)  # of the columns, by page
    tries: int = _TRIES


def first_difference(report: Report, pages: Sequence[PageText]) -> str:
    """Give "" where all tables are the same, else a clause that names the first place.

    Spaces, line ends and fonts do not count; every cell must hold the same text in its own column.
    """
    margins = report.profile.page
    reader = _Reader(pages, (margins.left * mm, margins.right * mm))
    spot = _Spot(0, 0)
    charts = (report.charts.name,) if report.charts is not None else ()  # not in the Word copy
    names = [*((annex.name,) for annex in report.annexes[1:]), (*charts, LABEL)]
    for annex, following in zip(report.annexes, names, strict=True):
        found = _compare(reader, annex, spot, tuple(map(solid, following)))
        if isinstance(found, str):
            return f"{annex.name}, {found}"
        spot = found
    return ""


def _compare(reader: _Reader, annex: Annex, spot: _Spot, followers: tuple[str, ...]) -> _Spot | str:
    """Read one annex from ``spot`` on; gives its end, or what is different."""
    if not annex.table.rows:
        return _find(reader, solid(annex.empty), spot) or "phần không có số liệu"
    reader.titles = tuple(solid(column.title) for column in annex.table.columns)
    reader.edges = {}
    start = _find(reader, "".join(reader.titles), spot)
    if start is None or not _measure(reader, start):
        return "các cột của bảng"
    spot = start
    for row in annex.table.rows:
        end = _row(reader, spot, _texts(row), columns=row.kind is RowKind.ROW)
        if end is None:
            return _named(row)
        spot = end
    return spot if _ends(reader, spot, followers) else "phần sau dòng cuối"


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(solid(shown(cell)) for cell in row.cells)


def _named(row: Row) -> str:
    name = shown(row.cells[0])
    return f"dòng “{name}”" if row.kind is not RowKind.GROUP else f"mục “{name[:60]}”"


def _find(reader: _Reader, text: str, spot: _Spot) -> _Spot | None:
    """Find a text on one page and give the place behind it."""
    for number in range(spot.page, len(reader.pages)):
        at = reader.pages[number].text.find(text, spot.at if number == spot.page else 0)
        if at >= 0:
            return _Spot(number, at + len(text))
    return None


def _measure(reader: _Reader, end: _Spot) -> bool:
    """Learn the columns from a header that ends here: each title is centred in its own.

    Gives false where the titles cannot be centred in columns that lie side by side.
    """
    for left in reader.lefts:
        edges = _edges(reader, end, left)
        if edges is not None:
            reader.edges[end.page] = edges
            return True
    return False


def _edges(reader: _Reader, end: _Spot, left: float) -> list[float] | None:
    page, at = reader.pages[end.page], end.at - sum(map(len, reader.titles))
    edges = [left]
    for title in reader.titles:
        low, high = min(page.lefts[at : at + len(title)]), max(page.rights[at : at + len(title)])
        edges.append(low + high - edges[-1])
        if edges[-2] - _SLACK > low or high > edges[-1] + _SLACK:
            return None
        at += len(title)
    return edges


def _row(reader: _Reader, spot: _Spot, cells: tuple[str, ...], *, columns: bool) -> _Spot | None:
    """Read one row and give the place behind it, None where the page says something else."""
    if spot.at == len(reader.pages[spot.page].text):
        following = _next_page(reader, spot)
        return _row(reader, following, cells, columns=columns) if following else None
    if _stand(reader, spot, cells, columns=columns):
        return _Spot(spot.page, spot.at + sum(map(len, cells)))
    following = _next_page(reader, spot)
    if following is None:
        return None
    for pieces in _partings(reader, spot, cells):
        if any(pieces) and _stand(reader, spot, pieces, columns=columns):
            rests = tuple(cell[len(piece) :] for cell, piece in zip(cells, pieces, strict=True))
            for first in dict.fromkeys((rests[0], cells[0])):
                end = _row(reader, following, (first, *rests[1:]), columns=columns)
                if end is not None:
                    return end
    return None


def _stand(reader: _Reader, spot: _Spot, cells: tuple[str, ...], *, columns: bool) -> bool:
    """Whether these texts stand here one after another, each of whole words and in its column."""
    page, at, edges = reader.pages[spot.page], spot.at, reader.edges[spot.page]
    for number, cell in enumerate(cells):
        end = at + len(cell)
        if not page.text.startswith(cell, at) or not page.begins_word(end):
            return False
        if cell and columns:
            low, high = edges[number] - _SLACK, edges[number + 1] + _SLACK
            if min(page.lefts[at:end]) < low or max(page.rights[at:end]) > high:
                return False
        at = end
    return True


def _partings(reader: _Reader, spot: _Spot, cells: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the ways in which the cells' beginnings fill the rest of a page."""
    page = reader.pages[spot.page]
    if not cells:
        if spot.at == len(page.text):
            yield ()
        return
    cell = cells[0]
    for count in range(_shared(cell, page.text, spot.at), -1, -1):
        reader.tries -= 1
        if reader.tries < 0:
            return
        if page.begins_word(spot.at + count):
            for rest in _partings(reader, _Spot(spot.page, spot.at + count), cells[1:]):
                yield (cell[:count], *rest)


def _shared(cell: str, text: str, at: int) -> int:
    """Count the letters with which the cell and the text from ``at`` on begin alike."""
    count = 0
    while count < len(cell) and text.startswith(cell[count], at + count):
        count += 1
    return count


def _next_page(reader: _Reader, spot: _Spot) -> _Spot | None:
    """Give where a table goes on: below its header, where the next page has one."""
    header = "".join(reader.titles)
    for number in range(spot.page + 1, len(reader.pages)):
        text = reader.pages[number].text
        at = text.find(header, 0, _STAMPS + len(header))
        if at >= 0:
            start = _Spot(number, at + len(header))
            return start if _measure(reader, start) else None
        if text:
            reader.edges[number] = reader.edges[spot.page]
            return _Spot(number, 0)
    return None


def _ends(reader: _Reader, spot: _Spot, followers: tuple[str, ...]) -> bool:
    """Whether the table ends here: nothing more, or one of what may follow it."""
    rest = reader.pages[spot.page].text[spot.at :]
    later = (page.text for page in reader.pages[spot.page + 1 :] if page.text)
    rest = rest or next(later, "")
    return not rest or rest.startswith(followers)
