"""All reports of one period side by side (design, section 3.8), as plain data and pure rules.

A cell without assignment is blank and counts nowhere; what is missing is told, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.domain.assignments import propose, reportable_tasks
from qnapp.domain.plan import Channel, Origin
from qnapp.domain.plan_changes import called
from qnapp.domain.received import REPORT_STATE_WORDS, SENT, ReportState, Sender
from qnapp.domain.reporting import Standing
from qnapp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Indicator, Plan, Task
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Verdict, Worksheet

_NOTHING = (
    "Chỉ tiêu {code} chưa có số liệu để cộng. Chưa có gì bị thay đổi. "
    "Xem đơn vị nào chưa báo cáo trong danh sách."
)
_UNITS = (
    "Chỉ tiêu {code} được báo cáo bằng nhiều đơn vị tính ({units}) nên không cộng được. "
    "Số của từng đơn vị vẫn giữ nguyên. Đề nghị các đơn vị báo cáo cùng một đơn vị tính."
)
_SHARES = (
    "Chỉ tiêu {code} tính bằng phần trăm nên cộng lại không có nghĩa. "
    "Số của từng đơn vị vẫn giữ nguyên. Xem trong danh sách."
)
_MIXED = (
    "Chỉ tiêu {code} có cả số thực hiện và số ước nên không cộng được. "
    "Số của từng đơn vị vẫn giữ nguyên. Chọn số thực hiện hoặc số ước rồi cộng riêng."
)


@dataclass(frozen=True, slots=True)
class Reporter:
    """An organisation that is expected to report, or that has reported."""

    code: str
    name: str
    group: str  # "Phường", "Xã", "Cơ quan", "Đơn vị khác"
    state: ReportState = ReportState.MISSING
    late: bool = False  # the first report came after the due day, whatever happened since
    revision: int = 0  # that is in force, 0 for none
    sender: Sender | None = None  # None: nothing is in force
    received_at: datetime | None = None  # of the first report
    plan_version: int = 0
    gaps: tuple[int, ...] = ()  # revisions that never arrived
    missing_parts: int = 0  # packages with evidence that did not arrive
    number: str = ""  # of the signed report
    untimed: bool = False  # the period is entered afterwards: lateness does not count

    @property
    def state_words(self) -> str:
        """How the report stands: "Đúng hạn"; in time for nothing where lateness does not count."""
        untimed = self.untimed and self.state is ReportState.ON_TIME
        return SENT if untimed else REPORT_STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the plan in all reports."""

    task: Task
    cells: Mapping[str, Standing]  # by code of the organisation that reports on it
    silent: frozenset[str]  # codes of those it is assigned to that say nothing of it

    @property
    def apart(self) -> bool:
        """Whether it is reported by the separate channel: no count may betray how it stands."""
        return self.task.channel is Channel.RESTRICTED

    @property
    def counts(self) -> dict[Standing | None, int]:
        """How many reports have each standing, every standing present; None: reported apart."""
        found: dict[Standing | None, int] = dict.fromkeys((*Standing, None), 0)
        for standing in self.cells.values():
            found[None if self.apart else standing] += 1
        return found


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """What one organisation reports of an indicator."""

    organisation: str  # code
    unit: str
    value: Decimal | None
    estimated: bool
    words: str = ""
    target: str = ""  # in its words; "" where the organisation holds none
    verdict: Verdict | None = None  # None: no target is held, or it is not judged yet
    own_verdict: bool = False  # the organisation judged itself
    reason: str = ""  # why it did

    @property
    def told(self) -> bool:
        """Whether anything is reported of it; who follows it without a value tells nothing."""
        return self.value is not None or bool(self.words)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the plan in all reports."""

    indicator: Indicator
    values: tuple[IndicatorValue, ...]

    @property
    def told(self) -> int:
        """How many organisations report something of it."""
        return sum(value.told for value in self.values)


@dataclass(frozen=True, slots=True)
class Remark:
    """A difficulty or a proposal, and who has it."""

    organisation: str  # code
    task_code: str
    task_title: str
    difficulty: str
    proposal: str


@dataclass(frozen=True, slots=True)
class WithdrawnRow:
    """A task or indicator that the plan has no more, and reports in force still speak of."""

    code: str  # as the report calls it: "1.23", "CT-4"
    title: str
    organisations: tuple[str, ...]  # codes


def due_day(period: Period, reporters: Iterable[Reporter]) -> date | None:
    """Give the last day on which a report is in time; None where lateness does not count."""
    return None if any(one.untimed for one in reporters) else period.due


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    count: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """With one decimal, half up; None of nothing."""
        if not self.of:
            return None
        return (Decimal(self.count * 100) / self.of).quantize(Decimal("0.1"), "ROUND_HALF_UP")


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All reports of a period; conflicts are named and stay out of every figure."""

    plan: Plan
    period: Period
    reporters: tuple[Reporter, ...]
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]
    remarks: tuple[Remark, ...]
    local_tasks: Mapping[str, int]  # tasks of their own plans, by organisation; in no line above
    withdrawn: tuple[WithdrawnRow, ...] = ()  # in no line above either
    local_indicators: Mapping[str, int] = field(default_factory=dict)  # as ``local_tasks``

    def in_state(self, state: ReportState) -> tuple[Reporter, ...]:
        """Reporters whose report stands so, in their order."""
        return tuple(one for one in self.reporters if one.state is state)

    @property
    def due(self) -> date | None:
        """The last day on which a report is in time; None where lateness does not count."""
        return due_day(self.period, self.reporters)

    @property
    def unconfirmed(self) -> tuple[Reporter, ...]:
        """Those whose figures count though nobody has confirmed who sent them."""
        return tuple(one for one in self.reporters if one.sender not in (None, Sender.CONFIRMED))

    @property
    def complete(self) -> Rate:
        """How many have reported at all."""
        missing = len(self.in_state(ReportState.MISSING))
        return Rate(len(self.reporters) - missing, len(self.reporters))

    @property
    def timely(self) -> Rate:
        """How many have first reported by the due day."""
        there = [one for one in self.reporters if one.state is not ReportState.MISSING]
        return Rate(sum(not one.late for one in there), len(self.reporters))


def build_consolidation(
    plan: Plan, period: Period, reporters: Sequence[Reporter], sheets: Mapping[str, Worksheet]
) -> Consolidation:
    """Put reports side by side; ``sheets`` are those in force by code of their organisation.

    Every report is judged by the plan version that it was made with; lines are those of ``plan``.
    """
    ordered = [(one.code, sheets[one.code]) for one in reporters if one.code in sheets]
    own = {code: {row.uid: row for row in sheet.own_tasks} for code, sheet in ordered}
    return Consolidation(
        plan=plan,
        period=period,
        reporters=tuple(reporters),
        tasks=tuple(_task_lines(plan, reporters, own)),
        indicators=tuple(_indicator_lines(plan, ordered)),
        remarks=tuple(_remarks(ordered)),
        local_tasks={code: sum(map(_is_local, rows.values())) for code, rows in own.items()},
        withdrawn=tuple(_withdrawn(plan, ordered)),
        local_indicators={
            code: sum(row.indicator.origin is Origin.LOCAL for row in sheet.followed_indicators)
            for code, sheet in ordered
        },
    )


def total_of(line: IndicatorLine, *, estimated: bool | None = None) -> Decimal:
    """Add up an indicator, on a person's request only; ``estimated`` picks one kind of value.

    Raises ``InputError`` where there is nothing to add, where units of measure differ, and where
    actual values and estimates would be mixed.
    """
    told = [one for one in line.values if one.value is not None]
    told = [one for one in told if estimated is None or one.estimated is estimated]
    code, units = line.indicator.code, sorted({one.unit for one in told})
    if not told:
        raise InputError(_NOTHING.format(code=code))
    if len(units) > 1:
        raise InputError(_UNITS.format(code=code, units=", ".join(units)))
    if len({one.estimated for one in told}) > 1:
        raise InputError(_MIXED.format(code=code))
    return sum((one.value for one in told if one.value is not None), Decimal(0))


def _task_lines(
    plan: Plan, reporters: Sequence[Reporter], own: Mapping[str, Mapping[str, TaskRow]]
) -> Iterator[TaskLine]:
    assigned = {one.code: _assigned(plan, one.code) for one in reporters}
    for task in reportable_tasks(plan):
        rows = {code: found[task.uid] for code, found in own.items() if task.uid in found}
        cells = {code: row.standing for code, row in rows.items() if row.standing is not None}
        silent = {code for code, uids in assigned.items() if task.uid in uids and code not in cells}
        yield TaskLine(task, cells, frozenset(silent))


def _assigned(plan: Plan, code: str) -> set[str]:
    """What the plan surely assigns to an organisation: who says nothing of it leaves a hole."""
    return {one.uid for one in propose(plan, code) if one.preticked}


def _indicator_lines(
    plan: Plan, sheets: Sequence[tuple[str, Worksheet]]
) -> Iterator[IndicatorLine]:
    followed = [(code, {row.uid: row for row in sheet.followed_indicators})
                for code, sheet in sheets]  # fmt: skip
    for indicator in plan.indicators:
        uid = indicator.uid
        values = [_value(code, rows[uid]) for code, rows in followed if uid in rows]
        yield IndicatorLine(indicator, tuple(values))


def _value(code: str, row: IndicatorRow) -> IndicatorValue:
    m = row.measurement
    own = m.contested is not None and row.target is not None
    return IndicatorValue(
        organisation=code,
        unit=row.indicator.unit,
        value=row.value,
        estimated=row.estimated,
        words=m.words,
        target=row.target.text if row.target is not None else "",
        verdict=row.verdict if row.target is not None else None,
        own_verdict=own,
        reason=m.contest_reason if own else "",
    )


def _withdrawn(plan: Plan, sheets: Sequence[tuple[str, Worksheet]]) -> Iterator[WithdrawnRow]:
    """Rows of reports that no line holds: made with a version that still had them."""
    lines = {one.uid for one in reportable_tasks(plan)} | {one.uid for one in plan.indicators}
    found: dict[str, tuple[Task | Indicator, list[str]]] = {}
    for code, sheet in sheets:
        rows: list[Task | Indicator] = [row.task for row in sheet.own_tasks]
        rows += [row.indicator for row in sheet.followed_indicators]
        for row in rows:
            if row.uid not in lines and row.origin is not Origin.LOCAL:
                found.setdefault(row.uid, (row, []))[1].append(code)
    for row, codes in found.values():
        yield WithdrawnRow(called(row), row.title, tuple(codes))


def _remarks(sheets: Iterable[tuple[str, Worksheet]]) -> Iterator[Remark]:
    for code, sheet in sheets:
        for row in sheet.own_tasks:
            said = row.progress
            # A restricted row travels without its text; whatever it holds is not passed on.
            if row.channel is not Channel.RESTRICTED and (said.difficulty or said.proposal):
                yield Remark(code, row.code, row.task.title, said.difficulty, said.proposal)


def _is_local(row: TaskRow) -> bool:
    return row.origin is Origin.LOCAL


@dataclass(frozen=True, slots=True)
class Sum:
    """What was added up, of how many, and of which kind of value."""

    total: Decimal
    count: int  # organisations
    unit: str
    estimated: bool


def add_up(line: IndicatorLine, *, estimated: bool | None = None) -> Sum:
    """Add up an indicator on a person's request; raises what ``total_of`` does.

    Shares of a hundred are refused besides: added up they mean nothing.
    """
    told = [one for one in line.values if one.value is not None]
    told = [one for one in told if estimated is None or one.estimated is estimated]
    if any("%" in one.unit for one in told):
        raise InputError(_SHARES.format(code=line.indicator.code))
    total = total_of(line, estimated=estimated)
    return Sum(total, len(told), told[0].unit, told[0].estimated)


def mixes_estimates(line: IndicatorLine) -> bool:
    """Whether some report an actual value and others an estimate."""
    return len({one.estimated for one in line.values if one.value is not None}) > 1


@dataclass(frozen=True, slots=True)
class Change:
    """A task whose standing is another one than in the period before."""

    organisation: str  # code
    task: Task
    before: Standing
    now: Standing


def changes_between(before: Consolidation, now: Consolidation) -> list[Change]:
    """What moved from one period to the next, by task and organisation; only what both report."""
    old = {line.task.uid: line.cells for line in before.tasks}
    return [
        Change(code, line.task, old[line.task.uid][code], standing)
        for line in now.tasks
        if line.task.uid in old
        for code, standing in line.cells.items()
        if code in old[line.task.uid] and old[line.task.uid][code] is not standing
    ]
