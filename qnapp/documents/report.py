"""A document as plain data: every word that is printed, and nothing of how it is laid out.

The writers (PDF, Excel, Word) only place what stands here; they know no rule of the resolution, and
not whether they write a quarter's report or the unit's own plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

# A snapshot reads the annotations at run time (qnapp.domain.canonical).
from qnapp.documents.chart_data import ChartAnnex  # noqa: TC001
from qnapp.documents.fingerprint import Fingerprint  # noqa: TC001
from qnapp.documents.profiles import Profile  # noqa: TC001

if TYPE_CHECKING:
    from qnapp.domain.plan import Organisation

DRAFT = "DỰ THẢO"
"""Stamped on every page of a document that is not frozen."""

NBSP = "\u00a0"
"""Keeps a figure beside its word. Writers hold the line together and write a plain space, since
text with no-break spaces is not found by searching."""

Cell: TypeAlias = str | int | Decimal | date | None
"""What a table holds. Writers show numbers and dates in their own way, never as ready words."""


class OfficeKind(StrEnum):
    """What sort of body issues the report; decides the letterhead's and the signer's wording."""

    COMMUNE = "commune"  # phường, xã, đặc khu
    DEPARTMENT = "department"  # sở, ban, ngành: one head
    PARTY_BODY = "party_body"  # ban, văn phòng of the Tỉnh ủy, and its direct party committees


class PartId(StrEnum):
    """The parts that a clerk can write by hand."""

    OPENING = "opening"
    INDICATORS = "indicators"
    TASKS = "tasks"
    DIFFICULTIES = "difficulties"
    PROPOSALS = "proposals"
    NEXT = "next"


class RowKind(StrEnum):
    """How a row of a table is set."""

    GROUP = "group"  # a section's title, over the whole width
    HEADING = "heading"  # a parent of sub-tasks, without standing
    ROW = "row"


class Align(StrEnum):
    """Where text stands in its column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Office:
    """What the letterhead and the signature need. Empty fields take what the profile says."""

    organisation: Organisation
    kind: OfficeKind
    signer: str = ""
    signer_title: str = ""  # of the person who signs: "Bí thư", "Phó Chủ tịch"
    signs_as_deputy: bool = False
    place: str = ""  # địa danh
    symbol: str = ""  # ký hiệu of the organisation: "ĐU", "UBND", "SNV"
    recipients: tuple[str, ...] = ()  # without dash and semicolon
    addressees: tuple[str, ...] = ()  # Kính gửi, where the profile shows it


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The clerk's own text of each part; None or blank takes the generated draft."""

    opening: str | None = None
    indicators: str | None = None
    tasks: str | None = None
    difficulties: str | None = None
    proposals: str | None = None
    next: str | None = None

    def of(self, part: PartId) -> str | None:
        """Give the text of one part, None where the clerk wrote nothing."""
        text: str | None = getattr(self, part.value)
        return text


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The first lines of page 1; upper case is already upper case."""

    motto: tuple[str, ...]
    superior: str
    issuer: tuple[str, ...]
    number: str
    place_date: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines above the blank band, and the name below it."""

    authority: tuple[str, ...]  # "T/M BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``width`` in mm, 0 where it shares the rest by the length of its text."""

    title: str
    align: Align = Align.LEFT
    width: float = 0
    turned: bool = False  # its title is read from below, as over many narrow columns


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a group has one cell only, a heading two: its code, and a title over the rest."""

    kind: RowKind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows in printed order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    small: bool = False  # set in the profile's smaller size, as tables of many columns are
    regrouped: bool = False  # a group's title stands again over its rows on the next page


EMPTY_TABLE = Table(())


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the body; ``heading`` is empty for the opening, ``table`` ends it."""

    id: str  # the name under which its text is kept: of a PartId, or of a part of the unit's plan
    heading: str
    paragraphs: tuple[str, ...]
    table: Table = EMPTY_TABLE


@dataclass(frozen=True, slots=True)
class Annex:
    """A table at the end; ``empty`` stands in its place when it has no rows."""

    name: str
    title: str
    note: str
    table: Table
    empty: str
    wide: bool = True  # on landscape pages
    legend: str = ""  # what signs in the table mean; stands over it


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document of one organisation: the report of a period, or its plan for the year."""

    profile: Profile
    organisation: str  # code
    period: str  # code; of the plan's first one where the document is for the year
    as_of: date
    name: str  # one line for a file's properties and its list of documents
    author: str
    letterhead: Letterhead
    type_name: str
    subject: tuple[str, ...]
    addressees: tuple[str, ...]
    parts: tuple[Part, ...]
    signature: Signature
    recipients: tuple[str, ...]  # as printed: "- ...;"
    annexes: tuple[Annex, ...]
    figures: Table  # what is counted, as numbers
    data: Table = field(repr=False)  # plain rows of the workbook's last sheet
    draft: bool = False
    training: bool = False
    charts: ChartAnnex | None = None  # by choice, and in the PDF alone
    fingerprint: Fingerprint | None = None  # None: of no frozen data, as every draft

    @property
    def stamp(self) -> str:
        """What stands at the head of every page of a report that is not in force, else ""."""
        marks = {DRAFT: self.draft, "TẬP HUẤN": self.training}
        return " - ".join(mark for mark, used in marks.items() if used)

    def part(self, part: str) -> Part:
        """Find the part with this id."""
        return next(p for p in self.parts if p.id == part)
