"""One file with all of a store: a zip with a manifest of hashes (docs/decisions.md)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qnapp.db import content
from qnapp.db.archive_reading import (
    DATABASE_ENTRY,
    FORMAT,
    KIND,
    MANIFEST,
    backup_owner,
)
from qnapp.db.content import Meter
from qnapp.db.copies import copy_verified, sync_folder
from qnapp.db.failures import translated
from qnapp.db.organisations import own_organisation
from qnapp.db.restoring import restore_full
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qnapp.db.store import Store

__all__ = ["backup_full", "backup_owner", "restore_full"]

_BLOCK = 1 << 20
_EXTRA = ("keys", "outbox")
_CANNOT_WRITE = (
    "Không ghi được tệp sao lưu “{name}”. Dữ liệu vẫn còn nguyên. "
    "Kiểm tra thư mục, chỗ trống và quyền ghi rồi thử lại."
)
_INSIDE = (
    "Tệp sao lưu không đặt trong thư mục dữ liệu được. Dữ liệu vẫn còn nguyên. "
    "Chọn nơi khác, tốt nhất là USB hoặc ổ đĩa khác."
)


def backup_full(
    store: Store,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Write database, evidence, keys and outbox into one file; whole or not at all.

    ``progress`` is told (bytes done, bytes in all). Raises ``FileError`` where the target cannot be
    written, ``StoreError`` where the store itself is damaged, ``CancelledError``. Evidence that is
    missing or altered is taken as it is: ``check_store`` tells.
    """
    target = target.absolute()
    if store.folder.absolute() in target.parents:
        raise FileError(_INSIDE)
    with tempfile.TemporaryDirectory() as work, translated(store.folder):
        database = Path(work) / DATABASE_ENTRY
        copy_verified(store.db, database)
        entries = {DATABASE_ENTRY: database, **dict(_entries(store.folder))}
        meter = Meter(sum(path.stat().st_size for path in entries.values()), progress, cancelled)
        _write_whole(target, entries, _head(store), meter)
    return target


def _entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything beside the database that belongs to the store, by its name in the file."""
    for sha256, path in content.stored_hashes(folder):
        if len(sha256) == 64:  # not what an interrupted copy left
            yield f"{content.FOLDER}/{sha256[:2]}/{sha256}", path
    for name in _EXTRA:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


def _head(store: Store) -> dict[str, Any]:
    own = own_organisation(store)
    return {
        "format": FORMAT,
        "kind": KIND,
        "created": store.clock().isoformat(timespec="seconds"),
        "organisation": {"code": own.code, "name": own.name, "kind": own.kind},
    }


def _write_whole(
    target: Path, entries: dict[str, Path], head: dict[str, Any], meter: Meter
) -> None:
    """Write under a temporary name beside the target, then rename."""
    temporary = target.with_name(target.name + ".tmp")
    try:
        with _told(target):
            handle = temporary.open("wb")
        with handle:
            _write(handle, entries, head, meter, target)
            with _told(target):
                handle.flush()
                os.fsync(handle.fileno())
        with _told(target):
            temporary.replace(target)
            sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(
    handle: Any, entries: dict[str, Path], head: dict[str, Any], meter: Meter, target: Path
) -> None:
    told: dict[str, dict[str, Any]] = {}
    # Evidence is mostly pictures and PDF, which do not get smaller: stored, not compressed.
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED) as package:
        for name, path in entries.items():
            with path.open("rb") as source, _told(target):
                told[name] = _write_entry(package, name, source, meter)
        manifest = json.dumps({**head, "entries": told}, ensure_ascii=False, indent=1)
        with _told(target):
            package.writestr(MANIFEST, manifest)


def _write_entry(package: zipfile.ZipFile, name: str, source: Any, meter: Meter) -> dict[str, Any]:
    found, size = hashlib.sha256(), 0
    with package.open(name, "w", force_zip64=True) as entry:
        while block := source.read(_BLOCK):
            found.update(block)
            entry.write(block)
            size += len(block)
            meter.add(len(block))
    return {"sha256": found.hexdigest(), "size": size}


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    """Say of errors inside that the target could not be written."""
    try:
        yield
    except OSError as error:
        _refuse(target, error)


def _refuse(target: Path, error: OSError) -> NoReturn:
    raise FileError(_CANNOT_WRITE.format(name=target.name), detail=str(error)) from error
