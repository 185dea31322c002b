"""The words of a deadline, read as dated points (design, section 6).

Three steps: find the dates (``dates_in_words``), find the words that say what happens then
(khởi công, giai đoạn 1, hoàn thành), and join each date with the words that go with it. What cannot
be read for certain is flagged as not readable, never guessed.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from qnapp.domain.dates_in_words import FoundDate, Unit, find_dates
from qnapp.records import dataclass
from qnapp.text import clean, nfc, plain_dashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class MilestoneKind(StrEnum):
    """What is to happen at a point."""

    START = "start"  # khởi công
    PHASE = "phase"  # giai đoạn
    FINISH = "finish"
    FROM = "from"  # từ ...: the first day, no day to meet


class Recurrence(StrEnum):
    """How often work comes back."""

    MONTH = "month"
    QUARTER = "quarter"
    ALWAYS = "always"  # thường xuyên, hằng tuần, hằng năm


@dataclass(frozen=True, slots=True)
class Milestone:
    """One point of a deadline."""

    label: str  # lower case: "khởi công", "hoàn thành", "giai đoạn 1"
    kind: MilestoneKind
    due: date | None  # None: named, but not at a date


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline's words and what was understood of them."""

    text: str  # exactly as given
    milestones: tuple[Milestone, ...]  # in the order of the words
    due: date | None  # the latest dated finish or phase
    open: bool  # the words hold no date at all
    recurring: Recurrence | None
    readable: bool  # False: a person has to say the date


class _Deed(NamedTuple):
    """What happens at a date, and the words that say so."""

    kind: MilestoneKind
    label: str


class _Point(NamedTuple):
    """A date with what happens then."""

    found: FoundDate
    deeds: tuple[_Deed, ...]
    due: date | None
    sure: bool  # False: the words leave doubts, and ``due`` is None


_ENDS = frozenset({MilestoneKind.FINISH, MilestoneKind.PHASE})
# No deadline is longer; a file from elsewhere must not keep the program busy.
_LONGEST = 500

_FINISH = _Deed(MilestoneKind.FINISH, "hoàn thành")
_FROM = _Deed(MilestoneKind.FROM, "bắt đầu")
_DEEDS = re.compile(
    r"(?<!\w)(?:(?P<start>khởi công|động thổ|khởi động|bắt đầu(?! từ))"
    r"|(?P<phase>(?:giai đoạn|đợt|bước) (?:[0-9]{1,2}|[ivx]{1,4}))"
    r"|(?P<finish>hoàn thành|hoàn tất|kết thúc|khánh thành|thông xe|bàn giao|nghiệm thu"
    r"|đưa vào (?:sử dụng|khai thác|vận hành|hoạt động)))(?!\w)"
)
_CLAUSE_END = re.compile(r";|\.(?=\s|$)")
_AT_ONCE = re.compile(r"[\s(:-]*")  # between a date and the deed that follows it

_LATER_THAN = frozenset({"sau", "ngoài", "qua"})
_END_OF = frozenset({"cuối", "hết", "nửa cuối", "hạ tuần", "tuần cuối"})
_PART_OF = re.compile(r"đầu|giữa|nửa đầu|thượng tuần|trung tuần|tuần (?!cuối)\w+")
_UNTIL = frozenset({"đến", "tới", "chậm nhất", "muộn nhất"})
_FIRM = _UNTIL | {"trước", "trong", "hết", "cuối"}

_ONWARDS = re.compile(r"\s*trở đi(?!\w)")
# The date then belongs to something else, or is not of this calendar.
_DOUBT_BEFORE = re.compile(
    r"(?<!\w)(?:trước(?! mắt)|sau|hoặc|tết|âm lịch|mùa|năm học|học kỳ|nhiệm kỳ|kỳ họp thứ"
    r"|[0-9]+ ?(?:ngày|tuần|tháng|quý|năm)|ngày [0-9]+)(?!\w)"
)
_ACCORDING_TO = re.compile(r"(?<!\w)theo(?!\w)")
_DOUBT_AFTER = re.compile(
    r"[\s(,]*(?:âm lịch|tết)(?!\w)|\s*[,&-]\s*[0-9]{1,2}\s*(?:$|[,;&]|(?:và|hằng|hàng)\s)"
)
_WORD_AFTER = re.compile(r"\s*(?!(?:hằng|hàng|và|đến|tới)(?!\w))[^\W\d_]")
_CLOCK = re.compile(r"(?<!\w)[0-9]{1,2} ?(?:giờ|h|g)(?: ?[0-9]{2}(?: ?phút)?)?(?=,? ngày)")
_LETTER = re.compile(r"[^\W_]")
_AND = re.compile(r"(?<!\w)(?:và|đến|tới)(?!\w)")

_RECURRENCES = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for kind, words in (
        (
            Recurrence.MONTH,
            r"(?:hằng|hàng|mỗi|từng|các) tháng|lần ?/ ?tháng|(?<![0-9] )tháng ?/ ?lần"
            r"|0?1 tháng ?(?:/|1) ?lần",
        ),
        (
            Recurrence.QUARTER,
            r"(?:hằng|hàng|mỗi|từng|các) qu[ýí]|lần ?/ ?qu[ýí]|qu[ýí] ?/ ?lần"
            r"|0?3 tháng ?(?:/|1) ?lần",
        ),
        (Recurrence.ALWAYS, r"thường xuyên|liên tục|định kỳ|(?:hằng|hàng) (?:năm|tuần|ngày)"),
    )
)
# Deadlines without a date that are meant so.
_OPEN_ON_PURPOSE = re.compile(
    r"(?<!\w)(?:theo|sau khi|khi|có [^,;.]{1,40}riêng|không (?:xác định|thời hạn|có thời hạn)"
    r"|chưa (?:xác định|ấn định|có thời hạn))(?!\w)"
)


@functools.lru_cache(maxsize=4096)  # a plan is read again each time its rows are loaded
def parse_deadline(text: str, year: int) -> Deadline:
    """Read a deadline's words in any case and Unicode form. Never raises.

    ``year`` is the plan's and counts only where the words name none. Decided where the design's
    table is silent: "trước" a month, quarter or year means its eve ("trước tháng 6/2026" is
    31/5/2026); a range counts to its end ("Quý I-II/2026"), with "từ" its beginning is told too;
    "đầu", "giữa" and "sau" name no day, and the first two are flagged; a second year in the words
    is lent only within a list. More than 500 characters are flagged unread.
    """
    words = _working_form(text)
    if len(words) > _LONGEST:
        return Deadline(text, (), None, True, None, False)
    found, left = find_dates(words, year)
    recurring = next((kind for kind, pattern in _RECURRENCES if pattern.search(left)), None)
    if all(item.impossible for item in found):
        known = recurring is not None or bool(_OPEN_ON_PURPOSE.search(left))
        readable = not found and (known or not _LETTER.search(words))
        return Deadline(text, (), None, True, recurring, readable)
    clauses = [_join(clause, left) for clause in _clauses(found, left)]
    points = [point for clause in clauses for point in clause.points]
    milestones = _milestones(points) + _undated_finish(clauses)
    readable = all(point.sure for point in points)
    return Deadline(text, milestones, _last_due(milestones), False, recurring, readable)


def impossible_date(text: str, year: int) -> str:
    """Words of a deadline's date that no calendar has: "31/02/2026", "tháng 13"; "" for none.

    Words without such a date may be as free as they like.
    """
    words = _working_form(text)
    found = find_dates(words, year)[0] if len(words) <= _LONGEST else []
    return next((words[one.start : one.end].strip() for one in found if one.impossible), "")


def _working_form(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", clean(text))
    lower = nfc(plain_dashes(clean(compatible)).lower())
    return _CLOCK.sub("", lower)  # "trước 17h00 ngày 25/6/2026"


def _last_due(milestones: Sequence[Milestone]) -> date | None:
    return max((m.due for m in milestones if m.due and m.kind in _ENDS), default=None)


class _Clause(NamedTuple):
    """A stretch of the words with the dates and deeds in it."""

    start: int
    end: int
    dates: Sequence[FoundDate]
    deeds: Sequence[re.Match[str]]


def _clauses(found: Sequence[FoundDate], left: str) -> Iterator[_Clause]:
    deeds = list(_DEEDS.finditer(left))
    cuts = [0, *(match.end() for match in _CLAUSE_END.finditer(left)), len(left)]
    for start, end in pairwise(cuts):
        yield _Clause(
            start,
            end,
            [item for item in found if start <= item.start < end],
            [match for match in deeds if start <= match.start() < end],
        )


class _Joined(NamedTuple):
    """What a clause says."""

    points: Sequence[_Point]
    undated: Sequence[re.Match[str]]  # deeds that no date goes with


def _join(clause: _Clause, left: str) -> _Joined:
    """Give each date the deeds before it, else those right behind it, else the ones before."""
    points: list[_Point] = []
    deeds: tuple[_Deed, ...] = (_FINISH,)
    used, sure = clause.start, True
    for item, following in zip_longest(clause.dates, clause.dates[1:]):
        limit = following.start if following else clause.end
        before = [deed for deed in clause.deeds if used <= deed.start() < item.start]
        behind = [] if before else _right_behind(item.end, limit, clause.deeds, left)
        deeds = _meaning(before or behind) or deeds
        sure = sure and not _doubtful(item, left[before[-1].end() if before else used : item.start])
        used = behind[-1].end() if behind else item.end
        if not item.begins_range or "từ" in item.before:
            points.append(_point(item, deeds, left[used:limit], sure=sure))
            sure = True
    return _Joined(points, [deed for deed in clause.deeds if deed.start() >= used])


def _right_behind(
    start: int, end: int, deeds: Sequence[re.Match[str]], left: str
) -> list[re.Match[str]]:
    """Deeds that follow a date at once: "Quý I/2026 khởi công", "30/6/2026 (giai đoạn 1)"."""
    comma = left.find(",", start, end)
    stop = end if comma < 0 else comma
    found = [deed for deed in deeds if start <= deed.start() < stop]
    return found if found and _AT_ONCE.fullmatch(left, start, found[0].start()) else []


def _meaning(deeds: Sequence[re.Match[str]]) -> tuple[_Deed, ...]:
    """Say what the words before one date mean together.

    "Hoàn thành giai đoạn 1" is a phase, "hoàn thành thủ tục, khởi công" a start, "khởi công và
    hoàn thành" both.
    """
    found = [_Deed(MilestoneKind(str(match.lastgroup)), match[0]) for match in deeds]
    by_kind = {deed.kind: deed for deed in reversed(found)}
    end = by_kind.get(MilestoneKind.PHASE) or by_kind.get(MilestoneKind.FINISH)
    start = by_kind.get(MilestoneKind.START)
    if start and end and found[-1].kind is MilestoneKind.FINISH:
        return start, end
    if start:
        return (start,)
    return (end,) if end else ()


def _point(item: FoundDate, deeds: tuple[_Deed, ...], behind: str, *, sure: bool) -> _Point:
    starts = any(deed.kind is MilestoneKind.START for deed in deeds)
    if not starts and ("từ" in item.before or _ONWARDS.match(behind)):
        deeds = (_FROM,)
    loose = item.loose and not item.before and _WORD_AFTER.match(behind)  # "1/3 khối lượng"
    sure = sure and item.sure and not loose and not _DOUBT_AFTER.match(behind)
    day = _day(item, first=deeds == (_FROM,))
    if day is None and not item.before & _LATER_THAN:
        sure = False
    return _Point(item, deeds, day if sure else None, sure)


def _doubtful(item: FoundDate, words: str) -> bool:
    """Whether the words between the last deed or date and this one make it another's date."""
    if item.loose and not item.before and _LETTER.search(_AND.sub("", words)):
        return True
    if item.loose and (item.low, item.high) == (24, 7) and not item.before:
        return True  # round the clock
    if item.before & _UNTIL or ("," in words and not _LETTER.search(words.rpartition(",")[2])):
        return False
    according = _ACCORDING_TO.search(words) and not item.before & _FIRM
    return bool(according or _DOUBT_BEFORE.search(words))


def _day(item: FoundDate, *, first: bool) -> date | None:
    """The day that counts; None where no certain one is named."""
    span = item.span
    if span is None or item.before & _LATER_THAN:
        return None
    ends = bool(item.before & _END_OF)
    if first:
        return None if ends or _partly(item.before - {"đầu"}) else span.first
    if ends:
        return span.last
    if _partly(item.before):
        return None
    if "trước" in item.before and item.unit is not Unit.DAY:
        return span.first - timedelta(days=1)
    return span.last


def _partly(before: Iterable[str]) -> bool:
    return any(_PART_OF.fullmatch(word) for word in before)


def _milestones(points: Sequence[_Point]) -> tuple[Milestone, ...]:
    """Milestones in the order of the words; several of one name are told apart by their dates."""
    pairs = [(point, deed) for point in points for deed in point.deeds]
    often = Counter(deed.label for _, deed in pairs)
    return tuple(
        Milestone(
            f"{deed.label} {point.found.name}".rstrip() if often[deed.label] > 1 else deed.label,
            deed.kind,
            point.due,
        )
        for point, deed in pairs
    )


def _undated_finish(clauses: Sequence[_Joined]) -> tuple[Milestone, ...]:
    """Tell of an end that is named without a date, behind a start that has one."""
    deeds = [deed for clause in clauses for point in clause.points for deed in point.deeds]
    if any(deed.kind in _ENDS for deed in deeds):
        return ()
    undated = (deed for clause in clauses for deed in _meaning(clause.undated))
    return tuple(Milestone(d.label, d.kind, None) for d in undated if d.kind in _ENDS)[:1]
