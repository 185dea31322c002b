"""A Windows PC of a clerk, under Wine: his own user folder with Vietnamese letters and spaces."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from installer.wine import Wine, loader, windows_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USER = "Nguyễn Văn Đức"
PROFILE = f"C:\\users\\{USER}"
_FOLDERS_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_FOLDERS = {
    "Local AppData": r"AppData\Local",
    "AppData": r"AppData\Roaming",
    "Desktop": "Desktop",
    "Programs": r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs",
}
UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\QNApp"
_PATIENCE_S = 120


@dataclass(frozen=True)
class ClerkPc:
    """One PC. Files are looked at through Linux, programs run through Wine."""

    wine: Wine

    @staticmethod
    def make(folder: Path) -> ClerkPc:
        """Set up a PC of its own below ``folder``."""
        pc = ClerkPc(Wine(folder / "wine").prepare())
        for name, place in _FOLDERS.items():
            (pc.profile / place.replace("\\", "/")).mkdir(parents=True, exist_ok=True)
            pc.set_registry(_FOLDERS_KEY, name, f"{PROFILE}\\{place}", "REG_EXPAND_SZ")
        return pc

    @property
    def profile(self) -> Path:
        return self.wine.drive_c / "users" / USER

    @property
    def local(self) -> Path:
        return self.profile / "AppData" / "Local"

    @property
    def home(self) -> Path:
        """Where the program is installed unless another place is asked for."""
        return self.local / "Programs" / "QNApp"

    @property
    def data(self) -> Path:
        return self.local / "QNApp" / "dulieu"

    @property
    def desktop_entry(self) -> Path:
        return self.profile / "Desktop" / "QNApp.lnk"

    @property
    def start_entry(self) -> Path:
        return self.profile / _FOLDERS["Programs"].replace("\\", "/") / "QNApp.lnk"

    def log(self) -> str:
        """The installation log."""
        return (self.local / "QNApp" / "cai-dat.log").read_text(encoding="utf-16")

    def program_files(self) -> set[str]:
        """Everything in the program's folder, as paths inside it."""
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*")}

    # ---------------------------------------------------------------------------- what runs

    def setup(self, installer: Path, *more: str) -> int:
        """Run an installer silently; its exit code.

        A folder with spaces is given in words, ("/D=C:\\a", "b"): NSIS takes no quotes there.
        """
        return self.wine.run(installer, "/S", *more, check=False).returncode

    def run(self, *words: str | Path) -> str:
        """Run a command of the installed program; what it printed on both channels."""
        command = [windows_path(word) if isinstance(word, os.PathLike) else word for word in words]
        done = self.wine.run(self.home / "qnapp-cli.exe", *command)
        return done.stdout.decode("utf-8").replace("\r\n", "\n")

    def open_window(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program with its window and leave it open."""
        program = loader()
        assert program is not None
        return subprocess.Popen(
            [program, self.home / "QNApp.exe", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.wine.environment(),
        )

    def close_windows(self) -> None:
        """End the program the hard way, as the Task Manager does."""
        self.wine.run("taskkill", "/f", "/im", "QNApp.exe", check=False)

    def uninstall(self) -> None:
        """Run the uninstaller silently; it goes on in a copy of itself, so wait for the result."""
        self.wine.run(self.home / "Go-bo-QNApp.exe", "/S")
        self.wine.settle()

    def wait(self, done: Callable[[], bool]) -> None:
        """Wait until something is so. Raises TimeoutError."""
        end = time.monotonic() + _PATIENCE_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.2)

    # ----------------------------------------------------------------------------- registry

    def set_registry(self, key: str, name: str, value: str, kind: str = "REG_SZ") -> None:
        self.wine.run("reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f")

    def registry(self, key: str, name: str = "") -> str | None:
        """One text of the user's registry, None where there is none; ``name`` "" is the default."""
        self.wine.settle()
        file = self.wine.prefix / "user.reg"
        wanted = f"[{key}]".replace("\\", "\\\\").lower()
        inside = False
        for line in file.read_text(encoding="latin-1").splitlines():
            if line.startswith("["):
                inside = line.lower().startswith(wanted)
            elif inside and line.startswith(f'"{name}"=' if name else "@="):
                return _plain(line.partition("=")[2])
        return None


def _plain(written: str) -> str:
    r"""A value of ``user.reg`` as text: quotes away, ``\xNNNN`` turned into letters."""
    text = re.sub(r"^(?:str\(2\):)?\"|\"$", "", written)
    text = text.replace("\\\\", "\0").replace('\\"', '"')
    text = re.sub(r"\\x([0-9a-f]{1,4})", lambda found: chr(int(found[1], 16)), text)
    return text.replace("\0", "\\")
