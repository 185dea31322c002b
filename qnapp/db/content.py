"""Files kept under the SHA-256 of what they hold: never changed, never twice, never half there."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from typing import TYPE_CHECKING, cast

from qnapp.db.copies import sync_folder
from qnapp.errors import FileError, StoreError, UserError
from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

FOLDER = "evidence"
TRASH = "trash"
POOL = ("backups", "evidence")  # second copies beside the backups of the database
_BLOCK = 1 << 20
_PROVISIONAL = ".tmp"

CANCELLED = "Đã hủy. Dữ liệu hiện có vẫn giữ nguyên."
_UNREADABLE = (
    "Không đọc được tệp “{name}”. Chưa có gì bị thay đổi. "
    "Kiểm tra tệp còn ở chỗ cũ và không bị chương trình khác khóa, rồi thử lại."
)
_NO_FILE = "Không tìm thấy tệp “{name}”. Chưa có gì bị thay đổi. Kiểm tra đường dẫn rồi thử lại."
_FOLDER = "“{name}” là thư mục, không phải tệp. Chưa có gì bị thay đổi. Chọn từng tệp."
_EMPTY = "Tệp “{name}” không có nội dung. Chưa có gì bị thay đổi. Chọn tệp khác."
_FULL = (
    "Ổ đĩa không đủ chỗ trống cho tệp “{name}”. Dữ liệu đã lưu vẫn còn nguyên. "
    "Giải phóng chỗ trống rồi thử lại."
)


class CancelledError(UserError):
    """A long action was stopped by the one who began it; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(CANCELLED)


@dataclass(frozen=True, slots=True)
class Kept:
    """Content in the store. ``fresh``: it came with this call and goes again if that fails."""

    sha256: str
    size: int
    fresh: bool


class Meter:
    """Tells how far a long action is, and stops it between two blocks when asked to."""

    def __init__(
        self,
        total: int,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._total = total
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def add(self, size: int) -> None:
        """Count ``size`` bytes more; raises ``CancelledError``."""
        if self._cancelled is not None and self._cancelled():
            raise CancelledError
        self._done += size
        if self._progress is not None:
            self._progress(self._done, max(self._total, self._done))


def content_path(store_folder: Path, sha256: str) -> Path:
    """Where content lies that is in use."""
    return store_folder / FOLDER / sha256[:2] / sha256


def trash_path(store_folder: Path, sha256: str) -> Path:
    """Where content lies that nothing uses any more."""
    return store_folder / FOLDER / TRASH / sha256


def pool_path(store_folder: Path, sha256: str) -> Path:
    """Where the second copy of content lies."""
    return store_folder.joinpath(*POOL, sha256[:2], sha256)


def heal(store_folder: Path, sha256: str) -> bool:
    """Bring content that is missing or altered back from its second copy, where that is good."""
    spare = pool_path(store_folder, sha256)
    return spare.is_file() and copy_checked(spare, content_path(store_folder, sha256), sha256)


def find_content(store_folder: Path, sha256: str) -> Path | None:
    """Where content is, in use or in the trash; None where it is missing."""
    for path in (content_path(store_folder, sha256), trash_path(store_folder, sha256)):
        if path.is_file():
            return path
    return None


def readable_size(file: Path) -> int:
    """Size of a file that can be kept; raises ``FileError`` with the reason where it can't."""
    try:
        found = file.stat()
    except OSError as error:
        sentence = _NO_FILE if isinstance(error, FileNotFoundError) else _UNREADABLE
        raise FileError(sentence.format(name=file.name), detail=str(error)) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileError(_FOLDER.format(name=file.name))
    if not found.st_size:
        raise FileError(_EMPTY.format(name=file.name))
    return found.st_size


def keep(store_folder: Path, file: Path, meter: Meter) -> Kept:
    """Copy a file into the store under its hash: temporary name, fsync, rename.

    Raises ``FileError`` where it can't be read, ``StoreError`` where it can't be written.
    """
    with _readable(file) as source:
        return _keep(store_folder, source, file.name, meter)


def keep_bytes(store_folder: Path, data: bytes, name: str) -> Kept:
    """Keep what the program itself made, like ``keep``; ``name`` stands in the sentences.

    Raises ``StoreError`` where it can't be written.
    """
    return _keep(store_folder, io.BytesIO(data), name, Meter(len(data), None, None))


class Blocks(io.RawIOBase):
    """Content that arrives block by block, as a file; what the blocks raise comes through."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks

    def read(self, _size: int = -1) -> bytes:
        """Give the next block of whatever size, b"" after the last."""
        return next((block for block in self._blocks if block), b"")


def keep_blocks(store_folder: Path, blocks: Iterator[bytes], name: str, meter: Meter) -> Kept:
    """Keep what comes from a package, like ``keep``; raises what ``blocks`` raises besides."""
    return _keep(store_folder, cast("BinaryIO", Blocks(blocks)), name, meter)


def _keep(store_folder: Path, source: BinaryIO, name: str, meter: Meter) -> Kept:
    temporary = store_folder / FOLDER / (os.urandom(8).hex() + _PROVISIONAL)
    try:
        sha256, size = _copy_hashed(source, temporary, name, meter)
        return _settle(store_folder, temporary, sha256, size)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def discard(store_folder: Path, kept: Kept) -> None:
    """Remove content that came with an action that failed."""
    if kept.fresh:
        with contextlib.suppress(OSError):
            content_path(store_folder, kept.sha256).unlink(missing_ok=True)


def hash_of(file: Path, meter: Meter | None = None) -> str:
    """SHA-256 of a file; raises ``OSError``."""
    import hashlib  # loads OpenSSL: not at every start

    found = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            found.update(block)
            if meter is not None:
                meter.add(len(block))
    return found.hexdigest()


def copy_checked(source: Path, target: Path, sha256: str) -> bool:
    """Copy content under a temporary name; False where the source is not what its hash says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + _PROVISIONAL)
    try:
        with source.open("rb") as opened:
            temporary.unlink(missing_ok=True)
            found, _ = _copy_hashed(opened, temporary, source.name, Meter(0, None, None))
        if found != sha256:
            return False
        temporary.replace(target)
        return True
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def move_to_trash(store_folder: Path, sha256: str) -> None:
    """Take content out of use; best effort, since whoever looks for it looks in both places."""
    _move(content_path(store_folder, sha256), trash_path(store_folder, sha256))


def take_from_trash(store_folder: Path, sha256: str) -> None:
    """Bring content back into use; best effort like ``move_to_trash``."""
    _move(trash_path(store_folder, sha256), content_path(store_folder, sha256))


def stored_hashes(store_folder: Path) -> Iterator[tuple[str, Path]]:
    """All content that is in use by its place: (hash that its name says, path)."""
    root = store_folder / FOLDER
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir() and folder.name != TRASH:
            for path in sorted(folder.iterdir()):
                yield path.name, path


def known_hashes(store_folder: Path) -> Iterator[tuple[str, Path]]:
    """All content, that in the trash too, without what an interrupted copy left."""
    trashed = ((path.name, path) for path in (store_folder / FOLDER / TRASH).glob("*"))
    found = (*trashed, *stored_hashes(store_folder))
    return ((name, path) for name, path in found if len(name) == 64)


def _copy_hashed(source: BinaryIO, temporary: Path, name: str, meter: Meter) -> tuple[str, int]:
    import hashlib

    found, size = hashlib.sha256(), 0
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as target:
            for block in _blocks(source, name):
                found.update(block)
                target.write(block)
                size += len(block)
                meter.add(len(block))
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreError(_FULL.format(name=name), detail=str(error)) from error
        raise
    return found.hexdigest(), size


def _blocks(source: BinaryIO, name: str) -> Iterator[bytes]:
    while True:
        try:
            block = source.read(_BLOCK)
        except OSError as error:
            raise FileError(_UNREADABLE.format(name=name), detail=str(error)) from error
        if not block:
            return
        yield block


def _settle(store_folder: Path, temporary: Path, sha256: str, size: int) -> Kept:
    take_from_trash(store_folder, sha256)
    target = content_path(store_folder, sha256)
    if target.is_file() and target.stat().st_size == size and hash_of(target) == sha256:
        return Kept(sha256, size, fresh=False)
    # Missing, or there but altered: what arrives now is the right content.
    target.parent.mkdir(exist_ok=True)
    fresh = not target.exists()
    temporary.replace(target)
    sync_folder(target.parent)
    return Kept(sha256, size, fresh)


@contextlib.contextmanager
def _readable(file: Path) -> Iterator[BinaryIO]:
    try:
        source = file.open("rb")
    except OSError as error:
        raise FileError(_UNREADABLE.format(name=file.name), detail=str(error)) from error
    with source:
        yield source


def _move(source: Path, target: Path) -> None:
    with contextlib.suppress(OSError):
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
