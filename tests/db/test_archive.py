"""One file with all of a store: it comes back whole, or nothing changes at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlite_utils
from stores import files_of, task

from qnapp.db import restoring
from qnapp.db.archive import (
    backup_full,
    backup_owner,
    require_password_opens,
    restore_full,
)
from qnapp.db.backup import backup_now
from qnapp.db.checkup import check_store
from qnapp.db.content import CancelledError
from qnapp.db.evidence import add_evidence, remove, restore, stored_file
from qnapp.db.history import recent
from qnapp.db.progress import set_progress
from qnapp.db.store import DATABASE, Store
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import FileError, LockedError, NewerStoreError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"
PASSWORD = "mật khẩu dài"


@pytest.fixture
def saved(folder: Path, clock: FixedClock, tmp_path: Path) -> Path:
    """A full backup of a store with progress, evidence, a key and something to send."""
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=40)
        (tmp_path / "Biên bản.txt").write_text("Đã họp", encoding="utf-8")
        add_evidence(store, [tmp_path / "Biên bản.txt"], UID, Q2)
        (folder / "keys" / "khóa.pem").write_text("bí mật", encoding="utf-8")
        (folder / "outbox" / "2026-Q1").mkdir()
        (folder / "outbox" / "2026-Q1" / "gói.qnbc").write_bytes(b"\0\1")
        return backup_full(store, tmp_path / "sao lưu.zip", password=PASSWORD).file


def _change(folder: Path, clock: FixedClock) -> None:
    """Go on working after the backup was made."""
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=90)
    (folder / "keys" / "khóa.pem").write_text("khác", encoding="utf-8")
    shutil.rmtree(folder / "evidence")
    (folder / "evidence").mkdir()


def test_it_comes_back_whole_on_another_machine(
    saved: Path, folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    new = tmp_path / "máy khác" / "QNApp"
    assert restore_full(saved, new, password=PASSWORD, clock=clock) is None
    with Store.open(folder, clock=clock) as old, Store.open(new, clock=clock) as store:
        assert load_worksheet(store, Q2) == load_worksheet(old, Q2)
        assert recent(store, 9999) == recent(old, 9999)
        assert check_store(store).ok
    assert (new / "keys" / "khóa.pem").read_text(encoding="utf-8") == "bí mật"
    assert (new / "outbox" / "2026-Q1" / "gói.qnbc").read_bytes() == b"\0\1"
    assert {path.name for path in new.iterdir()} - {"qnapp.lock"} == {
        DATABASE,
        "evidence",
        "backups",
        "outbox",
        "inbox",
        "keys",
    }


def test_it_replaces_and_keeps_what_it_replaced(
    saved: Path, folder: Path, clock: FixedClock
) -> None:
    _change(folder, clock)
    kept = restore_full(saved, folder, password=PASSWORD, clock=clock)
    assert kept == folder / "backups" / "truoc-khoi-phuc-20260605-090000"
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent == 40
        assert check_store(store).ok
    assert (folder / "keys" / "khóa.pem").read_text(encoding="utf-8") == "bí mật"
    assert (kept / "keys" / "khóa.pem").read_text(encoding="utf-8") == "khác"
    (folder / DATABASE).write_bytes((kept / DATABASE).read_bytes())
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent == 90
    again = restore_full(saved, folder, clock=clock)
    assert again is not None
    assert again.name.endswith("-2")


def test_a_damaged_store_can_be_restored(saved: Path, folder: Path, clock: FixedClock) -> None:
    (folder / DATABASE).write_bytes(b"hong" * 5000)
    (folder / f"{DATABASE}-journal").write_bytes(b"nhat ky cu")
    kept = restore_full(saved, folder, clock=clock)
    assert kept is not None
    assert (kept / DATABASE).read_bytes() == b"hong" * 5000
    # A journal that stayed would be played into the new file.
    assert not (folder / f"{DATABASE}-journal").exists()
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent == 40


def test_a_lost_database_can_be_restored(saved: Path, folder: Path, clock: FixedClock) -> None:
    (folder / DATABASE).unlink()
    (folder / "outbox" / "khác.qnbc").write_bytes(b"x")
    kept = restore_full(saved, folder, clock=clock)
    assert kept is not None
    assert (kept / "outbox" / "khác.qnbc").exists()
    with Store.open(folder, clock=clock) as store:
        assert check_store(store).ok


def test_evidence_that_was_altered_is_healed(saved: Path, folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as store:
        stored_file(store, 1).write_text("khác", encoding="utf-8")
    restore_full(saved, folder, clock=clock)
    with Store.open(folder, clock=clock) as store:
        assert check_store(store).ok


def test_whose_backup_it_is(saved: Path, clock: FixedClock) -> None:
    owner = backup_owner(saved)
    assert (owner.organisation.code, owner.organisation.name) == ("06652", "Phường Hà Tu")
    assert owner.created == clock.now
    assert owner.sealed


def _daily(folder: Path, clock: FixedClock) -> Path:
    """A daily copy of a store with 40 %, which then goes on to 90 %."""
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=40)
        copy = backup_now(store)
        assert copy is not None
    _change(folder, clock)
    return copy


def test_a_daily_copy_is_restored_too(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    """A damaged store says "restore", and the daily copies are what everyone has."""
    copy = _daily(folder, clock)
    (folder / DATABASE).write_bytes(b"hong" * 5000)
    owner = backup_owner(copy)
    assert owner.organisation.name == "Phường Hà Tu"
    assert not owner.sealed
    kept = restore_full(copy, folder, clock=clock)
    assert kept is not None
    assert (kept / DATABASE).read_bytes() == b"hong" * 5000
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent == 40
    assert (folder / "keys" / "khóa.pem").read_text(encoding="utf-8") == "khác"  # it stays
    assert copy.exists()


def test_a_daily_copy_that_is_damaged_or_foreign_is_refused(
    folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    copy = _daily(folder, clock)
    before = files_of(folder)
    whole = copy.read_bytes()
    (tmp_path / "cắt.db").write_bytes(whole[: len(whole) // 2])
    con = sqlite3.connect(tmp_path / "khác.db")
    con.execute("CREATE TABLE khac (a)")
    con.close()
    for name in ("cắt.db", "khác.db"):
        with pytest.raises(FileError):
            restore_full(tmp_path / name, folder, clock=clock)
    with pytest.raises(FileError, match="không phải bản sao lưu"):
        backup_owner(tmp_path / "khác.db")
    (tmp_path / "hỏng.db").write_bytes(whole[:4096] + b"\xff" * 90_000)
    with pytest.raises(FileError, match="bị hỏng"):
        backup_owner(tmp_path / "hỏng.db")
    assert files_of(folder) == before


# --- making it


def test_a_backup_tells_how_far_it_is_and_can_be_cancelled(store: Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    target = tmp_path / "a.zip"
    backup_full(store, target, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    before = target.read_bytes()
    with pytest.raises(CancelledError):
        backup_full(store, target, cancelled=lambda: True)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["a.zip"]


def test_a_target_that_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"Không ghi được tệp sao lưu “a\.zip”"):
        backup_full(store, tmp_path / "không có" / "a.zip")
    (tmp_path / "b.zip").mkdir()
    (tmp_path / "b.zip" / "x").touch()
    with pytest.raises(FileError, match="Không ghi được"):
        backup_full(store, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*.tmp"))
    with pytest.raises(FileError, match="thư mục dữ liệu"):
        backup_full(store, store.folder / "outbox" / "a.zip")


def test_what_an_interrupted_copy_left_is_not_taken_along(store: Store, tmp_path: Path) -> None:
    (store.folder / "evidence" / "0123.tmp").write_bytes(b"half")
    (store.folder / "evidence" / "ab").mkdir()
    (store.folder / "evidence" / "ab" / "lạ").write_bytes(b"?")
    with zipfile.ZipFile(backup_full(store, tmp_path / "a.zip").file) as package:
        assert sorted(package.namelist()) == ["manifest.json", DATABASE]


# --- refusing


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

    _change(folder, clock)
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


# --- keys and what is lost


def test_without_a_password_the_key_stays_at_home(
    folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    (folder / "keys" / "khoa-ky-goi.pem").write_bytes(b"zq7-secret")
    (folder / "keys" / "chung-thu-goc").mkdir()
    (folder / "keys" / "chung-thu-goc" / "goc.cer").write_bytes(b"root")
    with Store.open(folder, clock=clock) as store:
        made = backup_full(store, tmp_path / "a.zip")
    assert made.keys == 0
    assert b"zq7-secret" not in made.file.read_bytes()
    assert not backup_owner(made.file).sealed
    new = tmp_path / "máy khác"
    restore_full(made.file, new, clock=clock)
    assert [path.name for path in (new / "keys").rglob("*") if path.is_file()] == ["goc.cer"]


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_keys_that_are_here_stay_unless_the_backup_opens(
    saved: Path, folder: Path, clock: FixedClock, password: str
) -> None:
    _change(folder, clock)
    restore_full(saved, folder, password=password, clock=clock)
    key = (folder / "keys" / "khóa.pem").read_text(encoding="utf-8")
    assert key == ("bí mật" if password else "khác")


def test_a_wrong_password_changes_nothing(saved: Path, folder: Path, clock: FixedClock) -> None:
    _change(folder, clock)
    before = files_of(folder)
    with pytest.raises(FileError, match="Mật khẩu không đúng"):
        restore_full(saved, folder, password="mật khẩu khác", clock=clock)
    assert files_of(folder) == before


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_what_is_lost_is_named_and_the_rest_comes_back(
    folder: Path, clock: FixedClock, tmp_path: Path, harm: str
) -> None:
    for name in ("Biên bản.txt", "Ảnh.txt"):
        (tmp_path / name).write_text(f"Nội dung {name}", encoding="utf-8")
    with Store.open(folder, clock=clock) as store:
        add_evidence(store, [tmp_path / "Biên bản.txt", tmp_path / "Ảnh.txt"], UID, Q2)
        if harm == "missing":
            stored_file(store, 1).unlink()
        else:
            stored_file(store, 1).write_text("khác", encoding="utf-8")
        made = backup_full(store, tmp_path / "a.zip")
    assert made.lost == ("Biên bản.txt",)
    restore_full(made.file, tmp_path / "máy khác", clock=clock)
    with Store.open(tmp_path / "máy khác", clock=clock) as other:
        assert stored_file(other, 2).read_text(encoding="utf-8") == "Nội dung Ảnh.txt"
        assert len(check_store(other).problems) == 1


def test_what_was_altered_is_healed_on_the_way(
    folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    (tmp_path / "Biên bản.txt").write_text("Đã họp", encoding="utf-8")
    with Store.open(folder, clock=clock) as store:
        add_evidence(store, [tmp_path / "Biên bản.txt"], UID, Q2)
        backup_now(store)
        stored_file(store, 1).write_text("khác", encoding="utf-8")
        assert backup_full(store, tmp_path / "a.zip").lost == ()
        assert stored_file(store, 1).read_text(encoding="utf-8") == "Đã họp"


def test_what_lies_in_the_trash_can_be_taken_back_on_the_other_pc(
    folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    (tmp_path / "Biên bản.txt").write_text("Đã họp", encoding="utf-8")
    with Store.open(folder, clock=clock) as store:
        (kept,) = add_evidence(store, [tmp_path / "Biên bản.txt"], UID, Q2)
        remove(store, kept.id)
        made = backup_full(store, tmp_path / "a.zip")
    assert made.lost == ()
    restore_full(made.file, tmp_path / "máy khác", clock=clock)
    with Store.open(tmp_path / "máy khác", clock=clock) as other:
        restore(other, kept.id)
        assert stored_file(other, kept.id).read_text(encoding="utf-8") == "Đã họp"
        assert check_store(other).ok


def test_a_password_is_tried_before_anything_is_restored(saved: Path, store: Store) -> None:
    require_password_opens(saved, PASSWORD)
    with pytest.raises(FileError, match="Mật khẩu không đúng"):
        require_password_opens(saved, "mật khẩu khác")
    copy = backup_now(store)
    assert copy is not None
    require_password_opens(copy, "gì cũng được")
