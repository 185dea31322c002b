"""Received reports for training: what an upper office would have after most units have sent.

The content is data (``resources/sample``: ``received.json`` says who sends what, ``stories.json``
what is said); everything in it is made up. Each report is a real snapshot, so that whatever reads
received reports reads these too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from qnapp.assets import asset, asset_json
from qnapp.db import content, inbox
from qnapp.db.builtin import builtin_organisations
from qnapp.db.content import CancelledError
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.organisations import resolve_organisation
from qnapp.db.reporters import roster, update_reporters
from qnapp.db.roster import confirm_key, note_key
from qnapp.db.setup import initialise
from qnapp.db.store import local_now
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.assemble import gather_source
from qnapp.documents.content import office_kind
from qnapp.documents.report import Office
from qnapp.documents.snapshot import take_snapshot
from qnapp.domain.assignments import propose
from qnapp.domain.canonical import digest
from qnapp.domain.checks import check_worksheet
from qnapp.domain.packages import Kind
from qnapp.domain.plan import Channel
from qnapp.domain.received import ReceivedFile, ReceivedPackage, candidates
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.domain.reporting import Evidence, Progress, Status
from qnapp.domain.standings import standing_of
from qnapp.exchange.limits import DATA, evidence_entry
from qnapp.exchange.outgoing import package_name
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reply import make_reply
from qnapp.exchange.submission import file_stem
from qnapp.exchange.training_course import Course, number_of, pick, symbol_of
from qnapp.exchange.training_figures import measured
from qnapp.exchange.training_typed import typed_progress
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from qnapp.db.content import Kept
    from qnapp.db.store import Store
    from qnapp.documents.snapshot import Source
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import TaskRow, Worksheet

_PERIODS = ("2026-Q1", "2026-Q2")
_OFFICE = "VPTU"
_ADDRESS, _PHONE = "{code}@quangninh.example.vn", "0203 3836 1{:02}"
_ON_TIME_BEFORE = timedelta(days=2)
_APART = 3  # hours between a report and the next of the same organisation
_AHEAD = 10  # percent that the second PC of a conflict is further


def make_training_office(
    folder: Path,
    *,
    clock: Callable[[], datetime] = local_now,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Make a store of an office to train with, in which a few units have reported.

    Raises as ``setup.initialise`` does, and ``CancelledError``; then nothing stays behind.
    """
    initialise(
        folder,
        organisation=resolve_organisation(_OFFICE),
        upper_office=True,
        sample=True,
        finish=partial(fill_round, progress=progress, cancelled=cancelled),
        clock=clock,
    ).close()


def fill_round(
    store: Store,
    *,
    everybody: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Take in the reports of two quarters, with addresses to write to; raises as below.

    A few units are expected to report, ``everybody`` that is built in where wanted.
    """
    known = [one.code for one in roster(store)]
    few: list[str] = asset_json("sample", "received.json")["training_units"]
    expected = known if everybody else [code for code in known if code in few]
    rows: dict[str, dict[str, str | bool]] = {
        code: {
            "email": _ADDRESS.format(code=code.lower()),
            "phone": _PHONE.format(known.index(code)),
        }
        for code in expected[:-2]  # some addresses are always missing
    }
    rows |= {code: {"expected": False} for code in known if code not in expected}
    update_reporters(store, rows)
    for done, period in enumerate(_PERIODS):
        told = partial(_told, progress, done) if progress is not None else None
        fill_received(store, period, expected, progress=told, cancelled=cancelled)
    for period in _PERIODS[:-1]:  # long over: whatever came has been answered
        _accept_all(store, period)


def _accept_all(store: Store, period: str) -> None:
    """Take the reports of a period for good: of each organisation the one in force."""
    arrived = inbox.received_packages(store, plan_uid(store), period)
    for code in {one.organisation: None for one in arrived}:
        found = candidates([one for one in arrived if one.organisation == code])
        if len(found) == 1 and not found[0].answer:
            make_reply(store, found[0].digest, Answer.ACCEPTED)


def _told(progress: Callable[[int, int], None], periods: int, at: int, of: int) -> None:
    progress(periods * of + at, len(_PERIODS) * of)


def fill_received(
    store: Store,
    period_code: str,
    organisations: Collection[str] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Take made-up reports of a period in, as the data file says who is missing, late and so on.

    ``organisations``: codes of those that report, None for all built-in ones. Raises
    ``NotFoundError`` for an unknown period, ``CancelledError``.
    """
    _Filling(store, period_code).fill(organisations, progress, cancelled)


class _Filling:
    def __init__(self, store: Store, period_code: str) -> None:
        self._store = store
        self._data: dict[str, Any] = asset_json("sample", "received.json")
        self._sheet = load_worksheet(store, period_code)
        self._source = gather_source(store, period_code, sheet=self._sheet, texts={})
        self._cases: Mapping[str, Any] = self._data["periods"].get(period_code, {})
        self._day = self._sheet.period.cutoff
        self._before = self._sheet.period.start - timedelta(days=1)
        self._kept: dict[str, Kept] = {}

    def fill(
        self,
        organisations: Collection[str] | None,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        away = {own_code(self._store), *self._case("missing")}
        wanted = [
            one
            for one in builtin_organisations()
            if one.code not in away and (organisations is None or one.code in organisations)
        ]
        for at, one in enumerate(wanted):
            if progress is not None:
                progress(at, len(wanted))
            if cancelled is not None and cancelled():
                raise CancelledError
            self._take_in(one)

    def _case(self, name: str) -> Any:
        return self._cases.get(name, ())

    def _keep(self, name: str) -> Kept:
        """Keep a file of the data that proves results, once."""
        if name not in self._kept:
            data = asset("sample", name).read_bytes()
            self._kept[name] = content.keep_bytes(self._store.folder, data, name)
        return self._kept[name]

    # --- one organisation

    def _take_in(self, one: Organisation) -> None:
        resent = one.code in self._case("resent")
        returned = resent or one.code in self._case("returned")
        package = self._add(one, self._report(one, loose=returned))
        key = package.key
        if one.code in self._case("unconfirmed"):
            note_key(self._store, one.code, one.name, key, at=package.received_at)
        else:
            confirm_key(self._store, one.code, one.name, key, at=package.received_at)
        if one.code in self._case("conflict"):
            self._add(one, self._report(one, ahead=_AHEAD), second=True)
        if returned:
            self._return(one, package)
        if resent:
            self._add(one, self._report(one), after=package)

    def _return(self, one: Organisation, package: ReceivedPackage) -> None:
        """Return the rows that say too little, as the office does: slip and letter are written."""
        rows = received_sheet(self._store, package).own_tasks
        returned = [
            ReturnedRow(ReplyRow.TASK, row.uid, course.reason)
            for row in rows
            if (course := self._course(one, row)).reason
        ]
        make_reply(self._store, package.digest, Answer.RETURNED, returned)

    def _add(
        self,
        one: Organisation,
        source: Source,
        after: ReceivedPackage | None = None,
        *,
        second: bool = False,
    ) -> ReceivedPackage:
        """Take a report in; ``second``: made on another PC, which knew nothing of the first."""
        revision = after.revision + 1 if after is not None else 1
        data = take_snapshot(source, revision)
        kept = content.keep_bytes(self._store.folder, data, DATA)
        salt = "máy thứ hai" if second else f"lần {revision}"
        clerks = self._data["clerks"]
        made, received = self._moments(one.code, hours=_APART * (revision - 1 + second))
        period = source.sheet.period
        stem = file_stem(one.code, period.code, revision)
        own = digest(f"{one.code} {period.code} {kept.sha256}".encode())
        package = ReceivedPackage(
            id=0,
            organisation=one.code,
            name=one.name,
            plan=source.sheet.plan.uid,
            plan_version=source.sheet.plan.version,
            period=period.code,
            revision=revision,
            part=1,
            parts=1,
            digest=own,
            first=own,
            previous=after.digest if after is not None else "",
            key=digest(f"khóa tập huấn {one.code}".encode()),
            data=kept.sha256,
            made_at=made,
            received_at=received,
            # A mail program that has a file of this name already numbers the next one.
            file_name=package_name(Kind.SUBMISSION, f"{stem} (2)" if second else stem),
            clerk=clerks[(number_of(one.code) + second) % len(clerks)],
            number=f"{1 + number_of('số', one.code, period.code, salt) % 190}-BC/{symbol_of(one)}",
            issued_on=made.date().isoformat(),
            signer=source.office.signer,
            findings=tuple(check_worksheet(source.sheet, made.date())),
        )
        files = [ReceivedFile(DATA, "", kept.sha256, kept.size), *self._files(source.sheet)]
        return inbox.add_received(self._store, package, files)

    def _files(self, sheet: Worksheet) -> list[ReceivedFile]:
        """Each file that proves something, once, under the name that its first row gives it."""
        used = {piece.sha256: piece for row in sheet.tasks for piece in row.evidence}
        return [
            ReceivedFile(evidence_entry(one.sha256, one.name), one.name, one.sha256, one.size)
            for one in used.values()
        ]

    def _moments(self, code: str, *, hours: int) -> tuple[datetime, datetime]:
        """When a report was made and when it came; a later one so many hours after the first."""
        late = self._case("late") or {}
        due = self._sheet.period.due
        day = due + timedelta(days=late[code]) if code in late else due - _ON_TIME_BEFORE
        now = self._store.clock()
        minutes = number_of("giờ", code) % 240 + 60 * hours
        arrived = datetime.combine(day, time(8), now.tzinfo) + timedelta(minutes=minutes)
        # After the due day nothing comes from days ahead; before it all of the round is to come.
        arrived = min(arrived, now) if now.date() > due else arrived
        return arrived - timedelta(minutes=12 + number_of("lập", code) % 70), arrived

    # --- what it reports

    def _course(self, one: Organisation, row: TaskRow) -> Course:
        careless = row.code in self._data["careless"].get(one.code, ())
        return Course(one, row, self._sheet.plan.issued_on, careless=careless)

    def _report(self, one: Organisation, *, loose: bool = False, ahead: int = 0) -> Source:
        """Make a report; ``loose`` says too little in some rows, ``ahead`` has later figures."""
        roles = {p.uid: p for p in propose(self._sheet.plan, one.code) if p.preticked}
        tasks = []
        for row in self._sheet.tasks:
            given = roles.get(row.uid)
            if given is None:
                tasks.append(replace(row, taken=False, progress=Progress(), evidence=()))
                continue
            row = replace(row, taken=True, role=given.role, certainty=given.certainty)
            tasks.append(self._recorded(self._course(one, row), row, loose=loose, ahead=ahead))
        sheet = replace(
            self._sheet,
            organisation=one,
            tasks=tuple(tasks),
            indicators=tuple(
                measured(self._data["indicators"], row, one, self._sheet.period)
                for row in self._sheet.indicators
            ),
        )
        office = Office(
            organisation=one,
            kind=office_kind(one),
            signer=pick(self._data["clerks"], one.code + "ký"),
            signer_title=self._data["titles"].get(one.code, "Bí thư"),
            signs_as_deputy=False,
            place=one.short,
            symbol="",
            recipients=(),
            addressees=(),
        )
        return replace(self._source, sheet=sheet, office=office, training=True)

    def _recorded(self, course: Course, row: TaskRow, *, loose: bool, ahead: int) -> TaskRow:
        loose = loose and bool(course.reason)
        progress = course.at(self._day, loose=loose, ahead=ahead)
        reported_before = self._before > self._sheet.plan.issued_on
        previous = course.at(self._before) if reported_before else None
        milestones = course.milestones(self._day)
        typed = self._typed(course.one, row.code)
        if typed is not None:
            progress, previous = typed
            milestones = row.milestones  # none of them is typed
        evidence = () if loose else self._evidence(course, progress)
        if row.channel is Channel.RESTRICTED:
            progress, evidence = course.apart(progress), ()
            previous = course.apart(previous) if previous is not None else None
        return replace(
            row,
            milestones=milestones,
            progress=progress,
            standing=standing_of(progress, milestones, row.due, self._sheet.as_of),
            evidence=evidence,
            previous=previous,
        )

    def _typed(self, one: Organisation, code: str) -> tuple[Progress, Progress | None] | None:
        """What the unit of the training data has typed of a task, now and before."""
        period = self._sheet.period.code
        now = typed_progress(one, code, period, self._day)
        before = typed_progress(one, code, period, self._before, before=True)
        return (now, before) if now is not None else None

    def _evidence(self, course: Course, progress: Progress) -> tuple[Evidence, ...]:
        title, kept = course.story.evidence, self._keep(course.story.file)
        if progress.status is not Status.COMPLETED or not title:
            return ()
        return (
            Evidence(
                id=1 + number_of(title) % 1000,
                name=safe_file_name(title, ext=".pdf"),
                sha256=kept.sha256,
                size=kept.size,
                number=course.proof_number,
                issued_on=progress.completed_on,
                title=title,
                added_on=progress.completed_on,
            ),
        )
