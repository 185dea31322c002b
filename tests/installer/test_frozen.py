"""The frozen program of this system, tried where nothing of the source tree can be reached."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer.ahead import LIST, PATTERNS, WORK
from installer.first_read import read_at_start
from installer.freeze import freeze
from installer.places import LIBRARY, ROOT, VERSION, WINDOW_PROGRAM, program
from installer.qt_helpers import FOLDER
from installer.smoke import SmokeError, check_frozen, plain_environment, self_test
from installer.starts import Beside, Starts, compare_starts

pytest.importorskip("PyInstaller", reason="requirements-build.lock is not installed")
pytestmark = pytest.mark.timeout(600)  # freezing takes half a minute on a quiet machine


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Freeze once; the folder stands where a Vietnamese name and spaces are in its path."""
    scratch = tmp_path_factory.mktemp("dong-goi")
    made = freeze(scratch / "dist", scratch / "work")
    home = scratch / "Nguyễn Văn Đức" / "Chương trình"
    home.mkdir(parents=True)
    return made.rename(home / WINDOW_PROGRAM)


def without_source(command: Path) -> list[str]:
    """Start a program where the source tree is an empty folder, if this system can do so."""
    hide = f'mount -t tmpfs none "{ROOT}" && exec "$0" "$@"'
    inside = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    try:
        tried = subprocess.run([*inside, hide, "true"], capture_output=True, check=False)
    except OSError:
        return [str(command)]
    return [*inside, hide, str(command)] if tried.returncode == 0 else [str(command)]


def test_it_does_its_work_without_the_source_tree(frozen: Path) -> None:
    found = self_test(without_source(program(frozen)))
    check_frozen(found, frozen, VERSION)
    assert found["pages"][0] == "overview"
    assert set(found["reports"]) == {"pdf", "xlsx", "docx"}


def test_the_helpers_of_qt_need_not_be_compiled_at_each_start(frozen: Path) -> None:
    found = self_test([program(frozen)])
    assert Path(found["qt_helpers"]) == frozen / LIBRARY / FOLDER / "shibokensupport/__init__.pyc"


def test_a_start_is_measured_beside_an_empty_window(frozen: Path, tmp_path: Path) -> None:
    empty = freeze(tmp_path / "dist", tmp_path / "work", empty=True)
    found = compare_starts(frozen, empty, times=1)
    assert found.processor.ours > found.processor.empty > 0
    assert found.again.empty > 0
    assert (found.cold is not None) == (sys.platform == "linux")


def test_the_lines_of_a_measurement_say_whether_the_goal_is_reached() -> None:
    again, processor = Beside(0.3, 0.1), Beside(0.25, 0.1)
    assert Starts(Beside(0.6, 0.3), again, processor).lines() == [
        "Cold start: 0.600 s, empty window 0.300 s, ratio 2.00 (goal 2.0)",
        "Start again: 0.300 s, empty window 0.100 s, ratio 3.00",
        "By processor time: 0.250 s, empty window 0.100 s, ratio 2.50",
    ]
    assert "ABOVE THE GOAL" in Starts(Beside(0.61, 0.3), again, processor).lines()[0]
    assert "not measured" in Starts(None, again, processor).lines()[0]


def test_what_a_start_reads_is_in_the_archive_first(frozen: Path) -> None:
    read = set(read_at_start())
    assert {"qnapp.app", "qnapp.ui.overview.page", "PySide6"} <= read
    content = program(frozen).read_bytes().replace(b"\\", b"/")
    # Names of two modules as their own code holds them: a file of the start, one of another page.
    assert content.index(b"qnapp/ui/window.py") < content.index(b"qnapp/cli.py")


def read_ahead(frozen: Path) -> dict[str, int]:
    """Bytes wanted of each file of the list, by its name."""
    lines = (frozen / LIBRARY / LIST).read_text(encoding="utf-8").splitlines()
    sizes = {path: int(size) for size, path in (line.split("\t") for line in lines)}
    assert len(sizes) == len(lines)
    for path, size in sizes.items():
        assert 0 < size <= (frozen / path).stat().st_size, path
    return {Path(path).name: size for path, size in sizes.items()}


def test_what_is_read_ahead_are_the_files_of_a_start(frozen: Path) -> None:
    listed = read_ahead(frozen)
    window = program(frozen, WINDOW_PROGRAM)
    names = [name.partition(".")[0].removeprefix("lib") for name in listed]
    needed = ("QNApp", "_sqlite3", "QtCore", "Qt6Core", "QtWidgets", "Qt6Widgets")
    assert [name for name in names if name in needed] == list(needed)
    assert {"Qt6Gui", "qoffscreen"} <= set(names)
    assert not {"Qt6Network", "crypto", "etree"} & set(names)
    assert sum(listed.values()) < 90e6
    begun = window.read_bytes()[: listed[window.name]].replace(b"\\", b"/")
    assert b"qnapp/ui/window.py" in begun
    assert b"qnapp/cli.py" not in begun


@pytest.mark.parametrize("text", [None, "no list\n", "9\tgone\n", "load\tgone\nimport\tgone\n"])
@pytest.mark.parametrize("name", [LIST, WORK, PATTERNS])
def test_a_start_needs_no_list_of_what_it_reads(frozen: Path, name: str, text: str | None) -> None:
    file = frozen / LIBRARY / name
    kept = file.read_bytes()
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    try:
        found = self_test([program(frozen, WINDOW_PROGRAM)])
    finally:
        file.write_bytes(kept)
    check_frozen(found, frozen, VERSION)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipe can stand among the files here")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (LIST, f"9\tgone\n1\t{LIBRARY}/seen\n"),
        (WORK, "load\tgone\nload\tseen\nimport\tqnapp.text\n"),
    ],
)
def test_a_start_goes_through_its_lists(frozen: Path, tmp_path: Path, name: str, text: str) -> None:
    file = frozen / LIBRARY / name
    kept = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    os.mkfifo(frozen / LIBRARY / "seen")  # whoever writes into it waits until somebody reads
    command = [str(program(frozen, WINDOW_PROGRAM)), "--self-test", str(tmp_path / "xong.json")]
    try:
        with subprocess.Popen(command, env=plain_environment()) as run:
            (frozen / LIBRARY / "seen").write_bytes(b"")
        assert run.returncode == 0
    finally:
        (frozen / LIBRARY / "seen").unlink()
        file.write_text(kept, encoding="utf-8", newline="\n")


def test_what_is_loaded_ahead_is_qt_and_there(frozen: Path) -> None:
    lines = (frozen / LIBRARY / WORK).read_text(encoding="utf-8").splitlines()
    loaded = [name for what, name in (line.split("\t") for line in lines) if what == "load"]
    assert all((frozen / LIBRARY / name).is_file() for name in loaded)
    names = [Path(name).name.partition(".")[0] for name in loaded]
    assert names == ["Shiboken", "QtCore", "QtGui", "QtWidgets", "QtSvg"]


def test_both_programs_are_the_same_one(frozen: Path) -> None:
    found = self_test([program(frozen, WINDOW_PROGRAM)])
    check_frozen(found, frozen, VERSION)


def test_a_command_speaks_on_the_console(frozen: Path) -> None:
    done = subprocess.run(
        [program(frozen), "--version"], capture_output=True, env=plain_environment(), check=False
    )
    assert done.stdout.decode() == f"QNApp {VERSION}{os.linesep}"


def test_nothing_for_development_is_inside(frozen: Path) -> None:
    inside = {path.name.lower() for path in (frozen / LIBRARY).rglob("*")}
    assert not inside & {"pytest", "mypy", "setuptools", "pip", "tests", "aiohttp", "dev.py"}
    assert not any(path.suffix == ".qm" for path in (frozen / LIBRARY).rglob("*"))


def test_the_source_tree_is_not_taken_for_the_frozen_program(tmp_path: Path) -> None:
    found = self_test([sys.executable, "-m", "qnapp"])
    with pytest.raises(SmokeError, match="not frozen"):
        check_frozen(found, tmp_path, VERSION)


def test_a_broken_copy_says_what_is_missing(frozen: Path) -> None:
    hidden = frozen / LIBRARY / "resources" / "i18n"
    hidden.rename(hidden.with_name("gone"))
    try:
        with pytest.raises(SmokeError, match=r"qtbase_vi\.json"):
            self_test([program(frozen)])
    finally:
        hidden.with_name("gone").rename(hidden)
