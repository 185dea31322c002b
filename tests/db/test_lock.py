"""One process at a time, and a crash locks nobody out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qnapp.db.lock import HOLDER_FILE, StoreLock, holder
from qnapp.db.store import Store
from qnapp.errors import LockedError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

HOLD = """
import sys
from pathlib import Path
from qnapp.db.store import Store
store = Store.open(Path(sys.argv[1]), purpose=sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""


def _other(folder: Path, purpose: str) -> subprocess.Popen[str]:
    """Another process that has the store open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), purpose],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def _end(process: subprocess.Popen[str], sign: int) -> None:
    process.send_signal(sign)
    process.communicate(timeout=30)


def test_the_same_process_cannot_open_it_twice(store: Store, folder: Path) -> None:
    with pytest.raises(LockedError, match="lệnh QNApp khác"):
        Store.open(folder, clock=store.clock)
    assert store.value("SELECT 1") == 1


def test_another_process_is_refused_and_told_by_whom(folder: Path, clock: FixedClock) -> None:
    process = _other(folder, "window")
    try:
        with pytest.raises(LockedError) as refused:
            Store.open(folder, clock=clock)
        assert str(refused.value).startswith("Dữ liệu đang mở trong cửa sổ QNApp từ ")
        found = holder(folder)
        assert found is not None
        assert found.pid == process.pid
    finally:
        _end(process, signal.SIGTERM)


def test_a_killed_process_leaves_it_free_and_makes_the_next_look_closely(
    folder: Path, clock: FixedClock
) -> None:
    _end(_other(folder, "window"), signal.SIGKILL)
    lock = StoreLock(folder)
    lock.acquire(now=clock())
    assert lock.unclean
    lock.release()
    Store.open(folder, clock=clock).close()
    again = StoreLock(folder)
    again.acquire(now=clock())
    assert not again.unclean
    again.release()


def test_released_twice_is_harmless(tmp_path: Path, clock: FixedClock) -> None:
    lock = StoreLock(tmp_path)
    lock.acquire(now=clock())
    assert (tmp_path / HOLDER_FILE).exists()
    lock.release()
    lock.release()
    assert not (tmp_path / HOLDER_FILE).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"a": "b"}'])
def test_a_holder_that_cannot_be_read_is_nobody(
    tmp_path: Path, text: str, clock: FixedClock
) -> None:
    assert holder(tmp_path) is None
    lock = StoreLock(tmp_path)
    lock.acquire(now=clock())
    (tmp_path / HOLDER_FILE).write_text(text, encoding="utf-8")
    assert holder(tmp_path) is None
    with pytest.raises(LockedError, match="cửa sổ QNApp nên"):
        StoreLock(tmp_path).acquire(now=clock())
    lock.release()


def test_the_other_machine_is_named(tmp_path: Path, clock: FixedClock) -> None:
    lock = StoreLock(tmp_path)
    lock.acquire(now=clock())
    told = {"pid": 1, "host": "MAY-02", "since": "2026-06-05T14:32:00+07:00", "purpose": "window"}
    (tmp_path / HOLDER_FILE).write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(LockedError, match=r"trên máy MAY-02 từ 14:32 ngày 05/6/2026"):
        StoreLock(tmp_path).acquire(now=clock())
    lock.release()


def test_a_time_that_cannot_be_read_is_left_out(tmp_path: Path, clock: FixedClock) -> None:
    lock = StoreLock(tmp_path)
    lock.acquire(now=clock())
    told = {"pid": 1, "host": "A", "since": "hôm qua", "purpose": "window"}
    (tmp_path / HOLDER_FILE).write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(LockedError, match="cửa sổ QNApp nên"):
        StoreLock(tmp_path).acquire(now=clock())
    lock.release()


def test_a_lock_belongs_to_this_process(store: Store, folder: Path) -> None:
    found = holder(folder)
    assert found is not None
    assert (found.pid, found.purpose) == (os.getpid(), "command")
    store.close()
    assert holder(folder) is None
