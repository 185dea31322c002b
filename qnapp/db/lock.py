"""One process at a time: an operating system's lock that a crash releases."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.errors import LockedError
from qnapp.records import dataclass
from qnapp.text import format_date

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = "qnapp.lock"
HOLDER_FILE = "qnapp.lock.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the store open, as far as it could be written down."""

    pid: int
    host: str
    since: str  # ISO, local time with offset
    purpose: str  # "window" or "command"


class StoreLock:
    """The lock of one store's folder. ``unclean``: whoever had it before did not give it back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle: int | None = None
        self.unclean = False

    def acquire(self, *, now: datetime, purpose: str = "command") -> None:
        """Take the lock at once or raise ``LockedError``; never waits.

        Raises ``OSError`` where the file cannot be written.
        """
        handle = os.open(self._folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise LockedError(_sentence(holder(self._folder))) from error
        self._handle = handle
        self.unclean = (self._folder / HOLDER_FILE).exists()
        told = Holder(os.getpid(), _host(), now.isoformat(timespec="seconds"), purpose)
        # Only for the sentence that others read: the lock holds without it.
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_FILE).write_text(json.dumps(asdict(told)), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back; twice is harmless."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_FILE).unlink(missing_ok=True)
        # The file stays: were it deleted, two could lock two files of one name. Closing unlocks.
        os.close(self._handle)
        self._handle = None


def _lock(handle: int) -> None:
    """Lock an open file for this handle alone, as the operating system does it, or OSError."""
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # may be more than the file has
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _host() -> str:
    """Give the PC's name; without asking the network's library, which takes its time to load."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def holder(folder: Path) -> Holder | None:
    """Read who holds the lock of ``folder``; None where it is not written or not readable."""
    try:
        return Holder(**json.loads((folder / HOLDER_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _sentence(who: Holder | None) -> str:
    if who is not None and who.purpose == "command":
        return (
            "Dữ liệu đang được một lệnh QNApp khác sử dụng nên chưa làm được việc này. "
            "Chờ lệnh đó xong rồi thử lại."
        )
    return (
        f"Dữ liệu đang mở trong cửa sổ QNApp{_since(who)} nên chưa làm được việc này. "
        "Đóng cửa sổ đó rồi thử lại."
    )


def _since(who: Holder | None) -> str:
    if who is None:
        return ""
    try:
        moment = datetime.fromisoformat(who.since)
    except ValueError:
        return ""
    place = "" if who.host == _host() else f" trên máy {who.host}"
    return f"{place} từ {moment:%H:%M} ngày {format_date(moment.date())}"
