"""Reporting periods of a plan: the built-in calendar, their order, what came before, what is next.

The calendar is data of the plan package. The one built in closes on the 14th of a quarter's last
month, as Nghị định 09/2019/NĐ-CP does, until the province sends its own (design, section 6).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.errors import InputError, NotFoundError
from qnapp.records import dataclass
from qnapp.text import clean, plain_dashes

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_NOTE = "mặc định, chờ lịch của Tỉnh ủy"

_CODE = re.compile(r"([0-9]{4}) ?[-/]? ?(Q[1-4]|QT|X0*[1-9][0-9]?)")
_MOST_ADHOC = 99
_NOTHING_DONE = "Chưa có gì bị thay đổi."


class PeriodKind(StrEnum):
    """Which report of the year it is."""

    Q1 = "Q1"
    Q2 = "Q2"  # 6 tháng
    Q3 = "Q3"  # 9 tháng
    Q4 = "Q4"  # năm
    QT = "QT"  # quyết toán năm
    X = "X"  # đột xuất


# Name and short name of each; and what its report's last part looks ahead to.
_NAMES = {
    PeriodKind.Q1: ("Quý I năm {}", "Quý I"),
    PeriodKind.Q2: ("6 tháng năm {}", "6 tháng"),
    PeriodKind.Q3: ("9 tháng năm {}", "9 tháng"),
    PeriodKind.Q4: ("Năm {}", "Năm"),
    PeriodKind.QT: ("Quyết toán năm {}", "Quyết toán"),
}
# In the names of files that travel: plain letters, which survive every mail program.
_STEMS = {
    PeriodKind.Q1: "quy-1-{}",
    PeriodKind.Q2: "6-thang-{}",
    PeriodKind.Q3: "9-thang-{}",
    PeriodKind.Q4: "nam-{}",
    PeriodKind.QT: "quyet-toan-{}",
}
_AHEAD = {
    PeriodKind.Q1: "quý II năm {year}",
    PeriodKind.Q2: "6 tháng cuối năm {year}",
    PeriodKind.Q3: "quý IV năm {year}",
    PeriodKind.Q4: "năm {next_year}",
    PeriodKind.QT: "năm {next_year}",
    PeriodKind.X: "thời gian tới",
}
_CUTOFF_MONTHS = {
    PeriodKind.Q1: 3,
    PeriodKind.Q2: 6,
    PeriodKind.Q3: 9,
    PeriodKind.Q4: 12,
}


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period."""

    code: str  # "2026-Q1", "2026-X01"
    kind: PeriodKind
    year: int  # the plan's
    name: str  # "6 tháng năm 2026"
    short: str  # "6 tháng"
    start: date
    cutoff: date  # chốt số liệu
    due: date  # hạn gửi
    as_of: date  # the day that standings and figures speak of


def default_calendar(year: int, resolution_date: date) -> tuple[Period, ...]:
    """Build the five regular periods of a plan of ``year`` (design, section 6), in order of time.

    The first starts on the day of the resolution, each other one the day after the cut-off before.
    A period that had closed before the resolution is left out. Raises ``ValueError`` where the
    resolution is later than all of them.
    """
    found: list[Period] = []
    start = resolution_date
    for kind in _NAMES:
        cutoff, due, as_of = _dates(kind, year)
        if cutoff >= start:
            found.append(_regular(kind, year, start, cutoff, due, as_of))
            start = cutoff + timedelta(days=1)
    if not found:
        raise ValueError(f"no period of {year} is left after {resolution_date}")
    return tuple(found)


def _dates(kind: PeriodKind, year: int) -> tuple[date, date, date]:
    """Cut-off, due and as-of date."""
    if kind is PeriodKind.QT:
        # The year's accounts close on 31/01: nothing is left to be estimated.
        closing = date(year + 1, 1, 31)
        return closing, closing, date(year, 12, 31)
    month = _CUTOFF_MONTHS[kind]
    cutoff = date(year, month, 14)
    # The year is reported before it ends: figures speak of 31/12 and are marked as estimates.
    as_of = date(year, 12, 31) if kind is PeriodKind.Q4 else cutoff
    return cutoff, date(year, month, 20), as_of


def _regular(
    kind: PeriodKind, year: int, start: date, cutoff: date, due: date, as_of: date
) -> Period:
    code, short = f"{year}-{kind}", _NAMES[kind][1]
    return Period(code, kind, year, period_name(code), short, start, cutoff, due, as_of)


def period_name(code: str) -> str:
    """Name a regular period, "6 tháng năm 2026"; anything else is told by ``code`` itself."""
    year, _, kind = code.partition("-")
    return _NAMES[PeriodKind(kind)][0].format(year) if kind in _NAMES else code


def adhoc(
    calendar: Iterable[Period], n: int, start: date, cutoff: date, due: date, name: str
) -> Period:
    """Make a period outside the regular ones, "2026-X01" for ``n`` = 1, of the calendar's year.

    ``calendar`` must not be empty. Raises ``InputError`` for dates out of order, a blank name, a
    number that is taken or not between 1 and 99.
    """
    known = sorted(calendar, key=order_key)
    year = known[0].year
    code = f"{year}-{PeriodKind.X}{n:02d}"
    if not 1 <= n <= _MOST_ADHOC:
        raise InputError(
            f"Số thứ tự kỳ đột xuất phải từ 1 đến {_MOST_ADHOC}. {_NOTHING_DONE} Chọn số khác."
        )
    if any(period.code == code for period in known):
        raise InputError(f"Đã có kỳ {code}. {_NOTHING_DONE} Chọn số thứ tự khác.")
    if not start <= cutoff <= due:
        raise InputError(
            "Ngày bắt đầu, ngày chốt số liệu, hạn gửi phải theo thứ tự thời gian. "
            f"{_NOTHING_DONE} Xem lại các ngày rồi thử lại."
        )
    title = clean(name)
    if not title:
        raise InputError(f"Kỳ đột xuất phải có tên. {_NOTHING_DONE} Ghi tên kỳ.")
    short = f"Đột xuất {n}"
    return Period(code, PeriodKind.X, year, title, short, start, cutoff, due, cutoff)


def order_key(period: Period) -> tuple[int, date, bool, str]:
    """Key to sort periods by: the plan's year, then the cut-off, regular before ad hoc."""
    return period.year, period.cutoff, period.kind is PeriodKind.X, period.code


def find_period(calendar: Iterable[Period], text: str) -> Period:
    """Return the period that a typed code names.

    Raises ``InputError`` for what is no code and ``NotFoundError``, naming the codes there are, for
    one that the calendar does not have.
    """
    known = sorted(calendar, key=order_key)
    code = parse_period_code(text)
    for period in known:
        if period.code == code:
            return period
    codes = ", ".join(period.code for period in known)
    raise NotFoundError(f"Không có kỳ {code}. {_NOTHING_DONE} Chọn một trong các kỳ: {codes}.")


def parse_period_code(text: str) -> str:
    """Bring a typed code to the form that is stored: "2026-q1", "2026/Q1", "2026Q1" to "2026-Q1".

    Raises ``InputError`` for anything else.
    """
    found = _CODE.fullmatch(plain_dashes(clean(text)).upper())
    if not found:
        raise InputError(
            f"Không hiểu kỳ báo cáo “{clean(text)}”. {_NOTHING_DONE} "
            "Ghi theo dạng 2026-Q1, 2026-Q4, 2026-QT hoặc 2026-X01."
        )
    year, kind = found.groups()
    if kind[0] == PeriodKind.X:
        kind = f"{PeriodKind.X}{int(kind[1:]):02d}"
    return f"{year}-{kind}"


def period_stem(code: str) -> str:
    """Name a period inside a file's name: "6-thang-2026", "nam-2026", "dot-xuat-01-2026"."""
    year, kind = code.split("-")
    if kind in _STEMS:
        return _STEMS[PeriodKind(kind)].format(year)
    return f"dot-xuat-{kind.removeprefix(PeriodKind.X)}-{year}"


def previous(calendar: Iterable[Period], code: str) -> Period | None:
    """Return the regular period before: the one whose results are carried forward.

    For an ad hoc period it is the last regular one that closed before the ad hoc one does. None
    before the first. Raises like ``find_period``.
    """
    known = sorted(calendar, key=order_key)
    period = find_period(known, code)
    earlier = [p for p in regular_periods(known) if order_key(p) < order_key(period)]
    if period.kind is PeriodKind.X:
        earlier = [p for p in earlier if p.cutoff < period.cutoff]
    return earlier[-1] if earlier else None


def regular_periods(calendar: Iterable[Period]) -> tuple[Period, ...]:
    """Periods in order of time without the ad hoc ones."""
    regular = (period for period in calendar if period.kind is not PeriodKind.X)
    return tuple(sorted(regular, key=order_key))


def period_for(calendar: Iterable[Period], day: date) -> Period:
    """Return the regular period that is worked on at ``day``: the first whose due is not past.

    After the year it is the last one. Raises ``ValueError`` for a calendar without regular periods.
    """
    regular = _some_regular(calendar)
    return next((period for period in regular if day <= period.due), regular[-1])


def collecting_period(calendar: Iterable[Period], day: date) -> Period:
    """Return the regular period whose reports are taken in at ``day``: the last that has closed.

    So an office that collects stays with it until the next one closes, however long reports are
    late; the day of the cut-off itself is still open. Before the first has closed it is the first.
    Raises ``ValueError`` for a calendar without regular periods.
    """
    regular = _some_regular(calendar)
    return next((period for period in reversed(regular) if period.cutoff < day), regular[0])


def _some_regular(calendar: Iterable[Period]) -> tuple[Period, ...]:
    regular = regular_periods(calendar)
    if not regular:
        raise ValueError("a calendar has at least one regular period")
    return regular


def next_period_phrase(period: Period) -> str:
    """Say what a report's last part looks ahead to: "6 tháng cuối năm 2026", "quý II năm 2026"."""
    return _AHEAD[period.kind].format(year=period.year, next_year=period.year + 1)
