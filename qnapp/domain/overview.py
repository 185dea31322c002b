"""What the overview shows: what waits, the steps of this period's report, the counts.

The filters of the page Nhiệm vụ ask the same questions, so that every number of the overview is
found again behind its link. Source: look, sections 8 and 9.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.domain.check_rules import is_restricted
from qnapp.domain.distances import due_within
from qnapp.domain.issued import SignedCounts
from qnapp.domain.packages import Sending
from qnapp.domain.reporting import Level, Standing, Status, Verdict
from qnapp.records import dataclass
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.periods import Period
    from qnapp.domain.reporting import Finding, IndicatorRow, TaskRow, Worksheet

SOON_DAYS = 15  # look, section 6: "1 to 15 days"
URGENT_DAYS = 7  # look, section 9: "due within 7 days"
MONTH_DAYS = 30


def is_done(row: TaskRow) -> bool:
    """Whether the clerk has said that the task is completed."""
    return row.progress.status is Status.COMPLETED


def is_overdue(row: TaskRow) -> bool:
    """Whether a dated point has passed unmet, as far as the report may say so."""
    return _told_standing(row) is Standing.OVERDUE


def _told_standing(row: TaskRow) -> Standing | None:
    return None if is_restricted(row) else row.standing


def is_stale(row: TaskRow) -> bool:
    """Whether nothing has been said of the task in this period yet.

    Values carried over are no update until someone confirms them, but a task that was completed
    in an earlier period has nothing left to say.
    """
    untouched = row.progress.updated_on is None or row.progress.carried
    return untouched and not is_done(row)


def is_soon(row: TaskRow, today: date, days: int = SOON_DAYS) -> bool:
    """Whether an open task's next dated point comes within so many days."""
    return not is_done(row) and due_within(row, today, days)


def lacks_evidence(row: TaskRow) -> bool:
    """Whether a completed task has no document yet, or any task has one "nộp sau"."""
    if is_restricted(row):
        return False
    deferred = any(item.deferred for item in row.evidence)
    return deferred or (is_done(row) and not row.evidence)


def lacks_reason(row: TaskRow) -> bool:
    """Whether a task is overdue and nobody has written why; a restricted row has no such field."""
    return is_overdue(row) and not row.progress.delay_reason


def is_returned(row: TaskRow | IndicatorRow) -> bool:
    """Whether the upper office has sent the row back and no later report has answered it."""
    return row.returned is not None


def must_be_mended(row: TaskRow | IndicatorRow) -> bool:
    """Whether a row has come back and nothing was changed in it since."""
    return row.returned is not None and not row.returned.mended


def returned_count(sheet: Worksheet) -> int:
    """How many returned rows wait to be mended; the list of faults shows them first."""
    return sum(map(must_be_mended, sheet.tasks)) + sum(map(must_be_mended, sheet.indicators))


def lacks_value(row: IndicatorRow) -> bool:
    """Whether a followed indicator has neither a number nor words in this period."""
    return row.followed and row.value is None and not row.measurement.words


def _any_row(_row: TaskRow, _today: date) -> bool:
    return True


def _stale(row: TaskRow, _today: date) -> bool:
    return is_stale(row)


def _week(row: TaskRow, today: date) -> bool:
    return is_soon(row, today, URGENT_DAYS)


def _month(row: TaskRow, today: date) -> bool:
    return is_soon(row, today, MONTH_DAYS)


def _evidence(row: TaskRow, _today: date) -> bool:
    return lacks_evidence(row)


def _returned(row: TaskRow, _today: date) -> bool:
    return is_returned(row)


def _apart(row: TaskRow, _today: date) -> bool:
    return is_restricted(row)


def _stands(standing: Standing) -> Callable[[TaskRow, date], bool]:
    def answer(row: TaskRow, _today: date) -> bool:
        return _told_standing(row) is standing

    return answer


# What "filter:<name>" means on the page Nhiệm vụ, over the tasks the organisation follows.
TASK_FILTERS: Mapping[str, Callable[[TaskRow, date], bool]] = {
    **{standing.value: _stands(standing) for standing in Standing},
    "all": _any_row,
    "returned": _returned,
    "week": _week,
    "soon": is_soon,
    "month": _month,
    "stale": _stale,
    "evidence": _evidence,
    "apart": _apart,
}


def filter_tasks(sheet: Worksheet, name: str, today: date) -> tuple[TaskRow, ...]:
    """Followed tasks that answer one of ``TASK_FILTERS``, in printed order. Raises KeyError."""
    asked = TASK_FILTERS[name]
    return tuple(row for row in sheet.own_tasks if asked(row, today))


# ------------------------------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class Waiting:
    """A group of "Cần xử lý": ``key`` names it, ``filter`` is the one that shows all of it."""

    key: str  # returned, overdue, urgent, stale, evidence
    title: str
    rows: tuple[TaskRow, ...]
    filter: str  # a name of TASK_FILTERS that shows the same rows


def waiting_groups(sheet: Worksheet, today: date) -> tuple[Waiting, ...]:
    """What must be dealt with, most pressing group first, empty groups left out.

    Rows are ordered by the date that presses; a task may stand in more than one group.
    """
    own = sorted(sheet.own_tasks, key=_pressing)
    found = (
        Waiting(key, title, tuple(r for r in own if TASK_FILTERS[asked](r, today)), asked)
        for key, title, asked in _WAITING
    )
    return tuple(group for group in found if group.rows)


_WAITING = (
    ("returned", "Bị trả lại", "returned"),
    ("overdue", "Quá hạn", "overdue"),
    ("urgent", f"Đến hạn trong {URGENT_DAYS} ngày", "week"),
    ("stale", "Chưa cập nhật kỳ này", "stale"),
    ("evidence", "Thiếu minh chứng", "evidence"),
)


def _pressing(row: TaskRow) -> date:
    """The first unmet date of a row, far away where there is none."""
    open_points = [
        point.due for point in row.milestones if point.due is not None and point.actual_on is None
    ]
    return min(open_points, default=row.due or date.max)


# -------------------------------------------------------------------------------------- steps


@dataclass(frozen=True, slots=True)
class StepState:
    """One of the seven steps of a period's report; ``page`` is "" while it leads nowhere."""

    key: str
    title: str
    words: str
    done: bool
    page: str = ""
    uid: str = ""
    lacking: bool = False  # it is over, though not everything of it was done


def report_steps(
    sheet: Worksheet,
    findings: Sequence[Finding],
    issued: IssuedReport | None = None,
    sending: Sending | None = None,
) -> tuple[StepState, ...]:
    """Give the seven steps; each is done only when all before it are.

    ``issued``: the report that was sent for signature and stands; what came before it is then over,
    whatever it lacked, and is told so. ``sending``: the packages made last for the period; once
    they are made, to be sent is what comes next: an unsigned report may go (design, section 3).
    """
    last = sending or Sending()
    own = last.of(issued.id) if issued is not None else Sending()
    # Tasks that came or went afterwards belong to the year: the report told of those it had.
    counts = (issued.counts if issued is not None else None) or signed_counts(sheet)
    raw = (
        _update_step(counts),
        _evidence_step(sheet, counts),
        _check_step(sheet, findings),
        _export_step(sheet, issued),
        _sign_step(issued, own),
        _send_step(sheet, issued, own, last),
        # Of a report that was taken back no answer is waited for; of a returned one it is told.
        _receive_step(own if issued is not None or last.answer != "returned" else last),
    )
    before = True
    steps = []
    for step in raw:
        over = issued is not None and step.key in _BEFORE_SIGNING
        over |= own.made and step.key == "sign"
        before = before and (step.done or over)
        lacking = before and not step.done
        words = step.words.replace("nhiệm vụ", "khi trình ký") if lacking else step.words
        steps.append(replace(step, words=words, done=before, lacking=lacking))
    return tuple(steps)


_BEFORE_SIGNING = frozenset({"update", "evidence", "check"})


def current_step(steps: Sequence[StepState]) -> int:
    """Index of the first step that is not done; the last one when all are."""
    return next((at for at, step in enumerate(steps) if not step.done), len(steps) - 1)


def signed_counts(sheet: Worksheet) -> SignedCounts:
    """Count what is kept with a report at trình ký: how far its rows are."""
    rows = sheet.own_tasks
    lacking = (row for row in rows if lacks_evidence(row))
    files = sum(max(1, sum(item.deferred for item in row.evidence)) for row in lacking)
    return SignedCounts(len(rows), sum(map(is_stale, rows)), files)


def _update_step(counts: SignedCounts) -> StepState:
    total, stale = counts.tasks, counts.stale
    words = f"{total - stale}/{total} nhiệm vụ" if stale or not total else f"đủ {total}/{total}"
    done = total > 0 and not stale
    return StepState("update", "Cập nhật", words, done, "tasks", "filter:stale" if stale else "")


def _evidence_step(sheet: Worksheet, counts: SignedCounts) -> StepState:
    if counts.lacking_files:
        words = f"thiếu {counts.lacking_files} tệp"
        return StepState("evidence", "Minh chứng", words, False, "tasks", "filter:evidence")
    any_file = any(row.evidence for row in sheet.own_tasks)
    return StepState("evidence", "Minh chứng", "đủ" if any_file else "chưa có tệp", True)


def _check_step(sheet: Worksheet, findings: Sequence[Finding]) -> StepState:
    returned = returned_count(sheet)
    words = [f"{returned} trả lại"] * bool(returned)
    if findings or not returned:
        words.append(describe_findings(findings))
    if not (findings or sheet.own_tasks or sheet.followed_indicators):
        words = ["chưa có dòng nào"]
    return StepState("check", "Kiểm tra", ", ".join(words), not errors(findings), "checks")


def _export_step(sheet: Worksheet, issued: IssuedReport | None) -> StepState:
    if issued is not None:
        words = f"trình ký lần {issued.revision}"
    else:
        words = "đã khóa" if sheet.locked else "bản nháp"
    return StepState("export", "Xuất báo cáo", words, issued is not None, "report")


def _sign_step(issued: IssuedReport | None, own: Sending) -> StepState:
    if issued is None:
        return StepState("sign", "Ký", "chưa ký", False)
    if issued.signed_copy is not None and issued.signed_copy.mistake:
        return StepState("sign", "Ký", f"bản ký {issued.signed_copy.mistake}", False, "report")
    if issued.issued_on is not None:
        other_year = issued.issued_on.year != issued.frozen_at.year  # told: it may be a slip
        told = (format_date if other_year else short_date)(issued.issued_on)
        words = f"đã ký, ngày {told}"
    elif issued.signed_copy is not None:
        words = "chưa ghi số, ngày"
    else:
        words = "chưa ký" if own.made else "chờ ký"  # the package goes without it
    return StepState("sign", "Ký", words, issued.registered, "report")


def _send_step(
    sheet: Worksheet, issued: IssuedReport | None, own: Sending, last: Sending
) -> StepState:
    """``own``: of the report in force; ``last``: made last, perhaps of one that was taken back."""
    page = "report" if issued is not None else ""
    if own.sent_at is not None:
        return StepState("send", "Gửi", f"đã gửi {short_date(own.sent_at.date())}", True, page)
    if own.answer:  # answered, so it was sent, whether or not somebody noted it
        return StepState("send", "Gửi", "đã gửi", True, page)
    due = f"hạn {short_date(sheet.period.due)}"
    has_left = last.sent_at is not None or bool(last.answer)
    words = f"gửi lại, {due}" if has_left else due
    words = "đã tạo gói, chưa gửi" if own.made else words
    return StepState("send", "Gửi", words, False, page)


def _receive_step(last: Sending) -> StepState:
    day = f" {short_date(last.answered_at.date())}" if last.answered_at is not None else ""
    if last.answer == "accepted":
        return StepState("receive", "Tiếp nhận", f"đã tiếp nhận{day}", True, "report")
    if last.answer == "returned":
        return StepState("receive", "Tiếp nhận", f"bị trả lại{day}", False, "report")
    words = "chờ trả lời" if last.sent_at is not None else "chưa có"
    return StepState("receive", "Tiếp nhận", words, False)


def errors(findings: Sequence[Finding]) -> int:
    """How many findings block the report."""
    return sum(item.level is Level.ERROR for item in findings)


def describe_findings(findings: Sequence[Finding]) -> str:
    """Count in words: "2 lỗi, 3 cảnh báo", "3 cảnh báo" or "không còn lỗi"."""
    bad = errors(findings)
    mild = len(findings) - bad
    parts = [f"{bad} lỗi"] * bool(bad) + [f"{mild} cảnh báo"] * bool(mild)
    return ", ".join(parts) or "không còn lỗi"


def short_date(day: date) -> str:
    """Day and month without the year: "14/6"."""
    return format_date(day).rsplit("/", 1)[0]


# ------------------------------------------------------------------------------------- counts


def standing_counts(sheet: Worksheet) -> dict[Standing | None, int]:
    """Followed tasks by standing, in the order in which the overview lists them.

    None, the last: reported by the separate channel. Each task is counted once.
    """
    counts = Counter(map(_told_standing, sheet.own_tasks))
    return {standing: counts[standing] for standing in (*STANDING_ORDER, None)}


def done_count(counts: Mapping[Standing | None, int]) -> int:
    """Sum up the completed tasks of such counts, on time or not."""
    return sum(counts.get(one, 0) for one in _DONE)


_DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE)


# In which every bar and legend names them, on the screen and on paper.
STANDING_ORDER = (
    Standing.DONE_ON_TIME,
    Standing.DONE,
    Standing.DONE_LATE,
    Standing.IN_TIME,
    Standing.OVERDUE,
    Standing.NOT_STARTED,
    Standing.NO_DEADLINE,
    Standing.ON_HOLD,
)


@dataclass(frozen=True, slots=True)
class IndicatorCounts:
    """Followed indicators by what can be said of them."""

    good: int  # met or exceeded
    unmet: int
    to_assess: int
    recorded: int  # has a value, but nothing to judge it by (no own target, flow before year end)
    missing: int
    growing: int = 0  # of ``recorded``: adds up and is judged at the year's end

    @property
    def total(self) -> int:
        """All followed indicators."""
        return self.good + self.unmet + self.to_assess + self.recorded + self.missing


def indicator_counts(sheet: Worksheet) -> IndicatorCounts:
    """Count the followed indicators; each is counted once."""
    found = {"good": 0, "unmet": 0, "to_assess": 0, "recorded": 0, "missing": 0}
    for row in sheet.followed_indicators:
        found[_indicator_kind(row)] += 1
    recorded = (row for row in sheet.followed_indicators if _indicator_kind(row) == "recorded")
    return IndicatorCounts(**found, growing=sum(row.target is not None for row in recorded))


def _indicator_kind(row: IndicatorRow) -> str:
    if lacks_value(row):
        return "missing"
    verdict = row.measurement.contested or row.verdict
    return _VERDICT_KINDS.get(verdict, "recorded") if verdict is not None else "recorded"


_VERDICT_KINDS = {
    Verdict.MET: "good",
    Verdict.EXCEEDED: "good",
    Verdict.UNMET: "unmet",
    Verdict.TO_ASSESS: "to_assess",
    Verdict.NO_VALUE: "missing",
}


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How far one section of the resolution is; what is reported apart counts by itself."""

    title: str
    done: int
    overdue: int
    told: int  # tasks of which the report says how they stand
    apart: int


def section_counts(sheet: Worksheet) -> tuple[SectionCount, ...]:
    """Sections that hold followed tasks, in printed order; the unit's own tasks come last."""
    titles = {
        section.code: f"{section.code}. {section.title}" for section in sheet.plan.task_sections
    }
    rows_of: dict[str, list[TaskRow]] = {}
    for row in sheet.own_tasks:
        rows_of.setdefault(row.task.section, []).append(row)
    return tuple(
        SectionCount(
            titles.get(code, "Nhiệm vụ của đơn vị"),
            sum(is_done(row) and not is_restricted(row) for row in rows),
            sum(is_overdue(row) for row in rows),
            sum(not is_restricted(row) for row in rows),
            sum(is_restricted(row) for row in rows),
        )
        for code, rows in rows_of.items()
    )


# ---------------------------------------------------------------------------- period before


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """What stands on the card of the period before; ``entered`` False offers to fill it in."""

    title: str
    text: str
    entered: bool


def previous_summary(sheet: Worksheet, previous: Period, *, backfilled: bool) -> PeriodSummary:
    """What was said of the followed tasks in ``previous``, the period before the sheet's.

    ``backfilled``: it lies before the store's first period, so that nothing of it is late
    (design, section 6).
    """
    known = [
        (row.previous, is_restricted(row)) for row in sheet.own_tasks if row.previous is not None
    ]
    entered = [(said, apart) for said, apart in known if said.updated_on is not None]
    touched = [said for said, apart in entered if not apart]
    if not entered:
        text = "Có thể nhập bổ sung, không tính là chậm."
        if not backfilled:
            text = f"Hạn gửi báo cáo là {format_date(previous.due)}."
        text = f"Chưa có kết quả nào. {text}"
        return PeriodSummary(f"{previous.name} chưa nhập", text, False)
    done = sum(progress.status is Status.COMPLETED for progress in touched)
    running = sum(progress.status is Status.IN_PROGRESS for progress in touched)
    text = f"Hoàn thành {done}, đang triển khai {running}, chưa triển khai hoặc tạm dừng "
    text += f"{len(touched) - done - running}"
    apart = len(entered) - len(touched)
    text += f", báo cáo theo đường riêng {apart}." if apart else "."
    title = f"{previous.name} đã nhập {len(entered)} nhiệm vụ"
    return PeriodSummary(title, text, True)
