"""Whatever is done, in whatever order: every place says the same, and undo leads all the way back.

A machine of hypothesis does to a real store of Phường Hà Tu what a clerk may do, in two periods;
after each step the places that count are held against each other and against a count by hand.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import FixedClock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qnapp.db import assignments, evidence, history, milestones, targets
from qnapp.db.issued import report_in_force, withdraw
from qnapp.db.items import local_tasks
from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import resolve_organisation
from qnapp.db.progress import set_progress
from qnapp.db.reports import report_texts, set_basis, set_report_text, text_bases
from qnapp.db.setup import initialise
from qnapp.db.status import status_object
from qnapp.db.store import Store
from qnapp.db.worksheet import load_reported
from qnapp.documents.assemble import assemble_report
from qnapp.documents.drafts import draft_words
from qnapp.documents.freeze import freeze_report, read_issued
from qnapp.documents.part_findings import report_findings
from qnapp.documents.period_findings import period_findings
from qnapp.documents.report import PartId
from qnapp.domain.checks import check_worksheet
from qnapp.domain.overview import (
    done_count,
    filter_tasks,
    indicator_counts,
    report_steps,
    standing_counts,
)
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.report_checks import part_of
from qnapp.domain.reporting import Standing, Status
from qnapp.errors import LockedError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qnapp.db.history import FieldChange
    from qnapp.documents.report import Report, Table
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

OWN_WORDS = "Cấp ủy, chính quyền đã chỉ đạo sát sao."
PERIODS = ("2026-Q1", "2026-Q2")
days = st.dates(date(2025, 12, 10), date(2026, 12, 31))
maybe_days = st.none() | days
words = st.sampled_from(
    ["", "Đã họp 02 kỳ", "Còn vướng mặt bằng; đang chờ ý kiến", "Thiếu kinh phí."]
)
numbers = st.sampled_from(["", "0", "12", "96,4", "1.300", "88.5", "-3"])
progress = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(list(Status)),
        "percent": st.none() | st.integers(0, 100),
        "completed_on": maybe_days,
        "expected_on": maybe_days,
        **dict.fromkeys(["result", "delay_reason", "difficulty", "proposal", "next_step"], words),
    },
)
measured = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["actual", "estimate", "cumulative", "same_period_last_year"], numbers),
        "words": words,
        "note": words,
    },
)
which = st.integers(0, 10_000)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Phường Hà Tu, made once and copied for each run of the machine."""
    folder = tmp_path_factory.mktemp("begun") / "store"
    organisation = resolve_organisation("06652")
    initialise(
        folder,
        organisation=organisation,
        clerk="Người Thử",
        first_period="2026-Q1",
        clock=FixedClock(),
    ).close()
    return folder


def test_every_place_says_the_same_after_any_steps(begun: Path) -> None:
    class Clerk(_Clerk):
        start = begun

    run_state_machine_as_test(
        Clerk,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],  # making a failure shorter takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


class _Clerk(RuleBasedStateMachine):
    start: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "dữ liệu"
        shutil.copytree(self.start, self.folder)
        self.clock = FixedClock()
        self.store = Store.open(self.folder, clock=self.clock)
        everything = [row.uid for row in self.sheet().tasks if not row.heading]
        assignments.take_on(self.store, everything[::7])
        self.done: list[tuple[Sequence[FieldChange], object]] = []
        self.files = 0

    def teardown(self) -> None:
        self.store.close()
        with Store.open(self.folder, clock=self.clock) as again:  # nothing lived in memory alone
            assert self.seen(again) == self.last
            self.history_tells_every_value(again)
        shutil.rmtree(self.folder.parent)

    # --- what a clerk does

    @rule(at=which, period=st.sampled_from(PERIODS), said=progress)
    def record(self, at: int, period: str, said: dict[str, Any]) -> None:
        row = self.task(at)
        self.does(lambda: set_progress(self.store, row.uid, period, **said))

    @rule(at=which, number=st.integers(1, 3), day=maybe_days)
    def reach(self, at: int, number: int, day: date | None) -> None:
        dated = [row for row in self.sheet().tasks if row.milestones]
        row = dated[at % len(dated)]
        self.does(lambda: milestones.set_milestone(self.store, row.uid, number, day))

    @rule(at=which, day=days, granted=st.booleans())
    def extend(self, at: int, day: date, granted: bool) -> None:
        uid = self.task(at).uid
        self.does(
            lambda: milestones.add_extension(
                self.store, uid, due=day, document="Công văn số 12-CV/ĐU", granted=granted
            )
        )

    @rule(at=which)
    def take(self, at: int) -> None:
        rest = [row for row in self.sheet().tasks if not row.heading and not row.taken]
        self.does(lambda: assignments.take_on(self.store, [rest[at % len(rest)].uid]))

    @rule(at=which)
    def leave(self, at: int) -> None:
        uid = self.task(at).uid
        self.does(lambda: assignments.let_go(self.store, [uid]))

    @rule(day=maybe_days)
    def add_own_task(self, day: date | None) -> None:
        due = "" if day is None else f"{day:%d/%m/%Y}"
        self.does(
            lambda: assignments.add_local_task(self.store, title="Việc riêng", deadline_text=due)
        )

    @rule(at=which)
    def remove_own_task(self, at: int) -> None:
        own = local_tasks(self.store)
        if own:
            uid = own[at % len(own)].uid
            self.does(lambda: assignments.remove_local_task(self.store, uid))

    @rule(nature=st.sampled_from(list(Nature)), level=st.sampled_from(["≥90", "hoàn thành"]))
    def add_own_indicator(self, nature: Nature, level: str) -> None:
        self.does(
            lambda: targets.add_local_indicator(
                self.store, title="Hộ nghèo giảm", unit="hộ", nature=nature, target_text=level
            )
        )

    @rule(at=which, period=st.sampled_from(PERIODS), said=measured)
    def measure(self, at: int, period: str, said: dict[str, Any]) -> None:
        uid = self.indicator(at).uid
        self.does(lambda: set_measurement(self.store, uid, period, **said))

    @rule(at=which, level=st.sampled_from(["", "≥90", "≤5", "95-98", "tăng 2%", "hoàn thành"]))
    def set_level(self, at: int, level: str) -> None:
        uid = self.indicator(at).uid
        self.does(lambda: targets.set_own_target(self.store, uid, level))

    @rule(at=which, period=st.sampled_from(PERIODS), fresh=st.booleans())
    def prove(self, at: int, period: str, fresh: bool) -> None:
        uid = self.task(at).uid
        self.files += fresh
        file = self.folder.parent / f"biên bản {self.files}.txt"
        file.write_text(f"Biên bản {self.files}", encoding="utf-8")
        self.does(lambda: evidence.add_evidence(self.store, [file], uid, period))

    @rule(at=which, period=st.sampled_from(PERIODS))
    def promise(self, at: int, period: str) -> None:
        uid = self.task(at).uid
        self.files += 1
        title = f"Biên bản {self.files}"
        self.does(lambda: evidence.defer(self.store, uid, period, title=title))

    @rule(at=which, period=st.sampled_from(PERIODS))
    def remove_proof(self, at: int, period: str) -> None:
        rows = load_reported(self.store, period).own_tasks
        there = [(row.uid, one.id) for row in rows for one in row.evidence]
        if there:
            uid, number = there[at % len(there)]
            self.does(lambda: evidence.remove(self.store, number, uid=uid, period_code=period))

    @rule(period=st.sampled_from(PERIODS), part=st.sampled_from(list(PartId)))
    def write_part(self, period: str, part: PartId) -> None:
        """Keep the words that are proposed, with a sentence more."""
        draft = draft_words(load_reported(self.store, period), part)

        def write() -> None:
            set_report_text(self.store, period, part, f"{draft}\n{OWN_WORDS}")
            set_basis(self.store, period, part, draft)

        self.does(write)

    @rule(period=st.sampled_from(PERIODS))
    def sign(self, period: str) -> None:
        if report_in_force(self.store, period) is not None:
            return
        before = load_reported(self.store, period)
        told = period_findings(self.store, before, self.clock.today())
        issued = freeze_report(self.store, period, despite_errors=True)
        self.done.clear()
        frozen = read_issued(self.store, issued.id).source.sheet
        assert frozen == load_reported(self.store, period) == replace(before, locked=True)
        assert told == period_findings(self.store, replace(before, locked=True), self.clock.today())
        for row in before.own_tasks[:3]:
            with pytest.raises(LockedError):
                set_progress(self.store, row.uid, period, result="Sửa sau khi trình ký")

    @rule(period=st.sampled_from(PERIODS))
    def withdraw(self, period: str) -> None:
        issued = report_in_force(self.store, period)
        if issued is not None:
            withdraw(self.store, issued.id, "Sửa số liệu")
            self.done.clear()

    @rule(by=st.integers(1, 60))
    def wait(self, by: int) -> None:
        if self.clock.today() < date(2026, 12, 1):
            self.clock.move(days=by)
            self.done = [(changes, None) for changes, _ in self.done]  # today is another

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        changes, before = self.done.pop()
        history.revert(self.store, changes)
        if before is not None:
            assert self.seen(self.store) == before

    # --- what must hold

    @invariant()
    def every_place_says_the_same(self) -> None:
        self.last = self.seen(self.store)
        for period in PERIODS:
            sheet = load_reported(self.store, period)
            _same_tasks(sheet)
            _same_indicators(sheet)
            _sound_findings(sheet, self.clock.today())
            written = PartId.OPENING in report_texts(self.store, period)
            _same_report(sheet, assemble_report(self.store, period), opening_written=written)
            if not sheet.locked:
                _old_words_are_told(self.store, sheet)

    def history_tells_every_value(self, store: Store) -> None:
        """Each field's changes are a chain: every old value is the new one before it."""
        chains: dict[tuple[str, ...], list[Any]] = {}
        for entry in reversed(history.recent(store, 100_000)):
            key = (entry.entity, entry.key, entry.period, entry.field)
            chains.setdefault(key, []).append(entry)
        for of, chain in chains.items():
            for before, after in pairwise(chain):
                assert before.new == after.old, of

    # --- helpers

    def does(self, action: Callable[[], object]) -> None:
        """Do it if the program takes it; what it refuses changes nothing at all."""
        before = self.last
        with self.store.collected() as changes:
            try:
                action()
            except UserError:
                assert self.seen(self.store) == before
                return
        if changes:
            self.done.append((list(changes), before))
        else:
            assert self.seen(self.store) == before

    def sheet(self) -> Worksheet:
        return load_reported(self.store, PERIODS[0])

    def task(self, at: int) -> TaskRow:
        own = self.sheet().own_tasks or self.sheet().tasks
        return own[at % len(own)]

    def indicator(self, at: int) -> IndicatorRow:
        rows = self.sheet().indicators
        return rows[at % len(rows)]

    def seen(self, store: Store) -> tuple[object, ...]:
        """All that is shown of both periods, but for the day on which a row was touched."""
        return tuple(_shown(load_reported(store, period)) for period in PERIODS)


def _shown(sheet: Worksheet) -> Worksheet:
    day = date(2026, 1, 1)
    tasks = tuple(
        replace(row, progress=replace(row.progress, updated_on=row.progress.updated_on and day),
                previous=row.previous and replace(row.previous, updated_on=None),
                evidence=tuple(replace(one, id=0) for one in row.evidence))
        for row in sheet.tasks
    )  # fmt: skip
    indicators = tuple(
        replace(row, measurement=replace(row.measurement, updated_on=None),
                previous=row.previous and replace(row.previous, updated_on=None))
        for row in sheet.indicators
    )  # fmt: skip
    return replace(sheet, tasks=tasks, indicators=indicators)


def _same_tasks(sheet: Worksheet) -> None:
    own = sheet.own_tasks
    told = [row for row in own if row.channel is not Channel.RESTRICTED]
    by_hand = Counter(row.standing for row in told)
    counts = standing_counts(sheet)
    assert {one: n for one, n in counts.items() if one is not None and n} == by_hand
    assert counts[None] == len(own) - len(told)
    for one in Standing:
        assert len(filter_tasks(sheet, one.value, sheet.as_of)) == by_hand[one]
    assert done_count(counts) == sum(row.progress.status is Status.COMPLETED for row in told)
    plain = status_object(sheet, [])
    assert json.loads(json.dumps(plain)) == plain
    assert plain["counts"] == {one.value: by_hand[one] for one in Standing}
    assert [one["uid"] for one in plain["tasks"]] == [row.uid for row in own]


def _same_indicators(sheet: Worksheet) -> None:
    counts = indicator_counts(sheet)
    assert counts.total == len(sheet.followed_indicators)


def _sound_findings(sheet: Worksheet, today: date) -> None:
    findings = check_worksheet(sheet, today)
    known = {row.uid for row in sheet.tasks} | {row.uid for row in sheet.indicators}
    assert {one.where for one in findings} <= known
    assert all(one.text.strip() and "None" not in one.text for one in findings)
    said = Counter((one.where, one.field, one.text) for one in findings)
    assert max(said.values(), default=1) == 1, said.most_common(1)
    report_steps(sheet, findings)


def _same_report(sheet: Worksheet, report: Report, *, opening_written: bool) -> None:
    own = sheet.own_tasks
    opening = report.parts[0].paragraphs[0].replace("\xa0", " ")
    if own and not opening_written:
        told = re.search(r"theo dõi (\d+) nhiệm vụ[,:;]?(.*)\.$", opening)
        assert told is not None, opening
        assert int(told[1]) == len(own), opening
        firsts = [re.search(r"\d+", clause) for clause in told[2].split(";")]
        assert sum(int(one[0]) for one in firsts if one) == len(own), opening
    figures = _figures(report.figures)
    assert figures["Nhiệm vụ theo dõi"] == len(own)
    assert sum(figures.values()) == 2 * (len(own) + len(sheet.followed_indicators))
    kinds = Counter(row.cells[0] for row in report.data.rows)
    assert kinds["Nhiệm vụ"] == len(own)
    assert kinds["Chỉ tiêu"] == len(sheet.followed_indicators)
    for text in _texts(report):
        assert "None" not in text, text
        assert not re.search(r"  |\.\.(?!\.)|;;|,,| [,;.:]( |$)|\(\)", text), text


def _old_words_are_told(store: Store, sheet: Worksheet) -> None:
    """A kept part is called old as soon as a line of its first draft is no longer there."""
    texts, bases = report_texts(store, sheet.period.code), text_bases(store, sheet.period.code)
    told = {part_of(one) for one in report_findings(store, sheet) if one.code == "LV11"}
    for part in texts:
        now, then = draft_words(sheet, part).splitlines(), bases[part].splitlines()
        gone = set(then) - set(now)
        assert (part in told) == bool(gone), (part, gone, set(now) - set(then))


def _figures(table: Table) -> dict[str, int]:
    return {str(row.cells[0]): int(str(row.cells[1])) for row in table.rows}


def _texts(report: Report) -> list[str]:
    parts = [text for part in report.parts for text in part.paragraphs]
    tables = [part.table for part in report.parts] + [annex.table for annex in report.annexes]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    return parts + [cell for cell in cells if isinstance(cell, str)]
