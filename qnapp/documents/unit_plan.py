"""The unit's own plan, "Kế hoạch triển khai thực hiện Nghị quyết", which section III.2 asks for.

It goes through the same frame and the same writers as a report. The window and commands call this.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db.assignments import followers
from qnapp.db.organisations import own_organisation
from qnapp.db.periods import periods
from qnapp.db.reports import plan_period, plan_texts
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.frame import Content, Frame, framed, subject_of, written_part
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.part_states import state_of_part
from qnapp.documents.unit_plan_annexes import plan_annexes, plan_data
from qnapp.documents.unit_plan_drafts import PLAN_TITLES, PlanPart, plan_draft
from qnapp.documents.unit_plan_rows import YearPlan
from qnapp.documents.words import about, cited
from qnapp.domain.periods import regular_periods
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.documents.part_states import PartState
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Office, Report
    from qnapp.domain.plan import Plan

__all__ = [
    "PlanPart",
    "YearPlan",
    "assemble_unit_plan",
    "build_unit_plan",
    "load_year_plan",
    "plan_part_states",
    "plan_profile",
    "unit_plan_file_name",
]

_AS_ABOVE = "như trên"
_RESOLUTION = "Nghị quyết "


def assemble_unit_plan(
    store: Store,
    letterhead: str | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    on: date | None = None,
    draft: bool = False,
) -> Report:
    """Gather the unit's plan as it stands now, ready to sign; number and date stay blank.

    ``letterhead`` "dang" or "nha-nuoc"; None takes the setting. ``texts`` (by name of ``PlanPart``)
    take the place of what the store holds, for a preview of what is being typed. ``on`` is any day
    of the month in the date line, None for today. Raises ``NotFoundError`` for an unknown
    letterhead and ``FileError`` for an office's own profile that breaks a rule.
    """
    settings = get_settings(store)
    return build_unit_plan(
        load_year_plan(store),
        plan_texts(store) if texts is None else texts,
        office_of(own_organisation(store), settings, letterhead or settings.letterhead),
        profile_of(store, letterhead or settings.letterhead),
        on=on or store.today(),
        draft=draft,
        training=settings.training,
    )


def load_year_plan(store: Store) -> YearPlan:
    """Load what the plan is made from; raises ``NotFoundError`` for a calendar without periods."""
    calendar = regular_periods(one.period for one in periods(store))
    return YearPlan(load_worksheet(store, plan_period(store)), calendar, followers(store))


def build_unit_plan(
    year: YearPlan,
    texts: Mapping[str, str],
    office: Office,
    profile: Profile,
    *,
    on: date,
    draft: bool = False,
    training: bool = False,
) -> Report:
    """Word the plan; ``texts`` by name of ``PlanPart`` are the clerk's, an empty one is drafted.

    ``profile`` is that of the unit's reports.
    """
    form = plan_profile(profile)
    frame = Frame(_office(office, form), form, on)
    own = issuer_name(year.sheet.organisation, form)
    content = Content(
        organisation=year.sheet.organisation,
        period=year.sheet.period.code,
        as_of=on,
        subject=_subject(year.plan, form),
        parts=tuple(
            written_part(part.value, title, texts.get(part.value), plan_draft(year, part, form))
            for part, title in PLAN_TITLES.items()
        ),
        annexes=plan_annexes(year, frame.annex_note, own),
        data=plan_data(year, own),
    )
    return framed(content, frame, draft=draft, training=training)


def plan_profile(profile: Profile) -> Profile:
    """Turn the form of a report into that of a plan: its name and letters, addressed to nobody."""
    rules = profile.plan
    return replace(
        profile,
        type=replace(profile.type, text=rules.text, code=rules.code),
        addressee=replace(profile.addressee, shown=False),
        recipients=replace(profile.recipients, default=rules.recipients),
    )


def plan_part_states(
    year: YearPlan, texts: Mapping[str, str], profile: Profile, bases: Mapping[str, str]
) -> list[PartState]:
    """Give all parts in printed order.

    ``texts`` by name of ``PlanPart`` are the clerk's own, ``bases`` the drafts they began from;
    ``profile`` is that of the unit's reports.
    """
    form = plan_profile(profile)
    return [
        state_of_part(
            part.value,
            title,
            texts.get(part.value, ""),
            plan_draft(year, part, form),
            _source(year, part),
            lacking=part is PlanPart.ORGANISATION and year.unassigned() > 0,
            basis=bases.get(part.value, ""),
        )
        for part, title in PLAN_TITLES.items()
    ]


def unit_plan_file_name(year: YearPlan, ext: str) -> str:
    """Propose "Kế hoạch triển khai Nghị quyết 05-NQ-TU - Phường Hà Tu.pdf"; ``ext`` with dot."""
    name = f"Kế hoạch triển khai Nghị quyết {year.plan.number} - {year.sheet.organisation.name}"
    return safe_file_name(name, ext=ext)


def _source(year: YearPlan, part: PlanPart) -> str:
    if part is PlanPart.TARGETS:
        return f"tự động, {len(year.sheet.followed_indicators)} chỉ tiêu"
    if part is PlanPart.TASKS:
        return f"tự động, {len(year.tasks)} nhiệm vụ"
    if part is PlanPart.ORGANISATION and year.unassigned():
        return f"còn {year.unassigned()} nhiệm vụ chưa có người theo dõi"
    return "tự động, chưa sửa"


def _subject(plan: Plan, profile: Profile) -> tuple[str, ...]:
    """Name the resolution in full, as its own title does: of whom, and about what."""
    resolution = cited(plan, profile.body)
    rest = plan.title.removeprefix(_RESOLUTION)
    if rest == plan.title:
        rest = f"của {plan.issuer} {about(plan)}".strip()
    of, found, on = rest.partition(" về ")
    lines = (of, f"về {on}") if found else (rest,)
    return subject_of((f"triển khai thực hiện {resolution}", *lines), profile)


def _office(office: Office, profile: Profile) -> Office:
    """Say by name who is "như trên" in a report: a plan has nobody above its text."""
    named: list[str] = []
    for line in office.recipients:
        above = line.strip(" -;.").lower() == _AS_ABOVE
        named += profile.recipients.default if above else (line,)
    return replace(office, recipients=tuple(dict.fromkeys(named)))
