"""Received reports for training: what an upper office would have after most units have sent.

The content is data (``resources/sample/received.json``); everything in it is made up. Each report
is a real snapshot, so that whatever reads received reports reads these too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from qnapp.assets import asset, asset_json
from qnapp.db import content, inbox
from qnapp.db.builtin import builtin_organisations
from qnapp.db.content import CancelledError
from qnapp.db.fields import own_code
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
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.received import ReceivedFile, ReceivedPackage
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.domain.reporting import Evidence, Measurement, Progress, Standing, Status
from qnapp.domain.standings import standing_of
from qnapp.domain.targets import judge, parse_target
from qnapp.exchange.limits import DATA, evidence_entry
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reply import make_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.content import Kept
    from qnapp.db.store import Store
    from qnapp.documents.snapshot import Source
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

_PERIODS = ("2026-Q1", "2026-Q2")
_OFFICE = "VPTU"
_ADDRESS, _PHONE = "{code}@quangninh.example.vn", "0203 3836 001"
_DONE_BY_PERIOD = (0.16, 0.38, 0.6, 0.85)  # part of the tasks that is done after each quarter
_ON_TIME_BEFORE = timedelta(days=2)


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
        code: {"email": _ADDRESS.format(code=code.lower()), "phone": _PHONE}
        for code in expected[:-2]  # some addresses are always missing
    }
    rows |= {code: {"expected": False} for code in known if code not in expected}
    update_reporters(store, rows)
    for done, period in enumerate(_PERIODS):
        told = partial(_told, progress, done) if progress is not None else None
        fill_received(store, period, expected, progress=told, cancelled=cancelled)


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


@dataclass(frozen=True, slots=True)
class _Proof:
    """A file that proves results, kept once."""

    kept: Kept
    name: str


class _Filling:
    def __init__(self, store: Store, period_code: str) -> None:
        self._store = store
        self._data: dict[str, Any] = asset_json("sample", "received.json")
        self._sheet = load_worksheet(store, period_code)
        self._source = gather_source(store, period_code, sheet=self._sheet, texts={})
        self._cases: Mapping[str, Any] = self._data["periods"].get(period_code, {})
        self._quarter = min(int(period_code[-1]) if period_code[-1].isdigit() else 4, 4)
        self._proofs = [self._keep(name) for name in self._data["evidence"]]

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

    def _keep(self, name: str) -> _Proof:
        data = asset("sample", name).read_bytes()
        return _Proof(content.keep_bytes(self._store.folder, data, name), name)

    # --- one organisation

    def _take_in(self, one: Organisation) -> None:
        package = self._add(one, self._report(one, ""))
        key = package.key
        if one.code in self._case("unconfirmed"):
            note_key(self._store, one.code, one.name, key)
        else:
            confirm_key(self._store, one.code, one.name, key)
        if one.code in self._case("conflict"):
            self._add(one, self._report(one, "máy thứ hai"))
        resent = one.code in self._case("resent")
        if resent or one.code in self._case("returned"):
            self._return(package)
        if resent:
            self._add(one, self._report(one, "lần hai"), after=package)

    def _return(self, package: ReceivedPackage) -> None:
        """Return the first rows, as the office does, so that slip and letter can be written."""
        rows = received_sheet(self._store, package).own_tasks[:2]
        reason = self._data["return_reason"]
        returned = [ReturnedRow(ReplyRow.TASK, row.uid, reason) for row in rows]
        make_reply(self._store, package.digest, Answer.RETURNED, returned)

    def _add(
        self, one: Organisation, source: Source, after: ReceivedPackage | None = None
    ) -> ReceivedPackage:
        revision = after.revision + 1 if after is not None else 1
        data = take_snapshot(source, revision)
        kept = content.keep_bytes(self._store.folder, data, DATA)
        day = self._received_on(one.code)
        period = source.sheet.period
        name = f"{one.code}-{period.code}-lan-{revision}.qnbc"
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
            made_at=day - timedelta(hours=2),
            received_at=day,
            file_name=name,
            clerk=_pick(self._data["clerks"], one.code),
            number=f"{1 + _number('số', one.code) % 190}-BC/ĐU",
            issued_on=day.date().isoformat(),
            signer=source.office.signer,
            findings=tuple(check_worksheet(source.sheet, day.date())),
        )
        files = [ReceivedFile(DATA, "", kept.sha256, kept.size), *self._files(source.sheet)]
        return inbox.add_received(self._store, package, files)

    def _files(self, sheet: Worksheet) -> list[ReceivedFile]:
        used = {piece.sha256 for row in sheet.tasks for piece in row.evidence}
        return [
            ReceivedFile(
                evidence_entry(proof.kept.sha256, proof.name),
                proof.name,
                proof.kept.sha256,
                proof.kept.size,
            )
            for proof in self._proofs
            if proof.kept.sha256 in used
        ]

    def _received_on(self, code: str) -> datetime:
        late = self._case("late") or {}
        due = self._sheet.period.due
        day = due + timedelta(days=late[code]) if code in late else due - _ON_TIME_BEFORE
        minutes = _number("giờ", code) % 480
        now = self._store.clock()
        arrived = datetime.combine(day, time(8), now.tzinfo) + timedelta(minutes=minutes)
        # After the due day nothing comes from days ahead; before it all of the round is to come.
        return min(arrived, now) if now.date() > due else arrived

    # --- what it reports

    def _report(self, one: Organisation, salt: str) -> Source:
        roles = {p.uid: p for p in propose(self._sheet.plan, one.code) if p.preticked}
        tasks = []
        for row in self._sheet.tasks:
            given = roles.get(row.uid)
            if given is None:
                tasks.append(replace(row, taken=False, progress=Progress(), evidence=()))
                continue
            row = replace(row, taken=True, role=given.role, certainty=given.certainty)
            tasks.append(self._recorded(row, f"{one.code}{salt}"))
        sheet = replace(
            self._sheet,
            organisation=one,
            tasks=tuple(tasks),
            indicators=tuple(self._measured(row, one.code) for row in self._sheet.indicators),
        )
        office = Office(
            organisation=one,
            kind=office_kind(one),
            signer=_pick(self._data["clerks"], one.code + "ký"),
            signer_title="Bí thư",
            signs_as_deputy=False,
            place=one.short,
            symbol="",
            recipients=(),
            addressees=(),
        )
        return replace(self._source, sheet=sheet, office=office, training=True)

    def _recorded(self, row: TaskRow, code: str) -> TaskRow:
        progress = self._progress(row, code)
        standing = standing_of(progress, row.milestones, row.due, self._sheet.as_of)
        if row.channel is Channel.RESTRICTED:
            number = f"{1 + _number(code, row.uid) % 40}-BC/ĐU"
            progress = Progress(
                status=progress.status,
                completed_on=progress.completed_on,
                restricted_number=number,
                restricted_on=self._sheet.period.cutoff,
                updated_on=self._sheet.period.cutoff,
            )
            return replace(row, progress=progress, standing=standing, previous=None)
        if standing is Standing.OVERDUE and code not in self._case("careless"):
            progress = replace(progress, delay_reason=_pick(self._data["delays"], code + row.uid))
        return replace(
            row,
            progress=progress,
            standing=standing,
            evidence=self._evidence(row, progress, code),
            previous=None,
        )

    def _progress(self, row: TaskRow, code: str) -> Progress:
        chance = _chance(code, row.uid)
        done_by = _DONE_BY_PERIOD[self._quarter - 1]
        cutoff, results = self._sheet.period.cutoff, self._data["results"]
        if chance < done_by:
            return Progress(
                status=Status.COMPLETED,
                percent=100,
                result=_pick(results["completed"], code + row.uid),
                completed_on=self._done_on(row, chance),
                updated_on=cutoff,
            )
        if chance > 0.94:
            return Progress(updated_on=cutoff)
        if chance > 0.92:
            return Progress(status=Status.ON_HOLD, percent=10, updated_on=cutoff)
        trouble = _chance(code, row.uid, "khó khăn")
        return Progress(
            status=Status.IN_PROGRESS,
            percent=min(95, 5 * (1 + int(5 * self._quarter * (1 - chance)))),
            result=_pick(results["in_progress"], code + row.uid),
            difficulty=_pick(self._data["difficulties"], row.uid) if trouble < 0.12 else "",
            proposal=_pick(self._data["proposals"], row.uid) if trouble < 0.07 else "",
            updated_on=cutoff,
        )

    def _done_on(self, row: TaskRow, chance: float) -> date:
        """Mostly in time; about one in ten some days late, never after the cut-off."""
        cutoff = self._sheet.period.cutoff
        usual = cutoff - timedelta(days=10 + int(200 * chance))
        if row.due is None or row.due > cutoff:
            return usual
        late = int(chance * 1000) % 10 == 0
        return min(cutoff, row.due + timedelta(days=5)) if late else min(usual, row.due)

    def _evidence(self, row: TaskRow, progress: Progress, code: str) -> tuple[Evidence, ...]:
        if progress.status is not Status.COMPLETED:
            return ()
        number = _number(code, row.uid, "tệp")
        proof = self._proofs[number % len(self._proofs)]
        return (
            Evidence(
                id=number % 1000,
                name=proof.name,
                sha256=proof.kept.sha256,
                size=proof.kept.size,
                number=f"{1 + number % 90}-BB/ĐU",
                issued_on=progress.completed_on,
                title="Biên bản kết quả thực hiện",
                added_on=progress.completed_on,
            ),
        )

    def _measured(self, row: IndicatorRow, code: str) -> IndicatorRow:
        known = {one["code"]: one for one in self._data["indicators"]}
        spec = known.get(row.code)
        plain = replace(
            row, followed=False, target=None, verdict=None, measurement=Measurement(), evidence=()
        )
        if spec is None or _chance(code, row.code, "theo dõi") * 100 >= spec["share"]:
            return plain
        tenths = _number(code, row.code, str(self._quarter)) % (10 * (spec["to"] - spec["from"]))
        value = Decimal(10 * spec["from"] + tenths) / 10
        estimated = _chance(code, row.code, "ước") < 0.15
        measured = Measurement(estimate=value) if estimated else Measurement(actual=value)
        target = parse_target(spec["target"]) if spec["target"] else None
        judged = target is not None and row.nature is not Nature.FLOW
        return replace(
            plain,
            followed=True,
            target=target,
            measurement=measured,
            verdict=judge(target, value) if judged and target is not None else None,
        )


def _number(*parts: str) -> int:
    """A number that is always the same for the same words."""
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:6], "big")


def _chance(*parts: str) -> float:
    return _number(*parts) / 256**6


def _pick(choices: Sequence[str], *parts: str) -> str:
    return choices[_number(*parts) % len(choices)]
