"""A report that was sent for signature (trình ký): frozen, numbered, perhaps withdrawn."""

from __future__ import annotations

from enum import StrEnum
from string import digits
from typing import TYPE_CHECKING

from qnapp.records import dataclass
from qnapp.text import format_date

if TYPE_CHECKING:
    from datetime import date, datetime


CHOOSE_AGAIN = "Kiểm tra lại xem đã chọn đúng tệp chưa."
"""Ends the sentence on a file that is hardly the signed copy."""

UNSIGNED_COPY, DRAFT_COPY = "Đây là bản chưa ký", "Đây là bản dự thảo"
"""Begin it where the file is one or the other, and not another report or no document at all."""


_MISTAKES = {UNSIGNED_COPY: "là bản chưa ký", DRAFT_COPY: "là bản dự thảo"}


class FileKind(StrEnum):
    """What a kept file of a report is."""

    SNAPSHOT = "snapshot"  # the data that it was drawn from, canonical JSON
    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"  # editable, so outside the fingerprint
    SIGNED = "signed"  # what came back with a signature: a PDF, a scan


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file that is kept as it was, byte for byte."""

    id: int
    kind: FileKind
    name: str  # what it is called when it is written out
    sha256: str
    size: int  # bytes
    added_at: datetime
    replaced_at: datetime | None = None  # a signed copy that gave way to another one
    outcome: str = ""  # of examining a signed copy, see ``documents.signed_copy``
    sentences: tuple[str, ...] = ()  # the same for a person

    @property
    def mistaken(self) -> bool:
        """Whether a signed copy looks like a wrong file: another report, a draft, unsigned."""
        return any(sentence.endswith(CHOOSE_AGAIN) for sentence in self.sentences)

    @property
    def mistake(self) -> str:
        """What a mistaken one is, to follow "bản ký"; "" for one that is not."""
        if not self.mistaken:
            return ""
        first = self.sentences[0]
        found = [words for start, words in _MISTAKES.items() if first.startswith(start)]
        return found[0] if found else "là tệp khác"


@dataclass(frozen=True, slots=True)
class SignedCounts:
    """How far the rows of a report were at trình ký."""

    tasks: int  # that it tells of
    stale: int  # of them not updated in the period
    lacking_files: int  # evidence that was still to come


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """One revision of an organisation's report of a period."""

    id: int
    organisation: str  # code
    plan: str  # uid
    plan_version: int
    period: str  # code
    revision: int  # 1, 2, ... of organisation and period
    letterhead: str  # "dang" or "nha-nuoc"
    sha256: str  # of the snapshot
    frozen_at: datetime
    clerk: str  # who froze it
    withdrawn_at: datetime | None = None
    withdraw_reason: str = ""
    number: str = ""  # this and the next three are entered after issue
    issued_on: date | None = None
    signer: str = ""
    signer_title: str = ""
    files: tuple[IssuedFile, ...] = ()  # those in use: one of a kind
    counts: SignedCounts | None = None  # None: not kept yet when it was signed

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back; its fingerprint is then void."""
        return self.withdrawn_at is not None

    @property
    def registered(self) -> bool:
        """Whether its number and date are known, so that it has been issued."""
        return bool(self.number) and self.issued_on is not None

    def odd_day_words(self, issued_on: date | None, today: date) -> str:
        """Say that a day of issue is before that of trình ký or has not come; "" for any other."""
        frozen = self.frozen_at.date()
        if issued_on is None or frozen <= issued_on <= max(frozen, today):
            return ""
        given, early = format_date(issued_on), issued_on < frozen
        said = f"trước ngày trình ký {format_date(frozen)}" if early else "chưa đến"
        return f"Ngày văn bản {given} {said}."

    @property
    def signed_copy(self) -> IssuedFile | None:
        """The signed file that came back, None while there is none."""
        return self.file(FileKind.SIGNED)

    def file(self, kind: FileKind) -> IssuedFile | None:
        """The file of one kind that is in use."""
        return next((file for file in self.files if file.kind is kind), None)


def completed_number(typed: str, example: str) -> str:
    """Give a bare number the report's own symbol: of "5" and "15-BC/ĐU" "05-BC/ĐU".

    ``example`` is a number as this report would bear it; anything else stays as it was typed.
    """
    number = typed.strip()
    return number.zfill(2) + example.lstrip(digits) if number.isdecimal() else number
