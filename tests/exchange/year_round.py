"""The whole round of a quarter: 64 organisations, two below one of them, and the office above.

Everybody has a store of their own and works through the program's own functions; files go between.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from multiprocessing import get_context
from typing import TYPE_CHECKING

from reporting_units import OFFICE, Q1, march_clock

from qnapp.db.assignments import add_local_task, let_go, take_on
from qnapp.db.builtin import builtin_organisations
from qnapp.db.evidence import add_evidence
from qnapp.db.inbox import received_packages
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import add_extension, set_milestone
from qnapp.db.organisations import resolve_organisation, typed_organisation
from qnapp.db.outbox import checked_file
from qnapp.db.plan_versions import install_version
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.reporters import add_reporter
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.db.targets import follow, set_own_target
from qnapp.db.worksheet import find_indicator, find_task, load_worksheet
from qnapp.documents.freeze import freeze_report
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.replies import ReplyRow, ReturnedRow
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.plan_package import plan_contents, write_plan_package
from qnapp.exchange.reply import make_reply
from qnapp.exchange.submitting import Signed, submit_period

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.plan import Organisation
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import IndicatorRow, TaskRow

PLAN = "NQ05-2026"
MIDDLE = "DUUBND"  # takes the reports of two and reports itself
DRAFT_OF = ("Dự thảo", "=1+1", "@SUM(A1)", "Thiếu vốn\nđối ứng")
CHANGED = "3.2"  # worded otherwise in the version that is sent out


@dataclass
class Round:
    """Who did what; folders of the stores by code."""

    folder: Path
    stores: dict[str, Path] = field(default_factory=dict)  # below the office, in printed order
    below: dict[str, Path] = field(default_factory=dict)  # below the one in the middle
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()  # and sent again
    waiting: str = ""  # returned, and not sent again
    confirmed: set[str] = field(default_factory=set)

    @property
    def office(self) -> Path:
        """The store of the office above."""
        return self.folder / "trên"

    @property
    def names(self) -> dict[str, str]:
        """What organisations below the office are called."""
        return {one.code: one.name for one in builtin_organisations() if one.code != OFFICE}


def go_round(folder: Path) -> Round:
    """Play the quarter; all stores are closed at the end."""
    made = Round(folder)
    package = _plan_out(made)
    units = [one for one in builtin_organisations() if one.code != OFFICE]
    codes = [one.code for one in units]
    made.missing, made.late = (codes[10], codes[30]), (codes[20], codes[40])
    made.returned, made.waiting = (codes[3], codes[50], MIDDLE), codes[7]
    made.stores = {code: folder / code for code in codes}
    places = list(made.stores.values())
    # Each unit by itself, on both cores: most of the time is drawing.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        sent = list(pool.map(play, places, units, range(len(units)), repeat(package)))
    for number, (code, files) in enumerate(zip(codes, sent, strict=True)):
        if code not in made.missing:
            day = 25 if code in made.late else 18
            _arrive(made, code, files, day, trusted=number % 2 == 0)
    _chain(made, package)
    _returns(made)
    return made


def play(folder: Path, unit: Organisation, number: int, package: Path) -> list[Path]:
    """One unit takes the plan in, records its quarter and sends it; what travels."""
    _begin(folder, unit, package)
    _record(folder, number)
    return _submit(folder, 18)


def _plan_out(made: Round) -> Path:
    """The office says a task in other words and sends the plan out."""
    clock = march_clock(1)
    _begin(made.office, resolve_organisation(OFFICE), None)
    target = made.folder / "kế hoạch.qnkh"
    with Store.open(made.office, clock=clock) as office:
        set_settings(office, upper_office=True)
        plan = current_plan(office)
        tasks = tuple(
            replace(one, title=f"{one.title} (đã chỉnh lý)") if one.code == CHANGED else one
            for one in plan.tasks
        )
        contents = plan_contents(office, plan=replace(plan, version=2, tasks=tasks))
        write_plan_package(office, target, contents)
        install_version(office, contents.plan)
    return target


def _begin(folder: Path, organisation: Organisation, package: Path | None) -> None:
    """A new store that takes the plan package in."""
    clock = march_clock(2)
    initialise(
        folder, organisation=organisation, clerk="Người Thử", first_period=Q1, clock=clock
    ).close()
    if package is not None:
        with Store.open(folder, clock=clock) as store:
            look_at(store, package).accept(store)


def _record(folder: Path, number: int) -> None:
    """Record a quarter that is unlike the other units'."""
    with Store.open(folder, clock=march_clock(10)) as store:
        rows = load_worksheet(store, Q1).own_tasks
        if number % 8 == 1:
            let_go(store, [rows[0].uid])
            rows = rows[1:]
        if number % 8 == 2:
            extra = find_task(store, "4.12").uid
            take_on(store, [extra])
            set_progress(store, extra, Q1, status="in_progress", percent=5, result="Bắt đầu")
        if number % 8 == 3:
            local = add_local_task(store, title="Việc riêng", deadline_text="Quý I/2026")
            set_progress(store, local.uid, Q1, status="completed", difficulty="Riêng")
        for place, row in enumerate(rows):
            _record_task(store, row, number + place)
        _record_values(store, number)


def _record_task(store: Store, row: TaskRow, kind: int) -> None:
    uid, way = row.uid, kind % 8
    if row.channel is Channel.RESTRICTED:
        status = ("in_progress", "completed")[kind % 2]
        set_progress(
            store, uid, Q1, status=status, restricted_number="1-M", restricted_on="9/3/2026"
        )
        return
    told = f"Kết quả {row.code}, lần ghi {kind}"
    if way == 1:
        set_progress(store, uid, Q1, status="in_progress", percent=kind % 100, result=told)
        _prove(store, uid, f"Biên bản {row.code} {kind}")
    elif way == 2:
        set_progress(store, uid, Q1, status="completed", result=told, completed_on="20/1/2026")
        _prove(store, uid, f"Quyết định {row.code} {kind}")
    elif way == 3:
        set_progress(store, uid, Q1, status="completed", result=told, completed_on="10/3/2026")
    elif way == 4:
        set_progress(store, uid, Q1, status="on_hold", delay_reason="Chờ hướng dẫn")
    elif way == 5:
        set_progress(store, uid, Q1, status="in_progress", result=told)
        if row.milestones:
            set_milestone(store, uid, 1, "25/12/2025")
    elif way == 6:
        words = DRAFT_OF[kind // 8 % len(DRAFT_OF)]
        set_progress(store, uid, Q1, status="in_progress", difficulty=words, proposal=f"-{kind}")
    elif way == 7:
        set_progress(store, uid, Q1, status="in_progress", percent=10, result=told)
        granted = kind % 3 > 0
        dated = [point.due for point in row.milestones if point.due is not None]
        due = max([date(2026, 9, 30), *dated])
        add_extension(store, uid, due=due, document="12-CV/TU", granted=granted)


def _prove(store: Store, uid: str, words: str) -> None:
    path = store.folder.with_suffix(".txt")
    path.write_text(words, encoding="utf-8")
    add_evidence(store, [path], uid, Q1)


def _record_values(store: Store, number: int) -> None:
    followed = load_worksheet(store, Q1).followed_indicators
    for place, row in enumerate(followed):
        _record_value(store, row, place)
    if number % 3 == 0:
        uid = find_indicator(store, "CT-22a").uid
        set_own_target(store, uid, "≥ 90")
        set_measurement(store, uid, Q1, actual=f"{80 + number % 20},5")
    if number % 3 == 1:
        uid = find_indicator(store, "CT-22a").uid
        set_measurement(store, uid, Q1, estimate=str(number))
    if number % 5 == 0:
        uid = find_indicator(store, "CT-10").uid
        set_own_target(store, uid, ">50")
        set_measurement(store, uid, Q1, actual="7", cumulative=str(7 + number))
    if number % 7 == 0:
        follow(store, find_indicator(store, "CT-19").uid)
    if number % 6 == 0:
        uid = find_indicator(store, "CT-18a").uid
        set_measurement(store, uid, Q1, words="=Đang ở nhóm 7")


def _record_value(store: Store, row: IndicatorRow, place: int) -> None:
    """What a body that leads an indicator reports of the province's target."""
    if row.nature is Nature.WORDS:
        if place % 2:
            set_measurement(store, row.uid, Q1, words="Đang thực hiện")
        return
    value = ("2,04", "3,2", "12,5", "13,01", "95,6", "11.900", "100")[place % 7]
    kind = ("actual", "estimate", "cumulative")[place % 3]
    if place % 9 != 8:
        set_measurement(store, row.uid, Q1, **{kind: value})


def _submit(folder: Path, day: int) -> list[Path]:
    """Freeze what there is and pack it; the packages as they travel."""
    out = folder.parent / "đi" / f"{folder.name}-{day}"
    out.mkdir(parents=True)
    with Store.open(folder, clock=march_clock(day)) as store:
        freeze_report(store, Q1, despite_errors=True)
        submission, _exported = submit_period(store, Q1, out, Signed())
        return [out / one.name for one in submission.packages]


def _arrive(made: Round, code: str, files: list[Path], day: int, *, trusted: bool) -> None:
    """The office takes packages in; of some it has compared the key."""
    with Store.open(made.office, clock=march_clock(day)) as office:
        for file in files:
            look_at(office, file).accept(office, key_compared=trusted)
            if trusted:
                made.confirmed.add(code)


def _returns(made: Round) -> None:
    """Three are returned and correct their rows; a fourth is returned and has not answered yet."""
    for code in (*made.returned, made.waiting):
        reply = _return(made, made.office, code)
        with Store.open(made.stores[code], clock=march_clock(21)) as unit:
            look_at(unit, reply).accept(unit)
            if code == made.waiting:
                continue
            row = load_worksheet(unit, Q1).own_tasks[1]
            if row.channel is not Channel.RESTRICTED:
                set_progress(unit, row.uid, Q1, status="completed", completed_on="1/3/2026",
                             result="Đã sửa theo phiếu", difficulty="Sửa")  # fmt: skip
                _prove(unit, row.uid, f"Bổ sung {code}")
        if code != made.waiting:
            _arrive(made, code, _submit(made.stores[code], 22), 22, trusted=False)


def _return(made: Round, folder: Path, code: str, day: int = 20) -> Path:
    """Return the second row of a report; the reply as it travels."""
    with Store.open(folder, clock=march_clock(day)) as office:
        package = in_force(office, code)
        row = load_sheet(made, code)
        rows = [ReturnedRow(ReplyRow.TASK, row.uid, f"Đề nghị ghi rõ kết quả {row.code}")]
        reply = make_reply(office, package.digest, "returned", rows)
        target = made.folder / reply.name
        shutil.copy(checked_file(office, reply), target)
    return target


def in_force(office: Store, code: str) -> ReceivedPackage:
    """What an office has of an organisation, the newest."""
    return received_packages(office, PLAN, Q1, code)[-1]


def load_sheet(made: Round, code: str) -> TaskRow:
    """The second row that an organisation reports."""
    folder = made.stores.get(code) or made.below[code]
    with Store.open(folder, clock=march_clock(20)) as unit:
        return load_worksheet(unit, Q1).own_tasks[1]


def _chain(made: Round, package: Path) -> None:
    """Two below one in the middle report to it; one is returned and corrected."""
    middle = made.stores[MIDDLE]
    with Store.open(middle, clock=march_clock(12)) as store:
        set_settings(store, upper_office=True)
        below = [typed_organisation(name, "", "") for name in ("Sở Xây dựng", "Sở Nội vụ")]
        for one in below:
            add_reporter(store, one.name)
    for number, one in enumerate(below):
        folder = made.folder / f"dưới {number}"
        made.below[one.code] = folder
        _begin(folder, one, package)
        with Store.open(folder, clock=march_clock(10)) as store:
            take_on(store, [find_task(store, code).uid for code in ("3.1", "3.2", "1.22")])
        _record(folder, 70 + number)
        _take(middle, _submit(folder, 16))
    code = below[0].code
    reply = _return(made, middle, code, 17)
    with Store.open(made.below[code], clock=march_clock(17)) as store:
        look_at(store, reply).accept(store)
        uid = load_worksheet(store, Q1).own_tasks[1].uid
        set_progress(store, uid, Q1, status="completed", completed_on="2/3/2026", result="Sửa")
    _take(middle, _submit(made.below[code], 18))


def _take(folder: Path, files: list[Path]) -> None:
    with Store.open(folder, clock=march_clock(18)) as store:
        for file in files:
            look_at(store, file).accept(store)
