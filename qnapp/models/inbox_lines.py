"""The lines of the inbox: what is said of each report, and which are shown (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from qnapp.domain.consolidated import Rate
from qnapp.domain.received import (
    SENDER_WORDS,
    ReceivedPackage,
    ReportState,
    Sender,
)
from qnapp.domain.reporting import Level
from qnapp.text import collation_key, fold, format_date, matches, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qnapp.exchange.reporters import Arrivals

GROUP_PREFIX = "group:"
ANSWER_WORDS = {"accepted": "Đã tiếp nhận", "returned": "Đã trả lại"}
WAITING = "Chưa trả lời"
REPORT_STATES = frozenset(state.value for state in ReportState)


class InboxColumn(IntEnum):
    """Columns in their first order."""

    NAME = 0
    STATE = 1
    RECEIVED = 2
    REVISION = 3
    NUMBER = 4
    FINDINGS = 5
    ORIGIN = 6
    ANSWER = 7
    REMINDED = 8


HEADINGS = {
    InboxColumn.NAME: "Đơn vị",
    InboxColumn.STATE: "Tình hình gửi",
    InboxColumn.RECEIVED: "Ngày nhận",
    InboxColumn.REVISION: "Lần",
    InboxColumn.NUMBER: "Số, ngày báo cáo",
    InboxColumn.FINDINGS: "Kiểm tra",
    InboxColumn.ORIGIN: "Nguồn gửi",
    InboxColumn.ANSWER: "Trả lời",
    InboxColumn.REMINDED: "Đôn đốc",
}


class InboxFilter(StrEnum):
    """The questions of the page; SENT and TIMELY are asked by the figures above the list."""

    ALL = "all"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    RETURNED = "returned"
    CONFLICT = "conflict"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    INCOMPLETE = "incomplete"  # an earlier revision or a part with evidence has not come
    SENT = "sent"
    TIMELY = "timely"


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What is asked for: one filter, narrowed by words, in an order."""

    filter: InboxFilter = InboxFilter.ALL
    needle: str = ""
    sort: InboxColumn | None = None  # None: grouped, in printed order
    descending: bool = False
    folded: frozenset[str] = frozenset()  # groups; left alone by a search


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One line: an organisation, or the heading of a group (``arrivals`` is None)."""

    key: str  # code of the organisation
    name: str
    group: str
    arrivals: Arrivals | None = None
    package: ReceivedPackage | None = None  # in force, else the newest of a conflict
    days_late: int = 0  # of a report that came late or has not come; 0 before the due day
    note: str = ""  # of a heading: how many have sent
    open: bool = True  # of a heading
    folded: str = ""  # what a search looks into

    @property
    def state(self) -> ReportState:
        """How the report stands. Of a heading: MISSING."""
        return self.arrivals.reporter.state if self.arrivals else ReportState.MISSING

    @property
    def answerable(self) -> bool:
        """Whether there is one report that can be accepted or returned."""
        return self.arrivals is not None and self.arrivals.in_force is not None

    @property
    def state_words(self) -> str:
        """How the report stands, in words: "Gửi muộn 3 ngày"."""
        words = self.arrivals.reporter.state_words if self.arrivals else ""
        return f"{words} {self.days_late} ngày" if self.state is ReportState.LATE else words

    @property
    def received_words(self) -> str:
        """The day on which what is in force arrived."""
        return format_date(self.package.received_at.date()) if self.package else ""

    @property
    def number_words(self) -> str:
        """Number and date of the signed report."""
        if self.package is None:
            return ""
        day = self.package.issued_on
        shown = format_date(date.fromisoformat(day)) if day else ""
        return ", ".join(filter(None, (self.package.number, shown)))

    @property
    def revision_words(self) -> str:
        """Which revision is in force."""
        return str(self.package.revision) if self.package else ""

    @property
    def gap_words(self) -> str:
        """What of the report has not come, "" for nothing."""
        if self.arrivals is None:
            return ""
        found = self.arrivals.reporter
        gaps = ", ".join(map(str, found.gaps))
        told = [f"chưa nhận được lần {gaps}"] * bool(gaps)
        told += [f"thiếu {found.missing_parts} gói minh chứng"] * bool(found.missing_parts)
        return ", ".join(told)

    @property
    def errors(self) -> int:
        """How many errors the package's own checks noted."""
        return self._count(Level.ERROR)

    @property
    def warnings(self) -> int:
        """How many warnings the package's own checks noted."""
        return self._count(Level.WARNING)

    @property
    def findings_words(self) -> str:
        """What the checks noted in the package: "2 lỗi, 5 cảnh báo"."""
        if self.package is None or self.package.findings is None:
            return ""
        told = [f"{self.errors} lỗi"] * bool(self.errors)
        told += [f"{self.warnings} cảnh báo"] * bool(self.warnings)
        return ", ".join(told) or "Không có lỗi"

    @property
    def origin_words(self) -> str:
        """Whether a person has confirmed whose key signed it."""
        return upper_first(SENDER_WORDS[self.package.sender]) if self.package else ""

    @property
    def answer_words(self) -> str:
        """What was answered."""
        if not self.answerable or self.package is None:
            return ""
        return ANSWER_WORDS.get(self.package.answer, WAITING)

    @property
    def reminded_words(self) -> str:
        """The day of the last reminder, and which one it was: "22/6/2026, lần 2"."""
        found = self.arrivals.reminded if self.arrivals else None
        if found is None:
            return ""
        day = format_date(found.at.date())
        return f"{day}, lần {found.times}" if found.times > 1 else day

    @property
    def reminded_sentence(self) -> str:
        """The same in full: "đã đôn đốc ngày 22/6/2026, gửi chậm nhất ngày 27/6/2026"."""
        found = self.arrivals.reminded if self.arrivals else None
        if found is None:
            return ""
        times = f" lần {found.times}" if found.times > 1 else ""
        return (
            f"đã đôn đốc{times} ngày {format_date(found.at.date())}, "
            f"đề nghị gửi chậm nhất ngày {format_date(found.answer_by)}"
        )

    @property
    def spoken(self) -> str:
        """The line as a sentence, for a screen reader."""
        if self.arrivals is None:
            return f"Nhóm {self.name}, {self.note}" + ("" if self.open else ", đang thu gọn")
        late = f"quá hạn {self.days_late} ngày" if self.overdue else ""
        day = f"nhận {self.received_words}" if self.package else ""
        revision = f"lần {self.revision_words}" if self.package else ""
        parts = (self.name, self.state_words, late, day, revision, self.gap_words)
        told = (self.number_words, self.findings_words, self.origin_words, self.answer_words)
        return ", ".join(filter(None, (*parts, *told, self.reminded_sentence)))

    @property
    def overdue(self) -> bool:
        """Whether nothing has come though the due day is over."""
        return self.state is ReportState.MISSING and self.days_late > 0

    def _count(self, level: Level) -> int:
        found = self.package.findings if self.package else None
        return sum(one.level is level for one in found or ())


def inbox_lines(arrivals: Iterable[Arrivals], due: date, today: date) -> list[InboxLine]:
    """A line for each organisation, in the order given."""
    return [_line(one, due, today) for one in arrivals]


def passes(line: InboxLine, wanted: InboxFilter) -> bool:
    """Whether an organisation answers a filter's question."""
    if line.arrivals is None:
        return False
    reporter = line.arrivals.reporter
    if wanted.value in REPORT_STATES:
        return line.state.value == wanted.value
    sent = line.state is not ReportState.MISSING
    answers = {
        InboxFilter.ALL: True,
        InboxFilter.UNANSWERED: line.answer_words == WAITING,
        InboxFilter.UNCONFIRMED: line.package is not None
        and line.package.sender is not Sender.CONFIRMED,
        InboxFilter.INCOMPLETE: bool(line.gap_words),
        InboxFilter.SENT: sent,
        InboxFilter.TIMELY: sent and not reporter.late,
    }
    return answers[wanted]


def count_filters(lines: Iterable[InboxLine]) -> dict[InboxFilter, int]:
    """How many organisations answer each filter."""
    counts = dict.fromkeys(InboxFilter, 0)
    for line in lines:
        for wanted in InboxFilter:
            counts[wanted] += passes(line, wanted)
    return counts


def rates(lines: Sequence[InboxLine]) -> tuple[Rate, Rate]:
    """How many have sent at all, and how many in time, of how many."""
    counts = count_filters(lines)
    of = counts[InboxFilter.ALL]
    return Rate(counts[InboxFilter.SENT], of), Rate(counts[InboxFilter.TIMELY], of)


def visible_lines(lines: Sequence[InboxLine], query: InboxQuery) -> list[InboxLine]:
    """What a query leaves: under headings, or in one row where a column orders it."""
    needle = fold(query.needle)
    shown = [
        line
        for line in lines
        if passes(line, query.filter) and (not needle or matches(needle, line.folded))
    ]
    if query.sort is not None:
        column = query.sort
        return sorted(shown, key=lambda one: sort_key(one, column), reverse=query.descending)
    return list(_grouped(shown, lines, frozenset() if needle else query.folded))


def sort_key(line: InboxLine, column: InboxColumn) -> Any:
    """What orders a column as people expect; names decide between equals."""
    name = collation_key(line.name)
    package = line.package
    reminded = line.arrivals.reminded if line.arrivals else None
    states = list(ReportState)
    values = {
        InboxColumn.NAME: 0,
        InboxColumn.STATE: (states.index(line.state), line.days_late),
        InboxColumn.RECEIVED: package.received_at.timestamp() if package else 0,
        InboxColumn.REVISION: package.revision if package else 0,
        InboxColumn.NUMBER: collation_key(line.number_words),
        InboxColumn.FINDINGS: (line.errors, line.warnings),
        InboxColumn.ORIGIN: line.origin_words,
        InboxColumn.ANSWER: line.answer_words,
        InboxColumn.REMINDED: reminded.at.timestamp() if reminded else 0,
    }
    return values[column], name


def _line(one: Arrivals, due: date, today: date) -> InboxLine:
    reporter = one.reporter
    arrived = reporter.received_at.date() if reporter.received_at else today
    told = (reporter.name, reporter.code, reporter.number, reporter.state_words)
    return InboxLine(
        key=reporter.code,
        name=reporter.name,
        group=reporter.group,
        arrivals=one,
        package=one.shown,
        days_late=0 if reporter.untimed else max((arrived - due).days, 0),
        folded=fold(" ".join(told)),
    )


def _grouped(
    shown: Sequence[InboxLine], everything: Sequence[InboxLine], folded: frozenset[str]
) -> Iterator[InboxLine]:
    order = list(dict.fromkeys(line.group for line in everything))
    ordered = sorted(shown, key=lambda line: order.index(line.group))
    for group, members in groupby(ordered, key=attrgetter("group")):
        of = [line for line in everything if line.group == group]
        sent = sum(line.state is not ReportState.MISSING for line in of)
        note = f"đã gửi {sent}/{len(of)}"
        is_open = group not in folded
        yield InboxLine(GROUP_PREFIX + group, group, group, note=note, open=is_open)
        if is_open:
            yield from members
