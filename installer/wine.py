"""Runs Windows programs under Wine, each in a prefix of its own. Nothing here is for releases."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from installer.wine_stub import forwarding_library

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOADERS = (Path("/usr/lib/wine/wine64"), Path("/usr/bin/wine64"))
_PATIENCE_S = 900
_MISSING_LIBRARY = "bcryptprimitives.dll"


class WineError(Exception):
    """A Windows program ended with an error; the text holds what it said."""


def loader() -> Path | None:
    """The program that runs 64-bit Windows programs, where there is one."""
    for path in _LOADERS:
        if path.exists():
            return path
    found = shutil.which("wine64") or shutil.which("wine")
    return Path(found) if found else None


def windows_path(path: Path) -> str:
    """How a Windows program under Wine calls a file of this machine."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


@dataclass(frozen=True)
class Wine:
    """One prefix: a Windows of its own, thrown away with its folder."""

    prefix: Path

    @property
    def drive_c(self) -> Path:
        """The disk C: of this Windows."""
        return self.prefix / "drive_c"

    def prepare(self) -> Wine:
        """Make the prefix, as Windows 10; itself. Raises ``WineError`` when that fails."""
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        # Its exit code tells of the 32-bit half that is missing, so the result is looked at.
        said = self.run("wineboot", "-i", check=False).stdout.decode("utf-8", "replace")
        system = self.drive_c / "windows" / "system32"
        if not (system / "kernel32.dll").exists():
            raise WineError(f"no prefix was made: {said}")
        self.run("winecfg", "/v", "win10")
        (system / _MISSING_LIBRARY).write_bytes(
            forwarding_library(_MISSING_LIBRARY, {"ProcessPrng": "ADVAPI32.SystemFunction036"})
        )
        return self

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Give the variables of a program in this prefix. Wine drops Qt's own: WINEQT_ passes."""
        return {
            "HOME": os.environ.get("HOME", "/"),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "WINEQT_QPA_PLATFORM": "offscreen",
            **({"DISPLAY": os.environ["DISPLAY"]} if "DISPLAY" in os.environ else {}),
            **(more or {}),
        }

    def run(
        self,
        *command: str | Path,
        more: Mapping[str, str] | None = None,
        check: bool = True,
        folder: Path | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end. Raises ``WineError`` for a code other than 0."""
        wine = loader()
        if wine is None:
            raise WineError("Wine is not installed")
        # All three handles are pipes: with a closed one Python ends with "Invalid handle".
        done = subprocess.run(
            [wine, *command],
            input=b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(more),
            cwd=folder,
            timeout=_PATIENCE_S,
            check=False,
        )
        if check and done.returncode != 0:
            said = done.stdout.decode("utf-8", "replace")[-4000:]
            raise WineError(f"{command[0]} ended with {done.returncode}: {said}")
        return done

    def stop(self) -> None:
        """End whatever still runs in this prefix, and wait for it."""
        self._server("-k")
        self.settle()

    def settle(self) -> None:
        """Wait until every program has ended and the registry is in its files."""
        self._server("-w")

    def _server(self, option: str) -> None:
        server = Path("/usr/lib/wine/wineserver")
        command = str(server) if server.exists() else "wineserver"
        subprocess.run([command, option], env=self.environment(), check=False, timeout=_PATIENCE_S)
