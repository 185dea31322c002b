"""What the table of indicators shows, worked out once per row so that painting only looks up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

from qnapp.domain.indicator_checks import doubt_of
from qnapp.domain.overview import is_returned, lacks_value
from qnapp.domain.plan import Nature, Origin
from qnapp.domain.reporting import Verdict, file_count
from qnapp.domain.target_words import NO_BREAK, target_with_unit
from qnapp.text import fold, format_number, matches, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from qnapp.domain.plan import Plan
    from qnapp.domain.reporting import IndicatorRow, Measurement, Worksheet

VerdictWords = Callable[[Verdict], tuple[str, str, str]]
"""First line, second line and the full phrase of a verdict (look, section 5)."""

GROUP_PREFIX = "group:"
PROSE_GROUP = "NQ"
LOCAL_GROUP = "ĐV"
_OWN_GROUPS = {
    PROSE_GROUP: "Chỉ tiêu trong lời văn Nghị quyết",
    LOCAL_GROUP: "Chỉ tiêu của đơn vị",
}


class IndicatorFilter(StrEnum):
    """The chips over the table."""

    FOLLOWED = "followed"
    ALL = "all"
    NO_VALUE = "no_value"
    UNMET = "unmet"
    RETURNED = "returned"  # has its chip, the first one, only while there are some


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One line of the table; ``row`` is None for a group. Strings are ready to paint."""

    uid: str  # of the indicator; "group:II" for a group
    group: str
    code: str
    title: str
    note: str = ""  # group: "3/3 có số liệu"
    target: str = ""
    own_target: bool = False  # else ``target`` is the province's, for reference
    previous: str = ""
    current: str = ""
    verdict: Verdict | None = None
    first: str = ""
    second: str = ""
    judged: str = ""  # both in full: "Được 51,1% kế hoạch năm, lũy kế 23"
    warning: str = ""  # what is hardly true of the figure
    doubtful: bool = False  # the source, not the figure
    files: int = 0
    folded: str = ""  # all searchable words, without diacritics
    spoken: str = ""  # a sentence for screen readers
    row: IndicatorRow | None = None


@dataclass(frozen=True, slots=True)
class IndicatorQuery:
    """What is asked of the table."""

    filter: IndicatorFilter = IndicatorFilter.FOLLOWED
    needle: str = ""
    folded_groups: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()  # uids that stay although their answer has changed


def group_of(row: IndicatorRow) -> str:
    """The group a row stands under; targets of the prose and local ones have their own."""
    own = {Origin.PROSE: PROSE_GROUP, Origin.LOCAL: LOCAL_GROUP}
    return own.get(row.indicator.origin, row.indicator.group)


def group_titles(plan: Plan) -> dict[str, str]:
    """Titles by code in printed order: "I.  Về xây dựng Đảng" and so on."""
    printed = {g.code: f"{g.code}.{NO_BREAK * 2}{g.title}" for g in plan.indicator_groups}
    return printed | _OWN_GROUPS


def field_in_row(row: IndicatorRow) -> str:
    """The field of ``Measurement`` that the cell of the current period shows and changes."""
    if row.nature is Nature.WORDS:
        return "words"
    m = row.measurement
    return "estimate" if m.actual is None and m.estimate is not None else "actual"


def cell_text(row: IndicatorRow, field: str) -> str:
    """Text of one field as it is typed: "96,4"."""
    value = getattr(row.measurement, field)
    return value if isinstance(value, str) else number_text(value)


def number_text(value: Decimal | None) -> str:
    """A number in Vietnamese form, "" for none."""
    return "" if value is None else format_number(value)


def indicator_lines(
    sheet: Worksheet, words: VerdictWords, known: Mapping[str, IndicatorLine] | None = None
) -> list[IndicatorLine]:
    """Lines of all indicators in printed order, groups left out; unchanged rows keep theirs."""
    known = known or {}
    lines = [
        old
        if (old := known.get(row.uid)) is not None and old.row == row
        else indicator_line(row, words)
        for row in sheet.indicators
    ]
    rank = {code: place for place, code in enumerate(group_titles(sheet.plan))}
    return sorted(lines, key=lambda line: rank.get(line.group, len(rank)))


def indicator_line(row: IndicatorRow, words: VerdictWords) -> IndicatorLine:
    """Work one line out."""
    shown = row.target or row.province_target
    verdict = shown_verdict(row)
    first, second = _judgement(row, verdict, words)
    summed = _summed(row)
    growing = verdict is None and row.share is not None and row.returned is None
    return IndicatorLine(
        uid=row.uid,
        group=group_of(row),
        code=row.short_code,
        title=row.indicator.title,
        target=target_with_unit(shown, row.indicator.unit),
        own_target=row.target is not None,
        previous=_previous(row),
        current=cell_text(row, field_in_row(row)),
        verdict=verdict,
        first=first,
        second=summed or second if growing else second,
        judged=f"{first} {second}, {summed}" if growing and summed else f"{first} {second}".strip(),
        warning=f"Xem lại: {doubt}." if (doubt := doubt_of(row, field_in_row(row))) else "",
        doubtful=bool(row.indicator.doubts),
        files=file_count(row.evidence),
        folded=fold(f"{row.code} CT-{row.code} {row.indicator.title} {row.indicator.lead}"),
        spoken=_spoken(row, verdict, words),
        row=row,
    )


def shown_verdict(row: IndicatorRow) -> Verdict | None:
    """The clerk's own verdict before the computed one; "no value" also where nothing is judged."""
    if lacks_value(row):
        return Verdict.NO_VALUE
    return row.measurement.contested or (row.verdict if row.value is not None else _worded(row))


def _worded(row: IndicatorRow) -> Verdict | None:
    """A result in words is judged by a person."""
    judged = row.target is not None and bool(row.measurement.words)
    return Verdict.TO_ASSESS if judged else None


def _judgement(row: IndicatorRow, verdict: Verdict | None, words: VerdictWords) -> tuple[str, str]:
    if row.returned is not None:
        return "Bị trả lại", words(verdict)[0].lower() if verdict is not None else ""
    if verdict is not None:
        first, second, _phrase = words(verdict)
        return first, second or _source(row, verdict)
    if not row.followed:
        return "", ""
    if row.share is not None:
        return f"Được {format_number(row.share)}%", "kế hoạch năm"
    return "Không đánh giá", "chưa giao mức" if row.target is None else "chưa hết năm"


def _source(row: IndicatorRow, verdict: Verdict) -> str:
    """What the verdict rests on, where that is not a plain figure of this period."""
    if verdict is Verdict.NO_VALUE:
        return ""
    if row.measurement.contested is not None:
        return "đơn vị tự đánh giá"
    return "số ước" if row.estimated else _summed(row)


def _summed(row: IndicatorRow) -> str:
    """What is judged of a flow, where the cell of this period shows another figure: "lũy kế 23"."""
    value = number_text(row.value)
    if row.nature is not Nature.FLOW or value in ("", cell_text(row, field_in_row(row))):
        return ""
    return f"lũy kế {value}"


def _previous(row: IndicatorRow) -> str:
    if row.previous is None:
        return "-"
    return measured_text(row.previous) or "-"


def measured_text(m: Measurement) -> str:
    """The figure of a period: actual, else estimate, else what has added up; else the words."""
    return number_text(measured_number(m)) or m.words


def measured_number(m: Measurement) -> Decimal | None:
    """The number among those of a period that stands for it."""
    return next((n for n in (m.actual, m.estimate, m.cumulative) if n is not None), None)


def _spoken(row: IndicatorRow, verdict: Verdict | None, words: VerdictWords) -> str:
    """Say "Chỉ tiêu 3, Tỷ lệ kết nạp…, mức 3-3,5%, kỳ này 1,4, chưa đạt"."""
    shown = row.target or row.province_target
    kind = "mức" if row.target is not None else "mức của tỉnh"
    value = cell_text(row, field_in_row(row)) or "chưa có số liệu"
    parts = [
        f"Chỉ tiêu {row.short_code}",
        row.indicator.title,
        f"{kind} {target_with_unit(shown, row.indicator.unit)}",
        f"kỳ này {value}",
    ]
    if row.returned is not None:
        parts.append(f"bị trả lại: {row.returned.reason}")
    if verdict is not None and verdict is not Verdict.NO_VALUE:
        parts.append(words(verdict)[2].lower())
    elif verdict is None and row.share is not None:
        parts.append(f"được {format_number(row.share)}% kế hoạch năm")
        parts += filter(None, [_summed(row)])
    if doubt := doubt_of(row, field_in_row(row)):
        parts.append(f"xem lại: {doubt}")
    return ", ".join(parts)


# -------------------------------------------------------------------------------------- filters


def passes(line: IndicatorLine, wanted: IndicatorFilter) -> bool:
    """Whether an indicator answers a chip."""
    if line.row is None:
        return False
    if wanted is IndicatorFilter.ALL:
        return True
    answers = {
        IndicatorFilter.FOLLOWED: True,
        IndicatorFilter.NO_VALUE: line.verdict is Verdict.NO_VALUE,
        IndicatorFilter.UNMET: line.verdict is Verdict.UNMET,
    }
    if wanted is IndicatorFilter.RETURNED:
        return is_returned(line.row)
    return line.row.followed and answers[wanted]


def count_filters(lines: Iterable[IndicatorLine]) -> dict[IndicatorFilter, int]:
    """How many indicators answer each chip."""
    rows = list(lines)
    return {wanted: sum(passes(line, wanted) for line in rows) for wanted in IndicatorFilter}


def visible_lines(
    lines: Sequence[IndicatorLine], query: IndicatorQuery, titles: Mapping[str, str]
) -> list[IndicatorLine]:
    """Group lines and the indicators that the query leaves, in printed order."""
    shown: list[IndicatorLine] = []
    for group, members in _by_group(chosen_lines(lines, query)):
        shown.append(_group_line(group, titles.get(group, group), members))
        if group not in query.folded_groups:
            shown += members
    return shown


def chosen_lines(lines: Iterable[IndicatorLine], query: IndicatorQuery) -> list[IndicatorLine]:
    """Indicators that the query leaves, without groups, in printed order."""
    needle = fold(query.needle)
    found = [line for line in lines if _wanted(line, query, needle)]
    return list(nearest(needle, found, attrgetter("folded")))


def _wanted(line: IndicatorLine, query: IndicatorQuery, needle: str) -> bool:
    if needle and not matches(needle, line.folded):
        return False
    return line.uid in query.kept or passes(line, query.filter)


def _by_group(lines: Iterable[IndicatorLine]) -> Iterator[tuple[str, list[IndicatorLine]]]:
    groups: dict[str, list[IndicatorLine]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    yield from groups.items()


def _group_line(group: str, title: str, members: Sequence[IndicatorLine]) -> IndicatorLine:
    followed = [line for line in members if line.row is not None and line.row.followed]
    filled = sum(line.verdict is not Verdict.NO_VALUE for line in followed)
    note = f"{filled}/{len(followed)} có số liệu" if followed else "chưa theo dõi"
    return IndicatorLine(
        uid=GROUP_PREFIX + group,
        group=group,
        code="",
        title=title,
        note=note,
        spoken=f"Nhóm {title}, {note}",
    )
