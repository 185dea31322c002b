"""Báo cáo tổng hợp: all reports of a period as one document, its holes named before any figure.

It goes through the same frame and the same writers as a report. The window and commands call this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation
from qnapp.db.reports import TOTAL_PART, total_texts
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.chart_data import ChartAnnex, ChartData, SectionBar, Share
from qnapp.documents.charts import CHART_ANNEX
from qnapp.documents.consolidated_annexes import (
    counts_annex,
    indicators_annex,
    remarks_annex,
    senders_annex,
)
from qnapp.documents.consolidated_drafts import (
    ConsolidatedPart,
    consolidated_draft,
    consolidated_titles,
)
from qnapp.documents.consolidated_matrix import matrix_annexes
from qnapp.documents.consolidated_rows import line_groups, standing_counts
from qnapp.documents.consolidated_words import APART, LETTERS
from qnapp.documents.frame import Content, Frame, framed, subject_of, written_part
from qnapp.documents.part_states import state_of_part
from qnapp.documents.words import cited, counted_words, period_words
from qnapp.domain.received import ReportState
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.part_states import PartState
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Annex, Office, Report
    from qnapp.domain.consolidated import Consolidation, TaskLine
    from qnapp.domain.plan import Organisation

__all__ = [
    "ConsolidatedPart",
    "assemble_consolidated",
    "build_consolidated",
    "consolidated_draft",
    "consolidated_file_name",
    "consolidated_part_states",
    "consolidated_titles",
    "write_consolidated_pdf",
]


def assemble_consolidated(
    store: Store,
    found: Consolidation,
    letterhead: str | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    on: date | None = None,
    draft: bool = False,
    with_charts: bool | None = None,
) -> Report:
    """Word the report of this store's own office; number and day stay blank for the văn thư.

    ``letterhead`` "dang" or "nha-nuoc"; ``texts`` by name of ``ConsolidatedPart`` are the office's
    own, None takes those that are kept; ``on`` is any day of the month in the date line, None for
    today; else None takes the setting.
    Raises ``NotFoundError`` for an unknown letterhead and ``FileError`` for an office's own profile
    that breaks a rule.
    """
    settings = get_settings(store)
    form = letterhead or settings.letterhead
    return build_consolidated(
        found,
        _own_texts(store, found.period.code) if texts is None else texts,
        office_of(own_organisation(store), settings, form),
        profile_of(store, form),
        on=on or store.today(),
        draft=draft,
        training=settings.training,
        with_charts=settings.with_charts if with_charts is None else with_charts,
    )


def build_consolidated(
    found: Consolidation,
    texts: Mapping[str, str],
    office: Office,
    profile: Profile,
    *,
    on: date,
    number: str = "",
    issued_on: date | None = None,
    draft: bool = False,
    training: bool = False,
    with_charts: bool = False,
) -> Report:
    """Word the report; an empty text of a part is drafted. ``on``: a day of its month."""
    frame = Frame(office, profile, on, number, issued_on)
    note = frame.annex_note
    senders = senders_annex(found, note)
    content = Content(
        organisation=office.organisation,
        period=found.period.code,
        as_of=min(found.period.as_of, on),
        subject=_subject(found, profile),
        parts=tuple(
            written_part(
                part.value,
                title,
                texts.get(part.value),
                consolidated_draft(found, part, profile, office.organisation),
            )
            for part, title in consolidated_titles(found.period).items()
        ),
        annexes=_annexes(found, note, profile, senders),
        data=senders.table,
        charts=_charts(found, note) if with_charts else None,
    )
    return framed(content, frame, draft=draft, training=training)


def consolidated_part_states(
    found: Consolidation,
    texts: Mapping[str, str],
    profile: Profile,
    office: Organisation,
    bases: Mapping[str, str],
) -> list[PartState]:
    """Give all parts in printed order.

    ``texts`` by name of ``ConsolidatedPart`` are the office's own, ``bases`` the drafts they began
    from.
    """
    return [
        state_of_part(
            part.value,
            title,
            texts.get(part.value, ""),
            consolidated_draft(found, part, profile, office),
            _source(found, part),
            lacking=False,
            basis=bases.get(part.value, ""),
        )
        for part, title in consolidated_titles(found.period).items()
    ]


def consolidated_file_name(found: Consolidation, ext: str) -> str:
    """Propose "Báo cáo tổng hợp Quý I năm 2026.pdf"; ``ext`` with its dot."""
    return safe_file_name(f"Báo cáo tổng hợp {found.period.name}", ext=ext)


def write_consolidated_pdf(
    store: Store,
    found: Consolidation,
    target: Path,
    letterhead: str | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the report as PDF, whole or not at all; gives its pages.

    Raises what ``assemble_consolidated`` and ``pdf.write_pdf`` do.
    """
    from qnapp.documents.pdf import write_pdf  # takes long to import

    report = assemble_consolidated(store, found, letterhead, texts=texts)
    return write_pdf(report, target, progress=progress, cancelled=cancelled)


def _own_texts(store: Store, period_code: str) -> dict[str, str]:
    texts = total_texts(store, period_code)
    return {part.removeprefix(TOTAL_PART): text for part, text in texts.items()}


def _subject(found: Consolidation, profile: Profile) -> tuple[str, ...]:
    resolution = cited(found.plan, profile.body)
    lines = ("tổng hợp kết quả thực hiện", resolution, period_words(found.period))
    return subject_of(lines, profile)


def _annexes(
    found: Consolidation, note: str, profile: Profile, senders: Annex
) -> tuple[Annex, ...]:
    return (
        senders,
        counts_annex(found, note),
        *matrix_annexes(found, note, profile.annex),
        indicators_annex(found, note),
        remarks_annex(found, note),
    )


def _source(found: Consolidation, part: ConsolidatedPart) -> str:
    missing = len(found.in_state(ReportState.MISSING))
    counts = {
        ConsolidatedPart.REPORTERS: (
            f"tự động, {missing} đơn vị chưa gửi"
            if missing
            else f"tự động, {len(found.reporters)} đơn vị"
        ),
        ConsolidatedPart.INDICATORS: f"tự động, {len(found.indicators)} chỉ tiêu",
        ConsolidatedPart.TASKS: f"tự động, {len(found.tasks)} nhiệm vụ",
        ConsolidatedPart.DIFFICULTIES: _gathered(found, [r.difficulty for r in found.remarks]),
        ConsolidatedPart.PROPOSALS: _gathered(found, [r.proposal for r in found.remarks]),
    }
    return counts.get(part) or "tự động, chưa sửa"


def _gathered(found: Consolidation, said: Sequence[str]) -> str:
    count = sum(map(bool, said))
    if count:
        return f"gom từ {count} ý kiến"
    told = any(one.received_at for one in found.reporters)
    return "tự động, không có" if told else "chưa có báo cáo"


def _charts(found: Consolidation, note: str) -> ChartAnnex | None:
    """Draw how the tasks stand in all reports, section by section."""
    groups = [(group.short, group.lines) for group in line_groups(found)]
    bars = [SectionBar(label, _shares(lines)) for label, lines in groups]
    bars = [bar for bar in bars if bar.shares]
    if not bars:
        return None
    whole = SectionBar("Tất cả nhiệm vụ", _shares(found.tasks))
    title = f"Tình trạng nhiệm vụ trong các báo cáo {period_words(found.period)}"
    data = ChartData((whole, *bars), whole.shares, (), (), counted="lượt nhiệm vụ")
    return ChartAnnex(CHART_ANNEX, title.upper(), note, data)


def _shares(lines: Iterable[TaskLine]) -> tuple[Share, ...]:
    count = standing_counts(lines)
    shares = [
        Share(kind, letter, counted_words(kind), count[kind]) for kind, letter in LETTERS.items()
    ]
    shares.append(Share(None, APART, "Báo cáo theo đường riêng", count[None]))
    return tuple(share for share in shares if share.count)
