"""What the upper office answers to a submission, as plain data (design, section 3, step 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class Answer(StrEnum):
    """What becomes of a submission."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class ReplyRow(StrEnum):
    """What a row of the report is."""

    TASK = "task"
    INDICATOR = "indicator"


ANSWER_WORDS = {Answer.ACCEPTED: "tiếp nhận", Answer.RETURNED: "trả lại"}


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that has to be corrected, and why."""

    kind: ReplyRow
    uid: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to one submission. Raises ``ValueError`` for what contradicts itself."""

    verdict: Answer
    submission: str  # digest of its part 1
    organisation: str  # code of the one that reported
    organisation_name: str
    plan: str  # uid
    period: str  # code
    revision: int  # of the report
    replied_at: datetime
    by: str  # the person who answered
    office: str  # code of the organisation that answered
    office_name: str
    note: str = ""
    rows: tuple[ReturnedRow, ...] = ()  # to be corrected; none where it is accepted
    digest: str = ""  # of the package that carries it

    def __post_init__(self) -> None:
        if (self.verdict is Answer.RETURNED) != bool(self.rows):
            raise ValueError("rows are returned, or the whole is accepted")
        if len({(row.kind, row.uid) for row in self.rows}) != len(self.rows):
            raise ValueError("a row is returned once")
        if not all(row.uid and row.reason for row in self.rows):
            raise ValueError("a row is returned with a reason")
        if self.revision < 1:
            raise ValueError("revisions count from 1")


@dataclass(frozen=True, slots=True)
class RowReturn:
    """A returned row as the one that reported sees it."""

    kind: ReplyRow
    uid: str
    reason: str
    returned_on: date
    by: str  # name of the organisation that returned it
    revision: int  # of the report that was returned
    mended: bool = False  # changed here since the answer was taken in
    note: str = ""  # what the answer says of the whole report
