"""Files on their way into the outbox: written beside it first, then there with their rows."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.db.copies import sync_folder
from qnapp.db.outbox import kept_place
from qnapp.db.scratch import STAGE_PREFIX
from qnapp.domain.packages import EXTENSIONS, Kind, OutgoingPackage
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.db.store import Store


@contextlib.contextmanager
def stage_folder(store: Store) -> Iterator[Path]:
    """Give a folder beside the outbox; what a crash leaves of it goes at the next opening."""
    with tempfile.TemporaryDirectory(prefix=STAGE_PREFIX, dir=store.folder) as folder:
        yield Path(folder)


@contextlib.contextmanager
def placed(store: Store, files: Sequence[tuple[Path, OutgoingPackage]]) -> Iterator[None]:
    """Move files to their places in the outbox for the block that writes them down.

    A failure there takes them back, all of them; so does a failure on the way.
    """
    there: list[Path] = []
    try:
        for path, package in files:
            there.append(kept_place(store, package.digest, package.name))
            path.replace(there[-1])
        sync_folder(there[0].parent)
        yield
    except BaseException:
        for path in there:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def package_name(
    kind: Kind, stem: str, *, part: int = 1, parts: int = 1, as_zip: bool = False
) -> str:
    """Name a package's file: "bao-cao-06652-quy-1-2026-lan-1-phan-2.qnbc".

    In plain letters, which survive every mail program.
    """
    numbered = f"{stem}-phan-{part}" if parts > 1 else stem
    return safe_file_name(numbered, ext=".zip" if as_zip else EXTENSIONS[kind])
