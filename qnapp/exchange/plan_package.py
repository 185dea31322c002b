"""Gói kế hoạch: a plan version on its way to those who report on it (design, section 8).

Beside the plan, which says itself who does what and what must not travel openly, it carries the
calendar of periods, extensions, and the address to which reports go. The key that signs it is the
upper office's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp import __version__
from qnapp.db.calendar import periods
from qnapp.db.organisations import own_organisation
from qnapp.db.plans import current_plan
from qnapp.db.settings import get_settings
from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.domain.packages import Kind
from qnapp.domain.periods import regular_periods
from qnapp.domain.plan_changes import RowPair, check_plan
from qnapp.exchange import limits
from qnapp.exchange.container import Item, open_package, write_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.manifest import Head
from qnapp.exchange.refusals import PackageError, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Assignment, Plan
    from qnapp.exchange.container import Package, Written


@dataclass(frozen=True, slots=True)
class PlanExtension:
    """A deadline that was put off by the upper office."""

    uid: str  # of the task
    organisation: str  # code of an organisation or group, "" for all that report on the task
    due: date
    document: str  # number and date of what grants it


@dataclass(frozen=True, slots=True)
class PlanContents:
    """What a plan package holds. Raises ``ValueError`` for what contradicts itself."""

    plan: Plan
    calendar: tuple[Period, ...]
    extensions: tuple[PlanExtension, ...] = ()
    recipient: str = ""  # mail addresses, parted by commas
    withdrawn: tuple[PlanExtension, ...] = ()  # that an earlier package granted
    apart: tuple[RowPair, ...] = ()  # alike, and two different things all the same

    def __post_init__(self) -> None:
        check_plan(self.plan)
        codes = {period.code for period in self.calendar}
        if len(codes) != len(self.calendar) or not regular_periods(self.calendar):
            raise ValueError("a calendar has regular periods, and each once")
        for period in self.calendar:
            if not period.start <= period.cutoff <= period.due:
                raise ValueError(f"{period.code}: dates out of order")
        tasks = {task.uid for task in self.plan.tasks}
        for extension in (*self.extensions, *self.withdrawn):
            if extension.uid not in tasks or not extension.document:
                raise ValueError(f"not an extension of a task by a document: {extension.uid}")
        if set(self.withdrawn) & set(self.extensions):
            raise ValueError("an extension is granted and withdrawn at once")

    def with_plan(self, plan: Plan) -> PlanContents:
        """Say the same of another version, but nothing of rows that it has no more."""
        tasks = {task.uid for task in plan.tasks}
        given, withdrawn = (
            tuple(one for one in part if one.uid in tasks)
            for part in (self.extensions, self.withdrawn)
        )
        return replace(self, plan=plan, extensions=given, withdrawn=withdrawn)

    def extended(self, new: PlanExtension, sent: Collection[PlanExtension]) -> PlanContents:
        """Put a deadline off; what was said before to the same organisation gives way.

        ``sent``: what the units may have taken in already; what gives way of it is withdrawn.
        """
        place = (new.uid, new.organisation)
        gone = [one for one in self.extensions if (one.uid, one.organisation) == place]
        kept = self
        for one in gone:
            kept = kept.taken_back(one, sent)
        withdrawn = tuple(one for one in kept.withdrawn if one != new)
        return replace(kept, extensions=(*kept.extensions, new), withdrawn=withdrawn)

    def taken_back(self, old: PlanExtension, sent: Collection[PlanExtension]) -> PlanContents:
        """Put a deadline off no more; the units are told where they may have taken it in."""
        extensions = tuple(one for one in self.extensions if one != old)
        told = old in sent and old not in self.withdrawn
        withdrawn = (*self.withdrawn, old) if told else self.withdrawn
        return replace(self, extensions=extensions, withdrawn=withdrawn)


@dataclass(frozen=True, slots=True)
class ReceivedPlan:
    """A plan package that was verified and read."""

    contents: PlanContents
    sender: str  # code of the organisation that made it
    sender_name: str
    key: str  # public, 64 hexadecimal digits
    digest: str  # what the package is called everywhere
    training: bool


def plan_contents(
    store: Store,
    *,
    plan: Plan | None = None,
    calendar: Sequence[Period] | None = None,
    assignments: Sequence[Assignment] | None = None,
    extensions: Sequence[PlanExtension] = (),
    recipient: str = "",
) -> PlanContents:
    """Gather what a plan package says; plan, calendar and assignments are the store's where None.

    Raises ``ValueError`` for what contradicts itself.
    """
    plan = plan or current_plan(store)
    if assignments is not None:
        plan = replace(plan, assignments=tuple(assignments))
    if calendar is None:
        calendar = [one.period for one in periods(store)]
    return PlanContents(plan, tuple(calendar), tuple(extensions), recipient)


def write_plan_package(store: Store, target: Path, contents: PlanContents) -> Written:
    """Write a package signed by the store's own key, whole or not at all.

    Raises ``FileError`` where ``target`` cannot be written, ``StoreError`` for a damaged key.
    """
    own = own_organisation(store)
    head = Head(
        kind=Kind.PLAN,
        organisation=own.code,
        organisation_name=own.name,
        plan=contents.plan.uid,
        plan_version=contents.plan.version,
        made_at=store.clock().isoformat(timespec="seconds"),
        program=__version__,
        training=get_settings(store).training,
    )
    items = {limits.DATA: Item(canonical_json(to_plain(contents)))}
    return write_package(target, head, items, own_key(store))


def read_plan_package(path: Path) -> ReceivedPlan:
    """Verify and read a plan package; writes nothing.

    Raises ``PackageError`` for what is none, another kind, altered, newer or contradicts itself.
    """
    with open_package(path, Kind.PLAN) as package:
        return received_plan(package)


def received_plan(package: Package) -> ReceivedPlan:
    """Read a plan package that is open; raises ``PackageError`` where it contradicts itself."""
    head = package.manifest.head
    return ReceivedPlan(
        contents=_contents(package),
        sender=head.organisation,
        sender_name=head.organisation_name,
        key=package.manifest.key,
        digest=package.digest,
        training=head.training,
    )


def _contents(package: Package) -> PlanContents:
    head = package.manifest.head
    try:
        contents = from_plain(PlanContents, package.json())
        if (contents.plan.uid, contents.plan.version) != (head.plan, head.plan_version):
            raise ValueError("the manifest names another plan")
    except ValueError as error:
        name = package.path.name
        raise PackageError(Reason.ALTERED, name, limits.DATA, detail=str(error)) from error
    return contents
