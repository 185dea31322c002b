"""Đôn đốc: one công văn to the late and missing, and a letter to each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from qnapp.db.calendar import stored_period
from qnapp.db.content import CancelledError
from qnapp.db.organisations import own_organisation
from qnapp.db.plans import current_plan
from qnapp.db.reminders import note_reminded
from qnapp.db.reporters import addresses
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.files import write_atomically
from qnapp.documents.reminder import (
    REMINDED,
    Reminder,
    assemble_reminder,
    reminded,
    reminder_draft,
    reminder_file_name,
)
from qnapp.domain.collecting import Round
from qnapp.domain.received import ReportState
from qnapp.errors import FileError, InputError
from qnapp.exchange.mail_draft import Letter, write_letter
from qnapp.exchange.reporters import arrivals_of, unit_reports
from qnapp.text import format_date, lower_first, safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Reporter

_NOBODY = "Chưa chọn đơn vị nào để đôn đốc. Chưa ghi tệp nào. Chọn ít nhất một đơn vị."
_NO_COPY = "Không đọc được bản đã ký “{name}”. Chưa ghi tệp nào. Chọn lại tệp."
_AHEAD = "Đề nghị đơn vị gửi báo cáo đúng thời hạn, chậm nhất ngày {by}."  # before the due day
_SAYS = {
    ReportState.MISSING: "Đến nay đơn vị chưa gửi báo cáo. Đề nghị gửi chậm nhất ngày {by}.",
    ReportState.RETURNED: (
        "Báo cáo của đơn vị đã được trả lại để hoàn chỉnh và chưa gửi lại. "
        "Đề nghị gửi lại chậm nhất ngày {by}."
    ),
    ReportState.LATE: "Báo cáo của đơn vị gửi muộn. Đề nghị gửi đúng hạn ở các kỳ sau.",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to be reminded and how."""

    codes: tuple[str, ...]
    answer_by: date
    letterhead: str = ""  # "" takes the office's own
    text: str = ""  # of the công văn; "" takes the draft
    signed: Path | None = None  # goes with the letters in place of the unsigned PDF


@dataclass(frozen=True, slots=True)
class WrittenReminder:
    """What was written."""

    documents: tuple[Path, ...]  # PDF and Word of the công văn
    letters: tuple[Path, ...]  # one a unit whose address is known
    nameless: tuple[str, ...]  # units that get no letter: nobody has entered their address


def to_remind(store: Store, period_code: str) -> list[Reporter]:
    """Who has sent nothing, has not sent again, or was late; in that order.

    Nobody in a period that is entered afterwards, where lateness does not count.
    """
    found = [one.reporter for one in arrivals_of(store, period_code) if not one.reporter.untimed]
    late = [one for one in found if one.state in REMINDED]
    return sorted(late, key=lambda one: REMINDED.index(one.state))


def pressing(store: Store, period_code: str) -> frozenset[str]:
    """Codes of those who must be reminded today, as Tổng quan counts them (``Round.to_remind``)."""
    period = stored_period(store, period_code).period
    units = tuple(unit_reports(arrivals_of(store, period_code)))
    return frozenset(one.reporter.code for one in Round(period, units, store.today()).to_remind)


def draft_words(store: Store, period_code: str, wish: Wish) -> str:
    """The text that the công văn has unless somebody writes another; "" while nobody is chosen."""
    if not wish.codes:
        return ""
    settings = get_settings(store)
    form = wish.letterhead or settings.letterhead
    office = office_of(own_organisation(store), settings, form)
    return reminder_draft(_reminder(store, period_code, wish), office, profile_of(store, form))


def write_reminder(
    store: Store,
    period_code: str,
    wish: Wish,
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> WrittenReminder:
    """Write the công văn as PDF and Word, and a letter with it to each unit with an address.

    Files of the same name are replaced. Once all are there the store remembers who was reminded.
    Raises ``InputError`` where nobody is chosen, ``FileError``
    where the folder cannot be written, ``CancelledError``.
    """
    from qnapp.documents.docx import write_docx  # both take long to import
    from qnapp.documents.pdf import render_pdf

    chosen = _chosen(store, period_code, wish.codes)
    if not chosen:
        raise InputError(_NOBODY)
    signed = _signed(wish.signed)
    period = stored_period(store, period_code).period
    content = assemble_reminder(
        store, _reminder(store, period_code, wish), wish.letterhead or None, text=wish.text
    )
    paper = folder / reminder_file_name(period, ".pdf")
    word = folder / reminder_file_name(period, ".docx")
    drawn = render_pdf(content, cancelled=cancelled).data
    write_atomically(paper, partial(_put, drawn))
    write_docx(content, word)
    known = addresses(store, [one.code for one in chosen])
    name = wish.signed.name if wish.signed is not None else paper.name
    letters = []
    written = [one for one in chosen if known[one.code]]
    for number, one in enumerate(written):
        if cancelled is not None and cancelled():
            raise CancelledError
        if progress is not None:
            progress(number, len(written))
        target = folder / safe_file_name(f"Thư đôn đốc {one.name} {period_code}", ext=".eml")
        files = {safe_file_name(name): signed or drawn}
        write_letter(_letter(store, one, period_code, wish, files, to=known[one.code]), target)
        letters.append(target)
    note_reminded(store, period_code, [one.code for one in chosen], wish.answer_by)
    nameless = tuple(one.name for one in chosen if not known[one.code])
    return WrittenReminder((paper, word), tuple(letters), nameless)


def _put(data: bytes, file: BinaryIO) -> None:
    file.write(data)


def _signed(path: Path | None) -> bytes:
    if path is None:
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(_NO_COPY.format(name=path.name), detail=str(error)) from error


def _chosen(store: Store, period_code: str, codes: Sequence[str]) -> list[Reporter]:
    return [one for one in to_remind(store, period_code) if one.code in codes]


def _reminder(store: Store, period_code: str, wish: Wish) -> Reminder:
    form = wish.letterhead or get_settings(store).letterhead
    chosen = _chosen(store, period_code, wish.codes)
    units = reminded(chosen, profile_of(store, form))
    period = stored_period(store, period_code).period
    return Reminder(current_plan(store), period, units, store.today(), wish.answer_by)


def _letter(
    store: Store,
    one: Reporter,
    period_code: str,
    wish: Wish,
    files: Mapping[str, bytes],
    *,
    to: str,
) -> Letter:
    period = stored_period(store, period_code).period
    what = f"báo cáo {lower_first(period.name)}"
    ahead = one.state is ReportState.MISSING and store.today() <= period.due
    said = (_AHEAD if ahead else _SAYS[one.state]).format(by=format_date(wish.answer_by))
    lines = [
        f"Kính gửi: {one.name}",
        "",
        f"{own_organisation(store).name} {'nhắc' if ahead else 'đôn đốc'} gửi {what} "
        f"thực hiện Nghị quyết số "
        f"{current_plan(store).number}; hạn gửi {format_date(period.due)}.",
        said,
        "",
        f"Kèm theo: {', '.join(files)}",
        "",
        "Trân trọng.",
    ]
    training = "[TẬP HUẤN] " if get_settings(store).training else ""
    subject = f"{training}Đôn đốc gửi {what} - {one.name}"
    return Letter(to, subject, "\n".join(lines), files)
