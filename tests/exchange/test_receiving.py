"""Many files at once: what became of each, and none holds up another."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import signing
from packages import changed
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, copied, make_unit, march_clock

from qnapp.db.inbox import copy_received, received_packages
from qnapp.db.progress import set_progress
from qnapp.db.reporters import add_reporter, remove_reporter, roster, update_reporter
from qnapp.db.roster import confirm_key
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task
from qnapp.documents.freeze import attach_signed, export_file, freeze_report
from qnapp.documents.signed_copy import Outcome
from qnapp.domain.checks import check_worksheet
from qnapp.domain.packages import key_words
from qnapp.domain.received import ReportState
from qnapp.errors import FileError
from qnapp.exchange.keys import renew_key
from qnapp.exchange.received_report import examine_signed, open_received
from qnapp.exchange.receiving import Taken, files_in, take_in_folder, take_in_many
from qnapp.exchange.reporters import arrivals_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAN = "NQ05-2026"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two revisions of Hà Tu, one of them from two PCs, another key's third; one of Tuần Châu."""
    folder = tmp_path_factory.mktemp("gửi")
    clock = march_clock()
    found: dict[str, Path] = {}
    make_unit(folder / "ht", HA_TU)
    with Store.open(folder / "ht", clock=clock) as store:
        uid = find_task(store, "3.2").uid
        set_progress(store, uid, Q1, status="in_progress", percent=40, result="Đã khởi công")
        (found["first"],) = Unit(store).send(folder / "1")
    shutil.copytree(folder / "ht", folder / "máy khác")
    for place, name, percent in (("ht", "second", 55), ("máy khác", "rival", 60)):
        with Store.open(folder / place, clock=clock) as store:
            Unit(store).take_back()
            set_progress(store, uid, Q1, percent=percent)
            (found[name],) = Unit(store).send(folder / name)
    with Store.open(folder / "ht", clock=clock) as store:
        renew_key(store)
        Unit(store).take_back()
        set_progress(store, uid, Q1, percent=90)
        (found["other key"],) = Unit(store).send(folder / "k")
    make_unit(folder / "tc", TUAN_CHAU)
    with Store.open(folder / "tc", clock=clock) as store:
        (found["neighbour"],) = Unit(store).send(folder / "n")
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    folder = make_unit(tmp_path / "trên", OFFICE)
    with Store.open(folder, clock=march_clock(20)) as opened:
        yield opened


def state_of(store: Store, code: str) -> ReportState:
    return next(one.reporter.state for one in arrivals_of(store, Q1) if one.reporter.code == code)


def test_every_file_has_its_outcome(office: Store, sent: dict[str, Path], tmp_path: Path) -> None:
    spoilt = copied(sent["neighbour"], tmp_path / "hỏng.qnbc")
    spoilt.write_bytes(spoilt.read_bytes()[:-200])
    names = ("second", "first", "neighbour", "rival", "second")
    told = take_in_many(office, [*(sent[name] for name in names), spoilt])
    assert [one.outcome for one in told] == [
        Taken.TAKEN, Taken.OLDER, Taken.TAKEN, Taken.CONFLICT, Taken.AGAIN, Taken.REFUSED,
    ]  # fmt: skip
    assert told[0].sentence.startswith("Gói báo cáo quý I năm 2026 của Phường Hà Tu, lần 2: ")
    assert "Chưa nhận được" not in told[0].sentence  # it is the next file of this round
    assert "hỏng.qnbc" in told[-1].sentence
    assert [one.unconfirmed for one in told] == [True, True, True, True, False, False]
    assert len(received_packages(office, PLAN, Q1)) == 4
    assert state_of(office, HA_TU) is ReportState.CONFLICT
    assert state_of(office, TUAN_CHAU) is ReportState.ON_TIME


def test_what_is_still_missing_after_the_round_is_named(
    office: Store, sent: dict[str, Path]
) -> None:
    told = take_in_many(office, [sent["second"], sent["neighbour"]])
    assert "Chưa nhận được báo cáo lần 1." in told[0].sentence
    assert told[0].gap == (1,)


def test_another_key_waits_with_both_codes_shown(office: Store, sent: dict[str, Path]) -> None:
    (first,) = take_in_many(office, [sent["first"]])
    assert first.package is not None
    confirm_key(office, HA_TU, first.package.name, first.package.key)
    (told,) = take_in_many(office, [sent["other key"]])
    assert told.outcome is Taken.OTHER_KEY
    assert told.package is not None
    assert told.known_key == first.package.key
    for key in (told.package.key, told.known_key):
        assert key_words(key) in told.sentence
    assert len(received_packages(office, PLAN, Q1)) == 1


def test_a_cancelled_round_keeps_what_is_in_and_names_the_rest(
    office: Store, sent: dict[str, Path]
) -> None:
    steps: list[tuple[int, int]] = []
    files = [sent["first"], sent["neighbour"]]
    told = take_in_many(
        office,
        files,
        progress=lambda step, of: steps.append((step, of)),
        cancelled=lambda: len(steps) > 1,
    )
    assert [one.outcome for one in told] == [Taken.TAKEN, Taken.NOT_REACHED]
    assert steps == [(0, 2), (1, 2)]
    assert [one.organisation for one in received_packages(office, PLAN, Q1)] == [HA_TU]


def test_folders_are_searched_by_content_and_files_named_are_always_told(
    office: Store, sent: dict[str, Path], tmp_path: Path
) -> None:
    inside = tmp_path / "thư đến" / "USB"
    inside.mkdir(parents=True)
    copied(sent["first"], inside / "ảnh.jpg")
    (inside / "thư.eml").write_text("Kính gửi", encoding="utf-8")
    (inside / "bản in.pdf").write_bytes(b"%PDF-1.7")
    (inside / "bản in.QNBC").write_bytes(b"%PDF-1.7")  # somebody took it for a package
    told, other = take_in_folder(office, tmp_path / "thư đến")
    assert (told.path.name, told.outcome) == ("ảnh.jpg", Taken.TAKEN)
    assert (other.path.name, other.outcome) == ("bản in.QNBC", Taken.REFUSED)
    (inside / "bản in.QNBC").unlink()
    named = inside / "thư.eml"
    assert files_in([tmp_path / "thư đến", named, named]) == [inside / "ảnh.jpg", named]
    (told,) = take_in_many(office, [named])
    assert told.outcome is Taken.REFUSED
    with pytest.raises(FileError, match="Không có thư mục"):
        take_in_folder(office, named)


def test_a_file_that_is_gone_is_told(office: Store, tmp_path: Path) -> None:
    (told,) = take_in_many(office, [tmp_path / "không có.qnbc"])
    assert told.outcome is Taken.REFUSED
    assert "không có.qnbc" in told.sentence


def test_the_roster_says_who_is_expected(office: Store, sent: dict[str, Path]) -> None:
    everybody = {one.reporter.code for one in arrivals_of(office, Q1)}
    assert everybody == {one.code for one in roster(office)}
    update_reporter(office, TUAN_CHAU, expected=False)
    update_reporter(office, HA_TU, expected=False)
    add_reporter(office, "Trường Chính trị")
    found = {one.reporter.code: one for one in arrivals_of(office, Q1)}
    assert set(found) == everybody - {TUAN_CHAU, HA_TU} | {"K-TRUONG-CHINH-TRI"}
    take_in_many(office, [sent["first"]])
    found = {one.reporter.code: one for one in arrivals_of(office, Q1)}
    assert HA_TU in found  # nobody expected it, it is there all the same
    remove_reporter(office, "K-TRUONG-CHINH-TRI")
    assert "K-TRUONG-CHINH-TRI" not in {one.reporter.code for one in arrivals_of(office, Q1)}


def test_what_the_checks_said_is_kept(office: Store, sent: dict[str, Path]) -> None:
    take_in_many(office, [sent["first"]])
    (package,) = received_packages(office, PLAN, Q1)
    sheet = open_received(office, package).sheet
    assert package.findings is not None
    *rows, words = package.findings
    assert rows == check_worksheet(sheet, sheet.as_of)
    assert words.text == "Báo cáo: phần V chưa viết."
    assert len(package.findings) > 5  # nearly nothing was entered


def test_a_report_is_opened_with_its_papers(office: Store, sent: dict[str, Path]) -> None:
    take_in_many(office, [sent["first"]])
    (package,) = received_packages(office, PLAN, Q1)
    report = open_received(office, package)
    assert report.sheet.organisation.code == HA_TU
    assert report.signed is None
    assert report.printed is not None
    copy = copy_received(office, report.printed)
    assert copy.read_bytes().startswith(b"%PDF")
    assert office.folder not in copy.parents
    again = take_in_many(office, [changed(copied(sent["first"], copy.parent / "n"), list.reverse)])
    assert again[0].outcome is Taken.AGAIN


def test_the_signed_copy_is_compared_here_once_more(tmp_path: Path) -> None:
    """Whatever the sender's own examination said: the manifest is not asked."""
    clock = march_clock()
    with Store.open(make_unit(tmp_path / "đơn vị", HA_TU), clock=clock) as unit:
        report = freeze_report(unit, Q1, despite_errors=True)
        exported, copy = tmp_path / "báo cáo.pdf", tmp_path / "đã ký.pdf"
        export_file(unit, report.id, "pdf", exported)
        copy.write_bytes(signing.signed(exported.read_bytes()))
        attach_signed(unit, report.id, copy)
        (path,) = Unit(unit).send(tmp_path / "gửi")
    with Store.open(make_unit(tmp_path / "trên", OFFICE), clock=clock) as office:
        take_in_many(office, [path])
        (package,) = received_packages(office, PLAN, Q1)
        found = open_received(office, package)
        examined = examine_signed(office, found)
        assert examined is not None
        assert examined.outcome is Outcome.SAME_FILE
        assert any("chứng thư gốc" in sentence for sentence in examined.sentences)


def test_without_a_signed_copy_there_is_nothing_to_compare(
    office: Store, sent: dict[str, Path]
) -> None:
    take_in_many(office, [sent["first"]])
    (package,) = received_packages(office, PLAN, Q1)
    assert examine_signed(office, open_received(office, package)) is None
