"""What the machine does to the store becomes one sentence; what the program does wrong does not."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qnapp.db.failures import store_error, translated
from qnapp.db.progress import set_progress
from qnapp.db.store import DATABASE, Store
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import LockedError, StoreError

if TYPE_CHECKING:
    from fixed_clock import FixedClock

FOLDER = Path("D:/Dữ liệu")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "hết chỗ trống"),
        (errno.EROFS, "Không được phép ghi"),
        (errno.EACCES, "Không được phép ghi"),
        (errno.EIO, "báo lỗi khi đọc hoặc ghi"),
        (errno.ENOENT, "không còn ở chỗ cũ"),
    ],
)
def test_system_errors_are_told(number: int, says: str) -> None:
    told = store_error(OSError(number, "x"), FOLDER)
    assert isinstance(told, StoreError)
    assert says in str(told)
    assert "OSError" in told.detail or "Error" in told.detail


def test_faults_of_the_program_are_not_dressed_up() -> None:
    assert store_error(ValueError("x"), FOLDER) is None
    assert store_error(OSError(errno.EBADF, "x"), FOLDER) is None
    with pytest.raises(sqlite3.OperationalError), translated(FOLDER):
        sqlite3.connect(":memory:").execute("SELECT * FROM nothing")


def test_every_sentence_says_what_is_safe_and_what_to_do() -> None:
    for number in (errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENOENT):
        told = str(store_error(OSError(number, "x"), FOLDER))
        assert told.count(". ") >= 2
        assert told.endswith(".")
        assert "!" not in told


def test_a_full_disk_loses_nothing(store: Store) -> None:
    set_progress(store, "3.2", "2026-Q2", result="Đã khởi công")
    pages = store.value("PRAGMA page_count")
    store.value(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="hết chỗ trống"):
        set_progress(store, "3.2", "2026-Q2", difficulty="dài " * 5000)
    store.value("PRAGMA max_page_count=1000000")
    row = next(row for row in load_worksheet(store, "2026-Q2").tasks if row.code == "3.2")
    assert (row.progress.result, row.progress.difficulty) == ("Đã khởi công", "")
    set_progress(store, "3.2", "2026-Q2", difficulty="dài")  # a retry works


def test_a_file_that_may_not_be_written(store: Store) -> None:
    store.db.execute("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="Không được phép ghi"):
        set_progress(store, "3.2", "2026-Q2", result="x")


def test_a_file_held_by_another_program(store: Store, folder: Path) -> None:
    other = sqlite3.connect(folder / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store.db.execute("PRAGMA busy_timeout=0")
    try:
        with pytest.raises(LockedError, match="chương trình khác giữ"):
            load_worksheet(store, "2026-Q2")
        with pytest.raises(LockedError, match="chương trình khác giữ"):
            set_progress(store, "3.2", "2026-Q2", result="x")
    finally:
        other.close()
    assert set_progress(store, "3.2", "2026-Q2", result="x")


def test_damage_inside_is_told_when_it_is_read(folder: Path, clock: FixedClock) -> None:
    """The read path is guarded too: a damaged page is a sentence, not a crash."""
    whole = (folder / DATABASE).read_bytes()
    with (folder / DATABASE).open("rb+") as handle:
        handle.seek(4096 * 2)
        handle.write(b"\xff" * (len(whole) - 4096 * 2))
    with pytest.raises(StoreError, match="bị hỏng"):
        _open_and_read(folder, clock)


def _open_and_read(folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as opened:
        load_worksheet(opened, "2026-Q2")


def test_a_damaged_file_is_not_opened_and_not_written(folder: Path, clock: FixedClock) -> None:
    (folder / DATABASE).write_bytes(b"khong phai co so du lieu" * 1000)
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="bị hỏng"):
        Store.open(folder, clock=clock)
    assert (folder / DATABASE).read_bytes() == before


def test_a_database_that_cannot_be_opened(folder: Path, clock: FixedClock) -> None:
    (folder / DATABASE).unlink()
    (folder / DATABASE).mkdir()
    with pytest.raises(StoreError, match="Không mở được tệp dữ liệu"):
        Store.open(folder, clock=clock)
