"""One process at a time: an operating system's lock that a crash releases."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import filelock

from qnapp.errors import LockedError
from qnapp.text import format_date

if TYPE_CHECKING:
    from pathlib import Path

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
        # Released by whichever thread closes the store; another object on the same file must fail.
        self._lock = filelock.FileLock(
            folder / LOCK_FILE, timeout=0, thread_local=False, is_singleton=False
        )
        self.unclean = False

    def acquire(self, *, now: datetime, purpose: str = "command") -> None:
        """Take the lock at once or raise ``LockedError``; never waits."""
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            raise LockedError(_sentence(holder(self._folder))) from error
        self.unclean = (self._folder / HOLDER_FILE).exists()
        told = Holder(os.getpid(), socket.gethostname(), now.isoformat(timespec="seconds"), purpose)
        # Only for the sentence that others read: the lock holds without it.
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_FILE).write_text(json.dumps(asdict(told)), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back; twice is harmless."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                (self._folder / HOLDER_FILE).unlink(missing_ok=True)
            self._lock.release()


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
    place = "" if who.host == socket.gethostname() else f" trên máy {who.host}"
    return f"{place} từ {moment:%H:%M} ngày {format_date(moment.date())}"
