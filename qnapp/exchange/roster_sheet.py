"""The roster as a workbook: written to be filled in, read back with what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.db.reporters import RosterEntry, roster
from qnapp.db.settings import mail_addresses
from qnapp.errors import FileError, InputError
from qnapp.exchange.safe_xlsx import read_workbook
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.exchange.cells import Book, Cell, Sheet

TITLE = "DANH BẠ ĐƠN VỊ GỬI BÁO CÁO"
NOTE = (
    "Điền thư điện tử và điện thoại rồi nhập lại vào chương trình. Nhiều địa chỉ cách nhau bằng "
    "dấu phẩy. Ô để trống thì giữ như cũ."
)
_NOTHING = (
    "Tệp “{name}” không có bảng danh bạ nào đọc được. Danh bạ vẫn giữ nguyên. "
    "Thêm hàng tiêu đề có Đơn vị (hoặc Mã) và Thư điện tử hoặc Điện thoại."
)
_UNKNOWN = "Dòng {row}: không có “{name}” trong danh bạ."
_BAD = "Dòng {row}, {name}: {reason}"
_TWICE = "Dòng {row}: {name} đã có ở dòng trên."


class Head(StrEnum):
    """What a column of the workbook holds."""

    CODE = "code"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


_HEADS = {
    Head.CODE: ("ma", "ma don vi"),
    Head.NAME: ("don vi", "ten don vi", "ten co quan, don vi", "co quan, don vi"),
    Head.EMAIL: ("thu dien tu", "email", "e-mail", "dia chi thu", "dia chi email", "hop thu"),
    Head.PHONE: ("dien thoai", "so dien thoai", "dt", "sdt"),
}
_WITHOUT_ZERO = (9, 10)  # digits of a mobile and of a fixed number as Excel keeps them
FIELD_WORDS = {"email": "Thư điện tử", "phone": "Điện thoại"}


@dataclass(frozen=True, slots=True)
class RosterChange:
    """One cell that would change."""

    code: str
    name: str
    field: str  # "email" or "phone"
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a workbook would change, and the sentences on what could not be used."""

    changes: tuple[RosterChange, ...]
    unread: tuple[str, ...]

    @property
    def values(self) -> dict[str, dict[str, str | bool]]:
        """As ``db.reporters.update_reporters`` takes them."""
        found: dict[str, dict[str, str | bool]] = {}
        for one in self.changes:
            found.setdefault(one.code, {})[one.field] = one.new
        return found


def write_roster(store: Store, target: Path) -> None:
    """Write the roster, whole or not at all; raises ``FileError``."""
    from qnapp.documents.xlsx_list import ListSheet, write_list  # openpyxl takes long to import

    heads = ("Mã", "Đơn vị", "Khối", "Thư điện tử", "Điện thoại")
    rows = [(one.code, one.name, one.group, one.email, one.phone) for one in roster(store)]
    widths = (12, 34, 14, 44, 20)
    write_list(ListSheet("Danh bạ", TITLE, [NOTE], heads, widths, rows, frozen=2), target)


def read_roster(store: Store, path: Path) -> RosterFile:
    """Read addresses from a workbook, the program's own or anybody's; nothing is written.

    Rows are known by code, else by name without diacritics and case. An empty cell changes nothing.
    Raises ``FileError`` where there is no such table.
    """
    book = read_workbook(path)
    found = next(_tables(book), None)
    if found is None:
        raise FileError(_NOTHING.format(name=path.name))
    entries = roster(store)
    changes: list[RosterChange] = []
    unread: list[str] = []
    seen: set[str] = set()
    for row in _rows(*found):
        entry = _entry(entries, row.cells)
        if entry is None:
            unread.append(_UNKNOWN.format(row=row.number, name=row.shown))
        elif entry.code in seen:
            unread.append(_TWICE.format(row=row.number, name=entry.name))
        else:
            seen.add(entry.code)
            changes += _changes(entry, row, unread)
    return RosterFile(tuple(changes), tuple(unread))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[Head, str]

    @property
    def shown(self) -> str:
        return self.cells.get(Head.NAME) or self.cells.get(Head.CODE) or ""


def _tables(book: Book) -> Iterator[tuple[Sheet, int, dict[Head, int]]]:
    """Sheets with a row of heads that can be used: the sheet, the row, column by head."""
    for sheet in book.sheets:
        for number, cells in sheet.rows.items():
            heads = {
                head: column
                for column, cell in cells.items()
                for head, words in _HEADS.items()
                if fold(cell.line).strip(" .:") in words
            }
            who = Head.CODE in heads or Head.NAME in heads
            if who and (Head.EMAIL in heads or Head.PHONE in heads):
                yield sheet, number, heads
                break


def _rows(sheet: Sheet, top: int, heads: Mapping[Head, int]) -> Iterator[_Row]:
    for number in sheet.rows:
        if number > top:
            cells = {head: _typed(sheet.cell(number, at), head) for head, at in heads.items()}
            row = _Row(number, cells)
            if row.shown:
                yield row


def _typed(cell: Cell | None, head: Head) -> str:
    """A cell as it was typed: Excel drops the zero before a code and a telephone number."""
    number = cell.number if cell is not None else None
    if cell is None or number is None:
        return cell.line if cell is not None else ""
    digits = format(number, "f")
    return f"0{digits}" if head is Head.PHONE and len(digits) in _WITHOUT_ZERO else digits


def _entry(entries: Iterable[RosterEntry], cells: Mapping[Head, str]) -> RosterEntry | None:
    code, name = cells.get(Head.CODE, "").upper(), fold(cells.get(Head.NAME, ""))
    by_name = None
    for one in entries:
        if code and one.code in (code, code.zfill(5)):  # Excel drops the zero of "06652"
            return one
        if name and fold(one.name) == name:
            by_name = one
    return by_name


def _changes(entry: RosterEntry, row: _Row, unread: list[str]) -> Iterator[RosterChange]:
    for head in (Head.EMAIL, Head.PHONE):
        typed, old = row.cells.get(head, ""), str(getattr(entry, head))
        try:
            new = mail_addresses(typed) if head is Head.EMAIL else typed
        except InputError as error:
            unread.append(_BAD.format(row=row.number, name=entry.name, reason=error))
            continue
        if new and new != old:
            yield RosterChange(entry.code, entry.name, str(head), old, new)
