"""Every date that Vietnamese words hold, with the little words before it that shift its meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from qnapp.records import dataclass
from qnapp.text import format_date

# Outside of these a year is a slip of the finger, or no year at all.
YEARS = range(2000, 2101)

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


class Unit(StrEnum):
    """What the words name, as a person calls it."""

    DAY = "ngày"
    MONTH = "tháng"
    QUARTER = "quý"
    YEAR = "năm"
    MONTHS = "tháng đầu năm"  # or "cuối năm": some months in a row


class Span(NamedTuple):
    """First and last day of what is named."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date in the words."""

    start: int  # position in the words, the little words before it included
    end: int
    unit: Unit
    low: int  # the day, or the first month
    high: int  # the month, or the last month
    year: int | None  # None: the words leave open which
    loose: bool = False  # may be no date at all: "1/3", "2026"
    before: frozenset[str] = frozenset()  # the little words: "trước", "từ", "cuối"
    begins_range: bool = False  # the next date is the end of the same range
    sure: bool = True  # False: ends a range that runs backwards

    @property
    def span(self) -> Span | None:
        """First and last day; None where there is no such date or its year is open."""
        return None if self.year is None else self.span_in(self.year)

    @property
    def impossible(self) -> bool:
        """Whether there is no such date: 31/02, tháng 13."""
        return self.year is not None and self.span is None

    def span_in(self, year: int) -> Span | None:
        """First and last day if the year were this one."""
        if year not in YEARS:
            return None
        try:
            if self.unit is Unit.DAY:
                day = date(year, self.high, self.low)
                return Span(day, day)
            first = date(year, self.low, 1)
            last = _last_day(year, self.high)
        except ValueError:
            return None
        return Span(first, last)

    @property
    def name(self) -> str:
        """As in "quý I/2026", "tháng 3/2026", "năm 2026", "30/6/2026"; empty without a date."""
        span = self.span
        if span is None:
            return ""
        if self.unit is Unit.DAY:
            return format_date(span.first)
        number = {
            Unit.MONTH: f"tháng {self.low}/",
            Unit.QUARTER: f"quý {_ROMAN[self.high // 3].upper()}/",
            Unit.YEAR: "năm ",
            Unit.MONTHS: f"tháng {self.low}-{self.high}/",
        }
        return f"{number[self.unit]}{span.first.year}"


def _last_day(year: int, month: int) -> date:
    # Not by ``calendar``, which loads the names of months in the system's language.
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def find_dates(words: str, year: int) -> tuple[list[FoundDate], str]:
    """Dates in their order, and the words with each blanked out by NUL, positions kept.

    ``words`` are lower case, NFC, with plain dashes and spaces, and hold no NUL. ``year`` is taken
    where no year stands in the words; within a list ("tháng 3, tháng 9/2026") one lends its year to
    the others. Number and date of a document ("12-KH/TU ngày 05/01/2026") are blanked and no dates.
    """
    left = words
    found: list[FoundDate] = []
    for needed, source, read in _PATTERNS:
        if needed in left:
            pattern = _compiled(source)
            for match in pattern.finditer(left):
                found += read(match)
            left = pattern.sub(_blank, left)
    found.sort(key=lambda item: item.start)
    found, left = _with_little_words(found, left)
    links = [_link(first, second, words) for first, second in pairwise(found)]
    years = [_year_of(index, found, links, year) for index in range(len(found))]
    dated = [
        one if one.year == said else replace(one, year=said)
        for one, said in zip(found, years, strict=True)
    ]
    return _with_ranges(dated, links), left


# One by one, when words first need it: all of them are a good part of what a start takes.
_compiled = functools.cache(re.compile)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _with_little_words(found: list[FoundDate], left: str) -> tuple[list[FoundDate], str]:
    complete = []
    for item in found:
        before = _BEFORE.search(left[: item.start])
        if before:
            names = frozenset(_LITTLE.findall(before[0]))
            left = left[: before.start()] + _blank(before) + left[before.end() :]
            complete.append(replace(item, start=before.start(), before=names))
        else:
            complete.append(item)
    return complete, left


class _Link(StrEnum):
    """How two dates in a row belong together."""

    NONE = "none"
    LIST = "list"
    RANGE = "range"


def _link(first: FoundDate, second: FoundDate, words: str) -> _Link:
    between = words[first.end : second.start]
    if not _BETWEEN.fullmatch(between):
        return _Link.NONE
    until = second.before & {"đến", "tới"} or _RANGE_SIGN.fullmatch(between)
    return _Link.RANGE if until else _Link.LIST


def _year_of(
    index: int, found: Sequence[FoundDate], links: Sequence[_Link], default: int
) -> int | None:
    """The year as said, else lent by the list, else ``default`` unless others are named."""
    own = found[index]
    if own.year is not None:
        return own.year
    for other, lender in _list_mates(index, found, links):
        if lender.year is not None:
            # "tháng 11, tháng 3/2026": of the year before, or no list at all.
            ordered = (own, lender) if index < other else (lender, own)
            return lender.year if _runs_forward(*ordered, lender.year) else None
    named = {item.year for item in found if item.year is not None}
    return default if named <= {default} else None


def _runs_forward(first: FoundDate, second: FoundDate, year: int) -> bool:
    spans = first.span_in(year), second.span_in(year)
    return spans[0] is None or spans[1] is None or spans[0].last <= spans[1].last


def _list_mates(
    index: int, found: Sequence[FoundDate], links: Sequence[_Link]
) -> Iterator[tuple[int, FoundDate]]:
    """Those linked behind, nearest first, then those linked in front."""
    for other in range(index + 1, len(found)):
        if links[other - 1] is _Link.NONE:
            break
        yield other, found[other]
    for other in range(index - 1, -1, -1):
        if links[other] is _Link.NONE:
            break
        yield other, found[other]


def _is_forward(first: FoundDate, second: FoundDate) -> bool:
    """Whether a range may be trusted; that its beginning's year is open does not move its end."""
    if first.year is None or second.span is None:
        return not first.impossible
    return first.span is not None and first.span.last <= second.span.last


def _with_ranges(dated: Sequence[FoundDate], links: Sequence[_Link]) -> list[FoundDate]:
    complete = list(dated)
    for index, link in enumerate(links):
        first, second = complete[index], complete[index + 1]
        if link is _Link.RANGE:
            complete[index] = replace(first, begins_range=True)
            complete[index + 1] = replace(second, sure=_is_forward(first, second))
        elif link is _Link.LIST and not second.before:
            # "trước tháng 3 và tháng 9": before both
            complete[index + 1] = replace(second, before=first.before & _SHARED)
    return complete


_Reader = Callable[[re.Match[str]], Iterator[FoundDate]]


def _found(
    match: re.Match[str], unit: Unit, low: int, high: int, year: int | None, *, loose: bool = False
) -> FoundDate:
    return FoundDate(match.start(), match.end(), unit, low, high, year, loose)


def _no_date(_match: re.Match[str]) -> Iterator[FoundDate]:
    return iter(())


def _unclear(match: re.Match[str]) -> Iterator[FoundDate]:
    yield _found(match, Unit.DAY, 0, 0, None)  # there is no day 0: reads as an impossible date


def _day_first(match: re.Match[str]) -> Iterator[FoundDate]:
    day, month, *years = match.groups()
    year = _first_number(years)
    loose = year is None and not match[0].startswith(Unit.DAY)
    yield _found(match, Unit.DAY, int(day), int(month), year, loose=loose)


def _first_number(typed: list[str | None]) -> int | None:
    return next((int(text) for text in typed if text), None)


def _year_first(match: re.Match[str]) -> Iterator[FoundDate]:
    year, month, day = map(int, match.groups())
    yield _found(match, Unit.DAY, day, month, year)


def _part_of_year(match: re.Match[str]) -> Iterator[FoundDate]:
    months, end, year = match.groups()
    count = int(months) if months else 6  # nửa năm
    low, high = (13 - count, 12) if end == "cuối" else (1, count)
    yield _found(match, Unit.MONTHS, low, high, int(year) if year else None)


def _months(match: re.Match[str]) -> Iterator[FoundDate]:
    return _listed(match, Unit.MONTH)


def _quarters(match: re.Match[str]) -> Iterator[FoundDate]:
    return _listed(match, Unit.QUARTER)


def _listed(match: re.Match[str], unit: Unit) -> Iterator[FoundDate]:
    """One, or several with one year: "quý I, II/2026", "tháng 3 và tháng 9 năm 2026"."""
    items = list(_ITEM.finditer(match[1]))
    offset = match.start(1)
    starts = [match.start(), *(offset + item.start() for item in items[1:])]
    ends = [*(offset + item.end() for item in items[:-1]), match.end()]
    years = [None] * (len(items) - 1) + [_first_number(list(match.groups()[1:]))]
    for item, start, end, year in zip(items, starts, ends, years, strict=True):
        number = int(item[0]) if item[0].isdigit() else _roman(item[0])
        low = number if unit is Unit.MONTH else 3 * number - 2
        high = number if unit is Unit.MONTH else 3 * number
        yield FoundDate(start, end, unit, low, high, year)


def _roman(digits: str) -> int:
    return _ROMAN.index(digits) if digits in _ROMAN else 0


def _bare_month(match: re.Match[str]) -> Iterator[FoundDate]:
    month, year = map(int, match.groups())
    yield _found(match, Unit.MONTH, month, month, year)


def _named_year(match: re.Match[str]) -> Iterator[FoundDate]:
    yield _found(match, Unit.YEAR, 1, 12, int(match[1]))


def _bare_year(match: re.Match[str]) -> Iterator[FoundDate]:
    yield _found(match, Unit.YEAR, 1, 12, int(match[0]), loose=True)


def _this_year(match: re.Match[str]) -> Iterator[FoundDate]:
    yield _found(match, Unit.YEAR, 1, 12, None)


# A year follows as "/2026", "-2026", " năm 2026", " (năm 2026", " 2026".
_YEAR = r"(?:\s*(?:[/.-]|[(,]?\s*năm)\s*([0-9]{1,5})|\s+(20[0-9]{2}))(?![\w/])"
_NUMBER = r"(?:[0-9]{1,2}|[ivx]{1,4})(?!\w)"
_ITEM = re.compile(rf"(?<!\w){_NUMBER}")
_THIS_YEAR = ("trong", "cuối", "hết", "cả", "giữa", "đầu")
_AND = r"\s*(?:,|và|&|-|đến|tới)\s*"
_NEW = r"(?<![\w.,/-])"  # nothing longer goes on here
_DOCUMENTS = "nq|qđ|kh|ctr|cthđ|ct|cv|tb|bc|ttr|tt|kl|hd|nđ|đa|qc"
_ITS_DATE = r"[0-9]+(?:\s*[/.-]\s*|\s+tháng\s+)[0-9]+(?:\s*[/.-]\s*|\s+năm\s+)[0-9]+"


def _several(head: str) -> str:
    """Pattern of "quý I, II/2026": without a year only where the clause ends."""
    return (
        rf"(?<!\w)(?:{head})\s*({_NUMBER}(?:{_AND}(?:(?:{head})\s*)?{_NUMBER})+)"
        rf"(?:{_YEAR}|(?=\s*(?:$|[;.)]|hằng|hàng)))"
    )


_DAY_MONTH_YEAR = tuple(
    _NEW + rf"([0-9]{{1,2}})\s*{sign}\s*([0-9]{{1,2}})\s*{sign}\s*([0-9]{{1,5}})(?![\w/])"
    for sign in ("/", r"\.", "-")
)
_YEAR_AT_LAST = r"năm(?!\w)(?!\s*học)(?:\s*([0-9]{1,5})(?!\w))?"
_NOT_THIS_YEAR = r"(?!\w)(?!\s*(?:học|nay|sau|tới|trước|qua|[0-9\0]))"

# What the words must hold for it to match at all, the pattern, how a match is read.
# The order counts: what is longer or surer comes first and is blanked for the rest.
_PATTERNS: tuple[tuple[str, str, _Reader], ...] = (
    (
        "",
        rf"[0-9]+\s*[-/]\s*(?:{_DOCUMENTS})(?![^\W_])[\w/-]*(?:,?\s*ngày\s+{_ITS_DATE})?",
        _no_date,
    ),
    ("-", _NEW + r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![\w/])", _year_first),
    (
        "ngày",
        rf"(?<!\w)ngày\s+([0-9]{{1,4}})\s*,?\s*tháng\s+([0-9]{{1,4}})(?!\w)(?:{_YEAR})?",
        _day_first,
    ),
    # not "giai đoạn 1 tháng 6/2026", so only where no other word goes before
    *(
        (needed, rf"{begin}([0-9]{{1,2}})\s+tháng\s+([0-9]{{1,2}}){_YEAR}", _day_first)
        for needed, begin in (
            ("tháng", "^"),
            ("trước ", "(?<=trước )"),
            ("đến ", "(?<=đến )"),
            ("từ ", "(?<=từ )"),
            ("tháng", "(?<=[,;:(] )"),
        )
    ),
    (
        "năm",
        _NEW + rf"([0-9]{{1,2}})\s*tháng\s*(đầu|cuối)\s*(?:của\s*)?{_YEAR_AT_LAST}",
        _part_of_year,
    ),
    ("năm", _NEW + r"(3|6|9)\s*tháng\s*()năm\s*([0-9]{4})(?!\w)", _part_of_year),
    ("nửa", rf"(?<!\w)()nửa\s*(đầu|cuối)\s*(?:của\s*)?{_YEAR_AT_LAST}", _part_of_year),
    ("tháng", _several("tháng"), _months),
    ("qu", _several("quý|quí"), _quarters),
    ("tháng", rf"(?<!\w)tháng\s*({_NUMBER})(?:{_YEAR})?", _months),
    ("qu", rf"(?<!\w)(?:quý|quí)\s*({_NUMBER})(?:{_YEAR})?", _quarters),
    ("t", rf"(?<!\w)t({_NUMBER}){_YEAR}", _months),
    ("q", rf"(?<!\w)q({_NUMBER}){_YEAR}", _quarters),
    *((sign, pattern, _day_first) for sign, pattern in zip("/.-", _DAY_MONTH_YEAR, strict=True)),
    ("năm", _NEW + r"([0-9]{1,2})\s*[/-]\s*([0-9]{1,2})\s*,?\s*năm\s*([0-9]{1,5})", _day_first),
    ("-", _NEW + r"([0-9]{1,2})\s*/\s*([0-9]{1,2})\s*-\s*([0-9]{4})(?![\w/])", _day_first),
    # "3-6/2026": the 3rd of June, or March to June
    ("-", _NEW + r"[0-9]{1,2}\s*-\s*[0-9]{1,2}\s*/\s*[0-9]{4}(?![\w/])", _unclear),
    ("", r"(?<![\w.,/])([0-9]{1,2})\s*[/-]\s*([0-9]{4})(?![\w/])", _bare_month),
    ("/", _NEW + r"([0-9]{1,2})\s*/\s*([0-9]{1,2})(?![\w/])", _day_first),
    ("ngày", r"(?<!\w)ngày\s+([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})(?![\w/])", _day_first),
    ("năm", r"(?<!\w)năm\s*([0-9]{1,5})(?!\w)", _named_year),
    ("20", r"(?<![\w.,/])20[0-9]{2}(?![\w/])", _bare_year),
    *((f"{word} năm", f"(?<={word} )năm{_NOT_THIS_YEAR}", _this_year) for word in _THIS_YEAR),
)

# Words that may stand between what has to happen and its date; a few are of two words.
_LITTLE = re.compile(
    r"(?:thời điểm|thời hạn|chậm nhất|muộn nhất|dự kiến|giai đoạn|nửa đầu|nửa cuối|thượng tuần"
    r"|trung tuần|hạ tuần|tuần \w+|từ|đến|tới|trước|sau|ngoài|qua|hết|cuối|đầu|giữa|trong|vào"
    r"|cả|là|ngày|hạn)"
)
_BEFORE = re.compile(rf"(?:(?<!\w){_LITTLE.pattern}\s+)+$")
_SHARED = frozenset({"trước", "sau", "ngoài"})
_BETWEEN = re.compile(r"[\s,&-]*(?:(?:và|đến|tới)\s)?\s*(?:(?:tháng|quý|quí|năm)\s*)?")
_RANGE_SIGN = re.compile(r"\s*(?:-|(?:đến|tới)\s)\s*(?:(?:tháng|quý|quí|năm)\s*)?")
