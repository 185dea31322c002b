"""SQLite's and the system's own errors, told as sentences (style, rule 9)."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qnapp.errors import LockedError, StoreError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = (
    "Ổ đĩa đã hết chỗ trống nên chưa lưu được. Dữ liệu đã lưu trước đó vẫn còn nguyên. "
    "Giải phóng chỗ trống rồi thử lại."
)
_READ_ONLY = (
    "Không được phép ghi vào thư mục dữ liệu “{folder}”. Dữ liệu đã lưu vẫn còn nguyên. "
    "Cấp quyền ghi cho thư mục này rồi thử lại."
)
DAMAGED = (
    "Tệp dữ liệu trong “{folder}” bị hỏng nên không dùng được. Chương trình không ghi gì thêm "
    "vào tệp này. Khôi phục từ bản sao lưu gần nhất."
)
_DEVICE = (
    "Ổ đĩa báo lỗi khi đọc hoặc ghi thư mục dữ liệu “{folder}”. Dữ liệu đã lưu trước đó vẫn còn. "
    "Kiểm tra ổ đĩa rồi thử lại."
)
_GONE = (
    "Thư mục dữ liệu “{folder}” không còn ở chỗ cũ. Chưa có gì bị thay đổi. "
    "Đưa thư mục về chỗ cũ rồi mở lại chương trình."
)
_CANNOT_OPEN = (
    "Không mở được tệp dữ liệu trong “{folder}”. Chưa có gì bị thay đổi. "
    "Kiểm tra thư mục và quyền truy cập rồi thử lại."
)
_BUSY = (
    "Tệp dữ liệu đang bị một chương trình khác giữ nên chưa lưu được. Dữ liệu đã lưu vẫn còn "
    "nguyên. Thử lại sau ít phút."
)

# Extended codes come first: they say more than the primary code in their low byte.
_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_READONLY_DBMOVED: _GONE,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: _DEVICE,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
}
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SYSTEM: dict[int, str] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EIO: _DEVICE,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
}


def store_error(error: BaseException, path: Path) -> UserError | None:
    """Tell what the machine did to the store; None where the fault is the program's own.

    ``path`` is the store's folder.
    """
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF in _BUSY_CODES:
            return LockedError(_BUSY, detail=detail)
        sentence = _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    elif isinstance(error, OSError):
        sentence = _SYSTEM.get(error.errno or 0)
    else:
        sentence = None
    return StoreError(sentence.format(folder=path), detail=detail) if sentence else None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise ``UserError`` for what the machine does to the enclosed reads and writes.

    One guard at the boundary: a read left outside is a crash on a damaged file (style, P5).
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        told = store_error(error, path)
        if told is None:
            raise
        raise told from error
