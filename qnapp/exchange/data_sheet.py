"""The second way up: a frozen report taken out of its own workbook, without evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.carried_data import SHEET, carried_data, is_carried
from qnapp.documents.snapshot import snapshot_of
from qnapp.domain.canonical import digest
from qnapp.errors import FileError
from qnapp.exchange.limits import LARGEST_DATA, bounded_json

if TYPE_CHECKING:
    from qnapp.documents.snapshot import Snapshot
    from qnapp.exchange.cells import Book

_MARK = "QNApp workbook "
_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_NOT_ONE = (
    f"Tệp “{{name}}” không kèm dữ liệu của báo cáo đã trình ký. {_KEPT} "
    "Đề nghị bên gửi gửi gói báo cáo hoặc tệp Excel xuất sau khi trình ký."
)
_ALTERED = (
    f"Dữ liệu kèm trong tệp “{{name}}” đã bị thay đổi nên không dùng. {_KEPT} "
    "Đề nghị bên gửi gửi lại tệp."
)
_NEWER = (
    f"Dữ liệu kèm trong tệp “{{name}}” do phiên bản QNApp khác tạo ra nên không đọc được. {_KEPT} "
    "Cài phiên bản mới rồi mở lại tệp."
)


@dataclass(frozen=True, slots=True)
class CarriedReport:
    """A report that came as a workbook: whole, but nobody's key says who sent it."""

    snapshot: Snapshot
    data: bytes  # the snapshot's own
    sha256: str  # of ``data``: what the report's printed code begins with

    @property
    def digest(self) -> str:
        """What the workbook is called where packages are called by their digests."""
        return workbook_digest(self.sha256)


def workbook_digest(data: str) -> str:
    """Name the workbook of a frozen report by the SHA-256 of its data.

    Another than of any package: what came as a workbook is told from what came signed.
    """
    return digest(f"{_MARK}{data}".encode())


def has_data_sheet(book: Book) -> bool:
    """Whether a workbook was made of a frozen report."""
    return is_carried(_lines(book))


def read_data_sheet(book: Book) -> CarriedReport:
    """Take the report out of a workbook that ``safe_xlsx.read_workbook`` has read.

    Raises ``FileError`` where there is none, where it was changed, or where a newer version of the
    program has written it.
    """
    lines = _lines(book)
    if not is_carried(lines):
        raise FileError(_NOT_ONE.format(name=book.name))
    try:
        data = carried_data(lines)
    except ValueError as error:
        raise FileError(_ALTERED.format(name=book.name), detail=str(error)) from error
    try:
        return CarriedReport(snapshot_of(bounded_json(data, LARGEST_DATA)), data, digest(data))
    except ValueError as error:
        raise FileError(_NEWER.format(name=book.name), detail=str(error)) from error


def _lines(book: Book) -> list[str]:
    sheet = book.sheet(SHEET)
    if sheet is None:
        return []
    return [sheet.text(row, 1) for row in sorted(sheet.rows)]
