"""What every document has around what it says: letterhead, number, addressees, signature.

A report of a period and the unit's own plan differ in content alone; both are framed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.documents.letterhead import (
    addressees,
    date_words,
    issuer_name,
    letterhead,
    number_and_symbol,
    recipients,
    signature,
)
from qnapp.documents.report import EMPTY_TABLE, NBSP, Annex, Office, Part, Report, Table
from qnapp.documents.words import joined, tidy
from qnapp.text import lower_first, upper_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.documents.chart_data import ChartAnnex
    from qnapp.documents.profiles import Profile
    from qnapp.domain.plan import Organisation


@dataclass(frozen=True, slots=True)
class Frame:
    """Who issues a document, in which form, and under which number and date.

    Number and date stay blank for the văn thư unless given; ``month`` is any day of the month that
    stands in the date line.
    """

    office: Office
    profile: Profile
    month: date
    number: str = ""
    issued_on: date | None = None

    @property
    def annex_note(self) -> str:
        """Tell which document an annex belongs to: "(Kèm theo Báo cáo số ... của ...)"."""
        kind = upper_first(self.profile.type.text.lower())
        comma = "," if self.profile.body.citation_comma else ""
        told = f"{kind} số {number_and_symbol(self.office, self.profile, self.number)}{comma}"
        issuer = issuer_name(self.office.organisation, self.profile)
        day = date_words(self.issued_on, self.month).replace(" ", NBSP)  # on one line
        return f"(Kèm theo {told} {day} của {issuer})"


@dataclass(frozen=True, slots=True)
class Content:
    """What a document says. Parts without a heading stand before the numbered ones."""

    organisation: Organisation
    period: str  # code
    as_of: date
    subject: tuple[str, ...]
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...]
    data: Table
    figures: Table = EMPTY_TABLE
    charts: ChartAnnex | None = None


def framed(
    content: Content, frame: Frame, *, draft: bool = False, training: bool = False
) -> Report:
    """Put letterhead and signature around it; ``draft`` and ``training`` mark every page."""
    office, profile = frame.office, frame.profile
    name = f"{upper_first(profile.type.text.lower())} {lower_first(joined(content.subject, ' '))}"
    return Report(
        profile=profile,
        organisation=content.organisation.code,
        period=content.period,
        as_of=content.as_of,
        name=f"{name} - {content.organisation.name}",
        author=issuer_name(office.organisation, profile),
        letterhead=letterhead(
            office, profile, number=frame.number, issued_on=frame.issued_on, month=frame.month
        ),
        type_name=profile.type.text if profile.subject.place == "centre" else "",
        subject=content.subject,
        addressees=addressees(office, profile),
        parts=_closed(content.parts, profile.body.ending),
        signature=signature(office, profile),
        recipients=recipients(office, profile),
        annexes=content.annexes,
        figures=content.figures,
        data=content.data,
        draft=draft,
        training=training,
        charts=content.charts,
    )


def written_part(part: str, heading: str, own: str | None, draft: str) -> Part:
    """Make a part of the clerk's own text, or of the draft where nothing is written.

    Every line is a paragraph; blank ones are left out.
    """
    typed = tidy(own or "").strip()
    lines = (line.strip(" ") for line in (typed or draft).split("\n"))
    return Part(part, heading.upper(), tuple(line for line in lines if line))


def subject_of(lines: Sequence[str], profile: Profile) -> tuple[str, ...]:
    """Begin a trích yếu as the profile asks, with a capital letter or a small one."""
    first, *rest = lines
    return (upper_first(first) if profile.subject.capital else first, *rest)


def _closed(parts: tuple[Part, ...], ending: str) -> tuple[Part, ...]:
    """Give the last paragraph of the text the sign that ends a document."""
    *most, last = parts
    if not last.paragraphs or last.table.rows:
        return parts
    *before, final = last.paragraphs
    ended = re.sub(r"(?:\./)?[.;,]?$", "", final) + ending
    return (*most, replace(last, paragraphs=(*before, ended)))
