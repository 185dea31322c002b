"""The inbox in words and for machines: who has sent what, and what has been answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.db import inbox
from qnapp.db.calendar import stored_period
from qnapp.domain.collecting import UNTIMED
from qnapp.domain.consolidated import due_day
from qnapp.domain.packages import code_words
from qnapp.domain.received import REPORT_STATE_WORDS, SENDER_WORDS, ReportState
from qnapp.domain.replies import ANSWER_WORDS, Answer
from qnapp.errors import NotFoundError
from qnapp.exchange.differences import difference_lines
from qnapp.exchange.reporters import arrivals_of
from qnapp.text import clean, format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.exchange.reporters import Arrivals

_SHORTEST = 8  # digits of a digest that a person types
_UNKNOWN = (
    "Không có gói nào trong sổ tiếp nhận mang mã “{name}”. Chưa có gì bị thay đổi. "
    "Xem mã gói bằng lệnh inbox --json."
)
_SHORT = f"Mã gói phải có ít nhất {_SHORTEST} chữ số. Chưa có gì bị thay đổi. Ghi dài hơn."
_SEVERAL = "Có {count} gói mang mã “{name}…”. Chưa có gì bị thay đổi. Ghi mã dài hơn."


def find_received(store: Store, name: str) -> ReceivedPackage:
    """The received package whose digest begins with some digits, as a person types them.

    Raises ``NotFoundError`` for none, several, and too few digits.
    """
    wanted = "".join(clean(name).split()).lower()
    if len(wanted) < _SHORTEST:
        raise NotFoundError(_SHORT)
    found = inbox.received_named(store, wanted)
    if len(found) > 1:
        raise NotFoundError(_SEVERAL.format(count=len(found), name=wanted[:40]))
    if not found:
        raise NotFoundError(_UNKNOWN.format(name=wanted[:40]))
    return found[0]


def inbox_object(store: Store, period_code: str) -> dict[str, Any]:
    """The object of ``inbox --json``: every organisation that is expected or has sent."""
    code = stored_period(store, period_code).period.code
    return {"period": code, "organisations": [_object(one) for one in arrivals_of(store, code)]}


def inbox_lines(store: Store, period_code: str) -> list[str]:
    """What ``inbox`` says to a person: who has sent, a line each, then who has not."""
    found = arrivals_of(store, period_code)
    period = stored_period(store, period_code).period
    missing = [one.reporter.name for one in found if one.reporter.state is ReportState.MISSING]
    due = due_day(period, (one.reporter for one in found))
    until = f"hạn gửi {format_date(due)}" if due is not None else UNTIMED
    lines = [f"Sổ tiếp nhận {lower_first(period.name)}, {until}"]
    for one in found:
        if one.reporter.state is not ReportState.MISSING:
            lines += _lines(one)
    if missing:
        lines.append(f"Chưa gửi ({len(missing)}): {', '.join(missing)}")
    return lines


def compared_lines(store: Store, package: ReceivedPackage) -> list[str]:
    """Name a report, then what it says otherwise than the one before."""
    first = inbox.received_package(store, package.first) or package
    title = f"{first.name}, báo cáo lần {first.revision}"
    return [title, *(f"  {line}" for line in difference_lines(store, first))]


def _lines(one: Arrivals) -> Iterator[str]:
    reporter, in_force = one.reporter, one.in_force
    words = [reporter.state_words.lower()]
    if reporter.late and reporter.state is not ReportState.LATE:
        words.append(REPORT_STATE_WORDS[ReportState.LATE].lower())
    if in_force is not None:
        words += [f"lần {in_force.revision}", SENDER_WORDS[in_force.sender]]
        if in_force.answer:
            words.append(f"đã trả lời: {ANSWER_WORDS[Answer(in_force.answer)]}")
    yield f"{reporter.name}: {', '.join(words)}"
    shown = one.rivals if in_force is None else (in_force,)
    for package in shown:
        day = format_date(package.received_at.date())
        yield f"  gói {code_words(package.digest)}, nhận ngày {day}, {package.file_name}"


def _object(one: Arrivals) -> dict[str, Any]:
    reporter, in_force = one.reporter, one.in_force
    return {
        "code": reporter.code,
        "name": reporter.name,
        "state": str(reporter.state),
        "late": reporter.late,
        "revision": reporter.revision,
        "origin": str(reporter.sender) if reporter.sender is not None else None,
        "answer": in_force.answer or None if in_force is not None else None,
        "packages": [_package(package, one) for package in one.packages],
    }


def _package(package: ReceivedPackage, one: Arrivals) -> dict[str, Any]:
    in_force = one.in_force
    return {
        "digest": package.digest,
        "revision": package.revision,
        "part": package.part,
        "parts": package.parts,
        "made_at": package.made_at.isoformat(),
        "received_at": package.received_at.isoformat(timespec="seconds"),
        "file": package.file_name,
        "number": package.number or None,
        "origin": str(package.sender),
        "in_force": in_force is not None and package.first == in_force.digest,
        "set_aside": package.set_aside,
        "answer": package.answer or None,
    }
