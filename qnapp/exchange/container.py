"""The container of all that travels between two copies of the program (design, section 8).

A zip with a signed manifest, data, documents and evidence. ``write_package`` makes every kind and
``open_package`` reads every kind; what a file is decides its content, never its name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Any

from qnapp.db.content import Meter
from qnapp.domain.canonical import digest
from qnapp.domain.packages import KIND_WORDS, Kind
from qnapp.errors import FileError
from qnapp.exchange import limits
from qnapp.exchange.container_writing import Item, Written, write_package
from qnapp.exchange.container_zip import UntrustedZip
from qnapp.exchange.keys import SIGNATURE_SIZE, signed_by
from qnapp.exchange.manifest import FORMAT, peek, read_manifest
from qnapp.exchange.refusals import PackageError, Reason
from qnapp.text import file_size

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path
    from types import TracebackType

    from qnapp.exchange.manifest import Manifest

__all__ = ["Item", "Package", "PackageError", "Written", "open_package", "write_package"]

_BACKUP = "qnapp-backup"  # the kind that a full backup's manifest names
_BACKUP_WORDS = "bản sao lưu của QNApp, dùng để khôi phục dữ liệu"
_UNSIGNED = "the signature does not fit"


class Package:
    """A package whose signature, names and contents were all found right; made by ``open_package``.

    ``digest`` is its name everywhere: the SHA-256 of the manifest. It holds the file open, so it is
    closed after use.
    """

    def __init__(self, path: Path, source: UntrustedZip, manifest: Manifest, name: str) -> None:
        self.path = path
        self.manifest = manifest
        self.digest = name
        self._source = source

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Twice is harmless."""
        self._source.close()

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.manifest.head.kind

    def data(self) -> bytes:
        """Give the bytes of ``data.json``, b"" in a part that only brings more evidence."""
        return self.read(limits.DATA) if limits.DATA in self.manifest.entries else b""

    def json(self) -> Any:
        """Give the data parsed; raises ``PackageError`` where no copy of the program wrote them."""
        try:
            return limits.bounded_json(self.data(), limits.LARGEST_DATA)
        except ValueError as error:
            raise self._source.altered(limits.DATA, str(error)) from error

    def read(self, name: str) -> bytes:
        """Give a small entry whole; raises ``PackageError``, also for one above 16 MB."""
        if self.manifest.entries[name].size > limits.LARGEST_DATA:
            raise self._source.too_large(file_size(limits.LARGEST_DATA))
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Generator[bytes, None, None]:
        """Give an entry block by block; raises ``PackageError``, at the end at the latest.

        Whoever keeps the blocks drops them then: the file may lie on a stick where it has changed
        since it was opened.
        """
        told = self.manifest.entries[name]
        found, left = hashlib.sha256(), told.size
        with contextlib.closing(self._source.blocks(name)) as blocks:
            for block in blocks:
                left -= len(block)
                if left < 0:
                    break
                found.update(block)
                yield block
        if left != 0 or found.hexdigest() != told.sha256:
            raise self._source.altered(name, "another content than the manifest lists")

    def save(self, name: str, target: Path, meter: Meter | None = None) -> None:
        """Write an entry to ``target``, whole or not at all; raises ``PackageError``, ``OSError``.

        ``target`` is never made of what the package says: its human names are for reading only.
        """
        temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            with temporary.open("xb") as file:
                for block in self.blocks(name):
                    file.write(block)
                    if meter is not None:
                        meter.add(len(block))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def open_package(
    path: Path,
    kind: Kind | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Package:
    """Open a package of ``kind`` (any, where None) after all of it has been verified.

    Writes nothing, and holds no more than a block in memory. ``progress`` is told (bytes done, in
    all). Raises ``PackageError`` with the reason and the entry, ``FileError`` where the file cannot
    be read, ``CancelledError``.
    """
    with contextlib.ExitStack() as undo:
        source = UntrustedZip(path)
        undo.callback(source.close)
        _check_what_it_is(source)
        source.check_entries()
        manifest, name = _signed_manifest(source)
        if kind is not None and manifest.head.kind is not kind:
            raise PackageError(Reason.WRONG_KIND, path.name, KIND_WORDS[manifest.head.kind])
        _check_listed(source, manifest)
        package = Package(path, source, manifest, name)
        _verify(source, package, Meter(manifest.size, progress, cancelled))
        undo.pop_all()
    return package


def is_meant_as_package(path: Path) -> bool:
    """Whether a file is a package, good or spoilt, and not something that lies beside packages."""
    try:
        source = UntrustedZip(path)
    except PackageError as error:
        return error.reason is not Reason.NOT_A_PACKAGE
    except FileError:
        return True  # what is wrong with it is told when it is opened
    try:
        _check_what_it_is(source)
    except PackageError as error:
        return error.reason is not Reason.NOT_A_PACKAGE
    finally:
        source.close()
    return True


def _check_what_it_is(source: UntrustedZip) -> None:
    """Refuse another kind of zip; a package that lost its manifest is an altered one."""
    if limits.MANIFEST in source.names:
        return
    if source.names & {limits.SIGNATURE, limits.DATA}:
        raise source.altered(limits.MANIFEST, "missing")
    raise PackageError(Reason.NOT_A_PACKAGE, source.name)


def _signed_manifest(source: UntrustedZip) -> tuple[Manifest, str]:
    """Read what the package says of itself, and see that its key has signed it; with its digest."""
    largest = limits.LARGEST_MANIFEST
    if limits.SIGNATURE not in source.names:
        # A full backup's manifest may be larger than any package's.
        raise _without_signature(source, source.start(limits.MANIFEST, largest))
    raw = source.whole(limits.MANIFEST, largest)
    signature = source.whole(limits.SIGNATURE, SIGNATURE_SIZE)
    told = peek(raw)
    if not signed_by(told.key, signature, raw):
        raise source.altered(f"{limits.MANIFEST}, {limits.SIGNATURE}", _UNSIGNED)
    if told.format > FORMAT or (told.kind and told.kind not in list(Kind)):
        raise PackageError(Reason.NEWER, source.name, detail=f"{told.kind} {told.format}")
    try:
        return read_manifest(raw), digest(raw)
    except ValueError as error:
        raise source.altered(limits.MANIFEST, str(error)) from error


def _without_signature(source: UntrustedZip, manifest: bytes) -> PackageError:
    if b'"' + _BACKUP.encode() + b'"' in manifest:
        return PackageError(Reason.WRONG_KIND, source.name, _BACKUP_WORDS)
    if peek(manifest).kind in list(Kind):
        return source.altered(limits.SIGNATURE, "missing")
    return PackageError(Reason.NOT_A_PACKAGE, source.name)


def _check_listed(source: UntrustedZip, manifest: Manifest) -> None:
    """Refuse a package with more, fewer or larger entries than its manifest lists and may list."""
    listed = manifest.entries.keys() | limits.OWN
    folders = {name for name in source.names if name.endswith("/")}
    for name in sorted((source.names - folders) ^ listed):
        raise source.altered(name, "missing" if name in listed else "not in the manifest")
    for folder in sorted(folders):
        if not any(name.startswith(folder) for name in listed):
            raise source.altered(folder, "a folder of nothing")
    for name, entry in manifest.entries.items():
        if entry.size > (limits.LARGEST_DATA if name == limits.DATA else limits.LARGEST_ENTRY):
            raise source.too_large(f"{name}, {file_size(entry.size)}")
    if manifest.size > limits.LARGEST_TOTAL:
        raise source.too_large(file_size(limits.LARGEST_TOTAL))


def _verify(source: UntrustedZip, package: Package, meter: Meter) -> None:
    """Unpack everything into nothing: each entry must be what the manifest says, and no bomb."""
    left = max(limits.RATIO_COUNTS_FROM, source.size * limits.MOST_RATIO)
    for name in package.manifest.entries:
        for block in package.blocks(name):
            meter.add(len(block))
            left -= len(block)
            if left < 0:
                raise source.too_large(f"tỉ lệ nén {limits.MOST_RATIO}:1")
