"""A unit that has sent its first quarter and the office that took it in, each in its own store."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from reporting_units import HA_TU, OFFICE, Q1, Unit, copied, make_unit, march_clock

from qnapp.db.evidence import add_evidence
from qnapp.db.inbox import received_packages
from qnapp.db.measurements import set_measurement
from qnapp.db.outbox import checked_file
from qnapp.db.progress import set_progress
from qnapp.db.store import Store
from qnapp.db.worksheet import find_indicator, find_task
from qnapp.domain.replies import ReplyRow, ReturnedRow
from qnapp.errors import UserError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.container import open_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.receive import take_in
from qnapp.exchange.reply import make_reply
from qnapp.exchange.reply_package import read_reply, write_reply

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.domain.packages import OutgoingPackage
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.replies import Reply

TASK, OTHER_TASK, INDICATOR, OTHER_INDICATOR = "3.2", "1.14", "CT-22a", "CT-3"


@dataclass
class Both:
    """The two stores, open, with clocks of their own, and where files lie between them."""

    unit: Store
    office: Store
    clock: FixedClock
    folder: Path

    def uid(self, code: str) -> str:
        """Uid of a task or indicator of the plan."""
        if code.startswith("CT"):
            return find_indicator(self.unit, code).uid
        return find_task(self.unit, code).uid

    def row(self, code: str, reason: str = "Đề nghị ghi rõ kết quả") -> ReturnedRow:
        """A row to return."""
        kind = ReplyRow.INDICATOR if code.startswith("CT") else ReplyRow.TASK
        return ReturnedRow(kind, self.uid(code), reason)

    def received(self) -> ReceivedPackage:
        """What the office took in last."""
        return received_packages(self.office, "NQ05-2026", Q1, HA_TU)[-1]

    def answer(self, verdict: str, *codes: str, note: str = "") -> OutgoingPackage:
        """The office answers what it took in last, a minute later than before."""
        self.clock.move(minutes=1)
        rows = [self.row(code) for code in codes]
        return make_reply(self.office, self.received().digest, verdict, rows, note)

    def file(self, package: OutgoingPackage, name: str = "") -> Path:
        """The answer as it travels."""
        target = self.folder / (name or f"{package.digest[:8]}-{package.name}")
        return copied(checked_file(self.office, package), target)

    def take(self, package: OutgoingPackage) -> str:
        """The unit takes an answer in, through the one door."""
        return look_at(self.unit, self.file(package)).accept(self.unit)

    def send(self) -> ReceivedPackage:
        """The unit freezes and sends what it has, the office takes it in."""
        self.clock.move(minutes=1)
        for path in Unit(self.unit).send(self.folder / f"gửi {self.clock.now:%H%M%S}"):
            taken = take_in(self.office, path)
        return taken


def make_both(folder: Path) -> None:
    """Two closed stores below ``folder``: the unit has sent, the office has taken it in."""
    clock = march_clock()
    make_unit(folder / "đơn vị", HA_TU, clock)
    make_unit(folder / "trên", OFFICE, clock)
    with (
        Store.open(folder / "đơn vị", clock=clock) as unit,
        Store.open(folder / "trên", clock=clock) as office,
    ):
        both = Both(unit, office, clock, folder)
        proof = folder / "Biên bản.txt"
        for number, code in enumerate((TASK, OTHER_TASK)):
            uid = both.uid(code)
            told = f"Đã làm việc {number}"
            set_progress(unit, uid, Q1, status="in_progress", percent=40, result=told)
            proof.write_text(f"Biên bản {number}", encoding="utf-8")
            add_evidence(unit, [proof], uid, Q1, number=f"{number}-BB")
        for code in (INDICATOR, OTHER_INDICATOR):
            set_measurement(unit, both.uid(code), Q1, actual="12,5")
        both.send()


def opened(master: Path, folder: Path) -> Both:
    """Copies of the closed stores, open."""
    shutil.copytree(master, folder, dirs_exist_ok=True)
    clock = march_clock(19)
    unit = Store.open(folder / "đơn vị", clock=clock)
    return Both(unit, Store.open(folder / "trên", clock=clock), clock, folder)


def stored(store: Store) -> tuple[dict[str, list[tuple[object, ...]]], set[str]]:
    """All that a refusal must leave as it was."""
    names = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type='table'")]
    rows = {name: [tuple(row) for row in store.rows(f"SELECT * FROM {name}")] for name in names}
    return rows, {path.name for path in store.folder.rglob("*") if path.is_file()}


def refused(both: Both, path: Path, words: str) -> None:
    """The unit refuses a file in one sentence, and nothing of it is anywhere."""
    before = stored(both.unit)
    with pytest.raises(UserError, match=words) as error:
        look_at(both.unit, path).accept(both.unit)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")
    assert stored(both.unit) == before


def told(both: Both, package: Any) -> Reply:
    """What a reply says, read from the file as it travels."""
    with open_package(both.file(package)) as opened_package:
        return read_reply(opened_package)


def forged(both: Both, name: str, *, key: Any = None, **more: Any) -> Path:
    """What somebody writes who may say anything, in the office's own hand."""
    reply = told(both, both.answer("returned", TASK))
    target = both.folder / name
    signed = key or own_key(both.office)
    training = more.pop("training", False)
    write_reply(
        target, replace(reply, **more), signed, plan_version=1, previous="", training=training
    )
    return target
