"""Builds the content of a period's report once, for every writer: the door of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.annexes import indicator_annex, task_annex
from qnapp.documents.charts import chart_annex
from qnapp.documents.datasheet import data_table, figure_table
from qnapp.documents.drafts import draft_words, results_of
from qnapp.documents.frame import Content, Frame, framed, subject_of, written_part
from qnapp.documents.letterhead import office_kind
from qnapp.documents.report import (
    Annex,
    Office,
    OfficeKind,
    Part,
    PartId,
    Report,
    ReportWords,
)
from qnapp.documents.words import cited, period_words
from qnapp.domain.periods import next_period_phrase

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
    with_charts: bool = False,
    with_doubts: bool = False,
) -> Report:
    """Gather everything that is printed of one organisation's period.

    Number and date stay blank for the văn thư unless given; ``month`` is any day of the month that
    stands in the date line, None for the month in which the report is due. ``with_charts`` adds
    them as the PDF's last annex; ``with_doubts`` prints what is doubtful in the resolution's text.
    """
    frame = Frame(office, profile, month or sheet.period.due, number, issued_on)
    content = Content(
        organisation=sheet.organisation,
        period=sheet.period.code,
        as_of=sheet.as_of,
        subject=_subject(sheet, profile),
        parts=_parts(sheet, words, profile),
        annexes=_annexes(sheet, frame.annex_note, with_doubts=with_doubts),
        data=data_table(sheet),
        figures=figure_table(sheet),
        charts=chart_annex(sheet, frame.annex_note) if with_charts else None,
    )
    return framed(content, frame, draft=draft, training=training)


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


def _annexes(sheet: Worksheet, note: str, *, with_doubts: bool) -> tuple[Annex, ...]:
    return (
        indicator_annex(sheet, note, with_doubts=with_doubts),
        task_annex(sheet, note, with_doubts=with_doubts),
    )


def _subject(sheet: Worksheet, profile: Profile) -> tuple[str, ...]:
    resolution = cited(sheet.plan, profile.body)
    lines = (f"kết quả thực hiện {resolution}", period_words(sheet.period))
    return subject_of(lines, profile)


def _parts(sheet: Worksheet, words: ReportWords, profile: Profile) -> tuple[Part, ...]:
    return tuple(
        written_part(part.value, title, words.of(part), draft_words(sheet, part, profile))
        for part, title in part_titles(sheet).items()
    )
