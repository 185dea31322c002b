from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from report_sheets import (
    COMMUNE,
    COUNCIL,
    few_rows,
    full_sheet,
    indicator_row,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.content import ReportWords
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import RowKind
from qnapp.documents.xlsx import write_xlsx, xlsx_bytes
from qnapp.documents.xlsx_cells import MOST_CHARACTERS, number_format, safe_text
from qnapp.documents.xlsx_page import chunks
from qnapp.domain.reporting import Status
from qnapp.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.documents.report import Office, Report

STYLE = TextStyle(12)


def opened(report: Report | None = None) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_bytes(report or report_of())))


def cells_of(sheet_: Sheet) -> list[Any]:
    return [cell for row in sheet_.iter_rows() for cell in row if cell.value is not None]


def by_code(sheet_: Sheet, code: str, column: int = 1) -> list[Any]:
    row = next(r for r in sheet_.iter_rows() if r[column - 1].value == code)
    return list(row)


def stamps_of(sheet_: Sheet) -> list[str | None]:
    headers: list[Any] = [sheet_.firstHeader, sheet_.oddHeader]
    return [header.right.text for header in headers]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(report_of(full_sheet()))


@pytest.mark.parametrize(
    ("office", "profile", "first"), [(COUNCIL, "nha-nuoc", 1), (COMMUNE, "dang", None)]
)
def test_annexes_are_numbered_anew_where_the_form_says_so(
    office: Office, profile: str, first: int | None
) -> None:
    """Nghị định 30/2020: each annex has its own numbers, none on its first page."""
    for one in opened(report_of(None, office, profile)):
        assert one.page_setup.firstPageNumber == first
        assert bool(one.page_setup.useFirstPageNumber) is bool(first)
        assert one.HeaderFooter.differentFirst
        headers: list[Any] = [one.oddHeader, one.firstHeader]
        assert [header.center.text for header in headers] == ["&P", None]


def test_the_workbook_has_its_four_sheets(book: Workbook) -> None:
    assert book.sheetnames == ["Báo cáo", "Biểu số 1", "Biểu số 2", "Dữ liệu"]


@pytest.mark.parametrize(
    ("name", "orientation"),
    [
        ("Báo cáo", "portrait"),
        ("Biểu số 1", "landscape"),
        ("Biểu số 2", "landscape"),
        ("Dữ liệu", "landscape"),
    ],
)
def test_every_sheet_prints_on_a4_one_page_wide(
    book: Workbook, name: str, orientation: str
) -> None:
    page, properties = book[name].page_setup, book[name].sheet_properties.pageSetUpPr
    assert (page.paperSize, page.orientation) == (9, orientation)
    assert (page.fitToWidth, page.fitToHeight) == (1, 0)
    assert properties is not None
    assert properties.fitToPage
    margins = book[name].page_margins
    shown = [round(x * 25.4) for x in (margins.top, margins.bottom, margins.left, margins.right)]
    assert shown == [20, 20, 30, 15]


@pytest.mark.parametrize(
    ("name", "titles", "frozen"),
    [("Biểu số 1", "$5:$5", "A6"), ("Biểu số 2", "$5:$5", "A6"), ("Dữ liệu", "$1:$1", "C2")],
)
def test_headers_stay_in_view_and_are_printed_on_every_page(
    book: Workbook, name: str, titles: str, frozen: str
) -> None:
    assert book[name].print_title_rows == titles
    assert book[name].freeze_panes == frozen


def test_the_plain_sheet_has_filters_over_all_of_it_and_nothing_merged(book: Workbook) -> None:
    data = book["Dữ liệu"]
    assert data.auto_filter.ref == f"A1:AB{data.max_row}"
    assert data.max_row == 1 + 34 + 105
    assert not data.merged_cells.ranges


def test_numbers_are_numbers_dates_are_dates_codes_are_text(book: Workbook) -> None:
    one = by_code(book["Biểu số 1"], "5")
    assert one[4].value == 11800.5
    assert one[4].data_type == "n"
    assert one[4].number_format == "[$-42A]#,##0.0"
    head = [cell.value for cell in book["Dữ liệu"][1]]
    row = by_code(book["Dữ liệu"], "2.1", 2)
    due = row[head.index("Ngày đến hạn")]
    assert due.value == datetime(2026, 1, 31)  # noqa: DTZ001
    assert due.number_format == "dd/mm/yyyy"
    assert (row[1].value, row[1].data_type, row[1].number_format) == ("2.1", "s", "@")
    percent = by_code(book["Dữ liệu"], "1.2", 2)[head.index("Tỉ lệ (%)")]
    assert (percent.value, percent.data_type) == (7, "n")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5, "[$-42A]#,##0"),
        (Decimal(1200), "[$-42A]#,##0"),
        (Decimal("96.4"), "[$-42A]#,##0.0"),
        (Decimal("96.40"), "[$-42A]#,##0.00"),
        (Decimal("1E+3"), "[$-42A]#,##0"),
        (date(2026, 6, 5), "dd/mm/yyyy"),
    ],
)
def test_a_number_shows_as_many_decimals_as_were_typed(value: Any, shown: str) -> None:
    assert number_format(value) == shown


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84 203", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "#REF!", "01/2", "5"],
)
def test_what_a_user_typed_is_text_everywhere(text: str) -> None:
    rows: list[Any] = [
        task_row("1.18", result=text, difficulty=text, proposal=text, next_step=text),
        indicator_row("1", note=text, words=text),
    ]
    words = ReportWords(opening=text, tasks=text, next=text)
    office = replace(COMMUNE, signer=text)
    workbook = opened(report_of(sheet(*rows), office, words=words))
    found = 0
    for name in workbook.sheetnames:
        for cell in cells_of(workbook[name]):
            assert cell.data_type in "snd", cell
            assert cell.hyperlink is None
            if isinstance(cell.value, str) and cell.value.rstrip(".") == text:
                found += 1
                assert cell.data_type == "s"
                assert cell.quotePrefix or text[0] not in "=+-@"
    assert found >= 6


def test_no_formula_is_in_the_file_at_all() -> None:
    rows: list[Any] = [task_row("1.18", result="=1+1"), indicator_row("1", note="=HYPERLINK(1)")]
    data = xlsx_bytes(report_of(sheet(*rows), words=ReportWords(tasks="=1+1")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
                assert b"<f " not in archive.read(name)


@given(st.text(max_size=50))
def test_any_text_can_be_written(text: str) -> None:
    safe = safe_text(text)
    assert safe_text(safe) == safe
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["A1"] = safe  # raises for what a workbook cannot hold


def test_a_cell_is_capped_at_what_excel_holds() -> None:
    assert safe_text("a" * 40000) == "a" * (MOST_CHARACTERS - 1) + "…"
    assert len(safe_text("a" * MOST_CHARACTERS)) == MOST_CHARACTERS
    row = task_row("1.18", result="Một. " * 9000)
    workbook = opened(report_of(sheet(row)))
    values = [c.value for c in cells_of(workbook["Dữ liệu"]) if isinstance(c.value, str)]
    assert max(map(len, values)) == MOST_CHARACTERS


@pytest.mark.parametrize(
    ("status", "ended", "expected"),
    [
        (Status.COMPLETED, datetime(2026, 6, 2), None),  # noqa: DTZ001
        (Status.IN_PROGRESS, None, datetime(2026, 7, 1)),  # noqa: DTZ001
    ],
)
def test_a_task_has_the_day_that_it_ended_or_the_day_it_is_expected_to(
    status: Status, ended: datetime | None, expected: datetime | None
) -> None:
    days: dict[str, Any] = {"completed_on": date(2026, 6, 2), "expected_on": date(2026, 7, 1)}
    data = opened(report_of(sheet(task_row("1.18", status, **days))))["Dữ liệu"]
    head = [cell.value for cell in data[1]]
    row = by_code(data, "1.18", 2)
    assert row[head.index("Ngày hoàn thành")].value == ended
    assert row[head.index("Dự kiến xong")].value == expected


def test_control_characters_are_left_out() -> None:
    workbook = opened(report_of(sheet(task_row("1.18", result="Đã\x00 họp\x0b xong\ufffe"))))
    head = [cell.value for cell in workbook["Dữ liệu"][1]]
    row = by_code(workbook["Dữ liệu"], "1.18", 2)
    assert row[head.index("Kết quả thực hiện")].value == "Đã họp xong"


def test_every_row_of_the_annexes_is_there(book: Workbook) -> None:
    report = report_of(full_sheet())
    for annex in report.annexes:
        shown = [row[1].value for row in book[annex.name].iter_rows(min_row=6)]
        titles = [r.cells[1] for r in annex.table.rows if r.kind is not RowKind.GROUP]
        assert [title for title in shown if title] == titles


def test_headings_and_groups_go_over_the_width(book: Workbook) -> None:
    annex = book["Biểu số 2"]
    merged = {str(area) for area in annex.merged_cells.ranges}
    group = next(c for c in annex["A"] if str(c.value).startswith("1. Tiếp tục"))
    heading = next(c for c in annex["A"] if c.value == "3.4")
    assert f"A{group.row}:G{group.row}" in merged
    assert f"B{heading.row}:G{heading.row}" in merged
    assert group.font.bold
    assert annex.cell(heading.row, 2).font.bold


def test_rows_are_tall_enough_for_their_text_and_not_taller_than_excel_allows() -> None:
    long = "Ban Thường vụ đã chỉ đạo rà soát, hoàn thành hồ sơ đề án. " * 60
    workbook = opened(report_of(sheet(task_row("1.18", result=long), task_row("1.19"))))
    annex = workbook["Biểu số 2"]
    heights = {n: annex.row_dimensions[n].height for n in range(1, annex.max_row + 1)}
    assert max(h for h in heights.values() if h) <= 409
    parts = [str(row[5].value) for row in annex.iter_rows(min_row=7) if row[5].value]
    assert len(parts) > 2
    assert "".join(parts) == long.strip()
    # 1.32 times 12 pt a line, no more than 60 letters on one in a column of this width.
    for n, row in enumerate(annex.iter_rows(min_row=7), 7):
        letters = len(str(row[5].value or ""))
        assert (heights[n] or 0) >= letters / 60 * 12 * 1.32


@given(st.text("ab cdễ\n", max_size=2000), st.floats(30, 300))
def test_a_parted_text_is_the_same_text_when_joined(text: str, width: float) -> None:
    assert "".join(chunks(text, STYLE, width)) == text
    assert "".join(chunks(text, STYLE, width, 3)) == text


def test_the_form_reads_like_the_document() -> None:
    report = report_of(office=COUNCIL, profile="nha-nuoc")
    form = opened(report)["Báo cáo"]
    texts = [" ".join(str(cell.value).split()) for cell in cells_of(form)]
    for wanted in (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HÀ TU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: /BC-UBND",
        "BÁO CÁO",
        "Kính gửi: Ban Thường vụ Tỉnh ủy Quảng Ninh",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "Trần Thị B",
        "Nơi nhận:",
        "- Lưu: VT.",
    ):
        assert wanted in texts
    for part in report.parts:
        for paragraph in part.paragraphs:
            assert " ".join(paragraph.split()) in texts


def test_the_forms_figures_are_numbers_and_stand_after_the_opening() -> None:
    form = opened(report_of(full_sheet()))["Báo cáo"]
    figures = {
        row[0].value: row[3].value for row in form.iter_rows() if isinstance(row[3].value, int)
    }
    assert (figures["Chỉ tiêu theo dõi"], figures["Nhiệm vụ theo dõi"]) == (34, 105)
    assert "Hoàn thành đúng hạn" in figures


def test_the_form_keeps_a_blank_band_for_the_signature() -> None:
    form = opened(report_of())["Báo cáo"]
    title = next(cell.row for cell in cells_of(form) if cell.value == "BÍ THƯ")
    name = next(cell.row for cell in cells_of(form) if cell.value == "Nguyễn Văn A")
    band = sum(form.row_dimensions[n].height or 0 for n in range(title + 1, name))
    assert band >= 30 * 72 / 25.4
    assert all(form.cell(n, 3).value is None for n in range(title + 1, name))


def test_an_annex_without_rows_says_so() -> None:
    annex = opened(report_of(sheet(task_row("1.18"))))["Biểu số 1"]
    assert "Trong kỳ đơn vị không theo dõi chỉ tiêu nào." in [c.value for c in cells_of(annex)]


def test_the_font_is_the_documents_everywhere(book: Workbook) -> None:
    for name in book.sheetnames:
        assert {cell.font.name for cell in cells_of(book[name])} == {"Times New Roman"}


def test_properties_come_from_the_report_not_from_the_clock() -> None:
    report = report_of(few_rows(kind="Q1"))
    properties = opened(report).properties
    assert properties.created == properties.modified == datetime(2026, 3, 14)  # noqa: DTZ001
    assert properties.title == report.name
    assert properties.creator == "Đảng ủy phường Hà Tu"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx_bytes(report_of()) == xlsx_bytes(report_of())


def test_training_data_is_marked_on_every_printed_page() -> None:
    workbook = opened(report_of(training=True))
    for name in workbook.sheetnames:
        assert stamps_of(workbook[name]) == ["TẬP HUẤN", "TẬP HUẤN"]
    assert stamps_of(opened()["Báo cáo"]) == [None, None]


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "Báo cáo.xlsx"
    write_xlsx(report_of(), target)
    assert target.read_bytes() == xlsx_bytes(report_of())
    with pytest.raises(FileError, match="Không có thư mục"):
        write_xlsx(report_of(), tmp_path / "x" / "a.xlsx")


def pages_of(sheet_: Sheet) -> list[list[int]]:
    """The rows of every page, as the manual breaks part them."""
    breaks = {mark.id for mark in sheet_.row_breaks.brk}
    pages: list[list[int]] = [[]]
    for row in range(1, sheet_.max_row + 1):
        pages[-1].append(row)
        if row in breaks:
            pages.append([])
    return pages


@pytest.mark.parametrize("filling", range(0, 30, 2))
def test_the_signers_title_and_name_are_printed_on_one_page(filling: int) -> None:
    words = ReportWords(next="\n".join(["Tiếp tục thực hiện."] * (filling + 1)))
    form = opened(report_of(words=words))["Báo cáo"]
    rows = {cell.value: cell.row for cell in cells_of(form)}
    last = pages_of(form)[-1]
    for text in ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn A", "Tiếp tục thực hiện."):
        assert rows[text] in last
    for page in pages_of(form):
        height = sum(form.row_dimensions[row].height or 15 for row in page)
        assert height <= (297 - 40) / 25.4 * 72


def test_no_group_or_heading_ends_a_printed_page(book: Workbook) -> None:
    report = report_of(full_sheet())
    for annex in report.annexes:
        titles = {r.cells[0] for r in annex.table.rows if r.kind is not RowKind.ROW}
        shown = book[annex.name]
        pages = pages_of(shown)
        assert len(pages) > 1
        for page in pages:
            assert shown.cell(page[-1], 1).value not in titles
            head = 0.0 if page[0] == 1 else shown.row_dimensions[5].height or 0
            height = head + sum(shown.row_dimensions[row].height or 15 for row in page)
            assert height <= (210 - 40) / 25.4 * 72


@pytest.mark.parametrize("words", [90, 300, 330, 360, 400, 700])
def test_a_long_row_begins_below_its_groups_title(words: int) -> None:
    """However tall: the title is not left alone, and no page is taller than its paper."""
    rows = [task_row(code, result="kết_quả " * words) for code in ("1.5", "1.14", "2.1")]
    given = report_of(sheet(*rows))
    shown = opened(given)["Biểu số 2"]
    titles = {r.cells[0] for r in given.annexes[1].table.rows if r.kind is RowKind.GROUP}
    room = (210 - 40) / 25.4 * 72
    for page in pages_of(shown):
        head = 0.0 if page[0] == 1 else shown.row_dimensions[5].height or 0
        height = head + sum(shown.row_dimensions[row].height or 15 for row in page)
        assert height <= room
        assert shown.cell(page[-1], 1).value not in titles
    written = "".join(str(row[5].value or "") for row in shown.iter_rows(min_row=6))
    assert written.count("kết_quả") == 3 * words


@pytest.mark.parametrize("above", range(0, 24, 2))
def test_a_line_that_announces_a_list_does_not_end_a_page(above: int) -> None:
    lead = "Nhiệm vụ 6.3 quá hạn 75 ngày:"
    listed = [lead, "- Vướng mặt bằng 4 hộ.", "- Thiếu vốn đối ứng."]
    text = "\n".join(["Dòng trên."] * above + listed * 3)
    form = opened(report_of(words=ReportWords(difficulties=text)))["Báo cáo"]
    for page in pages_of(form):
        assert form.cell(page[-1], 1).value != lead
