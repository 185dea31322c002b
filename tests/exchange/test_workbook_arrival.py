"""The second way up: a report's own workbook, taken in above without evidence and without a key."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from answering import TASK, Both
from openpyxl import Workbook, load_workbook
from reporting_units import HA_TU, OFFICE, Q1
from workbooks import saved_by_libreoffice

from qnapp import cli
from qnapp.db.inbox import received_files, received_packages
from qnapp.db.issued import report_in_force
from qnapp.db.outbox import outgoing_packages
from qnapp.db.returned import open_rows
from qnapp.db.store import Store
from qnapp.documents.carried_data import SHEET, carried_data, carried_lines
from qnapp.documents.freeze import export_file
from qnapp.domain.canonical import canonical_json
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import Kind
from qnapp.domain.received import Sender, candidates
from qnapp.errors import FileError, NotFoundError, UserError
from qnapp.exchange.arrivals import look_at
from qnapp.exchange.consolidation import consolidate
from qnapp.exchange.receive import take_in
from qnapp.exchange.received_report import open_received
from qnapp.exchange.receiving import Taken, take_in_many
from qnapp.exchange.refusals import PackageError
from qnapp.exchange.reply import make_reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def both(sent_and_fresh: Both) -> Both:
    return sent_and_fresh


@pytest.fixture
def workbook(both: Both) -> Path:
    """The workbook of the report that was frozen."""
    return exported(both, "Báo cáo.xlsx")


def exported(both: Both, name: str) -> Path:
    report = report_in_force(both.unit, Q1)
    assert report is not None
    export_file(both.unit, report.id, FileKind.XLSX, both.folder / name)
    return both.folder / name


def package(both: Both) -> Path:
    """The package of the same report."""
    return next(both.folder.glob("gửi */*.qnbc"))


def in_inbox(both: Both) -> list[Any]:
    return received_packages(both.office, "NQ05-2026", Q1, HA_TU)


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The workbook with other data of whose hash its sheet tells the truth."""
    book = load_workbook(path)
    lines = [str(row[0].value) for row in book[SHEET].iter_rows()]
    data = json.loads(carried_data(lines))
    change(data)
    book[SHEET].delete_rows(1, len(lines))
    for number, line in enumerate(carried_lines(canonical_json(data)), 1):
        book[SHEET].cell(number, 1, line)
    target = path.with_name("sửa.xlsx")
    book.save(target)
    return target


def test_it_is_taken_in_through_the_one_door_and_said_to_be_what_it_is(
    both: Both, workbook: Path
) -> None:
    arrival = look_at(both.office, workbook)
    told = "Gói báo cáo quý I năm 2026 của Phường Hà Tu, lần 1 (tệp Excel)"
    assert (arrival.title, arrival.changes, arrival.origin) == (told, 1, None)
    assert "không có chữ ký nên không rõ ai gửi" in arrival.lines[0]
    assert "Không kèm minh chứng" in arrival.lines[1]
    assert in_inbox(both) == []
    assert arrival.accept(both.office, dry_run=True).endswith("chưa ghi gì.")
    assert in_inbox(both) == []
    assert "không có minh chứng, chưa rõ nguồn gửi" in arrival.accept(both.office)
    (taken,) = in_inbox(both)
    assert (taken.revision, taken.sender, taken.signed) == (1, Sender.UNSIGNED, False)
    kept = {file.entry for file in received_files(both.office, taken)}
    assert kept == {"data.json", "documents/report.xlsx"}
    report = open_received(both.office, taken)
    row = next(row for row in report.sheet.tasks if row.code == TASK)
    assert (row.progress.percent, len(row.evidence)) == (40, 1)
    assert report.evidence == {}


def test_its_figures_count_and_its_origin_is_named_before_them(both: Both, workbook: Path) -> None:
    look_at(both.office, workbook).accept(both.office)
    found = consolidate(both.office, Q1)
    assert [one.code for one in found.unconfirmed] == [HA_TU]
    line = next(one for one in found.tasks if one.task.code == TASK)
    assert sum(line.counts.values()) == 1


def test_the_same_again_changes_nothing(both: Both, workbook: Path, tmp_path: Path) -> None:
    look_at(both.office, workbook).accept(both.office)
    again = tmp_path / "bản khác tên.bin"
    shutil.copy(workbook, again)
    arrival = look_at(both.office, again)
    assert arrival.changes == 0
    assert arrival.accept(both.office).endswith("không có gì thay đổi.")
    assert len(in_inbox(both)) == 1


def test_saved_again_by_libreoffice_it_is_the_same_report(
    both: Both, workbook: Path, tmp_path: Path
) -> None:
    look_at(both.office, workbook).accept(both.office)
    saved = saved_by_libreoffice(workbook, tmp_path)
    assert look_at(both.office, saved).changes == 0


@pytest.mark.parametrize("first", ["package", "workbook"])
def test_the_package_of_the_same_report_counts_whichever_comes_first(
    both: Both, workbook: Path, first: str
) -> None:
    if first == "workbook":
        look_at(both.office, workbook).accept(both.office)
    take_in(both.office, package(both))
    both.clock.move(days=1)
    if first == "package":
        arrival = look_at(both.office, workbook)
        assert any("cùng số liệu, có chữ ký" in line for line in arrival.lines)
        arrival.accept(both.office)
    (in_force,) = candidates(in_inbox(both))
    assert in_force.signed
    assert len(in_inbox(both)) == 2


def test_a_later_revision_takes_its_place_and_another_one_of_it_is_a_conflict(
    both: Both, workbook: Path
) -> None:
    look_at(both.office, workbook).accept(both.office)
    other = changed(workbook, lambda data: data["source"].update(with_doubts=True))
    arrival = look_at(both.office, other)
    assert any("Xung đột" in line for line in arrival.lines)
    arrival.accept(both.office)
    assert len(candidates(in_inbox(both))) == 2
    later = changed(workbook, lambda data: data.update(revision=2))
    look_at(both.office, later).accept(both.office)
    (in_force,) = candidates(in_inbox(both))
    assert in_force.revision == 2


def _organisation(code: str) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["source"]["sheet"]["organisation"].update(code=code)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_organisation(OFFICE), "do chính đơn vị này tạo"),
        (_organisation("a\u202eb"), "không phải của một báo cáo đã trình ký"),
        (_organisation("x" * 2000), "không phải của một báo cáo đã trình ký"),
        (lambda data: data["source"]["sheet"]["plan"].update(uid="NQ1-2020"), "nghị quyết khác"),
        (lambda data: data["source"].update(training=True), "dữ liệu tập huấn"),
        (lambda data: data["source"]["sheet"]["period"].update(code="2026-X09"), "không có trong"),
        (lambda data: data.update(revision=0), "không phải của một báo cáo đã trình ký"),
        (lambda data: data.update(revision="1"), "phiên bản QNApp khác"),
        (lambda data: data.clear(), "phiên bản QNApp khác"),
    ],
)
def test_what_has_no_place_here_is_refused_in_a_sentence(
    both: Both, workbook: Path, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    before = set(both.office.folder.rglob("*"))
    with pytest.raises((FileError, NotFoundError), match=words):
        look_at(both.office, changed(workbook, change))
    assert in_inbox(both) == []
    assert set(both.office.folder.rglob("*")) == before


def test_one_that_changed_after_it_was_looked_at_is_not_taken_in(
    both: Both, workbook: Path
) -> None:
    arrival = look_at(both.office, workbook)
    shutil.copy(changed(workbook, lambda data: data.update(revision=3)), workbook)
    with pytest.raises(UserError, match="vừa thay đổi"):
        arrival.accept(both.office)
    assert in_inbox(both) == []


def test_of_a_package_that_was_cut_off_the_workbook_inside_is_not_taken(both: Both) -> None:
    """The workbook lies in the package as it is, with its own list of contents."""
    whole = package(both).read_bytes()
    with zipfile.ZipFile(package(both)) as found:
        info = found.getinfo("documents/report.xlsx")
        last = max(one.header_offset for one in found.infolist())
    assert info.compress_type == zipfile.ZIP_STORED
    end = info.header_offset + info.compress_size
    cut = both.folder / "cụt.qnbc"
    for size in (end + 60, end + 100, last, len(whole) - 300, len(whole) - 22):
        cut.write_bytes(whole[:size])
        with pytest.raises(PackageError, match="chưa tải về hết"):
            look_at(both.office, cut)
        (told,) = take_in_many(both.office, [cut])
        assert told.outcome is Taken.REFUSED
    assert in_inbox(both) == []


def test_a_draft_carries_nothing_and_is_told(both: Both) -> None:
    target = both.folder / "nháp.xlsx"
    words = ["--data", str(both.unit.folder), "report", "--period", Q1, "--xlsx", str(target)]
    both.unit.close()
    assert cli.run(cli.build_parser().parse_args(words)) == 0
    both.unit = Store.open(both.unit.folder, clock=both.clock)
    with pytest.raises(FileError, match="Không rõ tệp"):
        look_at(both.office, target)


def test_it_is_returned_and_the_unit_takes_the_answer(both: Both, workbook: Path) -> None:
    look_at(both.office, workbook).accept(both.office)
    both.take(both.answer("returned", TASK))
    assert open_rows(both.unit, Q1) == {both.uid(TASK)}
    (sent,) = outgoing_packages(both.unit, kind=Kind.SUBMISSION)
    assert sent.answer == "returned"


def test_an_answer_to_a_workbook_holds_where_no_package_was_ever_made(
    both: Both, workbook: Path, tmp_path: Path
) -> None:
    look_at(both.office, workbook).accept(both.office)
    (taken,) = in_inbox(both)
    path = both.file(make_reply(both.office, taken.digest, "accepted"))
    both.unit.close()
    with Store.open(both.unit.folder, clock=both.clock) as unit:
        unit.db.execute("PRAGMA foreign_keys=OFF")
        unit.db.execute("DROP TRIGGER outgoing_package_stays")
        unit.db.execute("DELETE FROM outgoing_package")
        look_at(unit, path).accept(unit)
        assert unit.value("SELECT verdict FROM reply") == "accepted"
    both.unit = Store.open(both.unit.folder, clock=both.clock)


def test_by_command_it_is_taken_in_and_answered(
    both: Both, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both.office.close()
    words = ["--data", str(both.office.folder), "reply", str(workbook), "--accept"]
    assert cli.run(cli.build_parser().parse_args(words)) == 0
    assert capsys.readouterr().out.strip().endswith(".qnph")
    both.office = Store.open(both.office.folder, clock=both.clock)
    (taken,) = in_inbox(both)
    assert taken.answer == "accepted"


def test_among_many_files_it_is_told_like_a_package(both: Both, workbook: Path) -> None:
    other = both.folder / "bảng khác.xlsx"
    Workbook().save(other)
    taken, refused = take_in_many(both.office, [workbook, other])
    assert taken.outcome is Taken.TAKEN
    assert "Tệp Excel: không kèm minh chứng" in taken.sentence
    assert not taken.unconfirmed  # there is no key that could be
    assert refused.outcome is Taken.REFUSED
    (again,) = take_in_many(both.office, [workbook])
    assert again.outcome is Taken.AGAIN


def test_the_unit_itself_is_told_that_it_is_its_own(both: Both, workbook: Path) -> None:
    with pytest.raises(FileError, match="do chính đơn vị này tạo"):
        look_at(both.unit, workbook)
