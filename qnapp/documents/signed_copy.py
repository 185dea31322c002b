"""Checks a signed copy that comes back against the report it was made from (design, section 7).

Three outcomes, none of which blocks anything; a file that is hardly the signed copy (``Doubt``) is
asked about first. What counts is the file's content, never its name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents import signed_words as words
from qnapp.documents.fingerprint import find_codes
from qnapp.documents.report import DRAFT
from qnapp.documents.signed_by import read_signatures
from qnapp.documents.signed_tables import first_difference
from qnapp.documents.signed_text import (
    MOST_BYTES,
    Unreadable,
    is_picture,
    read_pages,
    solid,
)
from qnapp.domain.issued import CHOOSE_AGAIN
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qnapp.documents.fingerprint import Fingerprint, PrintedCode
    from qnapp.documents.report import Report
    from qnapp.documents.signed_by import DigitalSignature
    from qnapp.documents.signed_text import PageText

# Kinds of what a page is drawn of, as the PDF library numbers them; notes are none of them.
_NOTES, _TEXT, _LINES, _PICTURES = 0, 1, 2, 3


class Outcome(StrEnum):
    """How a signed copy stands to the exported report."""

    SAME_FILE = "same_file"  # đúng bản đã xuất
    SAME_DATA = "same_data"  # cùng số liệu
    NOT_MATCHED = "not_matched"  # chưa đối chiếu được


class Doubt(StrEnum):
    """Why a file is hardly the signed copy, so that a person is asked before it is taken."""

    OTHER = "other"  # another organisation's, plan's, period's or revision's report
    UNREADABLE = "unreadable"  # no document at all, or a broken one
    DRAFT = "draft"
    UNSIGNED = "unsigned"  # neither a digital signature nor a picture of one
    DIFFERENT = "different"  # this report's code over other pages or tables


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """What was found out about a file."""

    outcome: Outcome
    findings: tuple[str, ...]  # sentences on the outcome
    signatures: tuple[DigitalSignature, ...] = ()
    other: PrintedCode | None = None  # the code of another report, where one was found
    readable: bool = True  # as a PDF
    detail: str = ""  # technical
    doubt: Doubt | None = None  # told by the first sentence
    differs: bool = False  # it has this report's code, and its pages or tables are not the report's

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that a person is told, the outcome first."""
        told = [sentence for sign in self.signatures for sentence in words.about(sign)]
        if not told and self.readable and self.doubt is not Doubt.UNSIGNED:
            told = [words.NO_SIGNATURE]
        return (*self.findings, *told)


class _NotMatched(Exception):
    """The comparison ends here; ``str(error)`` says why and what to do."""

    def __init__(
        self, reason: str, *, other: PrintedCode | None = None, differs: bool = False
    ) -> None:
        super().__init__(words.not_matched(reason, CHOOSE_AGAIN if other else words.BY_EYE))
        self.other = other
        self.differs = differs


def check_signed_copy(
    file: Path,
    exported: bytes,
    fingerprint: Fingerprint,
    content: Report | None,
    *,
    anchors: Path | None,
) -> SignedCopy:
    """Compare ``file`` with the exported PDF, else with the report's fingerprint and tables.

    ``content`` None: nothing is exported yet, so that no file can have the fingerprint.
    ``anchors`` is a folder of root certificates, None for none. Raises ``FileError`` only where the
    file cannot be opened; whatever stands in it gives an outcome.
    """
    data = _read(file)
    if data is None:
        limit = words.not_matched(f"tệp lớn hơn {MOST_BYTES // 1024**2} MB", words.BY_EYE)
        return SignedCopy(Outcome.NOT_MATCHED, (limit,), readable=False)
    if is_picture(data):
        scan = words.not_matched(words.SCAN, words.BY_EYE)
        return SignedCopy(Outcome.NOT_MATCHED, (scan,), readable=False)
    signatures = read_signatures(data, anchors)
    try:
        pages = read_pages(data)
    except Unreadable as error:
        finding = words.not_matched(str(error), CHOOSE_AGAIN)
        return SignedCopy(
            Outcome.NOT_MATCHED,
            (finding,),
            signatures,
            readable=False,
            detail=error.detail,
            doubt=Doubt.UNREADABLE,
        )
    copy = _compared(data, pages, exported, fingerprint, content)
    return _with_doubt(replace(copy, signatures=signatures), data, pages, exported)


def _read(file: Path) -> bytes | None:
    """Give the file's bytes, None for one that is too large to look into."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        sentence = f"Không mở được tệp “{file.name}”. Kiểm tra tệp còn ở đó rồi chọn lại."
        raise FileError(sentence, detail=str(error)) from error
    return data if len(data) <= MOST_BYTES else None


def _compared(
    data: bytes,
    pages: Sequence[PageText],
    exported: bytes,
    fingerprint: Fingerprint,
    content: Report | None,
) -> SignedCopy:
    try:
        outcome, findings = _compare(data, pages, exported, fingerprint, content)
    except _NotMatched as error:
        differs = error.differs
        return SignedCopy(Outcome.NOT_MATCHED, (str(error),), other=error.other, differs=differs)
    return SignedCopy(outcome, findings)


def _with_doubt(
    copy: SignedCopy, data: bytes, pages: Sequence[PageText], exported: bytes
) -> SignedCopy:
    """Say of a readable file what speaks against its being the signed copy."""
    if copy.other is not None:
        return replace(copy, doubt=Doubt.OTHER)
    if _is_draft(pages):
        return replace(copy, doubt=Doubt.DRAFT, findings=(words.DRAFT,))
    # What a scanner read may be read wrong: then it is compared by eye.
    if copy.differs and not _has_pictures(pages, exported):
        told = copy.findings[0].replace(words.BY_EYE, CHOOSE_AGAIN)
        return replace(copy, doubt=Doubt.DIFFERENT, findings=(told,))
    if copy.signatures or _has_ink(data, pages, exported):
        return copy
    return replace(copy, doubt=Doubt.UNSIGNED, findings=(words.UNSIGNED, *copy.findings))


def _is_draft(pages: Sequence[PageText]) -> bool:
    """Whether every page bears the stamp of a draft; what was frozen has a code and no stamp."""
    texts = [page.everything for page in pages]
    stamped = [solid(DRAFT) in text for text in texts]
    return bool(stamped) and all(stamped) and not find_codes("\n".join(texts))


def _has_pictures(pages: Sequence[PageText], exported: bytes) -> bool:
    """Whether a page is, or holds, a picture that the exported one has not."""
    return _drawn(pages)[_PICTURES] > _drawn(_exported_pages(exported))[_PICTURES]


def _has_ink(data: bytes, pages: Sequence[PageText], exported: bytes) -> bool:
    """Whether more stands there than text: a scan, a picture of a signature, drawn lines, a note.

    Lines count only on the exported pages themselves: elsewhere they may be those of any table.
    """
    if not any(page.everything for page in pages):
        return True
    now, before = _drawn(pages), _drawn(_exported_pages(exported))
    grown = bool(exported) and data.startswith(exported)
    kinds = now.keys() if grown else now.keys() - {_LINES}
    return any(now[kind] > before[kind] for kind in kinds)


def _exported_pages(exported: bytes) -> Sequence[PageText]:
    """Pages of the exported file, none where it is not to be had."""
    try:
        return read_pages(exported)
    except Unreadable:
        return ()


def _drawn(pages: Sequence[PageText]) -> Counter[int]:
    """Count what the pages are drawn of but text, and the notes on them."""
    total = Counter({_NOTES: sum(page.notes for page in pages)})
    for page in pages:
        total.update(page.objects)
    del total[_TEXT]
    return total


def _compare(
    data: bytes,
    pages: Sequence[PageText],
    exported: bytes,
    fingerprint: Fingerprint,
    content: Report | None,
) -> tuple[Outcome, tuple[str, ...]]:
    if data == exported:
        return Outcome.SAME_FILE, (words.SAME_FILE,)
    if exported and data.startswith(exported):
        return Outcome.SAME_FILE, (words.SAME_FILE, *_additions(pages, read_pages(exported)))
    if not any(page.everything for page in pages):
        raise _NotMatched(words.SCAN)
    _find_own_code(pages, fingerprint)
    assert content is not None  # otherwise no code is its own
    place = first_difference(content, pages)
    if place:
        raise _NotMatched(words.different_table(place), differs=True)
    return Outcome.SAME_DATA, (words.SAME_DATA,)


def _find_own_code(pages: Sequence[PageText], fingerprint: Fingerprint) -> None:
    codes = find_codes("\n".join(page.everything for page in pages))
    if any(code.belongs_to(fingerprint) for code in codes):
        return
    if codes:
        raise _NotMatched(words.other_report(codes[0], fingerprint), other=codes[0])
    raise _NotMatched(words.NO_CODE)


def _additions(now: Sequence[PageText], before: Sequence[PageText]) -> list[str]:
    """Say what was written onto the exported pages; a file may begin alike and look otherwise."""
    pairs = list(enumerate(zip(now, before, strict=False), 1))
    changed = [number for number, (page, old) in pairs if not _holds(page, old)]
    changed += range(len(now) + 1, len(before) + 1)  # left out
    if changed:
        raise _NotMatched(words.changed_pages(changed), differs=True)
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
