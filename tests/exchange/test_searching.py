"""What the upper office has received, and what was reported in other quarters, can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, make_unit, march_clock

from qnapp.db.assignments import take_on
from qnapp.db.progress import set_progress
from qnapp.db.search_index import SearchIndex
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task
from qnapp.exchange.receive import take_in
from qnapp.exchange.searching import refresh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Packages of two units; Hà Tu sends twice."""
    folder = tmp_path_factory.mktemp("gửi")
    found: dict[str, Path] = {}
    for code, said in ((HA_TU, "Vướng giải phóng mặt bằng"), (TUAN_CHAU, "Thiếu vốn đối ứng")):
        make_unit(folder / code, code)
        with Store.open(folder / code, clock=march_clock()) as store:
            task = Unit(store).sheet().own_tasks[0]
            set_progress(store, task.uid, Q1, status="in_progress", difficulty=said)
            (found[code],) = Unit(store).send(folder / f"{code}-1")
    with Store.open(folder / HA_TU, clock=march_clock()) as store:
        Unit(store).take_back()
        set_progress(store, Unit(store).sheet().own_tasks[0].uid, Q1, difficulty="Đã gỡ vướng")
        (found["again"],) = Unit(store).send(folder / "again")
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    make_unit(tmp_path / "office", OFFICE, march_clock(19))
    with Store.open(tmp_path / "office", clock=march_clock(19)) as store:
        yield store


@pytest.fixture
def index(office: Store) -> Iterator[SearchIndex]:
    made = SearchIndex(office.folder)
    yield made
    made.close()


def bring_up(store: Store, index: SearchIndex) -> None:
    while not refresh(store, index, most=2):
        pass


def whose(index: SearchIndex, typed: str) -> set[str]:
    return {entry.organisation for entry, _ in index.find(typed, 50)}


def test_reports_are_found_by_what_they_say(
    office: Store, index: SearchIndex, sent: dict[str, Path]
) -> None:
    for code in (HA_TU, TUAN_CHAU):
        take_in(office, sent[code])
    bring_up(office, index)
    assert whose(index, "giai phong mat bang") == {HA_TU}
    assert whose(index, "von doi ung") == {TUAN_CHAU}
    assert TUAN_CHAU in whose(index, "tuan chau")
    entry, line = index.find("von doi ung", 1)[0]
    assert (entry.kind, entry.period, line) == ("task", Q1, "Thiếu vốn đối ứng")


def test_a_later_report_takes_the_place_of_the_one_before(
    office: Store, index: SearchIndex, sent: dict[str, Path]
) -> None:
    take_in(office, sent[HA_TU])
    bring_up(office, index)
    take_in(office, sent["again"])
    bring_up(office, index)
    assert whose(index, "giai phong mat bang") == set()
    assert whose(index, "go vuong") == {HA_TU}


def test_nothing_is_read_twice(
    office: Store, index: SearchIndex, sent: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(office, sent[HA_TU])
    bring_up(office, index)
    written: list[str] = []
    monkeypatch.setattr(index, "replace", lambda name, *_: written.append(name))
    assert refresh(office, index, most=10)
    assert written == []


def test_own_rows_of_every_period_are_found(office: Store, index: SearchIndex) -> None:
    uid = find_task(office, "1.5").uid

    take_on(office, [uid])
    set_progress(office, uid, Q1, status="in_progress", result="Đã mua 54 bộ thiết bị họp")
    bring_up(office, index)
    assert whose(index, "54 bo thiet bi") == {OFFICE}
    set_progress(office, uid, Q1, result="Đã nghiệm thu")
    bring_up(office, index)
    assert whose(index, "54 bo thiet bi") == set()
    assert whose(index, "nghiem thu") == {OFFICE}


def test_it_stops_when_asked(office: Store, index: SearchIndex) -> None:
    assert refresh(office, index, most=10, cancelled=lambda: True)
    assert index.sources() == {}


def test_a_report_that_is_damaged_here_is_passed_over(
    office: Store, index: SearchIndex, sent: dict[str, Path]
) -> None:
    take_in(office, sent[HA_TU])
    for path in (office.folder / "evidence").rglob("*"):
        if path.is_file():
            path.unlink()
    bring_up(office, index)
    assert whose(index, "giai phong mat bang") == set()
