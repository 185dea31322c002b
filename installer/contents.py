"""What a frozen program is made of: which packages its files came from, under which licences."""

from __future__ import annotations

import ast
import importlib.metadata
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where the package itself says it in words only, or says it for more than what is used here.
_LICENCES = {
    "aiohappyeyeballs": "PSF-2.0",
    "asn1crypto": "MIT",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "click-default-group": "Unlicense",
    "defusedxml": "PSF-2.0",
    "et-xmlfile": "MIT",
    "lxml": "BSD-3-Clause",
    "openpyxl": "MIT",
    "oscrypto": "MIT",
    "pluggy": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-docx": "MIT",
    "reportlab": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "sqlite-fts4": "Apache-2.0",
    "tzdata": "Apache-2.0",
}


@dataclass(frozen=True, order=True)
class Part:
    """One part by others. ``texts``: the licence texts that come with it."""

    name: str
    version: str
    licence: str
    package: bool = False  # from the package index
    texts: tuple[Path, ...] = ()


# Parts that come inside other parts: (file name in the bundle, name, licence). The version is that
# of the part that brings them; Qt's is PySide6's own.
_INSIDE = (
    (r"(lib)?Qt6Core\.(dll|so.*)", "Qt", "LGPL-3.0-only"),
    (r"(pdfium\.dll|libpdfium\.so)", "PDFium", "BSD-3-Clause AND Apache-2.0"),
    (r"(sqlite3\.dll|libsqlite3\.so.*)", "SQLite", "blessing"),
    (r"(libcrypto-3.*\.dll|libcrypto\.so.*)", "OpenSSL", "Apache-2.0"),
    (
        r"VCRUNTIME140.*\.dll",
        "Microsoft Visual C++ Runtime",
        "LicenseRef-Microsoft",
    ),
    (r"LiberationSerif-Regular\.ttf", "Liberation Serif", "OFL-1.1"),
    (r"OpenSans-Regular\.ttf", "Open Sans", "Apache-2.0"),
)


class ContentsError(Exception):
    """A part is inside that nothing is known of; the text names it."""


def files_inside(work: Path) -> list[tuple[str, str]]:
    """Read from PyInstaller's notes what went in: (path or module in the bundle, source file)."""
    found: list[tuple[str, str]] = []
    for name in ("PYZ-00.toc", "COLLECT-00.toc"):
        entries = _entries(ast.literal_eval((work / "qnapp" / name).read_text(encoding="utf-8")))
        found += [(inside, source) for inside, source in entries if source]
    return found


def _entries(toc: object) -> Iterable[tuple[str, str]]:
    if isinstance(toc, tuple) and len(toc) >= 3 and all(isinstance(x, str) for x in toc[:3]):
        yield toc[0], toc[1]
    elif isinstance(toc, (list, tuple)):
        for entry in toc:
            yield from _entries(entry)


def parts_inside(files: Iterable[tuple[str, str]], site: Path, python: str) -> list[Part]:
    """Name the parts that the files belong to; ``site`` is where the packages are installed.

    Raises ``ContentsError`` for a package without a known licence.
    """
    pairs = list(files)
    inside = {_after_site(source, site) for _, source in pairs}
    parts = {Part("Python", python, "PSF-2.0")}
    versions: dict[str, str] = {}
    for package in importlib.metadata.distributions(path=[str(site)]):
        own = {str(path) for path in package.files or ()}
        if own & inside:
            part = part_of(package)
            parts.add(part)
            versions[part.name] = part.version
    names = {re.split(r"[\\/]", name)[-1] for name, _ in pairs}
    for pattern, name, licence in _INSIDE:
        if any(re.fullmatch(pattern, file) for file in names):
            version = versions.get("PySide6_Essentials", "") if name == "Qt" else ""
            parts.add(Part(name, version, licence))
    return sorted(parts, key=lambda part: part.name.lower())


def _after_site(source: str, site: Path) -> str:
    """Path inside the packages' folder; Wine's drive Z: is this machine's root."""
    plain = re.sub(r"^[Zz]:", "", source).replace("\\", "/") if "\\" in source else source
    try:
        return Path(plain).relative_to(site).as_posix()
    except ValueError:
        return ""


def part_of(package: importlib.metadata.Distribution) -> Part:
    """Describe an installed package. Raises ``ContentsError`` without a known licence."""
    name = package.metadata["Name"]
    told = package.metadata.get_all("License-Expression") or [""]
    licence = told[0] or _LICENCES.get(re.sub(r"[-_.]+", "-", name).lower())
    if not licence:
        raise ContentsError(f"no licence is known of {name}: add it to installer/contents.py")
    texts = tuple(
        Path(str(package.locate_file(path)))
        for path in package.files or ()
        if re.search(r"(?i)\.dist-info/(licenses/|licen[cs]e|copying|notice)", path.as_posix())
    )
    return Part(name, package.version, licence, package=True, texts=texts)
