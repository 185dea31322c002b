"""Packages on their way: good ones that a test may spoil; and a unit's store."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING

import pytest
from answering import make_both, opened
from fixed_clock import FixedClock
from frozen_stores import Q1
from frozen_stores import opened as opened_copy
from packages import make
from reporting_units import OFFICE, make_unit

from qnapp.db.issued import report_in_force
from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.documents.freeze import freeze_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from answering import Both

    from qnapp.domain.issued import IssuedReport


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


@pytest.fixture(scope="session")
def unit_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of Phường Tuần Châu, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("gốc") / "dữ liệu"
    unit = resolve_organisation("06706")
    initialise(
        folder, organisation=unit, clerk="Người Thử", first_period="2026-Q1", clock=FixedClock()
    ).close()
    return folder


@pytest.fixture
def unit_store(unit_master: Path, tmp_path: Path) -> Iterator[Store]:
    """An open store of Phường Tuần Châu with a clock that stands still."""
    folder = shutil.copytree(unit_master, tmp_path / "dữ liệu")
    with Store.open(folder, clock=FixedClock()) as opened:
        yield opened


@pytest.fixture(scope="session")
def frozen_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store whose first quarter was sent for signature, made once and copied."""
    folder = tmp_path_factory.mktemp("trình ký") / "dữ liệu"
    with opened_copy(folder) as store:
        freeze_report(store, Q1)
    return folder


@pytest.fixture(scope="session")
def both_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed stores of a unit that has sent its first quarter and of the office that has it."""
    folder = tmp_path_factory.mktemp("hai bên")
    make_both(folder)
    return folder


@pytest.fixture
def sent_and_fresh(both_master: Path, tmp_path: Path) -> Iterator[Both]:
    """The unit's store, and an office that has taken in nothing yet."""
    found = opened(both_master, tmp_path / "hai bên")
    found.office.close()
    shutil.rmtree(found.office.folder)
    make_unit(found.office.folder, OFFICE, found.clock)
    found.office = Store.open(found.office.folder, clock=found.clock)
    with found.unit, found.office:
        yield found


@pytest.fixture
def store(frozen_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """An open store whose first quarter was sent for signature."""
    folder = shutil.copytree(frozen_folder, tmp_path / "dữ liệu")
    with Store.open(folder, clock=FixedClock()) as made:
        yield made


@pytest.fixture
def report(store: Store) -> IssuedReport:
    """The report of its first quarter."""
    found = report_in_force(store, Q1)
    assert found is not None
    return found
