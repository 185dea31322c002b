from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import pytest

from qnapp.documents import files
from qnapp.documents.files import write_atomically
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable


def put(data: bytes) -> Callable[[BinaryIO], object]:
    return lambda file: file.write(data)


def refusing(error: OSError) -> Callable[..., NoReturn]:
    def refuse(*_args: object) -> NoReturn:
        raise error

    return refuse


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PAUSE", 0)


def test_a_file_is_written_and_replaces_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "Báo cáo.pdf"
    for data in (b"one", b"two, longer"):
        write_atomically(target, put(data))
        assert target.read_bytes() == data
    assert list(tmp_path.iterdir()) == [target]


def test_what_goes_wrong_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def half(file: BinaryIO) -> None:
        file.write(b"half")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        write_atomically(target, half)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("a.xlsx", "Excel"),
        ("a.XLSX", "Excel"),
        ("a.docx", "Word"),
        ("a.pdf", "trình đọc PDF"),
        ("a.bin", "một chương trình khác"),
    ],
)
def test_a_file_open_elsewhere_is_told_with_its_program(
    name: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / name
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refusing(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(FileError) as caught:
        write_atomically(target, put(b"new"))
    assert str(caught.value) == (
        f"Không ghi được tệp vì {program} đang mở tệp này. Dữ liệu vẫn còn nguyên. "
        f"Đóng tệp trong {program} rồi chọn Thử lại."
    )
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_held_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []
    replace = Path.replace

    def sometimes(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    write_atomically(tmp_path / "a.pdf", put(b"new"))
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(calls) == 3


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "Không ghi được tệp vì ổ đĩa đã đầy."),
        (errno.EDQUOT, "Không ghi được tệp vì ổ đĩa đã đầy."),
        (errno.EIO, "Không ghi được tệp “a.pdf”."),
    ],
)
def test_a_disk_that_gives_up_is_told(
    code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(OSError(code, "no")))
    with pytest.raises(FileError) as caught:
        write_atomically(tmp_path / "a.pdf", put(b"new"))
    assert str(caught.value).startswith(f"{sentence} Dữ liệu vẫn còn nguyên.")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        write_atomically(tmp_path / "mất" / "a.pdf", put(b"new"))
    assert str(caught.value).startswith(f"Không có thư mục “{tmp_path / 'mất'}”.")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_only_reads_is_told(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A superuser may write everywhere, so the system's refusal is made here.
    monkeypatch.setattr("tempfile.mkstemp", lambda **_how: refusing(OSError(code, "no"))())
    with pytest.raises(FileError, match="chỉ cho đọc"):
        write_atomically(tmp_path / "a.pdf", put(b"new"))


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="quá dài"):
        write_atomically(tmp_path / ("a" * 300 + ".pdf"), put(b"new"))


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "a.pdf"
    folder.mkdir()
    with pytest.raises(FileError, match="là một thư mục"):
        write_atomically(folder, put(b"new"))
    assert folder.is_dir()
