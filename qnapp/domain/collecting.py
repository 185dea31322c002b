"""What an office that takes reports in does next, and how its round of a period stands.

Order: reports that contradict each other, keys that nobody has compared, reports to be answered,
who must be reminded, then consolidating, then the consolidated report. What only this office can
end comes before what others must do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.domain.consolidated import due_day
from qnapp.domain.distances import DeadlineNote, Sign
from qnapp.domain.next_step import NextStep
from qnapp.domain.overview import STANDING_ORDER, PeriodSummary, StepState, short_date
from qnapp.domain.received import ReportState, Sender
from qnapp.text import format_date, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qnapp.domain.consolidated import Consolidation, Reporter
    from qnapp.domain.periods import Period
    from qnapp.domain.received import Reminded
    from qnapp.domain.reporting import Standing

UNTIMED = "kỳ nhập bổ sung, không tính chậm"
NEAR_DAYS = 3  # from so many days before the due day on, who has not sent is reminded
_AWAITED = frozenset({ReportState.MISSING, ReportState.RETURNED})
_HERE = frozenset({ReportState.ON_TIME, ReportState.LATE, ReportState.RETURNED})


@dataclass(frozen=True, slots=True)
class UnitReport:
    """Where the report of one organisation below stands, and what was done about it."""

    reporter: Reporter
    answer: str = ""  # to the report in force: "accepted", "returned", "" for none
    sender: Sender | None = None  # of the report in force, in a conflict of the newest one
    reminded: Reminded | None = None

    @property
    def state(self) -> ReportState:
        """How the report stands."""
        return self.reporter.state

    @property
    def waits(self) -> bool:
        """Whether a report is here that nobody has answered."""
        return self.state in (ReportState.ON_TIME, ReportState.LATE) and not self.answer

    @property
    def doubted(self) -> bool:
        """Whether a key signed it that nobody has compared; a workbook has none to compare."""
        return self.sender is Sender.UNCONFIRMED

    @property
    def awaited(self) -> bool:
        """Whether a report, or the corrected one, still has to come."""
        return self.state in _AWAITED


@dataclass(frozen=True, slots=True)
class Round:
    """The reports of one period at one day."""

    period: Period
    units: tuple[UnitReport, ...]
    today: date
    consolidated: bool = False  # what is here was looked at side by side
    written: int = 0  # parts of the consolidated report that somebody has written

    @property
    def due(self) -> date | None:
        """The last day on which a report is in time; None where lateness does not count."""
        return due_day(self.period, (one.reporter for one in self.units))

    @property
    def days_over(self) -> int | None:
        """Days since the due day, negative before it; None where lateness does not count."""
        return (self.today - self.due).days if self.due is not None else None

    @property
    def near(self) -> bool:
        """Whether the due day is close or over, so that who has not sent is asked for it."""
        return self.days_over is not None and self.days_over >= -NEAR_DAYS

    @property
    def sent(self) -> int:
        """How many have sent at all."""
        return sum(one.state is not ReportState.MISSING for one in self.units)

    @property
    def counted(self) -> int:
        """How many reports are in force: those that can be consolidated."""
        return sum(one.state in _HERE for one in self.units)

    @property
    def to_remind(self) -> tuple[UnitReport, ...]:
        """Who must be reminded today: near the due day and after it.

        Whoever was reminded is left alone until the day that the letter named is over.
        """
        if not self.near:
            return ()
        return tuple(one for one in self.units if one.awaited and self._unanswered_letter(one))

    def _unanswered_letter(self, one: UnitReport) -> bool:
        return one.reminded is None or one.reminded.answer_by < self.today

    def in_state(self, state: ReportState) -> tuple[UnitReport, ...]:
        """Units whose report stands so."""
        return tuple(one for one in self.units if one.state is state)


# --------------------------------------------------------------------------------- next thing


@dataclass(frozen=True, slots=True)
class _Candidate:
    step: NextStep
    short: str  # the same as a part of a sentence, for "Sau đó: …"
    at: int  # index of the step that it belongs to


def collecting_step(found: Round) -> NextStep:
    """The most pressing thing, with what follows it."""
    first, *rest = _candidates(found)
    return replace(first.step, after=rest[0].short if rest else "")


def _candidates(found: Round) -> Iterator[_Candidate]:
    if not found.units:
        sentence = "Chưa có đơn vị nào phải gửi báo cáo kỳ này"
        yield _Candidate(NextStep(sentence, "Mở danh bạ", "inbox", "roster"), "", 0)
        return
    yield from _decisions(found)
    yield from _reminders(found)
    if found.days_over is None or found.days_over <= 0 or not found.counted:
        yield from _waiting(found)
    if found.counted:
        yield from _consolidating(found)


def _decisions(found: Round) -> Iterator[_Candidate]:
    """What only this office can end."""
    conflicts = found.in_state(ReportState.CONFLICT)
    if conflicts:
        words = f"chọn bản đúng của {unit_words(conflicts)}, đang xung đột"
        yield _candidate(words, "So sánh và chọn", unit_place(conflicts, "conflict"), 1)
    doubted = [one for one in found.units if one.doubted]
    if doubted:
        words = f"đối chiếu khóa của {unit_words(doubted)}"
        yield _candidate(words, "Đối chiếu khóa", unit_place(doubted, "unconfirmed"), 1)
    waiting = [one for one in found.units if one.waits]
    if waiting:
        one = len(waiting) == 1
        what = f"báo cáo của {unit_words(waiting)}" if one else f"{len(waiting)} báo cáo đã nhận"
        words = f"xem và trả lời {what}"
        yield _candidate(words, "Xem và trả lời", unit_place(waiting, "unanswered"), 2)


def _reminders(found: Round) -> Iterator[_Candidate]:
    late, days = found.to_remind, found.days_over
    if late and days is not None:
        far = f"đã quá hạn {days} ngày" if days > 0 else left_words(days)
        short = f"đôn đốc {unit_words(late)}"
        missing, again = _missing_and_again(late)
        if missing and again:
            sentence = f"{upper_first(short)}: {missing} chưa gửi, {again} chờ gửi lại; {far}"
        else:
            what = "chưa gửi" if missing else "chưa gửi lại"
            sentence = f"{upper_first(short)} {what}, {far}"
        yield _Candidate(NextStep(sentence, "Đôn đốc…", "inbox", "remind"), short, 3)


def _missing_and_again(late: Sequence[UnitReport]) -> tuple[int, int]:
    """How many have sent nothing, and how many have not sent again what was returned."""
    missing = sum(one.state is ReportState.MISSING for one in late)
    return missing, len(late) - missing


def _waiting(found: Round) -> Iterator[_Candidate]:
    awaited = [one for one in found.units if one.awaited]
    if not awaited:
        return
    short, days = f"chờ báo cáo của {unit_words(awaited)}", found.days_over
    if days is None:
        until = UNTIMED
    elif days <= 0:
        until = f"hạn gửi {format_date(found.period.due)}, {left_words(days)}"
    else:
        letters = [one.reminded.answer_by for one in awaited if one.reminded is not None]
        until = f"đã đôn đốc, chậm nhất {format_date(max(letters))}" if letters else "đã quá hạn"
    button, page = "Mở Tiếp nhận", "inbox"
    if found.counted:
        button, page = "Xem tổng hợp đến nay", "consolidation"
    uid = "filter:missing" if page == "inbox" else ""
    yield _Candidate(NextStep(f"{upper_first(short)}, {until}", button, page, uid), short, 0)


def _consolidating(found: Round) -> Iterator[_Candidate]:
    lacking = len(found.units) - found.counted
    of = f", còn thiếu {lacking} đơn vị" if lacking else ""
    if not found.consolidated:
        sentence = f"Tổng hợp {found.counted} báo cáo đã nhận{of}"
        yield _Candidate(NextStep(sentence, "Xem tổng hợp", "consolidation"), "tổng hợp", 4)
    what = "Hoàn thiện và xuất" if found.written else "Lập"
    sentence = f"{what} báo cáo tổng hợp của {found.counted} đơn vị{of}"
    step = NextStep(sentence, "Mở báo cáo tổng hợp", "consolidated_report")
    yield _Candidate(step, "lập báo cáo tổng hợp", 5)


def due_words(due: date | None, today: date) -> str:
    """Say when reports are due and how far away that is."""
    if due is None:
        return upper_first(UNTIMED)
    days = (due - today).days
    far = f"còn {days} ngày" if days > 0 else "hôm nay" if not days else f"đã qua {-days} ngày"
    return f"Hạn gửi {format_date(due)}, {far}"


def left_words(days_over: int) -> str:
    """How long until the due day, from the days since it (0 or fewer)."""
    return f"còn {-days_over} ngày" if days_over < 0 else "đến hạn hôm nay"


def _candidate(short: str, button: str, uid: str, at: int) -> _Candidate:
    return _Candidate(NextStep(upper_first(short), button, "inbox", uid), short, at)


def unit_words(units: Sequence[UnitReport | Reporter]) -> str:
    """One unit by name, several by their number."""
    return _reporter(units[0]).name if len(units) == 1 else f"{len(units)} đơn vị"


def unit_place(units: Sequence[UnitReport | Reporter], several: str) -> str:
    """Where Tiếp nhận shows them: one by itself, several by a filter."""
    return f"code:{_reporter(units[0]).code}" if len(units) == 1 else f"filter:{several}"


def _reporter(one: UnitReport | Reporter) -> Reporter:
    return one.reporter if isinstance(one, UnitReport) else one


# -------------------------------------------------------------------------------------- steps


def collecting_steps(found: Round) -> tuple[StepState, ...]:
    """Give the six steps of a round, from taking in to the consolidated report.

    Reports go on coming in, so a step may be done before one that stands ahead of it.
    """
    total, sent = len(found.units), found.sent
    conflicts = len(found.in_state(ReportState.CONFLICT))
    keys = sum(one.doubted for one in found.units)
    waiting = sum(one.waits for one in found.units)
    doubts = [f"{conflicts} xung đột"] * bool(conflicts) + [f"{keys} khóa"] * bool(keys)
    doubt = "filter:conflict" if conflicts else "filter:unconfirmed"
    here = found.counted > 0
    return (
        StepState(
            "receive", "Tiếp nhận", f"{sent}/{total} đơn vị", 0 < total == sent, "inbox",
            "filter:missing" if sent < total else "filter:all",
        ),
        StepState(
            "decide", "Đối chiếu", ", ".join(doubts) or ("xong" if sent else "chưa có báo cáo"),
            bool(sent) and not doubts, "inbox", doubt,
        ),
        StepState(
            "answer", "Trả lời", f"{waiting} chưa trả lời" if waiting else _settled(here),
            here and not waiting, "inbox", "filter:unanswered",
        ),
        _remind_step(found),
        StepState(
            "consolidate", "Tổng hợp", f"{found.counted}/{total} báo cáo",
            here and found.consolidated, "consolidation",
            lacking=here and found.consolidated and found.counted < total,
        ),
        StepState(
            "report", "Báo cáo tổng hợp",
            f"đã viết {found.written} phần" if found.written else "chưa viết",
            False, "consolidated_report",
        ),
    )  # fmt: skip


def collecting_at(found: Round) -> int:
    """Index of the step that the next thing belongs to."""
    return next(_candidates(found)).at


def _settled(here: bool) -> str:
    return "đã trả lời hết" if here else "chưa có báo cáo"


def _remind_step(found: Round) -> StepState:
    """Reminding is over when nobody is left to be reminded, known only near the due day."""
    late, awaited = found.to_remind, [one for one in found.units if one.awaited]
    letters = [one.reminded.at.date() for one in awaited if one.reminded is not None]
    if late:
        missing, again = _missing_and_again(late)
        told = [f"{missing} chưa gửi"] * bool(missing) + [f"{again} trả lại"] * bool(again)
        words = ", ".join(told) if again else f"{missing} đơn vị"
    elif letters:
        words = f"đã đôn đốc {short_date(max(letters))}"
    else:
        idle = not awaited or found.days_over is None
        words = "không cần" if idle else f"từ {NEAR_DAYS} ngày trước hạn"
    return StepState("remind", "Đôn đốc", words, not late and found.sent > 0, "inbox", "remind")


# ------------------------------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A group of "Cần xử lý": ``filter`` of Tiếp nhận shows all of it."""

    key: str
    title: str
    rows: tuple[UnitReport, ...]
    filter: str


def unit_groups(found: Round) -> tuple[UnitGroup, ...]:
    """What waits, the most pressing group first, empty groups left out."""
    over = found.days_over is not None and found.days_over > 0
    rivals = found.in_state(ReportState.CONFLICT)
    groups = (
        UnitGroup("conflict", "Xung đột", rivals, "conflict"),
        UnitGroup("keys", "Chưa xác nhận nguồn gửi", _those(found, "doubted"), "unconfirmed"),
        UnitGroup("waiting", "Chưa trả lời", _those(found, "waits"), "unanswered"),
        UnitGroup(
            "missing", "Chưa gửi, đã quá hạn" if over else "Chưa gửi, sắp đến hạn",
            found.in_state(ReportState.MISSING) if found.near else (), "missing",
        ),
        UnitGroup(
            "returned", "Đã trả lại, chờ gửi lại", found.in_state(ReportState.RETURNED), "returned"
        ),
    )  # fmt: skip
    return tuple(group for group in groups if group.rows)


def _those(found: Round, question: str) -> tuple[UnitReport, ...]:
    return tuple(one for one in found.units if getattr(one, question))


def unit_note(found: Round, one: UnitReport) -> DeadlineNote:
    """What stands behind a unit's name: how late it is, when it was reminded or has sent."""
    told = f"đã đôn đốc {short_date(one.reminded.at.date())}" if one.reminded is not None else ""
    if one.state is ReportState.MISSING:
        days = found.days_over
        if days is None:
            return DeadlineNote(told, Sign.PLAIN)
        far = f"quá hạn {days} ngày" if days > 0 else left_words(days)
        sign = Sign.LATE if days > 0 else Sign.SOON
        return DeadlineNote(", ".join(filter(None, (far, told))), sign)
    if one.state is ReportState.RETURNED and told:
        return DeadlineNote(told, Sign.PLAIN)
    arrived = one.reporter.received_at
    late = ", gửi muộn" if one.reporter.late else ""
    words = f"nhận {format_date(arrived.date())}{late}" if arrived is not None else ""
    return DeadlineNote(words, Sign.PLAIN)


# --------------------------------------------------------------------------------- last round


def round_summary(found: Round) -> PeriodSummary | None:
    """How a round ended; None where nobody has sent: the office was not collecting then."""
    if not found.sent:
        return None
    late = sum(one.reporter.late for one in found.units)
    accepted = sum(one.answer == "accepted" for one in found.units)
    told = [
        (accepted, "đã tiếp nhận"),
        (sum(one.waits for one in found.units), "chưa trả lời"),
        (len(found.in_state(ReportState.RETURNED)), "chưa gửi lại"),
        (len(found.in_state(ReportState.CONFLICT)), "xung đột"),
        (len(found.in_state(ReportState.MISSING)), "chưa gửi"),
    ]
    counts = ", ".join(f"{count} {words}" for count, words in told if count)
    timed = f"{found.sent - late} gửi lần đầu đúng hạn, {late} gửi lần đầu muộn; "
    text = f"{timed if found.due is not None else ''}{counts}."
    text = f"{text[:1].upper()}{text[1:]}"
    title = f"{found.period.name}: {found.sent}/{len(found.units)} đơn vị đã gửi"
    return PeriodSummary(title, text, True)


# ---------------------------------------------------------------------------- what reports say


def standing_totals(found: Consolidation) -> dict[Standing | None, int]:
    """How often each standing is reported, over all tasks and organisations.

    None: reported apart, and how that stands is not told, as in the consolidated report.
    """
    totals: Counter[Standing | None] = Counter()
    for one in found.tasks:
        totals.update(one.counts)
    return {standing: totals[standing] for standing in (*STANDING_ORDER, None)}
