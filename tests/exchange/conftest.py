"""Packages on their way: good ones that a test may spoil."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest
from packages import make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good package that nobody changes."""
    return make(tmp_path_factory.mktemp("gói"))


@pytest.fixture
def arrived(good: Path, tmp_path: Path) -> Path:
    """A good package that a test may spoil."""
    copy = tmp_path / good.name
    copy.write_bytes(good.read_bytes())
    return copy


@pytest.fixture
def nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No refusal may leave anything in the working folder or in the folder for temporary files."""
    for name in ("work", "temp"):
        (tmp_path.parent / f"{tmp_path.name}-{name}").mkdir()
    monkeypatch.chdir(tmp_path.parent / f"{tmp_path.name}-work")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path.parent / f"{tmp_path.name}-temp"))
    yield
    for name in ("work", "temp"):
        assert list((tmp_path.parent / f"{tmp_path.name}-{name}").iterdir()) == []
