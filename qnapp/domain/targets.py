"""What a plan asks an indicator to reach: the words, read as a comparator or a range.

The rule is design, section 6: a bare number means "at least". What can be read in two ways stays
words, which a person assesses; a wrong verdict would be worse than none.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import NamedTuple

from qnapp.domain.reporting import Verdict
from qnapp.errors import InputError
from qnapp.records import dataclass
from qnapp.text import clean, parse_number, plain_dashes


class TargetKind(StrEnum):
    """How a value is compared."""

    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    EQ = "eq"
    RANGE = "range"
    TEXT = "text"  # words without a number that could be compared


@dataclass(frozen=True, slots=True)
class Target:
    """A target: gt, ge, eq use ``low`` (eq has both the same), lt and le ``high``, range both."""

    kind: TargetKind
    low: Decimal | None
    high: Decimal | None
    text: str  # exactly as given


class _Reading(NamedTuple):
    kind: TargetKind
    low: Decimal | None
    high: Decimal | None


_MORE = "(?:trên|hơn|cao hơn|lớn hơn|nhiều hơn)"
_LESS = "(?:dưới|thấp hơn|nhỏ hơn|ít hơn)"

# Signs, and words, that may stand directly before the number.
_COMPARATORS = (
    (
        TargetKind.GE,
        "≥|⩾|> ?=|=>",
        f"ít nhất|tối thiểu|từ|không (?:{_LESS}|kém)|bằng hoặc {_MORE}|{_MORE} hoặc bằng",
    ),
    (
        TargetKind.LE,
        "≤|⩽|< ?=|=<",
        f"tối đa|nhiều nhất|cao nhất|không (?:quá|vượt|vượt quá|{_MORE})|bằng hoặc {_LESS}|"
        # "giảm còn 2%": where the value has to come down to
        f"{_LESS} hoặc bằng|xuống|còn|xuống còn|chỉ còn",
    ),
    (TargetKind.GT, ">", f"{_MORE}|vượt|vượt trên"),
    (TargetKind.LT, "<", _LESS),
    (TargetKind.EQ, "=", "bằng"),
)
_FILLERS = r"(?: (?:mức|là|đạt|phải|được|có))*"
_BEFORE = tuple(
    (kind, re.compile(rf"(?:{signs}|(?<!\w)(?:{words}){_FILLERS}) ?$"))
    for kind, signs, words in _COMPARATORS
)
_AFTER = (
    (TargetKind.GE, re.compile(r"[^,;.0-9]{0,60}?(?:trở lên|hoặc hơn)(?!\w)")),
    (TargetKind.LE, re.compile(r"[^,;.0-9]{0,60}?trở (?:xuống|lại)(?!\w)")),
)
# About, nearly; times as much; within some time: the number itself is no limit.
_UNSURE = re.compile(
    r"(?:[~≈±]|(?<!\w)(?:khoảng|gần|xấp xỉ|ước|chừng|trên dưới|gấp|không|chưa|trong|sau))"
    rf"{_FILLERS} ?$"
)
_NEGATION = re.compile(r"(?<!\w)(?:không|chưa|chẳng)(?!\w)")
_LIMIT_ELSEWHERE = re.compile(r"[<>≤≥⩾⩽=±]|tối đa|không quá|không vượt|trở xuống|trở lại")

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_ANY_NUMBER = re.compile(_NUMBER)
_NEVER_THE_TARGET = re.compile(
    "|".join(
        (
            # dates, years, parts of a year; fractions such as 54/54
            r"(?<!\w)(?:ngày|tháng) [0-9]{1,2}(?: ?[/.-] ?[0-9]+)*(?![0-9])",
            r"(?<!\w)năm 20[0-9]{2}(?: ?- ?20[0-9]{2})?(?![0-9.,])",
            r"[0-9]+(?: ?/ ?[0-9]+)+",
            r"[0-9]{1,2}[.-][0-9]{1,2}[.-][0-9]{4}(?![0-9])",
            r"(?<!\w)(?:giai đoạn|nhiệm kỳ|năm học|thời kỳ) [0-9]{4}(?: ?- ?[0-9]{4})?",
            r"[0-9]{1,2} tháng (?:đầu|cuối|năm)(?!\w)",
            r"(?<!\w)(?:quý |q)[1-4](?![0-9])",
            # a frequency: "01 lần/năm"; a base: "giường/10.000 dân"
            _NUMBER + r" ?(?:%|[^\W\d_]+(?: [^\W\d_]+){0,2})? ?/ ?năm(?!\w)",
            r"(?:/|(?<!\w)mỗi) ?" + _NUMBER,
            # a rank, or a number that is part of a name
            r"(?<!\w)(?:nhóm|top|tốp|thứ|hạng|vị trí|giai đoạn|đợt|bước|mức độ|cấp độ|loại|khu vực"
            r"|khóa|khoá|điều|khoản|mục|quốc lộ|đề án|nghị quyết|chỉ thị) [0-9][\w/-]*",
            r"[0-9]+[-/][^\W\d_][\w/-]*",
            r"[^\W\d_]-?" + _NUMBER,
            r"(?<![\w.,])[2-6]g(?!\w)",
        )
    )
)
# A change against a year before is no level that the value could be held against.
_CHANGE = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w).*(?<!\w)so (?:với|cùng)(?!\w)")
# Only "năm 2030" is surely a year; "đến 2030" may be one or not.
_PERHAPS_A_YEAR = re.compile(
    r"(?<!\w)(?:đến|tới|trước|sau|trong|từ|cuối|đầu|hết|vào|năm) 20[0-9]{2}(?![0-9.,])"
)
_RANGE = re.compile(
    rf"(?:(?<!\w)từ )?({_NUMBER})([^0-9,;.-]{{0,30}}?) ?(?:-|(?<!\w)(?:đến|tới)) ?({_NUMBER})"
)
# "từ 98 trở lên97,4": two words ran together, and which of two numbers is meant nobody can say.
_RUN_TOGETHER = re.compile(r"(?:trở (?:lên|xuống|lại)|hoặc hơn)[0-9]")
_SCALES = re.compile(r"(?<!\w)(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)")
_LONGEST = 500  # no target is longer; a file from elsewhere must not keep the program busy
_PLACES = Decimal("0.1")
_EXACT = Context(prec=60)


def printed_target(text: str) -> str:
    """A target as papers print it: ">= 95" typed on a keyboard is "≥95"."""
    for sign, typed in (("≥", r"> ?=|=>|⩾"), ("≤", r"< ?=|=<|⩽")):
        text = re.sub(typed, sign, text)
    return re.sub(r"(?<=[≥≤<>=])\s+(?=[0-9])", "", text)


def parse_target(text: str) -> Target:
    """Read a target's words in any case and Unicode form. Never raises.

    Exactly one number, or one range from low to high, has to be left once dates, years,
    frequencies ("01 lần/năm"), ranks ("nhóm 5") and numbers in names are put aside; scale words
    (triệu, tỷ) belong to the unit. "Còn 2%" and "xuống 2%" are upper limits. Everything else,
    also "khoảng 90", "1.5", "5-3", "tăng 2% so với năm 2025" and more than 500 characters, gives
    ``TEXT``.
    """
    words = plain_dashes(clean(text)).lower().removeprefix("- ")
    reading = _read(words) if len(words) <= _LONGEST else None
    return Target(*(reading or _Reading(TargetKind.TEXT, None, None)), text)


def _read(words: str) -> _Reading | None:
    if _RUN_TOGETHER.search(words):
        return None
    left = _NEVER_THE_TARGET.sub("¤", words)
    if _PERHAPS_A_YEAR.search(left) or _CHANGE.search(left):
        return None
    return _read_range(left) or _read_one(left)


def _read_range(words: str) -> _Reading | None:
    found = _RANGE.search(words)
    if not found:
        return None
    before, after = words[: found.start()], words[found.end() :]
    low, high = _decimal(found[1]), _decimal(found[3])
    if low is None or high is None or low > high or _ANY_NUMBER.search(before + after):
        return None
    limited = _kind_before(before)[0] or _kind_after(after)
    if limited or not _same_scale(found[2], after) or _doubtful(before, after):
        return None
    return _Reading(TargetKind.RANGE, low, high)


def _same_scale(between: str, after: str) -> bool:
    """Whether "800 triệu đến 1,2 tỷ" is not what is said."""
    first = _SCALES.search(between)
    second = _SCALES.search(after[:20])
    return first is None or (second is not None and first[0] == second[0])


def _read_one(words: str) -> _Reading | None:
    numbers = list(_ANY_NUMBER.finditer(words))
    if len(numbers) != 1:
        return None
    before, after = words[: numbers[0].start()], words[numbers[0].end() :]
    minus = before.endswith("-")
    before = before.removesuffix("-")
    value = _decimal(numbers[0][0])
    kind, rest = _kind_before(before)
    said_after = _kind_after(after)
    contrary = said_after and kind not in (None, TargetKind.GE, said_after)
    if value is None or contrary or _doubtful(rest, after, before):
        return None
    return _reading(said_after or kind or TargetKind.GE, -value if minus else value)


def _reading(kind: TargetKind, value: Decimal) -> _Reading:
    low = value if kind not in (TargetKind.LT, TargetKind.LE) else None
    high = value if kind not in (TargetKind.GT, TargetKind.GE) else None
    return _Reading(kind, low, high)


def _kind_before(before: str) -> tuple[TargetKind | None, str]:
    """Comparator at the end of the words before a number, and the words without it.

    The longest one: "không dưới" holds "dưới", "thấp hơn hoặc bằng" holds "hơn hoặc bằng".
    """
    found = [(kind, match.start()) for kind, p in _BEFORE if (match := p.search(before))]
    if not found:
        return None, before
    kind, start = min(found, key=lambda item: item[1])
    return kind, before[:start]


def _kind_after(after: str) -> TargetKind | None:
    return next((kind for kind, pattern in _AFTER if pattern.match(after)), None)


def _doubtful(rest: str, after: str, before: str = "") -> bool:
    """Whether words around the number make it something else than a plain limit."""
    clause = re.split("[;.]", rest)[-1]
    return bool(
        _UNSURE.search(before or rest)
        or _UNSURE.search(rest)
        or _NEGATION.search(clause)
        or _LIMIT_ELSEWHERE.search(rest)
        or _LIMIT_ELSEWHERE.search(_without_said(after))
    )


def _without_said(after: str) -> str:
    found = next((m for _, pattern in _AFTER if (m := pattern.match(after))), None)
    return after[found.end() :] if found else after


def _decimal(typed: str) -> Decimal | None:
    try:
        return parse_number(typed)
    except InputError:
        return None


def judge(target: Target, value: Decimal | None) -> Verdict:
    """How ``value`` stands against ``target``; only above a range's high end it is exceeded.

    Words are for a person to assess, whether or not there is a value.
    """
    if target.kind is TargetKind.TEXT:
        return Verdict.TO_ASSESS
    if value is None:
        return Verdict.NO_VALUE
    if target.kind is TargetKind.RANGE and target.high is not None and value > target.high:
        return Verdict.EXCEEDED
    return Verdict.MET if _meets(target, value) else Verdict.UNMET


def _meets(target: Target, value: Decimal) -> bool:
    above = target.low is None or value >= target.low
    below = target.high is None or value <= target.high
    # The two strict ones have a single end, which the value must not touch.
    strict = target.kind in (TargetKind.GT, TargetKind.LT)
    return above and below and not (strict and value in (target.low, target.high))


def share_of_target(target: Target, value: Decimal | None) -> Decimal | None:
    """Percent of the plan that ``value`` is, rounded half up to one decimal.

    The plan is the low end. None for words, for an upper limit, for a plan of zero or less, and
    where there is no value.
    """
    if value is None or target.low is None or target.low <= 0:
        return None
    share = _EXACT.divide(_EXACT.multiply(value, Decimal(100)), target.low)
    return share.quantize(_PLACES, rounding=ROUND_HALF_UP, context=_EXACT)
