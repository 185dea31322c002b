"""Figures in a person's own words that a row has had in the period, and has no longer.

What somebody writes into a report is his own and is never changed. But "nhiệm vụ 3.2 đạt 45%" that
was right when it was written makes a wrong report once the row says 60 %, so it is pointed at.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from qnapp.domain.check_rules import MEASUREMENT_TEXTS, TEXT_FIELDS, is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

_FIGURE = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(\s*%|(?![\w/]|[.,]\d|-\w))"
)
_SENTENCE_END = re.compile(r"[;\n]+|\.(?=\s|$)")
_BEFORE = re.compile(r"(?:[^\s,:]+\s+){0,11}\S*$")  # the clause that leads to the place
CUT = "… "  # stands where a longer one begins earlier
_YEARS = range(1900, 2101)
_COUNTED_FROM = 100  # a smaller plain number may stand for anything
_PERCENT = "percent"
_NUMBERS = ("actual", "estimate", "cumulative", "same_period_last_year")


class Figure(NamedTuple):
    """A number as a text tells it: "45%" is not "45"."""

    value: Decimal
    percent: bool


class FormerValue(NamedTuple):
    """What a field of a row held before, as the history keeps it: numbers with a point."""

    uid: str
    field: str
    old: str


class Former(NamedTuple):
    """What the rows of a period have had, beside what they have."""

    lost: Mapping[str, frozenset[Figure]]  # by a row's code: had, and has not now
    held: frozenset[Figure]  # of all rows and their targets, now


def former_figures(sheet: Worksheet, old: Iterable[FormerValue]) -> Former:
    """Compare what was replaced with what the rows have now; rows of one's own only.

    ``old``: values of the period of ``sheet`` that were replaced. What goes by the separate channel
    is left out: no report tells it.
    """
    replaced = tuple(old)
    now = _figures_by_row(sheet) if replaced else {}
    shares = {row.uid: _of_share(row) for row in sheet.own_tasks}
    codes = {row.uid: row.code for row in sheet.own_tasks}
    codes |= {row.uid: row.code for row in sheet.followed_indicators}
    lost: dict[str, set[Figure]] = {}
    for value in replaced:
        if value.uid in now:
            # A result that still says "60%" makes 60 % no share of a task that has 70 %.
            has = shares[value.uid] if value.field == _PERCENT else now[value.uid]
            had = set(_figures_of(value.field, value.old)) - has
            lost.setdefault(codes[value.uid], set()).update(had)
    return Former(
        {code: frozenset(figures) for code, figures in lost.items() if figures},
        frozenset().union(*now.values()),
    )


def former_phrases(text: str, draft: str, former: Former) -> tuple[str, ...]:
    """The places of a text that tell a former figure, with the words before: "3.2 đạt 45%".

    A figure that some row, a target or today's ``draft`` tells is taken for that one's, unless its
    sentence names the row that has it no longer. Small plain numbers and years tell nothing.
    """
    if not former.lost or not text:
        return ()
    known = former.held.union(figure for figure, _ in _figures_in(draft))
    nobodys = frozenset().union(*former.lost.values()) - known
    phrases: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(text):
        named = [had for code, had in former.lost.items() if _names(sentence, code)]
        old = nobodys.union(*named)
        for figure, place in _figures_in(sentence):
            if figure in old and _is_telling(figure):
                phrases[_quoted(sentence, place)] = None
    return tuple(phrases)


def _quoted(sentence: str, place: re.Match[str]) -> str:
    """A figure with the words that lead to it, never cut inside a phrase without a sign."""
    before = _BEFORE.search(sentence, 0, place.start())
    start = before.start() if before else place.start()
    begins = sentence[:start].rstrip()
    words = " ".join(sentence[start : place.end()].split())
    return words if not begins or begins[-1] in ",:" else f"{CUT}{words}"


def _figures_by_row(sheet: Worksheet) -> dict[str, set[Figure]]:
    found = {row.uid: _of_task(row) for row in sheet.own_tasks if not is_restricted(row)}
    return found | {row.uid: _of_indicator(row) for row in sheet.followed_indicators}


def _of_share(row: TaskRow) -> set[Figure]:
    return set(_figures_of(_PERCENT, _kept(row.progress.percent)))


def _of_task(row: TaskRow) -> set[Figure]:
    words = [(name, getattr(row.progress, name)) for name in TEXT_FIELDS]
    return _of_share(row).union(*(_figures_of(name, text) for name, text in words))


def _of_indicator(row: IndicatorRow) -> set[Figure]:
    values = [(name, getattr(row.measurement, name)) for name in (*_NUMBERS, *MEASUREMENT_TEXTS)]
    for target in (row.province_target, row.target):
        if target is not None:
            values += [("note", target.text), ("actual", target.low), ("actual", target.high)]
    return {one for name, value in values for one in _figures_of(name, _kept(value))}


def _kept(value: object) -> str:
    """A value as the history would keep it."""
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def _figures_of(field: str, kept: str) -> Iterator[Figure]:
    if not kept:
        return
    if field == _PERCENT:
        yield Figure(Decimal(kept), percent=True)
    elif field in _NUMBERS:  # whether or not its unit is %, people write it with the sign or not
        yield Figure(Decimal(kept), percent=True)
        yield Figure(Decimal(kept), percent=False)
    elif field in TEXT_FIELDS or field in MEASUREMENT_TEXTS:
        yield from (figure for figure, _ in _figures_in(kept))


def _figures_in(text: str) -> Iterator[tuple[Figure, re.Match[str]]]:
    for place in _FIGURE.finditer(text):
        yield Figure(_number(place[1]), bool(place[2])), place


def _number(typed: str) -> Decimal:
    return Decimal(typed.replace(".", "").replace(",", "."))


def _is_telling(figure: Figure) -> bool:
    value = figure.value
    if figure.percent or value != value.to_integral_value():
        return True
    return value >= _COUNTED_FROM and int(value) not in _YEARS


def _names(sentence: str, code: str) -> bool:
    """Whether a sentence names the row: "3.2" is not "3.2.1", "13.2" or "3.2%"."""
    return bool(re.search(rf"(?<![\w.,]){re.escape(code)}(?![\w%]|[.,]\d)", sentence))
