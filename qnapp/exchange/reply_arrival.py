"""A reply among the files that arrive: it opens the returned rows of one report, or none.

It is taken in only if it answers a submission that was really made here, and never over a newer
answer; applied whole or not at all.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import inbox, outbox, replies
from qnapp.db.calendar import stored_period
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.issued import issued_reports
from qnapp.db.items import codes_by_uid
from qnapp.db.roster import confirm_key, key_standing, offices
from qnapp.db.settings import get_settings
from qnapp.domain.packages import KeyStanding, Kind, Origin, key_words
from qnapp.domain.replies import ANSWER_WORDS, Answer
from qnapp.errors import FileError, LockedError
from qnapp.exchange.data_sheet import workbook_digest
from qnapp.exchange.reply_package import read_reply
from qnapp.text import clean, format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.replies import Reply
    from qnapp.exchange.container import Package

_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_OWN = f"“{{name}}” là phiếu trả lời do chính đơn vị này lập. {_KEPT} Chọn phiếu nhận từ cấp trên."
_OTHER_UNIT = (
    f"“{{name}}” là phiếu trả lời gửi {{theirs}}, không phải đơn vị này. {_KEPT} "
    "Chuyển phiếu cho đúng đơn vị."
)
_OTHER_PLAN = (
    f"“{{name}}” là phiếu trả lời của nghị quyết khác ({{plan}}) nên không nhận ở đây. {_KEPT} "
    "Chuyển sang dữ liệu của nghị quyết đó rồi nhận lại."
)
_TRAINING = f"“{{name}}” là phiếu trả lời của dữ liệu tập huấn. {_KEPT} Chọn đúng phiếu."
_REAL = (
    f"“{{name}}” là phiếu trả lời chính thức, ở đây là dữ liệu tập huấn. {_KEPT} Chọn đúng phiếu."
)
_NOT_SENT = (
    f"“{{name}}” không trả lời gói nào đã tạo ở đây. {_KEPT} "
    "Báo cơ quan lập phiếu kiểm tra lại gói đã nhận."
)
_CONTRADICTS = (
    f"“{{name}}” trả lời một gói đã tạo ở đây nhưng ghi kỳ hoặc lần báo cáo khác. {_KEPT} "
    "Đề nghị cơ quan lập phiếu lập lại."
)
_FROM_BELOW = (
    f"“{{name}}” do {{office}} lập, là đơn vị báo cáo cho đơn vị này. {_KEPT} "
    "Chọn phiếu của cơ quan cấp trên."
)
_LATER_SENT = (
    f"“{{name}}” trả lời báo cáo lần {{revision}}, đơn vị đã gửi lần {{newest}} sau đó. {_KEPT} "
    "Chờ phiếu trả lời lần {newest}."
)
_LATER_ANSWER = (
    f"“{{name}}” lập trước phiếu trả lời đã nhận của báo cáo này. {_KEPT} Dùng phiếu mới nhất."
)
_NO_ROW = (
    f"“{{name}}” trả lại dòng không có trong kế hoạch ở đây. {_KEPT} "
    "Nhận gói kế hoạch mới nhất rồi nhận lại phiếu."
)
_OTHER_KEY = (
    f"“{{name}}” ký bằng khóa khác với khóa đã xác nhận của {{office}} nên chưa nhận. {_KEPT} "
    "Đối chiếu mã khóa {key} với cơ quan đó rồi xác nhận khóa mới."
)
_NEW_KEY = "Khóa của {office}, xác nhận khi nhận phiếu: {key}"
_SAME_KEY = "Nguồn gửi: đúng khóa đã xác nhận ({key})."
_ANOTHER_KEY = "Nguồn gửi: khóa khác với khóa đã xác nhận, mã {key}. Chưa nhận được."
_ANOTHER_OFFICE = (
    "Trước đây nhận kế hoạch hoặc phiếu của {others}. Đối chiếu với cơ quan lập phiếu."
)
_ACCEPTED = "Báo cáo lần {revision} đã được tiếp nhận."
_RETURNED = (
    "Báo cáo lần {revision} bị trả lại {count} dòng. Chỉ các dòng này và lời báo cáo mở để sửa."
)
_WITHDRAW_FIRST = (
    "Đã trình ký lần {revision} sau báo cáo bị trả lại. Thu hồi trình ký để sửa các dòng này."
)
_KNOWN = "Phiếu này đã nhận, không có gì thay đổi."
_TAKEN = "{title}: đã nhận."
_TAKEN_BEFORE = "{title}: đã nhận trước đó, không có gì thay đổi."
_TRIED = "{title}: đã thử, hợp lệ, chưa ghi gì."


@dataclass(frozen=True, slots=True)
class IncomingReply:
    """A verified answer before it is taken in."""

    reply: Reply
    key: str  # public, 64 hexadecimal digits
    file_name: str
    standing: KeyStanding
    known: bool  # it was taken in before


def read_incoming_reply(store: Store, package: Package) -> IncomingReply:
    """Compare an open, verified answer with the store; writes nothing.

    Raises ``PackageError`` where it contradicts itself, ``FileError`` for another unit's, another
    plan's, training data among real ones, an answer to what was not made here or has given way to
    a later revision, and one that is older than what is known.
    """
    reply, name, key = read_reply(package), package.path.name, package.manifest.key
    _require_ours(store, reply, name)
    if inbox.has_sent(store, reply.office, key):
        raise FileError(_FROM_BELOW.format(name=name, office=reply.office_name))
    if package.manifest.head.training != get_settings(store).training:
        sentence = _TRAINING if package.manifest.head.training else _REAL
        raise FileError(sentence.format(name=name))
    _require_answered(store, reply, name)
    known = replies.known_reply(store, reply.digest) is not None
    if not known:
        _require_newest(store, reply, name)
    reply = _where_rows_stand(store, reply)
    if not {row.uid for row in reply.rows} <= codes_by_uid(store).keys():
        raise FileError(_NO_ROW.format(name=name))
    standing = key_standing(store, reply.office, key)
    return IncomingReply(reply, key, clean(name), standing, known)


def take_reply(store: Store, incoming: IncomingReply, *, key_compared: bool = False) -> None:
    """Take an answer in: the outbox says it, its rows open. The same again changes nothing.

    A person has seen its key, which counts as confirmed from then on. Raises ``LockedError`` for a
    key that is another than the confirmed one, unless a person has compared this one too
    (``key_compared``), ``FileError`` where the store has changed since.
    """
    reply, name = incoming.reply, incoming.file_name
    if incoming.known:
        return
    with store.atomic():
        _require_newest(store, reply, name)
        standing = key_standing(store, reply.office, incoming.key)
        if standing is KeyStanding.OTHER and not key_compared:
            told = {"office": reply.office_name, "key": key_words(incoming.key)}
            raise LockedError(_OTHER_KEY.format(name=name, **told))
        confirm_key(store, reply.office, reply.office_name, incoming.key)
        replies.add_reply(store, reply, incoming.key)
        for digest in _packages_of(store, reply):
            outbox.record_answer(store, digest, str(reply.verdict))


class ReplyArrival:
    """See ``qnapp.exchange.arrivals.Arrival``."""

    def __init__(self, store: Store, incoming: IncomingReply) -> None:
        reply = incoming.reply
        period = lower_first(stored_period(store, reply.period).period.name)
        verdict = ANSWER_WORDS[reply.verdict]
        self.title = (
            f"Phiếu {verdict} báo cáo {period}, lần {reply.revision}, của {reply.office_name}"
        )
        self.incoming = incoming
        training = get_settings(store).training  # mixed ones are refused
        self.origin = Origin(reply.office_name, incoming.key, incoming.standing, training)
        self.warnings = tuple(_warnings(store, incoming))
        self.lines = tuple(_lines(store, incoming))

    @property
    def changes(self) -> int:
        """See ``Arrival``."""
        return 0 if self.incoming.known else max(1, len(self.incoming.reply.rows))

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """See ``Arrival``."""
        with store.trial() if dry_run else contextlib.nullcontext():
            take_reply(store, self.incoming, key_compared=key_compared)
        if self.incoming.known:
            return _TAKEN_BEFORE.format(title=self.title)
        return (_TRIED if dry_run else _TAKEN).format(title=self.title)


def look(store: Store, package: Package) -> ReplyArrival:
    """Compare an open answer with the store; raises as ``read_incoming_reply`` does."""
    return ReplyArrival(store, read_incoming_reply(store, package))


def _require_ours(store: Store, reply: Reply, name: str) -> None:
    own = own_code(store)
    if reply.office == own:
        raise FileError(_OWN.format(name=name))
    if reply.organisation != own:
        raise FileError(_OTHER_UNIT.format(name=name, theirs=reply.organisation_name))
    if reply.plan != plan_uid(store):
        raise FileError(_OTHER_PLAN.format(name=name, plan=clean(reply.plan)[:40]))


def _where_rows_stand(store: Store, reply: Reply) -> Reply:
    """The answer with its rows as the plan in use calls them; two that became one are told once."""
    moved = replies.moved_rows(store)
    rows = [replace(row, uid=moved.get(row.uid, row.uid)) for row in reply.rows]
    return replace(reply, rows=tuple({(row.kind, row.uid): row for row in rows}.values()))


def _require_answered(store: Store, reply: Reply, name: str) -> None:
    """Raise ``FileError`` where it answers nothing of here, or something else than it says."""
    packages = outbox.parts_of(store, reply.submission)
    sent = [(one.plan, one.period, one.revision) for one in packages if one.report is not None]
    if not sent:
        report = _report_of_workbook(store, reply)
        sent = [(report.plan, report.period, report.revision)] if report is not None else []
    if not sent:
        raise FileError(_NOT_SENT.format(name=name))
    if sent[0] != (reply.plan, reply.period, reply.revision):
        raise FileError(_CONTRADICTS.format(name=name))


def _report_of_workbook(store: Store, reply: Reply) -> IssuedReport | None:
    """The report whose workbook went up in place of a package, None for none."""
    reports = issued_reports(store)
    wanted = reply.submission
    return next((one for one in reports if workbook_digest(one.sha256) == wanted), None)


def _packages_of(store: Store, reply: Reply) -> list[str]:
    """Digests of the packages that are answered: of one report, where its workbook went up."""
    if outbox.parts_of(store, reply.submission):
        return [reply.submission]
    report = _report_of_workbook(store, reply)
    made = outbox.outgoing_packages(store, kind=Kind.SUBMISSION)
    own = [one for one in made if report is not None and one.report == report.id]
    return list(dict.fromkeys(one.first for one in own))


def _require_newest(store: Store, reply: Reply, name: str) -> None:
    made = outbox.outgoing_packages(store, reply.period, kind=Kind.SUBMISSION)
    newest = max((one.revision for one in made), default=0)
    if newest > reply.revision:
        told = {"revision": reply.revision, "newest": newest}
        raise FileError(_LATER_SENT.format(name=name, **told))
    last = replies.last_answer(store, reply.period)
    if last is not None and last.replied_at > reply.replied_at:
        raise FileError(_LATER_ANSWER.format(name=name))


def _lines(store: Store, incoming: IncomingReply) -> Iterator[str]:
    """Say what it brings before it is taken in."""
    reply = incoming.reply
    by = f", {reply.by}" if reply.by else ""
    yield f"Lập ngày {format_date(reply.replied_at.date())}{by}"
    yield from _key_lines(incoming)
    if reply.note:
        yield f"Ghi chú: {clean(reply.note)}"
    if reply.verdict is Answer.ACCEPTED:
        yield _ACCEPTED.format(revision=reply.revision)
    else:
        yield _RETURNED.format(revision=reply.revision, count=len(reply.rows))
        yield from _row_lines(reply, codes_by_uid(store))
    yield from _warnings(store, incoming)
    if incoming.known:
        yield _KNOWN


def _warnings(store: Store, incoming: IncomingReply) -> Iterator[str]:
    """Say what stands in the way of doing what it asks."""
    reply = incoming.reply
    stands = stored_period(store, reply.period).revision
    if reply.rows and stands > reply.revision:
        yield _WITHDRAW_FIRST.format(revision=stands)
    others = offices(store)
    if incoming.standing is KeyStanding.NEW and others:
        yield _ANOTHER_OFFICE.format(others=", ".join(others.values()))


def _row_lines(reply: Reply, codes: Mapping[str, str]) -> Iterator[str]:
    for row in reply.rows:
        yield f"{codes[row.uid]}: {clean(row.reason)}"


def _key_lines(incoming: IncomingReply) -> Iterator[str]:
    office, key = incoming.reply.office_name, key_words(incoming.key)
    if incoming.standing is KeyStanding.CONFIRMED:
        yield _SAME_KEY.format(key=key)
    elif incoming.standing is KeyStanding.OTHER:
        yield _ANOTHER_KEY.format(key=key)
    else:
        yield _NEW_KEY.format(office=office, key=key)
