"""Answering a submission: accepted, or returned with a reason for each row (design, section 3).

The answer is a signed file in the outbox; that it was given stands in the inbox and the history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import inbox, outbox, replies
from qnapp.db.content import hash_of
from qnapp.db.failures import translated
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.domain.canonical import digest as digest_of
from qnapp.domain.packages import Kind, OutgoingPackage
from qnapp.domain.periods import period_stem
from qnapp.domain.received import candidates
from qnapp.domain.replies import Answer, Reply, ReplyRow, ReturnedRow
from qnapp.errors import InputError, LockedError, NotFoundError
from qnapp.exchange.keys import own_key
from qnapp.exchange.outgoing import package_name, placed, stage_folder
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reply_package import LONGEST, reply_contents, write_reply
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet
    from qnapp.exchange.container import Written

_UNKNOWN = (
    "Gói này chưa được tiếp nhận nên chưa trả lời được. Chưa có gì bị thay đổi. "
    "Tiếp nhận gói rồi trả lời."
)
_OLDER = (
    "{name} đã gửi báo cáo lần {newest} sau lần {revision}. Chưa có gì bị thay đổi. "
    "Trả lời báo cáo lần {newest}."
)
_REPLACED = (
    "{name} đã gửi gói khác của báo cáo lần {revision} thay cho gói này. "
    "Chưa có gì bị thay đổi. Trả lời gói gửi sau."
)
_CONFLICT = (
    "{name} có {count} gói khác số liệu của báo cáo lần {revision}. Chưa có gì bị thay đổi. "
    "Chọn một gói để dùng rồi trả lời gói đó."
)
_SAVED_OUT = (
    "Phiếu trả lời {name} đã lưu ra để gửi nên không hoàn tác. Chưa có gì bị thay đổi. "
    "Muốn trả lời khác, chọn Tiếp nhận hoặc Trả lại một lần nữa."
)
_NO_ROWS = (
    "Chưa nêu dòng nào để trả lại. Chưa có gì bị thay đổi. "
    "Chọn ít nhất một nhiệm vụ hoặc chỉ tiêu và ghi lý do."
)
_ROWS_ACCEPTED = (
    "Tiếp nhận báo cáo thì không nêu dòng trả lại. Chưa có gì bị thay đổi. "
    "Bỏ các dòng đã chọn hoặc chuyển sang trả lại."
)
_NO_REASON = "Chưa nêu lý do trả lại {code}. Chưa có gì bị thay đổi. Ghi lý do rồi thử lại."
_TOO_LONG = (
    f"Lý do trả lại hoặc ghi chú dài quá {LONGEST} ký tự. Chưa có gì bị thay đổi. "
    "Rút gọn rồi thử lại."
)
_TWICE = "{code} được nêu hai lần. Chưa có gì bị thay đổi. Gộp lý do vào một dòng rồi thử lại."
_NO_ROW = (
    "Báo cáo của {name} không có dòng “{code}”. Chưa có gì bị thay đổi. "
    "Chọn dòng có trong báo cáo đó."
)


def make_reply(
    store: Store,
    digest: str,
    verdict: Answer | str,
    rows: Sequence[ReturnedRow] = (),
    note: str = "",
) -> OutgoingPackage:
    """Answer the submission of a digest (of its part 1) and put the answer into the outbox.

    ``rows`` are of the report itself. The same answer again gives the same package;
    another one takes its place. Raises ``NotFoundError`` for a package that never arrived,
    ``LockedError`` for one that another has taken the place of and for one of several in conflict,
    ``InputError`` for rows without reason, twice or not in the report, for a return without rows
    and an acceptance with some.
    """
    package = _answerable(store, digest)
    sheet = received_sheet(store, package)
    told = check_answer(sheet, package.name, Answer(verdict), rows, note)
    reply = _reply(store, package, told)
    contents = digest_of(reply_contents(reply))
    made = _answers(store, package)
    if made and made[0].contents == contents:
        if package.answer != reply.verdict:  # it was taken back meanwhile
            inbox.answer_received(store, package.digest, str(reply.verdict))
        return made[0]
    key, previous = own_key(store), made[0].digest if made else ""
    with translated(store.folder), stage_folder(store) as folder:
        written = write_reply(
            folder / "1.tmp",
            reply,
            key,
            plan_version=package.plan_version,
            previous=previous,
            training=get_settings(store).training,
        )
        row = _row(store, reply, contents, previous, written)
        with placed(store, [(written.path, row)]), store.atomic():
            _answerable(store, digest)  # another may have arrived meanwhile
            (kept,) = outbox.add_packages(store, [row])
            inbox.answer_received(store, package.digest, str(reply.verdict))
            replies.add_reply(store, replace(reply, digest=written.digest), key.public)
    return kept


def take_back_answers(store: Store, digests: Sequence[str]) -> None:
    """Let submissions count as not answered again, all or none: nobody has seen the answers yet.

    The answers themselves stay in the outbox, where nothing is ever removed. Raises ``LockedError``
    where one was written into a folder to be sent, and as ``make_reply`` does.
    """
    with store.atomic():
        for digest in digests:
            package = _answerable(store, digest)
            made = _answers(store, package)
            if package.answer and made and outbox.was_saved_out(store, made[0].id):
                raise LockedError(_SAVED_OUT.format(name=package.name))
            if package.answer:
                inbox.answer_received(store, package.digest, "")


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered, found right."""

    verdict: Answer
    rows: tuple[ReturnedRow, ...]
    note: str


def check_answer(
    sheet: Worksheet, name: str, verdict: Answer, rows: Sequence[ReturnedRow], note: str
) -> Told:
    """Check an answer to the report of ``name``; raises ``InputError`` as ``make_reply`` does."""
    if verdict is Answer.RETURNED and not rows:
        raise InputError(_NO_ROWS)
    if verdict is Answer.ACCEPTED and rows:
        raise InputError(_ROWS_ACCEPTED)
    return Told(verdict, tuple(_checked(sheet, rows, name)), _bounded(note))


def find_row(sheet: Worksheet, name: str) -> tuple[ReplyRow, str] | None:
    """Kind and uid of a row that can be returned, by its uid or typed code; None for none.

    "3.2" is a task; everyone types the "CT-" of an indicator, the annex prints the bare number.
    """
    wanted = clean(name).casefold()
    for kind, rows in _rows_of(sheet):
        start = "ct-" if kind is ReplyRow.INDICATOR else ""
        for row in rows:
            code = row.code.casefold()
            if wanted in (row.uid.casefold(), code, start + code):
                return kind, row.uid
    return None


def require_answerable(package: ReceivedPackage, packages: Sequence[ReceivedPackage]) -> None:
    """Raise ``LockedError`` where part 1 of a report is not the one in force among all."""
    in_force = candidates(packages)
    told = {"name": package.name, "revision": package.revision}
    if all(one.digest != package.digest for one in in_force):
        newest = max(one.revision for one in packages)
        sentence = _OLDER if newest > package.revision else _REPLACED
        raise LockedError(sentence.format(**told, newest=newest))
    if len(in_force) > 1:
        raise LockedError(_CONFLICT.format(**told, count=len(in_force)))


def _answerable(store: Store, digest: str) -> ReceivedPackage:
    """Part 1 of the package of a digest, if it is the report in force."""
    found = inbox.received_package(store, digest)
    first = inbox.received_package(store, found.first) if found is not None else None
    if first is None:
        raise NotFoundError(_UNKNOWN)
    packages = inbox.received_packages(store, first.plan, first.period, first.organisation)
    require_answerable(first, packages)
    return first


def _reply(store: Store, package: ReceivedPackage, told: Told) -> Reply:
    own = own_organisation(store)
    return Reply(
        verdict=told.verdict,
        submission=package.digest,
        organisation=package.organisation,
        organisation_name=package.name,
        plan=package.plan,
        period=package.period,
        revision=package.revision,
        replied_at=store.clock().replace(microsecond=0),
        by=store.clerk,
        office=own.code,
        office_name=own.name,
        note=told.note,
        rows=told.rows,
    )


def _checked(sheet: Worksheet, rows: Iterable[ReturnedRow], sender: str) -> Iterator[ReturnedRow]:
    known = {(kind, row.uid): row.code for kind, group in _rows_of(sheet) for row in group}
    seen = set()
    for row in rows:
        place = (ReplyRow(row.kind), row.uid)
        if place not in known:
            raise InputError(_NO_ROW.format(name=sender, code=clean(row.uid)))
        if place in seen:
            raise InputError(_TWICE.format(code=known[place]))
        seen.add(place)
        reason = _bounded(row.reason)
        if not reason:
            raise InputError(_NO_REASON.format(code=known[place]))
        yield ReturnedRow(*place, reason)


def _rows_of(
    sheet: Worksheet,
) -> tuple[tuple[ReplyRow, Sequence[TaskRow | IndicatorRow]], ...]:
    """Rows that can be returned: also those that should have been reported and were not."""
    tasks = [row for row in sheet.tasks if not row.heading]
    return (ReplyRow.TASK, tasks), (ReplyRow.INDICATOR, sheet.indicators)


def _bounded(text: str) -> str:
    found = clean(text, multiline=True)
    if len(found) > LONGEST:
        raise InputError(_TOO_LONG)
    return found


def _answers(store: Store, package: ReceivedPackage) -> list[OutgoingPackage]:
    """Answers that were given to this organisation for this period, newest first."""
    return [
        one
        for one in outbox.outgoing_packages(store, kind=Kind.REPLY)
        if (one.plan, one.period, one.addressee)
        == (package.plan, package.period, package.organisation)
    ]


def _row(
    store: Store, reply: Reply, contents: str, previous: str, written: Written
) -> OutgoingPackage:
    period = period_stem(reply.period)
    stem = f"phieu-tra-loi-{reply.organisation}-{period}-lan-{reply.revision}"
    as_zip = get_settings(store).package_as_zip
    return OutgoingPackage(
        id=0,
        kind=Kind.REPLY,
        plan=reply.plan,
        period=reply.period,
        report=None,
        addressee=reply.organisation,
        revision=reply.revision,
        part=1,
        parts=1,
        digest=written.digest,
        first=written.digest,
        previous=previous,
        contents=contents,
        name=package_name(Kind.REPLY, stem, as_zip=as_zip),
        sha256=hash_of(written.path),
        size=written.size,
        made_at=reply.replied_at,
        clerk=store.clerk,
    )
