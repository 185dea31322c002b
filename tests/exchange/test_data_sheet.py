"""A report that comes as a workbook: whole or refused, through Excel and LibreOffice alike."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbooks import saved_by_libreoffice

from qnapp.db.report_files import read_file
from qnapp.documents.assemble import assemble_report
from qnapp.documents.carried_data import SHEET, carried_data, carried_lines
from qnapp.documents.freeze import export_file
from qnapp.documents.xlsx import write_xlsx
from qnapp.domain.issued import FileKind
from qnapp.errors import FileError
from qnapp.exchange.data_sheet import has_data_sheet, read_data_sheet
from qnapp.exchange.safe_xlsx import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport


@pytest.fixture
def exported(store: Store, report: IssuedReport, tmp_path: Path) -> Path:
    """The workbook that was frozen."""
    target = tmp_path / "Báo cáo.xlsx"
    export_file(store, report.id, FileKind.XLSX, target)
    return target


@given(st.binary(max_size=5000))
def test_any_data_come_back(data: bytes) -> None:
    assert carried_data(carried_lines(data)) == data


def test_data_of_several_cells_come_back_and_no_cell_is_too_long() -> None:
    data = random.Random(1).randbytes(100_000)
    lines = carried_lines(data)
    assert len(lines) > 6
    assert max(map(len, lines)) <= 32_767
    assert carried_data(lines) == data


@settings(deadline=None)
@given(st.data())
def test_lines_that_were_changed_in_any_way_are_refused(data: st.DataObject) -> None:
    original = random.Random(2).randbytes(80_000)
    lines = carried_lines(original)
    at = data.draw(st.integers(1, len(lines) - 1))
    how = data.draw(st.sampled_from(["drop", "double", "swap", "cut", "letter"]))
    changed = list(lines)
    if how == "drop":
        del changed[at]
    elif how == "double":
        changed.insert(at, changed[at])
    elif how == "swap":
        other = data.draw(st.integers(1, len(lines) - 1).filter(lambda n: n != at))
        changed[at], changed[other] = changed[other], changed[at]
    elif how == "cut":
        changed[at] = changed[at][:-1]
    else:
        place = data.draw(st.integers(0, len(changed[at]) - 1))
        letter = "b" if changed[at][place] != "b" else "a"
        changed[at] = changed[at][:place] + letter + changed[at][place + 1 :]
    # The last letter may stand for bits that nobody reads: then nothing has changed.
    assert _read(changed) in (None, original)
    assert how == "letter" or _read(changed) is None


def _read(lines: list[str]) -> bytes | None:
    try:
        return carried_data(lines)
    except ValueError:
        return None


def test_a_bomb_of_zeros_is_no_data() -> None:
    lines = carried_lines(bytes(40_000_000))
    with pytest.raises(ValueError, match="not what they were"):
        carried_data(lines)


def test_the_frozen_workbook_holds_the_snapshot(
    store: Store, report: IssuedReport, exported: Path
) -> None:
    found = read_data_sheet(read_workbook(exported))
    snapshot = report.file(FileKind.SNAPSHOT)
    assert snapshot is not None
    assert found.data == read_file(store, snapshot)
    assert found.sha256 == report.sha256
    assert found.snapshot.source.sheet.period.code == "2026-Q1"


def test_nobody_sees_the_sheet(exported: Path) -> None:
    book = load_workbook(exported)
    assert book[SHEET].sheet_state == "veryHidden"
    assert [s.sheet_state for s in book.worksheets if s.title != SHEET] == ["visible"] * 4
    assert book.active is not None
    assert book.active.title != SHEET


def test_it_survives_another_program(report: IssuedReport, exported: Path, tmp_path: Path) -> None:
    assert (
        read_data_sheet(read_workbook(saved_by_libreoffice(exported, tmp_path))).sha256
        == report.sha256
    )


def _insert_row(book: Workbook) -> None:
    book[SHEET].insert_rows(1)


def _other_sheets(book: Workbook) -> None:
    for sheet in book.worksheets[:3]:
        sheet["A1"] = "đã sửa"
    book.create_sheet("Ghi chú", 0)["A1"] = "thêm"


@pytest.mark.parametrize("change", [_insert_row, _other_sheets])
def test_what_else_happens_in_the_workbook_matters_not(
    report: IssuedReport, exported: Path, change: Callable[[Workbook], None]
) -> None:
    book = load_workbook(exported)
    change(book)
    book.save(exported)
    assert read_data_sheet(read_workbook(exported)).sha256 == report.sha256


def _spoil(book: Workbook) -> None:
    cell = book[SHEET]["A4"]
    cell.value = str(cell.value)[:-5] + "AAAAA"


def _drop(book: Workbook) -> None:
    book[SHEET].delete_rows(4)


@pytest.mark.parametrize("change", [_spoil, _drop])
def test_changed_data_are_refused(exported: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(exported)
    change(book)
    book.save(exported)
    with pytest.raises(FileError, match="đã bị thay đổi"):
        read_data_sheet(read_workbook(exported))


def test_a_newer_snapshot_is_said_to_be_one(exported: Path) -> None:
    book = load_workbook(exported)
    del book[SHEET]
    sheet = book.create_sheet(SHEET)
    for row, line in enumerate(carried_lines(b'{"format": 9}'), 1):
        sheet.cell(row, 1, line)
    book.save(exported)
    with pytest.raises(FileError, match="phiên bản"):
        read_data_sheet(read_workbook(exported))


def test_a_draft_carries_nothing(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "Dự thảo.xlsx"
    write_xlsx(assemble_report(store, "2026-Q2"), target)
    book = read_workbook(target)
    assert not has_data_sheet(book)
    with pytest.raises(FileError, match="không kèm dữ liệu"):
        read_data_sheet(book)
