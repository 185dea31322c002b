"""Công văn đôn đốc: one letter to all whose report is missing, late or was returned.

Its text is a draft that the office may rewrite. It goes through the same frame and writers as a
report; the trích yếu stands under the number, as in every công văn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db.builtin import builtin_organisations
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.frame import Content, Frame, framed, written_part
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.report import (
    EMPTY_TABLE,
    Align,
    Annex,
    Column,
    Part,
    Row,
    RowKind,
    Table,
)
from qnapp.documents.words import cited, joined, period_words
from qnapp.domain.received import ReportState
from qnapp.text import format_date, safe_file_name, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Office, Report
    from qnapp.domain.consolidated import Reporter
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan

MOST_ADDRESSED = 8
"""So many are named after Kính gửi; more stand in a list that goes with the letter."""
REMINDED = (ReportState.MISSING, ReportState.RETURNED, ReportState.LATE)

COLUMNS = (
    Column("TT", Align.CENTER, 13),
    Column("Đơn vị"),
    Column("Tình hình", Align.LEFT, 52),
)
_LIST = "Danh sách"
_TO_ALL = "Các đơn vị có tên trong danh sách kèm theo"
_STATES = {
    ReportState.MISSING: "Chưa gửi báo cáo",
    ReportState.RETURNED: "Đã trả lại, chưa gửi lại",
    ReportState.LATE: "Gửi muộn",
}
_COUNTED = {
    ReportState.MISSING: "đơn vị chưa gửi báo cáo",
    ReportState.RETURNED: "đơn vị bị trả lại báo cáo nhưng chưa gửi lại",
    ReportState.LATE: "đơn vị gửi báo cáo muộn",
}


_ALONE = {
    ReportState.MISSING: "chưa gửi báo cáo",
    ReportState.RETURNED: "chưa gửi lại báo cáo đã được trả lại để chỉnh sửa",
    ReportState.LATE: "mới gửi báo cáo, muộn so với thời hạn",
}
_ASKED = {
    ReportState.MISSING: "chưa gửi báo cáo",
    ReportState.RETURNED: "chưa gửi lại báo cáo",
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """One organisation that is reminded."""

    name: str  # as it is addressed: "Đảng ủy phường Hà Tu"
    state: ReportState  # one of ``REMINDED``


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder speaks of. ``on`` is the day up to which it counts."""

    plan: Plan
    period: Period
    units: tuple[Reminded, ...]
    on: date
    answer_by: date  # the new last day

    @property
    def ahead(self) -> bool:
        """Whether the due day is not over and nothing has to be sent again."""
        missing = all(one.state is ReportState.MISSING for one in self.units)
        return missing and self.on <= self.period.due


def reminded(reporters: Iterable[Reporter], profile: Profile) -> tuple[Reminded, ...]:
    """Pick who is to be reminded, in order: who has sent nothing first, who was only late last.

    Units and bodies that are built in are addressed by the name that the letterhead asks for.
    """
    known = {one.code: one for one in builtin_organisations()}
    ordered = sorted(
        (one for one in reporters if one.state in REMINDED),
        key=lambda one: REMINDED.index(one.state),
    )
    return tuple(
        Reminded(
            issuer_name(known[one.code], profile) if one.code in known else one.name, one.state
        )
        for one in ordered
    )


def assemble_reminder(
    store: Store, reminder: Reminder, letterhead: str | None = None, *, text: str = ""
) -> Report:
    """Word the letter of this store's own office; ``text`` is the office's own, "" the draft.

    Raises ``NotFoundError`` for an unknown letterhead and ``FileError`` for an office's own profile
    that breaks a rule.
    """
    settings = get_settings(store)
    form = letterhead or settings.letterhead
    return build_reminder(
        reminder,
        office_of(own_organisation(store), settings, form),
        profile_of(store, form),
        text=text,
        training=settings.training,
    )


def build_reminder(
    reminder: Reminder,
    office: Office,
    profile: Profile,
    *,
    text: str = "",
    number: str = "",
    issued_on: date | None = None,
    training: bool = False,
) -> Report:
    """Word the letter; number and day stay blank for the văn thư unless given."""
    form = letter_profile(profile)
    named = len(reminder.units) <= MOST_ADDRESSED
    listed = named and len(reminder.units) > 1  # of a single one the text says all
    to = tuple(unit.name for unit in reminder.units) if named else (_TO_ALL,)
    office = replace(office, addressees=to, recipients=())
    frame = Frame(office, form, reminder.on, number, issued_on)
    table = _table(reminder.units)
    subject = f"{form.letter.label} đôn đốc gửi báo cáo {period_words(reminder.period)}"
    content = Content(
        organisation=office.organisation,
        period=reminder.period.code,
        as_of=reminder.on,
        subject=(subject,),
        parts=_parts(reminder, office, form, text, table if listed else EMPTY_TABLE),
        annexes=() if named else (_annex(reminder, frame, table),),
        data=table,
    )
    return framed(content, frame, training=training)


def letter_profile(profile: Profile) -> Profile:
    """Turn the form of a report into that of a công văn."""
    rules = profile.letter
    subject = replace(profile.subject, style=rules.style, capital=False, place="under_number")
    return replace(
        profile,
        type=replace(profile.type, text="CÔNG VĂN", code=rules.code),
        subject=subject,
        addressee=replace(profile.addressee, shown=True, default=""),
        recipients=replace(profile.recipients, default=rules.recipients),
    )


def reminder_draft(reminder: Reminder, office: Office, profile: Profile) -> str:
    """Propose the letter's text, paragraphs on lines of their own."""
    name = issuer_name(office.organisation, profile)
    resolution = cited(reminder.plan, profile.body)
    period = period_words(reminder.period)
    due, by = format_date(reminder.period.due), format_date(reminder.answer_by)
    where = "dưới đây" if len(reminder.units) <= MOST_ADDRESSED else "kèm theo"
    found = [f"{_count(reminder, state)} {words}" for state, words in _COUNTED.items()]
    counts = [clause for clause in found if not clause.startswith("0 ")]
    told = f"có {', '.join(counts)} (danh sách {where})"
    if len(reminder.units) == 1:
        told = f"{reminder.units[0].name} {_ALONE[reminder.units[0].state]}"
    begin = f"Thực hiện {resolution}, các đơn vị gửi báo cáo kết quả {period} chậm nhất ngày {due}."
    if reminder.ahead:  # nobody is late yet, so nobody is blamed
        whom = _whom(reminder)
        listed = f" Danh sách các đơn vị {where}." if len(reminder.units) > 1 else ""
        return "\n".join(
            (
                f"{begin}{listed}",
                f"{name} đề nghị {whom} hoàn thành và gửi báo cáo đúng thời hạn, "
                f"chậm nhất ngày {by}.",
                f"Đề nghị {whom} quan tâm, phối hợp thực hiện.",
            )
        )
    paragraphs = [f"{begin} Đến ngày {format_date(reminder.on)}, {told}."]
    if asked := [words for state, words in _ASKED.items() if _count(reminder, state)]:
        paragraphs.append(
            f"{name} đề nghị {_whom(reminder, ', '.join(asked))} khẩn trương hoàn thành và gửi báo "
            f"cáo chậm nhất ngày {by}."
        )
    if _count(reminder, ReportState.LATE):
        late = upper_first(_whom(reminder, "gửi muộn"))
        paragraphs.append(f"{late} rút kinh nghiệm, thực hiện đúng thời hạn báo cáo ở các kỳ sau.")
    paragraphs.append(f"Đề nghị {_whom(reminder)} quan tâm, phối hợp thực hiện.")
    return "\n".join(paragraphs)


def _whom(reminder: Reminder, which: str = "") -> str:
    """Name whom a sentence asks: the only one by its name, several by what they did not do."""
    alone = len(reminder.units) == 1
    return reminder.units[0].name if alone else joined(["các đơn vị", which], " ")


def reminder_file_name(period: Period, ext: str) -> str:
    """Propose "Công văn đôn đốc báo cáo Quý I năm 2026.pdf"; ``ext`` with its dot."""
    return safe_file_name(f"Công văn đôn đốc báo cáo {period.name}", ext=ext)


def _count(reminder: Reminder, state: ReportState) -> int:
    return sum(unit.state is state for unit in reminder.units)


def _parts(
    reminder: Reminder, office: Office, profile: Profile, text: str, table: Table
) -> tuple[Part, ...]:
    """Put the list of the units, where it is short, behind the first paragraph."""
    whole = written_part("letter", "", text, reminder_draft(reminder, office, profile))
    first, *rest = whole.paragraphs
    if not table.rows or not rest:
        return (replace(whole, table=table),)
    return Part("units", "", (first,), table), Part("letter", "", tuple(rest))


def _table(units: Sequence[Reminded]) -> Table:
    rows = (
        Row(RowKind.ROW, (n, unit.name, _STATES[unit.state])) for n, unit in enumerate(units, 1)
    )
    return Table(COLUMNS, tuple(rows))


def _annex(reminder: Reminder, frame: Frame, table: Table) -> Annex:
    which = "cần" if reminder.ahead else "chưa gửi, gửi muộn"
    what = "gửi báo cáo" if reminder.ahead else "báo cáo"
    title = f"Các đơn vị {which} {what} {period_words(reminder.period)}"
    return Annex(_LIST.upper(), title, frame.annex_note, table, "", wide=False)
