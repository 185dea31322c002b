"""Files that are not meant to stay: copies for the PC's own programs, and what a crash left."""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_PREFIX = "qnapp-xem-"
STAGE_PREFIX = ".khoi-phuc-"
_PACKAGE = r"[0-9a-f]{64}\.[a-z]+"  # as a package of the outbox is called
_HALF_WRITTEN = ("evidence/*.tmp", "backups/*.tmp", "backups/evidence/*/*.tmp", "keys/*.tmp")


def scratch_folder(visit: str) -> Path:
    """A new empty folder for one copy; only this user can look into it."""
    import tempfile  # with random numbers and what they are made of: not for a start

    own = _of_visit(visit)
    own.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=own))


def _of_visit(visit: str) -> Path:
    import tempfile

    return Path(tempfile.gettempdir()) / f"{_PREFIX}{visit}"


def clear_scratch(visit: str) -> None:
    """Remove the copies of a visit as far as no program holds them."""
    own = _of_visit(visit)
    for copy in own.glob("*/*"):
        with contextlib.suppress(OSError):
            copy.chmod(stat.S_IREAD | stat.S_IWRITE)  # Windows does not delete read-only files
    shutil.rmtree(own, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what an interrupted visit left half done in a store's folder; under its lock."""
    for stage in folder.glob(f"{STAGE_PREFIX}*"):
        shutil.rmtree(stage, ignore_errors=True)
    for pattern in _HALF_WRITTEN:
        for half in folder.glob(pattern):
            with contextlib.suppress(OSError):
                half.unlink()


def clear_strays(folder: Path, sent: Collection[str]) -> None:
    """Remove packages that came into the outbox before an interrupted visit wrote them down.

    ``sent``: digests of those that were. Whatever else a person has put there stays.
    """
    for path in (folder / "outbox").glob("*.*"):
        if re.fullmatch(_PACKAGE, path.name) and path.stem not in sent:
            with contextlib.suppress(OSError):
                path.unlink()
