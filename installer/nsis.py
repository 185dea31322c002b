"""Wraps a frozen Windows program into its installer with makensis."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from installer.places import HERE, LIBRARY, VERSION, folder_size
from installer.version_resource import four_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE_FOLDERS = (
    Path("/usr/share/nsis/Contrib/Language files"),
    Path("C:/Program Files (x86)/NSIS/Contrib/Language files"),
    Path("C:/Program Files/NSIS/Contrib/Language files"),
)
_PROGRAMS = (
    Path("C:/Program Files (x86)/NSIS/makensis.exe"),
    Path("C:/Program Files/NSIS/makensis.exe"),
)


class NsisError(Exception):
    """makensis is missing or refused the script; the text says which."""


@dataclass(frozen=True)
class Wrapping:
    """What the script is told."""

    source: Path  # the frozen folder
    output: Path
    parts: Path  # where icon and language files are
    version: str = VERSION
    for_wine: bool = False

    def defines(self) -> dict[str, str]:
        """Names and values of makensis's ``-D``."""
        size, _ = folder_size(self.source)
        megabytes = -(-size // 1_000_000)
        return {
            "VERSION": self.version,
            "VERSION4": ".".join(map(str, four_numbers(self.version))),
            "SOURCE": str(self.source.resolve()),
            "OUTPUT": str(self.output.resolve()),
            "ICON": str((self.parts / "qnapp.ico").resolve()),
            "SIDE": str((self.parts / "side.bmp").resolve()),
            "LANGUAGES": str((self.parts / "languages").resolve()),
            "LIBRARY": LIBRARY,
            "SIZE_KB": str(size // 1024),
            "NEEDED_MB": str(2 * megabytes + 50),  # old and new stand side by side for a moment
            **({"FOR_WINE": "1"} if self.for_wine else {}),
        }


def makensis() -> Path | None:
    """The NSIS compiler of this machine, where there is one."""
    found = shutil.which("makensis")
    return Path(found) if found else next((path for path in _PROGRAMS if path.exists()), None)


def compose_language(source: Path, target: Path) -> None:
    """Write NSIS's Vietnamese into ``target`` in composed letters.

    NSIS ships them decomposed, and Windows then draws the tone marks beside their letters.
    """
    target.mkdir(parents=True, exist_ok=True)
    for suffix in (".nlf", ".nsh"):
        text = (source / f"Vietnamese{suffix}").read_text(encoding="utf-8-sig")
        composed = unicodedata.normalize("NFC", text)
        (target / f"Vietnamese{suffix}").write_text(composed, encoding="utf-8-sig")


def wrap(wrapping: Wrapping) -> Path:
    """Compile the installer; its path. Raises ``NsisError`` with what makensis said."""
    program = makensis()
    languages = next(_languages(), None)
    if program is None or languages is None:
        raise NsisError("NSIS is not installed")
    compose_language(languages, wrapping.parts / "languages")
    wrapping.output.parent.mkdir(parents=True, exist_ok=True)
    wrapping.output.unlink(missing_ok=True)
    defines = [f"-D{name}={value}" for name, value in wrapping.defines().items()]
    done = subprocess.run(
        [program, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, "qnapp.nsi"],
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0 or not wrapping.output.exists():
        raise NsisError(done.stdout.decode("utf-8", "replace"))
    return wrapping.output


def _languages() -> Iterator[Path]:
    return (path for path in _LANGUAGE_FOLDERS if path.is_dir())
