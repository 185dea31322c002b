"""A backup that was altered, or that cannot be put in place: nothing changes at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlite_utils
from archives import changed_since
from stores import files_of, task

from qnapp.db import restoring
from qnapp.db.archive import (
    backup_owner,
    restore_full,
)
from qnapp.db.content import CancelledError
from qnapp.db.store import DATABASE, Store
from qnapp.errors import FileError, LockedError, NewerStoreError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock


def _rewrite(file: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> None:
    """Change entries and manifest of a backup."""
    with zipfile.ZipFile(file) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    with zipfile.ZipFile(file, "w") as package:
        for name, data in entries.items():
            package.writestr(name, data)
        if manifest:
            package.writestr("manifest.json", json.dumps(manifest))


def _evidence(entries: dict[str, bytes]) -> str:
    return next(name for name in entries if name.startswith("evidence/"))


def _flip(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries[DATABASE] = entries[DATABASE][:-1] + b"\x01"


def _longer(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries[_evidence(entries)] += b" " * 5_000_000


def _shorter(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries[_evidence(entries)] = b""


def _removed(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del entries[_evidence(entries)]


def _added(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries["evidence/aa/thêm"] = b"x"


def _no_database(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del entries[DATABASE], manifest["entries"][DATABASE]


def _outside(name: str) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        entries[name] = entries[DATABASE]
        manifest["entries"][name] = manifest["entries"][DATABASE]

    return change


def _manifest(**values: Any) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest.update(values)

    return change


def _wrong_hash(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["entries"][_evidence(entries)]["sha256"] = "0" * 64


@pytest.mark.parametrize(
    "change",
    [
        _flip,
        _longer,
        _shorter,
        _removed,
        _added,
        _no_database,
        _wrong_hash,
        _outside("../ra-ngoai.db"),
        _outside("/tmp/ra-ngoai.db"),
        _outside("keys/../../ra-ngoai.db"),
        _outside("C:/ra-ngoai.db"),
        _outside("keys\\ra-ngoai"),
        _outside("keys/CON"),
        _outside("keys/a."),
        _outside("keys/.ẩn"),
        _outside("QNAPP.DB"),
        _outside("backups/x.db"),
        _manifest(created="hôm qua"),
        _manifest(organisation={"code": 5}),
        _manifest(entries=[]),
        _manifest(entries={DATABASE: {"size": -1, "sha256": "0" * 64}}),
    ],
)
def test_an_altered_backup_is_refused_and_nothing_changes(
    saved: Path,
    folder: Path,
    clock: FixedClock,
    tmp_path: Path,
    change: Callable[[dict[str, bytes], dict[str, Any]], None],
) -> None:
    _rewrite(saved, change)
    before = files_of(folder)
    with pytest.raises(FileError, match="bị hỏng hoặc đã bị thay đổi"):
        restore_full(saved, folder, clock=clock)
    assert files_of(folder) == before
    with pytest.raises(FileError):
        restore_full(saved, tmp_path / "mới", clock=clock)
    assert not (tmp_path / "mới").exists()
    assert not list(tmp_path.glob("**/ra-ngoai*"))


def _flag(name: str, bits: int, attributes: int) -> Callable[[Path], None]:
    """Mark an entry as encrypted or as a link, in both places where a zip tells it."""

    def change(file: Path) -> None:
        with zipfile.ZipFile(file) as package:
            entries = [(info, package.read(info)) for info in package.infolist()]
        with zipfile.ZipFile(file, "w") as package:
            for info, data in entries:
                if info.filename == name:
                    info.external_attr = attributes << 28
                package.writestr(info, data)
        raw = bytearray(file.read_bytes())
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = raw.find(signature)
            while bits and at >= 0:
                raw[at + offset] |= bits
                at = raw.find(signature, at + 1)
        file.write_bytes(raw)

    return change


@pytest.mark.parametrize("change", [_flag(DATABASE, 0, 0xA), _flag(DATABASE, 1, 0)])
def test_links_and_encrypted_entries_are_refused(
    saved: Path, folder: Path, clock: FixedClock, change: Callable[[Path], None]
) -> None:
    change(saved)
    before = files_of(folder)
    with pytest.raises(FileError):
        restore_full(saved, folder, clock=clock)
    assert files_of(folder) == before


def test_a_manifest_that_is_no_manifest(saved: Path, folder: Path, clock: FixedClock) -> None:
    for text in ("", "[1]", "{", '{"kind": 5}', "[" * 200_000):
        with zipfile.ZipFile(saved, "w") as package:
            package.writestr("manifest.json", text)
        with pytest.raises(FileError, match="không phải bản sao lưu"):
            restore_full(saved, folder, clock=clock)


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (_manifest(kind="qnapp-submission"), FileError, "không phải bản sao lưu"),
        (_manifest(format=3), FileError, "mới hơn"),
        (_manifest(format="1"), FileError, "mới hơn"),
        (lambda entries, manifest: manifest.clear(), FileError, "không phải bản sao lưu"),
    ],
)
def test_other_kinds_and_newer_ones_are_told_apart(
    saved: Path, folder: Path, clock: FixedClock, change: Any, error: type[Exception], says: str
) -> None:
    _rewrite(saved, change)
    with pytest.raises(error, match=says):
        restore_full(saved, folder, clock=clock)


@pytest.mark.parametrize("data", [b"", b"khong phai zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup_is_said(
    folder: Path, clock: FixedClock, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    for action in (lambda f: restore_full(f, folder, clock=clock), backup_owner):
        with pytest.raises(FileError, match="không phải bản sao lưu của QNApp"):
            action(tmp_path / "a.zip")
    with pytest.raises(FileError, match="Không tìm thấy"):
        restore_full(tmp_path / "không có.zip", folder, clock=clock)
    with pytest.raises(FileError, match="không phải bản sao lưu"):
        restore_full(tmp_path, folder, clock=clock)


def test_any_cut_of_the_file_is_refused(saved: Path, folder: Path, clock: FixedClock) -> None:
    whole = saved.read_bytes()
    before = files_of(folder)
    for part in (10, 1000, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        saved.write_bytes(whole[:part])
        with pytest.raises(FileError):
            restore_full(saved, folder, clock=clock)
    assert files_of(folder) == before


def test_a_database_inside_that_is_newer_or_damaged_is_refused(
    saved: Path, folder: Path, clock: FixedClock
) -> None:
    import hashlib

    from qnapp.db.connection import connect

    def put(data: bytes) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
        def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
            entries[DATABASE] = data
            told = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            manifest["entries"][DATABASE] = told

        return change

    newer = folder.parent / "newer.db"
    shutil.copyfile(folder / DATABASE, newer)
    with sqlite_utils.Database(connect(newer)) as db:
        db["_sqlite_migrations"].insert(
            {"id": 99, "migration_set": "qnapp", "name": "m999", "applied_at": "2030"}
        )
    before = files_of(folder)
    _rewrite(saved, put(newer.read_bytes()))
    with pytest.raises(NewerStoreError):
        restore_full(saved, folder, clock=clock)
    _rewrite(saved, put(b"hong" * 5000))
    with pytest.raises(FileError, match="bị hỏng"):
        restore_full(saved, folder, clock=clock)
    assert files_of(folder) == before


def test_an_open_store_is_not_restored_over(saved: Path, folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as store:
        with pytest.raises(LockedError):
            restore_full(saved, folder, clock=clock)
        assert task(store, "3.2").progress.percent == 40


def test_a_folder_with_other_files_is_refused(
    saved: Path, clock: FixedClock, tmp_path: Path
) -> None:
    other = tmp_path / "tài liệu"
    other.mkdir()
    (other / "Công văn.docx").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="đã có tệp khác"):
        restore_full(saved, other, clock=clock)
    assert list(files_of(other)) == ["Công văn.docx"]


def test_restoring_can_be_cancelled(
    saved: Path, folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    before = files_of(folder)
    with pytest.raises(CancelledError):
        restore_full(saved, folder, clock=clock, cancelled=lambda: True)
    assert files_of(folder) == before
    seen: list[tuple[int, int]] = []
    restore_full(
        saved, tmp_path / "x", clock=clock, progress=lambda done, total: seen.append((done, total))
    )
    assert seen[-1][0] == seen[-1][1]


def test_no_room_is_said_before_anything_is_written(
    saved: Path, folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(folder)
    usage = shutil.disk_usage(folder)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(FileError, match="không đủ chỗ trống"):
        restore_full(saved, folder, clock=clock)
    assert files_of(folder) == before


@pytest.mark.parametrize("step", ["_swap", "sync_file", "_set_journal_aside"])
def test_a_failure_at_the_last_moment_puts_everything_back(
    saved: Path, folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    changed_since(folder, clock)
    before = files_of(folder)
    monkeypatch.setattr(restoring, step, full)
    with pytest.raises(StoreError, match="hết chỗ trống"):
        restore_full(saved, folder, clock=clock)
    after = files_of(folder)
    assert {
        name: data for name, data in after.items() if not name.startswith("evidence/")
    } == before
    monkeypatch.undo()
    restore_full(saved, folder, clock=clock)  # a retry works
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent == 40
