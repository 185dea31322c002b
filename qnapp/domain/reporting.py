"""What an organisation reports, as plain data: the rows that screens, documents and checks share.

Dates are calendar dates without time zone; numbers are ``Decimal`` so that "96,4" stays "96,4".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from qnapp.domain.deadlines import Deadline, MilestoneKind
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import (
        Certainty,
        Channel,
        Indicator,
        Nature,
        Organisation,
        Origin,
        Plan,
        Role,
        Task,
    )
    from qnapp.domain.replies import RowReturn
    from qnapp.domain.targets import Target


class Status(StrEnum):
    """What the clerk says of a task in a period."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"


class Standing(StrEnum):
    """How a task stands at a date; computed, never typed (design, section 2)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE = "done"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"
    ON_HOLD = "on_hold"
    NO_DEADLINE = "no_deadline"


class Verdict(StrEnum):
    """How a value stands against a target."""

    MET = "met"
    EXCEEDED = "exceeded"
    UNMET = "unmet"
    TO_ASSESS = "to_assess"
    NO_VALUE = "no_value"


class Level(StrEnum):
    """How bad a finding of the checks is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Progress:
    """Result of one task in one period. Empty strings and None mean: nothing typed."""

    status: Status = Status.NOT_STARTED
    percent: int | None = None  # 0-100
    result: str = ""
    delay_reason: str = ""
    difficulty: str = ""
    proposal: str = ""
    next_step: str = ""
    completed_on: date | None = None
    expected_on: date | None = None
    restricted_number: str = ""  # restricted channel: số of the report sent separately
    restricted_on: date | None = None  # restricted channel: its date
    updated_on: date | None = None  # None: never touched in this period
    carried: bool = False  # copied from the period before and not confirmed since

    @property
    def ended_on(self) -> date | None:
        """The day of completion, for as long as the task is called completed."""
        return self.completed_on if self.status is Status.COMPLETED else None

    @property
    def still_expected_on(self) -> date | None:
        """When it is to be completed; of a completed task that is past and tells nothing."""
        return None if self.status is Status.COMPLETED else self.expected_on


@dataclass(frozen=True, slots=True)
class Extension:
    """A new due date for one organisation's task (gia hạn)."""

    id: int
    due: date
    document: str  # number and date of the document that asks or grants
    granted: bool


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """One dated point of a deadline and when it was really reached."""

    number: int  # 1, 2, ... in the order of the words
    label: str
    kind: MilestoneKind
    due: date | None
    actual_on: date | None = None
    later_on: date | None = None  # reached after the day asked about: not reached yet by then

    @property
    def recorded_on(self) -> date | None:
        """The day that was recorded, whether it had come by the day asked about or not."""
        return self.actual_on or self.later_on


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that proves a result. ``sha256`` is "" while it is "nộp sau"."""

    id: int
    name: str
    sha256: str
    size: int  # bytes
    number: str = ""
    issued_on: date | None = None
    title: str = ""
    added_on: date | None = None
    deferred: bool = False
    intact: bool | None = None  # None: not verified since it was added
    promised_on: date | None = None  # "nộp sau": until when; stays when the file has come


def file_count(evidence: Iterable[Evidence]) -> int:
    """How many files there are; what is "nộp sau" is none yet."""
    return sum(not item.deferred for item in evidence)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of one organisation in one period, with all that is known of it."""

    task: Task
    parent: Task | None
    lead: tuple[str, ...]  # own or inherited from the parent
    support: tuple[str, ...]
    deadline: Deadline  # own or inherited
    milestones: tuple[MilestoneState, ...]
    extension: Extension | None  # the granted one that counts, else the last one asked
    due: date | None  # the date that counts: a granted extension before the plan's
    heading: bool  # only a heading of its sub-tasks: not counted, not reported
    taken: bool  # the organisation reports on it
    role: Role | None
    certainty: Certainty | None
    reason: str
    officer: str
    progress: Progress
    previous: Progress | None  # the period before, None where there is none
    evidence: tuple[Evidence, ...]
    standing: Standing | None  # None for headings
    withdrawn: bool = False
    returned: RowReturn | None = None  # by the upper office, and not settled yet

    @property
    def uid(self) -> str:
        """Permanent identity of the task."""
        return self.task.uid

    @property
    def code(self) -> str:
        """What people type: ``3.4.15``, ``TC-2``."""
        return self.task.code

    @property
    def channel(self) -> Channel:
        """How the row may travel."""
        return self.task.channel

    @property
    def origin(self) -> Origin:
        """Where the task comes from."""
        return self.task.origin


@dataclass(frozen=True, slots=True)
class Measurement:
    """Values of one indicator in one period, each may be missing."""

    actual: Decimal | None = None
    estimate: Decimal | None = None  # ước cả kỳ
    cumulative: Decimal | None = None
    same_period_last_year: Decimal | None = None
    words: str = ""  # the result of an indicator that has no number
    note: str = ""
    contested: Verdict | None = None  # the clerk's own verdict, with a reason
    contest_reason: str = ""
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of one organisation in one period."""

    indicator: Indicator
    province_target: Target
    target: Target | None  # the organisation's own; None: shown, not judged
    target_id: int | None
    followed: bool
    measurement: Measurement
    previous: Measurement | None
    evidence: tuple[Evidence, ...]
    verdict: Verdict | None  # None: holds no target, or a flow before the year's end
    share: Decimal | None  # percent of the plan, for a flow with a number as target
    returned: RowReturn | None = None  # by the upper office, and not settled yet

    @property
    def uid(self) -> str:
        """Permanent identity of the indicator."""
        return self.indicator.uid

    @property
    def code(self) -> str:
        """What people type: ``CT-22a``, ``CT-NQ1``, or the bare printed code ``22a``."""
        return self.indicator.code

    @property
    def short_code(self) -> str:
        """What screens and papers call it: ``NQ1``, ``HT1``, ``22a``."""
        return self.code.removeprefix("CT-")

    @property
    def nature(self) -> Nature:
        """Flow, level or words."""
        return self.indicator.nature

    @property
    def takes_numbers(self) -> bool:
        """Whether a number can be reported: for one in words only where it has a unit."""
        return self.nature != "words" or bool(self.indicator.unit)

    @property
    def value(self) -> Decimal | None:
        """The number that is shown and judged.

        A flow counts what has added up so far (cumulative, then this period's own), a level what
        stands at the end; an estimate takes the place of an actual that is missing.
        """
        m = self.measurement
        order = (
            (m.cumulative, m.actual, m.estimate)
            if self.indicator.nature == "flow"
            else (m.actual, m.estimate, m.cumulative)
        )
        return next((v for v in order if v is not None), None)

    @property
    def estimated(self) -> bool:
        """Whether ``value`` is an estimate ("số ước")."""
        m = self.measurement
        return m.estimate is not None and self.value is m.estimate


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or a warning of the checks, and the cell it points to."""

    code: str
    level: Level
    text: str  # a sentence
    where: str  # uid of the row
    row_code: str  # what the row is called: "1.22"
    field: str  # name of the Progress or Measurement field, "evidence", "officer"


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All that one organisation has of one period; rows in printed order, local ones last."""

    organisation: Organisation
    plan: Plan
    period: Period
    as_of: date
    locked: bool
    tasks: tuple[TaskRow, ...]  # the whole plan's and local rows, taken on or not
    indicators: tuple[IndicatorRow, ...]

    @property
    def own_tasks(self) -> tuple[TaskRow, ...]:
        """Rows that the organisation reports on, headings left out."""
        return tuple(row for row in self.tasks if row.taken and not row.heading)

    @property
    def followed_indicators(self) -> tuple[IndicatorRow, ...]:
        """Indicators that the organisation follows."""
        return tuple(row for row in self.indicators if row.followed)
