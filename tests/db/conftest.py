"""What the tests of the store stand on: real files, the real plan, a clock that stands still."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from archives import whole_backup
from stores import morning

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fixed_clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return morning()


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Phường Hà Tu, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("master") / "store"
    organisation = resolve_organisation("06652")
    initialise(
        folder,
        organisation=organisation,
        clerk="Người Thử",
        first_period="2026-Q1",
        clock=morning(),
    ).close()
    return folder


@pytest.fixture
def folder(master: Path, tmp_path: Path) -> Path:
    """A closed store of Phường Hà Tu."""
    return shutil.copytree(master, tmp_path / "dữ liệu")


@pytest.fixture
def store(folder: Path, clock: FixedClock) -> Iterator[Store]:
    """An open store of Phường Hà Tu."""
    with Store.open(folder, clock=clock) as opened:
        yield opened


@pytest.fixture
def saved(folder: Path, clock: FixedClock, tmp_path: Path) -> Path:
    """A full backup of a store with progress, evidence, a key and something to send."""
    return whole_backup(folder, clock, tmp_path)
