"""Made-up received reports: real enough for everything that reads received reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, make_unit, march_clock
from told_words import true_words

from qnapp import cli
from qnapp.assets import asset_json
from qnapp.db import inbox
from qnapp.db.checkup import check_store
from qnapp.db.content import CancelledError
from qnapp.db.organisations import resolve_organisation
from qnapp.db.replies import replies_to
from qnapp.db.reporters import roster
from qnapp.db.roster import sender_keys
from qnapp.db.settings import get_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store, store_exists
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.content import PartId, draft_words
from qnapp.documents.figures import task_figures
from qnapp.documents.part_states import part_states
from qnapp.documents.profiles import load_profile
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.reporting import Level, Progress, Standing, Status
from qnapp.domain.standings import standing_of
from qnapp.exchange.consolidation import consolidate, gather
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reporters import arrivals_of
from qnapp.exchange.submission import file_stem
from qnapp.exchange.submission_contents import require_nothing_restricted
from qnapp.exchange.training_reports import fill_received, fill_round, make_training_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Q2 = "2026-Q2"
DATA = asset_json("sample", "received.json")
CASES = DATA["periods"][Q2]
SOME = frozenset(
    {HA_TU, "06685", *CASES["missing"][:1], *CASES["returned"][:1], *CASES["conflict"],
     *CASES["unconfirmed"][:1], *list(CASES["late"])[:1]}
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = make_unit(tmp_path_factory.mktemp("trên") / OFFICE, OFFICE)
    with Store.open(folder, clock=march_clock()) as store:
        fill_received(store, Q2, SOME)
        yield store


def test_every_case_of_the_data_file_is_there(office: Store) -> None:
    found = {one.code: one for one in consolidate(office, Q2).reporters}
    states = {code: found[code].state for code in SOME}
    assert states == {
        HA_TU: ReportState.ON_TIME,
        "06685": ReportState.ON_TIME,
        CASES["missing"][0]: ReportState.MISSING,
        CASES["returned"][0]: ReportState.RETURNED,
        CASES["conflict"][0]: ReportState.CONFLICT,
        CASES["unconfirmed"][0]: ReportState.ON_TIME,
        next(iter(CASES["late"])): ReportState.LATE,
    }
    assert found[CASES["unconfirmed"][0]].sender is Sender.UNCONFIRMED
    assert found[HA_TU].sender is Sender.CONFIRMED


def test_rows_are_judged_by_the_rules_and_restricted_ones_say_nothing(office: Store) -> None:
    sheets = gather(office, Q2).sheets
    assert set(sheets) == SOME - {CASES["missing"][0], CASES["conflict"][0]}
    for sheet in sheets.values():
        require_nothing_restricted(sheet)
        assert sheet.own_tasks
        for row in sheet.own_tasks:
            assert row.standing is standing_of(row.progress, row.milestones, row.due, sheet.as_of)


def test_the_store_is_whole_with_its_evidence(office: Store) -> None:
    assert check_store(office).problems == ()


def test_the_same_reports_come_again_from_the_same_data(tmp_path: Path) -> None:
    digests = []
    for name in ("a", "b"):
        folder = make_unit(tmp_path / name, OFFICE)
        with Store.open(folder, clock=march_clock()) as store:
            fill_received(store, Q2, [HA_TU])
            digests.append(store.value("SELECT digest FROM received_package"))
    assert digests[0] == digests[1]


def test_one_was_sent_again_and_one_has_faults(tmp_path: Path) -> None:
    folder, day = make_unit(tmp_path / OFFICE, OFFICE), datetime(2026, 6, 22, 9, tzinfo=UTC)
    again, careless = CASES["resent"][0], next(iter(DATA["careless"]))
    with Store.open(folder, clock=lambda: day) as store:
        fill_received(store, Q2, [again, careless])
        found = {one.reporter.code: one for one in arrivals_of(store, Q2) if one.packages}
        first, second = found[again].packages
        assert (first.answer, second.revision, second.answer) == ("returned", 2, "")
        assert second.previous == first.digest
        (reply,) = replies_to(store, first.digest)
        assert reply.rows  # slip and letter can be written of it
        report = found[careless].shown
        assert report is not None
        assert {one.level for one in report.findings or ()} >= {Level.ERROR}
        assert all(one.received_at <= day for unit in found.values() for one in unit.packages)


@pytest.fixture(scope="module")
def round_of_two_quarters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """What an office to train with begins with, and units with particular tasks besides."""
    folder = make_unit(tmp_path_factory.mktemp("hai quý") / OFFICE, OFFICE)
    with Store.open(folder, clock=lambda: datetime(2026, 6, 22, 9, tzinfo=UTC)) as store:
        fill_round(store)
        for period in ("2026-Q1", Q2):
            fill_received(store, period, ["DUUBND", "06994", "06895"])
        yield store


def test_the_second_quarter_contradicts_the_first_in_nothing(round_of_two_quarters: Store) -> None:
    first, second = (gather(round_of_two_quarters, period).sheets for period in ("2026-Q1", Q2))
    both = set(first) & set(second)
    assert len(both) > 10
    for code in both:
        before = {row.uid: row for row in first[code].own_tasks}
        for row in second[code].own_tasks:
            was, now = before[row.uid].progress, row.progress
            assert row.previous == was
            assert (was.percent or 0) <= (now.percent or 0), (code, row.code)
            if was.status is Status.COMPLETED:
                assert now.completed_on == was.completed_on
            if before[row.uid].standing is Standing.OVERDUE:
                assert row.standing is not Standing.DONE_ON_TIME
        figures = {row.uid: row for row in first[code].followed_indicators}
        for line in second[code].followed_indicators:
            assert line.previous == figures[line.uid].measurement


def test_the_unit_to_train_with_says_the_same_above_as_in_its_own_store(
    round_of_two_quarters: Store, tmp_path: Path
) -> None:
    unit = resolve_organisation(HA_TU)
    with initialise(tmp_path / HA_TU, organisation=unit, sample=True, clock=march_clock()) as own:
        for period in ("2026-Q1", Q2):
            above = gather(round_of_two_quarters, period).sheets[HA_TU]
            mine = load_worksheet(own, period)
            typed = {row.code: row for row in mine.own_tasks}
            assert len(above.own_tasks) > 5
            for row in above.own_tasks:
                same = typed[row.code]
                said, typed_here = row.progress, same.progress
                assert (said.status, said.percent) == (typed_here.status, typed_here.percent)
                assert said.result == typed_here.result or typed_here.carried
                assert row.standing is same.standing
            figures = {row.code: row for row in mine.followed_indicators}
            assert above.followed_indicators
            for line in above.followed_indicators:
                same_line = figures[line.code]
                assert (line.value, line.verdict) == (same_line.value, same_line.verdict)
                assert line.target == same_line.target


def test_the_quarter_before_was_answered_and_this_one_is_to_be(
    round_of_two_quarters: Store,
) -> None:
    units = DATA["training_units"]
    answers = {
        period: {
            one.answer
            for one in inbox.received_packages(round_of_two_quarters, "NQ05-2026", period)
            if one.organisation in units
        }
        for period in ("2026-Q1", Q2)
    }
    assert answers["2026-Q1"] == {"accepted"}
    assert "" in answers[Q2]


def test_every_unit_has_its_telephone_and_its_key_since_its_first_report(
    round_of_two_quarters: Store,
) -> None:
    told = [one.phone for one in roster(round_of_two_quarters) if one.phone]
    assert len(set(told)) == len(told) > 5
    first: dict[str, datetime] = {}
    for period in ("2026-Q1", Q2):
        for one in inbox.received_packages(round_of_two_quarters, "NQ05-2026", period):
            first.setdefault(one.organisation, one.received_at)
    keys = {one.organisation: one for one in sender_keys(round_of_two_quarters)}
    for code, at in first.items():
        assert keys[code].first_seen_at == at.replace(microsecond=0)


def test_the_checks_find_what_is_meant_to_be_shown_and_nothing_else(
    round_of_two_quarters: Store,
) -> None:
    found: dict[str, set[str]] = {}
    for package in inbox.received_packages(round_of_two_quarters, "NQ05-2026", Q2):
        for one in package.findings or ():
            found.setdefault(one.code, set()).add(package.organisation)
    loose = {*CASES["returned"], *CASES["resent"]}
    assert found.pop("NV03") == set(DATA["careless"])  # overdue and no reason
    assert found.pop("MC11") <= loose  # completed without evidence: for that it is returned
    assert set(found) <= {"CT12"}  # an estimate, which is none to mend


def test_only_tasks_that_are_assigned_have_results(round_of_two_quarters: Store) -> None:
    for sheet in gather(round_of_two_quarters, Q2).sheets.values():
        for row in sheet.tasks:
            if not row.taken:
                assert (row.progress, row.evidence) == (Progress(), ())


def test_what_is_returned_says_too_little_and_comes_back_with_more(
    round_of_two_quarters: Store,
) -> None:
    again = CASES["resent"][0]
    first, second = inbox.received_packages(round_of_two_quarters, "NQ05-2026", Q2, again)
    rows = [
        {row.uid: row for row in received_sheet(round_of_two_quarters, one).own_tasks}
        for one in (first, second)
    ]
    (reply,) = replies_to(round_of_two_quarters, first.digest)
    assert len({row.reason for row in reply.rows}) == len(reply.rows) > 1
    for returned in reply.rows:
        before, after = (by_uid[returned.uid] for by_uid in rows)
        assert len(after.progress.result) > len(before.progress.result)
        assert len(after.evidence) >= len(before.evidence) == 0


def test_two_packages_of_one_unit_can_be_told_apart(round_of_two_quarters: Store) -> None:
    (code,) = CASES["conflict"]
    one, other = inbox.received_packages(round_of_two_quarters, "NQ05-2026", Q2, code)
    assert (one.revision, other.revision) == (1, 1)
    assert one.made_at < one.received_at < other.received_at
    for field in ("made_at", "received_at", "file_name", "number", "digest", "data", "clerk"):
        assert getattr(one, field) != getattr(other, field), field
    assert one.file_name == f"{file_stem(code, Q2, 1)}.qnbc"  # as the unit's program names it


def test_a_stopped_training_office_leaves_nothing_behind(tmp_path: Path) -> None:
    folder, told = tmp_path / "tập huấn", []
    with pytest.raises(CancelledError):
        make_training_office(
            folder, progress=lambda *at: told.append(at), cancelled=lambda: len(told) > 1
        )
    assert not store_exists(folder)
    assert told[0][0] == 0


def test_a_training_office_begins_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "tập huấn"
    made = ["--data", str(folder), "init", "--unit", OFFICE, "--upper", "--sample"]
    assert cli.run(cli.build_parser().parse_args(made)) == 0
    with Store.open(folder) as store:
        settings = get_settings(store)
        assert settings.training
        assert settings.upper_office
        found = consolidate(store, Q2)
        assert len(found.reporters) == len(asset_json("sample", "received.json")["training_units"])
        assert {one.state for one in found.reporters} == set(ReportState)


@pytest.mark.parametrize("period", ["2026-Q1", Q2])
def test_true_words_and_drafts_of_the_reports_are_never_called_old(
    round_of_two_quarters: Store, period: str
) -> None:
    dang = load_profile("dang")
    for sheet in gather(round_of_two_quarters, period).sheets.values():
        rows = [row for row in sheet.own_tasks if not is_restricted(row)]
        true = ". ".join(words for row in rows for words in true_words(row, sheet.as_of))
        figures = task_figures(sheet.own_tasks)
        counts = f"Đến nay hoàn thành {figures.completed}/{figures.taken} nhiệm vụ."
        own = {part.value: f"{draft_words(sheet, part)}\n{true}.\n{counts}" for part in PartId}
        assert {state.part: state.outdated for state in part_states(sheet, own, dang, {})} == (
            dict.fromkeys(own, ())
        )
