"""What a start of the frozen program fetches ahead of its need: the list, and going through it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from installer import ahead
from installer.ahead import LIST, PIECE, PROGRAM, fetch
from installer.ahead_list import write_list
from installer.places import LIBRARY, WINDOW_PROGRAM

Asked = list[tuple[str, int, int]]


class Recorded(io.FileIO):
    """A file that notes which bytes were read of it."""

    asked: Asked

    def readinto(self, space: memoryview, /) -> int:  # type: ignore[override]
        at = self.tell()
        got = super().readinto(space) or 0
        self.asked.append((Path(str(self.name)).name, at, got))
        return got


@pytest.fixture(params=["advised", "read"])
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Name, place and number of the bytes that were asked for, with and without Linux's advice."""
    found: Asked = []

    def advise(file: int, at: int, count: int, how: int) -> None:
        assert how == os.POSIX_FADV_WILLNEED
        path = Path(f"/proc/self/fd/{file}").readlink()
        found.append((path.name, at, min(count, path.stat().st_size - at)))

    if request.param == "advised":
        if not hasattr(os, "posix_fadvise"):
            pytest.skip("this system takes no advice")
        monkeypatch.setattr(os, "posix_fadvise", advise)
    else:
        monkeypatch.delattr(os, "posix_fadvise", raising=False)
        monkeypatch.setattr(Recorded, "asked", found, raising=False)
        monkeypatch.setattr(ahead, "FileIO", Recorded)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as a program has it, where a Vietnamese name and spaces are in the path."""
    folder = tmp_path / "Nguyễn Văn Đức" / "Chương trình"
    (folder / LIBRARY).mkdir(parents=True)
    return folder


def put(folder: Path, path: str, size: int) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(b"\0" * size)


def go_through(home: Path, text: str) -> None:
    (home / LIBRARY / LIST).write_text(text, encoding="utf-8")
    fetch(str(home / LIBRARY), str(home / PROGRAM))


def test_files_are_fetched_in_the_order_of_the_list_piece_by_piece(
    home: Path, asked: Asked
) -> None:
    put(home, PROGRAM, PIECE)
    put(home, f"{LIBRARY}/b/long.so", 2 * PIECE + 10)
    put(home, f"{LIBRARY}/a.so", 7)
    go_through(home, f"100\t{PROGRAM}\n{2 * PIECE + 10}\t{LIBRARY}/b/long.so\n7\t{LIBRARY}/a.so\n")
    assert [(name, at) for name, at, _ in asked] == [
        (PROGRAM, 0),
        ("long.so", 0),
        ("long.so", PIECE),
        ("long.so", 2 * PIECE),
        ("a.so", 0),
    ]
    assert asked[-2:] == [("long.so", 2 * PIECE, 10), ("a.so", 0, 7)]


def test_of_a_file_without_advice_no_more_is_read_than_is_wanted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Asked = []
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    monkeypatch.setattr(Recorded, "asked", found, raising=False)
    monkeypatch.setattr(ahead, "FileIO", Recorded)
    put(home, PROGRAM, 3 * PIECE)
    go_through(home, f"{PIECE + 5}\t{PROGRAM}\n")
    assert found == [(PROGRAM, 0, PIECE), (PROGRAM, PIECE, 5)]


def test_a_file_that_is_missing_or_shorter_holds_nothing_up(home: Path, asked: Asked) -> None:
    put(home, "short.so", 5)
    put(home, "last.so", 3)
    (home / "folder.so").mkdir()
    go_through(home, f"9\tgone.so\n9\tfolder.so\n{5 * PIECE}\tshort.so\n3\tlast.so\n")
    assert asked[0] == ("short.so", 0, 5)
    assert asked[-1] == ("last.so", 0, 3)


@pytest.mark.parametrize("text", ["", "\n", "nothing of the kind\n", "\0\t\0\n", "12 a.so\n"])
def test_a_list_that_is_none_is_passed_over(home: Path, asked: Asked, text: str) -> None:
    go_through(home, text)
    assert not asked


def test_without_a_list_nothing_happens(home: Path, asked: Asked) -> None:
    fetch(str(home / LIBRARY), str(home / PROGRAM))
    assert not asked


def test_it_is_the_program_with_the_window_that_reads_ahead() -> None:
    assert PROGRAM == WINDOW_PROGRAM


# --- the list

LINKED = {
    "qtcore.pyd": ["Qt6Core.dll", "python311.dll", "KERNEL32.dll"],
    "qtwidgets.pyd": ["Qt6Widgets.dll", "Qt6Core.dll"],
    "qt6widgets.dll": ["Qt6Gui.dll", "Qt6Core.dll"],
    "qt6gui.dll": ["Qt6Core.dll", "icudt73.dll"],
}


def linked(path: str) -> list[tuple[str, None]]:
    return [(name, None) for name in LINKED.get(Path(path).name.lower(), [])]


def test_the_list_follows_what_is_linked_in_the_order_of_need(home: Path) -> None:
    put(home, "QNApp.exe", 900)
    put(home, "qnapp-cli.exe", 900)
    for name in ("QtCore.pyd", "QtWidgets.pyd", "Qt6Widgets.dll", "Qt6Gui.dll", "QT6CORE.dll"):
        put(home, f"{LIBRARY}/PySide6/{name}", len(name))
    put(home, f"{LIBRARY}/PySide6/Qt6Network.dll", 1)
    put(home, f"{LIBRARY}/PySide6/plugins/platforms/qwindows.dll", 2)
    put(home, f"{LIBRARY}/python311.dll", 3)
    put(home, f"{LIBRARY}/docx/parts/__init__.py", 0)
    with (home / LIBRARY / "icudt73.dll").open("wb") as words:
        words.truncate(32_000_000)

    modules = ["", "__init__.py", "QtCore.pyd", "_builtin.pyd", "QtWidgets.pyd", "QtCore.pyd"]
    write_list(home, modules, linked, archive=500)

    assert (home / LIBRARY / LIST).read_text(encoding="utf-8").splitlines() == [
        "500\tQNApp.exe",
        f"10\t{LIBRARY}/PySide6/QtCore.pyd",
        f"11\t{LIBRARY}/PySide6/QT6CORE.dll",
        f"13\t{LIBRARY}/PySide6/QtWidgets.pyd",
        f"14\t{LIBRARY}/PySide6/Qt6Widgets.dll",
        f"10\t{LIBRARY}/PySide6/Qt6Gui.dll",
        f"2\t{LIBRARY}/PySide6/plugins/platforms/qwindows.dll",
    ]
