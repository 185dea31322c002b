"""The whole round of a quarter: what the office prints is what the units have typed.

Every number of the consolidated workbook is counted again from the units' own files
(``recount``), which shares no code with the program.
"""

from __future__ import annotations

import faulthandler
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from openpyxl import load_workbook
from recount import LETTERS, ORDER, Counted, count
from reporting_units import OFFICE, Q1, march_clock
from year_round import CHANGED, MIDDLE, Round, go_round, in_force

from qnapp import cli
from qnapp.db.checkup import check_store
from qnapp.db.inbox import received_packages
from qnapp.db.outbox import outgoing_packages
from qnapp.db.store import Store
from qnapp.domain.packages import Kind, PackageState
from qnapp.exchange.received_report import open_received

if TYPE_CHECKING:
    from pathlib import Path

# One build for all: some minutes of drawing on a busy machine.
pytestmark = pytest.mark.timeout(900)

FIRST_PAGES = 3  # of the PDF, where totals stand


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Round:
    faulthandler.cancel_dump_traceback_later()  # it takes a test of some minutes for one that hangs
    return go_round(tmp_path_factory.mktemp("vòng"))


@pytest.fixture(scope="module")
def counted(made: Round) -> dict[str, Counted]:
    """All 64 units by code, counted from their files."""
    return {code: count(folder) for code, folder in made.stores.items()}


@pytest.fixture(scope="module")
def told(made: Round, counted: dict[str, Counted]) -> dict[str, Counted]:
    """Those whose report is there."""
    return {code: one for code, one in counted.items() if code not in made.missing}


@pytest.fixture(scope="module")
def printed(made: Round) -> dict[str, Path]:
    """The files that the office writes by one command."""
    found = {ext: made.folder / f"tổng hợp.{ext}" for ext in ("xlsx", "pdf")}
    words = ["--data", str(made.office), "consolidate", "--period", Q1]
    options = [*words, "--xlsx", str(found["xlsx"]), "--pdf", str(found["pdf"])]
    assert cli.run(cli.build_parser().parse_args(options)) == 0
    return found


class Table:
    """A sheet of the workbook: the lines above its table, its heads, its rows."""

    def __init__(self, path: Path, name: str, first: str) -> None:
        sheet = load_workbook(path)[name]
        rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
        top = next(n for n, row in enumerate(rows) if row[0] == first)
        self.notes = [str(row[0]) for row in rows[:top] if row[0]]
        self.heads: list[Any] = list(rows[top])
        self.rows = [dict(zip(self.heads, row, strict=True)) for row in rows[top + 1 :] if row[0]]


def test_the_list_of_senders(
    made: Round, told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    table = Table(printed["xlsx"], "Tình hình gửi", "Mã")
    assert [row["Mã"] for row in table.rows] == list(made.stores)
    for row in table.rows:
        code = row["Mã"]
        assert row["Đơn vị"] == made.names[code]
        if code in made.missing:
            assert (row["Tình hình"], row["Lần"], row["Nhận lần đầu"]) == ("Chưa gửi", None, None)
            continue
        late = code in made.late
        state = "Đã trả lại" if code == made.waiting else "Gửi muộn" if late else "Đúng hạn"
        assert (row["Tình hình"], row["Lần"]) == (state, told[code].revision)
        assert told[code].revision == (2 if code in made.returned else 1)
        first = row["Nhận lần đầu"]
        assert date(first.year, first.month, first.day) == date(2026, 3, 25 if late else 18)
        known = "Đã xác nhận nguồn gửi" if code in made.confirmed else "Chưa xác nhận nguồn gửi"
        assert row["Nguồn gửi"] == known
        assert row["Ghi chú"] in (None, "")


def in_text(name: str) -> str:
    """Small within a sentence are what places are; bodies keep their capital."""
    place = name.startswith(("Phường ", "Xã ", "Đặc khu "))
    return name[0].lower() + name[1:] if place else name


def test_the_holes_are_named_before_any_figure(
    made: Round, told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    heads = {"Tình hình gửi": "Mã", "Ma trận nhiệm vụ": "Mã", "Chỉ tiêu": "Mã",
             "Khó khăn - kiến nghị": "Đơn vị"}  # fmt: skip
    names, order = made.names, list(made.stores)
    unknown = [code for code in order if code in told and code not in made.confirmed]
    expected = [
        (f"Chưa gửi ({len(made.missing)})", made.missing),
        (f"Gửi muộn ({len(made.late)})", made.late),
        ("Đã trả lại (1)", (made.waiting,)),
        (f"Chưa xác nhận nguồn gửi ({len(unknown)})", unknown),
    ]
    for name, first in heads.items():
        notes = Table(printed["xlsx"], name, first).notes
        lines = [f"{words}: {', '.join(in_text(names[code]) for code in codes)}"
                 for words, codes in expected]  # fmt: skip
        assert [line for line in notes if line in lines] == lines
    sent, all_of = len(told), len(made.stores)
    timely = sent - len(made.late)
    percent = [f"{Decimal(n * 100) / all_of:.1f}".replace(".", ",") for n in (sent, timely)]
    rates = (
        f"Đã gửi {sent}/{all_of} ({percent[0]}%); "
        f"gửi lần đầu đúng hạn {timely}/{all_of} ({percent[1]}%)"
    )
    assert rates in Table(printed["xlsx"], "Tình hình gửi", "Mã").notes


def test_every_cell_and_every_count_of_the_matrix(
    made: Round, counted: dict[str, Counted], told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    table = Table(printed["xlsx"], "Ma trận nhiệm vụ", "Mã")
    rows = {str(row["Mã"]): row for row in table.rows}
    reported = {code for one in told.values() for code in one.standings}
    assert reported <= set(rows)
    kinds = table.heads[2 : 2 + len(ORDER)]
    for task, row in rows.items():
        standings = {code: one.standings[task] for code, one in told.items()
                     if task in one.standings}  # fmt: skip
        counts = Counter(standings.values())
        # How a task of the other channel stands is told nowhere, only that it was reported.
        apart = any(task in one.apart for one in counted.values())
        shown = Counter[str]() if apart else counts
        assert [row[kind] for kind in kinds] == [shown[name] for name in ORDER], task
        assert row["Báo cáo theo đường riêng"] == (counts.total() if apart else 0)
        for code, name in made.names.items():
            silent = task in counted[code].assigned and code not in standings
            hole = ("V" if code in made.missing else "?") if silent else None
            told_as = "R" if apart else LETTERS.get(standings.get(code, ""))
            wanted = told_as if code in standings else hole
            assert (row[name] or None) == wanted, (task, name)
    assert any(row["Báo cáo theo đường riêng"] for row in table.rows)


def test_the_task_that_the_plan_package_changed_is_worded_anew(printed: dict[str, Path]) -> None:
    table = Table(printed["xlsx"], "Ma trận nhiệm vụ", "Mã")
    (title,) = [row["Nhiệm vụ"] for row in table.rows if row["Mã"] == CHANGED]
    assert title.endswith("(đã chỉnh lý)")


def test_every_value_of_the_indicators(
    made: Round, told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    table = Table(printed["xlsx"], "Chỉ tiêu", "Mã")
    shown = [
        (
            row["Đơn vị báo cáo"], str(row["Mã"]), row["Đơn vị tính"] or "",
            None if row["Giá trị"] is None else Decimal(str(row["Giá trị"])),
            row["Loại số"] or "", row["Kết quả bằng lời"] or "", row["Mức của đơn vị"] or "",
            row["Đánh giá"] or "",
        )
        for row in table.rows
    ]  # fmt: skip
    expected = [
        (made.names[code], one.code, one.unit, one.value, one.kind, one.words, one.target,
         one.verdict)
        for code, found in told.items()
        for one in found.values
    ]  # fmt: skip
    assert len(shown) > 60
    assert Counter(shown) == Counter(expected)


def test_every_difficulty_and_proposal(
    made: Round, told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    table = Table(printed["xlsx"], "Khó khăn - kiến nghị", "Đơn vị")
    shown = [
        (row["Đơn vị"], str(row["Mã"]), row["Nhiệm vụ"], row["Khó khăn, vướng mắc"] or "",
         row["Đề xuất, kiến nghị"] or "")
        for row in table.rows
    ]  # fmt: skip
    expected = [(made.names[code], *one) for code, found in told.items() for one in found.remarks]
    assert Counter(shown) == Counter(expected)
    assert any(row[3] == "=1+1" for row in shown)


def test_no_cell_is_a_formula(printed: dict[str, Path]) -> None:
    book = load_workbook(printed["xlsx"])
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_answer_for_machines_says_the_same(
    made: Round, told: dict[str, Counted], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(made.office), "consolidate", "--period", Q1, "--json"]
    assert cli.run(cli.build_parser().parse_args(words)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    revisions = {one["code"]: one["revision"] for one in found["organisations"]}
    assert revisions == {code: told[code].revision if code in told else 0 for code in made.stores}
    for task in found["tasks"]:
        standings = [one.standings[task["code"]] for one in told.values()
                     if task["code"] in one.standings]  # fmt: skip
        apart = any(task["code"] in one.apart for one in told.values())
        assert task["restricted"] == (len(standings) if apart else 0)
        assert Counter(task["counts"]) == Counter([] if apart else standings)
        assert set(task["counts"]) == set(ORDER)


def test_the_paper_has_the_same_totals_and_names_the_holes(
    made: Round, told: dict[str, Counted], printed: dict[str, Path]
) -> None:
    with pdfplumber.open(printed["pdf"]) as pdf:
        assert any(page.width > page.height for page in pdf.pages)
        start = " ".join((page.extract_text() or "") for page in pdf.pages[:FIRST_PAGES])
    flat = " ".join(start.replace("\u00a0", " ").split())
    assert f"{len(told)}/{len(made.stores)}" in flat
    for code in (*made.missing, *made.late, made.waiting):
        assert in_text(made.names[code]) in flat


def test_all_evidence_is_above_and_whole(made: Round, told: dict[str, Counted]) -> None:
    with Store.open(made.office, clock=march_clock(28)) as office:
        for code, one in told.items():
            report = open_received(office, in_force(office, code))
            wanted = {sha256 for pieces in one.evidence.values() for sha256 in pieces}
            assert set(report.evidence) == wanted
        assert check_store(office).ok


def test_the_one_in_the_middle_has_two_below_and_reports_itself(made: Round) -> None:
    below = {code: count(folder) for code, folder in made.below.items()}
    target = made.folder / "giữa.xlsx"
    words = ["--data", str(made.stores[MIDDLE]), "consolidate", "--period", Q1, "--xlsx"]
    assert cli.run(cli.build_parser().parse_args([*words, str(target)])) == 0
    table = Table(target, "Ma trận nhiệm vụ", "Mã")
    kinds = table.heads[2 : 2 + len(ORDER)]
    for row in table.rows:
        standings = [one.standings[row["Mã"]] for one in below.values()
                     if row["Mã"] in one.standings]  # fmt: skip
        apart = any(row["Mã"] in one.apart for one in below.values())
        counts = Counter([] if apart else standings)
        assert [row[kind] for kind in kinds] == [counts[name] for name in ORDER], row["Mã"]
    senders = Table(target, "Tình hình gửi", "Mã")
    revisions = {row["Mã"]: row["Lần"] for row in senders.rows if row["Lần"]}
    assert revisions == {code: one.revision for code, one in below.items()}
    assert sorted(revisions.values()) == [1, 2]
    assert OFFICE not in {row["Mã"] for row in senders.rows}  # it stands above, its plan came here


def test_replies_went_down_and_came_back(made: Round) -> None:
    for code in made.returned:
        with Store.open(made.stores[code], clock=march_clock(28)) as unit:
            newest, first = outgoing_packages(unit, kind=Kind.SUBMISSION)
            assert (newest.revision, newest.previous) == (2, first.digest)
            assert (first.answer, first.state) == ("returned", PackageState.REPLACED)
    with Store.open(made.stores[made.waiting], clock=march_clock(28)) as unit:
        (only,) = outgoing_packages(unit, kind=Kind.SUBMISSION)
        assert only.state is PackageState.RETURNED
    with Store.open(made.office, clock=march_clock(28)) as office:
        for code in made.returned:
            before, after = received_packages(office, "NQ05-2026", Q1, code)
            assert (before.answer, after.answer) == ("returned", "")
