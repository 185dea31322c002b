"""Writing a package: a zip with a signed manifest, whole or not at all."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.db.content import Meter
from qnapp.documents.files import write_atomically
from qnapp.domain.canonical import digest
from qnapp.errors import FileError, InputError
from qnapp.exchange import limits
from qnapp.exchange.manifest import Entry, Head, Manifest, manifest_bytes
from qnapp.text import clean, file_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from qnapp.exchange.keys import SigningKey

_BLOCK = 1 << 18
# Every file has the first day that a zip knows: the same content gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_PACKED = frozenset({".json", ".sig"})  # what else travels is packed already

_TOO_MANY = (
    f"Gói có hơn {limits.MOST_ENTRIES} tệp nên không tạo được. Dữ liệu vẫn còn nguyên. "
    "Bỏ bớt tệp minh chứng rồi thử lại."
)
_TOO_LARGE = (
    "Tệp “{name}” lớn {size}, quá mức {most} của một tệp trong gói. Dữ liệu vẫn còn nguyên. "
    "Gửi riêng tệp này hoặc thay bằng tệp nhỏ hơn."
)
_TOTAL = (
    f"Gói lớn hơn {file_size(limits.LARGEST_TOTAL)} nên không tạo được. Dữ liệu vẫn còn nguyên. "
    "Bỏ bớt tệp minh chứng rồi thử lại."
)
_UNREADABLE = (
    "Không đọc được tệp “{name}” để đưa vào gói. Dữ liệu khác vẫn còn nguyên. "
    "Kiểm tra minh chứng rồi thử lại."
)
_ALTERED = (
    "Tệp “{name}” đã khác so với lúc thêm vào nên không đưa vào gói. Dữ liệu khác vẫn còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc thêm lại tệp này."
)


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes an entry: content, and what the file is called outside."""

    source: bytes | Path
    name: str = ""
    original: str = ""  # SHA-256 of what a photograph was before it was made smaller
    sha256: str = ""  # what the content must be, "" where nobody has said so before

    @property
    def size(self) -> int:
        """Bytes; raises ``OSError``."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size


@dataclass(frozen=True, slots=True)
class Written:
    """A package that was written."""

    path: Path
    manifest: Manifest
    digest: str  # of the manifest: what the package is called everywhere

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size


def write_package(
    target: Path,
    head: Head,
    items: Mapping[str, Item],
    key: SigningKey,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write ``target`` with ``items`` by their names inside, signed with ``key``.

    The same head, items and key give the same bytes. ``progress`` is told (bytes done, in all).
    Raises ``InputError`` for what no package may hold, ``FileError`` for an item that cannot be
    read or is not what its name says and for a target that cannot be written, ``CancelledError``.
    """
    meter = Meter(_checked_size(items), progress, cancelled)
    found: list[Manifest] = []

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w") as package:
            entries = {name: _add(package, name, item, meter) for name, item in items.items()}
            found.append(Manifest(head, key.public, entries))
            raw = manifest_bytes(found[0])
            _add(package, limits.MANIFEST, Item(raw), meter)
            _add(package, limits.SIGNATURE, Item(key.sign(raw)), meter)

    write_atomically(target, write)
    return Written(target, found[0], digest(manifest_bytes(found[0])))


def packed_size(name: str, item: Item) -> int:
    """Bytes that the content of an entry takes in a package; raises ``OSError``."""
    if Path(name).suffix not in _PACKED:
        return item.size
    found = item.source if isinstance(item.source, bytes) else item.source.read_bytes()
    return len(zlib.compress(found))


def _checked_size(items: Mapping[str, Item]) -> int:
    """Give the bytes of all items; raises ``InputError`` beyond the limits."""
    if len(items) > limits.MOST_ENTRIES:
        raise InputError(_TOO_MANY)
    total = 0
    for name, item in items.items():
        try:
            size = item.size
        except OSError as error:
            raise _unreadable(item, name, error) from error
        if size > limits.LARGEST_ENTRY:
            most = file_size(limits.LARGEST_ENTRY)
            told = _TOO_LARGE.format(name=item.name or name, size=file_size(size), most=most)
            raise InputError(told)
        total += size
    if total > limits.LARGEST_TOTAL:
        raise InputError(_TOTAL)
    return total


def _add(package: zipfile.ZipFile, name: str, item: Item, meter: Meter) -> Entry:
    info = zipfile.ZipInfo(name, _DAY)
    info.create_system = 3  # else the same package would differ between Windows and Linux
    info.external_attr = 0o644 << 16
    packed = Path(name).suffix in _PACKED
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    found, size = hashlib.sha256(), 0
    with package.open(info, "w") as entry:
        for block in _blocks(item, name):
            found.update(block)
            entry.write(block)
            size += len(block)
            meter.add(len(block))
    sha256 = found.hexdigest()
    if item.sha256 not in ("", sha256) or (_is_evidence(name) and sha256 not in name):
        raise FileError(_ALTERED.format(name=item.name or name))
    return Entry(sha256, size, clean(item.name), item.original)


def _is_evidence(name: str) -> bool:
    return name.startswith(limits.EVIDENCE + "/")


def _blocks(item: Item, name: str) -> Iterator[bytes]:
    """Read an item; told apart from the package, which may lie on another disk."""
    try:
        opened = BytesIO(item.source) if isinstance(item.source, bytes) else item.source.open("rb")
    except OSError as error:
        raise _unreadable(item, name, error) from error
    with closing(opened) as source:
        while True:
            try:
                block = source.read(_BLOCK)
            except OSError as error:
                raise _unreadable(item, name, error) from error
            if not block:
                return
            yield block


def _unreadable(item: Item, name: str, error: OSError) -> FileError:
    return FileError(_UNREADABLE.format(name=item.name or name), detail=str(error))
