"""Made-up received reports: real enough for everything that reads received reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, make_unit, march_clock

from qnapp import cli
from qnapp.assets import asset_json
from qnapp.db.checkup import check_store
from qnapp.db.settings import get_settings
from qnapp.db.store import Store
from qnapp.domain.received import ReportState, Sender
from qnapp.domain.standings import standing_of
from qnapp.exchange.consolidation import consolidate, gather
from qnapp.exchange.submission_contents import require_nothing_restricted
from qnapp.exchange.training_reports import fill_received

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Q2 = "2026-Q2"
CASES = asset_json("sample", "received.json")["periods"][Q2]
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


def test_a_training_office_begins_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "tập huấn"
    made = ["--data", str(folder), "init", "--unit", OFFICE, "--upper", "--sample"]
    assert cli.run(cli.build_parser().parse_args(made)) == 0
    with Store.open(folder) as store:
        settings = get_settings(store)
        assert settings.training
        assert settings.upper_office
        assert consolidate(store, Q2).complete.count == 64 - len(CASES["missing"])
