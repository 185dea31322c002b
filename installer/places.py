"""Where the build reads and writes. Everything it makes lies under ``build/`` and ``dist/``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qnapp import __version__

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "installer"
BUILD = ROOT / "build"
DIST = ROOT / "dist"

VERSION = __version__
WINDOW_PROGRAM = "QNApp"
CONSOLE_PROGRAM = "qnapp-cli"
LIBRARY = "qnapp-lib"  # the one folder beside the two programs; all of it is ours
SETUP_NAME = f"QNApp-{VERSION}-setup.exe"

ON_WINDOWS = os.name == "nt"
SYSTEM = "windows" if ON_WINDOWS else sys.platform


def program(folder: Path, name: str = CONSOLE_PROGRAM, *, windows: bool = ON_WINDOWS) -> Path:
    """Path of one of the two programs in a frozen folder."""
    return folder / (f"{name}.exe" if windows else name)


def say(sentence: str) -> None:
    """Tell what happens next."""
    print("build:", sentence, flush=True)


def megabytes(size: int) -> str:
    """A size in bytes as people compare it: "18.2 MB"."""
    return f"{size / 1e6:.1f} MB"


def folder_size(folder: Path) -> tuple[int, int]:
    """Bytes and number of the files in a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if _is_real(path)]
    return sum(sizes), len(sizes)


def _is_real(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
