"""Where the text of each part of a report comes from: what the list of parts says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.content import PartId, draft_words, part_titles
from qnapp.documents.words import is_restricted
from qnapp.domain.printable import signs_clause, unprintable_signs
from qnapp.domain.reporting import Standing
from qnapp.text import clean, nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.documents.profiles import Profile
    from qnapp.domain.reporting import TaskRow, Worksheet

OPENING_TITLE = "Mở đầu"
WRITTEN = "đã viết"
UNWRITTEN = "chưa viết"


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: its heading, its text, and in a few words where that comes from."""

    part: str  # the name under which its text is kept
    title: str
    text: str  # what is printed
    draft: str  # what would be printed if nobody had written anything
    source: str  # "tự động, chưa sửa", "gom từ 4 nhiệm vụ", "đã viết"
    written: bool
    lacking: bool  # nothing to say yet, or signs that cannot be printed: shown in amber


def part_states(sheet: Worksheet, texts: Mapping[str, str], profile: Profile) -> list[PartState]:
    """Give all parts in printed order; ``texts`` by name of ``PartId`` are the clerk's own."""
    return [
        state_of_part(
            part.value,
            title,
            texts.get(part.value, ""),
            draft_words(sheet, part, profile),
            source := _source(sheet, part),
            lacking=source == UNWRITTEN,
        )
        for part, title in part_titles(sheet).items()
    ]


def state_of_part(
    part: str, title: str, own: str, draft: str, source: str, *, lacking: bool
) -> PartState:
    """Tell what is printed of a part; ``source`` says where its draft comes from.

    ``lacking``: the draft alone is not enough, something is still to be said.
    """
    written = bool(own.strip())
    text = own if written else draft
    signs = unprintable_signs(nfc(text))
    return PartState(
        part=part,
        title=title or OPENING_TITLE,
        text=text,
        draft=draft,
        source=signs_clause(signs) if signs else WRITTEN if written else source,
        written=written,
        lacking=bool(signs) or (lacking and not written),
    )


def is_automatic(text: str, draft: str) -> bool:
    """Whether a text says no more than the draft, so that it may follow the figures again."""
    return not clean(text, multiline=True).strip() or _plain(text) == _plain(draft)


def _plain(text: str) -> str:
    return clean(text, multiline=True).strip()


def _source(sheet: Worksheet, part: PartId) -> str:
    if part is PartId.OPENING:
        return "tự động, chưa sửa"
    if part is PartId.INDICATORS:
        return f"tự động, {len(sheet.followed_indicators)} chỉ tiêu"
    if part is PartId.TASKS:
        return f"tự động, {len(sheet.own_tasks)} nhiệm vụ"
    count = sum(_says(row, part) for row in sheet.own_tasks if not is_restricted(row))
    if count:
        return f"gom từ {count} nhiệm vụ"
    return UNWRITTEN if part is PartId.NEXT else "tự động, không có"


def _says(row: TaskRow, part: PartId) -> bool:
    """Whether a row adds something of its own to a gathered part."""
    progress = row.progress
    if part is PartId.PROPOSALS:
        return bool(progress.proposal)
    if part is PartId.NEXT:
        return bool(progress.next_step)
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    return bool(progress.difficulty or (late and progress.delay_reason))
