"""Where the text of each part of a report comes from: what the list of parts says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from qnapp.documents.content import PartId, draft_words, part_titles
from qnapp.documents.figures import task_figures
from qnapp.documents.part_counts import (
    current_count,
    other_counts,
    other_ratios,
    other_so_far,
    other_sums,
    other_totals,
    told_counts,
)
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.former_figures import CUT, former_figures, former_phrases
from qnapp.domain.printable import signs_clause, unprintable_signs
from qnapp.domain.reporting import Standing
from qnapp.domain.told_rows import other_rows
from qnapp.text import clean, nfc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from qnapp.documents.part_counts import Count
    from qnapp.documents.profiles import Profile
    from qnapp.domain.former_figures import FormerValue
    from qnapp.domain.reporting import TaskRow, Worksheet

_CLAUSE_END = re.compile(r"[;:\n]+|[.,](?=\s|$)")
_OF_WHAT_IS_TO_COME = frozenset({PartId.PROPOSALS, PartId.NEXT})
_COUNTS_OVERDUE = frozenset(PartId) - {PartId.OPENING, PartId.INDICATORS}
OPENING_TITLE = "Mở đầu"
WRITTEN = "đã viết"
OUTDATED = "khác số liệu"
UNWRITTEN = "chưa viết"
_HEADING_WORDS = 5  # of a long heading before what it has no longer below it
_LONG_HEADING = 9  # words; a shorter one is told whole


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
    outdated: tuple[str, ...] = ()  # what a written text still says and the figures no longer do
    basis: str = ""  # the draft that a written text began from, "" where it is not known
    current: tuple[str, ...] = ()  # beside each of outdated what it is now, "" where not known


def part_states(
    sheet: Worksheet,
    texts: Mapping[str, str],
    profile: Profile,
    bases: Mapping[str, str],
    replaced: Iterable[FormerValue] = (),
) -> list[PartState]:
    """Give all parts in printed order.

    ``texts`` by name of ``PartId`` are the clerk's own, ``bases`` the drafts they began from;
    ``replaced`` is what the period's rows have held before.
    """
    former = former_figures(sheet, replaced)
    figures = task_figures(sheet.own_tasks)
    counts = told_counts(figures)
    states = []
    for part, title in part_titles(sheet).items():
        own = texts.get(part.value, "")
        draft = draft_words(sheet, part, profile)
        unit = sheet.organisation
        totals = other_so_far(own, counts, unit)
        if part in _COUNTS_OVERDUE:
            totals += other_totals(own, draft, figures.overdue, unit)
        if part is not PartId.OPENING:
            totals += other_sums(own, draft, counts)
        state = state_of_part(
            part.value,
            title,
            own,
            draft,
            source := _source(sheet, part),
            lacking=source == UNWRITTEN,
            basis=bases.get(part.value, ""),
            counts=counts if part is PartId.OPENING else None,
            former=former_phrases(own, draft, former)
            + other_rows(own, sheet)
            + other_ratios(own, sheet, by_now=part in _OF_WHAT_IS_TO_COME)
            + totals,
        )
        current = (
            current_count(one, counts) if part is PartId.OPENING or one in totals else ""
            for one in state.outdated
        )
        states.append(replace(state, current=tuple(current)))
    return states


def state_of_part(
    part: str,
    title: str,
    own: str,
    draft: str,
    source: str,
    *,
    lacking: bool,
    basis: str = "",
    counts: Collection[Count] | None = None,
    former: tuple[str, ...] = (),
) -> PartState:
    """Tell what is printed of a part; ``source`` says where its draft comes from.

    ``lacking``: the draft alone is not enough, something is still to be said. ``basis``: the draft
    from which the own text began. ``counts``: what may be said of all tasks, so that any other
    count is wrong; None where the part counts none. ``former``: places that tell what a row has no
    longer.
    """
    written = bool(own.strip())
    text = own if written else draft
    signs = unprintable_signs(nfc(text))
    outdated = outdated_words(own, basis, draft)
    more = (other_counts(own, draft, counts) if counts is not None else ()) + former
    said = " ".join(outdated)
    for one in more:
        words = one.removeprefix(CUT)
        outdated += () if any(words in told for told in (said, *outdated)) else (one,)
    told = OUTDATED if outdated else WRITTEN if written else source
    return PartState(
        part=part,
        title=title or OPENING_TITLE,
        text=text,
        draft=draft,
        source=signs_clause(signs) if signs else told,
        written=written,
        lacking=bool(signs) or bool(outdated) or (lacking and not written),
        outdated=outdated,
        basis=basis,
    )


def quoted_words(
    phrases: Sequence[str], current: Sequence[str] = (), *, most: int | None = None
) -> str:
    """Name what a text still says and the figures no longer do: "“a”, “b” và 2 chỗ khác".

    ``current``: beside each what it is now, "" where that is not known: "“a” (nay là 7)".
    ``most``: how many are named where there is little room; None: all of them.
    """
    pairs = list(zip_longest(phrases[:most], current[:most], fillvalue=""))
    named = ", ".join(f"“{one}”" + (f" (nay là {now})" if now else "") for one, now in pairs)
    more = len(phrases) - len(pairs)
    return f"{named} và {more} chỗ khác" if more else named


def is_automatic(text: str, draft: str) -> bool:
    """Whether a text says no more than the draft, so that it may follow the figures again."""
    return not clean(text, multiline=True).strip() or _plain(text) == _plain(draft)


def outdated_words(text: str, basis: str, draft: str) -> tuple[str, ...]:
    """What a text still says of the draft it began from and today's draft no longer says.

    Compared clause by clause, so that a sentence of the clerk's own is never called old. What
    follows a heading of the draft's lines ("3. Ba đột phá: 4 nhiệm vụ; hoàn thành 1") is compared
    with what follows it today: the same words may be right under another heading.
    """
    now, said = set(_clauses(draft)), " ".join(text.split())
    anywhere = [
        clause
        for clause in dict.fromkeys(_clauses(basis))
        if clause not in now and _says_words(said, clause)
    ]
    return (*anywhere, *_outdated_under_headings(text, basis, draft, set(anywhere)))


def _outdated_under_headings(
    text: str, basis: str, draft: str, told: Collection[str]
) -> Iterator[str]:
    """What a heading of ``basis`` has no longer below it, but for what was ``told``.

    A list that has only grown ("nhiệm vụ quá hạn: 1.1, 1.5") is told whole where what came to it
    is not said.
    """
    now, said = _by_heading(draft), _by_heading(text)
    for heading, line in _by_heading(basis).items():
        then, today = dict.fromkeys(_clauses(line)), _clauses(now.get(heading, ""))
        own = " ".join(said.get(heading, "").split())
        gone = [one for one in then if one not in today and one not in told]
        for clause in gone:
            if _says_words(own, clause):
                yield f"{_first_words(heading)}: {clause}"
        more = set(today) - {*then, *_clauses(own)}
        if more and set(then) <= set(today) and _says_words(own, line.rstrip(".")):
            yield f"{_first_words(heading)}: {line.rstrip('.')}"


def _by_heading(text: str) -> dict[str, str]:
    """Each line that has a heading by that heading; a second line of the same is added to it."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        heading, colon, rest = line.partition(": ")
        if colon:
            key = " ".join(heading.split())
            found[key] = f"{found[key]}; {rest}" if key in found else rest
    return found


def _says_words(said: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said) is not None


def _first_words(heading: str) -> str:
    words = heading.split()
    return (
        heading
        if len(words) <= _LONG_HEADING
        else " ".join(words[:_HEADING_WORDS]).rstrip(",;") + "…"
    )


def next_basis(text: str, basis: str, draft: str) -> str:
    """The draft that a text is compared with once it is written so; "" for no text of one's own.

    A text that says nothing old any more begins anew from today's draft.
    """
    if not text.strip():
        return ""
    return basis if outdated_words(text, basis, draft) else draft


def _clauses(text: str) -> list[str]:
    """The parts of sentences, each as one line; dates and decimals are not parted."""
    return [" ".join(one.split()) for one in _CLAUSE_END.split(text) if one.strip()]


def _plain(text: str) -> str:
    return clean(text, multiline=True).strip()


def _source(sheet: Worksheet, part: PartId) -> str:
    if part is PartId.OPENING:
        return "tự động, chưa sửa"
    if part is PartId.INDICATORS:
        return _counted(len(sheet.followed_indicators), "chỉ tiêu")
    if part is PartId.TASKS:
        return _counted(len(sheet.own_tasks), "nhiệm vụ")
    count = sum(_says(row, part) for row in sheet.own_tasks if not is_restricted(row))
    if count:
        return f"gom từ {count} nhiệm vụ"
    return UNWRITTEN if part is PartId.NEXT else "tự động, không có"


def _counted(count: int, what: str) -> str:
    return f"tự động, {count} {what}" if count else f"tự động, chưa theo dõi {what} nào"


def _says(row: TaskRow, part: PartId) -> bool:
    """Whether a row adds something of its own to a gathered part."""
    progress = row.progress
    if part is PartId.PROPOSALS:
        return bool(progress.proposal)
    if part is PartId.NEXT:
        return bool(progress.next_step)
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    return bool(progress.difficulty or (late and progress.delay_reason))
