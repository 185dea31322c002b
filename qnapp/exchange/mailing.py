"""What the upper office hands to each organisation below: one folder with installer and plan.

The installer is too large for mail, so it travels on a stick or over the office's own share; one
folder each, so that whoever copies it needs to choose nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.reporters import roster
from qnapp.domain.packages import Kind
from qnapp.errors import FileError, InputError
from qnapp.exchange.container import open_package
from qnapp.exchange.installer_file import read_installer
from qnapp.text import file_size, safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qnapp.db.reporters import RosterEntry
    from qnapp.db.store import Store

    Progress = Callable[[int, int], None]

READ_FIRST = "Đọc trước.txt"
LIST = "Danh sách.txt"

_WORDS = """\
{name} (mã {code})

Thư mục này gồm:
  {installer}: bộ cài QNApp {version}
  {plan}: kế hoạch năm dùng cho chương trình

Cách làm, không cần quyền quản trị máy và không cần mạng:
  1. Bấm đúp bộ cài, bấm Cài đặt, rồi mở QNApp. Máy đã có QNApp thì làm như vậy để cập nhật,
     dữ liệu đã nhập giữ nguyên.
  2. Lần đầu mở chương trình, gõ “{code}” hoặc tên đơn vị để chọn đơn vị.
  3. Trong chương trình, bấm “Mở tệp nhận được…” và chọn tệp kế hoạch ở trên.

Trước khi chạy, có thể đối chiếu mã kiểm tra SHA-256 với mã do cơ quan cấp trên thông báo:
  {installer}
    {installer_sum}
  {plan}
    {plan_sum}
"""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What was made: one folder each, in the order of the roster."""

    folders: tuple[Path, ...]
    size: int  # bytes in all


def prepare_mailing(
    store: Store, installer: Path, plan: Path, out: Path, *, progress: Progress | None = None
) -> Mailing:
    """Make one folder below ``out`` for each organisation that is expected to report.

    Raises ``FileError`` where installer or plan package is not what it should be, where there is
    not room enough, or where ``out`` holds files already; ``InputError`` where nobody is expected.
    Nothing is left behind then.
    """
    version = read_installer(installer).version
    with open_package(plan, Kind.PLAN):
        pass
    wanted = [entry for entry in roster(store) if entry.expected]
    if not wanted:
        raise InputError(
            "Chưa có đơn vị nào phải gửi báo cáo. Chưa ghi gì. Mở trang Tiếp nhận, đánh dấu đơn vị."
        )
    files = (installer, plan)
    size = sum(file.stat().st_size for file in files) * len(wanted)
    _check_room(out, size)
    words = {
        "installer": installer.name,
        "version": version,
        "plan": plan.name,
        "installer_sum": _sum(installer),
        "plan_sum": _sum(plan),
    }
    was_there = out.is_dir()
    try:
        folders = _write(out, wanted, files, words, progress)
    except OSError as error:
        shutil.rmtree(out, ignore_errors=True)
        if was_there:
            out.mkdir(exist_ok=True)
        raise FileError(
            f"Không ghi được vào “{out}”. Chưa có thư mục nào được giữ lại. Kiểm tra ổ đĩa rồi thử "
            "lại.",
            detail=str(error),
        ) from error
    return Mailing(folders, size)


def _check_room(out: Path, size: int) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileError(
            f"“{out}” đã có tệp. Chưa ghi gì. Chọn một thư mục mới hoặc thư mục còn trống."
        )
    there = next(folder for folder in (out, *out.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    if free < size:
        raise FileError(
            f"Ổ đĩa còn trống {file_size(free)}, cần {file_size(size)}. Chưa ghi gì. Dọn bớt ổ đĩa "
            "hoặc chọn ổ khác."
        )


def _write(
    out: Path,
    wanted: Sequence[RosterEntry],
    files: Sequence[Path],
    words: dict[str, str],
    progress: Progress | None,
) -> tuple[Path, ...]:
    folders = []
    for number, entry in enumerate(wanted, start=1):
        folder = out / safe_file_name(f"{entry.code} {entry.name}")
        folder.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, folder / file.name)
        _write_text(folder / READ_FIRST, _WORDS.format(name=entry.name, code=entry.code, **words))
        folders.append(folder)
        if progress is not None:
            progress(number, len(wanted))
    lines = [f"{folder.name}\t{entry.email}" for folder, entry in zip(folders, wanted, strict=True)]
    head = f"{len(folders)} đơn vị, bộ cài QNApp {words['version']}, kế hoạch {words['plan']}"
    _write_text(out / LIST, "\n".join([head, "", *lines, ""]))
    return tuple(folders)


def _write_text(target: Path, text: str) -> None:
    # With a mark at its beginning, so that old Notepads read the letters right.
    target.write_text(text, encoding="utf-8-sig", newline="\r\n")


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
