"""The consolidated report on paper: pages, heads, letterhead, the Word copy, charts."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pdfplumber
import pytest
from consolidated_reports import annex, blocks, many_reports, report_of, rows
from docx.enum.section import WD_ORIENTATION
from pdf_pages import MM, page_texts, printed, solid
from report_sheets import COUNCIL, PARTY_BODY, every_text

from qnapp.documents.docx import docx_bytes
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.documents.pdf_page import single
from qnapp.documents.report import RowKind
from qnapp.domain.consolidated import Reporter
from qnapp.domain.received import ReportState

if TYPE_CHECKING:
    from qnapp.documents.report import Office

FORMS = [(PARTY_BODY, "dang"), (COUNCIL, "nha-nuoc")]


def test_turned_titles_of_the_word_copy_have_room_beside_the_cells_margins() -> None:
    """Word cuts off the lines of a turned cell that do not fit its width."""
    found = many_reports()
    *others, last = found.reporters
    found = replace(found, reporters=(*others, replace(last, state=ReportState.MISSING)))
    report = report_of(found, COUNCIL, "nha-nuoc")
    style = report.profile.annex.head_of(blocks(report)[-1].table)
    document = docx.Document(io.BytesIO(docx_bytes(report)))
    seen = 0
    for table in document.tables:
        head = table.rows[0]
        for cell in head.cells:
            if cell._tc.find(".//{*}textDirection") is None or head.height is None:
                continue
            seen += 1
            room = cell.width.pt - 2 * 1.2 * MM
            longest = head.height.pt - 2 * 1.2 * MM
            lines = break_lines(cell.text, load_fonts().of(style), style.size, longest)
            assert len(lines) == 1 or len(lines) * single(style) <= room + 0.5, cell.text
            assert head.height.mm < 70
    assert seen > 60


def test_rows_that_go_on_are_told_whose_they_are_on_every_page() -> None:
    """A page of values alone would not say of which indicator they are."""
    report = report_of()
    rendered = render_pdf(report)
    for name in ("Biểu số 4", "Biểu số 5"):
        titles = [row.cells[0] for row in annex(report, name).table.rows
                  if row.kind is RowKind.GROUP]  # fmt: skip
        numbers = sorted({mark.page for mark in rendered.marks if mark.part == name})
        pages = page_texts(rendered.data)[numbers[0] : numbers[-1]]
        heads = [column.title for column in annex(report, name).table.columns]
        assert len(pages) > 2
        for page in pages:
            _, _, under = solid(page).partition(solid("".join(heads)))
            assert under.startswith(tuple(solid(str(title)) for title in titles))
        assert any(solid("(tiếp theo)") in solid(page) for page in pages)


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_pages_are_filled_within_the_margins_and_heads_come_back(
    office: Office, profile: str
) -> None:
    data = pdf_bytes(report_of(many_reports(count=9), office, profile))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages[::3]:
            across = page.width > page.height
            assert all(char["x0"] >= 30 * MM - 0.1 for char in page.chars)
            assert all(char["x1"] <= page.width - 15 * MM + 0.1 for char in page.chars)
            assert all(char["bottom"] <= page.height - 20 * MM + 3 for char in page.chars)
            if across:
                assert "Mã" in page.extract_text() or "Đơn vị" in page.extract_text()


def test_turned_titles_stand_within_their_columns() -> None:
    rendered = render_pdf(report_of())
    page = next(m.page for m in rendered.marks if m.part == "Biểu số 3.1")
    with pdfplumber.open(io.BytesIO(rendered.data)) as pdf:
        chosen = pdf.pages[page - 1]
        turned = [char for char in chosen.chars if not char["upright"] and char["text"].strip()]
        edges = sorted({round(line["x0"], 1) for line in chosen.lines if line["width"] < 0.1})
        heads = [char for char in turned if edges[0] < char["x0"] < edges[-1]]
    assert len(heads) > 300
    for char in heads:
        left = max(edge for edge in edges if edge <= char["x0"] + 1)
        right = min(edge for edge in edges if edge > left)
        assert char["x1"] <= right + 1, char["text"]


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_the_letterhead_and_the_signature_are_those_of_the_office(
    office: Office, profile: str
) -> None:
    report = report_of(many_reports(count=9), office, profile)
    lines = printed(pdf_bytes(report), range(8))
    texts = [" ".join(line.text.split()) for line in lines]
    assert "BÁO CÁO" in texts
    assert report.signature.title in texts
    start = "tổng hợp" if profile == "dang" else "Tổng hợp"
    assert f"{start} kết quả thực hiện" in texts
    on = ", ngày 09/12/2025" if profile == "dang" else " ngày 09 tháng 12 năm 2025"
    assert f"Nghị quyết số 05-NQ/TU{on}" in " ".join(texts)


def test_the_same_reports_give_the_same_bytes() -> None:
    found = many_reports(count=9)
    assert pdf_bytes(report_of(found)) == pdf_bytes(report_of(found))
    assert docx_bytes(report_of(found)) == docx_bytes(report_of(found))


def test_the_word_copy_holds_every_table_on_wide_pages() -> None:
    report = report_of(many_reports(count=20))
    document = docx.Document(io.BytesIO(docx_bytes(report)))
    wide = [s for s in document.sections if s.orientation == WD_ORIENTATION.LANDSCAPE]
    assert len(wide) == len([one for one in report.annexes if one.table.rows])
    matrix = next(t for t in document.tables if len(t.columns) == 22)
    first = next(row for row in rows(blocks(report)[0]))
    assert tuple(cell.text for cell in matrix.rows[2].cells) == first
    nodes = matrix.rows[0]._tr.iter()
    assert sum(node.tag.endswith("textDirection") for node in nodes) == 20


def test_charts_come_by_choice_and_count_what_the_text_counts() -> None:
    assert report_of().charts is None
    charts = report_of(with_charts=True).charts
    assert charts is not None
    whole = charts.data.sections[0]
    said = report_of().part("tasks").paragraphs[0]
    assert f"{whole.total:,}".replace(",", ".") in said
    assert sum(bar.total for bar in charts.data.sections[1:]) == whole.total
    last = page_texts(pdf_bytes(report_of(many_reports(count=9), with_charts=True)))[-1]
    assert solid("số trong ô là số lượt nhiệm vụ") in solid(last)


def test_indicators_of_units_own_plans_are_said_to_be_in_no_count() -> None:
    found = many_reports(count=9)
    codes = [one.code for one in found.reporters]
    with_own = replace(found, local_indicators={codes[0]: 2, codes[1]: 0, codes[2]: 1})
    said = "Ngoài ra 2 đơn vị báo cáo 3 chỉ tiêu tự đề ra, không tính ở trên."
    assert said in every_text(report_of(with_own).parts)
    assert "chỉ tiêu tự đề ra" not in every_text(report_of(found).parts)


def test_nothing_received_yet_makes_a_report_all_the_same() -> None:
    found = many_reports(count=9)
    none = tuple(
        Reporter(one.code, one.name, one.group, ReportState.MISSING) for one in found.reporters
    )
    empty = replace(
        found,
        reporters=none,
        tasks=tuple(replace(line, cells={}) for line in found.tasks),
        indicators=tuple(replace(line, values=()) for line in found.indicators),
        remarks=(),
        local_tasks={},
    )
    report = report_of(empty, with_charts=True)
    assert report.charts is None
    text = every_text(report.parts)
    assert "Trong kỳ chưa có đơn vị nào báo cáo chỉ tiêu." in text
    assert "Trong kỳ chưa có đơn vị nào báo cáo nhiệm vụ." in text
    assert page_texts(pdf_bytes(report))
