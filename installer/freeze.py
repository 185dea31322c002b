"""Freezes the program with PyInstaller for the system this runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from installer.places import (
    CONSOLE_PROGRAM,
    HERE,
    ROOT,
    VERSION,
    WINDOW_PROGRAM,
)
from installer.version_resource import version_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SPEC = HERE / "qnapp.spec"
DESCRIPTIONS = {
    WINDOW_PROGRAM: "QNApp - Theo dõi thực hiện Nghị quyết",
    CONSOLE_PROGRAM: "QNApp - Dòng lệnh",
}


def make_parts(made: Path, version: str = VERSION) -> None:
    """Write icon, picture and version resources into ``made``, where they are looked for."""
    from installer.icon import write_icon, write_side_picture

    made.mkdir(parents=True, exist_ok=True)
    mark = ROOT / "resources" / "icons" / "app.svg"
    write_icon(mark, made / "qnapp.ico")
    write_side_picture(mark, made / "side.bmp")
    for program, description in DESCRIPTIONS.items():
        text = version_file(version, program, description)
        (made / f"{program}.version.txt").write_text(text, encoding="utf-8")


def spec_arguments(dist: str, work: str, spec: str) -> list[str]:
    """Arguments of Python that run PyInstaller; paths as the system that runs it writes them."""
    folders = ["--distpath", dist, "--workpath", work]
    return ["-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR", *folders, spec]


def spec_environment(made: str, *, empty: bool = False) -> dict[str, str]:
    """What the spec is told; the hash seed makes the archive the same on repeat."""
    return {
        "QNAPP_MADE": made,
        "QNAPP_EMPTY_WINDOW": "1" if empty else "0",
        "PYTHONHASHSEED": "0",
        # The installer compresses better than the archive could, and a start need not unpack.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }


def freeze(dist: Path, work: Path, *, empty: bool = False) -> Path:
    """Freeze on this machine into ``dist``; the folder made. Raises CalledProcessError."""
    made = work / "parts"
    make_parts(made)
    shutil.rmtree(dist, ignore_errors=True)
    arguments = spec_arguments(str(dist), str(work), str(SPEC))
    run([sys.executable, *arguments], spec_environment(str(made), empty=empty))
    return dist / WINDOW_PROGRAM


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a command from the project's root with some more environment."""
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **environment})
