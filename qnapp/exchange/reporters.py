"""Where the report of every organisation below stands, read from what arrived alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import inbox
from qnapp.db.calendar import stored_period
from qnapp.db.plans import current_plan
from qnapp.db.reminders import reminded
from qnapp.db.reporters import OTHERS, roster
from qnapp.domain.collecting import UnitReport
from qnapp.domain.consolidated import Reporter
from qnapp.domain.received import candidates, missing_revisions, parts_here, report_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from qnapp.db.reporters import RosterEntry
    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage, Reminded


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One organisation below: where its report stands, and all that it has sent."""

    reporter: Reporter
    packages: tuple[ReceivedPackage, ...]  # of the period, all parts, oldest first
    entry: RosterEntry | None  # None: it has sent without being in the roster
    reminded: Reminded | None = None  # None: it was never reminded of this period

    @property
    def rivals(self) -> tuple[ReceivedPackage, ...]:
        """What may count: one is in force, several are a conflict."""
        return candidates(self.packages)

    @property
    def passed_over(self) -> tuple[ReceivedPackage, ...]:
        """Reports of the revision in force that a person did not choose."""
        found = self.in_force
        if found is None:
            return ()
        return tuple(
            one
            for one in self.packages
            if one.part == 1 and one.set_aside and one.revision == found.revision
        )

    @property
    def in_force(self) -> ReceivedPackage | None:
        """The report that counts, None for none and for a conflict."""
        found = self.rivals
        return found[0] if len(found) == 1 else None

    @property
    def shown(self) -> ReceivedPackage | None:
        """The report that counts, the newest one of a conflict, None for none."""
        return self.rivals[-1] if self.rivals else None


def arrivals_of(store: Store, period_code: str) -> list[Arrivals]:
    """What has arrived of a period, by organisation, in the order of the roster.

    Listed are those who are expected, and whoever has reported besides. Raises ``NotFoundError``
    for an unknown period.
    """
    stored = stored_period(store, period_code)
    period = stored.period
    arrived: dict[str, list[ReceivedPackage]] = {}
    for one in inbox.received_packages(store, current_plan(store).uid, period.code):
        arrived.setdefault(one.organisation, []).append(one)
    letters = reminded(store, period.code)
    return [
        replace(one, reminded=letters.get(one.reporter.code))
        for one in _arrivals(roster(store), arrived, None if stored.backfilled else period.due)
    ]


def unit_reports(arrivals: Iterable[Arrivals]) -> list[UnitReport]:
    """Where the report of each stands, as far as deciding what to do next needs it."""
    return [
        UnitReport(
            one.reporter,
            one.in_force.answer if one.in_force is not None else "",
            one.shown.sender if one.shown is not None else None,
            one.reminded,
        )
        for one in arrivals
    ]


def _arrivals(
    entries: Sequence[RosterEntry], arrived: dict[str, list[ReceivedPackage]], due: date | None
) -> Iterator[Arrivals]:
    for entry in entries:
        packages = tuple(arrived.get(entry.code, ()))
        if entry.expected or packages:
            start = Reporter(entry.code, entry.name, entry.group, untimed=due is None)
            yield Arrivals(_reporter(start, packages, due), packages, entry)
    for code in sorted(set(arrived) - {entry.code for entry in entries}):
        packages = tuple(arrived[code])
        # Who is not in the roster is called what the package says.
        start = Reporter(code, packages[-1].name, OTHERS, untimed=due is None)
        yield Arrivals(_reporter(start, packages, due), packages, None)


def _reporter(
    expected: Reporter, packages: Sequence[ReceivedPackage], due: date | None
) -> Reporter:
    """What is known of the report of an organisation."""
    firsts = [one for one in packages if one.part == 1]
    if not firsts:
        return expected
    arrived = min(one.received_at for one in firsts)
    known = replace(
        expected,
        state=report_state(packages, due),
        late=due is not None and arrived.date() > due,
        received_at=arrived,
        gaps=missing_revisions(packages),
    )
    found = candidates(packages)
    return _in_force(known, packages, found[0]) if len(found) == 1 else known


def _in_force(
    known: Reporter, packages: Sequence[ReceivedPackage], found: ReceivedPackage
) -> Reporter:
    return replace(
        known,
        revision=found.revision,
        sender=found.sender,
        plan_version=found.plan_version,
        missing_parts=found.parts - len(parts_here(packages, found)),
        number=found.number,
    )
