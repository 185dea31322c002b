"""Stores whose reports go for signature: training data, so that every part has something to say."""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fixed_clock import FixedClock

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.domain.issued import FileKind, IssuedFile, IssuedReport

Q1, Q2 = "2026-Q1", "2026-Q2"  # of the training data, the first has no errors and the second some
UID = "NQ05-2026/3.2"


@functools.cache
def master() -> Path:
    """A closed store, made once."""
    folder = Path(tempfile.mkdtemp()) / "store"
    organisation = resolve_organisation("06652")
    clock = FixedClock()
    initialise(folder, organisation=organisation, sample=True, clock=clock).close()
    return folder


def copied(folder: Path) -> Path:
    """Copy the closed store to ``folder``."""
    return shutil.copytree(master(), folder)


def opened(folder: Path, clock: Callable[..., object] | None = None) -> Store:
    """Open a copy."""
    return Store.open(copied(folder), clock=clock or FixedClock())  # type: ignore[arg-type]


def kept(report: IssuedReport, kind: FileKind) -> IssuedFile:
    """The kept file of one kind."""
    found = report.file(kind)
    assert found is not None
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that the store keeps by content."""
    root = folder / "evidence"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
