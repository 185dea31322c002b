"""Finds the rows of a form again, wherever they were moved to, and says which cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qnapp.exchange.form_data import MARK, RowKind
from qnapp.exchange.form_fields import field_named
from qnapp.exchange.form_writing import CODE_TITLE, KEY_TITLE
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.exchange.cells import Book, Cell, Sheet
    from qnapp.exchange.form_data import BaseRow, FormData
    from qnapp.exchange.form_fields import FormField

_LAST_HEAD_ROW = 60  # a person may put lines above the table
_MOST_NAMED = 5

_OTHER_FORM = "Dòng này chép từ biểu của đơn vị, kỳ hoặc phiên bản khác nên không đọc."
_MIXED = (
    "Mã {code} và khóa ẩn của dòng không khớp, có thể do sắp xếp một phần cột. "
    "Sắp xếp lại cả bảng hoặc chép nội dung về đúng dòng."
)
_UNKNOWN = "Không rõ dòng này thuộc nhiệm vụ, chỉ tiêu nào nên không đọc."
_TWICE = "Mã {code} có hai dòng với nội dung khác nhau. Giữ lại một dòng."
_NO_COLUMN = "Không thấy cột “{title}” nên không đọc cột này."
_NO_TABLE = "Không thấy bảng {what} trong tệp nên không đọc phần này."
_EXTRA_SHEET = "Trang “{name}” không thuộc biểu nhập nên không đọc."
_MISSING = "{count} dòng không còn trong tệp ({codes}) nên giữ nguyên số liệu đang có."
_WHAT = {RowKind.TASK: "nhiệm vụ", RowKind.INDICATOR: "chỉ tiêu"}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that came back. ``cells`` has every field whose column was found; None: empty."""

    sheet: str
    number: int
    base: BaseRow
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A cell or row that cannot be taken in, and why."""

    sheet: str
    ref: str  # "F12", or "12" for a whole row
    code: str  # "" where nobody can say
    title: str  # of the column, "" for a whole row
    typed: str
    text: str  # a sentence


@dataclass
class FoundForm:
    """Everything that came back."""

    rows: dict[str, FoundRow] = field(default_factory=dict)  # by uid
    problems: list[FormProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what was left out, in sentences


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a table stands on a sheet."""

    sheet: Sheet
    kind: RowKind
    head_row: int
    fields: Mapping[FormField, int]  # columns
    key: int  # column, 0 for none
    code: int


def find_rows(book: Book, data: FormData) -> FoundForm:
    """Find all rows of a form by key, else by code; columns by their titles."""
    found = FoundForm()
    seen: set[RowKind] = set()
    for sheet in book.sheets:
        if sheet.text(1, 1) == MARK or not sheet.rows:
            continue
        table = _find_table(sheet, data)
        if table is None:
            found.notes.append(_EXTRA_SHEET.format(name=sheet.name))
            continue
        seen.add(table.kind)
        _note_columns(found, table, data)
        _Search(found, table, data).run()
    for kind in RowKind:
        if data.fields(kind) and kind not in seen:
            found.notes.append(_NO_TABLE.format(what=_WHAT[kind]))
    _note_missing(found, data)
    return found


def _find_table(sheet: Sheet, data: FormData) -> _Table | None:
    """The best row of titles near the top; two titles alone could stand anywhere."""
    best: _Table | None = None
    for number, row in sheet.rows.items():
        if number > _LAST_HEAD_ROW:
            break
        titles = {fold(cell.line): column for column, cell in sorted(row.items(), reverse=True)}
        for kind in RowKind:
            known = (field_named(name) for name in data.fields(kind))
            fields = {one: titles[fold(one.title)] for one in known if fold(one.title) in titles}
            key, code = titles.get(fold(KEY_TITLE), 0), titles.get(fold(CODE_TITLE), 0)
            if fields and (key or code) and len(fields) > (len(best.fields) if best else 0):
                best = _Table(sheet, kind, number, fields, key, code)
    return best


def _note_columns(found: FoundForm, table: _Table, data: FormData) -> None:
    for name in data.fields(table.kind):
        one = field_named(name)
        if one not in table.fields:
            found.notes.append(_NO_COLUMN.format(title=one.title))


def _note_missing(found: FoundForm, data: FormData) -> None:
    told = {problem.code for problem in found.problems}
    missing = [row.code for row in data.rows if row.uid not in found.rows and row.code not in told]
    if missing:
        codes = ", ".join(missing[:_MOST_NAMED]) + ("…" if len(missing) > _MOST_NAMED else "")
        found.notes.append(_MISSING.format(count=len(missing), codes=codes))


class _Search:
    """Goes through the rows of one table."""

    def __init__(self, found: FoundForm, table: _Table, data: FormData) -> None:
        self._found = found
        self._table = table
        rows = [row for row in data.rows if row.kind is table.kind]
        self._by_key = {data.key(row): row for row in rows}
        self._by_code = {fold(row.code): row for row in rows}
        self._refused: set[str] = set()

    def run(self) -> None:
        """Find every row, hidden or not."""
        for number in self._table.sheet.rows:
            if number > self._table.head_row:
                self._take(number)

    def _take(self, number: int) -> None:
        cells = {
            one.name: self._table.sheet.cell(number, column)
            for one, column in self._table.fields.items()
        }
        base = self._base(number, filled=any(cells.values()))
        if base is None:
            return
        row = FoundRow(self._table.sheet.name, number, base, cells)
        before = self._found.rows.get(base.uid)
        if base.uid in self._refused or (before is not None and _texts(before) != _texts(row)):
            # Which of the two is meant nobody can say, so neither is.
            self._found.rows.pop(base.uid, None)
            self._refused.add(base.uid)
            self._problem(number, base.code, _TWICE.format(code=base.code))
        else:
            self._found.rows[base.uid] = row

    def _base(self, number: int, *, filled: bool) -> BaseRow | None:
        """The row of the form that a row of the sheet is, None where it cannot be told."""
        key, code = self._text(number, self._table.key), self._text(number, self._table.code)
        by_key, by_code = self._by_key.get(key), self._by_code.get(fold(code))
        if key and by_key is None:
            self._problem(number, code, _OTHER_FORM)
        elif by_key is not None and code and by_code is not by_key:
            self._problem(number, code, _MIXED.format(code=code))
        elif by_key is not None or by_code is not None:
            return by_key or by_code
        elif filled:
            self._problem(number, code, _UNKNOWN)
        return None

    def _text(self, number: int, column: int) -> str:
        return self._table.sheet.text(number, column) if column else ""

    def _problem(self, number: int, code: str, text: str) -> None:
        name = self._table.sheet.name
        self._found.problems.append(FormProblem(name, str(number), code, "", "", text))


def _texts(row: FoundRow) -> list[tuple[str, str]]:
    return [(name, cell.text if cell else "") for name, cell in row.cells.items()]
