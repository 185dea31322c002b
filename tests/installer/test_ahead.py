"""What a start of the frozen program fetches, loads and imports ahead of its need."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from _thread import start_new_thread
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from installer import ahead
from installer.ahead import LIST, PIECE, PROGRAM, WORK, fetch, load, work
from installer.ahead_list import write_list, write_work
from installer.first_read import read_at_start, read_without_qt
from installer.places import LIBRARY, ROOT, WINDOW_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


# --- loading and importing


@pytest.fixture
def told(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened, in order: modules here tell when they are imported, and threads their work."""
    found: list[str] = []

    def start(run: Callable[..., object], given: tuple[Sequence[str]]) -> None:
        assert run is load
        found.extend(Path(path).relative_to(home).as_posix() for path in given[0])

    monkeypatch.setattr(ahead, "start_new_thread", start)
    monkeypatch.setattr(sys, "told_ahead", found, raising=False)
    monkeypatch.syspath_prepend(str(home))
    for name in ("ahead_one", "ahead_two", "ahead_three"):
        (home / f"{name}.py").write_text(f"import sys; sys.told_ahead.append({name!r})")
        monkeypatch.delitem(sys.modules, name, raising=False)
    return found


def work_through(home: Path, text: str) -> None:
    (home / WORK).write_text(text, encoding="utf-8")
    work(str(home))


def test_libraries_are_loaded_together_while_what_stands_behind_them_is_imported(
    home: Path, told: list[str]
) -> None:
    listed = (
        "import\tahead_one\nload\tb/long.so\nload\ta.so\nimport\tahead_two\nimport\tahead_three\n"
    )
    work_through(home, listed)
    assert told == ["ahead_one", "b/long.so", "a.so", "ahead_two", "ahead_three"]


@pytest.mark.parametrize("text", ["", "\n", "nothing\n", "import\t\n", "import\tahead_none\n"])
def test_a_list_of_work_that_is_none_is_passed_over(home: Path, told: list[str], text: str) -> None:
    work_through(home, text)
    assert not told


def test_without_a_list_no_work_is_done(home: Path, told: list[str]) -> None:
    work(str(home))
    assert not told


@pytest.mark.skipif(sys.platform == "win32", reason="the list of what is loaded is a file here")
def test_the_system_loads_a_library_and_passes_over_what_is_none(tmp_path: Path) -> None:
    spec = find_spec("_lsprof")  # nobody has loaded it
    assert spec is not None
    assert spec.origin is not None
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from installer.ahead import load;"
        "load(sys.argv[2:]); print(open('/proc/self/maps').read())"
    )
    given = [str(tmp_path / "gone.so"), str(tmp_path), spec.origin]
    command = [sys.executable, "-c", script, str(ROOT), *given]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    assert spec.origin in ended.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipe can stand among the files here")
def test_python_goes_on_while_the_system_loads(tmp_path: Path) -> None:
    slow = tmp_path / "slow.so"
    os.mkfifo(slow)  # whoever opens it waits until the other side does
    ended = start_new_thread(load, ([str(slow)],))
    assert ended
    slow.write_bytes(b"")  # reached only where the thread above leaves Python to others


# --- the lists

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


def test_the_work_begins_with_python_s_own_libraries(home: Path) -> None:
    for path in ("PySide6/QtCore.abi3.so", "shiboken6/Shiboken.abi3.so", "lib-dynload/_json.so"):
        put(home, f"{LIBRARY}/{path}", 1)
    modules = {
        "_json": "_json.so",
        "qnapp.text": "text.py",
        "shiboken6": "__init__.py",
        "shiboken6.Shiboken": "Shiboken.abi3.so",
        "PySide6.QtCore": "QtCore.abi3.so",
        "PySide6.QtGui": "gone.so",
        "qnapp.ui.window": "window.py",
    }
    file = write_work(home, modules, ["_json", "qnapp.text"])
    assert file == home / LIBRARY / WORK
    assert file.read_text(encoding="utf-8").splitlines() == [
        "import\t_json",
        "load\tshiboken6/Shiboken.abi3.so",
        "load\tPySide6/QtCore.abi3.so",
        "import\tqnapp.text",
    ]


def test_what_needs_no_qt_is_known_with_the_libraries_that_it_needs() -> None:
    modules = read_at_start()
    found = read_without_qt(modules)
    own = [name for name in found if name.startswith("qnapp.")]
    assert own == [name for name in modules if name in own]
    assert {"qnapp.window_options", "qnapp.db.store", "qnapp.domain.checks"} <= set(own)
    assert not {"qnapp.app", "qnapp.ui.window", "qnapp.ui.kit.theme"} & set(own)
    first = found[: -len(own)]
    assert {"_sqlite3", "_decimal", "_json"} <= set(first)
    # Each of these brings more with it, and no start needs it.
    assert not {"_random", "_hashlib", "_socket"} & set(first)
