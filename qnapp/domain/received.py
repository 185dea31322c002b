"""What arrived from those who report, as plain data, and which of it counts (design, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from qnapp.domain.reporting import Finding

UNSIGNED_KEY = "0" * 64  # of what came as a workbook


class Sender(StrEnum):
    """What is known of whose hand a package comes from."""

    CONFIRMED = "confirmed"  # a person has confirmed the key that signed it
    UNCONFIRMED = "unconfirmed"  # the package is whole, nobody has said whose key it is
    UNSIGNED = "unsigned"  # it came as a workbook, which no key signs


SENDER_WORDS = {
    Sender.CONFIRMED: "đã xác nhận nguồn gửi",
    Sender.UNCONFIRMED: "chưa xác nhận nguồn gửi",
    Sender.UNSIGNED: "tệp Excel, không rõ nguồn gửi",
}


class ReportState(StrEnum):
    """Where the report of one organisation in one period stands above."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    RETURNED = "returned"
    CONFLICT = "conflict"


REPORT_STATE_WORDS = {
    ReportState.ON_TIME: "Đúng hạn",
    ReportState.LATE: "Gửi muộn",
    ReportState.MISSING: "Chưa gửi",
    ReportState.RETURNED: "Đã trả lại",
    ReportState.CONFLICT: "Xung đột",
}


SENT = "Đã gửi"  # in a period entered afterwards, where no day is late (design, section 6)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came inside of a package; its content lies under its hash."""

    entry: str  # its name inside
    name: str  # what it was called outside
    sha256: str
    size: int  # bytes
    original: str = ""  # SHA-256 of what a photograph was before it was made smaller


@dataclass(frozen=True, slots=True)
class ReceivedPackage:
    """A submission that was taken in, or a part that brings more of its evidence.

    Of a workbook with a report's data, which is the second way up, digest and key are made up.
    """

    id: int
    organisation: str  # code, as the package says
    name: str  # of the organisation, as the package says
    plan: str  # uid
    plan_version: int  # that it was made with
    period: str  # code
    revision: int
    part: int
    parts: int
    digest: str
    first: str  # digest of part 1, its own for that
    previous: str  # digest of the sender's package before, "" for none
    key: str  # that signed it, 64 hexadecimal digits
    data: str  # SHA-256 of data.json, "" in parts 2, 3, ...
    made_at: datetime  # as the sender's clock said
    received_at: datetime
    file_name: str
    clerk: str = ""
    number: str = ""  # of the signed report
    issued_on: str = ""  # ISO date
    signer: str = ""
    set_aside: bool = False  # another of the same revision was chosen
    answer: str = ""  # "accepted" or "returned"
    sender: Sender = Sender.UNCONFIRMED
    findings: tuple[Finding, ...] | None = None  # of its checks; None: not kept at that time

    @property
    def signed(self) -> bool:
        """Whether a key says that it is whole; a workbook says so of its data alone."""
        return self.key != UNSIGNED_KEY


@dataclass(frozen=True, slots=True)
class Reminded:
    """The last reminder that one organisation was written in a period."""

    at: datetime
    answer_by: date  # until when its report was asked for
    times: int  # reminders so far, this one included


def candidates(packages: Iterable[ReceivedPackage]) -> tuple[ReceivedPackage, ...]:
    """First parts that may count for one organisation, plan and period, newest last.

    One is the report in force, several are a conflict: the same revision with other data, from two
    PCs, of which a person chooses. A package that a later one of its revision names as the one
    before has given way to it; so has one with the same data, and a workbook to what is signed.
    """
    firsts = [one for one in packages if one.part == 1 and not one.set_aside]
    newest = max((one.revision for one in firsts), default=0)
    same = [one for one in firsts if one.revision == newest]
    followed = {one.previous for one in same}
    heads = [one for one in same if one.digest not in followed]
    by_data = {one.data: one for one in sorted(heads, key=lambda one: (one.signed, _age(one)))}
    return tuple(sorted(by_data.values(), key=_age))


def missing_revisions(packages: Iterable[ReceivedPackage]) -> tuple[int, ...]:
    """Revisions below the newest that never arrived."""
    here = {one.revision for one in packages if one.part == 1}
    return tuple(number for number in range(1, max(here, default=0)) if number not in here)


def parts_here(
    packages: Iterable[ReceivedPackage], first: ReceivedPackage
) -> tuple[ReceivedPackage, ...]:
    """A first part and those parts that follow it, of the same hand; in order."""
    found = [one for one in packages if one.first == first.digest and one.key == first.key]
    return tuple(sorted(found, key=lambda one: one.part))


def report_state(packages: Sequence[ReceivedPackage], due: date | None) -> ReportState:
    """State of one organisation's report; whether it is in time is told by its first arrival.

    What is corrected after a return was in time if the first was. The due day is still in time;
    ``due`` is None where lateness does not count.
    """
    found = candidates(packages)
    if not found:
        return ReportState.MISSING
    if len(found) > 1:
        return ReportState.CONFLICT
    if found[0].answer == "returned":
        return ReportState.RETURNED
    arrived = min(one.received_at for one in packages if one.part == 1)
    return ReportState.LATE if due is not None and arrived.date() > due else ReportState.ON_TIME


def _age(package: ReceivedPackage) -> tuple[datetime, int]:
    return package.made_at, package.id
