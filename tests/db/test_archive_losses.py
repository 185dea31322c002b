"""Keys under a password, and what was lost before the backup was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archives import PASSWORD, Q2, UID, changed_since
from stores import files_of

from qnapp.db.archive import (
    backup_full,
    backup_owner,
    require_password_opens,
    restore_full,
)
from qnapp.db.backup import backup_now
from qnapp.db.checkup import check_store
from qnapp.db.evidence import add_evidence, remove, restore, stored_file
from qnapp.db.store import Store
from qnapp.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock


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
    changed_since(folder, clock)
    restore_full(saved, folder, password=password, clock=clock)
    key = (folder / "keys" / "khóa.pem").read_text(encoding="utf-8")
    assert key == ("bí mật" if password else "khác")


def test_a_wrong_password_changes_nothing(saved: Path, folder: Path, clock: FixedClock) -> None:
    changed_since(folder, clock)
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
