"""Checks a signed copy that comes back against the report it was made from (design, section 7).

Three outcomes, none of which blocks anything. What counts is the file's content, never its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents import signed_words as words
from qnapp.documents.fingerprint import find_codes
from qnapp.documents.signed_by import read_signatures
from qnapp.documents.signed_tables import first_difference
from qnapp.documents.signed_text import MOST_BYTES, Unreadable, read_pages
from qnapp.domain.issued import CHOOSE_AGAIN
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qnapp.documents.fingerprint import Fingerprint, PrintedCode
    from qnapp.documents.report import Report
    from qnapp.documents.signed_by import DigitalSignature
    from qnapp.documents.signed_text import PageText


class Outcome(StrEnum):
    """How a signed copy stands to the exported report."""

    SAME_FILE = "same_file"  # đúng bản đã xuất
    SAME_DATA = "same_data"  # cùng số liệu
    NOT_MATCHED = "not_matched"  # chưa đối chiếu được


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """What was found out about a file."""

    outcome: Outcome
    findings: tuple[str, ...]  # sentences on the outcome
    signatures: tuple[DigitalSignature, ...] = ()
    other: PrintedCode | None = None  # the code of another report, where one was found
    readable: bool = True  # as a PDF
    detail: str = ""  # technical

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that a person is told, the outcome first."""
        told = [sentence for sign in self.signatures for sentence in words.about(sign)]
        if not told and self.readable:
            told = [words.NO_SIGNATURE]
        return (*self.findings, *told)


class _NotMatched(Exception):
    """The comparison ends here; ``str(error)`` says why and what to do."""

    def __init__(self, reason: str, other: PrintedCode | None = None) -> None:
        super().__init__(words.not_matched(reason, CHOOSE_AGAIN if other else words.BY_EYE))
        self.other = other


def check_signed_copy(
    file: Path,
    exported: bytes,
    fingerprint: Fingerprint,
    content: Report,
    *,
    anchors: Path | None,
) -> SignedCopy:
    """Compare ``file`` with the exported PDF, else with the report's fingerprint and tables.

    ``anchors`` is a folder of root certificates, None for none. Raises ``FileError`` only where the
    file cannot be opened; whatever stands in it gives an outcome.
    """
    data = _read(file)
    if data is None:
        limit = words.not_matched(f"tệp lớn hơn {MOST_BYTES // 1024**2} MB", words.BY_EYE)
        return SignedCopy(Outcome.NOT_MATCHED, (limit,), readable=False)
    signatures = read_signatures(data, anchors)
    try:
        outcome, findings = _compare(data, exported, fingerprint, content)
        return SignedCopy(outcome, findings, signatures)
    except Unreadable as error:
        finding = words.not_matched(str(error), CHOOSE_AGAIN)
        return SignedCopy(
            Outcome.NOT_MATCHED, (finding,), signatures, readable=False, detail=error.detail
        )
    except _NotMatched as error:
        return SignedCopy(Outcome.NOT_MATCHED, (str(error),), signatures, error.other)


def _read(file: Path) -> bytes | None:
    """Give the file's bytes, None for one that is too large to look into."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        sentence = f"Không mở được tệp “{file.name}”. Kiểm tra tệp còn ở đó rồi chọn lại."
        raise FileError(sentence, detail=str(error)) from error
    return data if len(data) <= MOST_BYTES else None


def _compare(
    data: bytes, exported: bytes, fingerprint: Fingerprint, content: Report
) -> tuple[Outcome, tuple[str, ...]]:
    if data == exported:
        return Outcome.SAME_FILE, (words.SAME_FILE,)
    pages = read_pages(data)
    if exported and data.startswith(exported):
        return Outcome.SAME_FILE, (words.SAME_FILE, *_additions(pages, read_pages(exported)))
    if not any(page.everything for page in pages):
        raise _NotMatched(words.SCAN)
    _find_own_code(pages, fingerprint)
    place = first_difference(content, pages)
    if place:
        raise _NotMatched(words.different_table(place))
    return Outcome.SAME_DATA, (words.SAME_DATA,)


def _find_own_code(pages: Sequence[PageText], fingerprint: Fingerprint) -> None:
    codes = find_codes("\n".join(page.everything for page in pages))
    if any(code.belongs_to(fingerprint) for code in codes):
        return
    if codes:
        raise _NotMatched(words.other_report(codes[0], fingerprint), codes[0])
    raise _NotMatched(words.NO_CODE)


def _additions(now: Sequence[PageText], before: Sequence[PageText]) -> list[str]:
    """Say what was written onto the exported pages; a file may begin alike and look otherwise."""
    pairs = list(enumerate(zip(now, before, strict=False), 1))
    changed = [number for number, (page, old) in pairs if not _holds(page, old)]
    changed += range(len(now) + 1, len(before) + 1)  # left out
    if changed:
        raise _NotMatched(words.changed_pages(changed))
    added = [number for number, (page, old) in pairs if _grew(page, old)]
    sentences = [words.added_pages(added)] if added else []
    if len(now) > len(before):
        sentences.append(words.more_pages(len(now) - len(before)))
    return sentences


def _holds(page: PageText, old: PageText) -> bool:
    """Whether a page still has all its text in order, with at most one addition."""
    start = _shared(page.everything, old.everything)
    end = _shared(page.everything[start:][::-1], old.everything[start:][::-1])
    return start + end >= len(old.everything)


def _grew(page: PageText, old: PageText) -> bool:
    """Whether something was put onto a page; it may also cover what stood there."""
    more = page.notes > old.notes or page.objects > old.objects
    return more or page.everything != old.everything


def _shared(one: str, other: str) -> int:
    """Count the letters with which two texts begin alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
