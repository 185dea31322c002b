"""Tells of an installer file which version it holds, its SHA-256 and who signed it; offline."""

from __future__ import annotations

import hashlib
import mmap
import re
import textwrap
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp import __version__
from qnapp.errors import FileError
from qnapp.exchange.authenticode import CodeSignature, Intact, check_signature
from qnapp.exchange.portable_executable import (
    NotExecutableError,
    read_executable,
    version_words,
)

if TYPE_CHECKING:
    from pathlib import Path

PRODUCT = "QNApp"
_NOT_OURS = (
    "Tệp “{name}” không phải bộ cài QNApp hoặc chưa được chép về hết. Chưa có gì bị thay đổi. "
    "Chọn đúng tệp có tên dạng QNApp-…-setup.exe."
)
_UNREADABLE = (
    "Không đọc được tệp “{name}”. Chưa có gì bị thay đổi. Chép tệp vào máy này rồi chọn lại."
)


class Compared(StrEnum):
    """An installer beside the program that runs."""

    NEWER = "newer"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class InstallerFile:
    """What is known of an installer without running it; ``sha256`` in lower-case hex."""

    path: Path
    version: str
    size: int  # bytes
    sha256: str
    signature: CodeSignature

    def compared(self, running: str = __version__) -> Compared:
        """Compare with a version, number by number."""
        mine, its = _numbers(running), _numbers(self.version)
        if its == mine:
            return Compared.SAME
        return Compared.NEWER if its > mine else Compared.OLDER


def read_installer(path: Path) -> InstallerFile:
    """Read an installer file. Raises ``FileError``; nothing of it is run."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            view = memoryview(data)
            try:
                return _read(path, view)
            finally:
                view.release()
    except (NotExecutableError, ValueError) as error:  # ValueError: an empty file
        raise FileError(_NOT_OURS.format(name=path.name), detail=str(error)) from error
    except OSError as error:
        raise FileError(_UNREADABLE.format(name=path.name), detail=str(error)) from error


def _read(path: Path, data: memoryview) -> InstallerFile:
    program = read_executable(data)
    words = version_words(program)
    version = words.get("ProductVersion", "")
    if words.get("ProductName") != PRODUCT or not re.fullmatch(r"\d+(\.\d+){0,3}", version):
        raise NotExecutableError(f"version resource: {words}")
    digest = hashlib.sha256(data).hexdigest()
    return InstallerFile(path, version, len(data), digest, check_signature(program))


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (4 - len(parts)))


# --- how it is told

_COMPARED = {
    Compared.NEWER: "Bộ cài này mới hơn bản đang dùng ({running}). "
    "Chạy bộ cài để cập nhật; dữ liệu giữ nguyên.",
    Compared.SAME: "Bộ cài này cùng phiên bản với bản đang dùng ({running}).",
    Compared.OLDER: "Bộ cài này cũ hơn bản đang dùng ({running}) nên không cài được.",
}


def installer_lines(found: InstallerFile, running: str = __version__) -> tuple[str, ...]:
    """Tell in sentences what was found: version, fingerprint, signature."""
    return (
        f"Phiên bản trong bộ cài: {found.version}. "
        + _COMPARED[found.compared(running)].format(running=running),
        f"SHA-256: {' '.join(textwrap.wrap(found.sha256, 8))}",
        _signature_words(found.signature),
    )


def _signature_words(signature: CodeSignature) -> str:
    if signature.intact is Intact.UNSIGNED:
        return (
            "Bộ cài không có chữ ký số. Đối chiếu dãy SHA-256 với dãy do Văn phòng Tỉnh ủy thông "
            "báo trước khi chạy."
        )
    if signature.intact is Intact.NO:
        return (
            "Chữ ký số không khớp với tệp: tệp đã bị thay đổi hoặc bị hỏng. Không chạy bộ cài này; "
            "đề nghị bên gửi gửi lại."
        )
    return (
        f"Chữ ký số còn nguyên vẹn, chứng thư ghi tên “{signature.signer}”, "
        f"do “{signature.issuer}” cấp. Máy không hỏi mạng nên "
        "chưa kiểm được chứng thư này; Windows kiểm khi chạy bộ cài."
    )
