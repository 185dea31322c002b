"""From the frozen Windows program to what is handed out: signed, wrapped, listed, summed."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from installer.contents import Part, files_inside, parts_inside
from installer.nsis import Wrapping, wrap
from installer.places import (
    CONSOLE_PROGRAM,
    DIST,
    LIBRARY,
    SETUP_NAME,
    VERSION,
    WINDOW_PROGRAM,
    megabytes,
    program,
    say,
)
from installer.sbom import write_licences, write_sbom
from installer.sign import signer_of

if TYPE_CHECKING:
    from pathlib import Path

GOAL = 40_000_000
LICENCES = "giay-phep.txt"


class TooLargeError(Exception):
    """The installer is larger than it may be; the text says by how much."""


def release(frozen: Path, work: Path, parts_folder: Path, site: Path, python: str) -> Path:
    """Make the installer and what goes with it in ``dist``; the installer.

    ``work`` holds PyInstaller's notes, ``parts_folder`` the icon, ``site`` the packages that were
    frozen. Signs the programs before they are wrapped and the installer after it was.
    """
    parts = parts_inside(files_inside(work), site, python)
    parts.append(Part("NSIS", "", "Zlib"))  # its small program unpacks the rest
    write_licences(frozen / LIBRARY / LICENCES, parts)
    signer = signer_of()
    if signer is not None:
        for name in (WINDOW_PROGRAM, CONSOLE_PROGRAM):
            signer.sign(program(frozen, name, windows=True))
    say("Wrapping the installer; this takes a minute or two")
    setup = wrap(Wrapping(frozen, DIST / SETUP_NAME, parts_folder))
    if signer is not None:
        signer.sign(setup)
    tell(setup, parts)
    return setup


def tell(setup: Path, parts: list[Part]) -> None:
    """Write sum and list of parts beside the installer and print its size.

    Raises ``TooLargeError`` above the goal.
    """
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    setup.with_suffix(".exe.sha256").write_text(f"{digest}  {setup.name}\n", encoding="ascii")
    listed = DIST / f"QNApp-{VERSION}.cdx.json"
    write_sbom(listed, parts, _build_time(), digest)
    size = setup.stat().st_size
    say(f"Installer: {setup.name}, {megabytes(size)} (goal {megabytes(GOAL)})")
    say(f"SHA-256: {digest}")
    say(f"Parts by others: {len(parts)}, listed in {listed.name}")
    if size > GOAL:
        raise TooLargeError(f"{setup.name} has {megabytes(size)}, above {megabytes(GOAL)}")


def _build_time() -> datetime:
    # The variable by which builds are made repeatable everywhere.
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
