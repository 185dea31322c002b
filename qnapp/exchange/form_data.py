"""What a form carries besides its cells: whose it is, and every value as it was exported.

It stands on a hidden sheet as base64 of canonical JSON, so that no program that saves the workbook
again (LibreOffice, Excel, a phone) takes a part of it for a number, a date or a formula.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping  # noqa: TC003  the reader of plain data resolves annotations
from dataclasses import dataclass
from datetime import date  # noqa: TC003
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.canonical import canonical_json, digest, from_plain, to_plain
from qnapp.errors import FileError
from qnapp.exchange.limits import LARGEST_DATA, bounded_json

if TYPE_CHECKING:
    from qnapp.exchange.cells import Book, Sheet

DATA_SHEET = "QNApp"
MARK = "qnapp-form"
FORMAT = 1
CHUNK = 30_000  # characters a cell; Excel ends at 32,767
FIRST_CHUNK = 4  # row

_NOT_A_FORM = (
    "Tệp “{name}” không phải biểu nhập của QNApp. Dữ liệu hiện có vẫn giữ nguyên. "
    "Chọn đúng tệp do QNApp xuất ra."
)
_NEWER = (
    "Biểu nhập “{name}” do phiên bản QNApp mới hơn tạo ra. Dữ liệu hiện có vẫn giữ nguyên. "
    "Cài phiên bản mới rồi nhận lại biểu."
)
_ALTERED = (
    "Phần dữ liệu ẩn của biểu nhập “{name}” đã bị thay đổi nên không dùng. "
    "Dữ liệu hiện có vẫn giữ nguyên. Xuất biểu mới rồi chép nội dung sang."
)


class RowKind(StrEnum):
    """What a row of a form is about."""

    TASK = "task"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A row as it was exported. ``values`` are as the store keeps them, by field."""

    uid: str
    code: str
    kind: RowKind
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormData:
    """Whose form it is, of which period, plan and version, and what it was made from."""

    id: str
    organisation: str  # code
    organisation_name: str
    plan: str  # uid
    plan_number: str
    version: int
    period: str  # code
    officer: str  # "" for all
    made_on: date
    rows: tuple[BaseRow, ...]

    def fields(self, kind: RowKind) -> tuple[str, ...]:
        """Names of the fields that have a column, in the order of the columns."""
        found = (row.values for row in self.rows if row.kind is kind)
        return tuple(dict.fromkeys(name for values in found for name in values))

    def key(self, row: BaseRow) -> str:
        """What names a row in its hidden column: unlike anything from another unit or period."""
        return f"{self.organisation}|{self.period}|v{self.version}|{row.uid}"


def data_cells(data: FormData) -> list[str]:
    """The texts of the hidden sheet's first column, from the top."""
    raw = canonical_json(to_plain(data))
    text = base64.b64encode(raw).decode("ascii")
    chunks = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
    return [MARK, str(FORMAT), digest(raw), *chunks]


def is_form(book: Book) -> bool:
    """Whether a workbook is a form, of any version, whatever its file is called."""
    return _data_sheet(book) is not None


def form_data(book: Book) -> FormData:
    """What a form carries; raises ``FileError`` for no form, a newer or an altered one."""
    sheet = _data_sheet(book)
    if sheet is None:
        raise FileError(_NOT_A_FORM.format(name=book.name))
    number = sheet.text(2, 1)
    if number.isdigit() and int(number) > FORMAT:
        raise FileError(_NEWER.format(name=book.name))
    chunks = [sheet.text(row, 1) for row in sheet.rows if row >= FIRST_CHUNK]
    try:
        raw = base64.b64decode("".join(chunks), validate=True)
        if digest(raw) != sheet.text(3, 1):
            raise ValueError("another digest")
        return from_plain(FormData, bounded_json(raw, LARGEST_DATA))
    except (ValueError, binascii.Error) as error:
        raise FileError(_ALTERED.format(name=book.name), detail=str(error)) from error


def _data_sheet(book: Book) -> Sheet | None:
    # By its content: a person may have renamed what a program made visible again.
    return next((sheet for sheet in book.sheets if sheet.text(1, 1) == MARK), None)
