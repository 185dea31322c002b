"""Reading a full backup without trusting it: limits, names and hashes before anything is used."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qnapp.db.connection import connect, is_ours
from qnapp.db.sealing import unseal
from qnapp.domain.plan import Organisation
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.content import Meter

FORMAT = 2  # 1 had the keys open among the other files
KIND = "qnapp-backup"
MANIFEST = "manifest.json"
DATABASE_ENTRY = "qnapp.db"
KEYS = "keys"
SEALED = "sealed"  # the files of ``keys/`` under a password

_BLOCK = 1 << 20
_MOST_ENTRIES = 200_000
_LARGEST_MANIFEST = 100 << 20
# The manifest's own names are the only ones that are ever written (field, D3).
_NAME = re.compile(
    r"qnapp\.db|evidence/([0-9a-f]{2})/\1[0-9a-f]{62}|(?:keys|outbox|sealed)/[^\x00-\x1f\\:*?\"<>|]{1,200}"
)
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_SQLITE = b"SQLite format 3\0"
_OWNER = """
    SELECT code, name, kind FROM organisation
    WHERE code = (SELECT value FROM setting WHERE key = 'organisation')
"""
_SHA256 = re.compile(r"[0-9a-f]{64}")

_NOT_OURS = (
    "Tệp “{name}” không phải bản sao lưu của QNApp. Dữ liệu hiện có vẫn giữ nguyên. "
    "Chọn đúng tệp sao lưu."
)
_NEWER = (
    "Tệp “{name}” do phiên bản QNApp mới hơn tạo ra. Dữ liệu hiện có vẫn giữ nguyên. "
    "Cài phiên bản mới rồi khôi phục lại."
)
ALTERED = (
    "Tệp sao lưu “{name}” bị hỏng hoặc đã bị thay đổi nên không dùng. "
    "Dữ liệu hiện có vẫn giữ nguyên. Chọn bản sao lưu khác."
)
_NO_ROOM = (
    "Ổ đĩa không đủ chỗ trống để khôi phục. Dữ liệu hiện có vẫn giữ nguyên. "
    "Giải phóng chỗ trống rồi thử lại."
)
_NO_FILE = "Không tìm thấy tệp “{name}”. Dữ liệu hiện có vẫn giữ nguyên. Kiểm tra đường dẫn."


class DailyCopy:
    """A copy of the database alone, as the program makes one a day."""

    whole = False
    sealed = False

    def __init__(self, file: Path) -> None:
        self.file = file
        self.size = file.stat().st_size

    @property
    def organisation(self) -> Organisation:
        """Whose store it is; raises ``FileError`` where it is no store's."""
        try:
            with contextlib.closing(connect(self.file, mode="ro")) as db:
                row = db.execute(_OWNER).fetchone() if is_ours(db) else None
        except sqlite3.Error as error:
            raise self.altered(str(error)) from error
        if row is None:
            raise FileError(_NOT_OURS.format(name=self.file.name))
        return Organisation(*row)

    @property
    def created(self) -> datetime:
        """When it was made, as its file tells."""
        return datetime.fromtimestamp(self.file.stat().st_mtime).astimezone()

    def extract(self, folder: Path, meter: Meter) -> None:
        """Copy it to where a restored database is verified."""
        _require_room(folder, self.size)
        with self.file.open("rb") as source, (folder / DATABASE_ENTRY).open("xb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
                meter.add(len(block))

    def require_opens(self, password: str) -> None:
        """There is nothing under a password in it."""

    def altered(self, detail: str) -> FileError:
        """The sentence for a copy that is damaged."""
        return FileError(ALTERED.format(name=self.file.name), detail=detail)


class Archive:
    """An opened backup whose manifest was read and whose names were checked."""

    whole = True

    def __init__(self, file: Path, package: zipfile.ZipFile) -> None:
        self.file = file
        self._package = package
        self._manifest = self._read_manifest()
        self.entries: dict[str, dict[str, Any]] = self._manifest["entries"]
        self._check_names()

    @property
    def size(self) -> int:
        """Bytes of all entries as the manifest tells them."""
        return sum(int(entry["size"]) for entry in self.entries.values())

    @property
    def sealed(self) -> bool:
        """Whether it holds the keys that sign packages, under a password."""
        return any(name.startswith(f"{SEALED}/") for name in self.entries)

    @property
    def organisation(self) -> Organisation:
        """Whose store it is."""
        told = self._manifest["organisation"]
        return Organisation(str(told["code"]), str(told["name"]), str(told["kind"]))

    @property
    def created(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self._manifest["created"])

    def extract(self, folder: Path, meter: Meter) -> None:
        """Write all entries below ``folder`` and verify each; raises ``FileError``."""
        _require_room(folder, self.size)
        for name, told in self.entries.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._guarded(), self._package.open(name) as source:
                self._copy(source, target, told, meter)

    def require_opens(self, password: str) -> None:
        """Raise ``FileError`` where the password is another than that of the keys."""
        sealed = [name for name in self.entries if name.startswith(f"{SEALED}/")]
        for name in sealed[:1]:
            with self._guarded(), self._package.open(name) as source:
                raw = source.read(_BLOCK)
            unseal(raw, password, name.rpartition("/")[2])

    def _copy(self, source: Any, target: Path, told: dict[str, Any], meter: Meter) -> None:
        """Copy one entry, counting real bytes: what a zip says of its sizes is not believed."""
        found, left = hashlib.sha256(), int(told["size"])
        with target.open("xb") as written:
            while block := source.read(min(_BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    break
                found.update(block)
                written.write(block)
                meter.add(len(block))
            written.flush()
            os.fsync(written.fileno())
        if left != 0 or found.hexdigest() != told["sha256"]:
            raise self.altered(str(target.name))

    def altered(self, detail: str) -> FileError:
        """The sentence for a backup that is not what it was."""
        return FileError(ALTERED.format(name=self.file.name), detail=detail)

    def _read_manifest(self) -> dict[str, Any]:
        try:
            info = self._package.getinfo(MANIFEST)
        except KeyError as error:
            raise FileError(_NOT_OURS.format(name=self.file.name)) from error
        with self._guarded(), self._package.open(info) as source:
            raw = source.read(_LARGEST_MANIFEST + 1)
        try:
            told = json.loads(raw)
            kind, number = told["kind"], told["format"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise FileError(_NOT_OURS.format(name=self.file.name)) from error
        if kind != KIND:
            raise FileError(_NOT_OURS.format(name=self.file.name))
        if not isinstance(number, int) or number > FORMAT:
            raise FileError(_NEWER.format(name=self.file.name))
        if not _well_formed(told):
            raise self.altered("manifest")
        found: dict[str, Any] = told
        return found

    def _check_names(self) -> None:
        infos = self._package.infolist()
        names = [info.filename for info in infos if info.filename != MANIFEST]
        if len(names) > _MOST_ENTRIES or sorted(names) != sorted(self.entries):
            raise self.altered("entries")
        for info in infos:
            # Encrypted, or a link instead of a file.
            if info.flag_bits & 0x1 or (info.external_attr >> 28) == 0xA:
                raise self.altered(info.filename)
        for name in names:
            if not _NAME.fullmatch(name) or any(_bad_part(part) for part in name.split("/")):
                raise self.altered(name)
        if DATABASE_ENTRY not in names or len({name.casefold() for name in names}) < len(names):
            raise self.altered("names")

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Tell every way in which a zip can be broken as one thing."""
        try:
            yield
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise self.altered(str(error)) from error


@contextlib.contextmanager
def opened(file: Path) -> Iterator[Archive | DailyCopy]:
    """Open a full backup or a daily copy, told apart by content.

    Raises ``FileError`` where it is neither, newer or altered.
    """
    if _is_database(file):
        yield DailyCopy(file)
        return
    try:
        package = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise FileError(_NO_FILE.format(name=file.name)) from error
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise FileError(_NOT_OURS.format(name=file.name), detail=str(error)) from error
    with package:
        yield Archive(file, package)


@dataclass(frozen=True, slots=True)
class BackupOwner:
    """Whose backup a file is, to ask before restoring."""

    organisation: Organisation
    created: datetime
    sealed: bool  # holds the keys that sign packages, under a password


def backup_owner(file: Path) -> BackupOwner:
    """Whose backup a file is and when it was made; raises ``FileError`` where it is none."""
    with opened(file) as archive:
        return BackupOwner(archive.organisation, archive.created, archive.sealed)


def require_password_opens(file: Path, password: str) -> None:
    """Raise ``FileError`` where a password does not open the keys of a backup."""
    with opened(file) as archive:
        archive.require_opens(password)


def _is_database(file: Path) -> bool:
    try:
        with file.open("rb") as handle:
            return handle.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _require_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size:
        raise FileError(_NO_ROOM)


def _well_formed(told: dict[str, Any]) -> bool:
    try:
        datetime.fromisoformat(told["created"])
        named = told["organisation"]
        entries = told["entries"]
        return all(isinstance(named[key], str) for key in ("code", "name", "kind")) and all(
            isinstance(one["size"], int)
            and one["size"] >= 0
            and _SHA256.fullmatch(one["sha256"]) is not None
            and (not name.startswith("evidence/") or name.endswith(one["sha256"]))
            for name, one in entries.items()
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _bad_part(part: str) -> bool:
    return (
        not part
        or part.startswith(".")
        or part.endswith((".", " "))
        or bool(_RESERVED.fullmatch(part))
    )
