"""One file with all of a store: a zip with a manifest of hashes (docs/decisions.md)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qnapp.db import content
from qnapp.db.archive_reading import (
    DATABASE_ENTRY,
    FORMAT,
    KEYS,
    KIND,
    MANIFEST,
    SEALED,
    backup_owner,
    require_password_opens,
)
from qnapp.db.content import Meter
from qnapp.db.copies import copy_verified, sync_folder
from qnapp.db.failures import translated
from qnapp.db.organisations import own_organisation
from qnapp.db.restoring import restore_full
from qnapp.db.sealing import require_password, seal
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qnapp.db.store import Store

__all__ = [
    "FullBackup",
    "backup_full",
    "backup_owner",
    "require_password_opens",
    "restore_full",
]

_BLOCK = 1 << 20
_CONTENTS = (
    "SELECT sha256, name FROM evidence WHERE sha256 <> '' AND removed = '' "
    "UNION SELECT sha256, name FROM report_file UNION SELECT sha256, name FROM received_file"
)
_CANNOT_WRITE = (
    "Không ghi được tệp sao lưu “{name}”. Dữ liệu vẫn còn nguyên. "
    "Kiểm tra thư mục, chỗ trống và quyền ghi rồi thử lại."
)
_INSIDE = (
    "Tệp sao lưu không đặt trong thư mục dữ liệu được. Dữ liệu vẫn còn nguyên. "
    "Chọn nơi khác, tốt nhất là USB hoặc ổ đĩa khác."
)


@dataclass(frozen=True, slots=True)
class FullBackup:
    """A full backup as it was written."""

    file: Path
    keys: int  # of the files that sign packages, how many are in it under the password
    lost: tuple[str, ...]  # names of files that are missing or altered, which it could not take


def backup_full(
    store: Store,
    target: Path,
    *,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FullBackup:
    """Write database, evidence, keys and outbox into one file; whole or not at all.

    The keys that sign packages go in only under a ``password`` (design, section 5). Evidence in the
    trash goes along, since it can still be taken back. Content is looked at first: what was altered
    comes back from its second copy, and what cannot is left out and named. ``progress`` is told
    (bytes done, bytes in all). Raises ``InputError`` for a password that is too short,
    ``FileError`` where the target cannot be written, ``StoreError`` where the store itself is
    damaged, ``CancelledError``.
    """
    target = target.absolute()
    if store.folder.absolute() in target.parents:
        raise FileError(_INSIDE)
    if password:
        require_password(password)
    with tempfile.TemporaryDirectory() as work, translated(store.folder):
        database = Path(work) / DATABASE_ENTRY
        copy_verified(store.db, database)
        contents = dict(content.known_hashes(store.folder))
        others = dict(_others(store.folder))
        keys = _sealed_keys(store.folder, Path(work), password) if password else {}
        size = sum(path.stat().st_size for path in (*contents.values(), *contents.values(),
                   database, *others.values()))  # fmt: skip
        meter = Meter(size, progress, cancelled)
        sound = {
            f"{content.FOLDER}/{sha256[:2]}/{sha256}": path
            for sha256, path in contents.items()
            if content.hash_of(path, meter) == sha256 or content.heal(store.folder, sha256)
        }
        entries = {DATABASE_ENTRY: database, **sound, **others, **keys}
        _write_whole(target, entries, _head(store), meter)
    return FullBackup(target, len(keys), _lost(store, sound.values()))


def _lost(store: Store, sound: Iterable[Path]) -> tuple[str, ...]:
    """Names of what the store should hold and does not."""
    here = {path.name for path in sound}
    gone = {row["name"] for row in store.rows(_CONTENTS) if row["sha256"] not in here}
    return tuple(sorted(gone))


def _others(folder: Path) -> Iterator[tuple[str, Path]]:
    """What is sent, and the certificates of others; the own keys are secret and come sealed."""
    for name in (KEYS, "outbox"):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and path.parent != folder / KEYS:
                yield path.relative_to(folder).as_posix(), path


def _sealed_keys(folder: Path, work: Path, password: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted((folder / KEYS).glob("*")):
        if path.is_file():
            sealed = work / f"{len(found)}.sealed"
            sealed.write_bytes(seal(path.read_bytes(), password, path.name))
            found[f"{SEALED}/{path.name}"] = sealed
    return found


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
