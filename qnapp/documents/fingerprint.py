"""The fingerprint that ties a printed report to its data (mã đối chiếu).

It stands once after the last annex: as a line that people and this program read, and as a QR code
with the whole digest. Both forms are given and understood here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from qnapp.domain.canonical import digest

if TYPE_CHECKING:
    from qnapp.domain.reporting import Worksheet

LABEL = "Mã đối chiếu:"

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHORT = 16  # digits that are printed: no two reports of one organisation will share them
_KIND = "QNAPP1"
# Capitals, figures and these take a smaller QR code than other characters.
_UNQUOTED = "-.$*+/"
_LINE = re.compile(
    r"Mãđốichiếu:(?P<short>[0-9A-F]{16})\((?P<organisation>[^·()]{1,200})·(?P<plan>[^·()]{1,200})"
    r"/(?P<version>[0-9]{1,9})·(?P<period>[^·()]{1,40})·lần(?P<revision>[0-9]{1,9})\)",
    re.IGNORECASE,
)
_PAYLOAD = re.compile(rf"{_KIND}(?::[^:\s]{{1,600}}){{5}}:[0-9A-F]{{64}}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which report this is, and the SHA-256 of its canonical data, in small letters.

    Raises ``ValueError`` for a digest that is none and for empty or negative entries.
    """

    organisation: str  # code
    plan: str  # uid
    plan_version: int
    period: str  # code
    revision: int  # how many times the report was frozen: 1, 2, ...
    sha256: str

    def __post_init__(self) -> None:
        if not _DIGEST.fullmatch(self.sha256):
            raise ValueError("a digest has 64 small hexadecimal digits")
        if not all((self.organisation, self.plan, self.period)):
            raise ValueError("a fingerprint names organisation, plan and period")
        if self.plan_version < 0 or self.revision < 0:
            raise ValueError("versions and revisions count from 0")

    @property
    def short(self) -> str:
        """The first 16 digits in groups of four, as printed: "3F2A 91BC 0D4E 77A1"."""
        digits = self.sha256[:_SHORT].upper()
        return " ".join(digits[n : n + 4] for n in range(0, _SHORT, 4))

    @property
    def text(self) -> str:
        """The printed line: "Mã đối chiếu: 3F2A 91BC ... (06652 · NQ05-2026/1 · 2026-Q2 · lần 1)".

        The brackets end it for a reader that has lost spaces and line ends.
        """
        where = f"{self.organisation} · {self.plan}/{self.plan_version} · {self.period}"
        return f"{LABEL} {self.short} ({where} · lần {self.revision})"

    @property
    def qr_payload(self) -> str:
        """The QR code's text, entries parted by colons.

        ``QNAPP1``, organisation, plan, plan version, period, revision, SHA-256 in capitals; in the
        entries whatever is no letter, figure or one of ``-.$*+/`` is percent-encoded.
        """
        numbers = (str(self.plan_version), str(self.revision))
        entries = (self.organisation, self.plan, numbers[0], self.period, numbers[1])
        quoted = (quote(entry, safe=_UNQUOTED) for entry in entries)
        return ":".join((_KIND, *quoted, self.sha256.upper()))


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """What a printed line or a QR code says, as far as both tell it."""

    organisation: str
    plan: str
    plan_version: int
    period: str
    revision: int
    short: str  # the first 16 digits, small letters

    def belongs_to(self, fingerprint: Fingerprint) -> bool:
        """Whether it is this fingerprint's; readers may lose letters' case and spaces."""
        return _folded(self) == _folded(printed_code(fingerprint))


def fingerprint_of(sheet: Worksheet, data: bytes, revision: int) -> Fingerprint:
    """Make the fingerprint of a report; ``data`` is the canonical JSON that it was made from."""
    return Fingerprint(
        organisation=sheet.organisation.code,
        plan=sheet.plan.uid,
        plan_version=sheet.plan.version,
        period=sheet.period.code,
        revision=revision,
        sha256=digest(data),
    )


def printed_code(fingerprint: Fingerprint) -> PrintedCode:
    """Give what is printed of a fingerprint."""
    f = fingerprint
    short = f.sha256[:_SHORT]
    return PrintedCode(f.organisation, f.plan, f.plan_version, f.period, f.revision, short)


def parse_payload(text: str) -> Fingerprint:
    """Read a QR code's text. Raises ``ValueError`` for anything that ``qr_payload`` cannot give."""
    if not _PAYLOAD.fullmatch(text):
        raise ValueError("not the text of a fingerprint's QR code")
    organisation, plan, version, period, revision, sha256 = text.split(":")[1:]
    found = Fingerprint(
        unquote(organisation),
        unquote(plan),
        int(version),
        unquote(period),
        int(revision),
        sha256.lower(),
    )
    if found.qr_payload != text:
        raise ValueError("not the text of a fingerprint's QR code")
    return found


def find_codes(text: str) -> tuple[PrintedCode, ...]:
    """Find every printed line and QR text in a document's text; spaces and line ends are lost."""
    solid = "".join(text.split())
    found = [_code(match) for match in _LINE.finditer(solid)]
    for match in _PAYLOAD.finditer(solid):
        try:
            found.append(printed_code(parse_payload(match.group())))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _code(match: re.Match[str]) -> PrintedCode:
    organisation, plan, period = match["organisation"], match["plan"], match["period"]
    version, revision = int(match["version"]), int(match["revision"])
    return PrintedCode(organisation, plan, version, period, revision, match["short"].lower())


def _folded(code: PrintedCode) -> tuple[str | int, ...]:
    texts = ("".join(text.split()).upper() for text in (code.organisation, code.plan, code.period))
    return (*texts, code.plan_version, code.revision, code.short)
