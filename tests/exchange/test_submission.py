"""What goes up: the frozen report with its evidence, and nothing that was typed since."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from fixed_clock import FixedClock
from frozen_stores import Q1, Q2, UID, contents
from pictures import photo

from qnapp.db import outbox
from qnapp.db.content import CancelledError, content_path
from qnapp.db.evidence import add_evidence, defer
from qnapp.db.history import history_of
from qnapp.db.issued import register_issue, report_in_force, withdraw
from qnapp.db.organisations import update_own
from qnapp.db.progress import set_progress
from qnapp.db.report_files import read_file
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import attach_signed, freeze_report
from qnapp.documents.snapshot import read_snapshot
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import Kind, OutgoingPackage, PackageState
from qnapp.domain.reporting import Level
from qnapp.errors import FileError, InputError, LockedError, NotFoundError
from qnapp.exchange.container import Package, open_package
from qnapp.exchange.keys import own_key
from qnapp.exchange.manifest import Issue
from qnapp.exchange.outbox import take_back
from qnapp.exchange.packing import mail_room
from qnapp.exchange.packing_preview import preview_packing
from qnapp.exchange.submission import make_submission

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.domain.issued import IssuedReport


def opened(store: Store, package: OutgoingPackage) -> Package:
    """Open a package as its receiver does."""
    return open_package(outbox.checked_file(store, package), Kind.SUBMISSION)


def scan(folder: Path, number: int, size: int) -> Path:
    """A file that nothing makes smaller."""
    file = folder / f"Bản quét {number}.pdf"
    file.write_bytes(random.Random(number).randbytes(size))
    return file


def refrozen(store: Store, report: IssuedReport, change: Callable[[], object]) -> IssuedReport:
    """Take a report back, change something, send it for signature again."""
    withdraw(store, report.id, "Bổ sung")
    change()
    return freeze_report(store, report.period)


def nothing_left(store: Store) -> bool:
    """Whether a failure has left neither file nor row."""
    stages = [path for path in store.folder.iterdir() if path.name.startswith(".")]
    files = list((store.folder / "outbox").iterdir())
    return not files and not stages and not outbox.outgoing_packages(store)


# --- what travels


def test_the_data_are_the_snapshot_whose_code_stands_on_the_paper(
    store: Store, report: IssuedReport
) -> None:
    made = make_submission(store, report.id)
    (package,) = made.packages
    with opened(store, package) as found:
        assert sha256(found.data()).hexdigest() == report.sha256
        assert read_snapshot(found.data()).source.sheet == load_worksheet(store, Q1)
        assert found.digest == package.digest
        assert found.manifest.key == own_key(store).public


@pytest.mark.parametrize("size", [1_000, 900_000])
def test_the_sizes_that_are_foreseen_are_those_that_are_made(
    store: Store, report: IssuedReport, tmp_path: Path, size: int
) -> None:
    set_settings(store, mail_limit_mb=1)
    file = scan(tmp_path, 1, size)
    report = refrozen(store, report, lambda: add_evidence(store, [file], UID, Q1))
    foreseen = preview_packing(store, report.id).parts
    made = make_submission(store, report.id).packages
    assert len(foreseen) == len(made) == (1 if size < 100_000 else 2)
    for guess, package in zip(foreseen, made, strict=True):
        assert guess.size == pytest.approx(package.size, rel=0.05)
        assert guess.by_mail is (package.size <= mail_room(1))


def test_the_manifest_says_what_it_is(store: Store, report: IssuedReport) -> None:
    made = make_submission(store, report.id)
    with opened(store, made.packages[0]) as found:
        head = found.manifest.head
        assert (head.kind, head.organisation, head.organisation_name) == (
            Kind.SUBMISSION, "06652", "Phường Hà Tu",
        )  # fmt: skip
        assert (head.plan, head.plan_version, head.period) == ("NQ05-2026", 1, Q1)
        assert (head.revision, head.previous, head.issue) == (1, "", None)
        assert (head.part, head.parts, head.first) == (1, 1, "")
        assert head.training  # the store is one to practise with
        assert head.made_at == "2026-06-05T14:32:00+07:00"
        assert head.findings == made.findings
        assert {one.level for one in head.findings} == {Level.WARNING}


def test_the_very_files_that_were_kept_travel(store: Store, report: IssuedReport) -> None:
    made = make_submission(store, report.id)
    with opened(store, made.packages[0]) as found:
        for kind, name in ((FileKind.PDF, "documents/report.pdf"),
                           (FileKind.XLSX, "documents/report.xlsx")):  # fmt: skip
            file = report.file(kind)
            assert file is not None
            assert found.read(name) == read_file(store, file)
            assert found.manifest.entries[name].name == file.name
        # What can be edited stays at home.
        assert not any(name.endswith(".docx") for name in found.manifest.entries)


def test_evidence_travels_once_under_its_hash(store: Store, report: IssuedReport) -> None:
    sheet = load_worksheet(store, Q1)
    pieces = {one.sha256: one for row in sheet.own_tasks for one in row.evidence if one.sha256}
    assert pieces
    with opened(store, make_submission(store, report.id).packages[0]) as found:
        entries = {n: e for n, e in found.manifest.entries.items() if n.startswith("evidence/")}
        assert {entry.sha256 for entry in entries.values()} == set(pieces)
        for name, entry in entries.items():
            assert entry.name == pieces[entry.sha256].name
            content = b"".join(found.blocks(name))
            assert content == content_path(store.folder, entry.sha256).read_bytes()


def test_what_is_handed_in_later_is_named_and_not_packed(
    store: Store, report: IssuedReport
) -> None:
    again = refrozen(store, report, lambda: defer(store, UID, Q1, title="Biên bản nộp sau"))
    made = make_submission(store, again.id)
    assert any("nộp sau" in one.text for one in made.findings)
    with opened(store, made.packages[0]) as found:
        assert "Biên bản nộp sau".encode() in found.data()
        assert "Biên bản nộp sau" not in {e.name for e in found.manifest.entries.values()}


def test_what_is_changed_after_freezing_does_not_travel(store: Store, report: IssuedReport) -> None:
    update_own(store, state_name="UBND phường Mới")
    set_settings(store, signer="Người Khác", letterhead="nha-nuoc", place="Nơi khác")
    set_progress(store, UID, Q2, status="in_progress", result="Chỉ của quý sau")
    with opened(store, make_submission(store, report.id).packages[0]) as found:
        assert sha256(found.data()).hexdigest() == report.sha256
        for words in ("Chỉ của quý sau", "Người Khác", "Nơi khác", "UBND phường Mới"):
            assert words.encode() not in found.data()


def test_number_date_and_signed_copy_go_along(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    register_issue(
        store, report.id, number="12-BC/ĐU", issued_on="20/3/2026", signer="Nguyễn Văn Mẫu",
        signer_title="Bí thư",
    )  # fmt: skip
    signed = scan(tmp_path, 1, 3000)
    attach_signed(store, report.id, signed, despite=True)
    with opened(store, make_submission(store, report.id).packages[0]) as found:
        assert found.manifest.head.issue == Issue(
            "12-BC/ĐU", "2026-03-20", "Nguyễn Văn Mẫu", "Bí thư", "not_matched"
        )
        assert found.read("documents/signed.pdf") == signed.read_bytes()


def test_a_withdrawn_report_is_not_packed(store: Store, report: IssuedReport) -> None:
    withdraw(store, report.id, "Sai")
    with pytest.raises(LockedError, match="thu hồi"):
        make_submission(store, report.id)
    assert nothing_left(store)


# --- what must not travel


def _smuggle(store: Store, column: str, value: str) -> None:
    """Write into a restricted row what no screen and no command would let in."""
    where = "organisation = '06652' AND uid = 'NQ05-2026/3.10.1' AND period = "
    where += "(SELECT id FROM period WHERE code = '2026-Q1')"
    with store.atomic():
        store.run(
            "INSERT INTO progress (organisation, uid, period, touched) SELECT '06652', "
            "'NQ05-2026/3.10.1', id, 1 FROM period WHERE code = '2026-Q1' ON CONFLICT DO NOTHING"
        )
        store.run(f"UPDATE progress SET {column} = ? WHERE {where}", (value,))


@pytest.mark.parametrize(
    "column", ["result", "delay_reason", "difficulty", "proposal", "next_step"]
)
def test_text_in_a_restricted_row_stops_everything(
    store: Store, report: IssuedReport, column: str
) -> None:
    withdraw(store, report.id, "Bổ sung")
    _smuggle(store, column, "Nội dung mật")
    again = freeze_report(store, Q1, despite_errors=True)
    with pytest.raises(InputError, match=r"3\.10\.1 thuộc đường mật"):
        make_submission(store, again.id)
    assert nothing_left(store)


def test_the_number_of_the_separate_report_may_travel(store: Store, report: IssuedReport) -> None:
    withdraw(store, report.id, "Bổ sung")
    _smuggle(store, "restricted_number", "05-BC/ĐU (Mật)")
    again = freeze_report(store, Q1, despite_errors=True)
    assert make_submission(store, again.id).packages


def test_the_period_before_of_a_restricted_row_has_no_text(store: Store) -> None:
    _smuggle(store, "result", "Ghi khi chưa mật")
    row = next(row for row in load_worksheet(store, Q2).tasks if row.code == "3.10.1")
    assert row.previous is not None
    assert row.previous.result == ""


# --- again


def test_nothing_new_gives_the_same_package_again(store: Store, report: IssuedReport) -> None:
    first = make_submission(store, report.id)
    again = make_submission(store, report.id)
    assert (first.reused, again.reused) == (False, True)
    assert again.packages == first.packages
    assert len(list((store.folder / "outbox").iterdir())) == 1


def test_a_package_that_was_lost_is_made_again(store: Store, report: IssuedReport) -> None:
    first = make_submission(store, report.id)
    outbox.checked_file(store, first.packages[0]).unlink()
    again = make_submission(store, report.id)
    assert not again.reused
    assert again.packages[0].previous == first.packages[0].digest


def test_a_number_that_comes_later_makes_a_package_that_names_the_one_before(
    store: Store, report: IssuedReport
) -> None:
    first = make_submission(store, report.id).packages[0]
    register_issue(store, report.id, number="12", issued_on="20/3/2026", signer="A")
    second = make_submission(store, report.id).packages[0]
    assert (second.previous, second.revision) == (first.digest, 1)
    assert outbox.outgoing_package(store, first.id).state is PackageState.REPLACED
    assert [one.id for one in outbox.last_sending(store, report.period).packages] == [second.id]
    with opened(store, second) as found:
        assert sha256(found.data()).hexdigest() == report.sha256


def test_the_next_revision_names_the_package_before(store: Store, report: IssuedReport) -> None:
    first = make_submission(store, report.id).packages[0]
    taken = take_back(store, report.id, "Bổ sung số liệu")
    assert taken.withdrawn
    assert outbox.outgoing_package(store, first.id).state is PackageState.WITHDRAWN
    set_progress(store, UID, Q1, result="Đã bổ sung")  # the period is open again
    again = freeze_report(store, Q1)
    second = make_submission(store, again.id).packages[0]
    assert (second.revision, second.previous) == (2, first.digest)
    assert second.name == "bao-cao-06652-quy-1-2026-lan-2.qnbc"


def test_taking_back_needs_a_reason_and_a_package(store: Store, report: IssuedReport) -> None:
    with pytest.raises(NotFoundError, match="Chưa có gói"):
        take_back(store, report.id, "Sai")
    make_submission(store, report.id)
    with pytest.raises(InputError, match="lý do"):
        take_back(store, report.id, "  ")
    assert outbox.last_sending(store, report.period).packages[0].state is PackageState.MADE


def test_the_history_tells_of_the_package(store: Store, report: IssuedReport) -> None:
    package = make_submission(store, report.id).packages[0]
    (entry,) = history_of(store, "package", str(package.id))
    assert (entry.new, entry.period, entry.clerk) == (package.name, Q1, store.clerk)


def test_a_mail_filter_gets_a_name_that_it_lets_pass(store: Store, report: IssuedReport) -> None:
    set_settings(store, package_as_zip=True)
    (package,) = make_submission(store, report.id).packages
    assert package.name == "bao-cao-06652-quy-1-2026-lan-1.zip"
    with opened(store, package) as found:
        assert found.kind is Kind.SUBMISSION


# --- more than a mail carries


@pytest.fixture
def large(store: Store, report: IssuedReport, tmp_path: Path) -> IssuedReport:
    """A report with seven scans of 300 KB and one of 2 MB, in mails of 1 MB."""
    set_settings(store, mail_limit_mb=1)
    files = [scan(tmp_path, n, 300_000) for n in range(7)] + [scan(tmp_path, 9, 2_000_000)]
    return refrozen(store, report, lambda: add_evidence(store, files, UID, Q1))


def test_evidence_beyond_a_mail_follows_in_packages_that_name_the_first(
    store: Store, large: IssuedReport
) -> None:
    packages = make_submission(store, large.id).packages
    assert [one.part for one in packages] == list(range(1, len(packages) + 1))
    assert len(packages) > 3
    digests = []
    for package in packages:
        with opened(store, package) as found:
            head = found.manifest.head
            assert (head.part, head.parts) == (package.part, len(packages))
            assert head.first == ("" if package.part == 1 else packages[0].digest)
            assert bool(found.data()) is (package.part == 1)
            digests += [e.sha256 for n, e in found.manifest.entries.items() if "evidence" in n]
    sheet = load_worksheet(store, Q1)
    expected = {one.sha256 for row in sheet.own_tasks for one in row.evidence if one.sha256}
    assert sorted(digests) == sorted(expected)  # each once, none lost


def test_only_a_file_larger_than_any_mail_makes_a_package_that_is(
    store: Store, large: IssuedReport
) -> None:
    over = [p for p in make_submission(store, large.id).packages if p.size > mail_room(1)]
    assert len(over) == 1
    with opened(store, over[0]) as found:
        assert [e.size for e in found.manifest.entries.values()] == [2_000_000]


def test_names_of_parts_say_which(store: Store, large: IssuedReport) -> None:
    names = [package.name for package in make_submission(store, large.id).packages]
    assert names[1] == "bao-cao-06652-quy-1-2026-lan-2-phan-2.qnbc"
    assert len(set(names)) == len(names)


def test_photographs_are_made_smaller_by_choice_and_stay_as_they_are_here(
    store: Store, report: IssuedReport, tmp_path: Path
) -> None:
    file = photo(tmp_path / "Ảnh hiện trường.JPG")
    again = refrozen(store, report, lambda: add_evidence(store, [file], UID, Q1))
    original = sha256(file.read_bytes()).hexdigest()
    kept = contents(store.folder)
    plain = make_submission(store, again.id).packages[0]
    small = make_submission(store, again.id, smaller_photos=True).packages[0]
    assert small.size < plain.size - 200_000
    with opened(store, small) as found:
        entry = next(e for e in found.manifest.entries.values() if e.original)
        assert (entry.original, entry.name) == (original, "Ảnh hiện trường.JPG")
        assert entry.size < file.stat().st_size
        others = [e for n, e in found.manifest.entries.items() if "evidence" in n and e != entry]
        assert not any(one.original for one in others)
    assert contents(store.folder) == kept


# --- refused, stopped, killed


def test_evidence_that_is_gone_or_altered_stops_everything(
    store: Store, report: IssuedReport
) -> None:
    row = next(row for row in load_worksheet(store, Q1).own_tasks if row.evidence)
    piece = row.evidence[0]
    path = content_path(store.folder, piece.sha256)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"?")
    with pytest.raises(FileError, match=piece.name):
        make_submission(store, report.id)
    path.unlink()
    with pytest.raises(FileError, match=piece.name):
        make_submission(store, report.id)
    assert nothing_left(store)
    path.write_bytes(data)
    assert make_submission(store, report.id).packages


def test_a_kept_document_that_was_altered_does_not_travel(
    store: Store, report: IssuedReport
) -> None:
    file = report.file(FileKind.PDF)
    assert file is not None
    path = content_path(store.folder, file.sha256)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(FileError, match="đã khác"):
        make_submission(store, report.id)
    assert nothing_left(store)


@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_stopping_leaves_nothing(store: Store, large: IssuedReport, after: int) -> None:
    asked = iter(range(1000))
    with pytest.raises(CancelledError):
        make_submission(store, large.id, cancelled=lambda: next(asked) >= after)
    assert nothing_left(store)


def test_progress_is_of_all_parts(store: Store, large: IssuedReport) -> None:
    told: list[tuple[int, int]] = []
    make_submission(store, large.id, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert {of for _, of in told} == {told[-1][0]}


def test_a_report_taken_back_meanwhile_is_not_sent(store: Store, report: IssuedReport) -> None:
    taken: list[IssuedReport] = []

    def take(done: int, of: int) -> None:
        if not taken:
            taken.append(withdraw(store, report.id, "Sai số liệu"))

    with pytest.raises(LockedError):
        make_submission(store, report.id, progress=take)
    assert nothing_left(store)


_KILLED = """
import os, sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from fixed_clock import FixedClock
from qnapp.db.issued import report_in_force
from qnapp.db.store import Store
from qnapp.exchange.submission import make_submission
left = int(sys.argv[2])
def count(event, args):
    global left
    if event in ("open", "os.rename", "sqlite3.connect") and started:
        left -= 1
        if left < 0:
            os._exit(9)
started = False
sys.addaudithook(count)
store = Store.open(Path(sys.argv[1]), clock=FixedClock())
started = True
make_submission(store, report_in_force(store, "2026-Q1").id)
os._exit(0)
"""


def test_killed_at_any_point_it_leaves_all_or_nothing(frozen_folder: Path, tmp_path: Path) -> None:
    ends = set()
    for steps in (0, 3, 4, 8, 12, 15, 16, 17, 1000):
        folder = shutil.copytree(frozen_folder, tmp_path / str(steps))
        arguments = [sys.executable, "-c", _KILLED, str(folder), str(steps), *sys.path]
        ends.add(subprocess.run(arguments, check=False, capture_output=True).returncode)
        with Store.open(folder, clock=FixedClock()) as again:
            for package in outbox.outgoing_packages(again):
                opened(again, package).close()
            assert not [p for p in folder.iterdir() if p.name.startswith(".")]
            assert not list(folder.glob("*/*.tmp"))
            report = report_in_force(again, Q1)
            assert report is not None
            made = make_submission(again, report.id)
            assert [one.part for one in made.packages] == [1]
    assert ends == {0, 9}
