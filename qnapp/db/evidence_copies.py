"""Looking at evidence: the kept file for readers, and a copy for the PC's own programs."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.db import content
from qnapp.db.content import copy_checked, hash_of
from qnapp.db.evidence_rows import get
from qnapp.db.failures import translated
from qnapp.db.scratch import scratch_folder
from qnapp.domain.file_kinds import HEAD, doubt_of_file
from qnapp.errors import FileError
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence

# What Windows runs when it is opened, and documents that may carry programs.
_EXECUTABLE = frozenset(
    re.findall(
        r"\S+",
        """
        .appref-ms .application .appx .bat .chm .cmd .com .cpl .dll .docm .dotm .exe .gadget .hta
        .inf .iqy .jar .js .jse .lnk .msc .msi .msix .msp .mst .pif .potm .ppam .ppsm .pptm .ps1
        .psm1 .py .pyw .reg .scf .scr .settingcontent-ms .sh .sldm .slk .sys .url .vb .vbe .vbs
        .wsf .wsh .xla .xlam .xll .xlsm .xltm
        """,
    )
)

_MISSING = (
    "Không tìm thấy tệp minh chứng “{name}” trong kho dữ liệu. Các dữ liệu khác vẫn còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc đính kèm lại tệp."
)
_ALTERED = (
    "Tệp minh chứng “{name}” đã bị thay đổi so với lúc đính kèm nên không mở. "
    "Các dữ liệu khác vẫn còn nguyên. Khôi phục từ bản sao lưu hoặc đính kèm lại tệp."
)
_UNWRITABLE = (
    "Không ghi được tệp “{name}”. Minh chứng trong kho vẫn còn nguyên. "
    "Đóng tệp đó nếu đang mở, hoặc chọn nơi khác, rồi thử lại."
)
_DEFERRED = (
    "Minh chứng “{name}” sẽ nộp sau, chưa có tệp để mở. Chưa có gì bị thay đổi. "
    "Gắn tệp khi có rồi mở lại."
)


def programs_among(names: Iterable[str]) -> str:
    """A sentence, after a space, on files that could run something and may be no evidence."""
    found = [name for name in names if is_executable_name(name)]
    if not found:
        return ""
    return f" {', '.join(found)} có thể chạy chương trình; kiểm tra lại có đúng là minh chứng."


def doubt_of(store: Store, item: Evidence) -> str:
    """Why a piece hardly opens, by its first bytes: "nội dung không phải PDF"; "" for nothing.

    Content never changes, so that each file is looked at once. A missing one is told elsewhere.
    """
    known: dict[tuple[str, str], str] = store.cache.setdefault("file doubts", {})
    key = (item.sha256, item.name)
    path = content.find_content(store.folder, item.sha256) if item.sha256 else None
    if path is None:
        return ""
    if key not in known:
        try:
            with path.open("rb") as file:
                known[key] = doubt_of_file(item.name, item.size, file.read(HEAD))
        except OSError:
            return ""
    return known[key]


def doubts_among(store: Store, items: Iterable[Evidence]) -> str:
    """A sentence, after a space, on pieces that hardly open; "" for none."""
    doubts = ((item.name, doubt_of(store, item)) for item in items)
    found = [f"{name} ({doubt})" for name, doubt in doubts if doubt]
    return f" Xem lại: {', '.join(found)}; mở thử, sai thì gắn lại." if found else ""


def is_executable_name(name: str) -> bool:
    """Whether opening a file of this name could run something: ask first."""
    # Windows drops dots and spaces at the end, so "a.exe. " runs.
    _, dot, ending = name.rstrip(". ").rpartition(".")
    return dot + ending.casefold() in _EXECUTABLE


def stored_file(store: Store, evidence_id: int) -> Path:
    """The kept file itself, for reading only; raises ``FileError`` where it is missing."""
    return _file_of(store, get(store, evidence_id))


def open_copy(store: Store, evidence_id: int) -> Path:
    """A read-only copy under the original name in a temporary folder, checked by its hash.

    An editor that saves never alters the original; closing the store removes the copy. Raises
    ``FileError`` (missing, altered).
    """
    evidence = get(store, evidence_id)
    source = _file_of(store, evidence)
    with translated(store.folder):
        folder = scratch_folder(store.visit)
        copy = folder / _name(evidence)
        shutil.copyfile(source, copy)
        if hash_of(copy) != evidence.sha256:
            shutil.rmtree(folder, ignore_errors=True)
            _remember_altered(store, evidence)
            raise FileError(_ALTERED.format(name=evidence.name))
        copy.chmod(stat.S_IREAD)
    return copy


def save_copy(store: Store, evidence_id: int, target: Path) -> None:
    """Write evidence to a file that a person chose, whole or not at all, checked by its hash.

    Raises ``FileError``: missing, altered, or ``target`` cannot be written.
    """
    evidence = get(store, evidence_id)
    source = _file_of(store, evidence)
    try:
        sound = copy_checked(source, target, evidence.sha256)
    except OSError as error:
        raise FileError(_UNWRITABLE.format(name=target.name), detail=str(error)) from error
    if not sound:
        _remember_altered(store, evidence)
        raise FileError(_ALTERED.format(name=evidence.name))


def _file_of(store: Store, evidence: Evidence) -> Path:
    if evidence.deferred:
        raise FileError(_DEFERRED.format(name=evidence.name))
    found = content.find_content(store.folder, evidence.sha256)
    if found is None:
        raise FileError(_MISSING.format(name=evidence.name))
    return found


def _name(evidence: Evidence) -> str:
    suffix = PurePath(evidence.name).suffix
    return safe_file_name(evidence.name.removesuffix(suffix), ext=suffix)


def _remember_altered(store: Store, evidence: Evidence) -> None:
    if store.read_only:
        return
    with store.atomic():
        store.run("UPDATE evidence SET intact = 0 WHERE sha256 = ?", (evidence.sha256,))
