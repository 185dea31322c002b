"""Units that report to an upper office: each has a store of its own and sends packages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fixed_clock import HANOI, FixedClock

from qnapp.db.issued import report_in_force, report_to_send, withdraw
from qnapp.db.organisations import resolve_organisation
from qnapp.db.outbox import checked_file
from qnapp.db.setup import initialise
from qnapp.documents.freeze import freeze_report
from qnapp.exchange.submission import make_submission

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

Q1 = "2026-Q1"
HA_TU, TUAN_CHAU, OFFICE = "06652", "06706", "VPTU"


def march_clock(day: int = 18) -> FixedClock:
    """A clock in March 2026: the first quarter is due on the 20th."""
    clock = FixedClock()
    clock.now = clock.now.replace(month=3, day=day, tzinfo=HANOI)
    return clock


def make_unit(folder: Path, code: str, clock: FixedClock | None = None) -> Path:
    """A closed store of an organisation."""
    unit = resolve_organisation(code)
    made = clock or march_clock()
    initialise(folder, organisation=unit, clerk="Người Thử", first_period=Q1, clock=made).close()
    return folder


def copied(source: Path, target: Path) -> Path:
    """A copy of a file."""
    shutil.copy(source, target)
    return target


@dataclass
class Unit:
    """An open unit's store that sends its first quarter."""

    store: Store

    def send(self, folder: Path) -> list[Path]:
        """Freeze the quarter as it stands, pack it; copies of all parts, part 1 first."""
        report = report_to_send(self.store, Q1)
        if report is None:
            report = freeze_report(self.store, Q1, despite_errors=True)
        packages = make_submission(self.store, report.id).packages
        folder.mkdir(exist_ok=True)
        copies = [(checked_file(self.store, one), folder / one.name) for one in packages]
        return [copied(source, target) for source, target in copies]

    def take_back(self) -> None:
        """Open the quarter again, to be corrected."""
        report = report_in_force(self.store, Q1)
        assert report is not None
        withdraw(self.store, report.id, "Sửa số liệu")

    def sheet(self) -> Worksheet:
        """What the unit has of the quarter."""
        from qnapp.db.worksheet import load_worksheet

        return load_worksheet(self.store, Q1)
