"""Builds the Windows program on Linux, under Wine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from installer.freeze import SPEC, make_parts, spec_arguments, spec_environment
from installer.places import VERSION, WINDOW_PROGRAM
from installer.windows_python import windows_python
from installer.wine import Wine, loader, windows_path

if TYPE_CHECKING:
    from pathlib import Path


def missing_tools() -> list[str]:
    """What the Windows build on Linux needs and this machine lacks: names of Debian packages."""
    return [
        package
        for package, there in (("wine64", loader()), ("nsis", shutil.which("makensis")))
        if there is None
    ]


def freeze_for_windows(home: Path, *, version: str = VERSION) -> Path:
    """Freeze the Windows program under Wine below ``home``; the folder made.

    Raises ``WineError`` with PyInstaller's words, ``FetchError`` without a package index.
    """
    dist, work, made = home / "dist", home / "work", home / "parts"
    make_parts(made, version)
    shutil.rmtree(dist, ignore_errors=True)
    wine = Wine(home / "wine").prepare()
    try:
        arguments = spec_arguments(windows_path(dist), windows_path(work), windows_path(SPEC))
        wine.run(windows_python(), *arguments, more=spec_environment(windows_path(made)))
    finally:
        wine.stop()
    return dist / WINDOW_PROGRAM
