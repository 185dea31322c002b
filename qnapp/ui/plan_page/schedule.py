"""Days and extensions that go along with a plan and differ from what was sent last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.standings import deadline_of
from qnapp.exchange.plan_arrival import FIELD_WORDS, day_words
from qnapp.models.record_model import Record
from qnapp.text import code_key, format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.plan import Plan
    from qnapp.exchange.plan_package import PlanContents, PlanExtension

_DAYS = ("name", "start", "cutoff", "due")


def schedule_records(before: PlanContents, now: PlanContents) -> list[Record]:
    """Give a row to each difference; of another plan the calendar is new as a whole."""
    if before.plan.uid != now.plan.uid:
        return []
    return [*_days(before, now), *_extensions(before, now)]


def _days(before: PlanContents, now: PlanContents) -> Iterator[Record]:
    known = {one.code: one for one in before.calendar}
    for period in now.calendar:
        old = known.get(period.code)
        for name in _DAYS if old is not None else ():
            was, new = str(getattr(old, name)), str(getattr(period, name))
            if was != new:
                what = f"{period.name}, {FIELD_WORDS[name]}"
                cells = ("Lịch", "", what, day_words(was), day_words(new))
                yield Record(f"day {period.code} {name}", cells)


def _extensions(before: PlanContents, now: PlanContents) -> Iterator[Record]:
    codes = {one.uid: one.code for one in (*before.plan.tasks, *now.plan.tasks)}
    names = {one.code: one.name for one in now.plan.organisations}
    names |= {one.code: one.title for one in now.plan.groups}
    old, new = ({(one.uid, one.organisation): one for one in part.extensions}
                for part in (before, now))  # fmt: skip
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            uid, organisation = key
            who = names.get(organisation, organisation) or "Mọi đơn vị"
            what = "Gia hạn" if key in new else "Thu hồi gia hạn"
            plan = now.plan if key in new else before.plan
            was, will = (_put_off(part.get(key), who) or _printed(plan, uid) for part in (old, new))
            cells = (what, codes[uid], "Thời hạn", was, will)
            order = (cells[0], code_key(cells[1]), *cells[2:])
            yield Record(f"extension {uid} {organisation}", cells, order)


def _printed(plan: Plan, uid: str) -> str:
    """What holds without an extension."""
    return deadline_of(plan, uid).text.strip() or "không ghi thời hạn"


def _put_off(one: PlanExtension | None, who: str) -> str:
    return f"{who}: {format_date(one.due)}, theo {one.document}" if one is not None else ""
