"""Moving to another PC: the new store is whole, the old one is only looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from stores import files_of, table, task

from qnapp.db import moving, periods
from qnapp.db.archive import restore_full
from qnapp.db.backup import backup_now, days_without_whole
from qnapp.db.history import recent
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings, set_view_state, view_state
from qnapp.db.store import Store
from qnapp.errors import FileError, InputError, LockedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"
PASSWORD = "mật khẩu dài"


@pytest.fixture
def moved(store: Store, tmp_path: Path) -> Path:
    """A store that was left behind; the file that went to the new PC."""
    set_progress(store, UID, Q2, percent=40)
    (store.folder / "keys" / "khoa-ky-goi.pem").write_text("bí mật", encoding="utf-8")
    made = moving.write_moving_file(store, tmp_path / "chuyển máy.zip", PASSWORD)
    assert (made.keys, made.lost) == (1, ())
    moving.leave(store)
    return made.file


def test_the_other_pc_goes_on_with_everything(
    moved: Path, clock: FixedClock, tmp_path: Path
) -> None:
    new = tmp_path / "máy mới"
    restore_full(moved, new, password=PASSWORD, clock=clock)
    assert (new / "keys" / "khoa-ky-goi.pem").read_text(encoding="utf-8") == "bí mật"
    with Store.open(new, clock=clock) as store:
        assert moving.moved_at(store) is None
        set_progress(store, UID, Q2, percent=50)
        assert task(store, "3.2").progress.percent == 50


def test_the_old_store_can_be_read_and_not_changed(
    moved: Path, store: Store, clock: FixedClock
) -> None:
    assert moving.moved_at(store) == clock.now
    assert task(store, "3.2").progress.percent == 40
    before = table(store, "progress")
    writes: tuple[Callable[[], object], ...] = (
        lambda: set_progress(store, UID, Q2, percent=90),
        lambda: set_settings(store, signer="Khác"),
        lambda: periods.unlock_period(store, Q2, "sửa"),
    )
    for write in writes:
        with pytest.raises(LockedError, match=r"đã chuyển sang máy khác ngày 05/6/2026"):
            write()
    assert table(store, "progress") == before
    assert all(one.locked for one in periods.periods(store))
    assert days_without_whole(store) == 0


def test_it_stays_so_when_it_is_opened_again(
    moved: Path, store: Store, folder: Path, clock: FixedClock
) -> None:
    store.close()
    before = files_of(folder)
    with Store.open(folder, clock=clock) as store:
        with pytest.raises(LockedError):
            set_progress(store, UID, Q2, percent=90)
        with store.worker() as other, pytest.raises(LockedError):
            set_progress(other, UID, Q2, percent=90)
        assert backup_now(store) is None
        set_view_state(store, "widths", [1])
        assert view_state(store, "widths") is None
        assert periods.choose_period(store, "2026-Q1").code == "2026-Q1"
    changed = {name for name, data in files_of(folder).items() if before.get(name) != data}
    assert changed <= {"qnapp.lock"}


def test_taking_it_back_needs_a_reason_and_the_history_keeps_it(moved: Path, store: Store) -> None:
    with pytest.raises(InputError, match="Chưa nêu lý do"):
        moving.take_back(store, "  ")
    assert moving.moved_at(store) is not None
    moving.take_back(store, "máy mới hỏng")
    assert moving.moved_at(store) is None
    set_progress(store, UID, Q2, percent=60)
    assert task(store, "3.2").progress.percent == 60
    assert "máy mới hỏng" in {entry.new for entry in recent(store, 50)}


def test_a_move_needs_a_password(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        moving.write_moving_file(store, tmp_path / "a.zip", "ngắn")
    assert not (tmp_path / "a.zip").exists()
    assert moving.moved_at(store) is None


def test_a_wrong_password_restores_nothing(moved: Path, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Mật khẩu không đúng"):
        restore_full(moved, tmp_path / "máy mới", password="mật khẩu khác", clock=clock)
    assert not (tmp_path / "máy mới").exists()


def test_days_are_counted_from_the_start_and_from_the_last_full_backup(
    store: Store, clock: FixedClock
) -> None:
    assert days_without_whole(store) == 0
    clock.now += timedelta(days=9)
    assert days_without_whole(store) == 9
    set_settings(store, saved_whole_on=clock.today().isoformat())
    assert days_without_whole(store) == 0
    clock.now += timedelta(days=3)
    assert days_without_whole(store) == 3
