"""Submissions that arrive: kept whole, told apart by content, never applied over newer data."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from packages import KEY, changed
from reporting_units import HA_TU, OFFICE, Q1, Unit, copied, make_unit, march_clock

from qnapp import cli
from qnapp.db.evidence import add_evidence
from qnapp.db.evidence_check import verify
from qnapp.db.inbox import (
    choose_received,
    read_received,
    received_files,
    received_package,
    received_packages,
)
from qnapp.db.progress import set_progress
from qnapp.db.roster import confirm_key, sender_keys
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task
from qnapp.domain.packages import Kind
from qnapp.domain.received import (
    ReportState,
    Sender,
    candidates,
    missing_revisions,
    report_state,
)
from qnapp.errors import FileError, LockedError, NotFoundError, UserError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.container import Item, open_package, write_package
from qnapp.exchange.keys import renew_key
from qnapp.exchange.receive import take_in, trust_sender
from qnapp.exchange.refusals import PackageError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from fixed_clock import FixedClock

    from qnapp.exchange.receive import SubmissionArrival

PLAN = "NQ05-2026"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What Phường Hà Tu sends: "first", then "second" and "third"; "rival" is from another PC."""
    folder = tmp_path_factory.mktemp("gửi")
    make_unit(folder / "đơn vị", HA_TU)
    clock = march_clock()
    found: dict[str, Path] = {}
    with Store.open(folder / "đơn vị", clock=clock) as store:
        uid = find_task(store, "3.2").uid
        set_progress(store, uid, Q1, status="in_progress", percent=40, result="Đã khởi công")
        proof = folder / "Biên bản.txt"
        proof.write_text("Biên bản khởi công", encoding="utf-8")
        add_evidence(store, [proof], uid, Q1)
        (found["first"],) = Unit(store).send(folder / "first")
    shutil.copytree(folder / "đơn vị", folder / "máy khác")
    for name, percent in (("second", 55), ("third", 70)):
        with Store.open(folder / "đơn vị", clock=clock) as store:
            clock.move(days=1)
            Unit(store).take_back()
            set_progress(store, uid, Q1, percent=percent)
            (found[name],) = Unit(store).send(folder / name)
    with Store.open(folder / "máy khác", clock=clock) as store:
        Unit(store).take_back()
        set_progress(store, uid, Q1, percent=60)
        (found["rival"],) = Unit(store).send(folder / "rival")
    with Store.open(folder / "đơn vị", clock=clock) as store:
        renew_key(store)
        Unit(store).take_back()
        set_progress(store, uid, Q1, percent=90)
        (found["other key"],) = Unit(store).send(folder / "other key")
    return found


@pytest.fixture(scope="module")
def office_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_unit(tmp_path_factory.mktemp("trên") / "dữ liệu", OFFICE)


@pytest.fixture
def clock() -> FixedClock:
    return march_clock(20)


@pytest.fixture
def office(office_master: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    folder = shutil.copytree(office_master, tmp_path / "trên")
    with Store.open(folder, clock=clock) as opened:
        yield opened


def stored(store: Store) -> tuple[list[tuple[object, ...]], set[str]]:
    """All that a refusal must leave as it was: rows of the inbox and the roster, kept files."""
    tables = ("received_package", "received_file", "sender_key", "history")
    rows = [tuple(row) for name in tables for row in store.rows(f"SELECT * FROM {name}")]
    return rows, {path.name for path in store.folder.rglob("*") if path.is_file()}


def look(store: Store, path: Path) -> SubmissionArrival:
    return look_at(store, path)  # type: ignore[return-value]


def due(store: Store) -> date:
    from qnapp.db.calendar import stored_period

    return stored_period(store, Q1).period.due


def everything(store: Store) -> list[object]:
    return list(received_packages(store, PLAN, Q1, HA_TU))


def test_a_submission_is_kept_as_it_arrived(
    office: Store, sent: dict[str, Path], clock: FixedClock
) -> None:
    taken = take_in(office, sent["first"])
    with open_package(sent["first"]) as package:
        assert taken.digest == package.digest
        for file in received_files(office, taken):
            entry = package.manifest.entries[file.entry]
            assert (file.sha256, file.size, file.name) == (entry.sha256, entry.size, entry.name)
            assert read_received(office, file) == package.read(file.entry)
        assert len(received_files(office, taken)) == len(package.manifest.entries)
    assert (taken.organisation, taken.period, taken.revision) == (HA_TU, Q1, 1)
    assert taken.received_at == clock.now
    assert taken.sender is Sender.UNCONFIRMED
    assert verify(office).orphans == ()


def test_looking_writes_nothing(office: Store, sent: dict[str, Path]) -> None:
    before = stored(office)
    arrival = look(office, sent["first"])
    assert arrival.title == "Gói báo cáo quý I năm 2026 của Phường Hà Tu, lần 1"
    assert arrival.changes == 1
    assert arrival.accept(office, dry_run=True).endswith("chưa ghi gì.")
    assert stored(office) == before


def test_the_name_of_a_file_does_not_matter(
    office: Store, sent: dict[str, Path], tmp_path: Path
) -> None:
    renamed = copied(sent["first"], tmp_path / "ảnh.jpg")
    assert look(office, renamed).title == look(office, sent["first"]).title


def test_the_same_package_twice_changes_nothing(
    office: Store, sent: dict[str, Path], tmp_path: Path
) -> None:
    look(office, sent["first"]).accept(office)
    before = stored(office)
    again = changed(copied(sent["first"], tmp_path / "nén lại.zip"), list.reverse)
    arrival = look(office, again)
    assert arrival.changes == 0
    assert "Gói này đã nhận ngày 20/3/2026." in arrival.lines
    assert "đã nhận trước đó" in arrival.accept(office)
    assert stored(office) == before


def test_a_later_revision_takes_the_place_and_an_older_never(
    office: Store, sent: dict[str, Path]
) -> None:
    second = take_in(office, sent["second"])
    arrival = look(office, sent["first"])
    assert any("không thay số liệu đang dùng" in line for line in arrival.lines)
    arrival.accept(office)
    assert [one.digest for one in candidates(everything(office))] == [second.digest]  # type: ignore[arg-type]
    assert len(everything(office)) == 2


def test_a_gap_in_revisions_is_named(office: Store, sent: dict[str, Path]) -> None:
    take_in(office, sent["first"])
    arrival = look(office, sent["third"])
    assert "Chưa nhận được báo cáo lần 2." in arrival.lines
    arrival.accept(office)
    here = received_packages(office, PLAN, Q1, HA_TU)
    assert missing_revisions(here) == (2,)
    assert candidates(here)[0].revision == 3
    take_in(office, sent["second"])
    assert missing_revisions(received_packages(office, PLAN, Q1, HA_TU)) == ()


def test_two_reports_of_one_revision_are_both_kept_until_a_person_chooses(
    office: Store, sent: dict[str, Path]
) -> None:
    second = take_in(office, sent["second"])
    arrival = look(office, sent["rival"])
    assert any(line.startswith("Xung đột") for line in arrival.lines)
    arrival.accept(office)
    here = received_packages(office, PLAN, Q1, HA_TU)
    assert len(candidates(here)) == 2
    assert report_state(here, due(office)) is ReportState.CONFLICT
    choose_received(office, second.digest)
    assert candidates(received_packages(office, PLAN, Q1, HA_TU))[0].digest == second.digest
    rival = next(one for one in here if one.digest != second.digest)
    choose_received(office, rival.digest)  # a person may think again
    here = received_packages(office, PLAN, Q1, HA_TU)
    assert [one.digest for one in candidates(here)] == [rival.digest]
    assert len(here) == 2


def test_a_later_revision_ends_a_conflict(office: Store, sent: dict[str, Path]) -> None:
    for name in ("second", "rival", "third"):
        take_in(office, sent[name])
    here = received_packages(office, PLAN, Q1, HA_TU)
    assert [one.revision for one in candidates(here)] == [3]


@pytest.mark.parametrize(
    ("day", "state"),
    [(18, ReportState.ON_TIME), (20, ReportState.ON_TIME), (21, ReportState.LATE)],
)
def test_the_first_arrival_tells_whether_it_is_in_time(
    office: Store, sent: dict[str, Path], clock: FixedClock, day: int, state: ReportState
) -> None:
    assert report_state((), due(office)) is ReportState.MISSING
    clock.now = clock.now.replace(day=day, hour=23, minute=59)
    take_in(office, sent["first"])
    clock.move(days=30)
    take_in(office, sent["second"])
    assert report_state(received_packages(office, PLAN, Q1, HA_TU), due(office)) is state


def test_a_confirmed_key_vouches_for_what_it_signed(office: Store, sent: dict[str, Path]) -> None:
    taken = take_in(office, sent["first"])
    assert any("chưa xác nhận" in line for line in look(office, sent["first"]).lines)
    confirm_key(office, HA_TU, taken.name, taken.key)
    found = received_package(office, taken.digest)
    assert found is not None
    assert found.sender is Sender.CONFIRMED
    assert any("đúng khóa" in line for line in look(office, sent["first"]).lines)


def test_another_key_is_refused_until_a_person_confirms_it(
    office: Store, sent: dict[str, Path]
) -> None:
    first = trust_sender(office, sent["first"])
    assert first.sender is Sender.CONFIRMED
    before = stored(office)
    arrival = look(office, sent["other key"])
    for act in (arrival.accept, lambda store: take_in(store, sent["other key"])):
        with pytest.raises(LockedError, match="khóa khác"):
            act(office)
    assert stored(office) == before
    assert trust_sender(office, sent["other key"]).sender is Sender.CONFIRMED
    found = received_package(office, first.digest)
    assert found is not None
    assert found.sender is Sender.CONFIRMED  # it was judged when it arrived
    assert len(sender_keys(office, HA_TU)) == 2


def forged(tmp_path: Path, source: Path, **more: object) -> Path:
    """A package that says something else of itself than its data do, signed by somebody."""
    from dataclasses import replace

    with open_package(source) as package:
        head = replace(package.manifest.head, **more)  # type: ignore[arg-type]
        items = {
            name: Item(package.read(name), entry.name)
            for name, entry in package.manifest.entries.items()
        }
    return write_package(tmp_path / "giả.qnbc", head, items, KEY).path


@pytest.mark.parametrize(
    "lie",
    [{"organisation": "06706"}, {"period": "2026-Q2"}, {"revision": 7}, {"plan_version": 2}],
    ids=lambda lie: next(iter(lie)),
)
def test_a_package_that_contradicts_its_data_is_refused(
    office: Store, sent: dict[str, Path], tmp_path: Path, lie: dict[str, object]
) -> None:
    before = stored(office)
    with pytest.raises(PackageError) as refused:
        take_in(office, forged(tmp_path, sent["first"], **lie))
    assert refused.value.reason is Reason.ALTERED
    assert stored(office) == before


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ({"organisation": OFFICE}, FileError, "chính đơn vị này"),
        ({"plan": "NQ99-2027"}, FileError, "nghị quyết khác"),
        ({"period": "2031-Q1"}, NotFoundError, "không có trong lịch"),
        ({"period": "???"}, NotFoundError, "không có trong lịch"),
        ({"training": True}, FileError, "tập huấn"),
    ],
)
def test_what_has_no_place_here_is_said_and_not_kept(
    office: Store,
    sent: dict[str, Path],
    tmp_path: Path,
    told: dict[str, object],
    error: type[UserError],
    words: str,
) -> None:
    before = stored(office)
    with pytest.raises(error, match=words):
        look(office, forged(tmp_path, sent["first"], **told))
    assert stored(office) == before


def test_training_takes_no_real_reports(office: Store, sent: dict[str, Path]) -> None:
    set_settings(office, training=True)
    with pytest.raises(FileError, match="gói dữ liệu chính thức"):
        look(office, sent["first"])


def test_a_plan_package_is_no_submission(
    office: Store, sent: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(PackageError):
        take_in(office, forged(tmp_path, sent["first"], kind=Kind.PLAN))


def test_a_changed_byte_is_refused_and_nothing_stays(
    office: Store, sent: dict[str, Path], tmp_path: Path
) -> None:
    before = stored(office)
    copy = copied(sent["first"], tmp_path / "hỏng.qnbc")

    def spoil(parts: list[object]) -> None:
        part = next(one for one in parts if one.name == "data.json")  # type: ignore[attr-defined]
        part.data = part.data.replace(b'"percent":40', b'"percent":90')  # type: ignore[attr-defined]

    changed(copy, spoil)  # type: ignore[arg-type]
    with pytest.raises(PackageError) as refused:
        take_in(office, copy)
    assert refused.value.reason is Reason.ALTERED
    assert stored(office) == before


def test_a_failure_at_the_last_step_takes_the_files_back(
    office: Store, sent: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(office)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("qnapp.exchange.receive.inbox.add_received", fail)
    with pytest.raises(RuntimeError):
        take_in(office, sent["first"])
    assert stored(office) == before


def test_what_arrived_cannot_be_changed(office: Store, sent: dict[str, Path]) -> None:
    take_in(office, sent["first"])
    for sql in (
        "UPDATE received_package SET revision = 9",
        "DELETE FROM received_package",
        "UPDATE received_file SET size = 0",
        "DELETE FROM received_file",
    ):
        with pytest.raises(sqlite3.IntegrityError), office.atomic():
            office.db.execute(sql)


def test_import_takes_submissions_in(
    office_master: Path,
    sent: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = str(shutil.copytree(office_master, tmp_path / "lệnh"))
    files = [str(sent["first"]), str(sent["second"])]
    parse = cli.build_parser().parse_args
    assert cli.run(parse(["--data", folder, "import", *files])) == 0
    assert "Gói báo cáo quý I năm 2026 của Phường Hà Tu, lần 2" in capsys.readouterr().out
    assert cli.run(parse(["--data", folder, "import", *files, "--yes"])) == 0
    assert "lần 1: đã nhận." in capsys.readouterr().err
    with Store.open(tmp_path / "lệnh") as store:
        assert [one.revision for one in received_packages(store, PLAN, Q1)] == [1, 2]
