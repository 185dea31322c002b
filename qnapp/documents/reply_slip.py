"""Phiếu tiếp nhận, phiếu trả lại: what an upper office answers to a report, as one printed page.

It goes through the same frame and the same writers as a report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.frame import Content, Frame, framed, subject_of
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.report import EMPTY_TABLE, NBSP, Align, Column, Part, Row, RowKind, Table
from qnapp.documents.words import cited, joined, numbered, period_words, sentence
from qnapp.domain.replies import Answer, ReplyRow
from qnapp.text import (
    clean,
    format_date,
    lower_first,
    parse_date,
    safe_file_name,
    upper_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Office, Report
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.replies import Reply, ReturnedRow
    from qnapp.domain.reporting import Worksheet

COLUMNS = (
    Column("TT", Align.CENTER, 11),
    Column("Mã", Align.CENTER, 18),
    Column("Nội dung"),
    Column("Lý do trả lại"),
)
# Name and letters of its kind, which an office's own profile need not know.
_KINDS = {
    Answer.ACCEPTED: ("PHIẾU TIẾP NHẬN", "PTN"),
    Answer.RETURNED: ("PHIẾU TRẢ LẠI", "PTL"),
}
_ASKED = (
    "Đề nghị đơn vị chỉnh sửa, bổ sung {count} dòng dưới đây và gửi lại báo cáo; "
    "các dòng khác giữ nguyên như đã báo cáo."
)
_DONE = "Báo cáo được đưa vào tổng hợp chung."


def assemble_reply_slip(
    store: Store,
    reply: Reply,
    sheet: Worksheet,
    package: ReceivedPackage,
    letterhead: str | None = None,
) -> Report:
    """Word the slip to an answer of this store's own office.

    ``sheet`` and ``package`` are the report that was answered. ``letterhead`` "dang" or
    "nha-nuoc", None takes the setting. Raises ``NotFoundError`` for an unknown letterhead and
    ``FileError`` for an office's own profile that breaks a rule.
    """
    settings = get_settings(store)
    form = letterhead or settings.letterhead
    return build_reply_slip(
        reply,
        sheet,
        office_of(own_organisation(store), settings, form),
        profile_of(store, form),
        data=package.data,
        received_on=package.received_at.date(),
        report_number=package.number,
        report_date=package.issued_on,
        training=settings.training,
    )


def build_reply_slip(
    reply: Reply,
    sheet: Worksheet,
    office: Office,
    profile: Profile,
    *,
    data: str = "",
    received_on: date | None = None,
    report_number: str = "",
    report_date: str = "",
    number: str = "",
    issued_on: date | None = None,
    training: bool = False,
) -> Report:
    """Word the slip; number and day stay blank for the văn thư unless given.

    ``sheet`` is the report that was answered, ``data`` the SHA-256 of its data, ``report_number``
    and ``report_date`` (ISO) those it was issued under, each "" where it is not known.
    """
    form = slip_profile(profile, reply)
    # Whom the office's reports go to is no concern of a slip: who reported gets it, be it itself.
    office = replace(office, recipients=(issuer_name(sheet.organisation, profile),))
    frame = Frame(office, form, reply.replied_at.date(), number, issued_on)
    issued_day = parse_date(report_date) if report_date else None
    issued = numbered(report_number, issued_day, form.body)
    lines = _lines(reply, sheet, form, data, received_on, issued)
    name = issuer_name(office.organisation, form)
    verb = "đã tiếp nhận" if reply.verdict is Answer.ACCEPTED else "trả lại để chỉnh sửa"
    closing = _ASKED.format(count=len(reply.rows)) if reply.rows else _DONE
    table = _table(reply, sheet)
    text = (f"{name} {verb} báo cáo sau đây:", *lines, closing)
    content = Content(
        organisation=office.organisation,
        period=sheet.period.code,
        as_of=reply.replied_at.date(),
        subject=subject_of(
            (f"báo cáo {period_words(sheet.period)} của {lower_first(sheet.organisation.name)}",),
            form,
        ),
        parts=(Part("slip", "", text, table),),
        annexes=(),
        data=table,
    )
    return framed(content, frame, training=training)


def slip_profile(profile: Profile, reply: Reply) -> Profile:
    """Turn the form of a report into that of a slip: its name, and no Kính gửi."""
    text, code = _KINDS[reply.verdict]
    return replace(
        profile,
        type=replace(profile.type, text=text, code=code),
        addressee=replace(profile.addressee, shown=False),
    )


def slip_file_name(reply: Reply, ext: str) -> str:
    """Propose "Phiếu trả lại 2026-Q1 - Phường Hà Tu - lần 1.pdf"; ``ext`` with its dot."""
    kind = _KINDS[reply.verdict][0].capitalize()
    name = f"{kind} {reply.period} - {reply.organisation_name} - lần {reply.revision}"
    return safe_file_name(name, ext=ext)


def _lines(
    reply: Reply,
    sheet: Worksheet,
    profile: Profile,
    data: str,
    received_on: date | None,
    issued: str,
) -> Iterator[str]:
    resolution = cited(sheet.plan, profile.body)
    subject = f"kết quả thực hiện {resolution}, {period_words(sheet.period)}"
    yield f"- Đơn vị báo cáo: {reply.organisation_name} (mã {reply.organisation});"
    yield f"- Báo cáo: {joined([subject, f'lần {reply.revision}', issued], ', ')};"
    if data:
        yield f"- Mã đối chiếu: {_short(sheet, reply, data)};"
    received = f"nhận ngày {format_date(received_on)}; " if received_on is not None else ""
    answered = f"trả lời ngày {format_date(reply.replied_at.date())}, người trả lời: {reply.by}"
    note = clean(reply.note)
    yield f"- {upper_first(received + answered)}{';' if note else '.'}"
    if note:
        yield f"- Ý kiến: {sentence(note)}"


def _short(sheet: Worksheet, reply: Reply, data: str) -> str:
    """Give the code as it stands on the report itself, held together on one line."""
    own = Fingerprint(
        sheet.organisation.code,
        sheet.plan.uid,
        sheet.plan.version,
        sheet.period.code,
        reply.revision,
        data,
    )
    return own.short.replace(" ", NBSP)


def _table(reply: Reply, sheet: Worksheet) -> Table:
    if not reply.rows:
        return EMPTY_TABLE
    rows = (
        Row(RowKind.ROW, (n, *_named(one, sheet), clean(one.reason, multiline=True)))
        for n, one in enumerate(reply.rows, 1)
    )
    return Table(COLUMNS, tuple(rows))


def _named(one: ReturnedRow, sheet: Worksheet) -> tuple[str, str]:
    """Give code and title; a row that the report does not hold keeps its uid."""
    if one.kind is ReplyRow.TASK:
        task = next((row for row in sheet.tasks if row.uid == one.uid), None)
        return (task.code, task.task.title) if task else (one.uid, "")
    line = next((row for row in sheet.indicators if row.uid == one.uid), None)
    return (line.code, line.indicator.title) if line else (one.uid, "")
