"""Every limit of what arrives from another copy of the program: counts, sizes, names (field, D3).

What this program writes lies well inside; what lies outside is refused before anything is kept.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Any, NoReturn

MB = 1024 * 1024
GB = 1024 * MB

MOST_ENTRIES = 2000
LARGEST_FILE = 2 * GB  # of a package on disk
LARGEST_TOTAL = 2 * GB  # of all entries unpacked
LARGEST_ENTRY = GB
LARGEST_MANIFEST = MB
LARGEST_DATA = 16 * MB
# A zip's list of contents is read at one stroke: 2000 of our names need a quarter of this.
LARGEST_DIRECTORY = MB
# Packages of this program store what is large, so their ratio is near 1; a person's own zip of
# them stays below 20. What unpacks to little is let through at any ratio.
MOST_RATIO = 100
RATIO_COUNTS_FROM = 64 * MB
# A comma or bracket begins each value of a JSON text, and a value takes far more memory than text.
MOST_VALUES = 1_000_000

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
DATA = "data.json"
OWN = frozenset({MANIFEST, SIGNATURE})  # what the manifest itself does not list

DOCUMENTS = "documents"
EVIDENCE = "evidence"

# ASCII in small letters only: no second spelling, no drive, no way up, no stream, no letter case.
_DOCUMENT = re.compile(rf"{DOCUMENTS}/([a-z0-9][a-z0-9-]{{0,59}})\.[a-z0-9]{{1,8}}")
_PIECE = re.compile(rf"{EVIDENCE}/[0-9a-f]{{64}}\.[a-z0-9]{{1,8}}")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_EXT = re.compile(r"[a-z0-9]{1,8}")
_NO_EXT = "bin"


def listed_name(name: str) -> bool:
    """Whether a manifest may list an entry of this name."""
    if name == DATA or _PIECE.fullmatch(name):
        return True
    found = _DOCUMENT.fullmatch(name)
    return found is not None and not _RESERVED.fullmatch(found[1])


def document_entry(stem: str, file_name: str) -> str:
    """Name the entry of a document: ``documents/report.pdf``; ``stem`` as the rules allow."""
    return f"{DOCUMENTS}/{stem}.{_ext(file_name)}"


def evidence_entry(sha256: str, file_name: str) -> str:
    """Name the entry of a piece of evidence: its content's hash, and what ``file_name`` ends in."""
    return f"{EVIDENCE}/{sha256}.{_ext(file_name)}"


def _ext(file_name: str) -> str:
    ext = PurePath(file_name).suffix.removeprefix(".").lower()
    return ext if _EXT.fullmatch(ext) else _NO_EXT


def bounded_json(raw: bytes, largest: int) -> Any:
    """Parse JSON that nobody vouches for; floats, ``NaN`` and the like have no place in it.

    Raises ``ValueError`` for what is no JSON, more than ``largest`` bytes, more values than a
    package can need, and a nesting that no data of this program has.
    """
    if len(raw) > largest:
        raise ValueError(f"{len(raw)} bytes of JSON")
    values = sum(map(raw.count, (b",", b"[", b"{")))
    if values > MOST_VALUES:
        raise ValueError(f"{values} values of JSON")
    try:
        return json.loads(raw, parse_float=_no_number, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("JSON nested too deeply") from error


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"not a number of this program: {text}")
