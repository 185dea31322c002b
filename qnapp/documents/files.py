"""Writes a file whole or not at all, and says in a sentence why it could not be written."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAMS = {".xlsx": "Excel", ".docx": "Word", ".pdf": "trình đọc PDF", ".csv": "Excel"}
_SAFE = "Dữ liệu vẫn còn nguyên."
NO_FOLDER = "Không có thư mục “{folder}”. Chưa có gì bị thay đổi. Chọn thư mục khác rồi thử lại."
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
# Antivirus programs hold a fresh file for a moment on Windows; a person would only retry.
_TRIES = 4
_PAUSE = 0.15  # s


def write_atomically(target: Path, writer: Callable[[BinaryIO], object]) -> None:
    """Let ``writer`` fill a temporary file beside ``target``, then put it in its place.

    An older file stays as it was unless all went well. Raises FileError with a sentence for a file
    that is open elsewhere, a folder that is missing or read-only, and a full disk; anything else
    that ``writer`` raises passes through, the temporary file is removed in every case.
    """
    try:
        # Windows would call a folder of that name "in use".
        if target.is_dir():
            raise FileError(
                f"“{target.name}” là một thư mục. Chưa ghi gì vào đó. Chọn một tên tệp khác."
            )
        handle, name = tempfile.mkstemp(prefix=".qnapp-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _cannot_begin(target, error) from error
    temporary = Path(name)
    try:
        _fill(handle, writer)
        _replace(temporary, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def require_place(folder: Path) -> None:
    """Refuse a folder that is not there and has nowhere to be made, before anything is done."""
    if not folder.is_dir() and not folder.absolute().parent.is_dir():
        raise FileError(NO_FOLDER.format(folder=folder))


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; raises ``FileError`` with a sentence where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        sentence = f"“{folder.name}” là một tệp, không phải thư mục. {_SAFE} Chọn thư mục khác."
        raise FileError(sentence, detail=str(error)) from error
    except OSError as error:
        raise _cannot_begin(folder, error) from error


def _fill(handle: int, writer: Callable[[BinaryIO], object]) -> None:
    with os.fdopen(handle, "wb") as file:
        writer(file)
        file.flush()
        os.fsync(file.fileno())


def _replace(temporary: Path, target: Path) -> None:
    # mkstemp makes files that only their owner reads; an export is for the office's shared folder.
    with contextlib.suppress(OSError):
        temporary.chmod(0o644)
    for left in reversed(range(_TRIES)):
        try:
            temporary.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _cannot_begin(target: Path, error: OSError) -> FileError:
    folder = target.parent
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        sentence = f"Không có thư mục “{folder}”. {_SAFE} Chọn thư mục khác rồi lưu lại."
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        sentence = f"Thư mục “{folder}” chỉ cho đọc. {_SAFE} Chọn thư mục khác rồi lưu lại."
    else:
        return _cannot_write(target, error)
    return FileError(sentence, detail=str(error))


def _cannot_write(target: Path, error: OSError) -> FileError:
    if isinstance(error, PermissionError):
        program = _PROGRAMS.get(target.suffix.lower(), "một chương trình khác")
        sentence = (
            f"Không ghi được tệp vì {program} đang mở tệp này. {_SAFE} "
            f"Đóng tệp trong {program} rồi chọn Thử lại."
        )
    elif error.errno in _DISK_FULL:
        sentence = f"Không ghi được tệp vì ổ đĩa đã đầy. {_SAFE} Giải phóng ổ đĩa rồi chọn Thử lại."
    elif error.errno == errno.ENAMETOOLONG:
        sentence = f"Không ghi được tệp vì tên hoặc đường dẫn quá dài. {_SAFE} Chọn tên ngắn hơn."
    else:
        sentence = f"Không ghi được tệp “{target.name}”. {_SAFE} Chọn nơi khác rồi lưu lại."
    return FileError(sentence, detail=str(error))
