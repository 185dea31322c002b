"""The files of reports that were sent for signature: kept by their content, never changed."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db import content
from qnapp.db.content import Kept, Meter
from qnapp.db.failures import translated
from qnapp.domain.issued import FileKind, IssuedFile
from qnapp.errors import FileError, InputError
from qnapp.records import dataclass
from qnapp.text import nfc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store

_MISSING = (
    "Không tìm thấy tệp “{name}” của báo cáo đã trình ký trong kho dữ liệu. "
    "Các dữ liệu khác vẫn còn nguyên. Khôi phục từ bản sao lưu."
)
_ALTERED = (
    "Tệp “{name}” của báo cáo đã trình ký bị thay đổi so với lúc trình ký nên không dùng. "
    "Các dữ liệu khác vẫn còn nguyên. Khôi phục từ bản sao lưu."
)
_HAS_COPY = (
    "Báo cáo này đã có bản ký “{name}”. Bản ký đó được giữ nguyên. "
    "Muốn dùng tệp khác, chọn Thay bản ký."
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What examining a signed copy has found: its outcome, and the same for a person."""

    outcome: str
    sentences: tuple[str, ...]


def files_of(store: Store, report_id: int, *, replaced: bool = False) -> tuple[IssuedFile, ...]:
    """Files of a report, oldest first; ``replaced`` adds signed copies that gave way to others."""
    rows = store.rows(
        "SELECT * FROM report_file WHERE report = ? AND (? OR replaced_at = '') ORDER BY id",
        (report_id, replaced),
    )
    return tuple(map(file_from, rows))


def file_from(row: sqlite3.Row) -> IssuedFile:
    """A kept file from its row."""
    return IssuedFile(
        id=row["id"],
        kind=FileKind(row["kind"]),
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        added_at=datetime.fromisoformat(row["added_at"]),
        replaced_at=datetime.fromisoformat(row["replaced_at"]) if row["replaced_at"] else None,
        outcome=row["outcome"],
        sentences=tuple(json.loads(row["sentences"])),
    )


def read_file(store: Store, file: IssuedFile) -> bytes:
    """The kept bytes, checked by their hash; raises ``FileError`` (missing, altered)."""
    with translated(store.folder):
        path = content.find_content(store.folder, file.sha256)
        if path is None:
            raise FileError(_MISSING.format(name=file.name))
        if content.hash_of(path) != file.sha256:
            raise FileError(_ALTERED.format(name=file.name))
        return path.read_bytes()


@contextlib.contextmanager
def kept_together(
    store: Store, files: Mapping[FileKind, tuple[str, bytes]]
) -> Iterator[Mapping[FileKind, tuple[str, Kept]]]:
    """Keep contents (name, bytes) by their kind; they go again unless the block gives them rows."""
    kept: dict[FileKind, tuple[str, Kept]] = {}
    try:
        with translated(store.folder):
            for kind, (name, data) in files.items():
                kept[kind] = (name, content.keep_bytes(store.folder, data, name))
        yield kept
    except BaseException:
        _discard(store, [one for _, one in kept.values()])
        raise


def add_files(
    store: Store, report_id: int, files: Mapping[FileKind, tuple[str, Kept]], examined: Examined
) -> None:
    """Give kept contents their rows, inside ``atomic()``."""
    now = store.clock().isoformat(timespec="seconds")
    for kind, (name, kept) in files.items():
        columns = {"report": report_id, "kind": str(kind), "name": nfc(name), "added_at": now}
        columns |= {"sha256": kept.sha256, "size": kept.size, **_told(examined)}
        store.insert("report_file", columns)


UNEXAMINED = Examined("", ())


@contextlib.contextmanager
def kept_copy(
    store: Store, file: Path, *, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[Kept, Path]]:
    """Keep a file that came from outside, and give the place where it lies for examining it.

    It goes again unless the block gives it a row. Raises ``FileError`` for a file that cannot be
    read or is empty.
    """
    meter = Meter(content.readable_size(file), progress, None)
    with translated(store.folder):
        kept = content.keep(store.folder, file, meter)
    try:
        yield kept, content.content_path(store.folder, kept.sha256)
    except BaseException:
        _discard(store, [kept])
        raise


def set_signed_copy(
    store: Store,
    report_id: int,
    present: IssuedFile | None,
    given: tuple[str, Kept],
    examined: Examined,
    *,
    replacing: bool,
) -> None:
    """Make a kept content the signed copy of a report, inside ``atomic()``.

    The same content again is only examined anew. Raises ``InputError`` where there is another one
    and nobody chose it by ``replacing``; the one replaced stays kept.
    """
    if present is not None and present.sha256 == given[1].sha256:
        told = _told(examined)
        values = (told["outcome"], told["sentences"], present.id)
        store.run("UPDATE report_file SET outcome = ?, sentences = ? WHERE id = ?", values)
        return
    if present is not None:
        if not replacing:
            raise InputError(_HAS_COPY.format(name=present.name))
        now = store.clock().isoformat(timespec="seconds")
        store.run("UPDATE report_file SET replaced_at = ? WHERE id = ?", (now, present.id))
    add_files(store, report_id, {FileKind.SIGNED: given}, examined)


def _told(examined: Examined) -> dict[str, str]:
    sentences = json.dumps(list(examined.sentences), ensure_ascii=False)
    return {"outcome": examined.outcome, "sentences": sentences}


def _discard(store: Store, kept: Sequence[Kept]) -> None:
    """Remove contents that came in vain; what fails after the commit takes none that has a row."""
    for one in kept:
        if not store.value("SELECT 1 FROM report_file WHERE sha256 = ?", (one.sha256,)):
            content.discard(store.folder, one)
