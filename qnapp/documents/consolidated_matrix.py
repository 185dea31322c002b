"""Tasks by organisations as letters, in blocks of columns that a page holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from qnapp.documents.consolidated_drafts import MATRIX_ANNEX
from qnapp.documents.consolidated_rows import SenderGroup, line_groups, sender_groups
from qnapp.documents.consolidated_words import letter_legend, letter_of
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.report import Align, Annex, Column, Row, RowKind, Table
from qnapp.documents.words import period_words
from qnapp.domain.received import ReportState
from qnapp.text import lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.documents.profiles import AnnexRules, TextStyle
    from qnapp.domain.consolidated import Consolidation, Reporter

MOST_COLUMNS = 32
"""Organisations beside each other: a letter and the rules around it take 5.5 mm."""
_CODE, _TITLE = 15, 58  # mm
_WIDEST = 12.0  # mm, of an organisation's column
_WHOLE = 252.0  # mm: A4 across within the margins of both forms
_WHY_EMPTY = {ReportState.MISSING: " (chưa gửi)", ReportState.CONFLICT: " (hai báo cáo)"}
_MOST_LINES = 3  # of a task's title, which Biểu số 2 has in full
_PADDING = 3.0  # mm, of a cell, left and right together


def matrix_annexes(found: Consolidation, note: str, rules: AnnexRules) -> list[Annex]:
    """Build the matrix, a block an annex; code and task stand again in each."""
    if not found.reporters or not found.tasks:
        return []
    blocks = list(_blocks(sender_groups(found)))
    numbered = len(blocks) > 1
    return [
        _block(found, note, rules, names, members, f".{n}" if numbered else "")
        for n, (names, members) in enumerate(blocks, 1)
    ]


def short_title(title: str, style: TextStyle, width: float) -> str:
    """Cut a title at the end of a word where three lines of ``width`` mm do not hold it."""
    face, room = load_fonts().of(style), (width - _PADDING) * mm
    lines = break_lines(title, face, style.size, room)
    if len(lines) <= _MOST_LINES:
        return title
    words = " ".join(line.text for line in lines[:_MOST_LINES]).split(" ")
    while True:
        cut = " ".join(words).rstrip(" ,;:-(") + "…"
        if len(words) == 1 or len(break_lines(cut, face, style.size, room)) <= _MOST_LINES:
            return cut
        words.pop()


def _blocks(groups: Sequence[SenderGroup]) -> Iterator[tuple[list[str], list[Reporter]]]:
    """Fill blocks group by group; a group is parted only where it is larger than a block."""
    names: list[str] = []
    members: list[Reporter] = []
    for group in groups:
        if members and len(members) + len(group.reporters) > MOST_COLUMNS:
            yield names, members
            names, members = [], []
        rest = list(group.reporters)
        while len(rest) > MOST_COLUMNS:
            yield [group.name], rest[:MOST_COLUMNS]
            rest = rest[MOST_COLUMNS:]
        names, members = [*names, group.name], [*members, *rest]
    if members:
        yield names, members


def _block(
    found: Consolidation,
    note: str,
    rules: AnnexRules,
    names: Sequence[str],
    members: Sequence[Reporter],
    number: str,
) -> Annex:
    groups = ", ".join(lower_first(name) for name in names)
    title = f"Tình trạng nhiệm vụ theo từng đơn vị {period_words(found.period)}: {groups}"
    blank = Table(_columns(members), (), small=True)
    rows = _rows(found, members, rules.cell_of(blank), _title_width(blank.columns))
    table = replace(blank, rows=tuple(rows))
    name, none = f"{MATRIX_ANNEX}{number}", "Chưa có nhiệm vụ nào được giao hoặc báo cáo."
    return Annex(name, title.upper(), note, table, none, legend=letter_legend())


def _columns(members: Sequence[Reporter]) -> tuple[Column, ...]:
    width = min(_WIDEST, (_WHOLE - _CODE - _TITLE) / len(members))
    # What few organisations leave goes to the task's title.
    wide = width == _WIDEST
    return (
        Column("Mã", Align.CENTER, _CODE),
        Column("Nhiệm vụ", Align.LEFT, 0 if wide else _TITLE),
        *(Column(_head(one), Align.CENTER, width, turned=True) for one in members),
    )


def _title_width(columns: Sequence[Column]) -> float:
    """Width in mm of the tasks' titles, which may take what the others leave."""
    return columns[1].width or _WHOLE - sum(column.width for column in columns)


def _head(one: Reporter) -> str:
    """Say over the column itself that there is nothing in it to be counted."""
    return one.name + _WHY_EMPTY.get(one.state, "")


def _rows(
    found: Consolidation, members: Sequence[Reporter], style: TextStyle, width: float
) -> Iterator[Row]:
    """Give the tasks that concern anybody of the block; Biểu số 2 has all of them."""
    for group in line_groups(found):
        rows = []
        for line in group.lines:
            letters = [letter_of(line, one) for one in members]
            if any(letters):
                title = short_title(line.task.title, style, width)
                rows.append(Row(RowKind.ROW, (line.task.code, title, *letters)))
        if rows:
            yield Row(RowKind.GROUP, (group.short,))
            yield from rows
