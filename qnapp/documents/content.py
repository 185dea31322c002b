"""Builds the content of a report once, for every writer: the door of this package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qnapp.documents.annexes import indicator_annex, task_annex
from qnapp.documents.datasheet import data_table, figure_table
from qnapp.documents.drafts import draft_words, results_of
from qnapp.documents.letterhead import (
    addressees,
    date_words,
    issuer_name,
    letterhead,
    number_and_symbol,
    office_kind,
    recipients,
    signature,
)
from qnapp.documents.report import (
    Annex,
    Office,
    OfficeKind,
    Part,
    PartId,
    Report,
    ReportWords,
)
from qnapp.documents.words import cited, joined, period_words, upper_first
from qnapp.domain.periods import next_period_phrase
from qnapp.text import clean

if TYPE_CHECKING:
    from datetime import date

    from qnapp.documents.profiles import Profile
    from qnapp.domain.reporting import Worksheet

__all__ = [
    "Office",
    "OfficeKind",
    "PartId",
    "Report",
    "ReportWords",
    "build_report",
    "draft_words",
    "office_kind",
    "part_titles",
    "results_of",
]


def build_report(
    sheet: Worksheet,
    words: ReportWords,
    office: Office,
    profile: Profile,
    *,
    number: str = "",
    issued_on: date | None = None,
    month: date | None = None,
    draft: bool = False,
    training: bool = False,
) -> Report:
    """Gather everything that is printed of one organisation's period.

    Number and date stay blank for the văn thư unless given; ``month`` is any day of the month that
    stands in the date line, None for the month in which the report is due.
    """
    month = month or sheet.period.due
    note = _annex_note(office, profile, number, issued_on, month)
    subject = _subject(sheet, profile)
    name = f"{upper_first(profile.type.text.lower())} {joined(subject, ' ')}"
    return Report(
        profile=profile,
        organisation=sheet.organisation.code,
        period=sheet.period.code,
        as_of=sheet.as_of,
        name=f"{name} - {sheet.organisation.name}",
        author=issuer_name(office.organisation, profile),
        letterhead=letterhead(office, profile, number=number, issued_on=issued_on, month=month),
        type_name=profile.type.text,
        subject=subject,
        addressees=addressees(office, profile),
        parts=_parts(sheet, words, profile),
        signature=signature(office, profile),
        recipients=recipients(office, profile),
        annexes=_annexes(sheet, note),
        figures=figure_table(sheet),
        data=data_table(sheet),
        draft=draft,
        training=training,
    )


def part_titles(sheet: Worksheet) -> dict[PartId, str]:
    """Give the headings of the parts as printed, numbered; the opening has none."""
    upcoming = next_period_phrase(sheet.period)
    return {
        PartId.OPENING: "",
        PartId.INDICATORS: "I. Kết quả thực hiện các chỉ tiêu",
        PartId.TASKS: "II. Kết quả thực hiện nhiệm vụ",
        PartId.DIFFICULTIES: "III. Khó khăn, vướng mắc",
        PartId.PROPOSALS: "IV. Đề xuất, kiến nghị",
        PartId.NEXT: f"V. Nhiệm vụ trọng tâm {upcoming}",
    }


def _annexes(sheet: Worksheet, note: str) -> tuple[Annex, ...]:
    return indicator_annex(sheet, note), task_annex(sheet, note)


def _subject(sheet: Worksheet, profile: Profile) -> tuple[str, str]:
    resolution = cited(sheet.plan, comma=profile.body.citation_comma)
    first = f"kết quả thực hiện {resolution}"
    return (
        upper_first(first) if profile.subject.capital else first,
        period_words(sheet.period),
    )


def _parts(sheet: Worksheet, words: ReportWords, profile: Profile) -> tuple[Part, ...]:
    parts = []
    for part, title in part_titles(sheet).items():
        own = words.of(part)
        typed = clean(own or "", multiline=True).strip()
        paragraphs = _paragraphs(typed or draft_words(sheet, part, profile))
        if part is PartId.NEXT and paragraphs:
            paragraphs = (*paragraphs[:-1], _ended(paragraphs[-1], profile.body.ending))
        parts.append(Part(part, title.upper(), paragraphs))
    return tuple(parts)


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = (line.strip(" ") for line in text.split("\n"))
    return tuple(line for line in lines if line)


def _ended(paragraph: str, ending: str) -> str:
    return re.sub(r"(?:\./)?[.;,]?$", "", paragraph) + ending


def _annex_note(
    office: Office, profile: Profile, number: str, issued_on: date | None, month: date
) -> str:
    kind = upper_first(profile.type.text.lower())
    comma = "," if profile.body.citation_comma else ""
    told = f"{kind} số {number_and_symbol(office, profile, number)}{comma}"
    issuer = issuer_name(office.organisation, profile)
    return f"(Kèm theo {told} {date_words(issued_on, month)} của {issuer})"
