"""What a package says of itself: from whom, of what, and the hash of every entry.

The manifest is what is signed; a package's digest is the SHA-256 of these bytes. Neither depends
on how the entries are packed, so a package that was packed again is still the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - read back at run time (domain.canonical)
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.domain.packages import Kind  # noqa: TC001 - see above
from qnapp.domain.reporting import Finding  # noqa: TC001
from qnapp.exchange.limits import (
    DATA,
    EVIDENCE,
    LARGEST_MANIFEST,
    MOST_ENTRIES,
    bounded_json,
    listed_name,
)
from qnapp.text import clean

FORMAT = 1

_LONGEST = 1000  # characters of a name or a code: more than anybody types
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside of a package."""

    sha256: str
    size: int  # bytes
    name: str = ""  # what the file is called outside
    original: str = ""  # SHA-256 of what a photograph was before it was made smaller


@dataclass(frozen=True, slots=True)
class Issue:
    """What the văn thư gave a report after it was signed."""

    number: str
    issued_on: str  # ISO date
    signer: str
    signer_title: str = ""
    outcome: str = ""  # of examining the signed copy, "" where there is none


@dataclass(frozen=True, slots=True)
class Head:
    """What whoever makes a package says of it; the rest of the manifest is worked out."""

    kind: Kind
    organisation: str  # code of the sender
    organisation_name: str
    plan: str  # uid
    plan_version: int
    made_at: str  # moment with offset, ISO
    program: str  # version of the program
    period: str = ""  # code
    revision: int = 0  # of the report; 0 where there is none
    previous: str = ""  # digest of the sender's package before of the same plan and period
    addressee: str = ""  # code of the organisation it is for, "" for whoever stands above
    training: bool = False  # of training data
    part: int = 1  # evidence beyond the mail limit follows in parts 2, 3, ...
    parts: int = 1
    first: str = ""  # digest of part 1, in the parts that follow it
    issue: Issue | None = None
    findings: tuple[Finding, ...] = ()  # what the checks said when it was made


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole manifest. Raises ``ValueError`` for entries that contradict each other."""

    head: Head
    key: str  # the sender's public Ed25519 key, 64 hexadecimal digits
    entries: Mapping[str, Entry] = field(default_factory=dict)  # by name inside the package
    format: int = FORMAT

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.key):
            raise ValueError("a key has 64 hexadecimal digits")
        if datetime.fromisoformat(self.head.made_at).tzinfo is None:
            raise ValueError("a moment has its offset")
        for text in _texts(self.head):
            if text != clean(text) or len(text) > _LONGEST:
                raise ValueError(f"not a name or a code: {text[:_LONGEST]!r}")
        if not 1 <= self.head.part <= self.head.parts or self.head.revision < 0:
            raise ValueError("parts and revisions count from 1")
        if (self.head.part > 1) != bool(_SHA256.fullmatch(self.head.first)):
            raise ValueError("every part but the first names the first")
        if len(self.entries) > MOST_ENTRIES:
            raise ValueError(f"{len(self.entries)} entries")
        if (DATA in self.entries) != (self.head.part == 1):
            raise ValueError("the first part has the data, and no other")
        for name, entry in self.entries.items():
            _check_entry(name, entry)

    @property
    def size(self) -> int:
        """Bytes of all entries unpacked."""
        return sum(entry.size for entry in self.entries.values())


def _texts(head: Head) -> tuple[str, ...]:
    """What is shown of a head, or looked for: nothing that could hide or break a line."""
    who = (head.organisation, head.organisation_name, head.addressee)
    return (*who, head.plan, head.period, head.program)


def _check_entry(name: str, entry: Entry) -> None:
    if not listed_name(name) or not _SHA256.fullmatch(entry.sha256) or entry.size < 0:
        raise ValueError(f"not an entry: {name}")
    if name.startswith(EVIDENCE + "/") and entry.sha256 not in name:
        raise ValueError(f"evidence under another hash: {name}")
    if entry.name != clean(entry.name) or len(entry.name) > _LONGEST:
        raise ValueError(f"not the name of a file: {name}")


def manifest_bytes(manifest: Manifest) -> bytes:
    """Write a manifest; the same always gives the same bytes."""
    return canonical_json(to_plain(manifest))


def read_manifest(raw: bytes) -> Manifest:
    """Read a manifest of this format.

    Raises ``ValueError`` for anything that ``manifest_bytes`` cannot have given.
    """
    return from_plain(Manifest, bounded_json(raw, LARGEST_MANIFEST))


class Told(NamedTuple):
    """What any manifest tells before it is believed; empty where it does not."""

    kind: str
    format: int
    key: str


def peek(raw: bytes) -> Told:
    """Look what a manifest says of kind, format and key: a newer one may hold anything besides."""
    try:
        told = bounded_json(raw, LARGEST_MANIFEST)
    except ValueError:
        return Told("", 0, "")
    if not isinstance(told, dict):
        return Told("", 0, "")
    head = told.get("head")
    kind = (head if isinstance(head, dict) else told).get("kind")
    number, key = told.get("format"), told.get("key")
    return Told(
        kind if isinstance(kind, str) else "",
        number if type(number) is int else 0,
        key if isinstance(key, str) else "",
    )
