"""Copies for the PC's own programs, in a temporary folder of one visit."""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
from pathlib import Path

_PREFIX = "qnapp-xem-"


def scratch_folder(visit: str) -> Path:
    """A new empty folder for one copy; only this user can look into it."""
    own = Path(tempfile.gettempdir()) / f"{_PREFIX}{visit}"
    own.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=own))


def clear_scratch(visit: str) -> None:
    """Remove the copies of a visit as far as no program holds them."""
    own = Path(tempfile.gettempdir()) / f"{_PREFIX}{visit}"
    for copy in own.glob("*/*"):
        with contextlib.suppress(OSError):
            copy.chmod(stat.S_IREAD | stat.S_IWRITE)  # Windows does not delete read-only files
    shutil.rmtree(own, ignore_errors=True)
