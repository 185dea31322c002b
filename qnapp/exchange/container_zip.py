"""A zip that nobody vouches for: what it lists is checked, and real bytes are counted.

A zip says of itself what it likes. Nothing is written here, and no more is held in memory than
the list of contents and one block.
"""

from __future__ import annotations

import contextlib
import errno
import io
import stat
import struct
import zipfile
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.errors import FileError
from qnapp.exchange import limits
from qnapp.exchange.refusals import PackageError, Reason
from qnapp.text import file_size, format_number

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

_BLOCK = 1 << 18
_BEGINS = b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for any amount of memory
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # one file, strongly, the list of contents
_BAD_PLACE = errno.EINVAL  # a zip that points before its own beginning
# All that zipfile and zlib raise for bytes that are not what they should be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    struct.error,
)

_NO_FILE = "Không tìm thấy tệp “{name}”. Dữ liệu hiện có vẫn giữ nguyên. Kiểm tra đường dẫn."
_UNREADABLE = (
    "Không đọc được tệp “{name}”. Dữ liệu hiện có vẫn giữ nguyên. "
    "Kiểm tra ổ đĩa hoặc USB còn cắm và tệp không bị chương trình khác khóa, rồi thử lại."
)


class _TooMuch(Exception):
    """One reading gave more bytes than a package of this program can need."""


class _BoundedFile(io.BufferedReader):
    """A file that gives no more than ``LARGEST_DIRECTORY`` bytes at one stroke.

    ``zipfile`` reads the list of contents whole, however long the zip says that it is.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """Read like any file; raises ``_TooMuch``."""
        most = limits.LARGEST_DIRECTORY + 1
        data = super().read(most if size is None or size < 0 else min(size, most))
        if len(data) == most:
            raise _TooMuch
        return data


class UntrustedZip:
    """An opened zip. Raises ``PackageError`` for all that is wrong with it."""

    def __init__(self, path: Path) -> None:
        """Open ``path``; raises ``FileError`` where it cannot be read."""
        self.name = path.name
        with contextlib.ExitStack() as undo, self._readable():
            self._file = _BoundedFile(io.FileIO(path))
            undo.callback(self._file.close)
            self.size = self._file.seek(0, io.SEEK_END)
            self._check_outside()
            self._zip = self._opened()
            undo.pop_all()
        self._infos: dict[str, zipfile.ZipInfo] = {}
        # As they stand in the zip, folders too: ``filename`` is what this system makes of a name.
        self.names = frozenset(info.orig_filename for info in self._zip.infolist())

    def close(self) -> None:
        """Let go of the file. Twice is harmless."""
        self._zip.close()
        self._file.close()

    def check_entries(self) -> None:
        """Refuse what no package has: encryption, links, names twice, other ways of packing."""
        for info in self._zip.infolist():
            name = info.orig_filename
            if info.flag_bits & _ENCRYPTED:
                raise PackageError(Reason.ENCRYPTED, self.name, name)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFDIR if name.endswith("/") else stat.S_IFREG):
                raise self.altered(name, "not a plain file")
            if info.compress_type not in _METHODS:
                raise self.altered(name, f"packed by method {info.compress_type}")
            if name in self._infos:
                raise self.altered(name, "twice")
            self._infos[name] = info

    def blocks(self, name: str) -> Generator[bytes, None, None]:
        """Unpack an entry; whoever asks counts the bytes and stops."""
        try:
            with self._readable(), self._zip.open(self._infos[name]) as source:
                while block := source.read(_BLOCK):
                    yield block
        except (*_BROKEN, OSError) as error:
            raise self.altered(name, str(error)) from error

    def start(self, name: str, most: int) -> bytes:
        """Unpack an entry as far as ``most`` bytes and perhaps some more."""
        found = bytearray()
        with contextlib.closing(self.blocks(name)) as blocks:
            for block in blocks:
                found += block
                if len(found) > most:
                    break
        return bytes(found)

    def whole(self, name: str, largest: int) -> bytes:
        """Unpack a small entry."""
        found = self.start(name, largest)
        if len(found) > largest:
            raise self.altered(name, f"more than {largest} bytes")
        return found

    def altered(self, entry: str, detail: str = "") -> PackageError:
        """The refusal of an entry that is not what it was."""
        return PackageError(Reason.ALTERED, self.name, entry, detail=detail)

    def too_large(self, what: str) -> PackageError:
        """The refusal of a package beyond a limit."""
        return PackageError(Reason.TOO_LARGE, self.name, what)

    def _check_outside(self) -> None:
        if self.size > limits.LARGEST_FILE:
            raise self.too_large(file_size(limits.LARGEST_FILE))
        self._file.seek(0)
        if self._file.read(len(_BEGINS)) != _BEGINS:
            raise PackageError(Reason.NOT_A_PACKAGE, self.name)

    def _opened(self) -> zipfile.ZipFile:
        many = f"{format_number(Decimal(limits.MOST_ENTRIES))} tệp"
        try:
            found = zipfile.ZipFile(self._file)
        except _TooMuch:
            raise self.too_large(many) from None
        except (*_BROKEN, OSError) as error:
            if isinstance(error, OSError) and error.errno != _BAD_PLACE:
                raise
            # The list of contents stands at the end, so what was not loaded whole has none.
            whole = zipfile.is_zipfile(self._file)
            reason = Reason.DAMAGED if whole else Reason.CUT_OFF
            raise PackageError(reason, self.name, detail=str(error)) from error
        # A workbook lies in a package as it is: of one that was cut off, its list would be found.
        if min((info.header_offset for info in found.infolist()), default=0):
            raise PackageError(Reason.CUT_OFF, self.name, detail="another zip stands inside")
        if len(found.infolist()) > limits.MOST_ENTRIES + len(limits.OWN) + 2:  # with its folders
            raise self.too_large(many)
        return found

    @contextlib.contextmanager
    def _readable(self) -> Iterator[None]:
        """Tell what the machine does to the file; a bad place in the zip is the zip's own fault."""
        try:
            yield
        except FileNotFoundError as error:
            raise FileError(_NO_FILE.format(name=self.name), detail=str(error)) from error
        except OSError as error:
            if error.errno == _BAD_PLACE:
                raise
            raise FileError(_UNREADABLE.format(name=self.name), detail=str(error)) from error
