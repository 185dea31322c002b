"""One file with all of a store: it comes back whole, on this machine and on another."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from archives import PASSWORD, Q2, UID, changed_since
from stores import files_of, task

from qnapp.db.archive import (
    backup_full,
    backup_owner,
    restore_full,
)
from qnapp.db.backup import backup_now
from qnapp.db.checkup import check_store
from qnapp.db.content import CancelledError
from qnapp.db.evidence import stored_file
from qnapp.db.history import recent
from qnapp.db.progress import set_progress
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import DATABASE, Store
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock


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
    changed_since(folder, clock)
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


def test_a_restored_store_knows_of_the_backup_that_it_comes_from(
    saved: Path, folder: Path, clock: FixedClock
) -> None:
    made = backup_owner(saved).created.date()
    clock.move(days=20)
    restore_full(saved, folder, clock=clock)
    with Store.open(folder, clock=clock) as store:
        assert get_settings(store).saved_whole_on == made.isoformat()
        set_settings(store, saved_whole_on="2026-06-20")
        daily = backup_now(store)
    assert daily is not None
    restore_full(daily, folder, clock=clock)  # a copy of the database alone is none
    with Store.open(folder, clock=clock) as store:
        assert get_settings(store).saved_whole_on == "2026-06-20"


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
    changed_since(folder, clock)
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
