"""Reads a workbook that nobody vouches for (design, section 8; field, D2).

openpyxl's own reader builds what it reads and does not tell merged cells while streaming; here the
few parts with values are streamed, counted in real bytes, and only cells with a value are kept.
Formulas stay text, nothing is computed, followed, unpacked to disk or taken from another part.
"""

from __future__ import annotations

import contextlib
import posixpath
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from qnapp.errors import FileError
from qnapp.exchange.cells import Book
from qnapp.exchange.container_zip import UntrustedZip
from qnapp.exchange.refusals import PackageError, Reason
from qnapp.exchange.xlsx_parts import RelationsPart, StringsPart, StylesPart, WorkbookPart
from qnapp.exchange.xlsx_sheet import LAST_ROW, Shared, SheetPart
from qnapp.exchange.xlsx_xml import BadPart, PartHandler, TooMuch, parse_part
from qnapp.text import file_size, format_number

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from qnapp.exchange.cells import Sheet

MB = 1024 * 1024
LARGEST_FILE = 20 * MB
LARGEST_PART = 100 * MB  # unpacked
LARGEST_TOTAL = 200 * MB  # unpacked, of all parts that are read
LARGEST_TYPES = MB

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any office file with a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_BEGINNING = 64  # bytes
_NAME_AT = 30  # where a zip names its first entry
_FIRST_ENTRIES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
_OPEN_DOCUMENT = "content.xml"  # of LibreOffice's own form
_TYPES = "[Content_Types].xml"
_WORKBOOKS = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml")
_MACROS = (b"macroEnabled", b"vbaProject")
_BINARY = b"sheet.binary"
_EMBEDDED = "xl/embeddings/"

_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_SAVE_AS = "Mở bằng Excel, chọn Lưu thành, kiểu Excel Workbook (*.xlsx), rồi thử lại."
_NOT_EXCEL = f"Tệp “{{name}}” không phải tệp Excel (.xlsx). {_KEPT} Chọn đúng tệp."
_EMPTY = f"Tệp “{{name}}” trống. {_KEPT} Chép lại tệp rồi thử lại."
_OLD = f"Tệp “{{name}}” thuộc dạng Excel cũ (.xls) nên không đọc. {_KEPT} {_SAVE_AS}"
_LOCKED = f"Tệp “{{name}}” có đặt mật khẩu nên không đọc được. {_KEPT} Bỏ mật khẩu rồi thử lại."
_WITH_MACROS = f"Tệp “{{name}}” có macro (.xlsm) nên không đọc. {_KEPT} {_SAVE_AS}"
_OTHER_FORM = f"Tệp “{{name}}” không ở dạng .xlsx nên không đọc. {_KEPT} {_SAVE_AS}"
_WITH_FILES = (
    f"Tệp “{{name}}” có tệp khác nhúng bên trong nên không đọc. {_KEPT} "
    "Lưu tệp nhúng ra ngoài, xóa khỏi bảng tính rồi thử lại."
)
_CUT_OFF = f"Tệp “{{name}}” chưa tải về hết nên không đọc được. {_KEPT} Tải lại hoặc chép lại tệp."
_DAMAGED = f"Tệp “{{name}}” bị hỏng nên không đọc được. {_KEPT} Mở bằng Excel, lưu lại rồi thử lại."
_TOO_LARGE = f"Tệp “{{name}}” lớn hơn {{most}} nên không đọc. {_KEPT} Bỏ ảnh và trang thừa."
_TOO_MUCH = (
    f"Tệp “{{name}}” có quá nhiều ô nên không đọc. {_KEPT} "
    f"Mỗi trang chỉ để tối đa {{rows}} dòng, xóa dòng và trang thừa rồi lưu lại."
)
_NO_SHEET = f"Tệp “{{name}}” không có trang tính nào. {_KEPT} Chọn đúng tệp."
_SENTENCES = {
    Reason.CUT_OFF: _CUT_OFF,
    Reason.ENCRYPTED: _LOCKED,
    Reason.TOO_LARGE: _TOO_MUCH,
    Reason.NOT_A_PACKAGE: _NOT_EXCEL,
}


class _Main(NamedTuple):
    """The workbook's own part, and what it refers to."""

    path: str
    relations: RelationsPart


def read_workbook(file: Path) -> Book:
    """Everything in a workbook that has a value, hidden rows, columns and sheets too.

    Raises ``FileError`` with a sentence for what is no .xlsx: another kind, an old one, macros, a
    password, embedded files, damage, more than an office's workbook holds. Memory stays bounded
    whatever the file is, and nothing is written.
    """
    _check_begin(file)
    with _told(file.name), contextlib.closing(UntrustedZip(file)) as package:
        package.check_entries()
        _check_kind(file.name, package)
        return Book(file.name, _Reading(package).sheets())


def is_workbook(file: Path) -> bool:
    """Whether a file looks like a workbook of any kind: then ``read_workbook`` says what it is."""
    start = _beginning(file)
    if start.startswith(_OLE):
        return True
    if not start.startswith(_ZIP):
        return False
    try:
        with contextlib.closing(UntrustedZip(file)) as package:
            names = package.names
    except FileError:  # without its list of contents, only its first entry tells
        return start[_NAME_AT:].startswith(_FIRST_ENTRIES)
    return _OPEN_DOCUMENT in names or any(name.startswith("xl/") for name in names)


class _Reading:
    """One workbook being read: counts the bytes of all its parts."""

    def __init__(self, package: UntrustedZip) -> None:
        self._package = package
        self._left = LARGEST_TOTAL

    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets with cells, in their order."""
        main = self._main()
        workbook = WorkbookPart()
        self._parse(main.path, workbook)
        strings, styles = StringsPart(), StylesPart()
        for kind, part in (("sharedStrings", strings), ("styles", styles)):
            target = main.relations.of_kind(kind)
            if target:
                self._parse(_absolute(main.path, target), part)
        shared = Shared(strings.texts, styles.styles, workbook.since_1904)
        found = []
        for entry in workbook.sheets:
            if main.relations.kinds.get(entry.relation) != "worksheet":
                continue  # a sheet that is only a chart
            sheet = SheetPart(shared)
            self._parse(_absolute(main.path, main.relations.targets[entry.relation]), sheet)
            found.append(sheet.sheet(entry.name, hidden=entry.hidden))
        if not found:
            raise FileError(_NO_SHEET.format(name=self._package.name))
        return tuple(found)

    def _main(self) -> _Main:
        root, own = RelationsPart(), RelationsPart()
        self._parse("_rels/.rels", root)
        path = _absolute("", root.of_kind("officeDocument"))
        folder, name = posixpath.split(path)
        self._parse(f"{folder}/_rels/{name}.rels", own)
        return _Main(path, own)

    def _parse(self, name: str, handler: PartHandler) -> None:
        if name not in self._package.names:
            raise BadPart(f"no part {name}")
        with contextlib.closing(self._counted(name)) as blocks:
            parse_part(blocks, handler)

    def _counted(self, name: str) -> Generator[bytes, None, None]:
        left = LARGEST_PART
        with contextlib.closing(self._package.blocks(name)) as blocks:
            for block in blocks:
                left -= len(block)
                self._left -= len(block)
                if left < 0 or self._left < 0:
                    raise TooMuch
                yield block


def _absolute(base: str, target: str) -> str:
    """The name of a part in the package, as a part ``base`` refers to it."""
    joined = posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(joined).lstrip("/")


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as handle:
            return handle.read(_BEGINNING)
    except FileNotFoundError as error:
        sentence = f"Không tìm thấy tệp “{file.name}”. {_KEPT} Kiểm tra đường dẫn."
        raise FileError(sentence, detail=str(error)) from error
    except OSError as error:
        sentence = (
            f"Không đọc được tệp “{file.name}”. {_KEPT} "
            "Đóng tệp trong Excel nếu đang mở rồi thử lại."
        )
        raise FileError(sentence, detail=str(error)) from error


def _check_begin(file: Path) -> None:
    """Refuse by the first bytes and the size what need not be opened at all."""
    start, name = _beginning(file), file.name
    if not start:
        raise FileError(_EMPTY.format(name=name))
    if file.stat().st_size > LARGEST_FILE:
        raise FileError(_TOO_LARGE.format(name=name, most=file_size(LARGEST_FILE)))
    if start.startswith(_OLE):
        locked = _PASSWORD in file.read_bytes()
        raise FileError((_LOCKED if locked else _OLD).format(name=name))
    if not start.startswith(_ZIP):
        raise FileError(_NOT_EXCEL.format(name=name))


def _check_kind(name: str, package: UntrustedZip) -> None:
    if _TYPES not in package.names:
        other = _OPEN_DOCUMENT in package.names
        raise FileError((_OTHER_FORM if other else _NOT_EXCEL).format(name=name))
    types = package.whole(_TYPES, LARGEST_TYPES)
    if _BINARY in types:
        raise FileError(_OTHER_FORM.format(name=name))
    if any(word in types for word in _MACROS):
        raise FileError(_WITH_MACROS.format(name=name))
    if not any(word in types for word in _WORKBOOKS):
        raise FileError(_NOT_EXCEL.format(name=name))
    if any(entry.startswith(_EMBEDDED) for entry in package.names):
        raise FileError(_WITH_FILES.format(name=name))


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell every way in which a workbook can be wrong in the words for a workbook."""
    rows = format_number(Decimal(LAST_ROW))
    try:
        yield
    except PackageError as error:
        sentence = _SENTENCES.get(error.reason, _DAMAGED).format(name=name, rows=rows)
        raise FileError(sentence, detail=error.detail or error.what) from error
    except TooMuch as error:
        raise FileError(_TOO_MUCH.format(name=name, rows=rows)) from error
    except BadPart as error:
        raise FileError(_DAMAGED.format(name=name), detail=str(error)) from error
