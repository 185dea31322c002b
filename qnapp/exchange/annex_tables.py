"""Finds the tables of the two annexes in a workbook, however they were typed or pasted.

A table begins where a row of titles stands (one row, or two where a title spans several columns),
and ends where the next one begins. Titles are known by their words, not by their place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qnapp.exchange.cells import Book, Cell, Merged, Sheet


class Role(StrEnum):
    """What a column holds."""

    LABEL = "label"
    TITLE = "title"
    LEAD = "lead"
    SUPPORT = "support"
    DEADLINE = "deadline"
    UNIT = "unit"
    TARGET = "target"
    NATURE = "nature"


class TableKind(StrEnum):
    """Which of the two annexes a table is."""

    TASKS = "tasks"
    INDICATORS = "indicators"


# In this order: "Chỉ tiêu năm 2026" is a target, "Chỉ tiêu" what is measured.
_TITLES = tuple(
    (role, re.compile(words))
    for role, words in (
        (Role.LABEL, r"(?:so )?(?:tt|stt|thu tu)"),
        (Role.DEADLINE, r"(?:thoi (?:han|gian)|tien do|han hoan thanh|moc thoi gian).*"),
        (Role.SUPPORT, r"(?!.*chu tri).*phoi hop.*"),
        (Role.LEAD, r".*chu tri.*|(?:don vi|co quan|to chuc) thuc hien"),
        (Role.UNIT, r"don vi(?: tinh)?|dvt|d\.v\.t|don vi do"),
        (Role.NATURE, r"cach tinh|tinh chat"),
        (
            Role.TARGET,
            r"(?:muc tieu|ke hoach|muc phan dau|muc nam|muc|muc giao|chi tieu giao)(?: .*)?"
            r"|chi tieu (?:ke hoach |phan dau )?(?:nam|den) .*",
        ),
        (
            Role.TITLE,
            r"(?:ten |noi dung )?(?:nhiem vu|chi tieu|cong viec)(?: .*)?|noi dung(?: .*)?",
        ),
    )
)
_OF_INDICATORS = frozenset({Role.UNIT, Role.TARGET})
_OF_TASKS = frozenset({Role.LEAD, Role.SUPPORT, Role.DEADLINE})
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Z]\)?")
_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_LONGEST_TITLE = 60  # a longer text is no title of a column
_FEWEST_TITLES = 2
_FEWEST_NUMBERS = 3  # cells of a row that only counts the columns
_MOST_COVERED = 300_000  # cells inside of merged ones; an annex has a few hundred


@dataclass(frozen=True, slots=True)
class Remark:
    """A cell that could not be read, or that a person should look at again."""

    sheet: str
    ref: str
    typed: str
    text: str  # a sentence


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a table, its cells by what they hold."""

    sheet: str
    number: int
    cells: Mapping[Role, Cell]
    continued: bool = False  # label or title are merged with the row above: more of the same
    after_gap: bool = False  # an empty row stands between it and the row above
    merged: frozenset[Role] = frozenset()  # roles that the cell of the lead was merged over
    has_label: bool = True  # the table has a column for it

    def text(self, role: Role) -> str:
        """Text of a cell in lines, "" for an empty one."""
        found = self.cells.get(role)
        return found.text if found else ""

    def line(self, role: Role) -> str:
        """Text of a cell in one line."""
        found = self.cells.get(role)
        return found.line if found else ""

    def remark(self, role: Role, text: str) -> Remark:
        """Say something of a cell, or of the row where the cell is empty."""
        cell = self.cells.get(role)
        ref = cell.ref if cell else str(self.number)
        return Remark(self.sheet, ref, cell.line if cell else "", text)


@dataclass
class Annexes:
    """All rows of all tables of a workbook, and the lines that stand outside of them."""

    tasks: list[RawRow] = field(default_factory=list)
    indicators: list[RawRow] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)


_FORMULA = "Ô chứa công thức nên không đọc. Dán lại thành giá trị."
_ERROR = "Ô báo lỗi nên không đọc. Nhập lại giá trị."
_LEGACY = "Ô dùng phông chữ cũ (.VnTime, VNI) nên chữ có thể sai. Gõ lại bằng Unicode."


def read_annexes(book: Book) -> Annexes:
    """Find all tables. Cells that cannot be read are left out and told."""
    found = Annexes()
    for sheet in book.sheets:
        if not sheet.hidden:
            _Reading(sheet, found).run()
    return found


def _covered(blocks: Sequence[Merged]) -> Iterator[tuple[tuple[int, int], Merged]]:
    for block in blocks:
        for row in range(block.first_row, block.last_row + 1):
            for column in range(block.first_column, block.last_column + 1):
                yield (row, column), block


def role_of(title: str) -> Role | None:
    """What a column of this title holds, None where nobody knows."""
    words = _NOTE.sub("", fold(title)).strip(" .:*")
    if not words or len(words) > _LONGEST_TITLE:
        return None
    return next((role for role, pattern in _TITLES if pattern.fullmatch(words)), None)


@dataclass(frozen=True, slots=True)
class _Head:
    """Titles that were found: columns by role, and the last row that they take."""

    columns: Mapping[Role, int]
    last_row: int

    @property
    def kind(self) -> TableKind:
        """An indicator is known by its unit or target."""
        indicators = bool(_OF_INDICATORS & self.columns.keys())
        return TableKind.INDICATORS if indicators else TableKind.TASKS

    @property
    def complete(self) -> bool:
        """Whether it can be a table's: what is to be done, and something beside it."""
        others = _OF_INDICATORS | _OF_TASKS
        return Role.TITLE in self.columns and bool(others & self.columns.keys())


class _Reading:
    """Goes through one sheet."""

    def __init__(self, sheet: Sheet, found: Annexes) -> None:
        self._sheet = sheet
        self._found = found
        self._blocks = dict(islice(_covered(sheet.merged), _MOST_COVERED))

    def run(self) -> None:
        """Read all tables of the sheet."""
        head: _Head | None = None
        before = 0
        for number in self._sheet.rows:
            if head is not None and number <= head.last_row:
                continue
            new = self._head(number)
            if new is not None:
                head, before = new, new.last_row
            elif head is None:
                self._found.lines += [cell.line for cell in self._sheet.rows[number].values()]
            elif not self._is_column_numbers(number):
                self._take(head, number, after_gap=number - before > 1)
                before = number

    def _head(self, number: int) -> _Head | None:
        """The titles of a table that begin in this row, None where there are none."""
        first = self._roles(number)
        if len(first) < _FEWEST_TITLES:  # a line such as "Nhiệm vụ cụ thể năm 2026"
            return None
        one = _Head(first, number)
        below = number + 1
        second = self._roles(below) if self._all_titles(below) else {}
        # The upper of two rows says "Cơ quan thực hiện" over "Chủ trì" and "Phối hợp".
        both = _Head({**first, **second}, below)
        if second and both.complete:
            return both
        return one if one.complete else None

    def _roles(self, number: int) -> dict[Role, int]:
        found: dict[Role, int] = {}
        for column, cell in self._sheet.rows.get(number, {}).items():
            role = role_of(cell.line) if isinstance(cell.value, str) else None
            if role is not None:
                found.setdefault(role, column)
        return found

    def _all_titles(self, number: int) -> bool:
        row = self._sheet.rows.get(number, {})
        return bool(row) and all(role_of(cell.line) is not None for cell in row.values())

    def _is_column_numbers(self, number: int) -> bool:
        texts = [cell.line for cell in self._sheet.rows[number].values()]
        return len(texts) >= _FEWEST_NUMBERS and all(map(_COLUMN_NUMBER.fullmatch, texts))

    def _take(self, head: _Head, number: int, *, after_gap: bool) -> None:
        cells = {role: cell for role, cell in self._cells(head, number) if self._readable(cell)}
        if not cells:
            return
        row = RawRow(
            self._sheet.name,
            number,
            cells,
            continued=self._continued(head, number),
            after_gap=after_gap,
            merged=frozenset(self._merged_over(head, number)),
            has_label=Role.LABEL in head.columns,
        )
        tasks = head.kind is TableKind.TASKS
        (self._found.tasks if tasks else self._found.indicators).append(row)

    def _cells(self, head: _Head, number: int) -> Iterator[tuple[Role, Cell]]:
        """The cells of a row; one that was merged downwards holds for every row that it covers."""
        for role, column in head.columns.items():
            cell = self._sheet.cell(number, column)
            block = self._blocks.get((number, column))
            own = role in (Role.LABEL, Role.TITLE)
            if cell is None and block is not None and not own and block.first_column == column:
                cell = self._sheet.cell(block.first_row, column)
            if cell is not None:
                yield role, cell

    def _continued(self, head: _Head, number: int) -> bool:
        places = (head.columns.get(role, 0) for role in (Role.LABEL, Role.TITLE))
        blocks: list[Merged | None] = [self._blocks.get((number, column)) for column in places]
        return any(block is not None and block.first_row < number for block in blocks)

    def _merged_over(self, head: _Head, number: int) -> Iterator[Role]:
        block = self._blocks.get((number, head.columns.get(Role.LEAD, 0)))
        if block is None:
            return
        for role, column in head.columns.items():
            if block.first_column <= column <= block.last_column:
                yield role

    def _readable(self, cell: Cell) -> bool:
        legacy = cell.style.legacy_font and isinstance(cell.value, str) and not cell.line.isascii()
        why = _FORMULA if cell.formula else _ERROR if cell.error else _LEGACY if legacy else ""
        if why:
            remark = Remark(self._sheet.name, cell.ref, cell.line, why)
            # A merged cell is met once a row.
            if remark not in self._found.unread:
                self._found.unread.append(remark)
        return not why
