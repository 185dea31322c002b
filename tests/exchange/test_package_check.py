"""The look over the whole store sees what was sent and what arrived, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reporting_units import HA_TU, OFFICE, Q1, Unit, make_unit, march_clock

from qnapp import cli
from qnapp.db import content
from qnapp.db.backup import pool_evidence
from qnapp.db.checkup import check_store
from qnapp.db.evidence import add_evidence
from qnapp.db.inbox import received_files, received_packages
from qnapp.db.outbox import kept_place, outgoing_packages
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task
from qnapp.exchange.receive import take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a unit's store that has sent a report with evidence, and the package."""
    folder = tmp_path_factory.mktemp("gửi")
    make_unit(folder / "đơn vị", HA_TU)
    proof = folder / "Biên bản.txt"
    proof.write_text("Biên bản khởi công", encoding="utf-8")
    with Store.open(folder / "đơn vị", clock=march_clock()) as store:
        add_evidence(store, [proof], find_task(store, "3.2").uid, Q1)
        (package,) = Unit(store).send(folder / "gói")
    package.rename(folder / "gói.qnbc")
    return folder


@pytest.fixture
def office(sent: Path, tmp_path: Path) -> Iterator[Store]:
    """An upper office that has taken the package in."""
    make_unit(tmp_path / "cấp trên", OFFICE)
    with Store.open(tmp_path / "cấp trên", clock=march_clock()) as store:
        take_in(store, sent / "gói.qnbc")
        yield store


def place_of_evidence(store: Store) -> Path:
    (package,) = received_packages(store, "NQ05-2026", Q1)
    file = next(one for one in received_files(store, package) if one.name == "Biên bản.txt")
    path = content.find_content(store.folder, file.sha256)
    assert path is not None
    return path


def test_what_is_whole_is_no_problem(office: Store) -> None:
    seen: list[tuple[int, int]] = []
    found = check_store(office, progress=lambda done, total: seen.append((done, total)))
    assert found.problems == ()
    assert seen[-1][0] == seen[-1][1] > 0


def test_evidence_that_arrived_and_is_gone_is_named_with_its_sender(office: Store) -> None:
    place_of_evidence(office).unlink()
    (problem,) = check_store(office).problems
    assert problem.startswith(
        "Không tìm thấy tệp “Biên bản.txt” trong gói đã tiếp nhận của Phường Hà Tu"
    )


def test_what_arrived_and_was_altered_is_named(
    office: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    place_of_evidence(office).write_text("khác", encoding="utf-8")
    (problem,) = check_store(office).problems
    assert "đã bị thay đổi" in problem
    folder = office.folder
    office.close()
    assert cli.run(cli.build_parser().parse_args(["--data", str(folder), "check"])) == 1
    assert "Biên bản.txt" in capsys.readouterr().out


def test_it_comes_back_from_its_second_copy(office: Store) -> None:
    pool_evidence(office)
    path = place_of_evidence(office)
    path.write_text("khác", encoding="utf-8")
    assert check_store(office).ok
    assert path.read_text(encoding="utf-8") == "Biên bản khởi công"


@pytest.mark.parametrize(("harm", "words"), [("gone", "Không tìm thấy"), ("altered", "thay đổi")])
def test_a_package_that_was_sent_is_looked_at(sent: Path, harm: str, words: str) -> None:
    with Store.open(sent / "đơn vị", clock=march_clock()) as store:
        assert check_store(store).ok
        (package,) = outgoing_packages(store)
        path = kept_place(store, package.digest, package.name)
        kept = path.read_bytes()
        path.unlink() if harm == "gone" else path.write_bytes(kept[:-1])
        (problem,) = check_store(store).problems
        path.write_bytes(kept)
    assert words in problem
    assert package.name in problem
