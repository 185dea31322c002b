"""The uninstaller's question about the data, answered with the mouse: only two ticks delete."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from clerk_pc import ClerkPc

from installer.freeze import make_parts
from installer.nsis import Wrapping, wrap
from installer.pictures import TOOLS, Screen, screen
from installer.places import LIBRARY
from installer.under_wine import missing_tools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MISSING = [*missing_tools(), *(tool for tool in TOOLS if shutil.which(tool) is None)]
pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(_MISSING), reason=f"not on this machine: {', '.join(_MISSING)}"),
]

DELETE, SURE, GO = (180, 297), (180, 330), (510, 453)


@pytest.fixture(scope="module")
def installer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wrap a program that does nothing: only the uninstaller is looked at here."""
    folder = tmp_path_factory.mktemp("trống")
    source = folder / "QNApp"
    (source / LIBRARY).mkdir(parents=True)
    for name in ("QNApp.exe", "qnapp-cli.exe", f"{LIBRARY}/x"):
        (source / name).write_bytes(b"MZ")
    make_parts(folder / "parts")
    return wrap(Wrapping(source, folder / "QNApp-thử.exe", folder / "parts", for_wine=True))


@pytest.fixture
def pc(tmp_path: Path, installer: Path) -> ClerkPc:
    pc = ClerkPc.make(tmp_path)
    assert pc.setup(installer) == 0
    pc.data.mkdir(parents=True)
    (pc.data / "qnapp.db").write_bytes(b"data")
    return pc


@pytest.fixture
def shown(pc: ClerkPc) -> Iterator[Screen]:
    with screen(pc.wine) as made:
        yield made


def test_the_data_stays_without_a_tick(pc: ClerkPc, shown: Screen) -> None:
    shown.start(pc.home / "Go-bo-QNApp.exe")
    shown.click(*GO)
    shown.wait(lambda: not pc.home.exists())
    assert (pc.data / "qnapp.db").exists()


def test_one_tick_is_asked_about_and_two_delete(pc: ClerkPc, shown: Screen) -> None:
    shown.start(pc.home / "Go-bo-QNApp.exe")
    shown.click(*SURE)  # cannot be ticked before the other one
    shown.click(*DELETE)
    shown.click(*GO)
    assert pc.home.exists()  # a sentence stands in the way
    assert (pc.data / "qnapp.db").exists()
    shown.press("Return")
    shown.click(*SURE)
    shown.click(*GO)
    shown.wait(lambda: not pc.home.exists())
    shown.wait(lambda: not pc.data.exists())
    assert "theo yêu cầu (đánh dấu hai lần)" in pc.log()
