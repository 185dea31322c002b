"""``python3 dev.py build``: everything that can be built on this machine, built and tried."""

from __future__ import annotations

import argparse
import platform
import sys
import sysconfig
from pathlib import Path

from installer.freeze import freeze
from installer.places import (
    BUILD,
    ON_WINDOWS,
    SYSTEM,
    VERSION,
    folder_size,
    megabytes,
    program,
    say,
)
from installer.release import release
from installer.smoke import check_frozen, self_test
from installer.starts import compare_starts
from installer.under_wine import freeze_for_windows, missing_tools
from installer.windows_python import PYTHON_VERSION, windows_python


def build_here(home: Path) -> Path:
    """Freeze for the system this runs on and try it; the folder made."""
    say(f"Freezing QNApp {VERSION} for {SYSTEM}")
    frozen = freeze(home / "dist", home / "work")
    found = self_test([program(frozen)])
    check_frozen(found, frozen, VERSION)
    say(f"Self-test passed: {found['modules']} modules, {len(found['pages'])} pages, reports made")
    _tell_size(frozen)
    return frozen


def measure_start(frozen: Path, home: Path) -> None:
    """Print the start beside that of an empty window frozen the same way."""
    say("Freezing an empty window to measure the start against")
    empty = freeze(home / "empty" / "dist", home / "empty" / "work", empty=True)
    for line in compare_starts(frozen, empty).lines():
        say(line)


def build_windows_under_wine(home: Path) -> None:
    """Build the Windows program and its installer on Linux; says what is missing for it."""
    missing = missing_tools()
    if missing:
        say(f"No Windows program: this machine lacks {', '.join(missing)}")
        return
    say(f"Freezing QNApp {VERSION} for Windows under Wine; this takes some minutes")
    frozen = freeze_for_windows(home)
    _tell_size(frozen)
    site = windows_python().parent / "Lib" / "site-packages"
    release(frozen, home / "work", home / "parts", site, PYTHON_VERSION)


def _tell_size(frozen: Path) -> None:
    size, count = folder_size(frozen)
    say(f"Size: {megabytes(size)} in {count} files")


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("--no-wine", action="store_true", help="only the program of this system")
    options = parser.parse_args()
    home = BUILD / SYSTEM
    frozen = build_here(home)
    measure_start(frozen, home)
    if ON_WINDOWS:
        site = Path(sysconfig.get_paths()["purelib"])
        release(frozen, home / "work", home / "work" / "parts", site, platform.python_version())
    elif not options.no_wine:
        build_windows_under_wine(BUILD / "windows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
