"""Taking in a plan package: first what would change, then all of it or nothing (design, 3.9).

What was typed stays where it is. Where the unit changed itself what the package changes too, the
unit's own stays unless a person says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import plan_versions as versions
from qnapp.db.assignments import take_on
from qnapp.db.calendar import periods
from qnapp.db.fields import own_code
from qnapp.db.milestones import extensions, receive_extension, remove_extension
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirm_key, key_standing
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.targets import follow
from qnapp.domain.assignments import propose, reportable_tasks
from qnapp.domain.packages import KeyStanding
from qnapp.domain.plan_changes import (
    Likeness,
    PlanChanges,
    changes_for_units,
    without_pairs,
)
from qnapp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.db.calendar import StoredPeriod
    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan
    from qnapp.domain.plan_changes import Match
    from qnapp.exchange.plan_package import PlanExtension, ReceivedPlan

_PERIOD_FIELDS = ("name", "start", "cutoff", "due", "as_of")

_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_OLDER = (
    f"Gói kế hoạch số {{number}} là phiên bản {{given}}, ở đây đã có phiên bản {{have}}. {_KEPT} "
    "Dùng gói kế hoạch mới nhất."
)
_OLDER_YEAR = (
    f"Gói kế hoạch của năm {{given}}, ở đây đã dùng kế hoạch năm {{have}}. {_KEPT} "
    "Dùng gói kế hoạch mới nhất."
)
_SAME_NUMBER = (
    f"Gói kế hoạch khác với phiên bản {{version}} đang dùng nhưng cùng số phiên bản. {_KEPT} "
    "Đề nghị bên gửi lập phiên bản mới."
)
_FOREIGN = (
    f"Gói kế hoạch dùng lại mã nhận dạng của dòng khác trong dữ liệu này. {_KEPT} "
    "Đề nghị bên gửi lập lại gói."
)
_OTHER_KEY = (
    f"Gói kế hoạch ký bằng khóa khác với khóa đã xác nhận của {{name}}. {_KEPT} "
    "Gọi điện hỏi bên gửi, xác nhận khóa mới rồi nhận lại gói."
)
_TRAINING = f"Gói kế hoạch này là dữ liệu tập huấn. {_KEPT} Chọn đúng gói kế hoạch."
_MOVED_ON = f"Dữ liệu đã thay đổi từ lúc xem gói kế hoạch. {_KEPT} Mở lại gói để xem các thay đổi."


@dataclass(frozen=True, slots=True)
class DateChange:
    """A field of a period: ``old`` is what the upper office said before, ``mine`` what stands."""

    period: str  # code
    name: str  # of the period
    field: str  # name, start, cutoff, due, as_of
    old: str
    mine: str
    theirs: str
    conflict: bool  # the unit has changed the period too
    locked: bool  # the period is closed: nothing in it changes


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A province's target that changes while the unit has set its own; the own one stays."""

    uid: str
    code: str
    old: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What taking in a plan package would change; made by ``compare_plan``."""

    received: ReceivedPlan
    have: int  # version of this plan here, 0 for none
    rows: PlanChanges
    dates: tuple[DateChange, ...]
    new_periods: tuple[Period, ...]
    targets: tuple[TargetChange, ...]
    newly_ours: tuple[str, ...]  # uids of rows that the package newly assigns to this organisation
    extensions: tuple[PlanExtension, ...]  # that concern this organisation and are not here yet
    withdrawn: tuple[PlanExtension, ...]  # that are here and hold no more
    recipient: str  # the address here where it is another than the package gives, else ""
    address_missing: bool  # there is none here, and the package gives one
    standing: KeyStanding

    @property
    def plan(self) -> Plan:
        """The plan version that arrived."""
        return self.received.contents.plan

    @property
    def same_version(self) -> bool:
        """Whether the plan itself is here already."""
        return self.have == self.plan.version

    @property
    def new_recipient(self) -> str:
        """The address that the package gives where it is another than the one here, else ""."""
        return self.received.contents.recipient if self.recipient else ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person has decided; nothing decided leaves everything of the unit's as it is."""

    matches: frozenset[tuple[str, str]] = frozenset()  # (uid here, uid in the package)
    periods: frozenset[str] = frozenset()  # codes of those in conflict that give way
    recipient: bool = False  # the address typed here gives way
    key: bool = False  # a key other than the confirmed one was compared with its sender


def surely(difference: PlanDifference) -> Confirmed:
    """What is confirmed by taking the package in as it is shown: rows alike in code and words."""
    pairs = {
        (one.old.uid, one.new.uid)
        for one in difference.rows.matches
        if one.likeness is Likeness.BOTH
    }
    return Confirmed(frozenset(pairs))


def compare_plan(store: Store, received: ReceivedPlan) -> PlanDifference:
    """Say what taking in a package would change; nothing is written.

    Raises ``InputError`` for an older version or year, another content under the same version
    and training data in a real store.
    """
    have = _require_acceptable(store, received)
    plan, current = received.contents.plan, current_plan(store)
    same_plan = plan.uid == current.uid
    before = current if same_plan else replace(plan, tasks=(), indicators=(), assignments=())
    rows = without_pairs(
        changes_for_units(current, plan, versions.known_uids(store)), received.contents.apart
    )
    newly = tuple(_newly_ours(store, before, plan, rows.matches))
    taken = versions.taken_uids(store)
    moved = {one.new.uid for one in rows.matches if one.old.uid in taken}
    ours = {task.uid for task in reportable_tasks(plan)} & {*taken, *newly, *moved}
    return PlanDifference(
        received=received,
        have=have,
        rows=rows,
        dates=tuple(_dates(store, received)) if same_plan else (),
        new_periods=_new_periods(store, received) if same_plan else received.contents.calendar,
        targets=tuple(_targets(store, current, rows)),
        newly_ours=newly,
        extensions=tuple(_new_extensions(store, received, ours)),
        withdrawn=tuple(_withdrawn_extensions(store, received)),
        recipient=_recipient(store, received),
        address_missing=bool(received.contents.recipient) and not get_settings(store).mail_to,
        standing=key_standing(store, received.sender, received.key),
    )


def apply_plan(
    store: Store, difference: PlanDifference, confirmed: Confirmed | None = None
) -> None:
    """Take a package in, whole or not at all. What was typed stays, also of withdrawn rows.

    ``confirmed`` is ``surely(difference)`` where None. Raises ``InputError`` where the store has
    changed since it was compared, or a confirmed pair was not among those shown, and for a key
    other than the sender's confirmed one, unless a person has compared this one too.
    """
    confirmed = surely(difference) if confirmed is None else confirmed
    if difference.standing is KeyStanding.OTHER and not confirmed.key:
        raise InputError(_OTHER_KEY.format(name=difference.received.sender_name))
    with store.atomic():
        if compare_plan(store, difference.received) != difference:
            raise InputError(_MOVED_ON)
        _require_shown(difference, confirmed)
        received = difference.received
        confirm_key(store, received.sender, received.sender_name, received.key)
        if not difference.same_version:
            _install(store, difference, confirmed)
        _apply_calendar(store, difference, confirmed)
        _apply_extensions(store, difference)
        _apply_recipient(store, difference, confirmed)


# --- may it be taken in


def _require_acceptable(store: Store, received: ReceivedPlan) -> int:
    plan, current = received.contents.plan, current_plan(store)
    have = versions.newest_version(store, plan.uid)
    if received.training and not get_settings(store).training:
        raise InputError(_TRAINING)
    if plan.year < current.year:
        raise InputError(_OLDER_YEAR.format(given=plan.year, have=current.year))
    if have > plan.version:
        raise InputError(_OLDER.format(number=plan.number, given=plan.version, have=have))
    if have == plan.version and (plan.uid != current.uid or _words(plan) != _words(current)):
        raise InputError(_SAME_NUMBER.format(version=have))
    if versions.foreign_uids(store, plan):
        raise InputError(_FOREIGN)
    return have


def _words(plan: Plan) -> Plan:
    """The plan without what a unit may name itself."""
    return replace(plan, organisations=())


def _require_shown(difference: PlanDifference, confirmed: Confirmed) -> None:
    shown = {(one.old.uid, one.new.uid) for one in difference.rows.matches}
    if not confirmed.matches <= shown:
        raise InputError(_MOVED_ON)


# --- what would change


def _dates(store: Store, received: ReceivedPlan) -> Iterator[DateChange]:
    stored = {one.period.code: one for one in periods(store)}
    own = versions.own_periods(store)
    for period in received.contents.calendar:
        if period.code in stored:
            yield from _date_changes(store, stored[period.code], period, period.code in own)


def _date_changes(
    store: Store, stored: StoredPeriod, theirs: Period, own: bool
) -> Iterator[DateChange]:
    mine = {field: str(getattr(stored.period, field)) for field in _PERIOD_FIELDS}
    base = {
        field: "" if own else versions.calendar_base(store, theirs.code, field) for field in mine
    }
    # Dates hold together only as a whole: what the unit changed of a period keeps all of it.
    conflict = mine != base
    for field, old in base.items():
        new = str(getattr(theirs, field))
        if new not in (mine[field], old):
            name, locked = stored.period.name, stored.locked
            yield DateChange(theirs.code, name, field, old, mine[field], new, conflict, locked)


def _new_periods(store: Store, received: ReceivedPlan) -> tuple[Period, ...]:
    known = {one.period.code for one in periods(store)}
    return tuple(one for one in received.contents.calendar if one.code not in known)


def _targets(store: Store, current: Plan, rows: PlanChanges) -> Iterator[TargetChange]:
    own = versions.own_targets(store)
    indicators = {one.uid for one in current.indicators}
    for row in rows.changed:
        for change in row.changes:
            if change.field == "target_text" and row.uid in own and row.uid in indicators:
                yield TargetChange(row.uid, row.code, change.old, own[row.uid], change.new)


def _newly_ours(
    store: Store, before: Plan, plan: Plan, matches: tuple[Match, ...]
) -> Iterator[str]:
    """Tasks assigned now and not before, which the unit has not decided on; and continued ones."""
    own = own_code(store)
    ours = {one.uid for one in propose(before, own) if one.preticked} if before.tasks else set()
    decided, taken = versions.decided_uids(store), versions.taken_uids(store)
    paired = {one.new.uid for one in matches}
    assigned = {one.uid for one in propose(plan, own) if one.preticked} - ours
    for task in reportable_tasks(plan):
        goes_on = task.continues in taken and task.continues != ""
        if task.uid not in decided | paired and (task.uid in assigned or goes_on):
            yield task.uid


def _new_extensions(
    store: Store, received: ReceivedPlan, ours: set[str]
) -> Iterator[PlanExtension]:
    names, own = _concerned(store, received.contents.plan), own_code(store)
    # The last one counts, so what is said of this organisation alone comes after all the rest.
    width = {"": 0, own: 2}
    given = sorted(received.contents.extensions, key=lambda one: width.get(one.organisation, 1))
    for one in given:
        here = {(known.due, known.document) for known in extensions(store, one.uid)}
        known = (one.due, one.document) in here
        if one.organisation in names and one.uid in ours and not known:
            yield one


def _withdrawn_extensions(store: Store, received: ReceivedPlan) -> Iterator[PlanExtension]:
    """What was granted to this organisation, is here, and holds no more for whatever reason."""
    names = _concerned(store, received.contents.plan)
    hold = {
        (one.uid, one.due, one.document)
        for one in received.contents.extensions
        if one.organisation in names
    }
    for one in received.contents.withdrawn:
        said = (one.uid, one.due, one.document)
        if one.organisation in names and said not in hold and _granted_here(store, one):
            hold.add(said)  # said to all and to this one alone, it is taken back once
            yield one


def _granted_here(store: Store, wanted: PlanExtension) -> list[int]:
    """Ids of what stands here as granted by the same document to the same day."""
    said = (wanted.due, wanted.document)
    return [
        one.id
        for one in extensions(store, wanted.uid)
        if one.granted and (one.due, one.document) == said
    ]


def _concerned(store: Store, plan: Plan) -> set[str]:
    """Under which names a plan speaks to this organisation; "" is all."""
    own = own_code(store)
    return {"", own} | {group.code for group in plan.groups if own in group.members}


def _recipient(store: Store, received: ReceivedPlan) -> str:
    address = received.contents.recipient
    mine = get_settings(store).mail_to
    return mine if address and mine not in ("", address) else ""


# --- taking it in


def _install(store: Store, difference: PlanDifference, confirmed: Confirmed) -> None:
    plan, first = difference.plan, difference.have == 0
    versions.install_version(store, plan)
    if first:
        versions.replace_calendar(store, plan.uid, difference.received.contents.calendar)
    for old, new in sorted(confirmed.matches):
        versions.move_row(store, old, new)
    refused = {one.new.uid for one in difference.rows.matches} - {
        new for _, new in confirmed.matches
    }
    take_on(store, [*difference.newly_ours, *_ours_after_all(store, plan, refused)])
    if first:
        for uid in versions.led_uids(store):
            follow(store, uid, event=versions.EVENT)


def _ours_after_all(store: Store, plan: Plan, uids: set[str]) -> list[str]:
    """Rows that were taken for another one and are new: taken on like any other."""
    sure = {one.uid for one in propose(plan, own_code(store)) if one.preticked}
    return [task.uid for task in reportable_tasks(plan) if task.uid in uids & sure]


def _apply_calendar(store: Store, difference: PlanDifference, confirmed: Confirmed) -> None:
    versions.add_periods(store, difference.plan.uid, difference.received.contents.calendar)
    for one in difference.dates:
        accepted = not one.conflict or one.period in confirmed.periods
        if accepted and not one.locked:
            versions.save_period(store, one.period, {one.field: one.theirs})


def _apply_extensions(store: Store, difference: PlanDifference) -> None:
    for one in difference.withdrawn:
        for extension_id in _granted_here(store, one):
            remove_extension(store, extension_id)
    taken = versions.taken_uids(store)  # a pair that was not confirmed is not ours
    for one in difference.extensions:
        if one.uid in taken:
            receive_extension(store, one.uid, due=one.due, document=one.document)


def _apply_recipient(store: Store, difference: PlanDifference, confirmed: Confirmed) -> None:
    address = difference.received.contents.recipient
    if difference.address_missing or (difference.recipient and confirmed.recipient):
        set_settings(store, mail_to=address)
