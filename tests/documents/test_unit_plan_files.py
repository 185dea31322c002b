"""The unit's own plan as PDF, workbook and Word copy."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import pytest
from openpyxl import load_workbook
from pdf_pages import page_texts, solid
from report_sheets import COMMUNE, COUNCIL, real_plan, sheet, task_row
from unit_plans import CALENDAR, FULL, LETTERHEADS, ON, plan_of, rows_of, said, year_of

from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.unit_plan import PlanPart, YearPlan
from qnapp.documents.xlsx import xlsx_bytes

if TYPE_CHECKING:
    from qnapp.documents.report import Report


@pytest.fixture(scope="module", params=LETTERHEADS)
def whole(request: pytest.FixtureRequest) -> Report:
    """Every task and indicator of the resolution."""
    office = COMMUNE if request.param == "dang" else COUNCIL
    return plan_of(YearPlan(FULL, CALENDAR), office, request.param)


def test_the_pdf_says_it_all_and_is_the_same_again(whole: Report) -> None:
    data = pdf_bytes(whole)
    assert data == pdf_bytes(whole)
    pages = page_texts(data)
    assert "KẾ HOẠCH\n" in pages[0]
    everything = solid("".join(pages))
    assert everything == unicodedata.normalize("NFC", everything)
    for part in whole.parts:
        assert solid(part.heading) in everything
    for code in ("1.1", "3.4.15", "HT.01"):
        assert solid(str(rows_of(whole.annexes[1])[code][4])) in everything
    signed = next(n for n, page in enumerate(pages) if whole.signature.name in page)
    assert "Biểu số 1" in pages[signed + 1]
    assert "khi có" in pages[signed]


def test_the_workbook_has_a_form_two_annexes_and_data(whole: Report) -> None:
    data = xlsx_bytes(whole)
    assert data == xlsx_bytes(whole)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Kế hoạch", "Biểu số 1", "Biểu số 2", "Dữ liệu"]
    form = [cell.value for row in book["Kế hoạch"].iter_rows() for cell in row if cell.value]
    assert "KẾ HOẠCH" in form
    assert "Số lượng" not in form  # nothing is counted in a plan
    table = book["Dữ liệu"]
    assert table.max_row == len(FULL.own_tasks) + len(FULL.followed_indicators) + 1
    titles = [cell.value for cell in table[1]]
    due = titles.index("Ngày đến hạn") + 1
    found = {table.cell(n, 2).value: table.cell(n, due).value for n in range(2, table.max_row + 1)}
    assert found["HT.01"] == datetime(2026, 9, 30)  # noqa: DTZ001 # as a workbook holds it
    assert book.properties.created.date() == ON


def test_the_word_copy_has_the_same_words(whole: Report) -> None:
    document = docx.Document(io.BytesIO(docx_bytes(whole)))
    lines = [line.text for line in document.paragraphs]
    for part in whole.parts:
        assert set(part.paragraphs) <= {line.replace("\u00a0", " ") for line in lines} | set(lines)
    assert [table.rows[0].cells[1].text for table in document.tables[-2:]] == [
        "Chỉ tiêu",
        "Nhiệm vụ",
    ]
    assert len(document.tables[-1].rows) == len(whole.annexes[1].table.rows) + 1


def test_typed_text_stays_text() -> None:
    row = replace(task_row("3.2"), officer="=1+1\u0301")
    report = plan_of(year_of(row), opening="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(xlsx_bytes(report)))
    kinds = {cell.data_type for one in book for line in one.iter_rows() for cell in line}
    assert "f" not in kinds
    assert pdf_bytes(report)


def test_the_resolution_of_another_year_is_named_by_its_own_title() -> None:
    plan = replace(
        real_plan(), number="07-NQ/TU", year=2027, title="Về nhiệm vụ năm 2027", theme=""
    )
    year = YearPlan(replace(sheet(task_row("3.2"), kind="Q1"), plan=plan), ())
    report = plan_of(year)
    assert report.subject[0].startswith("triển khai thực hiện Nghị quyết số 07-NQ/TU")
    assert report.subject[1] == "của Ban Chấp hành Đảng bộ tỉnh Quảng Ninh"
    assert "chủ đề" not in said(report, PlanPart.PURPOSE)
    assert report.annexes[0].title == "CHỈ TIÊU NĂM 2027"
