"""The frozen program of this system, tried where nothing of the source tree can be reached."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from installer.freeze import freeze
from installer.places import LIBRARY, ROOT, VERSION, WINDOW_PROGRAM, program
from installer.smoke import SmokeError, check_frozen, plain_environment, self_test

if TYPE_CHECKING:
    from pathlib import Path

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
