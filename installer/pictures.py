"""Pictures of the installer's pages for the guides, taken under Wine on a screen nobody sees.

    .venv/bin/python -m installer.pictures INSTALLER docs/hinh

Needs Xvfb, xdotool and ImageMagick beside Wine; the installer is one that was wrapped for Wine.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from installer.wine import Wine, loader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOOLS = ("Xvfb", "xdotool", "import")
SIZE = (800, 600)
_PATIENCE_S = 90
_LOOK_AGAIN_S = 0.5
HOME = r"C:\users\Nguyễn Văn Đức\AppData\Local\Programs\QNApp"


@dataclass(frozen=True)
class Screen:
    """A screen of its own with one Windows on it."""

    wine: Wine
    display: str
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str | Path) -> None:
        """Start a Windows program and wait until one of its windows is there."""
        program = loader()
        assert program is not None
        self.started.append(
            subprocess.Popen(
                [program, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self.wine.environment({"DISPLAY": self.display}),
            )
        )
        self.wait(lambda: self._tool("xdotool", "search", "--name", "QNApp").returncode == 0)
        self.settle()

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen and let the page draw."""
        self._tool("xdotool", "mousemove", str(x), str(y), "click", "1")
        self.settle()

    def press(self, key: str) -> None:
        """Press a key as xdotool names it."""
        self._tool("xdotool", "key", key)
        self.settle()

    def picture(self, target: Path) -> None:
        """Save the installer's window, which NSIS puts into the middle of the screen."""
        crop = ["-crop", "498x334+151+142", "+repage", "+dither", "-colors", "64"]
        self._tool("import", "-window", "root", *crop, f"PNG8:{target}")

    def settle(self) -> None:
        """Wait until nothing on the screen changes: a page tells nobody that it is drawn."""
        seen = [b"", b""]

        def rests() -> bool:
            time.sleep(_LOOK_AGAIN_S)
            seen.append(self._tool("import", "-window", "root", "-depth", "8", "rgb:-").stdout)
            return len(set(seen[-3:])) == 1 and any(seen[-1])

        self.wait(rests)

    def wait(self, done: Callable[[], bool]) -> None:
        """Wait until something is so. Raises TimeoutError."""
        end = time.monotonic() + _PATIENCE_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.3)

    def _tool(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        environment = self.wine.environment({"DISPLAY": self.display})
        return subprocess.run(command, env=environment, capture_output=True, check=False)


@contextlib.contextmanager
def screen(wine: Wine) -> Iterator[Screen]:
    """Give a screen that is gone afterwards, with everything on it."""
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", size]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        made = Screen(wine, ":" + server.stdout.readline().strip())
        try:
            yield made
        finally:
            wine.stop()
            for program in made.started:
                program.wait(_PATIENCE_S)
            server.terminate()


def take(installer: Path, target: Path) -> None:
    """Install, photograph, and photograph the uninstaller's question."""
    with tempfile.TemporaryDirectory() as scratch:
        wine = Wine(Path(scratch) / "wine").prepare()
        home = wine.drive_c.joinpath(*HOME.split("\\")[1:])
        with screen(wine) as shown:
            shown.start(installer, *f"/D={HOME}".split(" "))
            shown.picture(target / "cai-dat-1.png")
            shown.press("Return")
            shown.wait((home / "Go-bo-QNApp.exe").exists)
            shown.settle()
            shown.picture(target / "cai-dat-2.png")
            shown.press("space")  # not opened now
            shown.press("Return")
            (wine.drive_c / "users").joinpath("root", "AppData", "Local", "QNApp", "dulieu").mkdir(
                parents=True, exist_ok=True
            )
            shown.start(home / "Go-bo-QNApp.exe")
            shown.picture(target / "go-bo.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
