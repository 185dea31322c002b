from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_sheets import COUNCIL, full_sheet, report_of, sheet, task_row

from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.report import Annex, Cell, Report, Row, RowKind, Table
from qnapp.documents.signed_tables import first_difference
from qnapp.documents.signed_text import PageText, read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "ab" * 32)
LONG = " ".join(f"Nội dung thứ {n}, đạt {n},{n % 10}%;" for n in range(100))


def mirrored(report: Report) -> Report:
    page = replace(report.profile.page, mirrored=True)
    return replace(report, profile=replace(report.profile, page=page))


def frozen(report: Report) -> Report:
    return replace(report, fingerprint=MARK)


WHOLE = frozen(report_of(full_sheet()))
REPORTS = {
    "whole": WHOLE,
    "state": frozen(report_of(full_sheet(), office=COUNCIL, profile="nha-nuoc")),
    "two sides": frozen(mirrored(report_of(full_sheet()))),
    "few": frozen(report_of()),
    "charts": frozen(report_of(full_sheet(), with_charts=True)),
    "stamped": frozen(report_of(draft=True, training=True)),
    "one row": frozen(report_of(sheet(task_row("1.18")))),
    "no row": frozen(report_of(sheet())),
    "without code": report_of(),
    "tall": frozen(
        report_of(
            sheet(*(task_row(c, result=LONG, difficulty="-") for c in ("1.3", "1.5", "1.18")))
        )
    ),
    "taller than many pages": frozen(report_of(sheet(task_row("1.3", result=LONG * 4)))),
}


@functools.cache
def pages_of_whole() -> list[PageText]:
    return read_pages(pdf_bytes(WHOLE))


@pytest.fixture
def whole() -> list[PageText]:
    return pages_of_whole()


def with_rows(report: Report, number: int, rows: Sequence[Row]) -> Report:
    annexes = list(report.annexes)
    table = replace(annexes[number].table, rows=tuple(rows))
    annexes[number] = replace(annexes[number], table=table)
    return replace(report, annexes=tuple(annexes))


def with_cell(report: Report, annex: int, row: int, column: int, cell: Cell) -> Report:
    rows = list(report.annexes[annex].table.rows)
    cells = list(rows[row].cells)
    cells[column] = cell
    rows[row] = replace(rows[row], cells=tuple(cells))
    return with_rows(report, annex, rows)


def row_of(report: Report, annex: int, code: str) -> int:
    rows = report.annexes[annex].table.rows
    return next(n for n, row in enumerate(rows) if row.cells[0] == code)


@pytest.mark.parametrize("name", REPORTS)
def test_the_tables_of_every_report_are_found_again(name: str) -> None:
    report = REPORTS[name]
    assert first_difference(report, read_pages(pdf_bytes(report))) == ""


PLACES = [
    (annex, row, column)
    for annex, one in enumerate(WHOLE.annexes)
    for row, entry in enumerate(one.table.rows)
    for column in range(len(entry.cells))
]


@settings(deadline=None, max_examples=60)
@given(place=st.sampled_from(PLACES), more=st.sampled_from(["1", "0", ",5", "%", "x", "ạ", "-"]))
def test_one_sign_more_in_any_cell_is_noticed(place: tuple[int, int, int], more: str) -> None:
    annex, row, column = place
    cell = WHOLE.annexes[annex].table.rows[row].cells[column]
    text = more if cell is None else f"{cell}{more}"
    found = first_difference(with_cell(WHOLE, annex, row, column, text), pages_of_whole())
    assert found.startswith(WHOLE.annexes[annex].name)


@pytest.mark.parametrize(
    ("annex", "code", "column", "cell"),
    [
        (0, "1", 4, Decimal("94.6")),
        (0, "1", 4, Decimal("945")),
        (0, "1", 4, None),
        (0, "10", 6, Decimal("-49")),
        (0, "10", 3, ">12"),
        (1, "1.3", 3, "Tháng 02/2026"),
        (1, "1.3", 5, ""),
        (1, "3.9", 6, "Số 1-KH/ĐU"),
    ],
)
def test_the_row_that_is_different_is_named(
    whole: list[PageText], annex: int, code: str, column: int, cell: Cell
) -> None:
    changed = with_cell(WHOLE, annex, row_of(WHOLE, annex, code), column, cell)
    assert first_difference(changed, whole) == f"Biểu số {annex + 1}, dòng “{code}”"


def test_a_figure_in_its_neighbours_column_is_noticed(whole: list[PageText]) -> None:
    """The letters of the row are the same; only their place tells."""
    row = row_of(WHOLE, 0, "10")
    cells = WHOLE.annexes[0].table.rows[row].cells
    assert (cells[4], cells[5], cells[6]) == (Decimal("31"), None, Decimal("49"))
    moved = with_cell(with_cell(WHOLE, 0, row, 4, None), 0, row, 5, Decimal("31"))
    assert first_difference(moved, whole) == "Biểu số 1, dòng “10”"


def test_digits_that_change_cells_are_noticed(whole: list[PageText]) -> None:
    row = row_of(WHOLE, 0, "10")
    shifted = with_cell(with_cell(WHOLE, 0, row, 4, Decimal("314")), 0, row, 6, Decimal("9"))
    assert first_difference(shifted, whole) == "Biểu số 1, dòng “10”"


def test_text_in_its_neighbours_column_is_noticed(whole: list[PageText]) -> None:
    row = next(
        n
        for n, r in enumerate(WHOLE.annexes[1].table.rows)
        if r.kind is RowKind.ROW and r.cells[5] and not r.cells[6]
    )
    cells = WHOLE.annexes[1].table.rows[row].cells
    moved = with_cell(with_cell(WHOLE, 1, row, 5, ""), 1, row, 6, cells[5])
    assert first_difference(moved, whole) == f"Biểu số 2, dòng “{cells[0]}”"


def test_rows_left_out_added_or_exchanged_are_noticed(whole: list[PageText]) -> None:
    rows = list(WHOLE.annexes[1].table.rows)
    one, two = row_of(WHOLE, 1, "1.5"), row_of(WHOLE, 1, "1.18")
    fewer = [*rows[:one], *rows[one + 1 :]]
    exchanged = list(rows)
    exchanged[one], exchanged[two] = rows[two], rows[one]
    for changed in (fewer, exchanged, [*rows[:one], rows[two], *rows[one:]]):
        assert first_difference(with_rows(WHOLE, 1, changed), whole).startswith("Biểu số 2, dòng")
    assert first_difference(with_rows(WHOLE, 1, rows[:-1]), whole) == (
        "Biểu số 2, phần sau dòng cuối"
    )
    assert first_difference(with_rows(WHOLE, 1, [*rows, rows[-1]]), whole) == (
        "Biểu số 2, dòng “HT.01”"
    )
    assert first_difference(with_rows(WHOLE, 0, []), whole) == "Biểu số 1, phần không có số liệu"


def test_a_row_behind_the_end_of_the_first_table_is_noticed(whole: list[PageText]) -> None:
    rows = WHOLE.annexes[0].table.rows
    assert first_difference(with_rows(WHOLE, 0, rows[:-1]), whole) == (
        "Biểu số 1, phần sau dòng cuối"
    )


def test_a_table_of_other_columns_is_told_apart(whole: list[PageText]) -> None:
    table = WHOLE.annexes[0].table
    columns = (replace(table.columns[0], title="Số"), *table.columns[1:])
    annex = replace(WHOLE.annexes[0], table=replace(table, columns=columns))
    other = replace(WHOLE, annexes=(annex, WHOLE.annexes[1]))
    assert first_difference(other, whole) == "Biểu số 1, các cột của bảng"


def test_pages_out_of_order_or_missing_are_noticed(whole: list[PageText]) -> None:
    tables = next(n for n, page in enumerate(whole) if "Biểusố2KẾTQUẢ" in page.text) + 1
    exchanged = [*whole[:tables], whole[tables + 1], whole[tables], *whole[tables + 2 :]]
    assert first_difference(WHOLE, exchanged)
    assert first_difference(WHOLE, [*whole[:tables], *whole[tables + 1 :]])
    assert first_difference(WHOLE, whole[:tables])
    assert first_difference(WHOLE, []) == "Biểu số 1, các cột của bảng"


def test_a_blank_page_between_is_no_difference(whole: list[PageText]) -> None:
    at = len(whole) - 3
    assert first_difference(WHOLE, [*whole[:at], PageText(), *whole[at:]]) == ""


def test_a_header_that_is_not_repeated_is_no_difference(whole: list[PageText]) -> None:
    """A clerk may turn the repetition off in the Word copy."""
    header = "".join(c.title for c in WHOLE.annexes[1].table.columns).replace(" ", "")
    first, *later = (n for n, page in enumerate(whole) if header in page.text)
    assert later
    pages = [_without(page, header) if n in later else page for n, page in enumerate(whole)]
    assert first_difference(WHOLE, pages) == ""
    assert first


def _without(page: PageText, header: str) -> PageText:
    at = page.text.index(header)
    end = at + len(header)
    return PageText(
        page.text[:at] + page.text[end:],
        page.lefts[:at] + page.lefts[end:],
        page.rights[:at] + page.rights[end:],
        [n if n <= at else n - len(header) for n in page.starts if n <= at or n >= end],
    )


def test_text_that_could_be_parted_in_endless_ways_is_given_up() -> None:
    """A page of one letter over and over must not keep the program busy."""
    same = "a " * 3000
    row = Row(RowKind.ROW, ("1", *[same] * 6))
    report = with_rows(REPORTS["few"], 1, [row])
    pages = read_pages(pdf_bytes(report))
    worse = with_rows(report, 1, [replace(row, cells=("1", *[same] * 5, same + "b"))])
    assert first_difference(worse, pages) == "Biểu số 2, dòng “1”"


def test_dates_and_numbers_are_compared_as_they_are_printed() -> None:
    columns = REPORTS["few"].annexes[1].table.columns
    cells: tuple[Any, ...] = ("1", date(2026, 6, 5), 3, Decimal("1234.50"), None, "≥ 5 m²", "a–b")
    annex = Annex("Biểu số 1", "TÊN BIỂU", "", Table(columns, (Row(RowKind.ROW, cells),)), "")
    report = replace(REPORTS["few"], annexes=(annex,))
    pages = read_pages(pdf_bytes(report))
    text = "".join(page.text for page in pages)
    assert "05/6/202631.234,50" in text
    assert first_difference(report, pages) == ""
