"""What the register of evidence shows, worked out once a line (no Qt)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.domain.plan import Channel
from qnapp.domain.target_words import NO_BREAK
from qnapp.text import collation_key, file_size, fold, format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from qnapp.db.evidence import EvidenceUse
    from qnapp.domain.reporting import Evidence, Worksheet

NAMELESS = "Văn bản chưa đặt tên"
BEFORE = f" (kỳ{NO_BREAK}trước)"  # its row was completed then, and shows it on
RESTRICTED = "Minh chứng theo đường riêng"
_NEAR_DAYS = 15  # as deadlines: look, section 6


class EvidenceFilter(StrEnum):
    """Which lines are shown."""

    ALL = "all"
    NO_NUMBER = "no_number"
    UNUSED = "unused"
    LATER = "later"
    BAD = "bad"
    TWICE = "twice"


class EvidenceOrder(StrEnum):
    """In which order."""

    NEWEST = "newest"
    NAME = "name"
    DATE = "date"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Use:
    """A row that a piece of evidence proves, in one period."""

    uid: str
    page: str  # "tasks" or "indicators"
    code: str
    title: str
    period: str  # code
    period_name: str
    own: bool  # the organisation reports on it


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence, ready to paint. ``hidden``: nothing of its content may be shown."""

    item: Evidence
    name: str
    second: str  # number, date and title of the document
    used_by: str  # "1.14, 3.2", "2.15 (kỳ trước)"
    state: str
    color: str  # token of the state
    uses: tuple[Use, ...]
    twins: tuple[str, ...]  # names of other pieces with the same content
    hidden: bool
    folded: str
    spoken: str

    @property
    def id(self) -> int:
        """Identity of the piece."""
        return self.item.id

    @property
    def ending(self) -> str:
        """What kind of file it is, by its name: "PDF", "DOCX"."""
        return PurePath(self.item.name).suffix.lstrip(".").upper()[:5] if self.item.sha256 else ""


class EvidenceRows:
    """The rows and periods that evidence is shown with."""

    def __init__(self, sheet: Worksheet, periods: Mapping[str, str]) -> None:
        """``periods``: short names by code."""
        self._periods = periods
        self._known: dict[str, tuple[str, str, str, bool]] = {}
        self._restricted: set[str] = set()
        for row in sheet.tasks:
            own = row.taken and not row.heading
            self._known[row.uid] = ("tasks", row.code, row.task.title, own)
            if row.channel is Channel.RESTRICTED:
                self._restricted.add(row.uid)
        for item in sheet.indicators:
            code = item.code if item.code.startswith("CT") else f"CT-{item.code}"
            self._known[item.uid] = ("indicators", code, item.indicator.title, item.followed)

    def use(self, uid: str, period: str) -> Use:
        """The row of a link; of another plan's rows only the code is known."""
        foreign = ("", uid.rpartition("/")[2], "", False)
        page, code, title, own = self._known.get(uid, foreign)
        return Use(uid, page, code, title, period, self._periods.get(period, period), own)

    def is_restricted(self, uids: Iterable[str]) -> bool:
        """Whether some of the rows travel apart."""
        return any(uid in self._restricted for uid in uids)


def evidence_lines(
    found: Sequence[EvidenceUse], rows: EvidenceRows, today: date, period: str = ""
) -> list[EvidenceLine]:
    """Lines of the register, in the order given; "" for that of all periods.

    What the register of one period only took over from those before says so.
    """
    shared = Counter(one.evidence.sha256 for one in found if one.evidence.sha256)
    twins: dict[str, list[tuple[int, str]]] = {}
    for one in found:
        if shared[one.evidence.sha256] > 1:
            twins.setdefault(one.evidence.sha256, []).append((one.evidence.id, one.evidence.name))
    return [
        _line(one, rows, today, twins.get(one.evidence.sha256, []), period=period) for one in found
    ]


def _line(
    one: EvidenceUse,
    rows: EvidenceRows,
    today: date,
    twins: Iterable[tuple[int, str]],
    *,
    period: str,
) -> EvidenceLine:
    item = one.evidence
    uses = tuple(rows.use(uid, period) for uid, period in one.links)
    hidden = rows.is_restricted(use.uid for use in uses)
    name = RESTRICTED if hidden else shown_name(item)
    second = "" if hidden else described(item)
    used_by = ", ".join(dict.fromkeys(use.code for use in uses))
    if period and used_by and all(use.period != period for use in uses):
        used_by += BEFORE
    state, color = state_words(item, today)
    return EvidenceLine(
        item=item,
        name=name,
        second=second,
        used_by=used_by,
        state=state,
        color=color,
        uses=uses,
        twins=() if hidden else tuple(other for number, other in twins if number != item.id),
        hidden=hidden,
        folded=fold(f"{name} {second} {used_by}"),
        spoken=f"{name}, {second or 'chưa có số'}, dùng cho {used_by or 'chưa dòng nào'}, {state}",
    )


def shown_name(item: Evidence) -> str:
    """Name of the file; of a document still to come its title."""
    return (item.title or NAMELESS) if item.deferred else item.name


def described(item: Evidence) -> str:
    """Number, day and title of the document: "17-BB/ĐU, 12/5/2026, Biên bản họp"."""
    day = format_date(item.issued_on) if item.issued_on else ""
    title = "" if item.deferred else item.title
    return ", ".join(part for part in (item.number, day, title) if part)


def state_words(item: Evidence, today: date) -> tuple[str, str]:
    """Say how a piece stands, with the colour token of the words."""
    if item.deferred:
        return _promise_words(item.promised_on, today)
    if item.intact is False:
        return "mất hoặc bị sửa", "bad"
    return file_size(item.size), "text2"


def _promise_words(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "nộp sau, chưa hẹn ngày", "soon"
    days = (due - today).days
    if days < 0:
        return f"nộp sau, quá hạn {-days} ngày", "bad"
    if days == 0:
        return "nộp sau, đến hạn hôm nay", "soon"
    return f"nộp sau, còn {days} ngày", "soon" if days <= _NEAR_DAYS else "text2"


_TESTS: dict[EvidenceFilter, Callable[[EvidenceLine], bool]] = {
    EvidenceFilter.ALL: lambda _line: True,
    EvidenceFilter.NO_NUMBER: lambda line: not line.item.number and not line.hidden,
    EvidenceFilter.UNUSED: lambda line: not any(use.own for use in line.uses),
    EvidenceFilter.LATER: lambda line: line.item.deferred,
    EvidenceFilter.BAD: lambda line: line.item.intact is False and not line.item.deferred,
    EvidenceFilter.TWICE: lambda line: bool(line.twins),
}


def passes(line: EvidenceLine, wanted: EvidenceFilter) -> bool:
    """Whether a filter shows a line."""
    return _TESTS[wanted](line)


def in_order(lines: Iterable[EvidenceLine], order: EvidenceOrder) -> list[EvidenceLine]:
    """Lines in an order; equal ones stay newest first."""
    newest = sorted(lines, key=lambda line: -line.id)
    if order is EvidenceOrder.NAME:
        return sorted(newest, key=lambda line: collation_key(line.name))
    if order is EvidenceOrder.DATE:
        return sorted(newest, key=_by_date)
    if order is EvidenceOrder.SIZE:
        return sorted(newest, key=lambda line: -line.item.size)
    return newest


def _by_date(line: EvidenceLine) -> tuple[bool, int]:
    """Documents without a day come last, the latest day first."""
    day = line.item.issued_on
    return day is None, -day.toordinal() if day is not None else 0
